"""The ladders that rules climb. On each, the strictest step that holds is the answer."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from typing import TypeVar


class Ladder(StrEnum):
    """Named steps from least to strictest, compared by their place."""

    @property
    def rank(self) -> int:
        """The place on the ladder, from 0."""
        return _places(type(self))[self]

    def at_least(self, other: Ladder) -> bool:
        """Whether this step is as strict as the other, or stricter."""
        return self.rank >= other.rank


@cache
def _places(ladder: type[Ladder]) -> dict[Ladder, int]:
    return {step: place for place, step in enumerate(ladder)}


class Urgency(Ladder):
    """How soon somebody should look at this person (evidence tiers none, M, U3, U2, U1, E0)."""

    NONE = "none"
    MONITOR = "monitor"
    ROUTINE = "routine"
    REFER = "refer"
    URGENT = "urgent"
    EMERGENCY = "emergency"


class Level(Ladder):
    """How an intervention is cleared for this person."""

    GO = "go"
    CAUTION = "caution"
    HOLD = "hold"
    EXCLUDE = "exclude"


class Tier(Ladder):
    """What a plan may hold: locked, general, low-load, full. Here a later step allows more."""

    LOCKED = "0"
    GENERAL = "S"
    LOW_LOAD = "L"
    FULL = "F"


class Category(Ladder):
    """The four kinds of back pain, from the least to the most specific."""

    NONSPECIFIC = "nonspecific"
    RADICULOPATHY_OR_STENOSIS = "radiculopathy_or_stenosis"
    NON_SPINAL = "non_spinal"
    OTHER_SPECIFIC = "other_specific"


class Care(StrEnum):
    """What follows from the urgency (clinical model, section 2)."""

    EMERGENCY_INSTRUCTION = "emergency_instruction"
    URGENT_INSTRUCTION = "urgent_instruction"
    FINISH_QUESTIONS = "finish_questions"
    LETTER_AND_GENERAL_ACTIVITY = "letter_and_general_activity"
    LETTER_AND_PLAN = "letter_and_plan"
    PHYSICAL_THERAPY = "physical_therapy"
    SELF_CARE = "self_care"


class Status(StrEnum):
    """How settled a category is: not yet, from the history, or by an examination."""

    UNDETERMINED = "undetermined"
    WORKING = "working"
    CONFIRMED = "confirmed"


class WaiverBy(StrEnum):
    """Who may waive a precaution, with a reason."""

    NEVER = "never"
    THERAPIST = "therapist"
    SUPERVISOR = "supervisor"

    def lets(self, *, supervise: bool) -> bool:
        """Whether a therapist may, or one who supervises."""
        return self is WaiverBy.THERAPIST or (supervise and self is WaiverBy.SUPERVISOR)


L = TypeVar("L", bound=Ladder)


def strictest(steps: Iterable[L], least: L) -> L:
    """The strictest of the steps, or `least` when there are none."""
    return max(steps, key=lambda step: step.rank, default=least)
