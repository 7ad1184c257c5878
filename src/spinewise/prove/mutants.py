"""Every small fault that a hand could make in a rule: a line left out or turned round, a number one step off.

A mutant is the rule (or the derived fact) with one such fault. Its name is made of the fault and the line's
own words, so that it stays the same when lines move.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

import msgspec

from spinewise.knowledge.check import rule_files
from spinewise.knowledge.models import KnowledgeBase, RuleFile
from spinewise.rules.facts import Band, Count, Derivation, Fact, Kind, Vocabulary, WorstOf, WorstThatHolds, sources_of
from spinewise.rules.tree import Combine, Group, Leaf, RuleNode, Test, Value, facts_of

NUMBER_TESTS = (Test.AT_LEAST, Test.AT_MOST, Test.MORE_THAN, Test.LESS_THAN)
OPPOSITE = {
    Test.IS: Test.IS_NOT,
    Test.IS_NOT: Test.IS,
    Test.AT_LEAST: Test.LESS_THAN,
    Test.LESS_THAN: Test.AT_LEAST,
    Test.AT_MOST: Test.MORE_THAN,
    Test.MORE_THAN: Test.AT_MOST,
}
FACTS = "facts"


class Fault(StrEnum):
    """What is done to a line."""

    DROP = "drop"
    NEGATE = "negate"
    NARROW = "lose a value of"
    SHIFT = "shift"
    SWAP = "swap"


class Mutant(msgspec.Struct, frozen=True, kw_only=True):
    """One fault in one rule or in one derived fact; `room` is the folder it stands in."""

    name: str
    room: str
    fault: Fault
    rule: RuleFile | None = None
    fact: Fact | None = None


Variant = tuple[Fault, str, RuleNode]


def mutants_of(kb: KnowledgeBase) -> Iterator[Mutant]:
    """Every mutant of every rule and of every derived fact, each under a name of its own."""
    for rule in rule_files(kb):
        yield from numbered(_of_rule(rule, kb.facts))
    for fact in kb.facts.values():
        if fact.derive is not None:
            yield from numbered(_of_fact(fact, fact.derive, kb.facts))


def numbered(mutants: Iterator[Mutant]) -> Iterator[Mutant]:
    """The same, a second one of the same name marked as such."""
    seen: dict[str, int] = {}
    for mutant in mutants:
        seen[mutant.name] = seen.get(mutant.name, 0) + 1
        more = seen[mutant.name] > 1
        yield msgspec.structs.replace(mutant, name=f"{mutant.name} ({seen[mutant.name]})") if more else mutant


def _of_rule(rule: RuleFile, facts: Vocabulary) -> Iterator[Mutant]:
    for fault, words, node in variants(rule.when, facts):
        changed = msgspec.structs.replace(rule, when=node)
        yield Mutant(name=f"{rule.id}: {fault} {words}", room=rule.id.split("/")[0], fault=fault, rule=changed)


def _of_fact(fact: Fact, derive: Derivation, facts: Vocabulary) -> Iterator[Mutant]:
    for fault, words, changed in derivations(derive, facts):
        other = msgspec.structs.replace(fact, derive=changed)
        yield Mutant(name=f"{FACTS}/{fact.id}: {fault} {words}", room=FACTS, fault=fault, fact=other)


# Rules


def variants(node: RuleNode, facts: Vocabulary) -> Iterator[Variant]:
    """A rule with one fault, in every way there is."""
    if isinstance(node, Leaf):
        yield from leaf_variants(node, facts)
        return
    yield from group_variants(node)
    for place, part in enumerate(node.of):
        for fault, words, changed in variants(part, facts):
            parts = (*node.of[:place], changed, *node.of[place + 1 :])
            yield fault, words, msgspec.structs.replace(node, of=parts)


def leaf_variants(leaf: Leaf, facts: Vocabulary) -> Iterator[Variant]:
    """A line turned round, its number one step off, its list one value shorter."""
    words = line_words(leaf)
    yield Fault.NEGATE, words, negated(leaf)
    if facts[leaf.fact].kind is Kind.NUMBER and len(leaf.values) == 1:
        for by in (-1, 1):
            moved = moved_by(leaf.values[0], by, whole=facts[leaf.fact].whole)
            yield Fault.SHIFT, f"{words} to {moved}", msgspec.structs.replace(leaf, values=(moved,))
    if len(leaf.values) > 1:
        for value in leaf.values:
            rest = tuple(one for one in leaf.values if one != value)
            yield Fault.NARROW, f"{words}: {value}", msgspec.structs.replace(leaf, values=rest)


def negated(leaf: Leaf) -> RuleNode:
    """The line that holds when this one does not."""
    if leaf.test in OPPOSITE and len(leaf.values) == 1:
        return msgspec.structs.replace(leaf, test=OPPOSITE[leaf.test])
    return Group(Combine.NONE, (leaf,), line=leaf.line)


def moved_by(value: Value, by: int, *, whole: bool) -> Value:
    """The number one step off: one, or a tenth where tenths count."""
    number = float(value)
    return int(number) + by if whole and number.is_integer() else round(number + by / 10, 6)


def group_variants(group: Group) -> Iterator[Variant]:
    """A part left out, and another combinator."""
    if len(group.of) > 1:
        for place, part in enumerate(group.of):
            rest = (*group.of[:place], *group.of[place + 1 :])
            least = min(group.least, len(rest))
            yield Fault.DROP, node_words(part), msgspec.structs.replace(group, of=rest, least=least)
        for words, changed in combined_otherwise(group):
            yield Fault.SWAP, f"{node_words(group)} for {words}", changed


def combined_otherwise(group: Group) -> Iterator[tuple[str, RuleNode]]:
    """The same parts under the neighbouring combinators."""
    match group.combine:
        case Combine.ALL:
            yield "any", msgspec.structs.replace(group, combine=Combine.ANY)
        case Combine.ANY:
            yield "all", msgspec.structs.replace(group, combine=Combine.ALL)
        case Combine.NONE:
            yield "not all", Group(Combine.NONE, (msgspec.structs.replace(group, combine=Combine.ALL),))
        case Combine.AT_LEAST:
            for least in (group.least - 1, group.least + 1):
                if 1 <= least <= len(group.of):
                    yield f"at_least_{least}", msgspec.structs.replace(group, least=least)
        case _:
            raise AssertionError(f"Unhandled: {group.combine}")


def node_words(node: RuleNode) -> str:
    """A line as written; a group by its combinator and its first line."""
    if isinstance(node, Leaf):
        return line_words(node)
    combine = f"at_least_{node.least}" if node.combine is Combine.AT_LEAST else str(node.combine)
    return f"{combine} [{node_words(node.of[0])}, …]"


def line_words(leaf: Leaf) -> str:
    """A line as it is written in the file."""
    words = [str(value).lower() if isinstance(value, bool) else str(value) for value in leaf.values]
    listed = f"[{', '.join(words)}]" if leaf.test is Test.IS_ONE_OF else words[0]
    return f"{leaf.fact} {leaf.test} {listed}"


# Derived facts


def derivations(derive: Derivation, facts: Vocabulary) -> Iterator[tuple[Fault, str, Derivation]]:
    """A derivation with one fault, in every way there is. A difference or a day count has no line to lose."""
    match derive:
        case Count(tests):
            for fault, words, group in count_variants(tests, facts):
                yield fault, words, Count(tuple(part for part in group.of if isinstance(part, Leaf)))
        case WorstThatHolds(levels):
            yield from level_variants(levels, facts)
        case Band(of, bands):
            yield from band_variants(of, bands, whole=facts[of].whole)
        case WorstOf(sources):
            for source in sources if len(sources) > 1 else ():
                yield Fault.DROP, source, WorstOf(tuple(one for one in sources if one != source))


def count_variants(tests: tuple[Leaf, ...], facts: Vocabulary) -> Iterator[tuple[Fault, str, Group]]:
    """The tests of a count as the parts of a group, less what is no longer a plain test."""
    for fault, words, changed in variants(Group(Combine.ANY, tests), facts):
        if (
            fault is not Fault.SWAP
            and isinstance(changed, Group)
            and all(isinstance(part, Leaf) for part in changed.of)
        ):
            yield fault, words, changed


def level_variants(levels: dict[str, RuleNode], facts: Vocabulary) -> Iterator[tuple[Fault, str, Derivation]]:
    """A level left out, or a fault in the rule of one."""
    for level, rule in levels.items():
        if len(levels) > 1:
            rest = {name: one for name, one in levels.items() if name != level}
            yield Fault.DROP, f"level {level}", WorstThatHolds(rest)
        for fault, words, changed in variants(rule, facts):
            yield fault, f"{words} in level {level}", WorstThatHolds({**levels, level: changed})


def band_variants(
    of: str, bands: tuple[tuple[str, float | None], ...], *, whole: bool
) -> Iterator[tuple[Fault, str, Derivation]]:
    """Each border one step off."""
    for place, (name, below) in enumerate(bands):
        if below is None:
            continue
        for by in (-1, 1):
            moved = float(moved_by(below, by, whole=whole))
            changed = (*bands[:place], (name, moved), *bands[place + 1 :])
            yield Fault.SHIFT, f"{name} below {below:g} to {moved:g}", Band(of, changed)


# Who reads what


def read_through(node: RuleNode, kb: KnowledgeBase) -> frozenset[str]:
    """The facts a rule reads, those behind its derived facts and its conditions of asking included."""
    seen: set[str] = set()
    ahead = list(facts_of(node))
    while ahead:
        name = ahead.pop()
        if name not in seen:
            seen.add(name)
            ahead += sources_of(kb.facts[name])
    return frozenset(seen)


def with_mutant(mutant: Mutant, kb: KnowledgeBase) -> KnowledgeBase:
    """The knowledge base with this fault in it."""
    if mutant.fact is not None:
        return msgspec.structs.replace(kb, facts={**kb.facts, mutant.fact.id: mutant.fact})
    rule = mutant.rule
    assert rule is not None
    room = getattr(kb, mutant.room)
    return msgspec.structs.replace(kb, **{mutant.room: {**room, rule.id: rule}})
