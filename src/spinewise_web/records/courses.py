"""The course of a passive treatment: which session of how many, until when, and on how many days a week."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from spinewise.dates import date_words
from spinewise_web.records.core import knowledge
from spinewise_web.records.giving import Giving

A_WEEK = 7


def course_end(name: str, giving: Giving) -> dt.date | None:
    """The last day of a passive treatment: as planned, or counted from the first time it was given."""
    item, one = giving.planned.get(name), knowledge().modalities.get(name)
    if one is None or (item is not None and item.until is not None):
        return item.until if item else None
    first = giving.days.get(name, (giving.on,))[0]
    return first + dt.timedelta(days=one.course_days)


def course_words(name: str, giving: Giving) -> str:
    """Which session of how many, and until when; empty for what has no course."""
    one, end = knowledge().modalities.get(name), course_end(name, giving)
    if one is None or end is None:
        return ""
    said: dict[str, Any] = {"count": len(giving.days.get(name, ())), "end": date_words(end)}
    if one.course_sessions is None:
        return (_("given %(count)s times, ends on %(end)s") if said["count"] else _("ends on %(end)s")) % said
    return _("%(count)s of at most %(most)s sessions given, ends on %(end)s") % (
        said | {"most": one.course_sessions[1]}
    )


def course_problem(name: str, giving: Giving) -> str:
    """Why the course allows no further session."""
    one, end = knowledge().modalities.get(name), course_end(name, giving)
    if one is None or name in giving.known:
        return ""
    earlier = giving.days.get(name, ())
    this_week = {day for day in earlier if 0 < (giving.on - day).days < A_WEEK}
    if one.course_sessions and len(earlier) >= one.course_sessions[1]:
        return _("A course has at most %(most)s sessions, and they were given.") % {"most": one.course_sessions[1]}
    if end is not None and giving.on > end:
        return _("Its course ended on %(end)s. Plan a new one if it helped.") % {"end": date_words(end)}
    if len(this_week) >= one.dose.limit.days_a_week:
        return _("It is for at most %(most)s days a week.") % {"most": one.dose.limit.days_a_week}
    return ""
