"""What was too much, and when such alerts were taken up: the person may know that, not what the clinic wrote of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from spinewise_web.accounts.models import Somebody
from spinewise_web.records.models import Alert, ExerciseLog, Person, PlanVersion

Outcome = ExerciseLog.Outcome


def too_much_of(user: Somebody, version: PlanVersion) -> QuerySet[ExerciseLog, Any]:
    """What was too much of a version of the plan, oldest first."""
    rows = ExerciseLog.objects.visible_to(user).current().filter(plan=version, outcome=Outcome.TOO_MUCH)
    return rows.order_by("on", "made_at")


def taken_up(user: Somebody, person: Person) -> list[tuple[dt.datetime, str]]:
    """When a clinician took up that something was too much in the open episode, and what the alert named."""
    whose = Person.objects.followed_by(user).filter(pk=person.pk)
    rows = Alert.objects.filter(person__in=whose.values("pk"), episode__closed_at=None, kind=Alert.Kind.TOO_MUCH)
    return [(at, why) for at, why in rows.values_list("acknowledged_at", "why") if at is not None]
