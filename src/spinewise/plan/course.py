"""How long it usually takes, and with how many visits: the programmes that a plan is the beginning of."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from spinewise.assess.types import Triage
from spinewise.knowledge.models import ExerciseProgramme, KnowledgeBase, ProgrammeBlock
from spinewise.plan.candidates import matches

LeastMost = tuple[int, int]


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """What is usual for a plan like this: visits in all and weeks, each least and most; the rows it rests on."""

    visits: LeastMost | None = None
    weeks: LeastMost | None = None
    evidence: tuple[str, ...] = ()


def programmes_for(
    interventions: Iterable[str], triage: Triage, kb: KnowledgeBase, *, instead: bool = False
) -> tuple[ExerciseProgramme, ...]:
    """The programmes that this person's plan belongs to; with `instead`, the classes that could take its place."""
    planned = set(interventions)
    return tuple(
        one
        for one in kb.programmes.values()
        if one.instead is instead
        and any(matches(suit, triage) for suit in one.suits)
        and (not one.exercises or planned & set(one.exercises))
    )


def usual_course(programmes: Iterable[ExerciseProgramme]) -> Course:
    """Programmes run side by side and share their visits, so the one that asks for most sets each bound."""
    found = tuple(programmes)
    visits = [span for span in map(visits_of, found) if span is not None]
    counted = tuple(one for one in found if visits_of(one) is not None or one.weeks is not None)
    return Course(
        visits=_widest(visits),
        weeks=_widest([one.weeks for one in found if one.weeks is not None]),
        evidence=tuple(dict.fromkeys(row for one in counted for row in one.evidence)),
    )


def visits_of(programme: ExerciseProgramme) -> LeastMost | None:
    """The visits of one programme in all: as the row counts them, or those of a week for all its weeks."""
    if programme.visits is not None:
        return programme.visits
    if programme.visits_a_week is None or programme.weeks is None:
        return None
    return (programme.visits_a_week[0] * programme.weeks[0], programme.visits_a_week[1] * programme.weeks[1])


def block_in_week(programme: ExerciseProgramme, week: int) -> ProgrammeBlock | None:
    """The sets and repetitions of a week, the first week being 1; after the last block the last one stays."""
    begun = [block for block in programme.blocks if block.weeks[0] <= week]
    return max(begun, key=lambda block: block.weeks[0], default=None)


def _widest(spans: list[LeastMost]) -> LeastMost | None:
    return (max(low for low, _ in spans), max(high for _, high in spans)) if spans else None
