"""A rule's truth for this person, with the lines that decided it."""

from __future__ import annotations

import msgspec

from spinewise.rules.judge import Judged, deciding, judge
from spinewise.rules.known import Known, truth_of
from spinewise.rules.render import answer_words, leaf_words
from spinewise.rules.residual import missing_facts
from spinewise.rules.sources import worked_out_from
from spinewise.rules.tree import Claim, Leaf, RuleNode
from spinewise.rules.truth import NO, UNKNOWN, Truth


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """One line of one rule that decided something: what it asks, what was answered, what it rests on.

    `worked_out_from` names the answers behind a derived fact.
    """

    rule: str
    line: int
    fact: str
    says: str
    answer: str
    truth: Truth
    claims: tuple[Claim, ...] = ()
    worked_out_from: tuple[str, ...] = ()


class Ruling(msgspec.Struct, frozen=True, kw_only=True):
    """A rule's truth with its deciding lines, and the unanswered facts that could still change it."""

    rule: str
    truth: Truth
    reasons: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()


def evaluate(rule: str, when: RuleNode, known: Known, *, claims: tuple[Claim, ...] = ()) -> Ruling:
    """Decide a rule. `claims` stand behind every line that has none of its own."""
    judged = judge(when, known, claims=claims)
    reasons = tuple(_reason(rule, leaf, known) for leaf in deciding(judged))
    missing = missing_facts(when, known) if judged.truth is UNKNOWN else ()
    return Ruling(rule=rule, truth=judged.truth, reasons=reasons, missing=missing)


def evaluate_unless_no(rule: str, when: RuleNode, known: Known, *, claims: tuple[Claim, ...] = ()) -> Ruling | None:
    """The ruling of a rule that is yes or not known yet; nothing for the many that are a plain no."""
    return None if truth_of(when, known) is NO else evaluate(rule, when, known, claims=claims)


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
        worked_out_from=worked_out_from(fact, known),
    )
