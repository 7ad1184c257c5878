"""Tables, walls, doors and benches that a body leans on, and the words for movements to the side."""

from __future__ import annotations

import re
from typing import Any

import pytest
from stage_hands import POSES, movement

from spinewise.motion import Movement, describe, draw_animation, look_for, read_movement
from spinewise.motion.body import Body
from spinewise.motion.camera import SIDE, front
from spinewise.motion.gear import CARRIED_GEAR, STILL_GEAR
from spinewise.motion.look import SCREEN
from spinewise.motion.movement import Prop
from spinewise.motion.perform import perform
from spinewise.motion.props import STILL_PROPS
from spinewise.motion.stage import path_points, set_stage

FRONT = front(9.0)


def standing(*keys: dict[str, Any], **fields: Any) -> Movement:
    rows = [{"name": "start"}, *({"after_s": 1, **key} for key in keys), {"name": "start", "after_s": 1}]
    return read_movement({"from": "standing", "holds": ["both_feet"], "keys": rows, **fields}, id="t/t", poses=POSES)


def corners_mm(kind: str, prop: Prop, shown: Movement, camera: Any) -> list[tuple[float, float]]:
    start = perform(shown, body=Body()).start
    groups = (STILL_PROPS | STILL_GEAR)[kind](prop, start, camera)
    return [point for group in groups for shape in group.shapes for point in path_points(shape.path)]


HIPS_LEFT = {
    "name": "left",
    "left_hip_abduction": -10,
    "right_hip_abduction": 10,
    "lumbar_side_bend": -26,
    "thoracic_side_bend": 18,
}


def arm_forward(name: str, side: str, degrees: float) -> dict[str, Any]:
    return {"name": name, "left_shoulder_flexion": 0, "right_shoulder_flexion": 0, f"{side}_shoulder_flexion": degrees}


def test_hips_that_go_sideways_under_a_still_head_glide() -> None:
    assert "The hips glide to the side." in describe(standing(HIPS_LEFT, view="front"))


def test_the_same_with_the_other_arm_is_the_other_side() -> None:
    shown = standing(arm_forward("one", "right", 90), arm_forward("two", "left", 90))
    assert "Then the same to the other side." in describe(shown)


def test_the_same_with_the_same_arm_is_not_the_other_side() -> None:
    shown = standing(arm_forward("one", "right", 90), arm_forward("two", "right", 80))
    assert "other side" not in describe(shown)


def test_a_chest_that_only_turns_is_said() -> None:
    assert "The chest turns to the side." in describe(standing({"name": "turn", "thoracic_rotation": 20}))


def test_a_desk_is_just_below_the_hand_that_leans_on_it() -> None:
    shown = movement("lumbar/plank_table")
    hand = perform(shown, body=Body()).start.arms["right"].end
    highest = min(y for _, y in corners_mm("desk", Prop(kind="desk", at="right_hand"), shown, SIDE))
    far_edge = SIDE.point(hand._replace(y=0.36))[1]
    assert 0.0 < highest - far_edge < 60.0


@pytest.mark.parametrize(("part", "sign"), [("left_hand", 1), ("right_hand", -1)])
def test_a_wall_beside_the_body_stands_on_the_named_side_and_clear_of_it(part: str, sign: int) -> None:
    shown = movement("lumbar/side_glide_left")
    body = [FRONT.point(place)[0] * sign for place in perform(shown, body=Body()).start.positions_m.values()]
    wall = [x * sign for x, _ in corners_mm("wall", Prop(kind="wall", at=part), shown, FRONT)]
    assert min(wall) > max(body)


def test_the_pad_of_a_roman_chair_is_in_front_of_the_thighs() -> None:
    shown = movement("lumbar/hyperextension")
    start = perform(shown, body=Body()).start
    pad = STILL_GEAR["roman_chair"](Prop(kind="roman_chair"), start, SIDE)[0].shapes[-2]
    knee = SIDE.point(start.legs["right"].hinge)[0]
    assert all(x > knee - 60.0 for x, _ in path_points(pad.path))


@pytest.mark.parametrize(("name", "at"), [("pallof_press", "door_side"), ("dead_bug_band", "door_behind")])
def test_a_band_is_fastened_to_its_door_at_every_key(name: str, at: str) -> None:
    shown = movement(f"lumbar/{name}")
    camera = FRONT if shown.view == "front" else SIDE
    prop = next(prop for prop in shown.props if prop.kind == "band")
    assert prop.at == at
    door = corners_mm("band", prop, shown, camera)
    low, high = min(x for x, _ in door) - 5, max(x for x, _ in door) + 5
    for posture in perform(shown, body=Body()).postures.values():
        ends = [_end_x(group.lines[-1].path) for group in CARRIED_GEAR["band"](prop, posture, camera)]
        assert all(low <= end <= high for end in ends)


def _end_x(path: str) -> int:
    """Where a curve ends: its start and every third step of the way."""
    start, steps = (list(map(int, re.findall(r"-?\d+", part))) for part in path.split("c"))
    return start[0] + sum(steps[4::6])


def test_hands_that_push_ahead_are_drawn_before_the_chest() -> None:
    pushed, hanging = movement("lumbar/pallof_press"), movement("lumbar/side_glide_left")
    stages = [set_stage(shown, look=look_for(shown.id), palette=SCREEN) for shown in (pushed, hanging)]
    assert [stage.sitter.hands_on_body for stage in stages] == [True, False]


def test_a_face_that_tilts_in_the_page_moves_as_one_piece() -> None:
    assert 'type="rotate"' in draw_animation(movement("lumbar/side_plank_knee"))
    assert 'type="rotate"' not in draw_animation(movement("thoracic/rotation_in_sitting"))
