"""One row for each thing that was done, chained by digests, and where each clinic's chain ends."""

from __future__ import annotations

import uuid

from django.db import models

from spinewise_web.accounts.models import Role, Somebody, clinics_where
from spinewise_web.accounts.privacy import classed
from spinewise_web.accounts.rows import Row
from spinewise_web.audit.triggers import Guard


class EntryRows(models.QuerySet["Entry"]):
    """What was done, as somebody may see it."""

    def visible_to(self, user: Somebody) -> EntryRows:
        """For administrators and supervisors of the clinic: the chain names nobody and tells no one's health."""
        return self.filter(clinic_id__in=clinics_where(user, Role.ADMINISTRATOR, Role.SUPERVISOR))


class Entry(Row):
    """Somebody did something to something, at an instant. There are no foreign keys: what an entry names may go.

    `digest` is of what was written, with a salt that is kept beside it in the records; when those are erased,
    the digest tells nothing any more.
    """

    id = models.BigAutoField(primary_key=True)
    clinic_id = models.UUIDField()
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    verb = models.CharField(max_length=40)
    about = models.CharField(max_length=40)
    about_id = models.UUIDField()
    person_id = models.UUIDField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    privacy = classed(
        plain="id clinic_id sequence at by_id verb about about_id person_id digest previous hash",
    )
    objects = EntryRows.as_manager()

    class Meta:
        ordering = ("clinic_id", "sequence")
        constraints = (models.UniqueConstraint(fields=["clinic_id", "sequence"], name="one_entry_a_place"),)
        indexes = (models.Index(fields=["person_id", "at"], name="entries_of_person"),)

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb} {self.about}"


class Head(Row):
    """The last link of a clinic's chain. Whoever writes an entry holds this row, so that links never fork."""

    clinic_id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    privacy = classed(plain="clinic_id sequence hash")

    def __str__(self) -> str:
        return f"{self.clinic_id}: {self.sequence}"


ENTRIES_ARE_KEPT = Guard(table="audit_entry")
