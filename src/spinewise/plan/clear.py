"""How every intervention stands for this person: go, caution, hold or exclude, and why.

This is the filter that the planner and the checker both rely on, and the one the proofs are about.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from spinewise.assess.presume import view_at
from spinewise.assess.types import Triage
from spinewise.knowledge.demands import matches
from spinewise.knowledge.ladders import Level, Tier, WaiverBy, strictest
from spinewise.knowledge.models import (
    Dose,
    Effect,
    Exercise,
    KnowledgeBase,
    Limits,
    Modality,
    Precaution,
    TierRule,
)
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


def clear(answers: Answers, triage: Triage, kb: KnowledgeBase, *, tier: Tier | None = None) -> tuple[Cleared, ...]:
    """Every intervention's level at the person's tier, or at a lower one when `tier` says so; never at a higher."""
    own = tier_for(triage, answers, kb)
    tier = min(tier or own, own, key=lambda one: one.rank)
    known = view_at(answers, kb, tier)
    rulings = [
        (precaution, ruling)
        for precaution in kb.precautions.values()
        if (ruling := evaluate_unless_no(precaution.id, precaution.when, known, claims=precaution.because))
    ]
    return tuple(_clear_one(one, triage, kb.tier(tier), tier, rulings) for one in kb.interventions.values())


def _clear_one(
    one: Intervention, triage: Triage, rule: TierRule, tier: Tier, rulings: list[tuple[Precaution, Ruling]]
) -> Cleared:
    hits = [hit for precaution, ruling in rulings for hit in hits_on(one, precaution, ruling)]
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
        encouraged=level is Level.GO and any(encourages(precaution, ruling, one) for precaution, ruling in rulings),
        notes=notes,
    )


def hits_on(one: Intervention, precaution: Precaution, ruling: Ruling) -> Iterator[Hit]:
    """The effects of a precaution that meet this intervention's demands."""
    for effect in precaution.effects:
        if matches(effect.to, one.demands):
            yield Hit(precaution, ruling, level_of(effect, ruling), effect.limit)


def level_of(effect: Effect, ruling: Ruling) -> Level:
    """A condition that is not known holds what it would exclude; a caution stays a caution."""
    if ruling.truth is UNKNOWN and effect.level is Level.EXCLUDE:
        return Level.HOLD
    return effect.level


def tier_notes(one: Intervention, rule: TierRule, triage: Triage, tier: Tier) -> Iterator[str]:
    """Why the tier itself leaves this out, each as one of its notes."""
    alone = tier in (Tier.GENERAL, Tier.LOW_LOAD)
    general = isinstance(one, Exercise) and one.general
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


def encourages(precaution: Precaution, ruling: Ruling, one: Intervention) -> bool:
    """Whether a condition that is certain speaks for this intervention."""
    return ruling.truth is YES and any(matches(pattern, one.demands) for pattern in precaution.encourages)


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
    whole = limit_of(one.dose.limit)
    for limit in limits:
        if limit == UNLIMITED:
            continue
        whole = intersected(whole, limit)
    start = clipped(one.dose.start, whole)
    return DoseRange(start=start, limit=whole), _below(start, one.dose.least)


def limit_of(dose: Dose) -> Limits:
    """The bounds that an exercise's own largest dose sets."""
    return Limits(
        sets=len(dose.sets) or None,
        repetitions=max(dose.sets, default=0) or None,
        hold_s=dose.hold_s if dose.sets else None,
        minutes=dose.minutes or None,
        times_a_day=dose.times_a_day,
        days_a_week=dose.days_a_week,
    )


def intersected(one: Limits, other: Limits) -> Limits:
    """The tighter of two bounds, entry by entry."""
    tighter = {}
    for name in Limits.__struct_fields__:
        bounds = [bound for bound in (getattr(one, name), getattr(other, name)) if bound is not None]
        tighter[name] = min(bounds, default=None)
    return Limits(**tighter)


def clipped(dose: Dose, limit: Limits) -> Dose:
    """A dose brought inside its bounds."""
    sets = tuple(min(count, limit.repetitions or count) for count in dose.sets[: limit.sets or None])
    return msgspec.structs.replace(
        dose,
        sets=sets,
        hold_s=_least_of(dose.hold_s, limit.hold_s),
        minutes=_least_of(dose.minutes, limit.minutes),
        times_a_day=int(_least_of(dose.times_a_day, limit.times_a_day)),
        days_a_week=int(_least_of(dose.days_a_week, limit.days_a_week)),
    )


def _least_of(value: float, bound: float | None) -> float:
    return value if bound is None else min(value, bound)


def _below(dose: Dose, least: Limits) -> bool:
    floors = [
        (len(dose.sets), least.sets),
        (max(dose.sets, default=0), least.repetitions),
        (dose.hold_s, least.hold_s),
        (dose.minutes, least.minutes),
        (dose.times_a_day, least.times_a_day),
        (dose.days_a_week, least.days_a_week),
    ]
    return any(floor is not None and value < floor for value, floor in floors)
