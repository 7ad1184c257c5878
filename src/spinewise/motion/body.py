"""The jointed body: segment lengths, joint angles, and where every joint then is.

Zero is standing upright, arms hanging, palms backwards. Angles are degrees between neighbours, so a
hip keeps its angle when the whole person lies down. Signs: flexion, abduction, dorsiflexion and inward
rotation are positive; the trunk bends and turns to its own left; the pelvis pitches forwards.
The pelvis is set in the room by heading, pitch, roll and twist, in that order; everything else hangs on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property, lru_cache
from math import radians, sin
from typing import Literal, NamedTuple

import msgspec

from spinewise.motion.geometry import (
    ORIGIN,
    REMEMBERED,
    UPRIGHT,
    Frame,
    Vec,
    inverse,
    onward,
    pitch,
    placed,
    roll,
    shifted,
    stepped,
    swing_angles_deg,
    turned,
    yaw,
)

Side = Literal["left", "right"]
SIDES: tuple[Side, Side] = ("left", "right")
OUTWARD: dict[Side, float] = {"left": 1.0, "right": -1.0}

# Lengths as fractions of standing height, after Drillis and Contini; the spine's split is a drawing choice.
UPPER_ARM, FOREARM, HAND = 0.186, 0.146, 0.092
THIGH, SHANK, ANKLE_HEIGHT, FOOT = 0.245, 0.246, 0.039, 0.152
HEEL = 0.040
SHOULDER_HALF_WIDTH, HIP_HALF_WIDTH = 0.102, 0.050
SHOULDER_ABOVE_NODE = 0.016
HEAD_HEIGHT = 0.140


class Link(NamedTuple):
    """One piece of the spine: which region bends it, how long it is, how it leans when standing."""

    region: str
    length: float
    rest_pitch_deg: float
    share: float


SPINE: tuple[Link, ...] = (
    Link("pelvis", 0.050, 3.0, 0.0),
    Link("lumbar", 0.036, 9.0, 0.34),
    Link("lumbar", 0.036, 1.0, 0.33),
    Link("lumbar", 0.036, -7.0, 0.33),
    Link("thoracic", 0.037, -8.0, 0.25),
    Link("thoracic", 0.037, -3.0, 0.25),
    Link("thoracic", 0.037, 4.0, 0.25),
    Link("thoracic", 0.035, 10.0, 0.25),
    Link("neck", 0.034, 15.0, 0.5),
    Link("neck", 0.034, 4.0, 0.5),
    Link("head", 0.044, 0.0, 1.0),
)
REST_UP = tuple(pitch(link.rest_pitch_deg).up for link in SPINE)
BEND_NAMES = {
    link.region: tuple(f"{link.region}_{way}" for way in ("flexion", "side_bend", "rotation"))
    for link in SPINE
    if link.share
}
STOOP_SHARES = {"thoracic": 1.0, "neck": -0.75}  # who is round at the top lifts the chin
SHOULDER_NODE, NECK_NODE, SKULL_NODE, HEAD_NODE = 7, 8, 10, 11

ROOT_ANGLES = ("pelvis_heading", "pelvis_pitch", "pelvis_roll", "pelvis_twist")
SHAPE_CM = ("belly", "ribs")

# How far a joint can be drawn. Rows of the evidence table where it has one; the rest are outer bounds for
# a drawing, wider than what is usual, and say nothing about what a person should reach.
LIMITS_DEG: dict[str, tuple[float, float]] = {
    "pelvis_heading": (-180, 180),
    "pelvis_pitch": (-180, 180),
    "pelvis_roll": (-180, 180),
    "pelvis_twist": (-180, 180),
    "lumbar_flexion": (-40, 73),  # rom-lumbar-age; backwards wider, a press-up also uses the segment above
    "lumbar_side_bend": (-28, 28),  # rom-lumbar-age
    "lumbar_rotation": (-14, 14),  # rom-lumbar-age gives 7 each way; doubled, the drawing has one joint less
    "thoracic_flexion": (-30, 50),
    "thoracic_side_bend": (-35, 35),
    "thoracic_rotation": (-45, 45),
    "neck_flexion": (-77, 60),  # rom-cx-age, rom-cx-ama
    "neck_side_bend": (-45, 45),  # rom-cx-ama
    "neck_rotation": (-80, 80),  # rom-cx-ama
    "head_flexion": (-35, 35),
    "shoulder_flexion": (-70, 190),
    "shoulder_abduction": (-60, 185),
    "shoulder_rotation": (-110, 110),
    "scapula_elevation": (-15, 45),
    "scapula_protraction": (-30, 30),
    "elbow_flexion": (-5, 155),
    "wrist_flexion": (-95, 90),
    "hip_flexion": (-30, 140),
    "hip_abduction": (-35, 70),
    "hip_rotation": (-65, 65),
    "knee_flexion": (-5, 160),
    "ankle_dorsiflexion": (-80, 45),
    "belly": (-5, 6),
    "ribs": (-4, 5),
}
PAIRED = tuple(
    name
    for name in LIMITS_DEG
    if name.split("_")[0] in {"shoulder", "scapula", "elbow", "wrist", "hip", "knee", "ankle"}
)

Angles = Mapping[str, float]


def every_angle() -> tuple[str, ...]:
    """All names of a fully spelt-out set of angles, left and right apart."""
    single = [name for name in LIMITS_DEG if name not in PAIRED]
    return tuple(single + [f"{side}_{name}" for name in PAIRED for side in SIDES])


def limit_of(name: str) -> tuple[float, float]:
    """The lowest and highest degrees at which a joint can be drawn."""
    return LIMITS_DEG[name.removeprefix("left_").removeprefix("right_")]


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """Whose body it is: height, how broad it is drawn, and how round the upper back has become with the years."""

    height_m: float = 1.70
    shape: Literal["female", "male"] = "female"
    girth: float = 1.0
    stoop_deg: float = 0.0


class Limb(NamedTuple):
    """An arm or a leg: three joints, the tip, and the frames of its three segments."""

    root: Vec
    hinge: Vec
    end: Vec
    tip: Vec
    upper: Frame
    lower: Frame
    tail: Frame


class Trunk(NamedTuple):
    """Pelvis to head: the points of the spine and the frame of each link."""

    nodes: tuple[Vec, ...]
    frames: tuple[Frame, ...]


JOINTS = (
    *("pelvis", "lumbar", "thorax", "neck", "head"),
    *(
        f"{side}_{name}"
        for side in SIDES
        for name in ("hip", "knee", "ankle", "toe", "shoulder", "elbow", "wrist", "fingertip")
    ),
)


class Posture(msgspec.Struct, frozen=True, dict=True):
    """A person in the room at one moment: the angles asked for, and the limbs that contacts bent another way."""

    body: Body
    asked: dict[str, float]
    trunk: Trunk
    legs: dict[Side, Limb]
    arms: dict[Side, Limb]
    solved: tuple[tuple[Side, str], ...] = ()

    @cached_property
    def angles(self) -> dict[str, float]:
        """Every angle that the body has now; most drawings never ask, so it is read off the limbs when they do."""
        found = dict(self.asked)
        for side, limb in self.solved:
            found |= _leg_angles(self, side) if limb == "leg" else _arm_angles(self, side)
        return found

    @property
    def positions_m(self) -> dict[str, Vec]:
        """Every joint: x forward, y left, z up, in metres."""
        return dict(zip(JOINTS, self.joints_m, strict=True))

    @property
    def joints_m(self) -> list[Vec]:
        """The same places without their names, in the order of `JOINTS`."""
        nodes = self.trunk.nodes
        found = [nodes[0], nodes[2], nodes[5], nodes[NECK_NODE], nodes[HEAD_NODE]]
        for side in SIDES:
            found += (*self.legs[side][:4], *self.arms[side][:4])
        return found

    def with_leg(self, side: Side, leg: Limb) -> Posture:
        """The same person with one leg as a contact wants it."""
        legs = {**self.legs, side: leg}
        return Posture(self.body, self.asked, self.trunk, legs, self.arms, (*self.solved, (side, "leg")))

    def with_arm(self, side: Side, arm: Limb) -> Posture:
        """The same person with one arm as a contact wants it."""
        arms = {**self.arms, side: arm}
        return Posture(self.body, self.asked, self.trunk, self.legs, arms, (*self.solved, (side, "arm")))


def pose_body(angles: Angles, *, body: Body, at: Vec = ORIGIN) -> Posture:
    """Place every joint from relative angles, with the point between the hips at `at`."""
    trunk = lay_trunk(angles, body=body, at=at)
    legs = {side: reach_leg(angles, side=side, trunk=trunk, body=body) for side in SIDES}
    arms = {side: reach_arm(angles, side=side, trunk=trunk, body=body) for side in SIDES}
    return Posture(body, dict(angles), trunk, legs, arms)


def moved(posture: Posture, by: Vec, further: Vec = ORIGIN) -> Posture:
    """The same posture somewhere else, by one way and then another."""
    if by == further == ORIGIN:
        return posture
    trunk = Trunk(tuple(shifted(posture.trunk.nodes, by, further)), posture.trunk.frames)
    legs = {side: _moved_limb(limb, by, further) for side, limb in posture.legs.items()}
    arms = {side: _moved_limb(limb, by, further) for side, limb in posture.arms.items()}
    return Posture(posture.body, posture.asked, trunk, legs, arms, posture.solved)


def _moved_limb(limb: Limb, by: Vec, further: Vec) -> Limb:
    root, hinge, end, tip = shifted(limb[:4], by, further)
    return Limb(root, hinge, end, tip, limb.upper, limb.lower, limb.tail)


def lay_trunk(angles: Angles, *, body: Body, at: Vec) -> Trunk:
    """The spine from the hips to the middle of the head, each region's bend shared by its links."""
    frames, nodes, tall = spine_frames(angles, body=body), [at], body.height_m
    for link, frame, rest_up in zip(SPINE, frames, REST_UP, strict=True):
        nodes.append(stepped(nodes[-1], frame, rest_up, link.length * tall))
    return Trunk(tuple(nodes), frames)


def spine_frames(angles: Angles, *, body: Body) -> tuple[Frame, ...]:
    """How every link of the spine lies in the room."""
    flow, frames = pelvis_frame(angles), list[Frame]()
    bends = {region: _bend(angles, region, body.stoop_deg) for region in BEND_NAMES}
    for region, _, _, share in SPINE:
        if share:
            flexion, sideways, rotation = bends[region]
            bend = _bent(flexion * share, sideways * share, rotation * share)
            flow = flow if bend is UPRIGHT else turned(flow, bend)
        frames.append(flow)
    return tuple(frames)


def pelvis_frame(angles: Angles) -> Frame:
    """How the pelvis lies in the room."""
    heading, lean, tip, twist = [angles.get(name, 0.0) for name in ROOT_ANGLES]
    frame = turned(yaw(heading), pitch(lean)) if heading else pitch(lean)
    return turned(turned(frame, roll(tip)), yaw(twist)) if tip or twist else frame


def _bend(angles: Angles, region: str, stoop_deg: float) -> tuple[float, float, float]:
    """How far a whole region bends, leans and turns."""
    flexion, sideways, rotation = [angles.get(name, 0.0) for name in BEND_NAMES[region]]
    return flexion + stoop_deg * STOOP_SHARES.get(region, 0.0), sideways, rotation


@lru_cache(REMEMBERED)
def _bent(flexion: float, sideways: float, rotation: float) -> Frame:
    if not (flexion or sideways or rotation):
        return UPRIGHT
    if not (sideways or rotation):
        return pitch(flexion)
    return turned(turned(pitch(flexion), roll(-sideways)), yaw(rotation))


def ball_turn(angles: Angles, *, joint: str, side: Side) -> Frame:
    """A hip or shoulder: flexion, then abduction, then inward rotation."""
    out = OUTWARD[side]
    flexion, abduction, inward = [angles.get(name, 0.0) for name in _ball_names(side, joint)]
    return _swung(-flexion, out * abduction, -out * inward)


@cache
def _ball_names(side: Side, joint: str) -> tuple[str, str, str]:
    return f"{side}_{joint}_flexion", f"{side}_{joint}_abduction", f"{side}_{joint}_rotation"


@lru_cache(REMEMBERED)
def _swung(lean: float, tip: float, twist: float) -> Frame:
    turn = pitch(lean)
    turn = turned(turn, roll(tip)) if tip else turn
    return turned(turn, yaw(twist)) if twist else turn


def ball_angles(turn: Frame, *, joint: str, side: Side) -> dict[str, float]:
    """The inverse of `ball_turn`: the angles that a solved hip or shoulder has."""
    pitched, rolled, yawed = swing_angles_deg(turn)
    out = OUTWARD[side]
    return dict(zip(_ball_names(side, joint), (-pitched, out * rolled, -out * yawed), strict=True))


def _leg_angles(posture: Posture, side: Side) -> dict[str, float]:
    """What a leg that was put in place has at hip, knee and ankle."""
    leg = posture.legs[side]
    hip = _nearest_ball(turned(inverse(posture.trunk.frames[0]), leg.upper), "hip", side, asked=posture.asked)
    knee = swing_angles_deg(turned(inverse(leg.upper), leg.lower))[0]
    ankle = swing_angles_deg(turned(inverse(leg.lower), leg.tail))[0]
    return {**hip, f"{side}_knee_flexion": knee, f"{side}_ankle_dorsiflexion": -ankle}


def _arm_angles(posture: Posture, side: Side) -> dict[str, float]:
    """What an arm that was put in place has at shoulder, elbow and wrist."""
    arm, chest = posture.arms[side], posture.trunk.frames[SHOULDER_NODE - 1]
    shoulder = _nearest_ball(turned(inverse(chest), arm.upper), "shoulder", side, asked=posture.asked)
    elbow = swing_angles_deg(turned(inverse(arm.upper), arm.lower))[0]
    wrist = swing_angles_deg(turned(inverse(arm.lower), arm.tail))[0]
    return {**shoulder, f"{side}_elbow_flexion": -elbow, f"{side}_wrist_flexion": wrist}


def _nearest_ball(turn: Frame, joint: str, side: Side, *, asked: Angles) -> dict[str, float]:
    """Of the two ways to name a turn, the one nearer to what was asked for."""
    first = ball_angles(turn, joint=joint, side=side)
    flexion, abduction, rotation = first.values()
    other = dict(zip(first, (_wrap(flexion + 180.0), 180.0 - abduction, _wrap(rotation + 180.0)), strict=True))
    return first if _apart(first, asked) <= _apart(other, asked) else other


def _wrap(angle: float) -> float:
    return (angle + 180.0) % 360.0 - 180.0


def _apart(found: Angles, asked: Angles) -> float:
    return sum(abs(_wrap(angle - asked.get(name, 0.0))) for name, angle in found.items())


def hip_point(*, side: Side, trunk: Trunk, body: Body) -> Vec:
    return onward(trunk.nodes[0], trunk.frames[0].left, OUTWARD[side] * HIP_HALF_WIDTH * body.height_m)


def shoulder_point(angles: Angles, *, side: Side, trunk: Trunk, body: Body) -> Vec:
    """The shoulder joint; it rises with the blade, and by itself when the arm goes overhead."""
    chest, tall, out = trunk.frames[SHOULDER_NODE - 1], body.height_m, OUTWARD[side]
    raised = max(angles.get(f"{side}_shoulder_flexion", 0.0), angles.get(f"{side}_shoulder_abduction", 0.0))
    lift = sin(radians(angles.get(f"{side}_scapula_elevation", 0.0) + max(0.0, raised - 70.0) * 0.14))
    reach = sin(radians(angles.get(f"{side}_scapula_protraction", 0.0)))
    ahead, aside = SHOULDER_HALF_WIDTH * reach * tall, SHOULDER_HALF_WIDTH * out * tall
    above = (SHOULDER_ABOVE_NODE + SHOULDER_HALF_WIDTH * lift) * tall
    return placed(trunk.nodes[SHOULDER_NODE], chest, (ahead, aside, above))


def reach_leg(angles: Angles, *, side: Side, trunk: Trunk, body: Body) -> Limb:
    """Hip, knee, ankle and toe of one side."""
    upper = turned(trunk.frames[0], ball_turn(angles, joint="hip", side=side))
    lower = turned(upper, pitch(angles.get(f"{side}_knee_flexion", 0.0)))
    foot = turned(lower, pitch(-angles.get(f"{side}_ankle_dorsiflexion", 0.0)))
    return leg_from(hip_point(side=side, trunk=trunk, body=body), upper=upper, lower=lower, foot=foot, body=body)


def leg_from(hip: Vec, *, upper: Frame, lower: Frame, foot: Frame, body: Body) -> Limb:
    tall = body.height_m
    knee = onward(hip, upper.up, -THIGH * tall)
    ankle = onward(knee, lower.up, -SHANK * tall)
    toe = placed(ankle, foot, ((FOOT - HEEL) * tall, 0.0, -0.028 * tall))
    return Limb(hip, knee, ankle, toe, upper, lower, foot)


def reach_arm(angles: Angles, *, side: Side, trunk: Trunk, body: Body) -> Limb:
    """Shoulder, elbow, wrist and fingertip of one side."""
    upper = turned(trunk.frames[SHOULDER_NODE - 1], ball_turn(angles, joint="shoulder", side=side))
    lower = turned(upper, pitch(-angles.get(f"{side}_elbow_flexion", 0.0)))
    hand = turned(lower, pitch(angles.get(f"{side}_wrist_flexion", 0.0)))
    shoulder = shoulder_point(angles, side=side, trunk=trunk, body=body)
    return arm_from(shoulder, upper=upper, lower=lower, hand=hand, body=body)


def arm_from(shoulder: Vec, *, upper: Frame, lower: Frame, hand: Frame, body: Body) -> Limb:
    tall = body.height_m
    elbow = onward(shoulder, upper.up, -UPPER_ARM * tall)
    wrist = onward(elbow, lower.up, -FOREARM * tall)
    return Limb(shoulder, elbow, wrist, onward(wrist, hand.up, -HAND * tall), upper, lower, hand)
