"""Put a performance on a stage: camera, things, shadow, ghost, person, arrows, and the frame around all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from spinewise.motion.arrows import Arrow, ahead, arrows, main_key
from spinewise.motion.body import SHOULDER_NODE, Body, Posture
from spinewise.motion.camera import MM, SIDE, Camera, Point, front
from spinewise.motion.figure import Group, Sitter, figure_groups
from spinewise.motion.gear import BEHIND, IN_FRONT
from spinewise.motion.geometry import Vec, dot, sub
from spinewise.motion.head import Line, faces_viewer
from spinewise.motion.limbs import Shape
from spinewise.motion.look import Look, Palette
from spinewise.motion.movement import Key, Movement
from spinewise.motion.outline import oval
from spinewise.motion.perform import Performance, perform
from spinewise.motion.props import carried_props, head_top, still_props
from spinewise.motion.words import describe_performance

EDGE_MM, NARROWEST, WIDEST = 13, 1.25, 2.4
INSET_RADIUS_MM = 265.0
HANDS_BEFORE_M = 0.20
KEPT_PERFORMANCES = 24
FAINT = {"glow": ' opacity=".62"', "cheek": ' opacity=".35"', "water": ' opacity=".42"'}


class Box(NamedTuple):
    """A part of the page."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def wide(self) -> float:
        return self.right - self.left

    @property
    def high(self) -> float:
        return self.bottom - self.top


class Stage(NamedTuple):
    """Everything needed to draw any moment of a movement."""

    performance: Performance
    sitter: Sitter
    palette: Palette
    goal: Key
    frame: Box
    still: list[Group]


def set_stage(movement: Movement, *, look: Look, palette: Palette, goal: Key | None = None) -> Stage:
    """Choose the camera, and a frame that holds the whole movement."""
    look = look if _on_mat(movement) else msgspec.structs.replace(look, feet="bare" if _bathes(movement) else "shoes")
    performance = performed(movement, body=_body(movement, look))
    start = performance.start
    lying = abs(start.trunk.frames[4].up.z) < 0.5
    camera = SIDE if movement.view == "side" else front(48.0 if lying else 9.0)
    sitter = Sitter(
        look,
        camera,
        faces_viewer(start, camera),
        movement.target,
        movement.view,
        lying,
        bool(movement.rests) or _hands_before(performance, camera),
        not lying and _thighs_ahead(start),
    )
    goal = goal or main_key(movement)
    still = still_props(movement.props, start, camera)
    return Stage(performance, sitter, palette, goal, _frame(performance, camera, still), still)


_recent: dict[tuple[str, Body], Performance] = {}


def performed(movement: Movement, *, body: Body) -> Performance:
    """The movement done by this body; the last few are kept, because a page draws one in more than one way."""
    kept = _recent.pop((movement.id, body), None)
    found = kept if kept is not None and kept.movement == movement else perform(movement, body=body)
    while len(_recent) >= KEPT_PERFORMANCES:
        _recent.pop(next(iter(_recent)), None)
    _recent[movement.id, body] = found
    return found


def forget_performances() -> None:
    """Work every movement out anew."""
    _recent.clear()


def _body(movement: Movement, look: Look) -> Body:
    """The person's body; one that lies is as flat as what it lies on, so that the head rests where it is drawn."""
    body = look.body()
    lies = {"pelvis", "shoulders"} & set(movement.pose.ground)
    return msgspec.structs.replace(body, stoop_deg=0.0) if lies and body.stoop_deg else body


def _hands_before(performance: Performance, camera: Camera) -> bool:
    """Whether both hands come between the chest and the viewer at some key."""
    return any(
        all(
            dot(sub(arm.end, posture.trunk.nodes[SHOULDER_NODE]), camera.towards) > HANDS_BEFORE_M
            for arm in posture.arms.values()
        )
        for posture in performance.postures.values()
    )


def _thighs_ahead(posture: Posture) -> bool:
    """Sitting: seen from the front, the knees are before the trunk and the shins before the thighs."""
    return all(leg.upper.up.z < 0.5 for leg in posture.legs.values())


def _bathes(movement: Movement) -> bool:
    return any(prop.kind == "pool" for prop in movement.props)


def _on_mat(movement: Movement) -> bool:
    return any(prop.kind in ("mat", "table", "bench", "bed") for prop in movement.props)


def _frame(performance: Performance, camera: Camera, still: Sequence[Group]) -> Box:
    between = [performance.posture_at(time) for time in _half_way_times_s(performance)]
    moving = {id(posture): posture for posture in (*performance.postures.values(), *between)}.values()
    marks = [mark for posture in moving for mark in _extremes(posture, camera)]
    marks += [point for group in still for shape in group.shapes for point in path_points(shape.path)]
    if performance.movement.inset:
        marks.append(_inset_mark(marks))
    return _comfortable(_bounds(marks, margin=64.0))


def _half_way_times_s(performance: Performance) -> list[float]:
    """Half-way between keys, until the movement turns back."""
    pairs = zip(performance.moments, performance.moments[1:-1], strict=False)
    return [(before.left_s + after.reached_s) / 2 for before, after in pairs]


def _inset_mark(marks: Sequence[Point]) -> Point:
    around = _bounds(marks, margin=0.0)
    return (around.left + around.right) / 2, around.bottom - 2 * INSET_RADIUS_MM - 400.0


def _extremes(posture: Posture, camera: Camera) -> list[Point]:
    """The corners of what the flesh around the joints and the head can reach."""
    xs, ys = zip(*camera.points(posture.joints_m), strict=True)
    x, y = camera.point(head_top(posture))
    return [(min(xs) - 60, min(ys) - 70), (max(xs) + 60, max(ys)), (x - 70, y), (x + 70, y), (x, y - 80)]


def path_points(path: str) -> list[Point]:
    """The corners of a straight-edged path."""
    if "c" in path.lower():
        return []
    pairs = path.strip("Mz").split("L")
    return [(float(x), float(y)) for x, y in (pair.split() for pair in pairs)]


def _bounds(marks: Sequence[Point], *, margin: float) -> Box:
    xs, ys = [x for x, _ in marks], [y for _, y in marks]
    return Box(min(xs) - margin, min(ys) - margin, max(xs) + margin, max(20.0, *ys) + margin * 0.75)


def _comfortable(box: Box) -> Box:
    """Neither a tower nor a ribbon: widen or heighten to a shape that suits a card."""
    if box.wide / box.high < NARROWEST:
        extra = (box.high * NARROWEST - box.wide) / 2
        return box._replace(left=box.left - extra, right=box.right + extra)
    if box.wide / box.high > WIDEST:
        return box._replace(top=box.bottom - box.wide / WIDEST)
    return box


def person_groups(stage: Stage, posture: Posture) -> list[Group]:
    """The person with what they carry, in paint order."""
    groups = figure_groups(posture, stage.sitter)
    carried = carried_props(stage.performance.movement.props, posture, stage.sitter.camera)
    behind = [group for group in carried if group.name == BEHIND]
    before = [group for group in carried if group.name == IN_FRONT]
    held = [group for group in carried if group.name not in (BEHIND, IN_FRONT)]
    return [*behind, *groups[:-1], *held, groups[-1], *before]


def painted(group: Group, stage: Stage) -> str:
    """One group as SVG: the edge of all of it, then its fills, then marks and lines."""
    look, palette = stage.sitter.look, stage.palette
    edged = "".join(f'<path d="{shape.path}"/>' for shape in group.shapes if shape.edged)
    edge = f'<g {palette.outline("line", look)} stroke-width="{EDGE_MM}" stroke-linejoin="round">{edged}</g>'
    fills = "".join(_fill(shape, stage) for shape in [*group.shapes, *group.marks])
    return (edge if edged else "") + fills + "".join(_line(line, stage) for line in group.lines)


def _fill(shape: Shape, stage: Stage) -> str:
    return f'<path {stage.palette.fill(shape.tone, stage.sitter.look)}{faint(shape.tone)} d="{shape.path}"/>'


def faint(tone: str) -> str:
    """Warm patches let the clothes show through."""
    return FAINT.get(tone, "")


def _line(line: Line, stage: Stage) -> str:
    return (
        f'<path {stage.palette.stroke(line.tone, stage.sitter.look)} stroke-width="{line.width}"'
        f' stroke-linecap="round" stroke-linejoin="round" d="{line.path}"/>'
    )


def scenery(stage: Stage) -> str:
    """Background, floor and things that do not move."""
    return backdrop(stage) + things(stage)


def things(stage: Stage) -> str:
    """The floor and what stands on it."""
    lies_on = any(prop.kind in ("mat", "table") for prop in stage.performance.movement.props)
    floor = "" if lies_on else _floor(stage)
    return floor + "".join(painted(group, stage) for group in stage.still)


def backdrop(stage: Stage) -> str:
    """The wall behind, when the picture stands alone."""
    if not stage.palette.stage:
        return ""
    box = stage.frame
    fill = stage.palette.fill("stage", stage.sitter.look)
    return f'<rect {fill} x="{box.left:.0f}" y="{box.top:.0f}" width="{box.wide:.0f}" height="{box.high:.0f}"/>'


def _floor(stage: Stage) -> str:
    box, fill = stage.frame, stage.palette.fill("floor", stage.sitter.look)
    middle, wide = (box.left + box.right) / 2, min(box.wide * 0.86, 1500.0)
    return f'<path {fill} d="{oval((middle, -12.0), wide / 2, 62.0)}"/>'


def shadow(stage: Stage, posture: Posture) -> str:
    """A soft dark patch under everything that is near the floor."""
    camera, fill = stage.sitter.camera, stage.palette.fill("shadow", stage.sitter.look)
    if stage.sitter.lying and not camera.right.x:
        return ""  # seen from the feet, the body covers its own shadow
    low = sorted((place.x if camera.right.x else place.y) for place in _low_places(posture))
    spots = [oval(_spot(run, camera), (run[1] - run[0]) * MM / 2 + 75.0, 21.0) for run in _runs(low)]
    return "".join(f'<path {fill} opacity=".2" d="{spot}"/>' for spot in spots)


def _low_places(posture: Posture) -> list[Vec]:
    return [place for place in posture.joints_m if place.z < 0.15]


def _runs(values: Sequence[float]) -> list[tuple[float, float]]:
    runs: list[tuple[float, float]] = []
    for value in values:
        if runs and value - runs[-1][1] < 0.34:
            runs[-1] = (runs[-1][0], value)
        else:
            runs.append((value, value))
    return runs


def _spot(run: tuple[float, float], camera: Camera) -> Point:
    middle = (run[0] + run[1]) / 2
    return camera.point(Vec(middle, 0.0, 0.0) if camera.right.x else Vec(0.0, middle, 0.0))


def ghost(stage: Stage, posture: Posture) -> str:
    """A pale shape of where the movement began; a head that rests is not shown twice."""
    rests = "head" in stage.performance.movement.holds
    groups = figure_groups(posture, stage.sitter._replace(headless=rests))
    paths = "".join(f'<path d="{shape.path}"/>' for group in groups for shape in group.shapes if shape.edged)
    return f'<g {stage.palette.fill("ghost", stage.sitter.look)} opacity=".17">{paths}</g>'


def arrow_marks(stage: Stage) -> str:
    """The arrows towards the goal; a lens shows its own."""
    if stage.performance.movement.inset:
        return ""
    if "ahead" in stage.performance.movement.arrows:
        found = [ahead(stage.performance.start, stage.sitter.camera)]
    else:
        found = arrows(stage.performance, stage.sitter.camera, stage.goal)
    return "".join(draw_arrow(arrow, stage) for arrow in found)


def draw_arrow(arrow: Arrow, stage: Stage, *, width: int = 21) -> str:
    look, palette = stage.sitter.look, stage.palette
    return (
        f'<path {palette.stroke("arrow", look)} stroke-width="{width}" stroke-linecap="round" d="{arrow.curve}"/>'
        f'<path {palette.fill("arrow", look)} d="{arrow.head}"/>'
    )


def person(stage: Stage, posture: Posture) -> str:
    return "".join(painted(group, stage) for group in person_groups(stage, posture))


def opening(stage: Stage, *, title: str, box: Box | None = None) -> str:
    """The svg element with its name and its words for those who cannot see it."""
    movement, area = stage.performance.movement, box or stage.frame
    view = f"{area.left:.0f} {area.top:.0f} {area.wide:.0f} {area.high:.0f}"
    words = describe_performance(stage.performance)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="figure" viewBox="{view}" role="img"'
        f"{stage.palette.person(stage.sitter.look)}><title>{plain(title or movement.id)}</title>"
        f"<desc>{plain(words)}</desc>"
    )


def plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def key_named(movement: Movement, name: str) -> Key:
    """A key by its name; `end` is the one the exercise is about."""
    named = [key for key in movement.keys if key.name == name]
    if named:
        return named[0]
    if name == "end":
        return main_key(movement)
    raise KeyError(f"{movement.id} has no key '{name}'")
