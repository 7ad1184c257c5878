"""`manage seed_demo`: a clinic with twelve patients, in a database that holds none yet."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from spinewise_web.accounts.models import Clinic
from spinewise_web.demo.seed import seed


class Command(BaseCommand):
    """Passwords and second factors are made anew each time and shown once."""

    help = "Fill an empty database with a clinic to look at."

    def handle(self, *_: Any, **__: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        if Clinic.objects.exists():
            raise CommandError("There is a clinic here already. Set SPINEWISE_DATA to an empty folder for the demo.")
        password = secrets.token_urlsafe(12)
        with transaction.atomic():
            made = seed(now=timezone.now(), password=password)
        self.stdout.write(f"{made.clinic.name} has {len(made.people)} patients. Everybody's password: {password}")
        for role, user in made.staff.items():
            self.stdout.write(f"  {role:14} {user.email}")
        for person in made.people:
            self.stdout.write(f"  patient        {person.email:24} {person.name}")
        self.stdout.write("Staff are asked for a code: start.py manage demo_code therapist@demo.example")
