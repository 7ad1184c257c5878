"""Charts as numbers for a template: every place is worked out here, and nothing is decided there.

A chart is drawn for the narrowest place it stands in, 500 units wide; the scale is always 0 to 10.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec
from django.utils.translation import ngettext

LEFT, RIGHT, TOP, DEPTH, HIGHEST = 36, 420, 30, 220, 10
LETTERS = 18  # how far apart names at the ends of lines have to stand
Key = Literal["back", "leg"]
Pair = tuple[float, float]  # week since the start, pain from 0 to 10


class Point(msgspec.Struct, frozen=True):
    """A place on the chart."""

    x: int
    y: int


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """One line: weekly values joined, single days faint beneath it, and its name at its end."""

    key: Key
    name: str
    path: str
    points: tuple[Point, ...]
    days: tuple[Point, ...]
    end: Point


class Band(msgspec.Struct, frozen=True, kw_only=True):
    """A phase of care behind the lines."""

    name: str
    tone: Literal["a", "b"]
    x: int
    width: int


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """Words at a place."""

    says: str
    x: int = 0
    y: int = 0


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """The same numbers for reading."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Trend(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the chart's template draws and says."""

    title: str
    says: str
    series: tuple[Series, ...]
    bands: tuple[Band, ...]
    grid: tuple[Label, ...]
    ticks: tuple[Label, ...]
    events: tuple[Label, ...]
    worthwhile: Label | None
    table: Table
    left: int = LEFT
    right: int = RIGHT
    top: int = TOP
    depth: int = DEPTH
    bottom: int = TOP + DEPTH
    height: int = TOP + DEPTH + 34


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """What is known for one line: a value a week, and single days where they are known."""

    key: Key
    name: str
    weekly: tuple[Pair, ...]
    daily: tuple[Pair, ...] = ()


def trend(
    lines: Sequence[Line],
    *,
    title: str,
    says: str,
    weeks: int,
    table: Table,
    phases: Sequence[tuple[str, float]] = (),
    events: Iterable[tuple[str, float]] = (),
    worthwhile: tuple[str, float] | None = None,
) -> Trend:
    """Place pain over weeks. `says` is the sentence with the answer; `phases` name where each begins, in weeks."""
    return Trend(
        title=title,
        says=says,
        series=_apart([_series(line, weeks) for line in lines]),
        bands=tuple(_bands(phases, weeks)),
        grid=tuple(Label(says=str(value), y=_y(value)) for value in range(0, HIGHEST + 1, 2)),
        ticks=tuple(_ticks(weeks)),
        events=tuple(Label(says=words, x=_x(week, weeks)) for words, week in events),
        worthwhile=Label(says=worthwhile[0], y=_y(worthwhile[1])) if worthwhile else None,
        table=table,
    )


def _series(line: Line, weeks: int) -> Series:
    points = tuple(_point(pair, weeks) for pair in line.weekly)
    path = "M" + "L".join(f"{point.x} {point.y}" for point in points)
    days = tuple(_point(pair, weeks) for pair in line.daily)
    return Series(key=line.key, name=line.name, path=path, points=points, days=days, end=points[-1])


def _apart(series: Sequence[Series]) -> tuple[Series, ...]:
    """The lines from the top down, each name far enough below the one above it to be read."""
    placed: list[Series] = []
    for one in sorted(series, key=lambda one: one.end.y):
        above = placed[-1].end.y + LETTERS if placed else one.end.y
        placed.append(msgspec.structs.replace(one, end=Point(one.end.x, max(one.end.y, above))))
    return tuple(placed)


def _bands(phases: Sequence[tuple[str, float]], weeks: int) -> Iterable[Band]:
    ends = [begin for _, begin in phases[1:]] + [float(weeks)]
    for place, ((name, begin), end) in enumerate(zip(phases, ends, strict=False)):
        x = _x(begin, weeks)
        yield Band(name=name, tone="b" if place % 2 else "a", x=x, width=_x(end, weeks) - x)


def _ticks(weeks: int) -> Iterable[Label]:
    """The weeks beneath; the last one names the unit."""
    shown = range(0, weeks + 1, max(1, weeks // 6))
    for week in shown:
        last = ngettext("%(count)s week", "%(count)s weeks", week) % {"count": week}
        yield Label(says=last if week == shown[-1] else str(week), x=_x(week, weeks))


def _point(pair: Pair, weeks: int) -> Point:
    return Point(_x(pair[0], weeks), _y(pair[1]))


def _x(week: float, weeks: int) -> int:
    return round(LEFT + (RIGHT - LEFT) * week / weeks)


def _y(value: float) -> int:
    return round(TOP + DEPTH - DEPTH * value / HIGHEST)
