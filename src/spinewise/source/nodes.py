"""YAML as a tree of plain strings with positions.

Scalars stay strings until a schema types them: YAML's own guesses (`no` as false, `6:30` as 390)
are traps in a clinical file. Anchors, aliases, tags and second documents are refused, so a file is
exactly what it looks like.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import yaml

from spinewise.errors import InputError, Place, Problem

DEEPEST = 32
LARGEST_BYTES = 1_000_000
WORD: Any = yaml.ScalarEvent
LIST, LIST_END, MAPPING_END = yaml.SequenceStartEvent, yaml.SequenceEndEvent, yaml.MappingEndEvent


class Text(msgspec.Struct, frozen=True, gc=False):
    """A scalar as written. `plain` is false when it was quoted or a block.

    A tree holds a hundred thousand small values and no circle, so the garbage collector need not watch them.
    """

    value: str
    place: Place
    plain: bool = True


class Items(msgspec.Struct, frozen=True, gc=False):
    """A list."""

    of: tuple[Node, ...]
    place: Place


class Entries(msgspec.Struct, frozen=True, gc=False):
    """A mapping in the order of the file; keys are unique."""

    of: dict[str, Node]
    keys: dict[str, Place]
    place: Place

    def get(self, key: str) -> Node | None:
        """The value under a key, if the file has it."""
        return self.of.get(key)


Node = Text | Items | Entries


def place_at(node: Node, *path: str | int) -> Place:
    """Where the value at `path` stands; the nearest parent when the path leaves the tree."""
    for step in path:
        inner = _child(node, step)
        if inner is None:
            return node.place
        node = inner
    return node.place


def _child(node: Node, step: str | int) -> Node | None:
    match node:
        case Entries():
            return node.of.get(str(step))
        case Items() if isinstance(step, int) and step < len(node.of):
            return node.of[step]
        case _:
            return None


def read_node(data: bytes, *, file: str, largest_bytes: int = LARGEST_BYTES) -> Node:
    """Parse one YAML document.

    Raises:
        InputError: not UTF-8, not YAML, empty, too large, too deep, a repeated key, an alias or a tag.
    """
    text = _decoded(data, file=file, largest_bytes=largest_bytes)
    try:
        tree = _Builder(yaml.CBaseLoader(text), file).build()
    except yaml.MarkedYAMLError as error:
        raise InputError([_syntax_problem(error, file)]) from None
    except yaml.YAMLError:
        raise InputError([Problem(Place(file), "this is not YAML text", "Save it as plain UTF-8 text")]) from None
    if tree is None:
        raise InputError([Problem(Place(file), "the file is empty", "Write at least one entry")])
    return tree


def _decoded(data: bytes, *, file: str, largest_bytes: int) -> str:
    if len(data) > largest_bytes:
        size = f"the file is {len(data) / 1e6:.1f} MB"
        raise InputError([Problem(Place(file), size, f"The most that is read is {largest_bytes / 1e6:.0f} MB")])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            [Problem(Place(file, line), "this is not UTF-8 text", "Save the file as plain UTF-8 text")]
        ) from None
    if "\0" in text:
        raise InputError([Problem(Place(file), "this is a binary file", "Give a YAML text file")])
    return text


def _syntax_problem(error: yaml.MarkedYAMLError, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
    said = error.problem or "the text cannot be read"
    return Problem(place, f"this is not valid YAML: {said}", "Check the indentation, colons and quotes near here")


class _Builder:
    """Builds the tree from parser events; depth is counted on the way down, so it cannot exhaust Python's.

    Two thirds of all events are words, close to a hundred thousand of them: they are read where they stand.
    """

    def __init__(self, parser: Any, file: str) -> None:
        self.next_event: Callable[[], Any] = parser.get_event
        self.file = file
        self.depth = 0

    def build(self) -> Node | None:
        """The one document; nothing where there is none."""
        tree = None
        while (event := self.next_event()) is not None:
            if isinstance(event, yaml.DocumentStartEvent):
                if tree is not None:
                    raise self._problem(event, "a second document starts here", "Keep one document in a file")
                tree = self._node(self.next_event())
        return tree

    def _node(self, event: Any) -> Node:
        """Any value, with whatever is odd about it refused."""
        self._refuse_odd(event)
        if type(event) is WORD:
            return Text(event.value, self._place(event), not event.style)
        return self._list(event) if type(event) is LIST else self._mapping(event)

    def _list(self, start: Any) -> Items:
        next_event, file, found = self._opened(), self.file, list[Node]()
        while type(event := next_event()) is not LIST_END:
            if type(event) is WORD and not (event.anchor or event.tag):
                mark = event.start_mark
                found.append(Text(event.value, Place(file, mark.line + 1, mark.column + 1), not event.style))
            else:
                found.append(self._node(event))
        self.depth -= 1
        return Items(tuple(found), self._place(start))

    def _mapping(self, start: Any) -> Entries:
        next_event, file, of, places = self._opened(), self.file, dict[str, Node](), dict[str, Place]()
        while type(event := next_event()) is not MAPPING_END:
            key = self._key(event, places)
            mark = event.start_mark
            places[key] = Place(file, mark.line + 1, mark.column + 1)
            event = next_event()
            if type(event) is WORD and not (event.anchor or event.tag):
                mark = event.start_mark
                of[key] = Text(event.value, Place(file, mark.line + 1, mark.column + 1), not event.style)
            else:
                of[key] = self._node(event)
        self.depth -= 1
        return Entries(of, places, self._place(start))

    def _key(self, event: Any, before: dict[str, Place]) -> str:
        key = self._node(event) if type(event) is not WORD or event.anchor or event.tag else event
        if not isinstance(key, Text | WORD):
            raise self._problem(event, "a key must be a plain word", "Write `name: value`")
        if key.value in before:
            what = f"'{key.value}' is already given on line {before[key.value].line}"
            raise self._problem(event, what, "Keep one of them")
        return key.value

    def _opened(self) -> Callable[[], Any]:
        """One level further down, and what gives the next event there."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise self._problem(self.next_event(), f"nested more than {DEEPEST} deep", "Flatten the file")
        return self.next_event

    def _refuse_odd(self, event: Any) -> None:
        """An alias, a name for one, or a tag."""
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise self._problem(event, "anchors and aliases (& and *) are not used", "Write the value out")
        if event.tag:
            raise self._problem(event, f"the tag {event.tag} is not used", "Write a plain value")

    def _place(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1)

    def _problem(self, event: Any, what: str, instead: str) -> InputError:
        return InputError([Problem(self._place(event), what, instead)])
