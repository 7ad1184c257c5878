"""The days at home: what the log asks, when its numbers are worse, what to expect, and how the timer counts."""

from __future__ import annotations

import msgspec

from spinewise.rules.tree import Claim


class Worse(msgspec.Struct, frozen=True, kw_only=True):
    """When a log is worse than those before it: `points` above one's own mean on so many logged days in a row."""

    points: float = 0
    above_mean_of_days: int = 0
    logged_days: int = 1
    spread_since_days: int = 0


class FlareUps(msgspec.Struct, frozen=True, kw_only=True):
    """How many within how many days a clinician looks at; for how long two bad days belong to one flare-up."""

    too_many: int
    within_days: int
    lasts_days: int


class Expect(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody is told from one day of a plan, day 1, to another; `but` is what does not belong to it."""

    from_day: int
    to_day: int
    says: str
    but: str = ""
    lesson: str = ""
    evidence: tuple[str, ...] = ()


class Timer(msgspec.Struct, frozen=True, kw_only=True):
    """How long the page that counts along waits, and from which stay on a hold is counted, in seconds."""

    ready_s: float = 0
    change_sides_s: float = 0
    shown_hold_s: float = 0


class Daily(msgspec.Struct, frozen=True, kw_only=True):
    """The days at home. `anything_new` lists the signs that the log asks for every day; `a_tick_means` says
    which option is meant where one of them is ticked and nothing more is said. `worthwhile_points` is the
    smallest change of a pain rating, 0 to 10, that people find worthwhile.
    """

    anything_new: tuple[str, ...] = ()
    a_tick_means: dict[str, str] = {}
    worse: Worse = Worse()
    worthwhile_points: float = 0
    flare_ups: FlareUps | None = None
    expect: tuple[Expect, ...] = ()
    timer: Timer = Timer()
    evidence: tuple[str, ...] = ()
    because: tuple[Claim, ...] = ()
