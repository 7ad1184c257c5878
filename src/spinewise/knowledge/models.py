"""What a knowledge file holds, as frozen types. The field names are the entries of the YAML files."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from spinewise.knowledge.ladders import Care, Category, Level, Tier, Urgency, WaiverBy
from spinewise.rules.facts import Fact
from spinewise.rules.tree import Claim, RuleNode
from spinewise.rules.truth import Truth

Part = Literal["lumbar", "thoracic", "cervical", "hip", "knee", "ankle", "shoulder"]
Way = Literal["flexion", "extension", "rotation", "side_bend", "neutral", "abduction"]
Range = Literal["mid", "end"]
Load = Literal["none", "light", "heavy"]
Hold = Literal["repeated", "sustained"]
Impact = Literal["none", "walk", "brisk", "jump"]
Strain = Literal["none", "isometric", "breath_held"]
Balance = Literal["none", "supported", "unsupported"]
Neural = Literal["none", "slider", "tensioner"]
Position = Literal[
    "standing", "sitting", "supine", "crook_lying", "prone", "side_lying",
    "hands_and_knees", "half_kneeling", "kneeling", "walking", "any",
]  # fmt: skip
Stay = Literal["brief", "prolonged"]
Aim = Literal[
    "pain_relief", "spinal_mobility", "hip_mobility", "trunk_control", "trunk_endurance",
    "hip_strength", "leg_strength", "balance", "fitness", "directional_preference",
]  # fmt: skip
Equipment = Literal[
    "mat", "chair", "wall", "strap", "band", "ball", "weights", "step", "treadmill", "bike", "pool",
    "warm_pack", "cold_pack", "tens_unit",
]  # fmt: skip
Sex = Literal["female", "male"]
Side = Literal["left", "right"]
PainStatus = Literal["current", "past", "none"]
FindingLevel = Literal["as_expected", "below_middle", "borderline", "impaired", "no_norm"]
Stage = Literal["safety", "category", "plan", "examination"]
Acuity = Literal["acute", "subacute", "chronic"]
Agent = Literal[
    "heat", "cold", "tens", "ultrasound", "iontophoresis", "thrust", "traction", "dry_needling", "massage",
    "mobilisation", "laser", "tape",
]  # fmt: skip


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """The same thing in the patient's words and in the clinician's."""

    patient: str
    clinician: str


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """A worked example of a rule, run as a test. Values are as written in an answers file."""

    name: str
    given: dict[str, str]
    expect: Truth


class RuleFile(msgspec.Struct, frozen=True, kw_only=True):
    """What every rule holds. `id` is its path without the suffix; `file` is where its lines stand."""

    id: str
    file: str = ""
    title: str
    when: RuleNode
    examples: tuple[Example, ...]
    evidence: tuple[str, ...] = ()
    because: tuple[Claim, ...] = ()


class RedFlag(RuleFile, frozen=True, kw_only=True):
    """A sign that something may need more than therapy."""

    points_to: str
    urgency: Urgency
    tell: Told
    waiver: Literal["never"] = "never"


class CategoryRule(RuleFile, frozen=True, kw_only=True):
    """Positive evidence for a category, and for a subgroup beneath it.

    `deciders` are the findings that would settle it, named in the result. A `label` is only shown, beneath
    whichever category the person has: it says nothing for a category and asks for nothing.
    """

    category: Category
    tell: Told
    subgroup: str = ""
    deciders: tuple[str, ...] = ()
    label: bool = False

    def __post_init__(self) -> None:
        if self.label and (self.category is not Category.NONSPECIFIC or self.deciders):
            raise ValueError("a label speaks for no category | Say `category: nonspecific`, without deciders")


class StartRule(RuleFile, frozen=True, kw_only=True):
    """A reason why it is time for physical therapy rather than self-care."""

    tell: Told


class Presumption(RuleFile, frozen=True, kw_only=True):
    """A clinician's fact that may be taken for granted, at some tiers, when every proxy is no."""

    fact: str
    presume: str
    at_tiers: tuple[Tier, ...]
    tell: Told


class Contradiction(RuleFile, frozen=True, kw_only=True):
    """Answers that cannot both be true."""

    facts: tuple[str, ...]
    instead: str


class MovePattern(msgspec.Struct, frozen=True, kw_only=True):
    """Which moves are meant; an entry left out means any."""

    part: tuple[Part, ...] = ()
    way: tuple[Way, ...] = ()
    range: tuple[Range, ...] = ()
    load: tuple[Load, ...] = ()
    hold: tuple[Hold, ...] = ()


class Pattern(msgspec.Struct, frozen=True, kw_only=True):
    """Which demands are meant: every entry given must match. A move must match all of `moves` at once."""

    moves: MovePattern | None = None
    position: tuple[Position, ...] = ()
    stay: tuple[Stay, ...] = ()
    axial_load: tuple[Load, ...] = ()
    impact: tuple[Impact, ...] = ()
    strain: tuple[Strain, ...] = ()
    balance: tuple[Balance, ...] = ()
    neural: tuple[Neural, ...] = ()
    agent: tuple[Agent, ...] = ()


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """One movement of one part of the body, graded."""

    part: Part
    way: Way
    range: Range = "mid"
    load: Load = "none"
    hold: Hold = "repeated"


class Demands(msgspec.Struct, frozen=True, kw_only=True):
    """What an intervention asks of the body: all that rules ever look at, never its name.

    `stay` says whether the position is kept for minutes on end. `agent` is a modality's physical agent.
    """

    position: Position = "any"
    stay: Stay = "brief"
    moves: tuple[Move, ...] = ()
    axial_load: Load = "none"
    impact: Impact = "none"
    strain: Strain = "none"
    balance: Balance = "none"
    neural: Neural = "none"
    agent: Agent | None = None


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Upper bounds on a dose; None means unlimited."""

    sets: int | None = None
    repetitions: int | None = None
    hold_s: float | None = None
    minutes: float | None = None
    times_a_day: int | None = None
    days_a_week: int | None = None


class Dose(msgspec.Struct, frozen=True, kw_only=True):
    """How much: repetitions of each set, or minutes; how often; which days.

    `sets` lists the repetitions of each set (descending pyramids are common). `sides: each` doubles the time.
    `every_hours` makes it a through-the-day item, outside the day's count of exercises.
    `apart` asks for a day of rest between two days.
    """

    sets: tuple[int, ...] = ()
    hold_s: float = 0
    sides: Literal["both", "each"] = "both"
    minutes: float = 0
    days_a_week: int = 7
    times_a_day: int = 1
    apart: bool = False
    every_hours: float = 0

    def __post_init__(self) -> None:
        if bool(self.sets) == bool(self.minutes):
            raise ValueError("a dose has either sets or minutes | Give `sets: [10, 10]` or `minutes: 10`")
        if any(count < 1 for count in self.sets) or self.minutes < 0 or self.hold_s < 0:
            raise ValueError("a dose cannot be zero or negative | Use positive numbers")
        if not 1 <= self.days_a_week <= 7 or not 1 <= self.times_a_day <= 12:
            raise ValueError("days_a_week is 1 to 7 and times_a_day 1 to 12 | Correct the dose")
        if self.apart and self.days_a_week > 4:
            raise ValueError("more than 4 days a week cannot all be apart | Use at most 4")


class Dosing(msgspec.Struct, frozen=True, kw_only=True):
    """Where a dose starts, the least that still means something, and how far it may grow."""

    start: Dose
    limit: Dose
    least: Limits = Limits()
    grow: Literal["repetitions", "sets", "hold", "minutes", "days", "none"] = "repetitions"


class Title(msgspec.Struct, frozen=True, kw_only=True):
    """A name for each reader."""

    clinician: str
    patient: str


class Suit(msgspec.Struct, frozen=True, kw_only=True):
    """Whom it suits; an entry left out means anybody."""

    category: tuple[Category, ...] = ()
    subgroup: tuple[str, ...] = ()
    acuity: tuple[Acuity, ...] = ()


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """A common fault: what is seen, and what to say."""

    say: str
    sees: str = ""
    off_by_deg: float = 0


class Exercise(msgspec.Struct, frozen=True, kw_only=True):
    """Something a person does. `general` exercises are allowed before anybody has been examined or asked
    everything; those that are not `by_default` enter a plan only by a clinician's hand, and `say_plainly` why."""

    id: str
    title: Title
    evidence: tuple[str, ...]
    aims: tuple[Aim, ...]
    demands: Demands
    dose: Dosing
    steps: tuple[str, ...]
    because: tuple[Claim, ...] = ()
    suits: tuple[Suit, ...] = (Suit(),)
    needs: tuple[Equipment, ...] = ()
    harder: tuple[str, ...] = ()
    teach_first: bool = False
    general: bool = False
    by_default: bool = True
    say_plainly: str = ""
    faults: tuple[Fault, ...] = ()
    purpose: str = ""
    movement: Any = None


class Parameter(msgspec.Struct, frozen=True, kw_only=True):
    """One setting of a modality, such as `Frequency: 80-120 Hz`; `options` where one of several is recorded."""

    name: str
    setting: str
    options: tuple[str, ...] = ()


class Modality(msgspec.Struct, frozen=True, kw_only=True):
    """Something done to a person: a passive treatment with its parameters, limits and honest standing.

    `stance` names the guideline row whose cells are shown side by side. `course_sessions` is the least and the
    most sessions of one course; `check_first` is what a clinician asks or looks for right before it, because no
    answer of the interview covers it.
    """

    id: str
    title: Title
    evidence: tuple[str, ...]
    demands: Demands
    dose: Dosing
    parameters: tuple[Parameter, ...]
    where_on_body: str
    course_days: int
    home: bool
    stance: str
    say_plainly: Told
    response_check: str
    steps: tuple[str, ...]
    because: tuple[Claim, ...] = ()
    suits: tuple[Suit, ...] = (Suit(),)
    needs: tuple[Equipment, ...] = ()
    consent: bool = False
    by_default: bool = False
    stop_if: tuple[str, ...] = ()
    course_sessions: tuple[int, int] | None = None
    check_first: tuple[str, ...] = ()


class Lesson(msgspec.Struct, frozen=True, kw_only=True):
    """Something worth knowing, in the patient's words. Those not `by_default` are in the library, and enter a
    plan through a bundle or by a clinician's hand."""

    id: str
    title: str
    evidence: tuple[str, ...]
    says: tuple[str, ...]
    minutes: int
    suits: tuple[Suit, ...] = (Suit(),)
    because: tuple[Claim, ...] = ()
    by_default: bool = True


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """What a precaution does to interventions whose demands match."""

    level: Level
    column: str
    to: Pattern
    limit: Limits = Limits()


class Precaution(RuleFile, frozen=True, kw_only=True):
    """A condition, and what it rules out or asks care with."""

    effects: tuple[Effect, ...]
    encourages: tuple[Pattern, ...] = ()
    waiver: WaiverBy
    key_rule: str
    tell: Told


class Preset(msgspec.Struct, frozen=True, kw_only=True):
    """A dose that the articles state, selectable, with today's evidence beside it."""

    id: str
    title: str
    evidence: tuple[str, ...]
    for_interventions: tuple[str, ...]
    dose: Dose
    article_says: str
    evidence_says: str


class Cut(msgspec.Struct, frozen=True, kw_only=True):
    """Where a value stops being usual; exactly one entry, so that nobody guesses about the border itself."""

    below: float | None = None
    at_least: float | None = None
    above: float | None = None

    def __post_init__(self) -> None:
        if [self.below, self.at_least, self.above].count(None) != 2:
            raise ValueError("a cut has one of below, at_least, above | Keep one of them")


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A value expected from age, height and weight, and how far from it is still usual.

    `lower_by` is subtracted for the lower limit; `within_share` is a share of the expected value on both sides.
    """

    start: float
    per_year: float = 0
    from_age: float = 0
    per_cm: float = 0
    per_kg: float = 0
    lower_by: float | None = None
    within_share: float | None = None

    def __post_init__(self) -> None:
        if (self.lower_by is None) == (self.within_share is None):
            raise ValueError("a line has one of lower_by, within_share | Keep one of them")


class NormRow(msgspec.Struct, frozen=True, kw_only=True):
    """What is expected of some people: a usual range, a middle, a line, or cuts. An entry left out means anybody.

    `shown_only` rows stand beside a value and decide nothing: they come from other people or another method.
    """

    sex: tuple[Sex, ...] = ()
    age: tuple[float, float] | None = None
    side: tuple[Side, ...] = ()
    whom: str = ""
    usual: tuple[float, float] | None = None
    middle: float | None = None
    spread: float | None = None
    line: Line | None = None
    borderline: Cut | None = None
    impaired: Cut | None = None
    shown_only: bool = False

    def __post_init__(self) -> None:
        if all(part is None for part in (self.usual, self.middle, self.line, self.borderline, self.impaired)):
            raise ValueError("a row of norms says something | Give usual, middle, line, borderline or impaired")
        if self.age is not None and self.age[0] > self.age[1]:
            raise ValueError("the ages of a row begin with the lower one | Write `age: [60, 64]`")
        if self.usual is not None and self.usual[0] > self.usual[1]:
            raise ValueError("a usual range begins with the lower end | Write `usual: [12, 17]`")


class Norm(msgspec.Struct, frozen=True, kw_only=True):
    """A table of reference values, found in one group of people with one method."""

    id: str
    title: str
    evidence: tuple[str, ...]
    unit: str
    rows: tuple[NormRow, ...]
    because: tuple[Claim, ...] = ()


class MeasureError(msgspec.Struct, frozen=True, kw_only=True):
    """How large a change must be to be more than measurement error, and to be worth having.

    `by_pain` replaces `detectable` where the error was found to depend on having pain now or not.
    """

    detectable: float | None = None
    by_pain: dict[PainStatus, float] = {}
    worthwhile: float | None = None
    found_in: str = ""
    because: tuple[Claim, ...] = ()


class Ratio(msgspec.Struct, frozen=True, kw_only=True):
    """A value worked out from two others: one over the other, or how far right over left is from even."""

    of: str
    over: str = ""
    kind: Literal["plain", "sides"] = "plain"

    def __post_init__(self) -> None:
        if bool(self.over) == (self.kind == "sides"):
            raise ValueError("a plain ratio names what it is over; one of sides does not | Correct `over`")


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """A test or measurement of the body: how it is done, what is usual, how exact it is, what it speaks for.

    `better` is the direction of a better value. `tell` says each level in words ({value}, {low}, {high}, {middle}
    are filled in). `aims` are what a level speaks for. `not_when` holds for people who are not tested so.
    `family` groups variants of one test whose values are not exchanged.
    """

    id: str
    title: Title
    evidence: tuple[str, ...]
    unit: str
    better: Literal["higher", "lower", "neither"]
    range: tuple[float, float]
    method: tuple[str, ...]
    tell: dict[FindingLevel, Told]
    norms: tuple[str, ...] = ()
    error: MeasureError = MeasureError()
    each_side: bool = False
    aims: dict[FindingLevel, tuple[Aim, ...]] = {}
    not_when: RuleNode | None = None
    guard: tuple[str, ...] = ()
    ratio: Ratio | None = None
    family: str = ""
    because: tuple[Claim, ...] = ()


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One screen: the facts it answers and the words above them."""

    id: str
    facts: tuple[str, ...]
    title: str
    stage: Stage
    hint: str = ""
    none_of_these: bool = False


class PublicScreen(msgspec.Struct, frozen=True, kw_only=True):
    """One screen of the public version: the questions it puts together and the words above them."""

    title: str
    questions: tuple[str, ...]
    hint: str = ""


class Interview(msgspec.Struct, frozen=True, kw_only=True):
    """How the interview is laid out: the screens of the public version, and the agents that a wish is about."""

    public: dict[str, PublicScreen] = {}
    wishes_about: dict[str, tuple[Agent, ...]] = {}


class EvidenceRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the evidence: what is known, how it was checked, and where it comes from.

    `stances` holds what each guideline says; `more` the entries that only some kinds of row have.
    """

    id: str
    statement: str
    tag: str
    figures: str = ""
    tag_text: str = ""
    action: str = ""
    needs_check: bool = False
    sources: tuple[str, ...] = ()
    seen_at: tuple[str, ...] = ()
    cells: dict[str, str] = {}
    stances: dict[str, dict[str, str]] = {}
    more: dict[str, Any] = {}


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """A publication in the bibliography."""

    key: str
    citation: str
    doi: str = ""
    doi_certain: bool = True


class CareText(msgspec.Struct, frozen=True, kw_only=True):
    """What each kind of care says to do next."""

    title: str
    tell: Told
    next_step: str
    review_after_days: int | None = None


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """How long exercise takes, for estimating minutes."""

    repetition_s: float
    rest_between_sets_s: float
    getting_ready_s: float


class ForIrritability(msgspec.Struct, frozen=True, kw_only=True):
    """How many exercises a day suit an irritability."""

    least: int
    most: int


class Bundle(msgspec.Struct, frozen=True, kw_only=True):
    """What is usually chosen for a category and acuity (evidence C.9), most wanted first."""

    id: str
    evidence: tuple[str, ...]
    suits: Suit
    prefers: tuple[str, ...]
    aims: tuple[Aim, ...]
    lessons: tuple[str, ...]
    avoids: tuple[str, ...] = ()


class Weights(msgspec.Struct, frozen=True, kw_only=True):
    """How much each consideration counts when choosing; whole numbers, larger counts more."""

    in_bundle: int
    per_aim: int
    encouraged: int
    suits: int
    preferred_by_person: int
    extra_exercise: int
    teach_first_alone: int


class Sessions(msgspec.Struct, frozen=True, kw_only=True):
    """How visits to the clinic are estimated: how long, how often, how many new exercises one can teach."""

    minutes: int
    a_week: int
    teaches_at_once: int


class Programme(msgspec.Struct, frozen=True, kw_only=True):
    """The defaults a plan starts from.

    `hours_between_bouts` keeps two bouts of one day apart; `at_hand` is what a home has when nobody was
    asked; `sessions` estimates the visits (none: no estimate); `wording` holds the planner's sentences.
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
    hours_between_bouts: float = 0
    at_hand: tuple[Equipment, ...] = ()
    sessions: Sessions | None = None
    wording: dict[str, str] = {}


class TierRule(msgspec.Struct, frozen=True, kw_only=True):
    """What a tier leaves out, whatever the precautions say."""

    title: str
    leaves_out: tuple[Pattern, ...]
    only_general: bool
    cautions_allowed: bool
    tell: Told
    notes: dict[str, str] = {}
    because: tuple[Claim, ...] = ()


class Family(msgspec.Struct, frozen=True, kw_only=True):
    """What a group of red flags points to, and the category it would belong in."""

    title: str
    category: Category | None = None


class Safety(msgspec.Struct, frozen=True, kw_only=True):
    """What every handout carries: when to stop, what to do in a flare-up."""

    evidence: tuple[str, ...]
    stop_now: tuple[str, ...]
    stop_session: tuple[str, ...]
    traffic_light: dict[str, str]
    flare_up: tuple[str, ...]
    disclaimer: Told


class KnowledgeBase(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the files say, checked, with the digest of what was read."""

    digest: str
    facts: dict[str, Fact]
    questions: dict[str, Question]
    contradictions: dict[str, Contradiction]
    red_flags: dict[str, RedFlag]
    families: dict[str, Family]
    categories: dict[str, CategoryRule]
    starts: dict[str, StartRule]
    presumptions: dict[str, Presumption]
    precautions: dict[str, Precaution]
    tiers: dict[str, TierRule]
    care: dict[str, CareText]
    exercises: dict[str, Exercise]
    modalities: dict[str, Modality]
    lessons: dict[str, Lesson]
    presets: dict[str, Preset]
    bundles: dict[str, Bundle]
    programme: Programme
    safety: Safety
    evidence: dict[str, EvidenceRow]
    references: dict[str, Reference]
    addresses: dict[str, str] = {}
    guidelines: dict[str, str] = {}
    measures: dict[str, Measure] = {}
    norms: dict[str, Norm] = {}
    poses: Any = None
    interview: Interview = Interview()

    @property
    def interventions(self) -> dict[str, Exercise | Modality]:
        """Exercises and modalities under one roof."""
        return {**self.exercises, **self.modalities}

    def care_text(self, care: Care) -> CareText:
        """The words for a kind of care."""
        return self.care[care.value]

    def tier(self, tier: Tier) -> TierRule:
        """What a tier allows."""
        return self.tiers[tier.value]
