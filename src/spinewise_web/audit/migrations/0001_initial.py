"""The tables of audit as they begin."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Head",
            fields=[
                ("clinic_id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("sequence", models.PositiveBigIntegerField(default=0)),
                ("hash", models.CharField(blank=True, max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("clinic_id", models.UUIDField()),
                ("sequence", models.PositiveBigIntegerField()),
                ("at", models.DateTimeField()),
                ("by_id", models.UUIDField(null=True)),
                ("verb", models.CharField(max_length=40)),
                ("about", models.CharField(max_length=40)),
                ("about_id", models.UUIDField()),
                ("person_id", models.UUIDField(null=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("previous", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ("clinic_id", "sequence"),
                "indexes": [models.Index(fields=["person_id", "at"], name="entries_of_person")],
                "constraints": [models.UniqueConstraint(fields=("clinic_id", "sequence"), name="one_entry_a_place")],
            },
        ),
    ]
