"""Outlines as text: whole millimetres that end where their points are, and read as numbers."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spinewise.motion.camera import SIDE, Camera, front
from spinewise.motion.geometry import Vec
from spinewise.motion.outline import Girth, bone, closed, opened

MM = st.floats(-3000.0, 3000.0)
POINTS = st.lists(st.tuples(MM, MM), min_size=3, max_size=12)
LIMB = (Girth(0.0, 0.05), Girth(0.5, 0.06, 0.01), Girth(1.0, 0.04))


def numbers(path: str) -> list[int]:
    return [int(number) for number in re.findall(r"-?\d+", path)]


def ends(path: str) -> list[tuple[int, int]]:
    """Where a path begins, and where each of its curves ends."""
    x, y, *steps = numbers(path)
    found = [(x, y)]
    for n in range(0, len(steps), 6):
        x, y = x + steps[n + 4], y + steps[n + 5]
        found.append((x, y))
    return found


@given(POINTS)
def test_every_curve_ends_on_its_point_to_the_millimetre(points: list[tuple[float, float]]) -> None:
    assert ends(opened(points)) == [(round(x), round(y)) for x, y in points]


@given(POINTS)
def test_a_closed_curve_comes_back_to_where_it_began(points: list[tuple[float, float]]) -> None:
    assert ends(closed(points)) == [(round(x), round(y)) for x, y in (*points, points[0])]


def test_half_a_millimetre_goes_to_the_even_one() -> None:
    assert ends(opened([(0.5, -0.5), (101.5, 2.5), (203.5, -3.5)])) == [(0, 0), (102, 2), (204, -4)]


@given(POINTS)
def test_a_space_stands_only_where_no_minus_parts_two_numbers(points: list[tuple[float, float]]) -> None:
    path = closed(points)
    assert re.fullmatch(r"M-?\d+( |-)\d+c(( |-)\d+)+z", path)
    assert "-0" not in path


@pytest.mark.parametrize("forward", [(0.0, 0.0), (1.0, 0.0), (-0.4, 0.2)])
def test_a_limb_has_two_sides_and_two_ends_whichever_way_it_faces(forward: tuple[float, float]) -> None:
    corners = ends(bone((100.0, 0.0), (100.0, 400.0), LIMB, scale=1000.0, forward=forward))
    assert len(corners) == 2 * len(LIMB) + 3
    assert corners[len(LIMB)] == (100, 440)
    assert corners[-2] == (100, -50)


@pytest.mark.parametrize("camera", [SIDE, front(9.0)])
def test_many_places_come_to_the_page_as_each_of_them_does(camera: Camera) -> None:
    places = [Vec(0.1, -0.2, 1.3), Vec(-0.7, 0.05, 0.0)]
    assert camera.points(places) == [camera.point(place) for place in places]
