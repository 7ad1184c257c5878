"""`manage restore FILE`: every row of an archive into an empty database, compared, with the chain checked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from spinewise_web.records.backup import CannotRestore, restore


class Command(BaseCommand):
    """Nothing is kept unless every table comes out as the archive says."""

    help = "Restore an archive into an empty database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="an archive that `backup` wrote")

    def handle(self, *_: Any, **given: Any) -> None:
        try:
            manifest = restore(given["file"])
        except CannotRestore as problem:
            raise CommandError(f"{problem}.") from None
        rows = sum(table.rows for table in manifest.tables.values())
        self.stdout.write(f"{rows} rows of {len(manifest.tables)} tables are as they were.")
        call_command("verify_audit", stdout=self.stdout, stderr=self.stderr)
