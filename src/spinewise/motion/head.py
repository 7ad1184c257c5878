"""A simple, friendly head that shows which way it faces: profile or face, with hair.

Outlines are given around the middle of the head in head heights: forward and up for the profile,
left and up for the face.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from spinewise.motion.body import HEAD_HEIGHT, HEAD_NODE, Posture
from spinewise.motion.camera import MM, Camera, Point, plus
from spinewise.motion.geometry import Frame, Vec, dot
from spinewise.motion.limbs import REMEMBERED, Shape
from spinewise.motion.look import Look
from spinewise.motion.outline import closed, opened

Outline = tuple[tuple[float, float], ...]

# fmt: off
PROFILE_FACE: Outline = (
    (0.02, 0.50), (0.23, 0.42), (0.345, 0.24), (0.362, 0.07), (0.372, -0.01), (0.452, -0.115), (0.385, -0.165),
    (0.385, -0.235), (0.365, -0.30), (0.350, -0.40), (0.245, -0.475), (0.06, -0.40), (-0.10, -0.33),
    (-0.30, -0.30), (-0.45, -0.08), (-0.48, 0.14), (-0.40, 0.34), (-0.21, 0.47))
FACE: Outline = (
    (0.0, 0.50), (0.22, 0.44), (0.345, 0.24), (0.36, 0.0), (0.315, -0.22), (0.19, -0.41), (0.0, -0.485),
    (-0.19, -0.41), (-0.315, -0.22), (-0.36, 0.0), (-0.345, 0.24), (-0.22, 0.44))

PROFILE_HAIR: dict[str, tuple[Outline, ...]] = {
    "short": ((
        (0.35, 0.27), (0.375, 0.41), (0.22, 0.535), (0.0, 0.575), (-0.26, 0.53), (-0.46, 0.37), (-0.54, 0.12),
        (-0.50, -0.12), (-0.38, -0.29), (-0.25, -0.22), (-0.17, -0.10), (-0.12, 0.04), (-0.01, 0.04),
        (0.06, -0.06), (0.09, 0.12), (0.20, 0.25)),),
    "crop": ((
        (0.32, 0.29), (0.27, 0.42), (0.16, 0.495), (0.0, 0.525), (-0.23, 0.49), (-0.42, 0.35), (-0.495, 0.12),
        (-0.46, -0.12), (-0.37, -0.25), (-0.25, -0.18), (-0.17, -0.08), (-0.12, 0.04), (-0.01, 0.05),
        (0.055, 0.02), (0.08, 0.16), (0.20, 0.26)),),
    "bob": ((
        (0.34, 0.26), (0.33, 0.42), (0.18, 0.55), (-0.04, 0.585), (-0.30, 0.53), (-0.50, 0.34), (-0.58, 0.06),
        (-0.55, -0.22), (-0.42, -0.40), (-0.22, -0.43), (-0.05, -0.38), (0.05, -0.22), (0.09, -0.04),
        (0.12, 0.10), (0.17, 0.20), (0.24, 0.26)),),
    "curls": ((
        (0.33, 0.28), (0.42, 0.43), (0.28, 0.60), (0.03, 0.68), (-0.27, 0.66), (-0.52, 0.52), (-0.66, 0.26),
        (-0.65, -0.02), (-0.52, -0.25), (-0.32, -0.27), (-0.20, -0.16), (-0.14, 0.02), (-0.03, 0.06),
        (0.06, 0.02), (0.10, 0.15), (0.20, 0.25)),),
    "bun": (((-0.16, 0.55), (-0.04, 0.70), (-0.16, 0.83), (-0.34, 0.80), (-0.42, 0.66), (-0.32, 0.54)), (
        (0.34, 0.26), (0.33, 0.41), (0.19, 0.525), (0.0, 0.56), (-0.24, 0.53), (-0.44, 0.37), (-0.52, 0.13),
        (-0.47, -0.10), (-0.36, -0.25), (-0.25, -0.19), (-0.17, -0.08), (-0.12, 0.04), (-0.02, 0.05),
        (0.05, 0.02), (0.10, 0.14), (0.21, 0.25))),
    "scarf": ((
        (0.35, 0.25), (0.36, 0.40), (0.22, 0.54), (0.0, 0.585), (-0.27, 0.54), (-0.49, 0.36), (-0.57, 0.06),
        (-0.52, -0.30), (-0.44, -0.62), (-0.10, -0.72), (0.22, -0.60), (0.30, -0.49), (0.17, -0.40),
        (0.13, -0.16), (0.16, 0.08), (0.25, 0.20)),),
}
FACE_HAIR: dict[str, tuple[Outline, ...]] = {
    "short": (((0.0, 0.585), (0.27, 0.52), (0.40, 0.30), (0.385, 0.05), (0.33, 0.17), (0.24, 0.30), (0.0, 0.33),
               (-0.24, 0.30), (-0.33, 0.17), (-0.385, 0.05), (-0.40, 0.30), (-0.27, 0.52)),),
    "bob": (((0.0, 0.60), (0.31, 0.52), (0.47, 0.20), (0.47, -0.30), (0.32, -0.36), (0.30, 0.20), (0.0, 0.34),
             (-0.30, 0.20), (-0.32, -0.36), (-0.47, -0.30), (-0.47, 0.20), (-0.31, 0.52)),),
    "curls": (((0.0, 0.70), (0.36, 0.60), (0.56, 0.30), (0.50, -0.06), (0.35, 0.10), (0.24, 0.28), (0.0, 0.33),
               (-0.24, 0.28), (-0.35, 0.10), (-0.50, -0.06), (-0.56, 0.30), (-0.36, 0.60)),),
    "bun": (((0.0, 0.52), (0.15, 0.60), (0.15, 0.78), (0.0, 0.86), (-0.15, 0.78), (-0.15, 0.60)),
            ((0.0, 0.57), (0.26, 0.51), (0.39, 0.28), (0.37, 0.02), (0.32, 0.16), (0.22, 0.31), (0.0, 0.36),
             (-0.22, 0.31), (-0.32, 0.16), (-0.37, 0.02), (-0.39, 0.28), (-0.26, 0.51))),
    "scarf": (((0.0, 0.60), (0.33, 0.50), (0.46, 0.15), (0.42, -0.35), (0.20, -0.60), (0.27, -0.18), (0.24, 0.26),
               (0.0, 0.33), (-0.24, 0.26), (-0.27, -0.18), (-0.20, -0.60), (-0.42, -0.35), (-0.46, 0.15),
               (-0.33, 0.50)),),
}
FACE_HAIR["crop"] = FACE_HAIR["short"]
EAR: Outline = ((-0.045, 0.055), (0.012, 0.0), (-0.035, -0.10), (-0.095, -0.065), (-0.115, 0.02))
INNER_EAR: Outline = ((-0.075, 0.02), (-0.03, 0.0), (-0.055, -0.055))
PROFILE_EYE, PROFILE_CHEEK = (0.245, 0.025), (0.195, -0.165)
PROFILE_BROW: Outline = ((0.19, 0.135), (0.25, 0.155), (0.31, 0.125))
PROFILE_MOUTH: Outline = ((0.275, -0.265), (0.315, -0.29), (0.365, -0.272))
FACE_MOUTH: Outline = ((-0.10, -0.235), (0.0, -0.275), (0.10, -0.235))
FACE_NOSE: Outline = ((0.0, -0.02), (0.035, -0.105), (-0.02, -0.12))
# fmt: on


class Line(NamedTuple):
    """A drawn line of the face."""

    path: str
    tone: str
    width: int


class Head(NamedTuple):
    """Shapes to fill and lines to draw over them."""

    shapes: Sequence[Shape]
    marks: Sequence[Shape]
    lines: Sequence[Line]


class Placing(NamedTuple):
    """Head heights to page: where the middle is, and the page directions of across and up."""

    middle: Point
    across: Point
    up: Point

    def points(self, outline: Sequence[tuple[float, float]]) -> list[Point]:
        (x, y), (ax, ay), (ux, uy) = self
        return [(x + ax * a + ux * b, y + ay * a + uy * b) for a, b in outline]


def faces_viewer(posture: Posture, camera: Camera) -> bool:
    """True when the face, rather than the profile, is turned to the viewer."""
    across, ahead = posture.trunk.frames[HEAD_NODE - 1].left, posture.trunk.frames[HEAD_NODE - 1].forward
    return abs(dot(ahead, camera.towards)) > abs(dot(across, camera.towards))


def head_drawing(posture: Posture, *, look: Look, camera: Camera, face: bool) -> Head:
    """The head as profile or face."""
    middle, frame = posture.trunk.nodes[HEAD_NODE], posture.trunk.frames[HEAD_NODE - 1]
    size = MM * HEAD_HEIGHT * posture.body.height_m * 1.05
    return (draw_face if face else draw_profile)(middle, frame, size=size, look=look, camera=camera)


@lru_cache(REMEMBERED)
def draw_profile(middle: Vec, frame: Frame, *, size: float, look: Look, camera: Camera) -> Head:
    """Seen from the side; a head that stays is drawn once."""
    place = Placing(
        camera.point(middle),
        _scaled(camera.direction(frame.forward), size),
        _scaled(camera.direction(frame.up), size),
    )
    hair = [Shape(closed(place.points(part)), _hair_tone(look)) for part in PROFILE_HAIR[look.hair]]
    skull = Shape(closed(place.points(PROFILE_FACE)), "skin")
    ear = [] if look.hair in ("scarf", "bob") else [Shape(closed(place.points(EAR)), "skin")]
    marks = [_dot(place, PROFILE_EYE, 0.021, 0.029, "line"), _dot(place, PROFILE_CHEEK, 0.07, 0.05, "cheek")]
    lines = [Line(opened(place.points(PROFILE_BROW)), "line", 7), Line(opened(place.points(PROFILE_MOUTH)), "line", 6)]
    inner = [Line(opened(place.points(INNER_EAR)), "line", 4)] if ear else []
    return Head([skull, *hair, *ear], marks, [*lines, *inner])


def _hair_tone(look: Look) -> str:
    return "top-far" if look.hair == "scarf" else "hair"


@lru_cache(REMEMBERED)
def draw_face(middle: Vec, frame: Frame, *, size: float, look: Look, camera: Camera) -> Head:
    """Seen from the front; a head that stays is drawn once."""
    forward, up = camera.direction(frame.forward), _at_least(camera.direction(frame.up), 0.84)
    skull = Placing(camera.point(middle), _scaled(camera.direction(frame.left), size), _scaled(up, size))
    face = skull._replace(middle=plus(skull.middle, forward, 0.30 * size))
    hair = [Shape(closed(skull.points(part)), _hair_tone(look)) for part in FACE_HAIR[look.hair]]
    marks = [_dot(face, (side * 0.145, 0.02), 0.024, 0.031, "line") for side in (1, -1)]
    marks += [_dot(face, (side * 0.21, -0.13), 0.06, 0.045, "cheek") for side in (1, -1)]
    brows = [((s * 0.09, 0.115), (s * 0.15, 0.135), (s * 0.21, 0.105)) for s in (1, -1)]
    lines = [Line(opened(face.points(part)), "line", 6) for part in (*brows, FACE_MOUTH, FACE_NOSE)]
    return Head([Shape(closed(skull.points(FACE)), "skin"), *hair], marks, lines)


def _scaled(way: Point, k: float) -> Point:
    return way[0] * k, way[1] * k


def _at_least(way: Point, size: float) -> Point:
    """A foreshortened head is as deep as it is high, so it stays nearly as tall on the page."""
    long = (way[0] ** 2 + way[1] ** 2) ** 0.5
    return way if long >= size or long < 1e-6 else _scaled(way, size / long)


def _dot(place: Placing, at: tuple[float, float], wide: float, high: float, tone: str) -> Shape:
    x, y = at
    return Shape(closed(place.points(((x + wide, y), (x, y + high), (x - wide, y), (x, y - high)))), tone, edged=False)
