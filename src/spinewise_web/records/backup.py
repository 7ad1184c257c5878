"""A backup that any of our databases can be made from: one archive, every row, a digest for each table.

It is written from one moment of the database and restored into an empty one. The chain of the audit is in it,
so `verify_audit` says afterwards whether the restored records are those that were written.
"""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from django.apps import apps
from django.core import serializers
from django.core.management.color import no_style
from django.db import connection, models, transaction

import spinewise

FORMAT = "backup/1"
LEFT_OUT = {"contenttypes.contenttype", "auth.permission", "auth.group", "sessions.session"}


class Table(msgspec.Struct, frozen=True):
    """How many rows of a table there are, and the digest of them."""

    rows: int
    digest: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What is in an archive."""

    spinewise: str
    engine: str
    tables: dict[str, Table]


class CannotRestore(Exception):
    """An archive cannot be used here; the text says why and what to do."""


def kept_models() -> list[type[models.Model]]:
    """Every table whose rows are kept, in an order in which they can be written again."""
    every = [(config, None) for config in apps.get_app_configs()]
    ordered = serializers.sort_dependencies(every, allow_cycles=True)
    return [model for model in ordered if label_of(model) not in LEFT_OUT and not model._meta.proxy]  # noqa: SLF001


def label_of(model: type[models.Model]) -> str:
    """The name of a table in an archive."""
    return str(model._meta.label_lower)  # noqa: SLF001


def back_up(file: Path) -> Manifest:
    """Write an archive that only its owner can read."""
    with transaction.atomic(), _private(file) as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _see_one_moment()
        tables = {}
        for model in kept_models():
            rows, text = dump(model)
            tables[label_of(model)] = Table(rows, hashlib.sha256(text).hexdigest())
            archive.writestr(f"{label_of(model)}.jsonl", text)
        manifest = Manifest(spinewise=FORMAT, engine=spinewise.__version__, tables=tables)
        archive.writestr("manifest.json", msgspec.json.encode(manifest))
    return manifest


def _private(file: Path) -> Any:
    return os.fdopen(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")


def _see_one_moment() -> None:
    """PostgreSQL shows each statement its own moment, unless told otherwise before the first."""
    if connection.vendor == "postgresql" and len(connection.savepoint_ids) == 0:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def dump(model: type[models.Model]) -> tuple[int, bytes]:
    """The rows of one table, a line each, in the order of their keys, in one form on every database."""
    out = io.StringIO()
    rows = model._base_manager.order_by("pk")  # noqa: SLF001  # every row, whoever may see it
    serializers.serialize("jsonl", rows.iterator(chunk_size=500), stream=out, ensure_ascii=False)
    text = out.getvalue()
    return text.count("\n"), b"".join(sorted(line.encode() + b"\n" for line in text.splitlines()))


def manifest_of(file: Path) -> Manifest:
    """What an archive says is in it.

    Raises:
        CannotRestore: it is no archive of ours, or of another version.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            made = msgspec.json.decode(archive.read("manifest.json"), type=Manifest)
    except (OSError, KeyError, zipfile.BadZipFile, msgspec.MsgspecError) as error:
        raise CannotRestore(f"{file.name} is no backup of Spinewise: {error}") from None
    if made.spinewise != FORMAT:
        raise CannotRestore(f"{file.name} is of the form {made.spinewise}; this release reads {FORMAT}")
    return made


def restore(file: Path) -> Manifest:
    """Write an archive's rows into an empty database, and compare every table with what the archive says.

    Raises:
        CannotRestore: the database is not empty, a table differs, or the archive was damaged. Nothing is kept then.
    """
    manifest = manifest_of(file)
    filled = [label_of(model) for model in kept_models() if model._base_manager.exists()]  # noqa: SLF001
    if filled:
        raise CannotRestore(f"This database holds rows already ({', '.join(filled[:3])}). Restore into a new one")
    with transaction.atomic(), zipfile.ZipFile(file) as archive:
        for model in kept_models():
            _load(archive, label_of(model), manifest)
        connection.check_constraints()
        _go_on_counting()
        wrong = list(unlike(manifest))
        if wrong:
            raise CannotRestore(f"These tables came out differently: {', '.join(wrong)}")
    return manifest


def _load(archive: zipfile.ZipFile, label: str, manifest: Manifest) -> None:
    if label not in manifest.tables:
        return
    text = archive.read(f"{label}.jsonl")
    if hashlib.sha256(text).hexdigest() != manifest.tables[label].digest:
        raise CannotRestore(f"{label} in this archive was changed after it was written")
    for row in serializers.deserialize("jsonl", io.StringIO(text.decode()), handle_forward_references=False):
        row.save(force_insert=True)


def unlike(manifest: Manifest) -> Iterator[str]:
    """Tables whose rows are not those of the archive."""
    for model in kept_models():
        said = manifest.tables.get(label_of(model))
        rows, text = dump(model)
        if said is not None and (said.rows, said.digest) != (rows, hashlib.sha256(text).hexdigest()):
            yield label_of(model)


def _go_on_counting(wanted: Iterable[type[models.Model]] | None = None) -> None:
    """Numbered keys go on after the highest that was restored."""
    statements = connection.ops.sequence_reset_sql(no_style(), list(wanted or kept_models()))
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
