"""Tables that grow by the day lose the indexes that nothing asks for: each cost every log a page of the disk."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FREQUENT = ("answersheet", "daylog", "decision", "exerciselog", "message")


def fields() -> dict[str, models.ForeignKey[Any, Any]]:
    return {
        "person": models.ForeignKey(
            db_index=False,
            on_delete=django.db.models.deletion.CASCADE,
            related_name="%(class)ss",
            to="records.person",
        ),
        "made_by": models.ForeignKey(
            db_index=False,
            null=True,
            on_delete=django.db.models.deletion.PROTECT,
            related_name="+",
            to=settings.AUTH_USER_MODEL,
        ),
    }


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0003_plan_in_force"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(model_name=model, name=name, field=field)
        for model in FREQUENT
        for name, field in fields().items()
    ]
