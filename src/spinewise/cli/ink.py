"""Text on a page of fixed width, with colour only where a terminal shows it."""

from __future__ import annotations

import os
import shutil
import textwrap
from collections.abc import Iterable
from typing import IO

COLOURS = {
    "act": "38;5;29", "now": "38;5;173", "why": "38;5;97", "soft": "2", "strong": "1",
    "emergency": "1;97;41", "urgent": "1;38;5;160", "refer": "1;38;5;130", "routine": "1;38;5;29",
    "monitor": "1;38;5;66", "none": "1;38;5;29",
}  # fmt: skip
WIDEST, NARROWEST = 88, 48


class Page:
    """Lines of wrapped text; `coloured` follows the terminal and NO_COLOR."""

    def __init__(self, *, coloured: bool = False, width: int = WIDEST) -> None:
        self.coloured = coloured
        self.width = width
        self.lines: list[str] = []

    def ink(self, text: str, colour: str) -> str:
        """The text in a role's colour, or plain."""
        return f"\033[{COLOURS[colour]}m{text}\033[0m" if self.coloured else text

    def heading(self, text: str) -> None:
        """A section's name with air above it."""
        if self.lines:
            self.gap()
        self.lines.append(self.ink(text, "strong"))

    def say(self, text: str, *, indent: int = 0, colour: str = "", bullet: str = "") -> None:
        """A paragraph, wrapped; a bullet hangs in front of its first line."""
        room = " " * indent
        lines = textwrap.wrap(
            text,
            width=self.width,
            initial_indent=room + (f"{bullet} " if bullet else ""),
            subsequent_indent=room + " " * (len(bullet) + 1 if bullet else 0),
            break_long_words=False,
        )
        self.lines.extend(self.ink(line, colour) if colour else line for line in lines)

    def pairs(self, rows: Iterable[tuple[str, str]], *, indent: int = 0) -> None:
        """Two columns: a soft label and its words."""
        listed = [row for row in rows if row[1]]
        wide = max((len(label) for label, _ in listed), default=0)
        for label, words in listed:
            first, *rest = textwrap.wrap(words, self.width - wide - indent - 2) or [""]
            self.lines.append(" " * indent + self.ink(label.ljust(wide), "soft") + "  " + first)
            self.lines.extend(" " * (indent + wide + 2) + line for line in rest)

    def verbatim(self, text: str, *, colour: str = "") -> None:
        """Lines as they are, for tables and addresses."""
        self.lines.extend(self.ink(line, colour) if colour else line for line in text.splitlines())

    def gap(self) -> None:
        """One empty line, never two."""
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def text(self) -> str:
        """The whole page."""
        return "\n".join(self.lines) + "\n"


def page_for(stream: IO[str]) -> Page:
    """A page as wide and as colourful as where it goes."""
    is_terminal = stream.isatty()
    columns = shutil.get_terminal_size((WIDEST, 24)).columns if is_terminal else WIDEST
    coloured = is_terminal and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    return Page(coloured=coloured, width=max(NARROWEST, min(WIDEST, columns)))
