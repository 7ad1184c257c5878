"""The trunk: one smooth ribbon from seat to neck, cut into trousers and shirt, and the neck above it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import hypot

from spinewise.motion.body import NECK_NODE, SKULL_NODE, Posture
from spinewise.motion.camera import MM, Camera, Point, along, between, plus, product, square
from spinewise.motion.flesh import Section, trunk_sections
from spinewise.motion.geometry import mix, times
from spinewise.motion.limbs import Shape
from spinewise.motion.outline import Girth, bone, closed

Edges = tuple[list[Point], list[Point]]
HEM = 1.55  # where the shirt ends, counted in cross-sections from the seat
YOKE_GIRTH = (Girth(0.0, 0.033), Girth(0.5, 0.031), Girth(1.0, 0.028))
NECK_GIRTH = (Girth(0.0, 0.038), Girth(0.5, 0.033), Girth(1.0, 0.034))


def trunk_edges(posture: Posture, camera: Camera) -> Edges:
    """The two sides of the trunk on the page, from seat to neck: wherever the body turns, its silhouette."""
    return outline_of_trunk(trunk_sections(posture), camera)


@lru_cache(64)
def outline_of_trunk(sections: tuple[Section, ...], camera: Camera) -> Edges:
    middles = camera.points([section.middle for section in sections])
    across = [square(_way(middles, i)) for i in range(len(middles))]
    reach = [_half_width(section, camera, way) for section, way in zip(sections, across, strict=True)]
    front = [plus(m, way, r) for m, way, r in zip(middles, across, reach, strict=True)]
    back = [plus(m, way, -r) for m, way, r in zip(middles, across, reach, strict=True)]
    return front, back


def _way(middles: Sequence[Point], i: int) -> Point:
    return along(middles[max(0, i - 1)], middles[min(len(middles) - 1, i + 1)])[0]


def _half_width(section: Section, camera: Camera, across: Point) -> float:
    deep = product(camera.direction(times(section.frame.forward, section.depth_m * MM)), across)
    wide = product(camera.direction(times(section.frame.left, section.width_m * MM)), across)
    return hypot(deep, wide)


def trunk_shapes(posture: Posture, *, camera: Camera) -> tuple[Shape, Shape]:
    """Trousers below, shirt over them."""
    return dressed_trunk(trunk_sections(posture), camera)


@lru_cache(64)
def dressed_trunk(sections: tuple[Section, ...], camera: Camera) -> tuple[Shape, Shape]:
    front, back = outline_of_trunk(sections, camera)
    hem = _between_stations(front, back, HEM)
    below = [0, 1, 2]
    seat = _ring([front[i] for i in below], [back[i] for i in below], tail=0.35)
    shirt = _ring([hem[0], *front[2:]], [hem[1], *back[2:]], tail=0.0)
    return Shape(seat, "bottom"), Shape(shirt, "top")


def _between_stations(front: list[Point], back: list[Point], at: float) -> tuple[Point, Point]:
    i, share = int(at), at - int(at)
    return between(front[i], front[i + 1], share), between(back[i], back[i + 1], share)


def _ring(one: list[Point], other: list[Point], *, tail: float) -> str:
    """Close two edges into a shape; `tail` rounds the lower end by a share of its width."""
    way, wide = along(other[0], one[0])
    bottom = plus(between(one[0], other[0], 0.5), square(way), tail * wide if tail else 0.06 * wide)
    top_way, top_wide = along(one[-1], other[-1])
    top = plus(between(one[-1], other[-1], 0.5), square(top_way), 0.12 * top_wide)
    return closed([*one, top, *reversed(other), bottom])


def yoke_shapes(posture: Posture, *, camera: Camera) -> list[Shape]:
    """From each shoulder up to the neck: what slopes there when a person is seen from the front."""
    nodes, scale = posture.trunk.nodes, MM * posture.body.height_m * posture.body.girth
    neck = camera.point(mix(nodes[NECK_NODE - 1], nodes[NECK_NODE], 0.85))
    return [Shape(bone(camera.point(arm.root), neck, YOKE_GIRTH, scale=scale), "top") for arm in posture.arms.values()]


def neck_shape(posture: Posture, *, camera: Camera) -> Shape:
    nodes, body = posture.trunk.nodes, posture.body
    thick = MM * body.height_m * body.girth * (1.08 if body.shape == "male" else 0.9)
    low = mix(nodes[NECK_NODE], nodes[NECK_NODE - 1], 0.4)
    return Shape(bone(camera.point(low), camera.point(nodes[SKULL_NODE]), NECK_GIRTH, scale=thick), "skin")
