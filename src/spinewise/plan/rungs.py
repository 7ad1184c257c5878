"""Ladders: exercises that lead to harder ones. A plan holds one rung of each."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from spinewise.knowledge.models import Exercise

Rungs = tuple[tuple[str, str], ...]
"""Pairs of exercises on one ladder: the second can be reached from the first by steps to harder."""


def rungs_of(exercises: Iterable[Exercise]) -> Rungs:
    """Every pair of which a plan may hold at most one."""
    harder = {exercise.id: exercise.harder for exercise in exercises}
    return tuple((low, high) for low in sorted(harder) for high in sorted(_above(low, harder)))


@cache
def below_in(rungs: Rungs) -> dict[str, frozenset[str]]:
    """For each exercise on a ladder everything that leads up to it."""
    below: dict[str, set[str]] = {}
    for low, high in rungs:
        below.setdefault(high, set()).add(low)
    return {high: frozenset(low) for high, low in below.items()}


@cache
def lines_in(rungs: Rungs) -> dict[str, frozenset[str]]:
    """For each exercise on a ladder everything that leads up to it or on from it."""
    lines: dict[str, set[str]] = {}
    for low, high in rungs:
        lines.setdefault(high, set()).add(low)
        lines.setdefault(low, set()).add(high)
    return {id_: frozenset(others) for id_, others in lines.items()}


def steps_of(ids: Iterable[str], rungs: Rungs) -> dict[str, int]:
    """For each of these exercises, how many of them lead up to it one after another."""
    inside = frozenset(ids)
    below = {id_: below_in(rungs).get(id_, frozenset()) & inside for id_ in inside}
    steps: dict[str, int] = {}
    for id_ in sorted(inside, key=lambda one: (len(below[one]), one)):
        steps[id_] = 1 + max((steps.get(low, -1) for low in below[id_]), default=-1)
    return steps


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
