"""Rules and answers in English, for review, screens and the generated documentation."""

from __future__ import annotations

from spinewise.rules.facts import Answer, Fact, Kind, State
from spinewise.rules.known import Known, OneOf
from spinewise.rules.tree import Combine, Group, Leaf, RuleNode, Value

STATE_WORDS = {State.NOT_SURE: "not sure", State.CANNOT_KNOW: "cannot know", State.DECLINED: "prefers not to say"}


def value_words(fact: Fact, value: Value) -> str:
    """One value in a clinician's words, with its unit."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if fact.kind is Kind.NUMBER:
        return f"{number_words(float(value))} {fact.unit}".rstrip()
    option = fact.option(value)
    return (option.clinician or option.person) if option else str(value).replace("_", " ")


def number_words(number: float) -> str:
    """A number as people write it, without a needless `.0` or an exponent."""
    return f"{number:z.9f}".rstrip("0").rstrip(".")


def leaf_words(leaf: Leaf, fact: Fact) -> str:
    """A test as a phrase: `Age: at least 70 years`."""
    values = [value_words(fact, value) for value in leaf.values]
    listed = values[0] if len(values) == 1 else "one of " + ", ".join(values)
    test = "is" if str(leaf.test) == "is one of" else str(leaf.test)
    return f"{fact.clinician}: {test} {listed}"


def answer_words(fact: Fact, known: Known) -> str:
    """What is known about a fact, in words: the answer, what it counts as, or `not answered`."""
    answer = known.answers.by_fact.get(fact.id)
    if fact.derive is None and answer is not None:
        return _given_words(fact, answer, known)
    if not known.is_settled(fact.id):
        return "not known yet" if fact.derive else "not answered"
    words = value_words(fact, settled_value(fact, known))
    return words if fact.derive else f"{words} (assumed)"


def settled_value(fact: Fact, known: Known) -> Value:
    """The only value left."""
    possible = known.possible(fact.id)
    return next(iter(possible.values)) if isinstance(possible, OneOf) else possible.low


def _given_words(fact: Fact, answer: Answer, known: Known) -> str:
    if answer.state is None:
        assert answer.value is not None
        assert not isinstance(answer.value, tuple)
        return value_words(fact, answer.value)
    words = STATE_WORDS[answer.state]
    if answer.state is State.NOT_SURE and fact.not_sure is not None:
        return f"{words} (counts as {value_words(fact, fact.not_sure)})"
    if known.is_settled(fact.id):
        return f"{words} (assumed {value_words(fact, settled_value(fact, known))})"
    return words


HEADINGS = {Combine.ALL: "All of these:", Combine.ANY: "Any of these:", Combine.NONE: "None of these:"}


def rule_words(node: RuleNode, vocabulary: dict[str, Fact], *, indent: int = 0) -> str:
    """A whole rule as an indented checklist in English."""
    pad = "  " * indent
    if isinstance(node, Leaf):
        return f"{pad}- {leaf_words(node, vocabulary[node.fact])}"
    inner = [rule_words(part, vocabulary, indent=indent + 1) for part in node.of]
    return "\n".join([f"{pad}{heading(node)}", *inner])


def heading(group: Group) -> str:
    """The words above the parts of a group."""
    if group.combine is Combine.AT_LEAST:
        return f"At least {group.least} of these:"
    return HEADINGS[group.combine]
