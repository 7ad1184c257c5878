"""What a visit's note is drawn from: everything that happened since the visit before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec

from spinewise.rules.facts import Answers
from spinewise_web.clinic.pages import Desk
from spinewise_web.records.core import answers_on
from spinewise_web.records.models import AdverseEvent, DayLog, ExerciseLog, Message, PlanVersion, VisitSession
from spinewise_web.records.reads.course import days_of, exercises_of, messages_of, plans_of
from spinewise_web.records.reads.visits import events_of, sheets_around, visit_before

STILL_OF_THE_VISIT = dt.timedelta(days=1)  # what is kept by then belongs to its note
FIRST_WEEKS = 12


class Line(msgspec.Struct, frozen=True):
    """One line of the draft, the part it belongs to, and where it comes from."""

    part: str
    says: str
    origin: str


class Since(msgspec.Struct, frozen=True, kw_only=True):
    """What happened since the visit before: logs, messages, plans, and what was answered then and now."""

    visit: VisitSession
    before: VisitSession | None
    then: Answers | None
    now: Answers | None
    days: Sequence[DayLog]
    exercises: Sequence[ExerciseLog]
    messages: Sequence[Message]
    plans: Sequence[PlanVersion]
    events: Sequence[AdverseEvent]


def since_last(desk: Desk, visit: VisitSession) -> Since:
    """Everything that the draft is made of."""
    user, person, before = desk.user, desk.person, visit_before(desk.user, visit)
    first = before.on if before else visit.on - dt.timedelta(weeks=FIRST_WEEKS)
    at, until = before.made_at if before else None, visit.made_at + STILL_OF_THE_VISIT
    then, now = sheets_around(user, person, since=at, until=until)
    told = messages_of(user, person).filter(from_clinic=False, made_at__lte=until)
    plans = plans_of(user, person).filter(made_at__lte=until)
    return Since(
        visit=visit,
        before=before,
        then=answers_on(then, today=visit.on) if then else None,
        now=answers_on(now, today=desk.today) if now else None,
        days=[log for log in days_of(user, person, since=first) if log.on <= visit.on],
        exercises=[log for log in exercises_of(user, person, since=first) if log.on <= visit.on],
        messages=list((told.filter(made_at__gt=at) if at else told).order_by("made_at")),
        plans=list((plans.filter(made_at__gt=at) if at else plans).order_by("made_at")),
        events=events_of(user, visit),
    )
