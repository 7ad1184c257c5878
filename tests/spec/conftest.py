"""The fixture `spec`: checks one example of the rule language."""

from collections.abc import Callable
from typing import Any

import pytest

from spec.language import Example, outcomes, people, reasons_of, rule_of, vocabulary
from spinewise.rules.render import rule_words


@pytest.fixture
def spec() -> Callable[..., None]:
    return check


def check(**parts: Any) -> None:
    """Compare what an example gives with what it expects."""
    example = Example(**parts)
    assert example.table or example.english, "an example without a result says nothing"
    for person in people(example.table) if example.table else []:
        assert person.expected, f"{person.name} has no result"
        assert (person.name, outcomes(example, person)) == (person.name, person.expected)
    if example.english:
        facts = vocabulary(example.facts)
        assert rule_words(rule_of(example.rule, facts), facts) == example.english.strip()
    if example.reasons:
        assert reasons_of(example) == example.reasons
