"""What every action does: hold the person, check who it is, write, and leave an entry in the chain."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, ParamSpec, Protocol, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext as _

from spinewise.rules.facts import Role as Answering
from spinewise_web.accounts.models import CLINICIANS, Role, User, roles_in
from spinewise_web.accounts.prepared import Prepared, insert, update
from spinewise_web.audit.chain import Act, append, together
from spinewise_web.records.actions.turns import turn_to_write
from spinewise_web.records.core import at_work, works_for
from spinewise_web.records.models import Carer, Person, Record

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R", bound=Record)


class NotAllowed(Exception):
    """This user may not do this; a screen answers 403 or, better, has not offered it."""


class Sealed(Protocol):
    """A row that can tell the digest of what it says."""

    id: Any

    def seal(self) -> str: ...


def action(function: Callable[P, T]) -> Callable[P, T]:
    """One transaction; nested actions belong to the outer one."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        with turn_to_write(), transaction.atomic(), at_work(), together():
            return function(*args, **kwargs)

    return run


def hold(person: Person) -> Person:
    """The person as they are now, kept from other writers until the transaction ends; the work is for their clinic."""
    held: Person | None = HELD.first(pk=person.pk)
    if held is None:
        raise Person.DoesNotExist
    works_for(held.clinic_id)
    return held


HELD = Prepared(lambda pk: Person.objects.select_for_update().filter(pk=pk), pk=uuid.UUID)


def keep(row: R, *, verb: str, by: User | None, now: dt.datetime) -> R:
    """Write a new row about a person, and the entry that says so.

    Raises:
        ValidationError: a value is out of range or too long.
    """
    row.made_at, row.made_by = now, by
    row.clean_fields(exclude=foreign_keys(row))
    insert(row)
    note(row, verb=verb, by=by, now=now, person=row.person)
    return row


def change(row: R, *fields: str, verb: str, by: User | None, now: dt.datetime) -> R:
    """Write some fields of a row that exists, and the entry that says so.

    Raises:
        ValidationError: a value is out of range or too long.
    """
    names = {field.name for field in row._meta.concrete_fields}  # noqa: SLF001  # Django's own public name
    row.clean_fields(exclude=foreign_keys(row) | (names - set(fields)))
    update(row, *fields)
    note(row, verb=verb, by=by, now=now, person=row.person)
    return row


def foreign_keys(row: models.Model) -> set[str]:
    """Fields that the database checks; asking it twice costs a query each."""
    return {field.name for field in row._meta.concrete_fields if field.is_relation}  # noqa: SLF001


def note(row: Sealed, *, verb: str, by: User | None, now: dt.datetime, person: Person) -> None:
    """Leave an entry about a row of one person."""
    said = Act(
        clinic_id=person.clinic_id,
        by_id=by.pk if by else None,
        verb=verb,
        about=type(row).__name__.lower(),
        about_id=row.id,
        person_id=person.pk,
        digest=row.seal(),
    )
    append(said, now=now)


def note_plain(
    *, verb: str, about: str, about_id: uuid.UUID, clinic_id: uuid.UUID, by: User | None, now: dt.datetime
) -> None:
    """Leave an entry about something that belongs to no patient."""
    append(Act(clinic_id=clinic_id, by_id=by.pk if by else None, verb=verb, about=about, about_id=about_id), now=now)


def answering_as(by: User, person: Person) -> Answering:
    """Whether somebody speaks as a clinician or as (or for) the person.

    Raises:
        NotAllowed: neither.
    """
    if roles_in(by, person.clinic_id) & set(CLINICIANS):
        return Answering.CLINICIAN
    if person.user_id == by.pk or Carer.objects.current().filter(person=person, user=by).exists():
        return Answering.PERSON
    raise NotAllowed(_("This person is not your patient."))


def check_may_tell(by: User, person: Person) -> None:
    """Refuse who may not say how somebody's exercise went.

    Raises:
        NotAllowed: they are neither the person, nor one of their carers, nor a clinician of their clinic.
    """
    if person.user_id is None or person.user_id != by.pk:
        answering_as(by, person)


def clinician(by: User, person: Person) -> frozenset[str]:
    """The roles of a clinician of this person's clinic.

    Raises:
        NotAllowed: they are not one.
    """
    return one_of(by, person.clinic_id, CLINICIANS)


def one_of(by: User, clinic_id: uuid.UUID, roles: Iterable[Role]) -> frozenset[str]:
    """Somebody's roles in a clinic, when one of these is among them.

    Raises:
        NotAllowed: none is.
    """
    held = roles_in(by, clinic_id)
    if not held & set(roles):
        wanted = _(" or ").join(role.value for role in roles)
        raise NotAllowed(_("Only a %(role)s of this clinic can do this.") % {"role": wanted})
    return held
