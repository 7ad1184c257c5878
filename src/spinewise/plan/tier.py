"""Which tier of care a plan may be made at (clinical model, section 4)."""

from __future__ import annotations

from spinewise.assess.classify import is_examined
from spinewise.assess.types import Triage
from spinewise.knowledge.ladders import Care, Tier
from spinewise.knowledge.models import KnowledgeBase
from spinewise.rules.facts import Answers
from spinewise.rules.known import Known

LOCKED_CARE = (Care.EMERGENCY_INSTRUCTION, Care.URGENT_INSTRUCTION)
GENERAL_CARE = (Care.FINISH_QUESTIONS, Care.LETTER_AND_GENERAL_ACTIVITY)


def tier_for(triage: Triage, answers: Answers, kb: KnowledgeBase) -> Tier:
    """The most this person may be given now: locked, general, low-load, or full once examined."""
    if triage.care in LOCKED_CARE or triage.missing_urgent:
        return Tier.LOCKED
    if triage.care in GENERAL_CARE or triage.expired:
        return Tier.GENERAL
    return Tier.FULL if is_examined(Known(answers, kb.facts)) else Tier.LOW_LOAD
