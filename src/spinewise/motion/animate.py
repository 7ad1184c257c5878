"""The moving figure: every outline morphs through the frames, in a loop, without script.

Someone who asks for less motion gets the start and the end side by side instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from math import atan2, degrees
from typing import NamedTuple

from spinewise.motion.body import HEAD_NODE, Posture
from spinewise.motion.figure import NO_HEAD, Group, head_group
from spinewise.motion.head import Line
from spinewise.motion.inset import lens_arrow, lens_frame, lens_groups, lens_of
from spinewise.motion.limbs import Shape
from spinewise.motion.look import REDUCED_MOTION_CSS, SCREEN, Look, Palette, look_for
from spinewise.motion.movement import Movement
from spinewise.motion.pace import EVEN, Pace, pace_of
from spinewise.motion.stage import (
    EDGE_MM,
    Stage,
    arrow_marks,
    backdrop,
    draw_arrow,
    faint,
    opening,
    painted,
    person_groups,
    set_stage,
    shadow,
    things,
)
from spinewise.motion.still import lens

STEPS = 10  # shared by the changes of one round: enough for smooth arcs, few enough for a phone
STEPS_FROM_FRONT = 7  # seen from the front both halves move, so each frame is longer
MOST_A_CHANGE, LEAST_A_CHANGE = 4, 2


def figure_name(movement_id: str) -> str:
    """A name for the parts of one picture, so that its edges can repeat its outlines."""
    return "m" + sha256(movement_id.encode()).hexdigest()[:7]


class Clock:
    """The shared name and timing of all outlines of one picture."""

    def __init__(self, name: str, pace: Pace) -> None:
        self.name = name
        total_s = pace.times_s[-1]
        moments = ";".join(f"{time / total_s:.3f}".rstrip("0").rstrip(".") for time in pace.times_s)
        eased = f' calcMode="spline" keySplines="{";".join(pace.splines)}"' if {*pace.splines} != {EVEN} else ""
        self.timing = f'dur="{total_s:.2f}s" repeatCount="indefinite" keyTimes="{moments}"{eased}'

    def path(self, attributes: str, frames: Sequence[str]) -> str:
        """A path that goes through its frames, or stands still when they are all the same."""
        if frames.count(frames[0]) == len(frames):
            return f'<path {attributes} d="{frames[0]}"/>'
        return (
            f'<path {attributes} d="{frames[0]}"><animate attributeName="d" {self.timing} '
            f'values="{";".join(frames)}"/></path>'
        )

    def transform(self, kind: str, frames: Sequence[str]) -> str:
        """The movement of a whole piece, or nothing when it stays."""
        if frames.count(frames[0]) == len(frames):
            return ""
        return f'<animateTransform attributeName="transform" type="{kind}" {self.timing} values="{";".join(frames)}"/>'


def draw_animation(
    movement: Movement, *, look: Look | None = None, palette: Palette = SCREEN, title: str = "", light: bool = False
) -> str:
    """The whole movement as a looping SVG, for the patient who follows along.

    A page can stop it with `svg.pauseAnimations()`. The classes `m-move` and `m-pair` carry the two versions;
    their rules are in `figure_css()`, or inside the picture when it stands alone. `light` is for a page with very
    many: fewer frames and no second version, because such a page shows a still until it is asked to move.
    """
    stage = set_stage(movement, look=look or look_for(movement.id), palette=palette)
    around = Around(things(stage), shadow(stage, stage.performance.start), arrow_marks(stage))
    if light:
        moving = _moving(stage, around, _reel(stage, most=LEAST_A_CHANGE))
        return f"{opening(stage, title=title)}{backdrop(stage)}<g>{moving}</g></svg>"
    reel = _reel(stage, most=MOST_A_CHANGE)
    style = f"<style>{REDUCED_MOTION_CSS}</style>" if palette.own_style else ""
    return (
        f'{opening(stage, title=title)}{style}{backdrop(stage)}<g class="m-move">{_moving(stage, around, reel)}</g>'
        f'<g class="m-pair" display="none">{_pair(stage, around, reel)}</g></svg>'
    )


class Around(NamedTuple):
    """What both versions show beside the person: the things, the shadow at the start, the arrows."""

    things: str
    shadow: str
    arrows: str


class Reel(NamedTuple):
    """The moments that are shown, the body at each, and the person drawn for each body."""

    pace: Pace
    postures: list[Posture]
    drawn: dict[int, list[Group]]

    @property
    def frames(self) -> list[list[Group]]:
        """The person at every moment."""
        return [self.drawn[id(posture)] for posture in self.postures]


def _reel(stage: Stage, *, most: int) -> Reel:
    performance = stage.performance
    changes = max(1, len(performance.moments) - 1)
    shared = STEPS if stage.sitter.view == "side" else STEPS_FROM_FRONT
    most = min(most, max(LEAST_A_CHANGE, shared // changes))
    pace = pace_of(performance, stage.sitter.camera, wide_mm=stage.frame.wide, most=most)
    postures = [performance.posture_at(min(time, pace.times_s[-1] - 1e-6)) for time in pace.times_s]
    return Reel(pace, postures, _drawn(stage, postures))


def _drawn(stage: Stage, postures: Sequence[Posture]) -> dict[int, list[Group]]:
    """A posture that comes twice is drawn once, and so is a head that moves as one piece."""
    rest = stage._replace(sitter=stage.sitter._replace(headless=_head_is_rigid(stage, postures)))
    drawn = {id(postures[0]): person_groups(stage, postures[0])}
    for posture in postures:
        if id(posture) not in drawn:
            drawn[id(posture)] = person_groups(rest, posture)
    return drawn


def _moving(stage: Stage, around: Around, reel: Reel) -> str:
    clock = Clock(figure_name(stage.performance.movement.id), reel.pace)
    body = "".join(_moving_group(frames, reel.postures, stage, clock) for frames in zip(*reel.frames, strict=False))
    return around.things + around.shadow + body + around.arrows + _moving_lens(stage, reel.postures, clock)


def _head_is_rigid(stage: Stage, postures: Sequence[Posture]) -> bool:
    return all(map(_faces_out if stage.sitter.face else _in_plane, postures))


def _moving_group(frames: Sequence[Group], postures: Sequence[Posture], stage: Stage, clock: Clock) -> str:
    """A head that only turns in the plane of the page moves as one piece: shorter to say than nine outlines."""
    if frames[0].name != "head" or not _head_is_rigid(stage, postures):
        return _group(frames, stage, clock)
    turns = [_head_turn_deg(posture) for posture in postures]
    places = [stage.sitter.camera.point(posture.trunk.nodes[HEAD_NODE]) for posture in postures]
    (x, y), first = places[0], turns[0]
    shifts = [f"{round(px)} {round(py)}" for px, py in places]
    angles = [f"{turn - first:.1f}".removesuffix(".0") for turn in turns]
    inner = f'<g transform="translate({-x:.0f} {-y:.0f})">{painted(frames[0], stage)}</g>'
    turned = f"<g>{clock.transform('rotate', angles)}{inner}</g>"
    return f'<g transform="translate({shifts[0]})">{clock.transform("translate", shifts)}{turned}</g>'


def _faces_out(posture: Posture) -> bool:
    return posture.trunk.frames[HEAD_NODE - 1].forward.y < -0.9999


def _in_plane(posture: Posture) -> bool:
    return posture.trunk.frames[HEAD_NODE - 1].left.y > 0.9999


def _head_turn_deg(posture: Posture) -> float:
    up = posture.trunk.frames[HEAD_NODE - 1].up
    return degrees(atan2(up.x, up.z))


def _moving_lens(stage: Stage, postures: Sequence[Posture], clock: Clock) -> str:
    if not stage.performance.movement.inset:
        return ""
    window, look = lens_of(stage), stage.sitter.look
    frames = [lens_groups(stage, posture) for posture in postures]
    inside = "".join(_group([frame[i] for frame in frames], stage, clock) for i in range(len(frames[0])))
    arrow = lens_arrow(stage, window)
    inside += draw_arrow(arrow, stage, width=14) if arrow else ""
    rim, ground = stage.palette.stroke("line", look), stage.palette.fill("paper", look)
    return lens_frame(window, inside, rim=rim, ground=ground)


def _group(frames: Sequence[Group], stage: Stage, clock: Clock) -> str:
    first, look = frames[0], stage.sitter.look
    tracks = [[frame.shapes[i] for frame in frames] for i in range(len(first.shapes))]
    marks = [[frame.marks[i] for frame in frames] for i in range(len(first.marks))]
    lines = [[frame.lines[i] for frame in frames] for i in range(len(first.lines))]
    names = [f"{clock.name}-{first.name}-{i}" for i in range(len(tracks))]
    edge = "".join(f'<use href="#{name}"/>' for name, track in zip(names, tracks, strict=True) if track[0].edged)
    ground = f'<g {stage.palette.outline("line", look)} stroke-width="{EDGE_MM}" stroke-linejoin="round">{edge}</g>'
    fills = "".join(
        clock.path(f'id="{name}" {_fill(track[0], stage)}', _paths(track))
        for name, track in zip(names, tracks, strict=True)
    )
    fills += "".join(clock.path(_fill(track[0], stage), _paths(track)) for track in marks)
    drawn = "".join(clock.path(_stroke(line[0], stage), _paths(line)) for line in lines)
    return (ground if edge else "") + fills + drawn


def _paths(track: Sequence[Shape | Line]) -> list[str]:
    return [frame.path for frame in track]


def _fill(shape: Shape, stage: Stage) -> str:
    return stage.palette.fill(shape.tone, stage.sitter.look) + faint(shape.tone)


def _stroke(line: Line, stage: Stage) -> str:
    paint = stage.palette.stroke(line.tone, stage.sitter.look)
    return f'{paint} stroke-width="{line.width}" stroke-linecap="round" stroke-linejoin="round"'


def _pair(stage: Stage, around: Around, reel: Reel) -> str:
    """Start and end, each at half size, side by side in the same frame."""
    start, end, box = stage.performance.start, stage.performance.posture_of(stage.goal), stage.frame
    begins = around.things + around.shadow + _whole(stage, start, reel)
    ends = around.things + shadow(stage, end) + _whole(stage, end, reel)
    ends += around.arrows + lens(stage, end, mark="-still")
    left, down = box.left * 0.5, (box.top + box.bottom) / 2 - (box.top + box.bottom) / 4
    places = (left, left + box.wide * 0.5)
    return "".join(
        f'<g transform="translate({x:.0f} {down:.0f}) scale(.5)">{picture}</g>'
        for x, picture in zip(places, (begins, ends), strict=True)
    )


def _whole(stage: Stage, posture: Posture, reel: Reel) -> str:
    """The person as already drawn for the reel, with the head that the reel may have left out."""
    groups = reel.drawn.get(id(posture)) or person_groups(stage, posture)
    return "".join(painted(_with_head(group, stage, posture), stage) for group in groups)


def _with_head(group: Group, stage: Stage, posture: Posture) -> Group:
    return head_group(posture, stage.sitter) if group == NO_HEAD else group
