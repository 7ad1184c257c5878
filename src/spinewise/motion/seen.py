"""Angles as a camera can see them: read off hips, knees, ankles, toes, shoulders, elbows and wrists.

A pose model gives the same points, so a drawn person and a filmed one are measured alike. A camera cannot see
where the pelvis ends and the spine begins: the hip is measured against the whole trunk, and bending the back
shows as bending the hip. Axial turns of a thigh, an upper arm or the trunk are left out: no camera measures them.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import asin, atan2, degrees
from typing import NamedTuple

from spinewise.motion.body import OUTWARD, SIDES, Side
from spinewise.motion.camera import SIDE, Camera, front
from spinewise.motion.geometry import Frame, Vec, cross, dot, length, middle, sub, times, unit

Places = Mapping[str, Vec]
TRUNK = "trunk_inclination"
LEVEL_FRONT = front(0.0)
STRAIGHT = 0.05  # below this sine two bones are in line and have no axis of their own
BEHIND_DEG = -110.0  # an arm further back than this has gone overhead instead
STANDING_FOOT_DEG = 76.0  # between shin and toes when standing: this body's zero of the ankle


class Seen(NamedTuple):
    """One angle as seen: its degrees, and how much of its turning lies in the picture (0 to 1)."""

    degrees: float
    in_plane: float


def camera_for(view: str) -> Camera:
    """A camera on a level tripod, to the right of the person or in front."""
    return LEVEL_FRONT if view == "front" else SIDE


def seen_angles(places: Places, *, view: str) -> dict[str, Seen]:
    """Every angle that a camera measures, by the name it has in the movement files.

    `places` are joints by name: x forward, y left, z up, in metres.
    """
    towards = camera_for(view).towards
    found = {TRUNK: _inclination(places, view)}
    for side in SIDES:
        found |= _leg(places, side, towards) | _arm(places, side, towards)
    return found


def trunk_up(places: Places) -> Vec:
    """From the middle of the hips to the middle of the shoulders."""
    return unit(sub(_middle(places, "shoulder"), _middle(places, "hip")))


def _middle(places: Places, joint: str) -> Vec:
    return middle([places[f"{side}_{joint}"] for side in SIDES])


def _inclination(places: Places, view: str) -> Seen:
    """Zero is upright, positive leans forward, or from the front to the person's left."""
    up = trunk_up(places)
    level = up.y if view == "front" else up.x
    return Seen(degrees(atan2(level, up.z)), length(Vec(level, 0.0, up.z)))


def _frame(places: Places, joint: str) -> Frame:
    """The trunk's axes at the hips or at the shoulders."""
    up = trunk_up(places)
    across = sub(places[f"left_{joint}"], places[f"right_{joint}"])
    left = unit(sub(across, times(up, dot(across, up))))
    return Frame(cross(left, up), left, up)


def _leg(places: Places, side: Side, towards: Vec) -> dict[str, Seen]:
    hip, knee, ankle, toe = (places[f"{side}_{joint}"] for joint in ("hip", "knee", "ankle", "toe"))
    thigh, shank, foot = unit(sub(knee, hip)), unit(sub(ankle, knee)), unit(sub(toe, ankle))
    frame = _frame(places, "hip")
    bend = _hinge(shank, foot, frame.left, towards)
    return {
        f"{side}_hip_flexion": _forwards(thigh, frame, towards),
        f"{side}_hip_abduction": _outwards(thigh, frame, side, towards),
        f"{side}_knee_flexion": _hinge(thigh, shank, frame.left, towards),
        f"{side}_ankle_dorsiflexion": bend._replace(degrees=bend.degrees - STANDING_FOOT_DEG),
    }


def _arm(places: Places, side: Side, towards: Vec) -> dict[str, Seen]:
    shoulder, elbow, wrist = (places[f"{side}_{joint}"] for joint in ("shoulder", "elbow", "wrist"))
    upper, lower = unit(sub(elbow, shoulder)), unit(sub(wrist, elbow))
    frame = _frame(places, "shoulder")
    return {
        f"{side}_shoulder_flexion": _overhead(_forwards(upper, frame, towards)),
        f"{side}_shoulder_abduction": _overhead(_sideways(upper, frame, side, towards)),
        f"{side}_elbow_flexion": _hinge(upper, lower, frame.left, towards),
    }


def _forwards(bone: Vec, frame: Frame, towards: Vec) -> Seen:
    ahead, down = dot(bone, frame.forward), -dot(bone, frame.up)
    return Seen(degrees(atan2(ahead, down)), abs(dot(frame.left, towards)) * length(Vec(ahead, 0.0, down)))


def _overhead(seen: Seen) -> Seen:
    return seen._replace(degrees=seen.degrees + 360.0) if seen.degrees < BEHIND_DEG else seen


def _sideways(bone: Vec, frame: Frame, side: Side, towards: Vec) -> Seen:
    out, down = dot(bone, frame.left) * OUTWARD[side], -dot(bone, frame.up)
    return Seen(degrees(atan2(out, down)), abs(dot(frame.forward, towards)) * length(Vec(out, 0.0, down)))


def _outwards(bone: Vec, frame: Frame, side: Side, towards: Vec) -> Seen:
    """How far a thigh is from the body's own middle plane, however much the hip is bent."""
    out = max(-1.0, min(1.0, dot(bone, frame.left) * OUTWARD[side]))
    return Seen(degrees(asin(out)), abs(dot(unit(cross(frame.left, bone)), towards)))


def _hinge(upper: Vec, lower: Vec, left: Vec, towards: Vec) -> Seen:
    """The bend between two bones; in line they turn about the body's left."""
    axis = cross(upper, lower)
    sine = length(axis)
    about = times(axis, 1.0 / sine) if sine > STRAIGHT else left
    return Seen(degrees(atan2(sine, dot(upper, lower))), abs(dot(about, towards)))
