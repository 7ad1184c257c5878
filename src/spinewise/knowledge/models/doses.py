"""How much of something, where it starts and how far it may go."""

from __future__ import annotations

from typing import Literal

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Upper bounds on a dose; None means unlimited."""

    sets: int | None = None
    repetitions: int | None = None
    hold_s: float | None = None
    minutes: float | None = None
    times_a_day: int | None = None
    days_a_week: int | None = None


class Dose(msgspec.Struct, frozen=True, kw_only=True):
    """How much: repetitions of each set, or minutes; how often; which days.

    `sets` lists the repetitions of each set (descending pyramids are common). `sides: each` doubles the time.
    `every_hours` makes it a through-the-day item, outside the day's count of exercises.
    `apart` asks for a day of rest between two days.
    """

    sets: tuple[int, ...] = ()
    hold_s: float = 0.0
    sides: Literal["both", "each"] = "both"
    minutes: float = 0.0
    days_a_week: int = 7
    times_a_day: int = 1
    apart: bool = False
    every_hours: float = 0.0

    def __post_init__(self) -> None:
        if bool(self.sets) == bool(self.minutes):
            raise ValueError("a dose has either sets or minutes | Give `sets: [10, 10]` or `minutes: 10`")
        if any(count < 1 for count in self.sets) or self.minutes < 0 or self.hold_s < 0:
            raise ValueError("a dose cannot be zero or negative | Use positive numbers")
        if not 1 <= self.days_a_week <= 7 or not 1 <= self.times_a_day <= 12:
            raise ValueError("days_a_week is 1 to 7 and times_a_day 1 to 12 | Correct the dose")
        if self.apart and self.days_a_week > 4:
            raise ValueError("more than 4 days a week cannot all be apart | Use at most 4")


class Dosing(msgspec.Struct, frozen=True, kw_only=True):
    """Where a dose starts, the least that still means something, and how far it may grow."""

    start: Dose
    limit: Dose
    least: Limits = Limits()
    grow: Literal["repetitions", "sets", "hold", "minutes", "days", "none"] = "repetitions"


class Preset(msgspec.Struct, frozen=True, kw_only=True):
    """A dose that the articles state, selectable, with today's evidence beside it."""

    id: str
    title: str
    evidence: tuple[str, ...]
    for_interventions: tuple[str, ...]
    dose: Dose
    article_says: str
    evidence_says: str
