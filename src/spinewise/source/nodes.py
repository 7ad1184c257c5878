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
        tree = _Builder(file).build(yaml.CBaseLoader(text))
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
    """Builds the tree from parser events with a stack of its own, so depth cannot exhaust Python's."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.documents: list[Node] = []
        self.open: list[tuple[Place, list[Node]]] = []
        self.children = self.documents
        self.take: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.SequenceStartEvent: self._start,
            yaml.MappingStartEvent: self._start,
            yaml.SequenceEndEvent: self._end_of_list,
            yaml.MappingEndEvent: self._end_of_mapping,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }

    def build(self, parser: Any) -> Node | None:
        next_event, takers = parser.get_event, self.take
        while (event := next_event()) is not None:
            take = takers.get(type(event))
            if take is not None:
                take(event)
        return self.documents[0] if self.documents else None

    def _scalar(self, event: Any) -> None:
        if event.anchor or event.tag or len(self.open) > DEEPEST:
            self._refuse(event)
        mark = event.start_mark  # two thirds of all events come by here, so no call is spent on them
        place = Place(self.file, mark.line + 1, mark.column + 1)
        self.children.append(Text(event.value, place, not event.style))

    def _start(self, event: Any) -> None:
        if event.anchor or event.tag or len(self.open) > DEEPEST:
            self._refuse(event)
        self.children = []
        self.open.append((self._place(event), self.children))

    def _end_of_list(self, event: Any) -> None:
        place, children = self._closed(event)
        self.children.append(Items(tuple(children), place))

    def _end_of_mapping(self, event: Any) -> None:
        place, children = self._closed(event)
        self.children.append(self._entries(place, children))

    def _closed(self, event: Any) -> tuple[Place, list[Node]]:
        self._check_depth(event)
        place, children = self.open.pop()
        self.children = self.open[-1][1] if self.open else self.documents
        return place, children

    def _alias(self, event: Any) -> None:
        raise self._problem(self._place(event), "anchors and aliases (& and *) are not used", "Write the value out")

    def _document(self, event: Any) -> None:
        if self.documents:
            raise self._problem(self._place(event), "a second document starts here", "Keep one document in a file")

    def _refuse(self, event: Any) -> None:
        """Say what is wrong with a value that is too deep, named or tagged."""
        self._check_depth(event)
        if event.anchor:
            self._alias(event)
        what = f"the tag {event.tag} is not used"
        raise self._problem(self._place(event), what, "Write a plain value")

    def _check_depth(self, event: Any) -> None:
        if len(self.open) > DEEPEST:
            raise self._problem(self._place(event), f"nested more than {DEEPEST} deep", "Flatten the file")

    def _place(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1)

    def _problem(self, place: Place, what: str, instead: str) -> InputError:
        return InputError([Problem(place, what, instead)])

    def _entries(self, place: Place, children: list[Node]) -> Entries:
        keys = children[::2]
        places = {key.value: key.place for key in keys if isinstance(key, Text)}
        if len(places) < len(keys):
            self._refuse_keys(keys)
        return Entries(dict(zip(places, children[1::2], strict=True)), places, place)

    def _refuse_keys(self, keys: list[Node]) -> None:
        """Name the first key that is no word or is given twice."""
        first: dict[str, int] = {}
        for key in keys:
            if not isinstance(key, Text):
                raise self._problem(key.place, "a key must be a plain word", "Write `name: value`")
            if key.value in first:
                what = f"'{key.value}' is already given on line {first[key.value]}"
                raise self._problem(key.place, what, "Keep one of them")
            first[key.value] = key.place.line
