"""How every intervention stands for this person: go, caution, hold or exclude, and why.

This is the filter that the planner and the checker both rely on, and the one the proofs are about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache, reduce

import msgspec

from spinewise.assess.presume import view_at
from spinewise.assess.types import Triage
from spinewise.knowledge.demands import matches
from spinewise.knowledge.ladders import Level, Tier, WaiverBy, strictest
from spinewise.knowledge.models import (
    Dosing,
    Effect,
    Exercise,
    KnowledgeBase,
    Limits,
    Modality,
    Precaution,
    TierRule,
)
from spinewise.plan.bounds import clipped, falls_short, intersected, limit_of
from spinewise.plan.tier import tier_for
from spinewise.plan.types import Cleared, DoseRange
from spinewise.rules.evaluate import Reason, Ruling, evaluate_unless_no
from spinewise.rules.facts import Answers
from spinewise.rules.truth import UNKNOWN, YES

Intervention = Exercise | Modality
UNLIMITED = Limits()
WAIVER_ORDER = (WaiverBy.THERAPIST, WaiverBy.SUPERVISOR, WaiverBy.NEVER)


class Hit(msgspec.Struct, frozen=True):
    """A precaution that touches an intervention, and the level it asks for."""

    precaution: Precaution
    ruling: Ruling
    level: Level
    limit: Limits


class Standing(msgspec.Struct, frozen=True):
    """A precaution that is yes or not known for this person, with what it does to each intervention."""

    precaution: Precaution
    ruling: Ruling
    effects: dict[str, tuple[Effect, ...]]

    def hits_on(self, one: Intervention) -> Iterator[Hit]:
        """The effects that meet this intervention's demands."""
        for effect in self.effects.get(one.id, ()):
            yield _hit(self.precaution, self.ruling, effect)

    def encourages(self, one: Intervention) -> bool:
        """Whether a condition that is certain speaks for this intervention."""
        patterns = self.precaution.encourages if self.ruling.truth is YES else ()
        return any(matches(pattern, one.demands) for pattern in patterns)


class Clearing(Mapping[str, Cleared]):
    """How each intervention stands for a person, by its id, worked out when it is asked for.

    At the person's own tier, or at a lower one when `tier` says so; never at a higher.
    """

    def __init__(self, answers: Answers, triage: Triage, kb: KnowledgeBase, *, tier: Tier | None = None) -> None:
        own = tier_for(triage, answers, kb)
        self.tier = min(tier or own, own, key=lambda one: one.rank)
        self._triage, self._kb, self._every = triage, kb, kb.interventions
        self._done: dict[str, Cleared] = {}
        known = view_at(answers, kb, self.tier)
        self._standing = [
            Standing(precaution, ruling, kb.effects_of(precaution))
            for precaution in kb.precautions.values()
            if (ruling := evaluate_unless_no(precaution.id, precaution.when, known, claims=precaution.because))
        ]

    def __getitem__(self, name: str) -> Cleared:
        if name not in self._done:
            rule = self._kb.tier(self.tier)
            self._done[name] = _clear_one(self._every[name], self._triage, rule, self.tier, self._standing)
        return self._done[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._every)

    def __len__(self) -> int:
        return len(self._every)


def clear(answers: Answers, triage: Triage, kb: KnowledgeBase, *, tier: Tier | None = None) -> tuple[Cleared, ...]:
    """Every intervention's level at the person's tier, or at a lower one when `tier` says so; never at a higher."""
    return tuple(Clearing(answers, triage, kb, tier=tier).values())


def _clear_one(one: Intervention, triage: Triage, rule: TierRule, tier: Tier, standing: list[Standing]) -> Cleared:
    hits = [hit for precaution in standing for hit in precaution.hits_on(one)]
    notes = tuple(tier_notes(one, rule, triage, tier))
    dose, is_empty = dose_within(one, [hit.limit for hit in hits])
    levels = [hit.level for hit in hits] + [Level.HOLD] * bool(notes or is_empty)
    level = Level.EXCLUDE if tier is Tier.LOCKED else strictest(levels, Level.GO)
    return Cleared(
        intervention=one.id,
        level=level,
        tier=tier,
        dose=dose,
        reasons=reasons_of(hits, triage if tier is Tier.LOCKED else None),
        missing=missing_of(hits),
        waiver=waiver_of(hits) if level is not Level.GO else None,
        encouraged=level is Level.GO and any(precaution.encourages(one) for precaution in standing),
        notes=notes,
    )


def hits_on(one: Intervention, precaution: Precaution, ruling: Ruling) -> Iterator[Hit]:
    """The effects of a precaution that meet this intervention's demands."""
    for effect in precaution.effects:
        if matches(effect.to, one.demands):
            yield _hit(precaution, ruling, effect)


def _hit(precaution: Precaution, ruling: Ruling, effect: Effect) -> Hit:
    return Hit(precaution, ruling, level_of(effect, ruling), effect.limit)


def level_of(effect: Effect, ruling: Ruling) -> Level:
    """A condition that is not known holds what it would exclude; a caution stays a caution."""
    if ruling.truth is UNKNOWN and effect.level is Level.EXCLUDE:
        return Level.HOLD
    return effect.level


def tier_notes(one: Intervention, rule: TierRule, triage: Triage, tier: Tier) -> Iterator[str]:
    """Why the tier itself leaves this out, each as one of its notes; first, that nobody should do it any more."""
    alone = tier in (Tier.GENERAL, Tier.LOW_LOAD)
    general = isinstance(one, Exercise) and one.general
    if isinstance(one, Exercise) and one.withdrawn:
        yield one.withdrawn
    if rule.only_general and not general:
        yield rule.notes["only_general"]
    if any(matches(pattern, one.demands) for pattern in rule.leaves_out):
        yield rule.notes["treatment_waits" if isinstance(one, Modality) else "leaves_out"]
    if alone and isinstance(one, Exercise) and one.teach_first:
        yield rule.notes["teach_first"]
    if alone and isinstance(one, Modality) and not one.home:
        yield rule.notes["not_at_home"]
    if one.dose.start.every_hours and isinstance(one, Exercise) and not preference_tested(one, triage):
        yield rule.notes["preference_untested"]


def preference_tested(one: Exercise, triage: Triage) -> bool:
    """Through-the-day exercises follow a direction that a clinician has tested."""
    return any(set(suit.subgroup) & set(triage.subgroups) for suit in one.suits)


def reasons_of(hits: list[Hit], locked_by: Triage | None) -> tuple[Reason, ...]:
    """The lines that decided, each once, strictest first; the red flags' lines when everything is locked."""
    if locked_by is not None:
        return tuple(reason for flag in locked_by.flags for reason in flag.ruling.reasons)
    ordered = sorted(hits, key=lambda hit: -hit.level.rank)
    return tuple(dict.fromkeys(reason for hit in ordered for reason in hit.ruling.reasons))


def missing_of(hits: list[Hit]) -> tuple[str, ...]:
    """Unanswered facts that would change the level."""
    return tuple(dict.fromkeys(fact for hit in hits for fact in hit.ruling.missing))


def waiver_of(hits: list[Hit]) -> WaiverBy | None:
    """Who may waive all of what holds this back: the strictest of them."""
    asked = [hit.precaution.waiver for hit in hits if hit.level.at_least(Level.CAUTION)]
    return max(asked, key=WAIVER_ORDER.index, default=None)


def dose_within(one: Intervention, limits: list[Limits]) -> tuple[DoseRange, bool]:
    """The starting dose inside every limit, and whether the limits leave less than the least that means something."""
    return _dose_within(one.dose, tuple(limit for limit in limits if limit != UNLIMITED))


@lru_cache(maxsize=4096)
def _dose_within(dosing: Dosing, limits: tuple[Limits, ...]) -> tuple[DoseRange, bool]:
    """Kept, because most people have no limit on most exercises, and the rest share a few."""
    whole = reduce(intersected, limits, limit_of(dosing.limit))
    start = clipped(dosing.start, whole)
    return DoseRange(start=start, limit=whole), falls_short(start, dosing.least)
