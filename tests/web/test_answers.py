"""Answers come in, are kept for good, and act at once when they are serious."""

import datetime as dt

import pytest

from people import knowledge
from spinewise.errors import AnswersError
from spinewise_web.records.actions.answers import clear_flags, record_answers
from spinewise_web.records.actions.base import NotAllowed
from spinewise_web.records.actions.contact import acknowledge
from spinewise_web.records.models import Alert, AnswerSheet, Decision, Episode
from spinewise_web.records.rounds import read_answers_again
from spinewise_web.records.standing import standing_of
from web.cast import NOW

pytestmark = pytest.mark.django_db
RED = {"saddle_numbness": "new"}


def cleared(cast):
    return clear_flags(
        person=cast.patient,
        points_to="cauda_equina",
        outcome="excluded",
        examination="MRI on 22 November: no compression",
        by=cast.therapist,
        now=NOW,
    )


def test_an_answer_makes_a_sheet_and_a_decision(cast):
    kept = record_answers(person=cast.patient, words={"age": "34"}, by=cast.patient_user, now=NOW)
    assert kept.sheet.sequence == 1
    assert kept.decision.document["kind"] == "triage"
    assert kept.decision.release_id == kept.decision.document["stamp"]["knowledge_digest"]


def test_what_was_said_before_stays_on_its_sheet(cast):
    for age in ("34", "35"):
        record_answers(person=cast.patient, words={"age": age}, by=cast.patient_user, now=NOW)
    said = [sheet.document["body"]["by_fact"]["age"]["value"] for sheet in AnswerSheet.objects.order_by("sequence")]
    assert said == [34, 35]


def test_nothing_is_kept_when_one_word_cannot_be_read(cast):
    with pytest.raises(AnswersError, match="agee"):
        record_answers(person=cast.patient, words={"age": "34", "agee": "34"}, by=cast.patient_user, now=NOW)
    assert not AnswerSheet.objects.exists()


def test_a_patient_does_not_answer_for_the_examination(cast):
    with pytest.raises(AnswersError, match="examined"):
        record_answers(person=cast.patient, words={"examined": "true"}, by=cast.patient_user, now=NOW)


def test_somebody_from_elsewhere_answers_nothing(cast):
    with pytest.raises(NotAllowed):
        record_answers(person=cast.patient, words={"age": "34"}, by=cast.therapist_elsewhere, now=NOW)


def test_a_red_answer_raises_an_alert_at_once(cast):
    cast.answers(**RED)
    alert = Alert.objects.get()
    assert (alert.kind, alert.urgency) == ("red_answer", "emergency")
    assert "saddle" in alert.why


def test_the_same_red_answer_again_is_the_same_alert(cast):
    cast.answers(**RED)
    cast.answers(**RED)
    assert Alert.objects.count() == 1


def test_a_red_sign_that_was_cleared_and_comes_back_is_a_new_alert(cast):
    cast.answers(**RED)
    cleared(cast)
    later = NOW + dt.timedelta(days=9)
    record_answers(person=cast.patient, words=RED, by=cast.patient_user, now=later)
    assert standing_of(cast.patient).is_locked
    assert Alert.objects.filter(kind="red_answer").count() == 2


def test_another_red_sign_is_another_alert(cast):
    cast.answers(**RED)
    cast.answers(**RED, bladder_difficulty="new")
    assert Alert.objects.count() == 2


def test_a_red_answer_locks_a_signed_plan(cast):
    cast.signed_plan()
    assert standing_of(cast.patient).items
    cast.answers(**RED)
    standing = standing_of(cast.patient)
    assert standing.is_locked
    assert standing.items == ()
    assert standing.plan is None


def test_a_clinicians_clearance_after_an_examination_unlocks(cast):
    cast.signed_plan()
    cast.answers(**RED)
    assert cleared(cast).triage.urgency.value != "emergency"
    assert standing_of(cast.patient).items


def test_a_patient_cannot_clear_their_own_flag(cast):
    cast.answers(**RED)
    with pytest.raises(NotAllowed):
        clear_flags(
            person=cast.patient,
            points_to="cauda_equina",
            outcome="excluded",
            examination="I am fine",
            by=cast.patient_user,
            now=NOW,
        )


def test_an_answer_that_is_answered_differently_takes_the_lock_away_and_both_stay(cast):
    cast.answers(**RED)
    cast.answers(saddle_numbness="never")
    assert Episode.objects.get().urgency != "emergency"
    assert Decision.objects.filter(kind="triage").count() == 2


def test_a_newly_told_fracture_holds_what_it_forbids_and_tells_the_therapist(cast):
    cast.signed_plan()
    before = {item.intervention for item in standing_of(cast.patient).items}
    cast.answers(told_vertebral_fracture="recent")
    after = {item.intervention for item in standing_of(cast.patient).items}
    assert before - after == set(standing_of(cast.patient).held) != set()
    assert Alert.objects.get().kind == "plan_held"


def test_what_was_held_comes_back_when_it_was_looked_at_and_the_answer_is_corrected(cast):
    cast.signed_plan()
    before = standing_of(cast.patient).items
    cast.answers(told_vertebral_fracture="recent")
    held = standing_of(cast.patient).held
    cast.answers()
    assert standing_of(cast.patient).held == held
    acknowledge(alert=Alert.objects.get(), by=cast.therapist, now=NOW)
    cast.answers()
    assert standing_of(cast.patient).items == before


def test_a_clinician_who_finds_it_well_lets_go_of_it_at_once(cast):
    cast.signed_plan()
    cast.answers(told_vertebral_fracture="recent")
    assert standing_of(cast.patient).held
    words = {"told_vertebral_fracture": "none"}
    record_answers(person=cast.patient, words=words, by=cast.therapist, now=NOW)
    assert not standing_of(cast.patient).held


def test_a_day_later_the_same_answers_are_read_on_that_day(cast):
    cast.answers()
    kept = record_answers(
        person=cast.patient, words={"back_pain_now": "3"}, by=cast.patient_user, now=NOW + dt.timedelta(days=1)
    )
    body = kept.sheet.document["body"]
    assert body["today"] == "2026-11-24"
    assert body["by_fact"]["age"]["on"] == "2026-11-23"


def test_answers_that_grow_old_take_the_full_plan_away_without_anybody_saying_anything(cast):
    cast.signed_plan()
    later = NOW + dt.timedelta(days=40)
    assert read_answers_again(now=later) == 1
    assert Episode.objects.get().tier == "S"
    standing = standing_of(cast.patient)
    assert standing.held
    assert all(knowledge().interventions[item.intervention].general for item in standing.items)


def test_answers_that_are_still_good_are_not_decided_again(cast):
    cast.signed_plan()
    decided = Decision.objects.count()
    assert read_answers_again(now=NOW + dt.timedelta(days=1)) == 0
    assert Decision.objects.count() == decided
