"""One step at a time: one rung of a ladder, one small task, one course of a treatment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from spinewise.knowledge.models import KnowledgeBase
from spinewise.language import gettext as _
from spinewise.plan.checks.case import Case, clash
from spinewise.plan.checks.clearance import UNEXAMINED
from spinewise.plan.types import Clash, Item


def one_rung_of_a_ladder(case: Case) -> Iterator[Clash]:
    """Two rungs of one ladder are the same thing twice, and the harder one was not earned yet.

    Through-the-day items are on ladders too.
    """
    planned = dict.fromkeys(item.intervention for item, _one in case.exercise_items)
    for one, other in combinations(planned, 2):
        for low, high in ((one, other), (other, one)):
            if leads_to(low, high, case.kb):
                says = _(
                    "It is a harder step of %(exercise)s. Keep one of them.",
                    exercise=case.kb.exercises[low].title.clinician,
                )
                yield clash(high, says, rule="one_rung")


def leads_to(low: str, high: str, kb: KnowledgeBase) -> bool:
    """Whether steps to harder lead from the one to the other."""
    seen: set[str] = set()
    next_up = set(kb.exercises[low].harder)
    while next_up - seen:
        seen |= next_up
        next_up = {step for name in seen if name in kb.exercises for step in kb.exercises[name].harder}
    return high in seen


def one_small_task_at_a_time(case: Case) -> Iterator[Clash]:
    """A plan practises one task of daily life. A clinician may put in more of those that the person named."""
    practised = list(tasks_in(case))
    if len(practised) < 2:
        return
    extra = practised[1:] if case.tier in UNEXAMINED else [item for item in practised if not is_named(item, case)]
    for item in extra:
        yield clash(item, _("One task of daily life at a time. Keep the one that matters most."), rule="one_task")


def only_tasks_that_are_hard(case: Case) -> Iterator[Clash]:
    """Alone, nobody practises a task that they did not call hard."""
    if case.tier not in UNEXAMINED:
        return
    for item in tasks_in(case):
        if not is_named(item, case):
            yield clash(item, _("The person did not name this task. Take it out."), rule="named_task")


def tasks_in(case: Case) -> Iterator[Item]:
    """The items that are tasks of daily life themselves."""
    return (item for item, one in case.exercise_items if one.tasks)


def is_named(item: Item, case: Case) -> bool:
    """Whether the person said that such a task is hard."""
    named = case.answers.value("hard_tasks")
    return isinstance(named, tuple) and not set(named).isdisjoint(case.kb.exercises[item.intervention].tasks)


def course_has_its_sessions(case: Case) -> Iterator[Clash]:
    """No more sessions of a treatment are planned than one course has, at visits and at home together."""
    visits = Counter(name for session in case.proposal.sessions for name in dict.fromkeys(session.does))
    for item, one in case.modality_items:
        planned = visits[item.intervention] + len({(slot.on, slot.at) for slot in item.slots})
        if one.course_sessions is not None and planned > one.course_sessions[1]:
            says = _(
                "%(planned)s sessions: one course has at most %(most)s. Leave some out.",
                planned=planned,
                most=one.course_sessions[1],
            )
            yield clash(item, says, rule="course_sessions")
