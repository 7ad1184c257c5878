"""Somebody comes to the clinic: registered, invited, with a letter or without; carers; invitations sent again."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from spinewise_web.accounts.models import CLINICIANS, Clinic, Invitation, Role, User, roles_in
from spinewise_web.records.actions.base import NotAllowed, action, hold, note_plain, one_of
from spinewise_web.records.actions.consent import give_consent
from spinewise_web.records.actions.people import ANYBODY_WHO_WORKS_HERE, STAFF, Invited, invite, register_person
from spinewise_web.records.actions.referrals import take_referral
from spinewise_web.records.models import Consent, Person


class CameWith(msgspec.Struct, frozen=True, kw_only=True):
    """The letter that somebody brought: from whom, why, from which day."""

    party: str
    reason: str
    on: dt.date


class Came(msgspec.Struct, frozen=True, kw_only=True):
    """Who came, and the invitation when one is to be sent."""

    person: Person
    invited: Invited | None


@action
def come_in(
    *, clinic: Clinic, by: User, now: dt.datetime, letter: CameWith | None = None, invites: bool = False, **fields: Any
) -> Came:
    """Register a patient together with the letter they came with and their invitation: all of it is kept, or nothing.

    Raises:
        NotAllowed: `by` does not work here, or keeps a letter without treating anybody.
        ValidationError: something is missing or cannot be kept.
    """
    therapist = fields.get("therapist")
    if therapist is not None and not roles_in(therapist, clinic.pk) & set(CLINICIANS):
        raise ValidationError(_("Choose a therapist of this clinic."))
    person = register_person(clinic=clinic, by=by, now=now, **fields)
    if letter is not None:
        take_referral(person=person, party=letter.party, reason=letter.reason, on=letter.on, by=by, now=now)
    return Came(person=person, invited=invite_patient(person=person, by=by, now=now) if invites else None)


@action
def invite_patient(*, person: Person, by: User, now: dt.datetime) -> Invited:
    """Invite a patient to their own pages; an invitation that was sent before stops working.

    Raises:
        NotAllowed: `by` does not work in this clinic, or the patient has an account already.
        ValidationError: no address is known.
    """
    person = hold(person)
    if person.user_id is not None:
        raise NotAllowed(_("This patient has an account already."))
    if not person.email:
        raise ValidationError(_("Enter an e-mail address first."))
    _withdraw_open(person.clinic, into=Invitation.Into.PATIENT, person=person, email="", by=by, now=now)
    return invite(
        clinic=person.clinic,
        email=person.email,
        name=person.name,
        into=Invitation.Into.PATIENT,
        by=by,
        now=now,
        person=person,
    )


@action
def invite_carer(
    *, person: Person, name: str, email: str, relationship: str, words: str, by: User, now: dt.datetime
) -> Invited:
    """Invite somebody who cares for a patient, on the patient's word, which is kept as it was said.

    Raises:
        NotAllowed: `by` is no clinician of this person.
        ValidationError: the word is missing, or the address is none.
    """
    person = hold(person)
    one_of(by, person.clinic_id, CLINICIANS)
    if not words.strip():
        raise ValidationError(_("Write what the patient agreed to."))
    give_consent(person=person, about=Consent.About.CARER, by=by, now=now, words=words.strip())
    _withdraw_open(person.clinic, into=Invitation.Into.CARER, person=person, email=email, by=by, now=now)
    return invite(
        clinic=person.clinic,
        email=email,
        name=name,
        into=Invitation.Into.CARER,
        by=by,
        now=now,
        person=person,
        relationship=relationship,
    )


@action
def invite_staff(*, clinic: Clinic, name: str, email: str, role: str, by: User, now: dt.datetime) -> Invited:
    """Invite a colleague into a role; an invitation of the same kind that was sent before stops working.

    Raises:
        NotAllowed: `by` is no administrator of the clinic.
        ValidationError: that is no role, or the address is none.
    """
    if role not in STAFF:
        raise ValidationError(_("Choose what they do here."))
    one_of(by, clinic.pk, [Role.ADMINISTRATOR])
    _withdraw_open(clinic, into=role, person=None, email=email, by=by, now=now)
    return invite(clinic=clinic, email=email, name=name, into=role, by=by, now=now)


@action
def withdraw_invitation(*, invitation: Invitation, by: User, now: dt.datetime) -> Invitation:
    """Make an invitation stop working at once. One that was accepted or is over stays as it is.

    Raises:
        NotAllowed: `by` may not invite into this.
    """
    may = [Role.ADMINISTRATOR] if invitation.into in STAFF else ANYBODY_WHO_WORKS_HERE
    one_of(by, invitation.clinic_id, may)
    ended = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, expires_at__gt=now).update(expires_at=now)
    if ended:
        note_plain(
            verb="member.uninvite",
            about="invitation",
            about_id=invitation.pk,
            clinic_id=invitation.clinic_id,
            by=by,
            now=now,
        )
    invitation.refresh_from_db()
    return invitation


def _withdraw_open(clinic: Clinic, *, into: str, person: Person | None, email: str, by: User, now: dt.datetime) -> None:
    """Only the newest mail works."""
    rows = Invitation.objects.filter(clinic=clinic, into=into, accepted_at=None, expires_at__gt=now)
    rows = rows.filter(person_id=person.pk if person else None)
    for row in rows.filter(email=email.strip().lower()) if email else rows:
        withdraw_invitation(invitation=row, by=by, now=now)
