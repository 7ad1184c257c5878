"""What rests on "not sure" alone: a sign that nobody has told of, and that has to be looked into all the same."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from spinewise.assess.triage import base_facts
from spinewise.assess.types import Flag
from spinewise.knowledge.ladders import Urgency
from spinewise.knowledge.models import KnowledgeBase
from spinewise.rules.facts import Answers, State
from spinewise.rules.known import Known, truth_of
from spinewise.rules.truth import YES

CRISIS = "mental_health"
NO_SIGN_BY_ITSELF = "back_or_leg_pain"  # beside nearly every sign; it says where it hurts, not what is wrong


def unsure_of(flag: Flag, answers: Answers | None, kb: KnowledgeBase) -> tuple[str, ...]:
    """The facts behind a flag that holds only because "not sure" counts as the stricter value; else none."""
    rule = kb.red_flags.get(flag.rule)
    not_sure = _not_sure(answers) if answers is not None else frozenset()
    if answers is None or rule is None or not not_sure:
        return ()
    clear = {name: one for name, one in answers.by_fact.items() if name not in not_sure}
    if truth_of(rule.when, Known(msgspec.structs.replace(answers, by_fact=clear), kb.facts)) is YES:
        return ()
    return tuple(name for name in base_facts(flag.ruling, answers, kb) if name in not_sure)


def questions_unsure_of(flags: Iterable[Flag], answers: Answers | None, kb: KnowledgeBase) -> tuple[str, ...]:
    """The questions behind such flags, as the person was asked them, each once."""
    facts = (fact for flag in flags for fact in unsure_of(flag, answers, kb))
    return tuple(dict.fromkeys(kb.facts[fact].person for fact in facts))


def told_of(flags: Iterable[Flag], answers: Answers | None, kb: KnowledgeBase) -> tuple[Flag, ...]:
    """The flags whose own sentence is true of this person: it says what they told us. A crisis thanks them and says
    whom to call, which is right either way."""
    return tuple(flag for flag in flags if _is_crisis(flag) or not unsure_of(flag, answers, kb))


def _is_crisis(flag: Flag) -> bool:
    return flag.points_to == CRISIS and flag.urgency.at_least(Urgency.URGENT)


def _not_sure(answers: Answers) -> frozenset[str]:
    given = answers.by_fact.values()
    return frozenset(one.fact for one in given if one.state is State.NOT_SURE and one.fact != NO_SIGN_BY_ITSELF)
