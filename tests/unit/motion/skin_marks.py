"""Polygons of the body chart: flattened outlines, what lies inside what, and how far two pieces overlap."""

from __future__ import annotations

import re
from collections.abc import Iterable

from people import knowledge
from spinewise.knowledge.models import BodyChart
from spinewise.motion.camera import Point

BEND_STEPS = 8
GRID_MM = 9.0
Polygon = list[Point]


def chart() -> BodyChart:
    body = knowledge().body
    assert body is not None
    return body


def flattened(path: str) -> Polygon:
    """The corners of an outline: its curves in short straight pieces."""
    numbers = [float(word) for word in re.findall(r"-?\d+(?:\.\d+)?", path)]
    x, y = numbers[:2]
    if "c" not in path:
        return _stepped(x, y, numbers[2:])
    found = [(x, y)]
    for at in range(2, len(numbers) - 5, 6):
        a, b, c, d, e, f = numbers[at : at + 6]
        bend = [_on_curve((x, y), (x + a, y + b), (x + c, y + d), (x + e, y + f), n / BEND_STEPS) for n in range(1, 9)]
        found += bend
        x, y = x + e, y + f
    return found


def _stepped(x: float, y: float, steps: list[float]) -> Polygon:
    found = [(x, y)]
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + dx, y + dy
        found.append((x, y))
    return found


def _on_curve(a: Point, b: Point, c: Point, d: Point, share: float) -> Point:
    left = 1 - share
    parts = (left**3, 3 * left**2 * share, 3 * left * share**2, share**3)
    return tuple(sum(k * point[axis] for k, point in zip(parts, (a, b, c, d), strict=True)) for axis in (0, 1))  # type: ignore[return-value]


def is_inside(point: Point, polygon: Polygon) -> bool:
    x, y = point
    crossings = 0
    for (ax, ay), (bx, by) in zip(polygon, [*polygon[1:], polygon[0]], strict=True):
        if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
            crossings += 1
    return crossings % 2 == 1


def is_in_any(point: Point, polygons: Iterable[Polygon]) -> bool:
    return any(is_inside(point, polygon) for polygon in polygons)


def middle(polygon: Polygon) -> Point:
    xs, ys = [x for x, _ in polygon], [y for _, y in polygon]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def nearer(point: Point, to: Point, by: float) -> Point:
    """The point moved a little towards another."""
    x, y = to[0] - point[0], to[1] - point[1]
    far = max(1.0, (x * x + y * y) ** 0.5)
    return point[0] + x / far * by, point[1] + y / far * by


def shared_part(one: Polygon, other: Polygon) -> float:
    """How much of the smaller of two pieces lies in the other, from 0 to 1."""
    left, right = max(min(x for x, _ in p) for p in (one, other)), min(max(x for x, _ in p) for p in (one, other))
    top, low = max(min(y for _, y in p) for p in (one, other)), min(max(y for _, y in p) for p in (one, other))
    if left >= right or top >= low:
        return 0.0
    places = [
        (left + GRID_MM * i, top + GRID_MM * j)
        for i in range(round((right - left) / GRID_MM) + 1)
        for j in range(round((low - top) / GRID_MM) + 1)
    ]
    both = sum(is_inside(place, one) and is_inside(place, other) for place in places) * GRID_MM**2
    return both / min(area(one), area(other))


def area(polygon: Polygon) -> float:
    pairs = zip(polygon, [*polygon[1:], polygon[0]], strict=True)
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs)) / 2
