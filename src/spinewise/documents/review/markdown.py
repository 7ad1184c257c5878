"""Plain Markdown that reads the same on any forge: safe text, anchors, tables, lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

SPECIAL = re.compile(r"([\\`*_\[\]|~])")


def safe(words: object) -> str:
    """Words that Markdown leaves as they are, on one line."""
    line = " ".join(str(words).split())
    return SPECIAL.sub(r"\\\1", line).replace("<", "&lt;")


def spaced(name: str) -> str:
    """An identifier as words."""
    return safe(name.replace("_", " "))


def code(name: str) -> str:
    """An identifier as it is written in the files."""
    return f"`{name}`"


def anchor(name: str) -> str:
    """A place that a link can point to."""
    return f'<a id="{name}"></a>'


def link(words: str, target: str) -> str:
    """A link; `words` are already safe."""
    return f"[{words}]({target})"


def heading(level: int, words: str, name: str = "") -> Iterator[str]:
    """A heading with an anchor of its own, because forges name headings differently."""
    if name:
        yield anchor(name)
        yield ""
    yield f"{'#' * level} {words}"
    yield ""


def paragraph(words: str) -> Iterator[str]:
    """A paragraph, or nothing."""
    if words:
        yield words
        yield ""


def bullets(lines: Iterable[str]) -> Iterator[str]:
    """A list, or nothing."""
    listed = [f"- {line}" for line in lines if line]
    if listed:
        yield from listed
        yield ""


def numbered(lines: Iterable[str]) -> Iterator[str]:
    """A list in order."""
    listed = [f"{number}. {line}" for number, line in enumerate(lines, start=1)]
    if listed:
        yield from listed
        yield ""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table, or nothing when there are no rows. Cells are already safe."""
    lines = [_row(cells) for cells in rows]
    if lines:
        yield _row(head)
        yield _row(["---"] * len(head))
        yield from lines
        yield ""


def verbatim(words: str) -> Iterator[str]:
    """Words in their own layout."""
    yield "```text"
    yield words
    yield "```"
    yield ""


def pairs(entries: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Names and what they hold, those that are empty left out."""
    yield from bullets(f"**{name}:** {words}" for name, words in entries if words)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell or " " for cell in cells) + " |"
