"""On which days of the week something is done: evenly spread, and apart where a day of rest is asked for.

Days are counted from the plan's first day over two weeks, because "every second day" only repeats
after fourteen days. A pattern holds across the week boundary, since it repeats.
"""

from __future__ import annotations

from functools import cache
from itertools import combinations

from spinewise.knowledge.models import Dose

WEEK = 7
FORTNIGHT = 14
MOST_PATTERNS = 7
EVERY_SECOND_DAY = 4

Days = tuple[int, ...]


def day_patterns(dose: Dose, *, blocked: Days = (0,) * FORTNIGHT) -> tuple[Days, ...]:
    """The best few patterns for a dose, best first.

    `blocked` counts, for each of the fourteen days, how many of its dates have no free time at all.
    """
    if dose.apart and dose.days_a_week == EVERY_SECOND_DAY:
        return tuple(sorted(_ALTERNATE, key=lambda days: _hits(days, blocked)))
    weekly = _weekly(dose.days_a_week, dose.apart)
    return tuple(sorted(weekly, key=lambda days: (_hits(days, blocked), _unevenness(days))))[:MOST_PATTERNS]


_ALTERNATE: tuple[Days, ...] = (tuple(range(0, FORTNIGHT, 2)), tuple(range(1, FORTNIGHT, 2)))


@cache
def _weekly(days_a_week: int, apart: bool) -> tuple[Days, ...]:
    """Every choice of weekdays, over a fortnight."""
    return tuple(
        (*days, *(day + WEEK for day in days))
        for days in combinations(range(WEEK), days_a_week)
        if not (apart and 1 in _gaps(days))
    )


def _gaps(days: Days) -> tuple[int, ...]:
    """Days from each day to the next, around the week."""
    following = (*days[1:], days[0] + WEEK)
    return tuple(after - day for day, after in zip(days, following, strict=True))


@cache
def _unevenness(days: Days) -> int:
    week = tuple(day for day in days if day < WEEK)
    return sum(gap * gap for gap in _gaps(week))


def _hits(days: Days, blocked: Days) -> int:
    return sum(blocked[day] for day in days)
