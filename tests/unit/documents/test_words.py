"""Doses, dates and times read as people say them."""

import datetime as dt

import pytest

from people import TODAY, knowledge
from spinewise.dates import date_words, time_words
from spinewise.documents.answered import answer_words
from spinewise.documents.words import dose_facts, dose_line, joined, minutes_words
from spinewise.knowledge.models import Dose
from spinewise.rules.facts import Answer, Role, State

DOSES = [
    (Dose(sets=(8, 8), hold_s=5), "2 sets of 8, 5 seconds hold, every day"),
    (Dose(sets=(6, 4, 2), sides="each", hold_s=8, days_a_week=3, apart=True),
     "sets of 6, 4 and 2 each side, 8 seconds hold, 3 days a week, resting a day between"),
    (Dose(minutes=12, days_a_week=5), "12 minutes, 5 days a week"),
    (Dose(sets=(10,), every_hours=2), "1 set of 10, every 2 hours while you are up"),
    (Dose(sets=(10,), times_a_day=2), "1 set of 10, twice a day"),
    (Dose(sets=(10,), times_a_day=3, days_a_week=1), "1 set of 10, 3 times a day, 1 day a week"),
]  # fmt: skip


@pytest.mark.parametrize(("dose", "words"), DOSES)
def test_a_dose_is_one_line(dose, words):
    assert dose_line(dose) == words


def test_a_dose_is_at_most_four_facts():
    facts = dose_facts(Dose(sets=(6, 4, 2), hold_s=8, sides="each", days_a_week=3))
    assert [(fact.number, fact.counts) for fact in facts] == [
        ("3", "sets"),
        ("6, 4, 2", "times each side"),
        ("8", "seconds hold"),
        ("3", "days a week"),
    ]


def test_a_part_of_a_minute_is_a_minute():
    assert [minutes_words(minutes) for minutes in (0.2, 1.4, 7.5)] == ["1 minute", "1 minute", "8 minutes"]


def test_dates_and_times_do_not_depend_on_the_machines_language():
    assert date_words(dt.date(2026, 11, 23)) == "Monday 23 November"
    assert time_words(dt.time(7, 5)) == "07:05"


def test_lists_are_joined_as_in_a_sentence():
    assert [joined(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]


ANSWERED = {
    "sex": ("female", "Female", "female"),
    "pain_started": ("2026-11-14", "14 November 2026", "14 November 2026"),
    "back_or_leg_pain": (True, "Yes", "yes"),
    "back_pain_now": (4, "4 out of 10", "4 out of 10"),
}


def test_an_answer_is_said_to_the_person_as_they_gave_it_and_to_a_clinician_as_one_reads_it():
    for fact, (value, patient, clinician) in ANSWERED.items():
        given = Answer(fact=fact, value=value, on=TODAY, by=Role.PERSON)
        known = knowledge().facts[fact]
        assert [answer_words(given, known, voice=voice) for voice in ("patient", "clinician")] == [patient, clinician]
    unsure = Answer(fact="sex", value=None, state=State.NOT_SURE, on=TODAY, by=Role.PERSON)
    assert answer_words(unsure, knowledge().facts["sex"], voice="patient") == "I’m not sure"
    assert answer_words(unsure, knowledge().facts["sex"], voice="clinician") == "not sure"
