"""The week around a day: what was planned on each, what was done, and how that is said."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from spinewise.plan.types import Item
from spinewise_web.portal.patient.pages import Here
from spinewise_web.records.models import ExerciseLog

DAYS = tuple(gettext_lazy(name) for name in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))


class WeekDay(msgspec.Struct, frozen=True, kw_only=True):
    """One segment of the week."""

    state: str
    name: str
    says: str


def monday_of(day: dt.date) -> dt.date:
    """The first day of its week."""
    return day - dt.timedelta(days=day.weekday())


def week_of(here: Here, logs: Sequence[ExerciseLog]) -> Iterator[WeekDay]:
    """Monday to Sunday: done, half, not done, free, today, to come."""
    planned = planned_by_day(here.standing.items)
    done = done_by_day(logs)
    for place in range(7):
        on = monday_of(here.today) + dt.timedelta(days=place)
        state = state_of(on, planned[on], done[on], today=here.today)
        yield WeekDay(state=state, name=str(DAYS[place]), says=str(STATES[state]))


STATES = {
    "done": gettext_lazy("done"),
    "part": gettext_lazy("partly done"),
    "missed": gettext_lazy("not logged"),
    "rest": gettext_lazy("free"),
    "today": gettext_lazy("today"),
    "later": gettext_lazy("to come"),
}


def planned_by_day(items: Iterable[Item]) -> Counter[dt.date]:
    """How many times something is planned on each day."""
    return Counter(slot.on for item in items if not item.in_clinic for slot in item.slots)


def done_by_day(logs: Iterable[ExerciseLog]) -> Counter[dt.date]:
    """How many times something was done on each day."""
    return Counter(log.on for log in logs if log.outcome == ExerciseLog.Outcome.DONE)


def state_of(on: dt.date, planned: int, done: int, *, today: dt.date) -> str:
    """How a day stands. What was done counts as done also on a day that planned nothing."""
    if done and done >= planned:
        return "done"
    if on == today:
        return "today"
    if on > today:
        return "later" if planned else "rest"
    if done:
        return "part"
    return "missed" if planned else "rest"


def week_says(week: Sequence[WeekDay]) -> str:
    """On how many days everything was done; no streaks, and nothing about what is missing."""
    full = sum(1 for day in week if day.state == "done")
    if not full:
        return ""
    return ngettext(
        "%(count)s day so far this week with everything done.",
        "%(count)s days so far this week with everything done.",
        full,
    ) % {"count": count_words(full)}


def count_words(number: int) -> str:
    """A small number as a word, for the beginning of a sentence."""
    words = (_("No"), _("One"), _("Two"), _("Three"), _("Four"), _("Five"), _("Six"))
    return words[number] if number < len(words) else str(number)
