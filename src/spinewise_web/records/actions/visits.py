"""Visits, what went wrong, referrals, and what else somebody is treated with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError

from spinewise.knowledge.ladders import Urgency
from spinewise_web.accounts.models import User
from spinewise_web.records.actions.answers import open_episode
from spinewise_web.records.actions.base import NotAllowed, action, answering_as, change, clinician, hold, keep
from spinewise_web.records.core import knowledge, today_of
from spinewise_web.records.models import AdverseEvent, Alert, OtherTreatment, Person, Record, Referral, VisitSession

GIVEN = ("intervention", "minutes", "dose", "response")


@action
def record_visit(
    *,
    person: Person,
    on: dt.date,
    minutes: int,
    given: Sequence[Mapping[str, Any]],
    by: User,
    now: dt.datetime,
    response: str = "",
    note: str = "",
    next_steps: str = "",
    corrects: VisitSession | None = None,
) -> VisitSession:
    """Keep a visit: what was given (each {intervention, minutes, dose, response}), how it went, what comes next.

    Whoever keeps it signs it. A later correction names what it `corrects`; both stay.

    Raises:
        NotAllowed: `by` is no clinician of this person.
        ValidationError: something given is not in the library, or the day lies ahead.
    """
    person = hold(person)
    clinician(by, person)
    check_given(given)
    check_not_ahead(on, person, now=now)
    check_same_person(corrects, person)
    visit = VisitSession(
        person=person,
        episode=open_episode(person, by=by, now=now),
        on=on,
        minutes=minutes,
        given=[dict(one) for one in given],
        response=response,
        note=note,
        next=next_steps,
        supersedes=corrects,
    )
    return keep(visit, verb="visit.record", by=by, now=now)


def check_given(given: Sequence[Mapping[str, Any]]) -> None:
    """Refuse what the library does not know.

    Raises:
        ValidationError: it names an unknown intervention or entry.
    """
    for one in given:
        if one.get("intervention") not in knowledge().interventions or set(one) - set(GIVEN):
            raise ValidationError(f"Choose a treatment of the library, with {', '.join(GIVEN)}.")


def check_same_person(earlier: Record | None, person: Person) -> None:
    """Refuse to supersede somebody else's row.

    Raises:
        NotAllowed: it belongs to another person.
    """
    if earlier is not None and earlier.person_id != person.pk:
        raise NotAllowed("This belongs to somebody else.")


def check_not_ahead(on: dt.date, person: Person, *, now: dt.datetime) -> None:
    """Refuse a day that has not begun.

    Raises:
        ValidationError: it lies ahead.
    """
    if on > today_of(person, now=now):
        raise ValidationError("Choose today or an earlier day.")


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
            why=f"Something went wrong on {on}: {what[:200]}",
        )
        keep(alert, verb="alert.raise", by=by, now=now)
    return event


@action
def take_referral(*, person: Person, party: str, reason: str, on: dt.date, by: User, now: dt.datetime) -> Referral:
    """Keep a letter that came with somebody.

    Raises:
        NotAllowed: `by` is no clinician of this person.
    """
    person = hold(person)
    clinician(by, person)
    row = Referral(person=person, way=Referral.Way.IN, party=party, reason=reason, on=on)
    return keep(row, verb="referral.take", by=by, now=now)


@action
def answer_referral(*, referral: Referral, document: Mapping[str, Any], by: User, now: dt.datetime) -> Referral:
    """Keep the letter that answers one.

    Raises:
        NotAllowed: `by` is no clinician of this person.
    """
    clinician(by, hold(referral.person))
    referral.answered_at, referral.document = now, dict(document)
    return change(referral, "answered_at", "document", verb="referral.answer", by=by, now=now)


@action
def refer_out(
    *, person: Person, party: str, reason: str, document: Mapping[str, Any], by: User, now: dt.datetime
) -> Referral:
    """Keep a letter to somebody else.

    Raises:
        NotAllowed: `by` is no clinician of this person.
    """
    person = hold(person)
    clinician(by, person)
    row = Referral(
        person=person,
        way=Referral.Way.OUT,
        party=party,
        reason=reason,
        on=today_of(person, now=now),
        answered_at=now,
        document=dict(document),
    )
    return keep(row, verb="referral.send", by=by, now=now)


@action
def add_other_treatment(
    *,
    person: Person,
    kind: str,
    name: str,
    by: User,
    now: dt.datetime,
    since: dt.date | None = None,
    until: dt.date | None = None,
    effect: str = "",
) -> OtherTreatment:
    """Keep what else somebody has for their back.

    Raises:
        NotAllowed: `by` is neither clinician, patient nor carer of this person.
    """
    person = hold(person)
    answering_as(by, person)
    row = OtherTreatment(person=person, kind=kind, name=name, since=since, until=until, effect=effect)
    return keep(row, verb="treatment.add", by=by, now=now)
