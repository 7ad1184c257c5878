"""Patients, their carers, and what remains when somebody is erased."""

from __future__ import annotations

import uuid
import zoneinfo

from django.conf import settings
from django.db import models
from django.db.models import Q

from spinewise_web.accounts.columns import Json
from spinewise_web.accounts.models import CLINICIANS, Clinic, Role, Somebody, check_zone, clinics_where
from spinewise_web.accounts.privacy import classed
from spinewise_web.accounts.rows import Row
from spinewise_web.records.models.base import PersonRows, Record, new_salt, record_fields, sealed


class People(models.QuerySet["Person"]):
    """Patients, as somebody may see them."""

    def visible_to(self, user: Somebody) -> People:
        """Staff of the clinic, the person, and carers with consent."""
        if not user.is_authenticated:
            return self.none()
        staff = self.filter(clinic__in=clinics_where(user, *CLINICIANS, Role.ADMINISTRATOR))
        return staff | self.followed_by(user)

    def followed_by(self, user: Somebody) -> People:
        """The person themselves, and carers with consent."""
        if not user.is_authenticated:
            return self.none()
        cared_for = Q(pk__in=Carer.objects.current().filter(user=user).values("person"))
        return self.filter(Q(user=user) | cared_for)

    def treated_by(self, user: Somebody) -> People:
        """Those whose health somebody may read and write about as a clinician."""
        return self.filter(clinic__in=clinics_where(user, *CLINICIANS))


class Person(Row):
    """A patient of one clinic. `user` is how they sign in, when they do; `zone` is where their days are.

    `busy` holds taken times as [start, end, what], instants in ISO form; `settings` how they like their pages.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="people")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="people"
    )
    therapist = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="patients"
    )
    name = models.CharField(max_length=120)
    born_on = models.DateField(null=True, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    reference = models.CharField(max_length=40, blank=True)
    zone = models.CharField(max_length=60, default="UTC", validators=[check_zone])
    busy = Json(default=list, blank=True)
    settings = Json(default=dict, blank=True)
    created_at = models.DateTimeField()
    salt = models.CharField(max_length=32, default=new_salt, editable=False)

    privacy = classed(
        plain="id clinic created_at zone",
        identity="user therapist name born_on email phone reference",
        wish="busy settings",
        secret="salt",  # noqa: S106
    )
    objects = People.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["clinic", "user"], condition=~Q(user=None), name="one_patient_per_clinic"),
        )
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name

    @property
    def tzinfo(self) -> zoneinfo.ZoneInfo:
        """The zone in which this person's days begin and end."""
        return zoneinfo.ZoneInfo(self.zone)

    def seal(self) -> str:
        """The digest of everything personal in this row."""
        return sealed(self, salt=self.salt)


class Carers(PersonRows["Carer"]):
    """Who may look after a plan for somebody else."""

    def current(self) -> Carers:
        """Those whose consent was not taken back."""
        return self.filter(until=None)


class Carer(Record):
    """Somebody who acts for a patient, with consent: sees the plan and writes the log, under their own name."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="cares_for")
    relationship = models.CharField(max_length=60)
    consent = models.ForeignKey("records.Consent", on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    seen_by_carers = False
    privacy = record_fields(identity="user relationship consent", plain="since until")
    objects = Carers.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person", "user"], condition=Q(until=None), name="one_current_carer"),
        )

    def __str__(self) -> str:
        return f"{self.relationship} of {self.person_id}"


class TombstoneRows(models.QuerySet["Tombstone"]):
    """What remains of erased people."""

    def visible_to(self, user: Somebody) -> TombstoneRows:
        """For administrators of the clinic."""
        return self.filter(clinic_id__in=clinics_where(user, Role.ADMINISTRATOR))


class Tombstone(Row):
    """Somebody was here and was erased: which id, when, on whose word, how many rows went. No foreign keys, no name."""

    person_id = models.UUIDField(primary_key=True)
    clinic_id = models.UUIDField()
    erased_at = models.DateTimeField()
    erased_by_id = models.UUIDField(null=True)
    rows = models.PositiveIntegerField(default=0)

    privacy = classed(plain="person_id clinic_id erased_at erased_by_id rows")
    objects = TombstoneRows.as_manager()

    def __str__(self) -> str:
        return f"{self.person_id}, {self.erased_at}"


class Consent(Record):
    """A person said yes or no to something; what was said before stays. The latest word counts."""

    class About(models.TextChoices):
        """What is agreed to."""

        TREATMENT = "treatment"
        TOUCH = "touch"
        THRUST = "thrust"
        NEEDLING = "needling"
        SHARING = "sharing"
        CARER = "carer"
        CAMERA = "camera"
        CHAPERONE = "chaperone"

    about = models.CharField(max_length=20, choices=About.choices)
    given = models.BooleanField()
    words = models.TextField(blank=True, max_length=2000)

    privacy = record_fields(health="about given words")
    objects = PersonRows["Consent"].as_manager()

    class Meta:
        indexes = (models.Index(fields=["person", "about", "-made_at"], name="latest_consent"),)

    def __str__(self) -> str:
        return f"{self.about}: {'yes' if self.given else 'no'}"


class Referral(Record):
    """A letter that came with somebody, or that goes to somebody."""

    class Way(models.TextChoices):
        """From a doctor to the clinic, or from the clinic to a doctor."""

        IN = "in"
        OUT = "out"

    way = models.CharField(max_length=3, choices=Way.choices)
    party = models.CharField(max_length=160)
    reason = models.TextField(max_length=4000)
    on = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)
    document = Json(default=dict, blank=True)

    privacy = record_fields(identity="party", health="reason document", plain="way on answered_at")
    objects = PersonRows["Referral"].as_manager()

    def __str__(self) -> str:
        return f"{self.way} {self.party}"


class OtherTreatment(Record):
    """What else somebody has for their back: recorded and shown in the course, never adjusted."""

    class Kind(models.TextChoices):
        """What it is."""

        MEDICINE = "medicine"
        INJECTION = "injection"
        SURGERY = "surgery"
        ACUPUNCTURE = "acupuncture"
        OTHER = "other"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=160)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    effect = models.CharField(max_length=400, blank=True)

    privacy = record_fields(health="kind name since until effect")
    objects = PersonRows["OtherTreatment"].as_manager()

    def __str__(self) -> str:
        return self.name
