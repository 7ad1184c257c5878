"""Worry, sleep, work, birth and stiff shoulders: each is asked, said and used, and none of it opens a door."""

from __future__ import annotations

import pytest

from people import examined, knowledge, ordinary
from spinewise.assess.triage import triage
from spinewise.assess.types import Triage
from spinewise.knowledge.ladders import Category, Level, Urgency
from spinewise.plan.clear import clear
from spinewise.plan.items import lessons_for
from spinewise.plan.road import plan_for
from spinewise.plan.types import Plan
from spinewise.rules.facts import Answers, Role
from spinewise.rules.tree import facts_of

ASKED_HERE = [
    "expects_recovery", "avoids_activity", "relies_on_treatment", "sleeps_badly", "work_status", "weeks_off_work",
    "work_unhappy", "work_too_much", "work_alone", "claim_open",
]  # fmt: skip
FROM_51 = {"age": "62", "sex": "male", "pain_started": "60 days ago", "began_at_age": "from_45"}


def found(answers: Answers) -> Triage:
    return triage(answers, knowledge())


def labels(answers: Answers) -> set[str]:
    return {label.rule.removeprefix("categories/") for label in found(answers).labels}


def lessons(answers: Answers) -> tuple[str, ...]:
    plan = plan_for(answers, found(answers), knowledge(), starts_on=answers.today)
    assert isinstance(plan, Plan), plan
    return plan.proposal.lessons


def levels(answers: Answers) -> dict[str, Level]:
    return {one.intervention: one.level for one in clear(answers, found(answers), knowledge())}


@pytest.mark.parametrize("fact", ASKED_HERE)
def test_no_yellow_or_work_flag_is_read_by_a_precaution_or_a_red_flag(fact: str) -> None:
    rules = [*knowledge().precautions.values(), *knowledge().red_flags.values()]
    assert not [rule.id for rule in rules if fact in facts_of(rule.when)]


@pytest.mark.parametrize("fact", ASKED_HERE)
def test_each_of_them_is_read_by_a_label_and_asked_of_the_person(fact: str) -> None:
    assert Role.PERSON in knowledge().facts[fact].asked_of
    assert [rule.id for rule in knowledge().categories.values() if rule.label and fact in facts_of(rule.when)]


@pytest.mark.parametrize(("answer", "lesson"), [
    ({"expects_recovery": "no"}, "lessons/what_it_is"), ({"sleeps_badly": "true"}, "lessons/sleep"),
    ({"work_status": "off", "weeks_off_work": "2"}, "lessons/back_at_work"),
    ({"work_status": "usual", "work_too_much": "true"}, "lessons/back_at_work"),
    ({"pregnancy": "later"}, "lessons/pregnancy"),
    ({"avoids_activity": "true", "pain_started": "200 days ago"}, "lessons/little_by_little"),
])  # fmt: skip
def test_an_answer_brings_the_lesson_that_goes_with_it(answer: dict[str, str], lesson: str) -> None:
    assert lesson in lessons(ordinary(**answer))
    assert lesson not in lessons(ordinary()) or lesson == "lessons/sleep"


@pytest.mark.parametrize(("weeks", "shown"), [("3", False), ("4", True)])
def test_occupational_health_is_named_from_the_fourth_week_off(weeks: str, shown: bool) -> None:
    assert ("off_work_long" in labels(ordinary(work_status="off", weeks_off_work=weeks))) is shown


def test_somebody_without_paid_work_is_not_asked_about_it() -> None:
    assert "work_strain" not in labels(ordinary(work_status="none"))


def test_a_lateral_shift_brings_the_side_glide_of_its_own_side() -> None:
    story = examined(ordinary(), directional_preference="lateral", lateral_shift="left")
    plan = plan_for(story, found(story), knowledge(), starts_on=story.today)
    assert isinstance(plan, Plan), plan
    given = {item.intervention for item in plan.proposal.items}
    assert "lumbar/side_glide_left" in given
    assert "lumbar/side_glide_right" not in given
    assert "lateral_preference" in found(story).subgroups


def test_a_body_that_leans_without_a_tested_direction_is_given_no_side_glide() -> None:
    story = examined(ordinary(), directional_preference="none", lateral_shift="left")
    assert levels(story)["lumbar/side_glide_left"] is not Level.GO


def test_a_lateral_preference_stays_beneath_nerve_pain() -> None:
    story = {
        "leg_pain": "one_leg", "leg_pain_course": "steady", "leg_pain_shooting": "true", "furthest_region": "foot",
        "leg_pain_now": "5",
    }  # fmt: skip
    triaged = found(examined(ordinary(**story), directional_preference="lateral"))
    assert triaged.category is Category.RADICULOPATHY_OR_STENOSIS
    assert {"radiculopathy", "lateral_preference"} <= set(triaged.subgroups)


def test_sudden_stiff_shoulders_and_sore_buttocks_at_62_are_referred_as_not_from_the_spine() -> None:
    """Polymyalgia as it was published: stiff for an hour each morning, worse after sitting still."""
    triaged = found(ordinary(**FROM_51, shoulders_stiff="true"))
    assert (triaged.urgency, triaged.category) == (Urgency.REFER, Category.NON_SPINAL)


@pytest.mark.parametrize(("sign", "urgency"), [
    ("temple_or_jaw_pain", Urgency.URGENT), ("sight_lost", Urgency.EMERGENCY),
])  # fmt: skip
def test_stiff_shoulders_with_a_headache_are_seen_today_and_with_lost_sight_now(sign: str, urgency: Urgency) -> None:
    assert found(ordinary(**FROM_51, shoulders_stiff="true", **{sign: "true"})).urgency is urgency


def test_at_50_stiff_shoulders_send_nobody_away() -> None:
    assert not found(ordinary(age="50", shoulders_stiff="true")).urgency.at_least(Urgency.ROUTINE)


@pytest.mark.parametrize("way", ["natural", "operation", "not_sure"])
def test_the_weeks_after_a_birth_spare_the_belly(way: str) -> None:
    level = levels(examined(ordinary(gave_birth=way)))
    assert level["strength/deadlift"].at_least(Level.CAUTION)
    assert level["aerobic/walk"] is Level.GO


def test_a_man_is_not_asked_whether_he_gave_birth() -> None:
    assert "gave_birth" not in {fact for one in clear_missing(ordinary(sex="male")) for fact in one}


def clear_missing(answers: Answers) -> list[tuple[str, ...]]:
    return [one.missing for one in clear(answers, found(answers), knowledge())]


def test_lessons_of_a_subgroup_come_beside_those_of_the_pain() -> None:
    named = lessons(ordinary(sleeps_badly="true", work_status="off", weeks_off_work="1"))
    assert {"lessons/stay_active", "lessons/sleep", "lessons/back_at_work", "lessons/when_to_get_help"} <= set(named)
    assert lessons_for.__doc__
