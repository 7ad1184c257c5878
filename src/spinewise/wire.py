"""Core types as JSON documents and JSON Schema, and back: one way out, one way in.

Every document says what it is (`kind`), in which version, and from what it was made (`stamp`).
"""

from __future__ import annotations

from typing import Any, Generic, TypeVar

import msgspec

from spinewise.assess.types import Triage
from spinewise.errors import InputError, Place, Problem, one_of
from spinewise.plan.types import Cleared, Plan, Proposal, Refusal, Stamp
from spinewise.rules.facts import Answers

T = TypeVar("T", bound=msgspec.Struct)
VERSION = 1


class Clearances(msgspec.Struct, frozen=True):
    """How interventions stand for one person."""

    cleared: tuple[Cleared, ...]


KINDS: dict[str, type[msgspec.Struct]] = {
    "answers": Answers,
    "triage": Triage,
    "clearance": Clearances,
    "proposal": Proposal,
    "plan": Plan,
    "refusal": Refusal,
}


class Document(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """The envelope around every value that leaves the system."""

    kind: str
    version: int
    stamp: Stamp
    body: T


DOCUMENTS: dict[str, Any] = {
    "answers": Document[Answers],
    "triage": Document[Triage],
    "clearance": Document[Clearances],
    "proposal": Document[Proposal],
    "plan": Document[Plan],
    "refusal": Document[Refusal],
}


def kind_of(body: msgspec.Struct) -> str:
    """The name of a core type on the wire."""
    return next(kind for kind, type_ in KINDS.items() if isinstance(body, type_))


def write_document(body: msgspec.Struct, *, stamp: Stamp) -> bytes:
    """The value as indented JSON, keys in the order of its type."""
    return msgspec.json.format(msgspec.json.encode(document(body, stamp=stamp)), indent=2) + b"\n"


def document(body: T, *, stamp: Stamp) -> Document[T]:
    """The value in its envelope."""
    return Document(kind=kind_of(body), version=VERSION, stamp=stamp, body=body)


def read_document(data: bytes, *, file: str = "-") -> Document[Any]:
    """A document back as typed values.

    Raises:
        InputError: not JSON, another kind or version, or a value that cannot be built.
    """
    try:
        head = msgspec.json.decode(data, type=_Head)
        _check_head(head, file)
        found: Document[Any] = msgspec.json.decode(data, type=DOCUMENTS[head.kind])
    except msgspec.MsgspecError as error:
        raise InputError([Problem(Place(file), str(error), "Give a document that Spinewise wrote")]) from None
    return found


class _Head(msgspec.Struct, frozen=True):
    kind: str
    version: int


def _check_head(head: _Head, file: str) -> None:
    if head.kind not in KINDS:
        raise InputError([Problem(Place(file), f"'{head.kind}' is not a kind of document", one_of(KINDS))])
    if head.version != VERSION:
        what = f"version {head.version} is not read here"
        raise InputError([Problem(Place(file), what, f"This release reads version {VERSION}")])


def schema_of(kind: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of one kind of document."""
    schema = msgspec.json.schema(DOCUMENTS[kind])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"Spinewise {kind}", **schema}


def write_schema(kind: str) -> bytes:
    """The same as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(schema_of(kind), order="sorted"), indent=2) + b"\n"
