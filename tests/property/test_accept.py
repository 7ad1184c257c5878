"""However a good plan is changed, the checker lets through exactly what keeps the promises.

The promises are said again here by hand, over the small world's own figures, and share no code with the checker.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from small_world import (
    CLINICIAN,
    FEW_DAYS,
    FOUND,
    MONDAY,
    PERSON,
    WEEKDAYS,
    WORLD,
    answered,
    day,
    examined,
    full_plan,
    item,
    waiver,
    without,
)
from spinewise.knowledge.ladders import Tier
from spinewise.knowledge.models import Dose
from spinewise.plan.accept import accept
from spinewise.plan.types import Busy, Item, Plan, Proposal, Session, Slot, Waiver
from spinewise.rules.facts import Answers


class Request(NamedTuple):
    proposal: Proposal
    answers: Answers
    waivers: tuple[Waiver, ...] = ()
    busy: tuple[Busy, ...] = ()


Change = Callable[[Request], Request]

# ---------------------------------------------------------------- the promises, by hand


class Bound(NamedTuple):
    """The most and the least of one intervention; `sets` is what each set may reach, longest first."""

    sets: tuple[int, ...] = ()
    hold_s: float = 0
    minutes: tuple[float, float] = (0, 0)
    times_a_day: int = 1
    days_a_week: tuple[int, int] = (1, 7)
    sides: str = "both"
    apart: bool = False
    least_repetitions: int = 1
    every_h: float = 0


BOUNDS = {
    "walk": Bound(minutes=(5, 30), days_a_week=(3, 5)),
    "breathing": Bound(minutes=(0, 10)),
    "tilt": Bound(sets=(12, 10, 8), hold_s=5, least_repetitions=4),
    "tilt_up": Bound(sets=(12,)),
    "tilt_far": Bound(sets=(12,)),
    "sock": Bound(sets=(5,)),
    "crate": Bound(sets=(5,)),
    "clam": Bound(sets=(12,), sides="each", times_a_day=2),
    "bridge": Bound(sets=(12, 12), days_a_week=(1, 3), apart=True),
    "reach": Bound(sets=(10,)),
    "sit_up": Bound(sets=(10,)),
    "heavy": Bound(sets=(8,)),
    "fancy": Bound(sets=(8,)),
    "press_up": Bound(sets=(15,), every_h=2),
    "modalities/heat": Bound(minutes=(0, 20), times_a_day=3, every_h=2),
    "modalities/tens": Bound(minutes=(0, 60), times_a_day=3),
    "modalities/massage": Bound(minutes=(0, 30), days_a_week=(1, 2)),
    "modalities/cupping": Bound(minutes=(0, 10)),
}
GENERAL = {"walk", "breathing"}
TASKS = {"sock": "socks", "crate": "crates"}
FOR_A_CLINICIAN = {"reach", "heavy", "fancy", "press_up", "modalities/massage"}
CLINIC_ONLY = {"modalities/massage", "modalities/cupping"}
ANCHORS = {"after breakfast", "after lunch", "before bed"}


def keeps_every_promise(request: Request) -> bool:
    """What a careful clinician would check with pen and paper."""
    plan = request.proposal
    return (
        may_have(plan, request.answers)
        and holds_are_waived(request)
        and all(item_is_sound(one, plan) for one in plan.items)
        and len({one.intervention for one in plan.items}) == len(plan.items)
        and any(not passive(one) for one in plan.items)
        and days_are_sound(request)
        and 0 < (plan.review_on - MONDAY).days <= 14
        and one_step_at_a_time(plan, request.answers)
    )


def one_step_at_a_time(plan: Proposal, answers: Answers) -> bool:
    """One rung, one task unless both were named and examined, two massages."""
    names = {one.intervention for one in plan.items}
    tasks = [name for name in names if name in TASKS]
    named = [name for name in tasks if TASKS[name] in (says(answers, "hard_tasks") or ())]
    massages = [one for one in plan.items if one.intervention == "modalities/massage"]
    given = sum("modalities/massage" in visit.does for visit in plan.sessions)
    sessions = [given + len({(slot.on, slot.at) for slot in one.slots}) for one in massages]
    if len(names & {"tilt", "tilt_up", "tilt_far"}) > 1 or max(sessions, default=0) > 2:
        return False
    if plan.tier is Tier.FULL:
        return len(tasks) < 2 or named == tasks
    return len(tasks) < 2 and named == tasks


def says(answers: Answers, name: str) -> Any:
    return answers.value(name)


def most_tier(answers: Answers) -> Tier:
    if says(answers, "saddle") != "fine":
        return Tier.LOCKED
    if any(says(answers, name) is not False for name in ("fever", "morning_stiffness")):
        stiff = says(answers, "fever") is False and says(answers, "morning_stiffness") is True
        if not stiff:
            return Tier.GENERAL
    return Tier.FULL if says(answers, "examined") else Tier.LOW_LOAD


def may_have(plan: Proposal, answers: Answers) -> bool:
    names = {one.intervention for one in plan.items}
    if plan.tier is Tier.LOCKED or plan.tier.rank > most_tier(answers).rank or not names <= set(BOUNDS):
        return False
    if plan.tier is not Tier.FULL and (says(answers, "age") or 0) < 18:
        return False
    if plan.tier is not Tier.FULL and names & FOR_A_CLINICIAN:
        return False
    tested = says(answers, "preference") == "extension"
    return (plan.tier is not Tier.GENERAL or names <= GENERAL) and (tested or "press_up" not in names)


def holding(answers: Answers, name: str) -> Iterator[tuple[str, str]]:
    """Rules that touch an intervention, with who may waive them."""
    if name == "sit_up" and says(answers, "bones") != "sound":
        yield "thin_bones", "supervisor"
    if name in ("sit_up", "modalities/massage") and says(answers, "blood_thinner") is not False:
        yield "blood_thinner", "therapist"
    if name == "walk" and says(answers, "breathless") is not False:
        yield "breathless", "therapist"
    if name == "modalities/tens" and says(answers, "stimulator") is not False:
        yield "stimulator", "never"


def holds_are_waived(request: Request) -> bool:
    names = [one.intervention for one in request.proposal.items]
    needed = {(f"precautions/{rule}", name): who for name in names for rule, who in holding(request.answers, name)}
    if request.proposal.tier is not Tier.FULL and needed:
        return False
    given = {(one.rule, one.item) for one in request.waivers}
    return set(needed) == given and all(good(one, needed[one.rule, one.item]) for one in request.waivers)


def good(one: Waiver, who: str) -> bool:
    return one.on <= MONDAY and who in ("therapist", one.role)


def passive(one: Item) -> bool:
    return one.intervention.startswith("modalities/")


def item_is_sound(one: Item, plan: Proposal) -> bool:
    bound = BOUNDS[one.intervention]
    return dose_is_sound(one.dose, bound) and times_are_sound(one, plan, bound) and place_is_sound(one, plan)


def dose_is_sound(dose: Dose, bound: Bound) -> bool:
    longest_first = sorted(dose.sets, reverse=True)
    return (
        bool(dose.sets) == bool(bound.sets)
        and len(dose.sets) <= len(bound.sets)
        and all(count <= most for count, most in zip(longest_first, bound.sets, strict=False))
        and (not dose.sets or longest_first[0] >= bound.least_repetitions)
        and dose.hold_s <= bound.hold_s
        and bound.minutes[0] <= dose.minutes <= bound.minutes[1]
        and dose.times_a_day <= bound.times_a_day
        and bound.days_a_week[0] <= dose.days_a_week <= bound.days_a_week[1]
        and dose.sides == bound.sides
        and (dose.apart or not bound.apart)
        and (not dose.every_hours or 0 < bound.every_h <= dose.every_hours)
    )


def place_is_sound(one: Item, plan: Proposal) -> bool:
    if one.intervention in CLINIC_ONLY and not one.in_clinic:
        return False
    if passive(one) and (one.until is None or not 0 <= (one.until - MONDAY).days <= 7):
        return False
    if one.dose.every_hours and not passive(one):
        last = plan.review_on if one.until is None else min(one.until, plan.review_on)
        return (last - MONDAY).days <= 3
    return True


def times_are_sound(one: Item, plan: Proposal, bound: Bound) -> bool:
    if one.in_clinic:
        return not one.slots and not one.anchors
    if one.dose.every_hours:
        return not one.slots and bool(one.anchors) and set(one.anchors) <= ANCHORS
    last = plan.review_on if one.until is None else min(one.until, plan.review_on)
    days = sorted({slot.on for slot in one.slots})
    return (
        bool(days)
        and not one.anchors
        and all(MONDAY <= slot.on <= last for slot in one.slots)
        and all(slot.minutes >= time_it_takes(one.dose) for slot in one.slots)
        and all(sum(slot.on == when for slot in one.slots) <= one.dose.times_a_day for when in days)
        and all(days_in_a_week_from(first, days) <= one.dose.days_a_week for first in days)
        and not (one.dose.apart and any(when + dt.timedelta(days=1) in days for when in days))
        and far_enough_apart(one, bound)
    )


def days_in_a_week_from(first: dt.date, days: list[dt.date]) -> int:
    return sum(0 <= (when - first).days <= 6 for when in days)


def far_enough_apart(one: Item, bound: Bound) -> bool:
    starts = [begins(slot) for slot in one.slots]
    close = dt.timedelta(hours=bound.every_h) or dt.timedelta(microseconds=1)
    return not any(abs(a - b) < close for i, a in enumerate(starts) for b in starts[:i])


def time_it_takes(dose: Dose) -> float:
    """Minutes at 4 seconds a repetition, 30 between sets, 30 to get ready, up to the next tenth."""
    if dose.minutes:
        return dose.minutes * (2 if dose.sides == "each" else 1)
    moving = sum(dose.sets) * (4 + dose.hold_s) * (2 if dose.sides == "each" else 1)
    return math.ceil((30 + moving + 30 * (len(dose.sets) - 1)) / 6) / 10


def begins(slot: Slot) -> dt.datetime:
    return dt.datetime.combine(slot.on, slot.at)


def days_are_sound(request: Request) -> bool:
    slots = [(begins(slot), slot.minutes, one) for one in request.proposal.items for slot in one.slots]
    spans = [(start, start + dt.timedelta(minutes=minutes)) for start, minutes, _ in slots]
    taken = [(one.start.replace(tzinfo=None), one.end.replace(tzinfo=None)) for one in request.busy]
    return (
        not any(overlap(a, b) for i, a in enumerate(spans) for b in spans[:i])
        and not any(overlap(a, b) for a in spans for b in taken)
        and all(start.date() == (end - dt.timedelta(seconds=1)).date() for start, end in spans)
        and all(one_day_is_sound(when, request) for when in {start.date() for start, _ in spans})
    )


def overlap(one: tuple[dt.datetime, dt.datetime], other: tuple[dt.datetime, dt.datetime]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def one_day_is_sound(when: dt.date, request: Request) -> bool:
    active = [one for one in request.proposal.items if not passive(one)]
    today = [(one, slot) for one in active for slot in one.slots if slot.on == when]
    easily_stirred = says(request.answers, "irritability") not in ("low", "moderate")
    few_enough = len({one.intervention for one, _ in today}) <= (2 if easily_stirred else 4)
    return few_enough and sum(slot.minutes for _, slot in today) <= request.proposal.minutes_a_day


def walks_shortly_when_breathless(request: Request) -> bool:
    """The one limit that a precaution of the small world sets on a dose."""
    walks = [one for one in request.proposal.items if one.intervention == "walk"]
    return says(request.answers, "breathless") is False or all(one.dose.minutes <= 15 for one in walks)


# ---------------------------------------------------------------- good plans, and ways of changing them

WALK = item("walk", "08:00", days=WEEKDAYS)
TILT = item("tilt", "08:30")
BRIDGE = item("bridge", "09:00", days=(0, 2, 4, 7, 9, 11))
HEAT = item("modalities/heat", "18:00", days=FEW_DAYS, until=day(5))
MASSAGE = item("modalities/massage", until=day(7), in_clinic=True)
PRESS_UP = item("press_up", anchors=("after breakfast", "after lunch"), until=day(3))
SIT_UP = item("sit_up", "19:00", days=WEEKDAYS)
SOCK = item("sock", "19:30")
CRATE = item("crate", "20:00")
VISITS = tuple(Session(week=week, minutes=40, does=("modalities/massage",)) for week in (1, 2))
TESTED = examined(preference="extension")
GOOD = (
    Request(full_plan(WALK, TILT, BRIDGE, HEAT, minutes_a_day=25), examined()),
    Request(full_plan(WALK, PRESS_UP, MASSAGE, minutes_a_day=20), TESTED),
    Request(full_plan(WALK, SIT_UP), examined(bones="thin"), (waiver("thin_bones", "sit_up"),)),
    Request(full_plan(WALK, TILT), examined(breathless=True), (waiver("breathless", "walk", role="therapist"),)),
    Request(full_plan(WALK, TILT, BRIDGE, tier=Tier.LOW_LOAD), without(examined(), "examined", "bones")),
    Request(full_plan(WALK, tier=Tier.GENERAL), examined(fever=True)),
    Request(full_plan(WALK, SOCK, CRATE), examined(hard_tasks=("socks", "crates"))),
    Request(full_plan(WALK, MASSAGE, sessions=VISITS), examined()),
)
OTHERS = tuple(item(name, "12:00", days=FEW_DAYS, until=day(7), minutes=60) for name in BOUNDS)
ANSWERS: dict[str, tuple[Any, ...]] = {
    "age": (12, 17, 18, 80),
    "saddle": ("fine", "numb"),
    "fever": (False, True),
    "morning_stiffness": (False, True),
    "irritability": ("low", "moderate", "high"),
    "blood_thinner": (False, True),
    "breathless": (False, True),
    "hard_tasks": ((), ("socks",), ("socks", "crates")),
    "stimulator": (False, True),
    "bones": ("sound", "thin"),
    "preference": ("none", "extension"),
    "examined": (True,),
}
DOSES: dict[str, tuple[Any, ...]] = {
    "sets": ((1,), (4,), (8,), (12,), (13,), (12, 10, 8), (12, 12), (12, 12, 12), (3, 3, 3, 3)),
    "hold_s": (0, 3, 5, 6),
    "minutes": (1, 4, 5, 10, 15, 16, 20, 30, 31),
    "days_a_week": (1, 2, 3, 5, 6, 7),
    "times_a_day": (1, 2, 3, 4),
    "every_hours": (0, 1, 2, 3),
    "sides": ("both", "each"),
    "apart": (True, False),
}


def each_item(change: Callable[[Item], Item], place: int) -> Change:
    """Change one item of the plan."""

    def changed(request: Request) -> Request:
        items = list(request.proposal.items)
        chosen = place % len(items)
        items[chosen] = change(items[chosen])
        return request._replace(proposal=replace(request.proposal, items=tuple(items)))

    return changed


def with_dose(one: Item, name: str, value: Any) -> Item:
    try:
        return replace(one, dose=replace(one.dose, **{name: value}))
    except ValueError:
        return one


def shifted(one: Item, days: int, minutes: int) -> Item:
    moves = [begins(slot) + dt.timedelta(days=days, minutes=minutes) for slot in one.slots]
    slots = [Slot(to.date(), to.time(), slot.minutes) for to, slot in zip(moves, one.slots, strict=True)]
    return replace(one, slots=tuple(slots))


def one_slot_moved(one: Item, place: int, days: int) -> Item:
    if not one.slots:
        return one
    place %= len(one.slots)
    slot = replace(one.slots[place], on=one.slots[place].on + dt.timedelta(days=days))
    return replace(one, slots=(*one.slots[:place], slot, *one.slots[place + 1 :]))


def longer(one: Item, minutes: float) -> Item:
    return replace(one, slots=tuple(replace(slot, minutes=minutes) for slot in one.slots))


def answering(name: str, value: Any) -> Change:
    by = CLINICIAN if name in FOUND else PERSON
    return lambda request: request._replace(answers=request.answers.with_(*answered(by, {name: value})))


def proposing(**more: Any) -> Change:
    return lambda request: request._replace(proposal=replace(request.proposal, **more))


def adding(one: Item) -> Change:
    return lambda request: request._replace(proposal=replace(request.proposal, items=(*request.proposal.items, one)))


def signing(*given: Waiver) -> Change:
    return lambda request: request._replace(waivers=given)


def being_busy(offset: int, hour: int) -> Change:
    start = dt.datetime(2026, 11, 23, hour, tzinfo=None) + dt.timedelta(days=offset)  # noqa: DTZ001
    return lambda request: request._replace(busy=(Busy(start, start + dt.timedelta(hours=1)),))


PLACES = st.integers(0, 3)
SIGNED = [
    waiver(rule, name, role=role, on=day(on))
    for rule, name in (("thin_bones", "sit_up"), ("blood_thinner", "sit_up"), ("breathless", "walk"))
    for role in ("therapist", "supervisor")
    for on in (-1, 1)
] + [waiver("stimulator", "modalities/tens"), waiver("blood_thinner", "modalities/massage")]
ITEM_CHANGES = st.one_of(
    st.sampled_from([(name, value) for name, values in DOSES.items() for value in values]).map(
        lambda pair: lambda one: with_dose(one, *pair)
    ),
    st.tuples(st.integers(-2, 3), st.sampled_from((-30, 0, 5, 30, 60, 240))).map(
        lambda by: lambda one: shifted(one, *by)
    ),
    st.tuples(st.integers(0, 13), st.integers(-3, 3)).map(lambda by: lambda one: one_slot_moved(one, *by)),
    st.sampled_from((1, 5, 10, 15, 40)).map(lambda minutes: lambda one: longer(one, minutes)),
    st.sampled_from((None, day(-1), day(2), day(7), day(8))).map(lambda until: lambda one: replace(one, until=until)),
    st.booleans().map(lambda there: lambda one: replace(one, in_clinic=there)),
    st.just(lambda one: replace(one, slots=())),
    st.just(lambda one: replace(one, slots=one.slots[:1] + one.slots)),
    st.sampled_from(((), ("before bed",), ("at midnight",))).map(lambda to: lambda one: replace(one, anchors=to)),
    st.just(lambda one: replace(one, intervention="tlit")),
)
CHANGES = st.one_of(
    st.tuples(ITEM_CHANGES, PLACES).map(lambda pair: each_item(*pair)),
    st.sampled_from([(name, value) for name, values in ANSWERS.items() for value in values]).map(
        lambda pair: answering(*pair)
    ),
    st.sampled_from(list(ANSWERS)).map(
        lambda name: lambda request: request._replace(answers=without(request.answers, name))
    ),
    st.sampled_from(list(Tier)).map(lambda tier: proposing(tier=tier)),
    st.sampled_from((-1, 0, 3, 10, 14, 15)).map(lambda after: proposing(review_on=day(after))),
    st.sampled_from((5, 10, 15, 20, 60)).map(lambda minutes: proposing(minutes_a_day=minutes)),
    st.sampled_from(((), VISITS, VISITS * 2)).map(lambda sessions: proposing(sessions=sessions)),
    st.sampled_from(OTHERS).map(adding),
    st.lists(st.sampled_from(SIGNED), max_size=2, unique_by=lambda one: (one.rule, one.item)).map(
        lambda given: signing(*given)
    ),
    st.tuples(st.integers(0, 6), st.integers(6, 20)).map(lambda when: being_busy(*when)),
)


@st.composite
def changed_plans(draw: st.DrawFn) -> Request:
    """A good plan with up to three things changed."""
    request = draw(st.sampled_from(GOOD))
    for change in draw(st.lists(CHANGES, max_size=3)):
        request = change(request)
    return request


def decide(request: Request) -> Plan | None:
    decision = accept(request.proposal, request.answers, WORLD, request.waivers, busy=request.busy)
    return decision if isinstance(decision, Plan) else None


SOME = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SOME
@given(changed_plans())
def test_what_is_accepted_is_what_keeps_every_promise(request: Request):
    kept = keeps_every_promise(request) and walks_shortly_when_breathless(request)
    event(f"accepted: {kept}")
    assert (decide(request) is not None) is kept


@SOME
@given(changed_plans())
def test_an_accepted_plan_is_the_proposal_and_nothing_else(request: Request):
    plan = decide(request)
    if plan is not None:
        assert (plan.proposal, plan.waivers) == (request.proposal, request.waivers)


@SOME
@given(changed_plans(), st.sampled_from(list(ANSWERS)))
def test_leaving_a_question_unanswered_never_opens_a_plan(request: Request, unanswered: str):
    request = request._replace(waivers=())
    less = request._replace(answers=without(request.answers, unanswered))
    assert decide(less) is None or decide(request) is not None


@SOME
@given(changed_plans(), st.randoms(use_true_random=False))
def test_the_order_of_things_does_not_decide(request: Request, shuffle: Any):
    items = [replace(one, slots=tuple(shuffle.sample(one.slots, len(one.slots)))) for one in request.proposal.items]
    shuffle.shuffle(items)
    other = request._replace(proposal=replace(request.proposal, items=tuple(items)), waivers=request.waivers[::-1])
    assert (decide(request) is None) is (decide(other) is None)


def test_the_plans_that_are_changed_are_good_ones():
    assert all(decide(request) for request in GOOD)
