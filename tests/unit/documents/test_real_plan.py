"""The whole road with the real knowledge: from answers to paper and calendar."""

import io
from collections import Counter
from functools import cache

import icalendar
import pytest
from pypdf import PdfReader

from people import TODAY, examined, knowledge, ordinary
from spinewise.assess.triage import triage
from spinewise.cli.pictures import printed_figures
from spinewise.documents.calendar import calendar
from spinewise.documents.handout import MOST_NAMED, handout, handout_content, instruction_sheet
from spinewise.documents.week import series_of
from spinewise.knowledge.models import KnowledgeBase
from spinewise.plan.road import plan_for
from spinewise.plan.types import Plan

SADDLE = {"back_or_leg_pain": "true", "saddle_numbness": "new"}


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return knowledge()


@pytest.fixture(scope="module")
def made(kb) -> Plan:
    person = ordinary(comfort="heat", disabling="true", goals_text="Garden for an hour", minutes_per_day="20")
    plan = plan_for(person, triage(person, kb), kb, starts_on=TODAY)
    assert isinstance(plan, Plan), plan
    return plan


@pytest.fixture(scope="module")
def printed(kb, made) -> str:
    pdf = PdfReader(io.BytesIO(handout(made, kb, figures=cache(printed_figures(kb)))))
    assert 2 <= len(pdf.pages) <= 4
    return "".join("".join(page.extract_text() for page in pdf.pages).split())


def test_a_real_plan_prints_every_item_with_its_steps(kb, made, printed):
    for item in made.proposal.items:
        what = kb.interventions[item.intervention]
        for text in (what.title.patient, *what.steps):
            assert "".join(text.split()) in printed, text


def test_a_real_plan_prints_every_stop_sign(kb, printed):
    for sign in (*kb.safety.stop_now, *kb.safety.stop_session):
        assert "".join(sign.split()) in printed, sign


def test_a_sign_that_is_certainly_for_others_is_on_nobodys_paper(kb, made):
    for sex, is_there in (("male", False), ("female", True)):
        content = handout_content(made, kb, figures=lambda *_: None, answers=ordinary(sex=sex))
        assert ("Bleeding in pregnancy" in content.stop_now) is is_there
        assert set(kb.safety.stop_now) - set(content.stop_now) <= set(kb.safety.stop_now_when)


def test_a_real_plan_prints_the_main_reasons_for_what_is_left_out(kb, made, printed):
    reasons = Counter(left.says for left in made.left_out)
    for says, count in reasons.most_common(3):
        assert "".join(says.split()) in printed, says
        if count > MOST_NAMED:
            assert f"and{count - MOST_NAMED}more" in printed


def test_a_real_plan_becomes_a_calendar_with_one_event_a_series(kb, made):
    events = icalendar.Calendar.from_ical(calendar(made, kb)).walk("VEVENT")
    assert len(events) == 1 + sum(len(series_of(item)) for item in made.proposal.items)


def test_a_person_with_a_new_saddle_sign_gets_one_page_without_exercises(kb):
    found = triage(ordinary(**SADDLE), kb)
    (page,) = PdfReader(io.BytesIO(instruction_sheet(found, kb, today=TODAY))).pages
    text = "".join(page.extract_text().split())
    assert "".join(kb.care_text(found.care).title.split()) in text
    assert not [one for one in kb.exercises.values() if "".join(one.steps[0].split()) in text]


def test_a_visit_names_what_is_taught_by_the_patients_words(kb):
    story = {"pain_started": "100 days ago", "course": "same", "minutes_per_day": "30", "present_activity": "regular"}
    answers = examined(ordinary(**story), key_muscle_power="5")
    plan = plan_for(answers, triage(answers, kb), kb, starts_on=TODAY)
    assert isinstance(plan, Plan)
    taught = [name for session in plan.proposal.sessions for name in session.does]
    assert taught
    visits = " ".join(handout_content(plan, kb, figures=lambda _: "").next.visits)
    assert all(kb.exercises[name].title.patient in visits for name in taught)
    assert "/" not in visits


@pytest.mark.parametrize(("told", "leaves"), [({"saddle_numbness": "new"}, True), ({"age": "16"}, False)])
def test_only_who_is_locked_is_told_to_leave_exercises(kb, told, leaves):
    found = triage(ordinary(**told), kb)
    pdf = PdfReader(io.BytesIO(instruction_sheet(found, kb)))
    said = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    assert ("Leave exercises for now." in said) is leaves
