"""The safety invariants: what the whole system promises, stated over demands and facts, never rule ids.

They are written from the evidence and the clinical model and know nothing of the rules that keep them,
so a proof compares two independent statements. The running system does not read these files.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import msgspec

from spinewise.errors import InputError, Problem
from spinewise.knowledge.check import EXAMPLE_DAY, given_value
from spinewise.knowledge.ladders import Tier, Urgency
from spinewise.knowledge.load import knowledge_folder, read_claims, with_entry
from spinewise.knowledge.models import KnowledgeBase, Pattern
from spinewise.prove.encode import READ_BY_RULES
from spinewise.rules.facts import Fact, Kind, Vocabulary
from spinewise.rules.parse import read_rule
from spinewise.rules.tree import Claim, RuleNode, Value
from spinewise.source.bind import Binder, whole_number
from spinewise.source.nodes import Entries, Node, Text, read_node

ORDINARY = "ordinary_person"


class Invariant(msgspec.Struct, frozen=True, kw_only=True):
    """One promise.

    `when` says about whom (everybody, if left out), `at_urgency` narrows it to an urgency or above.
    Either `forbids` what must not be given at `tiers` (`least: caution`: not without a clinician's decision),
    or the urgency has a bound. `while_unknown` keeps the promise also where `when` is not known to be no.
    `ordinary_but_for` lists groups of facts: the promise is about people ordinary in everything else.
    """

    id: str
    title: str
    promise: str
    hazard: str
    because: tuple[Claim, ...]
    when: RuleNode | None = None
    at_urgency: Urgency | None = None
    tiers: tuple[Tier, ...] = (Tier.GENERAL, Tier.LOW_LOAD, Tier.FULL)
    forbids: tuple[Pattern, ...] = ()
    least: Literal["hold", "caution"] = "hold"
    while_unknown: bool = False
    urgency_at_least: Urgency | None = None
    urgency_at_most: Urgency | None = None
    ordinary_but_for: tuple[tuple[str, ...], ...] = ()

    def __post_init__(self) -> None:
        kinds = [bool(self.forbids), self.urgency_at_least is not None, self.urgency_at_most is not None]
        if kinds.count(True) != 1:
            raise ValueError("a promise has one of forbids, urgency_at_least, urgency_at_most | Keep one of them")
        if Tier.LOCKED in self.tiers:
            raise ValueError("at tier 0 nothing is given to anybody | Name S, L or F")


class Promises(msgspec.Struct, frozen=True, kw_only=True):
    """Every invariant, and the ordinary person that examples stay close to (a date: days ago)."""

    invariants: tuple[Invariant, ...]
    ordinary: dict[str, Value]


def read_promises(kb: KnowledgeBase, root: Path | None = None) -> Promises:
    """Read `invariants/` of the knowledge folder.

    Raises:
        InputError: with every problem found.
    """
    folder = (root or knowledge_folder()) / "invariants"
    files = {path.stem: path.read_bytes() for path in sorted(folder.glob("*.yaml"))}
    return promises_from(files, kb)


def promises_from(files: dict[str, bytes], kb: KnowledgeBase) -> Promises:
    """The promises from the texts of their files."""
    binder = promise_binder(kb.facts)
    invariants: list[Invariant] = []
    ordinary: dict[str, Value] = {}
    for name, data in files.items():
        node = read_node(data, file=f"knowledge/invariants/{name}.yaml")
        if name == ORDINARY:
            ordinary = read_ordinary(binder, node, kb.facts)
        elif (one := binder.try_bind(with_entry(node, "id", name), Invariant)) is not None:
            invariants.append(one)
            binder.problems += unknown_names(one, node, kb)
    if binder.problems:
        raise InputError(binder.problems)
    return Promises(invariants=tuple(invariants), ordinary=ordinary_values(kb.facts) | ordinary)


def promise_binder(facts: Vocabulary) -> Binder:
    """Reads an invariant file."""

    def rule(binder: Binder, node: Node) -> RuleNode:
        return read_rule(binder, node, facts)

    readers: dict[Any, Any] = {RuleNode: rule, RuleNode | None: rule, tuple[Claim, ...]: read_claims}
    return Binder(readers)


def unknown_names(invariant: Invariant, node: Node, kb: KnowledgeBase) -> list[Problem]:
    """Facts and evidence rows that do not exist."""
    facts = [fact for group in invariant.ordinary_but_for for fact in group if fact not in kb.facts]
    rows = [claim.evidence for claim in invariant.because if claim.evidence and claim.evidence not in kb.evidence]
    return [
        *(Problem(node.place, f"no fact is called '{fact}'", "") for fact in facts),
        *(Problem(node.place, f"no evidence row is called '{row}'", "") for row in rows),
    ]


def read_ordinary(binder: Binder, node: Node, facts: Vocabulary) -> dict[str, Value]:
    """The ordinary person's answers that are not the first value."""
    inner = node.get("ordinary") if isinstance(node, Entries) else None
    if not isinstance(inner, Entries):
        binder.note(node.place, "'ordinary:' is missing here", "")
        return {}
    made: dict[str, Value] = {}
    for name, value in inner.of.items():
        if name not in facts or not isinstance(value, Text):
            binder.note(value.place, f"no fact is called '{name}'", "")
        elif facts[name].kind is Kind.DATE:
            made[name] = whole_number(value.value)
        else:
            made[name] = given_value(binder, value, facts[name], today=EXAMPLE_DAY)
    return made


def ordinary_values(facts: Vocabulary) -> dict[str, Value]:
    """The first value of every base fact that rules can read."""
    base = [fact for fact in facts.values() if fact.derive is None and fact.kind in READ_BY_RULES]
    return {fact.id: first_value(fact) for fact in base}


def first_value(fact: Fact) -> Value:
    """No, the first option, the low end of the range, today."""
    if fact.kind is Kind.NUMBER:
        low = fact.span[0]
        return int(low) if fact.whole else low
    return 0 if fact.kind is Kind.DATE else fact.values[0]
