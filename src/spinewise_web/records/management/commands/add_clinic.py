"""`manage add_clinic`: a new clinic with its first administrator."""

from __future__ import annotations

import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from spinewise_web.accounts.models import User
from spinewise_web.records.actions.people import add_clinic


class Command(BaseCommand):
    """Everything else is done on the pages, by invitation."""

    help = "Add a clinic and its first administrator."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the clinic's name")
        parser.add_argument("--zone", default="UTC", help="time zone, such as Europe/London")
        parser.add_argument("--email", required=True, help="the administrator's address")
        parser.add_argument("--administrator", required=True, help="the administrator's name")

    def handle(self, *_: Any, **given: Any) -> None:
        user = User.objects.filter(email=given["email"].lower()).first()
        if user is None:
            password = getpass.getpass("A password for the administrator, 12 characters or more: ")
            user = User.objects.create_user(given["email"], password, name=given["administrator"])
        clinic = add_clinic(name=given["name"], zone=given["zone"], administrator=user, now=timezone.now())
        self.stdout.write(f"{clinic.name} is open. {user.email} signs in and sets up a second factor first.")
