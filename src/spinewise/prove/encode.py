"""What answers leave possible, as formulas: the evaluator's meaning of "unknown", said once more for z3.

Two values would do for tier F, where a definite truth on some answers holds for every completion. They
would not do for tiers S and L: there an unanswered fact of a clinician may be presumed, and an item may
be held just because nobody knows. So a fact is encoded with everything it can still be, as `rules.known`
does it: an unanswered choice can be every option, an unanswered number anything in its range, and each
rule becomes a pair, yes and no, of which at most one holds. The proofs then range over every set of
answers, complete or not, and "nobody has answered that yet" is one of the cases they cover.

A state without a value ("declined", "cannot know") leaves a fact as open as no answer does; "not sure"
counts as the value that the fact names, or leaves it open. Both are cases of answered and unanswered.
The two readings are kept equal by a test on random answers (tests/property/test_encode.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import reduce
from typing import Any

import msgspec
import z3

from spinewise.rules.facts import (
    Band,
    Count,
    DaysSince,
    Difference,
    Fact,
    Kind,
    Role,
    Vocabulary,
    WorstOf,
    WorstThatHolds,
)
from spinewise.rules.tree import Combine, Group, Leaf, RuleNode, Test, Value

Formula = Any  # a z3 Boolean
Number = Any  # a z3 integer or real
READ_BY_RULES = (Kind.YES_NO, Kind.CHOICE, Kind.NUMBER, Kind.DATE)


class Pair(msgspec.Struct, frozen=True):
    """When a rule is certainly yes, and when it is certainly no. Neither: unknown."""

    yes: Formula
    no: Formula

    @property
    def unknown(self) -> Formula:
        """When neither is certain."""
        return z3.Not(z3.Or(self.yes, self.no))


class Choices(msgspec.Struct, frozen=True):
    """For each option, whether the fact can still be it."""

    can_be: dict[Value, Formula]


class Span(msgspec.Struct, frozen=True):
    """The lowest and the highest that a number can still be."""

    low: Number
    high: Number
    whole: bool = False


Possible = Choices | Span


class Variables:
    """One person: for every base fact whether it is answered, and with what."""

    def __init__(self, facts: Vocabulary) -> None:
        self.facts = facts
        self.answered: dict[str, Formula] = {}
        self.options: dict[str, dict[Value, Formula]] = {}
        self.numbers: dict[str, Number] = {}
        self.laws: list[Formula] = []
        for fact in facts.values():
            if fact.derive is None and fact.kind in READ_BY_RULES:
                self._add(fact)

    def _add(self, fact: Fact) -> None:
        self.answered[fact.id] = z3.Bool(f"answered {fact.id}")
        match fact.kind:
            case Kind.YES_NO:
                answer = z3.Bool(fact.id)
                self.options[fact.id] = {True: answer, False: z3.Not(answer)}
            case Kind.CHOICE:
                self.options[fact.id] = {value: z3.Bool(f"{fact.id} {value}") for value in fact.values}
                self.laws.append(exactly_one(list(self.options[fact.id].values())))
            case _:
                self._add_number(fact)

    def _add_number(self, fact: Fact) -> None:
        low, high, whole = self._span_of(fact)
        number = z3.Int(fact.id) if whole else z3.Real(fact.id)
        self.numbers[fact.id] = number
        self.laws += [number >= exact(low), number <= exact(high)]

    def _span_of(self, fact: Fact) -> tuple[float, float, bool]:
        """A date counts as the days since it, within the ranges of the facts that read it."""
        if fact.kind is Kind.NUMBER:
            return (*fact.span, fact.whole)
        read = [one.span for one in self.facts.values() if one.derive == DaysSince(fact.id)]
        return (0, max((high for _, high in read), default=0), True)

    def is_value(self, fact_id: str, value: Value) -> Formula:
        """That the variable has this value (a date: these days)."""
        if fact_id in self.numbers:
            return self.numbers[fact_id] == exact(float(value))
        return self.options[fact_id][value]


class View:
    """A symbolic reader of the answers: `rules.known.Known`, with formulas for its values.

    `presuming` holds, for a fact, the values taken for granted and when (clinical model, section 4).
    """

    def __init__(
        self,
        variables: Variables,
        *,
        name: str = "as answered",
        presuming: Mapping[str, tuple[tuple[Value, Formula], ...]] | None = None,
    ) -> None:
        self.name = name
        self.variables = variables
        self.facts = variables.facts
        self.presuming = presuming or {}
        self._possible: dict[str, Possible] = {}
        self._pairs: dict[Any, Pair] = {}
        self._open: dict[Any, Formula] = {}

    def possible(self, fact_id: str) -> Possible:
        """What this fact can still be."""
        if fact_id not in self._possible:
            fact = self.facts[fact_id]
            self._possible[fact_id] = self._given(fact) if fact.derive is None else derived(fact, self)
        return self._possible[fact_id]

    def _given(self, fact: Fact) -> Possible:
        answered = self.variables.answered[fact.id]
        steps: list[tuple[Value, Formula]] = []
        if fact.applies is not None:
            steps.append((fact.applies.otherwise, self.pair(fact.applies.when).no))
        steps += self.presuming.get(fact.id, ())
        if fact.kind is Kind.NUMBER:
            return self._given_number(fact, answered, steps)
        return Choices(
            {
                value: z3.If(answered, variable, settled_as(value, steps))
                for value, variable in self.variables.options[fact.id].items()
            }
        )

    def _given_number(self, fact: Fact, answered: Formula, steps: list[tuple[Value, Formula]]) -> Span:
        number = self.variables.numbers[fact.id]
        low, high = (in_order(steps, bound) for bound in fact.span)
        return Span(z3.If(answered, number, low), z3.If(answered, number, high), fact.whole)

    def pair(self, node: RuleNode) -> Pair:
        """When a rule is yes and when it is no."""
        key = (node.fact, node.test, node.values) if isinstance(node, Leaf) else id(node)
        if key not in self._pairs:
            self._pairs[key] = self._leaf(node) if isinstance(node, Leaf) else combined(node, self)
        return self._pairs[key]

    def _leaf(self, leaf: Leaf) -> Pair:
        match self.possible(leaf.fact):
            case Choices(can_be):
                return choice_pair(leaf, can_be)
            case Span() as span:
                return number_pair(leaf, span)

    def is_settled(self, fact_id: str) -> Formula:
        """That only one value is left."""
        match self.possible(fact_id):
            case Choices(can_be):
                return z3.AtMost(*can_be.values(), 1)
            case Span(low, high):
                return low == high

    def asks_person(self, node: RuleNode) -> Formula:
        """That the rule is open and waits for something the person can answer (`rules.residual`)."""
        if id(node) not in self._open:
            waits = self._waits(node.fact) if isinstance(node, Leaf) else any_of(map(self.asks_person, node.of))
            self._open[id(node)] = z3.And(self.pair(node).unknown, waits)
        return self._open[id(node)]

    def _waits(self, fact_id: str) -> Formula:
        if fact_id not in self._open:
            sources = any_of(self._sources(self.facts[fact_id]))
            self._open[fact_id] = z3.And(z3.Not(self.is_settled(fact_id)), sources)
        return self._open[fact_id]

    def _sources(self, fact: Fact) -> list[Formula]:
        match fact.derive:
            case None:
                applies = [self.asks_person(fact.applies.when)] if fact.applies else []
                return [*applies, z3.BoolVal(Role.PERSON in fact.asked_of)]
            case Band(of):
                return [self._waits(of)]
            case DaysSince(of):
                return [z3.BoolVal(Role.PERSON in self.facts[of].asked_of)]
            case Difference(of, minus):
                return [self._waits(of), self._waits(minus)]
            case Count(tests):
                return [self.asks_person(test) for test in tests]
            case WorstOf(sources):
                return [self._waits(source) for source in sources]
            case WorstThatHolds(levels):
                return [self.asks_person(level) for level in levels.values()]
            case _:
                raise AssertionError(f"Unhandled: {fact.derive}")


def combined(group: Group, view: View) -> Pair:
    """The pair of a group from the pairs of its parts."""
    parts = [view.pair(part) for part in group.of]
    yes, no = [part.yes for part in parts], [part.no for part in parts]
    match group.combine:
        case Combine.ALL:
            return Pair(z3.And(yes), z3.Or(no))
        case Combine.ANY:
            return Pair(z3.Or(yes), z3.And(no))
        case Combine.NONE:
            return Pair(z3.And(no), z3.Or(yes))
        case Combine.AT_LEAST:
            return Pair(z3.AtLeast(*yes, group.least), z3.AtLeast(*no, len(parts) - group.least + 1))
        case _:
            raise AssertionError(f"Unhandled: {group.combine}")


def choice_pair(leaf: Leaf, can_be: Mapping[Value, Formula]) -> Pair:
    """A test of a choice: yes when nothing else is possible, no when none of it is."""
    inside = [can for value, can in can_be.items() if value in leaf.values]
    outside = [can for value, can in can_be.items() if value not in leaf.values]
    among = Pair(z3.Not(any_of(outside)), z3.Not(any_of(inside)))
    match leaf.test:
        case Test.IS | Test.IS_ONE_OF:
            return among
        case Test.IS_NOT:
            return Pair(among.no, among.yes)
        case _:
            raise AssertionError(f"Unhandled: {leaf.test} on a choice")


def number_pair(leaf: Leaf, span: Span) -> Pair:
    """A test of a number: yes when the whole span passes, no when none of it does."""
    low, high, limit = span.low, span.high, exact(float(leaf.values[0]))
    match leaf.test:
        case Test.AT_LEAST:
            return Pair(low >= limit, high < limit)
        case Test.MORE_THAN:
            return Pair(low > limit, high <= limit)
        case Test.AT_MOST:
            return Pair(high <= limit, low > limit)
        case Test.LESS_THAN:
            return Pair(high < limit, low >= limit)
        case Test.IS | Test.IS_ONE_OF:
            return among_numbers(leaf, span)
        case Test.IS_NOT:
            among = among_numbers(leaf, span)
            return Pair(among.no, among.yes)
        case _:
            raise AssertionError(f"Unhandled: {leaf.test}")


def among_numbers(leaf: Leaf, span: Span) -> Pair:
    """Whether a number is one of these."""
    values = [exact(value) for value in sorted({float(value) for value in leaf.values})]
    inside = [z3.And(span.low <= value, value <= span.high) for value in values]
    every = span.high - span.low + 1
    filled = z3.Sum([z3.If(one, 1, 0) for one in inside]) == every if span.whole else z3.BoolVal(False)
    return Pair(z3.And(any_of(inside), z3.Or(span.low == span.high, filled)), z3.Not(any_of(inside)))


def derived(fact: Fact, view: View) -> Possible:
    """What a derived fact can be, given its sources."""
    match fact.derive:
        case Band(of, bands):
            return banded(span_of(of, view), bands)
        case Count(tests):
            return counted([view.pair(test) for test in tests])
        case Difference(of, minus):
            return subtracted(fact, span_of(of, view), span_of(minus, view))
        case DaysSince(of):
            return days_since(fact, of, view.variables)
        case WorstOf(sources):
            return worst_of(fact, [choices_of(source, view) for source in sources])
        case WorstThatHolds(levels):
            return worst_level(fact, {name: view.pair(rule) for name, rule in levels.items()})
        case _:
            raise AssertionError(f"Unhandled: {fact.derive}")


def span_of(fact_id: str, view: View) -> Span:
    """A number's span."""
    possible = view.possible(fact_id)
    assert isinstance(possible, Span)
    return possible


def choices_of(fact_id: str, view: View) -> Choices:
    """A choice's options."""
    possible = view.possible(fact_id)
    assert isinstance(possible, Choices)
    return possible


def banded(span: Span, bands: tuple[tuple[str, float | None], ...]) -> Choices:
    """The bands that a span touches."""
    can_be: dict[Value, Formula] = {}
    start: float | None = None
    for name, below in bands:
        before_end = z3.BoolVal(True) if below is None else span.low < exact(below)
        after_start = z3.BoolVal(True) if start is None else span.high >= exact(start)
        can_be[name] = z3.And(before_end, after_start)
        start = below
    return Choices(can_be)


def counted(pairs: list[Pair]) -> Span:
    """From the tests that hold to those that still may."""
    low = z3.Sum([z3.If(pair.yes, 1, 0) for pair in pairs])
    high = z3.Sum([z3.If(pair.no, 0, 1) for pair in pairs])
    return Span(low, high, whole=True)


def subtracted(fact: Fact, of: Span, minus: Span) -> Span:
    """The least and the largest difference, inside the fact's range."""
    ends = (clamped(fact, of.low - minus.high), clamped(fact, of.high - minus.low))
    return Span(*ends, whole=of.whole and minus.whole)


def days_since(fact: Fact, of: str, variables: Variables) -> Span:
    """The days since an answered date, else the whole range."""
    answered, days = variables.answered[of], clamped(fact, variables.numbers[of])
    low, high = (z3.If(answered, days, exact(bound)) for bound in fact.span)
    return Span(low, high, fact.whole)


def worst_of(fact: Fact, sources: list[Choices]) -> Choices:
    """The places on the ladder that the worst of the sources can take."""
    ladder = fact.values
    can_be: dict[Value, Formula] = {}
    for place, value in enumerate(ladder):
        reached = any_of(source.can_be.get(value, z3.BoolVal(False)) for source in sources)
        up_to_here = [[source.can_be[low] for low in ladder[: place + 1] if low in source.can_be] for source in sources]
        surpassed = any_of(z3.Not(any_of(lower)) for lower in up_to_here)
        can_be[value] = z3.And(reached, z3.Not(surpassed))
    return Choices(can_be)


def worst_level(fact: Fact, levels: Mapping[str, Pair]) -> Choices:
    """The options whose rule may hold while no worse one is certain; the first while none is certain."""
    can_be: dict[Value, Formula] = {}
    worse_is_certain: list[Formula] = []
    for value in reversed(fact.values[1:]):
        level = levels.get(str(value))
        may_hold = z3.BoolVal(False) if level is None else z3.Not(level.no)
        can_be[value] = z3.And(may_hold, z3.Not(any_of(worse_is_certain)))
        if level is not None:
            worse_is_certain.append(level.yes)
    can_be[fact.values[0]] = z3.Not(any_of(worse_is_certain))
    return Choices(can_be)


def settled_as(value: Value, steps: list[tuple[Value, Formula]]) -> Formula:
    """Whether an unanswered choice can be this value: the first step that holds decides."""
    return reduce(
        lambda after, step: z3.If(step[1], z3.BoolVal(step[0] == value), after), reversed(steps), z3.BoolVal(True)
    )


def in_order(steps: list[tuple[Value, Formula]], bound: float) -> Number:
    """The bound of an unanswered number: the first step that holds decides."""
    return reduce(lambda after, step: z3.If(step[1], exact(float(step[0])), after), reversed(steps), exact(bound))


def clamped(fact: Fact, number: Number) -> Number:
    """The number inside the fact's range."""
    low, high = (exact(bound) for bound in fact.span)
    return z3.If(number < low, low, z3.If(number > high, high, number))


def exact(number: float) -> Number:
    """A decimal as written in a file, without the dust of binary fractions."""
    fraction = Fraction(str(number))
    return z3.IntVal(fraction.numerator) if fraction.denominator == 1 else z3.RealVal(str(fraction))


def any_of(formulas: Any) -> Formula:
    """One of them; of none: no."""
    listed = list(formulas)
    return z3.Or(listed) if listed else z3.BoolVal(False)


def exactly_one(formulas: list[Formula]) -> Formula:
    """One and only one."""
    return z3.And(z3.Or(formulas), z3.AtMost(*formulas, 1))
