"""How a movement is recognised: which angle, between which degrees, and that a performed one counts once."""

from __future__ import annotations

import pytest
from stage_hands import WRITTEN, movement

from spinewise.motion.body import Body, pose_body
from spinewise.motion.movement import Movement
from spinewise.motion.perform import perform
from spinewise.motion.seen import TRUNK, seen_angles
from spinewise.motion.signature import Driver, driver_deg, signature_of

EVERY = pytest.mark.parametrize("name", WRITTEN)
DRIVEN = [name for name in WRITTEN if signature_of(movement(name)).driver]
EVERY_DRIVEN = pytest.mark.parametrize("name", DRIVEN)
A_ROUND = 60


def driver(name: str) -> Driver:
    found = signature_of(movement(name)).driver
    assert found is not None
    return found


def performed_deg(shown: Movement, driver: Driver, *, rounds: int) -> list[float]:
    """The driver's degrees while a movement is done some times over, as a camera would read them."""
    performance = perform(shown, body=Body())
    times = [performance.total_s * step / A_ROUND for step in range(A_ROUND)]
    return rounds * [driver_deg(performance.posture_at(time), angle=driver.angle, view=shown.view) for time in times]


def counted(degrees: list[float], driver: Driver) -> int:
    """Repetitions by two thresholds: done past the one, over when back past the other."""
    sign = 1.0 if driver.rises else -1.0
    done = over = 0
    reached = False
    for angle in degrees:
        if not reached and sign * angle > sign * driver.reached_deg:
            reached, done = True, done + 1
        elif reached and sign * angle < sign * driver.back_deg:
            reached, over = False, over + 1
    assert done == over
    return done


@EVERY_DRIVEN
def test_both_thresholds_lie_between_rest_and_target(name: str) -> None:
    found = driver(name)
    way = [found.rest_deg, found.back_deg, found.reached_deg, found.target_deg]
    assert way == sorted(way, reverse=not found.rises)
    assert len(set(way)) == 4


@EVERY_DRIVEN
def test_three_performed_repetitions_are_three(name: str) -> None:
    found = driver(name)
    assert counted(performed_deg(movement(name), found, rounds=3), found) == 3


@EVERY_DRIVEN
def test_half_a_repetition_is_none(name: str) -> None:
    found = driver(name)
    halves = [found.rest_deg + (found.target_deg - found.rest_deg) * share for share in (0.0, 0.5, 0.0, 0.5, 0.0)]
    assert counted(halves, found) == 0


@EVERY
def test_what_has_no_driver_says_why(name: str) -> None:
    signature = signature_of(movement(name))
    assert (signature.driver is None) == bool(signature.why_no_driver)


@EVERY
def test_a_repetition_takes_longer_than_its_quickest(name: str) -> None:
    assert 0.8 <= signature_of(movement(name)).quickest_s <= max(0.8, perform(movement(name), body=Body()).total_s)


@EVERY
def test_every_target_belongs_to_a_joint_that_moves(name: str) -> None:
    by_joint: dict[str, set[float]] = {}
    for target in signature_of(movement(name)).targets:
        by_joint.setdefault(target.angle, set()).add(target.degrees)
    assert all(max(degrees) - min(degrees) >= 4.0 for degrees in by_joint.values())


@pytest.mark.parametrize("name", ["strength/squat_box", "strength/squat_goblet", "strength/squat_wall"])
def test_a_squat_is_driven_by_a_knee_or_a_hip(name: str) -> None:
    assert driver(name).angle in ("right_knee_flexion", "right_hip_flexion")


def test_a_clam_is_driven_by_the_upper_hip_opening() -> None:
    assert driver("hip/clam").angle == "left_hip_abduction"
    assert driver("hip/clam").rises


def test_a_bridge_is_driven_by_a_hip_that_straightens() -> None:
    assert driver("hip/bridge").angle == "right_hip_flexion"
    assert not driver("hip/bridge").rises


def test_a_leg_raise_is_driven_by_the_working_leg_and_not_the_flat_one() -> None:
    assert driver("lumbar/leg_raise").angle == "right_hip_flexion"


def test_a_heel_raise_on_the_far_leg_is_driven_by_the_far_ankle() -> None:
    assert driver("balance/heel_raise_one_leg").angle == "left_ankle_dorsiflexion"


@pytest.mark.parametrize("name", ["lumbar/knee_to_chest", "lumbar/flexion_in_lying", "hip/hamstring_seated_stretch"])
def test_an_arm_that_only_follows_drives_nothing(name: str) -> None:
    assert "hip" in driver(name).angle


@pytest.mark.parametrize("name", ["aerobic/walk", "aerobic/march_in_place", "aerobic/cycle_upright",
                                  "aerobic/swim_crawl", "strength/carry_farmer", "balance/tandem_walk"])  # fmt: skip
def test_who_walks_pedals_or_swims_is_counted_in_steps(name: str) -> None:
    assert signature_of(movement(name)).counts == "steps"


@pytest.mark.parametrize("name", ["general/position_of_ease", "general/breathing", "lumbar/prone_lying"])
def test_a_posture_is_timed(name: str) -> None:
    assert signature_of(movement(name)).counts == "hold"


@pytest.mark.parametrize("name", ["lumbar/knee_rocks", "lumbar/dead_bug_band", "strength/lunge", "lumbar/bird_dog"])
def test_taking_turns_with_a_rest_between_is_not_walking(name: str) -> None:
    assert signature_of(movement(name)).counts == "repetitions"


def test_a_pelvic_tilt_is_too_small_for_a_camera() -> None:
    assert "15 degrees" in signature_of(movement("lumbar/pelvic_tilt")).why_no_driver


def test_an_angle_that_comes_half_way_back_within_a_repetition_does_not_count_twice() -> None:
    assert driver("lumbar/bird_dog_squares").angle == "right_hip_flexion"


def test_a_prescribed_hold_has_a_window_around_its_target() -> None:
    hold = signature_of(movement("lumbar/bird_dog")).holds[0]
    assert hold.seconds is None
    assert hold.low_deg < driver("lumbar/bird_dog").target_deg < hold.high_deg


def test_a_camera_reads_a_standing_body_as_straight() -> None:
    seen = seen_angles(pose_body({}, body=Body()).positions_m, view="side")
    assert all(abs(angle.degrees) < 1.0 for angle in seen.values())


@pytest.mark.parametrize(("name", "degrees"), [("left_knee_flexion", 70.0), ("right_hip_flexion", 80.0),
                                               ("left_hip_abduction", 25.0), ("right_elbow_flexion", 60.0),
                                               ("left_shoulder_flexion", 150.0)])  # fmt: skip
def test_a_camera_reads_a_joint_as_it_was_set(name: str, degrees: float) -> None:
    seen = seen_angles(pose_body({name: degrees}, body=Body()).positions_m, view="side")
    assert seen[name].degrees == pytest.approx(degrees, abs=2.0)


def test_a_bent_back_reads_as_a_leaning_trunk() -> None:
    seen = seen_angles(pose_body({"lumbar_flexion": 40.0}, body=Body()).positions_m, view="side")
    assert seen[TRUNK].degrees > 20.0


def test_a_leg_to_the_side_cannot_be_measured_from_the_side() -> None:
    places = pose_body({"left_hip_abduction": 30.0}, body=Body()).positions_m
    assert seen_angles(places, view="side")["left_hip_abduction"].in_plane < 0.1
    assert seen_angles(places, view="front")["left_hip_abduction"].in_plane > 0.9


def test_an_arm_taken_overhead_and_beyond_goes_on_counting_upwards() -> None:
    seen = [seen_angles(pose_body({"left_shoulder_flexion": raised}, body=Body()).positions_m, view="side")
            for raised in (170.0, 188.0)]  # fmt: skip
    assert seen[0]["left_shoulder_flexion"].degrees < seen[1]["left_shoulder_flexion"].degrees
