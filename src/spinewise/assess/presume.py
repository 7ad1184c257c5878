"""What is taken for granted before somebody has been examined (clinical model, section 4)."""

from __future__ import annotations

from spinewise.knowledge.ladders import Tier
from spinewise.knowledge.models import KnowledgeBase
from spinewise.rules.facts import Answers, Fact
from spinewise.rules.known import Known, truth_of
from spinewise.rules.tree import Value
from spinewise.rules.truth import YES
from spinewise.source.bind import YES_WORDS, finite


def view_at(answers: Answers, kb: KnowledgeBase, tier: Tier) -> Known:
    """The answers, with clinicians' facts presumed where a sourced rule allows it at this tier."""
    asked = Known(answers, kb.facts)
    presuming: dict[str, Value] = {}
    for presumption in kb.presumptions.values():
        if tier in presumption.at_tiers and truth_of(presumption.when, asked) is YES:
            presuming[presumption.fact] = typed(kb.facts[presumption.fact], presumption.presume)
    return Known(answers, kb.facts, presuming=presuming)


def typed(fact: Fact, word: str) -> Value:
    """A value as written in a file, in the fact's type."""
    if not fact.options:
        return YES_WORDS[word] if word in YES_WORDS else finite(word)
    return word
