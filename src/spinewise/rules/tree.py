"""The rule language as a tree: one-line tests under all, any, none and at_least_N."""

from __future__ import annotations

from enum import StrEnum

import msgspec

Value = bool | int | float | str


class Test(StrEnum):
    """What a leaf can ask of one fact."""

    __test__ = False

    IS = "is"
    IS_NOT = "is not"
    IS_ONE_OF = "is one of"
    AT_LEAST = "at least"
    AT_MOST = "at most"
    MORE_THAN = "more than"
    LESS_THAN = "less than"


class Combine(StrEnum):
    """How the parts of a group make one truth."""

    ALL = "all"
    ANY = "any"
    NONE = "none"
    AT_LEAST = "at_least"


class Certainty(StrEnum):
    """How sure the evidence is of what a claim says. `sign_off`: composed here, waiting for a clinician."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very_low"
    UNVERIFIED = "unverified"
    SIGN_OFF = "sign_off"


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """What a line rests on: an evidence row, what it supports, and how sure that is."""

    supports: str
    certainty: Certainty
    evidence: str = ""
    why_unverified: str = ""

    def __post_init__(self) -> None:
        if not self.evidence and self.certainty not in (Certainty.UNVERIFIED, Certainty.SIGN_OFF):
            raise ValueError("a claim without an evidence row must be 'unverified' or 'sign_off' | Name the row")
        if self.certainty is Certainty.UNVERIFIED and not self.why_unverified:
            raise ValueError("an unverified claim says why | Add `why_unverified`")


class Leaf(msgspec.Struct, frozen=True, cache_hash=True, tag="leaf"):
    """One test of one fact, on one line."""

    fact: str
    test: Test
    values: tuple[Value, ...]
    line: int = 0
    because: tuple[Claim, ...] = ()


class Group(msgspec.Struct, frozen=True, cache_hash=True, tag="group"):
    """Tests and groups under one combinator; `least` counts only for at_least."""

    combine: Combine
    of: tuple[Leaf | Group, ...]
    least: int = 0
    line: int = 0
    because: tuple[Claim, ...] = ()


RuleNode = Leaf | Group


def leaves(node: RuleNode) -> tuple[Leaf, ...]:
    """Every leaf, in the order of the file."""
    if isinstance(node, Leaf):
        return (node,)
    return tuple(leaf for part in node.of for leaf in leaves(part))


def facts_of(node: RuleNode) -> frozenset[str]:
    """The facts that a rule reads directly."""
    return frozenset(leaf.fact for leaf in leaves(node))
