"""Somebody who is not sure has told us nothing: the page says what has to be looked into, and why."""

from html import unescape

import pytest
from django.test import Client

from interviewing import ORDINARY
from spinewise_web.portal.public.reasons import said_once
from spinewise_web.records.core import knowledge
from web.public.walking import walk

NERVES = ("saddle_numbness", "bowel_control", "urine_leak", "both_legs_weak_or_numb")
UNSURE = ORDINARY | dict.fromkeys(NERVES, "not_sure")


@pytest.fixture
def browser():
    """A browser that has never been here."""
    return Client()


def text_of(page):
    return unescape(page.content.decode())


def asked(*facts):
    return {knowledge().facts[fact].person for fact in facts}


def test_who_is_not_sure_is_not_said_to_have_told_us(browser):
    page = walk(browser, UNSURE)
    alarm = page.context["alarm"]
    assert alarm.level == "emergency"
    assert alarm.lead == ()
    assert set(alarm.unsure) == asked(*NERVES)
    assert "You told us" not in text_of(page).partition("Why we say this")[0]
    assert "You were not sure about:" in text_of(page)
    assert "it has to be checked now" in text_of(page)


def test_the_action_stands_above_what_nobody_was_sure_of(browser):
    text = text_of(walk(browser, UNSURE))
    assert text.index("tel:") < text.index("You were not sure about:")


def test_a_clear_answer_keeps_its_own_sentence(browser):
    alarm = walk(browser, UNSURE | {"saddle_numbness": "new"}).context["alarm"]
    assert "numbness between your legs" in alarm.lead[0]
    assert set(alarm.unsure) == asked(*NERVES[1:])


def test_a_clear_sign_stays_told_where_only_the_place_of_the_pain_is_unsure(browser):
    alarm = walk(browser, ORDINARY | {"back_or_leg_pain": "not_sure", "saddle_numbness": "new"}).context["alarm"]
    assert "numbness between your legs" in alarm.lead[0]
    assert alarm.unsure == ()


def test_the_note_marks_what_nobody_was_sure_of(browser):
    note = walk(browser, UNSURE | {"saddle_numbness": "new"}).context["alarm"].note
    titles = [one.title for one in note.raised]
    assert "New numbness around the saddle" in titles
    assert "New loss of bowel control (not sure)" in titles
    assert set(note.unsure) == asked(*NERVES[1:])
    assert sum("You told us" in says for says in note.says) == 1


def test_a_letter_rests_on_a_question_and_not_on_what_was_never_told(browser):
    page = walk(browser, ORDINARY | {"age": "60", "unexplained_weight_loss": "not_sure"})
    advice = page.context["advice"]
    assert advice.level == "refer"
    assert advice.unsure == tuple(asked("unexplained_weight_loss"))
    assert not any("weight" in says for says in advice.flags)
    assert "a doctor should look at it" in text_of(page)


def test_a_weak_sign_that_nobody_is_sure_of_is_kept_in_mind_as_a_question(browser):
    kept = walk(browser, ORDINARY | {"low_mood": "not_sure"}).context["advice"].kept_in_mind
    assert any(says.startswith("You were not sure: Have you felt very low") for says in kept)
    assert not any("You have felt low" in says for says in kept)


def test_low_mood_sends_nobody_to_a_therapist_they_do_not_have(browser):
    kept = walk(browser, ORDINARY | {"low_mood": "true"}).context["advice"].kept_in_mind
    (says,) = [one for one in kept if "low" in one]
    assert "somebody you trust" in says
    assert "therapist" not in says


def test_a_sentence_that_two_paragraphs_share_is_said_once():
    told = ["One. It is uncommon.", "Two. It is uncommon.", "It is uncommon."]
    assert said_once(told) == ("One. It is uncommon.", "Two.")
