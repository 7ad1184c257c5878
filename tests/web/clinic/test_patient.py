"""One patient on one page: story, findings, category, plan with reasons, alerts, messages."""

import re

import pytest
from django.urls import reverse

from spinewise.rules.known import Known
from spinewise_web.clinic.reasons import counted
from spinewise_web.records.actions.answers import latest_answers, record_answers
from spinewise_web.records.actions.contact import send_message
from spinewise_web.records.core import knowledge, planned
from spinewise_web.records.models import Alert, AnswerSheet, Message
from web.cast import NOW, signed_in

pytestmark = pytest.mark.django_db


def address(cast, name="patient"):
    return reverse(f"clinic:{name}", args=[cast.patient.pk])


def shown(cast, user=None):
    answered = signed_in(user or cast.therapist).get(address(cast))
    assert answered.status_code == 200
    assert answered.headers["Cache-Control"] == "no-store, private"
    return answered.content.decode()


def titles(version):
    return [knowledge().interventions[name].title.clinician for name in planned(version)]


def test_somebody_new_has_a_page_that_says_what_comes_first(cast):
    assert "Nothing is answered yet" in shown(cast)


def test_while_safety_questions_are_open_no_page_says_that_there_is_no_warning_sign(cast):
    record_answers(person=cast.patient, words={"age": "36", "sex": "female"}, by=cast.patient_user, now=NOW)
    for name in ("patient", "plan", "session", "assess"):
        page = signed_in(cast.therapist).get(address(cast, name)).content.decode()
        assert "Not known yet" in page, name
        assert "No warning sign" not in page, name


def test_once_they_are_answered_it_says_so(cast):
    cast.answers()
    page = shown(cast)
    assert "No warning sign" in page
    assert "Not known yet" not in page


def test_the_plan_stands_there_with_its_reasons(cast):
    version = cast.signed_plan()
    page = shown(cast)
    assert all(title in page for title in titles(version))
    assert page.count('class="why-chain"') >= len(titles(version))
    assert "Signed by <bdi>Tess Therapist</bdi>" in page


def test_a_red_answer_takes_the_plan_off_the_page(cast):
    version = cast.signed_plan()
    cast.answers(saddle_numbness="new")
    page = shown(cast)
    assert "Locked." in page
    assert not any(title in page for title in titles(version))
    assert "<svg" in page  # the signs of urgency
    assert 'class="stage"' not in page


def test_what_the_person_said_and_what_was_found_stand_apart(cast):
    cast.answers(age="57")
    cast.examines(slr="positive")
    page = shown(cast)
    story, examination = page.split('id="found-title"')
    assert "57 years" in story
    assert "positive (30-70 degrees)" in examination


def test_a_message_is_answered_and_counts_as_read(cast):
    cast.answers()
    send_message(person=cast.patient, text="It pulls", by=cast.patient_user, now=NOW)
    signed_in(cast.therapist).post(address(cast, "message"), {"text": "Half the times, please"})
    first, second = Message.objects.order_by("made_at", "from_clinic")
    assert first.read_at is not None
    assert (second.text, second.from_clinic) == ("Half the times, please", True)


def test_looking_at_the_page_reads_no_message(cast):
    cast.answers()
    send_message(person=cast.patient, text="It pulls", by=cast.patient_user, now=NOW)
    assert "It pulls" in shown(cast)
    assert Message.objects.get().read_at is None


def test_an_empty_answer_is_not_sent(cast):
    cast.answers()
    told = signed_in(cast.therapist).post(address(cast, "message"), {"text": "  "}, follow=True)
    assert "Write a message first." in told.content.decode()
    assert not Message.objects.exists()


def test_a_message_that_is_too_long_is_not_cut(cast):
    cast.answers()
    told = signed_in(cast.therapist).post(address(cast, "message"), {"text": "word " * 1000}, follow=True)
    assert "Nothing was sent. Shorten the message" in told.content.decode()
    assert not Message.objects.exists()


def test_a_sign_is_cleared_with_what_was_examined(cast):
    cast.answers(saddle_numbness="new")
    said = {"points_to": "cauda_equina", "outcome": "excluded", "examination": "Sensation, tone, MRI: all normal"}
    signed_in(cast.therapist).post(address(cast, "cleared"), said)
    assert "Locked." not in shown(cast)


def test_a_sign_is_not_cleared_without_an_examination(cast):
    cast.answers(saddle_numbness="new")
    said = {"points_to": "cauda_equina", "outcome": "excluded", "examination": " "}
    told = signed_in(cast.therapist).post(address(cast, "cleared"), said, follow=True)
    assert "Say what was examined and found" in told.content.decode()
    assert "Locked." in told.content.decode()


def test_an_alert_is_taken_up_where_it_is_read(cast):
    cast.answers(saddle_numbness="new")
    taken = reverse("clinic:take_up", args=[Alert.objects.get().pk])
    told = signed_in(cast.therapist).post(taken, {"done": "Called", "back": "patient"}, follow=True)
    assert told.redirect_chain == [(address(cast), 303)]
    assert "Taken up by Tess Therapist" in told.content.decode()


@pytest.mark.parametrize("page", ["patient", "plan", "assess"])
@pytest.mark.parametrize("who", ["therapist_elsewhere", "administrator", "patient_user", "carer_user"])
def test_nobody_else_finds_these_pages(cast, page, who):
    cast.with_carer()
    cast.answers()
    client = signed_in(getattr(cast, who))
    assert client.get(address(cast, page)).status_code == 404
    assert client.post(address(cast, page), {"act": "propose"}).status_code in (404, 405)
    assert AnswerSheet.objects.count() == 1


def test_a_longer_course_needs_no_more_queries(cast, queries):
    cast.signed_plan()
    short = queries(signed_in(cast.therapist), address(cast))
    for _ in range(3):
        send_message(person=cast.patient, text="Hello", by=cast.patient_user, now=NOW)
        cast.answers()
    assert queries(signed_in(cast.therapist), address(cast)) == short > 0


def steps_of(one):
    return {step.name: step.says for step in one.steps}


def test_a_number_of_items_names_what_was_found_what_not_and_what_is_not_known(cast):
    facts = knowledge().facts
    asked = ("aberrant_movement", "slr_average_deg", "prone_instability")
    moves, raised, prone = (facts[one].clinician for one in asked)
    age = f"{facts['age'].clinician}: less than 40 years (34 years)"
    cast.answers(age="34")
    known = Known(latest_answers(cast.patient, now=NOW), facts)
    assert [(one.name, one.says) for one in counted("stabilisation_items", known)] == [
        ("Found", f"{age}."),
        ("Not found", ""),
        ("Not known", f"{raised}; {moves}; {prone}."),
    ]
    assert list(counted("age", known)) == []
    cast.examines(aberrant_movement="true", prone_instability="positive", slr_average_deg="80")
    context = signed_in(cast.therapist).get(address(cast)).context
    rule = next(one for one in context["holding"] if one.title == "Prediction rule, exercises that steady the trunk")
    steps = steps_of(rule)
    assert steps["Found"] == f"{age}; {moves}: yes; {prone}: positive."
    assert re.fullmatch(rf"{re.escape(raised)}: more than 91 \S+ \(80 \S+\)\.", steps["Not found"])
    assert "Not known" not in steps


def test_a_cleared_sign_says_its_day_as_people_write_it_on_the_page_and_in_the_letter(cast):
    cast.answers(saddle_numbness="new")
    said = {"points_to": "cauda_equina", "outcome": "excluded", "examination": "Sensation, tone, MRI: all normal"}
    signed_in(cast.therapist).post(address(cast, "cleared"), said)
    for name in ("patient", "letter"):
        page = signed_in(cast.therapist).get(address(cast, name)).content.decode()
        assert "excluded by Tess Therapist, 23 November 2026" in page, name
        assert "2026-11-23" not in re.sub(r"<[^>]*>", "", page), name
