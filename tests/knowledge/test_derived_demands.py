"""What the tags say and what the picture shows is the same, for every exercise, or there is a reason why not."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from people import knowledge
from spinewise.errors import Place, Problem
from spinewise.knowledge.load import knowledge_folder
from spinewise.motion import read_movement, read_poses
from spinewise.motion.agreement import disagreements
from spinewise.source.nodes import place_at, read_node

EXCEPTIONS: dict[str, list[dict[str, str]]] = yaml.safe_load(
    Path(__file__).with_name("derived_exceptions.yaml").read_text(encoding="utf-8")
)
DRAWN = [one.id for one in knowledge().exercises.values() if one.movement is not None]


@cache
def found(name: str) -> tuple[Problem, ...]:
    kb = knowledge()
    file = f"exercises/{name}.yaml"
    node = read_node((knowledge_folder() / file).read_bytes(), file=f"knowledge/{file}")
    movement = read_movement(kb.exercises[name].movement, id=name, poses=read_poses(kb.poses))

    def place(*path: str | int) -> Place:
        return place_at(node, *path)

    return tuple(disagreements(kb.exercises[name], movement, place=place))


def excused(name: str, problem: Problem) -> bool:
    return any(entry["says"] in problem.what for entry in EXCEPTIONS.get(name, []))


@pytest.mark.parametrize("name", DRAWN)
def test_the_tags_agree_with_the_movement(name: str) -> None:
    assert [str(problem) for problem in found(name) if not excused(name, problem)] == []


@pytest.mark.parametrize("name", EXCEPTIONS)
def test_every_exception_is_still_needed_and_says_why(name: str) -> None:
    for entry in EXCEPTIONS[name]:
        assert any(entry["says"] in problem.what for problem in found(name)), entry["says"]
        assert len(entry["why"].split()) >= 6


def test_nothing_that_understates_a_bend_of_the_lower_back_is_excused() -> None:
    excuses = [entry["says"] for entries in EXCEPTIONS.values() for entry in entries]
    assert not any(says.startswith("the lumbar goes") for says in excuses)


def test_a_disagreement_stands_at_its_line() -> None:
    problem = found("strength/deadlift")[0]
    lines = (knowledge_folder() / "exercises/strength/deadlift.yaml").read_text(encoding="utf-8").splitlines()
    assert "part: lumbar, way: flexion" in lines[problem.place.line - 1]


def without(name: str, part: str, way: str) -> list[str]:
    """What is said when one tag is taken away."""
    kb = knowledge()
    one: Any = kb.exercises[name]
    moves = tuple(move for move in one.demands.moves if (move.part, move.way) != (part, way))
    changed = msgspec.structs.replace(one, demands=msgspec.structs.replace(one.demands, moves=moves))
    movement = read_movement(one.movement, id=name, poses=read_poses(kb.poses))
    return [problem.what for problem in disagreements(changed, movement)]


def test_a_forgotten_bend_of_the_lower_back_is_named_with_its_degrees() -> None:
    said = without("lumbar/flexion_in_standing", "lumbar", "flexion")
    assert any("the lumbar goes into flexion to its end (52 degrees at 'bend')" in what for what in said)


def test_a_forgotten_deep_hip_is_named() -> None:
    said = without("daily/sock_on_stool", "hip", "flexion")
    assert any("the hip goes into flexion to its end" in what for what in said)


def test_a_forgotten_turn_is_named() -> None:
    assert any("rotation to its end" in what for what in without("lumbar/lower_trunk_rotation", "lumbar", "rotation"))
