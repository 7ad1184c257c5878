"""Do: followed along or read, and what became of it."""

import json
import re
import uuid
from html import unescape

import pytest
from django.utils import timezone

from spinewise.documents.handout import watch_words
from spinewise_web.portal.patient.follow import following
from spinewise_web.portal.patient.lighter import lighter_dose
from spinewise_web.records.core import knowledge
from spinewise_web.records.models import Alert, ExerciseLog
from spinewise_web.records.standing import standing_of
from web.patient.home import Home, to_do

pytestmark = pytest.mark.django_db


def test_an_exercise_shows_how_much_and_how(home, cast):
    exercise = to_do(cast)
    page = home.reads(f"do/{exercise}")
    for step in knowledge().exercises[exercise].steps:
        assert step in page
    assert 'class="dose"' in page


def test_without_script_the_strip_the_steps_and_the_form_are_there(home, cast):
    page = home.reads(f"do/{to_do(cast)}")
    assert re.search(r"<noscript>.*<svg.*</noscript>", page, re.DOTALL)
    assert page.count('name="outcome"') == 3


def test_what_was_done_is_kept_with_the_pain_afterwards_and_the_count(home, cast):
    home.says(to_do(cast), home.version, pain_after="2", counted="10")
    log = ExerciseLog.objects.get()
    assert (log.outcome, log.pain_after, log.counted, log.plan) == ("done", 2, 10, home.version)


def test_what_was_done_is_behind_the_person_on_todays_page(home, cast):
    exercise = to_do(cast)
    home.says(exercise, home.version)
    assert "Behind you" in home.reads("today")


def test_not_today_keeps_the_reason(home, cast):
    home.says(to_do(cast), home.version, outcome="not_today", reason="tired")
    assert ExerciseLog.objects.get().reason == "tired"


def test_a_reason_that_does_not_exist_is_left_out(home, cast):
    home.says(to_do(cast), home.version, outcome="not_today", reason="lazy")
    assert ExerciseLog.objects.get().reason == ""


def test_too_much_tells_the_therapist(home, cast):
    home.says(to_do(cast), home.version, outcome="too_much")
    assert Alert.objects.get().kind == "too_much"


def test_sent_twice_is_kept_once(home, cast):
    key = str(uuid.uuid4())
    for _ in range(2):
        home.says(to_do(cast), home.version, key=key)
    assert ExerciseLog.objects.count() == 1


@pytest.mark.parametrize("said", [{"outcome": "perhaps"}, {"pain_after": "11"}, {"note": "x" * 1001}])
def test_what_cannot_be_kept_is_asked_again(home, cast, said):
    answer = home.says(to_do(cast), home.version, **said)
    assert answer.status_code == 422
    assert "another look" in answer.content.decode()
    assert not ExerciseLog.objects.exists()


@pytest.mark.parametrize("exercise", ["lumbar/nothing", "thoracic/extension_over_roller", "../log"])
def test_an_exercise_of_no_plan_does_not_exist(home, exercise):
    assert home.opens(f"do/{exercise}").status_code == 404


@pytest.mark.parametrize("forged", ["", "nonsense", "8f14e45f-ceea-467f-a8d6-000000000000"])
def test_a_forged_plan_is_refused(home, cast, forged):
    assert home.sends(f"do/{to_do(cast)}", version=forged, outcome="done").status_code == 404
    assert not ExerciseLog.objects.exists()


def test_somebody_elses_plan_is_refused(home, cast):
    theirs = cast.signed_plan(cast.other_patient, now=timezone.now())
    assert home.says(to_do(cast), theirs).status_code == 404


def test_a_form_of_an_older_plan_still_counts(home, cast):
    exercise = to_do(cast)
    newer = cast.signed_plan(now=timezone.now())
    assert newer.pk != home.version.pk
    assert home.says(exercise, home.version).status_code == 303
    assert ExerciseLog.objects.get().plan == home.version


def test_what_was_done_before_the_plan_was_locked_is_kept_and_the_instruction_follows(home, cast):
    exercise = to_do(cast)
    cast.answers(now=timezone.now(), saddle_numbness="new")
    answer = home.client.post(
        home.address(f"do/{exercise}"), {"version": str(home.version.pk), "outcome": "done"}, follow=True
    )
    assert ExerciseLog.objects.count() == 1
    assert "Your exercises are locked" in answer.content.decode()


def test_an_easier_step_is_offered_only_when_this_person_may_do_it(home, cast):
    page = home.reads(f"do/{to_do(cast)}", instead="lumbar/nothing")
    assert "An easier step" not in page


def test_a_carer_writes_the_log_under_their_own_name(home, cast):
    carer = cast.with_carer()
    Home(cast, by=carer).says(to_do(cast), home.version)
    assert ExerciseLog.objects.get().made_by == carer


def test_a_fault_is_named_before_what_helps(home, cast):
    exercise = to_do(cast)
    fault = knowledge().exercises[exercise].faults[0]
    assert watch_words(fault) in unescape(home.reads(f"do/{exercise}"))
    stop = knowledge().exercises["aerobic/walk_short_bouts"].faults[0]
    assert watch_words(stop).startswith("Leg pain grows with every step? Stop and sit down.")


def test_what_only_somebody_beside_sees_is_left_out_of_a_fault():
    faults = [fault for exercise in knowledge().exercises.values() for fault in exercise.faults]
    words = " ".join(watch_words(fault) for fault in faults)
    assert "the person" not in words.lower()
    assert "_" not in words
    assert all(fault.say in words for fault in faults)


# -- the session that the script counts


def sessions(home):
    for item in standing_of(home.person).items:
        if item.intervention in knowledge().exercises:
            yield item, following(knowledge().exercises[item.intervention], item.dose)


def test_every_repetition_of_the_dose_is_counted(home):
    for item, session in sessions(home):
        times = sum(one["times"] for one in session["rounds"])
        sides = 2 if item.dose.sides == "each" else 1
        assert times == (0 if item.dose.minutes else sum(item.dose.sets) * sides)


def test_the_parts_of_a_repetition_follow_each_other_to_its_end(home):
    for _item, session in sessions(home):
        if session["repetition"]:
            ends = [stay["until_s"] for stay in session["repetition"]["stays"]]
            assert ends == sorted(ends)
            assert ends[-1] == pytest.approx(session["repetition"]["lasts_s"])


def test_a_session_begins_by_getting_ready(home):
    for _item, session in sessions(home):
        assert session["rounds"][0]["kind"] == "ready"


def test_the_page_carries_the_session_as_data_and_no_script_of_its_own(home, cast):
    page = home.reads(f"do/{to_do(cast)}")
    found = re.search(r'<script id="following" type="application/json">(.*?)</script>', page)
    assert json.loads(found[1])["rounds"]
    assert not re.search(r"<script(?![^>]*(src=|application/json))", page)
    assert not re.search(r" (on\w+|style)=", re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL))


def test_half_of_a_dose_is_less_and_never_nothing():
    for exercise in knowledge().exercises.values():
        half, whole = lighter_dose(exercise.dose.start), exercise.dose.start
        assert half.minutes <= max(whole.minutes, 1)
        assert sum(half.sets) <= sum(whole.sets)
        assert half.minutes or sum(half.sets)
