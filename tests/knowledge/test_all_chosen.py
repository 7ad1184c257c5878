"""Every exercise of the library is chosen for somebody: its own kind of person exists, and the planner sees them.

For each exercise people are made from what the exercise itself says: whom it suits, what it needs, which aims it
has, what it works on, which task it practises, what comes before it on its ladder. Only when none of them gets it,
one is asked who likes that very exercise; those are printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import msgspec
import pytest

from people import TODAY, examined, knowledge, ordinary, with_answers
from spinewise.assess.measures import Finding, findings_from
from spinewise.assess.triage import triage
from spinewise.assess.types import Triage
from spinewise.knowledge.ladders import Level, Tier
from spinewise.knowledge.models import Exercise, FindingLevel, Suit
from spinewise.plan.accept import accept
from spinewise.plan.candidates import matches
from spinewise.plan.clear import clear
from spinewise.plan.edit import apply_edits
from spinewise.plan.merits import is_of_kind
from spinewise.plan.propose import propose
from spinewise.plan.rungs import below_in, rungs_of
from spinewise.plan.tier import tier_for
from spinewise.plan.types import Add, Cleared, Plan, Proposal, Remove, Wishes
from spinewise.plan.wishes import wishes_from
from spinewise.rules.facts import Answers, Reading

CALM = {
    "back_pain_now": "2", "leg_pain_now": "0", "pain_easily_provoked": "strong_load", "settles_within": "minutes",
    "rest_or_night_pain": "false", "present_activity": "regular", "first_episode": "true", "minutes_per_day": "45",
}  # fmt: skip
ACUTE, SUBACUTE, CHRONIC = ({"pain_started": ago} for ago in ("2 weeks ago", "8 weeks ago", "26 weeks ago"))
LEG = {"leg_pain": "one_leg", "leg_pain_now": "2", "leg_pain_course": "steady"}
NERVE = LEG | {"leg_pain_shooting": "true", "furthest_region": "below_knee"}
SITUATIONS: dict[str, dict[str, str]] = {
    "chronic": CHRONIC,
    "subacute": SUBACUTE,
    "acute": ACUTE,
    "chronic, control": CHRONIC | {"aberrant_movement": "true"},
    "subacute, control": SUBACUTE | {"aberrant_movement": "true"},
    "acute, control": ACUTE | {"aberrant_movement": "true"},
    "extension": CHRONIC | {"directional_preference": "extension"},
    "flexion": CHRONIC | {"directional_preference": "flexion"},
    "narrow canal": CHRONIC | {"told_stenosis": "true", "age": "62"},
    "new, narrow canal": ACUTE | {"told_stenosis": "true", "age": "62"},
    "nerve": CHRONIC | NERVE,
    "recent nerve": SUBACUTE | NERVE,
    "new nerve": ACUTE | NERVE,
    "centralising, recent": SUBACUTE | LEG | {"centralises": "true"},
    "centralising": ACUTE | LEG | {"centralises": "true"},
    "stiff": ACUTE | {"segment_mobility": "restricted"},
    "long stiff": CHRONIC | {"end_range_stiff": "true"},
    "older": CHRONIC | {"age": "70"},
    "leaning left": CHRONIC | {"lateral_shift": "left", "directional_preference": "lateral"},
    "leaning right": CHRONIC | {"lateral_shift": "right", "directional_preference": "lateral"},
}
FOUND_BY_A_CLINICIAN = frozenset(
    {
        "aberrant_movement",
        "directional_preference",
        "centralises",
        "segment_mobility",
        "end_range_stiff",
        "lateral_shift",
    }
)


class Situation(NamedTuple):
    """Somebody examined, with what is cleared for them."""

    answers: Answers
    found: Triage
    cleared: tuple[Cleared, ...]
    wishes: Wishes


@cache
def situation(name: str) -> Situation:
    """One of the situations, worked out once."""
    kb = knowledge()
    said = {fact: word for fact, word in SITUATIONS[name].items() if fact not in FOUND_BY_A_CLINICIAN}
    seen = {fact: word for fact, word in SITUATIONS[name].items() if fact in FOUND_BY_A_CLINICIAN}
    answers = examined(ordinary(**(CALM | {"course": "same"} | said)), key_muscle_power="5", **seen)
    found = triage(answers, kb)
    return Situation(answers, found, clear(answers, found, kb), wishes_from(answers, kb, starts_on=TODAY))


def wishes_for(one: Exercise, own: Wishes, answers: Answers) -> Iterator[Wishes]:
    """The one who is made for it, and some who are less so; nobody names an exercise."""
    kb = knowledge()
    hard = one.tasks or tuple(task for task, targets in kb.programme.tasks.items() if set(targets) & set(one.works_on))
    made_for_it = msgspec.structs.replace(
        own,
        equipment=tuple({*kb.programme.at_hand, *one.needs}),
        aims=one.aims,
        hard_tasks=hard[:1],
        findings=tuple(weak_findings(one, answers)),
        already_does=tuple(below_in(rungs_of(kb.exercises.values())).get(one.id, frozenset())),
        kinds_liked=tuple(name for name, kind in kb.programme.kinds.items() if is_of_kind(one, kind)),
        starts=tuple(start for start in own.starts if start.after == "what_is_done"),
    )
    yield made_for_it
    yield msgspec.structs.replace(made_for_it, findings=(), hard_tasks=one.tasks[:1], minutes_a_day=10)
    yield msgspec.structs.replace(made_for_it, findings=(), hard_tasks=(), starts=own.starts, can_use_floor=False)


def weak_findings(one: Exercise, answers: Answers) -> Iterator[Finding]:
    """A weak result of a measure that speaks for the exercise."""
    kb = knowledge()
    levels: tuple[FindingLevel, ...] = ("impaired", "borderline", "below_middle")
    for measure in kb.measures.values():
        wanted = {level for level in levels if set(measure.works_on.get(level, ())) & set(one.works_on)}
        if not wanted or measure.ratio:
            continue
        side = "left" if measure.each_side else None
        low, high = measure.range
        for share in range(11):
            reading = Reading(measure=measure.id, value=low + (high - low) * share / 10, side=side)
            (finding,) = findings_from(msgspec.structs.replace(answers, readings=(reading,)), kb)
            if finding.level in wanted:
                yield finding
                break


def plan_for_one(wishes: Wishes, name: str, wanted: str) -> Plan | None:
    """An accepted plan that holds what is wanted, with the tasks and things written into the answers as well."""
    kb, where = knowledge(), situation(name)
    answers = with_answers(where.answers, hard_tasks=list(wishes.hard_tasks), equipment=list(wishes.equipment))
    made = propose(where.cleared, wishes, kb, triage=where.found)
    if not isinstance(made, Proposal) or wanted not in {item.intervention for item in made.items}:
        return None
    plan = accept(made, answers, kb)
    assert isinstance(plan, Plan), (name, plan.clashes)
    return plan


def fitting(one: Exercise) -> list[str]:
    """The situations in which the exercise is cleared, those whom it suits first."""
    going = [name for name in SITUATIONS if Level.GO in levels(one, name)]
    return sorted(going, key=lambda name: not suits(one, situation(name).found))


def levels(one: Exercise, name: str) -> set[Level]:
    return {cleared.level for cleared in situation(name).cleared if cleared.intervention == one.id}


def suits(one: Exercise, found: Triage) -> bool:
    return any(suit != Suit() and matches(suit, found) for suit in one.suits)


@cache
def chosen() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """What is chosen by itself, what only by those who like it, and what by nobody."""
    kb = knowledge()
    found: set[str] = set()
    liked: set[str] = set()
    nobody: set[str] = set()
    wanted = sorted(one.id for one in kb.exercises.values() if one.by_default)
    for id_ in wanted:
        one = kb.exercises[id_]
        if id_ not in found and not any(look(one, found, name) for name in fitting(one)[:2]):
            (liked if any(like(one, name) for name in fitting(one)) else nobody).add(id_)
    return frozenset(found), frozenset(liked - found), frozenset(nobody - found)


def look(one: Exercise, found: set[str], name: str) -> bool:
    """Whether one of the people made for it gets it; whatever else they get is found as well."""
    where = situation(name)
    for wishes in wishes_for(one, where.wishes, where.answers):
        plan = plan_for_one(wishes, name, one.id)
        if plan is not None:
            found |= {item.intervention for item in plan.proposal.items}
            return True
    return False


def like(one: Exercise, name: str) -> bool:
    where = situation(name)
    made_for_it, *_ = wishes_for(one, where.wishes, where.answers)
    plan = plan_for_one(msgspec.structs.replace(made_for_it, liked=(one.id,)), name, one.id)
    return plan is not None


def test_every_situation_is_examined_and_may_have_a_full_plan() -> None:
    tiers = {name: tier_for(situation(name).found, situation(name).answers, knowledge()) for name in SITUATIONS}
    assert {name for name, tier in tiers.items() if tier is not Tier.FULL} == set()


def test_every_exercise_is_chosen_for_somebody(capsys: pytest.CaptureFixture[str]) -> None:
    by_itself, liked, nobody = chosen()
    with capsys.disabled():
        print(f"\nchosen by itself: {len(by_itself)}; only when liked: {', '.join(sorted(liked)) or 'none'}")
    assert sorted(nobody) == []


def test_what_is_never_a_default_comes_in_by_a_clinicians_hand() -> None:
    kb = knowledge()
    by_hand = [one.id for one in kb.exercises.values() if not one.by_default]
    assert by_hand
    refused = {id_ for id_ in by_hand if not any(added(id_, name) for name in ("chronic", "extension", "flexion"))}
    assert refused == set()


def added(id_: str, name: str) -> bool:
    """Whether a plan of this one exercise, put in by a clinician, is accepted."""
    kb, where = knowledge(), situation(name)
    made = propose(where.cleared, where.wishes, kb, triage=where.found)
    assert isinstance(made, Proposal)
    out = [Remove(item.intervention) for item in made.items]
    edited = apply_edits(made, [*out, Add(id_)], where.cleared, where.wishes, kb)
    return isinstance(accept(edited, where.answers, kb), Plan)
