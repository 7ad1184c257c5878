"""Every broken movement says exactly what is wrong, at which line, and the nearest that works.

`broken/<name>.yaml` is an exercise file, or a pose when its first line says `# as: pose`; beside it stands
`broken/<name>.txt`, what is said about it. It is read with the real poses.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from spinewise.cli.check_movements import check_movements, movement_problems
from spinewise.errors import KnowledgeError
from spinewise.knowledge.load import knowledge_folder, read_texts

HERE = Path(__file__).parent
BROKEN = sorted((HERE / "broken").glob("*.yaml"))
POSES = {name: text for name, text in read_texts(knowledge_folder()).items() if name.startswith("poses/")}


def said_about(fixture: Path) -> str:
    text = fixture.read_bytes()
    folder = "poses" if text.startswith(b"# as: pose") else "exercises"
    problems = movement_problems({**POSES, f"{folder}/{fixture.stem}": text})
    return "".join(f"{problem}\n" for problem in problems)


@pytest.mark.parametrize("fixture", BROKEN, ids=lambda fixture: fixture.stem)
def test_a_broken_movement_says_what_is_wrong(fixture: Path) -> None:
    assert said_about(fixture) == fixture.with_suffix(".txt").read_text(encoding="utf-8")


def test_every_message_belongs_to_a_broken_movement() -> None:
    assert {path.stem for path in (HERE / "broken").glob("*.txt")} == {path.stem for path in BROKEN}


def test_every_problem_is_a_sentence_at_a_line() -> None:
    for fixture in BROKEN:
        for line in fixture.with_suffix(".txt").read_text(encoding="utf-8").splitlines():
            assert re.fullmatch(r"knowledge/(poses|exercises)/[a-z_]+\.yaml:\d+:\d+: .+[.?]", line), line


def test_a_file_is_refused_with_all_that_is_wrong_in_it() -> None:
    text = (HERE / "broken" / "not_a_number.yaml").read_bytes()
    with pytest.raises(KnowledgeError, match=r"after_s is 'soon'.*\n.*near_hip_flexion is 'much'"):
        check_movements({**POSES, "exercises/broken": text})


def test_the_nearest_that_works_really_works() -> None:
    broken = (HERE / "broken" / "through_the_floor.yaml").read_text(encoding="utf-8")
    said = said_about(HERE / "broken" / "through_the_floor.yaml")
    nearest = re.search(r"left_knee_flexion (\d+)", said)
    assert nearest
    mended = broken.replace("far_knee_flexion: 40", f"far_knee_flexion: {nearest[1]}")
    assert movement_problems({**POSES, "exercises/mended": mended.encode()}) == []
