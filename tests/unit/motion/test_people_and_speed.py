"""Whoever is drawn is really another body, and what is remembered between drawings changes none of them."""

from __future__ import annotations

import re
from itertools import pairwise

import msgspec
import pytest
from stage_hands import WRITTEN, movement

from spinewise.motion import (
    PRINT,
    SCREEN,
    Look,
    describe,
    draw_animation,
    draw_still,
    draw_strip,
    forget_drawings,
    look_for,
)
from spinewise.motion.body import Body, pose_body
from spinewise.motion.flesh import trunk_sections
from spinewise.motion.look import PEOPLE, plain_tones_css
from spinewise.motion.muscles import HIP_EDGES
from spinewise.motion.perform import busy_times_s
from spinewise.motion.stage import set_stage

SOME = [*list(WRITTEN)[::9], "test/reach", "test/lift"]


def frame(look: Look) -> tuple[float, ...]:
    drawn = draw_still(movement("aerobic/walk"), look=look)
    found = re.search(r'viewBox="([^"]+)"', drawn)
    assert found
    return tuple(float(part) for part in found[1].split())


def test_a_taller_person_needs_a_higher_picture() -> None:
    assert frame(Look(height_m=1.95))[3] > frame(Look(height_m=1.50))[3] + 200


def test_a_broader_person_is_wider_at_the_waist() -> None:
    thin, broad = (trunk_sections(pose_body({}, body=Body(girth=girth)))[3].width_m for girth in (0.95, 1.15))
    assert broad > 1.15 * thin


def test_a_woman_and_a_man_of_one_height_differ_at_hips_and_shoulders() -> None:
    woman, man = (trunk_sections(pose_body({}, body=Body(shape=shape))) for shape in ("female", "male"))
    assert woman[1].width_m > man[1].width_m
    assert woman[6].width_m < man[6].width_m


def test_an_older_back_is_rounder_and_still_looks_ahead() -> None:
    young, old = (pose_body({}, body=Body(stoop_deg=stoop)).trunk for stoop in (0.0, 10.0))
    assert old.nodes[11].x > young.nodes[11].x + 0.03
    assert old.frames[10].forward.z > -0.10


def test_the_older_people_are_grey_and_a_little_rounder() -> None:
    assert all((look.stoop_deg > 0.0) == (look.hair_tone == "grey") for look in PEOPLE)


def test_who_lies_is_as_flat_as_the_floor() -> None:
    older = next(look for look in PEOPLE if look.stoop_deg)
    assert set_stage(movement("test/lift"), look=older, palette=SCREEN).performance.body.stoop_deg == 0.0
    assert set_stage(movement("aerobic/walk"), look=older, palette=SCREEN).performance.body.stoop_deg > 0.0


def test_every_setting_of_a_person_shows_in_the_picture() -> None:
    plain = Look()
    other = Look(
        skin="deep",
        hair="bun",
        hair_tone="grey",
        top="sky",
        bottom="slate",
        trousers="long",
        shape="male",
        girth=1.1,
        height_m=1.9,
        stoop_deg=8.0,
    )
    for name in (field for field in Look.__struct_fields__ if field != "feet"):
        changed = msgspec.structs.replace(plain, **{name: getattr(other, name)})
        walk = movement("aerobic/walk")
        assert draw_still(walk, look=changed, palette=PRINT) != draw_still(walk, look=plain, palette=PRINT), name


@pytest.mark.parametrize("name", SOME)
def test_what_is_remembered_changes_no_drawing(name: str) -> None:
    forget_drawings()
    first = [draw(movement(name)) for draw in (draw_still, draw_strip, draw_animation)]
    again = [draw(movement(name)) for draw in (draw_still, draw_strip, draw_animation)]
    backwards = [draw(movement(name)) for draw in (draw_animation, draw_strip, draw_still)]
    assert first == again == backwards[::-1]


def test_another_movement_under_the_same_name_is_not_mistaken_for_the_first() -> None:
    one = movement("test/reach")
    other = msgspec.structs.replace(movement("test/lift"), id="test/reach")
    assert draw_still(one) != draw_still(other)


def test_the_way_back_is_the_way_there() -> None:
    shown = set_stage(movement("lumbar/bird_dog"), look=look_for("x"), palette=SCREEN).performance
    postures = {id(shown.posture_at(time)) for time in busy_times_s(shown)}
    assert len(postures) < len(busy_times_s(shown)) * 0.65


@pytest.mark.parametrize("name", WRITTEN)
def test_named_muscles_are_shown_from_every_side(name: str) -> None:
    assert ("k-glow" in draw_still(movement(name))) == bool(movement(name).target)


def test_from_the_front_the_sides_of_the_hips_are_two_patches() -> None:
    assert draw_still(movement("hip/standing_abduction")).count("k-glow") == len(HIP_EDGES)


def test_a_foot_seen_from_above_is_no_needle() -> None:
    shown = set_stage(movement("lumbar/side_plank_knee"), look=look_for("x"), palette=SCREEN)
    svg = draw_still(movement("lumbar/side_plank_knee"))
    assert shown.sitter.camera.right.x == 1.0
    for path in re.findall(r'class="k-shoe" d="M([^"]+)"', svg):
        steps = [int(number) for number in re.findall(r"-?\d+", path)]
        assert _area(steps) > 3000


def _area(steps: list[int]) -> float:
    """The area inside a curve's end points."""
    x, y = steps[0], steps[1]
    corners = [(x, y)]
    for n in range(2, len(steps) - 5, 6):
        x, y = x + steps[n + 4], y + steps[n + 5]
        corners.append((x, y))
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise(corners))) / 2


def test_a_light_animation_is_smaller_and_has_no_second_version() -> None:
    full, light = (draw_animation(movement("lumbar/bird_dog"), light=light) for light in (False, True))
    assert len(light) < 0.6 * len(full)
    assert "m-pair" not in light


def test_a_page_without_the_design_has_a_rule_for_every_tone() -> None:
    used = set(re.findall(r'class="k-([a-z-]+)"', "".join(draw_still(movement(name)) for name in SOME)))
    missing = [tone for tone in used if f".k-{tone}{{" not in plain_tones_css()]
    assert missing == []


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("aerobic/cycle_upright", "Pedals round, one foot coming up as the other goes down."),
        ("balance/heel_raise", "The heels lift."),
        ("daily/log_roll", "Rolls onto one side."),
        ("daily/in_and_out_of_bed", "Lies down on one side."),
        ("daily/car_transfer", "turns, trunk and legs together."),
        ("hip/clam", "One knee lifts."),
        ("lumbar/knee_rocks", "Both knees move to the side. Then the same to the other side."),
        ("lumbar/curl_up", "The head and shoulders lift."),
        ("lumbar/standing_extension", "Leans back."),
        ("balance/weight_shift", "The body moves to the side."),
        ("strength/squat_goblet", "The hips lower. Both knees bend."),
        ("balance/single_leg_reach", "Leans forward. One leg moves back."),
    ],
)
def test_the_words_say_what_the_whole_body_does(name: str, says: str) -> None:
    assert says in describe(movement(name))


@pytest.mark.parametrize("draw", [draw_still, draw_strip, draw_animation])
def test_no_name_in_a_picture_is_given_twice(draw: type) -> None:
    for name in ("lumbar/pelvic_tilt", "lumbar/seated_pelvic_tilt", "test/lift"):
        names = re.findall(r' id="([^"]+)"', draw(movement(name)))
        assert len(names) == len(set(names))
