"""One line at a time: in a terminal, or through plain pipes without a single escape code."""

from __future__ import annotations

import os
import sys

from spinewise.cli.ink import Page, page_for

CLEAR = "\033[2J\033[3J\033[H"
LONGEST_LINE = 10_000


class Stopped(Exception):
    """The person stops, or nothing more can be read."""


class Talk:
    """Where screens are shown and replies come from."""

    def __init__(self) -> None:
        is_terminal = sys.stdin.isatty() and sys.stdout.isatty()
        self.is_terminal = is_terminal and os.environ.get("TERM") != "dumb"

    def page(self) -> Page:
        """An empty page for this output."""
        return page_for(sys.stdout)

    def show(self, page: Page, *, fresh: bool = False) -> None:
        """Print a page; a `fresh` one begins at the top of the screen."""
        if fresh:
            sys.stdout.write(CLEAR if self.is_terminal else "\n")
        sys.stdout.write(page.text())
        sys.stdout.flush()

    def say(self, text: str) -> None:
        """One remark."""
        page = self.page()
        page.say(text, indent=2)
        self.show(page)

    def reply(self) -> str:
        """The next line, without what cannot be printed.

        Raises:
            Stopped: there is no next line.
        """
        sys.stdout.write("> ")
        sys.stdout.flush()
        try:
            line = sys.stdin.buffer.readline(LONGEST_LINE)
        except OSError:
            line = b""
        sys.stdout.write("" if self.is_terminal else "\n")
        if not line:
            raise Stopped
        text = line.decode("utf-8", errors="replace")
        return "".join(letter for letter in text if letter.isprintable()).strip()
