"""What holds for every plan, whatever the wishes, the calendar and the zone."""

import datetime as dt
import math
from itertools import pairwise
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from little_library import EXERCISES, HEAT, PROGRAMME, bundle, cleared, exercise, library, triaged, wishes
from spinewise.knowledge.ladders import Level
from spinewise.knowledge.models import Dose
from spinewise.plan.edit import apply_edits
from spinewise.plan.propose import propose
from spinewise.plan.rungs import rungs_of
from spinewise.plan.setting import exercises_a_day
from spinewise.plan.types import Add, Busy, Proposal, Refusal, Remove

ALTERNATE = exercise("alternate", aims=("leg_strength",), dose=Dose(sets=(8,), days_a_week=4, apart=True))
KB = library(*EXERCISES, ALTERNATE, HEAT, bundles=(bundle("walk", "alternate", "twice", "bridge"),))
WEEKS = {
    "ordinary": ("Europe/Berlin", dt.date(2026, 11, 23)),
    "clocks go back": ("Europe/Berlin", dt.date(2026, 10, 19)),
    "clocks go forward": ("America/New_York", dt.date(2027, 3, 8)),
    "half hours": ("Australia/Lord_Howe", dt.date(2027, 3, 29)),
}
CUT_SHORT = ("note_skipped", "note_shortened", "note_no_room")
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def calendars(draw, first, zone):
    """Appointments on some of the days, in the person's zone or another."""
    taken = []
    for _ in range(draw(st.integers(0, 25))):
        day = first + dt.timedelta(days=draw(st.integers(-1, 16)))
        home = ZoneInfo(draw(st.sampled_from([zone, "UTC", "Asia/Kathmandu"])))
        start = dt.datetime.combine(day, dt.time(draw(st.integers(0, 23)), draw(st.sampled_from([0, 10, 30]))), home)
        start = start.astimezone(dt.UTC)
        taken.append(Busy(start, start + dt.timedelta(minutes=draw(st.integers(1, 900)))))
    return tuple(taken)


@st.composite
def people(draw):
    """Wishes, a triage and levels for one person."""
    zone, first = WEEKS[draw(st.sampled_from(sorted(WEEKS)))]
    wished = wishes(
        starts_on=first,
        zone=zone,
        minutes_a_day=draw(st.sampled_from([2, 5, 15, 30, 60])),
        cover_daily=draw(some_of(["balance", "hip_mobility", "fitness"], 2)),
        comfort=draw(st.sampled_from(["", "heat", "neither"])),
        part_of_day=draw(st.sampled_from(["", "morning", "midday", "evening"])),
        liked=draw(some_of(sorted(KB.exercises), 3)),
        disliked=draw(some_of(sorted(KB.exercises), 2)),
        busy=draw(calendars(first, zone)),
    )
    who = triaged(
        irritability=draw(st.sampled_from(["low", "high", ""])),
        subgroups=draw(st.sampled_from([(), ("extension_preference",)])),
    )
    ids = st.sampled_from(sorted(KB.interventions))
    return wished, who, draw(st.dictionaries(ids, st.sampled_from(list(Level)), max_size=4))


def some_of(words, most):
    return st.lists(st.sampled_from(words), unique=True, max_size=most).map(tuple)


def plan_of(made):
    return made.nearest if isinstance(made, Refusal) else made


def made_for(person, kb=KB):
    wished, who, levels = person
    return propose(cleared(kb, levels=levels), wished, kb, triage=who)


def spans(plan):
    """Every slot as instants, with its item."""
    zone = ZoneInfo(plan.zone)
    for item in plan.items:
        for slot in item.slots:
            start = dt.datetime.combine(slot.on, slot.at, zone).astimezone(dt.UTC)
            yield start, start + dt.timedelta(minutes=slot.minutes), item, slot


def is_active(item):
    return item.intervention in KB.exercises


def dates_of(item):
    return sorted({slot.on for slot in item.slots})


@FEW
@given(people())
def test_no_slot_overlaps_a_busy_time_or_another_slot(person):
    plan = plan_of(made_for(person))
    if plan is None:
        return
    found = sorted((start, end) for start, end, _, _ in spans(plan))
    assert all(end <= later for (_, end), (later, _) in pairwise(found))
    assert not [(start, one) for start, end in found for one in person[0].busy if start < one.end and one.start < end]


@FEW
@given(people())
def test_every_slot_is_in_waking_hours_on_a_wall_time_that_exists(person):
    plan = plan_of(made_for(person))
    for start, end, _, slot in spans(plan) if plan else ():
        local = start.astimezone(ZoneInfo(plan.zone))
        assert (local.date(), local.time()) == (slot.on, slot.at)
        assert dt.time.fromisoformat(PROGRAMME.day_starts) <= slot.at
        assert end.astimezone(ZoneInfo(plan.zone)).time() <= dt.time.fromisoformat(PROGRAMME.day_ends)
        assert plan.starts_on <= slot.on <= plan.review_on


@FEW
@given(people())
def test_no_day_asks_for_more_minutes_or_exercises_than_allowed(person):
    plan = plan_of(made_for(person))
    most = exercises_a_day(KB, person[1]).most
    for on in {slot.on for _, _, _, slot in spans(plan)} if plan else ():
        today = [(item, slot) for _, _, item, slot in spans(plan) if slot.on == on and is_active(item)]
        assert sum(slot.minutes for _, slot in today) <= plan.minutes_a_day + 1e-6
        assert len({item.intervention for item, _ in today}) <= most


@FEW
@given(people())
def test_days_a_week_are_kept_and_days_apart_never_touch(person):
    plan = plan_of(made_for(person))
    for item in plan.items if plan else ():
        dates = dates_of(item)
        for day in dates:
            assert sum(day <= other < day + dt.timedelta(days=7) for other in dates) <= item.dose.days_a_week
        if item.dose.apart:
            assert all((later - day).days >= 2 for day, later in pairwise(dates))


@FEW
@given(people())
def test_one_rung_of_a_ladder_at_most(person):
    plan = plan_of(made_for(person))
    inside = {item.intervention for item in plan.items} if plan else set()
    assert not [pair for pair in rungs_of(KB.exercises.values()) if set(pair) <= inside]


@FEW
@given(people())
def test_only_what_is_cleared_and_not_disliked_is_proposed(person):
    plan = plan_of(made_for(person))
    wished, _, levels = person
    for item in plan.items if plan else ():
        assert levels.get(item.intervention, Level.GO) is Level.GO
        assert item.intervention not in wished.disliked


@FEW
@given(people())
def test_comfort_is_never_alone_and_always_ends(person):
    plan = plan_of(made_for(person))
    for item in plan.items if plan else ():
        if not is_active(item):
            assert item.until is not None
            assert all(slot.on <= item.until for slot in item.slots)
            assert any(is_active(other) for other in plan.items)


@FEW
@given(people())
def test_two_bouts_of_a_day_are_six_hours_apart(person):
    plan = plan_of(made_for(person))
    for item in plan.items if plan else ():
        starts = [dt.datetime.combine(slot.on, slot.at) for slot in item.slots]
        same_day = [(one, other) for one, other in pairwise(starts) if one.date() == other.date()]
        assert all(other - one >= dt.timedelta(hours=6) for one, other in same_day)


@FEW
@given(people())
def test_what_is_covered_daily_is_planned_on_every_date_that_is_not_named(person):
    made = made_for(person)
    if isinstance(made, Refusal) or any(why.says.startswith(CUT_SHORT) for why in made.notes):
        return
    length = (made.review_on - made.starts_on).days + 1
    for aim in person[0].cover_daily:
        training = [item for item in made.items if is_active(item) and aim in KB.exercises[item.intervention].aims]
        assert len({slot.on for item in training for slot in item.slots}) == length


@FEW
@given(people(), st.randoms(use_true_random=False))
def test_order_of_input_never_matters(person, random):
    wished, who, levels = person
    exercises = list(KB.exercises.items())
    random.shuffle(exercises)
    turned = msgspec.structs.replace(KB, exercises=dict(exercises))
    every = list(cleared(turned, levels=levels))
    random.shuffle(every)
    busy = list(wished.busy)
    random.shuffle(busy)
    one = propose(cleared(KB, levels=levels), wished, KB, triage=who)
    other = propose(every, msgspec.structs.replace(wished, busy=tuple(busy)), turned, triage=who)
    assert msgspec.json.encode(one) == msgspec.json.encode(other)


@FEW
@given(people())
def test_a_refusal_always_says_why(person):
    made = made_for(person)
    assert isinstance(made, Proposal) or (made.clashes and all(clash.says for clash in made.clashes))


@FEW
@given(people(), st.sampled_from(sorted(KB.exercises)))
def test_adding_and_removing_again_changes_nothing_else(person, intervention):
    plan = plan_of(made_for(person))
    if plan is None or intervention in {item.intervention for item in plan.items}:
        return
    after = apply_edits(plan, [Add(intervention), Remove(intervention)], cleared(KB), person[0], KB)
    assert msgspec.structs.replace(after, notes=plan.notes) == plan


@pytest.mark.parametrize("week", sorted(WEEKS))
def test_a_calendar_without_room_is_refused_for_that(week):
    zone, first = WEEKS[week]
    start = dt.datetime.combine(first - dt.timedelta(days=1), dt.time(), dt.UTC)
    always = Busy(start, start + dt.timedelta(days=30))
    made = propose(cleared(KB), wishes(starts_on=first, zone=zone, busy=(always,)), KB, triage=triaged())
    assert [clash.about for clash in made.clashes] == ["busy"]


def test_the_rungs_follow_the_ladder_to_its_top():
    assert rungs_of(KB.exercises.values()) == (
        ("low_rung", "high_rung"),
        ("low_rung", "middle_rung"),
        ("middle_rung", "high_rung"),
    )


def test_rounding_never_hides_a_minute():
    plan = propose(cleared(KB), wishes(), KB, triage=triaged())
    assert all(math.isclose(slot.minutes * 10, round(slot.minutes * 10)) for *_, slot in spans(plan))
