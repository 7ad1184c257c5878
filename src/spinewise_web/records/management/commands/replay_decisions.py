"""`manage replay_decisions`: whether every decision comes out again as it was kept."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from spinewise_web.records.models import Decision
from spinewise_web.records.replay import differences


class Command(BaseCommand):
    """Makes every decision again, with the answers and the knowledge it was made from."""

    help = "Make every decision again from what was kept, and tell which differ."

    def handle(self, *_: Any, **__: Any) -> None:
        found = list(differences())
        for one in found:
            self.stderr.write(f"decision {one.decision_id}: {one.says}")
        if found:
            raise CommandError(f"{len(found)} decisions come out differently.")
        self.stdout.write(f"{Decision.objects.count()} decisions come out as they were made.")
