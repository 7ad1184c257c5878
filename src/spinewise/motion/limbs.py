"""Arms, legs, hands and feet as rounded shapes, with what they wear."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from spinewise.motion.body import OUTWARD, Body, Limb, Side
from spinewise.motion.camera import MM, Camera, Point
from spinewise.motion.geometry import Vec, placed
from spinewise.motion.look import Look
from spinewise.motion.outline import Girth, bone, closed

REMEMBERED = 256  # parts of a body already drawn: enough for one movement's pictures of every kind
THIGH_GIRTH = (Girth(0.0, 0.053), Girth(0.35, 0.049, 0.003), Girth(0.75, 0.037, 0.002), Girth(1.0, 0.031))
SHORTS_GIRTH = (Girth(0.0, 0.056), Girth(0.25, 0.054, 0.003), Girth(0.52, 0.049, 0.002), Girth(0.56, 0.046, 0.002))
TROUSER_THIGH = (Girth(0.0, 0.056), Girth(0.35, 0.051, 0.003), Girth(0.75, 0.040, 0.002), Girth(1.0, 0.034))
SHANK_GIRTH = (Girth(0.0, 0.031), Girth(0.28, 0.034, -0.007), Girth(0.68, 0.024, -0.002), Girth(1.0, 0.020))
TROUSER_SHANK = (Girth(0.0, 0.034), Girth(0.28, 0.036, -0.006), Girth(0.66, 0.029, -0.002), Girth(0.86, 0.026))
SOCK_GIRTH = (Girth(0.78, 0.0245, -0.001), Girth(0.86, 0.0235), Girth(0.95, 0.022), Girth(1.0, 0.021))
UPPER_ARM_GIRTH = (Girth(0.0, 0.031), Girth(0.35, 0.0285), Girth(0.75, 0.0245), Girth(1.0, 0.0225))
SLEEVE_GIRTH = (Girth(0.0, 0.035), Girth(0.25, 0.034), Girth(0.5, 0.032), Girth(0.56, 0.029))
FOREARM_GIRTH = (Girth(0.0, 0.0225), Girth(0.22, 0.0232), Girth(0.65, 0.0190), Girth(1.0, 0.0155))
HAND_GIRTH = (Girth(0.0, 0.0155), Girth(0.35, 0.021), Girth(0.72, 0.018), Girth(0.95, 0.011))
THUMB_GIRTH = (Girth(0.0, 0.0095), Girth(1.0, 0.0072))

# Foot outlines around the ankle: forward, left, up as fractions of height.
# fmt: off
FOOT_PROFILE = ((0.019, 0, 0.004), (0.050, 0, -0.014), (0.090, 0, -0.022), (0.113, 0, -0.030), (0.100, 0, -0.039),
                (0.030, 0, -0.037), (-0.028, 0, -0.039), (-0.041, 0, -0.024), (-0.021, 0, 0.004))
FOOT_FACE = ((0.0, -0.019, 0.004), (0.04, -0.029, -0.022), (0.08, -0.031, -0.034), (0.108, -0.018, -0.038),
             (0.114, 0.004, -0.039), (0.106, 0.020, -0.038), (0.075, 0.029, -0.034), (0.04, 0.028, -0.020),
             (0.0, 0.019, 0.004))
FOOT_SOLE = ((-0.040, 0.0, -0.039), (-0.030, 0.019, -0.039), (0.010, 0.018, -0.039), (0.060, 0.030, -0.039),
             (0.095, 0.026, -0.039), (0.113, 0.008, -0.039), (0.104, -0.016, -0.039), (0.060, -0.028, -0.039),
             (-0.024, -0.020, -0.039))
# fmt: on
NEEDLE = 0.30  # of a square seen full on


class Shape(NamedTuple):
    """A filled outline: where, and in which tone."""

    path: str
    tone: str
    edged: bool = True


def tone(name: str, *, far: bool) -> str:
    return f"{name}-far" if far else name


class Segment(NamedTuple):
    """One bone of a limb on the page: its two ends, and where its front is."""

    start: Point
    stop: Point
    front: Point

    def outline(self, girths: tuple[Girth, ...], *, scale: float) -> str:
        """What is around the bone, for the flesh and for each piece of clothing."""
        return bone(self.start, self.stop, girths, scale=scale, forward=self.front)


def _segments(limb: Limb, camera: Camera) -> tuple[Segment, Segment]:
    """The upper and the lower bone."""
    root, hinge, end = camera.points(limb[:3])
    upper, lower = camera.direction(limb.upper.forward), camera.direction(limb.lower.forward)
    return Segment(root, hinge, upper), Segment(hinge, end, lower)


@lru_cache(REMEMBERED)
def leg_shapes(leg: Limb, *, body: Body, look: Look, camera: Camera, far: bool) -> tuple[Shape, ...]:
    """Skin first, then what is worn over it: a thigh in long trousers is not seen. A leg that stays is drawn once."""
    scale = MM * body.height_m * body.girth
    upper, lower = _segments(leg, camera)
    rows = [(lower, SHANK_GIRTH, "skin")]
    if look.feet == "socks":
        rows.append((lower, SOCK_GIRTH, "shoe"))
    if look.trousers == "long":
        rows += [(lower, TROUSER_SHANK, "bottom"), (upper, TROUSER_THIGH, "bottom")]
    else:
        rows += [(upper, THIGH_GIRTH, "skin"), (upper, SHORTS_GIRTH, "bottom")]
    shapes = [Shape(part.outline(girths, scale=scale), tone(name, far=far)) for part, girths, name in rows]
    return shapes[0], _foot(leg, body=body, camera=camera, far=far), *shapes[1:]


def _foot(leg: Limb, *, body: Body, camera: Camera, far: bool) -> Shape:
    places = _grown(_foot_outline(leg, camera), body.height_m)
    outline = camera.points([placed(leg.end, leg.tail, place) for place in places])
    return Shape(closed(outline), tone("shoe", far=far))


def _foot_outline(leg: Limb, camera: Camera) -> tuple[tuple[float, float, float], ...]:
    """From the side or from the front; from above or below, when its profile would be a needle."""
    (fx, fy), (sx, sy), (ux, uy) = [camera.direction(way) for way in leg.tail]
    if abs(fx * uy - fy * ux) < NEEDLE and abs(fx * sy - fy * sx) > 2 * NEEDLE:
        return FOOT_SOLE
    seen = abs(fx) + abs(fy)
    return FOOT_PROFILE if seen > abs(sx) + abs(sy) or seen > 0.8 else FOOT_FACE


@lru_cache(REMEMBERED)
def _grown(profile: tuple[tuple[float, float, float], ...], height_m: float) -> tuple[Vec, ...]:
    """An outline of somebody this tall, in metres."""
    return tuple(Vec(f * height_m, s * height_m, u * height_m) for f, s, u in profile)


@lru_cache(REMEMBERED)
def arm_shapes(arm: Limb, *, body: Body, side: Side, camera: Camera, far: bool) -> tuple[Shape, ...]:
    """The hand, then the arm, then its sleeve."""
    scale = MM * body.height_m * body.girth * (1.08 if body.shape == "male" else 0.96)
    upper, lower = _segments(arm, camera)
    rows = ((lower, FOREARM_GIRTH, "skin"), (upper, UPPER_ARM_GIRTH, "skin"), (upper, SLEEVE_GIRTH, "top"))
    limb = [Shape(part.outline(girths, scale=scale), tone(name, far=far)) for part, girths, name in rows]
    return *_hand(arm, body=body, side=side, camera=camera, far=far), *limb


def _hand(arm: Limb, *, body: Body, side: Side, camera: Camera, far: bool) -> list[Shape]:
    tall, scale = body.height_m, MM * body.height_m * (1.06 if body.shape == "male" else 0.95)
    inward = -OUTWARD[side]
    palm = bone(camera.point(arm.end), camera.point(arm.tip), HAND_GIRTH, scale=scale)
    if far:
        return [Shape(palm, "skin-far")]
    root = placed(arm.end, arm.tail, (-0.004 * tall, inward * 0.010 * tall, -0.018 * tall))
    tip = placed(arm.end, arm.tail, (-0.016 * tall, inward * 0.026 * tall, -0.050 * tall))
    thumb = bone(camera.point(root), camera.point(tip), THUMB_GIRTH, scale=scale)
    return [Shape(thumb, "skin"), Shape(palm, "skin")]
