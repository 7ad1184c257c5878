"""Everything the files say, as one value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain
from typing import Any

import msgspec

from spinewise.knowledge.demands import matches
from spinewise.knowledge.ladders import Care, Tier
from spinewise.knowledge.models.beside import Beside, Crisis
from spinewise.knowledge.models.body import BodyChart
from spinewise.knowledge.models.daily import Daily
from spinewise.knowledge.models.demands import Demands
from spinewise.knowledge.models.doses import Preset
from spinewise.knowledge.models.evidence import EvidenceRow, Reference
from spinewise.knowledge.models.exercise_programme import ExerciseProgramme
from spinewise.knowledge.models.interventions import Exercise, Lesson, Modality
from spinewise.knowledge.models.interview import Interview, Question
from spinewise.knowledge.models.measures import Measure, Norm
from spinewise.knowledge.models.programme import Bundle, CareText, Programme, Safety, TierRule
from spinewise.knowledge.models.rules import (
    CategoryRule,
    Contradiction,
    Effect,
    Family,
    Precaution,
    Presumption,
    RedFlag,
    StartingRung,
    StartRule,
)
from spinewise.knowledge.models.words import Speech
from spinewise.rules.facts import Fact, sources_of
from spinewise.rules.tree import Leaf, Test, Value


class KnowledgeBase(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Everything the files say, checked, with the digest of what was read."""

    digest: str
    facts: dict[str, Fact]
    questions: dict[str, Question]
    contradictions: dict[str, Contradiction]
    red_flags: dict[str, RedFlag]
    families: dict[str, Family]
    categories: dict[str, CategoryRule]
    starts: dict[str, StartRule]
    presumptions: dict[str, Presumption]
    precautions: dict[str, Precaution]
    tiers: dict[str, TierRule]
    care: dict[str, CareText]
    exercises: dict[str, Exercise]
    modalities: dict[str, Modality]
    lessons: dict[str, Lesson]
    presets: dict[str, Preset]
    bundles: dict[str, Bundle]
    programme: Programme
    safety: Safety
    evidence: dict[str, EvidenceRow]
    references: dict[str, Reference]
    addresses: dict[str, str] = {}
    guidelines: dict[str, str] = {}
    measures: dict[str, Measure] = {}
    norms: dict[str, Norm] = {}
    starting_rungs: dict[str, StartingRung] = {}
    beside: Beside = Beside()
    crisis: Crisis = Crisis()
    programmes: dict[str, ExerciseProgramme] = {}
    poses: Any = None
    interview: Interview = Interview()
    body: BodyChart | None = None
    speech: Speech = Speech()
    daily: Daily = Daily()

    @cached_property
    def interventions(self) -> dict[str, Exercise | Modality]:
        """Exercises and modalities under one roof."""
        return {**self.exercises, **self.modalities}

    def effects_of(self, precaution: Precaution) -> dict[str, tuple[Effect, ...]]:
        """What a precaution does to each intervention whose demands it means: the same for everybody, so kept."""
        kept = self._effects.get(precaution.id)
        if kept is None:
            found = {one.id: _meant(precaution, one.demands) for one in self.interventions.values()}
            kept = self._effects[precaution.id] = {name: effects for name, effects in found.items() if effects}
        return kept

    @cached_property
    def _effects(self) -> dict[str, dict[str, tuple[Effect, ...]]]:
        return {}

    def tests_of(self, fact_id: str) -> tuple[Leaf, ...]:
        """Every test that a rule of any kind makes of a fact."""
        return self._tests.get(fact_id, ())

    @cached_property
    def _tests(self) -> dict[str, tuple[Leaf, ...]]:
        rules = (self.red_flags, self.categories, self.starts, self.presumptions, self.precautions)
        found: dict[str, dict[tuple[Test, tuple[Value, ...]], Leaf]] = {}
        for leaf in _leaves_in((rules, self.starting_rungs, self.facts)):
            found.setdefault(leaf.fact, {})[leaf.test, leaf.values] = leaf
        return {fact: tuple(by_test.values()) for fact, by_test in found.items()}

    def resting_on(self, names: Iterable[str]) -> frozenset[str]:
        """These facts, and every fact whose value, or whose being asked, rests on one of them."""
        found, more = set[str](), set(names)
        while more:
            found |= more
            more = {name for one in more for name in self._rests_on.get(one, ())} - found
        return frozenset(found)

    @cached_property
    def _rests_on(self) -> dict[str, list[str]]:
        """By fact, those that are worked out from it directly."""
        found: dict[str, list[str]] = {}
        for fact in self.facts.values():
            for source in sources_of(fact):
                found.setdefault(source, []).append(fact.id)
        return found

    def care_text(self, care: Care) -> CareText:
        """The words for a kind of care."""
        return self.care[care.value]

    def tier(self, tier: Tier) -> TierRule:
        """What a tier allows."""
        return self.tiers[tier.value]


def _leaves_in(value: object) -> Iterator[Leaf]:
    """Every test of a fact anywhere inside, so that no kind of rule is forgotten."""
    if isinstance(value, Leaf):
        yield value
    elif isinstance(value, dict):
        yield from chain.from_iterable(map(_leaves_in, value.values()))
    elif isinstance(value, tuple):
        yield from chain.from_iterable(map(_leaves_in, value))
    elif isinstance(value, msgspec.Struct):
        yield from chain.from_iterable(_leaves_in(getattr(value, name)) for name in value.__struct_fields__)


def _meant(precaution: Precaution, demands: Demands) -> tuple[Effect, ...]:
    return tuple(effect for effect in precaution.effects if matches(effect.to, demands))
