"""Days and times as a person reads them, the same on every machine."""

from __future__ import annotations

import datetime as dt

from spinewise.language import gettext as _
from spinewise.language import gettext_noop

WEEKDAYS = (
    gettext_noop("Monday"),
    gettext_noop("Tuesday"),
    gettext_noop("Wednesday"),
    gettext_noop("Thursday"),
    gettext_noop("Friday"),
    gettext_noop("Saturday"),
    gettext_noop("Sunday"),
)
SHORT_WEEKDAYS = (
    gettext_noop("Mon"),
    gettext_noop("Tue"),
    gettext_noop("Wed"),
    gettext_noop("Thu"),
    gettext_noop("Fri"),
    gettext_noop("Sat"),
    gettext_noop("Sun"),
)
MONTHS = (
    gettext_noop("January"),
    gettext_noop("February"),
    gettext_noop("March"),
    gettext_noop("April"),
    gettext_noop("May"),
    gettext_noop("June"),
    gettext_noop("July"),
    gettext_noop("August"),
    gettext_noop("September"),
    gettext_noop("October"),
    gettext_noop("November"),
    gettext_noop("December"),
)


def date_words(day: dt.date) -> str:
    """`Monday 23 November`, the same on every machine."""
    return _("%(weekday)s %(day)s %(month)s", **_parts(day))


def long_date_words(day: dt.date) -> str:
    """`Monday 23 November 2026`."""
    return _("%(weekday)s %(day)s %(month)s %(year)s", **_parts(day))


def plain_date(day: dt.date) -> str:
    """`23 November 2026`."""
    return _("%(day)s %(month)s %(year)s", **_parts(day))


def day_and_month(day: dt.date) -> str:
    """`23 November`."""
    return _("%(day)s %(month)s", **_parts(day))


def weekday_words(day: dt.date) -> str:
    """`Monday`."""
    return _(WEEKDAYS[day.weekday()])


def short_weekday(day: dt.date) -> str:
    """`Mon`, as a column has room for."""
    return _(SHORT_WEEKDAYS[day.weekday()])


def _parts(day: dt.date) -> dict[str, object]:
    return {"weekday": weekday_words(day), "day": day.day, "month": _(MONTHS[day.month - 1]), "year": day.year}


def time_words(at: dt.time) -> str:
    """`07:30`."""
    return at.strftime("%H:%M")
