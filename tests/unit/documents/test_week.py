"""A plan's slots become a rhythm, and nothing is lost on the way."""

import datetime as dt

from msgspec.structs import replace

from spinewise.documents.week import series_of, week_pattern
from spinewise.knowledge.models import Dose
from spinewise.plan.types import Item
from unit.documents.sample_plan import STARTS, on_days, plan


def item(*slots):
    return Item(intervention="hip/bridge", dose=Dose(sets=(8,)), slots=slots)


def test_the_same_time_every_day_is_one_series():
    (series,) = series_of(item(*on_days(*range(7), at="07:30", minutes=5)))
    assert (series.at, series.weekdays, len(series.on)) == (dt.time(7, 30), tuple(range(7)), 28)


def test_two_bouts_a_day_are_two_series():
    slots = on_days(0, at="07:30", minutes=5) + on_days(0, at="18:00", minutes=5)
    assert [series.at.hour for series in series_of(item(*slots))] == [7, 18]


def test_a_single_moved_date_stands_apart():
    usual, *moved = on_days(0, at="07:30", minutes=5)[::-1]
    series = series_of(item(replace(usual, at=dt.time(12)), *moved))
    assert [(one.usual, one.at.hour) for one in series] == [(True, 7), (False, 12)]


def test_a_skipped_date_is_known_as_missed():
    slots = on_days(0, at="07:30", minutes=5)
    (series,) = series_of(item(slots[0], *slots[2:]))
    assert series.missed == (slots[1].on,)


def test_an_item_without_slots_has_no_series():
    assert series_of(item()) == ()


def test_a_plan_that_starts_midweek_starts_its_week_that_day():
    wednesday = STARTS + dt.timedelta(days=2)
    slots = on_days(2, 0, at="07:30", minutes=5, starts=wednesday, weeks=2)
    week = week_pattern(plan(starts_on=wednesday, items=(item(*slots),)))
    assert week.days[0] == wednesday
    assert [bool(day) for day in week.rows[0].days] == [True, False, False, False, False, True, False]


def test_each_time_knows_the_weeks_it_is_done_in():
    slots = on_days(0, at="07:30", minutes=5)
    week = week_pattern(plan(items=(item(slots[0], slots[2], slots[3]),)))
    assert week.rows[0].days[0][0].weeks == (1, 3, 4)


def test_a_plan_with_nothing_to_do_by_the_clock_has_one_empty_week():
    week = week_pattern(plan(items=()))
    assert (week.weeks, week.rows, week.differs) == (1, (), ())
