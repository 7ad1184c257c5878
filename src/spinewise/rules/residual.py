"""Which unanswered facts could still change a rule: this drives the interview and every "still missing"."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from spinewise.rules.facts import Band, Count, DaysSince, Difference, Fact, WorstOf, WorstThatHolds
from spinewise.rules.known import Known, truth_of
from spinewise.rules.tree import Leaf, RuleNode
from spinewise.rules.truth import UNKNOWN

K = TypeVar("K", bound=RuleNode | str)


def missing_facts(node: RuleNode, known: Known) -> tuple[str, ...]:
    """Base facts, unanswered or undecided, that the rule still waits for, in the order of the rule."""
    return _once(node, known, _missing)


def _once(about: K, known: Known, find: Callable[[K, Known], Iterator[str]]) -> tuple[str, ...]:
    """What is found about a rule or a fact, each name once; found a single time for what is known."""
    found = known.missing.get(about)
    if found is None:
        found = known.missing[about] = tuple(dict.fromkeys(find(about, known)))
    return found


def _missing(node: RuleNode, known: Known) -> Iterator[str]:
    if truth_of(node, known) is not UNKNOWN:
        return
    if isinstance(node, Leaf):
        yield from unsettled_sources(node.fact, known)
        return
    for part in node.of:
        yield from missing_facts(part, known)


def unsettled_sources(fact_id: str, known: Known) -> tuple[str, ...]:
    """The base facts behind a fact that still leave it open, the fact itself when it is a base fact."""
    return _once(fact_id, known, _unsettled)


def _unsettled(fact_id: str, known: Known) -> Iterator[str]:
    if known.is_settled(fact_id):
        return
    fact = known.vocabulary[fact_id]
    if fact.derive is not None:
        yield from _sources_of(fact, known)
        return
    if fact.applies is not None:
        yield from missing_facts(fact.applies.when, known)
    yield fact_id


def _sources_of(fact: Fact, known: Known) -> Iterator[str]:
    match fact.derive:
        case Band(of):
            yield from unsettled_sources(of, known)
        case DaysSince(of):
            yield of
        case Difference(of, minus):
            yield from unsettled_sources(of, known)
            yield from unsettled_sources(minus, known)
        case Count(tests):
            for test in tests:
                yield from missing_facts(test, known)
        case WorstOf(sources):
            for source in sources:
                yield from unsettled_sources(source, known)
        case WorstThatHolds(levels):
            for level in levels.values():
                yield from missing_facts(level, known)
        case _:
            raise AssertionError(f"Unhandled: {fact.derive}")
