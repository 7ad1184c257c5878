"""A bad day that was told: when, from which answers, what was shown, and when it was over."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from spinewise_web.records.models.base import PersonRows, Record, record_fields
from spinewise_web.records.models.course import AnswerSheet, Episode, PlanVersion


class FlareUps(PersonRows["FlareUp"]):
    """Flare-ups of people."""

    def open(self) -> FlareUps:
        """Those that nobody has ended."""
        return self.filter(ended_at=None)


class FlareUp(Record):
    """Somebody said that it is a bad day, and answered the safety questions.

    `plan` is the version that was in force, `lighter_until` the last day on which half of it is enough; without it
    they kept to their usual. It ends when they say so, or when the next one begins.
    """

    episode = models.ForeignKey(Episode, on_delete=models.CASCADE, related_name="flare_ups")
    began_on = models.DateField()
    sheet = models.ForeignKey(AnswerSheet, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(PlanVersion, null=True, blank=True, on_delete=models.CASCADE, related_name="flare_ups")
    lighter_until = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    seen_by_carers = True
    privacy = record_fields(health="began_on lighter_until ended_at", plain="episode sheet plan")
    objects = FlareUps.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at=None), name="one_open_flare_up"),
        )
        ordering = ("person", "-began_on", "-made_at")

    def __str__(self) -> str:
        return f"flare-up of {self.person_id}, {self.began_on}"
