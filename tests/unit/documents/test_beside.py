"""Beside the plan: own exercises, other treatments and work, in the person's words; nothing where nothing was said."""

from __future__ import annotations

import io

from pypdf import PdfReader

from people import TODAY, knowledge, ordinary
from spinewise.assess.triage import triage
from spinewise.documents.beside import BesidePlan, beside_plan, course_words, for_the_clinician
from spinewise.documents.handout import handout
from spinewise.documents.sheet import instruction_sheet, sheet_content
from spinewise.plan.course import Course
from spinewise.plan.road import plan_for
from spinewise.plan.types import Plan
from spinewise.rules.facts import Answers


def planned(answers: Answers) -> Plan:
    plan = plan_for(answers, triage(answers, knowledge()), knowledge(), starts_on=TODAY)
    assert isinstance(plan, Plan), plan
    return plan


def beside(answers: Answers) -> BesidePlan:
    return beside_plan(answers, planned(answers), knowledge())


def pressed(text: str) -> str:
    return "".join(text.split())


def test_who_said_nothing_reads_nothing() -> None:
    assert beside(ordinary()) == BesidePlan()


def test_own_exercises_are_judged_one_by_one() -> None:
    judged = beside(ordinary(already_does=["aerobic/walk", "lumbar/loaded_sit_up"])).already
    assert [one.verdict for one in judged] == ["keep", "leave_out"]
    assert judged[0].title == knowledge().exercises["aerobic/walk"].title.patient


def test_other_treatments_are_named_and_not_changed() -> None:
    (named, text) = beside(
        ordinary(other_treatments=["painkillers", "acupuncture"], other_treatments_text="Tablets help a little")
    ).treatments
    assert "tablets for pain and acupuncture" in named
    assert "Nothing here changes them" in named
    assert "Tablets help a little" in text


def test_weeks_off_work_are_said_and_occupational_health_after_four() -> None:
    short = beside(ordinary(work_status="off", weeks_off_work="2")).work
    long = beside(ordinary(work_status="off", weeks_off_work="5")).work
    assert "2 weeks" in short[0]
    assert knowledge().beside.work_long not in short
    assert knowledge().beside.work_long in long


def test_how_long_it_takes_is_said_where_visits_are_part_of_the_care() -> None:
    lasting = ordinary(disabling="true", pain_started="60 days ago", course="same")
    assert triage(lasting, knowledge()).care.value == "physical_therapy"
    assert any("visits" in line for line in beside(lasting).course)
    assert beside(ordinary(pain_started="10 days ago")).course == ()


def test_a_span_and_a_single_number_are_said_differently() -> None:
    said = list(course_words(Course(visits=(6, 24), weeks=(26, 26)), knowledge()))
    assert "6 to 24 visits" in said[0]
    assert "about 26 weeks" in said[1]


def test_the_handout_prints_what_the_person_does_already() -> None:
    answers = ordinary(already_does=["lumbar/superman"], work_status="changed", other_treatments=["massage"])
    plan = planned(answers)
    pages = PdfReader(io.BytesIO(handout(plan, knowledge(), answers=answers))).pages
    printed = pressed("".join(page.extract_text() for page in pages))
    for words in ("What you do already", knowledge().exercises["lumbar/superman"].title.patient, "massage"):
        assert pressed(words) in printed
    assert pressed(knowledge().beside.work_changed) in printed


def test_the_sheet_for_a_clinician_names_treatments_and_work_and_no_exercise() -> None:
    answers = ordinary(
        saddle_numbness="new", other_treatments=["strong_painkillers"], work_status="off", weeks_off_work="3",
        work_demand="heavy", already_does=["lumbar/superman"],
    )  # fmt: skip
    found = triage(answers, knowledge())
    sheet = sheet_content(found, knowledge(), today=None, answers=answers)
    assert sheet.also == tuple(for_the_clinician(answers, knowledge()))
    assert "opioid" in sheet.also[0]
    assert "heavy" in sheet.also[1]
    (page,) = PdfReader(io.BytesIO(instruction_sheet(found, knowledge(), today=TODAY, answers=answers))).pages
    printed = pressed(page.extract_text())
    assert pressed("opioid") in printed
    assert pressed(knowledge().exercises["lumbar/superman"].title.patient) not in printed


def test_a_sheet_without_answers_says_nothing_more() -> None:
    assert sheet_content(triage(ordinary(), knowledge()), knowledge(), today=None).also == ()
