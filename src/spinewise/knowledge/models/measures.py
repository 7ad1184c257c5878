"""Tests and measurements of the body, with what is usual and how exact they are."""

from __future__ import annotations

from typing import Literal

import msgspec

from spinewise.knowledge.models.words import Aim, FindingLevel, PainStatus, Sex, Side, Target, Title, Told
from spinewise.rules.tree import Claim, RuleNode


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
    per_year: float = 0.0
    from_age: float = 0.0
    per_cm: float = 0.0
    per_kg: float = 0.0
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

    `better` is the direction of a better value. `tell` says each level in words ({value}, {low}, {high},
    {middle} are filled in). `aims` are what a level speaks for, `works_on` the same as closely as it is known.
    `not_when` holds for people who are not tested so. `family` groups variants of one test whose values are not
    exchanged.
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
    works_on: dict[FindingLevel, tuple[Target, ...]] = {}
    not_when: RuleNode | None = None
    guard: tuple[str, ...] = ()
    ratio: Ratio | None = None
    family: str = ""
    because: tuple[Claim, ...] = ()
