"""The way to the core: its values from our rows, and back. Nothing clinical is decided on this side."""

from __future__ import annotations

import datetime as dt
import uuid
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, cached_property
from typing import Any

import msgspec
from django.db.models import QuerySet

import spinewise
from spinewise import wire
from spinewise.knowledge import KnowledgeBase, load_knowledge
from spinewise.knowledge.models import Exercise, Modality
from spinewise.plan.stamp import stamp_for
from spinewise.plan.types import Busy, Plan, Stamp
from spinewise.rules.facts import Answers
from spinewise_web.accounts.prepared import Prepared
from spinewise_web.records.models import AnswerSheet, KnowledgeRelease, OwnExercise, Person, PlanVersion
from spinewise_web.records.own import with_own


@cache
def shipped_knowledge() -> KnowledgeBase:
    """The knowledge this installation ships with, read once per process."""
    return load_knowledge()


class _Room:
    """A clinic at work, and what it knows: looked up when it is first asked for, and then kept."""

    def __init__(self, clinic_id: uuid.UUID) -> None:
        self.clinic_id = clinic_id

    @cached_property
    def knowledge(self) -> KnowledgeBase:
        """What ships, with the clinic's own exercises."""
        if HAS_OWN.first(clinic=self.clinic_id) is None:
            return shipped_knowledge()
        return with_own(shipped_knowledge(), own_rows(self.clinic_id))


def own_rows(clinic: uuid.UUID) -> QuerySet[OwnExercise, Any]:
    """What a clinic wrote itself, in one order."""
    return OwnExercise.objects.usable().filter(clinic=clinic).order_by("pk")


HAS_OWN = Prepared(lambda clinic: own_rows(clinic).values_list("pk", flat=True)[:1], clinic=uuid.UUID)


_ROOM: ContextVar[_Room | None] = ContextVar("room", default=None)


def knowledge() -> KnowledgeBase:
    """The knowledge that decides here: what ships, and in a clinic at work its own exercises beside it."""
    room = _ROOM.get()
    return shipped_knowledge() if room is None else room.knowledge


def named(intervention: str) -> Exercise | Modality | None:
    """What has this name; nothing where another release knew it. No clinic gives a name that ships to its own."""
    found: Exercise | Modality | None = shipped_knowledge().interventions.get(intervention)
    return found if found is not None else knowledge().interventions.get(intervention)


@contextmanager
def at_work(clinic_id: uuid.UUID | None = None) -> Iterator[None]:
    """Work for one clinic until the end of the block, as a time zone is put on for a block.

    Every page about a person and every action begins so: what one clinic wrote down is never seen in another.
    Without a clinic the block only keeps what happens inside it from reaching outside.
    """
    before = _ROOM.get()
    token = _ROOM.set(before)
    try:
        if clinic_id is not None:
            works_for(clinic_id)
        yield
    finally:
        _ROOM.reset(token)


def works_for(clinic_id: uuid.UUID) -> None:
    """From here to the end of the block the work is for this clinic."""
    room = _ROOM.get()
    if room is None or room.clinic_id != clinic_id:
        _ROOM.set(_Room(clinic_id))


def today_of(person: Person, *, now: dt.datetime) -> dt.date:
    """The day it is where the person lives."""
    return now.astimezone(person.tzinfo).date()


def document_of(value: msgspec.Struct, *, stamp: Stamp) -> dict[str, Any]:
    """A core value as the document that is kept and sent."""
    made: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(wire.document(value, stamp=stamp)))
    return made


def value_of(document: dict[str, Any]) -> Any:
    """The core value of a kept document."""
    return wire.read_document(msgspec.json.encode(document), file="records").body


def nobodys_answers(person: Person, *, now: dt.datetime) -> Answers:
    """Somebody who has not answered anything yet."""
    return Answers(today=today_of(person, now=now), zone=person.zone)


def answers_on(sheet: AnswerSheet, *, today: dt.date) -> Answers:
    """What a sheet says, read on a day: answers grow old by the day they are read on."""
    answers: Answers = value_of(sheet.document)
    return msgspec.structs.replace(answers, today=max(today, answers.today))


def stamped(answers: Answers) -> Stamp:
    """From which knowledge, engine and answers something is made now."""
    return stamp_for(answers, knowledge())


def plan_of(version: PlanVersion) -> Plan:
    """The core's plan of a version."""
    plan: Plan = value_of(version.document)
    return plan


def planned(version: PlanVersion) -> tuple[str, ...]:
    """The interventions of a version, without making the whole plan of it.

    They are kept in memory: the database lets nobody change what a version says, and a log asks for nothing else.
    """
    found = _PLANNED.get(version.pk)
    if found is None:
        found = tuple(item["intervention"] for item in version.document["body"]["proposal"]["items"])
        _PLANNED[version.pk] = found
        while len(_PLANNED) > MOST_PLANNED:
            _PLANNED.pop(next(iter(_PLANNED)), None)
    return found


MOST_PLANNED = 10_000
_PLANNED: dict[uuid.UUID, tuple[str, ...]] = {}


def busy_of(person: Person) -> tuple[Busy, ...]:
    """The times that are taken."""
    return msgspec.convert(
        [{"start": start, "end": end, "what": what} for start, end, what in person.busy], tuple[Busy, ...]
    )


def release_of(kb: KnowledgeBase, *, now: dt.datetime) -> KnowledgeRelease:
    """The row that keeps this knowledge, made when it decides something for the first time."""
    row = KnowledgeRelease.objects.filter(pk=kb.digest).defer("body").first()
    if row is not None:
        return row
    made = {"engine": spinewise.__version__, "body": zlib.compress(msgspec.json.encode(kb), 6), "first_used_at": now}
    return KnowledgeRelease.objects.get_or_create(digest=kb.digest, defaults=made)[0]


def knowledge_of(release: KnowledgeRelease) -> KnowledgeBase:
    """The knowledge as it was.

    Raises:
        msgspec.MsgspecError: this engine cannot read what another one wrote.
    """
    return msgspec.json.decode(zlib.decompress(bytes(release.body)), type=KnowledgeBase)
