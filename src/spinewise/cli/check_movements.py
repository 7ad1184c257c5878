"""Are the movements in the exercise files ones that a body could make? Every problem with its file and line.

The knowledge room reads movements as they stand and the motion room knows no files: here both are known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spinewise.errors import KnowledgeError, Place, Problem
from spinewise.knowledge.load import plain
from spinewise.motion import MovementProblem, Poses, check_movement, read_poses
from spinewise.motion.movement import pose_problems, spelt_out
from spinewise.source.nodes import Entries, Items, Node, Text, place_at, read_node

Files = dict[str, Node]


def check_movements(texts: Mapping[str, bytes], *, folder: str = "knowledge") -> None:
    """Draw every pose and every movement of these files.

    Raises:
        KnowledgeError: with every problem found, each at its line, with the nearest that works.
    """
    problems = movement_problems(texts, folder=folder)
    if problems:
        raise KnowledgeError(sorted(problems, key=lambda problem: problem.place))


def movement_problems(texts: Mapping[str, bytes], *, folder: str = "knowledge") -> list[Problem]:
    """Everything wrong with the poses and movements of these files."""
    files = {
        name: read_node(data, file=f"{folder}/{name}.yaml")
        for name, data in texts.items()
        if name.startswith(("poses/", "exercises/"))
    }
    poses, problems = _poses(files)
    for name, node in files.items():
        if name.startswith("exercises/") and isinstance(node, Entries) and "movement" in node.of:
            problems += _of_one(node.of["movement"], node.keys["movement"], poses)
    return problems


def _poses(files: Files) -> tuple[Poses, list[Problem]]:
    """The poses that can be used, and what is wrong with the others."""
    good: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, node in files.items():
        if name.startswith("poses/"):
            found = pose_problems(plain(node))
            problems += [Problem(_place(node, one.where, one.what), one.what, one.instead) for one in found]
            good |= {} if found else {name.removeprefix("poses/"): plain(node)}
    return read_poses(good), problems


def _of_one(node: Node, heading: Place, poses: Poses) -> list[Problem]:
    """A movement's own problems, said once each."""
    said: dict[str, Problem] = {}
    for one in check_movement(plain(node), poses):
        place = _place(node, one.where, one.what)
        at = heading if place == node.place else place
        said.setdefault(f"{at} {_unsided(one)}", Problem(at, one.what, one.instead))
    return list(said.values())


def _unsided(problem: MovementProblem) -> str:
    """A bare `knee_flexion` is both knees: one mistake, not two."""
    return problem.what.removeprefix("left_").removeprefix("right_")


def _place(node: Node, where: str, what: str) -> Place:
    """Where in the file: a field, a key's row, or the angle in it."""
    field, _, rest = where.partition("/")
    inner = node.of.get(field) if isinstance(node, Entries) else None
    if inner is None:
        return _misspelt(node, what)
    if field != "keys" or not isinstance(inner, Items):
        return _entry(inner, rest) if rest else _value(inner, what)
    name, _, angle = rest.partition("/")
    row = _row(inner, name)
    return inner.place if row is None else _entry(row, angle)


def _row(rows: Items, name: str) -> Node | None:
    """The first row of that name, or of that number when it has no name."""
    if name.startswith("#"):
        return rows.of[int(name[1:])]
    return next((row for row in rows.of if isinstance(row, Entries) and _text(row.get("name")) == name), None)


def _entry(row: Node, angle: str) -> Place:
    """The angle in a row, under the name by which the file calls it."""
    if not isinstance(row, Entries):
        return row.place
    for written, place in row.keys.items():
        if angle and (written == angle or (written != "name" and angle in spelt_out({written: 0}))):
            return place
    return row.place


def _value(inner: Node, what: str) -> Place:
    """The one value of a list that the problem quotes."""
    quoted = what.partition("'")[2].partition("'")[0]
    for number, value in enumerate(inner.of if isinstance(inner, Items) else ()):
        texts = value.of.values() if isinstance(value, Entries) else [value]
        if quoted in {_text(text) for text in texts}:
            return place_at(inner, number)
    return inner.place


def _misspelt(node: Node, what: str) -> Place:
    """A field that does not exist stands at its own key."""
    quoted = what.partition("'")[2].partition("'")[0]
    return node.keys.get(quoted, node.place) if isinstance(node, Entries) else node.place


def _text(node: Node | None) -> str:
    return node.value if isinstance(node, Text) else ""
