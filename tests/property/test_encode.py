"""The evaluator and its encoding for z3 give the same answers: on every rule, the tier and the filter."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

import pytest
import z3
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from property.strategies import Case, cases
from spinewise.assess.presume import view_at
from spinewise.assess.triage import triage
from spinewise.knowledge.check import rule_files
from spinewise.knowledge.ladders import Tier, Urgency
from spinewise.knowledge.load import load_knowledge
from spinewise.knowledge.models import KnowledgeBase
from spinewise.plan.clear import clear
from spinewise.plan.tier import tier_for
from spinewise.prove.encode import Variables, View
from spinewise.prove.people import answers_of, is_given
from spinewise.prove.world import APPLICABILITY, TIERS, World
from spinewise.rules.facts import Answers, Kind, Role
from spinewise.rules.known import Known, counted_value, truth_of
from spinewise.rules.residual import missing_facts
from spinewise.rules.tree import Value, leaves
from spinewise.rules.truth import NO, YES, Truth

Given = dict[str, Value]
ON_ANY_MACHINE = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@cache
def knowledge() -> KnowledgeBase:
    return load_knowledge()


@cache
def world() -> World:
    made = World(knowledge())
    made.build()
    return made


@cache
def limits() -> dict[str, list[float]]:
    """The numbers that rules compare each fact with: where a wrong encoding would show."""
    found: dict[str, list[float]] = {}
    for rule in rule_files(knowledge()):
        for leaf in leaves(rule.when):
            found.setdefault(leaf.fact, []).extend(float(one) for one in leaf.values if not isinstance(one, str))
    return found


def values_of(name: str) -> st.SearchStrategy[Value]:
    fact = knowledge().facts[name]
    if fact.kind in (Kind.YES_NO, Kind.CHOICE):
        return st.sampled_from(fact.values)
    if fact.kind is Kind.DATE:
        days = [round(one) + step for one in (42, 84, 90, 21, 30, 14) for step in (-1, 0, 1)]
        return st.sampled_from([0, *days, 36500])
    low, high = fact.span
    near = [one + step for one in limits().get(name, []) for step in (-1, 0, 1) if low <= one + step <= high]
    if fact.whole:
        return st.sampled_from(sorted({int(one) for one in (low, high, *near)})) | st.integers(int(low), int(high))
    return st.sampled_from(sorted({low, high, *near}))


def everything() -> st.SearchStrategy[Given]:
    return st.fixed_dictionaries({name: values_of(name) for name in world().people.answered})


def something() -> st.SearchStrategy[Given]:
    """Nearly all is answered, or nearly nothing: rules open where the two meet."""
    names = list(world().people.answered)
    few, many = st.sets(st.sampled_from(names), max_size=12), st.sets(st.sampled_from(names), min_size=40)
    kept = few | many | few.map(lambda left_out: set(names) - left_out)
    return st.builds(lambda whole, keep: {name: whole[name] for name in whole if name in keep}, everything(), kept)


def saying(given: Given) -> list[Any]:
    """Assumptions that pin the solver to these answers."""
    people = world().people
    said = []
    for name, answered in people.answered.items():
        said.append(answered if name in given else z3.Not(answered))
        if name in given:
            said.append(world().named(f"{name} = {given[name]}", lambda n=name: people.is_value(n, given[n])))
    return said


def pinned(given: Given) -> z3.ModelRef:
    """The one world with these answers; also those the reader of answers would refuse."""
    free = [APPLICABILITY, *knowledge().contradictions]
    model = world().model(*world().on(but=free), *saying(given))
    assert model is not None, "no world has these answers"
    return model


def truth_in(model: z3.ModelRef, pair: Any) -> Truth:
    yes, no = (z3.is_true(model.eval(side, model_completion=True)) for side in (pair.yes, pair.no))
    assert not (yes and no)
    return YES if yes else NO if no else Truth.UNKNOWN


def compare_rules(given: Given) -> None:
    known = Known(answers_of(given, knowledge()), knowledge().facts)
    pairs = {rule.id: world().rule(rule, world().asked) for rule in rule_files(knowledge())}
    model = pinned(given)
    encoded = {name: truth_in(model, pair) for name, pair in pairs.items()}
    assert encoded == {rule.id: truth_of(rule.when, known) for rule in rule_files(knowledge())}


@ON_ANY_MACHINE
@given(everything())
def test_every_rule_agrees_on_complete_answers(given: Given) -> None:
    compare_rules(given)


@ON_ANY_MACHINE
@given(something())
def test_every_rule_agrees_on_partial_answers(given: Given) -> None:
    compare_rules(given)


@ON_ANY_MACHINE
@given(something())
def test_precautions_agree_where_clinicians_facts_are_presumed(given: Given) -> None:
    answers = answers_of(given, knowledge())
    for tier in (Tier.GENERAL, Tier.LOW_LOAD):
        known, view = view_at(answers, knowledge(), tier), world().view(tier)
        pairs = {rule.id: world().rule(rule, view) for rule in knowledge().precautions.values()}
        model = pinned(given)
        encoded = {name: truth_in(model, pair) for name, pair in pairs.items()}
        assert encoded == {rule.id: truth_of(rule.when, known) for rule in knowledge().precautions.values()}


@ON_ANY_MACHINE
@given(something())
def test_urgency_tier_and_filter_agree(given: Given) -> None:
    answers = answers_of(given, knowledge())
    found = triage(answers, knowledge())
    allows = {tier: world().allows(tier) for tier in TIERS}
    urgent = {least: world().urgency(least) for least in Urgency if least is not Urgency.NONE}
    through = {(tier, one.id): world().given(one, tier) for tier in TIERS for one in knowledge().interventions.values()}
    model = pinned(given)

    def holds(formula: Any) -> bool:
        return z3.is_true(model.eval(formula, model_completion=True))

    own = tier_for(found, answers, knowledge())
    assert [tier for tier in TIERS if holds(allows[tier])] == [tier for tier in TIERS if tier.rank <= own.rank]
    assert [least for least in urgent if holds(urgent[least])] == [one for one in urgent if found.urgency.at_least(one)]
    for tier in TIERS:
        if tier.rank <= own.rank:
            for one in clear(answers, found, knowledge(), tier=tier):
                assert holds(through[tier, one.intervention]) == is_given(one.level, tier, knowledge()), one


@ON_ANY_MACHINE
@given(something())
def test_a_definite_truth_holds_for_every_completion(given: Given) -> None:
    known = Known(answers_of(given, knowledge()), knowledge().facts)
    people = world().people
    said = [world().named(f"{name} = {given[name]}", lambda n=name: people.is_value(n, given[n])) for name in given]
    other = []
    for rule in rule_files(knowledge()):
        truth, pair = truth_of(rule.when, known), world().rule(rule, world().asked)
        if truth is not Truth.UNKNOWN:
            other.append(z3.Not(pair.yes if truth is YES else pair.no))
    if not other:
        return
    somebody = [*world().on(but=knowledge().contradictions), world().complete, *said]
    world().solver.push()
    world().solver.add(z3.Or(other))
    refuted = world().model(*somebody)
    world().solver.pop()
    assert refuted is None


@pytest.mark.parametrize("value", [0, 41, 42, 84, 85, 36500])
def test_days_since_agree_at_the_edges(value: int) -> None:
    compare_rules({"pain_started": value})


def test_answers_hold_days_as_a_date() -> None:
    answers: Answers = answers_of({"pain_started": 21}, knowledge())
    assert answers.value("pain_started") == (answers.today - dt.timedelta(days=21)).isoformat()


# --- any vocabulary, any rule -----------------------------------------------------------------------


@settings(ON_ANY_MACHINE, max_examples=150)
@given(cases())
def test_the_encoding_of_any_rule_agrees_with_the_evaluator(case: Case) -> None:
    known = Known(case.answers, case.vocabulary)
    people = Variables(case.vocabulary)
    pair = View(people).pair(case.rule)
    solver = z3.Solver()
    solver.add(*pins(people, case))
    assert solver.check() == z3.sat
    assert truth_in(solver.model(), pair) is truth_of(case.rule, known)


@settings(ON_ANY_MACHINE, max_examples=150)
@given(cases())
def test_what_the_person_is_asked_agrees_with_the_evaluator(case: Case) -> None:
    missing = missing_facts(case.rule, Known(case.answers, case.vocabulary))
    people = Variables(case.vocabulary)
    asks = View(people).asks_person(case.rule)
    solver = z3.Solver()
    solver.add(*pins(people, case))
    assert solver.check() == z3.sat
    waits = any(Role.PERSON in case.vocabulary[name].asked_of for name in missing)
    assert z3.is_true(solver.model().eval(asks, model_completion=True)) == waits


def pins(people: Variables, case: Case) -> list[Any]:
    """The solver held at the answers of a case: what an answer counts as, or that there is none."""
    said = []
    for name, answered in people.answered.items():
        fact = case.vocabulary[name]
        value = counted_value(fact, case.answers.by_fact.get(name))
        said.append(answered if value is not None else z3.Not(answered))
        if value is not None:
            days = days_before(case.answers.today, value) if fact.kind is Kind.DATE else value
            said.append(people.is_value(name, days))
    return said


def days_before(today: dt.date, day: Value) -> int:
    return (today - dt.date.fromisoformat(str(day))).days
