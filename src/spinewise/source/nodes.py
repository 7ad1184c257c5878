"""YAML as a tree of plain strings with positions.

Scalars stay strings until a schema types them: YAML's own guesses (`no` as false, `6:30` as 390)
are traps in a clinical file. Anchors, aliases, tags and second documents are refused, so a file is
exactly what it looks like.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import yaml

from spinewise.errors import InputError, Place, Problem

DEEPEST = 32
LARGEST_BYTES = 1_000_000


class Text(msgspec.Struct, frozen=True):
    """A scalar as written. `plain` is false when it was quoted or a block."""

    value: str
    place: Place
    plain: bool = True


class Items(msgspec.Struct, frozen=True):
    """A list."""

    of: tuple[Node, ...]
    place: Place


class Entries(msgspec.Struct, frozen=True):
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
        tree = _Builder(file).build(yaml.parse(text, Loader=yaml.CLoader))
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

    def build(self, events: Iterator[Any]) -> Node | None:
        documents: list[Node] = []
        open_lists: list[tuple[Place, list[Node], bool]] = []
        for event in events:
            self._refuse(event, depth=len(open_lists))
            place = self._place(event)
            node: Node | None = None
            match event:
                case yaml.ScalarEvent():
                    node = Text(event.value, place, event.style in (None, ""))
                case yaml.SequenceStartEvent():
                    open_lists.append((place, [], False))
                case yaml.MappingStartEvent():
                    open_lists.append((place, [], True))
                case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                    node = self._closed(*open_lists.pop())
                case yaml.DocumentStartEvent() if documents:
                    raise self._problem(place, "a second document starts here", "Keep one document in a file")
            if node is not None:
                (open_lists[-1][1] if open_lists else documents).append(node)
        return documents[0] if documents else None

    def _place(self, event: Any) -> Place:
        return Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def _problem(self, place: Place, what: str, instead: str) -> InputError:
        return InputError([Problem(place, what, instead)])

    def _refuse(self, event: Any, *, depth: int) -> None:
        place = self._place(event)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self._problem(place, "anchors and aliases (& and *) are not used", "Write the value out")
        if getattr(event, "tag", None):
            raise self._problem(place, f"the tag {event.tag} is not used", "Write a plain value")
        if depth > DEEPEST:
            raise self._problem(place, f"nested more than {DEEPEST} deep", "Flatten the file")

    def _closed(self, place: Place, children: list[Node], is_mapping: bool) -> Node:
        if not is_mapping:
            return Items(tuple(children), place)
        entries: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, Text):
                raise self._problem(key.place, "a key must be a plain word", "Write `name: value`")
            if key.value in entries:
                first = keys[key.value].line
                raise self._problem(key.place, f"'{key.value}' is already given on line {first}", "Keep one of them")
            entries[key.value] = value
            keys[key.value] = key.place
        return Entries(entries, keys, place)
