"""Clinics, staff and patients come and go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import msgspec
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from spinewise.plan.types import Busy
from spinewise_web.accounts.models import CLINICIANS, Clinic, Invitation, Membership, Role, User
from spinewise_web.accounts.tokens import digest_of_token, new_token
from spinewise_web.records.actions.base import NotAllowed, action, answering_as, hold, note, note_plain, one_of
from spinewise_web.records.actions.consent import add_carer
from spinewise_web.records.models import Person

INVITATION_LIVES = dt.timedelta(days=7)
STAFF = frozenset(Role.values)
CUSTOMS = {field.name for field in Clinic._meta.concrete_fields} - {"id", "created_at"}  # noqa: SLF001
ANYBODY_WHO_WORKS_HERE = (*CLINICIANS, Role.ADMINISTRATOR)


class Invited(msgspec.Struct, frozen=True, kw_only=True):
    """The invitation, and the token for the mail; it is not kept and cannot be read again."""

    invitation: Invitation
    token: str


@action
def add_clinic(*, name: str, zone: str, administrator: User, now: dt.datetime, **customs: Any) -> Clinic:
    """Open a clinic with its first administrator; done on the server, never from a page."""
    clinic = Clinic(name=name, zone=zone, **customs)
    clinic.full_clean()
    clinic.save(force_insert=True)
    note_plain(verb="clinic.add", about="clinic", about_id=clinic.pk, clinic_id=clinic.pk, by=None, now=now)
    add_member(clinic=clinic, user=administrator, role=Role.ADMINISTRATOR, by=None, now=now)
    return clinic


@action
def change_clinic(*, clinic: Clinic, by: User, now: dt.datetime, **fields: Any) -> Clinic:
    """Change a clinic's name, zone, numbers to call, hours, equipment or customs.

    Raises:
        NotAllowed: `by` is no administrator of the clinic.
        ValidationError: a field is none of these, or a value cannot be kept.
    """
    one_of(by, clinic.pk, [Role.ADMINISTRATOR])
    if set(fields) - CUSTOMS:
        raise ValidationError(_("Change the name, zone, numbers, hours, equipment or customs."))
    for field, value in fields.items():
        setattr(clinic, field, value)
    clinic.full_clean()
    clinic.save(update_fields=fields)
    note_plain(verb="clinic.change", about="clinic", about_id=clinic.pk, clinic_id=clinic.pk, by=by, now=now)
    return clinic


@action
def add_member(*, clinic: Clinic, user: User, role: str, by: User | None, now: dt.datetime) -> Membership:
    """Give somebody a role in a clinic; nobody (`by` is None) only on the server.

    Raises:
        NotAllowed: `by` is no administrator of the clinic.
    """
    if by is not None:
        one_of(by, clinic.pk, [Role.ADMINISTRATOR])
    row = Membership.objects.current().filter(clinic=clinic, user=user, role=role).first()
    if row is None:
        row = Membership.objects.create(clinic=clinic, user=user, role=role, since=now)
        note_plain(verb="member.add", about="membership", about_id=row.pk, clinic_id=clinic.pk, by=by, now=now)
    return row


@action
def end_membership(*, membership: Membership, by: User, now: dt.datetime) -> Membership:
    """Take a role away, at once. A clinic keeps one administrator.

    Raises:
        NotAllowed: `by` is no administrator of the clinic, or this is its last one.
    """
    one_of(by, membership.clinic_id, [Role.ADMINISTRATOR])
    rows = Membership.objects.current().filter(clinic=membership.clinic_id, role=Role.ADMINISTRATOR)
    if {row.pk for row in rows.select_for_update()} == {membership.pk}:
        raise NotAllowed(_("A clinic needs an administrator. Name another one first."))
    membership.until = now
    membership.save(update_fields=["until"])
    note_plain(
        verb="member.end",
        about="membership",
        about_id=membership.pk,
        clinic_id=membership.clinic_id,
        by=by,
        now=now,
    )
    return membership


@action
def register_person(
    *,
    clinic: Clinic,
    name: str,
    by: User,
    now: dt.datetime,
    email: str = "",
    born_on: dt.date | None = None,
    phone: str = "",
    reference: str = "",
    zone: str = "",
    therapist: User | None = None,
) -> Person:
    """A new patient. A clinician who registers somebody is their therapist unless another is named.

    Raises:
        NotAllowed: `by` does not work in this clinic.
        ValidationError: the name is missing, or a value cannot be kept.
    """
    roles = one_of(by, clinic.pk, ANYBODY_WHO_WORKS_HERE)
    person = Person(
        clinic=clinic,
        name=name.strip(),
        email=email.strip().lower(),
        born_on=born_on,
        phone=phone,
        reference=reference,
        zone=zone or clinic.zone,
        therapist=therapist or (by if roles & set(CLINICIANS) else None),
        created_at=now,
    )
    person.full_clean(validate_unique=False, validate_constraints=False)
    person.save(force_insert=True)
    note(person, verb="person.register", by=by, now=now, person=person)
    return person


@action
def invite(
    *,
    clinic: Clinic,
    email: str,
    name: str,
    into: str,
    by: User,
    now: dt.datetime,
    person: Person | None = None,
    relationship: str = "",
) -> Invited:
    """Invite staff as an administrator, a patient or carer as whoever works there; a patient may invite a carer.

    Raises:
        NotAllowed: `by` may not invite into this.
        ValidationError: a patient or carer without a person of this clinic, or an address that is none.
    """
    if into in STAFF:
        one_of(by, clinic.pk, [Role.ADMINISTRATOR])
    elif person is None or person.clinic_id != clinic.pk:
        raise ValidationError(_("Choose the patient this is about."))
    elif person.user_id != by.pk or into != Invitation.Into.CARER:
        one_of(by, clinic.pk, ANYBODY_WHO_WORKS_HERE)
    token = new_token()
    row = Invitation(
        clinic=clinic,
        email=email.strip().lower(),
        name=name.strip(),
        into=into,
        person_id=person.pk if person else None,
        relationship=relationship,
        token_digest=digest_of_token(token),
        invited_by=by,
        created_at=now,
        expires_at=now + INVITATION_LIVES,
    )
    row.full_clean(validate_unique=False)
    row.save(force_insert=True)
    note_plain(verb="member.invite", about="invitation", about_id=row.pk, clinic_id=clinic.pk, by=by, now=now)
    return Invited(invitation=row, token=token)


def usable_invitation(token: str, *, now: dt.datetime) -> Invitation | None:
    """The invitation behind a token, while it may be accepted."""
    rows = Invitation.objects.filter(token_digest=digest_of_token(token), accepted_at=None, expires_at__gt=now)
    return rows.select_related("clinic", "invited_by").first()


@action
def accept_invitation(*, token: str, now: dt.datetime, password: str | None = None) -> User:
    """Become what the invitation says. Who answers the mail owns its address, so an account that is there is used.

    Raises:
        NotAllowed: the invitation was used, is too old, or its patient is gone or has an account already.
    """
    invitation = usable_invitation(token, now=now)
    if invitation is None:
        raise NotAllowed(_("This invitation does not work any more. Ask for a new one."))
    user = User.objects.filter(email=invitation.email).first()
    if user is None:
        user = User.objects.create_user(invitation.email, password, name=invitation.name)
    _join(invitation, user, now=now)
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    note_plain(
        verb="member.join",
        about="invitation",
        about_id=invitation.pk,
        clinic_id=invitation.clinic_id,
        by=user,
        now=now,
    )
    return user


def _join(invitation: Invitation, user: User, *, now: dt.datetime) -> None:
    if invitation.into in STAFF:
        add_member(clinic=invitation.clinic, user=user, role=invitation.into, by=None, now=now)
        return
    person = Person.objects.select_for_update().filter(pk__in=[invitation.person_id], clinic=invitation.clinic).first()
    if person is None:
        raise NotAllowed(_("This invitation does not work any more. Ask for a new one."))
    if invitation.into == Invitation.Into.CARER:
        inviting = invitation.invited_by
        add_carer(person=person, user=user, relationship=invitation.relationship or "carer", by=inviting, now=now)
        return
    if person.user_id not in {None, user.pk}:
        raise NotAllowed(_("This patient has an account already."))
    person.user = user
    person.save(update_fields=["user"])
    note(person, verb="person.join", by=user, now=now, person=person)


@action
def set_busy(*, person: Person, busy: Sequence[Busy], by: User, now: dt.datetime) -> Person:
    """Keep the times that are taken; plans are made around them.

    Raises:
        NotAllowed: `by` is neither clinician, patient nor carer of this person.
        ValidationError: a time has no zone, or ends before it begins.
    """
    person = hold(person)
    answering_as(by, person)
    if any(one.start.tzinfo is None or one.end.tzinfo is None or one.end <= one.start for one in busy):
        raise ValidationError(_("Give busy times with a time zone, each ending after it begins."))
    person.busy = [[one.start.isoformat(), one.end.isoformat(), one.what] for one in sorted(busy)]
    return _changed(person, "busy", by=by, now=now)


@action
def set_settings(*, person: Person, settings: dict[str, Any], by: User, now: dt.datetime) -> Person:
    """Keep how somebody likes their pages (text size, the drawn person); it decides nothing.

    Raises:
        NotAllowed: `by` is neither clinician, patient nor carer of this person.
    """
    person = hold(person)
    answering_as(by, person)
    person.settings = settings
    return _changed(person, "settings", by=by, now=now)


@action
def change_person(*, person: Person, by: User, now: dt.datetime, **fields: Any) -> Person:
    """Change a patient's name, birthday, address, reference, zone or therapist.

    Raises:
        NotAllowed: `by` does not work in this clinic.
        ValidationError: a field is none of these, or a value cannot be kept.
    """
    person = hold(person)
    one_of(by, person.clinic_id, ANYBODY_WHO_WORKS_HERE)
    if set(fields) - {"name", "born_on", "email", "phone", "reference", "zone", "therapist"}:
        raise ValidationError(_("Change the name, birthday, address, reference, zone or therapist."))
    for field, value in fields.items():
        setattr(person, field, value)
    person.full_clean(validate_unique=False, validate_constraints=False)
    return _changed(person, *fields, by=by, now=now)


def _changed(person: Person, *fields: str, by: User, now: dt.datetime) -> Person:
    person.save(update_fields=fields)
    note(person, verb="person.change", by=by, now=now, person=person)
    return person
