"""What else somebody is treated with: kept and shown in the course, never adjusted."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from spinewise_web.accounts.models import User
from spinewise_web.records.actions.base import action, answering_as, change, hold, keep
from spinewise_web.records.actions.visits import check_not_ahead
from spinewise_web.records.models import OtherTreatment, Person


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
    """Keep what else somebody has for their back: recorded and shown, never adjusted.

    Raises:
        NotAllowed: `by` is neither clinician, patient nor carer of this person.
        ValidationError: it begins ahead, or ends before it begins.
    """
    person = hold(person)
    answering_as(by, person)
    check_order(since, until)
    if since is not None:
        check_not_ahead(since, person, now=now)
    row = OtherTreatment(person=person, kind=kind, name=name, since=since, until=until, effect=effect)
    return keep(row, verb="treatment.add", by=by, now=now)


@action
def end_other_treatment(
    *, treatment: OtherTreatment, until: dt.date, by: User, now: dt.datetime, effect: str = ""
) -> OtherTreatment:
    """Keep that something else has ended, and how it did. Said again, the later word stands.

    Raises:
        NotAllowed: `by` is neither clinician, patient nor carer of this person.
        ValidationError: the day lies ahead, or before it began.
    """
    person = hold(treatment.person)
    answering_as(by, person)
    check_not_ahead(until, person, now=now)
    check_order(treatment.since, until)
    treatment.until, treatment.effect = until, effect or treatment.effect
    return change(treatment, "until", "effect", verb="treatment.end", by=by, now=now)


def check_order(since: dt.date | None, until: dt.date | None) -> None:
    """Refuse what ends before it begins.

    Raises:
        ValidationError: it does.
    """
    if since and until and until < since:
        raise ValidationError(_("Choose an end that is not before its beginning."))
