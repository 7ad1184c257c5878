"""Alerts are taken up by a named person; messages go both ways; reminders are the person's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from spinewise.rules.facts import Role as Answering
from spinewise_web.accounts.models import User
from spinewise_web.records.actions.base import action, answering_as, change, clinician, hold, keep, note
from spinewise_web.records.models import AfterInstruction, Alert, Message, Person, Reminder

WEEK = range(7)


@action
def acknowledge(*, alert: Alert, by: User, now: dt.datetime, done: str = "") -> Alert:
    """Take an alert up, with what was done. Who took it up first stays.

    Raises:
        NotAllowed: `by` is no clinician of this person.
    """
    clinician(by, hold(alert.person))
    current = Alert.objects.select_for_update().select_related("person").get(pk=alert.pk)
    if current.acknowledged_at is not None:
        return current
    current.acknowledged_by, current.acknowledged_at, current.done = by, now, done
    return change(current, "acknowledged_by", "acknowledged_at", "done", verb="alert.acknowledge", by=by, now=now)


@action
def escalate(*, alert: Alert, now: dt.datetime) -> Alert:
    """Mark that nobody took an alert up in the clinic's own time; whoever is told is told by the worker."""
    if alert.acknowledged_at is None and alert.escalated_at is None:
        alert.escalated_at = now
        change(alert, "escalated_at", verb="alert.escalate", by=None, now=now)
    return alert


@action
def note_after_instruction(*, person: Person, what: str, by: User, now: dt.datetime) -> AfterInstruction | None:
    """Keep that the instruction was shown, or whether they went. It unlocks nothing, whatever is said.

    The same word twice in a row is kept once. Without a red answer there is nothing to keep.

    Raises:
        NotAllowed: `by` is neither clinician, patient nor carer of this person.
        ValidationError: it is none of the words.
    """
    person = hold(person)
    answering_as(by, person)
    red = Alert.objects.filter(person=person, kind=Alert.Kind.RED_ANSWER, episode__closed_at=None)
    alert = red.order_by("-made_at").first()
    if alert is None:
        return None
    last = alert.after.order_by("-made_at", "-id").first()
    if last is not None and what in (last.what, AfterInstruction.What.SHOWN):
        return last
    return keep(AfterInstruction(person=person, alert=alert, what=what), verb="instruction.note", by=by, now=now)


@action
def send_message(*, person: Person, text: str, by: User, now: dt.datetime) -> Message:
    """A line from the person (or their carer) to the clinic, or back.

    Raises:
        NotAllowed: `by` is neither clinician, patient nor carer of this person.
        ValidationError: the text is empty or too long.
    """
    person = hold(person)
    role = answering_as(by, person)
    if not text.strip():
        raise ValidationError(_("Write a message first."))
    row = Message(person=person, text=text.strip(), from_clinic=role is Answering.CLINICIAN)
    return keep(row, verb="message.send", by=by, now=now)


@action
def read_messages(*, person: Person, by: User, now: dt.datetime) -> int:
    """Mark what came from the other side as read; says how many that were.

    Raises:
        NotAllowed: `by` is neither clinician, patient nor carer of this person.
    """
    person = hold(person)
    from_clinic = answering_as(by, person) is not Answering.CLINICIAN
    unread = Message.objects.filter(person=person, read_at=None, from_clinic=from_clinic)
    seen = unread.update(read_at=now)
    if seen:
        note(person, verb="messages.read", by=by, now=now, person=person)
    return seen


@action
def set_reminder(
    *,
    person: Person,
    by: User,
    now: dt.datetime,
    at: dt.time = dt.time(9),
    weekdays: Sequence[int] = tuple(WEEK),
    times: int = 2,
    again_after_minutes: int = 240,
    quiet_from: dt.time | None = None,
    quiet_until: dt.time | None = None,
    is_on: bool = True,
) -> Reminder:
    """When somebody wants to be reminded; there is one setting a person.

    Raises:
        NotAllowed: `by` is neither clinician, patient nor carer of this person.
        ValidationError: a weekday is not 0 to 6, or it would repeat too often.
    """
    person = hold(person)
    answering_as(by, person)
    if not set(weekdays) <= set(WEEK) or not 1 <= times <= 4 or not 30 <= again_after_minutes <= 720:
        raise ValidationError(_("Choose days of the week, one to four times a day, 30 minutes to 12 hours apart."))
    said = {
        "at": at,
        "weekdays": sorted(set(weekdays)),
        "times": times,
        "again_after_minutes": again_after_minutes,
        "quiet_from": quiet_from,
        "quiet_until": quiet_until,
        "is_on": is_on,
    }
    row = Reminder.objects.filter(person=person).first()
    if row is None:
        return keep(Reminder(person=person, **said), verb="reminder.set", by=by, now=now)
    for name, value in said.items():
        setattr(row, name, value)
    return change(row, *said, verb="reminder.set", by=by, now=now)
