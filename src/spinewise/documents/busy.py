"""A person's calendar as busy instants: what is taken, never what it is about beyond its title."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from spinewise.errors import InputError, Place, Problem
from spinewise.plan.types import Busy

LARGEST_BYTES = 5_000_000
MOST_OCCURRENCES = 20_000
TOO_OFTEN = ("SECONDLY", "MINUTELY", "HOURLY")
DAY = dt.timedelta(days=1)
WHOLE_DAYS = {"DAILY": 1, "WEEKLY": 7}

Moment = dt.date | dt.datetime


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """The dates that count, in the person's zone."""

    starts_on: dt.date
    until: dt.date
    zone: ZoneInfo

    @property
    def opens(self) -> dt.datetime:
        return dt.datetime.combine(self.starts_on, dt.time(), self.zone)

    @property
    def closes(self) -> dt.datetime:
        return dt.datetime.combine(self.until + DAY, dt.time(), self.zone)


class Calendar(msgspec.Struct, frozen=True, kw_only=True):
    """A calendar file while it is being read: its name, and the line each event begins on."""

    file: str
    lines: tuple[int, ...]
    window: Window

    def mistake(self, what: str, instead: str, *, event: int | None = None) -> InputError:
        """An error at an event's first line."""
        known = event is not None and event < len(self.lines)
        place = Place(self.file, self.lines[event]) if known and event is not None else Place(self.file)
        return InputError([Problem(place, what, instead)])


def read_busy(data: bytes, *, file: str, starts_on: dt.date, until: dt.date, zone: str) -> tuple[Busy, ...]:
    """The busy times of an iCalendar file between two dates, both included, in order.

    Repeating events are worked out only inside these dates. Events marked as free, and cancelled ones,
    take no time; an all-day event takes its whole days; a time without a zone is the person's own.

    Raises:
        InputError: the file is broken, too large, or repeats without measure.
    """
    if len(data) > LARGEST_BYTES:
        what = f"the calendar is {len(data) / 1e6:.1f} MB"
        raise InputError([Problem(Place(file), what, "Export only the next few months: at most 5 MB is read")])
    window = Window(starts_on=starts_on, until=until, zone=ZoneInfo(zone))
    calendar = Calendar(file=file, lines=_event_lines(data), window=window)
    events = _events(data, calendar)
    replaced = _replaced(events, calendar)
    found: list[Busy] = []
    for place, event in enumerate(events):
        found += islice(_busy_of(event, place, replaced, calendar), MOST_OCCURRENCES + 1 - len(found))
        if len(found) > MOST_OCCURRENCES:
            what = f"the calendar has more than {MOST_OCCURRENCES:,} busy times between these dates"
            raise calendar.mistake(what, "Export a calendar with fewer events")
    return tuple(sorted(set(found)))


def _event_lines(data: bytes) -> tuple[int, ...]:
    lines = enumerate(data.upper().splitlines(), start=1)
    return tuple(number for number, line in lines if line.strip() == b"BEGIN:VEVENT")


def _events(data: bytes, calendar: Calendar) -> list[Any]:
    import icalendar

    try:
        parsed = icalendar.Calendar.from_ical(data, multiple=True)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise _broken(data, error, calendar) from None
    events = [event for whole in parsed for event in whole.walk("VEVENT")]
    if not any(whole.name == "VCALENDAR" for whole in parsed):
        raise calendar.mistake("this is not a calendar file", "Export the calendar as iCalendar (.ics)")
    return events


def _broken(data: bytes, error: Exception, calendar: Calendar) -> InputError:
    """The error at its line, when the reader's message quotes the line."""
    quoted = re.findall(r"'([^']+)'", str(error))
    lines = data.decode("utf-8", errors="replace").splitlines()
    found = (number for text in quoted for number, line in enumerate(lines, start=1) if line and line == text)
    place = Place(calendar.file, next(found, 0))
    what = "the calendar file is broken and cannot be read"
    return InputError([Problem(place, what, "Export it again as iCalendar (.ics)")])


def _busy_of(event: Any, place: int, replaced: dict[str, set[dt.datetime]], calendar: Calendar) -> Iterator[Busy]:
    if str(event.get("TRANSP", "")).upper() == "TRANSPARENT" or str(event.get("STATUS", "")).upper() == "CANCELLED":
        return
    try:
        starts, lasts = _times(event, calendar.window.zone)
        gone = set() if "RECURRENCE-ID" in event else replaced.get(str(event.get("UID", "")), set())
        yield from _inside(starts, lasts, event, gone, place, calendar)
    except (ValueError, TypeError, AttributeError, KeyError, OverflowError):
        raise calendar.mistake(
            "this event cannot be read", "Correct its start, end or repetition, or delete it", event=place
        ) from None


def _inside(
    starts: dt.datetime,
    lasts: dt.timedelta,
    event: Any,
    gone: set[dt.datetime],
    place: int,
    calendar: Calendar,
) -> Iterator[Busy]:
    window, title = calendar.window, str(event.get("SUMMARY", ""))
    for start in _occurrences(starts, lasts, event, place, calendar):
        instant, end = start.astimezone(dt.UTC), _end(start, lasts, event)
        if instant not in gone and instant < window.closes and end > window.opens and instant < end:
            yield Busy(instant, end, title)


def _end(start: dt.datetime, lasts: dt.timedelta, event: Any) -> dt.datetime:
    """Whole days end at midnight on the wall, however long the day was; times last what they last."""
    if _is_all_day(event):
        return (start.replace(tzinfo=None) + lasts).replace(tzinfo=start.tzinfo).astimezone(dt.UTC)
    return start.astimezone(dt.UTC) + lasts


def _is_all_day(event: Any) -> bool:
    return not isinstance(event["DTSTART"].dt, dt.datetime)


def _times(event: Any, zone: ZoneInfo) -> tuple[dt.datetime, dt.timedelta]:
    """The first start, and how long each occurrence lasts."""
    given: Moment = event["DTSTART"].dt
    start = _instant(given, zone)
    if "DURATION" in event:
        return start, event["DURATION"].dt
    if "DTEND" not in event:
        return start, DAY if _is_all_day(event) else dt.timedelta()
    end: Moment = event["DTEND"].dt
    if _is_all_day(event):
        return start, dt.timedelta(days=(_date(end) - _date(given)).days)
    return start, _instant(end, zone).astimezone(dt.UTC) - start.astimezone(dt.UTC)


def _date(moment: Moment) -> dt.date:
    return moment.date() if isinstance(moment, dt.datetime) else moment


def _instant(moment: Moment, zone: ZoneInfo) -> dt.datetime:
    """With a zone: its own, or the person's."""
    if not isinstance(moment, dt.datetime):
        return dt.datetime.combine(moment, dt.time(), zone)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)


def _occurrences(
    starts: dt.datetime, lasts: dt.timedelta, event: Any, place: int, calendar: Calendar
) -> Iterator[dt.datetime]:
    """Starts that could reach into the window. Repetition keeps the wall time of the event's own zone."""
    zone = calendar.window.zone
    left_out = {_instant(moment, zone).astimezone(dt.UTC) for moment in _moments(event, "EXDATE")}
    added = [_instant(moment, zone) for moment in _moments(event, "RDATE")]
    repeating = _many(event, "RRULE")
    single = [] if repeating else [starts]
    for rule in repeating:
        single += _repeated(starts, lasts, rule, place, calendar)
    for start in sorted({*single, *added}):
        if start.astimezone(dt.UTC) not in left_out:
            yield start


def _repeated(starts: dt.datetime, lasts: dt.timedelta, rule: Any, place: int, calendar: Calendar) -> list[dt.datetime]:
    from dateutil.rrule import rrulestr

    own = starts.tzinfo
    frequency = str(rule.get("FREQ", [""])[0]).upper()
    if frequency in TOO_OFTEN or int(rule.get("INTERVAL", [1])[0]) < 1:
        what = "this event repeats more than once a day without measure"
        raise calendar.mistake(what, "Repeat it daily, or less often", event=place)
    wall = starts.replace(tzinfo=None)
    opens = calendar.window.opens.astimezone(own).replace(tzinfo=None) - lasts - DAY
    closes = min(calendar.window.closes.astimezone(own).replace(tzinfo=None) + DAY, _last(rule, own))
    count = int(rule["COUNT"][0]) if "COUNT" in rule else None
    begins = wall if count else _moved_near(wall, opens, frequency, rule)
    if begins > closes:
        return []
    repeats = rrulestr(f"{_endless(rule)};UNTIL={closes:%Y%m%dT%H%M%S}", dtstart=begins)
    walls = islice(repeats, count)
    found = islice((at for at in walls if at >= opens), MOST_OCCURRENCES + 1)
    return [at.replace(tzinfo=own) for at in found]


def _endless(rule: Any) -> str:
    """The rule without its end, which is applied here on the wall clock."""
    text: str = rule.to_ical().decode()
    return ";".join(part for part in text.split(";") if not part.upper().startswith(("COUNT=", "UNTIL=")))


def _last(rule: Any, own: dt.tzinfo | None) -> dt.datetime:
    """The last moment the rule allows, as wall time of the event's zone."""
    if "UNTIL" not in rule:
        return dt.datetime.max  # noqa: DTZ901
    until: Moment = rule["UNTIL"][0]
    if not isinstance(until, dt.datetime):
        return dt.datetime.combine(until, dt.time.max)
    return until.astimezone(own).replace(tzinfo=None) if until.tzinfo else until


def _moved_near(wall: dt.datetime, opens: dt.datetime, frequency: str, rule: Any) -> dt.datetime:
    """The same rhythm begun shortly before the window, so that decades of repetition cost nothing."""
    if frequency not in WHOLE_DAYS:
        return wall
    stride = WHOLE_DAYS[frequency] * int(rule.get("INTERVAL", [1])[0])
    strides = max((opens - wall).days // stride - 1, 0)
    return wall + strides * stride * DAY


def _many(event: Any, name: str) -> list[Any]:
    value = event.get(name)
    return [] if value is None else value if isinstance(value, list) else [value]


def _moments(event: Any, name: str) -> Iterable[Moment]:
    """Dates of EXDATE or RDATE; of a period only its start counts."""
    for group in _many(event, name):
        for one in group.dts:
            yield one.dt[0] if isinstance(one.dt, tuple) else one.dt


def _replaced(events: list[Any], calendar: Calendar) -> dict[str, set[dt.datetime]]:
    """By event, the occurrences that another entry of the file moves, changes or cancels."""
    moved: dict[str, set[dt.datetime]] = {}
    for event in events:
        if "RECURRENCE-ID" in event:
            instant = _instant(event["RECURRENCE-ID"].dt, calendar.window.zone).astimezone(dt.UTC)
            moved.setdefault(str(event.get("UID", "")), set()).add(instant)
    return moved
