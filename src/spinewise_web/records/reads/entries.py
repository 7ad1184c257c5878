"""The record of what was done, for those who may read it; names only where they may know them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

import msgspec
from django.db.models import QuerySet

from spinewise_web.accounts.models import Clinic, Membership, Somebody
from spinewise_web.audit.models import Entry
from spinewise_web.records.models import Person, Tombstone

CHECKED = "chain.verify"


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which entries are asked for; what is empty is not asked."""

    person: uuid.UUID | None = None
    by: uuid.UUID | None = None
    verb: str = ""
    on: dt.date | None = None


class Names(msgspec.Struct, frozen=True, kw_only=True):
    """Who is behind the ids of some entries, as far as the reader may know."""

    people: dict[uuid.UUID, str]
    users: dict[uuid.UUID, str]
    erased: frozenset[uuid.UUID]


def entries_of(user: Somebody, clinic: Clinic, wanted: Wanted) -> QuerySet[Entry, Any]:
    """What was done in a clinic, the newest first. Days are the clinic's own."""
    rows = Entry.objects.visible_to(user).filter(clinic_id=clinic.pk).order_by("-sequence")
    if wanted.person:
        rows = rows.filter(person_id=wanted.person)
    if wanted.by:
        rows = rows.filter(by_id=wanted.by)
    if wanted.verb:
        rows = rows.filter(verb=wanted.verb)
    if wanted.on:
        begins = dt.datetime.combine(wanted.on, dt.time(), clinic.tzinfo)
        ends = dt.datetime.combine(wanted.on + dt.timedelta(days=1), dt.time(), clinic.tzinfo)
        rows = rows.filter(at__gte=begins, at__lt=ends)
    return rows


def verbs_in(user: Somebody, clinic: Clinic) -> list[str]:
    """Everything that was ever done there, by its word."""
    rows = Entry.objects.visible_to(user).filter(clinic_id=clinic.pk).order_by("verb")
    return list(rows.values_list("verb", flat=True).distinct())


def names_for(user: Somebody, clinic: Clinic, entries: Iterable[Entry]) -> Names:
    """The names behind some entries. Three queries, however many entries."""
    listed = list(entries)
    persons = {one.person_id for one in listed if one.person_id}
    users = {one.by_id for one in listed if one.by_id}
    known = Person.objects.visible_to(user).filter(clinic=clinic)
    patients = list(known.filter(pk__in=persons) | known.filter(user__in=users))
    staff = Membership.objects.visible_to(user).filter(clinic=clinic, user__in=users).select_related("user")
    working = {one.user_id: one.user.name for one in staff}
    stones = Tombstone.objects.visible_to(user).filter(person_id__in=persons)
    return Names(
        people={one.pk: one.name for one in patients},
        users={one.user_id: one.name for one in patients if one.user_id} | working,
        erased=frozenset(stones.values_list("person_id", flat=True)),
    )


def last_check(user: Somebody, clinic: Clinic) -> Entry | None:
    """When the chain was checked last; it reaches up to the entry before this one."""
    rows = Entry.objects.visible_to(user).filter(clinic_id=clinic.pk, verb=CHECKED)
    return rows.order_by("-sequence").first()
