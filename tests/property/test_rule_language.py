"""What holds for every rule, every vocabulary and every person."""

import itertools
import os
from typing import get_args

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, assume, find, given, settings
from hypothesis import strategies as st

from property.strategies import (
    COMBINATORS,
    DERIVATIONS,
    KINDS,
    STATES,
    TESTS,
    Case,
    answer,
    answers,
    applies_to,
    as_yaml,
    base_facts,
    cases,
    completed_cases,
    completions,
    holds,
    is_open,
    readable,
    values,
    vocabularies,
)
from spinewise.rules.evaluate import Reason, Ruling, evaluate
from spinewise.rules.facts import Answers, Count, Derivation, Fact, Kind, State, WorstOf
from spinewise.rules.judge import Judged, deciding, judge
from spinewise.rules.known import Known, OneOf, combined, domain, leaf_truth, truth_of
from spinewise.rules.parse import read_rule
from spinewise.rules.render import rule_words
from spinewise.rules.residual import missing_facts
from spinewise.rules.tree import Combine, Group, Leaf, RuleNode, Test, leaves
from spinewise.rules.truth import NO, UNKNOWN, YES, Truth
from spinewise.source import Binder, read_node

MANY_TIMES = int(os.environ.get("SPINEWISE_EXAMPLES", "40"))
MANY = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=MANY_TIMES)


def for_all(*strategies):
    """A property that is tried on many generated values, however slow the machine."""
    return lambda test: MANY(given(*strategies)(test))


# --- nothing is left out ----------------------------------------------------------------------------


def test_every_part_of_the_language_has_a_strategy():
    assert set(TESTS) == set(Test)
    assert set(COMBINATORS) == set(Combine)
    assert set(DERIVATIONS) == set(get_args(Derivation))
    assert set(KINDS) == set(Kind)
    assert set(STATES) == set(State)


def uses(case: Case) -> set[object]:
    """The parts of the language that a case uses."""
    facts = [case.vocabulary[leaf.fact] for leaf in leaves(case.rule)]
    return {leaf.test for leaf in leaves(case.rule)} | combinators(case.rule) | {type(each.derive) for each in facts}


def combinators(node: RuleNode) -> set[Combine]:
    if isinstance(node, Leaf):
        return set()
    return {node.combine}.union(*(combinators(part) for part in node.of))


@pytest.mark.parametrize("part", [*Test, *Combine, *get_args(Derivation)], ids=str)
def test_every_part_of_the_language_comes_up(part):
    quick = settings(max_examples=5000, phases=[Phase.generate], derandomize=True, database=None)
    assert part in uses(find(cases(), lambda case: part in uses(case), settings=quick))


# --- what a truth promises ----------------------------------------------------------------------------


@for_all(completed_cases())
def test_a_definite_truth_stays_whatever_is_learnt(pair):
    case, full = pair
    before = truth_of(case.rule, case.known)
    after = truth_of(case.rule, Known(full, case.vocabulary))
    assert before is UNKNOWN or before is after


@for_all(completed_cases())
def test_when_everything_is_answered_the_truth_is_the_plain_one(pair):
    case, full = pair
    wanted = YES if holds(case.rule, case.vocabulary, full) else NO
    assert truth_of(case.rule, Known(full, case.vocabulary)) is wanted


@for_all(completed_cases())
def test_learning_more_never_makes_more_possible(pair):
    case, full = pair
    for name in [each.id for each in readable(case.vocabulary)]:
        after = Known(full, case.vocabulary).possible(name)
        before = case.known.possible(name)
        if isinstance(before, OneOf):
            assert after.values <= before.values
        else:
            assert before.low <= after.low <= after.high <= before.high


@for_all(cases())
def test_something_is_always_possible(case):
    for name, each in case.vocabulary.items():
        possible = case.known.possible(name)
        if each.kind in (Kind.YES_NO, Kind.CHOICE):
            assert possible.values
            assert possible.values <= set(each.values)
        elif each.kind is Kind.NUMBER:
            low, high = each.span
            assert low <= possible.low <= possible.high <= high


@for_all(st.data())
def test_a_test_of_an_open_fact_is_unknown_only_if_it_can_still_go_either_way(data):
    asked = data.draw(base_facts("fact", {}).filter(lambda each: each.kind in (Kind.YES_NO, Kind.CHOICE)))
    case = data.draw(st.sampled_from([Test.IS, Test.IS_NOT, Test.IS_ONE_OF]))
    leaf = Leaf("fact", case, data.draw(TESTS[case](asked)))
    outcomes = {leaf_truth(leaf, OneOf(frozenset({value}))) for value in asked.values}
    assert leaf_truth(leaf, domain(asked)) is (UNKNOWN if len(outcomes) == 2 else outcomes.pop())


@for_all(st.data())
def test_what_a_derived_fact_can_be_is_reached_by_someone(data):
    """For facts with sources of their own, `possible` promises no value that nobody could have."""
    made = data.draw(vocabularies())
    known = data.draw(answers(made))
    for each in made.values():
        if sources_are_small_and_separate(each, made):
            assert Known(known, made).possible(each.id) == reachable(each, made, known)


def sources_are_small_and_separate(each: Fact, made: dict[str, Fact]) -> bool:
    names = source_names(each)
    facts = [made[name] for name in names]
    simple = all(one.derive is None and one.applies is None and one.kind in (Kind.YES_NO, Kind.CHOICE) for one in facts)
    return simple and 0 < len(set(names)) == len(names) <= 4


def source_names(each: Fact) -> list[str]:
    """The facts that a count of tests, or the worst of some choices, reads, as often as it reads them."""
    match each.derive:
        case Count(tests):
            return [test.fact for test in tests]
        case WorstOf(sources):
            return list(sources)
        case _:
            return []


def reachable(each: Fact, made: dict[str, Fact], known: Answers) -> object:
    names = [name for name in source_names(each) if is_open(made[name], known)]
    found = []
    for chosen in itertools.product(*(made[name].values for name in names)):
        full = known.with_(*(answer(made[name], value) for name, value in zip(names, chosen, strict=True)))
        found.append(Known(full, made).possible(each.id))
    if isinstance(found[0], OneOf):
        return OneOf(frozenset().union(*(one.values for one in found)))
    low, high = min(one.low for one in found), max(one.high for one in found)
    return msgspec.structs.replace(found[0], low=low, high=high)


# --- what is missing ------------------------------------------------------------------------------------


@for_all(cases())
def test_only_an_unknown_rule_misses_something(case):
    ruling = evaluate("rule", case.rule, case.known)
    assert bool(ruling.missing) is (ruling.truth is UNKNOWN)


@for_all(cases())
def test_only_facts_without_a_value_are_missing(case):
    for name in missing_facts(case.rule, case.known):
        asked = case.vocabulary[name]
        assert asked.derive is None
        assert is_open(asked, case.answers)
        assert not case.known.is_settled(name)


@for_all(st.data())
def test_answering_what_is_missing_settles_the_rule(data):
    case = data.draw(cases())
    known = case.answers
    for name in missing_facts(case.rule, case.known):
        known = known.with_(answer(case.vocabulary[name], data.draw(values(case.vocabulary[name]))))
    assert truth_of(case.rule, Known(known, case.vocabulary)) is not UNKNOWN


@for_all(st.data())
def test_what_is_not_missing_cannot_settle_the_rule(data):
    """Answering every open fact but the missing ones, as far as they apply, leaves an unknown rule unknown."""
    case = data.draw(cases())
    missing = missing_facts(case.rule, case.known)
    assume(missing)
    known = case.answers
    for each in case.vocabulary.values():
        asked = each.derive is None and each.id not in missing and is_open(each, known)
        if asked and applies_to(each, case.vocabulary, known):
            known = known.with_(answer(each, data.draw(values(each))))
    assert truth_of(case.rule, Known(known, case.vocabulary)) is UNKNOWN


@for_all(st.data())
def test_an_interview_that_asks_only_what_is_missing_ends_at_the_same_truth(data):
    case = data.draw(cases())
    full = data.draw(completions(case.vocabulary, case.answers))
    known, asked = case.answers, []
    while missing := [each for each in missing_facts(case.rule, Known(known, case.vocabulary)) if each in full.by_fact]:
        asked.append(missing[0])
        known = known.with_(full.by_fact[missing[0]])
    assert len(asked) == len(set(asked))
    assert truth_of(case.rule, Known(known, case.vocabulary)) is truth_of(case.rule, Known(full, case.vocabulary))


# --- why -----------------------------------------------------------------------------------------------


@for_all(cases())
def test_a_ruling_always_says_why(case):
    ruling = evaluate("rule", case.rule, case.known)
    assert ruling.reasons
    assert ruling.truth is truth_of(case.rule, case.known)


@for_all(cases())
def test_every_deciding_line_has_the_truth_it_is_given(case):
    for part in deciding(judge(case.rule, case.known)):
        assert part.truth is leaf_truth(part.node, case.known.possible(part.node.fact))


@for_all(cases())
def test_the_deciding_lines_alone_make_a_definite_truth(case):
    """Forget everything but the deciding lines: a yes or a no stays what it was."""
    judged = judge(case.rule, case.known)
    assume(judged.truth is not UNKNOWN)
    assert truth_keeping(judged, {id(part) for part in deciding(judged)}, UNKNOWN) is judged.truth


@for_all(cases(), st.sampled_from([YES, NO]))
def test_settling_the_open_lines_settles_an_unknown_rule(case, rest):
    judged = judge(case.rule, case.known)
    assume(judged.truth is UNKNOWN)
    open_lines = {id(part) for part in deciding(judged)}
    assert truth_with(judged, open_lines, rest) is not UNKNOWN


def truth_keeping(judged: Judged, kept: set[int], otherwise: Truth) -> Truth:
    """The truth when only some lines are known."""
    if isinstance(judged.node, Leaf):
        return judged.truth if id(judged) in kept else otherwise
    return combined(judged.node, [truth_keeping(part, kept, otherwise) for part in judged.parts])


def truth_with(judged: Judged, changed: set[int], to: Truth) -> Truth:
    """The truth when some lines turn out so."""
    if isinstance(judged.node, Leaf):
        return to if id(judged) in changed else judged.truth
    return combined(judged.node, [truth_with(part, changed, to) for part in judged.parts])


@for_all(cases())
def test_every_reason_is_in_words_and_can_be_sent(case):
    ruling = evaluate("rule", case.rule, case.known)
    assert all(reason.says and reason.answer for reason in ruling.reasons)
    assert msgspec.json.decode(msgspec.json.encode(ruling), type=Ruling) == ruling
    assert all(isinstance(reason, Reason) for reason in ruling.reasons)


# --- writing and sending -----------------------------------------------------------------------------------


def without_lines(node: RuleNode) -> RuleNode:
    """The same rule wherever it stands in a file."""
    if isinstance(node, Leaf):
        return msgspec.structs.replace(node, line=0)
    return msgspec.structs.replace(node, line=0, of=tuple(without_lines(part) for part in node.of))


@for_all(cases())
def test_a_written_rule_reads_back_the_same(case):
    text = as_yaml(case.rule)
    binder = Binder()
    read = read_rule(binder, read_node(text.encode(), file="rule.yaml"), case.vocabulary)
    assert not binder.problems
    assert without_lines(read) == case.rule


@for_all(cases())
def test_a_leaf_knows_its_line(case):
    text = as_yaml(case.rule).splitlines()
    read = read_rule(Binder(), read_node("\n".join(text).encode(), file="rule.yaml"), case.vocabulary)
    assert all(leaf.fact in text[leaf.line - 1] for leaf in leaves(read))


@for_all(cases())
def test_a_rule_can_be_sent_and_is_the_same(case):
    sent = msgspec.json.encode(case.rule)
    assert msgspec.json.decode(sent, type=Leaf | Group) == case.rule


@for_all(vocabularies())
def test_a_vocabulary_can_be_sent_and_is_the_same(made):
    assert msgspec.json.decode(msgspec.json.encode(made), type=dict[str, Fact]) == made


@for_all(st.data())
def test_answers_can_be_sent_and_are_the_same(data):
    known = data.draw(answers(data.draw(vocabularies())))
    assert msgspec.json.decode(msgspec.json.encode(known), type=Answers) == known


@for_all(cases())
def test_every_rule_reads_as_english(case):
    said = rule_words(case.rule, case.vocabulary)
    assert len(said.splitlines()) >= len(leaves(case.rule))
    assert "_of" not in said


@for_all(st.data())
def test_presuming_what_is_true_changes_no_definite_truth(data):
    case = data.draw(cases())
    full = data.draw(completions(case.vocabulary, case.answers))
    held = {
        name: each.value
        for name, each in full.by_fact.items()
        if each.value is not None and case.vocabulary[name].kind in (Kind.YES_NO, Kind.CHOICE, Kind.NUMBER)
    }
    presumed = truth_of(case.rule, Known(case.answers, case.vocabulary, presuming=held))
    assert presumed in (UNKNOWN, truth_of(case.rule, Known(full, case.vocabulary)))


@for_all(st.data())
def test_presuming_never_overrides_a_value(data):
    case = data.draw(cases())
    asked = [each for each in case.vocabulary.values() if each.derive is None and each.values]
    wrong = {each.id: data.draw(values(each)) for each in asked if not is_open(each, case.answers)}
    assert truth_of(case.rule, Known(case.answers, case.vocabulary, presuming=wrong)) is truth_of(case.rule, case.known)
