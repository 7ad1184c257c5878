"""Mats, chairs, straps and the rest: simple solid things, placed by the person's own body."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, sin

from spinewise.motion.body import HEAD_NODE, Posture
from spinewise.motion.camera import MM, Camera, Point
from spinewise.motion.figure import Group
from spinewise.motion.flesh import palm_point, sole_points, trunk_sections
from spinewise.motion.gear import CARRIED_GEAR, STILL_GEAR
from spinewise.motion.geometry import Vec, add, middle, mix, times, within
from spinewise.motion.head import Line
from spinewise.motion.household import CARRIED_HOUSEHOLD, STILL_HOUSEHOLD
from spinewise.motion.limbs import Shape
from spinewise.motion.movement import Prop
from spinewise.motion.outline import Girth, bone, closed, opened, oval
from spinewise.motion.settle import part_anchor
from spinewise.motion.solids import face, post, solid, spread_m

PILLOW = (Girth(0.0, 70.0), Girth(0.5, 82.0), Girth(1.0, 66.0))


def mat(_prop: Prop, start: Posture, camera: Camera) -> list[Group]:
    x0, x1, y0, y1 = spread_m(start)
    if camera.right.x == 0.0:
        box = (x0 - 0.34, x1 + 0.14, min(-0.42, y0 - 0.06), max(0.42, y1 + 0.06), -0.022, 0.0)
    else:
        box = (x0 - 0.20, x1 + 0.16, -0.34, 0.34, -0.022, 0.0)
    return [Group("mat", [shape._replace(edged=False) for shape in solid(box, camera, ("mat", "mat-edge"))])]


def chair(prop: Prop, start: Posture, camera: Camera) -> list[Group]:
    """A plain chair: under the seat of a person who sits, or under the calves of one who lies."""
    if prop.at.endswith(("foot", "knee", "feet")):
        return _chair_for_calves(start, camera)
    seat = trunk_sections(start)[1]
    top, x = seat.lowest_m - prop.height_m, seat.middle.x
    return _chair((x - 0.20, x + 0.25), top, camera, back_at=x - 0.225)


def _chair_for_calves(start: Posture, camera: Camera) -> list[Group]:
    leg = start.legs["right"]
    top = min(mix(leg.hinge, leg.end, 0.5).z, leg.end.z) - 0.033 * start.body.height_m
    x = leg.hinge.x + 0.07
    return _chair((x, x + 0.43), top, camera, back_at=x + 0.43)


def _chair(seat_x: tuple[float, float], top: float, camera: Camera, *, back_at: float) -> list[Group]:
    x0, x1 = seat_x
    legs = [post(x, y, top - 0.03, camera, far=y > 0) for y in (0.21, -0.21) for x in (x0 + 0.025, x1 - 0.025)]
    posts = [_upright(back_at, y, top, camera) for y in (0.2, -0.2)]
    rail = solid((back_at - 0.012, back_at + 0.012, -0.21, 0.21, top + 0.27, top + 0.43), camera, ("wood", "wood-far"))
    seat = solid((x0, x1, -0.22, 0.22, top - 0.04, top), camera, ("wood", "wood-far"))
    return [Group("chair", [*legs[:2], *posts[:1], *rail, *posts[1:], *legs[2:], *seat])]


def _upright(x: float, y: float, top: float, camera: Camera) -> Shape:
    corners = [
        (x - 0.015, y, top - 0.02),
        (x + 0.015, y, top - 0.02),
        (x + 0.015, y, top + 0.43),
        (x - 0.015, y, top + 0.43),
    ]
    return face(corners, camera, "wood-far" if y > 0 else "wood")


def stool(_prop: Prop, start: Posture, camera: Camera) -> list[Group]:
    seat = trunk_sections(start)[1]
    top, x = seat.lowest_m, seat.middle.x
    legs = [post(px, y, top, camera, far=y > 0) for y in (0.16, -0.16) for px in (x - 0.15, x + 0.17)]
    return [
        Group(
            "stool", [*legs, *solid((x - 0.18, x + 0.20, -0.19, 0.19, top - 0.05, top), camera, ("wood", "wood-far"))]
        )
    ]


def table(_prop: Prop, start: Posture, camera: Camera) -> list[Group]:
    """A treatment table or a bed: the body lies on its top, so its legs go below."""
    x0, x1, _, _ = spread_m(start)
    legs = [
        face([(x - 0.03, y, -0.5), (x + 0.03, y, -0.5), (x + 0.03, y, -0.06), (x - 0.03, y, -0.06)], camera, "wood-far")
        for y in (0.3, -0.3)
        for x in (x0 + 0.05, x1 - 0.05)
    ]
    return [
        Group("table", [*legs, *solid((x0 - 0.12, x1 + 0.12, -0.36, 0.36, -0.10, 0.0), camera, ("cloth", "cloth-far"))])
    ]


def desk(prop: Prop, start: Posture, camera: Camera) -> list[Group]:
    """A table to lean on: its top is where a hand or an elbow rests, its legs stand on the floor."""
    place = part_anchor(start, prop.at or "right_hand").point
    top = prop.height_m or max(0.3, place.z - 0.022 * start.body.height_m)
    x0, x1 = place.x - 0.12, place.x + 0.62
    legs = [post(x, y, top - 0.03, camera, far=y > 0) for y in (0.33, -0.33) for x in (x0 + 0.06, x1 - 0.06)]
    board = solid((x0, x1, -0.36, 0.36, top - 0.035, top), camera, ("wood", "wood-far"))
    return [Group("desk", [*legs, *board])]


def wall(prop: Prop, start: Posture, camera: Camera) -> list[Group]:
    if camera.right.x == 0.0:
        return _wall_beside(prop, start, camera)
    x0, x1, _, _ = spread_m(start)
    at = x1 + 0.03 if prop.at.endswith(("hand", "elbow")) else trunk_sections(start)[5].surface(forward=-1).x - 0.03
    box = (at, at + 0.05, -0.45, 0.45, 0.0, 1.72) if at > x0 + 0.4 else (at - 0.05, at, -0.45, 0.45, 0.0, 1.72)
    return [Group("wall", [shape._replace(edged=False) for shape in solid(box, camera, ("cloth", "cloth-far"))])]


def _wall_beside(prop: Prop, start: Posture, camera: Camera) -> list[Group]:
    """Seen from the front: a wall on the side of the named part, close to the body."""
    _, _, y0, y1 = spread_m(start)
    near, far = (y1 + 0.05, y1 + 0.12) if prop.at.startswith("left") else (y0 - 0.12, y0 - 0.05)
    box = (-0.2, 0.2, near, far, 0.0, 1.72)
    return [Group("wall", [shape._replace(edged=False) for shape in solid(box, camera, ("cloth", "cloth-far"))])]


def counter(_prop: Prop, start: Posture, camera: Camera) -> list[Group]:
    """A kitchen counter or a rail on the far side, as high as the far hand."""
    hand = start.arms["left"].end
    top = max(0.6, hand.z - 0.02 * start.body.height_m)
    return [
        Group(
            "counter",
            solid(
                (hand.x - 0.42, hand.x + 0.42, hand.y - 0.06, hand.y + 0.40, 0.0, top), camera, ("cloth", "cloth-far")
            ),
        )
    ]


def step(prop: Prop, start: Posture, camera: Camera) -> list[Group]:
    place = part_anchor(start, prop.at or "right_foot").point
    top = prop.height_m or max(0.05, place.z - 0.039 * start.body.height_m)
    box = (place.x - 0.14, place.x + 0.26, -0.28, 0.28, 0.0, top)
    return [Group("step", solid(box, camera, ("wood", "wood-far")))]


def pillow(prop: Prop, start: Posture, camera: Camera) -> list[Group]:
    """A pillow under a part of the body, or between the knees."""
    if prop.at == "knees":
        return _pillow_between_knees(start, camera)
    place = part_anchor(start, prop.at or "head").point
    radius = 0.066 * start.body.height_m if (prop.at or "head") == "head" else 0.05 * start.body.height_m
    top = max(0.03, place.z - radius)
    x, y = camera.point(place._replace(z=top / 2))
    wide, high = 0.17 * MM, top / 2 * MM + 10
    path = closed(
        [
            (x - wide, y),
            (x - wide * 0.6, y - high),
            (x + wide * 0.6, y - high),
            (x + wide, y),
            (x + wide * 0.6, y + high),
            (x - wide * 0.6, y + high),
        ]
    )
    return [Group("pillow", [Shape(path, "cloth")])]


def _pillow_between_knees(start: Posture, camera: Camera) -> list[Group]:
    """As long as the shins, and showing ahead of the knees."""
    legs = start.legs.values()
    knee, ankle = middle([leg.hinge for leg in legs]), middle([leg.end for leg in legs])
    thigh = middle([mix(leg.root, leg.hinge, 0.55) for leg in legs])
    ends = add(knee, times(add(knee, times(thigh, -1.0)), 0.30)), mix(knee, ankle, 0.75)
    path = bone(camera.point(ends[0]), camera.point(ends[1]), PILLOW, scale=1.0)
    return [Group("pillow", [Shape(path, "paper")])]


def round_thing(prop: Prop, start: Posture, camera: Camera) -> list[Group]:
    """A ball, a roller or a rolled towel under a part of the body."""
    place = part_anchor(start, prop.at or "shoulders").point
    radius = prop.height_m / 2 or {"ball": 0.30, "roller": 0.075, "towel": 0.045}[prop.kind]
    middle_ = camera.point(Vec(place.x, place.y, radius))
    tones = {"ball": "cloth", "roller": "cloth", "towel": "paper"}
    rolled = [_rolled(middle_, radius * MM)] if prop.kind == "towel" else []
    return [Group(prop.kind, [Shape(oval(middle_, radius * MM, radius * MM), tones[prop.kind])], [], rolled)]


def _rolled(at: Point, radius_mm: float) -> Line:
    """The end of a rolled towel: a line that winds inwards."""
    turns = [(n * 0.9, radius_mm * (0.72 - 0.055 * n)) for n in range(11)]
    return Line(opened([(at[0] + far * cos(turn), at[1] + far * sin(turn)) for turn, far in turns]), "line", 6)


STILL_PROPS: dict[str, Callable[[Prop, Posture, Camera], list[Group]]] = {
    "mat": mat,
    "chair": chair,
    "stool": stool,
    "table": table,
    "desk": desk,
    "wall": wall,
    "step": step,
    "counter": counter,
    "pillow": pillow,
    "ball": round_thing,
    "roller": round_thing,
    "towel": round_thing,
    **STILL_GEAR,
    **STILL_HOUSEHOLD,
}


def still_props(props: tuple[Prop, ...], start: Posture, camera: Camera) -> list[Group]:
    """Things that stay where they are, behind the person."""
    return [
        group for prop in props if prop.kind in STILL_PROPS for group in STILL_PROPS[prop.kind](prop, start, camera)
    ]


def carried_props(props: tuple[Prop, ...], posture: Posture, camera: Camera) -> list[Group]:
    """Things that move with the person: a strap around the foot, a weight in the hands."""
    carried = {"strap": _strap, "weight": _weight, "stick": _stick}
    own = [carried[prop.kind](prop, posture, camera) for prop in props if prop.kind in carried]
    known = {**CARRIED_GEAR, **CARRIED_HOUSEHOLD}
    gear = [known[prop.kind](prop, posture, camera) for prop in props if prop.kind in known]
    return [*own, *(group for groups in gear for group in groups)]


def _strap(prop: Prop, posture: Posture, camera: Camera) -> Group:
    leg = posture.legs["left" if prop.at.startswith("left") else "right"]
    heel, ball = sole_points(leg, body=posture.body)
    sole = camera.point(mix(heel, ball, 0.72))
    instep = camera.point(mix(leg.end, leg.tip, 0.62))
    hands = [camera.point(palm_point(arm, body=posture.body)) for arm in posture.arms.values()]
    ends = [opened([foot, _halfway(foot, hand), hand]) for foot, hand in zip((sole, instep), hands, strict=True)]
    loop = opened([instep, sole, (sole[0], sole[1] + 1.0)])
    return Group("strap", [], [], [Line(path, "strap", 17) for path in (*ends, loop)])


def _halfway(a: Point, b: Point) -> Point:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2 + 3.0


def _stick(_prop: Prop, posture: Posture, camera: Camera) -> Group:
    """A broomstick along the back, from the seat to the back of the head."""
    seat = trunk_sections(posture)[1].surface(forward=-1.08)
    head = add(head_top(posture), within(posture.trunk.frames[HEAD_NODE - 1], Vec(-0.085, 0.0, -0.05)))
    ends = mix(seat, head, -0.22), mix(seat, head, 1.16)
    a, b = (camera.point(end) for end in ends)
    path = opened([a, _halfway(a, b), b])
    return Group("stick", [], [], [Line(path, "line", 32), Line(path, "wood", 20)])


def _weight(_prop: Prop, posture: Posture, camera: Camera) -> Group:
    """A disc held flat on the chest, or a small weight between the hands."""
    hands = middle([palm_point(arm, body=posture.body) for arm in posture.arms.values()])
    chest = trunk_sections(posture)[5]
    front = chest.surface(forward=1.0)
    at = add(hands, times(add(front, times(hands, -1.0)), 0.35))
    up, out = chest.frame.up, chest.frame.forward
    corners = [
        add(at, add(times(up, a), times(out, b)))
        for a, b in ((-0.22, 0.0), (-0.22, 0.06), (-0.05, 0.066), (0.12, 0.06), (0.12, 0.0), (-0.05, -0.006))
    ]
    return Group("weight", [Shape(closed([camera.point(corner) for corner in corners]), "steel")])


def head_top(posture: Posture) -> Vec:
    frame = posture.trunk.frames[HEAD_NODE - 1]
    return add(posture.trunk.nodes[HEAD_NODE], within(frame, Vec(0.0, 0.0, 0.08 * posture.body.height_m)))
