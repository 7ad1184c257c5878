"""Which interventions may be proposed to this person, at which dose, and what speaks for each."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from spinewise.assess.types import Triage
from spinewise.knowledge.ladders import Level, Tier
from spinewise.knowledge.models import (
    Aim,
    Bundle,
    Dose,
    Exercise,
    KnowledgeBase,
    Modality,
    Preset,
    Suit,
)
from spinewise.plan.dose import chosen_dose
from spinewise.plan.merits import is_of_kind, merits_of
from spinewise.plan.minutes import minutes_a_day
from spinewise.plan.reasons import reasons_for
from spinewise.plan.rungs import Rungs, height, ladders_of, lines_in, rungs_of, steps_of
from spinewise.plan.starting import starting_rungs
from spinewise.plan.types import Cleared, Why, Wishes

ON_THE_FLOOR = frozenset(
    {"supine", "crook_lying", "prone", "side_lying", "hands_and_knees", "half_kneeling", "kneeling"}
)
FINE = 100
"""Weights are multiplied by this, so that the order within a bundle, then on a ladder, only breaks ties."""
HIGHEST_RUNG = 8


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """An intervention that may be chosen. `worth` counts in hundredths of a weight.

    `merits` are what it could reach, beside what it is worth by itself; `task` marks the practice of a hard task,
    of which a plan has one. `adjunct` marks a passive comfort, which needs an active exercise beside it.
    """

    intervention: str
    dose: Dose
    minutes_a_day: float
    worth: int
    aims: tuple[Aim, ...] = ()
    merits: tuple[str, ...] = ()
    reasons: tuple[Why, ...] = ()
    task: bool = False
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
    lines: dict[str, frozenset[str]]


def person(wishes: Wishes, triage: Triage, tier: Tier, kb: KnowledgeBase) -> Person:
    """The person with the bundles and presets that concern them."""
    rungs = rungs_of(kb.exercises.values())
    bundles = (kb.bundles[id_] for id_ in sorted(kb.bundles))
    return Person(
        wishes=wishes,
        triage=triage,
        tier=tier,
        kb=kb,
        bundles=tuple(bundle for bundle in bundles if matches(bundle.suits, triage)),
        presets=tuple(kb.presets[id_] for id_ in wishes.presets if id_ in kb.presets),
        rungs=rungs,
        lines=lines_in(rungs),
    )


def matches(suit: Suit, triage: Triage) -> bool:
    """Whether somebody is meant; an entry left out means anybody."""
    return (
        (not suit.category or triage.category in suit.category)
        and (not suit.subgroup or any(name in triage.subgroups for name in suit.subgroup))
        and (not suit.acuity or triage.acuity in suit.acuity)
    )


def exercises_for(cleared: Iterable[Cleared], who: Person) -> tuple[Candidate, ...]:
    """The exercises that may be chosen, in order of their ids: on each ladder no higher than the person may start,
    and none on the ladder of what is done through the day."""
    every = tuple(cleared)
    often = {one.intervention for one in through_the_day_for(every, who)}
    usable = {one.intervention: one for one in every if is_usable(one, who)}
    own = [who.kb.exercises[id_] for id_ in usable if not _stands_back(id_, usable, often, who)]
    first = starting_rungs(own, who.wishes, tier=who.tier, kb=who.kb, rungs=who.rungs)
    return tuple(_exercise(usable[id_], who.kb.exercises[id_], who, below_start=first[id_]) for id_ in sorted(first))


def _stands_back(id_: str, usable: Iterable[str], often: set[str], who: Person) -> bool:
    """Whether another rung is done through the day, or is meant for this person while this one is for anybody."""
    line = who.lines.get(id_, frozenset())
    meant = (other for other in usable if other in line and _is_meant(who.kb.exercises[other], who))
    return bool(line & often) or (not _is_meant(who.kb.exercises[id_], who) and any(meant))


def is_usable(one: Cleared, who: Person) -> bool:
    """Whether an exercise suits this person, whichever rung of its ladder it is."""
    return one.intervention in who.kb.exercises and not why_not(one, who)


def comfort_for(cleared: Iterable[Cleared], who: Person) -> tuple[Candidate, ...]:
    """Heat or cold, whichever the person finds soothing and may have at home."""
    found = [_comfort(one, who.kb.modalities[one.intervention], who) for one in cleared if _is_comfort(one, who)]
    return tuple(sorted(found, key=lambda one: one.intervention)[:1])


def through_the_day_for(cleared: Iterable[Cleared], who: Person) -> tuple[Cleared, ...]:
    """Exercises done little and often: only in a direction that an examination has shown to help, one of a ladder."""
    found = {
        one.intervention: one for one in cleared if why_not(one, who) == "through_the_day" and _suits_exactly(one, who)
    }
    own = [who.kb.exercises[id_] for id_ in found]
    first = starting_rungs(own, who.wishes, tier=who.tier, kb=who.kb, rungs=who.rungs)
    steps, ladders = steps_of(found, who.rungs), ladders_of(who.rungs)
    kept: dict[str, Cleared] = {}
    for id_ in sorted(first, key=lambda id_: (first[id_], steps[id_], id_)):
        kept.setdefault(ladders.get(id_, id_), found[id_])
    return tuple(sorted(kept.values(), key=lambda one: one.intervention))


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
    if exercise.tasks and not set(exercise.tasks) & set(who.wishes.hard_tasks):
        return "no_such_task"
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


def _ladder_rank(id_: str, who: Person) -> int | None:
    """The best place of an exercise or of another rung of its ladder: a bundle says which ladder, not which rung."""
    line = who.lines.get(id_, frozenset()) | {id_}
    ranks = [rank for bundle in who.bundles for rank, name in enumerate(bundle.prefers) if name in line]
    return min(ranks, default=None)


def _exercise(one: Cleared, exercise: Exercise, who: Person, *, below_start: int) -> Candidate:
    dose, because_of_dose = chosen_dose(one, who.presets, who.kb)
    return Candidate(
        intervention=exercise.id,
        dose=dose,
        minutes_a_day=minutes_a_day(dose, who.kb.programme.pace),
        worth=_worth(one, exercise, who, below_start=below_start),
        aims=exercise.aims,
        merits=merits_of(exercise, in_bundle=_ladder_rank(exercise.id, who) is not None),
        reasons=(*reasons_for(one, who), *because_of_dose),
        task=bool(exercise.tasks),
    )


def _worth(one: Cleared, exercise: Exercise, who: Person, *, below_start: int) -> int:
    weights, kinds = who.kb.programme.weights, who.kb.programme.kinds
    rank = _ladder_rank(exercise.id, who)
    counted = (
        (weights.in_bundle, rank is not None),
        (weights.encouraged, one.encouraged),
        (weights.suits, any(suit != Suit() and matches(suit, who.triage) for suit in exercise.suits)),
        (weights.preferred_by_person, _is_preferred(exercise.id, who)),
        (
            weights.liked_kind,
            any(is_of_kind(exercise, kinds[kind]) for kind in who.wishes.kinds_liked),
        ),
        (weights.own_equipment, bool(set(exercise.needs) - set(who.kb.programme.at_hand))),
        (weights.hard_task, bool(exercise.tasks)),
        (-abs(weights.below_start) * below_start, below_start > 0),
        (-abs(weights.teach_first_alone), exercise.teach_first),
    )
    is_named = any(exercise.id in bundle.prefers for bundle in who.bundles)
    later = (rank or 0) * HIGHEST_RUNG + (0 if is_named else min(1 + height(exercise.id, who.rungs), HIGHEST_RUNG - 1))
    return FINE * sum(weight for weight, holds in counted if holds) - min(later, FINE - 1)


def _is_preferred(id_: str, who: Person) -> bool:
    return id_ in who.wishes.liked or any(id_ in preset.for_interventions for preset in who.presets)


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
