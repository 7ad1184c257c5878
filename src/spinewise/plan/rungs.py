"""Ladders: exercises that lead to harder ones. A plan holds one rung of each."""

from __future__ import annotations

from collections.abc import Iterable

from spinewise.knowledge.models import Exercise

Rungs = tuple[tuple[str, str], ...]
"""Pairs of exercises on one ladder: the second can be reached from the first by steps to harder."""


def rungs_of(exercises: Iterable[Exercise]) -> Rungs:
    """Every pair of which a plan may hold at most one."""
    harder = {exercise.id: exercise.harder for exercise in exercises}
    return tuple((low, high) for low in sorted(harder) for high in sorted(_above(low, harder)))


def height(id_: str, rungs: Rungs) -> int:
    """How many easier rungs lead to this one."""
    return sum(1 for _, high in rungs if high == id_)


def ladders_of(rungs: Rungs) -> dict[str, str]:
    """For each exercise on a ladder a name of the whole ladder, branches included."""
    ladders: dict[str, str] = {}
    for low, high in rungs:
        one, other = ladders.get(low, low), ladders.get(high, high)
        joined = min(one, other)
        ladders |= {id_: joined for id_, name in ladders.items() if name in (one, other)} | {low: joined, high: joined}
    return ladders


def _above(low: str, harder: dict[str, tuple[str, ...]]) -> frozenset[str]:
    reached: set[str] = set()
    waiting = list(harder.get(low, ()))
    while waiting:
        step = waiting.pop()
        if step not in reached and step != low:
            reached.add(step)
            waiting.extend(harder.get(step, ()))
    return frozenset(reached)
