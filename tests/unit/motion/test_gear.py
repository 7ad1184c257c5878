"""Weights, bands, machines and water: where they are painted, and that they follow the body."""

from __future__ import annotations

import re

import pytest
from stage_hands import WRITTEN, movement

from spinewise.motion import SCREEN, describe, draw_still, look_for
from spinewise.motion.camera import SIDE
from spinewise.motion.gear import BEHIND, CARRIED_GEAR, IN_FRONT, STILL_GEAR, palm, sole
from spinewise.motion.geometry import distance, middle
from spinewise.motion.movement import GEAR, Prop
from spinewise.motion.stage import Stage, person_groups, set_stage


def staged(name: str) -> Stage:
    return set_stage(movement(name), look=look_for(name), palette=SCREEN)


def painted_names(name: str) -> list[str]:
    stage = staged(name)
    return [group.name for group in person_groups(stage, stage.performance.start)]


def numbers(path: str) -> list[int]:
    return [int(number) for number in re.findall(r"-?\d+", path)]


@pytest.mark.parametrize("kind", GEAR)
def test_every_named_thing_is_drawn(kind: str) -> None:
    assert kind in STILL_GEAR or kind in CARRIED_GEAR


@pytest.mark.parametrize("kind", GEAR)
def test_some_exercise_uses_every_thing(kind: str) -> None:
    assert any(prop.kind == kind for name in WRITTEN for prop in movement(name).props)


def test_the_far_weight_is_painted_before_the_body_and_the_near_one_after_it() -> None:
    names = painted_names("strength/carry_farmer_light")
    assert names.index(BEHIND) < names.index("trunk") < names.index("weight")


def test_water_is_painted_over_the_bather() -> None:
    assert painted_names("aerobic/pool_walk")[-1] == IN_FRONT


def test_a_bather_is_barefoot_and_a_walker_is_not() -> None:
    assert 'data-feet="bare"' in draw_still(movement("aerobic/swim_back"))
    assert 'data-feet="shoes"' in draw_still(movement("aerobic/walk"))


def test_a_band_around_the_knees_grows_as_they_open() -> None:
    shown = staged("hip/clam_band").performance
    reach = []
    for key in shown.movement.keys[:2]:
        line = CARRIED_GEAR["band"](Prop(kind="band", at="knees"), shown.posture_of(key), SIDE)[0].lines[0]
        steps = numbers(line.path)[2:]
        reach.append((sum(steps[4::6]) ** 2 + sum(steps[5::6]) ** 2) ** 0.5)
    assert reach[1] > 1.5 * reach[0]


@pytest.mark.parametrize("name", ["aerobic/cycle_upright", "aerobic/cycle_recumbent", "aerobic/cycle_intervals"])
def test_pedals_stay_opposite_each_other(name: str) -> None:
    shown = staged(name).performance
    hubs = [middle([sole(shown.posture_of(key), side) for side in ("left", "right")]) for key in shown.movement.keys]
    assert max(distance(hub, hubs[0]) for hub in hubs) < 0.05


def test_a_box_is_lifted_with_the_hands() -> None:
    shown = staged("daily/lift_from_floor").performance
    low, high = (shown.posture_of(key) for key in shown.movement.keys[:2])
    assert palm(high, "right").z - palm(low, "right").z > 0.5


def test_heels_that_lift_are_told() -> None:
    assert "The heels lift." in describe(movement("balance/heel_raise_seated"))


def test_toes_that_lift_are_told() -> None:
    assert "The toes lift." in describe(movement("balance/toe_raise"))


def test_knees_that_bend_over_still_feet_are_told() -> None:
    assert "Both knees bend." in describe(movement("strength/squat_goblet"))
