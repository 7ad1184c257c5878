"""`spinewise figure`: one exercise in four ways, all exercises at once, and what is said when it cannot be."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from people import knowledge
from spinewise.cli.main import main

WAYS = {"": "</svg>", "--strip": "</svg>", "--animate": "<animate", "--sheet": "</html>"}


def made(tmp_path: Path, *words: str) -> str:
    file = tmp_path / "figure"
    assert main(["figure", "lumbar/pelvic_tilt", *filter(None, words), "-o", str(file)]) == 0
    return file.read_text(encoding="utf-8")


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_drawing_is_written(way: str, tmp_path: Path) -> None:
    assert WAYS[way] in made(tmp_path, way)


def test_a_sheet_holds_picture_movement_steps_and_faults(tmp_path: Path) -> None:
    sheet, one = made(tmp_path, "--sheet"), knowledge().exercises["lumbar/pelvic_tilt"]
    assert sheet.count("<svg") == 3
    assert all(step in sheet for step in one.steps)
    assert all(fault.say in sheet for fault in one.faults)
    assert "The warm patch shows the abdominals." in sheet
    assert "prefers-reduced-motion" in sheet


def test_a_sheet_stands_alone_and_names_nothing_twice(tmp_path: Path) -> None:
    sheet = made(tmp_path, "--sheet")
    names = re.findall(r' id="([^"]+)"', sheet)
    assert len(names) == len(set(names))
    assert set(re.findall(r'(?:href="#|url\(#)([^")]+)', sheet)) <= set(names)
    assert not re.search(r'(?:src|href)="(?!#)', sheet)


def test_all_exercises_go_into_one_folder(tmp_path: Path) -> None:
    assert main(["figure", "--all", "-o", str(tmp_path / "figures")]) == 0
    files = sorted((tmp_path / "figures").iterdir())
    assert len(files) == sum(one.movement is not None for one in knowledge().exercises.values())
    assert ET.parse(files[0]).getroot().get("role") == "img"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "figure: no exercise was named. Name one, such as lumbar/bird_dog, or give --all -o FOLDER.\n"),
        (["--all"], "figure: --all needs a folder. Give -o FOLDER.\n"),
        (["--all", "lumbar/bird_dog"], "figure: --all and 'lumbar/bird_dog' were both given. Give one of the two.\n"),
    ],
)
def test_what_cannot_be_drawn_is_said(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["figure", *words]) == 2
    assert capsys.readouterr().err == said
