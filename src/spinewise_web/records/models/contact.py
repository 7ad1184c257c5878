"""What goes between patient and clinic: alerts, messages, reminders."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q

from spinewise_web.accounts.columns import Json
from spinewise_web.records.models.base import Frequent, PersonRows, Record, record_fields
from spinewise_web.records.models.course import Decision, Episode


class AlertRows(PersonRows["Alert"]):
    """What somebody in the clinic has to look at."""

    def open(self) -> AlertRows:
        """Those that nobody has taken up."""
        return self.filter(acknowledged_at=None)


class Alert(Record):
    """Something that a named clinician takes up; until then it escalates. Patients see their instruction."""

    class Kind(models.TextChoices):
        """What happened."""

        RED_ANSWER = "red_answer"
        PLAN_HELD = "plan_held"
        SPREADING = "spreading"
        RISING = "rising"
        FLARE_UPS = "flare_ups"
        TOO_MUCH = "too_much"
        ADVERSE_EVENT = "adverse_event"
        GIVEN_HELD = "given_held"
        ERASURE = "erasure"

    episode = models.ForeignKey(Episode, on_delete=models.CASCADE, related_name="alerts")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    urgency = models.CharField(max_length=12)
    why = models.TextField(max_length=2000)
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.CASCADE, related_name="alerts")
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    done = models.TextField(blank=True, max_length=2000)
    escalated_at = models.DateTimeField(null=True, blank=True)

    seen_by_person = False
    privacy = record_fields(
        health="kind urgency why done",
        identity="acknowledged_by",
        plain="episode decision acknowledged_at escalated_at",
    )
    objects = AlertRows.as_manager()

    class Meta:
        indexes = (models.Index(fields=["person"], condition=Q(acknowledged_at=None), name="open_alerts"),)
        ordering = ("made_at",)

    def __str__(self) -> str:
        return f"{self.urgency}: {self.kind}"


class AfterInstruction(Record):
    """What came after "go now": that it was shown, and whether they went. It unlocks nothing.

    Every word is a row of its own; the latest counts. A clinician who has called them may tell it too.
    """

    class What(models.TextChoices):
        """What happened, or what they say."""

        SHOWN = "shown"
        WENT = "went"
        NOT_YET = "not_yet"
        CANNOT = "cannot"

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="after")
    what = models.CharField(max_length=10, choices=What.choices)

    seen_by_carers = True
    privacy = record_fields(health="what", plain="alert")
    objects = PersonRows["AfterInstruction"].as_manager()

    class Meta:
        indexes = (models.Index(fields=["person", "-made_at"], name="after_instruction"),)
        ordering = ("made_at", "id")

    def __str__(self) -> str:
        return f"{self.person_id}: {self.what}"


class Message(Frequent):
    """A line between a person and their clinic. `from_clinic` says which way it went."""

    from_clinic = models.BooleanField()
    text = models.TextField(max_length=4000)
    read_at = models.DateTimeField(null=True, blank=True)

    privacy = record_fields(sensitive="text", plain="from_clinic read_at")
    objects = PersonRows["Message"].as_manager()

    class Meta:
        ordering = ("made_at",)
        indexes = (models.Index(fields=["person", "-made_at"], name="messages_of_person"),)

    def __str__(self) -> str:
        return f"{'clinic' if self.from_clinic else 'patient'}, {self.made_at:%Y-%m-%d}"


class Reminder(Record):
    """When somebody wants to be reminded: wall time in their own zone, again when nothing is logged.

    `weekdays` are 0 (Monday) to 6. `again_after_minutes` and `times` say how often it is repeated; quiet hours
    of the clinic hold unless the person has set their own.
    """

    at = models.TimeField(default=dt.time(9))
    weekdays = Json(default=list, blank=True)
    times = models.PositiveSmallIntegerField(default=2)
    again_after_minutes = models.PositiveSmallIntegerField(default=240)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    is_on = models.BooleanField(default=True)

    seen_by_carers = True
    privacy = record_fields(wish="at weekdays times again_after_minutes quiet_from quiet_until is_on")
    objects = PersonRows["Reminder"].as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person"], name="one_reminder"),)

    def __str__(self) -> str:
        return f"{self.at:%H:%M}"


class ReminderSent(Record):
    """A reminder that went out: which one of which day, so that none goes twice."""

    on = models.DateField()
    nth = models.PositiveSmallIntegerField()

    privacy = record_fields(plain="on nth")
    objects = PersonRows["ReminderSent"].as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "on", "nth"], name="no_reminder_twice"),)

    def __str__(self) -> str:
        return f"{self.on}, {self.nth}"
