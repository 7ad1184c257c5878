"""Every written movement is one that a body could make; and what is wrong is said with what would be right."""

from __future__ import annotations

import pytest
from stage_hands import LIFT, POSES, REACH, WRITTEN, changed, movement

from spinewise.errors import KnowledgeError
from spinewise.motion import check_movement, describe, read_movement, read_poses
from spinewise.motion.body import Body
from spinewise.motion.geometry import distance
from spinewise.motion.look import PEOPLE
from spinewise.motion.perform import busy_times_s, perform
from spinewise.motion.settle import contact_error_m

EVERY = pytest.mark.parametrize("name", WRITTEN)


@EVERY
def test_a_body_could_make_this_movement(name: str) -> None:
    assert check_movement(WRITTEN[name], POSES) == ()


@EVERY
def test_contacts_stay_for_every_person_who_shows_it(name: str) -> None:
    for body in {look.body() for look in PEOPLE}:
        shown = perform(movement(name), body=body)
        times = busy_times_s(shown, per_change=4)
        slips = [contact_error_m(shown.posture_at(time), shown.hold) for time in times]
        assert max((error for slip in slips for error in slip.values()), default=0.0) <= 0.010


@EVERY
def test_it_ends_where_it_began(name: str) -> None:
    shown = perform(movement(name), body=Body())
    first, last = shown.posture_at(0.0).positions_m, shown.posture_at(shown.total_s - 1e-9).positions_m
    assert max(distance(place, last[joint]) for joint, place in first.items()) < 1e-6


@EVERY
def test_the_words_come_from_the_movement(name: str) -> None:
    words = describe(movement(name), "Title")
    assert words.startswith(f"Title. {movement(name).pose.says}.")
    assert len(words.split(". ")) >= (3 if len(movement(name).keys) > 1 else 2)


def problems(**changes: object) -> str:
    return "\n".join(
        f"{found.where}: {found.what}. {found.instead}" for found in check_movement(changed(REACH, **changes), POSES)
    )


def keys(**angles: float) -> list[dict[str, object]]:
    return [{"name": "start"}, {"name": "reach", "after_s": 2, **angles}, {"name": "start", "after_s": 2}]


def test_a_misspelt_pose_is_answered_with_the_nearest() -> None:
    said = problems(**{"from": "hand_and_knees"})
    assert "from: 'hand_and_knees' is not known. Did you mean 'hands_and_knees'?" in said


def test_a_misspelt_angle_is_answered_with_the_nearest() -> None:
    assert "Did you mean 'near_hip_flexion'?" in problems(keys=keys(near_hip_flexon=3))


def test_a_misspelt_prop_is_answered_with_the_nearest() -> None:
    assert "props: 'chiar' is not known. Did you mean 'chair'?" in problems(props=["chiar"])


def test_an_angle_that_is_not_a_number_is_named() -> None:
    assert "near_hip_flexion is 'much', not a number" in problems(keys=[{"name": "start", "near_hip_flexion": "much"}])


def test_a_knee_cannot_bend_forwards() -> None:
    assert "right_knee_flexion is -40. Keep it from -5 to 160" in problems(keys=keys(near_knee_flexion=-40))


def test_a_held_foot_that_cannot_stay_is_named() -> None:
    rows = [{"name": "start"}, {"name": "stand", "after_s": 2, "pelvis_pitch": 0}, {"name": "start", "after_s": 2}]
    found = check_movement(changed(LIFT, keys=rows), POSES)
    assert any(problem.where == "holds" and "foot slips" in problem.what for problem in found)


def test_a_leg_through_the_floor_is_named() -> None:
    assert "floor: the body goes" in problems(holds=["near_hand", "near_knee"], keys=keys(far_knee_flexion=40))


def test_a_movement_faster_than_a_body_is_named() -> None:
    rows = [
        {"name": "start"},
        {"name": "reach", "after_s": 0.2, "far_shoulder_flexion": 172},
        {"name": "start", "after_s": 2},
    ]
    assert "left_shoulder_flexion turns 97 degrees in 0.2 s" in problems(keys=rows)


def test_a_movement_that_does_not_come_back_is_named() -> None:
    assert "keys: the movement does not end as it began" in problems(keys=keys(far_hip_flexion=70)[:2])


def test_angles_on_a_repeated_key_are_not_lost_in_silence() -> None:
    rows = [{"name": "start"}, {"name": "start", "after_s": 1, "neck_flexion": 5}]
    assert "keys/start: the name was used before" in problems(keys=rows)


def test_a_broken_movement_is_not_built() -> None:
    with pytest.raises(KnowledgeError, match="Did you mean 'hands_and_knees'"):
        read_movement(changed(REACH, **{"from": "hands_and_kneees"}), id="test/broken", poses=POSES)


def test_a_broken_pose_is_not_built() -> None:
    with pytest.raises(KnowledgeError, match="Did you mean 'knee_flexion'"):
        read_poses({"odd": {"angles": {"knee_flexon": 10}}})


def test_numbers_may_come_as_text() -> None:
    as_text = [{name: str(value) for name, value in row.items()} for row in REACH["keys"]]
    assert read_movement(changed(REACH, keys=as_text), id="test/reach", poses=POSES) == movement("test/reach")


def test_a_bare_name_is_both_sides_and_near_is_the_right() -> None:
    reach = movement("test/reach").keys[1].angles
    assert reach["right_hip_flexion"] == -6
    assert reach["left_hip_flexion"] == movement("test/reach").pose.angles["left_hip_flexion"] > 60


def test_a_symmetric_movement_stays_symmetric() -> None:
    for time in (0.0, 1.0, 2.0, 4.0):
        found = perform(movement("test/lift"), body=Body()).posture_at(time).positions_m
        assert found["left_knee"].x == pytest.approx(found["right_knee"].x)
        assert found["left_knee"].y == pytest.approx(-found["right_knee"].y)


def test_the_middle_of_a_movement_lies_between_its_ends() -> None:
    shown = perform(movement("test/reach"), body=Body())
    heights = [shown.posture_at(time).positions_m["right_ankle"].z for time in (0.0, 1.0, 2.0)]
    assert heights == sorted(heights)


def test_the_description_names_the_opposite_leg() -> None:
    assert "One arm lifts. The opposite leg lifts. Stays there, then goes back." in describe(movement("test/reach"))


def test_a_pose_angle_that_is_not_a_number_is_named() -> None:
    with pytest.raises(KnowledgeError, match="knee_flexion is 'bent', not a number"):
        read_poses({"odd": {"angles": {"knee_flexion": "bent"}}})
