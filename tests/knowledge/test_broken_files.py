"""Every broken file says exactly what is wrong, where, and what would be right.

`broken/<name>.yaml` stands beside `broken/<name>.txt`, what is said about it. A broken file is put
into a small knowledge folder that is right (`whole/`), under the path on its line `# as: <path>`;
a fixture may hold several files, each with that line first.
"""

import re
from pathlib import Path

import pytest

from spinewise.errors import InputError, KnowledgeError
from spinewise.knowledge.load import knowledge_folder, load_knowledge, read_knowledge, read_texts

HERE = Path(__file__).parent
BROKEN = sorted((HERE / "broken").glob("*.yaml"))
SHARED = ("care", "tiers", "programme", "safety", "families")


@pytest.fixture(scope="module")
def whole() -> dict[str, bytes]:
    """A small knowledge folder in which nothing is wrong."""
    real = read_texts(knowledge_folder())
    return {name: real[name] for name in SHARED if name in real} | read_texts(HERE / "whole")


def files_in(fixture: Path) -> dict[str, bytes]:
    """The knowledge files that a fixture holds, by their paths."""
    parts = re.split(r"^(?=# as: )", fixture.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {part.splitlines()[0].removeprefix("# as: "): part.encode() for part in parts if part}


def said_about(texts: dict[str, bytes]) -> str:
    with pytest.raises(InputError) as refused:
        read_knowledge(texts, digest="broken")
    return f"{refused.value}\n"


def test_the_folder_without_a_broken_file_is_read(whole):
    assert "fever" in read_knowledge(whole, digest="whole").facts


@pytest.mark.parametrize("fixture", BROKEN, ids=lambda fixture: fixture.stem)
def test_a_broken_file_says_what_is_wrong(fixture, whole):
    expected = fixture.with_suffix(".txt")
    assert said_about({**whole, **files_in(fixture)}) == expected.read_text(encoding="utf-8")


def test_every_message_belongs_to_a_broken_file():
    assert {path.stem for path in (HERE / "broken").glob("*.txt")} == {path.stem for path in BROKEN}


def test_every_problem_is_a_sentence_at_a_line():
    for fixture in BROKEN:
        for line in fixture.with_suffix(".txt").read_text(encoding="utf-8").splitlines():
            assert re.fullmatch(r"knowledge/[a-z_/]+\.yaml:\d+:\d+: .+[.?]", line), f"{fixture.stem}: {line}"


def test_a_folder_with_nothing_in_it_is_refused(tmp_path):
    with pytest.raises(KnowledgeError, match=r"no knowledge files are here\. Give a folder with \*\.yaml files\."):
        load_knowledge(tmp_path, cache=False)


def test_problems_in_several_files_are_told_together(whole):
    broken = {"facts/a": b"facts: &x {}", "facts/b": b"[", "facts/c": b""}
    said = said_about({**whole, **broken}).splitlines()
    assert [line.split(": ")[0] for line in said] == [
        "knowledge/facts/a.yaml:1:8",
        "knowledge/facts/b.yaml:2:1",
        "knowledge/facts/c.yaml",
    ]
