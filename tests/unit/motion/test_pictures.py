"""The pictures: sound SVG, small, named, calm for those who ask, and with people in them."""

from __future__ import annotations

import gzip
import re
from xml.etree import ElementTree as ET

import pytest
from stage_hands import WRITTEN, movement, path_data

from spinewise.motion import (
    PRINT,
    SCREEN,
    STANDALONE,
    Look,
    Movement,
    draw_animation,
    draw_still,
    draw_strip,
    figure_css,
    look_for,
)
from spinewise.motion.look import HAIR, PEOPLE, SKIN, TOP

EVERY = pytest.mark.parametrize("name", WRITTEN)
DRAWINGS = pytest.mark.parametrize("draw", [draw_still, draw_strip, draw_animation])
SVG = "{http://www.w3.org/2000/svg}"
MOST_BYTES = 20_000


@DRAWINGS
@EVERY
def test_a_picture_is_sound_named_and_small(name: str, draw: type) -> None:
    svg = draw(movement(name), title="Lift & lower")
    root = ET.fromstring(svg)
    assert (root.get("role"), root.findtext(f"{SVG}title")) == ("img", "Lift & lower")
    assert len(root.findtext(f"{SVG}desc") or "") > 15
    assert len(gzip.compress(svg.encode())) <= MOST_BYTES


@DRAWINGS
@EVERY
def test_every_number_in_a_path_is_a_number(name: str, draw: type) -> None:
    paths = path_data(draw(movement(name)))
    assert all(re.fullmatch(r"M-?\d+ ?-?\d+[cCL][-\d .LC]+z?", path) for path in paths)


@EVERY
def test_the_structure_of_a_moving_path_is_constant(name: str) -> None:
    svg = draw_animation(movement(name))
    for values in re.findall(r'attributeName="d"[^>]* values="([^"]*)"', svg):
        shapes = {(re.sub(r"[-\d ]+", "", frame), len(re.findall(r"-?\d+", frame))) for frame in values.split(";")}
        assert len(shapes) == 1


@EVERY
def test_frames_and_times_agree(name: str) -> None:
    for times, values in re.findall(r'keyTimes="([^"]*)" values="([^"]*)"', draw_animation(movement(name))):
        marks = [float(time) for time in times.split(";")]
        assert len(marks) == len(values.split(";"))
        assert (marks[0], marks[-1]) == (0.0, 1.0)
        assert marks == sorted(marks)


@EVERY
def test_the_animation_ends_on_its_first_frame(name: str) -> None:
    for values in re.findall(r'attributeName="d"[^>]* values="([^"]*)"', draw_animation(movement(name))):
        assert values.split(";")[0] == values.split(";")[-1]


@EVERY
def test_less_motion_shows_the_start_and_the_end(name: str) -> None:
    root = ET.fromstring(draw_animation(movement(name), palette=STANDALONE))
    groups = {group.get("class"): group for group in root.findall(f"{SVG}g")}
    assert groups.keys() == {"m-move", "m-pair"}
    assert len(groups["m-pair"].findall(f"{SVG}g")) == 2
    assert not list(groups["m-pair"].iter(f"{SVG}animate"))
    assert "prefers-reduced-motion" in (root.findtext(f"{SVG}style") or "")


def test_the_page_style_sheet_carries_the_calm_too() -> None:
    assert "prefers-reduced-motion" in figure_css()


@DRAWINGS
def test_a_picture_for_a_page_has_no_colours_and_no_styles_of_its_own(draw: type) -> None:
    svg = draw(movement("test/reach"), palette=SCREEN)
    assert not re.search(r"<style|style=|#[0-9a-f]{6}\"|<script|onload", svg)


@DRAWINGS
def test_a_picture_for_print_has_only_plain_colours(draw: type) -> None:
    svg = draw(movement("test/reach"), palette=PRINT)
    colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg)) - {"none"}
    assert colours
    assert all(re.fullmatch(r"#[0-9a-f]{6}", colour) for colour in colours)
    assert 'class="k-' not in svg


def test_the_start_shows_through_only_when_something_moved() -> None:
    assert 'opacity=".17"' in draw_still(movement("test/reach"))
    assert 'opacity=".17"' not in draw_still(movement("test/reach"), at="start")


def test_the_arrows_are_one_or_two() -> None:
    assert draw_still(movement("test/reach")).count("k-arrow-line") == 2
    assert draw_still(movement("test/lift")).count("k-arrow-line") == 1
    assert "k-arrow" not in draw_still(movement("test/reach"), at="start")


def test_a_small_movement_has_a_lens_with_bones() -> None:
    assert "clipPath" in draw_still(movement("test/lift"))
    assert "k-bone" in draw_still(movement("test/lift"))
    assert "clipPath" not in draw_still(movement("test/reach"))


def test_a_strip_numbers_its_steps() -> None:
    assert re.findall(r">(\d)</text>", draw_strip(movement("test/reach"))) == ["1", "2"]


def test_an_unknown_key_is_refused_by_name() -> None:
    with pytest.raises(KeyError, match="no key 'reech'"):
        draw_still(movement("test/reach"), at="reech")


def test_the_same_exercise_is_always_shown_by_the_same_person() -> None:
    assert draw_still(movement("test/reach")) == draw_still(movement("test/reach"))
    assert look_for("lumbar/bird_dog") == look_for("lumbar/bird_dog")


def test_over_many_exercises_everybody_is_shown() -> None:
    shown = {look_for(f"lumbar/exercise_{number}") for number in range(200)}
    assert shown == set(PEOPLE)


def test_the_people_are_women_and_men_of_every_skin_and_some_are_older() -> None:
    assert {look.shape for look in PEOPLE} == {"female", "male"}
    assert {look.skin for look in PEOPLE} == set(SKIN)
    assert sum(look.hair_tone == "grey" for look in PEOPLE) >= 2


@pytest.mark.parametrize("look", PEOPLE)
def test_every_person_can_be_drawn_from_the_side_and_from_the_front(look: Look) -> None:
    seen: Movement = movement("test/lift")
    for draw in (draw_still, draw_animation):
        assert SKIN[look.skin][0] in draw(seen, look=look, palette=PRINT)


@pytest.mark.parametrize(("tones", "attribute"), [(SKIN, "skin"), (HAIR, "hair"), (TOP, "top")])
def test_every_tone_has_its_rule_for_the_page(tones: dict[str, object], attribute: str) -> None:
    assert all(f'.figure[data-{attribute}="{name}"]' in figure_css() for name in tones)
