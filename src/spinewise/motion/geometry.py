"""Points, frames and turns in space: x forward, y left, z up, metres and degrees.

Plain tuples and multiplications: one still needs a few thousand of them, too few and too mixed for an array
library. Vectors are taken apart by unpacking and made with `tuple.__new__`: both halve the time of a drawing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import acos, asin, atan2, cos, degrees, radians, sin, sqrt
from typing import NamedTuple


class Vec(NamedTuple):
    """A point or a direction."""

    x: float
    y: float
    z: float


class Frame(NamedTuple):
    """A segment's own axes, seen from the room."""

    forward: Vec
    left: Vec
    up: Vec


Local = tuple[float, float, float]  # forward, left and up in a segment's own axes
REMEMBERED = 512  # turns: one side of the body is often bent like the other, one link of the spine like the next
_made = tuple.__new__
ORIGIN = Vec(0.0, 0.0, 0.0)
UPRIGHT = Frame(Vec(1.0, 0.0, 0.0), Vec(0.0, 1.0, 0.0), Vec(0.0, 0.0, 1.0))


def add(a: Vec, b: Vec) -> Vec:
    ax, ay, az = a
    bx, by, bz = b
    return _made(Vec, (ax + bx, ay + by, az + bz))


def shifted(points: Sequence[Vec], first: Vec, then: Vec) -> list[Vec]:
    """Many points moved the same two ways, one after the other."""
    (ax, ay, az), (bx, by, bz) = first, then
    return [_made(Vec, (x + ax + bx, y + ay + by, z + az + bz)) for x, y, z in points]


def sub(a: Vec, b: Vec) -> Vec:
    ax, ay, az = a
    bx, by, bz = b
    return _made(Vec, (ax - bx, ay - by, az - bz))


def times(a: Vec, k: float) -> Vec:
    x, y, z = a
    return _made(Vec, (x * k, y * k, z * k))


def onward(start: Vec, way: Vec, far: float) -> Vec:
    """The point that lies so many lengths of a way from a start."""
    sx, sy, sz = start
    wx, wy, wz = way
    return _made(Vec, (sx + wx * far, sy + wy * far, sz + wz * far))


def dot(a: Vec, b: Vec) -> float:
    ax, ay, az = a
    bx, by, bz = b
    return ax * bx + ay * by + az * bz


def cross(a: Vec, b: Vec) -> Vec:
    ax, ay, az = a
    bx, by, bz = b
    return _made(Vec, (ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx))


def length(a: Vec) -> float:
    x, y, z = a
    return sqrt(x * x + y * y + z * z)


def distance(a: Vec, b: Vec) -> float:
    return length(sub(a, b))


def unit(a: Vec) -> Vec:
    x, y, z = a
    size = sqrt(x * x + y * y + z * z)
    if size <= 1e-9:
        return UPRIGHT.up
    share = 1.0 / size
    return _made(Vec, (x * share, y * share, z * share))


def mix(a: Vec, b: Vec, share: float) -> Vec:
    """The point that lies `share` of the way from a to b."""
    ax, ay, az = a
    bx, by, bz = b
    return _made(Vec, (ax + (bx - ax) * share, ay + (by - ay) * share, az + (bz - az) * share))


def middle(points: list[Vec]) -> Vec:
    x = y = z = 0.0
    for px, py, pz in points:
        x, y, z = x + px, y + py, z + pz
    share = 1.0 / len(points)
    return _made(Vec, (x * share, y * share, z * share))


def within(frame: Frame, local: Local) -> Vec:
    """A direction given in a segment's own axes, seen from the room."""
    (fx, fy, fz), (sx, sy, sz), (ux, uy, uz) = frame
    x, y, z = local
    return _made(Vec, (fx * x + sx * y + ux * z, fy * x + sy * y + uy * z, fz * x + sz * y + uz * z))


def placed(start: Vec, frame: Frame, local: Local) -> Vec:
    """The point that lies so far from a start in a segment's own axes."""
    sx, sy, sz = start
    (fx, fy, fz), (lx, ly, lz), (ux, uy, uz) = frame
    x, y, z = local
    there = sx + (fx * x + lx * y + ux * z), sy + (fy * x + ly * y + uy * z), sz + (fz * x + lz * y + uz * z)
    return _made(Vec, there)


def stepped(start: Vec, frame: Frame, local: Local, far: float) -> Vec:
    """The point that lies so many lengths from a start, in a direction given in a segment's own axes."""
    sx, sy, sz = start
    (fx, fy, fz), (lx, ly, lz), (ux, uy, uz) = frame
    x, y, z = local
    ahead, aside, above = fx * x + lx * y + ux * z, fy * x + ly * y + uy * z, fz * x + lz * y + uz * z
    return _made(Vec, (sx + ahead * far, sy + aside * far, sz + above * far))


def turned(frame: Frame, turn: Frame) -> Frame:
    """The frame after a turn that is given in the frame's own axes; written out, because it is what is done most."""
    (fx, fy, fz), (sx, sy, sz), (ux, uy, uz) = frame
    (ax, ay, az), (bx, by, bz), (cx, cy, cz) = turn
    forward = _made(Vec, (fx * ax + sx * ay + ux * az, fy * ax + sy * ay + uy * az, fz * ax + sz * ay + uz * az))
    left = _made(Vec, (fx * bx + sx * by + ux * bz, fy * bx + sy * by + uy * bz, fz * bx + sz * by + uz * bz))
    up = _made(Vec, (fx * cx + sx * cy + ux * cz, fy * cx + sy * cy + uy * cz, fz * cx + sz * cy + uz * cz))
    return _made(Frame, (forward, left, up))


def inverse(frame: Frame) -> Frame:
    (fx, fy, fz), (sx, sy, sz), (ux, uy, uz) = frame
    return _made(Frame, (_made(Vec, (fx, sx, ux)), _made(Vec, (fy, sy, uy)), _made(Vec, (fz, sz, uz))))


@lru_cache(REMEMBERED)
def pitch(degrees_: float) -> Frame:
    """Lean forward (positive): the head end goes towards x."""
    c, s = cos(radians(degrees_)), sin(radians(degrees_))
    return _made(Frame, (_made(Vec, (c, 0.0, -s)), UPRIGHT.left, _made(Vec, (s, 0.0, c))))


@lru_cache(REMEMBERED)
def roll(degrees_: float) -> Frame:
    """Lean to the right (positive): the head end goes towards minus y."""
    c, s = cos(radians(degrees_)), sin(radians(degrees_))
    return Frame(Vec(1.0, 0.0, 0.0), Vec(0.0, c, s), Vec(0.0, -s, c))


@lru_cache(REMEMBERED)
def yaw(degrees_: float) -> Frame:
    """Turn to the left (positive): forward goes towards y."""
    c, s = cos(radians(degrees_)), sin(radians(degrees_))
    return Frame(Vec(c, s, 0.0), Vec(-s, c, 0.0), Vec(0.0, 0.0, 1.0))


def aim(frame: Frame, *, now: Vec, wanted: Vec) -> Frame:
    """Swing a frame by the smallest turn that brings the direction `now` onto `wanted`."""
    start, goal = unit(now), unit(wanted)
    axis = cross(start, goal)
    size = length(axis)
    if size < 1e-9:
        return frame
    k, angle_cos = times(axis, 1.0 / size), dot(start, goal)
    forward, left, up = frame
    spun = _spin(forward, k, size, angle_cos), _spin(left, k, size, angle_cos), _spin(up, k, size, angle_cos)
    return _made(Frame, spun)


def _spin(v: Vec, k: Vec, sine: float, cosine: float) -> Vec:
    (x, y, z), (kx, ky, kz) = v, k
    far = (kx * x + ky * y + kz * z) * (1.0 - cosine)
    turned_x = x * cosine + (ky * z - kz * y) * sine + kx * far
    turned_y = y * cosine + (kz * x - kx * z) * sine + ky * far
    return _made(Vec, (turned_x, turned_y, z * cosine + (kx * y - ky * x) * sine + kz * far))


def swing_angles_deg(turn: Frame) -> tuple[float, float, float]:
    """Read a turn as pitch, then roll, then yaw: the order in which hips and shoulders are set."""
    sine = max(-1.0, min(1.0, -turn.up.y))
    pitched = degrees(atan2(turn.up.x, turn.up.z))
    rolled = degrees(asin(sine))
    yawed = degrees(atan2(turn.forward.y, turn.left.y))
    return pitched, rolled, yawed


def corner_deg(a: float, b: float, opposite: float) -> float:
    """The corner between sides a and b of a triangle, from the side that faces it."""
    cosine = (a * a + b * b - opposite * opposite) / (2.0 * a * b)
    return degrees(acos(max(-1.0, min(1.0, cosine))))
