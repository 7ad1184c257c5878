"""A second reader tagged every exercise blind; what a rule would read otherwise is settled, or kept with a reason."""

from __future__ import annotations

import pytest

import tagging_page
from people import knowledge
from second_tagging import Difference, Kept, differences, first, kept, of_one, read, readings, second
from spinewise.knowledge.models import Demands, Move

RESTRICTED = ("axial_load", "impact", "strain", "balance", "neural", "position", "stay")
LIGHT_BEND = Demands(moves=(Move(part="lumbar", way="flexion", load="light"),))


@pytest.fixture(scope="module")
def found() -> list[Difference]:
    return differences()


def test_every_exercise_was_tagged_a_second_time() -> None:
    assert sorted(second()) == sorted(knowledge().exercises)


def test_every_field_of_the_demands_is_read_by_some_rule() -> None:
    for field in RESTRICTED:
        assert any(getattr(pattern, field) for pattern in readings().values()), field
    assert any(pattern.moves for pattern in readings().values())


def test_every_difference_that_a_rule_would_read_is_kept_with_a_reason(found: list[Difference]) -> None:
    open_ones = [one for one in found if not any(one.is_of(kind) for kind in kept().values())]
    assert open_ones == [], "Change the file's tag, or add it to a kind in second_tagging_kept.yaml"


@pytest.mark.parametrize("kind", kept().values(), ids=list(kept()))
def test_a_kept_kind_is_still_needed_for_each_of_its_exercises(kind: Kept, found: list[Difference]) -> None:
    needed = {one.exercise for one in found if one.is_of(kind)}
    assert sorted(set(kind.exercises) - needed) == []


@pytest.mark.parametrize("kind", kept().values(), ids=list(kept()))
def test_a_kept_kind_is_still_needed_for_all_that_it_reads(kind: Kept, found: list[Difference]) -> None:
    read_now = {one.reading for one in found if one.is_of(kind)}
    assert [begin for begin in kind.reads if not any(words.startswith(begin) for words in read_now)] == []


@pytest.mark.parametrize("kind", kept().values(), ids=list(kept()))
def test_a_kept_kind_says_why(kind: Kept) -> None:
    assert len(kind.why.split()) >= 10


def test_a_load_that_only_the_second_reader_sees_is_found() -> None:
    bare = Demands(moves=(Move(part="lumbar", way="flexion"),))
    assert Difference("x", "lumbar or thoracic flexion, load light or heavy", "second") in set(
        of_one("x", bare, LIGHT_BEND)
    )


def test_a_difference_that_no_rule_reads_is_none() -> None:
    mid, end = (Demands(moves=(Move(part="ankle", way="flexion", range=far),)) for far in ("mid", "end"))
    assert list(of_one("x", mid, end)) == []


def test_settling_left_fewer_differences_than_the_first_comparison(found: list[Difference]) -> None:
    before = read("tagging_agreement.yaml")["first"]["rules"].values()
    assert sum(one.asks_more == "second" for one in found) < sum(row["second"] for row in before)


def test_what_was_changed_is_in_the_files() -> None:
    for one in read("tagging_agreement.yaml")["changed"]:
        assert set(one["exercises"]) <= set(first())
        assert len(one["why"].split()) >= 6


def test_kappa_of_a_worked_example() -> None:
    pairs = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    assert tagging_page.agreement(pairs) == (50, 35, 0.4)


def test_kappa_says_nothing_where_all_say_the_same() -> None:
    assert tagging_page.agreement([("none", "none")] * 3).kappa is None


def test_the_page_is_what_the_two_taggings_make() -> None:
    written = tagging_page.PAGE.read_text(encoding="utf-8") if tagging_page.PAGE.is_file() else ""
    assert written == tagging_page.page(), f"docs/tagging.md is out of date; renew it with: {tagging_page.COMMAND}"
