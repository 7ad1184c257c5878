"""What the planning stages hand to each other. Every value carries its reasons."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from spinewise.assess.measures import Finding
from spinewise.assess.types import Triage
from spinewise.knowledge.ladders import Level, Tier, WaiverBy
from spinewise.knowledge.models import Aim, Dose, Equipment, Limits
from spinewise.rules.evaluate import Reason


class DoseRange(msgspec.Struct, frozen=True, kw_only=True):
    """Where this person's dose starts, and bounds it must keep."""

    start: Dose
    limit: Limits


class Cleared(msgspec.Struct, frozen=True, kw_only=True):
    """How one intervention stands for this person at one tier.

    `missing` names the unanswered facts that would change the level; `waiver` who may waive what holds it back.
    """

    intervention: str
    level: Level
    tier: Tier
    dose: DoseRange
    reasons: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()
    waiver: WaiverBy | None = None
    encouraged: bool = False
    notes: tuple[str, ...] = ()


class Busy(msgspec.Struct, frozen=True, order=True):
    """A time that is taken: instants with a zone."""

    start: dt.datetime
    end: dt.datetime
    what: str = ""


class Why(msgspec.Struct, frozen=True, kw_only=True):
    """A reason for something being in the plan, with the evidence rows it rests on."""

    says: str
    evidence: tuple[str, ...] = ()


class Start(msgspec.Struct, frozen=True, kw_only=True):
    """A reason to start above the easiest rung that holds for this person."""

    after: Literal["activity", "what_is_done", "a_good_test"]
    rungs_up: int
    because: Why


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """What the person wants, has and can do, and what was measured: steers the choice, never the clearance.

    `hard_tasks` are what they find hard, `already_does` the exercises they do on their own, `starts` why they need
    not start on the easiest rung.
    """

    starts_on: dt.date
    zone: str
    minutes_a_day: float
    cover_daily: tuple[Aim, ...] = ()
    aims: tuple[Aim, ...] = ()
    equipment: tuple[Equipment, ...] = ()
    can_use_floor: bool = True
    part_of_day: str = ""
    comfort: Literal["heat", "cold", "neither", ""] = ""
    goals: tuple[str, ...] = ()
    liked: tuple[str, ...] = ()
    disliked: tuple[str, ...] = ()
    presets: tuple[str, ...] = ()
    busy: tuple[Busy, ...] = ()
    findings: tuple[Finding, ...] = ()
    hard_tasks: tuple[str, ...] = ()
    already_does: tuple[str, ...] = ()
    kinds_liked: tuple[str, ...] = ()
    starts: tuple[Start, ...] = ()


class Slot(msgspec.Struct, frozen=True, order=True):
    """One time to do it: local date and wall time in the plan's zone, and how many minutes it takes."""

    on: dt.date
    at: dt.time
    minutes: float


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One intervention in a plan. A through-the-day item has anchors instead of slots."""

    intervention: str
    dose: Dose
    slots: tuple[Slot, ...] = ()
    anchors: tuple[str, ...] = ()
    until: dt.date | None = None
    in_clinic: bool = False
    reasons: tuple[Why, ...] = ()


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A visit to the clinic: in which week of the plan, how long, for what."""

    week: int
    minutes: int
    does: tuple[str, ...]


class Goal(msgspec.Struct, frozen=True, kw_only=True):
    """What the person wants to do again, and when it is looked at."""

    wants: str
    review_on: dt.date


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """What the optimiser, a clinician or an easing proposes; nothing reaches a person before `accept`."""

    tier: Tier
    starts_on: dt.date
    zone: str
    items: tuple[Item, ...]
    lessons: tuple[str, ...]
    sessions: tuple[Session, ...]
    goals: tuple[Goal, ...]
    review_on: dt.date
    minutes_a_day: float
    notes: tuple[Why, ...] = ()


class LeftOut(msgspec.Struct, frozen=True, kw_only=True):
    """An intervention that is not in the plan: how it stands, why, and what would change that."""

    intervention: str
    level: Level
    reasons: tuple[Reason, ...]
    says: str
    missing: tuple[str, ...] = ()
    waiver: WaiverBy | None = None


class Waiver(msgspec.Struct, frozen=True, kw_only=True):
    """A clinician's decision to set one precaution aside for one item."""

    rule: str
    item: str
    by: str
    role: Literal["therapist", "supervisor"]
    reason: str
    on: dt.date

    def __post_init__(self) -> None:
        if not self.by.strip() or not self.reason.strip():
            raise ValueError("a waiver names who and why | Fill in `by` and `reason`")


class Stamp(msgspec.Struct, frozen=True, kw_only=True):
    """From which knowledge, engine and answers something was made."""

    knowledge_digest: str
    engine: str
    answers_digest: str


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """An accepted plan. Only `accept` builds one; `id` is a hash of content and stamp."""

    id: str
    proposal: Proposal
    triage: Triage
    left_out: tuple[LeftOut, ...]
    waivers: tuple[Waiver, ...]
    stamp: Stamp


class Clash(msgspec.Struct, frozen=True, kw_only=True):
    """Something that cannot be had: the wish or item, and why, in words."""

    about: str
    says: str
    rule: str = ""


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """No plan as asked: what clashes, and the nearest plan that works, if there is one."""

    clashes: tuple[Clash, ...]
    nearest: Proposal | None = None
    gives_up: tuple[str, ...] = ()


class Add(msgspec.Struct, frozen=True, tag="add"):
    """Put an intervention in, at its starting dose unless one is given."""

    intervention: str
    dose: Dose | None = None


class Remove(msgspec.Struct, frozen=True, tag="remove"):
    """Take an item out."""

    intervention: str


class Swap(msgspec.Struct, frozen=True, tag="swap"):
    """Put one intervention in the place of another."""

    out: str
    into: str


class SetDose(msgspec.Struct, frozen=True, tag="set_dose"):
    """Change how much."""

    intervention: str
    dose: Dose


class Move(msgspec.Struct, frozen=True, tag="move"):
    """Do an item at another wall time on every day it is done."""

    intervention: str
    at: dt.time


Edit = Add | Remove | Swap | SetDose | Move
