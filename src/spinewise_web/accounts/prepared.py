"""Queries that every page asks, and rows that every log writes: put as SQL once per process, then only run.

Most of the time of a small query is not the database's but goes into writing the same SQL anew each time, and into
making ready to read what it gives. What is prepared is an ordinary queryset or model, so there is one place that says
who may see what, and one that says what a row holds; nothing of an answer is kept.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from typing import Any, Generic, TypeVar

import msgspec
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, models
from django.db.models.query import FlatValuesListIterable, ModelIterable, ValuesListIterable, get_related_populators
from django.db.models.sql import InsertQuery, UpdateQuery
from django.db.transaction import mark_for_rollback_on_error

M = TypeVar("M", bound=models.Model)
Row = list[Any]
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
    """One SQL text with its parameters; those at `places` are replaced, each by the value of that name.

    `readers` turn what the database gives, by column; `made` makes what the queryset gives from such rows.
    """

    sql: str
    parameters: tuple[Any, ...]
    places: tuple[tuple[int, str], ...]
    readers: tuple[tuple[int, Sequence[Callable[..., Any]], Any], ...]
    made: Callable[[Iterator[Row]], Iterator[Any]]


class Prepared(Generic[M]):
    """A queryset of named values, each of one type: `Prepared(lambda user: rows_of(user), user=uuid.UUID)`.

    The queryset gives whole rows, with others joined to them, or columns: as tuples, or one as a flat list.
    """

    def __init__(self, make: Callable[..., models.QuerySet[M, Any]], **types: type) -> None:
        self._make, self._types = make, types
        self._kept: Statement | None = None

    def rows(self, **values: Any) -> list[Any]:
        """The rows for these values, as the queryset itself would give them."""
        statement = self._written()
        connection = connections[DEFAULT_DB_ALIAS]
        parameters = list(statement.parameters)
        for place, name in statement.places:
            parameters[place] = FIELDS[self._types[name]].get_db_prep_value(values[name], connection)
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, parameters)
            given = cursor.fetchall()
        return list(statement.made(_read(given, statement, connection)))

    def first(self, **values: Any) -> Any:
        """The first row, or nothing."""
        return next(iter(self.rows(**values)), None)

    def _written(self) -> Statement:
        if self._kept is None:
            self._kept = self._write()
        return self._kept

    def _write(self) -> Statement:
        connection = connections[DEFAULT_DB_ALIAS]
        chosen = {name: STAND_INS[kind](place) for place, (name, kind) in enumerate(self._types.items())}
        queryset = self._make(**chosen)
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        known = {FIELDS[self._types[name]].get_db_prep_value(value, connection): name for name, value in chosen.items()}
        places = tuple((place, known[value]) for place, value in enumerate(parameters) if value in known)
        assert {name for _, name in places} == chosen.keys(), "a value is not a parameter of its own"
        return Statement(sql, tuple(parameters), places, _readers(compiler), _maker(queryset, compiler))


def _readers(compiler: Any) -> tuple[tuple[int, Sequence[Callable[..., Any]], Any], ...]:
    """How what the database gives becomes Python's values, by column."""
    found = compiler.get_converters([one[0] for one in compiler.select[: compiler.col_count]])
    return tuple((place, readers, expression) for place, (readers, expression) in found.items())


def _read(given: Iterable[Sequence[Any]], statement: Statement, connection: Any) -> Iterator[Row]:
    for one in given:
        row = list(one)
        for place, readers, expression in statement.readers:
            for reader in readers:
                row[place] = reader(row[place], expression, connection)
        yield row


def _maker(queryset: Any, compiler: Any) -> Callable[[Iterator[Row]], Iterator[Any]]:
    """How rows become what the queryset gives."""
    kind, besides = queryset._iterable_class, queryset._prefetch_related_lookups  # noqa: SLF001  # nothing public tells
    assert kind in (ModelIterable, ValuesListIterable, FlatValuesListIterable), f"{kind} cannot be prepared"
    assert not besides, "what is looked up besides would be missing"
    if kind is FlatValuesListIterable:
        return lambda rows: (row[0] for row in rows)
    return partial(map, tuple) if kind is ValuesListIterable else _models(compiler)


def _models(compiler: Any) -> Callable[[Iterator[Row]], Iterator[models.Model]]:
    """As Django makes a model of each row, and those that are joined to it."""
    told, select = compiler.klass_info, compiler.select
    model, start, last = told["model"], told["select_fields"][0], told["select_fields"][-1]
    names = [select[place][0].target.attname for place in range(start, last + 1)]
    joined = get_related_populators(told, select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]  # typed for Django 6
    beside = tuple((compiler.annotation_col_map or {}).items())

    def made(rows: Iterator[Row]) -> Iterator[models.Model]:
        for row in rows:
            one = model.from_db(DEFAULT_DB_ALIAS, names, row[start : last + 1])
            for other in joined:
                other.populate(row, one)
            for name, place in beside:
                setattr(one, name, row[place])
            yield one

    return made


# -- writing


def insert(row: models.Model) -> None:
    """Write a new row, as `save(force_insert=True)` does; a number that the database counts is not read back."""
    connection = connections[DEFAULT_DB_ALIAS]
    text, fields = _inserting(type(row))
    with mark_for_rollback_on_error(using=DEFAULT_DB_ALIAS), connection.cursor() as cursor:
        cursor.execute(text, [_written_as(one, row, connection, add=True) for one in fields])
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS  # noqa: SLF001  # as Django marks a row that is there


def update(row: models.Model, *names: str) -> None:
    """Write some fields of a row that is there, as `save(update_fields=names)` does.

    Raises:
        DatabaseError: it is not there any more.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    text, fields = _updating(type(row), names)
    with mark_for_rollback_on_error(using=DEFAULT_DB_ALIAS), connection.cursor() as cursor:
        cursor.execute(text, [_written_as(one, row, connection, add=False) for one in fields])
        if cursor.rowcount != 1:
            raise DatabaseError(f"There is no such {type(row).__name__} any more.")


def _written_as(field: Any, row: models.Model, connection: Any, *, add: bool) -> Any:
    return field.get_db_prep_save(field.pre_save(row, add), connection=connection)


Writing = tuple[str, tuple[Any, ...]]  # the SQL, and the fields whose values it takes, in order


@cache
def _inserting(model: type[models.Model]) -> Writing:
    fields = tuple(one for one in _fields(model) if not isinstance(one, models.AutoField))
    query = InsertQuery(model)
    query.insert_values(fields, [model()])
    ((text, _),) = query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
    return text, fields


@cache
def _updating(model: type[models.Model], names: tuple[str, ...]) -> Writing:
    named = {one.name: one for one in _fields(model)}
    key, fields = model._meta.pk, tuple(named[name] for name in names)  # noqa: SLF001  # Django's own public name
    query = UpdateQuery(model)
    query.add_q(models.Q(pk=uuid.uuid4()))
    stand_ins: list[Any] = [(one, None, models.Value(0)) for one in fields]
    query.add_update_fields(stand_ins)
    text, _ = query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
    return text, (*fields, key)


def _fields(model: type[models.Model]) -> tuple[Any, ...]:
    return tuple(model._meta.concrete_fields)  # noqa: SLF001  # Django's own public name
