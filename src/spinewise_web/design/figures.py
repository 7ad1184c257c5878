"""Drawings of exercises and of the body, inline and in the page's own colours; each is drawn once per process."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from spinewise.assess.body_chart import mark_names
from spinewise.knowledge.models import KnowledgeBase
from spinewise.motion import PRINT, SCREEN, Movement, draw_animation, draw_still, draw_strip, read_movement, read_poses
from spinewise.motion.chart import draw_chart
from spinewise.motion.chart_ink import chart_css
from spinewise.motion.look import figure_css

Kind = Literal["still", "animation", "strip"]
PIECE = re.compile(r'<path data-view="\w+" class="bc-part" d="([^"]+)"/>')
REGION = re.compile(r'<g class="bc-region" data-region="(\w+)".*?</g>')
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


class Figures:
    """The drawings of one release of the knowledge."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._poses = read_poses(kb.poses)
        self._drawn = lru_cache(maxsize=600)(self._draw)
        self.body_to_tap = cache(self._body_to_tap)

    def movement(self, exercise: str) -> Movement | None:
        """The movement of an exercise, where there is one."""
        one = self._kb.exercises[exercise]
        return None if one.movement is None else read_movement(one.movement, id=one.id, poses=self._poses)

    def exercise(self, exercise: str, kind: Kind) -> SafeString:
        """A drawing, kept in each language: what it says to those who cannot see it is part of it."""
        return self._drawn(exercise, kind, get_language())

    def _draw(self, exercise: str, kind: Kind, _language: str | None) -> SafeString:
        movement = self.movement(exercise)
        if movement is None:
            return SafeString("")
        title = self._kb.exercises[exercise].title.patient
        match kind:
            case "still":
                return _ours(draw_still(movement, palette=SCREEN, title=title))
            case "strip":
                return _ours(draw_strip(movement, palette=SCREEN, title=title))
            case "animation":
                return _ours(draw_animation(movement, palette=SCREEN, title=title))

    def on_paper(self, exercise: str) -> str:
        """Start and end in plain colours, as the handout prints them; nothing for what has no picture."""
        movement = self.movement(exercise) if exercise in self._kb.exercises else None
        return "" if movement is None else draw_strip(movement, palette=PRINT)

    def _body_to_tap(self) -> SafeString:
        """The body chart whose places are labels of the check boxes `at-<place>`: no script is needed to tap it."""
        chart = self._kb.body
        if chart is None:
            return SafeString("")
        drawn = draw_chart(chart, names=mark_names(self._kb))
        return _ours(drawn.removesuffix("</svg>") + "".join(_hot_places(drawn)) + "</svg>")


def _hot_places(drawn: str) -> list[str]:
    pieces = [(found[1], path) for found in REGION.finditer(drawn) for path in PIECE.findall(found[0])]
    return [_hot_place(mark, path, f"hot-{number}") for number, (mark, path) in enumerate(pieces)]


def _hot_place(mark: str, path: str, name: str) -> str:
    """A label cut to the outline of one piece of skin."""
    left, top, wide, high = bounds_of(path)
    return (
        f'<clipPath id="{name}"><path d="{path}"/></clipPath><g clip-path="url(#{name})">'
        f'<foreignObject x="{left:.0f}" y="{top:.0f}" width="{wide:.0f}" height="{high:.0f}">'
        f'<label xmlns="http://www.w3.org/1999/xhtml" for="at-{mark}"></label></foreignObject></g>'
    )


def bounds_of(path: str) -> tuple[float, float, float, float]:
    """Left, top, width and height of an outline: one absolute start, then steps from point to point."""
    numbers = [float(one) for one in NUMBER.findall(path)]
    x, y = numbers[:2]
    xs, ys = [x], [y]
    for step_x, step_y in zip(numbers[2::2], numbers[3::2], strict=True):
        x, y = x + step_x, y + step_y
        xs.append(x)
        ys.append(y)
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


def _ours(svg: str) -> SafeString:
    return mark_safe(svg)  # noqa: S308  # drawn by us, with every word escaped


_MADE: dict[str, Figures] = {}


def figures_of(kb: KnowledgeBase) -> Figures:
    """The drawings of this knowledge, made once per process."""
    if kb.digest not in _MADE:
        _MADE[kb.digest] = Figures(kb)
    return _MADE[kb.digest]


def figures_sheet(kb: KnowledgeBase) -> str:
    """The style sheet `figures.css`: everybody who is drawn, and the places of the body that are marked."""
    marks = kb.body.marks if kb.body is not None else {}
    chosen = ",\n".join(f'.asks:has(#at-{mark}:checked) [data-region="{mark}"] .bc-part' for mark in marks)
    lines = [
        "/* Made from the drawings themselves (spinewise_web.design.figures.figures_sheet). */",
        "@layer components {",
        *figure_css().splitlines(),
        *chart_css().splitlines(),
        f"{chosen} {{ fill-opacity: 0.9; stroke: var(--now-ink); stroke-width: 6; stroke-dasharray: none; }}",
        "}",
    ]
    return "\n".join(lines) + "\n"
