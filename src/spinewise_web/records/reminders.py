"""When a reminder is due: wall time where the person is, again while nothing is logged, never in quiet hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import msgspec

LATE = dt.timedelta(hours=2)  # a worker that was down does not send the morning's reminder in the evening


class Rhythm(msgspec.Struct, frozen=True, kw_only=True):
    """When somebody wants to be reminded. `weekdays` are 0 (Monday) to 6; quiet hours may go over midnight."""

    at: dt.time
    weekdays: tuple[int, ...]
    times: int
    again_after: dt.timedelta
    quiet_from: dt.time
    quiet_until: dt.time
    zone: ZoneInfo


def due(rhythm: Rhythm, *, now: dt.datetime, sent: frozenset[int]) -> int | None:
    """Which of today's reminders is to go out now, counted from 0, or none.

    `sent` are those of today that went out. One that was missed by more than `LATE` is left out, not caught up.
    """
    local = now.astimezone(rhythm.zone)
    if local.weekday() not in rhythm.weekdays or is_quiet(rhythm, local.time()):
        return None
    passed = [nth for nth, at in enumerate(instants(rhythm, local.date())) if at <= now < at + LATE]
    return next((nth for nth in reversed(passed) if not any(other >= nth for other in sent)), None)


def instants(rhythm: Rhythm, day: dt.date) -> Iterator[dt.datetime]:
    """The instants of a day's reminders. A time that the clocks skip comes when they have jumped; one that comes
    twice counts the first time."""
    first = dt.datetime.combine(day, rhythm.at, tzinfo=rhythm.zone).astimezone(dt.UTC)
    for nth in range(rhythm.times):
        at = first + nth * rhythm.again_after
        if at.astimezone(rhythm.zone).date() == day:
            yield at


def is_quiet(rhythm: Rhythm, at: dt.time) -> bool:
    """Whether nothing may ring now."""
    begin, end = rhythm.quiet_from, rhythm.quiet_until
    return begin <= at < end if begin <= end else at >= begin or at < end
