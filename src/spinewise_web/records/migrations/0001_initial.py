"""The tables of records as they begin."""

import datetime as dt
import uuid

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import spinewise_web.accounts.models
import spinewise_web.records.models.base


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="KnowledgeRelease",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("engine", models.CharField(max_length=40)),
                ("body", models.BinaryField()),
                ("first_used_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Tombstone",
            fields=[
                ("person_id", models.UUIDField(primary_key=True, serialize=False)),
                ("clinic_id", models.UUIDField()),
                ("erased_at", models.DateTimeField()),
                ("erased_by_id", models.UUIDField(null=True)),
                ("rows", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Episode",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                (
                    "salt",
                    models.CharField(default=spinewise_web.records.models.base.new_salt, editable=False, max_length=32),
                ),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("closed_because", models.CharField(blank=True, max_length=200)),
                ("urgency", models.CharField(blank=True, max_length=20)),
                ("care", models.CharField(blank=True, max_length=40)),
                ("category", models.CharField(blank=True, max_length=40)),
                ("tier", models.CharField(default="0", max_length=1)),
                ("triaged_at", models.DateTimeField(blank=True, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AnswerSheet",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                (
                    "salt",
                    models.CharField(default=spinewise_web.records.models.base.new_salt, editable=False, max_length=32),
                ),
                ("sequence", models.PositiveIntegerField()),
                ("document", models.JSONField()),
                ("changed", models.JSONField(blank=True, default=list)),
                ("role", models.CharField(max_length=12)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sheets", to="records.episode"
                    ),
                ),
            ],
            options={
                "ordering": ("person", "sequence"),
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
                ("born_on", models.DateField(blank=True, null=True)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("reference", models.CharField(blank=True, max_length=40)),
                (
                    "zone",
                    models.CharField(
                        default="UTC", max_length=60, validators=[spinewise_web.accounts.models.check_zone]
                    ),
                ),
                ("busy", models.JSONField(blank=True, default=list)),
                ("settings", models.JSONField(blank=True, default=dict)),
                ("created_at", models.DateTimeField()),
                (
                    "salt",
                    models.CharField(default=spinewise_web.records.models.base.new_salt, editable=False, max_length=32),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="people", to="accounts.clinic"
                    ),
                ),
                (
                    "therapist",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="patients",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="people",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("name", "id"),
            },
        ),
        migrations.CreateModel(
            name="OtherTreatment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                (
                    "salt",
                    models.CharField(default=spinewise_web.records.models.base.new_salt, editable=False, max_length=32),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("medicine", "Medicine"),
                            ("injection", "Injection"),
                            ("surgery", "Surgery"),
                            ("acupuncture", "Acupuncture"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                    ),
                ),
                ("name", models.CharField(max_length=160)),
                ("since", models.DateField(blank=True, null=True)),
                ("until", models.DateField(blank=True, null=True)),
                ("effect", models.CharField(blank=True, max_length=400)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="records.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                (
                    "salt",
                    models.CharField(default=spinewise_web.records.models.base.new_salt, editable=False, max_length=32),
                ),
                ("from_clinic", models.BooleanField()),
                ("text", models.TextField(max_length=4000)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="records.person"
                    ),
                ),
            ],
            options={
                "ordering": ("made_at",),
            },
        ),
        migrations.AddField(
            model_name="episode",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="records.person"
            ),
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                (
                    "salt",
                    models.CharField(default=spinewise_web.records.models.base.new_salt, editable=False, max_length=32),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("triage", "Triage"),
                            ("plan", "Plan"),
                            ("waiver", "Waiver"),
                            ("clearance", "Clearance"),
                            ("hold", "Hold"),
                        ],
                        max_length=12,
                    ),
                ),
                ("inputs", models.JSONField(blank=True, default=dict)),
                ("input_digest", models.CharField(max_length=64)),
                ("document", models.JSONField()),
                ("reasons", models.JSONField(blank=True, default=list)),
                ("engine", models.CharField(max_length=40)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="decisions", to="records.answersheet"
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="decisions", to="records.episode"
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="records.knowledgerelease",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="records.person"
                    ),
                ),
            ],
            options={
                "ordering": ("-made_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="DayLog",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                (
                    "salt",
                    models.CharField(default=spinewise_web.records.models.base.new_salt, editable=False, max_length=32),
                ),
                ("key", models.UUIDField(default=uuid.uuid4)),
                ("on", models.DateField()),
                (
                    "back_pain",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, validators=[django.core.validators.MaxValueValidator(10)]
                    ),
                ),
                (
                    "leg_pain",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, validators=[django.core.validators.MaxValueValidator(10)]
                    ),
                ),
                ("furthest", models.CharField(blank=True, max_length=40)),
                (
                    "sleep",
                    models.CharField(
                        blank=True, choices=[("good", "Good"), ("fair", "Fair"), ("poor", "Poor")], max_length=10
                    ),
                ),
                ("anything_new", models.BooleanField(default=False)),
                ("note", models.TextField(blank=True, max_length=8000)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="records.answersheet",
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="successor",
                        to="records.daylog",
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="days", to="records.episode"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="records.person"
                    ),
                ),
            ],
            options={
                "ordering": ("person", "-on"),
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                (
                    "salt",
                    models.CharField(default=spinewise_web.records.models.base.new_salt, editable=False, max_length=32),
                ),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("treatment", "Treatment"),
                            ("touch", "Touch"),
                            ("thrust", "Thrust"),
                            ("needling", "Needling"),
                            ("sharing", "Sharing"),
                            ("carer", "Carer"),
                            ("camera", "Camera"),
                            ("chaperone", "Chaperone"),
                        ],
                        max_length=20,
                    ),
                ),
                ("given", models.BooleanField()),
                ("words", models.TextField(blank=True, max_length=2000)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="records.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Carer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                (
                    "salt",
                    models.CharField(default=spinewise_web.records.models.base.new_salt, editable=False, max_length=32),
                ),
                ("relationship", models.CharField(max_length=60)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cares_for",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "consent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="records.consent"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="records.person"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="answersheet",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="records.person"
            ),
        ),
        migrations.CreateModel(
            name="Alert",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                (
                    "salt",
                    models.CharField(default=spinewise_web.records.models.base.new_salt, editable=False, max_length=32),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("red_answer", "Red Answer"),
                            ("plan_held", "Plan Held"),
                            ("spreading", "Spreading"),
                            ("rising", "Rising"),
                            ("flare_ups", "Flare Ups"),
                            ("too_much", "Too Much"),
                            ("adverse_event", "Adverse Event"),
                            ("given_held", "Given Held"),
                            ("erasure", "Erasure"),
                        ],
                        max_length=16,
                    ),
                ),
                ("urgency", models.CharField(max_length=12)),
                ("why", models.TextField(max_length=2000)),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                ("done", models.TextField(blank=True, max_length=2000)),
                ("escalated_at", models.DateTimeField(blank=True, null=True)),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alerts",
                        to="records.decision",
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="alerts", to="records.episode"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="records.person"
                    ),
                ),
            ],
            options={
                "ordering": ("made_at",),
            },
        ),
        migrations.CreateModel(
            name="AfterInstruction",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                (
                    "salt",
                    models.CharField(default=spinewise_web.records.models.base.new_salt, editable=False, max_length=32),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[("shown", "Shown"), ("went", "Went"), ("not_yet", "Not Yet"), ("cannot", "Cannot")],
                        max_length=10,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="after", to="records.alert"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="records.person"
                    ),
                ),
            ],
            options={
                "ordering": ("made_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="PlanTemplate",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
                ("items", models.JSONField()),
                ("made_at", models.DateTimeField()),
                ("put_away_at", models.DateTimeField(blank=True, null=True)),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plan_templates", to="accounts.clinic"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="PlanVersion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                (
                    "salt",
                    models.CharField(default=spinewise_web.records.models.base.new_salt, editable=False, max_length=32),
                ),
                ("sequence", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("proposed", "Proposed"),
                            ("signed", "Signed"),
                            ("ended", "Ended"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("tier", models.CharField(max_length=1)),
                ("starts_on", models.DateField()),
                ("review_on", models.DateField()),
                ("document", models.JSONField()),
                ("edits", models.JSONField(blank=True, default=list)),
                ("reason", models.TextField(blank=True, max_length=2000)),
                ("held", models.JSONField(blank=True, default=list)),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="records.decision"
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="plans", to="records.episode"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="records.person"
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="successor",
                        to="records.planversion",
                    ),
                ),
            ],
            options={
                "ordering": ("episode", "-sequence"),
            },
        ),
        migrations.CreateModel(
            name="FlareUp",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                (
                    "salt",
                    models.CharField(default=spinewise_web.records.models.base.new_salt, editable=False, max_length=32),
                ),
                ("began_on", models.DateField()),
                ("lighter_until", models.DateField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="flare_ups", to="records.episode"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="records.answersheet"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="records.person"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="flare_ups",
                        to="records.planversion",
                    ),
                ),
            ],
            options={
                "ordering": ("person", "-began_on", "-made_at"),
            },
        ),
        migrations.CreateModel(
            name="ExerciseLog",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                (
                    "salt",
                    models.CharField(default=spinewise_web.records.models.base.new_salt, editable=False, max_length=32),
                ),
                ("key", models.UUIDField(default=uuid.uuid4)),
                ("on", models.DateField()),
                ("intervention", models.CharField(max_length=120)),
                (
                    "outcome",
                    models.CharField(
                        choices=[("done", "Done"), ("not_today", "Not Today"), ("too_much", "Too Much")], max_length=10
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_time", "No Time"),
                            ("pain", "Pain"),
                            ("tired", "Tired"),
                            ("unsure", "Unsure"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "pain_after",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, validators=[django.core.validators.MaxValueValidator(10)]
                    ),
                ),
                ("counted", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("note", models.TextField(blank=True, max_length=1000)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="successor",
                        to="records.exerciselog",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="records.person"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="logs", to="records.planversion"
                    ),
                ),
            ],
            options={
                "ordering": ("person", "-on", "-made_at"),
            },
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                (
                    "salt",
                    models.CharField(default=spinewise_web.records.models.base.new_salt, editable=False, max_length=32),
                ),
                ("way", models.CharField(choices=[("in", "In"), ("out", "Out")], max_length=3)),
                ("party", models.CharField(max_length=160)),
                ("reason", models.TextField(max_length=4000)),
                ("on", models.DateField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("document", models.JSONField(blank=True, default=dict)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="records.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                (
                    "salt",
                    models.CharField(default=spinewise_web.records.models.base.new_salt, editable=False, max_length=32),
                ),
                ("at", models.TimeField(default=dt.time(9, 0))),
                ("weekdays", models.JSONField(blank=True, default=list)),
                ("times", models.PositiveSmallIntegerField(default=2)),
                ("again_after_minutes", models.PositiveSmallIntegerField(default=240)),
                ("quiet_from", models.TimeField(blank=True, null=True)),
                ("quiet_until", models.TimeField(blank=True, null=True)),
                ("is_on", models.BooleanField(default=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="records.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReminderSent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                (
                    "salt",
                    models.CharField(default=spinewise_web.records.models.base.new_salt, editable=False, max_length=32),
                ),
                ("on", models.DateField()),
                ("nth", models.PositiveSmallIntegerField()),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="records.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="VisitSession",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                (
                    "salt",
                    models.CharField(default=spinewise_web.records.models.base.new_salt, editable=False, max_length=32),
                ),
                ("key", models.UUIDField(blank=True, null=True)),
                ("on", models.DateField()),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(480)]),
                ),
                ("given", models.JSONField(blank=True, default=list)),
                (
                    "pain_before",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, validators=[django.core.validators.MaxValueValidator(10)]
                    ),
                ),
                (
                    "pain_after",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, validators=[django.core.validators.MaxValueValidator(10)]
                    ),
                ),
                ("response", models.CharField(blank=True, max_length=400)),
                ("note", models.TextField(blank=True, max_length=8000)),
                ("next", models.TextField(blank=True, max_length=2000)),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="visits", to="records.episode"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="records.person"
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="successor",
                        to="records.visitsession",
                    ),
                ),
            ],
            options={
                "ordering": ("person", "-on", "-made_at"),
            },
        ),
        migrations.CreateModel(
            name="VisitNote",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                (
                    "salt",
                    models.CharField(default=spinewise_web.records.models.base.new_salt, editable=False, max_length=32),
                ),
                ("text", models.TextField(max_length=8000)),
                ("origins", models.JSONField(blank=True, default=list)),
                ("reason", models.CharField(blank=True, max_length=400)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="records.person"
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="successor",
                        to="records.visitnote",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="records.visitsession"
                    ),
                ),
            ],
            options={
                "ordering": ("person", "-made_at"),
            },
        ),
        migrations.CreateModel(
            name="AdverseEvent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                (
                    "salt",
                    models.CharField(default=spinewise_web.records.models.base.new_salt, editable=False, max_length=32),
                ),
                ("on", models.DateField()),
                ("what", models.TextField(max_length=2000)),
                ("intervention", models.CharField(blank=True, max_length=120)),
                (
                    "severity",
                    models.CharField(
                        choices=[("mild", "Mild"), ("moderate", "Moderate"), ("severe", "Severe")], max_length=10
                    ),
                ),
                ("action", models.TextField(blank=True, max_length=2000)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="records.person"
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="records.visitsession",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OwnExercise",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
                ("words", models.JSONField()),
                ("is_graded", models.BooleanField()),
                ("made_at", models.DateTimeField()),
                ("reviewed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="own_exercises", to="accounts.clinic"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="records.ownexercise",
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("name", "made_at"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reviewed_at", None), ("reviewed_by", None)),
                            models.Q(("reviewed_at__isnull", False), ("reviewed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="reviewed_by_somebody",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.UniqueConstraint(
                condition=models.Q(("user", None), _negated=True),
                fields=("clinic", "user"),
                name="one_patient_per_clinic",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["person", "-made_at"], name="messages_of_person"),
        ),
        migrations.AddConstraint(
            model_name="episode",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at", None)), fields=("person",), name="one_open_episode"
            ),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(fields=["person", "kind", "-made_at"], name="latest_decision"),
        ),
        migrations.AddIndex(
            model_name="daylog",
            index=models.Index(fields=["person", "-on"], name="days_of_person"),
        ),
        migrations.AddConstraint(
            model_name="daylog",
            constraint=models.UniqueConstraint(fields=("person", "key"), name="one_day_log_a_key"),
        ),
        migrations.AddConstraint(
            model_name="daylog",
            constraint=models.UniqueConstraint(
                condition=models.Q(("supersedes", None)), fields=("person", "on"), name="one_first_log_a_day"
            ),
        ),
        migrations.AddIndex(
            model_name="consent",
            index=models.Index(fields=["person", "about", "-made_at"], name="latest_consent"),
        ),
        migrations.AddConstraint(
            model_name="carer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until", None)), fields=("person", "user"), name="one_current_carer"
            ),
        ),
        migrations.AddConstraint(
            model_name="answersheet",
            constraint=models.UniqueConstraint(fields=("person", "sequence"), name="one_sheet_a_place"),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(condition=models.Q(("acknowledged_at", None)), fields=["person"], name="open_alerts"),
        ),
        migrations.AddIndex(
            model_name="afterinstruction",
            index=models.Index(fields=["person", "-made_at"], name="after_instruction"),
        ),
        migrations.AddConstraint(
            model_name="plantemplate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("put_away_at", None)), fields=("clinic", "name"), name="one_template_of_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.UniqueConstraint(fields=("episode", "sequence"), name="one_plan_a_place"),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "signed")), fields=("person",), name="one_plan_in_force"
            ),
        ),
        migrations.AddConstraint(
            model_name="flareup",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("person",), name="one_open_flare_up"
            ),
        ),
        migrations.AddIndex(
            model_name="exerciselog",
            index=models.Index(fields=["person", "-on"], name="exercises_of_person"),
        ),
        migrations.AddConstraint(
            model_name="exerciselog",
            constraint=models.UniqueConstraint(fields=("person", "key"), name="one_exercise_log_a_key"),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(fields=("person",), name="one_reminder"),
        ),
        migrations.AddConstraint(
            model_name="remindersent",
            constraint=models.UniqueConstraint(fields=("person", "on", "nth"), name="no_reminder_twice"),
        ),
        migrations.AddConstraint(
            model_name="visitsession",
            constraint=models.UniqueConstraint(fields=("person", "key"), name="one_visit_a_key"),
        ),
        migrations.AddConstraint(
            model_name="visitnote",
            constraint=models.UniqueConstraint(
                condition=models.Q(("supersedes", None)), fields=("visit",), name="one_first_note_a_visit"
            ),
        ),
    ]
