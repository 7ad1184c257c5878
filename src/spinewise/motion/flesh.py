"""What is around the bones: how deep and wide the trunk is, how thick the limbs, what touches the floor.

One table serves the drawing and the contact with the floor, so a back that is drawn on the mat lies on it.
All sizes are fractions of standing height and a drawing choice; `Body.girth` widens trunk and limbs.
"""

from __future__ import annotations

from functools import lru_cache
from math import sqrt
from typing import NamedTuple

from spinewise.motion.body import (
    ANKLE_HEIGHT,
    FOOT,
    HAND,
    HEAD_NODE,
    HEEL,
    SIDES,
    Body,
    Limb,
    Posture,
    Trunk,
)
from spinewise.motion.geometry import Frame, Vec, mix, onward, placed


class Station(NamedTuple):
    """A cross-section of the trunk: where on the spine, and how far the skin is from it."""

    node: int
    onward: float
    front: float
    back: float
    half_width: float
    belly: float = 0.0
    ribs: float = 0.0


TRUNK: dict[str, tuple[Station, ...]] = {
    "female": (
        Station(0, -0.80, 0.044, 0.050, 0.070),
        Station(0, 0.00, 0.056, 0.074, 0.100),
        Station(0, 0.80, 0.059, 0.060, 0.092, belly=0.5),
        Station(2, 0.00, 0.056, 0.044, 0.076, belly=1.0),
        Station(4, 0.00, 0.056, 0.046, 0.076, belly=0.4, ribs=0.5),
        Station(5, 0.70, 0.072, 0.056, 0.083, ribs=1.0),
        Station(7, 0.00, 0.052, 0.054, 0.088, ribs=0.5),
        Station(8, 0.00, 0.028, 0.036, 0.050),
    ),
    "male": (
        Station(0, -0.80, 0.042, 0.048, 0.068),
        Station(0, 0.00, 0.054, 0.068, 0.094),
        Station(0, 0.80, 0.060, 0.055, 0.090, belly=0.5),
        Station(2, 0.00, 0.060, 0.046, 0.084, belly=1.0),
        Station(4, 0.00, 0.061, 0.049, 0.088, belly=0.4, ribs=0.5),
        Station(5, 0.70, 0.068, 0.060, 0.097, ribs=1.0),
        Station(7, 0.00, 0.056, 0.058, 0.102, ribs=0.5),
        Station(8, 0.00, 0.030, 0.039, 0.056),
    ),
}

# Half-thickness where a limb can rest on something.
KNEE_PAD, ELBOW_PAD, WRIST_PAD, FINGER_PAD, CALF_PAD, SKULL = 0.031, 0.022, 0.017, 0.008, 0.030, 0.066


class Section(NamedTuple):
    """A cross-section in the room: its middle, its axes, and half its depth and width in metres."""

    middle: Vec
    frame: Frame
    depth_m: float
    width_m: float

    @property
    def lowest_m(self) -> float:
        down = sqrt((self.frame.forward.z * self.depth_m) ** 2 + (self.frame.left.z * self.width_m) ** 2)
        return self.middle.z - down

    def surface(self, *, forward: float = 0.0, left: float = 0.0) -> Vec:
        """A point on the skin: 1 is all the way to the front or the left, -1 to the back or the right."""
        return placed(self.middle, self.frame, (forward * self.depth_m, left * self.width_m, 0.0))


def trunk_sections(posture: Posture) -> tuple[Section, ...]:
    """The trunk from the seat to the base of the neck."""
    asked = posture.asked
    return sections_of(posture.trunk, posture.body, asked.get("belly", 0.0), asked.get("ribs", 0.0))


@lru_cache(64)
def sections_of(trunk: Trunk, body: Body, belly: float, ribs: float) -> tuple[Section, ...]:
    """The same from the spine alone: asked for often, worked out once for each way the trunk lies."""
    return tuple(
        _section(station, trunk, body, 0.01 * (station.belly * belly + station.ribs * ribs))
        for station in TRUNK[body.shape]
    )


def _section(station: Station, trunk: Trunk, body: Body, swell_m: float) -> Section:
    frame = trunk.frames[max(0, station.node - 1) if station.onward <= 0.0 else station.node]
    wide = body.height_m * body.girth
    front, back = station.front * wide + swell_m, station.back * wide
    middle = onward(_on_spine(station, trunk.nodes), frame.forward, (front - back) / 2.0)
    return Section(middle, frame, (front + back) / 2.0, station.half_width * wide)


def _on_spine(station: Station, nodes: tuple[Vec, ...]) -> Vec:
    if station.node + 1 >= len(nodes):
        return nodes[station.node]
    return mix(nodes[station.node], nodes[station.node + 1], station.onward)


def sole_points(leg: Limb, *, body: Body) -> tuple[Vec, Vec]:
    """Heel and ball of the foot, on the sole."""
    tall = body.height_m
    heel = placed(leg.end, leg.tail, (-HEEL * tall, 0.0, -ANKLE_HEIGHT * tall))
    ball = placed(leg.end, leg.tail, ((FOOT - HEEL) * 0.9 * tall, 0.0, -ANKLE_HEIGHT * tall))
    return heel, ball


def palm_point(arm: Limb, *, body: Body) -> Vec:
    """The middle of the palm."""
    return placed(arm.end, arm.tail, (0.0, 0.0, -0.55 * HAND * body.height_m))


def lowest_of_foot_m(leg: Limb, *, body: Body) -> float:
    heel, ball = sole_points(leg, body=body)
    return min(heel.z, ball.z, leg.tip.z)


def lowest_of_leg_m(leg: Limb, *, body: Body) -> float:
    knee = leg.hinge.z - KNEE_PAD * body.height_m
    return min(knee, lowest_of_foot_m(leg, body=body))


def lowest_of_arm_m(arm: Limb, *, body: Body) -> float:
    tall = body.height_m
    return min(arm.hinge.z - ELBOW_PAD * tall, arm.end.z - WRIST_PAD * tall, arm.tip.z - FINGER_PAD * tall)


def lowest_of_trunk_m(posture: Posture) -> float:
    head = posture.trunk.nodes[HEAD_NODE].z - SKULL * posture.body.height_m
    return min(head, *(section.lowest_m for section in trunk_sections(posture)))


def lowest_m(posture: Posture) -> float:
    """The height of the lowest skin above the floor; below zero is inside the floor."""
    body = posture.body
    legs = (lowest_of_leg_m(posture.legs[side], body=body) for side in SIDES)
    arms = (lowest_of_arm_m(posture.arms[side], body=body) for side in SIDES)
    return min(lowest_of_trunk_m(posture), *legs, *arms)
