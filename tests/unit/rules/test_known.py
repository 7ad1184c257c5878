"""What the answers leave possible, where it once went wrong or easily could."""

import datetime as dt

import pytest

from spec.language import answers, vocabulary
from spinewise.rules.facts import Answer, Answers, Role, State
from spinewise.rules.known import Between, Known, OneOf, leaf_truth
from spinewise.rules.render import number_words
from spinewise.rules.tree import Leaf, Test
from spinewise.rules.truth import NO, UNKNOWN, YES

FACTS = vocabulary("""
cough: {kind: yes_no}
sweats: {kind: yes_no}
before: {kind: number, range: [0, 50], whole: false}
after: {kind: number, range: [0, 50], whole: false}
lost: {kind: number, range: [0, 20], whole: false, derive: {difference: {of: before, minus: after}}}
change: {kind: choice, options: {little: L, much: M}, derive: {band: {of: lost, bands: {little: 1, much: ~}}}}
signs: {kind: number, range: [0, 2], derive: {count: [cough is true, sweats is true]}}
places: {kind: several, options: {back: Back, neck: Neck}}
""")


def known(**given: str) -> Known:
    return Known(answers(given, FACTS), FACTS)


def test_a_difference_below_its_range_still_leaves_one_value():
    """It once left no value at all, and of no value every test is true."""
    assert known(before="1", after="5").possible("lost") == Between(0, 0)
    assert known(before="1", after="5").possible("change") == OneOf(frozenset({"little"}))


@pytest.mark.parametrize(("before", "after", "lost"), [("3.3", "3", 0.3), ("38.4", "37.3", 1.1), ("0.3", "0.1", 0.2)])
def test_tenths_are_subtracted_as_people_do(before, after, lost):
    assert known(before=before, after=after).possible("lost") == Between(lost, lost)
    assert leaf_truth(Leaf("lost", Test.AT_LEAST, (lost,)), known(before=before, after=after).possible("lost")) is YES


@pytest.mark.parametrize(
    ("possible", "truth"),
    [
        (Between(1, 2, whole=True), YES),
        (Between(1, 2, whole=False), UNKNOWN),
        (Between(0, 2, whole=True), UNKNOWN),
        (Between(3, 4, whole=True), NO),
        (Between(2, 2), YES),
    ],
)
def test_a_list_covers_whole_numbers_but_never_a_stretch_of_all_numbers(possible, truth):
    assert leaf_truth(Leaf("signs", Test.IS_ONE_OF, (1, 2)), possible) is truth


def test_a_list_with_one_number_twice_covers_it_once():
    assert leaf_truth(Leaf("signs", Test.IS_ONE_OF, (1, 1.0)), Between(1, 2, whole=True)) is UNKNOWN


def test_yes_and_one_are_not_mixed_up():
    assert leaf_truth(Leaf("cough", Test.IS, (True,)), OneOf(frozenset({True}))) is YES
    assert leaf_truth(Leaf("cough", Test.IS, (True,)), OneOf(frozenset({False}))) is NO


def test_a_list_of_places_is_not_read_by_rules():
    given = Answer(fact="places", value=("back",), on=dt.date(2026, 3, 1), by=Role.PERSON)
    asked = Known(Answers(today=dt.date(2026, 3, 1), zone="UTC", by_fact={"places": given}), FACTS)
    assert asked.possible("places") == OneOf(frozenset({"back", "neck"}))


def test_an_answer_has_a_value_or_a_state_and_not_both():
    today = dt.date(2026, 3, 1)
    with pytest.raises(ValueError, match="needs either a value or a state"):
        Answer(fact="cough", on=today, by=Role.PERSON)
    with pytest.raises(ValueError, match="needs either a value or a state"):
        Answer(fact="cough", value=True, state=State.DECLINED, on=today, by=Role.PERSON)


@pytest.mark.parametrize(
    ("number", "words"),
    [(70, "70"), (7.5, "7.5"), (1234567, "1234567"), (0.1 + 0.2, "0.3"), (-0.0, "0"), (-2.25, "-2.25"), (100, "100")],
)
def test_numbers_are_written_as_people_do(number, words):
    assert number_words(number) == words
