"""The plain body of a chart: the same in every chart, without the places that hurt."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from spinewise.motion.body import HEAD_HEIGHT, HEAD_NODE
from spinewise.motion.camera import Point
from spinewise.motion.chart_body import ChartBody, body_paths, skin, sole_paths
from spinewise.motion.chart_ink import Pen
from spinewise.motion.geometry import Vec, add, within
from spinewise.motion.outline import opened, oval

EDGE_MM = 10
BACKBONE = ((7, 8.75, 6.95, 13.0), (12, 6.6, 4.05, 20.0), (5, 3.8, 2.35, 26.0))  # how many, from, to, half width
EYES, MOUTH = ((-0.145, 0.02), (0.145, 0.02)), ((-0.10, -0.235), (0.0, -0.268), (0.10, -0.235))


class Drawn(NamedTuple):
    """One view of the body on the page, moved to its place."""

    whole: ChartBody
    shift: float

    def moved(self, points: Iterable[Point]) -> list[Point]:
        return [(x + self.shift, y) for x, y in points]


def polygon(points: Iterable[Point]) -> str:
    """A closed path through the points, in whole millimetres and steps."""
    rounded = [(round(x), round(y)) for x, y in points]
    steps = [(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(rounded)]
    moves = " ".join(f"{x} {y}" for x, y in steps if x or y).replace(" -", "-")
    return f"M{rounded[0][0]} {rounded[0][1]}l{moves}z"


def figure(drawn: Drawn, pen: Pen) -> str:
    """The plain body: an edge around all of it, its fill, and the few lines that tell front from back."""
    paths = [*body_paths(drawn.whole), *sole_paths(drawn.whole)]
    shapes = "".join(f'<path d="{path}"/>' for path in paths)
    edge = f'<g {pen.line("edge", 2 * EDGE_MM)} stroke-linejoin="round">{shapes}</g>'
    fill = f"<g {pen.fill('body')}>{shapes}</g>"
    inside = _front_lines(drawn, pen) if drawn.whole.view == "front" else _backbone(drawn, pen)
    return f'<g class="bc-figure" transform="translate({drawn.shift:.0f} 0)">{edge}{fill}{inside}</g>'


def _front_lines(drawn: Drawn, pen: Pen) -> str:
    whole = drawn.whole
    eyes = "".join(f'<path {pen.fill("edge")} d="{oval(_on_face(whole, *eye), 6.0, 8.0)}"/>' for eye in EYES)
    lines = [[_on_face(whole, *place) for place in MOUTH], *(_collar(whole, way) for way in (1.0, -1.0))]
    x, y = whole.camera.point(skin("trunk", whole, along=2.7, across=0.0))
    navel = f'<path {pen.fill("edge")} d="{oval((x, y), 5.0, 8.0)}"/>'
    drawn_lines = "".join(f'<path {pen.line("edge", 6)} stroke-linecap="round" d="{opened(line)}"/>' for line in lines)
    return eyes + navel + drawn_lines


def _collar(whole: ChartBody, way: float) -> list[Point]:
    places = ((6.95, 0.22), (6.85, 0.55), (6.75, 0.9))
    return [whole.camera.point(skin("trunk", whole, along=along, across=way * across)) for along, across in places]


def _on_face(whole: ChartBody, left: float, up: float) -> Point:
    posture = whole.posture
    size, frame = HEAD_HEIGHT * posture.body.height_m, posture.trunk.frames[HEAD_NODE - 1]
    return whole.camera.point(add(posture.trunk.nodes[HEAD_NODE], within(frame, Vec(0.0, left * size, up * size))))


def _backbone(drawn: Drawn, pen: Pen) -> str:
    """Every segment of the spine: seven of the neck, twelve of the chest, five of the low back."""
    segments = "".join(_segment(drawn.whole, row, half) for row, half in _spine_rows())
    return f"<g {pen.fill('bone')}>{segments}</g>"


def _spine_rows() -> list[tuple[float, float]]:
    return [
        (top + (low - top) * place / (count - 1), half) for count, top, low, half in BACKBONE for place in range(count)
    ]


def _segment(whole: ChartBody, row: float, half_mm: float) -> str:
    """One soft lozenge, wider further down."""
    x, y = whole.camera.point(skin("trunk", whole, along=row, across=0.0))
    high = 3.0 + 0.27 * half_mm
    place = f'x="{x - half_mm:.0f}" y="{y - high:.0f}" width="{2 * half_mm:.0f}" height="{2 * high:.0f}"'
    return f'<rect {place} rx="{high:.0f}"/>'
