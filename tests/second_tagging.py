"""A second tagging of what every exercise asks of the body, beside the files, read as the rules read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec
import yaml

from people import knowledge
from spinewise.documents.review.words import pattern_words
from spinewise.knowledge.demands import matches
from spinewise.knowledge.models import Demands, Pattern
from spinewise.prove import read_promises

HERE = Path(__file__).parent / "knowledge"


class Kept(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of difference that stays. `reads` are beginnings of what a rule reads; `asks_more` says who sees more."""

    reads: tuple[str, ...]
    asks_more: Literal["second", "file"]
    exercises: tuple[str, ...]
    why: str


class Difference(NamedTuple):
    """A rule reads this in one tagging of an exercise and not in the other."""

    exercise: str
    reading: str
    asks_more: str

    def is_of(self, kind: Kept) -> bool:
        """Whether this is one that the kind speaks of."""
        named = self.exercise in kind.exercises and self.asks_more == kind.asks_more
        return named and self.reading.startswith(kind.reads)


def read(name: str) -> Any:
    """One of the data files beside the tests."""
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


@cache
def second() -> dict[str, Demands]:
    """What the second reader saw, as it was written."""
    return msgspec.convert(read("second_tagging.yaml"), dict[str, Demands])


def first() -> dict[str, Demands]:
    """The tags of the files, as they are now."""
    return {name: one.demands for name, one in knowledge().exercises.items()}


@cache
def kept() -> dict[str, Kept]:
    """The kinds of difference that stay, each with its reason."""
    return msgspec.convert(read("second_tagging_kept.yaml")["kinds"], dict[str, Kept])


@cache
def readings() -> dict[str, Pattern]:
    """Everything that a precaution, a tier or a promise reads of an exercise's demands, by its words."""
    return {pattern_words(one): one for one in sorted(set(patterns()), key=pattern_words) if one != Pattern()}


def patterns() -> Iterator[Pattern]:
    """Every pattern in the rules that can speak of an exercise: one about an agent cannot."""
    kb = knowledge()
    every: list[Iterable[Pattern]] = [tier.leaves_out for tier in kb.tiers.values()]
    every += [promise.forbids for promise in read_promises(kb).invariants]
    for rule in kb.precautions.values():
        every += [(effect.to for effect in rule.effects), rule.encourages]
    return (pattern for group in every for pattern in group if not pattern.agent)


def read_in(demands: Demands) -> frozenset[str]:
    """What the rules see in these demands."""
    return frozenset(words for words, pattern in readings().items() if matches(pattern, demands))


def differences(tags: dict[str, Demands] | None = None) -> list[Difference]:
    """Wherever a rule would treat an exercise otherwise if it read the second tagging."""
    return [one for name, demands in (tags or first()).items() for one in of_one(name, demands, second()[name])]


def of_one(name: str, tags: Demands, seen: Demands) -> Iterator[Difference]:
    """The differences of one exercise."""
    here, there = read_in(tags), read_in(seen)
    yield from (Difference(name, reading, "second") for reading in sorted(there - here))
    yield from (Difference(name, reading, "file") for reading in sorted(here - there))
