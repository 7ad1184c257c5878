"""The body that a chart is drawn on: somebody standing, seen from the front or the back, and places on the skin.

It is the skeleton of all other pictures in a plain standing pose. A piece of skin is said by landmarks (from the
hip to the knee, from the inner to the outer side) and becomes a polygon on the page, so that every build carries it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from math import cos, hypot, radians, sin, sqrt
from typing import Literal, NamedTuple

import msgspec

from spinewise.motion.body import HEAD_HEIGHT, HEAD_NODE, NECK_NODE, OUTWARD, SKULL_NODE, Body, Limb, Posture, pose_body
from spinewise.motion.camera import MM, Camera, Point, front
from spinewise.motion.chart_data import Landmarks, Part, Patch, View
from spinewise.motion.clothes import NECK_GIRTH, neck_shape
from spinewise.motion.flesh import Section, trunk_sections
from spinewise.motion.geometry import Vec, add, mix, times, within
from spinewise.motion.head import FACE
from spinewise.motion.limbs import (
    FOOT_FACE,
    FOREARM_GIRTH,
    HAND_GIRTH,
    SHANK_GIRTH,
    THIGH_GIRTH,
    THUMB_GIRTH,
    UPPER_ARM_GIRTH,
)
from spinewise.motion.outline import Girth, bone, closed

Side = Literal["left", "right"]
Ends = tuple[float, float]
Strip = tuple[Ends, Ends]
STANDING = {
    "scapula_elevation": -9.0, "shoulder_abduction": 18.0, "elbow_flexion": 3.0, "hip_abduction": 5.0,
    "hip_rotation": -10.0,
}  # fmt: skip
HAND_TIMES = 1.28  # hands are drawn larger than life: three regions have to be told apart on each
SOLE_TIMES = 1.1
SOLE_BELOW_M = 0.27  # how far below the ankle the middle of a sole is drawn
GAP_MM, CORNER_MM, STEP_MM = 3.5, 26.0, 36.0
# A sole from heel to toes: how far along, then the half width to the inner and to the outer side.
SOLE_HALF_WIDTHS = (
    (0.0, 0.012, 0.012),
    (0.08, 0.021, 0.021),
    (0.25, 0.022, 0.023),
    (0.45, 0.015, 0.025),
    (0.70, 0.029, 0.028),
    (0.85, 0.030, 0.024),
    (0.95, 0.024, 0.013),
    (1.0, 0.012, 0.004),
)
SOLE_LENGTH = 0.152


class ChartBody(NamedTuple):
    """Somebody standing for the chart, and from where they are seen."""

    posture: Posture
    view: View
    camera: Camera
    sections: tuple[Section, ...]


class Row(NamedTuple):
    """A line across a part: its middle on the skin, the way across for one unit, and how it is met there."""

    middle: Vec
    across: Vec


@cache
def chart_body(body: Body, *, view: View) -> ChartBody:
    """The standing body of a chart."""
    posture = _standing(body)
    return ChartBody(posture, view, seen_from(view), tuple(trunk_sections(posture)))


def _standing(body: Body) -> Posture:
    angles = {f"{side}_{name}": value for name, value in STANDING.items() for side in OUTWARD}
    posture = pose_body(angles, body=body)
    arms = {side: arm._replace(tip=mix(arm.end, arm.tip, HAND_TIMES)) for side, arm in posture.arms.items()}
    return msgspec.structs.replace(posture, arms=arms)


def seen_from(view: View) -> Camera:
    """In front of the person, a little above; or behind them, so that their left is the left of the page."""
    if view == "front":
        return front(8.0)
    return Camera(Vec(0.0, -1.0, 0.0), Vec(0.0, 0.0, 1.0), Vec(-1.0, 0.0, 0.0))


def body_paths(whole: ChartBody) -> list[str]:
    """The outlines that together are the body's silhouette."""
    posture, camera = whole.posture, whole.camera
    neck, yokes = neck_shape(posture, camera=camera), [closed(_slope(whole, side)) for side in OUTWARD]
    limbs = [path for side in OUTWARD for path in (*_leg(whole, side), *_arm(whole, side))]
    return [neck.path, *yokes, *limbs, closed(trunk_outline(whole)), closed(head_outline(whole))]


def sole_paths(whole: ChartBody) -> list[str]:
    """Both soles, drawn below somebody seen from behind; nothing from the front."""
    return [closed(_sole_outline(whole, side)) for side in OUTWARD] if whole.view == "back" else []


def trunk_outline(whole: ChartBody) -> list[Point]:
    rows = [_trunk_row(whole, at) for at in (7.0, 6.4, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0, 0.0)]
    left = [whole.camera.point(add(row.middle, row.across)) for row in rows]
    right = [whole.camera.point(add(row.middle, times(row.across, -1.0))) for row in rows]
    return [*left, *reversed(right)]


def _slope(whole: ChartBody, side: Side) -> list[Point]:
    """From the side of the neck down to the shoulder, and back under the arm."""
    posture, out = whole.posture, OUTWARD[side]
    root, thick = posture.arms[side].root, UPPER_ARM_GIRTH[0].radius * _arm_scale(posture)
    neck, base = _trunk_row(whole, 8.15), _trunk_row(whole, 5.2)
    top = [add(neck.middle, times(neck.across, out * share)) for share in (0.3, 0.98)]
    turn = [
        Vec(root.x, root.y + out * thick * a, root.z + thick * b)
        for a, b in ((-1.3, 1.22), (-0.3, 1.0), (0.55, 0.78), (0.6, 0.0))
    ]
    low = [add(base.middle, times(base.across, out * share)) for share in (0.95, 0.2)]
    return [whole.camera.point(place) for place in (*top, *turn, *low)]


def head_outline(whole: ChartBody) -> list[Point]:
    posture = whole.posture
    frame, size = posture.trunk.frames[HEAD_NODE - 1], HEAD_HEIGHT * posture.body.height_m
    middle = posture.trunk.nodes[HEAD_NODE]
    return [whole.camera.point(add(middle, within(frame, Vec(0.0, y * size, z * size)))) for y, z in FACE]


def _leg(whole: ChartBody, side: Side) -> list[str]:
    leg, scale = whole.posture.legs[side], _leg_scale(whole.posture)
    point = whole.camera.point
    thigh = bone(point(leg.root), point(leg.hinge), THIGH_GIRTH, scale=MM * scale)
    shank = bone(point(leg.hinge), point(leg.end), SHANK_GIRTH, scale=MM * scale)
    foot = [point(_on_foot(whole.posture, side, forward, left, up)) for forward, left, up in _foot_face(whole.view)]
    return [closed(foot), shank, thigh]


def _foot_face(view: View) -> Sequence[tuple[float, float, float]]:
    if view == "front":
        return FOOT_FACE
    return (
        (0.0, -0.019, 0.004),
        (-0.03, -0.023, -0.022),
        (-0.03, -0.020, -0.038),
        (-0.03, 0.0, -0.041),
        (-0.03, 0.020, -0.038),
        (-0.03, 0.023, -0.022),
        (0.0, 0.019, 0.004),
    )


def _on_foot(posture: Posture, side: Side, forward: float, left: float, up: float) -> Vec:
    leg, tall = posture.legs[side], posture.body.height_m
    return add(leg.end, within(leg.tail, Vec(forward * tall, left * tall, up * tall)))


def _arm(whole: ChartBody, side: Side) -> list[str]:
    arm, point, scale = whole.posture.arms[side], whole.camera.point, MM * _arm_scale(whole.posture)
    upper = bone(point(arm.root), point(arm.hinge), UPPER_ARM_GIRTH, scale=scale)
    lower = bone(point(arm.hinge), point(arm.end), FOREARM_GIRTH, scale=scale)
    palm = bone(point(arm.end), point(arm.tip), HAND_GIRTH, scale=scale * HAND_TIMES)
    ends = [point(_on_hand(whole.posture, side, *place)) for place in ((0.009, -0.010), (0.031, -0.046))]
    return [bone(ends[0], ends[1], THUMB_GIRTH, scale=scale), palm, lower, upper]


def _on_hand(posture: Posture, side: Side, inward: float, up: float) -> Vec:
    arm, tall = posture.arms[side], posture.body.height_m * HAND_TIMES
    return add(arm.end, within(arm.tail, Vec(0.0, -OUTWARD[side] * inward * tall, up * tall)))


def _leg_scale(posture: Posture) -> float:
    return posture.body.height_m * posture.body.girth


def _arm_scale(posture: Posture) -> float:
    return _leg_scale(posture) * (1.08 if posture.body.shape == "male" else 0.96)


# -- places on the skin


def patch_polygon(patch: Patch, whole: ChartBody, landmarks: Landmarks, *, side: Side | None = None) -> list[Point]:
    """The corners of a piece of skin on the page, its corners rounded and a hair inside its edges.

    `side` is whose side it is; without one it is drawn as written, across the middle.
    """
    strip = (patch.across, patch.across_below or patch.across)
    return skin_polygon(patch.part, whole, landmarks, along=patch.along, strip=strip, side=side)


def skin_polygon(
    part: Part,
    whole: ChartBody,
    landmarks: Landmarks,
    *,
    along: tuple[str, str],
    strip: Strip,
    side: Side | None = None,
) -> list[Point]:
    """The same from its parts: how far along, and a strip across that may widen from its upper to its lower end."""
    ends = (landmark(part, along[0], landmarks), landmark(part, along[1], landmarks))
    return list(_corners(part, ends, strip, whole.posture.body, whole.view, side))


@lru_cache(maxsize=4000)
def _corners(part: Part, ends: Ends, strip: Strip, body: Body, view: View, side: Side | None) -> tuple[Point, ...]:
    """Remembered, because the same few builds are drawn again and again."""
    whole, (upper, lower) = chart_body(body, view=view), strip
    high = _span_mm(part, whole, ends, side)
    wide = _wide_mm(part, whole, sum(ends) / 2, side) * (upper[1] - upper[0] + lower[1] - lower[0]) / 2
    way = -1.0 if side == "right" and part in ("trunk", "head") else 1.0
    found = []
    for across, along in rounded(wide, high):
        inner, outer = (a + (b - a) * along for a, b in zip(upper, lower, strict=True))
        reach = way * (inner + (outer - inner) * across)
        place = skin(part, whole, along=ends[0] + (ends[1] - ends[0]) * along, across=reach, side=side)
        found.append(whole.camera.point(place))
    return tuple(found)


def landmark(part: Part, word: str, landmarks: Landmarks) -> float:
    """A landmark's place along its part, or the number that was written.

    Raises:
        ValueError: it is neither.
    """
    named = landmarks.get(part, {})
    return named[word] if word in named else float(word)


def rounded(wide_mm: float, high_mm: float) -> list[Point]:
    """A rectangle with round corners a hair inside the whole, as shares from 0 to 1 across and along."""
    radius = min(CORNER_MM, (wide_mm - 2 * GAP_MM) * 0.42, (high_mm - 2 * GAP_MM) * 0.42)
    left, right, top, low = GAP_MM, wide_mm - GAP_MM, GAP_MM, high_mm - GAP_MM
    turns = (
        (right - radius, top + radius, -90),
        (right - radius, low - radius, 0),
        (left + radius, low - radius, 90),
        (left + radius, top + radius, 180),
    )
    corners = [
        (x + radius * cos(radians(start + step)), y + radius * sin(radians(start + step)))
        for x, y, start in turns
        for step in (0, 30, 60, 90)
    ]
    return [(x / wide_mm, y / high_mm) for x, y in _filled(corners)]


def _filled(corners: Sequence[Point]) -> list[Point]:
    """The same outline with points along its straight edges, so that it can follow a bent body."""
    found: list[Point] = []
    for (ax, ay), (bx, by) in zip(corners, [*corners[1:], corners[0]], strict=True):
        steps = max(1, round(hypot(bx - ax, by - ay) / STEP_MM))
        found += [(ax + (bx - ax) * n / steps, ay + (by - ay) * n / steps) for n in range(steps)]
    return found


def _span_mm(part: Part, whole: ChartBody, ends: Ends, side: Side | None) -> float:
    a, b = (whole.camera.point(skin(part, whole, along=end, across=0.0, side=side)) for end in ends)
    return hypot(b[0] - a[0], b[1] - a[1])


def _wide_mm(part: Part, whole: ChartBody, along: float, side: Side | None) -> float:
    """The width of one unit across, half the part."""
    a, b = (whole.camera.point(skin(part, whole, along=along, across=end, side=side)) for end in (0.0, 1.0))
    return hypot(b[0] - a[0], b[1] - a[1])


def skin(part: Part, whole: ChartBody, *, along: float, across: float, side: Side | None = None) -> Vec:
    """A place on the skin, in the room: `along` counts landmarks, `across` runs from -1 to 1."""
    if part == "sole":
        return _sole_place(whole, along, across, side or "left")
    row = _row(part, whole, along, side or "left")
    return add(row.middle, times(row.across, across))


def _row(part: Part, whole: ChartBody, along: float, side: Side) -> Row:
    match part:
        case "trunk":
            return _trunk_row(whole, along)
        case "head":
            return _head_row(whole.posture, along)
        case "arm":
            return _limb_row(whole.posture.arms[side], along, side, ARM_GIRTHS, _arm_scale(whole.posture))
        case "leg":
            return _leg_row(whole, along, side)
        case _:
            raise AssertionError(f"Unhandled: {part}")


ARM_GIRTHS = (
    UPPER_ARM_GIRTH,
    FOREARM_GIRTH,
    tuple(girth._replace(radius=girth.radius * HAND_TIMES) for girth in HAND_GIRTH),
)


def _trunk_row(whole: ChartBody, at: float) -> Row:
    """A row of the trunk; below the hip joints the thighs keep the body as wide as there."""
    sections = whole.sections
    if at > len(sections) - 1:
        return _neck_row(whole, at - (len(sections) - 1))
    i = max(0, min(int(at), len(sections) - 2))
    low, high, share = sections[i], sections[i + 1], at - i
    wide = sections[1].width_m if at < 1.0 else low.width_m + (high.width_m - low.width_m) * share
    return Row(mix(low.middle, high.middle, share), times(low.frame.left, wide))


def _neck_row(whole: ChartBody, share: float) -> Row:
    """From the base of the neck (0) over its middle (1) to the skull (2)."""
    posture, base = whole.posture, whole.sections[-1]
    nodes = posture.trunk.nodes
    thick = _leg_scale(posture) * (1.08 if posture.body.shape == "male" else 0.9) * NECK_GIRTH[1].radius
    wide = max(thick, base.width_m + (thick - base.width_m) * share / 0.6)
    middle = mix(base.middle, nodes[SKULL_NODE], share / 2) if share > 0 else nodes[NECK_NODE]
    return Row(middle, times(base.frame.left, wide))


def _head_row(posture: Posture, along: float) -> Row:
    frame, size = posture.trunk.frames[HEAD_NODE - 1], HEAD_HEIGHT * posture.body.height_m
    up = 0.5 - along * 0.985
    return Row(
        add(posture.trunk.nodes[HEAD_NODE], within(frame, Vec(0.0, 0.0, up * size))),
        times(frame.left, size * _face_half_width(up)),
    )


def _face_half_width(up: float) -> float:
    """How wide half a face is at a height, in head heights."""
    side = [(z, y) for y, z in FACE[:7]]
    for (z0, y0), (z1, y1) in pairwise(side):
        if z1 <= up <= z0:
            return y0 + (y1 - y0) * (z0 - up) / (z0 - z1)
    return 0.0


def _leg_row(whole: ChartBody, along: float, side: Side) -> Row:
    posture = whole.posture
    if along <= 2.0:
        return _limb_row(posture.legs[side], along, side, (THIGH_GIRTH, SHANK_GIRTH), _leg_scale(posture))
    share, tall = along - 2.0, posture.body.height_m
    forward, widest = (0.098, 0.029) if whole.view == "front" else (-0.03, 0.022)
    half = 0.019 + (widest - 0.019) * min(1.0, share / 0.6)
    place = _on_foot(posture, side, forward * share, 0.0, 0.004 - 0.039 * share)
    return Row(place, times(posture.legs[side].tail.left, OUTWARD[side] * half * tall))


def _limb_row(limb: Limb, along: float, side: Side, girths: Sequence[Sequence[Girth]], scale: float) -> Row:
    piece = max(0, min(int(along), len(girths) - 1))
    ends = (limb.root, limb.hinge, limb.end, limb.tip)
    frame = (limb.upper, limb.lower, limb.tail)[piece]
    share = along - piece
    half = thickness(girths[piece], share) * scale
    return Row(mix(ends[piece], ends[piece + 1], share), times(frame.left, OUTWARD[side] * half))


def thickness(profile: Sequence[Girth], share: float) -> float:
    """How thick a limb is at a share of its length; round beyond its ends."""
    first, last = profile[0], profile[-1]
    if share < first.at:
        return first.radius * sqrt(max(0.0, 1.0 - ((first.at - share) * 5.0) ** 2))
    for a, b in pairwise(profile):
        if share <= b.at:
            return a.radius + (b.radius - a.radius) * (share - a.at) / (b.at - a.at)
    return last.radius * 0.9


def _sole_place(whole: ChartBody, along: float, across: float, side: Side) -> Vec:
    posture = whole.posture
    tall, out = posture.body.height_m * SOLE_TIMES, OUTWARD[side]
    inner, outer = _sole_half_widths(along)
    reach = across * (outer if across > 0 else inner)
    ankle = posture.legs[side].end
    return Vec(0.0, ankle.y + out * (0.02 + reach * tall), ankle.z - SOLE_BELOW_M + (0.5 - along) * SOLE_LENGTH * tall)


def _sole_half_widths(along: float) -> tuple[float, float]:
    for (a, ai, ao), (b, bi, bo) in pairwise(SOLE_HALF_WIDTHS):
        if along <= b:
            share = max(0.0, along - a) / (b - a)
            return ai + (bi - ai) * share, ao + (bo - ao) * share
    return SOLE_HALF_WIDTHS[-1][1:]


def _sole_outline(whole: ChartBody, side: Side) -> list[Point]:
    rows = [at for at, _, _ in SOLE_HALF_WIDTHS]
    edges = [[_sole_place(whole, at, across, side) for at in rows] for across in (1.0, -1.0)]
    return [whole.camera.point(place) for place in (*edges[0], *reversed(edges[1]))]
