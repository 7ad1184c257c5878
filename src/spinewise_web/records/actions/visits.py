"""Visits and what was given at them, and what went wrong."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from spinewise.dates import day_and_month
from spinewise.knowledge.ladders import Urgency
from spinewise_web.accounts.models import User
from spinewise_web.records.actions.answers import open_episode
from spinewise_web.records.actions.base import NotAllowed, action, answering_as, clinician, hold, keep
from spinewise_web.records.actions.consent import give_consent
from spinewise_web.records.actions.worsening import tell_of_a_rise
from spinewise_web.records.allowed import Problem, against, is_excluded, problems_with
from spinewise_web.records.core import knowledge, today_of
from spinewise_web.records.given import Given
from spinewise_web.records.giving import Giving, giving_for
from spinewise_web.records.models import (
    AdverseEvent,
    Alert,
    Person,
    Record,
    VisitSession,
)

MOST_WHY = 2000


class CannotBeGiven(ValidationError):
    """Something may not be given, or not like this; each problem says what to do."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__([one.says for one in problems])
        self.problems = tuple(problems)


@action
def record_visit(
    *,
    person: Person,
    on: dt.date,
    minutes: int,
    given: Sequence[Mapping[str, Any]],
    by: User,
    now: dt.datetime,
    pain_before: int | None = None,
    pain_after: int | None = None,
    response: str = "",
    note: str = "",
    next_steps: str = "",
    agrees: Mapping[str, str] | None = None,
    went_wrong: Mapping[str, str] | None = None,
    key: uuid.UUID | None = None,
    corrects: VisitSession | None = None,
) -> VisitSession:
    """Keep a visit: what was given, how it went, what comes next. `agrees` are consents said now, with their words,
    `went_wrong` what `record_adverse_event` takes.

    What the person's answers hold back, what they have not agreed to and what is beyond its limits is refused. What
    was given `already` is a fact and is kept; when it ought not to have been given, an alert says so. A correction
    names what it `corrects`; both stay. The same `key` twice is kept once. Pain that rose is told to the clinic.

    Raises:
        NotAllowed: `by` is no clinician of this person, or what it corrects was corrected meanwhile.
        CannotBeGiven: something may not be given, or not like this.
        ValidationError: an entry is not one of the library's, or the day lies ahead.
    """
    person = hold(person)
    clinician(by, person)
    known = VisitSession.objects.filter(person=person, key=key).first() if key else None
    if known is not None:
        return known
    check_not_ahead(on, person, now=now)
    check_may_be_corrected(corrects, person)
    for about, words in (agrees or {}).items():
        give_consent(person=person, about=about, by=by, now=now, words=words)
    entries, today = read_given(given), today_of(person, now=now)
    names = [one.intervention for one in entries]
    giving = giving_for(person, names, by=by, on=on, today=today, now=now, corrects=corrects)
    problems = problems_with(entries, giving)
    if problems:
        raise CannotBeGiven(problems)
    visit = VisitSession(
        person=person,
        key=key,
        episode=open_episode(person, by=by, now=now),
        on=on,
        minutes=minutes,
        given=msgspec.to_builtins(entries),
        pain_before=pain_before,
        pain_after=pain_after,
        response=response,
        note=note,
        next=next_steps,
        supersedes=corrects,
    )
    keep(visit, verb="visit.record", by=by, now=now)
    _tell_what_was_given(visit, entries, giving, by=by, now=now)
    tell_of_a_rise(visit, by=by, now=now)
    if went_wrong:
        record_adverse_event(person=person, on=on, visit=visit, by=by, now=now, **went_wrong)
    return visit


def read_given(given: Sequence[Mapping[str, Any]]) -> tuple[Given, ...]:
    """The entries of a visit.

    Raises:
        ValidationError: one cannot be read, is not in the library, or stands there twice.
    """
    try:
        entries = msgspec.convert([dict(one) for one in given], tuple[Given, ...])
    except msgspec.ValidationError as problem:
        raise ValidationError(_("What was given cannot be read: %(problem)s.") % {"problem": problem}) from problem
    names = [one.intervention for one in entries]
    if len(set(names)) != len(names) or set(names) - set(knowledge().interventions):
        raise ValidationError(_("Choose treatments of the library, each once."))
    return entries


def _tell_what_was_given(
    visit: VisitSession, entries: Sequence[Given], giving: Giving, *, by: User, now: dt.datetime
) -> None:
    """Alert somebody to what was given already though it ought not to have been."""
    wrong = {one.intervention: against(one, giving) for one in entries if one.already}
    wrong = {name: says for name, says in wrong.items() if says}
    if not wrong:
        return
    titles = {name: knowledge().interventions[name].title.clinician for name in wrong}
    told = "; ".join(f"{titles[name]} ({' '.join(says)})" for name, says in wrong.items())
    said = {"day": day_and_month(visit.on), "what": told}
    excluded = any(is_excluded(name, giving) for name in wrong)
    alert = Alert(
        person=visit.person,
        episode=visit.episode,
        kind=Alert.Kind.GIVEN_HELD,
        urgency=(Urgency.URGENT if excluded else Urgency.ROUTINE).value,
        why=(_("Given on %(day)s though it was held: %(what)s") % said)[:MOST_WHY],
    )
    keep(alert, verb="alert.raise", by=by, now=now)


def check_may_be_corrected(visit: VisitSession | None, person: Person) -> None:
    """Refuse to correct somebody else's visit, or one that was corrected already.

    Raises:
        NotAllowed: it is one of those.
    """
    check_same_person(visit, person)
    if visit is not None and VisitSession.objects.filter(supersedes=visit).exists():
        raise NotAllowed(_("This visit was corrected meanwhile. Correct the newer one."))


def check_same_person(earlier: Record | None, person: Person) -> None:
    """Refuse to supersede somebody else's row.

    Raises:
        NotAllowed: it belongs to another person.
    """
    if earlier is not None and earlier.person_id != person.pk:
        raise NotAllowed(_("This belongs to somebody else."))


def check_not_ahead(on: dt.date, person: Person, *, now: dt.datetime) -> None:
    """Refuse a day that has not begun.

    Raises:
        ValidationError: it lies ahead.
    """
    if on > today_of(person, now=now):
        raise ValidationError(_("Choose today or an earlier day."))


@action
def record_adverse_event(
    *,
    person: Person,
    on: dt.date,
    what: str,
    severity: str,
    by: User,
    now: dt.datetime,
    intervention: str = "",
    action_taken: str = "",
    visit: VisitSession | None = None,
) -> AdverseEvent:
    """Keep that something went wrong, by whoever tells it. When the person tells it, a clinician is alerted.

    Raises:
        NotAllowed: `by` is neither clinician, patient nor carer of this person.
    """
    person = hold(person)
    role = answering_as(by, person)
    check_not_ahead(on, person, now=now)
    event = AdverseEvent(
        person=person, on=on, what=what, intervention=intervention, severity=severity, action=action_taken, visit=visit
    )
    keep(event, verb="adverse.record", by=by, now=now)
    if role.value == "person" or severity == AdverseEvent.Severity.SEVERE:
        severe = severity == AdverseEvent.Severity.SEVERE
        alert = Alert(
            person=person,
            episode=open_episode(person, by=by, now=now),
            kind=Alert.Kind.ADVERSE_EVENT,
            urgency=(Urgency.URGENT if severe else Urgency.ROUTINE).value,
            why=_("Something went wrong on %(day)s: %(what)s") % {"day": day_and_month(on), "what": what[:200]},
        )
        keep(alert, verb="alert.raise", by=by, now=now)
    return event
