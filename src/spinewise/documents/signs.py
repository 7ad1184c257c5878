"""The signs to stop at and get help for, on every page and paper alike."""

from __future__ import annotations

from spinewise.knowledge.models import KnowledgeBase
from spinewise.rules.facts import Answers
from spinewise.rules.known import Known, truth_of
from spinewise.rules.truth import NO


def stop_signs(answers: Answers, kb: KnowledgeBase) -> tuple[str, ...]:
    """The signs to get help for, without those that are certainly for others."""
    known, rules = Known(answers, kb.facts), kb.safety.stop_now_when
    others = {sign for sign, rule in rules.items() if truth_of(rule, known) is NO}
    return tuple(sign for sign in kb.safety.stop_now if sign not in others)
