"""What the worker does every few minutes: reminders that are due, alerts that nobody took up."""

from __future__ import annotations

import datetime as dt
import logging
from contextlib import suppress

from django.core.mail import send_mail
from django.db import IntegrityError
from django.db.models import Exists, OuterRef, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from spinewise_web.accounts.models import Membership, Role
from spinewise_web.records.actions.answers import triage_again
from spinewise_web.records.actions.base import action, keep
from spinewise_web.records.actions.contact import escalate
from spinewise_web.records.core import today_of
from spinewise_web.records.models import Alert, DayLog, Episode, ExerciseLog, Person, Reminder, ReminderSent
from spinewise_web.records.reminders import Rhythm, due
from spinewise_web.records.standing import standing_of

EVERY = dt.timedelta(minutes=5)
LOG = logging.getLogger(__name__)


@task()
def make_rounds() -> None:
    """One round, and the next one put in the queue whatever happens in this one."""
    now = timezone.now()
    plan_next_round(now=now)
    escalate_alerts(now=now)
    remind(now=now)
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
    """Send one reminder, if it is due, nothing is logged today, and there is something to do today.

    It is noted once it is sent: a slow mail server holds up nobody who writes, and what was not noted is sent again.
    """
    person = reminder.person
    today = today_of(person, now=now)
    sent = frozenset(ReminderSent.objects.filter(person=person, on=today).values_list("nth", flat=True))
    nth = due(rhythm_of(reminder), now=now, sent=sent)
    if nth is None or has_logged(person, today) or not has_something_to_do(person, today):
        return False
    if not _send(person, again=nth > 0):
        return False
    with suppress(IntegrityError):  # another worker sent it too
        _note(ReminderSent(person=person, on=today, nth=nth), now=now)
    return True


@action
def _note(sent: ReminderSent, *, now: dt.datetime) -> None:
    keep(sent, verb="reminder.send", by=None, now=now)


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


def _send(person: Person, *, again: bool) -> bool:
    """A line without anything about anybody's health: mails are read over shoulders."""
    assert person.user is not None
    text = render_to_string("records/reminder_mail.txt", {"person": person, "again": again})
    return _mailed(_("A few minutes for yourself"), text, [person.user.email])


def _mailed(subject: str, text: str, to: list[str]) -> bool:
    """Whether the mail server took it; one mail that it refuses keeps no other from being sent."""
    try:
        send_mail(subject, text, None, to)
    except OSError as problem:
        LOG.error("a mail could not be sent: %s", type(problem).__name__)  # noqa: TRY400  # a traceback names people
        return False
    return True


def escalate_alerts(*, now: dt.datetime) -> int:
    """Tell the supervisors of a clinic about alerts that nobody took up in the clinic's own time.

    What they could not be told is told in the next round.
    """
    rows = Alert.objects.open().filter(escalated_at=None, urgency__in=("urgent", "emergency"))
    late = [one for one in rows.select_related("person__clinic") if is_late(one, now=now)]
    told = [alert for alert in late if _tell_supervisors(alert)]
    for alert in told:
        escalate(alert=alert, now=now)
    return len(told)


def is_late(alert: Alert, *, now: dt.datetime) -> bool:
    """Whether it waited longer than the clinic allows."""
    return now >= alert.made_at + dt.timedelta(minutes=alert.person.clinic.escalate_after_minutes)


def _tell_supervisors(alert: Alert) -> bool:
    clinic = alert.person.clinic
    supervisors = Membership.objects.current().filter(clinic=clinic, role=Role.SUPERVISOR, user__is_active=True)
    addresses = list(supervisors.values_list("user__email", flat=True))
    text = render_to_string("records/escalation_mail.txt", {"clinic": clinic})
    return not addresses or _mailed(_("An alert waits"), text, addresses)
