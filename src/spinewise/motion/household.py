"""What is at hand at home: a wash basin, a handrail, trousers, a sock; and marks that show a path or a pace.

A clock with coloured quarters stands for hard and easy spells, a line on the floor for walking heel to toe, and
squares in the air for what a hand and a foot draw.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from math import cos, pi, sin

from spinewise.motion.body import HEAD_NODE, SHOULDER_NODE, Posture, Side
from spinewise.motion.camera import Camera
from spinewise.motion.figure import Group
from spinewise.motion.gear import BEHIND, CLOTH, disc, palm, rod
from spinewise.motion.geometry import Vec, add, middle, times
from spinewise.motion.head import Line
from spinewise.motion.limbs import Shape
from spinewise.motion.movement import Prop
from spinewise.motion.outline import Girth, bone, oval, straight
from spinewise.motion.settle import part_anchor
from spinewise.motion.solids import face, solid

RAIL_UP_M, RAIL_FAR_M = 0.92, 0.36  # a handrail's height above the floor, and how far to the side it stands
CLOCK_M, SQUARE_M = 0.17, 0.22  # half of the clock, a side of the square
SOCK = (Girth(0.0, 37.0), Girth(0.5, 40.0), Girth(1.0, 26.0))


def basin(prop: Prop, start: Posture, camera: Camera) -> list[Group]:
    """A wash basin on its foot, with a tap, its front edge where a hand rests."""
    place = part_anchor(start, prop.at or "left_hand").point
    x, top = place.x - 0.02, place.z - 0.022 * start.body.height_m
    wall = solid((x + 0.48, x + 0.53, -0.45, 0.45, 0.0, 1.72), camera, CLOTH)
    foot = solid((x + 0.20, x + 0.34, -0.08, 0.10, 0.0, top - 0.16), camera, ("paper", "cloth"))
    bowl = [(x, top), (x + 0.48, top), (x + 0.48, top - 0.19), (x + 0.16, top - 0.19), (x + 0.04, top - 0.09)]
    side = face([(px, -0.27, pz) for px, pz in bowl], camera, "paper")
    rim = face([(x, -0.27, top), (x, 0.27, top), (x + 0.48, 0.27, top), (x + 0.48, -0.27, top)], camera, "paper")
    hollow = Shape(oval(camera.point(Vec(x + 0.22, 0.0, top)), 150.0, 34.0), "water")
    tap = [Vec(x + 0.43, 0.0, top), Vec(x + 0.43, 0.0, top + 0.17), Vec(x + 0.30, 0.0, top + 0.15)]
    spout = [line for a, b in pairwise(tap) for line in rod(a, b, camera, tone="steel", width=20)]
    return [
        Group("wall", [shape._replace(edged=False) for shape in wall]),
        Group("basin", [*foot, rim, side], [hollow], spout),
    ]


def rail(prop: Prop, start: Posture, camera: Camera) -> list[Group]:
    """A handrail on the far side, in reach, that rises by `height_m` a metre."""
    ends = [_on_rail(prop, start, ahead_m) for ahead_m in (-0.48, -0.34, 0.62, 0.76)]
    bars = [(ends[0], ends[3]), *((end._replace(z=0.0), end) for end in ends[1:3])]
    lines = [line for a, b in bars for line in rod(a, b, camera, tone="steel", width=26)]
    return [Group("rail", [], [], lines)]


def _on_rail(prop: Prop, start: Posture, ahead_m: float) -> Vec:
    return Vec(start.trunk.nodes[0].x + ahead_m, RAIL_FAR_M, RAIL_UP_M + prop.height_m * ahead_m)


def clock(_prop: Prop, start: Posture, camera: Camera) -> list[Group]:
    """A clock on the wall with every other quarter coloured: spells that take turns."""
    at = add(start.trunk.nodes[HEAD_NODE], Vec(0.72, 0.0, 0.02))
    quarters = [face(_quarter(at, first), camera, "arrow")._replace(edged=False) for first in (0.0, pi)]
    hand = rod(at, add(at, Vec(0.0, 0.0, 0.8 * CLOCK_M)), camera, tone="ink", width=4)
    return [Group("clock", [disc(at, camera, radius_m=CLOCK_M, tone="paper")], quarters, hand)]


def _quarter(at: Vec, first: float) -> list[tuple[float, float, float]]:
    turns = [first + pi / 2 * n / 6 for n in range(7)]
    rim = [(at.x + CLOCK_M * 0.94 * sin(turn), at.y, at.z + CLOCK_M * 0.94 * cos(turn)) for turn in turns]
    return [(at.x, at.y, at.z), *rim]


def floor_line(_prop: Prop, start: Posture, camera: Camera) -> list[Group]:
    """A line on the floor to walk on."""
    x = start.trunk.nodes[0].x
    strip = face([(x - 1.3, -0.06, 0.0), (x - 1.3, 0.06, 0.0), (x + 1.0, 0.06, 0.0), (x + 1.0, -0.06, 0.0)],
                 camera, "strap")  # fmt: skip
    return [Group("floor_line", [strip])]


def squares(_prop: Prop, start: Posture, camera: Camera) -> list[Group]:
    """The squares that the far hand and the near foot draw in the air, on hands and knees."""
    tall, hips, chest = start.body.height_m, start.trunk.nodes[0], start.trunk.nodes[SHOULDER_NODE]
    hand = Vec(chest.x + 0.36 * tall, 0.1 * tall, chest.z - 0.04 * tall)
    foot = Vec(hips.x - 0.43 * tall, -0.05 * tall, hips.z - 0.03 * tall)
    return [Group("squares", [], [], [_square(at, camera) for at in (hand, foot)])]


def _square(at: Vec, camera: Camera) -> Line:
    half = SQUARE_M / 2
    corners = [camera.point(add(at, Vec(dx * half, 0.0, dz * half))) for dx, dz in
               ((-1, -1), (1, -1), (1, 1), (-1, 1))]  # fmt: skip
    path = straight(corners)
    return Line(path, "arrow", 9)


def sock(prop: Prop, posture: Posture, camera: Camera) -> list[Group]:
    """A sock half-way onto a foot."""
    side: Side = "left" if prop.at.startswith("left") else "right"
    leg = posture.legs[side]
    way = add(leg.tip, times(leg.end, -1.0))
    ends = add(leg.end, times(way, 0.18)), add(leg.tip, times(way, 0.16))
    scale = 1.05 * posture.body.height_m
    return [Group("sock", [Shape(bone(camera.point(ends[0]), camera.point(ends[1]), SOCK, scale=scale), "strap")])]


def trousers(_prop: Prop, posture: Posture, camera: Camera) -> list[Group]:
    """Trousers held open by both hands, one leg of them around the lifted foot."""
    leg = posture.legs["right"]
    waist = middle([palm(posture, side) for side in ("left", "right")])
    hem = add(leg.end, times(leg.lower.up, 0.06))
    x, z, low = waist.x, waist.z + 0.02, waist.z - 0.16
    far = face([(x + 0.02, 0.05, z), (x + 0.16, 0.05, z), (x + 0.17, 0.05, z - 0.58), (x + 0.05, 0.05, z - 0.58)],
               camera, "strap")  # fmt: skip
    near = face([(x - 0.13, -0.1, z), (x + 0.17, -0.1, z), (x + 0.11, -0.1, low), (hem.x + 0.07, -0.1, hem.z),
                 (hem.x - 0.09, -0.1, hem.z), (x - 0.13, -0.1, low)], camera, "strap")  # fmt: skip
    return [Group(BEHIND, [far]), Group("trousers", [near])]


STILL_HOUSEHOLD: dict[str, Callable[[Prop, Posture, Camera], list[Group]]] = {
    "basin": basin,
    "rail": rail,
    "clock": clock,
    "floor_line": floor_line,
    "squares": squares,
}
CARRIED_HOUSEHOLD: dict[str, Callable[[Prop, Posture, Camera], list[Group]]] = {"sock": sock, "trousers": trousers}
