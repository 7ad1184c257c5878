"""What the library finds: which entries match what was asked, and each as a card."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import msgspec
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from spinewise.knowledge.models import Exercise, KnowledgeBase
from spinewise.knowledge.spoken import spoken
from spinewise_web.accounts.models import User
from spinewise_web.clinic.library.entries import entries_of, title_of
from spinewise_web.clinic.library.stands import Stand, stands_for
from spinewise_web.clinic.library.words import KINDS, is_own, shelf_of
from spinewise_web.clinic.pages import Desk
from spinewise_web.records.core import knowledge
from spinewise_web.records.own import rungs_above

LETTERS = 80
LOADS = ("none", "light", "heavy")
NOTHING = "nothing"


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One value of a filter."""

    value: str
    says: str
    on: bool


class Shelf(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of entry; `hits` is how many of it a search finds, when there is one."""

    kind: str
    says: str
    on: bool
    href: str
    hits: int | None


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """One way to narrow the list."""

    name: str
    title: str
    choices: tuple[Choice, ...]


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the list."""

    id: str
    title: str
    for_patient: str
    says: str
    href: str
    figure: str
    waits: bool
    own: bool
    stand: Stand | None
    planned: bool


class Reading:
    """One request of the library: who reads, what they look for, and for whom, if for anybody."""

    def __init__(self, request: HttpRequest, user: User, desk: Desk | None) -> None:
        self.request, self.user, self.desk = request, user, desk
        self.asked: QueryDict = request.POST if request.method == "POST" else request.GET

    @cached_property
    def kb(self) -> KnowledgeBase:
        """What the library holds here."""
        return knowledge()

    @cached_property
    def kind(self) -> str:
        """Which shelf; `shelf` is the one that was pressed beside a search."""
        said = self.asked.get("shelf", "") or self.asked.get("kind", "")
        return said if said in KINDS else "exercises"

    @cached_property
    def words(self) -> str:
        """What is looked for."""
        return self.asked.get("q", "")[:LETTERS].strip()

    @cached_property
    def stands(self) -> dict[str, Stand]:
        """How everything stands for the patient in hand."""
        return stands_for(self.desk) if self.desk is not None and self.desk.has_answers else {}

    @cached_property
    def planned(self) -> frozenset[str]:
        """What is in the patient's newest plan."""
        if self.desk is None or self.desk.newest is None:
            return frozenset()
        return frozenset(one["intervention"] for one in self.desk.newest.document["body"]["proposal"]["items"])

    def address(self, name: str, **words: str) -> str:
        """An address of the library, for the same patient."""
        asked = ({"for": str(self.desk.person.pk)} if self.desk else {}) | words
        return reverse(f"clinic:{name}") + (f"?{urlencode(asked)}" if asked else "")

    def page(self, template: str, context: dict[str, Any]) -> HttpResponse:
        """A page of the library."""
        shown: dict[str, Any] = {"at": "library", "reading": self, "desk": self.desk, "here": self.address("library")}
        if self.desk is not None:
            shown |= {"person": self.desk.person, "age": self.desk.answers.value("age"), "locked": self.is_locked}
        return render(self.request, f"clinic/{template}.html", shown | context)

    @cached_property
    def is_locked(self) -> bool:
        """Whether nothing may be given to the patient in hand."""
        return self.desk is not None and self.desk.standing.is_locked


def found_in(reading: Reading) -> Iterator[tuple[str, Any]]:
    """The entries that match all that was asked, in the order of the shelf."""
    for name, one in worded(reading, reading.kind):
        if all(_fits(one, name, reading)):
            yield name, one


def worded(reading: Reading, kind: str) -> Iterator[tuple[str, Any]]:
    """The entries of one kind in which every word that was asked for stands."""
    words = reading.words.lower().split()
    for name, one in entries_of(kind, reading.kb).items():
        text = searched(one) if words else ""
        if all(word in text for word in words):
            yield name, one


def shelves_of(reading: Reading, count: int) -> list[Shelf]:
    """Every kind with what a search finds of it; `count` is what was found on the open one, with its filters.

    With a patient in hand what is looked for stands in no address: it is sent.
    """
    words = {"q": reading.words} if reading.words else {}
    return [
        Shelf(
            kind=kind,
            says=str(says),
            on=kind == reading.kind,
            href="" if words and reading.desk else reading.address("library", kind=kind, **words),
            hits=(count if kind == reading.kind else sum(1 for _hit in worded(reading, kind))) if words else None,
        )
        for kind, says in KINDS.items()
    ]


def searched(one: Any) -> str:
    """What a search reads of an entry."""
    parts = [*title_of(one), one.id, getattr(one, "purpose", "")]
    if isinstance(one, Exercise):
        parts += [spoken(one.aims), spoken(one.works_on)]
    return " ".join(parts).lower().replace("_", " ")


def _fits(one: Any, name: str, reading: Reading) -> Iterator[bool]:
    asked = reading.asked
    if stand := reading.stands.get(name):
        yield asked.get("stand", "") in ("", stand.tone)
    if isinstance(one, Exercise):
        yield asked.get("aim", "") in ("", *one.aims)
        yield asked.get("position", "") in ("", one.demands.position)
        yield asked.get("needs", "") in ("", *(one.needs or (NOTHING,)))
        yield asked.get("load", "") in ("", load_of(one))
        ladder = asked.get("ladder", "")
        yield not ladder or name in rungs_above(ladder, reading.kb)


def load_of(one: Exercise) -> str:
    """The heaviest load that it asks for."""
    return max([one.demands.axial_load, *(move.load for move in one.demands.moves)], key=LOADS.index)


def filters_of(reading: Reading) -> list[Filter]:
    """What the list can be narrowed by: only exercises are many enough to need it."""
    filters = [_stand_filter(reading)] if reading.stands and reading.kind in ("exercises", "modalities") else []
    if reading.kind != "exercises":
        return filters
    every = reading.kb.exercises.values()
    named: tuple[tuple[str, str, Iterable[str]], ...] = (
        ("aim", _("Aim"), (aim for one in every for aim in one.aims)),
        ("position", _("Position"), (one.demands.position for one in every)),
        ("needs", _("Needs"), (need for one in every for need in one.needs or (NOTHING,))),
    )
    filters += [_filter(reading, name, title, sorted(set(values))) for name, title, values in named]
    return [*filters, _filter(reading, "load", _("Load"), LOADS), _ladder_filter(reading)]


def _filter(reading: Reading, name: str, title: str, values: Iterable[str]) -> Filter:
    chosen = reading.asked.get(name, "")
    made = (Choice(value=value, says=spoken([value]), on=value == chosen) for value in values)
    return Filter(name=name, title=title, choices=(Choice(value="", says=_("any"), on=not chosen), *made))


def _stand_filter(reading: Reading) -> Filter:
    chosen = reading.asked.get("stand", "")
    words = {"": _("any"), "allowed": _("allowed"), "held": _("held"), "forbidden": _("forbidden")}
    made = tuple(Choice(value=value, says=says, on=value == chosen) for value, says in words.items())
    return Filter(name="stand", title=_("For this patient"), choices=made)


def _ladder_filter(reading: Reading) -> Filter:
    shelf, chosen = shelf_of(reading.kb), reading.asked.get("ladder", "")
    lowest = [one for one in shelf.exercises if one.harder and shelf.step(one.id) == 1]
    titled = sorted((one.title.clinician, one.id) for one in lowest)
    made = (Choice(value=name, says=title, on=name == chosen) for title, name in titled)
    return Filter(
        name="ladder", title=_("Ladder from"), choices=(Choice(value="", says=_("any"), on=not chosen), *made)
    )


def card_of(one: Any, name: str, reading: Reading) -> Card:
    """One entry of the list."""
    clinician, patient = title_of(one)
    return Card(
        id=name,
        title=clinician,
        for_patient=patient,
        says=_line(one),
        href=reading.address("entry", kind=reading.kind, of=name),
        figure=figure_address(one, reading.kb, desk=reading.desk),
        waits=bool(shelf_of(reading.kb).waiting(one)),
        own=is_own(name),
        stand=reading.stands.get(name),
        planned=name in reading.planned,
    )


def _line(one: Any) -> str:
    if isinstance(one, Exercise):
        needs = spoken(one.needs)
        return " · ".join(part for part in (spoken(one.aims), spoken([one.demands.position]), needs) if part)
    urgency = getattr(one, "urgency", None)
    return spoken([urgency.value]) if urgency is not None else ""


def figure_address(one: Any, kb: KnowledgeBase, *, desk: Desk | None) -> str:
    """Where the drawing of an exercise is, if it has one. An own one is found through a patient of its clinic."""
    if not isinstance(one, Exercise) or one.movement is None:
        return ""
    asked = {"of": one.id, "v": kb.digest[:12]}
    if desk is not None and is_own(one.id):
        asked["for"] = str(desk.person.pk)
    return f"{reverse('clinic:figure')}?{urlencode(asked)}"
