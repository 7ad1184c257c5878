"""The review pages hold everything there is, every link arrives, and what waits for a signature is on the list."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from people import knowledge
from spinewise.cli.main import main
from spinewise.documents.review import read_beyond, review_pages
from spinewise.documents.review.files import Beyond
from spinewise.documents.review.guideline_pages import disagrees, disagrees_in_words
from spinewise.documents.review.library import PAGES, SINGLE, Library, place
from spinewise.documents.review.markdown import safe, table
from spinewise.documents.review.signing import BOX
from spinewise.knowledge.models import EvidenceRow
from spinewise.rules.facts import Fact
from spinewise.rules.render import rule_words
from spinewise.rules.tree import facts_of

ROOT = Path(__file__).parents[3]
PAGE_FOLDER = ROOT / "docs" / "knowledge"
KINDS = [*PAGES, *SINGLE, "evidence"]
LARGEST_BYTES_A_FORGE_SHOWS = 500_000
LINK = re.compile(r"(?<!\\)\]\(([^)]+)\)")
ANCHOR = re.compile(r'<a id="([^"]+)"></a>')


@cache
def beyond() -> Beyond:
    return read_beyond(knowledge().facts)


@cache
def pages() -> dict[str, str]:
    return review_pages(knowledge(), beyond())


@cache
def anchors() -> dict[str, Counter[str]]:
    return {name: Counter(ANCHOR.findall(text)) for name, text in pages().items()}


def library() -> Library:
    return Library(knowledge(), beyond())


def arrives(target: str, page: str) -> bool:
    """Whether a link on a page leads to something: an anchor of a page, or a file of the repository."""
    name, _, anchor = target.partition("#")
    if not name or name in pages():
        return not anchor or anchor in anchors()[name or page]
    return (PAGE_FOLDER / name).resolve().exists()


def part_of(kind: str, entry_id: str) -> str:
    """What stands on a page from one entry's anchor to the next one's."""
    text = pages()[library().page(kind, entry_id)]
    return re.split(r'<a id="', text.partition(f'<a id="{place(kind, entry_id)}">')[2], maxsplit=1)[0]


def test_making_the_pages_twice_gives_the_very_same_pages() -> None:
    assert review_pages(knowledge(), beyond()) == pages()


@pytest.mark.parametrize("page", sorted(pages()))
def test_every_link_arrives(page: str) -> None:
    lost = sorted({target for target in LINK.findall(pages()[page]) if not arrives(target, page)})
    assert not lost, f"{page}: these links lead nowhere"


@pytest.mark.parametrize(
    "target", ["questions.md#facts-nothing", "nowhere.md", "#nothing", "../../knowledge/nothing.yaml"]
)
def test_a_link_that_leads_nowhere_would_be_seen(target: str) -> None:
    assert not arrives(target, "README.md")


@pytest.mark.parametrize("page", sorted(pages()))
def test_no_anchor_stands_twice_on_a_page(page: str) -> None:
    assert not [name for name, times in anchors()[page].items() if times > 1]


@pytest.mark.parametrize("kind", KINDS)
def test_every_entry_has_a_place(kind: str) -> None:
    entries = library().entries(kind)
    without = [name for name in entries if place(kind, name) not in anchors()[library().page(kind, name)]]
    assert entries
    assert not without


def test_every_field_of_the_knowledge_base_is_on_a_page_or_known_to_be_elsewhere() -> None:
    elsewhere = {"digest", "interview", "guidelines", "poses", "speech"}
    fields = set(knowledge().__struct_fields__)
    assert fields - elsewhere == {*KINDS} - {"invariants"}


@pytest.mark.parametrize("page", sorted(pages()))
def test_a_page_is_small_enough_to_be_shown(page: str) -> None:
    assert len(pages()[page].encode()) < LARGEST_BYTES_A_FORGE_SHOWS


def test_every_page_is_named_in_the_index() -> None:
    named = {target.partition("#")[0] for target in LINK.findall(pages()["README.md"])}
    assert set(pages()) - {"README.md"} <= named


@pytest.mark.parametrize("kind", ["red_flags", "categories", "starts", "presumptions", "contradictions", "precautions"])
def test_a_rule_is_shown_in_english_with_all_its_examples(kind: str) -> None:
    for entry_id, rule in library().entries(kind).items():
        part = part_of(kind, entry_id)
        assert rule_words(rule.when, knowledge().facts) in part, entry_id
        missing = [example.name for example in rule.examples if f"| {safe(example.name)} |" not in part]
        assert not missing, entry_id


def test_a_rule_says_what_patient_and_clinician_are_told() -> None:
    for entry_id, flag in knowledge().red_flags.items():
        part = part_of("red_flags", entry_id)
        assert safe(flag.tell.patient) in part
        assert safe(flag.tell.clinician) in part


def test_a_row_that_needs_a_check_is_marked_wherever_it_is_opened() -> None:
    for row in (row for row in knowledge().evidence.values() if row.needs_check):
        assert "NEEDS CHECK" in part_of("evidence", row.id)
        opened = f"[`{row.id}`]({library().target('evidence', row.id)}): {safe(row.statement)}"
        lines = [line for text in pages().values() for line in text.splitlines() if opened in line]
        assert all("NEEDS CHECK" in line for line in lines)


def test_a_fact_names_every_rule_that_reads_it() -> None:
    part = part_of("facts", "saddle_numbness")
    reading = [flag for flag in knowledge().red_flags.values() if "saddle_numbness" in facts_of(flag.when)]
    assert reading
    for flag in knowledge().red_flags.values():
        assert (f"#{place('red_flags', flag.id)})" in part) == (flag in reading)


def test_a_person_sees_the_question_and_the_answers_on_the_screen() -> None:
    fact: Fact = knowledge().facts["saddle_numbness"]
    part = part_of("facts", fact.id)
    assert safe(fact.person) in part
    for option in fact.options:
        assert safe(option.person) in part


def test_an_exercise_shows_its_steps_and_what_is_harder() -> None:
    for entry_id, exercise in knowledge().exercises.items():
        part = part_of("exercises", entry_id)
        assert all(safe(step) in part for step in exercise.steps), entry_id
        assert all(f"#{place('exercises', harder)})" in part for harder in exercise.harder), entry_id


def test_a_treatment_shows_what_every_guideline_says() -> None:
    part = part_of("modalities", "modalities/heat")
    for name in knowledge().guidelines.values():
        assert safe(name) in part


@pytest.mark.parametrize(
    ("certainty", "title"), [("sign_off", "Waiting for sign-off"), ("unverified", "Unverified: no evidence row")]
)
def test_every_waiting_line_of_the_files_is_on_the_list(certainty: str, title: str) -> None:
    written = Counter(file_with(line) for line in lines_of_files(f"certainty: {certainty}"))
    listed = pages()["to-sign.md"].partition(f"## {title}")[2].partition("\n## ")[0]
    found = {
        section.partition("`")[0]: section.count(f"| {BOX} |")
        for section in re.split(r"^### `", listed, flags=re.MULTILINE)[1:]
    }
    assert written == found


def lines_of_files(words: str) -> list[tuple[Path, str]]:
    return [
        (path, line)
        for path in sorted((ROOT / "knowledge").rglob("*.yaml"))
        for line in path.read_text(encoding="utf-8").splitlines()
        for _ in range(line.count(words))
        if not line.lstrip().startswith("#")
    ]


def file_with(line: tuple[Path, str]) -> str:
    return line[0].relative_to(ROOT).as_posix()


def test_what_is_on_the_list_is_counted_in_the_index() -> None:
    boxes = pages()["to-sign.md"].partition("## Unverified")[0].count(f"| {BOX} |")
    assert f"[{boxes} lines to sign](to-sign.md#sign-off)" in pages()["README.md"]


def row_with(*codes: str) -> EvidenceRow:
    stances = {f"guideline{number}": {"code": code} for number, code in enumerate(codes)}
    return EvidenceRow(id="gx-x", statement="x", tag="verified", stances=stances)


@pytest.mark.parametrize("code", ["R", "C", "P"])
def test_one_for_and_one_against_is_a_disagreement(code: str) -> None:
    assert disagrees(row_with(code, "X"))


@pytest.mark.parametrize("codes", [("X", "-"), ("R", "-"), ("X", "n/a"), ("X", "in_words")])
def test_silence_is_no_disagreement(codes: tuple[str, ...]) -> None:
    assert not disagrees(row_with(*codes))


def test_words_beside_an_advice_against_are_shown_to_be_read() -> None:
    assert disagrees_in_words(row_with("X", "in_words"))
    assert not disagrees_in_words(row_with("X", "X"))


def test_a_claim_that_must_not_be_shown_stands_apart() -> None:
    before, _, after = pages()["claims.md"].partition("## Must not be shown")
    assert "claim-95-surgery" in after.partition("\n## ")[0]
    assert "claim-95-surgery" not in before


def test_words_cannot_break_a_table_or_a_link() -> None:
    assert list(table(["a"], [[safe("x | y [z](w) <b>\nnext")]]))[2] == "| x \\| y \\[z\\](w) &lt;b> next |"


def test_a_table_without_rows_is_left_out() -> None:
    assert list(table(["a"], [])) == []


def test_the_command_makes_the_folder_and_writes_every_page(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "pages"
    assert main(["knowledge", "pages", "-o", str(folder)]) == 0
    written = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    assert written == pages()


def test_the_command_leaves_other_files_of_the_folder_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("mine")
    assert main(["knowledge", "pages", "-o", str(tmp_path)]) == 0
    assert (tmp_path / "notes.md").read_text() == "mine"


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("in the way")
    assert main(["knowledge", "pages", "-o", str(tmp_path / "file" / "pages")]) == 2
    assert "Give a folder that can be made" in capsys.readouterr().err
