"""The whole person as painted groups, from the far side to the near side.

Each group is painted in two passes, a dark edge around all of it and then its fills, so that joints
inside a limb show no circles.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from spinewise.motion.body import SIDES, Posture, Side
from spinewise.motion.camera import Camera
from spinewise.motion.clothes import neck_shape, trunk_shapes, yoke_shapes
from spinewise.motion.head import Line, head_drawing
from spinewise.motion.limbs import Shape, arm_shapes, leg_shapes
from spinewise.motion.look import Look
from spinewise.motion.muscles import at_hip_edges, on_leg, on_trunk

OVER_THE_LEG = ("glutes", "hip_abductors")


class Group(NamedTuple):
    """Shapes that share one edge, marks without an edge, and lines on top."""

    name: str
    shapes: Sequence[Shape]
    marks: Sequence[Shape] = ()
    lines: Sequence[Line] = ()


NO_HEAD = Group("head", ())


class Sitter(NamedTuple):
    """What stays the same while a person is drawn: who, from where, face or profile, which muscles."""

    look: Look
    camera: Camera
    face: bool
    target: str
    view: str
    lying: bool
    hands_on_body: bool = False
    seated: bool = False
    headless: bool = False


def figure_groups(posture: Posture, sitter: Sitter) -> list[Group]:
    """The person in paint order."""
    if sitter.view == "front":
        return _from_front(posture, sitter)
    return [
        _arm(posture, "left", sitter, far=True),
        _far_leg(posture, sitter),
        _trunk_and_leg(posture, sitter),
        head_group(posture, sitter),
        _arm(posture, "right", sitter, far=False),
    ]


def _from_front(posture: Posture, sitter: Sitter) -> list[Group]:
    """Seen from the front, sleeves and shirt share one edge unless a hand lies on the body."""
    arms = [_arm(posture, side, sitter, far=False) for side in SIDES]
    behind = [] if sitter.hands_on_body else [shape for arm in arms for shape in arm.shapes]
    before = arms if sitter.hands_on_body else []
    legs = [Group(f"{side}_leg", _leg(posture, side, sitter, far=False)) for side in SIDES]
    neck, *trunk = _trunk(posture, sitter)
    trunk += yoke_shapes(posture, camera=sitter.camera)
    warm = at_hip_edges(posture, sitter.camera) if sitter.target in OVER_THE_LEG else []
    if sitter.lying:
        near_last = [leg._replace(shapes=_shank_last(leg.shapes, sitter)) for leg in legs]
        lain = Group("trunk", [*behind, *trunk], warm)
        return [Group("neck", [neck]), head_group(posture, sitter), lain, *before, *near_last]
    if sitter.seated:
        knees_first = [shape for leg in legs for shape in _shank_last(leg.shapes, sitter)]
        return [Group("trunk", [neck, *behind, *trunk, *knees_first], warm), head_group(posture, sitter), *before]
    body = [neck, *behind, *legs[0].shapes, *legs[1].shapes, *trunk]
    return [Group("trunk", body, warm), head_group(posture, sitter), *before]


def _shank_last(shapes: Sequence[Shape], sitter: Sitter) -> list[Shape]:
    """Seen from the feet, the shin is in front of the thigh."""
    below = 3 if sitter.look.feet == "socks" else 2
    shin = [*shapes[:below], *(shapes[-2:-1] if sitter.look.trousers == "long" else [])]
    return [*(shape for shape in shapes if shape not in shin), *shin]


def _arm(posture: Posture, side: Side, sitter: Sitter, *, far: bool) -> Group:
    shapes = arm_shapes(posture.arms[side], body=posture.body, side=side, camera=sitter.camera, far=far)
    return Group(f"{side}_arm", shapes)


def _leg(posture: Posture, side: Side, sitter: Sitter, *, far: bool) -> Sequence[Shape]:
    return leg_shapes(posture.legs[side], body=posture.body, look=sitter.look, camera=sitter.camera, far=far)


def _far_leg(posture: Posture, sitter: Sitter) -> Group:
    return Group("left_leg", _leg(posture, "left", sitter, far=True))


def _trunk(posture: Posture, sitter: Sitter) -> list[Shape]:
    neck = neck_shape(posture, camera=sitter.camera)
    patch = [] if sitter.target in OVER_THE_LEG else on_trunk(sitter.target, posture, sitter.camera)
    return [neck, *trunk_shapes(posture, camera=sitter.camera), *patch]


def _trunk_and_leg(posture: Posture, sitter: Sitter) -> Group:
    leg = _leg(posture, "right", sitter, far=False)
    warm = on_leg(sitter.target, posture.legs["right"], posture, sitter.camera)
    if sitter.target in OVER_THE_LEG:
        warm = on_trunk(sitter.target, posture, sitter.camera)
    return Group("trunk", [*_trunk(posture, sitter), *leg, *warm])


def head_group(posture: Posture, sitter: Sitter) -> Group:
    """The head, or its empty place where somebody else draws it."""
    if sitter.headless:
        return NO_HEAD
    head = head_drawing(posture, look=sitter.look, camera=sitter.camera, face=sitter.face)
    return Group("head", head.shapes, head.marks, head.lines)
