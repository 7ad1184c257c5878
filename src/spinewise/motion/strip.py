"""The steps of a movement side by side, numbered, for a handout."""

from __future__ import annotations

from math import hypot
from typing import NamedTuple

from spinewise.motion.body import HEAD_NODE
from spinewise.motion.camera import Point
from spinewise.motion.look import SCREEN, Look, Palette, look_for
from spinewise.motion.movement import Key, Movement
from spinewise.motion.stage import (
    Box,
    Stage,
    arrow_marks,
    ghost,
    opening,
    person,
    scenery,
    set_stage,
    shadow,
)
from spinewise.motion.still import lens

MOST, GAP_MM = 4, 90.0
HEAD_MM = 130.0
BADGE = 0.052  # of a panel: readable when two stand side by side on a phone


def draw_strip(movement: Movement, *, look: Look | None = None, palette: Palette = SCREEN, title: str = "") -> str:
    """Two to four steps as one SVG: in a row when they are narrow, two by two when three or four are wide."""
    stage = set_stage(movement, look=look or look_for(movement.id), palette=palette)
    steps = steps_of(movement)
    columns = _columns(stage, len(steps))
    pale = ghost(stage, stage.performance.start) if len(steps) > 1 else ""
    shared = Shared(len(steps), columns, scenery(stage), pale)
    panels = [_panel(stage, step, number, shared) for number, step in enumerate(steps)]
    box = _sheet(stage.frame, columns, -(-len(steps) // columns))
    return opening(stage, title=title, box=box) + "".join(panels) + "</svg>"


class Shared(NamedTuple):
    """What all panels have in common: how many they are, side by side, the ground, and the start as a pale shape."""

    panels: int
    columns: int
    ground: str
    ghost: str


def steps_of(movement: Movement) -> list[Key]:
    """The keys worth a picture: each name once, the start first."""
    named: dict[str, Key] = {}
    for key in movement.keys:
        named.setdefault(key.name, key)
    return list(named.values())[:MOST]


def _columns(stage: Stage, count: int) -> int:
    wide = stage.frame.wide / stage.frame.high
    return 2 if count > 2 and wide * count > 4.6 else count


def _sheet(frame: Box, columns: int, rows: int) -> Box:
    return Box(
        frame.left,
        frame.top,
        frame.left + columns * frame.wide + (columns - 1) * GAP_MM,
        frame.top + rows * frame.high + (rows - 1) * GAP_MM,
    )


def _panel(stage: Stage, step: Key, number: int, shared: Shared) -> str:
    frame = stage.frame
    row, column = divmod(number, shared.columns)
    x, y = column * (frame.wide + GAP_MM), row * (frame.high + GAP_MM)
    posture, goal = stage.performance.posture_of(step), stage._replace(goal=step)
    before, arrow = (shared.ghost, arrow_marks(goal)) if number else ("", "")
    drawn = shared.ground + shadow(stage, posture) + before + person(stage, posture) + arrow
    if number:
        drawn += lens(goal, posture, mark=f"-{number}")
    badge = "" if shared.panels == 1 else _badge(stage, number + 1)
    return f'<g transform="translate({x:.0f} {y:.0f})">{drawn}{badge}</g>'


def _covers_a_head(stage: Stage, at: Point, size: float) -> bool:
    heads = [
        stage.sitter.camera.point(posture.trunk.nodes[HEAD_NODE]) for posture in stage.performance.postures.values()
    ]
    return any(hypot(x - at[0], y - at[1]) < size + HEAD_MM for x, y in heads)


def _badge(stage: Stage, number: int) -> str:
    look, palette, frame = stage.sitter.look, stage.palette, stage.frame
    size = BADGE * min(frame.wide, frame.high * 1.6)
    x, y = frame.left + size * 1.4, frame.top + size * 1.4
    if stage.performance.movement.inset or _covers_a_head(stage, (x, y), size):
        x = frame.right - size * 1.4
    return (
        f'<circle {palette.fill("paper", look)} cx="{x:.0f}" cy="{y:.0f}" r="{size:.0f}"/>'
        f'<text {palette.fill("ink", look)} x="{x:.0f}" y="{y + size * 0.46:.0f}" font-size="{size * 1.3:.0f}" '
        f'font-weight="600" text-anchor="middle" font-family="sans-serif">{number}</text>'
    )
