"""`spinewise chart` and the pictures of treatments, as somebody at a shell sees them."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from running import Run

MARKED = "  pain_regions: [low_back, left_buttock]\n"


@pytest.fixture
def marked(me: Path) -> Path:
    """The ordinary person, who marked two places."""
    me.write_text(me.read_text().replace("answers:\n", "answers:\n" + MARKED, 1))
    return me


def test_the_commands_help_has_an_example(run: Run) -> None:
    ran = run("chart", "--help")
    assert ran.code == 0
    assert "spinewise chart me.yaml -o chart.svg" in ran.out


def test_the_chart_is_written_with_what_was_marked(run: Run, marked: Path, tmp_path: Path) -> None:
    picture = tmp_path / "chart.svg"
    assert run("chart", str(marked), "-o", str(picture)).code == 0
    svg = picture.read_text()
    ET.fromstring(svg)
    assert svg.count("data-shade=") == 2


def test_the_chart_in_words_names_the_places(run: Run, marked: Path) -> None:
    ran = run("chart", str(marked), "--words")
    assert ran.code == 0
    assert "Low back" in ran.out
    assert "Left buttock" in ran.out


def test_without_marks_the_words_say_so(run: Run, me: Path) -> None:
    assert "You marked no place." in run("chart", str(me), "--words").out


def test_clinicians_get_the_nerve_roots_and_their_own_words(run: Run, marked: Path) -> None:
    assert 'data-root="S1"' in run("chart", str(marked), "--roots").out
    assert "left buttock" in run("chart", str(marked), "--roots", "--words").out
    assert "data-root" not in run("chart", str(marked)).out


def test_one_side_can_be_drawn_alone(run: Run, marked: Path) -> None:
    assert 'data-view="front"' not in run("chart", str(marked), "--side", "back").out


def test_a_place_that_does_not_exist_is_named_with_the_nearest(run: Run, marked: Path) -> None:
    marked.write_text(marked.read_text().replace("left_buttock", "left_buttok"))
    ran = run("chart", str(marked))
    assert ran.code == 2
    assert "left_buttock" in ran.err


@pytest.mark.parametrize("name", ["modalities/heat", "modalities/tens", "modalities/lumbar_traction"])
def test_a_treatments_picture_shows_where_it_goes(run: Run, name: str) -> None:
    ran = run("figure", name)
    assert ran.code == 0
    assert "<desc>" in ran.out
    ET.fromstring(ran.out)
