"""Today: what, when and how long; and nothing but the instruction while something serious may be there."""

import datetime as dt

import msgspec
import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from spinewise_web.portal.patient.day import comfort_words, hello, tasks_of
from spinewise_web.portal.patient.pages import Here
from spinewise_web.portal.patient.today import expected
from spinewise_web.records.actions.days import record_day, record_exercise
from spinewise_web.records.actions.episodes import close_episode
from spinewise_web.records.standing import standing_of
from web.cast import signed_in
from web.patient.home import MOST_BYTES, PAGES, Home, to_do, with_plan, without_figures

pytestmark = pytest.mark.django_db


def test_the_home_page_of_a_patient_is_their_day(cast):
    with_plan(cast)
    answer = signed_in(cast.patient_user).get("/", follow=True)
    assert answer.redirect_chain[-1][0] == f"/p/{cast.patient.pk}/today/"


def test_the_day_greets_and_says_how_long_it_takes(home):
    page = home.reads("today")
    assert "Pat" in page
    assert "minutes." in page
    assert "Start, I’ll count for you" in page


def test_comfort_is_not_counted_among_the_minutes_of_exercise(home, cast, rf):
    here = Here(rf.get("/"), cast.patient, cast.patient_user)
    tasks = [task for task in tasks_of(here, []) if not task.anchors and not task.is_comfort]
    warmth = msgspec.structs.replace(tasks[0], is_comfort=True, minutes=15)
    exercises = round(sum(task.minutes for task in tasks))
    assert f"about {exercises} minutes." in hello(here, tasks)
    assert hello(here, tasks) == hello(here, [*tasks, warmth])
    assert comfort_words([*tasks, warmth]) == f"For comfort: {warmth.title}, about 15 minutes."
    assert not comfort_words(tasks)
    assert "about 15 minutes." in hello(here, [warmth])
    assert not comfort_words([warmth])


def test_every_exercise_of_the_day_is_there_once_with_its_time(home, cast):
    page = home.reads("today")
    today = timezone.now().astimezone(cast.patient.tzinfo).date()
    for item in standing_of(cast.patient).items:
        at = [slot.at for slot in item.slots if slot.on == today]
        if at and not item.in_clinic:
            assert page.count(f'/do/{item.intervention}/"') >= 1
            assert f"{min(at):%H:%M}" in page


@pytest.mark.parametrize("who", ["other_user", "therapist", "therapist_elsewhere", "administrator"])
def test_these_pages_exist_for_nobody_else(cast, who):
    with_plan(cast)
    stranger = Home(cast, by=getattr(cast, who))
    assert {page: stranger.opens(page).status_code for page in PAGES} == dict.fromkeys(PAGES, 404)


def test_somebody_signed_out_is_asked_to_sign_in(home):
    answer = Client().get(home.address("today"))
    assert answer.status_code == 302
    assert "/accounts/" in answer["Location"]


def test_a_carer_sees_the_day_and_none_of_the_messages(cast):
    with_plan(cast)
    carer = Home(cast, by=cast.with_carer())
    assert "You are looking after" in carer.reads("today")
    assert "This is the day of " in carer.reads("today")
    assert "Good morning" not in carer.reads("today")
    cast_home = Home(cast)
    cast_home.sends("messages", text="Only for the clinic", key="1")
    assert "Only for the clinic" not in carer.reads("messages")


def test_a_day_is_kept_in_no_cache(home):
    assert "no-store" in home.opens("today")["Cache-Control"]


def test_every_page_weighs_little_without_its_drawings(home):
    weights = {page: len(without_figures(home.opens(page).content)) for page in PAGES}
    assert max(weights.values()) < MOST_BYTES, weights


def test_a_day_costs_the_same_after_one_log_and_after_twenty(home, cast):
    few = cost(home, "today")
    for _ in range(20):
        now = timezone.now()
        record_exercise(
            version=home.version, intervention=to_do(cast), on=now.date(), outcome="done", by=cast.patient_user, now=now
        )
        record_day(person=cast.patient, on=now.date(), back_pain=3, by=cast.patient_user, now=now)
    assert cost(home, "today") <= few <= 12


@pytest.mark.parametrize("page", ["progress", "messages", "learn", "settings"])
def test_pages_cost_few_queries(home, page):
    home.opens(page)
    assert cost(home, page) <= 11


def cost(home, page):
    with CaptureQueriesContext(connection) as seen:
        assert home.opens(page).status_code == 200
    return len(seen)


def test_what_new_answers_hold_back_is_not_shown_as_something_to_do(home, cast):
    exercise = to_do(cast)
    home.version.held = [exercise]
    home.version.save(update_fields=["held"])
    assert f"/do/{exercise}/" not in home.reads("today")
    assert home.opens(f"do/{exercise}").status_code == 404


def test_a_name_from_the_right_keeps_its_own_direction(cast):
    cast.patient.name = "نور الهدى 🌿"
    cast.patient.save(update_fields=["name"])
    with_plan(cast)
    assert "\u2068نور\u2069" in Home(cast).reads("today")


def test_whoever_has_not_answered_yet_is_led_to_the_questions(cast):
    page = Home(cast).reads("today")
    assert "questions/open/" in page
    assert "/do/" not in page


def test_the_week_says_each_day_in_words(home, cast):
    page = home.reads("today")
    assert page.count('<li data-day="') == 7
    assert ": today</span>" in page


def test_in_the_first_days_of_a_plan_soreness_is_expected_and_later_not(cast):
    now = timezone.now()
    cast.signed_plan(now=now)
    assert "You may be sore for one to three days" in Home(cast).reads("today")
    begins = standing_of(cast.patient).plan.proposal.starts_on
    fifth = Here(RequestFactory().get("/"), cast.patient, cast.patient_user)
    fifth.today = begins + dt.timedelta(days=4)
    assert expected(fifth) is None


def test_before_a_first_visit_it_is_said_what_it_is_like(cast):
    cast.answers(now=timezone.now(), pain_started="200 days ago", course="same", first_episode="false")
    page = Home(cast).reads("today")
    assert "Your first visit is to come." in page
    assert "20 to 60 minutes" in page


def test_whoever_is_discharged_reads_how_to_keep_it_away_and_how_to_come_back(home, cast):
    version = with_plan(cast)
    close_episode(episode=version.episode, because="Well again", by=cast.therapist, now=timezone.now())
    page = home.reads("today")
    assert "Your treatment has ended" in page
    assert 'class="figure"' not in page
    assert home.address("questions/open") in page


def test_a_day_in_the_red_offers_a_lighter_one_at_once(home):
    offer = "of 10 today: a lighter day may suit you better."
    assert offer not in home.reads("today")
    home.logs(back="5", new="no")
    assert offer not in home.reads("today")
    home.logs(back="7", new="no")
    page = home.reads("today")
    assert f"You said 7 {offer}" in page
    assert page.index(offer) < page.index("/do/")
