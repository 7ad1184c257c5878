"""An episode of pain: what was answered, what was decided from it, which plans were made."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast

from spinewise_web.accounts.columns import Json
from spinewise_web.accounts.models import Somebody, is_staff
from spinewise_web.accounts.privacy import classed
from spinewise_web.accounts.rows import Row
from spinewise_web.records.models.base import Frequent, PersonRows, Record, record_fields


class Episode(Record):
    """From the first answer to discharge. The columns say how things stand now, as the last decision left them.

    `tier` is "0" while everything is locked. It is worked out by the core, never here.
    """

    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_because = models.CharField(max_length=200, blank=True)
    urgency = models.CharField(max_length=20, blank=True)
    care = models.CharField(max_length=40, blank=True)
    category = models.CharField(max_length=40, blank=True)
    tier = models.CharField(max_length=1, default="0")
    triaged_at = models.DateTimeField(null=True, blank=True)

    seen_by_carers = True
    privacy = record_fields(health="closed_because urgency care category tier", plain="opened_at closed_at triaged_at")
    objects = PersonRows["Episode"].as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person"], condition=Q(closed_at=None), name="one_open_episode"),
        )

    def __str__(self) -> str:
        return f"episode of {self.person_id}, {self.opened_at:%Y-%m-%d}"

    @property
    def is_locked(self) -> bool:
        """Whether no exercise content may be shown, in any form."""
        return self.tier == "0"


class AnswerSheet(Frequent):
    """Everything that had been answered at one moment; the next answer makes the next sheet.

    `changed` names the facts that this sheet added or changed. What was answered before is on earlier sheets,
    so the document keeps no `earlier` answers of its own.
    """

    episode = models.ForeignKey(Episode, on_delete=models.CASCADE, related_name="sheets")
    sequence = models.PositiveIntegerField()
    document = Json()
    changed = Json(default=list, blank=True)
    role = models.CharField(max_length=12)

    privacy = record_fields(sensitive="document changed", plain="episode sequence role")
    objects = PersonRows["AnswerSheet"].as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "sequence"], name="one_sheet_a_place"),)
        ordering = ("person", "sequence")

    def __str__(self) -> str:
        return f"sheet {self.sequence} of {self.person_id}"


class Releases(models.QuerySet["KnowledgeRelease"]):
    """The knowledge that decisions were made from."""

    def visible_to(self, user: Somebody) -> Releases:
        """For everybody who works in a clinic; it is about nobody."""
        return self.all() if is_staff(user) else self.none()


class KnowledgeRelease(Row):
    """The whole knowledge base as it was, compressed JSON, so that any decision can be made again."""

    digest = models.CharField(primary_key=True, max_length=64)
    engine = models.CharField(max_length=40)
    body = models.BinaryField()
    first_used_at = models.DateTimeField()

    privacy = classed(plain="digest engine body first_used_at")
    objects = Releases.as_manager()

    def __str__(self) -> str:
        return self.digest[:12]


class Decision(Frequent):
    """What was decided, from what, why, with which knowledge. Append-only; `replay_decisions` makes it again.

    `inputs` holds what the core was given besides the sheet (the day, the language, busy times); `document` is the
    result as it goes on the wire, reasons inside; `reasons` names the rules for lists.
    """

    class Kind(models.TextChoices):
        """Which stage of the road it is."""

        TRIAGE = "triage"
        PLAN = "plan"
        WAIVER = "waiver"
        CLEARANCE = "clearance"
        HOLD = "hold"

    episode = models.ForeignKey(Episode, on_delete=models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    sheet = models.ForeignKey(AnswerSheet, on_delete=models.CASCADE, related_name="decisions")
    inputs = Json(default=dict, blank=True)
    input_digest = models.CharField(max_length=64)
    document = Json()
    reasons = Json(default=list, blank=True)
    release = models.ForeignKey(KnowledgeRelease, on_delete=models.PROTECT, related_name="decisions")
    engine = models.CharField(max_length=40)

    privacy = record_fields(sensitive="inputs document reasons", plain="episode kind sheet input_digest release engine")
    objects = PersonRows["Decision"].as_manager()

    class Meta:
        indexes = (models.Index(fields=["person", "kind", "-made_at"], name="latest_decision"),)
        ordering = ("-made_at", "-id")

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id}, {self.made_at:%Y-%m-%d}"


class PlanRows(PersonRows["PlanVersion"]):
    """Versions of plans."""

    def newest(self) -> PlanRows:
        """Those that nothing supersedes."""
        return self.filter(successor=None)

    def signed(self) -> PlanRows:
        """Those in force, one per person at most."""
        return self.filter(state=PlanVersion.State.SIGNED)

    def holding(self, intervention: str) -> PlanRows:
        """Open versions that name it anywhere; whether it is an item or was left out, `planned` says."""
        named = self.annotate(said=Cast("document", models.TextField())).filter(said__contains=f'"{intervention}"')
        return named.exclude(state=PlanVersion.State.ENDED)


class PlanVersion(Record):
    """One version of a person's plan, built by the core's `accept` and by nothing else.

    `supersedes` is one to one: of two people who edit the same version, the database lets one through.
    `held` names items that new answers no longer allow; they are shown to nobody as things to do.
    """

    class State(models.TextChoices):
        """Where a version stands."""

        DRAFT = "draft"
        PROPOSED = "proposed"
        SIGNED = "signed"
        ENDED = "ended"

    episode = models.ForeignKey(Episode, on_delete=models.CASCADE, related_name="plans")
    sequence = models.PositiveIntegerField()
    supersedes = models.OneToOneField("self", null=True, blank=True, on_delete=models.CASCADE, related_name="successor")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    tier = models.CharField(max_length=1)
    starts_on = models.DateField()
    review_on = models.DateField()
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="+")
    document = Json()
    edits = Json(default=list, blank=True)
    reason = models.TextField(blank=True, max_length=2000)
    held = Json(default=list, blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    seen_by_carers = True
    privacy = record_fields(
        health="document edits reason held tier",
        identity="signed_by",
        plain="episode sequence supersedes state starts_on review_on decision signed_at ended_at",
    )
    objects = PlanRows.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["episode", "sequence"], name="one_plan_a_place"),
            models.UniqueConstraint(fields=["person"], condition=Q(state="signed"), name="one_plan_in_force"),
        )
        indexes = (  # a list of people reads when their plans were signed, and not the plans
            models.Index(
                fields=["person", "state", "signed_at", "tier", "review_on"],
                condition=Q(state="signed"),
                name="plan_in_force",
            ),
        )
        ordering = ("episode", "-sequence")

    def __str__(self) -> str:
        return f"plan {self.sequence} of {self.person_id}, {self.state}"

    @property
    def plan_id(self) -> str:
        """The core's name for exactly this plan."""
        body: dict[str, Any] = self.document["body"]
        return str(body["id"])
