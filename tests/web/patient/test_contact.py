"""Messages, settings, and a person's own data."""

import json

import pytest
from django.test import Client
from django.utils import timezone

from spinewise_web.records.actions.contact import send_message
from spinewise_web.records.models import Alert, Message, Reminder
from web.patient.home import Home, to_do, with_plan

pytestmark = pytest.mark.django_db


def test_a_message_is_sent_once_however_often_the_button_is_pressed(home):
    for _ in range(2):
        home.sends("messages", csrfmiddlewaretoken="a" * 64, text="May I swim?")
    assert Message.objects.count() == 1


def test_an_empty_message_says_what_to_do(home):
    answer = home.sends("messages", text="  ")
    assert answer.status_code == 422
    assert "Write a message first" in answer.content.decode()


def test_a_message_that_is_too_long_stays_on_the_page(home):
    answer = home.sends("messages", text="word " * 1000)
    assert answer.status_code == 422
    assert "word word word" in answer.content.decode()


def test_what_a_message_says_is_never_a_command_to_the_page(home):
    home.sends("messages", text="<script>alert(1)</script> مرحبا")
    page = home.reads("messages")
    assert "<script>alert" not in page
    assert "مرحبا" in page


def test_looking_at_the_thread_marks_the_clinics_words_as_read(home, cast):
    send_message(person=cast.patient, text="Well done", by=cast.therapist, now=timezone.now())
    home.reads("messages")
    assert Message.objects.get().read_at is not None


def test_the_page_says_that_nobody_watches(home):
    assert "Nobody watches these pages." in home.reads("messages")


def test_a_message_typed_before_signing_in_again_is_still_there(cast):
    with_plan(cast)
    browser, home = Client(), Home(cast)
    browser.post(home.address("messages"), {"text": "Half a thought"})
    browser.force_login(cast.patient_user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Half a thought" in browser.get(home.address("messages")).content.decode()


# -- settings


def test_a_reminder_is_kept(home):
    home.sends("settings/reminders", is_on="1", at="07:30", weekday=["0", "2"], times="3")
    reminder = Reminder.objects.get()
    assert (f"{reminder.at:%H:%M}", reminder.weekdays, reminder.times, reminder.is_on) == ("07:30", [0, 2], 3, True)


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ({"at": "half past"}, "Enter a time of day"),
        ({"at": "07:30", "is_on": "1"}, "Choose at least one day"),
        ({"at": "07:30", "weekday": "9"}, "Choose days of the week"),
    ],
)
def test_a_reminder_that_cannot_be_kept_says_what_to_do(home, said, instead):
    answer = home.sends("settings/reminders", **said)
    assert answer.status_code == 422
    assert instead in answer.content.decode()


def test_the_drawn_person_looks_as_chosen(home, cast):
    home.sends("settings", skin="tan", hair="grey", top="navy")
    page = home.reads(f"do/{to_do(cast)}")
    assert 'data-skin="tan" data-hair="grey" data-top="navy"' in page


def test_a_look_that_does_not_exist_is_left_out(home):
    home.sends("settings", skin='"><script>')
    home.person.refresh_from_db()
    assert home.person.settings["figure"] == {}


def test_somebody_takes_their_data_along(home):
    answer = home.sends("settings/data.json".removesuffix("/"))
    assert answer.status_code in (301, 404)
    answer = home.client.post(f"/p/{home.person.pk}/settings/data.json")
    assert json.loads(answer.content)["person"]["name"] == "Pat Ient"


def test_a_carer_cannot_take_the_data_or_ask_for_erasure(cast):
    with_plan(cast)
    carer = Home(cast, by=cast.with_carer())
    assert carer.client.post(f"/p/{cast.patient.pk}/settings/data.json").status_code == 403
    assert carer.sends("settings/erase").status_code == 403
    assert not Alert.objects.exists()


def test_asking_for_erasure_tells_the_clinic(home):
    assert "cannot be undone" in home.reads("settings/erase")
    home.sends("settings/erase")
    assert Alert.objects.get().kind == "erasure"


def test_how_much_time_there_is_can_be_changed(home):
    facts = "minutes_per_day part_of_day"
    home.sends("questions/times", screen="again", facts=facts, minutes_per_day="15", part_of_day="evening")
    said = home.person.answersheets.order_by("-sequence").first().document["body"]["by_fact"]
    assert said["minutes_per_day"]["value"] == 15


def test_what_cannot_wait_is_named_before_a_message_is_written(home):
    page = home.reads("messages")
    assert page.index("Do not write about new numbness between your legs") < page.index("<textarea")
    assert home.address("flare-up") in page
