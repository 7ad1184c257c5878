"""What the worker does every few minutes: reminders that are due, alerts that nobody took up."""

from __future__ import annotations

import datetime as dt

from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from spinewise_web.accounts.models import Membership, Role
from spinewise_web.records.actions.answers import triage_again
from spinewise_web.records.actions.base import keep
from spinewise_web.records.actions.contact import escalate
from spinewise_web.records.core import today_of
from spinewise_web.records.models import Alert, DayLog, Episode, ExerciseLog, Person, Reminder, ReminderSent
from spinewise_web.records.reminders import Rhythm, due
from spinewise_web.records.standing import standing_of

EVERY = dt.timedelta(minutes=5)


@task()
def make_rounds() -> None:
    """One round, and the next one put in the queue whatever happens in this one."""
    now = timezone.now()
    plan_next_round(now=now)
    remind(now=now)
    escalate_alerts(now=now)
    if now.minute < EVERY.seconds // 60:
        read_answers_again(now=now)


def plan_next_round(*, now: dt.datetime) -> None:
    """The next round, once: rounds that are waiting already are enough."""
    from django_tasks_db.models import DBTaskResult

    waiting = DBTaskResult.objects.filter(task_path=make_rounds.module_path, status="READY")
    if not waiting.exists():
        make_rounds.using(run_after=now + EVERY).enqueue()


def read_answers_again(*, now: dt.datetime) -> int:
    """Once an hour: whose answers have grown too old stands differently now; says how many people that are."""
    rows = Episode.objects.filter(closed_at=None).exclude(triaged_at=None).select_related("person")
    return sum(triage_again(person=one.person, by=None, now=now) is not None for one in rows)


def remind(*, now: dt.datetime) -> int:
    """Send the reminders that are due; says how many went out."""
    return sum(remind_one(reminder, now=now) for reminder in _may_be_due(now=now))


def _may_be_due(*, now: dt.datetime) -> QuerySet[Reminder, Reminder]:
    """Those that are on, of people who can be written to and have an open episode."""
    rows = Reminder.objects.filter(is_on=True, made_at__lte=now, person__user__is_active=True)
    is_treated = Exists(Episode.objects.filter(person=OuterRef("person"), closed_at=None))
    return rows.filter(is_treated).select_related("person__clinic", "person__user")


def remind_one(reminder: Reminder, *, now: dt.datetime) -> bool:
    """Send one reminder, if it is due, nothing is logged today, and there is something to do today."""
    person = reminder.person
    today = today_of(person, now=now)
    sent = frozenset(ReminderSent.objects.filter(person=person, on=today).values_list("nth", flat=True))
    nth = due(rhythm_of(reminder), now=now, sent=sent)
    if nth is None or has_logged(person, today) or not has_something_to_do(person, today):
        return False
    try:
        with transaction.atomic():
            keep(ReminderSent(person=person, on=today, nth=nth), verb="reminder.send", by=None, now=now)
            _send(person, again=nth > 0)
    except IntegrityError:  # another worker sent it
        return False
    return True


def rhythm_of(reminder: Reminder) -> Rhythm:
    """The person's own quiet hours, else the clinic's."""
    clinic = reminder.person.clinic
    return Rhythm(
        at=reminder.at,
        weekdays=tuple(reminder.weekdays),
        times=reminder.times,
        again_after=dt.timedelta(minutes=reminder.again_after_minutes),
        quiet_from=reminder.quiet_from or clinic.quiet_from,
        quiet_until=reminder.quiet_until or clinic.quiet_until,
        zone=reminder.person.tzinfo,
    )


def has_logged(person: Person, on: dt.date) -> bool:
    """Whether anything was logged about this day."""
    days, exercises = DayLog.objects.filter(person=person, on=on), ExerciseLog.objects.filter(person=person, on=on)
    return days.exists() or exercises.exists()


def has_something_to_do(person: Person, on: dt.date) -> bool:
    """Whether an exercise stands in today's plan; nobody who is locked is called to exercise."""
    items = standing_of(person).items
    return any(item.anchors or any(slot.on == on for slot in item.slots) for item in items if not item.in_clinic)


def _send(person: Person, *, again: bool) -> None:
    """A line without anything about anybody's health: mails are read over shoulders."""
    assert person.user is not None
    text = render_to_string("records/reminder_mail.txt", {"person": person, "again": again})
    send_mail(_("A few minutes for yourself"), text, None, [person.user.email])


def escalate_alerts(*, now: dt.datetime) -> int:
    """Tell the supervisors of a clinic about alerts that nobody took up in the clinic's own time."""
    rows = Alert.objects.open().filter(escalated_at=None, urgency__in=("urgent", "emergency"))
    late = [one for one in rows.select_related("person__clinic") if is_late(one, now=now)]
    for alert in late:
        escalate(alert=alert, now=now)
        _tell_supervisors(alert)
    return len(late)


def is_late(alert: Alert, *, now: dt.datetime) -> bool:
    """Whether it waited longer than the clinic allows."""
    return now >= alert.made_at + dt.timedelta(minutes=alert.person.clinic.escalate_after_minutes)


def _tell_supervisors(alert: Alert) -> None:
    clinic = alert.person.clinic
    supervisors = Membership.objects.current().filter(clinic=clinic, role=Role.SUPERVISOR, user__is_active=True)
    addresses = list(supervisors.values_list("user__email", flat=True))
    if addresses:
        text = render_to_string("records/escalation_mail.txt", {"clinic": clinic})
        send_mail(_("An alert waits"), text, None, addresses)
