"""Rules as people write them: what the parser forgives, and what it gives back."""

import pytest

from spec.language import rule_of, vocabulary
from spinewise.errors import InputError, nearest
from spinewise.rules.parse import read_rule
from spinewise.rules.tree import Combine, Group, Leaf, Test, facts_of, leaves
from spinewise.source import Binder, read_node
from spinewise.source.bind import Unbound

FACTS = vocabulary("""
fever: {kind: yes_no}
is_hot: {kind: yes_no}
few: {kind: number, range: [0, 2]}
at_rest: {kind: choice, options: {is: Is, not: Not, not_sure_at_all: Not sure at all}}
age: {kind: number, range: [0, 120], unit: years}
temperature: {kind: number, range: [-5, 45], whole: false, unit: °C}
""")


def problems(text: str) -> list[str]:
    binder = Binder()
    with pytest.raises(Unbound):
        read_rule(binder, read_node(text.encode(), file="rule.yaml"), FACTS)
    return [str(problem) for problem in binder.problems]


@pytest.mark.parametrize(
    ("text", "leaf"),
    [
        ("fever is true", Leaf("fever", Test.IS, (True,), 1)),
        ("fever is No", Leaf("fever", Test.IS, (False,), 1)),
        ("if: fever is true", Leaf("fever", Test.IS, (True,), 1)),
        ("'  fever   is   true  '", Leaf("fever", Test.IS, (True,), 1)),
        ("fever is\n  true", Leaf("fever", Test.IS, (True,), 1)),
        ("is_hot is not true", Leaf("is_hot", Test.IS_NOT, (True,), 1)),
        ("at_rest is is", Leaf("at_rest", Test.IS, ("is",), 1)),
        ("at_rest is not not", Leaf("at_rest", Test.IS_NOT, ("not",), 1)),
        ("at_rest is not_sure_at_all", Leaf("at_rest", Test.IS, ("not_sure_at_all",), 1)),
        ("'at_rest is one of [is,not]'", Leaf("at_rest", Test.IS_ONE_OF, ("is", "not"), 1)),
        ("age at least 70", Leaf("age", Test.AT_LEAST, (70,), 1)),
        ("age at least 70.0", Leaf("age", Test.AT_LEAST, (70,), 1)),
        ("temperature less than -0.5", Leaf("temperature", Test.LESS_THAN, (-0.5,), 1)),
        ("temperature less than +38", Leaf("temperature", Test.LESS_THAN, (38,), 1)),
    ],
)
def test_a_test_is_read_however_it_is_spaced(text, leaf):
    assert rule_of(text, FACTS) == leaf


def test_a_whole_number_written_with_decimals_is_still_whole():
    assert type(rule_of("age at least 70.0", FACTS).values[0]) is int


def test_a_group_knows_the_line_of_its_word():
    rule = rule_of("\nall:\n  - fever is true\n  - at_least_1:\n      - age at least 9\n", FACTS)
    assert (rule.line, rule.of[1].line) == (1, 3)
    assert [leaf.line for leaf in leaves(rule)] == [2, 4]
    assert facts_of(rule) == {"fever", "age"}
    assert isinstance(rule.of[1], Group)
    assert (rule.of[1].combine, rule.of[1].least) == (Combine.AT_LEAST, 1)


@pytest.mark.parametrize("text", ["fever istrue", "fever", "fever is", "is true", "fever is\ttrue or false"])
def test_what_is_not_a_test_is_refused(text):
    assert len(problems(text)) == 1


def test_the_same_test_may_stand_in_two_groups():
    rule_of("any:\n  - all: [fever is true, age at least 9]\n  - all: [fever is true, is_hot is true]\n", FACTS)


def test_two_values_that_are_one_number_are_one_value():
    assert problems("'age is one of [7, 7.0]'") == ["rule.yaml:1:1: a value is listed twice. Keep one of them."]


def test_lists_that_differ_in_order_only_are_the_same_test():
    text = "any:\n  - 'age is one of [7, 8]'\n  - 'age is one of [8, 7]'\n"
    assert problems(text) == ["rule.yaml:3:5: this test is already on line 2. Keep one of them."]


def test_a_list_of_every_whole_number_is_the_same_for_everybody():
    said = "rule.yaml:1:1: 'few is one of [0, 1, 2]' has the same answer for everybody. Test what can differ."
    assert problems("'few is one of [0, 1, 2]'") == [said]


def test_a_question_as_a_hint_ends_with_its_question_mark():
    assert problems("fevr is true") == ["rule.yaml:1:1: no fact is called 'fevr'. Did you mean 'fever'?"]
    assert nearest("xyz", FACTS) == ""


def test_a_broken_fact_file_raises_an_input_error():
    with pytest.raises(InputError, match="no fact is called"):
        vocabulary("a: {kind: yes_no, applies: {when: zz is true, otherwise: false}}")
