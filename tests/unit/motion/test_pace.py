"""An animation has as many frames as its arcs need, and its pace is the one the movement is written with."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from stage_hands import WRITTEN, movement

from spinewise.motion import SCREEN, draw_animation, look_for
from spinewise.motion.pace import EVEN, pace_of
from spinewise.motion.stage import set_stage

PAIRS = ("lumbar/bird_dog", "hip/bridge", "lumbar/pelvic_tilt", "aerobic/march_in_place", "test/lift")


def pace(name: str, *, most: int = 4) -> tuple[tuple[float, ...], tuple[str, ...]]:
    stage = set_stage(movement(name), look=look_for(name), palette=SCREEN)
    return pace_of(stage.performance, stage.sitter.camera, wide_mm=stage.frame.wide, most=most)


@pytest.mark.parametrize("name", PAIRS)
def test_a_round_goes_from_its_start_to_its_end_without_a_step_back(name: str) -> None:
    stage = set_stage(movement(name), look=look_for(name), palette=SCREEN)
    times, splines = pace(name)
    assert (times[0], times[-1]) == (0.0, pytest.approx(stage.performance.total_s))
    assert all(one < other for one, other in pairwise(times))
    assert len(splines) == len(times) - 1


def test_a_small_movement_has_fewer_frames_than_a_large_one() -> None:
    assert len(pace("general/breathing")[0]) < len(pace("lumbar/bird_dog")[0])


def test_a_movement_from_rest_to_rest_leaves_and_arrives_slowly() -> None:
    _, splines = pace("hip/bridge")
    leaving, arriving = splines[0].split(), splines[-2].split()
    assert float(leaving[1]) == pytest.approx(0.0)
    assert float(arriving[3]) == pytest.approx(1.0)
    assert EVEN in splines  # while the hips are held up


@pytest.mark.parametrize("name", list(WRITTEN)[::7])
def test_every_frame_has_its_moment_and_every_step_its_spline(name: str) -> None:
    for found in re.findall(r"<animate[^>]*>", draw_animation(movement(name))):
        moments, frames = (re.search(rf'{what}="([^"]*)"', found) for what in ("keyTimes", "values"))
        assert moments
        assert frames
        assert moments[1].count(";") == frames[1].count(";")
        if splines := re.search(r'keySplines="([^"]*)"', found):
            assert splines[1].count(";") == moments[1].count(";") - 1
