"""What a drawn movement asks of the body, read off its angles."""

from __future__ import annotations

from typing import Any

import pytest
from stage_hands import POSES, movement

from spinewise.knowledge.models import Demands, Dose, Dosing, Exercise, Move, Title
from spinewise.motion import Movement, read_movement
from spinewise.motion.agreement import disagreements
from spinewise.motion.demands import derived_demands, positions_of

ONCE, HELD = Dose(sets=(8,)), Dose(sets=(8,), hold_s=10)


def standing(**angles: float) -> Movement:
    rows: list[dict[str, Any]] = [{"name": "start"}, {"name": "go", "after_s": 1, "hold": "dose", **angles},
                                  {"name": "start", "after_s": 1}]  # fmt: skip
    return read_movement({"from": "standing", "keys": rows}, id="t/t", poses=POSES)


def position(name: str) -> str:
    return derived_demands(movement(name), ONCE).position


def tagged(*moves: Move, position: str = "standing") -> Exercise:
    dosing = Dosing(start=ONCE, limit=ONCE)
    title = Title(clinician="T", patient="T")
    demands = Demands(position=position, moves=moves)  # type: ignore[arg-type]
    return Exercise(id="t/t", title=title, evidence=(), aims=(), demands=demands, dose=dosing, steps=())


def said(shown: Movement, *moves: Move, position: str = "standing") -> list[str]:
    return [str(problem) for problem in disagreements(tagged(*moves, position=position), shown)]


@pytest.mark.parametrize(("name", "expected"), [
    ("strength/squat_goblet", "standing"), ("hip/sit_to_stand", "sitting"), ("lumbar/bird_dog", "hands_and_knees"),
    ("hip/bridge", "crook_lying"), ("lumbar/dead_bug", "supine"), ("lumbar/press_up", "prone"),
    ("hip/clam", "side_lying"), ("hip/hip_flexor_half_kneel", "half_kneeling"), ("aerobic/walk", "walking"),
    ("aerobic/cycle_upright", "sitting"), ("aerobic/swim_crawl", "prone"), ("lumbar/hyperextension", "standing"),
    ("lumbar/plank_full", "hands_and_knees"), ("daily/lift_from_floor", "standing"),
])  # fmt: skip
def test_the_position_is_seen(name: str, expected: str) -> None:
    assert position(name) == expected


def test_who_stands_up_is_first_sitting_and_then_standing() -> None:
    assert positions_of(movement("hip/sit_to_stand")) == {"sitting", "standing"}


def test_sitting_back_on_the_heels_is_kneeling() -> None:
    assert "kneeling" in positions_of(movement("lumbar/childs_pose"))


@pytest.mark.parametrize(("degrees", "far"), [(20.0, "mid"), (36.0, "mid"), (38.0, "end")])
def test_a_lower_back_is_at_its_end_beyond_half_of_what_can_be_drawn(degrees: float, far: str) -> None:
    move = derived_demands(standing(lumbar_flexion=degrees), ONCE).move("lumbar", "flexion")
    assert move is not None
    assert move.range == far


def test_a_hip_is_at_its_end_beyond_a_right_angle() -> None:
    far = {degrees: derived_demands(standing(near_hip_flexion=degrees, near_knee_flexion=90), ONCE)
           for degrees in (88.0, 102.0)}  # fmt: skip
    moves = [derived.move("hip", "flexion") for derived in far.values()]
    assert [move.range for move in moves if move] == ["mid", "end"]


def test_a_turn_counts_to_either_side() -> None:
    for degrees in (-12.0, 12.0):
        move = derived_demands(standing(lumbar_rotation=degrees), ONCE).move("lumbar", "rotation")
        assert move is not None
        assert move.range == "end"


def test_a_back_that_does_not_bend_is_neutral() -> None:
    assert derived_demands(standing(near_hip_flexion=40), ONCE).move("lumbar", "neutral") is not None
    assert derived_demands(standing(lumbar_flexion=30), ONCE).move("lumbar", "neutral") is None


def test_a_long_hold_is_sustained_and_a_short_one_repeated() -> None:
    shown = standing(lumbar_flexion=30)
    holds = [derived_demands(shown, dose).move("lumbar", "flexion") for dose in (HELD, ONCE)]
    assert [move.hold for move in holds if move] == ["sustained", "repeated"]


def test_a_limb_that_straightens_moves_into_extension() -> None:
    move = derived_demands(movement("lumbar/heel_slide"), ONCE).move("knee", "extension")
    assert move is not None


def test_a_bend_without_a_tag_is_named_with_what_to_add() -> None:
    assert said(standing(lumbar_flexion=30)) == [
        (
            "t/t: the lumbar goes into flexion (30 degrees at 'go'), and the file does not say so. "
            "Add {part: lumbar, way: flexion, range: mid}, or draw it less far."
        )
    ]


def test_a_mid_tag_for_a_movement_to_the_end_is_too_little() -> None:
    assert any("to its end" in what for what in said(standing(lumbar_flexion=50), Move(part="lumbar", way="flexion")))


def test_a_tag_that_agrees_is_left_alone() -> None:
    assert said(standing(lumbar_flexion=50), Move(part="lumbar", way="flexion", range="end")) == []


def test_a_tag_that_nothing_shows_is_named() -> None:
    assert "the movement does not show it" in said(standing(), Move(part="hip", way="rotation"))[0]


def test_an_end_that_is_not_reached_is_named() -> None:
    found = said(standing(lumbar_flexion=20), Move(part="lumbar", way="flexion", range="end"))
    assert "the movement goes to 20 degrees" in found[0]


def test_a_sustained_bend_does_not_pass_as_repeated() -> None:
    one = tagged(Move(part="lumbar", way="extension", range="end"))
    held = Exercise(id=one.id, title=one.title, evidence=(), aims=(), demands=one.demands, steps=(),
                    dose=Dosing(start=HELD, limit=HELD))  # fmt: skip
    found = disagreements(held, standing(lumbar_flexion=-30))
    assert "the file says repeated" in str(found[0])


def test_a_wrong_position_is_named() -> None:
    assert "the file says prone, the movement shows standing" in said(standing(), position="prone")[0]


def test_lying_on_the_back_is_one_position_with_bent_or_straight_legs() -> None:
    assert said(movement("lumbar/leg_raise"), position="crook_lying") == []


def test_a_small_bend_of_the_back_may_be_called_neutral_or_a_bend() -> None:
    shown = standing(lumbar_flexion=8)
    assert said(shown, Move(part="lumbar", way="neutral")) == []
    assert said(shown, Move(part="lumbar", way="flexion")) == []


def test_a_knee_in_its_middle_range_needs_no_tag() -> None:
    assert said(standing(near_hip_flexion=40, near_knee_flexion=60)) == []
