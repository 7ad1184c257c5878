"""The blind test itself: fair questions, nothing given away, an honest count."""

from __future__ import annotations

from collections import Counter

import pytest

from people import knowledge

from .make import card, questions_of  # noqa: TID252
from .questions import CHOICES, Key, apart, ask  # noqa: TID252
from .score import report, score  # noqa: TID252


@pytest.fixture(scope="module")
def key() -> Key:
    return ask(knowledge(), seed=7)


def right_letters(key: Key) -> dict[int, str]:
    return {
        one.number: next(letter for letter, name in key.exercises[one.number].items() if name == one.exercise)
        for one in key.questions
    }


def test_every_exercise_is_asked_for_once(key: Key) -> None:
    drawn = {one.id for one in knowledge().exercises.values() if one.movement is not None}
    assert Counter(one.exercise for one in key.questions) == Counter(drawn)


def test_every_question_has_eight_names_and_the_right_one_among_them(key: Key) -> None:
    for one in key.questions:
        assert len(key.exercises[one.number]) == CHOICES == len(set(one.names.values()))
        assert one.exercise in key.exercises[one.number].values()


def test_the_other_names_are_the_nearest(key: Key) -> None:
    kb = knowledge()
    for one in key.questions[:20]:
        mine = kb.exercises[one.exercise]
        offered = set(key.exercises[one.number].values())
        furthest = max(apart(mine, kb.exercises[name]) for name in offered)
        assert all(apart(mine, other) >= furthest for other in kb.exercises.values() if other.id not in offered)


def test_the_right_letter_is_not_always_the_same(key: Key) -> None:
    assert max(Counter(right_letters(key).values()).values()) < len(key.questions) / 3


def test_the_same_seed_asks_the_same(key: Key) -> None:
    assert ask(knowledge(), seed=7) == key
    assert ask(knowledge(), seed=8) != key


def test_the_questions_do_not_hold_the_key(key: Key) -> None:
    asked = str(questions_of(key))
    assert not [one.exercise for one in key.questions if one.exercise in asked]


def test_a_picture_holds_no_writing(key: Key) -> None:
    for one in key.questions[:12]:
        drawn = card(one, knowledge())
        assert not [mark for mark in ("<title", "<desc", "<text", one.exercise) if mark in drawn]


def test_all_right_is_all_right(key: Key) -> None:
    found = score(key, right_letters(key))
    assert (found.share_right, found.confused) == (1.0, {})
    assert "Nothing was." in report(found, seed=7)


def test_a_wrong_answer_names_the_pair(key: Key) -> None:
    first = key.questions[0]
    wrong = next(letter for letter, name in key.exercises[1].items() if name != first.exercise)
    found = score(key, right_letters(key) | {1: wrong})
    assert found.confused == {(first.exercise, key.exercises[1][wrong]): 1}
    assert f"`{first.exercise}`" in report(found, seed=7)


def test_an_open_question_counts_neither_way(key: Key) -> None:
    found = score(key, {1: right_letters(key)[1]})
    assert (found.answered, found.right, found.asked) == (1, 1, len(key.questions))


def test_an_answer_that_cannot_be_read_is_named(key: Key) -> None:
    assert score(key, {3: "z"}).unreadable == (3,)


def test_a_name_is_as_good_as_its_letter(key: Key) -> None:
    named = {1: key.questions[0].names[right_letters(key)[1]]}
    assert score(key, named).right == 1
