"""Everything the files say, as one value."""

from __future__ import annotations

from functools import cached_property
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
from spinewise.rules.facts import Fact


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

    @property
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

    def care_text(self, care: Care) -> CareText:
        """The words for a kind of care."""
        return self.care[care.value]

    def tier(self, tier: Tier) -> TierRule:
        """What a tier allows."""
        return self.tiers[tier.value]


def _meant(precaution: Precaution, demands: Demands) -> tuple[Effect, ...]:
    return tuple(effect for effect in precaution.effects if matches(effect.to, demands))
