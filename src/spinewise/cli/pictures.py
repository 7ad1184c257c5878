"""From an exercise's movement to its drawing."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from spinewise.errors import InputError, Place, Problem
from spinewise.knowledge.models import Exercise, KnowledgeBase
from spinewise.motion import PRINT, Movement, draw_strip, read_movement, read_poses


def with_pictures(kb: KnowledgeBase) -> list[str]:
    """The exercises that have a movement."""
    return [one.id for one in kb.exercises.values() if one.movement is not None]


def movement_of(intervention: str, kb: KnowledgeBase) -> Movement:
    """The movement of an exercise.

    Raises:
        InputError: it has none yet; names those that have.
    """
    one = kb.interventions[intervention]
    if not isinstance(one, Exercise) or one.movement is None:
        what = f"'{intervention}' has no picture"
        raise InputError([Problem(Place("figure"), what, "Choose one of: " + ", ".join(with_pictures(kb)))])
    return read_movement(one.movement, id=one.id, poses=read_poses(kb.poses))


def printed_figures(kb: KnowledgeBase) -> Callable[[str], str]:
    """Strips in plain colours for paper; nothing for what has no picture."""
    drawn = frozenset(with_pictures(kb))

    @cache
    def figure(intervention: str) -> str:
        if intervention not in drawn:
            return ""
        title = kb.interventions[intervention].title.patient
        return draw_strip(movement_of(intervention, kb), palette=PRINT, title=title)

    return figure
