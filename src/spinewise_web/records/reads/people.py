"""Who works in a clinic, who comes to it, and who was invited, as `user` may see them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any, TypeVar

import msgspec
from django.db.models import Model, QuerySet
from django.http import Http404

from spinewise_web.accounts.models import (
    CLINICIANS,
    Clinic,
    Invitation,
    Membership,
    Role,
    Somebody,
    User,
    clinics_where,
)
from spinewise_web.records.models import Alert, Carer, Person

R = TypeVar("R", bound=Model)
MOST_LISTED = 200


class Works(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who works in a clinic, and everything they do there."""

    user: User
    roles: tuple[Membership, ...]

    @property
    def others(self) -> tuple[str, ...]:
        """What they might do besides."""
        held = {row.role for row in self.roles}
        return tuple(role for role in Role.values if role not in held)


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """An invitation and how it stands: `waits`, `accepted` or `over`."""

    row: Invitation
    state: str


def clinics_for(user: Somebody, *roles: str) -> list[Clinic]:
    """Where somebody works, in these roles or any, by name."""
    return list(Clinic.objects.filter(pk__in=clinics_where(user, *roles)).order_by("name", "pk"))


def administered(user: Somebody, person_id: uuid.UUID | str) -> Person:
    """A patient of a clinic that somebody administers: who they are, nothing about their health.

    Raises:
        Http404: there is no such person there.
    """
    rows = Person.objects.visible_to(user).filter(clinic__in=clinics_where(user, Role.ADMINISTRATOR))
    found = rows.select_related("clinic", "therapist", "user").filter(pk=person_id).first()
    if found is None:
        raise Http404("Nobody is here.")
    return found


def patients_of(user: Somebody, clinic: Clinic, sought: str = "") -> QuerySet[Person, Any]:
    """Everybody who is registered in a clinic, by name."""
    rows = Person.objects.visible_to(user).filter(clinic=clinic).select_related("therapist").order_by("name", "pk")
    return rows.filter(name__icontains=sought) if sought else rows


def same_people(user: Somebody, clinic: Clinic, *, name: str, born_on: dt.date | None) -> list[Person]:
    """Those who may be the same person: the same name and birthday, or the same name where one is not known."""
    rows = Person.objects.visible_to(user).filter(clinic=clinic, name__iexact=" ".join(name.split()))
    same = rows.filter(born_on__in=[born_on]) | rows.filter(born_on=None) if born_on else rows
    return list(same.select_related("therapist").distinct()[:5])


def clinicians_in(clinic: Clinic) -> list[User]:
    """Those who may treat somebody there."""
    rows = Membership.objects.current().filter(clinic=clinic, role__in=CLINICIANS).values("user")
    return list(User.objects.filter(pk__in=rows).order_by("name", "pk"))


def staff_of(user: Somebody, clinic: Clinic) -> list[Works]:
    """Everybody who works in a clinic, with all their roles."""
    rows = Membership.objects.visible_to(user).current().filter(clinic=clinic).select_related("user")
    by_user: dict[User, list[Membership]] = {}
    for row in rows.order_by("user__name", "user_id", "role"):
        by_user.setdefault(row.user, []).append(row)
    return [Works(user=one, roles=tuple(roles)) for one, roles in by_user.items()]


def membership_of(user: Somebody, clinic: Clinic, membership_id: str) -> Membership:
    """A role that somebody has in a clinic.

    Raises:
        Http404: there is none.
    """
    rows = Membership.objects.visible_to(user).current().filter(clinic=clinic)
    return _one(rows, membership_id)


def invitation_of(user: Somebody, clinic: Clinic, invitation_id: str, *, about: Person | None) -> Invitation:
    """An invitation of a clinic: about one patient, or of a colleague.

    Raises:
        Http404: there is none.
    """
    rows = Invitation.objects.visible_to(user).filter(clinic=clinic, person_id=about.pk if about else None)
    return _one(rows, invitation_id)


def invited_staff(user: Somebody, clinic: Clinic, *, now: dt.datetime) -> list[Sent]:
    """Invitations of colleagues that were not accepted, the newest first."""
    rows = Invitation.objects.visible_to(user).filter(clinic=clinic, person_id=None, accepted_at=None)
    return sent(rows.order_by("-created_at")[:MOST_LISTED], now=now)


def invited_for(user: Somebody, person: Person, *, now: dt.datetime) -> list[Sent]:
    """Invitations about one patient, to them or to a carer, the newest first."""
    rows = Invitation.objects.visible_to(user).filter(clinic=person.clinic_id, person_id=person.pk)
    return sent(rows.order_by("-created_at"), now=now)


def sent(rows: Iterable[Invitation], *, now: dt.datetime) -> list[Sent]:
    """How each invitation stands."""
    return [Sent(row=row, state=state_of(row, now=now)) for row in rows]


def state_of(row: Invitation, *, now: dt.datetime) -> str:
    """Whether an invitation waits, was accepted, or is over (too old, or withdrawn)."""
    if row.accepted_at is not None:
        return "accepted"
    return "waits" if row.expires_at > now else "over"


def invitations_among(user: Somebody, people: Iterable[Person], *, now: dt.datetime) -> dict[uuid.UUID, str]:
    """How the newest invitation of each patient stands, for those who were invited. One query."""
    rows = Invitation.objects.visible_to(user).filter(
        person_id__in=[one.pk for one in people], into=Invitation.Into.PATIENT
    )
    return {row.person_id: state_of(row, now=now) for row in rows.order_by("created_at") if row.person_id}


def ask_to_be_erased(user: Somebody, people: Iterable[Person]) -> set[uuid.UUID]:
    """Which patients of a clinic that somebody administers have asked for it. This alone of an alert is no health."""
    rows = Alert.objects.open().filter(kind=Alert.Kind.ERASURE, person__in=list(people))
    rows = rows.filter(person__clinic__in=clinics_where(user, Role.ADMINISTRATOR))
    return set(rows.values_list("person_id", flat=True))


def carers_of(user: Somebody, person: Person) -> QuerySet[Carer, Any]:
    """Who cares for somebody now."""
    return Carer.objects.visible_to(user).current().filter(person=person).select_related("user")


def _one(rows: QuerySet[R, R], row_id: str) -> R:
    try:
        found = rows.filter(pk=uuid.UUID(row_id)).first()
    except ValueError:
        found = None
    if found is None:
        raise Http404("There is no such row.")
    return found
