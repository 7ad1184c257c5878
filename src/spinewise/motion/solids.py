"""Boxes and flat faces as the camera sees them: what mats, chairs and other things are built from."""

from __future__ import annotations

from spinewise.motion.body import Posture
from spinewise.motion.camera import Camera
from spinewise.motion.geometry import Vec
from spinewise.motion.limbs import Shape
from spinewise.motion.outline import straight

Box = tuple[float, float, float, float, float, float]  # x, y, z from and to, in metres


def solid(box: Box, camera: Camera, tones: tuple[str, str]) -> list[Shape]:
    """A box as the faces that can be seen: near, top and end."""
    x0, x1, y0, y1, z0, z1 = box
    if camera.right.x == 0.0:
        near = [(x1, y0, z0), (x1, y1, z0), (x1, y1, z1), (x1, y0, z1)]
        top = [(x0, y0, z1), (x0, y1, z1), (x1, y1, z1), (x1, y0, z1)]
        return [face(top, camera, tones[0]), face(near, camera, tones[1])]
    near = [(x0, y0, z0), (x1, y0, z0), (x1, y0, z1), (x0, y0, z1)]
    top = [(x0, y0, z1), (x1, y0, z1), (x1, y1, z1), (x0, y1, z1)]
    end = [(x1, y0, z0), (x1, y1, z0), (x1, y1, z1), (x1, y0, z1)]
    return [face(top, camera, tones[0]), face(end, camera, tones[1]), face(near, camera, tones[1])]


def face(corners: list[tuple[float, float, float]], camera: Camera, tone: str) -> Shape:
    return Shape(straight([camera.point(Vec(*corner)) for corner in corners]), tone)


def spread_m(posture: Posture) -> tuple[float, float, float, float]:
    """How far the body reaches along x and y."""
    places = posture.joints_m
    xs, ys = [place.x for place in places], [place.y for place in places]
    return min(xs), max(xs), min(ys), max(ys)


def post(x: float, y: float, top: float, camera: Camera, *, far: bool) -> Shape:
    """A thin upright leg from the floor to a height."""
    corners = [(x - 0.017, y, 0.0), (x + 0.017, y, 0.0), (x + 0.017, y, top), (x - 0.017, y, top)]
    return face(corners, camera, "wood-far" if far else "wood")
