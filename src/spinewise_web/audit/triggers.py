"""Tables that the database itself refuses to change, on SQLite and PostgreSQL alike.

An application can be wrong, and somebody with its password can be somebody else. The triggers do not
stop the owner of the database from dropping them; that is what the chain of digests is for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import msgspec
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

Connection = BaseDatabaseWrapper


class Guard(msgspec.Struct, frozen=True, kw_only=True):
    """What may not be done to a table.

    `fixed` are the columns that keep their first value; empty means all of them. A row may be deleted only
    when the table `unless_in` holds its `by` (somebody who was erased); without it, no row ever.
    """

    table: str
    fixed: tuple[str, ...] = ()
    unless_in: str = ""
    by: str = ""

    @property
    def names(self) -> tuple[str, str, str]:
        """The triggers against changing, deleting and emptying."""
        return f"{self.table}_no_change", f"{self.table}_no_delete", f"{self.table}_no_truncate"


def install(connection: Connection, guards: Iterable[Guard]) -> None:
    """Put the triggers on tables that exist; those that are there already are made anew."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for guard in guards:
            if guard.table in tables and (not guard.unless_in or guard.unless_in in tables):
                for statement in [*removing(guard, connection.vendor), *making(guard, connection.vendor)]:
                    cursor.execute(statement)


def remove(connection: Connection, guards: Iterable[Guard]) -> None:
    """Take the triggers away. Nothing in the application does this."""
    with connection.cursor() as cursor:
        for guard in guards:
            for statement in removing(guard, connection.vendor):
                cursor.execute(statement)


@contextmanager
def lifted(connection: Connection, guards: Iterable[Guard]) -> Iterator[None]:
    """Without the triggers for a while: for tests that empty the tables after themselves."""
    kept = list(guards)
    remove(connection, kept)
    try:
        yield
    finally:
        install(connection, kept)


def missing(connection: Connection, guards: Iterable[Guard]) -> list[str]:
    """The triggers that ought to be there and are not."""
    asked = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(asked)
        present = {name for (name,) in cursor.fetchall()}
    return [name for guard in guards for name in expected(guard, connection.vendor) if name not in present]


def expected(guard: Guard, vendor: str) -> tuple[str, ...]:
    """The triggers of a guard on this kind of database; SQLite has no TRUNCATE."""
    return guard.names if vendor == "postgresql" else guard.names[:2]


def removing(guard: Guard, vendor: str) -> list[str]:
    """Statements that drop the triggers."""
    where = f" ON {guard.table}" if vendor == "postgresql" else ""
    return [f"DROP TRIGGER IF EXISTS {name}{where}" for name in expected(guard, vendor)]


def making(guard: Guard, vendor: str) -> list[str]:
    """Statements that create the triggers."""
    return _on_postgresql(guard) if vendor == "postgresql" else _on_sqlite(guard)


def _on_sqlite(guard: Guard) -> list[str]:
    change, delete, _ = guard.names
    columns = f" OF {', '.join(guard.fixed)}" if guard.fixed else ""
    when = f" WHEN {_unless(guard)}" if guard.unless_in else ""
    refuse = f"BEGIN SELECT RAISE(ABORT, '{guard.table} only grows'); END"
    return [
        f"CREATE TRIGGER {change} BEFORE UPDATE{columns} ON {guard.table} {refuse}",
        f"CREATE TRIGGER {delete} BEFORE DELETE ON {guard.table}{when} {refuse}",
    ]


def _on_postgresql(guard: Guard) -> list[str]:
    change, delete, truncate = guard.names
    columns = f" OF {', '.join(guard.fixed)}" if guard.fixed else ""
    allowed = f"IF NOT ({_unless(guard)}) THEN RETURN OLD; END IF;" if guard.unless_in else ""
    each_row = f"ON {guard.table} FOR EACH ROW EXECUTE FUNCTION"
    whole = f"ON {guard.table} FOR EACH STATEMENT EXECUTE FUNCTION"
    raising = f"RAISE EXCEPTION '{guard.table} only grows' USING ERRCODE = 'integrity_constraint_violation';"
    return [
        _function(f"{guard.table}_refuse", raising),
        _function(f"{guard.table}_refuse_delete", f"{allowed} {raising}"),
        f"CREATE TRIGGER {change} BEFORE UPDATE{columns} {each_row} {guard.table}_refuse()",
        f"CREATE TRIGGER {delete} BEFORE DELETE {each_row} {guard.table}_refuse_delete()",
        f"CREATE TRIGGER {truncate} BEFORE TRUNCATE {whole} {guard.table}_refuse()",
    ]


def _unless(guard: Guard) -> str:
    table, column = guard.unless_in, guard.by
    return f"NOT EXISTS (SELECT 1 FROM {table} gone WHERE gone.{column} = OLD.{column})"  # noqa: S608  # own names


def _function(name: str, body: str) -> str:
    return f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
