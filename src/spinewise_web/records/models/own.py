"""What a clinic adds for itself: exercises of its own, and plans it likes to begin from. Neither is about a person."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from spinewise_web.accounts.columns import Json
from spinewise_web.accounts.models import CLINICIANS, Clinic, Somebody, clinics_where
from spinewise_web.accounts.privacy import classed
from spinewise_web.accounts.rows import Row

NAME_LETTERS, WHY_LETTERS = 120, 300


class OwnExercises(models.QuerySet["OwnExercise"]):
    """Exercises that clinics wrote down themselves."""

    def visible_to(self, user: Somebody) -> OwnExercises:
        """For the clinicians of the clinic whose they are."""
        return self.filter(clinic__in=clinics_where(user, *CLINICIANS))

    def usable(self) -> OwnExercises:
        """Those that a plan may name: graded in full and reviewed. Replaced and withdrawn ones stay, because plans
        hold them."""
        return self.exclude(reviewed_at=None).filter(is_graded=True)


class OwnExercise(Row):
    """An exercise of one clinic, as its form was filled in. What it says is fixed: a change is a new exercise.

    So a plan that holds it keeps holding what was judged for that person, and every decision can be made again.
    `is_graded` when nothing that it asks of the body was left open; until then, and until somebody has reviewed it,
    it is in no plan. Once withdrawn it is held in every plan that holds it, and goes into no other.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="own_exercises")
    name = models.CharField(max_length=NAME_LETTERS)
    words = Json()
    is_graded = models.BooleanField()
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_why = models.CharField(max_length=WHY_LETTERS, blank=True)

    privacy = classed(
        plain="id clinic is_graded replaces made_at reviewed_at withdrawn_at",
        identity="made_by reviewed_by withdrawn_by",
        wish="name words withdrawn_why",
    )
    objects = OwnExercises.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="reviewed_by_somebody",
                condition=Q(reviewed_at=None, reviewed_by=None)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="withdrawn_by_somebody_who_says_why",
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_why="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why="")),
            ),
        )
        ordering = ("name", "made_at")

    def __str__(self) -> str:
        return self.name

    @property
    def intervention(self) -> str:
        """What plans call it; no file of the library begins so."""
        return f"own/{self.id.hex}"


class PlanTemplates(models.QuerySet["PlanTemplate"]):
    """Plans that clinics like to begin from."""

    def visible_to(self, user: Somebody) -> PlanTemplates:
        """For the clinicians of the clinic whose they are."""
        return self.filter(clinic__in=clinics_where(user, *CLINICIANS))

    def kept(self) -> PlanTemplates:
        """Those that were not put away."""
        return self.filter(put_away_at=None)


class PlanTemplate(Row):
    """What a clinic likes to begin from: interventions with their doses, and nothing about the person it came from."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="plan_templates")
    name = models.CharField(max_length=NAME_LETTERS)
    items = Json()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    put_away_at = models.DateTimeField(null=True, blank=True)

    privacy = classed(plain="id clinic made_at put_away_at", identity="made_by", wish="name items")
    objects = PlanTemplates.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["clinic", "name"], condition=Q(put_away_at=None), name="one_template_of_a_name"
            ),
        )
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
