"""Keep what touches something where it is: contacts, solved as a person would solve them.

The trunk is put in place first (by what of it is held, else by the feet or knees that stand, else by the
floor). Then every held hand and foot is reached with a hip and knee, or a shoulder and elbow.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import msgspec

from spinewise.motion.body import (
    FOREARM,
    HAND,
    HEAD_NODE,
    OUTWARD,
    SHANK,
    SHOULDER_NODE,
    SIDES,
    THIGH,
    UPPER_ARM,
    Angles,
    Body,
    Limb,
    Posture,
    Side,
    arm_from,
    leg_from,
    moved,
    pose_body,
    spine_frames,
)
from spinewise.motion.flesh import lowest_m, lowest_of_foot_m, trunk_sections
from spinewise.motion.geometry import (
    ORIGIN,
    Frame,
    Vec,
    add,
    aim,
    corner_deg,
    cross,
    distance,
    dot,
    inverse,
    length,
    middle,
    onward,
    pitch,
    sub,
    swing_angles_deg,
    times,
    turned,
    unit,
    within,
)

WITHIN_REACH_M = 0.001
TIPTOE = 0.115  # how much further the toes reach than the ankle, as a fraction of height
TRUNK_PARTS = ("pelvis", "shoulders", "chest", "head")
TRUNK_NODES = {"pelvis": 0, "shoulders": SHOULDER_NODE, "chest": 6, "head": HEAD_NODE}
LIMB_PARTS = ("hand", "elbow", "foot", "knee", "toes")
BODY_PLACES = (
    "belly",
    "low_belly",
    "ribs",
    "chest",
    "breastbone",
    "low_back",
    "hip",
    "thigh",
    "knee",
    "shin",
    "other_thigh",
    "other_knee",
    "other_shin",
    "other_shoulder",
    "behind_head",
    "temple",
    "chin",
    "behind_thigh",
)

# Where a hand can rest on the trunk: which cross-section, how far to its front, and how far to the hand's own side.
TRUNK_SPOTS: dict[str, tuple[int, float, float]] = {
    "low_belly": (2, 1.0, 0.45),
    "belly": (3, 1.0, 0.25),
    "ribs": (4, 0.95, 0.4),
    "chest": (5, 1.0, 0.4),
    "breastbone": (5, 1.0, 0.1),
    "hip": (2, 0.45, 0.95),
    "low_back": (2, -1.0, 0.3),
    "other_shoulder": (6, 0.9, -0.8),
}


class Anchor(NamedTuple):
    """Where a part stays, and how it lies there."""

    point: Vec
    lie: Frame


class Hold(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept in place during a movement."""

    anchors: dict[str, Anchor] = {}
    slides: tuple[str, ...] = ()
    rests: dict[str, str] = {}


def part_anchor(posture: Posture, part: str) -> Anchor:
    """Where a part of the body is now."""
    if part in TRUNK_PARTS:
        return _trunk_anchor(posture, part)
    limb, (_, name) = _limb_of(posture, part), _side_and_part(part)
    if name == "toes":
        return Anchor(limb.tip, limb.tail)
    return Anchor(limb.end, limb.tail) if name in ("hand", "foot") else Anchor(limb.hinge, limb.lower)


def _limb_of(posture: Posture, part: str) -> Limb:
    side, name = _side_and_part(part)
    return posture.arms[side] if name in ("hand", "elbow") else posture.legs[side]


@cache
def _side_and_part(part: str) -> tuple[Side, str]:
    """`left_hand` as its two words."""
    side, _, name = part.partition("_")
    return _side(side), name


def _side(word: str) -> Side:
    return "left" if word == "left" else "right"


def _trunk_anchor(posture: Posture, part: str) -> Anchor:
    trunk, node = posture.trunk, TRUNK_NODES[part]
    return Anchor(trunk.nodes[node], trunk.frames[max(0, node - 1)])


def contact_error_m(posture: Posture, hold: Hold) -> dict[str, float]:
    """How far each held part is from where it should stay."""
    return {
        part: distance(part_anchor(posture, part).point, anchor.point)
        for part, anchor in hold.anchors.items()
        if part not in hold.slides
    }


def settle(angles: Angles, *, body: Body, hold: Hold, at: Vec = ORIGIN) -> Posture:
    """The posture that has these angles as nearly as the contacts allow.

    `at` is where the hips are when nothing is held; then the body is let down onto the floor.
    """
    posture = pose_body(_keep_head(angles, hold, body=body), body=body, at=at)
    shift = _root_shift(posture, hold)
    posture = moved(posture, shift, _tethered(posture, hold, shift))
    for part, anchor in hold.anchors.items():
        if part not in TRUNK_PARTS:
            posture = _reach(posture, part, _slid(posture, part, anchor, hold))
    for part, place in hold.rests.items():
        posture = _rest_hand(posture, part, place)
    return posture


def _slid(posture: Posture, part: str, anchor: Anchor, hold: Hold) -> Anchor:
    if part not in hold.slides:
        return anchor
    free, limb = part_anchor(posture, part), _limb_of(posture, part)
    if part.endswith("foot"):
        sunk = lowest_of_foot_m(limb, body=posture.body)
        return Anchor(free.point._replace(z=free.point.z - sunk), free.lie)
    return Anchor(free.point._replace(z=anchor.point.z), anchor.lie)


def _keep_head(angles: Angles, hold: Hold, *, body: Body) -> Angles:
    """A head that rests stays as it lies: the neck takes up what the chest does."""
    held = hold.anchors.get("head")
    if held is None:
        return angles
    turn = turned(inverse(spine_frames(angles, body=body)[HEAD_NODE - 1]), held.lie)
    correction = swing_angles_deg(turn)[0]
    return {**angles, "neck_flexion": angles.get("neck_flexion", 0.0) + correction}


def _root_shift(posture: Posture, hold: Hold) -> Vec:
    fixed = [part for part in TRUNK_PARTS[:3] if part in hold.anchors]
    standing = [part for part in hold.anchors if part not in hold.slides and part.endswith(("foot", "knee", "toes"))]
    if fixed:
        return _gap(posture, fixed[0], hold)
    if standing:
        return middle([_gap(posture, part, hold) for part in standing])
    if hold.anchors.keys() - {"head"}:
        return middle([_gap(posture, part, hold) for part in hold.anchors if part != "head"])
    return Vec(0.0, 0.0, -lowest_m(posture))


def _gap(posture: Posture, part: str, hold: Hold) -> Vec:
    return sub(hold.anchors[part].point, part_anchor(posture, part).point)


def _tethered(posture: Posture, hold: Hold, shift: Vec) -> Vec:
    """How much further the trunk goes after a shift, until every held hand, foot and knee is within reach."""
    free = [part for part in hold.anchors if part not in TRUNK_PARTS and part not in hold.slides]
    if not free or any(part in hold.anchors for part in TRUNK_PARTS[:3]):
        return ORIGIN
    tethers, total = [_tether(posture, part, hold.anchors[part], shift) for part in free], ORIGIN
    for _ in range(16):
        pulls = [_pull(tether, total) for tether in tethers]
        if max(map(length, pulls)) < WITHIN_REACH_M:
            break
        total = add(total, times(middle(pulls), 1.6))
    return total


class Tether(NamedTuple):
    """From where a limb reaches, to where, and how near and far it can."""

    root: Vec
    goal: Vec
    nearest_m: float
    furthest_m: float


def _tether(posture: Posture, part: str, anchor: Anchor, shift: Vec) -> Tether:
    tall, (nearest, furthest) = posture.body.height_m, _reach_range(_side_and_part(part)[1])
    return Tether(add(_limb_of(posture, part).root, shift), anchor.point, nearest * tall, furthest * tall)


def _pull(tether: Tether, moved: Vec) -> Vec:
    root, goal, nearest, furthest = tether
    way = sub(goal, add(root, moved))
    far = length(way)
    return times(unit(way), far - min(max(far, nearest), furthest))


@cache
def _reach_range(name: str) -> tuple[float, float]:
    both = {"hand": (UPPER_ARM, FOREARM), "foot": (THIGH, SHANK), "toes": (THIGH, SHANK + TIPTOE)}
    if name in both:
        upper, lower = both[name]
        return abs(upper - lower) + 0.02, (upper + lower) * 0.9995
    single = THIGH if name == "knee" else UPPER_ARM
    return single, single


def _reach(posture: Posture, part: str, anchor: Anchor) -> Posture:
    side, name = _side_and_part(part)
    return REACHES[name](posture, side, anchor)


def _two_links(limb: Limb, *, target: Vec, upper_m: float, lower_m: float, bends: float) -> tuple[Frame, float]:
    """The upper segment's frame and the hinge angle that bring the end of a limb to the target."""
    way = sub(target, limb.root)
    far = min(max(length(way), abs(upper_m - lower_m) + 1e-4), upper_m + lower_m - 1e-5)
    hinge = 180.0 - corner_deg(upper_m, lower_m, far)
    lower_up = within(limb.upper, pitch(bends * hinge).up)
    reached = onward(times(limb.upper.up, -upper_m), lower_up, -lower_m)
    return aim(limb.upper, now=reached, wanted=way), hinge


def _reach_foot(posture: Posture, side: Side, anchor: Anchor) -> Posture:
    body = posture.body
    upper, knee = _two_links(
        posture.legs[side], target=anchor.point, upper_m=THIGH * body.height_m, lower_m=SHANK * body.height_m, bends=1.0
    )
    return _with_leg(posture, side, upper=upper, lower=turned(upper, pitch(knee)), foot=anchor.lie)


def _stand_on_toes(posture: Posture, side: Side, anchor: Anchor) -> Posture:
    leg = posture.legs[side]
    ankle = Anchor(add(anchor.point, sub(leg.end, leg.tip)), leg.tail)
    return _reach_foot(posture, side, ankle)


def _kneel(posture: Posture, side: Side, anchor: Anchor) -> Posture:
    leg = posture.legs[side]
    upper = aim(leg.upper, now=sub(leg.hinge, leg.root), wanted=sub(anchor.point, leg.root))
    foot = turned(anchor.lie, turned(inverse(leg.lower), leg.tail))
    return _with_leg(posture, side, upper=upper, lower=anchor.lie, foot=foot)


def _with_leg(posture: Posture, side: Side, *, upper: Frame, lower: Frame, foot: Frame) -> Posture:
    root = posture.legs[side].root
    return posture.with_leg(side, leg_from(root, upper=upper, lower=lower, foot=foot, body=posture.body))


def _reach_hand(posture: Posture, side: Side, anchor: Anchor) -> Posture:
    return posture.with_arm(side, _arm_to(anchor, posture.arms[side], body=posture.body))


def _arm_to(anchor: Anchor, arm: Limb, *, body: Body) -> Limb:
    """The arm bent so that its wrist comes to a place."""
    upper, elbow = _two_links(
        arm,
        target=anchor.point,
        upper_m=UPPER_ARM * body.height_m,
        lower_m=FOREARM * body.height_m,
        bends=-1.0,
    )
    return arm_from(arm.root, upper=upper, lower=turned(upper, pitch(-elbow)), hand=anchor.lie, body=body)


def _lean_on_elbow(posture: Posture, side: Side, anchor: Anchor) -> Posture:
    arm = posture.arms[side]
    upper = aim(arm.upper, now=sub(arm.hinge, arm.root), wanted=sub(anchor.point, arm.root))
    hand = turned(anchor.lie, turned(inverse(arm.lower), arm.tail))
    leaning = arm_from(arm.root, upper=upper, lower=anchor.lie, hand=hand, body=posture.body)
    return posture.with_arm(side, leaning)


REACHES: dict[str, Callable[[Posture, Side, Anchor], Posture]] = {
    "hand": _reach_hand,
    "foot": _reach_foot,
    "knee": _kneel,
    "elbow": _lean_on_elbow,
    "toes": _stand_on_toes,
}


def _rest_hand(posture: Posture, part: str, place: str) -> Posture:
    """Lay a palm on the person's own body, in line with the forearm as far as the skin allows."""
    side, tall = _side(part.partition("_")[0]), posture.body.height_m
    point, normal, along = _place_on_body(posture, side, place)
    palm, arm = onward(point, normal, 0.014 * tall), posture.arms[side]
    for _ in range(2):
        wrist = onward(palm, along, -0.5 * HAND * tall)
        arm = _arm_to(Anchor(wrist, _hand_lie(along, normal)), arm, body=posture.body)
        along = _towards(times(arm.lower.up, -1.0), along, normal)
    return posture.with_arm(side, arm)


def _towards(forearm: Vec, along: Vec, normal: Vec) -> Vec:
    """The forearm's own direction laid onto the skin, mixed with the way a hand points there."""
    flat = sub(forearm, times(normal, dot(forearm, normal)))
    return unit(add(times(flat, 1.6), times(along, 0.5)))


def _hand_lie(along: Vec, normal: Vec) -> Frame:
    """A hand that points along the skin with its back away from it."""
    up = times(unit(along), -1.0)
    forward = unit(sub(normal, times(up, dot(normal, up))))
    return Frame(forward, cross(up, forward), up)


def _place_on_body(posture: Posture, side: Side, place: str) -> tuple[Vec, Vec, Vec]:
    """A point on the skin, the way out of it, and the way a hand points on it."""
    if place in TRUNK_SPOTS:
        row, forward, sideways = TRUNK_SPOTS[place]
        section, out = trunk_sections(posture)[row], OUTWARD[side]
        inward = within(section.frame, (0.0, -out * (1.0 - 0.7 * abs(sideways)), -0.55))
        front = within(section.frame, (forward, out * sideways * 0.4, 0.0))
        return section.surface(forward=forward, left=out * sideways), unit(front), unit(inward)
    return _place_on_limb_or_head(posture, side, place)


def _place_on_limb_or_head(posture: Posture, side: Side, place: str) -> tuple[Vec, Vec, Vec]:
    tall, out = posture.body.height_m, OUTWARD[side]
    leg = posture.legs[SIDES[1 - SIDES.index(side)] if place.startswith("other_") else side]
    name = place.removeprefix("other_")
    if name in ("behind_head", "temple", "chin"):
        spot = {
            "behind_head": Vec(-0.07, out * 0.03, 0.0),
            "temple": Vec(0.02, out * 0.055, 0.02),
            "chin": Vec(0.06, 0.0, -0.05),
        }[name]
        head, lie = posture.trunk.nodes[HEAD_NODE], posture.trunk.frames[HEAD_NODE - 1]
        away = within(lie, unit(spot))
        return add(head, within(lie, times(spot, tall))), away, within(lie, Vec(0.0, -out * 0.4, 0.9))
    share, frame, start, front = {
        "thigh": (0.62, leg.upper, leg.root, 0.042),
        "knee": (0.97, leg.upper, leg.root, 0.036),
        "shin": (0.15, leg.lower, leg.hinge, 0.034),
        "behind_thigh": (0.8, leg.upper, leg.root, -0.044),
    }[name]
    reach = (THIGH if frame is leg.upper else SHANK) * share * tall
    normal = times(frame.forward, 1.0 if front > 0 else -1.0)
    point = add(add(start, times(frame.up, -reach)), times(frame.forward, front * tall))
    return point, normal, times(frame.up, -1.0)
