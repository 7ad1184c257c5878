"""What a plan starts from: tiers, care, bundles and the programme's defaults."""

from __future__ import annotations

import msgspec

from spinewise.knowledge.models.demands import Pattern
from spinewise.knowledge.models.interventions import Suit
from spinewise.knowledge.models.words import Aim, Equipment, FindingLevel, Position, Target, Told
from spinewise.rules.tree import Claim, RuleNode


class TierRule(msgspec.Struct, frozen=True, kw_only=True):
    """What a tier leaves out, whatever the precautions say."""

    title: str
    leaves_out: tuple[Pattern, ...]
    only_general: bool
    cautions_allowed: bool
    tell: Told
    notes: dict[str, str] = {}
    because: tuple[Claim, ...] = ()


class CareText(msgspec.Struct, frozen=True, kw_only=True):
    """What each kind of care says to do next."""

    title: str
    tell: Told
    next_step: str
    review_after_days: int | None = None


class Bundle(msgspec.Struct, frozen=True, kw_only=True):
    """What is usually chosen for a category and acuity (evidence C.9), most wanted first."""

    id: str
    evidence: tuple[str, ...]
    suits: Suit
    prefers: tuple[str, ...]
    aims: tuple[Aim, ...]
    lessons: tuple[str, ...]
    avoids: tuple[str, ...] = ()


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """How long exercise takes, for estimating minutes."""

    repetition_s: float
    rest_between_sets_s: float
    getting_ready_s: float


class ForIrritability(msgspec.Struct, frozen=True, kw_only=True):
    """How many exercises a day suit an irritability."""

    least: int
    most: int


class Weights(msgspec.Struct, frozen=True, kw_only=True):
    """How much each consideration counts when choosing; whole numbers, larger counts more.

    `bundle_core` is for the first exercise from a bundle, on top of what each one counts; `per_wish` for reaching
    an aim the person named, on top of `per_aim`; `below_start` for each rung below the one somebody could start on.
    """

    in_bundle: int
    per_aim: int
    encouraged: int
    suits: int
    preferred_by_person: int
    extra_exercise: int
    teach_first_alone: int
    bundle_core: int = 0
    per_wish: int = 0
    per_finding: dict[FindingLevel, int] = {}
    hard_task: int = 0
    helps_task: int = 0
    own_equipment: int = 0
    liked_kind: int = 0
    below_start: int = 0


class KindOfExercise(msgspec.Struct, frozen=True, kw_only=True):
    """Which exercises are of a kind that somebody likes: every entry given must match; `still` ones move nothing."""

    needs: tuple[Equipment, ...] = ()
    position: tuple[Position, ...] = ()
    aims: tuple[Aim, ...] = ()
    still: bool = False


class Sessions(msgspec.Struct, frozen=True, kw_only=True):
    """How visits to the clinic are estimated: how long, how often, how many new exercises one can teach."""

    minutes: int
    a_week: int
    teaches_at_once: int


class Programme(msgspec.Struct, frozen=True, kw_only=True):
    """The defaults a plan starts from.

    `hours_between_bouts` keeps two bouts of one day apart; `at_hand` is what a home has when nobody was
    asked; `sessions` estimates the visits (none: no estimate); `wording` holds the planner's sentences. `tasks`
    says what else helps with each task that may be hard, `kinds` which exercises are meant by a kind one likes.
    """

    pace: Pace
    minutes_by_default: int
    exercises_a_day: dict[str, ForIrritability]
    review_after_days: dict[str, int]
    day_starts: str
    day_ends: str
    part_of_day: dict[str, tuple[str, str]]
    anchors: tuple[str, ...]
    weights: Weights
    because: tuple[Claim, ...]
    visits: dict[str, str]
    grace_days: int
    adult_from_years: int
    hours_between_bouts: float = 0.0
    at_hand: tuple[Equipment, ...] = ()
    sessions: Sessions | None = None
    wording: dict[str, str] = {}
    tasks: dict[str, tuple[Target, ...]] = {}
    kinds: dict[str, KindOfExercise] = {}


class Safety(msgspec.Struct, frozen=True, kw_only=True):
    """What every handout carries: when to stop, what to do in a flare-up.

    `light_from` is the pain, 0 to 10, from which a colour of the traffic light counts; beneath all of them it is green.
    `stop_now_when` is the rule of a sign that is only for some: it may be left out for those of whom it is certain that
    the rule does not hold.
    """

    evidence: tuple[str, ...]
    stop_now: tuple[str, ...]
    stop_session: tuple[str, ...]
    traffic_light: dict[str, str]
    flare_up: tuple[str, ...]
    disclaimer: Told
    light_from: dict[str, int] = {}
    stop_now_when: dict[str, RuleNode] = {}
