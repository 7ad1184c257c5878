"""What the answers leave possible: the one place where "unknown" gets its meaning.

A fact that is answered has one possible value; one that is not has its whole domain; a derived fact
has what its sources leave. A test is yes when it holds for every possible value, no when it holds for
none, unknown otherwise. Learning more can only shrink what is possible, so a definite truth never
changes when more is learnt.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import msgspec

from spinewise.rules.facts import (
    Answer,
    Answers,
    Band,
    Count,
    DaysSince,
    Difference,
    Fact,
    Kind,
    State,
    Vocabulary,
    WorstOf,
    WorstThatHolds,
)
from spinewise.rules.tree import Combine, Group, Leaf, RuleNode, Test, Value
from spinewise.rules.truth import NO, NOT, UNKNOWN, YES, Truth, all_of, any_of, at_least, none_of


class OneOf(msgspec.Struct, frozen=True):
    """The values a choice can still have."""

    values: frozenset[Value]


class Between(msgspec.Struct, frozen=True):
    """The inclusive range a number can still have; `whole` when only whole numbers count."""

    low: float
    high: float
    whole: bool = False


Possible = OneOf | Between
DECIMALS = 9


class Known:
    """A reader's view of the answers, which does not change: what was worked out once is kept.

    `presuming` holds values taken for granted where nothing was answered (clinical model, section 4);
    it never overrides an answer. `truths` is filled by `truth_of`, `missing` by `rules/residual.py`.
    """

    def __init__(
        self, answers: Answers, vocabulary: Vocabulary, *, presuming: Mapping[str, Value] | None = None
    ) -> None:
        self.answers = answers
        self.vocabulary = vocabulary
        self.presuming = dict(presuming or {})
        self.truths: dict[RuleNode, Truth] = {}
        self.missing: dict[RuleNode | str, tuple[str, ...]] = {}
        self._possible: dict[str, Possible] = {}

    def possible(self, fact_id: str) -> Possible:
        """What this fact can still be."""
        if fact_id not in self._possible:
            self._possible[fact_id] = self._work_out(self.vocabulary[fact_id])
        return self._possible[fact_id]

    def is_settled(self, fact_id: str) -> bool:
        """Whether only one value is left."""
        match self.possible(fact_id):
            case OneOf(values):
                return len(values) == 1
            case Between() as numbers:
                return numbers.low == numbers.high

    def _work_out(self, fact: Fact) -> Possible:
        if fact.derive is not None:
            return derived(fact, self)
        answer = self.answers.by_fact.get(fact.id)
        value = counted_value(fact, answer)
        if value is not None:
            return single(fact, value)
        if fact.applies is not None:
            return self._if_it_applies(fact, fact.applies.when, fact.applies.otherwise)
        return self._presumed(fact)

    def _if_it_applies(self, fact: Fact, when: RuleNode, otherwise: Value) -> Possible:
        if truth_of(when, self) is NO:
            return single(fact, otherwise)
        return self._presumed(fact)

    def _presumed(self, fact: Fact) -> Possible:
        if fact.id in self.presuming:
            return single(fact, self.presuming[fact.id])
        return domain(fact)


def counted_value(fact: Fact, answer: Answer | None) -> Value | None:
    """The value an answer counts as, or None when it leaves the fact unknown."""
    if answer is None or isinstance(answer.value, tuple):
        return None
    if answer.state is State.NOT_SURE:
        return fact.not_sure
    return answer.value


def domain(fact: Fact) -> Possible:
    """Everything a fact could be."""
    if fact.kind is Kind.NUMBER:
        low, high = fact.span
        return Between(low, high, fact.whole)
    return OneOf(frozenset(fact.values))


def single(fact: Fact, value: Value) -> Possible:
    """Exactly one value."""
    if fact.kind is Kind.NUMBER:
        return Between(float(value), float(value))
    return OneOf(frozenset({value}))


def leaf_truth(leaf: Leaf, possible: Possible) -> Truth:
    """Whether the test holds for all, none or some of what is possible."""
    match possible:
        case OneOf(values):
            return _choice_truth(leaf, values)
        case Between() as numbers:
            return _range_truth(leaf, numbers)


def _choice_truth(leaf: Leaf, values: frozenset[Value]) -> Truth:
    match leaf.test:
        case Test.IS | Test.IS_ONE_OF:
            return _among(values, leaf.values)
        case Test.IS_NOT:
            return NOT[_among(values, leaf.values)]
        case _:
            raise AssertionError(f"Unhandled: {leaf.test} on a choice")


def _among(values: frozenset[Value], wanted: tuple[Value, ...]) -> Truth:
    if values.isdisjoint(wanted):
        return NO
    return YES if values.issubset(wanted) else UNKNOWN


def _range_truth(leaf: Leaf, numbers: Between) -> Truth:
    low, high, limit = numbers.low, numbers.high, float(leaf.values[0])
    match leaf.test:
        case Test.AT_LEAST:
            return YES if low >= limit else NO if high < limit else UNKNOWN
        case Test.MORE_THAN:
            return YES if low > limit else NO if high <= limit else UNKNOWN
        case Test.AT_MOST:
            return YES if high <= limit else NO if low > limit else UNKNOWN
        case Test.LESS_THAN:
            return YES if high < limit else NO if low >= limit else UNKNOWN
        case Test.IS | Test.IS_ONE_OF:
            return _member_truth(leaf, numbers)
        case Test.IS_NOT:
            return NOT[_member_truth(leaf, numbers)]
        case _:
            raise AssertionError(f"Unhandled: {leaf.test}")


def _member_truth(leaf: Leaf, numbers: Between) -> Truth:
    inside = {float(value) for value in leaf.values if numbers.low <= float(value) <= numbers.high}
    if not inside:
        return NO
    every = 1 + numbers.high - numbers.low
    return YES if every == 1 or (numbers.whole and len(inside) == every) else UNKNOWN


def truth_of(node: RuleNode, known: Known) -> Truth:
    """The truth alone, without reasons."""
    found = known.truths.get(node)
    if found is None:
        found = known.truths[node] = _truth_of(node, known)
    return found


def _truth_of(node: RuleNode, known: Known) -> Truth:
    if isinstance(node, Leaf):
        return leaf_truth(node, known.possible(node.fact))
    return combined(node, (truth_of(part, known) for part in node.of))


def combined(group: Group, truths: Iterable[Truth]) -> Truth:
    """The truth of a group from the truths of its parts; what cannot matter any more is not asked for."""
    match group.combine:
        case Combine.ALL:
            return all_of(truths)
        case Combine.ANY:
            return any_of(truths)
        case Combine.NONE:
            return none_of(truths)
        case Combine.AT_LEAST:
            return at_least(group.least, truths)
        case _:
            raise AssertionError(f"Unhandled: {group.combine}")


def derived(fact: Fact, known: Known) -> Possible:
    """What a derived fact can be, given its sources."""
    match fact.derive:
        case Band(of, bands):
            return _banded(known.possible(of), bands)
        case Count(of):
            return _counted(of, known)
        case Difference(of, minus):
            return _subtracted(fact, known.possible(of), known.possible(minus))
        case DaysSince(of):
            return _days_since(fact, known.answers, of)
        case WorstOf(of):
            return _worst(fact, [known.possible(source) for source in of])
        case WorstThatHolds(levels):
            return _worst_level(fact, levels, known)
        case _:
            raise AssertionError(f"Unhandled: {fact.derive}")


def _banded(possible: Possible, bands: tuple[tuple[str, float | None], ...]) -> Possible:
    assert isinstance(possible, Between)
    reached: set[Value] = set()
    start = float("-inf")
    for name, below in bands:
        end = float("inf") if below is None else below
        if possible.low < end and possible.high >= start:
            reached.add(name)
        start = end
    return OneOf(frozenset(reached))


def _counted(tests: tuple[Leaf, ...], known: Known) -> Possible:
    truths = [truth_of(test, known) for test in tests]
    certain = truths.count(YES)
    return Between(certain, certain + truths.count(UNKNOWN), whole=True)


def _subtracted(fact: Fact, of: Possible, minus: Possible) -> Possible:
    assert isinstance(of, Between)
    assert isinstance(minus, Between)
    ends = (_in_span(fact, of.low - minus.high), _in_span(fact, of.high - minus.low))
    return Between(*ends, whole=of.whole and minus.whole)


def _in_span(fact: Fact, number: float) -> float:
    """The number inside the fact's range, without the dust of binary fractions (37.3 - 37.2 is 0.1)."""
    low, high = fact.span
    return min(max(round(number, DECIMALS), low), high)


def _days_since(fact: Fact, answers: Answers, of: str) -> Possible:
    given = answers.value(of)
    if not isinstance(given, str):
        return domain(fact)
    days = (answers.today - dt.date.fromisoformat(given)).days
    return single(fact, _in_span(fact, days))


def _worst(fact: Fact, sources: list[Possible]) -> Possible:
    ladder = list(fact.values)
    ranks = [[ladder.index(value) for value in source.values] for source in sources if isinstance(source, OneOf)]
    low = max(min(rank) for rank in ranks)
    reachable = {place for rank in ranks for place in rank if place >= low}
    return OneOf(frozenset(ladder[place] for place in reachable))


def _worst_level(fact: Fact, levels: dict[str, RuleNode], known: Known) -> Possible:
    reached: set[Value] = set()
    for value in reversed(fact.values[1:]):
        truth = truth_of(levels[str(value)], known) if str(value) in levels else NO
        if truth is not NO:
            reached.add(value)
        if truth is YES:
            return OneOf(frozenset(reached))
    return OneOf(frozenset(reached | {fact.values[0]}))
