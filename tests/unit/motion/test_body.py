"""The skeleton: positions against sums done by hand, and left against right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spinewise.motion.body import (
    LIMITS_DEG,
    PAIRED,
    SIDES,
    Body,
    Side,
    ball_angles,
    ball_turn,
    every_angle,
    moved,
    pose_body,
)
from spinewise.motion.geometry import Vec, distance

TALL = Body(height_m=2.0)
OTHER = {"left": "right", "right": "left"}
ANGLES = {name: st.floats(*LIMITS_DEG[name.removeprefix("left_").removeprefix("right_")]) for name in every_angle()}
TURNS_TO_THE_SIDE = ("side_bend", "rotation", "roll", "twist", "heading")


def places(**angles: float) -> dict[str, Vec]:
    return pose_body(angles, body=TALL).positions_m


def near(place: Vec, x: float, y: float, z: float) -> bool:
    return distance(place, Vec(x, y, z)) < 1e-9


def test_a_standing_knee_is_a_thigh_below_the_hip() -> None:
    assert near(places()["left_knee"], 0.0, 0.100, -0.490)


def test_a_standing_ankle_is_thigh_and_shank_below_the_hip() -> None:
    assert near(places()["right_ankle"], 0.0, -0.100, -0.982)


def test_hip_flexion_brings_the_knee_forward() -> None:
    assert near(places(left_hip_flexion=90)["left_knee"], 0.490, 0.100, 0.0)


def test_knee_flexion_brings_the_heel_back() -> None:
    assert near(places(left_knee_flexion=90)["left_ankle"], -0.492, 0.100, -0.490)


def test_sitting_puts_the_ankle_under_the_knee() -> None:
    assert near(places(left_hip_flexion=90, left_knee_flexion=90)["left_ankle"], 0.490, 0.100, -0.492)


@pytest.mark.parametrize("side", SIDES)
def test_abduction_moves_the_leg_outwards(side: str) -> None:
    outward = 0.100 + 0.490
    assert near(
        places(**{f"{side}_hip_abduction": 90})[f"{side}_knee"], 0.0, outward if side == "left" else -outward, 0.0
    )


def test_shoulder_flexion_brings_the_elbow_forward() -> None:
    found = places(left_shoulder_flexion=60)
    assert found["left_elbow"].x > found["left_shoulder"].x + 0.3


def test_elbow_flexion_brings_the_hand_forward() -> None:
    found = places(left_elbow_flexion=90)
    assert found["left_wrist"].x == pytest.approx(found["left_elbow"].x + 0.292)


def test_lying_on_the_back_puts_the_head_behind_and_the_knees_ahead() -> None:
    found = places(pelvis_pitch=-90)
    assert found["head"].x < -0.7
    assert found["left_knee"].x == pytest.approx(0.490)


def test_trunk_flexion_brings_the_head_forward_and_down() -> None:
    assert places(lumbar_flexion=60)["head"].x > 0.5
    assert places(lumbar_flexion=60)["head"].z < places()["head"].z


def test_side_bend_and_rotation_go_to_the_left() -> None:
    assert places(lumbar_side_bend=20)["head"].y > 0.1
    assert places(thoracic_rotation=40)["left_shoulder"].x < places()["left_shoulder"].x - 0.05


@given(st.fixed_dictionaries(ANGLES))
def test_mirrored_angles_give_mirrored_positions(angles: dict[str, float]) -> None:
    mirrored = {
        _mirrored_name(name): -angle if name.endswith(TURNS_TO_THE_SIDE) and not _paired(name) else angle
        for name, angle in angles.items()
    }
    one, other = places(**angles), places(**mirrored)
    assert all(
        distance(Vec(place.x, -place.y, place.z), other[_mirrored_name(name)]) < 1e-9 for name, place in one.items()
    )


@given(st.fixed_dictionaries(ANGLES))
def test_bones_keep_their_length(angles: dict[str, float]) -> None:
    found = places(**angles)
    assert distance(found["left_hip"], found["left_knee"]) == pytest.approx(0.490)
    assert distance(found["right_elbow"], found["right_wrist"]) == pytest.approx(0.292)


@given(st.floats(-60, 180), st.floats(-80, 80), st.floats(-100, 100), st.sampled_from(SIDES))
def test_a_hip_or_shoulder_reads_back_as_it_was_set(flexion: float, abduction: float, turn: float, side: Side) -> None:
    asked = {f"{side}_hip_flexion": flexion, f"{side}_hip_abduction": abduction, f"{side}_hip_rotation": turn}
    found = ball_angles(ball_turn(asked, joint="hip", side=side), joint="hip", side=side)
    assert found == pytest.approx(asked, abs=1e-6)


@pytest.mark.parametrize("side", SIDES)
def test_limbs_that_are_put_in_place_have_the_angles_they_were_bent_to(side: Side) -> None:
    bent = {"hip_flexion": 60, "hip_abduction": 10, "knee_flexion": 80, "ankle_dorsiflexion": 5}
    bent |= {"shoulder_flexion": 70, "shoulder_rotation": -20, "elbow_flexion": 35, "wrist_flexion": -15}
    asked = {f"{side}_{name}": float(angle) for name, angle in bent.items()}
    there, standing = pose_body(asked, body=TALL), pose_body({"lumbar_flexion": 0.0}, body=TALL)
    put = standing.with_leg(side, there.legs[side]).with_arm(side, there.arms[side])
    assert {name: put.angles[name] for name in asked} == pytest.approx(asked, abs=1e-6)
    assert standing.angles == {"lumbar_flexion": 0.0}


def test_one_way_and_then_another_is_both_ways_at_once() -> None:
    body, first, then = pose_body({"left_knee_flexion": 33}, body=TALL), Vec(0.1, 0.0, -0.3), Vec(0.7, 0.2, 0.1)
    assert moved(body, first, then).joints_m == moved(moved(body, first), then).joints_m


def _paired(name: str) -> bool:
    return name.partition("_")[2] in PAIRED


def _mirrored_name(name: str) -> str:
    side, _, rest = name.partition("_")
    return f"{OTHER[side]}_{rest}" if side in OTHER else name
