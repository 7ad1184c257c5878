"""The road from answers to an accepted plan, stage by stage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from spinewise.assess.measures import findings_from
from spinewise.assess.types import Triage
from spinewise.knowledge.ladders import Tier
from spinewise.knowledge.models import KnowledgeBase
from spinewise.plan.accept import accept
from spinewise.plan.clear import clear
from spinewise.plan.propose import propose
from spinewise.plan.tier import tier_for
from spinewise.plan.types import Busy, Clash, Plan, Refusal, Waiver
from spinewise.plan.wishes import wishes_from
from spinewise.rules.facts import Answers


def plan_for(
    answers: Answers,
    triage: Triage,
    kb: KnowledgeBase,
    *,
    starts_on: dt.date,
    busy: Iterable[Busy] = (),
    waivers: tuple[Waiver, ...] = (),
) -> Plan | Refusal:
    """Clear, choose, place, and have the result checked by somebody else."""
    taken = tuple(busy)
    if tier_for(triage, answers, kb) is Tier.LOCKED:
        return locked(triage, kb)
    findings = findings_from(answers, kb)
    wishes = wishes_from(answers, kb, starts_on=starts_on, busy=taken, findings=findings)
    made = propose(clear(answers, triage, kb), wishes, kb, triage=triage)
    if isinstance(made, Refusal):
        return made
    return accept(made, answers, kb, waivers, busy=taken)


def locked(triage: Triage, kb: KnowledgeBase) -> Refusal:
    """No plan while something serious may be there or the safety questions are open."""
    says = triage.tell.patient or kb.care_text(triage.care).tell.patient
    return Refusal(clashes=(Clash(about=triage.care.value, says=says),))
