"""How the rules read the patients of the vignettes folder: as stated, completed, and otherwise well.

Otherwise well means that every question that is left is answered no, and examined that every finding that is
left is normal: only there does a restriction show that it stands by itself and not for want of an answer.
What a patient rules out and the library does not have is added as one more intervention, so that its absence
is a decision and not a gap.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Literal

import msgspec

from people import knowledge
from spinewise.assess.triage import triage
from spinewise.assess.types import Triage
from spinewise.assess.vignettes import MustBeGiven, Patient, Vignette, completed, plain_no, read_patients
from spinewise.knowledge.demands import matches
from spinewise.knowledge.ladders import Level, Tier
from spinewise.knowledge.models import Demands, Exercise, KnowledgeBase, Modality, Move, Pattern
from spinewise.plan.clear import clear
from spinewise.plan.road import plan_for
from spinewise.plan.types import Plan
from spinewise.rules.facts import Answer, Answers, Fact, Kind, Role

Reading = Literal["stated", "completed", "well", "examined"]
OFFERED = (Level.GO, Level.CAUTION)
ASKED = (Kind.YES_NO, Kind.CHOICE, Kind.NUMBER)
FOUND = (Kind.YES_NO, Kind.CHOICE)
FULL_POWER = 5
TRIES = {
    "sustained_press_up": Demands(moves=(Move(part="lumbar", way="extension", range="end", hold="sustained"),)),
    "loaded_back_extension": Demands(moves=(Move(part="lumbar", way="extension", load="heavy"),)),
    "loaded_bend": Demands(moves=(Move(part="lumbar", way="flexion", load="light"),)),
    "far_bend": Demands(moves=(Move(part="lumbar", way="flexion", range="end"),)),
    "far_turn": Demands(moves=(Move(part="lumbar", way="rotation", range="end"),)),
    "heavy_lift": Demands(axial_load="heavy"),
    "jump": Demands(impact="jump"),
}


@cache
def wider() -> KnowledgeBase:
    """The library and a few more, copied from harmless ones but for what they ask of the body."""
    kb = knowledge()
    tilt = kb.exercises["lumbar/pelvic_tilt"]
    tries = {name: msgspec.structs.replace(tilt, id=name, demands=demands) for name, demands in TRIES.items()}
    return msgspec.structs.replace(kb, exercises=kb.exercises | tries)


@cache
def patients() -> dict[str, Patient]:
    return {patient.vignette.id: patient for patient in read_patients(knowledge())}


def vignette(name: str) -> Vignette:
    return patients()[name].vignette


def named(*, published: bool) -> list[str]:
    return sorted(name for name, one in patients().items() if one.vignette.source.is_published is published)


@cache
def answers_of(name: str, reading: Reading) -> Answers:
    """The answers of a patient in one of the readings."""
    match reading:
        case "stated":
            return patients()[name].answers
        case "completed":
            return completed(patients()[name], knowledge())[0]
        case "well":
            return otherwise_well(answers_of(name, "completed"))
        case "examined":
            return examined(answers_of(name, "well"))


def otherwise_well(answers: Answers) -> Answers:
    """Every question that is left answered no; whoever was examined, with every other finding normal."""
    answers = answers.with_(*_no(answers, _questions()))
    return examined(answers) if "examined" in answers.by_fact else answers


def examined(answers: Answers) -> Answers:
    """With every finding that is left normal."""
    seen = Answer(fact="examined", value=True, on=answers.today, by=Role.CLINICIAN)
    power = Answer(fact="key_muscle_power", value=FULL_POWER, on=answers.today, by=Role.CLINICIAN)
    left = [one for one in (seen, power) if one.fact not in answers.by_fact]
    return answers.with_(*_no(answers, _findings())).with_(*left)


def _questions() -> list[Fact]:
    facts = knowledge().facts.values()
    return [one for one in facts if Role.PERSON in one.asked_of and one.privacy != "wish" and one.kind in ASKED]


def _findings() -> list[Fact]:
    facts = knowledge().facts.values()
    return [one for one in facts if one.derive is None and Role.PERSON not in one.asked_of and one.kind in FOUND]


def _no(answers: Answers, facts: Iterable[Fact]) -> list[Answer]:
    left = (fact for fact in facts if fact.id not in answers.by_fact and fact.id != "examined")
    return [plain_no(fact, answers.today) for fact in left]


@cache
def found(name: str, reading: Reading) -> Triage:
    return triage(answers_of(name, reading), knowledge())


@cache
def offered(name: str, reading: Reading, tier: Tier | None = None) -> tuple[str, ...]:
    """Everything they may have; nothing at a tier that they cannot be treated at."""
    levels = clear(answers_of(name, reading), found(name, reading), wider(), tier=tier)
    return tuple(one.intervention for one in levels if one.level in OFFERED and one.tier is (tier or one.tier))


@cache
def planned(name: str, reading: Reading) -> tuple[str, ...]:
    """What their plan holds; nothing, if none is made."""
    answers = answers_of(name, reading)
    made = plan_for(answers, found(name, reading), knowledge(), starts_on=answers.today)
    return tuple(item.intervention for item in made.proposal.items) if isinstance(made, Plan) else ()


def of_pattern(names: Iterable[str], pattern: Pattern) -> list[str]:
    """Those whose demands a pattern means."""
    return [name for name in names if matches(pattern, wider().interventions[name].demands)]


def ruled_out(name: str) -> list[Pattern]:
    """What must not be given, but for what the settled reading allows."""
    settled = vignette(name).settled
    allowed = settled.may_be_given if settled else ()
    return [pattern for pattern in vignette(name).never_given if pattern not in allowed]


def kept_back(name: str, due: MustBeGiven) -> str:
    """What of that which they must have is missing; empty when nothing is."""
    reading: Reading = "examined" if due.tier is Tier.FULL else "well"
    had = planned(name, reading) if due.in_plan else offered(name, reading, due.tier)
    kept = [one for one in of_pattern(had, due.demands) if is_among(one, due)]
    absent = sorted(set(due.these) - set(kept))
    few = len(kept) < due.at_least
    return f"missing {absent}; there are {kept}" if absent or few else ""


def is_among(name: str, due: MustBeGiven) -> bool:
    kind = {"exercises": Exercise, "modalities": Modality, "all": object}[due.among]
    return isinstance(wider().interventions[name], kind) and name not in TRIES
