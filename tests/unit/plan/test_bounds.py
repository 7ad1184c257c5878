"""The bounds of a dose: an entry left out bounds nothing, and every other one counts."""

from __future__ import annotations

import math

import msgspec
import pytest

from spinewise.knowledge.models import Dose, Limits
from spinewise.plan.bounds import clipped, falls_short, intersected, limit_of, size_of, within

DOSE = Dose(sets=(10, 8, 6), hold_s=5, days_a_week=5, times_a_day=2)
WALK = Dose(minutes=20, days_a_week=3)
SIZED = [(DOSE, "sets"), (DOSE, "repetitions"), (DOSE, "hold_s"), (DOSE, "times_a_day"), (DOSE, "days_a_week"),
         (WALK, "minutes")]  # fmt: skip


def test_every_bound_has_a_size() -> None:
    assert {name for _, name in SIZED} == set(Limits.__struct_fields__)


@pytest.mark.parametrize(("dose", "name"), SIZED)
def test_a_dose_keeps_a_bound_of_its_own_size_and_not_a_smaller_one(dose: Dose, name: str) -> None:
    size = getattr(size_of(dose), name)
    assert within(dose, Limits(**{name: size}))
    assert not within(dose, Limits(**{name: size - 1}))


@pytest.mark.parametrize(("dose", "name"), SIZED)
def test_a_dose_falls_short_of_more_than_its_size(dose: Dose, name: str) -> None:
    size = getattr(size_of(dose), name)
    assert falls_short(dose, Limits(**{name: size + 1}))
    assert not falls_short(dose, Limits(**{name: size}))


@pytest.mark.parametrize(("dose", "name"), SIZED)
def test_a_dose_is_brought_inside_a_bound_and_otherwise_left(dose: Dose, name: str) -> None:
    bound = Limits(**{name: getattr(size_of(dose), name) - 1})
    brought = clipped(dose, bound)
    assert within(brought, bound)
    others = [other for other in Limits.__struct_fields__ if other not in (name, "sets", "repetitions")]
    assert all(getattr(brought, other) == getattr(dose, other) for other in others)


def test_a_dose_inside_its_bounds_stays_as_it_is() -> None:
    assert clipped(DOSE, limit_of(DOSE)) == DOSE


def test_a_dose_that_is_not_a_number_keeps_no_bound() -> None:
    assert not within(msgspec.structs.replace(WALK, minutes=math.nan), Limits(minutes=30))


def test_minutes_say_nothing_about_repetitions() -> None:
    assert limit_of(WALK) == Limits(minutes=20, times_a_day=1, days_a_week=3)


def test_no_hold_at_all_is_a_bound_of_repetitions() -> None:
    assert limit_of(Dose(sets=(10,))).hold_s == 0


def test_two_bounds_leave_the_tighter_of_each() -> None:
    assert intersected(Limits(sets=2, minutes=10), Limits(sets=3, hold_s=5)) == Limits(sets=2, minutes=10, hold_s=5)
