"""`manage backup FILE`: every row into one archive."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from spinewise_web.records.backup import back_up


class Command(BaseCommand):
    """The archive holds patients' data: keep it where only you can read it."""

    help = "Write every row into one archive."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a file that does not exist yet")

    def handle(self, *_: Any, **given: Any) -> None:
        try:
            manifest = back_up(given["file"])
        except FileExistsError:
            raise CommandError(f"{given['file']} is there already. Choose another name.") from None
        rows = sum(table.rows for table in manifest.tables.values())
        self.stdout.write(f"{rows} rows of {len(manifest.tables)} tables are in {given['file']}.")
        self.stdout.write("It holds patients' data and is not encrypted: keep it where only you can read it.")
