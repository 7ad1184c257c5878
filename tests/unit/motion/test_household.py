"""Things of daily life and marks on floor and wall: each is used, stands where the body needs it, and follows it."""

from __future__ import annotations

import re

import pytest
from stage_hands import WRITTEN, movement

from spinewise.motion.body import Body, Posture
from spinewise.motion.camera import SIDE
from spinewise.motion.figure import Group
from spinewise.motion.household import CARRIED_HOUSEHOLD, STILL_HOUSEHOLD
from spinewise.motion.movement import HOUSEHOLD, Prop
from spinewise.motion.perform import Performance, perform
from spinewise.motion.props import carried_props, still_props


def shown(name: str) -> Performance:
    return perform(movement(name), body=Body())


def started(name: str) -> Posture:
    return shown(name).start


def begins(group: Group) -> tuple[int, int]:
    path = (group.shapes or group.lines)[0].path
    x, y = re.findall(r"-?\d+", path)[:2]
    return int(x), int(y)


@pytest.mark.parametrize("kind", HOUSEHOLD)
def test_every_named_thing_is_drawn(kind: str) -> None:
    assert kind in STILL_HOUSEHOLD or kind in CARRIED_HOUSEHOLD


@pytest.mark.parametrize("kind", HOUSEHOLD)
def test_some_exercise_uses_every_thing(kind: str) -> None:
    assert any(prop.kind == kind for name in WRITTEN for prop in movement(name).props)


def test_a_sock_goes_where_the_foot_goes() -> None:
    hops = shown("daily/sock_figure_four")
    groups = [carried_props(hops.movement.props, hops.posture_of(key), SIDE)[0] for key in (hops.movement.keys[0:2])]
    ankles = [hops.posture_of(key).legs["right"].end for key in hops.movement.keys[0:2]]
    for group, ankle in zip(groups, ankles, strict=True):
        x, y = SIDE.point(ankle)
        assert abs(begins(group)[0] - x) < 160
        assert abs(begins(group)[1] - y) < 160


def test_trousers_rise_with_the_lifted_foot() -> None:
    dresses = shown("daily/dress_standing")
    hems = []
    for key in dresses.movement.keys[:2]:
        near = CARRIED_HOUSEHOLD["trousers"](Prop(kind="trousers"), dresses.posture_of(key), SIDE)[1]
        hems.append(max(int(pair.split()[1]) for pair in near.shapes[0].path.strip("Mz").split("L")))
    assert hems[1] < hems[0]


def test_a_handrail_rises_with_the_stairs() -> None:
    def bar(height_m: float) -> list[int]:
        prop = Prop(kind="rail", height_m=height_m)
        path = STILL_HOUSEHOLD["rail"](prop, started("strength/step_up_high"), SIDE)[0].lines[0].path
        return [int(number) for number in re.findall(r"-?\d+", path)]

    level, sloped = bar(0.0), bar(0.5)
    assert level[-1] == 0
    assert sloped[-1] < 0


def test_a_basin_is_as_high_as_the_hand_on_its_edge() -> None:
    start = started("daily/basin_hinge")
    bowl = STILL_HOUSEHOLD["basin"](Prop(kind="basin", at="left_hand"), start, SIDE)[1].shapes[-1]
    hand = SIDE.point(start.arms["left"].end._replace(y=-0.27))
    x, y = (int(number) for number in re.findall(r"-?\d+", bowl.path)[:2])
    assert (abs(x - hand[0]) < 60, abs(y - hand[1]) < 60) == (True, True)


def test_a_pillow_between_the_knees_is_in_the_gap() -> None:
    start = started("general/ease_side_lying")
    knees = sorted(SIDE.point(leg.hinge)[1] for leg in start.legs.values())
    pillow = still_props((Prop(kind="pillow", at="knees"),), start, SIDE)[0]
    assert knees[0] - 120 < begins(pillow)[1] < knees[1] + 120


def test_a_line_on_the_floor_lies_on_the_floor() -> None:
    strip = STILL_HOUSEHOLD["floor_line"](Prop(kind="floor_line"), started("balance/tandem_walk"), SIDE)[0].shapes[0]
    heights = [int(pair.split()[1]) for pair in strip.path.strip("Mz").split("L")]
    assert max(abs(height) for height in heights) < 20
