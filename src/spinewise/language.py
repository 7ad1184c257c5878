"""The language people are spoken to in. The source is English; a catalogue beside this file gives another one.

The texts of the knowledge are data in a language of their own and do not pass here. What is asked is always the
language of the moment: whoever serves several people sets `SPEECH.asks` to something that knows whose turn it is.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path

DOMAIN = "spinewise"
CATALOGUES = Path(__file__).parent / "locale"
SOURCE = NullTranslations()


class Speech:
    """Who is asked for the catalogue of the moment; by itself everything is said in the source language."""

    asks: Callable[[], NullTranslations] = staticmethod(lambda: SOURCE)


SPEECH = Speech()


@cache
def catalogue_of(locale: str) -> NullTranslations:
    """The catalogue of a locale such as `de` or `pt_BR`; without one, the source language."""
    return translation(DOMAIN, CATALOGUES, [locale], fallback=True)


def gettext(message: str, **parts: object) -> str:
    """A message in the language of the moment, with its `%(parts)s` filled in."""
    said = SPEECH.asks().gettext(message)
    return said % parts if parts else said


def ngettext(one: str, many: str, number: float, **parts: object) -> str:
    """The form that a number takes: `day` or `days`. Half a day counts as several."""
    said = SPEECH.asks().ngettext(one, many, _whole(number))
    return said % parts if parts else said


def pgettext(context: str, message: str, **parts: object) -> str:
    """A message whose words mean something else elsewhere."""
    said = SPEECH.asks().pgettext(context, message)
    return said % parts if parts else said


def gettext_noop(message: str) -> str:
    """The message itself, marked so that translators find it; it is said later."""
    return message


def language_code() -> str:
    """The language of the moment as a page names it: `en`, `de`."""
    return SPEECH.asks().info().get("language", "en")


def _whole(number: float) -> int:
    """What a plural rule can count: a broken number is never one."""
    return int(number) if number == int(number) else max(2, int(number))
