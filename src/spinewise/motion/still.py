"""One picture of a movement."""

from __future__ import annotations

from spinewise.motion.body import Posture
from spinewise.motion.inset import lens_arrow, lens_frame, lens_groups, lens_of
from spinewise.motion.look import SCREEN, Look, Palette, look_for
from spinewise.motion.movement import Movement
from spinewise.motion.stage import (
    Stage,
    arrow_marks,
    draw_arrow,
    ghost,
    key_named,
    opening,
    painted,
    person,
    scenery,
    set_stage,
    shadow,
)


def draw_still(
    movement: Movement, *, at: str = "end", look: Look | None = None, palette: Palette = SCREEN, title: str = ""
) -> str:
    """One moment of a movement as SVG: a key by name, or `end`, what the exercise is about.

    The start shows through as a pale shape and an arrow says which way to move.
    """
    key = key_named(movement, at)
    stage = set_stage(movement, look=look or look_for(movement.id), palette=palette, goal=key)
    posture, start = stage.performance.posture_of(key), stage.performance.start
    moved = key.angles != movement.keys[0].angles
    behind = ghost(stage, start) if moved else ""
    front = arrow_marks(stage) if moved else ""
    after = person(stage, posture) + front + lens(stage, posture)
    return opening(stage, title=title) + scenery(stage) + shadow(stage, posture) + behind + after + "</svg>"


def lens(stage: Stage, posture: Posture, *, mark: str = "") -> str:
    """The enlarged part of a small movement, or nothing; `mark` tells several in one picture apart."""
    if not stage.performance.movement.inset:
        return ""
    look, palette, window = stage.sitter.look, stage.palette, lens_of(stage)
    window = window._replace(id=window.id + mark)
    arrow = lens_arrow(stage, window)
    before = _ghost_paths(stage)
    inside = before + "".join(painted(group, stage) for group in lens_groups(stage, posture))
    inside += draw_arrow(arrow, stage, width=14) if arrow else ""
    rim, ground = palette.stroke("line", look), palette.fill("paper", look)
    return lens_frame(window, inside, rim=rim, ground=ground)


def _ghost_paths(stage: Stage) -> str:
    shapes = lens_groups(stage, stage.performance.start)[0].shapes
    paths = "".join(f'<path d="{shape.path}"/>' for shape in shapes if shape.edged)
    return f'<g {stage.palette.fill("ghost", stage.sitter.look)} opacity=".17">{paths}</g>'
