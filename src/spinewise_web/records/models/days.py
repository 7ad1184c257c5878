"""What happened: days, exercises, visits, and what went wrong."""

from __future__ import annotations

import uuid
from typing import TypeVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from spinewise_web.accounts.columns import Json
from spinewise_web.records.models.base import Frequent, PersonRows, Record, record_fields
from spinewise_web.records.models.course import AnswerSheet, Episode, PlanVersion

WORST_PAIN = 10
MOST_NOTE_LETTERS = 8000  # about a thousand words
LONGEST_VISIT = 480  # minutes
L = TypeVar("L", bound=models.Model)


def pain() -> models.PositiveSmallIntegerField[int | None, int | None]:
    """A number from 0, no pain, to 10, the worst."""
    return models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(WORST_PAIN)])


class LogRows(PersonRows[L]):
    """Logs, where a later word about the same thing supersedes an earlier one."""

    def current(self) -> LogRows[L]:
        """What counts: everything that was not said again."""
        return self.filter(successor=None)


class DayLog(Frequent):
    """How a day was. Said again, it is a new row that supersedes the old; both stay.

    `key` is made on the device, so that a log sent twice from a bad connection is kept once.
    """

    class Sleep(models.TextChoices):
        """How the night was."""

        GOOD = "good"
        FAIR = "fair"
        POOR = "poor"

    key = models.UUIDField(default=uuid.uuid4)
    episode = models.ForeignKey(Episode, on_delete=models.CASCADE, related_name="days")
    on = models.DateField()
    back_pain = pain()
    leg_pain = pain()
    furthest = models.CharField(max_length=40, blank=True)
    sleep = models.CharField(max_length=10, choices=Sleep.choices, blank=True)
    anything_new = models.BooleanField(default=False)
    sheet = models.ForeignKey(AnswerSheet, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    note = models.TextField(blank=True, max_length=MOST_NOTE_LETTERS)
    supersedes = models.OneToOneField("self", null=True, blank=True, on_delete=models.CASCADE, related_name="successor")

    seen_by_carers = True
    privacy = record_fields(
        health="back_pain leg_pain furthest sleep anything_new note", plain="key episode on sheet supersedes"
    )
    objects = LogRows["DayLog"].as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person", "key"], name="one_day_log_a_key"),
            models.UniqueConstraint(fields=["person", "on"], condition=Q(supersedes=None), name="one_first_log_a_day"),
        )
        indexes = (models.Index(fields=["person", "-on"], name="days_of_person"),)
        ordering = ("person", "-on")

    def __str__(self) -> str:
        return f"{self.on} of {self.person_id}"


class ExerciseLog(Frequent):
    """What became of one exercise on one day."""

    class Outcome(models.TextChoices):
        """What became of it."""

        DONE = "done"
        NOT_TODAY = "not_today"
        TOO_MUCH = "too_much"

    class Reason(models.TextChoices):
        """Why not today; none of them is a fault."""

        NO_TIME = "no_time"
        PAIN = "pain"
        TIRED = "tired"
        UNSURE = "unsure"
        OTHER = "other"

    key = models.UUIDField(default=uuid.uuid4)
    plan = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="logs")
    on = models.DateField()
    intervention = models.CharField(max_length=120)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.CharField(max_length=10, choices=Reason.choices, blank=True)
    pain_after = pain()
    counted = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.TextField(blank=True, max_length=1000)
    supersedes = models.OneToOneField("self", null=True, blank=True, on_delete=models.CASCADE, related_name="successor")

    seen_by_carers = True
    privacy = record_fields(
        health="intervention outcome reason pain_after counted note", plain="key plan on supersedes"
    )
    objects = LogRows["ExerciseLog"].as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "key"], name="one_exercise_log_a_key"),)
        indexes = (models.Index(fields=["person", "-on"], name="exercises_of_person"),)
        ordering = ("person", "-on", "-made_at")

    def __str__(self) -> str:
        return f"{self.intervention} on {self.on}: {self.outcome}"


class VisitSession(Record):
    """A visit: what was given, how it was answered, how long it took, what comes next.

    `given` is a list of entries, one an intervention, as `records.giving` reads them; `note` is what was said and
    seen, jotted down; the note that is signed is a `VisitNote`. A correction supersedes; what was written stays.
    `key` is made with the form, so that a visit sent twice from a bad connection is kept once.
    """

    key = models.UUIDField(null=True, blank=True)
    episode = models.ForeignKey(Episode, on_delete=models.CASCADE, related_name="visits")
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField(validators=[MaxValueValidator(LONGEST_VISIT)])
    given = Json(default=list, blank=True)
    pain_before = pain()
    pain_after = pain()
    response = models.CharField(max_length=400, blank=True)
    note = models.TextField(blank=True, max_length=8000)
    next = models.TextField(blank=True, max_length=2000)
    supersedes = models.OneToOneField("self", null=True, blank=True, on_delete=models.CASCADE, related_name="successor")

    privacy = record_fields(
        health="minutes given pain_before pain_after response note next", plain="key episode on supersedes"
    )
    objects = LogRows["VisitSession"].as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "key"], name="one_visit_a_key"),)
        ordering = ("person", "-on", "-made_at")

    def __str__(self) -> str:
        return f"visit of {self.person_id}, {self.on}"


class VisitNote(Record):
    """The signed note of a visit: whoever made the row signed it then. `origins` says where its draft came from.

    A note is changed by a correction with a reason, which supersedes it; what was signed first stays readable.
    """

    visit = models.ForeignKey(VisitSession, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(max_length=8000)
    origins = Json(default=list, blank=True)
    reason = models.CharField(blank=True, max_length=400)
    supersedes = models.OneToOneField("self", null=True, blank=True, on_delete=models.CASCADE, related_name="successor")

    privacy = record_fields(health="text origins reason", plain="visit supersedes")
    objects = LogRows["VisitNote"].as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["visit"], condition=Q(supersedes=None), name="one_first_note_a_visit"),
        )
        ordering = ("person", "-made_at")

    def __str__(self) -> str:
        return f"note of {self.visit_id}"


class AdverseEvent(Record):
    """Something went wrong: what, when, with which item, how bad, what was done."""

    class Severity(models.TextChoices):
        """How bad it was."""

        MILD = "mild"
        MODERATE = "moderate"
        SEVERE = "severe"

    on = models.DateField()
    what = models.TextField(max_length=2000)
    intervention = models.CharField(max_length=120, blank=True)
    severity = models.CharField(max_length=10, choices=Severity.choices)
    action = models.TextField(blank=True, max_length=2000)
    visit = models.ForeignKey(VisitSession, null=True, blank=True, on_delete=models.CASCADE, related_name="events")

    privacy = record_fields(health="what intervention severity action", plain="on visit")
    objects = PersonRows["AdverseEvent"].as_manager()

    def __str__(self) -> str:
        return f"{self.severity} on {self.on}"
