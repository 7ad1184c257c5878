"""Adding a link to a clinic's chain, and finding the first one that is not what it was."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import groupby
from typing import Any

import msgspec
from django.db import transaction
from django.utils.translation import gettext

from spinewise_web.accounts.prepared import Prepared, insert, update
from spinewise_web.audit.models import Entry, Head

START = "0" * 64


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """What an entry says: who (nobody: the worker) did what to which row, and the digest of what was written."""

    clinic_id: uuid.UUID
    by_id: uuid.UUID | None
    verb: str
    about: str
    about_id: uuid.UUID
    person_id: uuid.UUID | None = None
    digest: str = ""


class Fault(msgspec.Struct, frozen=True):
    """A place where a chain or a record is not what it was."""

    clinic_id: uuid.UUID
    sequence: int
    says: str


def append(act: Act, *, now: dt.datetime) -> None:
    """Add one entry, inside the transaction of what it is about: both are written, or neither.

    Raises:
        TransactionManagementError: there is no transaction to belong to.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("an audit entry belongs to the transaction of what it is about")
    waiting = _WAITING.get()
    if waiting is None:
        _add([act], now=now)
    else:
        waiting.append((act, now))


@contextmanager
def together() -> Iterator[None]:
    """Add all entries of a block at its end: the end of the chain is held for a moment, and written once.

    Blocks inside belong to the outer one. What was noted in one that fails did not happen.
    """
    waiting = _WAITING.get()
    if waiting is not None:
        with _none_when_it_fails(waiting):
            yield
        return
    noted: list[tuple[Act, dt.datetime]] = []
    token = _WAITING.set(noted)
    try:
        yield
    finally:
        _WAITING.reset(token)
    for (_, now), acts in groupby(noted, key=lambda one: (one[0].clinic_id, one[1])):
        _add([act for act, _ in acts], now=now)


@contextmanager
def _none_when_it_fails(waiting: list[tuple[Act, dt.datetime]]) -> Iterator[None]:
    before = len(waiting)
    try:
        yield
    except BaseException:
        del waiting[before:]
        raise


_WAITING: ContextVar[list[tuple[Act, dt.datetime]] | None] = ContextVar("waiting", default=None)


def _add(acts: Sequence[Act], *, now: dt.datetime) -> None:
    """Entries of one clinic at the end of its chain, which is held until the transaction ends."""
    head = held_head(acts[0].clinic_id)
    for act in acts:
        insert(_linked(act, head, now=now))
    update(head, "sequence", "hash")


def _linked(act: Act, head: Head, *, now: dt.datetime) -> Entry:
    """The entry at the end of the chain, which it moves on."""
    entry = Entry(**msgspec.structs.asdict(act), at=now, sequence=head.sequence + 1, previous=head.hash)
    entry.hash = link_of(entry)
    head.sequence, head.hash = entry.sequence, entry.hash
    return entry


def held_head(clinic_id: uuid.UUID) -> Head:
    """The end of a clinic's chain, held until the transaction ends; the first entry of a clinic makes it."""
    head: Head | None = HELD.first(clinic=clinic_id)
    if head is None:
        Head.objects.get_or_create(clinic_id=clinic_id, defaults={"hash": START})
        head = Head.objects.select_for_update().get(pk=clinic_id)
    return head


LAST_ABOUT = Prepared(
    lambda person: Entry.objects.filter(person_id=person).order_by("-id").values_list("hash", flat=True)[:1],
    person=uuid.UUID,
)
HELD = Prepared(lambda clinic: Head.objects.select_for_update().filter(pk=clinic), clinic=uuid.UUID)


def link_of(entry: Entry) -> str:
    """The digest of an entry together with all before it."""
    said: dict[str, Any] = {
        "clinic": str(entry.clinic_id),
        "sequence": entry.sequence,
        "at": entry.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "by": str(entry.by_id),
        "verb": entry.verb,
        "about": entry.about,
        "about_id": str(entry.about_id),
        "person": str(entry.person_id),
        "digest": entry.digest,
        "previous": entry.previous,
    }
    return hashlib.sha256(msgspec.json.encode(said, order="sorted")).hexdigest()


def faults(clinic_id: uuid.UUID) -> Iterator[Fault]:
    """Every place where a clinic's chain does not hold; nothing when it does."""
    expected, previous = 1, START
    for entry in Entry.objects.filter(clinic_id=clinic_id).order_by("sequence").iterator(chunk_size=2000):
        if entry.sequence != expected:
            yield Fault(clinic_id, expected, _missing(expected, entry.sequence - 1))
        elif entry.previous != previous:
            yield Fault(clinic_id, entry.sequence, gettext("it does not follow from the entry before it"))
        if entry.hash != link_of(entry):
            yield Fault(clinic_id, entry.sequence, gettext("it was changed after it was written"))
        expected, previous = entry.sequence + 1, entry.hash
    head = Head.objects.filter(pk=clinic_id).first()
    if (head.sequence, head.hash) != (expected - 1, previous) if head else expected > 1:
        yield Fault(clinic_id, expected - 1, gettext("the end of the chain is not where it was"))


def _missing(first: int, last: int) -> str:
    return gettext("entries %(first)s to %(last)s are missing") % {"first": first, "last": last}


def clinics_with_a_chain() -> list[uuid.UUID]:
    """Every clinic of which something was written."""
    heads = set(Head.objects.values_list("clinic_id", flat=True))
    return sorted(heads | set(Entry.objects.values_list("clinic_id", flat=True).distinct()))
