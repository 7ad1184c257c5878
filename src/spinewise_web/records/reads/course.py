"""The course of one person: days, exercises, decisions, messages, as `user` may see them."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import msgspec
from django.db.models import QuerySet
from django.http import Http404

from spinewise_web.accounts.models import Somebody, User
from spinewise_web.accounts.prepared import Prepared
from spinewise_web.audit.models import Entry
from spinewise_web.records.core import value_of
from spinewise_web.records.models import (
    AfterInstruction,
    Alert,
    AnswerSheet,
    DayLog,
    Decision,
    Episode,
    ExerciseLog,
    FlareUp,
    Message,
    Person,
    PlanVersion,
)


def person_for(user: Somebody, person_id: uuid.UUID | str) -> Person:
    """The first line of a page about somebody.

    Raises:
        Http404: there is no such person, or none that this user may know of.
    """
    found = Person.objects.visible_to(user).select_related("clinic", "therapist", "user").filter(pk=person_id).first()
    if found is None:
        raise Http404("Nobody is here.")
    return found


def patient_for(user: Somebody, person_id: uuid.UUID | str) -> Person:
    """The same where somebody's health is shown: only for those who treat them.

    Raises:
        Http404: there is no such person, or this user does not treat them.
    """
    found = Person.objects.treated_by(user).select_related("clinic", "therapist", "user").filter(pk=person_id).first()
    if found is None:
        raise Http404("Nobody is here.")
    return found


def own_people(user: Somebody) -> QuerySet[Person, Any]:
    """Whose plan somebody may follow: their own, and those they care for."""
    rows = Person.objects.followed_by(user).select_related("clinic", "therapist")
    return rows.exclude(pk__in=Person.objects.treated_by(user)).order_by("name")


def days_of(user: Somebody, person: Person, *, since: dt.date) -> QuerySet[DayLog, Any]:
    """Day logs that count, oldest first."""
    return DayLog.objects.visible_to(user).current().filter(person=person, on__gte=since).order_by("on")


def exercises_of(user: Somebody, person: Person, *, since: dt.date) -> QuerySet[ExerciseLog, Any]:
    """Exercise logs that count, oldest first."""
    return ExerciseLog.objects.visible_to(user).current().filter(person=person, on__gte=since).order_by("on", "made_at")


def decisions_of(user: Somebody, person: Person) -> QuerySet[Decision, Any]:
    """Every decision, newest first, without the long documents."""
    rows = Decision.objects.visible_to(user).filter(person=person).select_related("made_by", "sheet")
    return rows.defer("document", "inputs", "sheet__document")


def plans_of(user: Somebody, person: Person) -> QuerySet[PlanVersion, Any]:
    """Every version of every plan, newest first. What may be shown as things to do is `standing_of`, not this."""
    return PlanVersion.objects.visible_to(user).filter(person=person).select_related("made_by", "signed_by")


def messages_of(user: Somebody, person: Person) -> QuerySet[Message, Any]:
    """The thread, oldest first."""
    return Message.objects.visible_to(user).filter(person=person).select_related("made_by")


def alerts_of(user: Somebody, person: Person) -> QuerySet[Alert, Any]:
    """Alerts, newest first, each with what came after it."""
    rows = Alert.objects.visible_to(user).filter(person=person).select_related("acknowledged_by")
    return rows.prefetch_related("after__made_by").order_by("-made_at")


def after_instruction(user: Somebody, person: Person) -> list[AfterInstruction]:
    """What came after the newest "go now" of the open episode, oldest first."""
    rows = AfterInstruction.objects.visible_to(user).filter(person=person, alert__episode__closed_at=None)
    said = list(rows.select_related("alert").order_by("alert__made_at", "made_at", "id"))
    newest = Alert.objects.filter(person=person, kind=Alert.Kind.RED_ANSWER, episode__closed_at=None)
    alert = newest.order_by("-made_at").values_list("pk", flat=True).first()
    return [one for one in said if one.alert_id == alert]


def flare_ups_of(user: Somebody, person: Person, *, since: dt.date) -> QuerySet[FlareUp, Any]:
    """Flare-ups, oldest first."""
    return FlareUp.objects.visible_to(user).filter(person=person, began_on__gte=since).order_by("began_on")


def latest_decision(user: Somebody, person: Person, kind: str) -> msgspec.Struct | None:
    """The core's value of the newest decision of a kind, reasons inside."""
    row = Decision.objects.visible_to(user).filter(person=person, kind=kind).first()
    value: msgspec.Struct | None = value_of(row.document) if row else None
    return value


def newest_sheet(user: User, person: Person) -> AnswerSheet | None:
    """The sheet that counts; earlier ones are there by `sequence`."""
    found: AnswerSheet | None = NEWEST_SHEET.first(user=user.pk, person=person.pk)
    return found


def _newest_sheet(user: uuid.UUID, person: uuid.UUID) -> QuerySet[AnswerSheet, Any]:
    return AnswerSheet.objects.visible_to(User(pk=user)).filter(person=person).order_by("-sequence")[:1]


NEWEST_SHEET = Prepared(_newest_sheet, user=uuid.UUID, person=uuid.UUID)


def _logged_plan(user: uuid.UUID, person: uuid.UUID, plan: uuid.UUID) -> QuerySet[PlanVersion, Any]:
    """A version that something is logged for: which it is, not what it says."""
    rows = plans_of(User(pk=user), Person(pk=person)).filter(pk=plan)
    return rows.select_related(None).only("person", "episode")


LOGGED_PLAN = Prepared(
    _logged_plan,
    user=uuid.UUID,
    person=uuid.UUID,
    plan=uuid.UUID,
)
EXERCISES = Prepared(
    lambda user, person, since: exercises_of(User(pk=user), Person(pk=person), since=since),
    user=uuid.UUID,
    person=uuid.UUID,
    since=dt.date,
)
DAYS = Prepared(
    lambda user, person, since: days_of(User(pk=user), Person(pk=person), since=since),
    user=uuid.UUID,
    person=uuid.UUID,
    since=dt.date,
)


def who_discharged(user: Somebody, episode: Episode) -> User | None:
    """Who ended an episode, for whoever may see it; the record of what was done keeps it."""
    seen = Episode.objects.visible_to(user).filter(pk=episode.pk).values("pk")
    ended = Entry.objects.filter(verb="episode.close", person_id=episode.person_id, about_id__in=seen)
    return User.objects.filter(pk__in=ended.values("by_id")).first()


def last_ended_episode(user: Somebody, person: Person) -> Episode | None:
    """The episode that ended last, with discharge or otherwise."""
    rows = Episode.objects.visible_to(user).filter(person=person).exclude(closed_at=None)
    return rows.order_by("-closed_at").first()
