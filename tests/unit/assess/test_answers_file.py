"""Answers files: what is read, and the exact words when it cannot be."""

from __future__ import annotations

import datetime as dt
from textwrap import dedent

import pytest

from people import knowledge
from spinewise.assess.answers_file import read_answers, write_answers
from spinewise.errors import AnswersError
from spinewise.rules.facts import Answers, Reading, Role, State

HEAD = "spinewise: answers/1\ntoday: 2026-11-22\nzone: Europe/London\n"


def read(text: str) -> Answers:
    return read_answers((HEAD + dedent(text)).encode(), file="me.yaml", kb=knowledge())


def problems(text: str, *, head: str = HEAD) -> list[str]:
    with pytest.raises(AnswersError) as caught:
        read_answers((head + dedent(text)).encode(), file="me.yaml", kb=knowledge())
    return [str(problem) for problem in caught.value.problems]


def test_plain_values_are_the_persons_of_today() -> None:
    answer = read("answers: {age: 34}").by_fact["age"]
    assert (answer.value, answer.by, answer.on) == (34, Role.PERSON, dt.date(2026, 11, 22))


def test_an_entry_may_carry_its_day() -> None:
    assert read("answers: {age: {value: 34, on: 2026-11-01}}").by_fact["age"].on == dt.date(2026, 11, 1)


def test_findings_carry_their_clinician() -> None:
    answer = read("findings: {by: J. Okafor, on: 2026-11-20, facts: {examined: true}}").by_fact["examined"]
    assert (answer.by, answer.name, answer.value) == (Role.CLINICIAN, "J. Okafor", True)


def test_states_are_kept_apart_from_values() -> None:
    assert read("answers: {saddle_numbness: not_sure}").by_fact["saddle_numbness"].state is State.NOT_SURE


def test_dates_may_be_told_as_a_while_ago() -> None:
    assert read("answers: {pain_started: 3 weeks ago}").value("pain_started") == "2026-11-01"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "answers: {sadle_numbness: new}",
            "me.yaml:4:11: no fact is called 'sadle_numbness'. Did you mean 'saddle_numbness'?",
        ),
        ("answers: {age: old}", "me.yaml:4:16: 'old' is not a number. Write 0 to 120 years."),
        ("answers: {age: 300}", "me.yaml:4:16: 'age' cannot be 300. Write 0 to 120 years."),
        ("answers: {age: nan}", "me.yaml:4:16: 'nan' is not a number. Write 0 to 120 years."),
        (
            "answers: {examined: true}",
            "me.yaml:4:11: 'examined' is for a clinician to answer. Move it to `findings: facts:`.",
        ),
        ("answers: {acuity: acute}", "me.yaml:4:11: 'acuity' is worked out from other answers. Leave it out."),
        ("answers: {age: [1]}", "me.yaml:4:16: 'age' takes a single value."),
        (
            "answers: {pain_started: 2027-01-01}",
            "me.yaml:4:25: 'pain_started' lies after today (2026-11-22). Give a day that has been.",
        ),
        ("answers: [a]", "me.yaml:4:10: named entries are expected here. Write `name: value`."),
    ],
)
def test_each_mistake_has_its_place_and_its_mend(text: str, message: str) -> None:
    assert problems(text) == [message]


def test_all_mistakes_are_told_at_once() -> None:
    assert len(problems("answers: {age: old, sadle_numbness: new, saddle_numbness: maybe}")) == 3


def test_answers_that_contradict_each_other_are_refused() -> None:
    said = problems("answers: {sex: male, age: 40, pregnancy: later}")
    assert len(said) >= 1
    assert all(line.startswith("me.yaml:4:") for line in said)


def test_an_unknown_zone_is_named_with_the_nearest() -> None:
    head = "spinewise: answers/1\ntoday: 2026-11-22\nzone: Europe/Londn\n"
    assert problems("answers: {}", head=head) == [
        "me.yaml:3:7: no time zone is called 'Europe/Londn'. Did you mean 'Europe/London'?"
    ]


def test_a_file_without_a_day_asks_for_one() -> None:
    assert "the day is not known" in problems("answers: {}", head="spinewise: answers/1\n")[0]


def test_another_format_is_refused() -> None:
    assert (
        "not a format that is read here" in problems("answers: {}", head="spinewise: answers/9\ntoday: 2026-11-22\n")[0]
    )


def test_a_contradiction_does_not_hide_an_emergency() -> None:
    said = problems("answers: {sex: male, age: 40, pregnancy: later, back_or_leg_pain: true, saddle_numbness: new}")
    assert "As they stand, these answers mean" in said[-1]
    assert "emergency" in said[-1].lower()


def test_reading_an_old_file_later_does_not_make_its_answers_young() -> None:
    data = (HEAD + "answers: {age: 34, pain_started: 9 days ago}").encode()
    later = read_answers(data, file="me.yaml", kb=knowledge(), today=dt.date(2027, 4, 1))
    assert later.today == dt.date(2027, 4, 1)
    assert later.by_fact["age"].on == dt.date(2026, 11, 22)
    assert later.value("pain_started") == "2026-11-13"


# ---------------------------------------------------------------- what was measured

MEASURED = """spinewise: answers/1
today: 2026-11-22
answers: {age: 34}
measured:
  height_cm: 172
  readings:
    - {measure: measures/straight_leg_raise, value: 55, side: left}
"""


def test_what_was_measured_is_read_with_its_side() -> None:
    answers = read_answers(MEASURED.encode(), file="me.yaml", kb=knowledge())
    assert answers.readings == (Reading(measure="measures/straight_leg_raise", value=55, side="left"),)
    assert answers.body.height_cm == 172


def test_what_was_measured_survives_writing_and_reading() -> None:
    answers = read_answers(MEASURED.encode(), file="me.yaml", kb=knowledge())
    again = read_answers(write_answers(answers), file="again.yaml", kb=knowledge())
    assert (again.readings, again.body) == (answers.readings, answers.body)


@pytest.mark.parametrize(
    ("written", "instead", "says"),
    [
        ("straight_leg_raise", "straight_leg_rise", "me.yaml:7:17: no measure is called 'measures/straight_leg_rise'"),
        ("value: 55", "value: 555", "me.yaml:7:53: 555 is outside"),
        (", side: left", "", "me.yaml:7:17: it is measured on each side"),
    ],
)
def test_a_reading_that_cannot_be_is_refused_where_it_stands(written: str, instead: str, says: str) -> None:
    with pytest.raises(AnswersError) as caught:
        read_answers(MEASURED.replace(written, instead).encode(), file="me.yaml", kb=knowledge())
    assert says in str(caught.value)
