"""A programme of one kind of exercise, as it was studied: how much, how often, for how long, with how many visits."""

from __future__ import annotations

import msgspec

from spinewise.knowledge.models.interventions import Suit
from spinewise.knowledge.models.words import Title, Told
from spinewise.rules.tree import Claim

LeastMost = tuple[int, int]


class ProgrammeBlock(msgspec.Struct, frozen=True, kw_only=True):
    """Some weeks of a programme, first and last: sets and repetitions, least and most."""

    weeks: LeastMost
    sets: LeastMost
    repetitions: LeastMost
    note: str = ""


class ExerciseProgramme(msgspec.Struct, frozen=True, kw_only=True):
    """One row of programme doses.

    It concerns a person whom it suits and whose plan holds one of its `exercises` (none named: whoever it suits).
    `weeks` left out means that it goes on; `visits` counts all of them, `visits_a_week` those of each week. What is
    `instead` is a class or a pool that somebody may choose in place of exercises at home.
    """

    id: str
    title: Title
    evidence: tuple[str, ...]
    days_a_week: LeastMost
    tell: Told
    because: tuple[Claim, ...] = ()
    suits: tuple[Suit, ...] = (Suit(),)
    exercises: tuple[str, ...] = ()
    minutes: LeastMost | None = None
    weeks: LeastMost | None = None
    visits: LeastMost | None = None
    visits_a_week: LeastMost | None = None
    blocks: tuple[ProgrammeBlock, ...] = ()
    instead: bool = False

    def __post_init__(self) -> None:
        if self.visits is not None and self.visits_a_week is not None:
            raise ValueError("visits are counted in all or each week | Keep one of visits, visits_a_week")
        if self.visits_a_week is not None and self.weeks is None:
            raise ValueError("visits of each week need an end | Add `weeks: [6, 12]`")
        if any(low > high for low, high in self._spans()):
            raise ValueError("a span begins with its least | Write `weeks: [6, 12]`")

    def _spans(self) -> tuple[LeastMost, ...]:
        named = (self.days_a_week, self.minutes, self.weeks, self.visits, self.visits_a_week)
        inside = (span for block in self.blocks for span in (block.weeks, block.sets, block.repetitions))
        return tuple(span for span in (*named, *inside) if span is not None)
