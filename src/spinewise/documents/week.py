"""The rhythm of a plan: which item at what time on which days, and what differs from that."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

import msgspec

from spinewise.plan.types import Item, Plan, Slot

DAYS_IN_A_WEEK = 7


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """One item at one wall time, with every date it is done on.

    `usual` is false for a single date that was moved away from its usual time.
    """

    intervention: str
    at: dt.time
    minutes: float
    on: tuple[dt.date, ...]
    usual: bool = True

    @property
    def weekdays(self) -> tuple[int, ...]:
        """The weekdays it falls on, Monday being 0."""
        return tuple(sorted({day.weekday() for day in self.on}))

    @property
    def missed(self) -> tuple[dt.date, ...]:
        """Dates on these weekdays, between the first and the last, on which it is not done."""
        return tuple(day for day in days_between(self.on[0], self.on[-1]) if self._skips(day))

    def _skips(self, day: dt.date) -> bool:
        return day.weekday() in self.weekdays and day not in self.on


class Tick(msgspec.Struct, frozen=True, kw_only=True):
    """One time in one day's column: the plan's weeks, counted from 1, in which it is done."""

    at: dt.time
    minutes: float
    weeks: tuple[int, ...]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One item across the seven days of a plan's week."""

    intervention: str
    days: tuple[tuple[Tick, ...], ...]


class Week(msgspec.Struct, frozen=True, kw_only=True):
    """A plan as one week. Its first day is the weekday on which the plan starts."""

    first_day: dt.date
    weeks: int
    rows: tuple[Row, ...]
    differs: tuple[Series, ...]

    @property
    def days(self) -> tuple[dt.date, ...]:
        """The dates of the plan's first week, one a column."""
        return tuple(self.first_day + dt.timedelta(days=n) for n in range(DAYS_IN_A_WEEK))


def week_pattern(plan: Plan) -> Week:
    """The plan's week at a glance: rows are items, columns days, and each time knows its weeks.

    Several weeks are laid over each other, because people keep a rhythm and not a list of dates;
    a single date at another time is listed apart, so nothing in the plan is lost.
    """
    proposal = plan.proposal
    series = [one for item in proposal.items for one in series_of(item)]
    usual = [one for one in series if one.usual]
    return Week(
        first_day=proposal.starts_on,
        weeks=max((week_of(day, proposal.starts_on) for one in series for day in one.on), default=1),
        rows=tuple(row for item in proposal.items for row in _rows(item, usual, proposal.starts_on)),
        differs=tuple(sorted((one for one in series if not one.usual), key=lambda one: (one.on, one.at))),
    )


def series_of(item: Item) -> tuple[Series, ...]:
    """An item's slots as series, earliest first. Together they hold exactly the item's slots."""
    by_time: dict[tuple[dt.time, float], list[dt.date]] = defaultdict(list)
    apart: list[Series] = []
    for (weekday, at, minutes), on in sorted(_by_weekday(item.slots).items()):
        if _is_usual(item.slots, weekday, on):
            by_time[at, minutes] += on
        else:
            apart += (_series(item, at, minutes, [day], usual=False) for day in on)
    regular = [_series(item, at, minutes, on) for (at, minutes), on in by_time.items()]
    return tuple(sorted([*regular, *apart], key=lambda one: (one.on[0], one.at, one.minutes)))


def week_of(day: dt.date, starts_on: dt.date) -> int:
    """In which week of the plan a date lies, counted from 1."""
    return (day - starts_on).days // DAYS_IN_A_WEEK + 1


def days_between(first: dt.date, last: dt.date) -> tuple[dt.date, ...]:
    """Every date from the first to the last, both included."""
    return tuple(first + dt.timedelta(days=n) for n in range((last - first).days + 1))


def _series(item: Item, at: dt.time, minutes: float, on: Iterable[dt.date], *, usual: bool = True) -> Series:
    dates = tuple(sorted(set(on)))
    return Series(intervention=item.intervention, at=at, minutes=minutes, on=dates, usual=usual)


def _by_weekday(slots: Iterable[Slot]) -> dict[tuple[int, dt.time, float], list[dt.date]]:
    grouped: dict[tuple[int, dt.time, float], list[dt.date]] = defaultdict(list)
    for slot in slots:
        grouped[slot.on.weekday(), slot.at, slot.minutes].append(slot.on)
    return grouped


def _is_usual(slots: tuple[Slot, ...], weekday: int, on: list[dt.date]) -> bool:
    """Usual is what happens on at least half of the days when it could."""
    dates = [slot.on for slot in slots]
    chances = sum(1 for day in days_between(min(dates), max(dates)) if day.weekday() == weekday)
    return 2 * len(set(on)) >= chances


def _rows(item: Item, usual: list[Series], starts_on: dt.date) -> list[Row]:
    own = [one for one in usual if one.intervention == item.intervention]
    columns = range(DAYS_IN_A_WEEK)
    days = tuple(_ticks(own, starts_on, (starts_on.weekday() + n) % DAYS_IN_A_WEEK) for n in columns)
    return [Row(intervention=item.intervention, days=days)] if own else []


def _ticks(series: list[Series], starts_on: dt.date, weekday: int) -> tuple[Tick, ...]:
    ticks = []
    for one in sorted(series, key=lambda one: (one.at, one.minutes)):
        weeks = tuple(week_of(day, starts_on) for day in one.on if day.weekday() == weekday)
        if weeks:
            ticks.append(Tick(at=one.at, minutes=one.minutes, weeks=weeks))
    return tuple(ticks)
