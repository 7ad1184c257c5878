"""The words and shapes of the library: its shelves, its marks, what a page says."""

from __future__ import annotations

import msgspec
from django.utils.translation import gettext_lazy

from spinewise.documents.library import Shelf
from spinewise.documents.review.files import Beyond
from spinewise.knowledge.ladders import Level, WaiverBy
from spinewise.knowledge.models import KnowledgeBase
from spinewise.rules.tree import Certainty

KINDS = {
    "exercises": gettext_lazy("Exercises"),
    "modalities": gettext_lazy("Treatments"),
    "lessons": gettext_lazy("Lessons"),
    "measures": gettext_lazy("Measures"),
    "red_flags": gettext_lazy("Red flags"),
    "starts": gettext_lazy("When to start"),
    "precautions": gettext_lazy("Precautions"),
}
CERTAINTIES = {
    Certainty.HIGH: gettext_lazy("high"),
    Certainty.MODERATE: gettext_lazy("moderate"),
    Certainty.LOW: gettext_lazy("low"),
    Certainty.VERY_LOW: gettext_lazy("very low"),
    Certainty.UNVERIFIED: gettext_lazy("unverified"),
    Certainty.SIGN_OFF: gettext_lazy("waits for a clinician's signature"),
}
LEVELS = {
    Level.GO: gettext_lazy("Allowed"),
    Level.CAUTION: gettext_lazy("Held"),
    Level.HOLD: gettext_lazy("Held"),
    Level.EXCLUDE: gettext_lazy("Forbidden"),
}
SETS_ASIDE = {
    WaiverBy.THERAPIST: gettext_lazy("A therapist may set it aside, with a reason."),
    WaiverBy.SUPERVISOR: gettext_lazy("A supervisor may set it aside, with a reason."),
    WaiverBy.NEVER: gettext_lazy("Nobody sets it aside."),
}
Pairs = tuple[tuple[str, str], ...]


class Rests(msgspec.Struct, frozen=True, kw_only=True):
    """One claim: on which line, what it supports, how sure that is, on which evidence."""

    line: str
    supports: str
    certainty: str
    grade: str
    row: str


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the evidence."""

    id: str
    says: str
    figures: str
    checked: str
    sources: tuple[str, ...]
    needs_check: bool


class Holds(msgspec.Struct, frozen=True, kw_only=True):
    """A precaution that may hold this, and who may set it aside."""

    id: str
    title: str
    level: str
    tone: str
    limit: str
    who: str


class Stance(msgspec.Struct, frozen=True, kw_only=True):
    """What one guideline says."""

    guideline: str
    says: str
    way: str


class Linked(msgspec.Struct, frozen=True, kw_only=True):
    """Another entry that belongs to this one."""

    id: str
    title: str


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a page of the library says about one thing."""

    kind: str
    id: str
    title: str
    for_patient: str
    says: tuple[str, ...] = ()
    facts: Pairs = ()
    steps: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    told: Pairs = ()
    rule: str = ""
    effects: Pairs = ()
    holds: tuple[Holds, ...] = ()
    easier: tuple[Linked, ...] = ()
    harder: tuple[Linked, ...] = ()
    step: int = 0
    steps_in_all: int = 0
    stances: tuple[Stance, ...] = ()
    disagree: bool = False
    claims: tuple[Rests, ...] = ()
    rows: tuple[Row, ...] = ()
    waits: tuple[str, ...] = ()
    is_own: bool = False


_SHELVES: dict[str, Shelf] = {}
MOST_SHELVES = 32


def shelf_of(kb: KnowledgeBase) -> Shelf:
    """The exercises with their ladders and what waits on them, worked out once."""
    if kb.digest not in _SHELVES:
        if len(_SHELVES) >= MOST_SHELVES:
            _SHELVES.pop(next(iter(_SHELVES)))
        nothing = Beyond(file_of_fact={}, file_of_question={}, matrices=(), sections=(), pledges=())
        _SHELVES[kb.digest] = Shelf(kb, nothing)
    return _SHELVES[kb.digest]


def tone_of(level: Level) -> str:
    """The three marks of the library: allowed, held, forbidden."""
    return {Level.GO: "allowed", Level.EXCLUDE: "forbidden"}.get(level, "held")


def is_own(name: str) -> bool:
    """Whether this is the clinic's own exercise and not the library's."""
    return name.startswith("own/")
