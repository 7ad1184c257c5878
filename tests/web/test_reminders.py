"""Reminders: again while nothing is logged, never in quiet hours, right on the nights when the clocks change."""

import datetime as dt
from smtplib import SMTPServerDisconnected
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from spinewise_web.records import rounds
from spinewise_web.records.actions.contact import set_reminder
from spinewise_web.records.actions.days import record_day
from spinewise_web.records.models import Alert
from spinewise_web.records.reminders import Rhythm, due, instants, is_quiet
from spinewise_web.records.rounds import escalate_alerts, make_rounds, plan_next_round, remind
from web.cast import NOW

LONDON = ZoneInfo("Europe/London")


def rhythm(**given):
    usual = {
        "at": dt.time(9),
        "weekdays": tuple(range(7)),
        "times": 2,
        "again_after": dt.timedelta(hours=4),
        "quiet_from": dt.time(21),
        "quiet_until": dt.time(8),
        "zone": LONDON,
    }
    return Rhythm(**(usual | given))


def at(clock, day="2026-11-23", zone=LONDON):
    return dt.datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("clock", "sent", "expected"),
    [
        ("08:59", set(), None),
        ("09:00", set(), 0),
        ("09:05", {0}, None),
        ("12:59", {0}, None),
        ("13:00", {0}, 1),
        ("13:00", set(), 1),
        ("13:05", {0, 1}, None),
        ("12:00", set(), None),
        ("17:00", {0, 1}, None),
    ],
)
def test_which_reminder_is_due(clock, sent, expected):
    assert due(rhythm(), now=at(clock), sent=frozenset(sent)) == expected


def test_only_on_the_chosen_days():
    monday = at("09:00")
    assert due(rhythm(weekdays=(0,)), now=monday, sent=frozenset()) == 0
    assert due(rhythm(weekdays=(1, 2, 3, 4, 5, 6)), now=monday, sent=frozenset()) is None


def test_quiet_hours_may_go_over_midnight():
    quiet = {clock: is_quiet(rhythm(), dt.time.fromisoformat(clock)) for clock in ("20:59", "21:00", "03:00", "08:00")}
    assert quiet == {"20:59": False, "21:00": True, "03:00": True, "08:00": False}


def test_nothing_goes_out_in_quiet_hours():
    assert due(rhythm(at=dt.time(6)), now=at("06:30"), sent=frozenset()) is None


def test_the_same_instant_is_morning_for_one_and_night_for_another():
    now = at("09:00")
    assert due(rhythm(), now=now, sent=frozenset()) == 0
    assert due(rhythm(zone=ZoneInfo("Pacific/Auckland")), now=now, sent=frozenset()) is None


def test_a_time_that_the_clocks_skip_comes_right_after():
    first = next(instants(rhythm(at=dt.time(1, 30), times=1), dt.date(2026, 3, 29)))
    assert first.astimezone(LONDON).time() == dt.time(2, 30)


def test_a_time_that_comes_twice_counts_once():
    night = rhythm(at=dt.time(1, 30), times=1, quiet_from=dt.time(4), quiet_until=dt.time(5))
    day = dt.date(2026, 10, 25)
    assert next(instants(night, day)) == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
    second_time = dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC)
    assert due(night, now=second_time, sent=frozenset({0})) is None


def test_nine_in_the_morning_stays_nine_when_summer_ends():
    days = (dt.date(2026, 10, 24), dt.date(2026, 10, 26))
    hours = [next(instants(rhythm(), day)).hour for day in days]
    assert hours == [8, 9]


def test_a_repetition_never_runs_into_the_next_day():
    late = rhythm(at=dt.time(20), times=3)
    assert all(one.astimezone(LONDON).date() == dt.date(2026, 11, 23) for one in instants(late, dt.date(2026, 11, 23)))


@pytest.mark.django_db
def test_a_reminder_repeats_until_something_is_logged(cast):
    cast.signed_plan()
    set_reminder(person=cast.patient, by=cast.patient_user, now=NOW)
    assert remind(now=NOW) == 1
    assert remind(now=NOW + dt.timedelta(minutes=5)) == 0
    assert remind(now=NOW + dt.timedelta(hours=4)) == 1
    tomorrow = NOW + dt.timedelta(days=1)
    record_day(person=cast.patient, on=tomorrow.date(), back_pain=2, by=cast.patient_user, now=tomorrow)
    assert remind(now=tomorrow) == 0
    assert [len(mail.outbox), mail.outbox[0].to] == [2, ["pat.ient@example.org"]]


@pytest.mark.django_db
def test_a_reminder_tells_nothing_about_anybodys_health(cast):
    cast.signed_plan()
    set_reminder(person=cast.patient, by=cast.patient_user, now=NOW)
    remind(now=NOW)
    text = (mail.outbox[0].subject + mail.outbox[0].body).lower()
    assert not any(word in text for word in ("pain", "back", "therap", "clinic"))


@pytest.mark.django_db
def test_nobody_who_is_locked_is_called_to_exercise(cast):
    cast.signed_plan()
    set_reminder(person=cast.patient, by=cast.patient_user, now=NOW)
    cast.answers(saddle_numbness="new")
    assert remind(now=NOW) == 0


@pytest.mark.django_db
def test_a_reminder_that_is_off_stays_silent(cast):
    cast.signed_plan()
    set_reminder(person=cast.patient, by=cast.patient_user, now=NOW, is_on=False)
    assert remind(now=NOW) == 0


@pytest.mark.django_db
def test_an_alert_that_nobody_takes_up_is_told_to_the_supervisors_once(cast):
    cast.answers(saddle_numbness="new")
    late = NOW + dt.timedelta(minutes=cast.clinic.escalate_after_minutes)
    assert escalate_alerts(now=late - dt.timedelta(minutes=1)) == 0
    assert [escalate_alerts(now=late), escalate_alerts(now=late)] == [1, 0]
    assert mail.outbox[0].to == ["sue.pervisor@example.org"]
    assert Alert.objects.get().escalated_at == late


class Refusing:
    """A mail server that is away for a while."""

    def __init__(self, monkeypatch):
        self.is_away, sends = True, rounds.send_mail

        def send(*said):
            if self.is_away:
                raise SMTPServerDisconnected("away")
            return sends(*said)

        monkeypatch.setattr(rounds, "send_mail", send)


@pytest.mark.django_db
def test_what_the_mail_server_did_not_take_goes_in_the_next_round(cast, monkeypatch):
    server = Refusing(monkeypatch)
    cast.signed_plan()
    set_reminder(person=cast.patient, by=cast.patient_user, now=NOW)
    cast.answers(cast.other_patient, saddle_numbness="new")
    late = NOW + dt.timedelta(minutes=cast.clinic.escalate_after_minutes)
    assert [escalate_alerts(now=late), remind(now=late)] == [0, 0]
    assert not mail.outbox
    server.is_away = False
    assert [escalate_alerts(now=late), remind(now=late)] == [1, 1]
    assert sorted(one.to[0] for one in mail.outbox) == ["pat.ient@example.org", "sue.pervisor@example.org"]


@pytest.mark.django_db
def test_a_round_whose_mails_are_refused_ends_and_the_next_one_is_planned(cast, monkeypatch):
    Refusing(monkeypatch)
    cast.answers(saddle_numbness="new")
    monkeypatch.setattr(rounds.timezone, "now", lambda: NOW + dt.timedelta(days=1, minutes=30))
    make_rounds.call()
    assert Alert.objects.get().escalated_at is None
    assert DBTaskResult.objects.filter(task_path=make_rounds.module_path).count() == 1


@pytest.mark.django_db
def test_rounds_plan_each_other_and_never_pile_up():
    for _ in range(3):
        plan_next_round(now=NOW)
    assert DBTaskResult.objects.filter(task_path=make_rounds.module_path).count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_worker_makes_a_round_and_plans_the_next(cast, monkeypatch):
    from django.core.management import call_command

    monkeypatch.setattr(db_worker.Worker, "configure_signals", lambda _: None)  # this process keeps its own,
    monkeypatch.setattr(db_worker.Command, "configure_logging", lambda *_: None)  # and tells as much as before
    make_rounds.enqueue()
    call_command("db_worker", batch=True, max_tasks=1, startup_delay=False, verbosity=0, interval=0)
    assert {row.status for row in DBTaskResult.objects.all()} == {"SUCCESSFUL", "READY"}
