"""Where treatments go: every one has a picture, and what it shows lies on the body."""

from __future__ import annotations

import gzip
import re
import xml.etree.ElementTree as ET
from functools import cache
from typing import Any

import msgspec
import pytest
from skin_marks import chart, flattened, is_in_any, middle, nearer

from people import knowledge
from spinewise.knowledge.models import Modality, Placement
from spinewise.motion import Poses, read_poses
from spinewise.motion.camera import Point
from spinewise.motion.chart_body import body_paths, chart_body, skin
from spinewise.motion.clothes import trunk_edges
from spinewise.motion.figure import figure_groups
from spinewise.motion.look import PEOPLE, PRINT, SCREEN, STANDALONE, Look
from spinewise.motion.placed_back import thing_polygon
from spinewise.motion.placed_side import Scene, spot_on, things_on_pose
from spinewise.motion.placement import draw_placement, pose_stage
from spinewise.motion.stage import Stage

MODALITIES = sorted(knowledge().modalities)
ALONE = ("modalities/cold", "modalities/heat", "modalities/tens")
BUILDS = (Look(shape="female"), Look(shape="male"), Look(shape="female", girth=1.1))
ON_THE_SKIN_MM = 75.0
OVER_THE_EDGE = ("belt",)


@cache
def poses() -> Poses:
    return read_poses(knowledge().poses)


def modality(name: str) -> Modality:
    return knowledge().modalities[name]


def placement(name: str) -> Placement:
    found = modality(name).placement
    assert found is not None, f"{name} does not say where it goes"
    return found


def draw(name: str, **changes: Any) -> str:
    given = {
        "id": name,
        "poses": poses(),
        "landmarks": chart().landmarks,
        "agent": modality(name).demands.agent or "",
        **changes,
    }
    return draw_placement(placement(name), **given)


def stage_for(pose: str, name: str) -> Stage:
    return pose_stage(pose, placement(name), look=Look(), palette=PRINT, poses=poses())


def scene_for(name: str) -> Scene:
    return Scene(placement(name), chart().landmarks, Look(), PRINT, modality(name).demands.agent or "")


@pytest.mark.parametrize("name", MODALITIES)
def test_every_treatment_says_where_it_goes(name: str) -> None:
    one = placement(name)
    assert one.things
    assert one.poses


@pytest.mark.parametrize("build", BUILDS, ids=lambda look: f"{look.shape} {look.girth:g}")
@pytest.mark.parametrize("name", MODALITIES)
def test_what_is_put_on_lies_on_the_body(name: str, build: Look) -> None:
    whole = chart_body(build.body(), view="back")
    body = [flattened(path) for path in body_paths(whole)]
    for thing in placement(name).things:
        if thing.thing not in OVER_THE_EDGE:
            piece = thing_polygon(thing, whole, chart().landmarks)
            assert all(is_in_any(corner, body) for corner in piece), thing


@pytest.mark.parametrize("name", MODALITIES)
def test_a_belt_reaches_round_the_body_and_hardly_beyond(name: str) -> None:
    whole = chart_body(Look().body(), view="back")
    body = [flattened(path) for path in body_paths(whole)]
    for thing in placement(name).things:
        if thing.thing in OVER_THE_EDGE:
            piece = thing_polygon(thing, whole, chart().landmarks)
            assert all(is_in_any(nearer(corner, middle(piece), 12.0), body) for corner in piece)
            assert max(x for x, _ in piece) > 100.0


@pytest.mark.parametrize("name", MODALITIES)
def test_nothing_is_put_on_the_neck(name: str) -> None:
    whole = chart_body(Look().body(), view="back")
    neck = whole.camera.point(skin("trunk", whole, along=6.7, across=0.0))[1]
    highest = min(y for thing in placement(name).things for _, y in thing_polygon(thing, whole, chart().landmarks))
    assert highest > neck


@pytest.mark.parametrize("name", MODALITIES)
def test_in_every_pose_it_touches_the_person(name: str) -> None:
    for pose in placement(name).poses:
        stage = stage_for(pose, name)
        posture = stage.performance.start
        behind, before = things_on_pose(scene_for(name), stage, posture)
        body = [flattened(shape.path) for group in figure_groups(posture, stage.sitter) for shape in group.shapes]
        for group in (*behind, *before):
            drawn = [*(shape.path for shape in group.shapes), *(line.path for line in group.lines)]
            corners = [corner for path in drawn for corner in flattened(path)]
            assert any(touches(corner, body) for corner in corners), (pose, group.name)


def touches(corner: Point, body: list[list[Point]]) -> bool:
    x, y = corner
    around = [(x + dx, y + dy) for dx in (-ON_THE_SKIN_MM, 0.0, ON_THE_SKIN_MM) for dy in (-ON_THE_SKIN_MM, 0.0, 40.0)]
    return is_in_any(corner, body) or any(is_in_any(place, body) for place in around)


def test_on_somebody_lying_on_the_front_the_back_is_up() -> None:
    stage = stage_for("prone", "modalities/massage")
    assert spot_on(stage.performance.start, stage, 3.0).out[1] < -0.9


def test_on_somebody_sitting_it_lies_behind_them() -> None:
    stage = stage_for("sitting", "modalities/heat")
    front, back = trunk_edges(stage.performance.start, stage.sitter.camera)
    spot = spot_on(stage.performance.start, stage, 3.0)
    assert spot.out[0] < -0.9
    assert spot.at[0] < (front[3][0] + back[3][0]) / 2


def test_people_lie_on_the_table_and_do_not_float() -> None:
    for name in MODALITIES:
        for pose in placement(name).poses:
            if pose in ("prone", "supine", "side_lying"):
                posture = stage_for(pose, name).performance.start
                assert min(place.z for place in posture.positions_m.values()) < 0.12, (name, pose)
                assert posture.positions_m["pelvis"].z < 0.25, (name, pose)


def test_what_is_on_a_back_that_is_turned_away_is_painted_first() -> None:
    stage = stage_for("side_lying", "modalities/heat")
    behind, before = things_on_pose(scene_for("modalities/heat"), stage, stage.performance.start)
    assert behind
    assert not before


def test_electrodes_lie_on_both_sides_of_the_spine_and_off_it() -> None:
    things = placement("modalities/tens").things
    assert {thing.across[0] > 0 for thing in things} == {True, False}
    assert all(thing.across[0] > 0.1 or thing.across[1] < -0.1 for thing in things)


def test_warmth_and_cold_do_not_look_the_same() -> None:
    warm, cold = (draw(name, look=PEOPLE[0], palette=SCREEN) for name in ("modalities/heat", "modalities/cold"))
    assert "k-glow" in warm
    assert "k-water" not in warm
    assert "k-water" in cold


@pytest.mark.parametrize("name", MODALITIES)
def test_the_picture_says_in_words_what_it_shows(name: str) -> None:
    root = ET.fromstring(draw(name, title="Somewhere"))
    title, told = (root.find(f"{{http://www.w3.org/2000/svg}}{part}") for part in ("title", "desc"))
    assert title is not None
    assert title.text == "Somewhere"
    assert told is not None
    assert told.text == placement(name).says


@pytest.mark.parametrize("name", MODALITIES)
def test_the_words_name_every_way_to_lie_or_sit(name: str) -> None:
    words = {
        "prone": "on your front",
        "supine": "on your back",
        "side_lying": "on your side",
        "sitting": "sit",
        "standing": "up the low back",
    }
    assert all(words[pose] in placement(name).says for pose in placement(name).poses)


def test_pictures_are_small() -> None:
    for palette in (SCREEN, PRINT, STANDALONE):
        assert max(len(gzip.compress(draw(name, palette=palette).encode())) for name in MODALITIES) < 20_000


def test_paper_gets_plain_colours() -> None:
    for name in ALONE:
        svg = draw(name, palette=PRINT)
        assert "var(" not in svg
        assert 'class="k-' not in svg


def test_two_pictures_on_a_page_do_not_share_a_window() -> None:
    names = [re.findall(r'<clipPath id="([^"]+)"', draw(name)) for name in MODALITIES]
    assert len({one for found in names for one in found}) == len(MODALITIES)


def test_a_thing_moved_up_the_back_is_drawn_higher() -> None:
    one = placement("modalities/heat").things[0]
    higher = msgspec.structs.replace(one, along=("5.2", "4.0"))
    whole = chart_body(Look().body(), view="back")
    low, high = (middle(thing_polygon(thing, whole, chart().landmarks))[1] for thing in (one, higher))
    assert high < low - 100
