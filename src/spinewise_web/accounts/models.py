"""Clinics, the people who sign in, and what they may do where."""

from __future__ import annotations

import datetime as dt
import uuid
import zoneinfo
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q

from spinewise_web.accounts.columns import Json
from spinewise_web.accounts.prepared import Prepared
from spinewise_web.accounts.privacy import classed
from spinewise_web.accounts.rows import Row


class Role(models.TextChoices):
    """What somebody does in a clinic."""

    THERAPIST = "therapist"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


CLINICIANS = (Role.THERAPIST, Role.SUPERVISOR)


def check_zone(name: str) -> None:
    """Refuse a name that the zone database does not know."""
    try:
        zoneinfo.ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise ValidationError(f"Enter a time zone such as Europe/London; '{name}' is not one") from None


class ClinicRows(models.QuerySet["Clinic"]):
    """Clinics, as somebody may see them."""

    def visible_to(self, user: Somebody) -> ClinicRows:
        """The clinics somebody works in."""
        return self.filter(pk__in=clinics_where(user))


class Clinic(Row):
    """A clinic, its numbers to call and its customs. Nothing of one clinic is seen from another.

    `direct_access` says whether people may come without a doctor's referral. `silence_days` and
    `escalate_after_minutes` are the clinic's own customs, not clinical figures.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    zone = models.CharField(max_length=60, default="UTC", validators=[check_zone])
    direct_access = models.BooleanField(default=True)
    phone = models.CharField(max_length=40, blank=True)
    emergency_phone = models.CharField(max_length=40, default="112")
    urgent_phone = models.CharField(max_length=40, blank=True)
    crisis_phone = models.CharField(max_length=40, blank=True)
    equipment = Json(default=list, blank=True)
    opening_hours = Json(default=dict, blank=True)
    quiet_from = models.TimeField(default=dt.time(21))
    quiet_until = models.TimeField(default=dt.time(8))
    silence_days = models.PositiveSmallIntegerField(default=7)
    escalate_after_minutes = models.PositiveSmallIntegerField(default=60)
    created_at = models.DateTimeField(auto_now_add=True)

    privacy = classed(
        plain="id name zone direct_access phone emergency_phone urgent_phone crisis_phone equipment opening_hours "
        "quiet_from quiet_until silence_days escalate_after_minutes created_at"
    )
    objects = ClinicRows.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def tzinfo(self) -> zoneinfo.ZoneInfo:
        """The clinic's zone."""
        return zoneinfo.ZoneInfo(self.zone)

    def is_open(self, at: dt.datetime) -> bool:
        """Whether somebody is there to look: `opening_hours` is {"mon": ["08:00", "18:00"], …} in local time."""
        local = at.astimezone(self.tzinfo)
        hours = self.opening_hours.get(DAYS[local.weekday()])
        return bool(hours) and hours[0] <= f"{local:%H:%M}" < hours[1]


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class UserRows(BaseUserManager["User"]):
    """People who can sign in. There are no superusers: what somebody may do is a membership."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A user with a verified address, because accounts begin with a mail that was answered."""
        from allauth.account.models import EmailAddress

        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save()
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user

    def get(self, *asked: Any, **values: Any) -> User:
        """As always; by id alone, which every page asks, from a prepared query."""
        if asked or values.keys() != {"pk"} or not isinstance(values["pk"], uuid.UUID):
            return super().get(*asked, **values)
        found: User | None = BY_ID.first(pk=values["pk"])
        if found is None:
            raise self.model.DoesNotExist
        return found

    def get_by_natural_key(self, email: str | None) -> User:
        return self.get(email=(email or "").strip().lower())


class User(Row, AbstractBaseUser):
    """Somebody who signs in with an e-mail address: staff, patient or carer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    privacy = classed(identity="email name", secret="password", plain="id is_active created_at last_login")  # noqa: S106
    objects = UserRows()

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def lacks_second_factor(self) -> bool:
        """Whether this is staff with a password alone; told together with the user where `BY_ID` found them."""
        known: Any = self if "has_password_alone" in vars(self) else BY_ID.first(pk=self.pk)
        return known is None or bool(known.has_password_alone)


def _by_id(pk: uuid.UUID) -> models.QuerySet[User, Any]:
    from allauth.mfa.models import Authenticator

    works = Membership.objects.current().filter(user=OuterRef("pk"))
    factors = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN
    has = Authenticator.objects.filter(user=OuterRef("pk"), type__in=factors)
    return User.objects.filter(pk=pk).annotate(has_password_alone=Exists(works) & ~Exists(has))


BY_ID = Prepared(_by_id, pk=uuid.UUID)
Somebody = User | AnonymousUser


class MembershipRows(models.QuerySet["Membership"]):
    """Who works where."""

    def current(self) -> MembershipRows:
        """Those that have not ended."""
        return self.filter(until=None)

    def visible_to(self, user: Somebody) -> MembershipRows:
        """One's own, and all of them for the administrators of a clinic."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(user=user) | Q(clinic__in=clinics_where(user, Role.ADMINISTRATOR)))


class Membership(Row):
    """What one person does in one clinic, from when to when. An ended membership stays as a row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    privacy = classed(plain="id clinic role since until", identity="user")
    objects = MembershipRows.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["user", "clinic", "role"], condition=Q(until=None), name="one_current_role"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}, {self.role}"


class InvitationRows(models.QuerySet["Invitation"]):
    """Invitations, as somebody may see them."""

    def visible_to(self, user: Somebody) -> InvitationRows:
        """Those of the clinics somebody works in."""
        return self.filter(clinic__in=clinics_where(user))


class Invitation(Row):
    """A mail that lets somebody join: as staff with a role, or as the patient or the carer of one person.

    Only a digest of the token is kept. `person_id` names a row of the records without reaching up to it.
    """

    class Into(models.TextChoices):
        """What the invited person becomes."""

        THERAPIST = "therapist"
        SUPERVISOR = "supervisor"
        ADMINISTRATOR = "administrator"
        PATIENT = "patient"
        CARER = "carer"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    name = models.CharField(max_length=120)
    into = models.CharField(max_length=20, choices=Into.choices)
    person_id = models.UUIDField(null=True, blank=True)
    relationship = models.CharField(max_length=60, blank=True)
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    privacy = classed(
        identity="email name relationship invited_by",
        plain="id clinic into person_id created_at expires_at accepted_at",
        secret="token_digest",  # noqa: S106
    )
    objects = InvitationRows.as_manager()

    def __str__(self) -> str:
        return f"{self.name}, {self.into}"


class SignInLink(Row):
    """A link by mail that signs a patient or carer in once. Only a digest of its token is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    token_digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    privacy = classed(identity="user", plain="id expires_at used_at", secret="token_digest")  # noqa: S106

    def __str__(self) -> str:
        return f"link until {self.expires_at}"


def clinics_where(user: Somebody, *roles: str) -> models.QuerySet[Membership, Any]:
    """The ids of the clinics where somebody now has one of these roles, or any: a subquery, not a list."""
    if not user.is_authenticated:
        return Membership.objects.none().values("clinic")
    rows = Membership.objects.current().filter(user=user)
    return (rows.filter(role__in=roles) if roles else rows).values("clinic")


def is_staff(user: Somebody) -> bool:
    """Whether somebody works in any clinic."""
    return user.is_authenticated and Membership.objects.current().filter(user=user).exists()


def roles_in(user: Somebody, clinic_id: uuid.UUID) -> frozenset[str]:
    """What somebody does in one clinic."""
    if not user.is_authenticated:
        return frozenset()
    return frozenset(ROLES.rows(user=user.pk, clinic=clinic_id))


ROLES = Prepared(
    lambda user, clinic: Membership.objects.current().filter(user=user, clinic=clinic).values_list("role", flat=True),
    user=uuid.UUID,
    clinic=uuid.UUID,
)
