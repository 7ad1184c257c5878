"""The second stage: at what time of day."""

import datetime as dt
from zoneinfo import ZoneInfo

import msgspec

from little_library import MONDAY, PROGRAMME
from spinewise.knowledge.models import Dose
from spinewise.plan.candidates import Candidate
from spinewise.plan.choose import Pick
from spinewise.plan.daytime import Day, clock, exists, free_days, merged, minute_of, waking_grid
from spinewise.plan.minutes import minutes_a_day
from spinewise.plan.patterns import day_patterns
from spinewise.plan.schedule import best_chain, timetable
from spinewise.plan.types import Busy

BERLIN = "Europe/Berlin"
DAILY = Dose(minutes=10)
TWICE = Dose(minutes=5, times_a_day=2)


def at(text, zone=BERLIN):
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def busy(start, end, zone=BERLIN):
    return Busy(at(start, zone), at(end, zone))


def pick(name, dose=DAILY, *, adjunct=False, start=0):
    days = day_patterns(dose)[start]
    minutes = minutes_a_day(dose, PROGRAMME.pace)
    one = Candidate(intervention=name, dose=dose, minutes_a_day=minutes, worth=0, adjunct=adjunct)
    return Pick(candidate=one, days=days)


def placed(*picks, taken=(), part="", first=MONDAY, days=14, zone=BERLIN):
    free = free_days(first, first + dt.timedelta(days=days - 1), zone=zone, busy=taken, programme=PROGRAMME)
    return timetable(picks, free, part_of_day=part, programme=PROGRAMME)


def times(table, name):
    return {slot.at for slot in table.slots[name]}


def every_day(start, end, *, days=14, first=MONDAY):
    dates = [first + dt.timedelta(days=n) for n in range(days)]
    return [busy(f"{on}T{start}", f"{on}T{end}") for on in dates]


def test_the_same_time_every_day():
    assert times(placed(pick("walk")), "walk") == {dt.time(7)}


def test_the_part_of_the_day_that_was_wished_for():
    assert times(placed(pick("walk"), part="evening"), "walk") == {dt.time(16)}


def test_a_taken_hour_moves_every_day_together():
    table = placed(pick("walk"), taken=[busy("2026-11-25T07:00", "2026-11-25T08:00")])
    assert times(table, "walk") == {dt.time(8)}


def test_one_appointment_does_not_move_a_whole_fortnight_out_of_the_evening():
    taken = [busy("2026-11-25T16:00", "2026-11-25T21:00")]
    table = placed(pick("walk"), taken=taken, part="evening")
    apart = {slot.on: slot.at for slot in table.slots["walk"] if slot.at != dt.time(16)}
    assert apart == {dt.date(2026, 11, 25): dt.time(15, 45)}


def test_what_is_done_on_one_day_is_done_in_one_go():
    table = placed(pick("walk"), pick("tilt", Dose(sets=(10,))))
    assert times(table, "tilt") == {dt.time(7)}
    assert times(table, "walk") == {dt.time(7, 2)}


def test_what_is_done_daily_keeps_its_time_when_others_join():
    table = placed(pick("walk"), pick("bridge", Dose(sets=(8,), days_a_week=3, apart=True)))
    assert times(table, "walk") == {dt.time(7)}


def test_comfort_comes_after_the_exercises():
    table = placed(pick("a_heat", adjunct=True), pick("walk"))
    assert times(table, "a_heat") == {dt.time(7, 10)}


def test_twice_a_day_is_morning_and_evening_with_hours_between():
    table = placed(pick("stretch", TWICE))
    assert times(table, "stretch") == {dt.time(7), dt.time(16)}


def test_two_bouts_stay_six_hours_apart_on_a_busy_day():
    taken = every_day("07:00", "12:00")
    table = placed(pick("stretch", TWICE), taken=taken)
    for on in {slot.on for slot in table.slots["stretch"]}:
        first, second = (minute_of(slot.at) for slot in table.slots["stretch"] if slot.on == on)
        assert second - first >= 6 * 60


def test_once_a_day_items_join_the_bout_in_the_wished_part():
    table = placed(pick("stretch", TWICE), pick("walk"), part="evening")
    assert times(table, "walk") == {dt.time(16, 5)}


def test_a_date_without_free_time_is_skipped_and_named():
    table = placed(pick("walk"), taken=[busy("2026-11-26T00:00", "2026-11-27T00:00")])
    assert table.skipped == (dt.date(2026, 11, 26),)
    assert dt.date(2026, 11, 26) not in {slot.on for slot in table.slots["walk"]}


def test_a_date_with_too_little_time_gets_what_fits_and_is_named():
    taken = [busy("2026-11-26T00:00", "2026-11-26T12:00"), busy("2026-11-26T12:10", "2026-11-27T00:00")]
    table = placed(pick("a_walk"), pick("tilt", Dose(sets=(10,))), pick("a_heat", adjunct=True), taken=taken)
    on_that_day = [name for name in table.slots for slot in table.slots[name] if slot.on == dt.date(2026, 11, 26)]
    assert table.shortened == (dt.date(2026, 11, 26),)
    assert on_that_day == ["a_walk"]


def test_an_exercise_too_long_for_a_date_makes_way_for_a_shorter_one():
    taken = [busy("2026-11-26T00:00", "2026-11-26T12:00"), busy("2026-11-26T12:09", "2026-11-27T00:00")]
    table = placed(pick("a_walk"), pick("tilt", Dose(sets=(10,))), taken=taken)
    assert dt.date(2026, 11, 26) in {slot.on for slot in table.slots["tilt"]}
    assert dt.date(2026, 11, 26) not in {slot.on for slot in table.slots["a_walk"]}


def test_comfort_is_not_left_alone_on_a_short_day():
    taken = [busy("2026-11-26T00:00", "2026-11-26T12:00"), busy("2026-11-26T12:09", "2026-11-27T00:00")]
    table = placed(pick("walk"), pick("a_heat", Dose(minutes=5), adjunct=True), taken=taken)
    assert table.skipped == (dt.date(2026, 11, 26),)


def test_the_evening_bout_gives_way_before_the_main_one():
    taken = [busy("2026-11-26T08:00", "2026-11-27T00:00")]
    table = placed(pick("stretch", TWICE), taken=taken)
    assert [slot.at for slot in table.slots["stretch"] if slot.on == dt.date(2026, 11, 26)] == [dt.time(7)]


def test_an_appointment_elsewhere_counts_in_the_persons_wall_time():
    taken = [busy(f"{MONDAY}T01:00", f"{MONDAY}T02:00", zone="America/New_York")]  # 07:00 to 08:00 in Berlin
    (first,) = placed(pick("walk"), taken=taken, days=1).slots["walk"]
    assert first.at == dt.time(8)


def test_nothing_starts_before_waking_or_ends_after_bedtime():
    taken = every_day("07:00", "20:50")
    assert placed(pick("walk"), taken=taken).slots == {}


def test_a_wall_time_that_the_clock_skips_does_not_exist():
    berlin = ZoneInfo(BERLIN)
    assert not exists(dt.date(2027, 3, 28), dt.time(2, 30), berlin)
    assert exists(dt.date(2027, 3, 28), dt.time(3), berlin)
    assert exists(dt.date(2026, 10, 25), dt.time(2, 30), berlin)


def test_no_time_that_the_clock_skips_is_free():
    night = night_programme()
    (day,) = free_days(dt.date(2027, 3, 14), dt.date(2027, 3, 14), zone="America/New_York", busy=(), programme=night)
    assert not any(day.fits(minute, 1) for minute in range(2 * 60, 3 * 60))
    assert not day.fits(60, 75)
    assert day.fits(3 * 60, 60)


def night_programme():
    return msgspec.structs.replace(PROGRAMME, day_starts="00:00", day_ends="06:00")


def test_the_plan_keeps_its_wall_time_over_a_clock_change():
    table = placed(pick("walk"), first=dt.date(2026, 10, 20))
    assert times(table, "walk") == {dt.time(7)}


def test_busy_times_that_touch_are_one():
    joined = merged([busy("2026-11-23T08:00", "2026-11-23T09:00"), busy("2026-11-23T09:00", "2026-11-23T10:00")])
    assert len(joined) == 1


def test_free_time_ends_where_the_next_appointment_begins():
    appointment = busy(f"{MONDAY}T08:10", f"{MONDAY}T09:00")
    (day,) = free_days(MONDAY, MONDAY, zone=BERLIN, busy=[appointment], programme=PROGRAMME)
    assert day.free[minute_of("08:00")] == 10


def test_the_grid_has_a_quarter_of_an_hour():
    assert waking_grid(PROGRAMME)[:3] == (420, 435, 450)


def test_a_chain_takes_the_cheapest_starts_that_keep_the_gap():
    assert best_chain([{0: 5, 60: 0}, {60: 0, 120: 3}], 60) == (60, 120)


def test_a_chain_breaks_a_tie_for_the_earlier():
    assert best_chain([{60: 1, 0: 1}], 0) == (0,)


def test_there_is_no_chain_when_the_gap_does_not_fit():
    assert best_chain([{60: 0}, {90: 0}], 60) is None


def test_a_full_day_says_so():
    assert Day(MONDAY, {420: 0}).is_full


def test_clock_and_minute_are_each_others_inverse():
    assert all(minute_of(clock(minute)) == minute for minute in range(24 * 60))
