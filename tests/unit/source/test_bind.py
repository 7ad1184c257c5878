"""Trees become typed values; every problem is named at once, at its place, with what would be right."""

import datetime as dt
from enum import StrEnum
from typing import Literal

import msgspec
import pytest

from spinewise.errors import InputError
from spinewise.source import bind, read_node

FILE = "exercise.yaml"


class Side(StrEnum):
    LEFT = "left"
    RIGHT = "right"


class Dose(msgspec.Struct, frozen=True, kw_only=True):
    sets: tuple[int, ...]
    hold_s: float = 0
    grow: Literal["sets", "hold"] = "sets"

    def __post_init__(self) -> None:
        if self.hold_s < 0:
            raise ValueError("a hold cannot be negative | Write seconds")


class Exercise(msgspec.Struct, frozen=True, kw_only=True):
    title: str
    dose: Dose
    side: Side = Side.LEFT
    teach_first: bool = False
    checked_on: dt.date | None = None
    range: tuple[float, float] | None = None
    codes: dict[str, int] = {}
    level: Literal[1, 2, 3] = 1


class Either(msgspec.Struct, frozen=True, kw_only=True):
    load: Dose | tuple[Dose, ...] = ()
    size: int | str = 0


def read(text: str, to: type = Exercise) -> object:
    return bind(read_node(text.encode(), file=FILE), to)


def problems(text: str, to: type = Exercise) -> list[str]:
    """What is said, without the name of the file."""
    with pytest.raises(InputError) as refused:
        read(text, to)
    return [str(problem).removeprefix(f"{FILE}:") for problem in refused.value.problems]


WHOLE = """
title: Bird dog
dose: {sets: [6, 4, 2], hold_s: 8.5, grow: hold}
side: right
teach_first: yes
checked_on: 2026-11-22
range: [0, 10.5]
codes: {a: 1}
level: 2
"""


def test_every_type_is_read():
    assert read(WHOLE) == Exercise(
        title="Bird dog",
        dose=Dose(sets=(6, 4, 2), hold_s=8.5, grow="hold"),
        side=Side.RIGHT,
        teach_first=True,
        checked_on=dt.date(2026, 11, 22),
        range=(0, 10.5),
        codes={"a": 1},
        level=2,
    )


def test_what_is_left_out_takes_its_default():
    assert read("{title: Bridge, dose: {sets: [10]}}") == Exercise(title="Bridge", dose=Dose(sets=(10,)))


def test_a_title_that_looks_like_a_no_stays_a_word():
    assert read("{title: no, dose: {sets: [1]}}").title == "no"


@pytest.mark.parametrize("word", ["~", "null", ""])
def test_nothing_can_be_written_where_nothing_is_allowed(word):
    assert read(f"title: A\ndose: {{sets: [1]}}\nchecked_on: {word}").checked_on is None


def test_a_quoted_nothing_is_not_nothing():
    said = ["3:13: '~' is not a date. Write year-month-day, such as 2026-11-22."]
    assert problems("title: A\ndose: {sets: [1]}\nchecked_on: '~'") == said


def test_all_problems_are_told_at_once():
    text = """\
titel: Bird dog
dose:
  sets: [6, four, 2.5]
  hold_s: long
  grow: hol
side: middle
teach_first: perhaps
checked_on: 22.11.2026
range: [1, 2, 3]
codes: {a: x}
level: 4
"""
    assert problems(text) == [
        "1:1: 'titel' is not an entry here. Did you mean 'title'?",
        "1:1: 'title' is missing.",
        "3:13: 'four' is not a whole number.",
        "3:19: '2.5' is not a whole number.",
        "4:11: 'long' is not a number.",
        "5:9: 'hol' is not known here. Did you mean 'hold'?",
        "6:7: 'middle' is not known here. Use one of: left, right.",
        "7:14: 'perhaps' is not true or false. Write true or false.",
        "8:13: '22.11.2026' is not a date. Write year-month-day, such as 2026-11-22.",
        "9:8: 2 values are expected here. There are 3.",
        "10:12: 'x' is not a whole number.",
        "11:8: '4' is not known here. Use one of: 1, 2, 3.",
    ]


def test_an_entry_nobody_knows_lists_the_known_ones():
    said = "1:30: 'zzz' is not an entry here. Use one of: sets, hold_s, grow."
    assert problems("{title: A, dose: {sets: [1], zzz: 1}}") == [said]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[a]", f"1:1: named entries are expected here. Use one of: {', '.join(Exercise.__struct_fields__)}."),
        ("{title: [a], dose: {sets: [1]}}", "1:9: a single value is expected here."),
        ("{title: A, dose: {sets: 5}}", "1:25: a list is expected here. Write [a, b] or one '- ' line each."),
        ("{title: A, dose: {sets: [1]}, codes: [a]}", "1:38: named entries are expected here. Write `name: value`."),
        ("{title: A, dose: {sets: [1], hold_s: -1}}", "1:18: a hold cannot be negative. Write seconds."),
        ("{title: A, dose: word}", "1:18: named entries are expected here. Use one of: sets, hold_s, grow."),
    ],
)
def test_the_wrong_shape_says_which_is_right(text, said):
    assert problems(text) == [said]


NO_NUMBERS = ["nan", "inf", "-inf", "1e3", ".5", "5.", "1_0", "0x1F", "٣", " 5", "1,5", "5 s", "", "9" * 400]


@pytest.mark.parametrize("word", NO_NUMBERS)
def test_a_number_is_written_in_ordinary_figures(word):
    said = problems(f"title: A\ndose:\n  sets: [1]\n  hold_s: '{word}'")
    assert said == [f"4:11: '{word}' is not a number."]


@pytest.mark.parametrize("word", ["5.0", "1e1", "1_0", "٣", "five", "", "9" * 5000])
def test_a_whole_number_is_written_in_ordinary_figures(word):
    assert problems(f"title: A\ndose:\n  sets: ['{word}']") == [f"3:10: '{word}' is not a whole number."]


NO_DATES = ["20261122", "2026-W47-7", "2026-13-01", "2026-02-30", "22/11/2026", "0000-01-01", "today"]


@pytest.mark.parametrize("word", NO_DATES)
def test_a_date_is_year_month_day(word):
    said = f"3:13: '{word}' is not a date. Write year-month-day, such as 2026-11-22."
    assert problems(f"title: A\ndose: {{sets: [1]}}\nchecked_on: {word}") == [said]


def test_either_of_two_shapes_is_read():
    assert read("load: {sets: [1]}", Either).load == Dose(sets=(1,))
    assert read("load: [{sets: [1]}]", Either).load == (Dose(sets=(1,)),)
    assert read("size: 5", Either).size == 5
    assert read("size: five", Either).size == "five"


def test_a_misspelt_entry_is_not_lost_between_two_shapes():
    assert problems("load: {sets: [1], hold: 8}", Either) == [
        "1:19: 'hold' is not an entry here. Did you mean 'hold_s'?"
    ]


def test_a_problem_inside_a_list_of_values_stands_at_its_item():
    said = problems("load:\n  - {sets: [1]}\n  - {sets: [x]}\n  - {}\n", Either)
    assert said == ["3:13: 'x' is not a whole number.", "4:5: 'sets' is missing."]


class Ladder(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    harder: "tuple[Ladder, ...]" = ()


def test_a_type_may_hold_itself():
    assert read("{name: A, harder: [{name: B}]}", Ladder) == Ladder(name="A", harder=(Ladder(name="B"),))


def test_problems_of_one_value_do_not_spoil_the_next_of_its_type():
    text = "harder:\n- {}\n- {name: B}\n- {name: [C]}\nname: A"
    assert problems(text, Ladder) == ["2:3: 'name' is missing.", "4:10: a single value is expected here."]


def test_a_registered_reader_is_used_inside_other_types():
    shouted = bind(read_node(b"{name: a}", file=FILE), Ladder, readers={str: lambda _, node: node.value.upper()})
    assert shouted == Ladder(name="A")
