"""Queries that every page asks: written down as SQL once per process, then only run with other values.

Most of the time of a small query is not the database's but goes into writing the same SQL anew each time. What is
prepared is an ordinary queryset, so there is one place that says who may see what; nothing of an answer is kept.
"""

from __future__ import annotations

import copy
import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any, Generic, TypeVar

import msgspec
from django.db import DEFAULT_DB_ALIAS, connections, models

M = TypeVar("M", bound=models.Model)
FIELDS: dict[type, models.Field[Any, Any]] = {
    uuid.UUID: models.UUIDField(),
    dt.datetime: models.DateTimeField(),
    dt.date: models.DateField(),
    str: models.CharField(),
}
STAND_INS: dict[type, Callable[[int], Any]] = {
    uuid.UUID: lambda place: uuid.UUID(int=0x5EED << 96 | place),
    dt.datetime: lambda place: dt.datetime(1801, 1, 1 + place, 1, 2, 3, 456789, tzinfo=dt.UTC),
    dt.date: lambda place: dt.date(1801, 1, 1 + place),
    str: lambda place: f"stands in for {place}",
}


class Statement(msgspec.Struct, frozen=True):
    """One SQL text with its parameters; those at `places` are replaced, each by the value of that name."""

    compiler: Any
    sql: str
    converters: Any
    parameters: tuple[Any, ...]
    places: tuple[tuple[int, str], ...]


class Prepared(Generic[M]):
    """A queryset of named values, each of one type: `Prepared(lambda user: rows_of(user), user=uuid.UUID)`."""

    def __init__(self, make: Callable[..., models.QuerySet[M, Any]], **types: type) -> None:
        self._make, self._types = make, types
        self._kept: tuple[models.QuerySet[M, Any], Statement] | None = None

    def rows(self, **values: Any) -> list[Any]:
        """The rows for these values, as the queryset itself would give them."""
        queryset, statement = self._written()
        connection = connections[DEFAULT_DB_ALIAS]
        parameters = list(statement.parameters)
        for place, name in statement.places:
            parameters[place] = FIELDS[self._types[name]].get_db_prep_value(values[name], connection)
        return list(_asked(queryset, statement, tuple(parameters), connection))

    def first(self, **values: Any) -> Any:
        """The first row, or nothing."""
        return next(iter(self.rows(**values)), None)

    def _written(self) -> tuple[models.QuerySet[M, Any], Statement]:
        if self._kept is None:
            self._kept = self._write()
        return self._kept

    def _write(self) -> tuple[models.QuerySet[M, Any], Statement]:
        connection = connections[DEFAULT_DB_ALIAS]
        chosen = {name: STAND_INS[kind](place) for place, (name, kind) in enumerate(self._types.items())}
        queryset = self._make(**chosen)
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        known = {FIELDS[self._types[name]].get_db_prep_value(value, connection): name for name, value in chosen.items()}
        places = tuple((place, known[value]) for place, value in enumerate(parameters) if value in known)
        assert {name for _, name in places} == chosen.keys(), "a value is not a parameter of its own"
        return queryset, Statement(compiler, sql, _converters(compiler), tuple(parameters), places)


def _converters(compiler: Any) -> Any:
    """How what the database gives becomes Python's values, by column."""
    return compiler.get_converters([one[0] for one in compiler.select[: compiler.col_count]])


def _asked(
    queryset: models.QuerySet[M, Any], statement: Statement, parameters: tuple[Any, ...], connection: Any
) -> models.QuerySet[M, Any]:
    """The queryset once more, with a compiler that has its SQL already."""
    compiler, query = copy.copy(statement.compiler), copy.copy(queryset.query)
    compiler.connection, compiler.query = connection, query
    compiler.as_sql = lambda *_args, **_options: (statement.sql, parameters)
    compiler.get_converters = lambda _expressions: statement.converters
    query.get_compiler = lambda *_args, **_options: compiler  # type: ignore[method-assign]
    made = type(queryset)(model=queryset.model, query=query, using=connection.alias)
    made._iterable_class = queryset._iterable_class  # noqa: SLF001  # what `values_list` sets
    return made
