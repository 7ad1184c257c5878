"""From a derived fact back to the answers it was worked out from, in words."""

from __future__ import annotations

from collections.abc import Iterator

from spinewise.rules.facts import Band, Count, DaysSince, Difference, Fact, WorstOf, WorstThatHolds
from spinewise.rules.judge import deciding, judge
from spinewise.rules.known import Known, truth_of
from spinewise.rules.render import answer_words, settled_value
from spinewise.rules.tree import Leaf, RuleNode
from spinewise.rules.truth import YES


def worked_out_from(fact: Fact, known: Known) -> tuple[str, ...]:
    """The answers that made a derived fact what it is: `Told of osteoporosis: yes`. Empty for a plain fact."""
    if fact.derive is None or not known.is_settled(fact.id):
        return ()
    words = (_words(source, known) for source in _sources(fact, known))
    return tuple(dict.fromkeys(words))


def _words(fact_id: str, known: Known) -> str:
    fact = known.vocabulary[fact_id]
    return f"{fact.clinician}: {answer_words(fact, known)}"


def _sources(fact: Fact, known: Known) -> Iterator[str]:
    """The plain facts behind it, through as many derivations as there are."""
    for source in _direct(fact, known):
        inner = known.vocabulary[source]
        if inner.derive is None:
            yield source
        else:
            yield from _sources(inner, known)


def _direct(fact: Fact, known: Known) -> Iterator[str]:
    match fact.derive:
        case Band(of) | DaysSince(of):
            yield of
        case Difference(of, minus):
            yield from (of, minus)
        case Count(tests):
            yield from (test.fact for test in tests if truth_of(test, known) is YES)
        case WorstOf(sources):
            worst = settled_value(fact, known)
            yield from (one for one in sources if known.is_settled(one) and _value(one, known) == worst)
        case WorstThatHolds(levels):
            rule = levels.get(str(settled_value(fact, known)))
            yield from () if rule is None else facts_behind(rule, known)
        case _:
            raise AssertionError(f"Unhandled: {fact.derive}")


def _value(fact_id: str, known: Known) -> object:
    return settled_value(known.vocabulary[fact_id], known)


def facts_behind(rule: RuleNode, known: Known) -> Iterator[str]:
    """The facts of the lines that made a rule what it is."""
    for leaf in deciding(judge(rule, known)):
        assert isinstance(leaf.node, Leaf)
        yield leaf.node.fact
