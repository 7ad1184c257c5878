"""A lens over a small movement: the pelvis with its bones, the belly, or the neck, enlarged."""

from __future__ import annotations

from hashlib import sha256
from math import cos, radians, sin
from typing import NamedTuple

from spinewise.motion.arrows import Arrow, arrow_head
from spinewise.motion.body import HEAD_NODE, Posture
from spinewise.motion.camera import MM, Camera, Point, between, minus, plus
from spinewise.motion.figure import Group, figure_groups
from spinewise.motion.flesh import trunk_sections
from spinewise.motion.geometry import Vec, add, mix, within
from spinewise.motion.limbs import Shape
from spinewise.motion.outline import closed, opened, oval
from spinewise.motion.stage import INSET_RADIUS_MM, Stage

TIMES = {"pelvis": 1.35, "belly": 1.35, "neck": 1.3}
KEPT = {"pelvis": ("bottom", "top", "glow"), "belly": ("bottom", "top", "glow"), "neck": ()}
PELVIS_BONE = (
    (-0.026, 0.050),
    (0.000, 0.064),
    (0.030, 0.054),
    (0.036, 0.040),
    (0.021, 0.016),
    (0.030, -0.012),
    (0.020, -0.026),
    (0.000, -0.020),
    (-0.012, -0.040),
    (-0.026, -0.030),
    (-0.022, 0.002),
    (-0.036, 0.022),
)
SOCKET_MM = 19.0
LOZENGE = ((0.015, 0.0), (0.012, 0.0075), (-0.012, 0.0085), (-0.021, 0.0), (-0.012, -0.0085), (0.012, -0.0075))


class Lens(NamedTuple):
    """Where the round window is, what its middle shows, and how much larger."""

    id: str
    at: Point
    focus: Point
    times: float


def lens_of(stage: Stage) -> Lens:
    movement, start = stage.performance.movement, stage.performance.start
    name = "lens-" + sha256(movement.id.encode()).hexdigest()[:8]
    at = (stage.frame.left + INSET_RADIUS_MM + 36.0, stage.frame.top + INSET_RADIUS_MM + 36.0)
    return Lens(name, at, stage.sitter.camera.point(_focus(movement.inset, start)), TIMES[movement.inset])


def _focus(inset: str, posture: Posture) -> Vec:
    nodes = posture.trunk.nodes
    if inset == "neck":
        return mix(nodes[8], nodes[HEAD_NODE], 0.6)
    return trunk_sections(posture)[2].middle if inset == "pelvis" else trunk_sections(posture)[3].middle


def lens_groups(stage: Stage, posture: Posture) -> list[Group]:
    """What the lens shows at one moment, at the size of the page."""
    inset = stage.performance.movement.inset
    groups = figure_groups(posture, stage.sitter._replace(headless=inset != "neck"))
    if inset == "neck":
        return [group for group in groups if group.name in ("trunk", "head")]
    trunk = next(group for group in groups if group.name == "trunk")
    kept = [shape for shape in trunk.shapes if shape.tone in KEPT[inset]]
    return [Group("lens", kept), Group("bones", bones(posture, stage.sitter.camera))]


def bones(posture: Posture, camera: Camera) -> list[Shape]:
    """The pelvis and the five lowest segments of the spine, in profile."""
    tall, nodes, frames = posture.body.height_m, posture.trunk.nodes, posture.trunk.frames
    outline = [camera.point(add(nodes[0], within(frames[0], Vec(f * tall, 0.0, u * tall)))) for f, u in PELVIS_BONE]
    lumbar = [_segment(posture, 1.35 + 0.64 * i, camera) for i in range(5)]
    socket = Shape(oval(camera.point(nodes[0]), SOCKET_MM, SOCKET_MM), "mat-edge", edged=False)
    return [*lumbar, Shape(closed(outline), "bone"), socket]


def _segment(posture: Posture, at: float, camera: Camera) -> Shape:
    """One soft lozenge of the spine."""
    nodes, tall = posture.trunk.nodes, posture.body.height_m
    i = min(int(at), len(nodes) - 2)
    middle, frame = mix(nodes[i], nodes[i + 1], at - i), posture.trunk.frames[i]
    points = [camera.point(add(middle, within(frame, Vec((f - 0.010) * tall, 0.0, u * tall)))) for f, u in LOZENGE]
    return Shape(closed(points), "bone")


def lens_frame(lens: Lens, inside: str, *, rim: str, ground: str) -> str:
    """The round window around some drawing."""
    (x, y), r = lens.at, INSET_RADIUS_MM
    circle = f'cx="{x:.0f}" cy="{y:.0f}" r="{r:.0f}"'
    shift = minus(lens.at, (lens.focus[0] * lens.times, lens.focus[1] * lens.times))
    return (
        f'<clipPath id="{lens.id}"><circle {circle}/></clipPath><circle {ground} {circle}/>'
        f'<g clip-path="url(#{lens.id})"><g transform="translate({shift[0]:.0f} {shift[1]:.0f}) '
        f'scale({lens.times:g})">{inside}</g></g><circle {rim} stroke-width="11" {circle}/>'
    )


def lens_arrow(stage: Stage, lens: Lens) -> Arrow | None:
    """What moves inside the lens: a turn of the pelvis, or the belly going in or out."""
    movement, goal = stage.performance.movement, stage.goal
    before, after = movement.keys[0].angles, goal.angles
    if movement.inset == "pelvis":
        return _turn(lens.focus, after["pelvis_pitch"] - before["pelvis_pitch"])
    start, end = stage.performance.start, stage.performance.posture_of(goal)
    a, b = (stage.sitter.camera.point(_front(movement.inset, posture)) for posture in (start, end))
    return _push(a, b)


def _front(inset: str, posture: Posture) -> Vec:
    if inset == "neck":
        return add(posture.trunk.nodes[HEAD_NODE], within(posture.trunk.frames[HEAD_NODE - 1], Vec(0.10, 0, -0.07)))
    return trunk_sections(posture)[3].surface(forward=1.0)


def _turn(middle: Point, pitch_deg: float) -> Arrow:
    """An arc on the pelvis; a pelvis that tips back turns anticlockwise as seen from its right."""
    way, radius = (1.0 if pitch_deg > 0 else -1.0), 0.128 * MM
    angles = [radians(-90.0 + way * step) for step in (-62.0, -20.0, 20.0, 58.0)]
    points = [(middle[0] + radius * cos(angle), middle[1] + radius * sin(angle)) for angle in angles]
    last = angles[-1]
    return Arrow(opened(points), arrow_head(points[-1], (-sin(last) * way, cos(last) * way), size=0.62))


def _push(a: Point, b: Point) -> Arrow:
    far = max(1.0, ((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2) ** 0.5)
    way = ((b[0] - a[0]) / far, (b[1] - a[1]) / far)
    tail = plus(b, way, -96.0) if way[1] > 0 else plus(a, way, 12.0)
    tip = plus(tail, way, 62.0)
    return Arrow(opened([tail, between(tail, tip, 0.5), tip]), arrow_head(tip, way, size=0.62))
