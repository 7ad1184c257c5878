"""Somebody who thinks of ending their life reads whom to call, and nothing about legs and scans."""

from __future__ import annotations

import msgspec

from people import examined, knowledge, ordinary, with_answers
from spinewise.assess.crisis import care_words
from spinewise.assess.triage import triage
from spinewise.documents.sheet import sheet_content
from spinewise.knowledge.ladders import Care, Urgency
from spinewise.knowledge.models import Crisis, KnowledgeBase
from spinewise.plan.clear import clear
from spinewise.rules.facts import Answers

LINE = "Crisis line of our clinic: 0123 456789"


def clinic() -> KnowledgeBase:
    return msgspec.structs.replace(knowledge(), crisis=Crisis(numbers=(LINE,), without="-"))


def scored(number: str) -> Answers:
    return examined(ordinary(low_mood="true", self_harm_thoughts="none"), phq9_item_9=number)


def test_any_number_above_0_in_item_9_is_urgent() -> None:
    assert [triage(scored(number), knowledge()).urgency for number in "0123"] == [
        Urgency.MONITOR, Urgency.URGENT, Urgency.URGENT, Urgency.URGENT,
    ]  # fmt: skip


def test_item_9_counts_also_where_no_low_mood_was_reported() -> None:
    answers = examined(ordinary(low_mood="false"), phq9_item_9="1")
    assert triage(answers, knowledge()).urgency is Urgency.URGENT


def test_item_9_opens_the_question_about_a_plan_and_a_plan_is_an_emergency() -> None:
    answers = with_answers(scored("2"), self_harm_thoughts="plan")
    assert triage(answers, knowledge()).urgency is Urgency.EMERGENCY


def test_without_low_mood_nobody_is_asked_for_item_9() -> None:
    assert "phq9_item_9" not in triage(ordinary(low_mood="false"), knowledge()).to_examine


def test_thoughts_of_self_harm_bring_the_clinics_own_numbers() -> None:
    found = triage(ordinary(low_mood="true", self_harm_thoughts="thoughts"), clinic())
    words = care_words(found.care, found.flags, clinic())
    assert LINE in words.next_step
    assert LINE in found.tell.patient
    assert "{" not in f"{words.title} {words.tell.patient} {words.next_step}"


def test_without_numbers_of_its_own_a_clinic_still_says_whom_to_call() -> None:
    found = triage(ordinary(low_mood="true", self_harm_thoughts="plan"), knowledge())
    assert knowledge().crisis.without in found.tell.patient


def test_a_crisis_sheet_says_nothing_of_legs_and_nothing_of_an_examination_of_the_back() -> None:
    found = triage(ordinary(low_mood="true", self_harm_thoughts="plan"), clinic())
    sheet = sheet_content(found, clinic(), today=None)
    said = " ".join((sheet.title, *sheet.says, sheet.step))
    assert LINE in said
    assert "legs" not in said
    assert "drive" not in said


def test_a_crisis_locks_everything_like_any_other_emergency() -> None:
    answers = scored("1")
    assert {one.level.value for one in clear(answers, triage(answers, knowledge()), knowledge())} == {"exclude"}


def test_two_emergencies_keep_the_usual_words_and_both_flags_are_heard() -> None:
    answers = ordinary(low_mood="true", self_harm_thoughts="plan", saddle_numbness="new")
    found = triage(answers, clinic())
    assert care_words(found.care, found.flags, clinic()) == clinic().care_text(Care.EMERGENCY_INSTRUCTION)
    said = " ".join(sheet_content(found, clinic(), today=None).says)
    flags = clinic().red_flags
    assert flags["red_flags/self_harm_plan"].tell.patient in said
    assert flags["red_flags/cauda_equina_saddle"].tell.patient in said


def test_the_back_keeps_its_own_words() -> None:
    found = triage(ordinary(saddle_numbness="new"), clinic())
    assert found.tell == clinic().care_text(Care.EMERGENCY_INSTRUCTION).tell
