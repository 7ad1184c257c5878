"""From which knowledge, engine and answers a decision was made."""

from __future__ import annotations

import hashlib

import msgspec

import spinewise
from spinewise.knowledge.models import KnowledgeBase
from spinewise.plan.types import Stamp
from spinewise.rules.facts import Answers


def stamp_for(answers: Answers, kb: KnowledgeBase) -> Stamp:
    """The stamp that goes on every document made from these answers."""
    return Stamp(knowledge_digest=kb.digest, engine=spinewise.__version__, answers_digest=digest_of(answers))


def digest_of(value: msgspec.Struct) -> str:
    """A name for exactly this value: the SHA-256 of its canonical JSON."""
    return hashlib.sha256(msgspec.json.encode(value, order="sorted")).hexdigest()
