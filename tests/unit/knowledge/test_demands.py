"""Patterns: every entry counts, also one that is added later."""

from __future__ import annotations

from typing import get_args, get_type_hints

import pytest

from spinewise.knowledge.demands import matches
from spinewise.knowledge.models import Demands, Move, MovePattern, Pattern

SINGLE = [name for name in Pattern.__struct_fields__ if name != "moves"]
OF_A_MOVE = list(MovePattern.__struct_fields__)


def two_values(struct: type, name: str) -> tuple[str, str]:
    """Two different values an entry can have."""
    kind = get_type_hints(struct)[name]
    values = [value for option in (get_args(kind) or (kind,)) for value in (get_args(option) or (option,))]
    words = [value for value in values if isinstance(value, str)]
    return words[0], words[1]


@pytest.mark.parametrize("name", SINGLE)
def test_a_pattern_matches_by_this_entry_and_by_nothing_else(name: str) -> None:
    one, other = two_values(Demands, name)
    assert matches(Pattern(**{name: (one,)}), Demands(**{name: one}))
    assert not matches(Pattern(**{name: (one,)}), Demands(**{name: other}))
    assert matches(Pattern(**{name: (other, one)}), Demands(**{name: one}))


@pytest.mark.parametrize("name", OF_A_MOVE)
def test_a_move_matches_by_this_entry_and_by_nothing_else(name: str) -> None:
    one, other = two_values(Move, name)
    plain = {"part": "hip", "way": "flexion"}
    demands = Demands(moves=(Move(**(plain | {name: one})),))
    assert matches(Pattern(moves=MovePattern(**{name: (one,)})), demands)
    assert not matches(Pattern(moves=MovePattern(**{name: (other,)})), demands)


def test_one_move_must_meet_all_entries_at_once() -> None:
    demands = Demands(moves=(Move(part="lumbar", way="flexion"), Move(part="hip", way="extension", load="heavy")))
    assert not matches(Pattern(moves=MovePattern(part=("lumbar",), load=("heavy",))), demands)
    assert matches(Pattern(moves=MovePattern(part=("hip",), load=("heavy",))), demands)


def test_an_empty_pattern_means_everything_and_a_pattern_of_moves_needs_a_move() -> None:
    assert matches(Pattern(), Demands())
    assert not matches(Pattern(moves=MovePattern()), Demands())
