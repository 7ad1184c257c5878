"""The reminder as a form: what is set, what was sent, and what to do about it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spinewise_web.accounts.models import User
from spinewise_web.portal.patient.pages import number_from
from spinewise_web.records.models import Person, Reminder

WEEKDAYS = tuple(
    gettext_lazy(name) for name in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
)
MOST_TIMES = 4


def reminder_shown(user: User, person: Person, filled: QueryDict | None) -> dict[str, Any]:
    """The reminder as a page shows it."""
    row: Reminder | None = person.reminders.visible_to(user).first()
    at, chosen, times, is_on = _kept(row) if filled is None else _sent(filled)
    return {
        "at": at,
        "is_on": is_on,
        "days": [(place, str(name), place in chosen) for place, name in enumerate(WEEKDAYS)],
        "times": [(count, count == times) for count in range(1, MOST_TIMES + 1)],
    }


def _kept(row: Reminder | None) -> tuple[str, list[int], int, bool]:
    if row is None:
        return "09:00", list(range(7)), 2, False
    return f"{row.at:%H:%M}", list(row.weekdays), row.times, row.is_on


def _sent(filled: QueryDict) -> tuple[str, list[int], int, bool]:
    days = [day for one in filled.getlist("weekday") if (day := number_from(one)) is not None]
    return filled.get("at", ""), days, number_from(filled.get("times", "")) or 1, bool(filled.get("is_on"))


def times_from(post: QueryDict) -> tuple[dt.time | None, dict[str, str]]:
    """The time of day, or what to do about it."""
    errors = {}
    at = None
    try:
        at = dt.time.fromisoformat(post.get("at", "")).replace(tzinfo=None)  # days begin where the person is
    except ValueError:
        errors["at"] = _("Enter a time of day, such as 07:30")
    if post.get("is_on") and not post.getlist("weekday"):
        errors["weekdays"] = _("Choose at least one day")
    return at, errors


def said_of(post: QueryDict) -> str:
    """What follows from it, in a sentence."""
    if not post.get("is_on"):
        return _("Saved. No reminders for now.")
    return _("Saved. We write to you at %(at)s, and again while nothing is logged.") % {"at": post.get("at", "")}
