"""A day is kept in ten seconds, once, and acted on when something is new."""

import datetime as dt
import uuid

import msgspec
import pytest
from django.core.exceptions import ValidationError

from spinewise_web.records.actions.base import NotAllowed
from spinewise_web.records.actions.consent import withdraw_consent
from spinewise_web.records.actions.days import record_day, record_exercise
from spinewise_web.records.core import planned, shipped_knowledge
from spinewise_web.records.models import Alert, DayLog, Decision, ExerciseLog
from spinewise_web.records.standing import standing_of
from web.cast import NOW, TODAY

pytestmark = pytest.mark.django_db


def test_a_day_is_kept(cast):
    kept = record_day(person=cast.patient, on=TODAY, back_pain=4, leg_pain=0, by=cast.patient_user, now=NOW)
    assert (kept.log.back_pain, kept.log.made_by) == (4, cast.patient_user)


def test_todays_pain_counts_as_answered(cast):
    kept = record_day(person=cast.patient, on=TODAY, back_pain=4, by=cast.patient_user, now=NOW)
    assert kept.recorded.sheet.document["body"]["by_fact"]["back_pain_now"]["value"] == 4


def test_saying_it_again_supersedes_and_both_stay(cast):
    for pain in (4, 6):
        record_day(person=cast.patient, on=TODAY, back_pain=pain, by=cast.patient_user, now=NOW)
    assert [log.back_pain for log in DayLog.objects.current()] == [6]
    assert DayLog.objects.count() == 2


def test_a_log_that_is_sent_twice_is_kept_once(cast):
    key = uuid.uuid4()
    sent = [
        record_day(person=cast.patient, on=TODAY, back_pain=4, key=key, by=cast.patient_user, now=NOW) for _ in "ab"
    ]
    assert sent[0].log == sent[1].log
    assert DayLog.objects.count() == 1


def test_something_new_and_red_locks_the_plan_in_the_same_moment(cast):
    cast.signed_plan()
    kept = record_day(
        person=cast.patient,
        on=TODAY,
        anything_new=True,
        words={"saddle_numbness": "new"},
        by=cast.patient_user,
        now=NOW,
    )
    assert kept.recorded.triage.urgency.value == "emergency"
    assert standing_of(cast.patient).is_locked
    assert Alert.objects.filter(kind="red_answer").count() == 1


def test_a_pain_of_eleven_is_refused(cast):
    with pytest.raises((ValidationError, Exception), match=r"11|10"):
        record_day(person=cast.patient, on=TODAY, back_pain=11, by=cast.patient_user, now=NOW)
    assert not DayLog.objects.exists()


def test_a_day_is_counted_where_the_person_is(cast):
    late = dt.datetime(2026, 11, 23, 23, 30, tzinfo=dt.UTC)
    cast.patient.zone = "Pacific/Auckland"
    cast.patient.save()
    tomorrow = TODAY + dt.timedelta(days=1)
    assert record_day(person=cast.patient, on=tomorrow, back_pain=1, by=cast.patient_user, now=late).log.on == tomorrow


def test_tomorrow_cannot_be_logged(cast):
    with pytest.raises(ValidationError, match="Choose a day"):
        record_day(person=cast.patient, on=TODAY + dt.timedelta(days=1), by=cast.patient_user, now=NOW)


def test_a_carer_logs_under_their_own_name_while_consent_holds(cast):
    carer = cast.with_carer()
    kept = record_day(person=cast.patient, on=TODAY, back_pain=2, by=carer, now=NOW)
    assert kept.log.made_by == carer
    withdraw_consent(person=cast.patient, about="carer", by=cast.patient_user, now=NOW)
    with pytest.raises(NotAllowed):
        record_day(person=cast.patient, on=TODAY, back_pain=2, by=carer, now=NOW)


def test_an_exercise_is_kept_even_when_the_plan_was_locked_since(cast):
    version = cast.signed_plan()
    cast.answers(saddle_numbness="new")
    done = record_exercise(
        version=version, intervention=planned(version)[0], on=TODAY, outcome="done", by=cast.patient_user, now=NOW
    )
    assert done.outcome == "done"


def test_an_exercise_of_no_plan_is_refused(cast):
    version = cast.signed_plan()
    with pytest.raises(ValidationError, match="Choose an exercise of your plan"):
        record_exercise(
            version=version, intervention="lumbar/nothing", on=TODAY, outcome="done", by=cast.patient_user, now=NOW
        )


def test_too_much_twice_is_one_alert(cast):
    version = cast.signed_plan()
    for _ in range(2):
        record_exercise(
            version=version,
            intervention=planned(version)[0],
            on=TODAY,
            outcome="too_much",
            by=cast.patient_user,
            now=NOW,
        )
    assert Alert.objects.filter(kind="too_much").count() == 1
    assert ExerciseLog.objects.count() == 2


# -- whether a log decides anything


def triages(cast):
    return Decision.objects.filter(person=cast.patient, kind=Decision.Kind.TRIAGE)


def logs(cast, pain, *, days=0, **said):
    on, now = TODAY + dt.timedelta(days=days), NOW + dt.timedelta(days=days)
    return record_day(person=cast.patient, on=on, back_pain=pain, by=cast.patient_user, now=now, **said)


def test_a_little_more_pain_is_kept_and_the_decision_before_stands(cast):
    cast.answers()
    first, second = logs(cast, 3), logs(cast, 2, days=1)
    assert second.recorded.decision == first.recorded.decision
    assert second.recorded.sheet.document["body"]["by_fact"]["back_pain_now"]["value"] == 2
    assert second.recorded.triage.urgency.value == second.recorded.sheet.episode.urgency


def test_pain_that_a_rule_tells_apart_is_decided_anew(cast):
    cast.answers()
    first, second = logs(cast, 3), logs(cast, 9, days=1)
    assert second.recorded.decision.sheet == second.recorded.sheet
    assert triages(cast).order_by("-made_at").first() == second.recorded.decision != first.recorded.decision


def test_a_log_after_answers_have_grown_old_is_decided_anew(cast):
    cast.answers()
    logs(cast, 3)
    before = triages(cast).count()
    logs(cast, 3, days=200)
    assert triages(cast).count() == before + 1


def test_a_log_after_the_knowledge_changed_is_decided_by_the_new_one(cast, monkeypatch):
    cast.answers()
    logs(cast, 3)
    newer = msgspec.structs.replace(shipped_knowledge(), digest="newer")
    monkeypatch.setattr("spinewise_web.records.core.shipped_knowledge", lambda: newer)
    assert logs(cast, 3, days=1).recorded.decision.release_id == "newer"


def test_a_plan_that_was_held_stays_held_while_nothing_changes(cast):
    version = cast.signed_plan()
    logs(cast, 9)
    held = standing_of(cast.patient).held
    logs(cast, 9, days=1)
    assert standing_of(cast.patient).version == version
    assert standing_of(cast.patient).held == held
