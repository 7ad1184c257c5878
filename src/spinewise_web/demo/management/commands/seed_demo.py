"""`manage seed_demo`: a clinic with twelve patients, in a database that holds none yet."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from spinewise_web.accounts.models import Clinic
from spinewise_web.demo.seed import Seeded, seed
from spinewise_web.demo.stories import STORIES


class Command(BaseCommand):
    """Passwords and second factors are made anew each time and shown once."""

    help = "Fill an empty database with a clinic to look at."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--at", help="the moment it is there, such as 2026-11-20T09:00+00:00; now without it")
        parser.add_argument(
            "--no-sign-ins", action="store_true", help="show no passwords: `demo` lets people in itself"
        )

    def handle(self, *_: Any, **given: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        if Clinic.objects.exists():
            raise CommandError("There is a clinic here already. Set SPINEWISE_DATA to an empty folder for the demo.")
        now = dt.datetime.fromisoformat(given["at"]) if given["at"] else timezone.now()
        password = secrets.token_urlsafe(12)
        names = [story.name for story in STORIES]
        with transaction.atomic():
            made = seed(
                now=now, password=password, tell=lambda name: self.says(names.index(name) + 1, len(names), name)
            )
        if not given["no_sign_ins"]:
            self.shows(made, password)

    def says(self, number: int, of: int, name: str) -> None:
        self.stdout.write(f"  {number:2} of {of}  {name}")
        self.stdout.flush()

    def shows(self, made: Seeded, password: str) -> None:
        self.stdout.write(f"{made.clinic.name} has {len(made.people)} patients. Everybody's password: {password}")
        for role, user in made.staff.items():
            self.stdout.write(f"  {role:14} {user.email}")
        for person in made.people:
            self.stdout.write(f"  patient        {person.email:24} {person.name}")
        self.stdout.write("Staff are asked for a code: start.py manage demo_code therapist@demo.example")
