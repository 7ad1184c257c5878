"""An estimate of the visits, so that nobody is left alone with an exercise that must be shown first."""

from __future__ import annotations

import math

from spinewise.knowledge.ladders import Care, Tier
from spinewise.knowledge.models import KnowledgeBase
from spinewise.knowledge.models import Sessions as Usual
from spinewise.plan.patterns import WEEK
from spinewise.plan.types import Item, Session

IN_CLINIC_CARE = (Care.PHYSICAL_THERAPY, Care.LETTER_AND_PLAN)


def sessions_for(
    items: tuple[Item, ...], kb: KnowledgeBase, *, tier: Tier, care: Care, review_after_days: int
) -> tuple[Session, ...]:
    """Visits up to the review; self-care has none.

    What must be taught comes first, as much as one visit can teach; what is only done in the clinic is
    part of every visit.
    """
    usual = kb.programme.sessions
    if usual is None or tier is not Tier.FULL or care not in IN_CLINIC_CARE:
        return ()
    weeks = math.ceil(review_after_days / WEEK)
    return with_contents(_empty(weeks, usual), items, kb)


def with_contents(sessions: tuple[Session, ...], items: tuple[Item, ...], kb: KnowledgeBase) -> tuple[Session, ...]:
    """The same visits with what these items need from them."""
    usual = kb.programme.sessions
    if usual is None:
        return sessions
    taught = [item.intervention for item in items if _is_taught(item, kb)]
    given = tuple(item.intervention for item in items if item.in_clinic)
    size = usual.teaches_at_once
    return tuple(
        Session(week=one.week, minutes=one.minutes, does=(*taught[place * size : (place + 1) * size], *given))
        for place, one in enumerate(sessions)
    )


def _empty(weeks: int, usual: Usual) -> tuple[Session, ...]:
    return tuple(
        Session(week=week, minutes=usual.minutes, does=()) for week in range(1, weeks + 1) for _ in range(usual.a_week)
    )


def _is_taught(item: Item, kb: KnowledgeBase) -> bool:
    exercise = kb.exercises.get(item.intervention)
    return exercise is not None and exercise.teach_first
