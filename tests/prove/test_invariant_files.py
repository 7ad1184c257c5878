"""An invariant file that cannot mean what it says is refused, with its place."""

from __future__ import annotations

import pytest

from spinewise.errors import InputError
from spinewise.knowledge.models import KnowledgeBase
from spinewise.prove.invariants import promises_from

GOOD = """
title: A pacemaker and current
promise: Nobody with a pacemaker is given TENS.
hazard: electrical-harm
when: pacemaker is true
forbids: [{agent: [tens]}]
because: {evidence: mx-pacemaker, supports: no electrotherapy, certainty: low}
"""


def read(text: str, kb: KnowledgeBase) -> str:
    """What is said about a file."""
    with pytest.raises(InputError) as refused:
        promises_from({"one": text.encode()}, kb)
    return str(refused.value)


def test_a_good_file_is_read(knowledge: KnowledgeBase) -> None:
    assert promises_from({"one": GOOD.encode()}, knowledge).invariants[0].forbids[0].agent == ("tens",)


def test_a_misspelt_fact_is_refused_at_its_line(knowledge: KnowledgeBase) -> None:
    said = read(GOOD.replace("pacemaker is true", "pacemakr is true"), knowledge)
    assert said == "knowledge/invariants/one.yaml:5:7: no fact is called 'pacemakr'. Did you mean 'pacemaker'?"


def test_a_misspelt_agent_is_refused(knowledge: KnowledgeBase) -> None:
    assert "'tenz' is not known here. Did you mean 'tens'?" in read(GOOD.replace("[tens]", "[tenz]"), knowledge)


def test_an_evidence_row_that_does_not_exist_is_refused(knowledge: KnowledgeBase) -> None:
    assert "no evidence row is called 'mx-pace'" in read(GOOD.replace("mx-pacemaker", "mx-pace"), knowledge)


def test_a_promise_of_two_kinds_is_refused(knowledge: KnowledgeBase) -> None:
    assert "Keep one of them" in read(GOOD + "urgency_at_least: urgent\n", knowledge)


def test_a_promise_at_the_locked_tier_is_refused(knowledge: KnowledgeBase) -> None:
    assert "Name S, L or F" in read(GOOD + "tiers: ['0']\n", knowledge)
