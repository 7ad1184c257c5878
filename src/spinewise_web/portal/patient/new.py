"""Anything new? The short list beside the daily log: what is ticked is answered, the rest stays as it was."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from django.http import QueryDict

from spinewise.assess.interview import no_to
from spinewise.rules.facts import Fact, Kind, State
from spinewise_web.records.core import knowledge

TICKED, OTHER = "ticked", "something_else"
YES, NO = "yes", "no"


class Option(msgspec.Struct, frozen=True):
    """One way in which a sign can be there."""

    value: str
    says: str
    on: bool


class Sign(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the list."""

    id: str
    says: str
    help: str
    ticked: bool
    options: tuple[Option, ...]


def signs(filled: QueryDict) -> tuple[Sign, ...]:
    """The list, with what is ticked in it."""
    return tuple(_sign(knowledge().facts[name], filled) for name in knowledge().daily.anything_new)


def _sign(fact: Fact, filled: QueryDict) -> Sign:
    chosen = filled.get(fact.id, "")
    options = [Option(one.id, one.person, one.id == chosen) for one in fact.options if one.id != no_to(fact)]
    return Sign(
        id=fact.id,
        says=fact.person,
        help=fact.help,
        ticked=fact.id in filled.getlist(TICKED),
        options=tuple(options) if fact.kind is Kind.CHOICE else (),
    )


def told_words(filled: QueryDict) -> dict[str, str]:
    """What is ticked, as answers. A tick that says no more counts as *not sure*, or as the knowledge says."""
    return dict(_told(filled)) if filled.get("new") != NO else {}


def _told(filled: QueryDict) -> Iterator[tuple[str, str]]:
    for name in filled.getlist(TICKED):
        if name in knowledge().daily.anything_new:
            fact = knowledge().facts[name]
            yield name, "true" if fact.kind is Kind.YES_NO else filled.get(name) or _unsaid(name)


def _unsaid(name: str) -> str:
    return knowledge().daily.a_tick_means.get(name, State.NOT_SURE.value)
