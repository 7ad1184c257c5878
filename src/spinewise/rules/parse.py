"""From a positioned YAML tree to a checked rule: types, ranges and spelling, all problems at once."""

from __future__ import annotations

import re
from typing import Any

from spinewise.errors import nearest, one_of
from spinewise.rules.facts import Fact, Kind, Vocabulary
from spinewise.rules.known import domain, leaf_truth
from spinewise.rules.render import number_words
from spinewise.rules.tree import Claim, Combine, Group, Leaf, RuleNode, Test, Value
from spinewise.rules.truth import UNKNOWN
from spinewise.source.bind import YES_WORDS, Binder, Unbound, finite
from spinewise.source.nodes import Entries, Items, Node, Text

TEST_WORDS = "|".join(sorted((test.value for test in Test), key=len, reverse=True))
LINE = re.compile(rf"(?P<fact>\S+)\s+(?P<test>{TEST_WORDS})\s+(?P<values>.+)")
AT_LEAST = re.compile(r"at_least_([1-9][0-9]?)")
PLAIN_KEYS = ("if", *(combine.value for combine in Combine if combine is not Combine.AT_LEAST))
FEW = 12


def read_rule(binder: Binder, node: Node, vocabulary: Vocabulary) -> RuleNode:
    """A combinator, `if: <test>`, or a bare test line.

    Raises:
        Unbound: the problems are noted in the binder.
    """
    if isinstance(node, Text):
        return _leaf(binder, node, vocabulary, ())
    if isinstance(node, Items):
        raise binder.note(node.place, "a rule is one test or one combinator", "Put the list under all, any or none")
    before = len(binder.problems)
    because = _because(binder, node)
    key = _asked(binder, node)
    if key == "if":
        rule: RuleNode = _tested(binder, node.of[key], vocabulary, because)
    else:
        rule = _group(binder, node, key, vocabulary, because)
    if len(binder.problems) > before:
        raise Unbound
    return rule


def _asked(binder: Binder, node: Entries) -> str:
    """The one entry that asks something: `if` or a combinator."""
    named = [key for key in node.of if key != "because"]
    unknown = [key for key in named if key not in PLAIN_KEYS and not AT_LEAST.fullmatch(key)]
    for key in unknown:
        hint = nearest(key, [*PLAIN_KEYS, "because"]) or "Use if, all, any, none or at_least_N"
        binder.note(node.keys[key], f"'{key}' is not part of the rule language", hint)
    if unknown:
        raise Unbound
    if len(named) != 1:
        raise binder.note(node.place, "a rule has exactly one of: if, all, any, none, at_least_N", "")
    return named[0]


def _tested(binder: Binder, node: Node, vocabulary: Vocabulary, because: tuple[Claim, ...]) -> Leaf:
    if not isinstance(node, Text):
        raise binder.note(node.place, "`if` takes one test", "Write `if: <fact> <test> <value>`")
    return _leaf(binder, node, vocabulary, because)


def _because(binder: Binder, node: Entries) -> tuple[Claim, ...]:
    inner = node.get("because")
    parts = inner.of if isinstance(inner, Items) else () if inner is None else (inner,)
    read = [binder.try_bind(part, Claim) for part in parts]
    return tuple(claim for claim in read if claim is not None)


def _group(binder: Binder, node: Entries, key: str, vocabulary: Vocabulary, because: tuple[Claim, ...]) -> Group:
    combine, least = _combinator(key)
    parts = node.of[key]
    if not isinstance(parts, Items) or not parts.of:
        raise binder.note(parts.place, f"'{key}' needs a list of tests", "Write one '- ' line for each")
    read = [_try_rule(binder, part, vocabulary) for part in parts.of]
    whole = [part for part in read if part is not None]
    if len(whole) < len(read):
        raise Unbound
    _refuse_repeats(binder, whole, parts.of)
    if combine is Combine.AT_LEAST and least > len(whole):
        raise binder.note(node.keys[key], f"'{key}' has only {len(whole)} tests", "It could not be yes")
    return Group(combine, tuple(whole), least, node.keys[key].line, because)


def _refuse_repeats(binder: Binder, parts: list[RuleNode], nodes: tuple[Node, ...]) -> None:
    """A test that stands twice in one list would count twice under at_least_N."""
    seen: dict[tuple[str, Test, frozenset[Value]], int] = {}
    for part, node in zip(parts, nodes, strict=True):
        if not isinstance(part, Leaf):
            continue
        asks = (part.fact, part.test, frozenset(part.values))
        if asks in seen:
            binder.note(node.place, f"this test is already on line {seen[asks]}", "Keep one of them")
        seen.setdefault(asks, part.line)


def _try_rule(binder: Binder, node: Node, vocabulary: Vocabulary) -> RuleNode | None:
    try:
        return read_rule(binder, node, vocabulary)
    except Unbound:
        return None


def _combinator(key: str) -> tuple[Combine, int]:
    counted = AT_LEAST.fullmatch(key)
    return (Combine.AT_LEAST, int(counted[1])) if counted else (Combine(key), 0)


def _leaf(binder: Binder, text: Text, vocabulary: Vocabulary, because: tuple[Claim, ...]) -> Leaf:
    parts = LINE.fullmatch(text.value.strip())
    if parts is None:
        raise binder.note(text.place, f"'{text.value}' is not a test", "Write `<fact> <test> <value>`; tests: " + TESTS)
    fact = vocabulary.get(parts["fact"])
    if fact is None:
        raise binder.note(text.place, f"no fact is called '{parts['fact']}'", nearest(parts["fact"], vocabulary))
    test = Test(parts["test"])
    _check_test(binder, text, fact, test)
    leaf = Leaf(fact.id, test, _values(binder, text, fact, test, parts["values"]), text.place.line, because)
    if leaf_truth(leaf, domain(fact)) is not UNKNOWN:
        raise binder.note(text.place, f"'{text.value}' has the same answer for everybody", "Test what can differ")
    return leaf


TESTS = ", ".join(test.value for test in Test)
CHOICE_TESTS = (Test.IS, Test.IS_NOT, Test.IS_ONE_OF)


def _check_test(binder: Binder, text: Text, fact: Fact, test: Test) -> None:
    if fact.kind in (Kind.DATE, Kind.TEXT, Kind.SEVERAL):
        hint = "Test a derived fact (days_since) instead" if fact.kind is Kind.DATE else "Test a yes/no fact instead"
        raise binder.note(text.place, f"rules do not read '{fact.id}', a {fact.kind.value} fact", hint)
    if fact.kind is not Kind.NUMBER and test not in CHOICE_TESTS:
        what = f"'{fact.id}' is not a number, so '{test.value}' means nothing"
        raise binder.note(text.place, what, one_of(CHOICE_TESTS))


def _values(binder: Binder, text: Text, fact: Fact, test: Test, written: str) -> tuple[Value, ...]:
    words = [written.strip()]
    if test is Test.IS_ONE_OF:
        if not (written.startswith("[") and written.endswith("]")):
            raise binder.note(text.place, "'is one of' takes a list", "Write [a, b]")
        words = [word.strip() for word in written[1:-1].split(",")]
    before = len(binder.problems)
    read = [_try_value(binder, text, fact, word) for word in words]
    if len(set(read)) < len(read) and len(binder.problems) == before:
        binder.note(text.place, "a value is listed twice", "Keep one of them")
    if len(binder.problems) > before:
        raise Unbound
    return tuple(read)


def _try_value(binder: Binder, text: Text, fact: Fact, word: str) -> Any:
    try:
        return read_value(binder, text, fact, word)
    except Unbound:
        return None


def read_value(binder: Binder, at: Node, fact: Fact, word: str) -> Any:
    """One value of a fact, of the right type and in range.

    Raises:
        Unbound: the problem is noted in the binder.
    """
    match fact.kind:
        case Kind.YES_NO:
            if word.lower() not in YES_WORDS:
                raise binder.note(at.place, f"'{word}' does not answer '{fact.id}'", "Write true or false")
            return YES_WORDS[word.lower()]
        case Kind.NUMBER:
            return _number(binder, at, fact, word)
        case Kind.CHOICE | Kind.SEVERAL:
            ids = [option.id for option in fact.options]
            if word not in ids:
                hint = nearest(word, ids) or (one_of(ids) if len(ids) <= FEW else "")
                raise binder.note(at.place, f"'{word}' is not a value of '{fact.id}'", hint)
            return word
        case _:
            return word


def _number(binder: Binder, at: Node, fact: Fact, word: str) -> int | float:
    low, high = fact.span
    hint = f"Write {number_words(low)} to {number_words(high)} {fact.unit}".rstrip()
    try:
        number = finite(word)
    except ValueError:
        raise binder.note(at.place, f"'{word}' is not a number", hint) from None
    if fact.whole and number != int(number):
        raise binder.note(at.place, f"'{word}' is not a whole number", hint)
    if not low <= number <= high:
        raise binder.note(at.place, f"'{fact.id}' cannot be {number_words(number)}", hint)
    return int(number) if number == int(number) else number
