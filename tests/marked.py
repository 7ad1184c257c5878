"""A language in which every word that went through a catalogue stands between marks, so that the others show."""

import re
from contextlib import contextmanager
from gettext import NullTranslations
from typing import ClassVar

import pytest

from spinewise.language import SPEECH

BEGIN, END = "«", "»"
MARKED = re.compile(f"{BEGIN}[^{BEGIN}{END}]*{END}")
CLAUSES = re.compile(r"[^\w'’%/ -]+|\s[–-]\s|\d[\d:.,]*")


class Marked(NullTranslations):
    """The catalogue of this language; it knows what it was asked for."""

    asked: ClassVar[set[str]] = set()

    def gettext(self, message):
        self.asked.add(message)
        return f"{BEGIN}{message}{END}" if message else ""

    def ngettext(self, one, many, number):
        return self.gettext(one if number == 1 else many)

    def pgettext(self, _context, message):
        return self.gettext(message)

    def npgettext(self, _context, one, many, number):
        return self.ngettext(one, many, number)


@contextmanager
def spoken_by_the_core():
    """The core speaks it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SPEECH, "asks", Marked)
        yield patch


def unmarked(text):
    """A text without what went through a catalogue, and without what was filled into that."""
    before = None
    while before != text:
        before, text = text, MARKED.sub("\n", text)
    return text


def clauses(text):
    """A text in the pieces in which it is put together with others, without figures and stops."""
    pieces = (piece.strip(" '’-/").casefold() for piece in CLAUSES.split(text))
    return [piece for piece in pieces if re.search(r"[^\W\d_]{2}", piece)]
