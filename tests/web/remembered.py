"""What a set-up wrote, kept in each process and put back where the same is set up again: a tenth of the time.

A set-up is known by what was asked for and by every row that was there before, so what is put back is what the
actions would have written. Rows keep their ids; what a server remembers of them in memory is forgotten between tests.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import pickle
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple, TypeVar

from django.apps import apps
from django.core import mail
from django.db import connection, models, transaction

from spinewise_web.accounts import limits
from spinewise_web.portal.patient import kept
from spinewise_web.records.core import knowledge

T = TypeVar("T")
Row = dict[str, Any]  # by column
Rows = dict[str, dict[Any, Row]]  # by table, by key
OF_DJANGO = {"contenttypes", "sessions"}


class Written(NamedTuple):
    """The rows that a set-up added, what it changed in others, and what it gave back."""

    added: Rows
    changed: Rows
    made: bytes


KEPT: dict[tuple[object, str, str], Written] = {}


def remember(what: object, make: Callable[[], T]) -> T:
    """What `make` makes; where it made it before, its rows are put back."""
    before, mails = rows(), mails_sent()
    key = (what, knowledge().digest, digest_of(before))
    if key in KEPT:
        put_back(KEPT[key])
        return pickle.loads(KEPT[key].made)
    made = make()
    after = rows()
    if mails_sent() == mails and all(before[table].keys() <= after[table].keys() for table in before):
        KEPT[key] = Written(*between(before, after), pickle.dumps(made))
    return made


def mails_sent() -> int:
    """A set-up that sends a mail is written anew each time; outside a test nobody counts."""
    return len(getattr(mail, "outbox", ()))


def forget_people() -> None:
    """Empty the memory of this process: which pages it showed to whom, and how often somebody wrote."""
    kept.PAGES._kept.clear()
    limits._LATELY.clear()


@cache
def tables() -> dict[str, type[models.Model]]:
    every = apps.get_models(include_auto_created=True)
    ours = [one for one in every if one._meta.managed and one._meta.app_label not in OF_DJANGO]
    return {one._meta.db_table: one for one in ours}


def rows() -> Rows:
    """Every row there is."""
    found: Rows = {}
    with connection.cursor() as cursor:
        for table, model in tables().items():
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            read = [dict(zip(names, map(plain, row), strict=True)) for row in cursor.fetchall()]
            found[table] = {row[model._meta.pk.column]: row for row in read}
    return found


def plain(value: Any) -> Any:
    """As the database takes it again: SQLite keeps times as words."""
    if isinstance(value, dt.date | dt.time) and connection.vendor == "sqlite":
        return str(value)
    return bytes(value) if isinstance(value, memoryview) else value


def digest_of(found: Rows) -> str:
    """The same for the same rows, in whatever order they come."""
    said = repr([(table, sorted(map(repr, of.values()))) for table, of in found.items()])
    return hashlib.blake2b(said.encode(errors="surrogatepass")).hexdigest()


def between(before: Rows, after: Rows) -> tuple[Rows, Rows]:
    """The rows that are new, and the new values of those that were there."""
    added: Rows = {}
    changed: Rows = {}
    for table, of in after.items():
        for key, row in of.items():
            was = before[table].get(key)
            if was is None:
                added.setdefault(table, {})[key] = row
            elif was != row:
                new = {column: value for column, value in row.items() if was[column] != value}
                changed.setdefault(table, {})[key] = new
    return added, changed


def put_back(known: Written) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for table, new in known.added.items():
            insert(cursor, table, list(new.values()))
        for table, new in known.changed.items():
            for key, row in new.items():
                sets = ", ".join(f'"{column}" = %s' for column in row)
                pk = tables()[table]._meta.pk.column
                cursor.execute(f'UPDATE "{table}" SET {sets} WHERE "{pk}" = %s', [*row.values(), key])


def insert(cursor: Any, table: str, new: list[Row]) -> None:
    columns = ", ".join(f'"{column}"' for column in new[0])
    marks = ", ".join(["%s"] * len(new[0]))
    cursor.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', [list(row.values()) for row in new])
    key = tables()[table]._meta.pk
    if connection.vendor == "postgresql" and isinstance(key, models.AutoField):  # numbers go on behind those put back
        counter = f"""pg_get_serial_sequence('"{table}"', '{key.column}')"""
        last = max(row[key.column] for row in new)
        cursor.execute(f"SELECT setval({counter}, greatest(nextval({counter}), %s))", [last])
