"""Which screen comes next, which facts it asks, and how far along somebody is."""

from __future__ import annotations

import msgspec
from django.urls import reverse

from spinewise.assess.interview import (
    Done,
    Ending,
    clashes,
    grouped,
    is_under_age,
    next_question,
    screens_left,
    stops_at_once,
)
from spinewise.assess.types import Triage
from spinewise.knowledge.ladders import Care
from spinewise.knowledge.models import Contradiction, KnowledgeBase, Question
from spinewise.rules.known import Known
from spinewise_web.portal.public.sitting import Sitting

CHART_QUESTION, ASKED_WITH_CHART = "body_chart", "back_or_leg_pain"


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """Where somebody is: this screen, of about how many; one segment a screen."""

    now: int
    of: int
    states: tuple[str, ...]


def step_after(sitting: Sitting, kb: KnowledgeBase) -> Question | Done:
    """The next screen, or the end."""
    step = next_question(sitting.answers, kb, asked=sitting.shown, public=True)
    return step if isinstance(step, Done) else with_chart(step, kb)


def with_chart(question: Question, kb: KnowledgeBase) -> Question:
    """The body chart beside the question where it hurts. It may be left empty: no rule waits for it."""
    wanted = kb.body is not None and ASKED_WITH_CHART in question.facts and kb.body.fact not in question.facts
    if not wanted or kb.body is None or CHART_QUESTION not in _questions_of(question.id, kb):
        return question
    return msgspec.structs.replace(question, facts=(*question.facts, kb.body.fact))


def _questions_of(screen: str, kb: KnowledgeBase) -> tuple[str, ...]:
    group = kb.interview.public.get(screen)
    return group.questions if group else ()


def question_at(screen: str, sitting: Sitting, kb: KnowledgeBase, *, again: bool) -> Question | None:
    """What a screen asks: what is open on it, or, `again`, what was answered there; nothing out of its turn."""
    step = step_after(sitting, kb)
    is_next = isinstance(step, Question) and step.id == screen
    if isinstance(step, Question) and is_next and not again:
        return step
    whole = next((one for one in grouped(tuple(kb.questions.values()), kb) if one.id == screen), None)
    if whole is None:
        return None
    open_facts = step.facts if isinstance(step, Question) and is_next else ()
    facts = tuple(fact for fact in whole.facts if fact in sitting.answers.by_fact or fact in open_facts)
    return with_chart(msgspec.structs.replace(whole, facts=facts), kb) if facts else None


def open_clashes(sitting: Sitting, kb: KnowledgeBase) -> tuple[Contradiction, ...]:
    """Answers that cannot both be true and that nobody has decided to leave; an emergency does not wait for them."""
    if stops_at_once(sitting.answers, kb):
        return ()
    return tuple(one for one in clashes(sitting.answers, kb) if one.id not in sitting.standing)


def way_on(sitting: Sitting, kb: KnowledgeBase) -> str:
    """The address that comes next."""
    if open_clashes(sitting, kb):
        return reverse("public:agree")
    step = step_after(sitting, kb)
    return reverse("public:result") if isinstance(step, Done) else reverse("public:screen", args=[step.id])


def screen_before(screen: str, sitting: Sitting) -> str:
    """The screen that was shown before this one; nothing before the first."""
    before = sitting.shown[: sitting.shown.index(screen)] if screen in sitting.shown else sitting.shown
    return before[-1] if before else ""


def progress_at(screen: str, sitting: Sitting, kb: KnowledgeBase, *, again: bool = False) -> Progress:
    """How far along, of all the screens there are: one that need not come counts as done.

    No two screens bear the same number, and what is left only grows shorter. One that is looked at `again` keeps its
    number.
    """
    kept = sitting.number_of.get(screen) if again else None
    now = _next_number(screen, sitting, kb) if kept is None else kept
    of = max(len(kb.interview.public), now, sitting.last_number)
    states = ["done" if place <= max(sitting.last_number, now) else "todo" for place in range(1, of + 1)]
    states[now - 1] = "now"
    return Progress(now=now, of=of, states=tuple(states))


def _next_number(screen: str, sitting: Sitting, kb: KnowledgeBase) -> int:
    """One more than the last; further on where less is left to ask than was thought."""
    known = {*sitting.shown, screen}
    ahead = [one for one in screens_left(sitting.answers, kb, public=True) if one not in known]
    skipped = len(kb.interview.public) - len(ahead) if sitting.shown else 1
    return max(sitting.last_number + 1, skipped)


def is_under_age_end(done: Done) -> bool:
    """Whether a clinician for children decides."""
    return done.because is Ending.UNDER_AGE


def found_at(done: Done) -> Triage:
    """What was found. The letter about a child does not wait for the questions that only adults are asked."""
    if not is_under_age_end(done):
        return done.triage
    return msgspec.structs.replace(done.triage, care=Care.LETTER_AND_GENERAL_ACTIVITY)


def is_a_minor(sitting: Sitting, kb: KnowledgeBase) -> bool:
    """Whether this is certainly somebody under age."""
    return is_under_age(Known(sitting.answers, kb.facts), kb)
