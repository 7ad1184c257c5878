"""How long a bout takes."""

from __future__ import annotations

import math

from spinewise.knowledge.models import Dose, Pace

SIDES = {"both": 1, "each": 2}


def minutes_for(dose: Dose, pace: Pace) -> float:
    """Minutes of one bout, rounded up to a tenth.

    A dose in minutes takes those minutes, so that ten minutes of walking fit into ten minutes.
    A dose in repetitions also counts getting into position and the rests, which people forget.
    """
    if dose.minutes:
        return dose.minutes * SIDES[dose.sides]
    return math.ceil(round(_seconds(dose, pace) / 6, 6)) / 10


def minutes_a_day(dose: Dose, pace: Pace) -> float:
    """Minutes on a day when it is done, all bouts together."""
    return minutes_for(dose, pace) * dose.times_a_day


def _seconds(dose: Dose, pace: Pace) -> float:
    moving = sum(dose.sets) * (pace.repetition_s + dose.hold_s) * SIDES[dose.sides]
    resting = (len(dose.sets) - 1) * pace.rest_between_sets_s
    return pace.getting_ready_s + moving + resting
