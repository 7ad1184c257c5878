"""Poses, two small movements of our own, and every movement that the knowledge files hold."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from spinewise.motion import Movement, Poses, read_movement, read_poses

KNOWLEDGE = Path(__file__).parents[3] / "knowledge"

REACH: dict[str, Any] = {
    "from": "hands_and_knees",
    "holds": ["near_hand", "far_knee"],
    "keys": [
        {"name": "start", "after_s": 0},
        {
            "name": "reach",
            "after_s": 2,
            "hold": "dose",
            "far_shoulder_flexion": 172,
            "near_hip_flexion": -6,
            "near_knee_flexion": 4,
        },
        {"name": "start", "after_s": 2},
    ],
    "target": "trunk_extensors",
}
LIFT: dict[str, Any] = {
    "from": "crook_lying",
    "holds": ["shoulders", "head", "both_feet", "both_hands"],
    "keys": [
        {"name": "start", "after_s": 0},
        {
            "name": "lift",
            "after_s": 2,
            "hold": "dose",
            "pelvis_pitch": -120,
            "lumbar_flexion": 4,
            "thoracic_flexion": 22,
            "hip_flexion": -4,
        },
        {"name": "start", "after_s": 2.5},
    ],
    "inset": "pelvis",
}


def _plain(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return loaded


def poses() -> Poses:
    return read_poses({path.stem: _plain(path) for path in (KNOWLEDGE / "poses").glob("*.yaml")})


def written_movements() -> dict[str, dict[str, Any]]:
    """Every movement block in the exercise files, and the two above, by id."""
    root = KNOWLEDGE / "exercises"
    files = {str(path.relative_to(root).with_suffix("")): _plain(path) for path in sorted(root.rglob("*.yaml"))}
    found = {name: fields["movement"] for name, fields in files.items() if "movement" in fields}
    return {"test/reach": REACH, "test/lift": LIFT, **found}


POSES = poses()
WRITTEN = written_movements()


def movement(name: str) -> Movement:
    return read_movement(WRITTEN[name], id=name, poses=POSES)


def changed(plain: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {**plain, **changes}


def path_data(svg: str) -> list[str]:
    """Every path's data and every frame of the moving ones."""
    frames = [
        frame for values in re.findall(r'attributeName="d"[^>]* values="([^"]*)"', svg) for frame in values.split(";")
    ]
    return [*re.findall(r' d="([^"]*)"', svg), *frames]
