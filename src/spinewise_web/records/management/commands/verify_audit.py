"""`manage verify_audit`: whether the records are what was written."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from spinewise_web.audit.models import Entry
from spinewise_web.records.verify import audit_faults


class Command(BaseCommand):
    """Walks every clinic's chain and compares every record with the digest that was kept of it."""

    help = "Check the audit chains, the records against their digests, and the triggers."

    def handle(self, *_: Any, **__: Any) -> None:
        found = list(audit_faults())
        for fault in found:
            self.stderr.write(f"clinic {fault.clinic_id}, entry {fault.sequence}: {fault.says}")
        if found:
            raise CommandError(f"{len(found)} places are not as they were written. Restore a backup and compare.")
        self.stdout.write(f"{Entry.objects.count()} entries, every chain holds, every record is as it was written.")
