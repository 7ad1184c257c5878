"""Generated vocabularies, rules, answers and people: a strategy for every part of the rule language.

Facts are made in layers, so that none is derived from itself. `test_rule_language.py` fails when an
operator, combinator or derivation has no entry in the tables here.
"""

import datetime as dt
import json
from collections.abc import Callable
from fractions import Fraction

import msgspec
from hypothesis import strategies as st

from spinewise.rules.facts import (
    Answer,
    Answers,
    Applies,
    Band,
    Count,
    DaysSince,
    Derivation,
    Difference,
    Fact,
    Kind,
    Option,
    Role,
    State,
    Vocabulary,
    WorstOf,
    WorstThatHolds,
)
from spinewise.rules.known import Known, counted_value, domain, leaf_truth, truth_of
from spinewise.rules.tree import Certainty, Claim, Combine, Group, Leaf, RuleNode, Test, Value
from spinewise.rules.truth import NO, UNKNOWN

TODAY = dt.date(2026, 3, 1)
LADDER = ("none", "mild", "severe")
READABLE = (Kind.YES_NO, Kind.CHOICE, Kind.NUMBER)


class Case(msgspec.Struct, frozen=True):
    """A vocabulary, a rule over it, and what one person has answered."""

    vocabulary: Vocabulary
    rule: RuleNode
    answers: Answers

    @property
    def known(self) -> Known:
        return Known(self.answers, self.vocabulary)


def fact(name: str, kind: Kind, **more: object) -> Fact:
    """A fact with its wording filled in."""
    words = {"person": f"{name}?", "clinician": name, "asked_of": (Role.PERSON,), "privacy": "health"}
    return Fact(id=name, kind=kind, **(words | more))


def options(names: tuple[str, ...]) -> tuple[Option, ...]:
    """Options named after their ids."""
    return tuple(Option(name, name.upper()) for name in names)


# --- facts ---------------------------------------------------------------------------------------


@st.composite
def numbers(draw, name: str) -> Fact:
    """A number with a small range, whole or in tenths."""
    low = draw(st.integers(-3, 3))
    high = low + draw(st.integers(1, 6))
    return fact(name, Kind.NUMBER, range=(low, high), whole=draw(st.booleans()), unit=draw(st.sampled_from(["", "cm"])))


@st.composite
def choices(draw, name: str) -> Fact:
    """A choice of some letters, or the shared ladder."""
    letters = st.integers(2, 4).map(lambda count: tuple("abcd"[:count]))
    names = draw(st.one_of(st.just(LADDER), letters))
    return fact(name, Kind.CHOICE, options=options(names), ordered=names == LADDER)


KINDS = {
    Kind.YES_NO: lambda name: st.just(fact(name, Kind.YES_NO)),
    Kind.CHOICE: choices,
    Kind.NUMBER: numbers,
    Kind.DATE: lambda name: st.just(fact(name, Kind.DATE)),
    Kind.SEVERAL: lambda name: st.just(fact(name, Kind.SEVERAL, options=options(("a", "b")))),
    Kind.TEXT: lambda name: st.just(fact(name, Kind.TEXT)),
}


@st.composite
def base_facts(draw, name: str, made: Vocabulary) -> Fact:
    """A fact that can be asked; some say what not sure counts as, some apply only to some people."""
    kind = draw(st.sampled_from([Kind.YES_NO, Kind.CHOICE, Kind.NUMBER, *Kind]))
    base: Fact = draw(KINDS[kind](name))
    if kind not in READABLE:
        return base
    if draw(st.integers(0, 3)) == 0:
        base = msgspec.structs.replace(base, not_sure=draw(values(base)))
    if readable(made) and draw(st.integers(0, 3)) == 0:
        applies = Applies(draw(rules(made, depth=1)), draw(values(base)))
        base = msgspec.structs.replace(base, applies=applies)
    return base


def readable(made: Vocabulary) -> list[Fact]:
    """The facts that a rule can read."""
    return [each for each in made.values() if each.kind in READABLE]


def values(of: Fact) -> st.SearchStrategy[Value]:
    """Values that a fact can take, as an answers file would give them."""
    if of.kind is Kind.DATE:
        return st.integers(0, 40).map(lambda days: (TODAY - dt.timedelta(days=days)).isoformat())
    if of.kind is Kind.TEXT:
        return st.sampled_from(["", "some words"])
    if of.kind is not Kind.NUMBER:
        return st.sampled_from(of.values)
    low, high = map(int, of.span)
    if of.whole:
        return st.integers(low, high)
    return st.integers(low * 10, high * 10).map(lambda tenths: tenths / 10)


# --- derivations: each strategy needs some facts that are there already -----------------------------


def _kind(made: Vocabulary, kind: Kind) -> list[Fact]:
    return [each for each in made.values() if each.kind is kind]


@st.composite
def bands(draw, name: str, made: Vocabulary) -> Fact | None:
    of = draw(st.sampled_from(_kind(made, Kind.NUMBER)))
    low, high = map(int, of.span)
    ends = sorted(draw(st.sets(st.integers(low, high), min_size=1, max_size=3)))
    names = tuple("abcd"[: len(ends) + 1])
    cut = Band(of.id, tuple(zip(names, [*map(float, ends), None], strict=True)))
    return fact(name, Kind.CHOICE, options=options(names), derive=cut)


@st.composite
def counts(draw, name: str, made: Vocabulary) -> Fact:
    tests = tuple(draw(st.lists(leaves(made), min_size=1, max_size=4)))
    return fact(name, Kind.NUMBER, range=(0, len(tests)), derive=Count(tests))


@st.composite
def differences(draw, name: str, made: Vocabulary) -> Fact:
    of, minus = draw(st.sampled_from(_kind(made, Kind.NUMBER))), draw(st.sampled_from(_kind(made, Kind.NUMBER)))
    low = draw(st.integers(-4, 2))
    span = (low, low + draw(st.integers(1, 8)))
    whole = of.whole and minus.whole
    return fact(name, Kind.NUMBER, range=span, whole=whole, derive=Difference(of.id, minus.id))


@st.composite
def days_since(draw, name: str, made: Vocabulary) -> Fact:
    of = draw(st.sampled_from(_kind(made, Kind.DATE)))
    return fact(name, Kind.NUMBER, range=(0, draw(st.integers(1, 30))), derive=DaysSince(of.id))


def ladders(made: Vocabulary) -> list[Fact]:
    """The facts that share the ladder."""
    return [each for each in _kind(made, Kind.CHOICE) if each.values == LADDER]


@st.composite
def worst_of(draw, name: str, made: Vocabulary) -> Fact:
    sources = draw(st.lists(st.sampled_from([each.id for each in ladders(made)]), min_size=1, max_size=3, unique=True))
    return fact(name, Kind.CHOICE, options=options(LADDER), ordered=True, derive=WorstOf(tuple(sources)))


@st.composite
def worst_that_holds(draw, name: str, made: Vocabulary) -> Fact:
    reached = draw(st.sets(st.sampled_from(LADDER[1:]), min_size=1))
    levels = {level: draw(rules(made, depth=1)) for level in sorted(reached)}
    return fact(name, Kind.CHOICE, options=options(LADDER), ordered=True, derive=WorstThatHolds(levels))


DERIVATIONS: dict[type[Derivation], tuple[Callable, Callable]] = {
    Band: (bands, lambda made: _kind(made, Kind.NUMBER)),
    Count: (counts, readable),
    Difference: (differences, lambda made: _kind(made, Kind.NUMBER)),
    DaysSince: (days_since, lambda made: _kind(made, Kind.DATE)),
    WorstOf: (worst_of, ladders),
    WorstThatHolds: (worst_that_holds, readable),
}


@st.composite
def vocabularies(draw) -> Vocabulary:
    """Some facts to ask, then some derived from those before them."""
    made: Vocabulary = {"first": fact("first", Kind.YES_NO)}
    for place in range(draw(st.integers(1, 5))):
        name = f"fact_{place}"
        made[name] = draw(base_facts(name, dict(made)))
    for place in range(draw(st.integers(0, 3))):
        name = f"derived_{place}"
        open_to = [strategy for strategy, needs in DERIVATIONS.values() if needs(made)]
        made[name] = draw(draw(st.sampled_from(open_to))(name, dict(made)))
    return made


# --- rules ---------------------------------------------------------------------------------------


def _one_value(of: Fact) -> st.SearchStrategy[tuple[Value, ...]]:
    return values(of).map(lambda value: (plain(value),))


def _some_values(of: Fact) -> st.SearchStrategy[tuple[Value, ...]]:
    return st.lists(values(of).map(plain), min_size=1, max_size=3, unique=True).map(tuple)


def plain(value: Value) -> Value:
    """A value as the parser gives it: whole numbers are whole."""
    return int(value) if isinstance(value, float) and value == int(value) else value


TESTS: dict[Test, Callable[[Fact], st.SearchStrategy[tuple[Value, ...]]]] = {
    Test.IS: _one_value,
    Test.IS_NOT: _one_value,
    Test.IS_ONE_OF: _some_values,
    Test.AT_LEAST: _one_value,
    Test.AT_MOST: _one_value,
    Test.MORE_THAN: _one_value,
    Test.LESS_THAN: _one_value,
}
OF_A_CHOICE = (Test.IS, Test.IS_NOT, Test.IS_ONE_OF)


def claims() -> st.SearchStrategy[tuple[Claim, ...]]:
    """No claim, mostly; otherwise one or two."""
    sure = st.sampled_from([Certainty.HIGH, Certainty.LOW, Certainty.SIGN_OFF])
    words = st.sampled_from(["it helps", "a line: with 'marks', [brackets] & #", "naïve – ångström", "no", "6:30", " "])
    one = st.builds(Claim, supports=words, certainty=sure, evidence=st.just("row-one"))
    return st.one_of(st.just(()), st.just(()), st.lists(one, min_size=1, max_size=2).map(tuple))


@st.composite
def leaves(draw, made: Vocabulary) -> Leaf:
    """A test that the parser accepts: not the same for everybody."""
    of = draw(st.sampled_from(readable(made)))
    test = draw(st.sampled_from(list(TESTS) if of.kind is Kind.NUMBER else OF_A_CHOICE))
    asked = TESTS[test](of).map(lambda found: Leaf(of.id, test, found))
    return draw(asked.filter(lambda leaf: leaf_truth(leaf, domain(of)) is UNKNOWN))


def _group(combine: Combine) -> Callable:
    def made(parts: list[RuleNode], because: tuple[Claim, ...]) -> st.SearchStrategy[Group]:
        return st.just(Group(combine, tuple(parts), because=because))

    return made


def _at_least(parts: list[RuleNode], because: tuple[Claim, ...]) -> st.SearchStrategy[Group]:
    least = st.integers(1, len(parts))
    return least.map(lambda count: Group(Combine.AT_LEAST, tuple(parts), count, because=because))


COMBINATORS = {
    Combine.ALL: _group(Combine.ALL),
    Combine.ANY: _group(Combine.ANY),
    Combine.NONE: _group(Combine.NONE),
    Combine.AT_LEAST: _at_least,
}


@st.composite
def rules(draw, made: Vocabulary, *, depth: int = 2) -> RuleNode:
    """A rule over these facts."""
    leaf = leaves(made)
    if depth == 0 or draw(st.integers(0, 3)) == 0:
        return msgspec.structs.replace(draw(leaf), because=draw(claims()))
    inner = st.one_of(leaf, rules(made, depth=depth - 1))
    parts = draw(st.lists(inner, min_size=1, max_size=4, unique_by=_asks))
    return draw(COMBINATORS[draw(st.sampled_from(list(COMBINATORS)))](parts, draw(claims())))


def _asks(node: RuleNode) -> object:
    """What the parser refuses to see twice in one list."""
    return (node.fact, node.test, frozenset(node.values)) if isinstance(node, Leaf) else id(node)


# --- answers ---------------------------------------------------------------------------------------


def answer(of: Fact, given: Value | tuple[str, ...] | State) -> Answer:
    """One answer, from a value or a state."""
    part = {"state": given} if isinstance(given, State) else {"value": given}
    return Answer(fact=of.id, on=TODAY, by=Role.PERSON, **part)


STATES = list(State)


def given(of: Fact) -> st.SearchStrategy[Answer]:
    """Any answer: mostly a value, sometimes none."""
    found = values(of) if of.kind is not Kind.SEVERAL else st.sampled_from([(), ("a",), ("a", "b")])
    return st.one_of(found, found, found, st.sampled_from(STATES)).map(lambda each: answer(of, each))


@st.composite
def answers(draw, made: Vocabulary) -> Answers:
    """Answers to some of the facts."""
    asked = [each for each in made.values() if each.derive is None]
    by_fact = {each.id: draw(given(each)) for each in asked if draw(st.booleans())}
    return Answers(today=TODAY, zone="UTC", by_fact=by_fact)


@st.composite
def completions(draw, made: Vocabulary, known: Answers) -> Answers:
    """The same person once everything is answered. What does not apply to them is not asked."""
    full = known
    for each in made.values():
        if each.derive is None and is_open(each, full) and applies_to(each, made, full):
            full = full.with_(answer(each, draw(values(each))))
    return full


def is_open(of: Fact, known: Answers) -> bool:
    """Whether a fact still has no value."""
    if of.kind is Kind.SEVERAL:
        return False
    return counted_value(of, known.by_fact.get(of.id)) is None


def applies_to(of: Fact, made: Vocabulary, known: Answers) -> bool:
    """Whether a fact is worth asking; the facts it depends on come before it and are complete."""
    return of.applies is None or truth_of(of.applies.when, Known(known, made)) is not NO


@st.composite
def cases(draw) -> Case:
    """A vocabulary, a rule and some answers."""
    made = draw(vocabularies())
    return Case(made, draw(rules(made)), draw(answers(made)))


@st.composite
def completed_cases(draw) -> tuple[Case, Answers]:
    """A case with one way in which its answers may turn out."""
    case = draw(cases())
    return case, draw(completions(case.vocabulary, case.answers))


# --- the same rule, written ------------------------------------------------------------------------


def as_yaml(node: RuleNode, *, indent: int = 0) -> str:
    """A rule as a clinician would write it."""
    pad = " " * indent
    beside = _because_yaml(node.because, pad)
    if isinstance(node, Leaf):
        return f"{pad}if: {json.dumps(line(node))}\n{beside}"
    key = f"at_least_{node.least}" if node.combine is Combine.AT_LEAST else node.combine.value
    parts = [f"{pad}  -\n{as_yaml(part, indent=indent + 4)}" for part in node.of]
    return f"{pad}{key}:\n{''.join(parts)}{beside}"


def line(leaf: Leaf) -> str:
    """One test as written."""
    listed = ", ".join(word(value) for value in leaf.values)
    return f"{leaf.fact} {leaf.test.value} " + (f"[{listed}]" if leaf.test is Test.IS_ONE_OF else listed)


def word(value: Value) -> str:
    """One value as written."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _because_yaml(because: tuple[Claim, ...], pad: str) -> str:
    if not because:
        return ""
    rows = [json.dumps(msgspec.to_builtins(claim), ensure_ascii=False) for claim in because]
    return f"{pad}because: [{', '.join(rows)}]\n"


# --- an independent reading: plain true and false over complete answers ------------------------------


def value_of(of: Fact, made: Vocabulary, known: Answers) -> object:
    """What a fact is for this person, worked out without three values and in exact numbers."""
    if of.derive is not None:
        return _derived(of, made, known)
    value = counted_value(of, known.by_fact.get(of.id))
    if value is None:
        assert of.applies is not None, f"{of.id} has no value"
        value = of.applies.otherwise
    return exact(value)


def exact(value: Value) -> object:
    """Tenths as fractions, so that nothing is lost in binary."""
    return Fraction(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _derived(of: Fact, made: Vocabulary, known: Answers) -> object:
    def read(name: str) -> object:
        return value_of(made[name], made, known)

    match of.derive:
        case Band(source, cut):
            return next(name for name, below in cut if below is None or read(source) < Fraction(below))
        case Count(tests):
            return Fraction(sum(holds(test, made, known) for test in tests))
        case Difference(source, minus):
            return _inside(of, read(source) - read(minus))
        case DaysSince(source):
            return _inside(of, Fraction((TODAY - dt.date.fromisoformat(str(read(source)))).days))
        case WorstOf(sources):
            return max(map(read, sources), key=of.values.index)
        case WorstThatHolds(levels):
            held = [level for level, rule in levels.items() if holds(rule, made, known)]
            return max([of.values[0], *held], key=of.values.index)


def _inside(of: Fact, number: Fraction) -> Fraction:
    low, high = of.span
    return min(max(number, Fraction(low)), Fraction(high))


def holds(node: RuleNode, made: Vocabulary, known: Answers) -> bool:
    """Whether a rule is true for a person of whom everything is known."""
    if isinstance(node, Leaf):
        return _passes(node, value_of(made[node.fact], made, known))
    parts = [holds(part, made, known) for part in node.of]
    by_name = {"all": all(parts), "any": any(parts), "none": not any(parts), "at_least": sum(parts) >= node.least}
    return by_name[node.combine.value]


def _passes(leaf: Leaf, value: object) -> bool:
    wanted = [exact(each) for each in leaf.values]
    by_name = {
        "is": lambda: value == wanted[0],
        "is not": lambda: value != wanted[0],
        "is one of": lambda: value in wanted,
        "at least": lambda: value >= wanted[0],
        "at most": lambda: value <= wanted[0],
        "more than": lambda: value > wanted[0],
        "less than": lambda: value < wanted[0],
    }
    return by_name[leaf.test.value]()
