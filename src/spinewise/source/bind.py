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
from collections.abc import Callable
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

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
    """Reads nodes into types; `problems` grows instead of stopping at the first."""

    def __init__(self, readers: dict[Any, Reader] | None = None) -> None:
        self.problems: list[Problem] = []
        self.readers = readers or {}

    def note(self, place: Place, what: str, instead: str = "") -> Unbound:
        """Keep a problem; raise the result where nothing can be returned."""
        self.problems.append(Problem(place, what, instead))
        return Unbound()

    def try_bind(self, node: Node, to: Any) -> Any:
        """The value, or None with the problem noted."""
        try:
            return self.bind(node, to)
        except Unbound:
            return None

    def bind(self, node: Node, to: Any) -> Any:
        """The value.

        Raises:
            Unbound: when it cannot be built (the problem is noted).
        """
        if to in self.readers:
            return self.readers[to](self, node)
        if isinstance(to, type) and issubclass(to, msgspec.Struct):
            return self._struct(node, to)
        origin = get_origin(to)
        if origin in (Union, types.UnionType):
            return self._union(node, get_args(to))
        if origin is Literal:
            return self._choice(node, get_args(to))
        if origin is tuple:
            return self._tuple(node, get_args(to))
        if origin is dict:
            return self._mapping(node, get_args(to)[1])
        return self._scalar(node, to)

    def _struct(self, node: Node, to: type[msgspec.Struct]) -> Any:
        if not isinstance(node, Entries):
            raise self.note(node.place, "named entries are expected here", one_of(_names(to)))
        known = _fields(to)
        for key, place in node.keys.items():
            if key not in known:
                self.note(place, f"'{key}' is not an entry here", nearest(key, known) or one_of(known))
        values: dict[str, Any] = {}
        broken = False
        for name, (field, wanted) in known.items():
            inner = node.get(name)
            if inner is None:
                if field.required:
                    self.note(node.place, f"'{name}' is missing", "")
                    broken = True
                continue
            try:
                values[field.name] = self.bind(inner, wanted)
            except Unbound:
                broken = True
        if broken:
            raise Unbound
        return self._built(node, to, values)

    def _built(self, node: Node, to: type[msgspec.Struct], values: dict[str, Any]) -> Any:
        try:
            return to(**values)
        except ValueError as error:
            what, _, instead = str(error).partition(" | ")
            raise self.note(node.place, what, instead) from None

    def _union(self, node: Node, options: tuple[Any, ...]) -> Any:
        if type(None) in options and isinstance(node, Text) and node.plain and node.value in ("", "null", "~"):
            return None
        inner = [option for option in options if option is not type(None)]
        for option in inner[:-1]:
            trial = Binder(self.readers)
            value = trial.try_bind(node, option)
            if not trial.problems:
                return value
        return self.bind(node, next((option for option in inner if _has_shape(option, node)), inner[-1]))

    def _choice(self, node: Node, allowed: tuple[Any, ...]) -> Any:
        word = self._word(node)
        by_text = {str(value): value for value in allowed}
        if word not in by_text:
            raise self.note(node.place, f"'{word}' is not known here", nearest(word, by_text) or one_of(by_text))
        return by_text[word]

    def _tuple(self, node: Node, of: tuple[Any, ...]) -> tuple[Any, ...]:
        if not isinstance(node, Items):
            raise self.note(node.place, "a list is expected here", "Write [a, b] or one '- ' line each")
        if of[-1] is not Ellipsis and len(node.of) != len(of):
            raise self.note(node.place, f"{len(of)} values are expected here", f"There are {len(node.of)}")
        wanted = [of[0]] * len(node.of) if of[-1] is Ellipsis else of
        before = len(self.problems)
        values = tuple(self.try_bind(inner, kind) for inner, kind in zip(node.of, wanted, strict=True))
        if len(self.problems) > before:
            raise Unbound
        return values

    def _mapping(self, node: Node, to: Any) -> dict[str, Any]:
        if not isinstance(node, Entries):
            raise self.note(node.place, "named entries are expected here", "Write `name: value`")
        before = len(self.problems)
        values = {key: self.try_bind(inner, to) for key, inner in node.of.items()}
        if len(self.problems) > before:
            raise Unbound
        return values

    def _word(self, node: Node) -> str:
        if not isinstance(node, Text):
            raise self.note(node.place, "a single value is expected here", "")
        return node.value

    def _scalar(self, node: Node, to: Any) -> Any:
        word = self._word(node)
        try:
            return _scalar_value(word, to)
        except (ValueError, KeyError):
            raise self.note(node.place, f"'{word}' is not {_scalar_name(to)}", _scalar_hint(to)) from None


def _has_shape(option: Any, node: Node) -> bool:
    """Whether a type is written like this node, so that its problems are the ones worth telling."""
    match node:
        case Entries():
            return get_origin(option) is dict or (isinstance(option, type) and issubclass(option, msgspec.Struct))
        case Items():
            return get_origin(option) is tuple
        case _:
            return False


def _scalar_value(word: str, to: Any) -> Any:
    if to is str:
        return word
    if to is bool:
        return YES_WORDS[word.lower()]
    if to is int:
        return whole_number(word)
    if to is float:
        return finite(word)
    if to is dt.date:
        return calendar_day(word)
    if isinstance(to, type) and issubclass(to, enum.Enum):
        return to(word)
    raise AssertionError(f"Unhandled: {to}")


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
def _fields(to: type[msgspec.Struct]) -> dict[str, tuple[msgspec.structs.FieldInfo, Any]]:
    hints = typing.get_type_hints(to)
    found = {}
    for field in msgspec.structs.fields(to):
        if not field.encode_name.startswith("_"):
            found[field.encode_name] = (field, hints[field.name])
    return found


def _names(to: type[msgspec.Struct]) -> list[str]:
    return list(_fields(to))
