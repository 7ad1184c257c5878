"""Weights, bands, machines, stairs, water: what strength, stamina and daily tasks are done with.

Still things stand where the starting body needs them; carried things follow the body from frame to frame.
"""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi

from spinewise.motion.body import SHOULDER_NODE, SIDES, Posture, Side
from spinewise.motion.camera import MM, Camera, Point
from spinewise.motion.figure import Group
from spinewise.motion.flesh import palm_point, sole_points, trunk_sections
from spinewise.motion.geometry import Vec, add, middle, mix, times
from spinewise.motion.head import Line
from spinewise.motion.limbs import Shape
from spinewise.motion.movement import Prop
from spinewise.motion.outline import closed, opened, oval, straight
from spinewise.motion.settle import part_anchor
from spinewise.motion.solids import face, post, solid, spread_m

WOOD, CLOTH, STEEL = ("wood", "wood-far"), ("cloth", "cloth-far"), ("steel", "steel-far")
BAND_AHEAD_M = 0.95  # from the hips to where a band is fastened
BALL_M = 0.24  # half of a large ball, a little pressed
BEHIND, IN_FRONT = "behind", "in front"


def palm(posture: Posture, side: Side) -> Vec:
    return palm_point(posture.arms[side], body=posture.body)


def sole(posture: Posture, side: Side) -> Vec:
    """The middle of the sole, where a pedal or a stair carries the foot."""
    heel, ball = sole_points(posture.legs[side], body=posture.body)
    return mix(heel, ball, 0.7)


def disc(at: Vec, camera: Camera, *, radius_m: float, tone: str) -> Shape:
    return Shape(oval(camera.point(at), radius_m * MM, radius_m * MM), tone)


def rod(a: Vec, b: Vec, camera: Camera, *, tone: str, width: int) -> list[Line]:
    """A thin bar with a dark edge."""
    path = opened([camera.point(a), camera.point(mix(a, b, 0.5)), camera.point(b)])
    return [Line(path, "line", width + 12), Line(path, tone, width)]


def bench(prop: Prop, start: Posture, camera: Camera) -> list[Group]:
    """A bed's end: what a body lies on whose legs hang over the edge."""
    sections = trunk_sections(start)
    top = min(section.lowest_m for section in sections[1:6])
    head = start.positions_m["head"].x
    x1 = sections[0].middle.x + (0.06 if prop.at != "thigh" else 0.26)
    legs = [post(x, y, top - 0.1, camera, far=y > 0) for y in (0.33, -0.33) for x in (head - 0.12, x1 - 0.07)]
    return [Group("bench", [*legs, *solid((head - 0.2, x1, -0.36, 0.36, top - 0.14, top), camera, CLOTH)])]


def roman_chair(_prop: Prop, start: Posture, camera: Camera) -> list[Group]:
    """A slanted pad for the thighs, a plate for the feet and a roll that keeps the heels down."""
    leg = start.legs["right"]
    ahead = 0.085 * start.body.height_m
    pad = [add(mix(leg.root, leg.hinge, share), times(leg.upper.forward, ahead)) for share in (0.12, 0.62)]
    foot = leg.end._replace(z=0.0)
    column = _beam(mix(pad[0], pad[1], 0.6), Vec(pad[1].x + 0.05, 0.0, 0.02), 0.06, camera)
    base = solid((foot.x - 0.22, pad[0].x + 0.22, -0.2, 0.2, -0.03, 0.0), camera, STEEL)
    roll_ = disc(add(leg.end, times(leg.lower.forward, -0.075)), camera, radius_m=0.045, tone="mat")
    near, far = (place._replace(y=0.0) for place in pad)
    cushion_ = _beam(near, far, 0.08, camera)._replace(tone="mat")
    return [Group("roman_chair", [*base, column, cushion_, roll_])]


def low_bench(prop: Prop, start: Posture, camera: Camera) -> list[Group]:
    """A bench or a chair's seat behind somebody who stands, or ahead of somebody who kneels."""
    ahead = prop.at == "ahead"
    x0, top = start.trunk.nodes[0].x + (0.36 if ahead else -0.62), prop.height_m
    legs = [post(x0 + dx, y, top - 0.05, camera, far=y > 0) for y in (0.2, -0.2) for dx in (0.04, 0.36)]
    board = solid((x0, x0 + 0.40, -0.24, 0.24, top - 0.06, top), camera, WOOD)
    return [Group("bench", [*legs, *board])]


def bed(_prop: Prop, start: Posture, camera: Camera) -> list[Group]:
    """A bed seen from the side that somebody sits on, its pillow to their right."""
    seat = trunk_sections(start)[1]
    x, top = seat.middle.x, seat.lowest_m
    mattress = solid((x - 0.7, x + 0.16, -1.25, 0.85, top - 0.2, top), camera, CLOTH)
    frame = solid((x - 0.7, x + 0.14, -1.22, 0.82, 0.08, top - 0.2), camera, WOOD)
    pillow = solid((x - 0.5, x + 0.06, -1.2, -0.78, top, top + 0.07), camera, ("paper", "cloth"))
    return [Group("bed", [*frame, *mattress, *pillow])]


def laptop(_prop: Prop, start: Posture, camera: Camera) -> list[Group]:
    """A laptop on the desk before the hands."""
    hand = palm(start, "right")
    z = hand.z - 0.02
    keys = solid((hand.x - 0.04, hand.x + 0.20, -0.15, 0.15, z, z + 0.015), camera, STEEL)
    screen = [
        (hand.x + 0.20, -0.15, z),
        (hand.x + 0.20, 0.15, z),
        (hand.x + 0.28, 0.15, z + 0.2),
        (hand.x + 0.28, -0.15, z + 0.2),
    ]
    return [Group("laptop", [face(screen, camera, "steel"), *keys])]


def rest_bench(_prop: Prop, start: Posture, camera: Camera) -> list[Group]:
    """A bench by the way, for a rest."""
    x = start.trunk.nodes[0].x - 1.0
    legs = [post(x + dx, 0.75, 0.40, camera, far=True) for dx in (0.06, 0.62)]
    back = solid((x, x + 0.68, 0.94, 0.98, 0.58, 0.80), camera, WOOD)
    return [Group("bench", [*legs, *back, *solid((x, x + 0.68, 0.6, 0.94, 0.38, 0.43), camera, WOOD)])]


def stairs(_prop: Prop, start: Posture, camera: Camera) -> list[Group]:
    """Two stairs, the first under the foot that stands on it."""
    place = sole(start, "right")
    rise, x = place.z, place.x - 0.15
    treads = [solid((x + 0.34 * n, x + 1.02, -0.36, 0.36, 0.0, rise * (n + 1)), camera, WOOD) for n in (1, 0)]
    return [Group("stairs", [shape for tread in treads for shape in tread])]


def cushion(prop: Prop, start: Posture, camera: Camera) -> list[Group]:
    """A soft pad: under a foot that balances, or on a seat that it makes higher."""
    if prop.at == "pelvis":
        seat = trunk_sections(start)[1]
        box = (seat.middle.x - 0.17, seat.middle.x + 0.22, -0.19, 0.19, seat.lowest_m - 0.09, seat.lowest_m)
    else:
        place = part_anchor(start, prop.at or "right_foot").point
        low = place.z - 0.039 * start.body.height_m
        box = (place.x - 0.13, place.x + 0.25, place.y - 0.16, place.y + 0.16, min(-0.05, low - 0.05), low)
    return [Group("cushion", solid(box, camera, ("mat", "mat-edge")))]


def treadmill(prop: Prop, start: Posture, camera: Camera) -> list[Group]:
    """A belt under the feet, rising by `height_m` from end to end, and a rail where the hands are."""
    x0, x1, _, _ = spread_m(start)
    x0, x1, rise = x0 - 0.16, x1 + 0.14, prop.height_m
    hand = palm(start, "right")
    top = [(x0, -0.27, 0.0), (x0, 0.27, 0.0), (x1, 0.27, rise), (x1, -0.27, rise)]
    side = [(x0, -0.27, -0.09), (x0, -0.27, 0.0), (x1, -0.27, rise), (x1, -0.27, -0.09)]
    belt = [face(top, camera, "steel"), face(side, camera, "steel-far")]
    rails = [_rail(hand, x1, y, camera) for y in (0.27, -0.24)]
    screen = face(
        [
            (x1 - 0.10, -0.24, hand.z + 0.02),
            (x1 - 0.10, 0.27, hand.z + 0.02),
            (x1 + 0.02, 0.27, hand.z + 0.20),
            (x1 + 0.02, -0.24, hand.z + 0.20),
        ],
        camera,
        "steel",
    )
    return [Group("treadmill", [*belt, rails[0][0], rails[0][1], screen, *rails[1]])]


def _rail(hand: Vec, x1: float, y: float, camera: Camera) -> list[Shape]:
    tone, z = ("steel-far" if y > 0 else "steel"), hand.z - 0.03
    upright = [(x1 - 0.06, y, 0.0), (x1 - 0.02, y, 0.0), (x1 - 0.03, y, z + 0.1), (x1 - 0.07, y, z + 0.1)]
    bar = [
        (min(hand.x, x1 - 0.3) - 0.06, y, z - 0.015),
        (x1 - 0.05, y, z - 0.015),
        (x1 - 0.05, y, z + 0.015),
        (min(hand.x, x1 - 0.3) - 0.06, y, z + 0.015),
    ]
    return [face(upright, camera, tone), face(bar, camera, tone)]


def trolley(_prop: Prop, start: Posture, camera: Camera) -> list[Group]:
    """A shopping trolley or a rollator: a handle under the hands, a basket, wheels."""
    hand = palm(start, "right")
    x, z = hand.x, hand.z - 0.02
    frame = [
        face([(x - 0.02, y, z + 0.02), (x + 0.05, y, z + 0.02), (x + 0.30, y, 0.08), (x + 0.25, y, 0.08)], camera, tone)
        for y, tone in ((0.2, "steel-far"), (-0.2, "steel"))
    ]
    basket = solid((x + 0.10, x + 0.62, -0.2, 0.2, z - 0.38, z - 0.06), camera, CLOTH)
    base = solid((x + 0.12, x + 0.62, -0.2, 0.2, 0.09, 0.12), camera, STEEL)
    wheels = [disc(Vec(wheel, -0.2, 0.05), camera, radius_m=0.05, tone="steel-far") for wheel in (x + 0.18, x + 0.57)]
    return [Group("trolley", [frame[0], *basket, *base, frame[1], *wheels])]


def bike(_prop: Prop, start: Posture, camera: Camera) -> list[Group]:
    """An exercise bike drawn around the rider: saddle, pedals' axle, wheel and handlebar."""
    seat, hand = trunk_sections(start)[1], palm(start, "right")
    hub, top = _hub(start), seat.lowest_m
    x = seat.middle.x - 0.02
    base = solid((x - 0.20, hub.x + 0.46, -0.16, 0.16, -0.09, -0.045), camera, STEEL)
    wheel = hub._replace(x=hub.x + 0.26, z=0.17)
    column = _beam(Vec(x, 0.0, top - 0.05), Vec(x + 0.16, 0.0, -0.05), 0.035, camera)
    neck = _beam(hand._replace(y=0.0, z=hand.z - 0.03), wheel._replace(y=0.0), 0.035, camera)
    frame = _beam(Vec(x + 0.10, 0.0, hub.z * 0.55), wheel._replace(y=0.0), 0.05, camera)
    saddle = closed(
        [
            camera.point(Vec(x + dx, 0.0, top + dz))
            for dx, dz in ((-0.15, 0.0), (0.0, -0.005), (0.15, -0.02), (0.15, -0.05), (0.0, -0.06), (-0.14, -0.05))
        ]
    )
    grips = [disc(palm(start, side), camera, radius_m=0.03, tone="steel-far") for side in ("left",)]
    return [
        Group(
            "bike",
            [
                *base,
                column,
                neck,
                frame,
                disc(wheel, camera, radius_m=0.21, tone="cloth"),
                disc(wheel, camera, radius_m=0.06, tone="steel"),
                Shape(saddle, "strap"),
                *grips,
            ],
        )
    ]


def recumbent(_prop: Prop, start: Posture, camera: Camera) -> list[Group]:
    """A recumbent bike: a seat with a back, the pedals ahead, grips beside the seat."""
    sections, hub = trunk_sections(start), _hub(start)
    seat, chest = sections[1], sections[5]
    x, top = seat.middle.x, seat.lowest_m
    back = chest.surface(forward=-1.0)
    low = sections[2].surface(forward=-1.0)
    base = solid((x - 0.28, hub.x + 0.36, -0.16, 0.16, -0.09, -0.045), camera, STEEL)
    column = _beam(Vec(x, 0.0, top - 0.05), Vec(x + 0.05, 0.0, -0.05), 0.06, camera)
    boom = _beam(Vec(x + 0.05, 0.0, top - 0.16), hub, 0.05, camera)
    cushion_ = solid((x - 0.16, x + 0.20, -0.19, 0.19, top - 0.06, top), camera, CLOTH)
    rest = [
        face(
            [
                (low.x - d, y, low.z - 0.06),
                (low.x - d + 0.05, y, low.z - 0.06),
                (back.x - d + 0.05, y, back.z + 0.1),
                (back.x - d, y, back.z + 0.1),
            ],
            camera,
            tone,
        )
        for y, d, tone in ((0.17, 0.06, "cloth-far"), (-0.17, 0.06, "cloth"))
    ]
    wheel = disc(hub, camera, radius_m=0.19, tone="cloth")
    return [Group("recumbent", [*base, column, boom, rest[0], *cushion_, wheel])]


def _beam(a: Vec, b: Vec, wide_m: float, camera: Camera) -> Shape:
    (ax, ay), (bx, by) = camera.point(a), camera.point(b)
    far = max(1.0, ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5)
    nx, ny = (by - ay) / far * wide_m * MM / 2, -(bx - ax) / far * wide_m * MM / 2
    return Shape(straight([(ax + nx, ay + ny), (bx + nx, by + ny), (bx - nx, by - ny), (ax - nx, ay - ny)]), "steel")


def _hub(posture: Posture) -> Vec:
    """The pedals' axle: half-way between two feet that are opposite each other."""
    return middle([sole(posture, side) for side in SIDES])


def car(_prop: Prop, start: Posture, camera: Camera) -> list[Group]:
    """A car seat with its back, the sill, the roof and the steering wheel."""
    seat = trunk_sections(start)[1]
    x, top = seat.middle.x, seat.lowest_m
    sill = solid((x - 0.45, x + 0.95, -0.1, 0.3, 0.06, 0.16), camera, STEEL)
    base = solid((x - 0.20, x + 0.27, -0.2, 0.24, top - 0.16, top), camera, CLOTH)
    back = [
        face(
            [(x - 0.20, y, top - 0.1), (x - 0.08, y, top - 0.1), (x - 0.22, y, top + 0.62), (x - 0.34, y, top + 0.62)],
            camera,
            tone,
        )
        for y, tone in ((0.24, "cloth-far"), (-0.1, "cloth"))
    ]
    head = solid((x - 0.36, x - 0.26, -0.04, 0.16, top + 0.66, top + 0.84), camera, CLOTH)
    roof = face(
        [
            (x - 0.62, 0.32, top + 1.02),
            (x + 0.40, 0.32, top + 1.02),
            (x + 0.86, 0.32, top + 0.42),
            (x + 0.80, 0.32, top + 0.42),
            (x + 0.37, 0.32, top + 0.96),
            (x - 0.62, 0.32, top + 0.96),
        ],
        camera,
        "steel",
    )
    dash = solid((x + 0.72, x + 0.95, 0.0, 0.3, 0.16, top + 0.34), camera, STEEL)
    wheel = _beam(Vec(x + 0.52, 0.1, top + 0.18), Vec(x + 0.64, 0.1, top + 0.46), 0.03, camera)
    return [Group("car", [roof, *dash, *sill, *back[:1], *head, *back[1:], *base, wheel._replace(tone="ink")])]


def pool(prop: Prop, start: Posture, camera: Camera) -> list[Group]:
    """The water behind a bather, up to `height_m`."""
    return [Group("water", [_water(prop, start, camera, y=0.3)._replace(edged=False)])]


def _water(prop: Prop, posture: Posture, camera: Camera, *, y: float) -> Shape:
    """Water with a waved surface, wide enough for the whole body."""
    x0, x1 = _bath(posture)
    level, bottom = prop.height_m, (-0.02 if prop.height_m > 0.4 else -0.30) - 0.17 * y
    ripple = [Vec(x0 + (x1 - x0) * n / 8, y, level + 0.012 * cos(n * pi)) for n in range(9)]
    corners = [Vec(x1, y, bottom), Vec(x0, y, bottom)]
    return Shape(straight([camera.point(place) for place in (*ripple, *corners)]), "water")


def _bath(posture: Posture) -> tuple[float, float]:
    hips, chest = posture.trunk.nodes[0].x, posture.trunk.nodes[SHOULDER_NODE].x
    lies = abs(chest - hips) > 0.25
    return (min(hips, chest) - 1.05, max(hips, chest) + 1.05) if lies else (hips - 0.85, hips + 0.85)


def ball_wall(_prop: Prop, start: Posture, camera: Camera) -> list[Group]:
    """The wall that a ball rolls on."""
    at = _behind_the_back(start).x - BALL_M
    faces = solid((at - 0.05, at, -0.45, 0.45, 0.0, 1.72), camera, CLOTH)
    return [Group("wall", [shape._replace(edged=False) for shape in faces])]


def _behind_the_back(posture: Posture) -> Vec:
    return add(trunk_sections(posture)[3].surface(forward=-1.0), Vec(0.02 - BALL_M, 0.0, 0.0))


def anchor_post(prop: Prop, start: Posture, camera: Camera) -> list[Group]:
    """What a band is fastened to: the edge of a door, when it is not around the legs or feet."""
    if not prop.at.startswith("door"):
        return []
    at = _door(prop, start)
    if prop.at == "door_side":
        return [Group("door", solid((at.x - 0.05, at.x + 0.05, at.y, at.y + 0.1, 0.0, at.z + 0.35), camera, CLOTH))]
    if prop.at == "door_behind":
        return [Group("door", solid((at.x - 0.07, at.x, -0.12, 0.12, 0.0, at.z + 0.45), camera, CLOTH))]
    box = (at.x, at.x + 0.07, -0.12, 0.12, 0.0, max(at.z + 0.12, 1.3))
    return [Group("door", solid(box, camera, CLOTH))]


def _door(prop: Prop, posture: Posture) -> Vec:
    if prop.at == "door_side":
        beside = add(posture.trunk.nodes[0], times(posture.trunk.frames[0].left, -0.85))
        return beside._replace(z=prop.height_m or 1.1)
    if prop.at == "door_behind":
        return Vec(posture.trunk.nodes[0].x - 1.25, 0.0, prop.height_m or 0.3)
    stood = posture.trunk.nodes[0].x if prop.at == "door" else posture.trunk.nodes[0].x - 0.35
    return Vec(stood + BAND_AHEAD_M, 0.0, prop.height_m or (1.0 if prop.at == "door" else 1.95))


STILL_GEAR: dict[str, Callable[[Prop, Posture, Camera], list[Group]]] = {
    "bench": bench,
    "rest_bench": rest_bench,
    "low_bench": low_bench,
    "bed": bed,
    "laptop": laptop,
    "roman_chair": roman_chair,
    "stairs": stairs,
    "cushion": cushion,
    "treadmill": treadmill,
    "trolley": trolley,
    "bike": bike,
    "recumbent": recumbent,
    "car": car,
    "pool": pool,
    "band": anchor_post,
    "wall_ball": ball_wall,
}


def dumbbells(prop: Prop, posture: Posture, camera: Camera) -> list[Group]:
    """A small weight in each hand, or in the one that is named."""
    sides = [side for side in SIDES if not prop.at or prop.at.startswith(side)]
    return [_dumbbell(posture, side, camera) for side in sides]


def _dumbbell(posture: Posture, side: Side, camera: Camera) -> Group:
    at, along = palm(posture, side), times(posture.arms[side].tail.forward, 0.075)
    ends = [add(at, along), add(at, times(along, -1.0))]
    heads = [disc(end, camera, radius_m=0.04, tone="steel") for end in ends]
    bar = _beam(ends[0], ends[1], 0.03, camera)
    return Group(BEHIND if side == "left" else "weight", [bar._replace(tone="steel-far"), *heads])


def kettlebell(prop: Prop, posture: Posture, camera: Camera) -> list[Group]:
    """A weight with a handle, hanging from both hands or from the one that is named."""
    sides = [side for side in SIDES if not prop.at or prop.at.startswith(side)]
    grip = middle([palm(posture, side) for side in sides])
    ball = add(grip, Vec(0.0, 0.0, -0.135))
    loop = [
        add(grip, Vec(dx, 0.0, dz))
        for dx, dz in ((-0.055, -0.09), (-0.05, -0.01), (0.0, 0.012), (0.05, -0.01), (0.055, -0.09))
    ]
    path = opened([camera.point(place) for place in loop])
    handle = [Line(path, "line", 36), Line(path, "steel", 24)]
    return [
        Group(BEHIND if sides == ["left"] else "weight", [disc(ball, camera, radius_m=0.105, tone="steel")], [], handle)
    ]


def box(_prop: Prop, posture: Posture, camera: Camera) -> list[Group]:
    """A light box between the hands."""
    at = middle([palm(posture, side) for side in SIDES])
    if camera.right.x:
        shapes = solid((at.x - 0.13, at.x + 0.17, -0.17, 0.17, at.z - 0.13, at.z + 0.10), camera, WOOD)
    else:
        shapes = solid((at.x - 0.15, at.x + 0.15, at.y - 0.2, at.y + 0.2, at.z - 0.13, at.z + 0.10), camera, WOOD)
    return [Group("box", shapes)]


def child(_prop: Prop, posture: Posture, camera: Camera) -> list[Group]:
    """A small child, held under the arms."""
    at = middle([palm(posture, side) for side in SIDES])
    spots = {
        "head": (0.03, 0.185),
        "chest": (0.02, 0.0),
        "seat": (0.03, -0.15),
        "knee": (-0.05, -0.23),
        "foot": (-0.03, -0.36),
    }
    place = {name: camera.point(add(at, Vec(dx, 0.0, dz))) for name, (dx, dz) in spots.items()}
    body = closed(_around(place["chest"], place["seat"], 82.0))
    thigh, shin = (
        closed(_around(place["seat"], place["knee"], 50.0)),
        closed(_around(place["knee"], place["foot"], 36.0)),
    )
    head = place["head"]
    hair = closed(
        [
            (head[0] - 95, head[1] - 5),
            (head[0] - 62, head[1] - 82),
            (head[0] + 10, head[1] - 98),
            (head[0] + 78, head[1] - 62),
            (head[0] + 40, head[1] - 42),
            (head[0] - 30, head[1] - 30),
        ]
    )
    return [
        Group(
            "child",
            [
                Shape(shin, "skin"),
                Shape(thigh, "strap"),
                Shape(body, "cloth"),
                Shape(oval(head, 88.0, 92.0), "skin"),
                Shape(hair, "hair"),
            ],
        )
    ]


def _around(a: Point, b: Point, wide: float) -> list[Point]:
    """A rounded shape from one point to another."""
    far = max(1.0, ((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2) ** 0.5)
    ux, uy = (b[0] - a[0]) / far, (b[1] - a[1]) / far
    ring = [(a, -0.8, 0.6), (a, -0.8, -0.6), (b, 0.0, -1.0), (b, 0.8, -0.5), (b, 0.8, 0.5), (b, 0.0, 1.0)]
    return [(p[0] + ux * wide * s - uy * wide * t, p[1] + uy * wide * s + ux * wide * t) for p, s, t in ring]


def band(prop: Prop, posture: Posture, camera: Camera) -> list[Group]:
    """An elastic band: around the knees or ankles, around the soles, or fastened to a door."""
    if prop.at in ("knees", "ankles"):
        return [Group("band", [], [], _stretched(_loop(prop, posture), camera, width=30))]
    if prop.at == "soles":
        pairs = [(palm(posture, side), sole(posture, side)) for side in SIDES]
    else:
        pairs = [(palm(posture, side), _door(prop, posture)) for side in SIDES]
    return [
        Group(BEHIND if n == 0 else "band", [], [], _stretched(list(pair), camera, width=17))
        for n, pair in enumerate(pairs)
    ]


def _loop(prop: Prop, posture: Posture) -> list[Vec]:
    legs = [posture.legs[side] for side in SIDES]
    if prop.at == "knees":
        return [mix(leg.root, leg.hinge, 0.88) for leg in legs]
    return [mix(leg.hinge, leg.end, 0.88) for leg in legs]


def _stretched(places: list[Vec], camera: Camera, *, width: int) -> list[Line]:
    a, b = places
    path = opened([camera.point(a), camera.point(mix(a, b, 0.5)), camera.point(b)])
    return [Line(path, "line", width + 10), Line(path, "strap", width)]


def cuff(prop: Prop, posture: Posture, camera: Camera) -> list[Group]:
    """A weight around an ankle."""
    leg = posture.legs["left" if prop.at.startswith("left") else "right"]
    wide = 0.048 * posture.body.height_m
    around = _beam(mix(leg.hinge, leg.end, 0.74), mix(leg.hinge, leg.end, 0.93), wide, camera)
    return [Group("weight", [around])]


def phone(_prop: Prop, posture: Posture, camera: Camera) -> list[Group]:
    """A telephone in the near hand."""
    arm = posture.arms["right"]
    at = palm(posture, "right")
    along = times(arm.tail.up, 0.055)
    return [Group("phone", [_beam(add(at, along), add(at, times(along, -1.0)), 0.05, camera)._replace(tone="ink")])]


def cranks(_prop: Prop, posture: Posture, camera: Camera) -> list[Group]:
    """Pedals under the soles, and the cranks to their axle."""
    hub, groups = _hub(posture), []
    for side in SIDES:
        foot = sole(posture, side)
        pedal = _beam(add(foot, Vec(-0.05, 0.0, -0.015)), add(foot, Vec(0.05, 0.0, -0.015)), 0.03, camera)
        lines = rod(hub._replace(y=foot.y), foot, camera, tone="steel", width=20)
        groups.append(Group(BEHIND if side == "left" else "pedal", [pedal], [], lines))
    return groups


def water(prop: Prop, posture: Posture, camera: Camera) -> list[Group]:
    """The water in front of a bather."""
    surface = _water(prop, posture, camera, y=0.0)
    return [Group(IN_FRONT, [surface._replace(edged=False)])]


def wall_ball(_prop: Prop, posture: Posture, camera: Camera) -> list[Group]:
    """A large ball between the lower back and a wall."""
    return [Group(BEHIND, [disc(_behind_the_back(posture), camera, radius_m=BALL_M, tone="mat")])]


CARRIED_GEAR: dict[str, Callable[[Prop, Posture, Camera], list[Group]]] = {
    "dumbbells": dumbbells,
    "kettlebell": kettlebell,
    "box": box,
    "child": child,
    "band": band,
    "cuff": cuff,
    "phone": phone,
    "bike": cranks,
    "recumbent": cranks,
    "pool": water,
    "wall_ball": wall_ball,
}
