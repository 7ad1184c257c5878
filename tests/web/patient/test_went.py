"""Did you go? Asked of whoever comes back to the instruction, seen by the clinic, and it unlocks nothing."""

import pytest
from django.utils import timezone

from spinewise_web.records.actions.contact import acknowledge
from spinewise_web.records.models import AfterInstruction, Alert
from spinewise_web.records.reads.today import Act, for_today
from spinewise_web.records.standing import standing_of
from web.cast import signed_in
from web.patient.home import Home, with_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def red(cast):
    """The patient after a red answer."""
    with_plan(cast)
    cast.answers(now=timezone.now(), saddle_numbness="new")
    return Home(cast)


def said():
    return list(AfterInstruction.objects.values_list("what", flat=True))


def test_the_first_time_nobody_is_asked_and_that_it_was_shown_is_kept(red):
    assert "Did you go?" not in red.reads("today")
    assert said() == ["shown"]


def test_the_next_time_they_are_asked(red):
    red.opens("today")
    page = red.reads("today")
    assert "Did you go?" in page
    assert "Go to a hospital emergency department now" in page
    assert said() == ["shown"]


@pytest.mark.parametrize(
    ("word", "shown"),
    [("went", "gone"), ("not_yet", "Please go now."), ("cannot", "They can come to you.")],
)
def test_every_answer_is_kept_once_repeats_the_instruction_and_unlocks_nothing(red, word, shown):
    red.opens("today")
    for _ in "ab":
        assert red.sends("went", went=word).status_code == 303
    page = red.reads("today")
    assert said() == ["shown", word]
    assert shown in page
    assert 'href="tel:' in page
    assert standing_of(red.person).is_locked


def test_a_word_that_is_none_of_them_is_not_kept(red):
    red.opens("today")
    red.sends("went", went="shown")
    red.sends("went", went="'; drop")
    assert said() == ["shown"]


def test_without_a_red_answer_there_is_nothing_to_keep(home):
    home.sends("went", went="went")
    assert said() == []


def test_a_carer_is_asked_too(red, cast):
    red.opens("today")
    page = Home(cast, by=cast.with_carer()).reads("today")
    assert "They cannot" in page
    assert "numbness" not in page


def test_the_clinic_sees_it_beside_the_alert(red, cast):
    clinic = signed_in(cast.therapist)
    assert "Not shown to them yet." in clinic.get("/clinic/").content.decode()
    red.opens("today")
    red.sends("went", went="not_yet")
    assert "They say: not yet." in clinic.get("/clinic/").content.decode()
    assert "They say: not yet." in clinic.get(f"/clinic/p/{cast.patient.pk}/").content.decode()


def test_whoever_cannot_go_is_on_the_list_though_the_alert_was_taken_up(red, cast):
    red.opens("today")
    acknowledge(alert=Alert.objects.get(), by=cast.therapist, now=timezone.now())
    assert Act.CALL not in {one.act for one in for_today(cast.therapist, now=timezone.now()).attention}
    red.sends("went", went="cannot")
    (found,) = [one for one in for_today(cast.therapist, now=timezone.now()).attention if one.red]
    assert (found.act, found.urgency.value) == (Act.CALL, "emergency")
    address = f"/clinic/alerts/{found.red}/went/"
    assert signed_in(cast.therapist_elsewhere).post(address, {"went": "went"}).status_code == 404
    assert signed_in(cast.therapist).post(address, {"went": "went"}).status_code == 303
    (found,) = [one for one in for_today(cast.therapist, now=timezone.now()).attention if one.red]
    assert (found.act, found.urgency.value) == (Act.CLEAR, "routine")
    assert standing_of(red.person).is_locked
