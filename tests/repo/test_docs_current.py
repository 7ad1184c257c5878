"""The generated pages are those of today's knowledge, and what the guide to it says works."""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path

import pytest

from people import knowledge
from spinewise.cli.pictures import movement_of
from spinewise.documents.review import read_beyond, review_pages
from spinewise.documents.review.pages import COMMAND
from spinewise.errors import KnowledgeError
from spinewise.knowledge.load import load_knowledge

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "knowledge"
GUIDE = (ROOT / "knowledge" / "README.md").read_text(encoding="utf-8")
STEP = re.compile(r"^(New file|At the end of) `([^`]+)`:\n\n```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)
RULE = "knowledge/precautions/sore_wrists.yaml"


@cache
def made() -> dict[str, str]:
    return review_pages(knowledge(), read_beyond(knowledge().facts))


@pytest.mark.parametrize("name", sorted(made()))
def test_a_page_for_review_is_current(name: str) -> None:
    path = FOLDER / name
    current = path.exists() and path.read_text(encoding="utf-8") == made()[name]
    assert current, f"docs/knowledge/{name} is not what the files say now. Renew it: {COMMAND}"


def test_no_page_is_left_over() -> None:
    left = {path.name for path in FOLDER.iterdir()} - set(made())
    assert not left, f"nothing makes these pages any more: delete them from docs/knowledge, then {COMMAND}"


def test_the_pages_name_the_command_that_makes_them() -> None:
    assert all(COMMAND in text for text in made().values())


@pytest.fixture
def followed(tmp_path: Path) -> Path:
    """A copy of the knowledge after every step of the guide."""
    shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge")
    for how, name, text in STEP.findall(GUIDE):
        path = tmp_path / name
        path.write_text((path.read_text() if how == "At the end of" else "") + text)
    clam = tmp_path / "knowledge/exercises/hip/clam.yaml"
    others = re.search(r"^harder: \[(.*)\]\n", clam.read_text(), re.MULTILINE)
    lines = [line for line in clam.read_text().splitlines() if not line.startswith("harder:")]
    ladder = ", ".join([*([others[1]] if others else []), "hip/clam_with_pause"])
    clam.write_text("\n".join([*lines, f"harder: [{ladder}]", ""]))
    return tmp_path / "knowledge"


def test_the_guides_exercise_and_rule_are_accepted_as_they_stand(followed: Path) -> None:
    kb = load_knowledge(followed, cache=False)
    assert "hip/clam_with_pause" in kb.exercises["hip/clam"].harder
    assert "sore_wrists" in kb.questions["wrists"].facts
    assert movement_of("hip/clam_with_pause", kb)
    assert kb.precautions["precautions/sore_wrists"].effects


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("if: sore_wrists is true", "if: sore_wrist is true"),
        ("{sore_wrists: false}, expect: no", "{sore_wrists: false}, expect: yes"),
        ("certainty: unverified", "certainty: low\n        evidence: ex-clan"),
        ("        why_unverified: No evidence row about wrists was collected.\n", ""),
    ],
    ids=["fact", "example", "row", "reason"],
)
def test_a_message_in_the_guide_is_what_really_comes(followed: Path, right: str, wrong: str) -> None:
    rule = followed / RULE.removeprefix("knowledge/")
    assert right in rule.read_text()
    rule.write_text(rule.read_text().replace(right, wrong))
    with pytest.raises(KnowledgeError) as refused:
        load_knowledge(followed, cache=False)
    messages = [line for line in str(refused.value).splitlines() if line.startswith(RULE)]
    assert messages
    assert messages[0] in GUIDE, str(refused.value)


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)#]+)\)", GUIDE))))
def test_a_link_of_the_guide_arrives(target: str) -> None:
    assert (ROOT / "knowledge" / target).exists()


def test_every_folder_of_the_knowledge_is_in_the_guide() -> None:
    inside = {path.name + "/" if path.is_dir() else path.name for path in (ROOT / "knowledge").iterdir()}
    inside = {name for name in inside if not name.startswith(".")}
    assert [name for name in inside - {"README.md"} if f"`{name}`" not in GUIDE] == []
