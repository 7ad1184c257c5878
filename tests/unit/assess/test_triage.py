"""Urgency, care and what is missing, for people told from the ordinary one by a few answers."""

from __future__ import annotations

import datetime as dt

import pytest

from people import TODAY, all_clear, answer, examined, knowledge, nobody, ordinary, with_answers
from spinewise.assess.classify import to_confirm
from spinewise.assess.triage import triage
from spinewise.assess.types import Triage
from spinewise.knowledge.ladders import Care, Category, Status, Urgency
from spinewise.rules.facts import Answers

CAUDA_EQUINA = (
    "saddle_numbness",
    "bladder_difficulty",
    "urine_leak",
    "bowel_control",
    "sexual_sensation",
    "both_legs_weak_or_numb",
)


def look(answers: Answers) -> Triage:
    return triage(answers, knowledge())


def test_nine_days_and_every_flag_no_is_self_care_with_a_working_category() -> None:
    found = look(ordinary())
    assert (found.urgency, found.care) == (Urgency.NONE, Care.SELF_CARE)
    assert (found.category, found.status) == (Category.NONSPECIFIC, Status.WORKING)
    assert found.missing_safety == ()


def test_nothing_answered_asks_everybody_to_finish_the_questions() -> None:
    found = look(nobody())
    assert found.care is Care.FINISH_QUESTIONS
    assert set(CAUDA_EQUINA) <= set(found.missing_urgent)


@pytest.mark.parametrize("fact", CAUDA_EQUINA)
@pytest.mark.parametrize("word", ["new", "worse", "not_sure"])
def test_any_one_cauda_equina_sign_is_an_emergency(fact: str, word: str) -> None:
    found = look(ordinary(**{fact: word}))
    assert found.urgency is Urgency.EMERGENCY
    assert found.care is Care.EMERGENCY_INSTRUCTION
    assert any(reason.fact == fact for flag in found.flags for reason in flag.ruling.reasons)


@pytest.mark.parametrize("fact", CAUDA_EQUINA)
def test_an_unanswered_cauda_equina_question_keeps_everything_closed(fact: str) -> None:
    answers = ordinary()
    without = {name: one for name, one in answers.by_fact.items() if name != fact}
    found = look(Answers(today=TODAY, zone="UTC", by_fact=without))
    assert found.care is Care.FINISH_QUESTIONS
    assert fact in found.missing_urgent


def test_a_declined_safety_question_stays_open() -> None:
    assert "saddle_numbness" in look(ordinary(saddle_numbness="declined")).missing_urgent


@pytest.mark.parametrize(
    "weak",
    [{"age": "76"}, {"sex": "female", "age": "72"}, {"thoracic_pain": "true"}, {"diabetes": "true"}],
    ids=["age", "woman over 70", "thoracic site", "diabetes"],
)
def test_one_weak_sign_alone_is_never_more_than_monitor(weak: dict[str, str]) -> None:
    assert look(ordinary(**weak)).urgency in (Urgency.NONE, Urgency.MONITOR)


def test_a_weakening_leg_is_urgent() -> None:
    found = look(ordinary(leg_weakness="getting_worse"))
    assert found.urgency.at_least(Urgency.URGENT)


def test_long_standing_pain_in_both_legs_on_walking_is_not_an_emergency() -> None:
    walker = {
        "age": "64",
        "leg_pain": "both_legs",
        "leg_pain_course": "long_standing",
        "furthest_region": "below_knee",
        "worse_walking_or_standing": "true",
        "better_sitting": "true",
        "leg_pain_now": "6",
        "back_pain_now": "3",
        "pain_started": "24 months ago",
        "course": "same",
    }
    found = look(ordinary(**walker))
    assert not found.urgency.at_least(Urgency.URGENT)
    assert found.category is Category.RADICULOPATHY_OR_STENOSIS


def test_a_person_under_18_is_referred() -> None:
    assert look(ordinary(age="16")).care is Care.LETTER_AND_GENERAL_ACTIVITY


def test_only_an_examination_confirms_a_category() -> None:
    assert look(examined(ordinary())).status is Status.CONFIRMED


def test_the_word_examined_without_findings_confirms_nothing() -> None:
    said = look(with_answers(ordinary(), examined="true"))
    assert said.status is Status.WORKING
    assert to_confirm(said.findings, said.category, knowledge()) == ("upper_motor_signs",)


def test_leg_pain_is_not_confirmed_as_non_specific_before_power_is_tested() -> None:
    legs = examined(ordinary(leg_pain="one_leg"))
    assert (look(legs).category, look(legs).status) == (Category.NONSPECIFIC, Status.WORKING)
    assert look(with_answers(legs, key_muscle_power="5")).status is Status.CONFIRMED


def test_to_confirm_a_category_nobody_is_examined_intimately() -> None:
    touched = {"upper_motor_signs": "false", "examined": "true"}
    said = look(with_answers(ordinary(), **touched))
    assert any("anal_tone" in one.ruling.missing for one in said.findings)
    assert said.status is Status.CONFIRMED


def test_what_an_open_red_flag_points_to_is_a_suspicion_even_after_an_examination() -> None:
    found = look(examined(ordinary(), fever_or_unwell="true"))
    assert found.category is Category.OTHER_SPECIFIC
    assert found.status is Status.WORKING


def test_what_only_a_clinician_can_tell_does_not_keep_the_questions_open() -> None:
    found = look(ordinary())
    assert "post_void_residual_ml" not in found.missing_safety
    assert "bone_density" in found.to_examine


def test_an_intimate_examination_is_named_only_where_something_points_to_it() -> None:
    assert "anal_tone" not in look(ordinary()).to_examine
    assert "anal_tone" in look(ordinary(saddle_numbness="long_standing_unchanged")).to_examine


def test_a_hard_blow_is_urgent_wherever_it_hurts() -> None:
    neck = {"back_or_leg_pain": "false", "thoracic_pain": "false", "major_trauma": "true", "trauma_checked": "false"}
    assert look(ordinary(**neck)).urgency is Urgency.URGENT


def test_pain_that_is_neither_in_the_back_nor_in_a_leg_is_told_that_it_was_not_looked_into() -> None:
    found = look(ordinary(back_or_leg_pain="false", thoracic_pain="false"))
    assert "red_flags/pain_elsewhere" in {flag.rule for flag in found.monitored}


@pytest.mark.parametrize("said", ["steady", "not_sure"])
def test_a_leg_that_has_become_weak_is_examined_even_without_pain_in_it(said: str) -> None:
    assert look(ordinary(leg_weakness=said)).care is Care.PHYSICAL_THERAPY


@pytest.mark.parametrize(
    ("story", "starts"),
    [
        ({"pain_started": "20 days ago", "course": "same"}, True),
        ({"pain_started": "20 days ago", "course": "better"}, False),
        ({"pain_started": "100 days ago", "course": "better"}, True),
        ({"disabling": "true"}, True),
        ({"first_episode": "false", "episodes_last_12_months": "2"}, True),
    ],
)
def test_therapy_starts_when_a_start_rule_holds(story: dict[str, str], starts: bool) -> None:
    wanted = Care.PHYSICAL_THERAPY if starts else Care.SELF_CARE
    assert look(ordinary(**story)).care is wanted


def test_answers_past_their_days_and_the_days_of_grace_are_listed_again() -> None:
    fresh = ordinary()
    grown_old = with_answers(fresh, on=TODAY - dt.timedelta(days=15), saddle_numbness="never")
    in_grace = with_answers(fresh, on=TODAY - dt.timedelta(days=14), saddle_numbness="never")
    assert look(grown_old).expired == ("saddle_numbness",)
    assert look(in_grace).expired == ()


def test_an_old_yes_still_counts() -> None:
    old = ordinary().with_(answer("saddle_numbness", "new", on=TODAY - dt.timedelta(days=400)))
    assert look(old).urgency is Urgency.EMERGENCY


def test_every_reason_names_a_line_of_a_rule() -> None:
    found = look(with_answers(all_clear(), age="72", sudden_severe_pain="true", back_or_leg_pain="true", sex="female"))
    reasons = [reason for flag in found.flags for reason in flag.ruling.reasons]
    assert reasons
    assert all(reason.line > 0 and reason.rule in knowledge().red_flags for reason in reasons)
