"""What every rule holds, and what each kind of rule decides."""

from __future__ import annotations

from typing import Literal

import msgspec

from spinewise.knowledge.ladders import Category, Level, Tier, Urgency, WaiverBy
from spinewise.knowledge.models.demands import Pattern
from spinewise.knowledge.models.doses import Limits
from spinewise.knowledge.models.programme import CareText
from spinewise.knowledge.models.words import Told
from spinewise.rules.tree import Claim, RuleNode
from spinewise.rules.truth import Truth


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


class Family(msgspec.Struct, frozen=True, kw_only=True):
    """What a group of red flags points to, and the category it would belong in.

    `care` holds the words for a kind of care where the usual ones would be wrong, by the care's name.
    """

    title: str
    category: Category | None = None
    care: dict[str, CareText] = {}
    because: tuple[Claim, ...] = ()


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


class StartingRung(RuleFile, frozen=True, kw_only=True):
    """A reason to start above the easiest rung of a ladder: so many rungs up, `after` whatever it rests on.

    `activity` counts for every ladder, `what_is_done` starts on the rung after an exercise that the person does
    already, `a_good_test` counts for what works on the same as a test with a usual result.
    """

    after: Literal["activity", "what_is_done", "a_good_test"]
    rungs_up: int
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


class Effect(msgspec.Struct, frozen=True, cache_hash=True, kw_only=True):
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
