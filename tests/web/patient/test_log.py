"""The log is kept in ten seconds; what is red acts at once; what was typed is not lost."""

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from spinewise_web.records.models import Alert, DayLog
from spinewise_web.records.standing import standing_of
from web.patient.home import EXERCISE_PAGES, Home, to_do, with_plan

pytestmark = pytest.mark.django_db
RED = {"new": "yes", "ticked": "saddle_numbness", "saddle_numbness": "new"}


def kept():
    return DayLog.objects.current().get()


def test_two_taps_are_a_log(home):
    assert home.logs().status_code == 303
    assert (kept().back_pain, kept().anything_new) == (4, False)


def test_everything_that_was_said_is_kept(home):
    home.logs(leg="2", far="thigh", sleep="poor", note="Slept on the sofa 🛋️")
    log = kept()
    assert (log.leg_pain, log.furthest, log.sleep, log.note) == (2, "thigh", "poor", "Slept on the sofa 🛋️")


def test_a_log_sent_twice_is_kept_once(home):
    key = str(uuid.uuid4())
    home.logs(key=key)
    home.logs(key=key)
    assert DayLog.objects.count() == 1


def test_a_red_answer_leads_to_the_instruction_at_once(home, cast):
    answer = home.client.post(home.address("log"), {"back": "4", **RED}, follow=True)
    page = answer.content.decode()
    assert "Go to a hospital emergency department now" in page
    assert f'href="tel:{cast.clinic.emergency_phone}"' in page
    assert 'class="nav"' not in page
    assert Alert.objects.filter(kind="red_answer").count() == 1


@pytest.mark.parametrize("page", EXERCISE_PAGES)
def test_after_a_red_answer_no_page_shows_exercise(home, cast, page):
    address = home.address(page.format(exercise=to_do(cast)))
    assert home.client.get(address).status_code == 200
    home.logs(**RED)
    answer = home.client.get(address, follow=True)
    assert answer.redirect_chain
    assert "Your exercises are locked" in answer.content.decode()
    assert 'class="figure"' not in answer.content.decode()


@pytest.mark.parametrize("sign", ["bladder_difficulty", "leg_weakness"])
def test_a_tick_alone_is_read_on_the_safe_side(home, sign):
    home.logs(new="yes", ticked=sign)
    assert standing_of(home.person).is_locked


@pytest.mark.parametrize("missing", [{"back": ""}, {"note": "x" * 20_000}], ids=["no number", "a note too long"])
def test_a_red_answer_acts_though_the_rest_of_the_form_is_not_right(home, cast, missing):
    with_plan(cast)
    answer = home.logs(**RED, **missing)
    assert (answer.status_code, answer.url) == (303, home.address("today"))
    assert standing_of(cast.patient).is_locked


def test_something_else_that_is_new_locks_nothing(home):
    home.logs(new="yes", something_else="1", note="A new mattress")
    assert kept().anything_new
    assert not standing_of(home.person).is_locked


def test_saying_that_nothing_is_new_leaves_other_answers_alone(home):
    before = home.person.answersheets.order_by("-sequence").first().document["body"]["by_fact"]["saddle_numbness"]
    home.logs()
    after = home.person.answersheets.order_by("-sequence").first().document["body"]["by_fact"]["saddle_numbness"]
    assert before == after


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ({"back": ""}, "Choose how much your back hurts"),
        ({"back": "eleven"}, "Choose how much your back hurts"),
        ({"new": ""}, "Say whether anything is new"),
        ({"new": "yes"}, "Tick what is new"),
        ({"new": "no", "ticked": "saddle_numbness"}, "Change one of them"),
        ({"note": "word " * 2000}, "Shorten the note by 1999 letters"),
        ({"on": "2999-01-01"}, "Choose a day"),
        ({"back": "11"}, "10"),
    ],
)
def test_what_is_missing_or_wrong_is_said_with_what_to_do(home, said, instead):
    answer = home.logs(**said)
    assert answer.status_code == 422
    assert instead in answer.content.decode()
    assert not DayLog.objects.exists()


def test_the_page_says_of_a_long_note_what_the_server_says(home):
    page = home.logs(note="\N{HERB}" * 8003).content.decode()
    assert "Shorten the note by 3 letters: about 1,000 words fit" in page
    assert 'data-over="Shorten the note by {count} letters: about 1,000 words fit"' in page


def test_above_an_instruction_stands_nothing(home):
    home.logs(**RED)
    assert "You told us of something new" not in home.reads("today")


def test_what_was_typed_stays_when_something_is_missing(home):
    page = home.logs(back="", leg="7", note="Long walk").content.decode()
    assert "Long walk" in page
    assert 'name="leg" value="7" checked' in page


def test_a_note_of_a_thousand_words_fits_and_nothing_of_it_is_lost(home):
    note = "\r\n".join(["a long morning on the sofa and then a walk"] * 100)
    home.logs(note=note)
    assert kept().note == note.replace("\r\n", "\n")


def test_the_page_names_what_it_has_so_that_the_phone_can_forget_it(home):
    home.logs()
    assert f'data-kept="{kept().key}"' in home.reads("today")


def test_a_form_from_yesterday_tells_of_yesterday(home):
    yesterday = timezone.now().astimezone(home.person.tzinfo).date() - dt.timedelta(days=1)
    home.logs(on=yesterday.isoformat())
    assert kept().on == yesterday


def test_a_region_and_a_sign_that_do_not_exist_are_left_out(home):
    home.logs(far="elbow", new="yes", ticked=["age", "nothing"], something_else="1")
    assert kept().furthest == ""


def test_a_forged_way_of_being_new_is_asked_again(home):
    answer = home.logs(new="yes", ticked="saddle_numbness", saddle_numbness="'; drop")
    assert answer.status_code == 422
    assert not DayLog.objects.exists()


def test_today_shows_what_was_said_and_lets_it_be_changed(home):
    home.logs(back="6")
    page = home.reads("today")
    assert "You have logged today" in page
    assert 'name="back" value="6" checked' in page


def test_the_same_day_again_supersedes_it(home):
    home.logs(back="6")
    home.logs(back="3")
    assert kept().back_pain == 3
    assert DayLog.objects.count() == 2


def test_a_mis_tap_can_be_answered_again_and_both_answers_stay(home):
    home.logs(**RED)
    page = home.reads("questions/again")
    assert 'name="saddle_numbness"' in page
    home.sends("questions/again", screen="again", facts="saddle_numbness", none_of_these="1")
    assert not standing_of(home.person).is_locked
    said = [sheet.document["body"]["by_fact"]["saddle_numbness"] for sheet in home.person.answersheets.all()]
    assert {"new", "never"} <= {one.get("value") for one in said}


# -- nobody is signed in any more


def test_what_was_typed_survives_signing_in_again(cast):
    with_plan(cast)
    browser = Client()
    home = Home(cast)
    answer = browser.post(home.address("log"), {"back": "5", "new": "no", "note": "Typed before"})
    assert "/accounts/" in answer["Location"]
    assert not DayLog.objects.exists()
    browser.force_login(cast.patient_user, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = browser.get(home.address("log")).content.decode()
    assert "Typed before" in page
    assert 'name="back" value="5" checked' in page
    assert "Typed before" not in browser.get(home.address("log")).content.decode()


def test_today_says_that_something_typed_waits(cast):
    with_plan(cast)
    browser, home = Client(), Home(cast)
    browser.post(home.address("log"), {"back": "5", "new": "no"})
    browser.force_login(cast.patient_user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "What you typed is still here" in browser.get(home.address("today")).content.decode()


def test_somebody_else_who_signs_in_does_not_see_what_was_typed(cast):
    with_plan(cast)
    browser, home = Client(), Home(cast)
    browser.post(home.address("log"), {"back": "5", "new": "no", "note": "Typed before"})
    browser.force_login(cast.other_user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert browser.get(home.address("log")).status_code == 404
    own = browser.get(f"/p/{cast.other_patient.pk}/log/").content.decode()
    assert "Typed before" not in own


def test_a_red_answer_is_answered_though_nobody_is_signed_in(cast):
    with_plan(cast)
    page = Client().post(Home(cast).address("log"), {"back": "5", **RED}).content.decode()
    assert "Go to a hospital emergency department now" in page
    assert "You are signed out. Nothing has been sent to your clinic." in page
    assert not DayLog.objects.exists()


def test_far_too_much_is_not_kept_for_later(cast):
    browser = Client()
    browser.post(Home(cast).address("log"), {"note": "x" * 30_000})
    assert "typed" not in browser.session
