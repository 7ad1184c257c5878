"""A time zone's rules written out, for calendars that do not know its name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    import icalendar

A_DAY = dt.timedelta(days=1)
A_SECOND = dt.timedelta(seconds=1)


def time_zone(zone: str, first: dt.date, last: dt.date) -> icalendar.Timezone:
    """A VTIMEZONE with every change of the clock from the day before `first` to the day after `last`.

    Each change is one observance that starts at the wall time the old offset showed, as RFC 5545 asks.
    """
    import icalendar

    made = icalendar.Timezone()
    made.add("tzid", zone)
    rules = ZoneInfo(zone)
    begins = _midnight(first - A_DAY)
    made.add_component(_observance(begins, rules, before=_offset(begins, rules)))
    for change in _changes(begins, _midnight(last + 2 * A_DAY), rules):
        made.add_component(_observance(change, rules, before=_offset(change - A_SECOND, rules)))
    return made


def _observance(start: dt.datetime, rules: ZoneInfo, *, before: dt.timedelta) -> icalendar.cal.Component:
    import icalendar

    local = start.astimezone(rules)
    kind = icalendar.TimezoneDaylight if local.dst() else icalendar.TimezoneStandard
    made = kind()
    made.add("dtstart", (start + before).replace(tzinfo=None))
    made.add("tzoffsetfrom", before)
    made.add("tzoffsetto", _offset(start, rules))
    made.add("tzname", local.tzname() or str(rules))
    return made


def _changes(first: dt.datetime, last: dt.datetime, rules: ZoneInfo) -> Iterator[dt.datetime]:
    """The instants at which the offset changes, to the second."""
    days = [first + n * A_DAY for n in range((last - first).days + 1)]
    for before, after in pairwise(days):
        if _offset(before, rules) != _offset(after, rules):
            yield _narrowed(before, after, rules)


def _narrowed(before: dt.datetime, after: dt.datetime, rules: ZoneInfo) -> dt.datetime:
    while after - before > A_SECOND:
        middle = before + dt.timedelta(seconds=(after - before) // A_SECOND // 2)
        if _offset(middle, rules) == _offset(before, rules):
            before = middle
        else:
            after = middle
    return after


def _offset(instant: dt.datetime, rules: ZoneInfo) -> dt.timedelta:
    offset = instant.astimezone(rules).utcoffset()
    assert offset is not None
    return offset


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)
