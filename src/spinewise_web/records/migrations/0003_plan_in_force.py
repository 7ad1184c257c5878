"""When a plan was signed is read for a whole list of people, without the plans themselves."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0002_own_exercises_withdrawn"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="planversion",
            index=models.Index(
                condition=models.Q(("state", "signed")),
                fields=["person", "state", "signed_at", "tier", "review_on"],
                name="plan_in_force",
            ),
        ),
    ]
