"""The truth tables, written out a second time, by hand."""

import itertools

import pytest

from spinewise.rules.truth import AND, NO, NOT, OR, UNKNOWN, YES, Truth, all_of, any_of, at_least, none_of

ALL_TABLE = """
yes     yes     yes
yes     no      no
yes     unknown unknown
no      yes     no
no      no      no
no      unknown no
unknown yes     unknown
unknown no      no
unknown unknown unknown
"""
ANY_TABLE = """
yes     yes     yes
yes     no      yes
yes     unknown yes
no      yes     yes
no      no      no
no      unknown unknown
unknown yes     yes
unknown no      unknown
unknown unknown unknown
"""
NONE_TABLE = """
yes     yes     no
yes     no      no
yes     unknown no
no      yes     no
no      no      yes
no      unknown unknown
unknown yes     no
unknown no      unknown
unknown unknown unknown
"""
TWO_OF_TWO = ALL_TABLE
ONE_OF_TWO = ANY_TABLE
TWO_OF_THREE = """
yes     yes     yes     yes
yes     yes     no      yes
yes     yes     unknown yes
yes     no      yes     yes
yes     no      no      no
yes     no      unknown unknown
yes     unknown yes     yes
yes     unknown no      unknown
yes     unknown unknown unknown
no      yes     yes     yes
no      yes     no      no
no      yes     unknown unknown
no      no      yes     no
no      no      no      no
no      no      unknown no
no      unknown yes     unknown
no      unknown no      no
no      unknown unknown unknown
unknown yes     yes     yes
unknown yes     no      unknown
unknown yes     unknown unknown
unknown no      yes     unknown
unknown no      no      no
unknown no      unknown unknown
unknown unknown yes     unknown
unknown unknown no      unknown
unknown unknown unknown unknown
"""


def rows(table: str) -> list[tuple[tuple[Truth, ...], Truth]]:
    lines = [tuple(map(Truth, line.split())) for line in table.strip().splitlines()]
    return [(line[:-1], line[-1]) for line in lines]


@pytest.mark.parametrize(("parts", "whole"), rows(ALL_TABLE))
def test_all(parts, whole):
    assert all_of(parts) is whole
    assert AND[parts] is whole


@pytest.mark.parametrize(("parts", "whole"), rows(ANY_TABLE))
def test_any(parts, whole):
    assert any_of(parts) is whole
    assert OR[parts] is whole


@pytest.mark.parametrize(("parts", "whole"), rows(NONE_TABLE))
def test_none(parts, whole):
    assert none_of(parts) is whole


@pytest.mark.parametrize(("part", "whole"), [(YES, NO), (NO, YES), (UNKNOWN, UNKNOWN)])
def test_not(part, whole):
    assert NOT[part] is whole
    assert none_of([part]) is whole


@pytest.mark.parametrize(("parts", "whole"), rows(ONE_OF_TWO))
def test_one_of_two_is_any(parts, whole):
    assert at_least(1, parts) is whole


@pytest.mark.parametrize(("parts", "whole"), rows(TWO_OF_TWO))
def test_two_of_two_is_all(parts, whole):
    assert at_least(2, parts) is whole


@pytest.mark.parametrize(("parts", "whole"), rows(TWO_OF_THREE))
def test_two_of_three(parts, whole):
    assert at_least(2, parts) is whole


@pytest.mark.parametrize("table", [ALL_TABLE, ANY_TABLE, NONE_TABLE, TWO_OF_THREE])
def test_a_table_has_a_row_for_every_combination(table):
    given = [parts for parts, _ in rows(table)]
    assert sorted(given) == sorted(itertools.product(Truth, repeat=len(given[0])))


def test_no_parts_make_all_and_none_true_and_any_false():
    assert (all_of([]), none_of([]), any_of([])) == (YES, YES, NO)


@pytest.mark.parametrize("combine", [all_of, any_of, none_of, lambda truths: at_least(2, truths)])
def test_the_order_of_the_parts_does_not_matter(combine):
    for parts in itertools.product(Truth, repeat=3):
        assert {combine(again) for again in itertools.permutations(parts)} == {combine(parts)}
