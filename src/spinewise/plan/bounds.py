"""How large a dose is, whether it keeps its bounds, and what is left of it inside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from spinewise.knowledge.models import Dose, Limits


def size_of(dose: Dose) -> Limits:
    """A dose in the words of its bounds."""
    return Limits(
        sets=len(dose.sets),
        repetitions=max(dose.sets, default=0),
        hold_s=dose.hold_s,
        minutes=dose.minutes,
        times_a_day=dose.times_a_day,
        days_a_week=dose.days_a_week,
    )


def limit_of(dose: Dose) -> Limits:
    """The bounds that an exercise's own largest dose sets; it says nothing about what it is not counted in."""
    size = size_of(dose)
    return msgspec.structs.replace(
        size,
        sets=size.sets or None,
        repetitions=size.repetitions or None,
        hold_s=size.hold_s if dose.sets else None,
        minutes=size.minutes or None,
    )


def within(dose: Dose, limit: Limits) -> bool:
    """Whether a dose keeps every bound."""
    return all(bound is None or amount <= bound for amount, bound in _beside(size_of(dose), limit))


def falls_short(dose: Dose, least: Limits) -> bool:
    """Whether a dose is less than the least that means something."""
    return any(bound is not None and amount < bound for amount, bound in _beside(size_of(dose), least))


def _beside(one: Limits, other: Limits) -> Iterator[tuple[Any, Any]]:
    return zip(msgspec.structs.astuple(one), msgspec.structs.astuple(other), strict=True)


def intersected(one: Limits, other: Limits) -> Limits:
    """The tighter of two bounds, entry by entry."""
    tighter = (min((bound for bound in pair if bound is not None), default=None) for pair in _beside(one, other))
    return Limits(**dict(zip(Limits.__struct_fields__, tighter, strict=True)))


def clipped(dose: Dose, limit: Limits) -> Dose:
    """A dose brought inside its bounds."""
    if within(dose, limit):
        return dose
    sets = tuple(min(count, limit.repetitions or count) for count in dose.sets[: limit.sets or None])
    return msgspec.structs.replace(
        dose,
        sets=sets,
        hold_s=_least_of(dose.hold_s, limit.hold_s),
        minutes=_least_of(dose.minutes, limit.minutes),
        times_a_day=int(_least_of(dose.times_a_day, limit.times_a_day)),
        days_a_week=int(_least_of(dose.days_a_week, limit.days_a_week)),
    )


def _least_of(value: float, bound: float | None) -> float:
    return value if bound is None else min(value, bound)
