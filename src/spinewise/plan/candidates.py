"""Which interventions may be proposed to this person, at which dose, and what speaks for each."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from spinewise.assess.types import Triage
from spinewise.knowledge.ladders import Level, Tier
from spinewise.knowledge.models import Aim, Bundle, Dose, Exercise, KnowledgeBase, Modality, Preset, Suit
from spinewise.plan.dose import chosen_dose
from spinewise.plan.minutes import minutes_a_day
from spinewise.plan.rungs import Rungs, height, rungs_of
from spinewise.plan.types import Cleared, Why, Wishes
from spinewise.plan.wording import aim_words, listed, say

ON_THE_FLOOR = frozenset(
    {"supine", "crook_lying", "prone", "side_lying", "hands_and_knees", "half_kneeling", "kneeling"}
)
FINE = 100
"""Weights are multiplied by this, so that the order within a bundle, then on a ladder, only breaks ties."""
HIGHEST_RUNG = 8


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """An intervention that may be chosen. `worth` counts in hundredths of a weight.

    `adjunct` marks a passive comfort, which needs an active exercise beside it.
    """

    intervention: str
    dose: Dose
    minutes_a_day: float
    worth: int
    aims: tuple[Aim, ...] = ()
    reasons: tuple[Why, ...] = ()
    adjunct: bool = False


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that choosing looks at."""

    wishes: Wishes
    triage: Triage
    tier: Tier
    kb: KnowledgeBase
    bundles: tuple[Bundle, ...]
    presets: tuple[Preset, ...]
    rungs: Rungs


def person(wishes: Wishes, triage: Triage, tier: Tier, kb: KnowledgeBase) -> Person:
    """The person with the bundles and presets that concern them."""
    bundles = (kb.bundles[id_] for id_ in sorted(kb.bundles))
    return Person(
        wishes=wishes,
        triage=triage,
        tier=tier,
        kb=kb,
        bundles=tuple(bundle for bundle in bundles if matches(bundle.suits, triage)),
        presets=tuple(kb.presets[id_] for id_ in wishes.presets if id_ in kb.presets),
        rungs=rungs_of(kb.exercises.values()),
    )


def matches(suit: Suit, triage: Triage) -> bool:
    """Whether somebody is meant; an entry left out means anybody."""
    return (
        (not suit.category or triage.category in suit.category)
        and (not suit.subgroup or any(name in triage.subgroups for name in suit.subgroup))
        and (not suit.acuity or triage.acuity in suit.acuity)
    )


def exercises_for(cleared: Iterable[Cleared], who: Person) -> tuple[Candidate, ...]:
    """The exercises that may be chosen, in order of their ids."""
    found = [
        _exercise(one, who.kb.exercises[one.intervention], who)
        for one in cleared
        if one.intervention in who.kb.exercises and not why_not(one, who)
    ]
    return tuple(sorted(found, key=lambda one: one.intervention))


def comfort_for(cleared: Iterable[Cleared], who: Person) -> tuple[Candidate, ...]:
    """Heat or cold, whichever the person finds soothing and may have at home."""
    found = [_comfort(one, who.kb.modalities[one.intervention], who) for one in cleared if _is_comfort(one, who)]
    return tuple(sorted(found, key=lambda one: one.intervention)[:1])


def through_the_day_for(cleared: Iterable[Cleared], who: Person) -> tuple[Cleared, ...]:
    """Exercises done little and often: only in a direction that an examination has shown to help."""
    found = [one for one in cleared if why_not(one, who) == "through_the_day" and _suits_exactly(one, who)]
    return tuple(sorted(found, key=lambda one: one.intervention))


def why_not(one: Cleared, who: Person) -> str:
    """Why an exercise is not proposed; empty when it may be."""
    exercise = who.kb.exercises.get(one.intervention)
    if exercise is None:
        return "not_an_exercise"
    return _held(one, exercise, who) or _unwished(exercise, who) or _not_meant(exercise, who)


def _held(one: Cleared, exercise: Exercise, who: Person) -> str:
    if one.level is not Level.GO:
        return "not_cleared"
    if not exercise.by_default or exercise.id in _avoided(who):
        return "not_by_default"
    if exercise.teach_first and who.tier is not Tier.FULL:
        return "not_taught"
    return "not_general" if who.tier is Tier.GENERAL and not exercise.general else ""


def _unwished(exercise: Exercise, who: Person) -> str:
    if exercise.id in who.wishes.disliked:
        return "disliked"
    if not set(exercise.needs) <= set(who.wishes.equipment):
        return "equipment"
    on_floor = exercise.demands.position in ON_THE_FLOOR
    return "floor" if on_floor and not who.wishes.can_use_floor else ""


def _not_meant(exercise: Exercise, who: Person) -> str:
    if exercise.dose.start.every_hours:
        return "through_the_day"
    return "" if exercise.general or _is_meant(exercise, who) else "for_others"


def _is_meant(one: Exercise | Modality, who: Person) -> bool:
    named = _rank(one.id, who.bundles) is not None
    return named or any(matches(suit, who.triage) for suit in one.suits)


def _avoided(who: Person) -> frozenset[str]:
    return frozenset(id_ for bundle in who.bundles for id_ in bundle.avoids)


def _suits_exactly(one: Cleared, who: Person) -> bool:
    suits = who.kb.exercises[one.intervention].suits
    return any(suit.subgroup and matches(suit, who.triage) for suit in suits)


def _rank(id_: str, bundles: tuple[Bundle, ...]) -> int | None:
    """The best place among what the bundles prefer."""
    ranks = [bundle.prefers.index(id_) for bundle in bundles if id_ in bundle.prefers]
    return min(ranks, default=None)


def _exercise(one: Cleared, exercise: Exercise, who: Person) -> Candidate:
    dose, because_of_dose = chosen_dose(one, who.presets, who.kb)
    return Candidate(
        intervention=exercise.id,
        dose=dose,
        minutes_a_day=minutes_a_day(dose, who.kb.programme.pace),
        worth=_worth(one, exercise, who),
        aims=exercise.aims,
        reasons=(*reasons_for(one, who), *because_of_dose),
    )


def _worth(one: Cleared, exercise: Exercise, who: Person) -> int:
    weights = who.kb.programme.weights
    rank = _rank(exercise.id, who.bundles)
    counted = (
        (weights.in_bundle, rank is not None),
        (weights.encouraged, one.encouraged),
        (weights.suits, any(suit != Suit() and matches(suit, who.triage) for suit in exercise.suits)),
        (weights.preferred_by_person, _is_preferred(exercise.id, who)),
        (-abs(weights.teach_first_alone), exercise.teach_first),
    )
    later = (rank or 0) * HIGHEST_RUNG + min(height(exercise.id, who.rungs), HIGHEST_RUNG - 1)
    return FINE * sum(weight for weight, holds in counted if holds) - min(later, FINE - 1)


def _is_preferred(id_: str, who: Person) -> bool:
    return id_ in who.wishes.liked or any(id_ in preset.for_interventions for preset in who.presets)


def reasons_for(one: Cleared, who: Person) -> tuple[Why, ...]:
    """Why an exercise is in the plan, each reason with the evidence rows it rests on."""
    kb, exercise = who.kb, who.kb.exercises[one.intervention]
    aims = listed(aim_words(kb, aim) for aim in exercise.aims)
    wanted = [aim for aim in exercise.aims if aim in (*who.wishes.aims, *who.wishes.cover_daily)]
    reasons = [
        Why(says=say(kb, "why_bundle"), evidence=bundle.evidence)
        for bundle in who.bundles
        if exercise.id in bundle.prefers
    ]
    reasons.append(Why(says=say(kb, "why_aim", aims=aims), evidence=exercise.evidence))
    if wanted:
        reasons.append(Why(says=say(kb, "why_wanted", aims=listed(aim_words(kb, aim) for aim in wanted))))
    if one.encouraged:
        evidence = tuple(claim.evidence for reason in one.reasons for claim in reason.claims if claim.evidence)
        reasons.append(Why(says=say(kb, "why_encouraged"), evidence=tuple(sorted(set(evidence)))))
    if exercise.id in who.wishes.liked:
        reasons.append(Why(says=say(kb, "why_liked")))
    return tuple(reasons)


def _is_comfort(one: Cleared, who: Person) -> bool:
    modality = who.kb.modalities.get(one.intervention)
    if modality is None or one.level is not Level.GO or who.tier is Tier.LOCKED:
        return False
    wished = modality.demands.agent == who.wishes.comfort and modality.id not in who.wishes.disliked
    alone = modality.home and not modality.consent and set(modality.needs) <= set(who.wishes.equipment)
    return wished and alone and modality.id not in _avoided(who) and _is_meant(modality, who)


def _comfort(one: Cleared, modality: Modality, who: Person) -> Candidate:
    dose, reasons = chosen_dose(one, who.presets, who.kb)
    return Candidate(
        intervention=modality.id,
        dose=dose,
        minutes_a_day=minutes_a_day(dose, who.kb.programme.pace),
        worth=FINE * who.kb.programme.weights.preferred_by_person,
        reasons=reasons,
        adjunct=True,
    )
