"""Errors that tell the reader where, what is wrong and what would be right.

Two families: `InputError` is yours to fix (no traceback, exit code 2); anything else is ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

import msgspec


class Place(msgspec.Struct, frozen=True, order=True, gc=False):
    """A position in a text: file name, line and column, both counted from 1 (0: not known)."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        known = [str(part) for part in (self.line, self.column) if part]
        return ":".join([self.file, *known])


class Problem(msgspec.Struct, frozen=True):
    """One thing that is wrong, and what would be right."""

    place: Place
    what: str
    instead: str = ""

    def __str__(self) -> str:
        said = f"{self.place}: {self.what}. {self.instead}".rstrip(" ")
        return said if said.endswith((".", "?")) else said + "."


class SpinewiseError(Exception):
    """The root of everything this package raises on purpose."""


class InputError(SpinewiseError):
    """Something the user gave cannot be used; lists every problem at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class KnowledgeError(InputError):
    """A knowledge file is not what its schema, or another file, says it must be."""


class AnswersError(InputError):
    """A person's answers cannot be read, are out of range or contradict each other."""


def nearest(word: str, among: Iterable[str]) -> str:
    """The closest known name as a question, or nothing when none is close."""
    close = get_close_matches(word, list(among), n=1, cutoff=0.6)
    return f"Did you mean '{close[0]}'?" if close else ""


def one_of(names: Iterable[str]) -> str:
    """A list of allowed names as an instruction."""
    return "Use one of: " + ", ".join(names)
