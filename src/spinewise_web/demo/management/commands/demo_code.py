"""`manage demo_code EMAIL`: the code that a member of the demo's staff is asked for now."""

from __future__ import annotations

import time
from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.core.management.base import BaseCommand, CommandError, CommandParser

DEMO = "@demo.example"


class Command(BaseCommand):
    """Only for the demo's own staff: nobody else's second factor is shown by anything."""

    help = "Show the current sign-in code of the demo's staff."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *_: Any, **given: Any) -> None:
        email = given["email"]
        rows = Authenticator.objects.filter(user__email=email, type=Authenticator.Type.TOTP)
        if not email.endswith(DEMO) or not rows.exists():
            raise CommandError(f"Give the address of somebody who works in the demo, such as therapist{DEMO}.")
        secret = decrypt(rows.get().data["secret"])
        counter = int(time.time()) // app_settings.TOTP_PERIOD
        self.stdout.write(format_hotp_value(hotp_value(secret, counter)))
