"""The checker refuses what breaks a promise, for that reason alone, and accepts the same thing mended."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any, NamedTuple

import msgspec
import pytest
from msgspec.structs import replace

from small_world import (
    BERLIN,
    CLINICIAN,
    FEW_DAYS,
    MONDAY,
    MONDAYS_WEDNESDAYS_FRIDAYS,
    PERSON,
    WEEKDAYS,
    WORLD,
    answered,
    at,
    day,
    examined,
    full_plan,
    item,
    unexamined,
    waiver,
    without,
)
from spinewise.knowledge.ladders import Level, Tier, WaiverBy
from spinewise.knowledge.models import Dose, Limits
from spinewise.plan.accept import PROMISES, Check, accept
from spinewise.plan.checks import care, clearance, dosing, ladders, modalities, names, review, rhythm, times, waivers
from spinewise.plan.checks.case import case_of
from spinewise.plan.types import Busy, Goal, Item, Plan, Proposal, Refusal, Session, Slot, Waiver
from spinewise.rules.facts import Answers


class Request(NamedTuple):
    proposal: Proposal
    answers: Answers
    waivers: tuple[Waiver, ...] = ()
    busy: tuple[Busy, ...] = ()


WALK = item("walk", "08:00", days=WEEKDAYS)
TILT = item("tilt", "08:30")
BRIDGE = item("bridge", "09:00", days=MONDAYS_WEDNESDAYS_FRIDAYS)
HEAT = item("modalities/heat", "18:00", days=FEW_DAYS, until=day(7))


def proposal(*items: Item, **more: Any) -> Proposal:
    """A full plan for two weeks, with walking, a tilt and a bridge unless there are items."""
    return full_plan(*(items or (WALK, TILT, BRIDGE)), **more)


def low_load(*items: Item, **more: Any) -> Proposal:
    return proposal(*items, tier=Tier.LOW_LOAD, **more)


def general(*items: Item, **more: Any) -> Proposal:
    return proposal(*items, tier=Tier.GENERAL, **more)


def decide(request: Request) -> Plan | Refusal:
    return accept(request.proposal, request.answers, WORLD, request.waivers, busy=request.busy)


def clashes(request: Request) -> set[str]:
    """The rules for which it is refused; none when it is accepted."""
    decision = decide(request)
    return {clash.rule for clash in decision.clashes} if isinstance(decision, Refusal) else set()


SIT_UP = item("sit_up", "08:15")
TILT_FAR = item("tilt_far", "19:00")
SOCK = item("sock", "19:00")
CRATE = item("crate", "19:30")
THIN = examined(bones="thin")
MASSAGE = item("modalities/massage", "17:00", days=(0,), until=day(7))
IN_CLINIC = {"slots": (), "in_clinic": True}
PRESS_UP = item("press_up", anchors=("after breakfast", "after lunch"), until=day(3))
TESTED = examined(preference="extension")
SPRING = dt.date(2027, 3, 22)
NIGHT = dt.date(2027, 3, 28)


def walking(dose_minutes: float, **more: Any) -> Item:
    return item("walk", "08:00", days=WEEKDAYS, dose=Dose(minutes=dose_minutes, days_a_week=5), **more)


def spring(clock: str) -> Proposal:
    walk = replace(WALK, slots=(Slot(NIGHT, dt.time.fromisoformat(clock), 10),))
    return proposal(walk, starts_on=SPRING, review_on=day(14, SPRING))


def meeting(clock: str, *, minutes: int = 30, on: dt.date = MONDAY) -> Busy:
    """An hour of the person's own, in universal time; Berlin is one hour ahead in November."""
    start = dt.datetime.combine(on, dt.time.fromisoformat(clock), tzinfo=dt.UTC)
    return Busy(start, start + dt.timedelta(minutes=minutes), "meeting")


def visits(count: int) -> tuple[Session, ...]:
    return tuple(Session(week=1, minutes=40, does=("modalities/massage",)) for _ in range(count))


class Break(NamedTuple):
    """A proposal that breaks one promise, the rule it is refused by, and the same thing mended."""

    promise: Check
    rule: str
    broken: Request
    mended: Request


BREAKS = {
    "a full plan without an examination": Break(
        care.tier_is_allowed, "tier", Request(proposal(), unexamined()), Request(low_load(), unexamined())
    ),
    "a general plan made low-load while a referral is on its way": Break(
        care.tier_is_allowed,
        "tier",
        Request(low_load(WALK), unexamined(fever=True)),
        Request(general(WALK), unexamined(fever=True)),
    ),
    "a self-made plan at seventeen": Break(
        care.no_self_made_plan_for_a_child,
        "age",
        Request(low_load(), unexamined(age=17)),
        Request(low_load(), unexamined(age=18)),
    ),
    "a self-made plan at an age nobody asked": Break(
        care.no_self_made_plan_for_a_child,
        "age",
        Request(low_load(), without(unexamined(), "age")),
        Request(low_load(), unexamined()),
    ),
    "an exercise that does not exist": Break(
        names.interventions_exist,
        "known_item",
        Request(proposal(WALK, replace(TILT, intervention="tlit")), examined()),
        Request(proposal(WALK, TILT), examined()),
    ),
    "a lesson that does not exist": Break(
        names.lessons_exist,
        "known_lesson",
        Request(proposal(lessons=("lessons/mvoe",)), examined()),
        Request(proposal(lessons=("lessons/move",)), examined()),
    ),
    "the same exercise as two items": Break(
        names.nothing_twice,
        "once",
        Request(proposal(TILT, item("tilt", "19:00")), examined()),
        Request(proposal(TILT, item("clam", "19:00")), examined()),
    ),
    "two rungs of one ladder, with one between them": Break(
        ladders.one_rung_of_a_ladder,
        "one_rung",
        Request(proposal(TILT, TILT_FAR), examined()),
        Request(proposal(item("clam", "08:30"), TILT_FAR), examined()),
    ),
    "two tasks of daily life before an examination": Break(
        ladders.one_small_task_at_a_time,
        "one_task",
        Request(low_load(SOCK, CRATE), unexamined(hard_tasks=("socks", "crates"))),
        Request(low_load(SOCK, TILT), unexamined(hard_tasks=("socks", "crates"))),
    ),
    "a second task of daily life that nobody asked for": Break(
        ladders.one_small_task_at_a_time,
        "one_task",
        Request(proposal(SOCK, CRATE), examined(hard_tasks=("crates",))),
        Request(proposal(SOCK, CRATE), examined(hard_tasks=("crates", "socks"))),
    ),
    "a task of daily life that was not called hard": Break(
        ladders.only_tasks_that_are_hard,
        "named_task",
        Request(low_load(SOCK), unexamined(hard_tasks=("crates",))),
        Request(low_load(SOCK), unexamined(hard_tasks=("socks",))),
    ),
    "three massages where a course has two": Break(
        ladders.course_has_its_sessions,
        "course_sessions",
        Request(proposal(WALK, replace(MASSAGE, **IN_CLINIC), sessions=visits(3)), examined()),
        Request(proposal(WALK, replace(MASSAGE, **IN_CLINIC), sessions=visits(2)), examined()),
    ),
    "an exercise at the general tier": Break(
        clearance.only_general_items,
        "tiers/S",
        Request(general(WALK, TILT), unexamined(fever=True)),
        Request(general(WALK, item("breathing", "08:30")), unexamined(fever=True)),
    ),
    "a heavy exercise at the low-load tier": Break(
        clearance.only_low_load,
        "tiers/L",
        Request(low_load(item("heavy", "08:00")), unexamined()),
        Request(proposal(item("heavy", "08:00")), examined()),
    ),
    "an exercise that has to be shown, before anybody showed it": Break(
        clearance.nothing_untaught,
        "tiers/L",
        Request(low_load(item("reach", "08:00")), unexamined()),
        Request(proposal(item("reach", "08:00")), examined()),
    ),
    "an exercise that only a clinician chooses, chosen by nobody": Break(
        clearance.by_a_clinicians_hand,
        "by_default",
        Request(low_load(item("fancy", "08:00")), unexamined()),
        Request(proposal(item("fancy", "08:00")), examined()),
    ),
    "an excluded exercise": Break(
        clearance.cleared_or_waived,
        "precautions/thin_bones",
        Request(proposal(SIT_UP), THIN),
        Request(proposal(SIT_UP), THIN, (waiver("thin_bones", "sit_up"),)),
    ),
    "an exercise held by a question that nobody answered": Break(
        clearance.cleared_or_waived,
        "precautions/thin_bones",
        Request(proposal(SIT_UP), without(examined(), "bones")),
        Request(proposal(SIT_UP), examined()),
    ),
    "a caution without a clinician's reason": Break(
        clearance.cleared_or_waived,
        "precautions/breathless",
        Request(proposal(), examined(breathless=True)),
        Request(proposal(), examined(breathless=True), (waiver("breathless", "walk", role="therapist"),)),
    ),
    "a caution at the low-load tier, whoever signs": Break(
        clearance.cleared_or_waived,
        "precautions/breathless",
        Request(low_load(WALK), unexamined(breathless=True), (waiver("breathless", "walk"),)),
        Request(low_load(TILT), unexamined(breathless=True)),
    ),
    "one of two holding rules set aside": Break(
        clearance.cleared_or_waived,
        "precautions/blood_thinner",
        Request(proposal(SIT_UP), examined(bones="thin", blood_thinner=True), (waiver("thin_bones", "sit_up"),)),
        Request(
            proposal(SIT_UP),
            examined(bones="thin", blood_thinner=True),
            (waiver("thin_bones", "sit_up"), waiver("blood_thinner", "sit_up")),
        ),
    ),
    "a waiver kept in store": Break(
        waivers.waives_what_holds,
        "waiver_fits",
        Request(proposal(SIT_UP), examined(), (waiver("thin_bones", "sit_up"),)),
        Request(proposal(SIT_UP), examined()),
    ),
    "a waiver for what is not in the plan": Break(
        waivers.waives_what_holds,
        "waiver_fits",
        Request(proposal(WALK), THIN, (waiver("thin_bones", "sit_up"),)),
        Request(proposal(WALK), THIN),
    ),
    "a waiver of a rule that does not exist": Break(
        waivers.waives_what_holds,
        "waiver_fits",
        Request(proposal(WALK), examined(), (waiver("thick_bones", "walk"),)),
        Request(proposal(WALK), examined()),
    ),
    "a waiver of what nobody may waive": Break(
        waivers.may_be_waived,
        "waiver_never",
        Request(
            proposal(WALK, item("modalities/tens", "18:00", days=FEW_DAYS, until=day(7))),
            examined(stimulator=True),
            (waiver("stimulator", "modalities/tens"),),
        ),
        Request(proposal(WALK, item("modalities/tens", "18:00", days=FEW_DAYS, until=day(7))), examined()),
    ),
    "a therapist's waiver where a supervisor decides": Break(
        waivers.may_be_waived,
        "waiver_role",
        Request(proposal(SIT_UP), THIN, (waiver("thin_bones", "sit_up", role="therapist"),)),
        Request(proposal(SIT_UP), THIN, (waiver("thin_bones", "sit_up", role="supervisor"),)),
    ),
    "a waiver dated tomorrow": Break(
        waivers.signed_and_not_in_advance,
        "waiver_date",
        Request(proposal(SIT_UP), THIN, (waiver("thin_bones", "sit_up", on=day(1)),)),
        Request(proposal(SIT_UP), THIN, (waiver("thin_bones", "sit_up", on=day(-1)),)),
    ),
    "heat and nothing else": Break(
        modalities.passive_never_alone,
        "active",
        Request(proposal(HEAT), examined()),
        Request(proposal(HEAT, WALK), examined()),
    ),
    "heat without a last day": Break(
        modalities.course_has_an_end,
        "course",
        Request(proposal(WALK, replace(HEAT, until=None)), examined()),
        Request(proposal(WALK, HEAT), examined()),
    ),
    "heat a day longer than its course": Break(
        modalities.course_has_an_end,
        "course",
        Request(proposal(WALK, replace(HEAT, until=day(8))), examined()),
        Request(proposal(WALK, replace(HEAT, until=day(7))), examined()),
    ),
    "massage at home": Break(
        modalities.home_only_if_meant_for_it,
        "home",
        Request(proposal(WALK, MASSAGE), examined()),
        Request(proposal(WALK, replace(MASSAGE, **IN_CLINIC)), examined()),
    ),
    "massage for somebody whom no clinician has seen": Break(
        modalities.home_only_if_meant_for_it,
        "tiers/L",
        Request(low_load(WALK, replace(MASSAGE, **IN_CLINIC)), unexamined()),
        Request(low_load(WALK), unexamined()),
    ),
    "what needs consent, at home": Break(
        modalities.consent_only_in_clinic,
        "consent",
        Request(proposal(WALK, item("modalities/cupping", "18:00", days=FEW_DAYS, until=day(7))), examined()),
        Request(proposal(WALK, item("modalities/cupping", until=day(7), **IN_CLINIC)), examined()),
    ),
    "a dose that is not a number": Break(
        dosing.numbers_are_numbers,
        "dose_number",
        Request(proposal(walking(math.nan, minutes=10)), examined()),
        Request(proposal(walking(10)), examined()),
    ),
    "repetitions of walking": Break(
        dosing.same_kind_as_the_file,
        "dose_kind",
        Request(proposal(item("walk", "08:00", days=WEEKDAYS, dose=Dose(sets=(5,), days_a_week=5))), examined()),
        Request(proposal(WALK), examined()),
    ),
    "both sides at once where it is each side": Break(
        dosing.same_kind_as_the_file,
        "dose_kind",
        Request(proposal(item("clam", "08:00", dose=Dose(sets=(8,)))), examined()),
        Request(proposal(item("clam", "08:00", dose=Dose(sets=(8,), sides="each"))), examined()),
    ),
    "longer walks than the file allows": Break(
        dosing.within_the_files_own_limit,
        "dose_own_limit",
        Request(proposal(walking(31)), examined()),
        Request(proposal(walking(30)), examined()),
    ),
    "three long sets where they grow shorter": Break(
        dosing.within_the_files_own_limit,
        "dose_own_limit",
        Request(proposal(item("tilt", "08:00", dose=Dose(sets=(12, 12, 12), hold_s=3))), examined()),
        Request(proposal(item("tilt", "08:00", dose=Dose(sets=(12, 10, 8), hold_s=3))), examined()),
    ),
    "a hold where the file has none": Break(
        dosing.within_the_files_own_limit,
        "dose_own_limit",
        Request(proposal(item("sit_up", "08:00", dose=Dose(sets=(5,), hold_s=20))), examined()),
        Request(proposal(item("sit_up", "08:00", dose=Dose(sets=(5,)))), examined()),
    ),
    "longer walks than a precaution allows, waiver or not": Break(
        dosing.within_what_is_cleared,
        "dose_cleared",
        Request(proposal(walking(16)), examined(breathless=True), (waiver("breathless", "walk"),)),
        Request(proposal(walking(15)), examined(breathless=True), (waiver("breathless", "walk"),)),
    ),
    "walks too short to mean anything": Break(
        dosing.enough_to_mean_something,
        "dose_least",
        Request(proposal(walking(4)), examined()),
        Request(proposal(walking(5)), examined()),
    ),
    "no day of rest asked for where the file asks for one": Break(
        dosing.days_of_rest_are_kept_in_the_dose,
        "dose_apart",
        Request(proposal(replace(BRIDGE, dose=replace(BRIDGE.dose, apart=False))), examined()),
        Request(proposal(BRIDGE), examined()),
    ),
    "through the day in a direction that nobody tested": Break(
        dosing.through_the_day_only_for_a_tested_preference,
        "tiers/F",
        Request(proposal(WALK, PRESS_UP), examined()),
        Request(proposal(WALK, PRESS_UP), TESTED),
    ),
    "through the day in a direction that the person reports": Break(
        dosing.through_the_day_only_for_a_tested_preference,
        "tiers/F",
        Request(proposal(WALK, PRESS_UP), examined().with_(*answered(PERSON, {"preference": "extension"}))),
        Request(proposal(WALK, PRESS_UP), examined().with_(*answered(CLINICIAN, {"preference": "extension"}))),
    ),
    "every hour where every two is the most": Break(
        dosing.through_the_day_only_for_a_tested_preference,
        "through_the_day",
        Request(proposal(WALK, replace(PRESS_UP, dose=Dose(sets=(10,), every_hours=1))), TESTED),
        Request(proposal(WALK, replace(PRESS_UP, dose=Dose(sets=(10,), every_hours=2))), TESTED),
    ),
    "an ordinary exercise through the day": Break(
        dosing.through_the_day_only_for_a_tested_preference,
        "through_the_day",
        Request(
            proposal(item("tilt", dose=Dose(sets=(8,), every_hours=3), anchors=("before bed",), until=day(3))),
            TESTED,
        ),
        Request(proposal(TILT), TESTED),
    ),
    "a zone that does not exist": Break(
        times.zone_exists,
        "zone",
        Request(proposal(zone="Europe/Berlni"), examined()),
        Request(proposal(zone="Europe/Berlin"), examined()),
    ),
    "an exercise without a time": Break(
        times.has_its_times,
        "has_times",
        Request(proposal(WALK, replace(TILT, slots=())), examined()),
        Request(proposal(WALK, TILT), examined()),
    ),
    "a through-the-day exercise at fixed times": Break(
        times.has_its_times,
        "has_times",
        Request(proposal(WALK, replace(PRESS_UP, anchors=(), slots=at("12:00", days=FEW_DAYS))), TESTED),
        Request(proposal(WALK, PRESS_UP), TESTED),
    ),
    "times at home for what is done in the clinic": Break(
        times.has_its_times,
        "has_times",
        Request(proposal(WALK, replace(MASSAGE, in_clinic=True)), examined()),
        Request(proposal(WALK, replace(MASSAGE, in_clinic=True, slots=())), examined()),
    ),
    "a moment of the day that the programme does not know": Break(
        times.anchors_exist,
        "anchors",
        Request(proposal(WALK, replace(PRESS_UP, anchors=("at midnight",))), TESTED),
        Request(proposal(WALK, replace(PRESS_UP, anchors=("after lunch",))), TESTED),
    ),
    "a day after the review": Break(
        times.inside_the_plan,
        "inside_plan",
        Request(proposal(item("walk", "08:00", days=(0, 15))), examined()),
        Request(proposal(item("walk", "08:00", days=(0, 14))), examined()),
    ),
    "a day before the start": Break(
        times.inside_the_plan,
        "inside_plan",
        Request(proposal(item("walk", "08:00", days=(-1, 1))), examined()),
        Request(proposal(item("walk", "08:00", days=(0, 1))), examined()),
    ),
    "heat after its last day": Break(
        times.not_after_its_last_day,
        "until",
        Request(proposal(WALK, replace(HEAT, until=day(2))), examined()),
        Request(proposal(WALK, replace(HEAT, until=day(3))), examined()),
    ),
    "a slot shorter than its dose": Break(
        times.slots_are_sound,
        "slot_minutes",
        Request(proposal(walking(10, minutes=9)), examined()),
        Request(proposal(walking(10, minutes=11)), examined()),
    ),
    "a slot that runs into the next day": Break(
        times.slots_are_sound,
        "slot_minutes",
        Request(proposal(item("walk", "23:55", days=(0,))), examined()),
        Request(proposal(item("walk", "23:50", days=(0,))), examined()),
    ),
    "an hour that the clocks skip": Break(
        times.wall_times_exist,
        "wall_time",
        Request(spring("02:30"), examined()),
        Request(spring("03:00"), examined()),
    ),
    "the same time twice": Break(
        times.no_time_twice,
        "same_time",
        Request(proposal(replace(WALK, slots=WALK.slots + WALK.slots[:1])), examined()),
        Request(proposal(WALK), examined()),
    ),
    "two things at once": Break(
        times.nothing_overlaps,
        "overlap",
        Request(proposal(WALK, item("tilt", "08:09")), examined()),
        Request(proposal(WALK, item("tilt", "08:10")), examined()),
    ),
    "a walk during a meeting": Break(
        times.nothing_while_busy,
        "busy",
        Request(proposal(WALK), examined(), busy=(meeting("07:09"),)),
        Request(proposal(WALK), examined(), busy=(meeting("07:10"), meeting("06:30"))),
    ),
    "twice on a day where the dose says once": Break(
        rhythm.bouts_a_day_are_kept,
        "times_a_day",
        Request(proposal(item("walk", "08:00", "18:00", days=(0,))), examined()),
        Request(proposal(item("walk", "08:00", days=(0,))), examined()),
    ),
    "heat again after an hour": Break(
        rhythm.hours_between_bouts_are_kept,
        "hours_between",
        Request(
            proposal(
                WALK,
                replace(HEAT, dose=Dose(minutes=15, times_a_day=2), slots=at("17:00", "18:00", minutes=15, days=(0,))),
            ),
            examined(),
        ),
        Request(
            proposal(
                WALK,
                replace(HEAT, dose=Dose(minutes=15, times_a_day=2), slots=at("17:00", "19:00", minutes=15, days=(0,))),
            ),
            examined(),
        ),
    ),
    "six days of walking across a weekend": Break(
        rhythm.days_a_week_are_kept,
        "days_a_week",
        Request(proposal(item("walk", "08:00", days=(3, 4, 5, 6, 7, 8))), examined()),
        Request(proposal(item("walk", "08:00", days=(3, 4, 5, 6, 7, 10))), examined()),
    ),
    "Sunday and Monday where a day of rest lies between": Break(
        rhythm.days_apart_are_kept,
        "apart",
        Request(proposal(item("bridge", "09:00", days=(4, 6, 7))), examined()),
        Request(proposal(item("bridge", "09:00", days=(4, 6, 8))), examined()),
    ),
    "three exercises a day when everything hurts": Break(
        rhythm.exercises_a_day_are_few,
        "exercises_a_day",
        Request(proposal(WALK, TILT, BRIDGE), examined(irritability="high")),
        Request(proposal(WALK, TILT), examined(irritability="high")),
    ),
    "three exercises a day while nobody knows how easily it hurts": Break(
        rhythm.exercises_a_day_are_few,
        "exercises_a_day",
        Request(proposal(WALK, TILT, BRIDGE), without(examined(), "irritability")),
        Request(proposal(WALK, TILT), without(examined(), "irritability")),
    ),
    "more minutes than the person has": Break(
        rhythm.minutes_a_day_are_kept,
        "minutes_a_day",
        Request(proposal(WALK, item("breathing", "08:30"), minutes_a_day=14.9), examined()),
        Request(proposal(WALK, item("breathing", "08:30"), minutes_a_day=15), examined()),
    ),
    "a review after fifteen days": Break(
        review.review_is_set,
        "review",
        Request(proposal(review_on=day(15)), examined()),
        Request(proposal(review_on=day(14)), examined()),
    ),
    "through the day for two weeks unseen": Break(
        review.through_the_day_is_looked_at_soon,
        "reassess",
        Request(proposal(WALK, replace(PRESS_UP, until=None)), TESTED),
        Request(
            proposal(item("walk", "08:00", days=FEW_DAYS), replace(PRESS_UP, until=None), review_on=day(3)), TESTED
        ),
    ),
}


@pytest.mark.parametrize("case", BREAKS.values(), ids=BREAKS)
def test_it_is_refused_for_that_reason_alone(case: Break):
    assert clashes(case.broken) == {case.rule}


@pytest.mark.parametrize("case", BREAKS.values(), ids=BREAKS)
def test_the_promise_that_is_broken_says_so_itself(case: Break):
    request = case.broken
    seen = case_of(request.proposal, request.answers, WORLD, waivers=request.waivers, busy=request.busy)
    assert {clash.rule for clash in case.promise(seen)} == {case.rule}


@pytest.mark.parametrize("case", BREAKS.values(), ids=BREAKS)
def test_it_is_accepted_once_mended(case: Break):
    assert clashes(case.mended) == set()
    assert isinstance(decide(case.mended), Plan)


def test_every_promise_is_shown_broken():
    assert {case.promise for case in BREAKS.values()} == set(PROMISES)


URGENT = examined(saddle="numb")
EMPTY = proposal(tier=Tier.LOCKED, items=(WALK,), lessons=())


@pytest.mark.parametrize(
    "content",
    [
        {"items": (WALK,)},
        {"lessons": ("lessons/move",)},
        {"goals": (Goal(wants="garden", review_on=day(14)),)},
        {"sessions": (Session(week=1, minutes=40, does=("walk",)),)},
    ],
    ids=lambda content: next(iter(content)),
)
def test_an_emergency_locks_all_content(content):
    nothing = replace(EMPTY, items=())
    decision = decide(Request(replace(nothing, **content), URGENT))
    assert isinstance(decision, Refusal)
    (clash,) = decision.clashes
    assert (clash.rule, clash.says) == ("red_flags/saddle", "emergency_instruction")
    assert clash.about in {"walk", "lessons/move", "garden", "visits"}


def test_no_waiver_opens_a_lock():
    signed = (waiver("thin_bones", "sit_up"), replace(waiver("x", "sit_up"), rule="red_flags/saddle"))
    answers = examined(saddle="numb", bones="thin")
    assert clashes(Request(proposal(SIT_UP), answers, signed)) == {"red_flags/saddle"}


def test_an_urgent_question_that_nobody_asked_locks_like_an_answer():
    assert clashes(Request(proposal(WALK), without(examined(), "saddle"))) == {"saddle"}
    assert clashes(Request(proposal(WALK), examined())) == set()


@pytest.mark.parametrize("tier", Tier)
def test_a_locked_person_gets_no_empty_plan_either(tier):
    assert clashes(Request(replace(EMPTY, items=(), tier=tier), URGENT)) == {"red_flags/saddle"}


def test_a_proposal_that_calls_itself_locked_holds_nothing():
    assert clashes(Request(EMPTY, examined())) == {"tiers/0"}


def test_a_child_may_have_a_plan_from_a_clinician_who_examined():
    assert clashes(Request(proposal(), examined(age=12))) == set()


def test_what_is_cleared_at_a_low_tier_stays_cleared_when_the_answers_allow_more():
    assert clashes(Request(low_load(WALK), examined())) == set()


def test_a_full_proposal_is_judged_at_the_tier_that_the_answers_allow():
    assert clashes(Request(proposal(WALK, item("reach", "08:30")), unexamined())) == {"tier", "tiers/L"}


def test_a_hold_from_an_unanswered_question_can_be_waived_by_the_right_person():
    request = Request(proposal(SIT_UP), without(examined(), "bones"), (waiver("thin_bones", "sit_up"),))
    assert clashes(request) == set()


def test_a_second_waiver_that_is_no_good_spoils_the_first():
    good = waiver("thin_bones", "sit_up")
    assert clashes(Request(proposal(SIT_UP), THIN, (good, replace(good, on=day(1))))) == {"waiver_date"}


@pytest.mark.parametrize("blank", [{"by": " "}, {"reason": ""}])
def test_a_waiver_without_a_name_or_a_reason_cannot_be_made(blank):
    with pytest.raises(ValueError, match="who and why"):
        waiver("thin_bones", "sit_up", **blank)


def test_an_untested_direction_cannot_be_waived():
    signed = (replace(waiver("x", "press_up"), rule="tiers/F"),)
    assert clashes(Request(proposal(WALK, PRESS_UP), examined(), signed)) == {"tiers/F", "waiver_fits"}


def test_limits_that_leave_less_than_the_least_dose_cannot_be_waived():
    tight = replace(WORLD.precautions["precautions/breathless"].effects[0], limit=Limits(minutes=3))
    breathless = replace(WORLD.precautions["precautions/breathless"], effects=(tight,))
    world = replace(WORLD, precautions={breathless.id: breathless})
    signed = (waiver("breathless", "walk"),)
    for minutes, rule in ((3, "dose_least"), (5, "dose_cleared")):
        decision = accept(proposal(walking(minutes)), examined(breathless=True), world, signed)
        assert isinstance(decision, Refusal)
        assert {clash.rule for clash in decision.clashes} == {rule}


def test_several_faults_are_told_at_once():
    bad = proposal(walking(31), item("tilt", "08:10"), zone=BERLIN, review_on=day(20), lessons=("lessons/none",))
    assert clashes(Request(bad, examined())) == {"dose_own_limit", "overlap", "review", "known_lesson"}


def test_a_clash_names_the_item_and_what_to_do():
    decision = decide(Request(proposal(SIT_UP), THIN))
    assert isinstance(decision, Refusal)
    (clash,) = decision.clashes
    assert clash.about == "sit_up"
    assert clash.says == "thin_bones asks for care. Only a supervisor may set this aside, with a reason."


def test_walking_counts_among_the_exercises_of_a_day_and_heat_does_not():
    three = (WALK, TILT, item("clam", "08:40"))
    heat_too = Request(proposal(WALK, TILT, HEAT), examined(irritability="high"))
    assert clashes(heat_too) == set()
    assert clashes(Request(proposal(*three), examined(irritability="high"))) == {"exercises_a_day"}


def test_a_fault_of_every_day_is_told_once():
    decision = decide(
        Request(proposal(TILT, item("clam", "08:40"), item("breathing", "09:00"), minutes_a_day=5), examined())
    )
    assert isinstance(decision, Refusal)
    (clash,) = decision.clashes
    assert clash.says == "8.1 minutes a day (Monday 23 November and 13 more): the plan takes 5."


def test_through_the_day_is_outside_the_count():
    answers = examined(irritability="high", preference="extension")
    assert clashes(Request(proposal(WALK, TILT, PRESS_UP), answers)) == set()


def test_exercises_on_different_days_do_not_add_up():
    items = (item("walk", "08:00", days=(0,)), item("tilt", "08:00", days=(1,)), item("clam", "08:00", days=(2,)))
    assert clashes(Request(proposal(*items), examined(irritability="high"))) == set()


def test_heat_does_not_use_up_the_minutes_for_exercise():
    assert clashes(Request(proposal(WALK, HEAT, minutes_a_day=10), examined())) == set()


@pytest.mark.parametrize("minutes", [math.nan, -1])
def test_a_plan_of_no_minutes_at_all_holds_no_exercise(minutes):
    assert clashes(Request(proposal(WALK, minutes_a_day=minutes), examined())) == {"minutes_a_day"}


@pytest.mark.parametrize("minutes", [math.nan, math.inf, 0, -5])
def test_a_slot_of_nonsense_minutes_is_refused(minutes):
    broken = replace(WALK, slots=(Slot(MONDAY, dt.time(8), minutes),))
    assert "slot_minutes" in clashes(Request(proposal(broken), examined()))


def test_a_wall_time_carries_no_zone_of_its_own():
    aware = replace(WALK, slots=(Slot(MONDAY, dt.time(8, tzinfo=dt.UTC), 10),))
    assert clashes(Request(proposal(aware), examined())) == {"wall_time"}


def test_the_hour_that_comes_twice_is_a_time():
    autumn = dt.date(2026, 10, 25)
    walk = replace(WALK, slots=(Slot(autumn, dt.time(2, 30), 10),))
    answers = replace(examined(), today=autumn)
    back = {name: replace(given, on=autumn) for name, given in answers.by_fact.items()}
    made = proposal(walk, starts_on=autumn, review_on=day(14, autumn))
    assert clashes(Request(made, replace(answers, by_fact=back))) == set()


def test_an_overlap_across_the_skipped_hour_is_seen():
    before, after = Slot(NIGHT, dt.time(1, 55), 10), Slot(NIGHT, dt.time(3, 0), 10)
    items = (replace(WALK, slots=(before,)), replace(TILT, slots=(after,)))
    made = proposal(*items, starts_on=SPRING, review_on=day(14, SPRING))
    assert clashes(Request(made, examined())) == {"overlap"}


def test_a_short_block_inside_a_long_one_does_not_hide_the_next_overlap():
    long = walking(30, minutes=60)
    items = (long, item("tilt", "08:05", days=(0,)), item("clam", "08:50", days=(0,)))
    decision = decide(Request(proposal(*items, minutes_a_day=90), examined()))
    assert isinstance(decision, Refusal)
    assert [clash.about for clash in decision.clashes] == ["tilt", "clam"]


def test_busy_time_without_a_zone_is_in_the_zone_of_the_plan():
    floating = Busy(dt.datetime(2026, 11, 23, 8, 0), dt.datetime(2026, 11, 23, 8, 5))  # noqa: DTZ001
    assert clashes(Request(proposal(WALK), examined(), busy=(floating,))) == {"busy"}


def test_heat_every_two_hours_needs_no_tested_direction():
    through = replace(HEAT, dose=Dose(minutes=15, every_hours=2), slots=(), anchors=("after lunch", "before bed"))
    assert clashes(Request(proposal(WALK, through), examined())) == set()


def test_a_review_in_the_past_is_no_review():
    late = replace(examined(), today=day(15))
    assert clashes(Request(proposal(), late)) == {"review"}


def test_a_review_on_the_first_day_is_no_review():
    assert "review" in clashes(Request(proposal(review_on=MONDAY), examined()))


def test_without_a_time_for_the_review_there_is_no_plan():
    world = replace(WORLD, programme=replace(WORLD.programme, review_after_days={}))
    decision = accept(proposal(), examined(), world)
    assert isinstance(decision, Refusal)
    assert {clash.rule for clash in decision.clashes} == {"review"}


def test_the_shortest_time_to_a_review_counts():
    shorter = {**WORLD.programme.review_after_days, "self_care": 10}
    world = replace(WORLD, programme=replace(WORLD.programme, review_after_days=shorter))
    kept = (item("walk", "08:00", days=FEW_DAYS),)
    assert isinstance(accept(proposal(*kept), examined(), world), Refusal)
    assert isinstance(accept(proposal(*kept, review_on=day(10)), examined(), world), Plan)


def test_an_accepted_plan_is_the_proposal_as_it_stood():
    made = proposal()
    before = msgspec.json.encode(made)
    plan = decide(Request(made, examined()))
    assert isinstance(plan, Plan)
    assert plan.proposal is made
    assert msgspec.json.encode(plan.proposal) == before


def test_waivers_are_kept_in_the_plan():
    signed = (waiver("thin_bones", "sit_up"),)
    plan = decide(Request(proposal(SIT_UP), THIN, signed))
    assert isinstance(plan, Plan)
    assert plan.waivers == signed


def test_what_is_held_back_is_listed_with_its_reasons_and_who_may_waive():
    plan = decide(Request(proposal(), examined(bones="thin", blood_thinner=True)))
    assert isinstance(plan, Plan)
    listed = {one.intervention: one for one in plan.left_out}
    assert set(listed) == {"sit_up", "press_up", "modalities/massage"}
    assert listed["sit_up"].level is Level.EXCLUDE
    assert listed["sit_up"].waiver is WaiverBy.SUPERVISOR
    assert {reason.rule for reason in listed["sit_up"].reasons} == {
        "precautions/thin_bones",
        "precautions/blood_thinner",
    }
    assert listed["sit_up"].says == "You: thin_bones asks for care. You: blood_thinner asks for care."
    assert listed["press_up"].says == "The direction is not tested."


def test_what_is_held_by_a_question_names_the_question():
    plan = decide(Request(low_load(WALK), unexamined()))
    assert isinstance(plan, Plan)
    (sit_up,) = [one for one in plan.left_out if one.intervention == "sit_up"]
    assert (sit_up.level, sit_up.missing) == (Level.HOLD, ("bones",))


def test_a_waived_item_is_in_the_plan_and_not_among_what_is_left_out():
    plan = decide(Request(proposal(SIT_UP), THIN, (waiver("thin_bones", "sit_up"),)))
    assert isinstance(plan, Plan)
    assert "sit_up" not in {one.intervention for one in plan.left_out}


def plan_id(request: Request) -> str:
    plan = decide(request)
    assert isinstance(plan, Plan)
    return plan.id


def test_the_id_names_content_and_stamp():
    same = plan_id(Request(proposal(), examined()))
    assert plan_id(Request(proposal(), examined())) == same
    others = [
        Request(proposal(WALK, TILT), examined()),
        Request(proposal(), examined(irritability="moderate")),
        Request(proposal(), examined(breathless=True), (waiver("breathless", "walk"),)),
        Request(proposal(), examined(breathless=True), (waiver("breathless", "walk", by="A. Lind"),)),
    ]
    assert len({same, *map(plan_id, others)}) == 5
