"""One run of the proofs over the real knowledge, shared by the tests."""

from __future__ import annotations

import pytest

from spinewise.knowledge.load import load_knowledge
from spinewise.knowledge.models import KnowledgeBase
from spinewise.prove import Promises, Report, prove, read_promises


@pytest.fixture(scope="session")
def knowledge() -> KnowledgeBase:
    return load_knowledge()


@pytest.fixture(scope="session")
def promises(knowledge: KnowledgeBase) -> Promises:
    return read_promises(knowledge)


@pytest.fixture(scope="session")
def report(knowledge: KnowledgeBase, promises: Promises) -> Report:
    return prove(knowledge, promises)
