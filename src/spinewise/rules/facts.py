"""What can be known about a person, and what has been answered."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Literal

import msgspec

from spinewise.rules.tree import Claim, Leaf, RuleNode, Value, facts_of


class Kind(StrEnum):
    """The type of a fact. Rules read the first three; dates are read through `days_since`."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    NUMBER = "number"
    DATE = "date"
    SEVERAL = "several"
    TEXT = "text"


class Role(StrEnum):
    """Who can answer a fact."""

    PERSON = "person"
    CLINICIAN = "clinician"
    DEVICE = "device"


class State(StrEnum):
    """An answer without a value. An absent answer was not asked."""

    NOT_SURE = "not_sure"
    CANNOT_KNOW = "cannot_know"
    DECLINED = "declined"


class Band(msgspec.Struct, frozen=True, tag="band"):
    """A number cut into named bands: each reaches up to, not including, its `below`; the last has none."""

    of: str
    bands: tuple[tuple[str, float | None], ...]


class Count(msgspec.Struct, frozen=True, tag="count"):
    """How many of these tests hold."""

    of: tuple[Leaf, ...]


class Difference(msgspec.Struct, frozen=True, tag="difference"):
    """One number minus another."""

    of: str
    minus: str


class DaysSince(msgspec.Struct, frozen=True, tag="days_since"):
    """Days from a date to today."""

    of: str


class WorstOf(msgspec.Struct, frozen=True, tag="worst_of"):
    """The worst of several choices that share one ladder of options."""

    of: tuple[str, ...]


class WorstThatHolds(msgspec.Struct, frozen=True, tag="worst_that_holds"):
    """The worst option whose rule is yes; the first option of the ladder when none is."""

    levels: dict[str, RuleNode]


Derivation = Band | Count | Difference | DaysSince | WorstOf | WorstThatHolds


class Option(msgspec.Struct, frozen=True):
    """One of the values a choice can take. The first option of an ordered choice is the least."""

    id: str
    person: str
    clinician: str = ""


class Applies(msgspec.Struct, frozen=True):
    """When a fact is worth asking, and the value it takes when it is not."""

    when: RuleNode
    otherwise: Value


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """One typed thing that can be known about a person.

    `range` is in `unit` and inclusive. `not_sure` is the value that an honest "not sure" counts as;
    without it, not sure leaves the fact unknown. `valid_days` says how long an answer stays good. What is told
    `one_by_one` is never answered by a key that marks a whole block as normal; for a number, `nothing_found` is what
    that key says.
    """

    id: str
    kind: Kind
    person: str
    clinician: str
    asked_of: tuple[Role, ...]
    privacy: Literal["identity", "health", "sensitive", "wish"]
    options: tuple[Option, ...] = ()
    ordered: bool = False
    range: tuple[float, float] | None = None
    whole: bool = True
    unit: str = ""
    help: str = ""
    not_sure: Value | None = None
    valid_days: int | None = None
    applies: Applies | None = None
    derive: Derivation | None = None
    evidence: tuple[str, ...] = ()
    because: tuple[Claim, ...] = ()
    codes: dict[str, str] = {}
    one_by_one: bool = False
    nothing_found: float | None = None

    @property
    def values(self) -> tuple[Value, ...]:
        """Every value of a yes/no fact or a choice, in order."""
        return (False, True) if self.kind is Kind.YES_NO else tuple(option.id for option in self.options)

    @property
    def span(self) -> tuple[float, float]:
        """The inclusive range of a number, in `unit`."""
        assert self.range is not None, f"{self.id} is not a number"
        return self.range

    def option(self, value: Value) -> Option | None:
        """The option with this id."""
        return next((option for option in self.options if option.id == value), None)


Vocabulary = dict[str, Fact]


def sources_of(fact: Fact) -> frozenset[str]:
    """The facts that this fact's value, or its being asked at all, depends on."""
    applies = facts_of(fact.applies.when) if fact.applies else frozenset()
    return applies | (derived_from(fact.derive) if fact.derive else frozenset())


def derived_from(derivation: Derivation) -> frozenset[str]:
    """The facts a derivation reads."""
    match derivation:
        case Band(of) | DaysSince(of):
            return frozenset({of})
        case Difference(of, minus):
            return frozenset({of, minus})
        case Count(tests):
            return frozenset(test.fact for test in tests)
        case WorstOf(sources):
            return frozenset(sources)
        case WorstThatHolds(levels):
            return frozenset(fact for rule in levels.values() for fact in facts_of(rule))
        case _:
            raise AssertionError(f"Unhandled: {derivation}")


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """One answer: a value or a state, with when and by whom. Dates are ISO text, `several` a tuple of option ids."""

    fact: str
    value: bool | int | float | str | tuple[str, ...] | None = None
    state: State | None = None
    on: dt.date
    by: Role
    name: str = ""

    def __post_init__(self) -> None:
        if (self.value is None) == (self.state is None):
            raise ValueError(f"the answer to '{self.fact}' needs either a value or a state")


class Clearance(msgspec.Struct, frozen=True, kw_only=True):
    """A clinician's word, after an examination, that what a family of red flags points to was looked into.

    It holds only for answers given up to its day: a sign that is new or worse afterwards counts again.
    """

    points_to: str
    outcome: Literal["excluded", "cleared_for_exercise"]
    by: str
    on: dt.date
    examination: str


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """One value of one measure. `pain` says whether the person had back pain then: some errors depend on it."""

    measure: str
    value: float
    side: Literal["left", "right"] | None = None
    pain: Literal["current", "past", "none"] | None = None


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """Height and weight, for norms that depend on them."""

    height_cm: float | None = None
    weight_kg: float | None = None


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a person and their clinicians have said, and the day it is read.

    `earlier` keeps answers that were given again: they stay in the record and decide nothing. `readings` are what
    tests of the body measured: they steer which exercises are chosen, never what is safe.
    """

    today: dt.date
    zone: str
    by_fact: dict[str, Answer] = {}
    clearances: tuple[Clearance, ...] = ()
    earlier: tuple[Answer, ...] = ()
    readings: tuple[Reading, ...] = ()
    body: Body = Body()

    def with_(self, *answers: Answer) -> Answers:
        """The same answers with some added or replaced."""
        return msgspec.structs.replace(self, by_fact=self.by_fact | {answer.fact: answer for answer in answers})

    def value(self, fact: str) -> bool | int | float | str | tuple[str, ...] | None:
        """The given value, or None when there is none."""
        answer = self.by_fact.get(fact)
        return answer.value if answer else None
