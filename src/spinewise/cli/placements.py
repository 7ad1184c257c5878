"""From a treatment to the picture of where it goes."""

from __future__ import annotations

from spinewise.errors import InputError, Place, Problem
from spinewise.knowledge.models import KnowledgeBase
from spinewise.motion import Palette, read_poses
from spinewise.motion.placement import draw_placement


def placement_picture(modality: str, kb: KnowledgeBase, *, palette: Palette) -> str:
    """Where a treatment goes on the body, as SVG.

    Raises:
        InputError: its file does not say where.
    """
    one = kb.modalities[modality]
    if one.placement is None or kb.body is None:
        placed = [name for name, other in kb.modalities.items() if other.placement is not None and kb.body is not None]
        what = f"'{modality}' does not say where it goes"
        raise InputError([Problem(Place("figure"), what, "Choose one of: " + ", ".join(placed))])
    return draw_placement(
        one.placement,
        id=modality,
        poses=read_poses(kb.poses),
        landmarks=kb.body.landmarks,
        agent=one.demands.agent or "",
        palette=palette,
        title=one.title.patient,
    )
