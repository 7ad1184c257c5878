"""Who needs a clinician today, why, and at what cost."""

import datetime as dt

import pytest
from django.test.utils import CaptureQueriesContext

from spinewise.knowledge.ladders import Urgency
from spinewise_web.records.actions.answers import clear_flags
from spinewise_web.records.actions.contact import acknowledge, escalate, note_after_instruction, send_message
from spinewise_web.records.actions.days import record_day
from spinewise_web.records.actions.episodes import close_episode
from spinewise_web.records.actions.notes import sign_note
from spinewise_web.records.actions.visits import record_visit
from spinewise_web.records.models import Alert, Episode, Referral
from spinewise_web.records.reads.today import Act, for_today
from spinewise_web.records.rounds import read_answers_again
from spinewise_web.records.standing import standing_of
from web.cast import NOW, TODAY

pytestmark = pytest.mark.django_db


def acts(user, *, now=NOW):
    return [(one.person.name, one.act) for one in for_today(user, now=now).attention]


def test_an_emergency_stands_first(cast):
    cast.signed_plan()
    send_message(person=cast.patient, text="Hello", by=cast.patient_user, now=NOW)
    cast.answers(cast.other_patient, now=NOW + dt.timedelta(hours=1), saddle_numbness="new")
    assert acts(cast.therapist, now=NOW + dt.timedelta(hours=1))[0] == ("Otto Ther", Act.TAKE_UP)


def test_what_was_taken_up_is_no_longer_on_the_list(cast):
    cast.answers(saddle_numbness="new")
    acknowledge(alert=Alert.objects.get(), by=cast.colleague, now=NOW, done="Called; on the way to hospital")
    assert Act.TAKE_UP not in {act for _, act in acts(cast.therapist)}


def test_what_was_taken_up_and_not_cleared_is_not_forgotten(cast):
    cast.answers(saddle_numbness="new")
    assert ("Pat Ient", Act.CLEAR) not in acts(cast.therapist)
    acknowledge(alert=Alert.objects.get(), by=cast.colleague, now=NOW, done="Called; on the way to hospital")
    assert ("Pat Ient", Act.CLEAR) in acts(cast.therapist)
    seen = "MRI: no compression"
    clear_flags(
        person=cast.patient, points_to="cauda_equina", outcome="excluded", examination=seen, by=cast.therapist, now=NOW
    )
    assert ("Pat Ient", Act.CLEAR) not in acts(cast.therapist)


def test_what_was_taken_up_keeps_its_urgency_above_every_message(cast):
    cast.answers(cast.other_patient)
    send_message(person=cast.other_patient, text="Hello", by=cast.other_user, now=NOW - dt.timedelta(days=3))
    cast.answers(saddle_numbness="new")
    acknowledge(alert=Alert.objects.get(), by=cast.colleague, now=NOW)
    first = for_today(cast.therapist, now=NOW).attention[0]
    assert (first.person, first.act, first.urgency) == (cast.patient, Act.CLEAR, Urgency.EMERGENCY)
    assert "Cole League took this up. Nobody has cleared it yet" in first.why
    assert first.red == Alert.objects.get().pk


def test_whoever_is_known_to_have_gone_waits_to_be_cleared_and_comes_no_longer_first(cast):
    cast.answers(saddle_numbness="new")
    acknowledge(alert=Alert.objects.get(), by=cast.colleague, now=NOW)
    note_after_instruction(person=cast.patient, what="went", by=cast.patient_user, now=NOW)
    (one,) = [one for one in for_today(cast.therapist, now=NOW).attention if one.act is Act.CLEAR]
    assert (one.urgency, one.after) == (Urgency.ROUTINE, "went")
    assert "Cole League took it up, nobody has cleared it yet" in one.why


def test_having_gone_after_an_earlier_red_answer_says_nothing_of_a_newer_one(cast):
    cast.answers(saddle_numbness="new")
    acknowledge(alert=Alert.objects.get(), by=cast.colleague, now=NOW)
    note_after_instruction(person=cast.patient, what="went", by=cast.patient_user, now=NOW)
    later = NOW + dt.timedelta(hours=1)
    old = Alert.objects.get()
    newer = Alert.objects.create(
        person=old.person, episode=old.episode, kind=old.kind, urgency=old.urgency, made_at=later
    )
    acknowledge(alert=newer, by=cast.therapist, now=later)
    first = for_today(cast.therapist, now=later).attention[0]
    assert (first.urgency, first.red, first.after) == (Urgency.EMERGENCY, newer.pk, "")


def test_what_nobody_took_up_stands_above_what_somebody_did(cast):
    cast.answers(saddle_numbness="new")
    acknowledge(alert=Alert.objects.get(), by=cast.colleague, now=NOW)
    later = NOW + dt.timedelta(hours=1)
    cast.answers(cast.other_patient, now=later, saddle_numbness="new")
    assert acts(cast.therapist, now=later)[:2] == [("Otto Ther", Act.TAKE_UP), ("Pat Ient", Act.CLEAR)]


def test_who_took_an_alert_up_first_stays(cast):
    cast.answers(saddle_numbness="new")
    for who in (cast.colleague, cast.therapist):
        acknowledge(alert=Alert.objects.get(), by=who, now=NOW)
    assert Alert.objects.get().acknowledged_by == cast.colleague


def test_an_alert_that_was_taken_up_does_not_escalate(cast):
    cast.answers(saddle_numbness="new")
    taken = acknowledge(alert=Alert.objects.get(), by=cast.colleague, now=NOW)
    assert escalate(alert=taken, now=NOW).escalated_at is None


def test_a_plan_that_waits_asks_to_be_signed(cast):
    cast.answers()
    cast.examines()
    cast.plan()
    assert ("Pat Ient", Act.SIGN) in acts(cast.therapist)


def test_silence_is_noticed_after_the_clinics_own_number_of_days(cast):
    cast.signed_plan()
    record_day(person=cast.patient, on=TODAY, back_pain=2, by=cast.patient_user, now=NOW)
    quiet, silent = NOW + dt.timedelta(days=6), NOW + dt.timedelta(days=7)
    assert ("Pat Ient", Act.CALL) not in acts(cast.therapist, now=quiet)
    assert ("Pat Ient", Act.CALL) in acts(cast.therapist, now=silent)


def test_an_overdue_review_is_on_the_list(cast):
    version = cast.signed_plan()
    due = dt.datetime.combine(version.review_on, dt.time(12), tzinfo=dt.UTC)
    assert ("Pat Ient", Act.REVIEW) in acts(cast.therapist, now=due)


def test_a_note_to_sign_is_on_the_list_of_whoever_made_the_visit_until_it_is_signed(cast):
    cast.signed_plan()
    said = {"person": cast.patient, "on": TODAY, "minutes": 30, "given": [], "note": "Talked"}
    first = record_visit(**said, by=cast.therapist, now=NOW)
    visit = record_visit(**said, corrects=first, by=cast.therapist, now=NOW)
    (one,) = [one for one in for_today(cast.therapist, now=NOW).attention if one.act is Act.NOTE]
    assert (one.person, one.visit, one.urgency) == (cast.patient, visit.pk, Urgency.ROUTINE)
    assert one.why == "A note to sign, visit of 23 November."
    assert ("Pat Ient", Act.NOTE) not in acts(cast.colleague)
    send_message(person=cast.patient, text="Hello", by=cast.patient_user, now=NOW + dt.timedelta(hours=1))
    later = acts(cast.therapist, now=NOW + dt.timedelta(hours=1))
    assert later.index(("Pat Ient", Act.READ)) < later.index(("Pat Ient", Act.NOTE))
    sign_note(visit=visit, text="S: better", by=cast.therapist, now=NOW)
    assert ("Pat Ient", Act.NOTE) not in acts(cast.therapist)


def test_a_note_of_somebody_who_was_discharged_is_still_to_be_signed(cast):
    cast.signed_plan()
    record_visit(person=cast.patient, on=TODAY, minutes=30, given=[], note="Last", by=cast.therapist, now=NOW)
    close_episode(episode=Episode.objects.get(), because="Goals reached", by=cast.therapist, now=NOW)
    assert acts(cast.therapist) == [("Pat Ient", Act.NOTE)]
    assert acts(cast.colleague) == []


def test_whoever_is_well_is_counted_and_not_listed(cast):
    cast.signed_plan()
    assert for_today(cast.therapist, now=NOW).well == 1


def test_a_therapist_elsewhere_an_administrator_and_a_patient_have_an_empty_list(cast):
    cast.answers(saddle_numbness="new")
    for user in (cast.therapist_elsewhere, cast.administrator, cast.patient_user):
        assert acts(user) == []


def test_the_list_costs_the_same_for_three_people_and_for_nine(cast, django_assert_num_queries):
    for number in range(3):
        cast.answers(cast.comes(f"Person {number}")[0])
    few = queries(cast.therapist)
    for number in range(3, 9):
        person = cast.comes(f"Person {number}")[0]
        cast.answers(person, saddle_numbness="new")
        send_message(person=person, text="Hello", by=person.user, now=NOW)
    assert queries(cast.therapist) == few == 3


def queries(user):
    from django.db import connection

    with CaptureQueriesContext(connection) as seen:
        for one in for_today(user, now=NOW).attention:
            assert one.person.name
    return len(seen)


def test_a_standing_costs_two_queries(cast, django_assert_num_queries):
    cast.signed_plan()
    with django_assert_num_queries(2):
        assert standing_of(cast.patient).items


def test_answers_that_grew_too_old_hold_the_plan_and_stand_on_the_list_without_an_alert(cast):
    cast.signed_plan()
    later = NOW + dt.timedelta(days=40)
    read_answers_again(now=later)
    assert standing_of(cast.patient).held
    assert not Alert.objects.filter(kind="plan_held").exists()
    assert ("Pat Ient", Act.ASK) in acts(cast.therapist, now=later)


def test_somebody_who_answered_nothing_yet_is_seen_when_they_write_or_a_letter_comes(cast):
    somebody, user = cast.comes("New Comer")
    assert ("New Comer", Act.READ) not in acts(cast.therapist)
    send_message(person=somebody, text="When may I come?", by=user, now=NOW)
    assert ("New Comer", Act.READ) in acts(cast.therapist)
    other = cast.comes("Re Ferred")[0]
    Referral.objects.create(person=other, way=Referral.Way.IN, on=TODAY, made_at=NOW, made_by=cast.therapist)
    assert ("Re Ferred", Act.ANSWER_REFERRAL) in acts(cast.therapist)
