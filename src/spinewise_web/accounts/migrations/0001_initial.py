"""The tables of accounts as they begin."""

import datetime as dt
import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import spinewise_web.accounts.models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Clinic",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
                (
                    "zone",
                    models.CharField(
                        default="UTC", max_length=60, validators=[spinewise_web.accounts.models.check_zone]
                    ),
                ),
                ("direct_access", models.BooleanField(default=True)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("emergency_phone", models.CharField(default="112", max_length=40)),
                ("urgent_phone", models.CharField(blank=True, max_length=40)),
                ("crisis_phone", models.CharField(blank=True, max_length=40)),
                ("equipment", models.JSONField(blank=True, default=list)),
                ("opening_hours", models.JSONField(blank=True, default=dict)),
                ("quiet_from", models.TimeField(default=dt.time(21, 0))),
                ("quiet_until", models.TimeField(default=dt.time(8, 0))),
                ("silence_days", models.PositiveSmallIntegerField(default=7)),
                ("escalate_after_minutes", models.PositiveSmallIntegerField(default=60)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("email", models.EmailField(max_length=254)),
                ("name", models.CharField(max_length=120)),
                (
                    "into",
                    models.CharField(
                        choices=[
                            ("therapist", "Therapist"),
                            ("supervisor", "Supervisor"),
                            ("administrator", "Administrator"),
                            ("patient", "Patient"),
                            ("carer", "Carer"),
                        ],
                        max_length=20,
                    ),
                ),
                ("person_id", models.UUIDField(blank=True, null=True)),
                ("relationship", models.CharField(blank=True, max_length=60)),
                ("token_digest", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="invitations", to="accounts.clinic"
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SignInLink",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("token_digest", models.CharField(max_length=64, unique=True)),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("therapist", "Therapist"),
                            ("supervisor", "Supervisor"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=20,
                    ),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="accounts.clinic"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)), fields=("user", "clinic", "role"), name="one_current_role"
                    )
                ],
            },
        ),
    ]
