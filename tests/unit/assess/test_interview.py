"""The interview, told by whole sittings: what comes first, what is left out, and when it stops."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from interviewing import FRAIL, HEALTHY, ORDINARY, STENOSIS, hold, person
from people import TODAY, answer, knowledge, nobody, ordinary, with_answers
from spinewise.assess.interview import (
    Done,
    Ending,
    clashes,
    next_question,
    outdated,
    recorded,
    screens_left,
    stops_at_once,
)
from spinewise.knowledge.ladders import Care, Category, Urgency
from spinewise.knowledge.models import Question
from spinewise.rules.facts import Answers, Clearance, Role

MOST_SCREENS, MOST_PUBLIC_SCREENS = 45, 12
PEOPLE = {"ordinary": ORDINARY, "stenosis": STENOSIS, "frail": FRAIL}


def ask(answers: Answers, *asked: str, role: Role = Role.PERSON, public: bool = False) -> Question:
    found = next_question(answers, knowledge(), asked=asked, role=role, public=public)
    assert isinstance(found, Question), found.because
    return found


def end(answers: Answers, *asked: str) -> Done:
    found = next_question(answers, knowledge(), asked=asked)
    assert isinstance(found, Done), found.facts
    return found


@pytest.mark.parametrize("public", [False, True])
def test_age_is_asked_first(public: bool) -> None:
    assert ask(nobody(), public=public).facts[0] == "age"


@pytest.mark.parametrize("public", [False, True])
def test_somebody_under_18_is_asked_for_every_sign_that_needs_help_today_and_nothing_else(public: bool) -> None:
    held = hold(person(ORDINARY | {"age": "15"}), public=public)
    signs = {"saddle_numbness", "bladder_difficulty", "bowel_control", "both_legs_weak_or_numb", "leg_weakness"}
    assert signs | {"fever_or_unwell", "major_trauma", "low_mood"} <= set(held.facts)
    assert not {"present_activity", "minutes_per_day", "sexual_sensation", "comfort"} & set(held.facts)
    assert held.done.because is Ending.UNDER_AGE
    assert set(held.done.triage.missing_urgent) <= set(knowledge().interview.adults_only)


@pytest.mark.parametrize(
    ("told", "urgency"),
    [
        ({"saddle_numbness": "new"}, Urgency.EMERGENCY),
        ({"bladder_difficulty": "not_sure"}, Urgency.EMERGENCY),
        ({"fever_or_unwell": "true", "very_unwell": "true"}, Urgency.EMERGENCY),
        ({"fever_or_unwell": "true"}, Urgency.URGENT),
        ({"major_trauma": "true", "trauma_checked": "false"}, Urgency.URGENT),
    ],
)
@pytest.mark.parametrize("public", [False, True])
def test_an_emergency_is_said_to_a_child_too(told: dict[str, str], urgency: Urgency, public: bool) -> None:
    assert hold(person(ORDINARY | {"age": "15"} | told), public=public).done.triage.urgency is urgency


def test_somebody_of_18_goes_on() -> None:
    assert "age" not in ask(with_answers(nobody(), age="18")).facts


def test_an_emergency_ends_it_with_everything_else_unasked() -> None:
    answers = with_answers(nobody(), age="40", back_or_leg_pain="true", saddle_numbness="not_sure")
    done = end(answers, "bladder_bowel_and_feeling")
    assert (done.because, done.triage.care) == (Ending.EMERGENCY, Care.EMERGENCY_INSTRUCTION)


def test_a_cleared_emergency_does_not_end_it() -> None:
    raised = with_answers(nobody(), age="40", back_or_leg_pain="true", saddle_numbness="new")
    seen = Clearance(points_to="cauda_equina", outcome="excluded", by="Dr Lee", on=TODAY, examination="scan")
    assert stops_at_once(raised, knowledge())
    assert not stops_at_once(msgspec.structs.replace(raised, clearances=(seen,)), knowledge())


def test_an_urgent_answer_ends_it_after_its_screen() -> None:
    answers = with_answers(ordinary(), groin_or_hip_pain="no_weight")
    assert end(answers, "legs_and_water").because is Ending.URGENT


def test_fever_is_followed_by_how_ill_before_it_ends() -> None:
    rest = {name: one for name, one in ordinary().by_fact.items() if name != "very_unwell"}
    feverish = with_answers(msgspec.structs.replace(ordinary(), by_fact=rest), fever_or_unwell="true")
    assert ask(feverish, "infection").facts == ("very_unwell",)
    assert end(with_answers(feverish, very_unwell="false"), "infection").because is Ending.URGENT
    assert end(with_answers(feverish, very_unwell="true"), "infection").because is Ending.EMERGENCY


def test_a_hard_blow_is_followed_by_whether_they_can_stand() -> None:
    after = {"trauma_checked", "unable_to_stand", "spine_bruise"}
    rest = {name: one for name, one in ordinary().by_fact.items() if name not in after}
    hurt = with_answers(msgspec.structs.replace(ordinary(), by_fact=rest), major_trauma="true")
    assert ask(hurt, "injury").facts == ("trauma_checked", "unable_to_stand", "spine_bruise")
    assert ask(with_answers(hurt, trauma_checked="false"), "injury").facts == ("unable_to_stand",)


def test_what_does_not_apply_is_not_asked() -> None:
    asked = hold(person(ORDINARY | {"sex": "male"})).facts
    assert not {"pregnancy", "pregnancy_warning_signs", "leg_pain_course", "began_at_age"} & set(asked)


def test_a_follow_up_waits_for_what_it_depends_on() -> None:
    facts = hold(person(ORDINARY | {"leg_pain": "both_legs", "leg_pain_course": "steady"})).facts
    assert facts.index("leg_pain") < facts.index("leg_pain_course")


def test_a_follow_up_is_asked_when_what_it_depends_on_was_declined() -> None:
    facts = hold(person(ORDINARY | {"leg_pain": "declined"})).facts
    assert "leg_pain_course" in facts


@pytest.mark.parametrize("name", PEOPLE)
def test_a_full_interview_keeps_to_its_screens_and_leaves_no_safety_question_open(name: str) -> None:
    held = hold(person(PEOPLE[name]))
    print(f"{name}: {len(held.screens)} screens, {len(held.facts)} facts")
    assert held.done.because is Ending.COMPLETE
    assert len(held.screens) <= MOST_SCREENS
    assert held.done.triage.missing_safety == ()


@pytest.mark.parametrize("name", PEOPLE)
def test_the_public_version_keeps_to_12_screens_and_finds_the_same_care(name: str) -> None:
    short, full = hold(person(PEOPLE[name]), public=True), hold(person(PEOPLE[name]))
    print(f"{name}: {len(short.screens)} public screens, {len(short.facts)} facts")
    assert len(short.screens) <= MOST_PUBLIC_SCREENS
    assert short.done.triage.missing_safety == ()
    assert (short.done.triage.urgency, short.done.triage.care) == (full.done.triage.urgency, full.done.triage.care)


def test_every_question_of_the_first_stages_stands_on_a_public_screen() -> None:
    kb = knowledge()
    named = [one for screen in kb.interview.public.values() for one in screen.questions]
    assert len(kb.interview.public) <= MOST_PUBLIC_SCREENS
    assert sorted(named) == sorted(one.id for one in kb.questions.values() if one.stage in ("safety", "category"))


def test_the_public_version_does_not_ask_for_wishes() -> None:
    asked = hold(person(ORDINARY), public=True).facts
    assert not {"minutes_per_day", "equipment", "heart_condition"} & set(asked)


def test_stenosis_is_found_by_the_interview() -> None:
    assert hold(person(STENOSIS)).done.triage.category is Category.RADICULOPATHY_OR_STENOSIS


def test_wishes_come_last() -> None:
    kb = knowledge()
    is_wish = [kb.facts[fact].privacy == "wish" for fact in hold(person(ORDINARY)).facts]
    assert is_wish == sorted(is_wish)
    assert is_wish[-1]


def test_warmth_or_cold_is_not_asked_where_neither_may_be_given() -> None:
    assert "comfort" in hold(person(ORDINARY)).facts
    assert "comfort" not in hold(person(ORDINARY | {"insensate_skin": "true"})).facts


def test_a_person_is_never_asked_for_findings() -> None:
    kb = knowledge()
    assert all(Role.PERSON in kb.facts[fact].asked_of for fact in hold(person(STENOSIS)).facts)


def test_a_clinician_is_asked_for_findings_before_the_wishes() -> None:
    facts = hold(person(ORDINARY | HEALTHY), role=Role.CLINICIAN).facts
    assert facts.index("examined") < facts.index("key_muscle_power") < facts.index("minutes_per_day")


def test_bone_density_is_asked_of_a_clinician_when_bones_are_open() -> None:
    assert "bone_density" in hold(person(ORDINARY | HEALTHY), role=Role.CLINICIAN).facts


def test_what_only_a_clinic_treatment_needs_is_not_asked_of_a_person() -> None:
    assert "pacemaker" not in hold(person(ORDINARY)).facts
    assert "pacemaker" in hold(person(ORDINARY | HEALTHY), role=Role.CLINICIAN).facts


def test_an_old_answer_is_asked_again() -> None:
    answers = with_answers(hold(person(ORDINARY)).answers, course="better")
    assert isinstance(next_question(answers, knowledge()), Done)
    later = msgspec.structs.replace(answers, today=TODAY + dt.timedelta(days=8))
    assert "saddle_numbness" in {
        fact for step in hold(person(ORDINARY), start=later).steps for fact in step.question.facts
    }


def test_it_goes_on_where_it_stopped() -> None:
    whole = hold(person(ORDINARY))
    half = whole.steps[9].before
    assert hold(person(ORDINARY), start=half).facts == [
        fact for step in whole.steps[9:] for fact in step.question.facts
    ]


def test_nothing_is_left_after_an_emergency_and_something_before() -> None:
    assert "mood" in screens_left(with_answers(nobody(), age="40"), knowledge())
    assert screens_left(ordinary(saddle_numbness="new"), knowledge()) == ()


def test_a_contradiction_is_named_and_keeps_both_answers() -> None:
    answers = with_answers(ordinary(), sex="male", pregnancy="later")
    assert [one.id for one in clashes(answers, knowledge())] == ["contradictions/male_and_pregnant"]
    assert {"sex", "pregnancy"} <= answers.by_fact.keys()


def test_a_corrected_answer_stays_in_the_record_as_an_earlier_one() -> None:
    answers = recorded(with_answers(nobody(), sex="male"), answer("sex", "female"), knowledge())
    assert answers.value("sex") == "female"
    assert [(one.fact, one.value) for one in answers.earlier] == [("sex", "male")]


def test_the_same_answer_again_leaves_no_trace() -> None:
    answers = with_answers(nobody(), sex="male")
    assert recorded(answers, answer("sex", "male"), knowledge()) == answers


def test_a_correction_takes_its_follow_ups_with_it() -> None:
    told = with_answers(nobody(), back_or_leg_pain="true", leg_pain="both_legs", leg_pain_course="new_or_worse")
    corrected = recorded(told, answer("leg_pain", "none"), knowledge())
    assert "leg_pain_course" not in corrected.by_fact
    assert {one.fact for one in corrected.earlier} == {"leg_pain", "leg_pain_course"}
    assert outdated(corrected, knowledge()) == []
