"""Bad days on a patient's page: a list, and marks in the course of the pain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from spinewise_web.records.models import FlareUp


def flare_marks(flares: Iterable[FlareUp], *, first: dt.date, last: dt.date) -> Iterator[tuple[str, float]]:
    """Where each stands on a chart that begins on a day, in weeks."""
    for one in flares:
        if first <= one.began_on <= last:
            yield _("flare-up"), (one.began_on - first).days / 7


def together(*marks: tuple[str, float]) -> tuple[tuple[str, float], ...]:
    """Marks of one day as one mark, so that their words do not lie upon each other."""
    said: dict[float, list[str]] = {}
    for words, week in sorted(marks, key=lambda mark: mark[1]):
        said.setdefault(week, []).append(words)
    return tuple((", ".join(words), week) for week, words in said.items())
