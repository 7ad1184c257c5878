"""Smooth closed shapes as SVG path data, in whole millimetres, always with the same commands.

A shape's number of curves depends only on what it is, never on where it is, so that frames morph.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot
from typing import NamedTuple

from spinewise.motion.camera import Point, along, product, square

ROUNDNESS = 0.38  # of a chord: makes three points round a cap a half circle
QUARTER = 0.5523  # how far the handles of a quarter circle reach, of its radius
OVAL = "M%d %d" + 4 * "C%d %d %d %d %d %d" + "z"
WHOLE = 1.5 * 2.0**52  # a float this large has no decimals: adding it rounds to a whole number, halves to the even one
NO_WAY_MM = 1e-6  # points closer than this have no way from one to the other


class Girth(NamedTuple):
    """A limb's thickness at a share of its length, and how much of it lies to the front."""

    at: float
    radius: float
    forward: float = 0.0


def closed(points: Sequence[Point]) -> str:
    """A smooth closed curve through the points."""
    return _curve(points, _directions(points, loop=True), loop=True) + "z"


def opened(points: Sequence[Point]) -> str:
    """A smooth open curve through the points."""
    return _curve(points, _directions(points, loop=False), loop=False)


def straight(points: Sequence[Point]) -> str:
    """A closed polygon."""
    return "M" + "L".join(f"{round(x)} {round(y)}" for x, y in points) + "z"


def _directions(points: Sequence[Point], *, loop: bool) -> list[Point]:
    found = _headings([points[-1], *points[:-1]], [*points[1:], points[0]])
    if not loop:
        found[0] = _mirrored(found[1], along(points[0], points[1])[0])
        found[-1] = _mirrored(found[-2], along(points[-2], points[-1])[0])
    return found


def _headings(starts: Sequence[Point], ends: Sequence[Point]) -> list[Point]:
    """The way from each start to its end, as `along` tells it."""
    found = []
    for (ax, ay), (bx, by) in zip(starts, ends, strict=True):
        x, y = bx - ax, by - ay
        far = hypot(x, y)
        found.append((x / far, y / far) if far > NO_WAY_MM else (0.0, 1.0))
    return found


def _mirrored(way: Point, chord: Point) -> Point:
    """The direction at the other end of an arc over this chord."""
    shared = 2.0 * product(way, chord)
    return shared * chord[0] - way[0], shared * chord[1] - way[1]


def _curve(points: Sequence[Point], ways: Sequence[Point], *, loop: bool) -> str:
    """One curve from each point to the next, every number told from where the last curve ended."""
    (ax, ay), (ux, uy) = points[0], ways[0]
    left, top = ax + WHOLE, ay + WHOLE
    begin, steps = f"M{round(ax)}{_written(round(ay))}c", list[float]()
    onward = [*points[1:], points[0]] if loop else points[1:]
    for (bx, by), (vx, vy) in zip(onward, [*ways[1:], ways[0]], strict=False):
        reach, right, bottom = ROUNDNESS * hypot(bx - ax, by - ay), bx + WHOLE, by + WHOLE
        steps += (
            ax + ux * reach + WHOLE - left,
            ay + uy * reach + WHOLE - top,
            bx - vx * reach + WHOLE - left,
            by - vy * reach + WHOLE - top,
            right - left,
            bottom - top,
        )
        ax, ay, ux, uy, left, top = bx, by, vx, vy, right, bottom
    return begin + "".join(map(_written, steps))


class _Written(dict[float, str]):
    """Whole numbers as they follow another: after a space, unless a minus parts them already. A picture has few."""

    def __missing__(self, number: float) -> str:
        self[number] = text = f" {number:.0f}".replace(" -", "-")
        return text


_written = _Written().__getitem__


def bone(a: Point, b: Point, profile: Sequence[Girth], *, scale: float, forward: Point = (0.0, 0.0)) -> str:
    """A rounded limb from a to b whose thickness follows a profile; `forward` is where its front is.

    Its sides run along the limb and its ends square to it, so that neighbours meet without a dent.
    """
    way, _ = along(a, b)
    across = square(way)
    rows = _rows(a, b, profile, scale=scale, lean=max(-1.0, min(1.0, product(across, forward))))
    one, back = _two_sides(rows, across)
    (sx, sy, starts, _), (ex, ey, ends, _), (wx, wy) = rows[0], rows[-1], way
    tail, tip = (sx - wx * starts, sy - wy * starts), (ex + wx * ends, ey + wy * ends)
    ways = _ways_round(one, back, way=way, across=across)
    return _curve([*one, tip, *back, tail], ways, loop=True) + "z"


Row = tuple[float, float, float, float]  # a place on the bone, half the thickness there, how far it lies to the front


def _rows(a: Point, b: Point, profile: Sequence[Girth], *, scale: float, lean: float) -> list[Row]:
    (ax, ay), (bx, by) = a, b
    x, y = bx - ax, by - ay
    return [(ax + x * at, ay + y * at, radius * scale, forward * scale * lean) for at, radius, forward in profile]


def _two_sides(rows: Sequence[Row], across: Point) -> tuple[list[Point], list[Point]]:
    """There along one side, and back along the other."""
    nx, ny = across
    one = [(x + nx * (shift + wide), y + ny * (shift + wide)) for x, y, wide, shift in rows]
    back = [(x + nx * (shift - wide), y + ny * (shift - wide)) for x, y, wide, shift in reversed(rows)]
    return one, back


def _ways_round(one: list[Point], back: list[Point], *, way: Point, across: Point) -> list[Point]:
    """Directions around a limb: the ends of its sides run with the limb, their middles with the muscle."""
    sloped = _headings([*one[:-2], *back[:-2]], [*one[2:], *back[2:]])
    there, homewards, inward, half = way, (-way[0], -way[1]), (-across[0], -across[1]), len(one) - 2
    return [there, *sloped[:half], there, inward, homewards, *sloped[half:], homewards, across]


def oval(middle: Point, wide: float, high: float) -> str:
    """An ellipse, as four curves."""
    (x, y), across, down = middle, QUARTER * wide, QUARTER * high
    right = ((x + wide, y), (x + wide, y + down))
    below = ((x + across, y + high), (x, y + high), (x - across, y + high))
    left = ((x - wide, y + down), (x - wide, y), (x - wide, y - down))
    above = ((x - across, y - high), (x, y - high), (x + across, y - high))
    points = (*right, *below, *left, *above, (x + wide, y - down), right[0])
    return OVAL % tuple([round(spot) for point in points for spot in point])
