"""One sitting: the answers so far, kept in a signed cookie of the person's own browser and nowhere else."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any

import msgspec
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from spinewise.assess.interview import recorded
from spinewise.errors import AnswersError
from spinewise.rules.facts import Answer, Answers, Role
from spinewise_web.records.actions.answers import read_words
from spinewise_web.records.core import knowledge
from spinewise_web.records.form_words import word_of

COOKIE, SALT = "check", "spinewise.public.sitting"
KEPT_S = 24 * 60 * 60
MOST_EARLIER = 12
ZONE = "UTC"


class Lost(Exception):
    """The cookie is forged, broken or too old: what was answered cannot be relied on."""


class Sitting(msgspec.Struct, frozen=True, kw_only=True):
    """Answers, the screens that were shown, contradictions that were left standing, exercises that were asked about.

    `numbers` is the number that each screen bore when it was shown, so that none is counted twice.
    """

    answers: Answers
    shown: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    standing: tuple[str, ...] = ()
    picked: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered yet."""
        return not self.answers.by_fact

    def with_answers(self, given: Iterable[Answer]) -> Sitting:
        """The same with more answers. What they replace is kept as earlier answers."""
        answers = self.answers
        for one in given:
            answers = recorded(answers, one, knowledge())
        return msgspec.structs.replace(self, answers=answers)

    @property
    def number_of(self) -> dict[str, int]:
        """The number of each screen that was shown; where it was not kept, its place."""
        places = range(1, len(self.shown) + 1)
        numbers = self.numbers if len(self.numbers) == len(self.shown) else tuple(places)
        return dict(zip(self.shown, numbers, strict=True))

    @property
    def last_number(self) -> int:
        """The highest number that was shown."""
        return max(self.number_of.values(), default=0)

    def with_screen(self, screen: str, *, number: int | None = None) -> Sitting:
        """The same, this screen shown last, with the number it bore."""
        rest = {name: one for name, one in self.number_of.items() if name != screen}
        numbers = (*rest.values(), self.last_number + 1 if number is None else number)
        return msgspec.structs.replace(self, shown=(*rest, screen), numbers=numbers)


def new_sitting(*, today: dt.date) -> Sitting:
    """Nobody has answered anything."""
    return Sitting(answers=Answers(today=today, zone=ZONE))


def read_sitting(request: HttpRequest, *, today: dt.date) -> Sitting:
    """The sitting of this browser; an empty one where there is none.

    Raises:
        Lost: there is one, and it cannot be relied on.
    """
    text = request.COOKIES.get(COOKIE, "")
    if not text:
        return new_sitting(today=today)
    try:
        kept = signing.loads(text, salt=SALT, max_age=KEPT_S)
        return _unpacked(kept, today=today)
    except (signing.BadSignature, AnswersError, KeyError, TypeError, ValueError) as error:
        raise Lost from error


def keep_sitting(response: HttpResponse, sitting: Sitting) -> None:
    """Put the sitting into the browser: unreadable for scripts, gone after a day or when the browser closes."""
    text = signing.dumps(_packed(sitting), salt=SALT, compress=True)
    response.set_cookie(COOKIE, text, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)


def forget_sitting(response: HttpResponse) -> None:
    """Take it out again."""
    response.delete_cookie(COOKIE, samesite="Lax")


def _packed(sitting: Sitting) -> dict[str, Any]:
    """Small: one day for most answers, and the day of each that was given on another, so that none grows younger."""
    answers = sitting.answers
    said_on = Counter(one.on for one in answers.by_fact.values()).most_common(1)
    usual = said_on[0][0] if said_on else answers.today
    return {
        "t": usual.isoformat(),
        "o": {one.fact: one.on.isoformat() for one in answers.by_fact.values() if one.on != usual},
        "a": {one.fact: word_of(one) for one in answers.by_fact.values()},
        "e": [[one.fact, word_of(one)] for one in answers.earlier[-MOST_EARLIER:]],
        "s": sitting.shown,
        "n": sitting.numbers,
        "k": sitting.standing,
        "p": sitting.picked,
    }


def _unpacked(kept: dict[str, Any], *, today: dt.date) -> Sitting:
    said_on = min(dt.date.fromisoformat(kept["t"]), today)
    days = {fact: min(dt.date.fromisoformat(day), today) for fact, day in kept.get("o", {}).items()}
    given = [
        msgspec.structs.replace(one, on=days.get(one.fact, said_on))
        for one in read_words(kept["a"], role=Role.PERSON, on=said_on)
    ]
    earlier = [read_words({fact: word}, role=Role.PERSON, on=said_on)[0] for fact, word in kept["e"]]
    answers = Answers(today=today, zone=ZONE, by_fact={one.fact: one for one in given}, earlier=tuple(earlier))
    return Sitting(
        answers=answers,
        shown=tuple(kept["s"]),
        numbers=tuple(int(number) for number in kept.get("n", ())),
        standing=tuple(kept["k"]),
        picked=tuple(kept["p"]),
    )
