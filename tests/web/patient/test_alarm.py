"""The page that stops everything: whom to call, what to do, who watches, and for whom it says how much."""

import datetime as dt

import pytest
from django.utils import timezone

from spinewise_web.records.actions.answers import clear_flags
from web.patient.home import PAGES, Home, with_plan

pytestmark = pytest.mark.django_db
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@pytest.fixture
def red(cast):
    """The patient after a red answer."""
    with_plan(cast)
    cast.answers(now=timezone.now(), saddle_numbness="new")
    return Home(cast)


def test_the_clinics_own_emergency_number_can_be_called(red, cast):
    cast.clinic.emergency_phone = "999"
    cast.clinic.save()
    assert 'href="tel:999"' in red.reads("today")


def test_a_closed_clinic_says_that_nobody_watches(red, cast):
    cast.clinic.opening_hours = {}
    cast.clinic.save()
    assert "The clinic is closed. Nobody is watching this page." in red.reads("today")


def test_an_open_clinic_says_that_it_was_told_and_not_to_wait(red, cast):
    cast.clinic.opening_hours = {day: ["00:00", "23:59:59"] for day in WEEKDAYS}
    cast.clinic.save()
    page = red.reads("today")
    assert "has been told" in page
    assert "Please don’t wait for their call" in page


def test_a_carer_is_told_what_to_do_and_not_what_was_answered(red, cast):
    page = Home(cast, by=cast.with_carer()).reads("today")
    assert "Go to a hospital emergency department now" in page
    assert "numbness" not in page


def test_every_page_answers_while_everything_is_locked(red):
    assert {red.opens(page).status_code for page in PAGES} <= {200, 302, 303}


def test_messages_and_settings_stay_open(red):
    assert red.opens("messages").status_code == 200
    assert red.opens("settings").status_code == 200
    assert 'class="figure"' not in red.reads("settings")


def test_the_note_for_the_doctor_is_a_pdf(red):
    assert red.client.get(f"/p/{red.person.pk}/note.pdf").content.startswith(b"%PDF")


def test_without_a_sign_there_is_no_note(home):
    assert home.client.get(f"/p/{home.person.pk}/note.pdf").status_code == 303


def test_an_urgent_answer_says_today_and_not_emergency(cast):
    with_plan(cast)
    cast.answers(now=timezone.now(), leg_weakness="getting_worse")
    page = Home(cast).reads("today")
    assert 'data-level="urgent"' in page
    assert "Get seen by a doctor today" in page


def test_somebody_in_a_crisis_is_given_the_crisis_line_and_nothing_about_legs(cast):
    with_plan(cast)
    cast.clinic.crisis_phone = "116 123"
    cast.clinic.save()
    cast.answers(now=timezone.now(), low_mood="true", self_harm_thoughts="plan")
    page = Home(cast).reads("today")
    assert 'href="tel:116123"' in page
    assert "You are not alone with this" in page
    assert "legs feel weak" not in page


def test_after_a_clinician_has_cleared_it_the_day_is_back(red, cast):
    now = timezone.now() + dt.timedelta(seconds=1)
    said = {"points_to": "cauda_equina", "outcome": "excluded", "examination": "Scan the same night: normal."}
    clear_flags(person=cast.patient, by=cast.therapist, now=now, **said)
    assert "Start, I’ll count for you" in red.reads("today")
