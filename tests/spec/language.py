"""Runs one example of the rule language: facts, a rule and a table of people in, truths out."""

import datetime as dt
import re
import textwrap
from collections.abc import Iterator, Mapping

import msgspec

from spinewise.errors import InputError
from spinewise.knowledge.facts_file import OptionText, Raw, keep, read_facts, read_option
from spinewise.rules.evaluate import Reason, Ruling, evaluate
from spinewise.rules.facts import Answer, Answers, Fact, Kind, Role, State, Vocabulary
from spinewise.rules.known import Between, Known
from spinewise.rules.parse import read_rule, read_value
from spinewise.rules.render import number_words
from spinewise.rules.tree import RuleNode, Value
from spinewise.source import Binder, Entries, Items, Node, Text, read_node

TODAY = dt.date(2026, 3, 1)
STATES = {state.value: state for state in State}


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """One example: a rule, people's answers, and what is expected for each of them.

    In `table`, the columns after `=>` are results: `rule` is the truth, `missing` the facts that are
    still waited for, `decided by` the facts of the deciding lines, and a fact's name what it can be.
    """

    rule: str = ""
    facts: str = ""
    table: str = ""
    presuming: Mapping[str, Value] = {}
    english: str = ""
    reasons: tuple[str, ...] = ()


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a table."""

    name: str
    given: dict[str, str]
    expected: dict[str, str]


def vocabulary(text: str) -> Vocabulary:
    """Fact files in short: the wording may be left out."""
    binder = Binder({Raw: keep, OptionText: read_option})
    node = read_node(text.encode(), file="facts.yaml")
    assert isinstance(node, Entries)
    made = read_facts(binder, {"facts": Entries({"facts": worded(node)}, {"facts": node.place}, node.place)})
    if binder.problems:
        raise InputError(binder.problems)
    return made


def worded(facts: Entries) -> Entries:
    """The same facts, each with the entries that a fact file must have."""
    return Entries({name: _worded(name, node) for name, node in facts.of.items()}, facts.keys, facts.place)


def _worded(name: str, node: Node) -> Node:
    assert isinstance(node, Entries)
    at = node.place
    usual: dict[str, Node] = {
        "person": Text(f"{name}?", at),
        "clinician": Text(name.replace("_", " ").capitalize(), at),
        "asked_of": Items((Text("person", at),), at),
        "privacy": Text("health", at),
    }
    return Entries({**usual, **node.of}, {**dict.fromkeys(usual, at), **node.keys}, at)


def rule_of(text: str, facts: Vocabulary) -> RuleNode:
    """A rule from its YAML text."""
    binder = Binder()
    rule = read_rule(binder, read_node(shown(text).encode(), file="rule.yaml"), facts)
    assert not binder.problems
    return rule


def shown(text: str) -> str:
    """A block of text as it stands on the page, from its first line."""
    return textwrap.dedent(text).strip("\n")


def people(table: str) -> list[Person]:
    """The rows of a table."""
    heads, *rows = [cells(line) for line in table.strip().splitlines()]
    return [_person(heads, row) for row in rows]


def cells(line: str) -> list[str]:
    """One line of a table: `| who | fever | => rule |`."""
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _person(heads: list[str], row: list[str]) -> Person:
    assert len(heads) == len(row), f"a row has {len(row)} cells, the table {len(heads)}: {row}"
    pairs = list(zip(heads, row, strict=True))[1:]
    given = {head: cell for head, cell in pairs if not head.startswith("=>") and cell}
    expected = {head.removeprefix("=>").strip(): cell for head, cell in pairs if head.startswith("=>")}
    return Person(name=row[0], given=given, expected=expected)


def answers(given: Mapping[str, str], facts: Vocabulary) -> Answers:
    """What a person has answered."""
    made = {name: _answer(facts[name], word) for name, word in given.items()}
    return Answers(today=TODAY, zone="UTC", by_fact=made)


def _answer(fact: Fact, word: str) -> Answer:
    if word in STATES:
        return Answer(fact=fact.id, state=STATES[word], on=TODAY, by=Role.PERSON)
    return Answer(fact=fact.id, value=_value(fact, word), on=TODAY, by=Role.PERSON)


def _value(fact: Fact, word: str) -> Value:
    if fact.kind is Kind.DATE:
        return word
    at = read_node(word.encode(), file="table")
    value: Value = read_value(Binder(), at, fact, word)
    return value


def outcomes(example: Example, person: Person) -> dict[str, str]:
    """Every result that the table asks for, in its words."""
    facts = vocabulary(example.facts)
    known = Known(answers(person.given, facts), facts, presuming=example.presuming)
    ruling = evaluate("rule", rule_of(example.rule, facts), known) if example.rule else None
    return {column: _outcome(column, known, ruling) for column in person.expected}


def _outcome(column: str, known: Known, ruling: Ruling | None) -> str:
    if ruling is None or column in known.vocabulary:
        return possible_words(known, column)
    results = {
        "rule": lambda: ruling.truth.value,
        "missing": lambda: listed(ruling.missing),
        "decided by": lambda: listed(reason.fact for reason in ruling.reasons),
        "answer shown": lambda: listed(reason.answer for reason in ruling.reasons),
    }
    return results[column]()


def listed(words: Iterator[str] | tuple[str, ...]) -> str:
    """Words in a cell."""
    return ", ".join(dict.fromkeys(words)) or "nothing"


def possible_words(known: Known, fact_id: str) -> str:
    """What a fact can still be, in a cell."""
    match known.possible(fact_id):
        case Between() as numbers if numbers.low == numbers.high:
            return number_words(numbers.low)
        case Between() as numbers:
            return f"{number_words(numbers.low)} to {number_words(numbers.high)}"
        case choice:
            order = known.vocabulary[fact_id].values
            return " or ".join(_word(value) for value in order if value in choice.values)


def _word(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def reasons_of(example: Example) -> tuple[str, ...]:
    """The reasons given to the first person of the table, a line each."""
    facts = vocabulary(example.facts)
    known = Known(answers(people(example.table)[0].given, facts), facts, presuming=example.presuming)
    ruling = evaluate("rule", rule_of(example.rule, facts), known)
    return tuple(_reason_words(reason) for reason in ruling.reasons)


def _reason_words(reason: Reason) -> str:
    claims = "; ".join(": ".join(filter(None, (claim.evidence, claim.supports))) for claim in reason.claims)
    return f"line {reason.line}: {reason.says} — {reason.answer}" + (f" ({claims})" if claims else "")


def sentence(test_name: str) -> str:
    """`test_one_no_decides` as a heading."""
    words = re.sub(r"_+", " ", test_name.removeprefix("test_"))
    return words[0].upper() + words[1:]
