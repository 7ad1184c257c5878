"""Rules and answers in words, for review, screens and the generated documentation."""

from __future__ import annotations

from spinewise.language import gettext as _
from spinewise.language import gettext_noop
from spinewise.rules.facts import Answer, Fact, Kind, State
from spinewise.rules.known import Known, OneOf
from spinewise.rules.tree import Combine, Group, Leaf, RuleNode, Test, Value

STATE_WORDS = {
    State.NOT_SURE: gettext_noop("not sure"),
    State.CANNOT_KNOW: gettext_noop("cannot know"),
    State.DECLINED: gettext_noop("prefers not to say"),
}
TEST_WORDS = {
    Test.IS: gettext_noop("%(fact)s: is %(value)s"),
    Test.IS_NOT: gettext_noop("%(fact)s: is not %(value)s"),
    Test.IS_ONE_OF: gettext_noop("%(fact)s: is %(value)s"),
    Test.AT_LEAST: gettext_noop("%(fact)s: at least %(value)s"),
    Test.AT_MOST: gettext_noop("%(fact)s: at most %(value)s"),
    Test.MORE_THAN: gettext_noop("%(fact)s: more than %(value)s"),
    Test.LESS_THAN: gettext_noop("%(fact)s: less than %(value)s"),
}


def value_words(fact: Fact, value: Value) -> str:
    """One value in a clinician's words, with its unit."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
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
    listed = values[0] if len(values) == 1 else _("one of %(values)s", values=", ".join(values))
    return _(TEST_WORDS[leaf.test], fact=fact.clinician, value=listed)


def answer_words(fact: Fact, known: Known) -> str:
    """What is known about a fact, in words: the answer, what it counts as, or `not answered`."""
    answer = known.answers.by_fact.get(fact.id)
    if fact.derive is None and answer is not None:
        return _given_words(fact, answer, known)
    if not known.is_settled(fact.id):
        return _("not known yet") if fact.derive else _("not answered")
    words = value_words(fact, settled_value(fact, known))
    return words if fact.derive else _("%(answer)s (assumed)", answer=words)


def settled_value(fact: Fact, known: Known) -> Value:
    """The only value left."""
    possible = known.possible(fact.id)
    return next(iter(possible.values)) if isinstance(possible, OneOf) else possible.low


def _given_words(fact: Fact, answer: Answer, known: Known) -> str:
    if answer.state is None:
        assert answer.value is not None
        assert not isinstance(answer.value, tuple)
        return value_words(fact, answer.value)
    words = _(STATE_WORDS[answer.state])
    if answer.state is State.NOT_SURE and fact.not_sure is not None:
        return _("%(answer)s (counts as %(value)s)", answer=words, value=value_words(fact, fact.not_sure))
    if known.is_settled(fact.id):
        value = value_words(fact, settled_value(fact, known))
        return _("%(answer)s (assumed %(value)s)", answer=words, value=value)
    return words


HEADINGS = {
    Combine.ALL: gettext_noop("All of these:"),
    Combine.ANY: gettext_noop("Any of these:"),
    Combine.NONE: gettext_noop("None of these:"),
}


def rule_words(node: RuleNode, vocabulary: dict[str, Fact], *, indent: int = 0) -> str:
    """A whole rule as an indented checklist."""
    pad = "  " * indent
    if isinstance(node, Leaf):
        return f"{pad}- {leaf_words(node, vocabulary[node.fact])}"
    inner = [rule_words(part, vocabulary, indent=indent + 1) for part in node.of]
    return "\n".join([f"{pad}{heading(node)}", *inner])


def heading(group: Group) -> str:
    """The words above the parts of a group."""
    if group.combine is Combine.AT_LEAST:
        return _("At least %(least)s of these:", least=group.least)
    return _(HEADINGS[group.combine])
