"""A library small enough to hold in the head, for tests of the planner."""

import datetime as dt
from typing import Any

import msgspec

from spinewise.assess.types import Triage
from spinewise.knowledge.ladders import Care, Category, Level, Status, Tier, Urgency
from spinewise.knowledge.models import (
    Bundle,
    Demands,
    Dose,
    Dosing,
    Exercise,
    ForIrritability,
    KnowledgeBase,
    Lesson,
    Limits,
    Modality,
    Pace,
    Preset,
    Programme,
    Safety,
    Sessions,
    Suit,
    Title,
    Told,
    Weights,
)
from spinewise.plan.bounds import limit_of
from spinewise.plan.types import Cleared, DoseRange, Wishes
from spinewise.plan.wording import SENTENCES

MONDAY = dt.date(2026, 11, 23)
AIMS = (
    "pain_relief",
    "spinal_mobility",
    "hip_mobility",
    "trunk_control",
    "trunk_endurance",
    "hip_strength",
    "leg_strength",
    "balance",
    "fitness",
    "directional_preference",
)
WORDING = {name: " ".join([name, *(f"{{{part}}}" for part in parts)]) for name, parts in SENTENCES.items()}
WORDING |= {f"aim_{aim}": aim.replace("_", " ") for aim in AIMS}
NOBODY = Told(patient="", clinician="")
QUICK = Dose(sets=(10,))


def exercise(id_: str, *, aims: tuple[Any, ...] = ("trunk_control",), dose: Dose = QUICK, **more: Any) -> Exercise:
    """An exercise that may be done standing and asks nothing, unless told otherwise."""
    limit = more.pop("limit", dose)
    given = {"demands": Demands(position="standing"), "steps": ("Do it.",), "evidence": (f"row-{id_}",)} | more
    title = Title(clinician=id_, patient=id_.replace("_", " "))
    return Exercise(id=id_, title=title, aims=aims, dose=Dosing(start=dose, limit=limit), **given)


def comfort(id_: str, agent: Any, *, minutes: float = 15, course_days: int = 5, **more: Any) -> Modality:
    """A passive treatment for home."""
    dose = Dose(minutes=minutes)
    return Modality(
        id=id_,
        title=Title(clinician=id_, patient=id_),
        evidence=(f"row-{id_}",),
        demands=Demands(agent=agent),
        dose=Dosing(start=dose, limit=dose),
        parameters=(),
        where_on_body="back",
        course_days=course_days,
        home=more.pop("home", True),
        stance="gx",
        say_plainly=NOBODY,
        response_check="",
        steps=(),
        **more,
    )


LADDER = (
    exercise("low_rung", harder=("middle_rung",)),
    exercise("middle_rung", harder=("high_rung",)),
    exercise("high_rung"),
)
WALK = exercise("walk", aims=("fitness",), dose=Dose(minutes=10, days_a_week=5), general=True)
TILT = exercise("tilt", aims=("spinal_mobility",), dose=Dose(sets=(10,), hold_s=3))
BRIDGE = exercise("bridge", aims=("hip_strength",), dose=Dose(sets=(8, 8), days_a_week=3, apart=True))
BALANCE = exercise("balance", aims=("balance",), dose=Dose(sets=(3,), hold_s=10, sides="each"))
TWICE = exercise("twice", aims=("hip_mobility",), dose=Dose(sets=(2,), hold_s=30, times_a_day=2))
PRESS_UP = exercise(
    "press_up",
    aims=("directional_preference",),
    dose=Dose(sets=(10,), every_hours=3),
    suits=(Suit(subgroup=("extension_preference",)),),
    teach_first=True,
)
EXERCISES = (*LADDER, WALK, TILT, BRIDGE, BALANCE, TWICE, PRESS_UP)
HEAT = comfort("modalities/heat", "heat")
COLD = comfort("modalities/cold", "cold")
TENS = comfort("modalities/tens", "tens", consent=True)

PROGRAMME = Programme(
    pace=Pace(repetition_s=4, rest_between_sets_s=30, getting_ready_s=30),
    minutes_by_default=15,
    exercises_a_day={
        "low": ForIrritability(least=2, most=4),
        "moderate": ForIrritability(least=2, most=4),
        "high": ForIrritability(least=1, most=2),
    },
    review_after_days={"self_care": 14, "physical_therapy": 14, "through_the_day": 3},
    day_starts="07:00",
    day_ends="21:00",
    adult_from_years=18,
    part_of_day={
        "morning": ("07:00", "11:00"),
        "midday": ("11:00", "16:00"),
        "evening": ("16:00", "21:00"),
    },
    anchors=("after breakfast", "at midday", "after work", "before bed"),
    weights=Weights(
        in_bundle=8,
        per_aim=3,
        encouraged=3,
        suits=4,
        preferred_by_person=5,
        extra_exercise=-1,
        teach_first_alone=-4,
    ),
    because=(),
    visits={},
    grace_days=7,
    hours_between_bouts=6,
    at_hand=("mat", "chair", "wall"),
    sessions=Sessions(minutes=40, a_week=1, teaches_at_once=2),
    wording=WORDING,
)


def library(
    *interventions: Exercise | Modality,
    bundles: tuple[Bundle, ...] = (),
    presets: tuple[Preset, ...] = (),
    lessons: tuple[Lesson, ...] = (),
    **programme: Any,
) -> KnowledgeBase:
    """A knowledge base with these interventions, or the usual nine exercises and heat, cold and TENS."""
    own = interventions or (*EXERCISES, HEAT, COLD, TENS)
    return KnowledgeBase(
        digest="little",
        facts={},
        questions={},
        contradictions={},
        red_flags={},
        families={},
        categories={},
        starts={},
        presumptions={},
        precautions={},
        tiers={},
        care={},
        exercises={one.id: one for one in own if isinstance(one, Exercise)},
        modalities={one.id: one for one in own if isinstance(one, Modality)},
        lessons={one.id: one for one in lessons},
        presets={one.id: one for one in presets},
        bundles={one.id: one for one in bundles},
        programme=msgspec.structs.replace(PROGRAMME, **programme),
        safety=Safety(
            evidence=(),
            stop_now=(),
            stop_session=(),
            traffic_light={},
            flare_up=(),
            disclaimer=NOBODY,
        ),
        evidence={},
        references={},
    )


def bundle(*prefers: str, suits: Suit | None = None, **more: Any) -> Bundle:
    """A bundle for anybody."""
    given = {"id": "bundle", "evidence": ("plan-row",), "aims": (), "lessons": ()} | more
    return Bundle(prefers=prefers, suits=suits or Suit(), **given)


def cleared(
    kb: KnowledgeBase, *, tier: Tier = Tier.FULL, levels: dict[str, Level] | None = None, **limits: Limits
) -> tuple[Cleared, ...]:
    """Everything cleared to go, except where a level or a limit says otherwise."""
    return tuple(
        Cleared(
            intervention=id_,
            level=(levels or {}).get(id_, Level.GO),
            tier=tier,
            dose=DoseRange(start=one.dose.start, limit=limits.get(id_, limit_of(one.dose.limit))),
        )
        for id_, one in kb.interventions.items()
    )


def triaged(**more: Any) -> Triage:
    """Somebody with ordinary back pain in physical therapy."""
    given: dict[str, Any] = {
        "urgency": Urgency.NONE,
        "care": Care.PHYSICAL_THERAPY,
        "category": Category.NONSPECIFIC,
        "status": Status.WORKING,
        "subgroups": (),
        "flags": (),
        "monitored": (),
        "findings": (),
        "starts": (),
        "missing_safety": (),
        "missing_urgent": (),
        "to_examine": (),
        "deciders": (),
        "expired": (),
        "acuity": "acute",
        "irritability": "low",
        "tell": Told(patient="Get help first.", clinician="Locked."),
    }
    return Triage(**given | more)


def wishes(**more: Any) -> Wishes:
    """Twenty minutes a day in Berlin from a Monday in November."""
    given: dict[str, Any] = {
        "starts_on": MONDAY,
        "zone": "Europe/Berlin",
        "minutes_a_day": 20,
        "equipment": ("mat", "chair", "wall"),
    }
    return Wishes(**given | more)
