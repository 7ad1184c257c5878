"""A clinician's clearance of a red flag: what it covers and what it does not."""

from __future__ import annotations

import datetime as dt

import msgspec

from people import TODAY, knowledge, ordinary, with_answers
from spinewise.assess.triage import triage
from spinewise.knowledge.ladders import Urgency
from spinewise.rules.facts import Answers, Clearance

SUDDEN = {"age": "72", "sex": "female", "sudden_severe_pain": "true"}


def cleared(answers: Answers, *, points_to: str = "fracture", on: dt.date = TODAY) -> Answers:
    word = Clearance(
        points_to=points_to, outcome="cleared_for_exercise", by="Dr Lee", on=on, examination="radiograph, examined"
    )
    return msgspec.structs.replace(answers, clearances=(word,))


def urgency(answers: Answers) -> Urgency:
    return triage(answers, knowledge()).urgency


def test_sudden_pain_at_72_is_urgent_until_it_is_looked_into() -> None:
    assert urgency(ordinary(**SUDDEN)) is Urgency.URGENT
    assert urgency(cleared(ordinary(**SUDDEN))) is Urgency.MONITOR


def test_a_cleared_flag_is_still_shown_with_who_and_when() -> None:
    found = triage(cleared(ordinary(**SUDDEN)), knowledge())
    assert any("Dr Lee" in flag.cleared for flag in found.monitored)


def test_a_clearance_of_another_family_clears_nothing() -> None:
    assert urgency(cleared(ordinary(**SUDDEN), points_to="cancer")) is Urgency.URGENT


def test_an_answer_after_the_clearance_counts_again() -> None:
    looked_into = TODAY - dt.timedelta(days=3)
    before = ordinary()
    old = before.with_(*(msgspec.structs.replace(one, on=looked_into) for one in before.by_fact.values()))
    known_before = with_answers(old, on=looked_into, **SUDDEN)
    assert urgency(cleared(known_before, on=looked_into)) is Urgency.MONITOR
    again = with_answers(known_before, sudden_severe_pain="true")
    assert urgency(cleared(again, on=looked_into)) is Urgency.URGENT


def test_a_clearance_dated_in_the_future_clears_nothing() -> None:
    assert urgency(cleared(ordinary(**SUDDEN), on=TODAY + dt.timedelta(days=1))) is Urgency.URGENT


def test_cauda_equina_is_not_cleared_by_a_clearance_of_fracture() -> None:
    assert urgency(cleared(ordinary(saddle_numbness="new"))) is Urgency.EMERGENCY


def looked_into_after(**words: str) -> Answers:
    """Chronic pain at 68 that gets worse and wakes, with the clinician's word for it, three days ago."""
    then = TODAY - dt.timedelta(days=3)
    told = {"age": "68", "pain_started": "200 days ago", "course": "worse", "night_pain_not_eased": "true", **words}
    asked = ordinary(**told)
    old = asked.with_(*(msgspec.structs.replace(one, on=then) for one in asked.by_fact.values()))
    return cleared(old, points_to="cancer", on=then)


def myeloma(answers: Answers) -> bool:
    found = triage(answers, knowledge())
    return any(flag.rule == "red_flags/cancer_myeloma" for flag in found.flags)


def test_a_pain_logged_after_the_clearance_raises_nothing_that_it_does_not_bear_on() -> None:
    known = looked_into_after()
    assert not myeloma(known)
    assert not myeloma(with_answers(known, back_pain_now="6"))


def test_an_answer_that_a_worked_out_fact_rests_on_counts_again() -> None:
    again = with_answers(looked_into_after(), pain_started="190 days ago")
    assert myeloma(again)
