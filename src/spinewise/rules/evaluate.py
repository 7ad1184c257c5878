"""A rule's truth for this person, with the lines that decided it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from spinewise.rules.known import Known, combined, leaf_truth, truth_of
from spinewise.rules.render import answer_words, leaf_words
from spinewise.rules.residual import missing_facts
from spinewise.rules.tree import Claim, Combine, Leaf, RuleNode
from spinewise.rules.truth import NO, NOT, UNKNOWN, Truth


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """One line of one rule that decided something: what it asks, what was answered, what it rests on."""

    rule: str
    line: int
    fact: str
    says: str
    answer: str
    truth: Truth
    claims: tuple[Claim, ...] = ()


class Ruling(msgspec.Struct, frozen=True, kw_only=True):
    """A rule's truth with its deciding lines, and the unanswered facts that could still change it."""

    rule: str
    truth: Truth
    reasons: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()


class Judged(msgspec.Struct, frozen=True):
    """A node with its truth, the truths beneath it, and the claims it rests on."""

    node: RuleNode
    truth: Truth
    parts: tuple[Judged, ...] = ()
    claims: tuple[Claim, ...] = ()


def judge(node: RuleNode, known: Known, *, claims: tuple[Claim, ...] = ()) -> Judged:
    """Truths for the whole tree. A line without a claim of its own rests on those above it."""
    own = node.because or claims
    if isinstance(node, Leaf):
        return Judged(node, leaf_truth(node, known.possible(node.fact)), claims=own)
    parts = tuple(judge(part, known, claims=own) for part in node.of)
    return Judged(node, combined(node, [part.truth for part in parts]), parts, own)


def evaluate(rule: str, when: RuleNode, known: Known, *, claims: tuple[Claim, ...] = ()) -> Ruling:
    """Decide a rule. `claims` stand behind every line that has none of its own."""
    judged = judge(when, known, claims=claims)
    reasons = tuple(_reason(rule, leaf, known) for leaf in deciding(judged))
    missing = missing_facts(when, known) if judged.truth is UNKNOWN else ()
    return Ruling(rule=rule, truth=judged.truth, reasons=reasons, missing=missing)


def evaluate_unless_no(rule: str, when: RuleNode, known: Known, *, claims: tuple[Claim, ...] = ()) -> Ruling | None:
    """The ruling of a rule that is yes or not known yet; nothing for the many that are a plain no."""
    return None if truth_of(when, known) is NO else evaluate(rule, when, known, claims=claims)


def deciding(judged: Judged, wanted: Truth | None = None) -> Iterator[Judged]:
    """The leaves that made the truth what it is; for an unknown rule, those still unknown."""
    wanted = wanted or judged.truth
    if isinstance(judged.node, Leaf):
        if judged.truth is wanted:
            yield judged
        return
    inner = NOT[wanted] if judged.node.combine is Combine.NONE else wanted
    for part in judged.parts:
        if part.truth is inner:
            yield from deciding(part, inner)


def _reason(rule: str, judged: Judged, known: Known) -> Reason:
    leaf = judged.node
    assert isinstance(leaf, Leaf)
    fact = known.vocabulary[leaf.fact]
    return Reason(
        rule=rule,
        line=leaf.line,
        fact=leaf.fact,
        says=leaf_words(leaf, fact),
        answer=answer_words(fact, known),
        truth=judged.truth,
        claims=judged.claims,
    )
