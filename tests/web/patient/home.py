"""A patient at home: whose pages these are, and what they send."""

from __future__ import annotations

import re
import uuid
from typing import Any

from spinewise_web.records.models import PlanVersion
from spinewise_web.records.standing import standing_of
from web.cast import lately, signed_in

FIGURES = re.compile(rb'<svg[^>]*class="figure".*?</svg>', re.DOTALL)
MOST_BYTES = 100_000
PAGES = ("today", "log", "progress", "learn", "messages", "settings", "flare-up", "settings/erase", "questions/week")
EXERCISE_PAGES = ("do/{exercise}", "progress", "learn", "learn/lessons/sleep", "flare-up")


class Home:
    """Somebody's browser, and the pages of one person in it."""

    def __init__(self, cast: Any, *, by: Any = None) -> None:
        self.cast = cast
        self.person = cast.patient
        self.client = signed_in(by or cast.patient_user)

    def address(self, page: str) -> str:
        return f"/p/{self.person.pk}/{page}/"

    def opens(self, page: str, **asked: Any) -> Any:
        return self.client.get(self.address(page), asked)

    def reads(self, page: str, **asked: Any) -> str:
        return self.opens(page, **asked).content.decode()

    def sends(self, page: str, **said: Any) -> Any:
        return self.client.post(self.address(page), said)

    def logs(self, **said: Any) -> Any:
        return self.sends("log", **({"key": str(uuid.uuid4()), "back": "4", "new": "no"} | said))

    def says(self, exercise: str, version: PlanVersion, **said: Any) -> Any:
        sent = {"version": str(version.pk), "key": str(uuid.uuid4()), "outcome": "done"} | said
        return self.sends(f"do/{exercise}", **sent)


def with_plan(cast: Any) -> PlanVersion:
    """A signed plan that begins now."""
    version: PlanVersion = cast.signed_plan(now=lately())
    return version


def to_do(cast: Any) -> str:
    """An exercise of today's plan that is drawn."""
    items = standing_of(cast.patient).items
    return next(item.intervention for item in items if item.slots and item.intervention.startswith("lumbar"))


def without_figures(body: bytes) -> bytes:
    """The page as it weighs without its drawings."""
    return FIGURES.sub(b"", body)
