"""Withdrawing an exercise of the clinic's own: it is held at once wherever a plan holds it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from spinewise_web.accounts.models import CLINICIANS, User
from spinewise_web.records.actions.base import NotAllowed, action, change, hold, note_plain, one_of
from spinewise_web.records.core import planned
from spinewise_web.records.models import OwnExercise, Person, PlanVersion
from spinewise_web.records.standing import tell_held


@action
def withdraw_own_exercise(*, exercise: OwnExercise, why: str, by: User, now: dt.datetime) -> OwnExercise:
    """Say with one's name that an exercise is to be done no more, and why.

    Plans that hold it keep it, held: nobody knows yet whether it did harm, and to leave one exercise out for some days
    harms less than to go on with it. Whoever treats them is told, and decides what takes its place.

    Raises:
        NotAllowed: `by` is no clinician of the clinic, or somebody withdrew it already.
        ValidationError: no reason is given, or a very long one.
    """
    one_of(by, exercise.clinic_id, CLINICIANS)
    row = OwnExercise.objects.select_for_update().get(pk=exercise.pk)
    if row.withdrawn_at is not None:
        raise NotAllowed(_("Somebody has withdrawn this exercise already."))
    if not why.strip():
        raise ValidationError(_("Say why it is withdrawn"))
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_why = now, by, why.strip()
    row.clean_fields(exclude={"clinic", "replaces", "made_by", "reviewed_by", "withdrawn_by", "words"})
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    note_plain(verb="exercise.withdraw", about="ownexercise", about_id=row.pk, clinic_id=row.clinic_id, by=by, now=now)
    for person in _doing(row):
        _hold_for(person, row, by=by, now=now)
    return row


def _doing(row: OwnExercise) -> Iterator[Person]:
    """Everybody with an open plan that holds it, always in the same order."""
    open_plans = PlanVersion.objects.holding(row.intervention).filter(person__clinic=row.clinic_id)
    yield from Person.objects.filter(pk__in=open_plans.values("person")).order_by("pk")


def _hold_for(person: Person, row: OwnExercise, *, by: User, now: dt.datetime) -> None:
    person = hold(person)
    for version in PlanVersion.objects.holding(row.intervention).filter(person=person).select_related("episode"):
        if row.intervention not in planned(version) or row.intervention in version.held:
            continue
        version.held = sorted({*version.held, row.intervention})
        change(version, "held", verb="plan.hold", by=by, now=now)
        if version.state == PlanVersion.State.SIGNED:
            why = _("Your clinic withdrew %(name)s: %(why)s") % {"name": row.name, "why": row.withdrawn_why}
            tell_held(version, why, by=by, now=now)
