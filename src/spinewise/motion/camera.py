"""From the room to the page: a slightly raised side view, or a front view from a little above.

The side view is oblique: angles in the plane of the movement stay true, and the far side shows a little
to the right and above, so that both legs can be seen. A picture unit is a millimetre.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import cos, hypot, radians, sin
from typing import NamedTuple

from spinewise.motion.geometry import Vec

Point = tuple[float, float]
ACROSS, UPWARD = 0.15, 0.17
MM = 1000.0


class Camera(NamedTuple):
    """Two directions of the room that become right and up on the page, and the way towards the viewer."""

    right: Vec
    up: Vec
    towards: Vec

    def point(self, place: Vec) -> Point:
        (rx, ry, rz), (ux, uy, uz), _ = self
        x, y, z = place
        return MM * (x * rx + y * ry + z * rz), -MM * (x * ux + y * uy + z * uz)

    def points(self, places: Iterable[Vec]) -> list[Point]:
        """Many places at once."""
        (rx, ry, rz), (ux, uy, uz), _ = self
        return [(MM * (x * rx + y * ry + z * rz), -MM * (x * ux + y * uy + z * uz)) for x, y, z in places]

    def direction(self, way: Vec) -> Point:
        (rx, ry, rz), (ux, uy, uz), _ = self
        x, y, z = way
        return x * rx + y * ry + z * rz, -(x * ux + y * uy + z * uz)


SIDE = Camera(Vec(1.0, ACROSS, 0.0), Vec(0.0, UPWARD, 1.0), Vec(0.0, -1.0, 0.0))


def front(raised_deg: float) -> Camera:
    """Seen from the person's front, from above by some degrees."""
    c, s = cos(radians(raised_deg)), sin(radians(raised_deg))
    return Camera(Vec(0.0, 1.0, 0.0), Vec(-s, 0.0, c), Vec(c, 0.0, s))


def plus(a: Point, b: Point, k: float = 1.0) -> Point:
    return a[0] + b[0] * k, a[1] + b[1] * k


def minus(a: Point, b: Point) -> Point:
    return a[0] - b[0], a[1] - b[1]


def between(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def along(a: Point, b: Point) -> tuple[Point, float]:
    """The direction from a to b and how far it is; straight down when they fall together."""
    x, y = b[0] - a[0], b[1] - a[1]
    far = hypot(x, y)
    return ((x / far, y / far), far) if far > 1e-6 else ((0.0, 1.0), 0.0)


def square(way: Point) -> Point:
    """A quarter turn to the left on the page."""
    return way[1], -way[0]


def product(a: Point, b: Point) -> float:
    return a[0] * b[0] + a[1] * b[1]
