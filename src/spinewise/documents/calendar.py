"""The plan as a calendar that phones can subscribe to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from spinewise.documents.week import Series, series_of
from spinewise.documents.words import dose_line
from spinewise.documents.zone import time_zone
from spinewise.knowledge.models import KnowledgeBase
from spinewise.language import gettext as _
from spinewise.plan.types import Item, Plan

if TYPE_CHECKING:
    import icalendar

MAKER = "-//Spinewise//Plan//EN"
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
REVIEW = "review"
SAME_ROUND = 5
"""Minutes between two items up to which the second belongs to the same round."""


def calendar(plan: Plan, kb: KnowledgeBase, *, reminder_minutes: int = 10) -> bytes:
    """Every slot of a plan as an iCalendar file, with reminders and the day of the review.

    An item at one wall time is one weekly series in the plan's zone; days it skips are taken out and a
    moved day is an event of its own, so that expanding the file gives exactly the plan's slots. Nothing in
    it comes from a clock: the same plan gives the same bytes, and the same event keeps its UID. What is done
    through the day has no clock time and stays on the handout.

    Args:
        plan: an accepted plan.
        kb: the knowledge the plan was made with, for titles and steps.
        reminder_minutes: how long before the start the phone speaks; 0 for no reminders.
    """
    import icalendar

    made = icalendar.Calendar()
    made.add("prodid", MAKER)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", "Spinewise")
    made.add_component(time_zone(plan.proposal.zone, *_span(plan)))
    for event in _events(plan, kb, reminder_minutes):
        made.add_component(event)
    lines: bytes = made.to_ical()
    return lines


def _events(plan: Plan, kb: KnowledgeBase, reminder_minutes: int) -> Iterable[icalendar.Event]:
    begins = beginnings(plan)
    for item in plan.proposal.items:
        for series in series_of(item):
            event = _event(plan, item, series, kb)
            if reminder_minutes and any((day, series.at) in begins for day in series.on):
                event.add_component(_reminder(str(event["summary"]), reminder_minutes))
            yield event
    yield _review(plan)


def beginnings(plan: Plan) -> frozenset[tuple[dt.date, dt.time]]:
    """The times at which a round of exercises begins: one reminder is enough for what follows at once."""
    slots = sorted(slot for item in plan.proposal.items for slot in item.slots)
    ends: dict[dt.date, float] = {}
    found = set()
    for slot in slots:
        minute = slot.at.hour * 60 + slot.at.minute
        if minute > ends.get(slot.on, -SAME_ROUND) + SAME_ROUND:
            found.add((slot.on, slot.at))
        ends[slot.on] = minute + slot.minutes
    return frozenset(found)


def _event(plan: Plan, item: Item, series: Series, kb: KnowledgeBase) -> icalendar.Event:
    what = kb.interventions[item.intervention]
    zone = ZoneInfo(plan.proposal.zone)
    event = _named(plan, _key(series), what.title.patient)
    event.add("dtstart", _at(series.on[0], series, zone))
    event.add("duration", dt.timedelta(minutes=max(1, round(series.minutes))))
    event.add("description", "\n".join([dose_line(item.dose), "", *what.steps]))
    if len(series.on) > 1:
        event.add("rrule", _weekly(series, zone))
        if series.missed:
            event.add("exdate", [_at(day, series, zone) for day in series.missed])
    return event


def _weekly(series: Series, zone: ZoneInfo) -> dict[str, object]:
    last = _at(series.on[-1], series, zone).astimezone(dt.UTC)
    return {"freq": "WEEKLY", "byday": [WEEKDAYS[day] for day in series.weekdays], "until": last}


def _review(plan: Plan) -> icalendar.Event:
    event = _named(plan, REVIEW, _("We look at your plan again"))
    event.add("dtstart", plan.proposal.review_on)
    event.add("dtend", plan.proposal.review_on + dt.timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return event


def _named(plan: Plan, key: str, summary: str) -> icalendar.Event:
    """An event that is stamped with the plan's first day and named by the plan's id."""
    import icalendar

    event = icalendar.Event()
    event.add("uid", f"{plan.id}-{key}@spinewise")
    event.add("dtstamp", dt.datetime.combine(plan.proposal.starts_on, dt.time(), dt.UTC))
    event.add("class", "PRIVATE")
    event.add("summary", summary)
    return event


def _reminder(summary: str, minutes: int) -> icalendar.Alarm:
    import icalendar

    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", dt.timedelta(minutes=-minutes))
    alarm.add("description", summary)
    return alarm


def _key(series: Series) -> str:
    """What sets one series of a plan apart: item, wall time, minutes, and the date of a moved one."""
    date = "" if series.usual else f"-{series.on[0]:%Y%m%d}"
    return f"{series.intervention.replace('/', '-')}-{series.at:%H%M}-{series.minutes:g}{date}"


def _at(day: dt.date, series: Series, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day, series.at, zone)


def _span(plan: Plan) -> tuple[dt.date, dt.date]:
    days = [slot.on for item in plan.proposal.items for slot in item.slots]
    return min([plan.proposal.starts_on, *days]), max([plan.proposal.review_on, *days])
