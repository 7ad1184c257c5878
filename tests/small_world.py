"""A whole knowledge base that fits on a page: real triage and clearance over a handful of facts and exercises."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from spinewise.knowledge.ladders import Care, Category, Level, Tier, Urgency, WaiverBy
from spinewise.knowledge.models import (
    CareText,
    CategoryRule,
    Demands,
    Dose,
    Dosing,
    Effect,
    Exercise,
    Family,
    ForIrritability,
    KnowledgeBase,
    Lesson,
    Limits,
    Modality,
    Move,
    MovePattern,
    Pace,
    Pattern,
    Precaution,
    Programme,
    RedFlag,
    Safety,
    Suit,
    TierRule,
    Title,
    Told,
    Weights,
)
from spinewise.plan.minutes import minutes_for
from spinewise.plan.types import Item, Proposal, Slot, Waiver
from spinewise.rules.facts import Answer, Answers, Fact, Kind, Option, Role
from spinewise.rules.tree import Leaf, Test, Value

MONDAY = dt.date(2026, 11, 23)
BERLIN = "Europe/Berlin"
PERSON, CLINICIAN = Role.PERSON, Role.CLINICIAN


def told(words: str) -> Told:
    return Told(patient=f"You: {words}", clinician=words)


def fact(id: str, by: Role, *options: str, **more: Any) -> Fact:
    """A yes/no fact, or a choice when there are options."""
    kind = more.pop("kind", Kind.CHOICE if options else Kind.YES_NO)
    listed = tuple(Option(option, option) for option in options)
    return Fact(
        id=id, kind=kind, person=f"{id}?", clinician=id, asked_of=(by,), privacy="health", options=listed, **more
    )


FACTS = (
    fact("age", PERSON, kind=Kind.NUMBER, range=(0, 120), unit="years"),
    fact("saddle", PERSON, "fine", "numb"),
    fact("fever", PERSON),
    fact("morning_stiffness", PERSON),
    fact("irritability", PERSON, "low", "moderate", "high", ordered=True),
    fact("blood_thinner", PERSON),
    fact("breathless", PERSON),
    fact("hard_tasks", PERSON, "socks", "crates", kind=Kind.SEVERAL),
    fact("stimulator", PERSON),
    fact("bones", CLINICIAN, "sound", "thin"),
    fact("preference", CLINICIAN, "none", "extension"),
    fact("examined", CLINICIAN, valid_days=90),
)


def leaf(fact_id: str, value: Value = True) -> Leaf:
    return Leaf(fact=fact_id, test=Test.IS, values=(value,))


def flag(id: str, when: Leaf, urgency: Urgency) -> RedFlag:
    about = {"title": id, "points_to": "serious", "tell": told(f"{id} needs looking at."), "examples": ()}
    return RedFlag(id=f"red_flags/{id}", when=when, urgency=urgency, **about)


def precaution(id: str, when: Leaf, *effects: Effect, waiver: WaiverBy) -> Precaution:
    return Precaution(
        id=f"precautions/{id}",
        title=id,
        when=when,
        examples=(),
        effects=effects,
        waiver=waiver,
        key_rule="",
        tell=told(f"{id} asks for care."),
    )


def effect(level: Level, *, limit: Limits = Limits(), moves: MovePattern | None = None, **to: Any) -> Effect:  # noqa: B008
    return Effect(level=level, column="", to=Pattern(moves=moves, **to), limit=limit)


BENDING = MovePattern(part=("lumbar",), way=("flexion",))
LOADED_BENDING = MovePattern(part=("lumbar",), way=("flexion",), load=("light", "heavy"))
PRECAUTIONS = (
    precaution(
        "thin_bones",
        leaf("bones", "thin"),
        effect(Level.EXCLUDE, moves=LOADED_BENDING),
        effect(Level.CAUTION, moves=BENDING),
        waiver=WaiverBy.SUPERVISOR,
    ),
    precaution(
        "blood_thinner",
        leaf("blood_thinner"),
        effect(Level.CAUTION, agent=("massage",)),
        effect(Level.CAUTION, moves=LOADED_BENDING),
        waiver=WaiverBy.THERAPIST,
    ),
    precaution(
        "breathless",
        leaf("breathless"),
        effect(Level.CAUTION, impact=("walk",), limit=Limits(minutes=15)),
        waiver=WaiverBy.THERAPIST,
    ),
    precaution("stimulator", leaf("stimulator"), effect(Level.EXCLUDE, agent=("tens",)), waiver=WaiverBy.NEVER),
)


def exercise(id: str, start: Dose, limit: Dose, least: Limits = Limits(), **more: Any) -> Exercise:  # noqa: B008
    return Exercise(
        id=id,
        title=Title(clinician=id, patient=id),
        evidence=(),
        aims=("trunk_control",),
        demands=more.pop("demands", Demands()),
        dose=Dosing(start=start, limit=limit, least=least),
        steps=("Do it.",),
        **more,
    )


def modality(id: str, agent: Any, dose: Dose, limit: Dose, **more: Any) -> Modality:
    about = {"parameters": (), "where_on_body": "back", "stance": "", "response_check": "", "steps": ()}
    return Modality(
        id=f"modalities/{id}",
        title=Title(clinician=id, patient=id),
        evidence=(),
        demands=Demands(agent=agent),
        dose=Dosing(start=dose, limit=limit),
        say_plainly=told(id),
        course_days=7,
        **about,
        **more,
    )


WALK = exercise(
    "walk",
    Dose(minutes=10, days_a_week=5),
    Dose(minutes=30, days_a_week=5),
    Limits(minutes=5, days_a_week=3),
    demands=Demands(position="walking", impact="walk"),
    general=True,
)
BREATHING = exercise("breathing", Dose(minutes=5), Dose(minutes=10), general=True)
TILT = exercise(
    "tilt", Dose(sets=(8,), hold_s=3), Dose(sets=(12, 10, 8), hold_s=5), Limits(repetitions=4), harder=("tilt_up",)
)
TILT_UP = exercise("tilt_up", Dose(sets=(8,)), Dose(sets=(12,)), harder=("tilt_far",))
TILT_FAR = exercise("tilt_far", Dose(sets=(8,)), Dose(sets=(12,)))
SOCK = exercise("sock", Dose(sets=(3,)), Dose(sets=(5,)), tasks=("socks",))
CRATE = exercise("crate", Dose(sets=(3,)), Dose(sets=(5,)), tasks=("crates",))
CLAM = exercise("clam", Dose(sets=(8,), sides="each"), Dose(sets=(12,), sides="each", times_a_day=2))
BRIDGE = exercise(
    "bridge", Dose(sets=(8, 8), days_a_week=3, apart=True), Dose(sets=(12, 12), days_a_week=3, apart=True)
)
REACH = exercise("reach", Dose(sets=(8,)), Dose(sets=(10,)), teach_first=True)
SIT_UP = exercise(
    "sit_up",
    Dose(sets=(5,)),
    Dose(sets=(10,)),
    demands=Demands(moves=(Move(part="lumbar", way="flexion", load="light"),)),
)
HEAVY = exercise("heavy", Dose(sets=(5,)), Dose(sets=(8,)), demands=Demands(axial_load="heavy"))
FANCY = exercise("fancy", Dose(sets=(5,)), Dose(sets=(8,)), by_default=False, say_plainly="Few need it.")
PRESS_UP = exercise(
    "press_up",
    Dose(sets=(10,), every_hours=3),
    Dose(sets=(15,), every_hours=2),
    suits=(Suit(subgroup=("extension_preference",)),),
    teach_first=True,
)
HEAT = modality("heat", "heat", Dose(minutes=15), Dose(minutes=20, times_a_day=3, every_hours=2), home=True)
TENS = modality("tens", "tens", Dose(minutes=30), Dose(minutes=60, times_a_day=3), home=True)
MASSAGE = modality(
    "massage",
    "massage",
    Dose(minutes=20, days_a_week=1),
    Dose(minutes=30, days_a_week=2),
    home=False,
    course_sessions=(1, 2),
)
CUPPING = modality("cupping", None, Dose(minutes=10), Dose(minutes=10), home=True, consent=True)

EXERCISES = (
    WALK, BREATHING, TILT, TILT_UP, TILT_FAR, CLAM, BRIDGE, REACH, SIT_UP, HEAVY, FANCY, PRESS_UP, SOCK, CRATE,
)  # fmt: skip
MODALITIES = (HEAT, TENS, MASSAGE, CUPPING)
NOTES = {
    "treatment_waits": "It waits for an examination.",
    "only_general": "Only general activity for now.",
    "leaves_out": "Too much for this tier.",
    "teach_first": "A therapist shows it first.",
    "not_at_home": "Done in a clinic.",
    "preference_untested": "The direction is not tested.",
}


def tier(title: str, *leaves_out: Pattern, only_general: bool = False, cautions_allowed: bool = False) -> TierRule:
    return TierRule(
        title=title,
        leaves_out=leaves_out,
        only_general=only_general,
        cautions_allowed=cautions_allowed,
        tell=told(title),
        notes=NOTES,
    )


TIERS = {
    Tier.LOCKED.value: tier("locked", Pattern(), only_general=True),
    Tier.GENERAL.value: tier("general", only_general=True),
    Tier.LOW_LOAD.value: tier("low load", Pattern(axial_load=("heavy",))),
    Tier.FULL.value: tier("full", cautions_allowed=True),
}
PROGRAMME = Programme(
    pace=Pace(repetition_s=4, rest_between_sets_s=30, getting_ready_s=30),
    minutes_by_default=15,
    exercises_a_day={
        "low": ForIrritability(least=2, most=4),
        "moderate": ForIrritability(least=2, most=4),
        "high": ForIrritability(least=1, most=2),
    },
    review_after_days={"S": 14, "L": 14, "F": 14, "through_the_day": 3},
    day_starts="07:00",
    day_ends="21:00",
    part_of_day={},
    adult_from_years=18,
    wording={"left_out_unknown": "Not known yet: {facts}."},
    anchors=("after breakfast", "after lunch", "before bed"),
    weights=Weights(
        in_bundle=1,
        per_aim=1,
        encouraged=1,
        suits=1,
        preferred_by_person=1,
        extra_exercise=-1,
        teach_first_alone=-1,
    ),
    because=(),
    visits={},
    grace_days=7,
)
WORLD = KnowledgeBase(
    digest="small-world",
    facts={one.id: one for one in FACTS},
    questions={},
    contradictions={},
    red_flags={
        one.id: one
        for one in (
            flag("saddle", leaf("saddle", "numb"), Urgency.EMERGENCY),
            flag("fever", leaf("fever"), Urgency.REFER),
            flag("stiffness", leaf("morning_stiffness"), Urgency.ROUTINE),
        )
    },
    families={"serious": Family(title="serious")},
    categories={
        "categories/extension": CategoryRule(
            id="categories/extension",
            title="extension",
            when=leaf("preference", "extension"),
            examples=(),
            category=Category.NONSPECIFIC,
            subgroup="extension_preference",
            tell=told("Leaning back eases it."),
        )
    },
    starts={},
    presumptions={},
    precautions={one.id: one for one in PRECAUTIONS},
    tiers=TIERS,
    care={care.value: CareText(title=care.value, tell=told(care.value), next_step="") for care in Care},
    exercises={one.id: one for one in EXERCISES},
    modalities={one.id: one for one in MODALITIES},
    lessons={"lessons/move": Lesson(id="lessons/move", title="Move", evidence=(), says=("Move.",), minutes=2)},
    presets={},
    bundles={},
    programme=PROGRAMME,
    safety=Safety(
        evidence=(),
        stop_now=(),
        stop_session=(),
        traffic_light={},
        flare_up=(),
        disclaimer=told(""),
    ),
    evidence={},
    references={},
)

HEALTHY: dict[str, Value] = {
    "age": 34,
    "saddle": "fine",
    "fever": False,
    "morning_stiffness": False,
    "irritability": "low",
    "blood_thinner": False,
    "breathless": False,
    "stimulator": False,
}
FOUND: dict[str, Value] = {"bones": "sound", "preference": "none", "examined": True}


def answered(by: Role, given: dict[str, Value], on: dt.date = MONDAY) -> tuple[Answer, ...]:
    return tuple(Answer(fact=name, value=value, on=on, by=by) for name, value in given.items())


def unexamined(**changed: Value) -> Answers:
    """A healthy adult whom no clinician has seen, changed as the words say."""
    return Answers(today=MONDAY, zone=BERLIN).with_(*answered(PERSON, HEALTHY | changed))


def examined(**changed: Value) -> Answers:
    """The same adult after an examination with nothing abnormal, changed as the words say."""
    found = {name: changed.pop(name) for name in list(changed) if name in FOUND}
    return unexamined(**changed).with_(*answered(CLINICIAN, FOUND | found))


def without(answers: Answers, *facts: str) -> Answers:
    """The same person with some questions not asked."""
    kept = {name: answer for name, answer in answers.by_fact.items() if name not in facts}
    return Answers(today=answers.today, zone=answers.zone, by_fact=kept)


WEEKDAYS = (0, 1, 2, 3, 4, 7, 8, 9, 10, 11)
EVERY_DAY = tuple(range(14))
MONDAYS_WEDNESDAYS_FRIDAYS = (0, 2, 4, 7, 9, 11)
FEW_DAYS = (0, 1, 2, 3)


def day(offset: int, start: dt.date = MONDAY) -> dt.date:
    return start + dt.timedelta(days=offset)


def at(*clocks: str, days: Iterable[int] = EVERY_DAY, minutes: float = 10, start: dt.date = MONDAY) -> tuple[Slot, ...]:
    return tuple(Slot(day(one, start), dt.time.fromisoformat(clock), minutes) for one in days for clock in clocks)


def item(name: str, *clocks: str, days: Iterable[int] = EVERY_DAY, dose: Dose | None = None, **more: Any) -> Item:
    """An item at its starting dose, each slot as long as it takes, unless told otherwise."""
    dose = dose or WORLD.interventions[name].dose.start
    slots = at(*clocks, days=days, minutes=more.pop("minutes", minutes_for(dose, WORLD.programme.pace)))
    return Item(**{"intervention": name, "dose": dose, "slots": slots} | more)


def full_plan(*items: Item, **more: Any) -> Proposal:
    """A full plan for two weeks from Monday in Berlin."""
    given: dict[str, Any] = {
        "tier": Tier.FULL,
        "starts_on": MONDAY,
        "zone": BERLIN,
        "items": items,
        "lessons": ("lessons/move",),
        "sessions": (),
        "goals": (),
        "review_on": day(14),
        "minutes_a_day": 60,
    }
    return Proposal(**given | more)


def waiver(rule: str, name: str, **more: Any) -> Waiver:
    signed = {"by": "J. Okafor", "role": "supervisor", "reason": "Light, watched, agreed.", "on": MONDAY}
    return Waiver(**{"rule": f"precautions/{rule}", "item": name} | signed | more)
