"""Which muscles an exercise works, as a soft warm patch on the body."""

from __future__ import annotations

from collections.abc import Sequence

from spinewise.motion.body import Limb, Posture
from spinewise.motion.camera import MM, Camera, Point, between
from spinewise.motion.clothes import trunk_edges
from spinewise.motion.geometry import mix
from spinewise.motion.limbs import Shape
from spinewise.motion.outline import Girth, bone, closed

# On the trunk: cross-sections from, to, and how far from the front edge (0) to the back edge (1).
TRUNK_PATCH: dict[str, tuple[float, float, float, float]] = {
    "abdominals": (1.2, 4.6, 0.05, 0.34),
    "deep_abdominals": (1.1, 3.3, 0.05, 0.52),
    "obliques": (1.6, 4.2, 0.28, 0.68),
    "trunk_extensors": (1.5, 5.6, 0.72, 0.95),
    "glutes": (0.1, 1.55, 0.60, 0.96),
    "chest": (4.6, 6.0, 0.05, 0.40),
    "shoulder_blade": (4.8, 6.2, 0.62, 0.94),
    "breathing": (2.0, 4.6, 0.05, 0.40),
    "hip_abductors": (0.4, 1.7, 0.32, 0.62),
}
# On a limb: leg part, from, to, shift to the front, thickness.
LEG_PATCH: dict[str, tuple[str, float, float, float, float]] = {
    "hamstrings": ("upper", 0.20, 0.82, -0.020, 0.017),
    "quadriceps": ("upper", 0.20, 0.80, 0.018, 0.019),
    "calves": ("lower", 0.12, 0.48, -0.014, 0.017),
    "hip_flexors": ("upper", -0.05, 0.28, 0.022, 0.019),
}
# Seen from the front, muscles at the side and back of the hip show at its two edges.
HIP_EDGES = ((0.35, 1.75, 0.03, 0.25), (0.35, 1.75, 0.75, 0.97))
NECK_PATCH = {"neck_flexors": 0.014, "neck_extensors": -0.014}


def on_trunk(target: str, posture: Posture, camera: Camera) -> list[Shape]:
    """The patch when the muscles are on the trunk or neck, else nothing."""
    if target in TRUNK_PATCH:
        return [_trunk_patch(TRUNK_PATCH[target], posture, camera)]
    if target in NECK_PATCH:
        return [_neck_patch(NECK_PATCH[target], posture, camera)]
    return []


def at_hip_edges(posture: Posture, camera: Camera) -> list[Shape]:
    """Both sides of the hips, for a person seen from the front."""
    return [_trunk_patch(edge, posture, camera) for edge in HIP_EDGES]


def on_leg(target: str, leg: Limb, posture: Posture, camera: Camera) -> list[Shape]:
    """The patch when the muscles are on the near leg, else nothing."""
    if target not in LEG_PATCH:
        return []
    part, start, stop, shift, thick = LEG_PATCH[target]
    a, b, frame = (leg.root, leg.hinge, leg.upper) if part == "upper" else (leg.hinge, leg.end, leg.lower)
    scale = MM * posture.body.height_m * posture.body.girth
    profile = (
        Girth(0.0, thick * 0.5, shift),
        Girth(0.35, thick, shift),
        Girth(0.7, thick * 0.85, shift),
        Girth(1.0, thick * 0.4, shift * 0.9),
    )
    path = bone(
        camera.point(mix(a, b, start)),
        camera.point(mix(a, b, stop)),
        profile,
        scale=scale,
        forward=camera.direction(frame.forward),
    )
    return [Shape(path, "glow", edged=False)]


def _trunk_patch(patch: tuple[float, float, float, float], posture: Posture, camera: Camera) -> Shape:
    low, high, inner, outer = patch
    front, back = trunk_edges(posture, camera)
    if not _front_first(front, back, posture, camera):
        front, back = back, front
    rows = [low + (high - low) * share for share in (0.0, 0.33, 0.67, 1.0)]
    narrow = (0.62, 1.0, 1.0, 0.62)
    half, centre = (outer - inner) / 2, (outer + inner) / 2
    one = [_across(front, back, row, centre - half * n) for row, n in zip(rows, narrow, strict=True)]
    other = [_across(front, back, row, centre + half * n) for row, n in zip(rows, narrow, strict=True)]
    return Shape(closed([*one, *reversed(other)]), "glow", edged=False)


def _front_first(one: Sequence[Point], other: Sequence[Point], posture: Posture, camera: Camera) -> bool:
    """Whether the first edge of the trunk on the page is its front."""
    forward = camera.direction(posture.trunk.frames[3].forward)
    return (one[3][0] - other[3][0]) * forward[0] + (one[3][1] - other[3][1]) * forward[1] >= 0


def _across(front: Sequence[Point], back: Sequence[Point], row: float, share: float) -> Point:
    i = min(int(row), len(front) - 2)
    return between(between(front[i], front[i + 1], row - i), between(back[i], back[i + 1], row - i), share)


def _neck_patch(shift: float, posture: Posture, camera: Camera) -> Shape:
    nodes, scale = posture.trunk.nodes, MM * posture.body.height_m
    profile = (Girth(0.0, 0.009, shift), Girth(0.5, 0.012, shift), Girth(1.0, 0.008, shift))
    path = bone(
        camera.point(nodes[8]),
        camera.point(nodes[10]),
        profile,
        scale=scale,
        forward=camera.direction(posture.trunk.frames[8].forward),
    )
    return Shape(path, "glow", edged=False)
