"""`manage start_rounds`: puts the first round of the worker in the queue, if none waits."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from spinewise_web.records.rounds import EVERY, plan_next_round


class Command(BaseCommand):
    """The worker's rounds plan each other; this one plans the first."""

    help = "Begin the rounds of reminders and escalations."

    def handle(self, *_: Any, **__: Any) -> None:
        plan_next_round(now=timezone.now() - EVERY + dt.timedelta(seconds=1))
        self.stdout.write(f"A round every {EVERY.seconds // 60} minutes.")
