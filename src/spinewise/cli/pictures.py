"""From an exercise's movement to its drawing."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Literal

from spinewise.cli.placements import placement_picture
from spinewise.errors import InputError, Place, Problem
from spinewise.knowledge.models import Exercise, KnowledgeBase
from spinewise.motion import (
    PRINT,
    STANDALONE,
    Movement,
    draw_animation,
    draw_still,
    draw_strip,
    read_movement,
    read_poses,
)

Kind = Literal["still", "strip", "animation", "sheet"]


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


def placed_figure(modality: str, kb: KnowledgeBase) -> str:
    """Where a treatment goes, in plain colours for paper; nothing for one that does not say where."""
    if kb.modalities[modality].placement is None or kb.body is None:
        return ""
    return placement_picture(modality, kb, palette=PRINT)


def picture(intervention: str, kb: KnowledgeBase, *, kind: Kind) -> str:
    """One exercise as a picture that stands alone, or as a sheet with everything about doing it.

    A treatment has one picture, whatever the kind: where it goes on the body.
    """
    from spinewise.documents.figure_sheet import figure_sheet

    if intervention in kb.modalities:
        return placement_picture(intervention, kb, palette=STANDALONE)
    movement = movement_of(intervention, kb)
    if kind == "sheet":
        return figure_sheet(kb.exercises[intervention], movement)
    title = kb.interventions[intervention].title.patient
    draw = {"still": draw_still, "strip": draw_strip, "animation": draw_animation}[kind]
    return draw(movement, palette=STANDALONE, title=title)


def file_name(intervention: str, *, kind: Kind) -> str:
    """`lumbar-bird_dog.svg`: one folder for all areas."""
    return intervention.replace("/", "-") + (".html" if kind == "sheet" else ".svg")


def printed_figures(kb: KnowledgeBase) -> Callable[[str], str]:
    """Strips in plain colours for paper; nothing for what has no picture."""
    drawn = frozenset(with_pictures(kb))

    @cache
    def figure(intervention: str) -> str:
        if intervention in kb.modalities:
            return placed_figure(intervention, kb)
        if intervention not in drawn:
            return ""
        title = kb.interventions[intervention].title.patient
        return draw_strip(movement_of(intervention, kb), palette=PRINT, title=title)

    return figure
