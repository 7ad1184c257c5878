"""Truths for every part of a rule, and the lines that decided the whole."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from spinewise.rules.known import Known, combined, truth_of
from spinewise.rules.tree import Claim, Combine, Leaf, RuleNode
from spinewise.rules.truth import NOT, Truth


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
        return Judged(node, truth_of(node, known), claims=own)
    parts = tuple(judge(part, known, claims=own) for part in node.of)
    return Judged(node, combined(node, [part.truth for part in parts]), parts, own)


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
