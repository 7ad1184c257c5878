"""Free time in a person's day: a grid of wall times, and how long each stays free.

Busy times are instants and slots are wall times, so everything is compared in instants. Wall times that
a clock change skips are never free, and no free stretch runs across a change.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable
from zoneinfo import ZoneInfo

import msgspec

from spinewise.knowledge.models import Programme
from spinewise.plan.types import Busy

GRID_MINUTES = 15
HOUR = 60

Minute = int
"""A wall time as minutes after midnight."""


class Day(msgspec.Struct, frozen=True):
    """One date: for each wall time on the grid, the minutes that are free from then on."""

    on: dt.date
    free: dict[Minute, float]

    def fits(self, start: Minute, minutes: float) -> bool:
        """Whether so many minutes are free from here on; between two points of the grid the earlier one tells."""
        before = start - start % GRID_MINUTES
        return self.free.get(before, 0) - (start - before) >= max(minutes, 1)

    @property
    def is_full(self) -> bool:
        """Whether nothing is free at all."""
        return not any(self.free.values())


def minute_of(clock: str | dt.time) -> Minute:
    """Minutes after midnight."""
    at = dt.time.fromisoformat(clock) if isinstance(clock, str) else clock
    return at.hour * HOUR + at.minute


def clock(minute: Minute) -> dt.time:
    """The wall time so many minutes after midnight."""
    return dt.time(*divmod(minute, HOUR))


def waking_grid(programme: Programme) -> tuple[Minute, ...]:
    """The wall times at which something may start."""
    return tuple(range(minute_of(programme.day_starts), minute_of(programme.day_ends), GRID_MINUTES))


def free_days(
    first: dt.date, last: dt.date, *, zone: str, busy: Iterable[Busy], programme: Programme
) -> tuple[Day, ...]:
    """Every date from the first to the last with its free time."""
    taken = merged(busy)
    days = range((last - first).days + 1)
    return tuple(free_day(first + dt.timedelta(days=n), ZoneInfo(zone), taken, programme) for n in days)


def free_day(on: dt.date, zone: ZoneInfo, taken: list[tuple[float, float]], programme: Programme) -> Day:
    """One date's free time on the grid."""
    grid = waking_grid(programme)
    ends = minute_of(programme.day_ends)
    stretches = _stretches(on, zone, (*grid, ends))
    return Day(on, {start: _free_from(on, zone, start, stretches[start], taken) for start in grid})


def merged(busy: Iterable[Busy]) -> list[tuple[float, float]]:
    """Busy times as seconds since 1970, in order and without overlaps."""
    joined: list[tuple[float, float]] = []
    for start, end in sorted((one.start.timestamp(), one.end.timestamp()) for one in busy if one.start < one.end):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def exists(on: dt.date, at: dt.time, zone: ZoneInfo) -> bool:
    """Whether the clock shows this time on this date, or skips it."""
    wall = dt.datetime.combine(on, at, zone)
    return wall.astimezone(dt.UTC).astimezone(zone).time() == at


def _stretches(on: dt.date, zone: ZoneInfo, points: tuple[Minute, ...]) -> dict[Minute, Minute]:
    """For each point of the grid, the last point up to which the clock runs evenly."""
    even: dict[Minute, Minute] = {}
    until, offset = points[-1], _offset(on, zone, points[-1])
    for point in reversed(points):
        here = _offset(on, zone, point)
        if here != offset:
            until, offset = point, here
        even[point] = point if here is None else until
    return even


def _offset(on: dt.date, zone: ZoneInfo, minute: Minute) -> dt.timedelta | None:
    """The zone's distance from UTC at a wall time; None when the clock skips it."""
    at = clock(minute)
    return dt.datetime.combine(on, at, zone).utcoffset() if exists(on, at, zone) else None


def _free_from(on: dt.date, zone: ZoneInfo, start: Minute, until: Minute, taken: list[tuple[float, float]]) -> float:
    """Minutes from `start` to the next busy time or to `until`; 0 inside a busy time."""
    instant = dt.datetime.combine(on, clock(start), zone).timestamp()
    after = bisect_right(taken, (instant, float("inf")))
    if after and taken[after - 1][1] > instant:
        return 0
    stretch = float(until - start)
    if after < len(taken):
        stretch = min(stretch, (taken[after][0] - instant) / 60)
    return stretch
