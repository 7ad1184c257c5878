"""From a positioned tree to typed, frozen values, collecting every problem on the way.

The schema is the msgspec Struct itself: field names, types, defaults and `Literal`s say what a file
may hold. A type that needs its own reading (a rule, a test) registers a reader.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
import types
import typing
from collections.abc import Callable, Iterable
from functools import cache
from itertools import repeat
from typing import Any, Literal, NamedTuple, TypeVar, Union, get_args, get_origin

import msgspec

from spinewise.errors import InputError, Place, Problem, nearest, one_of
from spinewise.source.nodes import Entries, Items, Node, Text

T = TypeVar("T")
Reader = Callable[["Binder", Node], Any]
WHOLE_NUMBER = re.compile(r"[+-]?[0-9]{1,15}")
NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?")
YES_WORDS = {"true": True, "yes": True, "false": False, "no": False}


class Unbound(Exception):
    """A value could not be built; its problem has been noted."""


def bind(node: Node, to: type[T], *, readers: dict[Any, Reader] | None = None) -> T:
    """Build `to` from the tree.

    Raises:
        InputError: with every problem found, each at its place.
    """
    binder = Binder(readers)
    value = binder.try_bind(node, to)
    if binder.problems:
        raise InputError(binder.problems)
    return typing.cast(T, value)


class Binder:
    """Reads nodes into types; `problems` grows instead of stopping at the first.

    How a type is read is found out once and kept beside the registered readers: the same few dozen types
    are read thousands of times.
    """

    def __init__(self, readers: dict[Any, Reader] | None = None) -> None:
        self.problems: list[Problem] = []
        self.readers = dict(readers or {})

    def note(self, place: Place, what: str, instead: str = "") -> Unbound:
        """Keep a problem; raise the result where nothing can be returned."""
        self.problems.append(Problem(place, what, instead))
        return Unbound()

    def try_bind(self, node: Node, to: Any) -> Any:
        """The value, or None with the problem noted."""
        return self.try_read(node, self.reader(to))

    def try_read(self, node: Node, read: Reader) -> Any:
        """The same with a reader at hand."""
        try:
            return read(self, node)
        except Unbound:
            return None

    def bind(self, node: Node, to: Any) -> Any:
        """The value.

        Raises:
            Unbound: when it cannot be built (the problem is noted).
        """
        return self.reader(to)(self, node)

    def reader(self, to: Any) -> Reader:
        """How values of a type are read: as registered, else as the type itself says."""
        known = self.readers.get(to)
        if known is None:
            known = self.readers[to] = _reader_of(to)
        return known

    def trial(self) -> Binder:
        """A binder that reads the same way and keeps its problems to itself."""
        trial = Binder()
        trial.readers = self.readers
        return trial

    def word(self, node: Node) -> str:
        """The text of a single value."""
        if not isinstance(node, Text):
            raise self.note(node.place, "a single value is expected here", "")
        return node.value


def _reader_of(to: Any) -> Reader:
    if isinstance(to, type) and issubclass(to, msgspec.Struct):
        return _Struct(to)
    origin, inner = get_origin(to), get_args(to)
    if origin in (Union, types.UnionType):
        return _Union(inner)
    if origin is Literal:
        return _Choice(inner)
    if origin is tuple:
        return _Tuple(inner)
    if origin is dict:
        return _Mapping(inner[1])
    return Binder.word if to is str else _Scalar(to)


class _Entry(NamedTuple):
    name: str
    read: Reader


class _Struct:
    """Named entries; what is unknown, missing or broken is noted before anything is built."""

    def __init__(self, to: type[msgspec.Struct]) -> None:
        self.to = to
        self.entries: dict[str, _Entry] = {}
        self.required = frozenset(key for key, field in _fields(to).items() if field.required)

    def __call__(self, binder: Binder, node: Node) -> Any:
        if not isinstance(node, Entries):
            raise binder.note(node.place, "named entries are expected here", one_of(_fields(self.to)))
        entries = self.entries or self._learn(binder)
        whole, values = self._has_its_entries(binder, node), {}
        for key, inner in node.of.items():
            if key in entries:
                entry = entries[key]
                try:
                    values[entry.name] = entry.read(binder, inner)
                except Unbound:
                    whole = False
        if not whole:
            raise Unbound
        return self._built(binder, node, values)

    def _learn(self, binder: Binder) -> dict[str, _Entry]:
        """The entries with their readers; late, because a type may hold itself."""
        for key, field in _fields(self.to).items():
            self.entries[key] = _Entry(field.name, binder.reader(field.type))
        return self.entries

    def _has_its_entries(self, binder: Binder, node: Entries) -> bool:
        """Whether nothing is missing; what is missing or unknown is noted."""
        given = node.of.keys()
        if self.required <= given <= self.entries.keys():
            return True
        for key in [key for key in given if key not in self.entries]:
            hint = nearest(key, self.entries) or one_of(self.entries)
            binder.note(node.keys[key], f"'{key}' is not an entry here", hint)
        missing = [key for key in self.entries if key in self.required and key not in given]
        for key in missing:
            binder.note(node.place, f"'{key}' is missing", "")
        return not missing

    def _built(self, binder: Binder, node: Node, values: dict[str, Any]) -> Any:
        try:
            return self.to(**values)
        except ValueError as error:
            what, _, instead = str(error).partition(" | ")
            raise binder.note(node.place, what, instead) from None


class _Union:
    """The first type that reads without a problem; else the problems of the one with the shape of the node."""

    def __init__(self, options: tuple[Any, ...]) -> None:
        self.nothing = type(None) in options
        self.options = [option for option in options if option is not type(None)]

    def __call__(self, binder: Binder, node: Node) -> Any:
        if self.nothing and isinstance(node, Text) and node.plain and node.value in ("", "null", "~"):
            return None
        if len(self.options) == 1:
            return binder.reader(self.options[0])(binder, node)
        for option in self.options[:-1]:
            trial = binder.trial()
            value = trial.try_bind(node, option)
            if not trial.problems:
                return value
        return binder.bind(node, next((one for one in self.options if _has_shape(one, node)), self.options[-1]))


class _Choice:
    """One of a few words."""

    def __init__(self, allowed: tuple[Any, ...]) -> None:
        self.by_text = {str(value): value for value in allowed}

    def __call__(self, binder: Binder, node: Node) -> Any:
        word = node.value if isinstance(node, Text) else binder.word(node)
        if word not in self.by_text:
            hint = nearest(word, self.by_text) or one_of(self.by_text)
            raise binder.note(node.place, f"'{word}' is not known here", hint)
        return self.by_text[word]


class _Tuple:
    """A list: any number of one type, or one value of each."""

    def __init__(self, of: tuple[Any, ...]) -> None:
        self.of = of
        self.length = None if of[-1] is Ellipsis else len(of)

    def __call__(self, binder: Binder, node: Node) -> tuple[Any, ...]:
        if not isinstance(node, Items):
            raise binder.note(node.place, "a list is expected here", "Write [a, b] or one '- ' line each")
        if self.length is not None and len(node.of) != self.length:
            raise binder.note(node.place, f"{self.length} values are expected here", f"There are {len(node.of)}")
        before = len(binder.problems)
        values = tuple(map(binder.try_read, node.of, self._readers(binder)))
        if len(binder.problems) > before:
            raise Unbound
        return values

    def _readers(self, binder: Binder) -> Iterable[Reader]:
        if self.length is None:
            return repeat(binder.reader(self.of[0]))
        return [binder.reader(kind) for kind in self.of]


class _Mapping:
    """Names of one's own, each with a value of one type."""

    def __init__(self, to: Any) -> None:
        self.to = to

    def __call__(self, binder: Binder, node: Node) -> dict[str, Any]:
        if not isinstance(node, Entries):
            raise binder.note(node.place, "named entries are expected here", "Write `name: value`")
        before, read = len(binder.problems), binder.reader(self.to)
        values = {key: binder.try_read(inner, read) for key, inner in node.of.items()}
        if len(binder.problems) > before:
            raise Unbound
        return values


class _Scalar:
    """A single value that is not just text."""

    def __init__(self, to: Any) -> None:
        self.to = to
        self.value = _scalar_values(to)

    def __call__(self, binder: Binder, node: Node) -> Any:
        word = binder.word(node)
        try:
            return self.value(word)
        except (ValueError, KeyError):
            hint = _scalar_hint(self.to)
            raise binder.note(node.place, f"'{word}' is not {_scalar_name(self.to)}", hint) from None


def _has_shape(option: Any, node: Node) -> bool:
    """Whether a type is written like this node, so that its problems are the ones worth telling."""
    match node:
        case Entries():
            return get_origin(option) is dict or (isinstance(option, type) and issubclass(option, msgspec.Struct))
        case Items():
            return get_origin(option) is tuple
        case _:
            return False


def _scalar_values(to: Any) -> Callable[[str], Any]:
    ways: dict[Any, Callable[[str], Any]] = {
        bool: lambda word: YES_WORDS[word.lower()],
        int: whole_number,
        float: finite,
        dt.date: calendar_day,
    }
    if isinstance(to, type) and issubclass(to, enum.Enum):
        return to
    assert to in ways, f"Unhandled: {to}"
    return ways[to]


def finite(word: str) -> float:
    """A number in ordinary figures. `nan` compares with nothing, and `.5` or `1_0` misread too easily."""
    if not NUMBER.fullmatch(word):
        raise ValueError(word)
    return float(word)


def whole_number(word: str) -> int:
    """A whole number in ordinary figures."""
    if not WHOLE_NUMBER.fullmatch(word):
        raise ValueError(word)
    return int(word)


def calendar_day(word: str) -> dt.date:
    """A day as year-month-day; Python would also take 20261122 and week dates."""
    day = dt.date.fromisoformat(word)
    if day.isoformat() != word:
        raise ValueError(word)
    return day


def _scalar_name(to: Any) -> str:
    names = {bool: "true or false", int: "a whole number", float: "a number", dt.date: "a date"}
    return names.get(to, "known here")


def _scalar_hint(to: Any) -> str:
    if isinstance(to, type) and issubclass(to, enum.Enum):
        return one_of(str(member.value) for member in to)
    hints = {dt.date: "Write year-month-day, such as 2026-11-22", bool: "Write true or false"}
    return hints.get(to, "")


@cache
def _fields(to: type[msgspec.Struct]) -> dict[str, msgspec.structs.FieldInfo]:
    """The entries of a type by the name they have in files; one that begins with `_` is not written there."""
    return {field.encode_name: field for field in msgspec.structs.fields(to) if field.encode_name[0] != "_"}
