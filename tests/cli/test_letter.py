"""`spinewise letter` writes to a doctor, for everybody, and leaves nothing behind when it cannot."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from cli.test_bad_input import BAD
from running import Run

WHO = ("--to", "Dr Lee", "--about", "Pat Ient", "--born", "1992-03-04", "--signed-by", "Jo Therapist")


def words(file: Path) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(file.read_bytes())).pages)


def test_it_says_to_whom_about_whom_and_what_is_done(run: Run, me: Path, tmp_path: Path) -> None:
    made = tmp_path / "letter.pdf"
    assert run("letter", str(me), "-o", str(made), *WHO, "--words", "Thank you.").code == 0
    text = words(made)
    for said in ("To Dr Lee", "About Pat Ient, born 4 March 1992", "Thank you.", "What is done", "Jo Therapist"):
        assert said in text, said


def test_an_emergency_gets_a_letter_without_an_exercise(run: Run, me: Path, tmp_path: Path) -> None:
    me.write_text(me.read_text().replace("saddle_numbness: never", "saddle_numbness: new"))
    made = tmp_path / "letter.pdf"
    assert run("letter", str(me), "-o", str(made), *WHO).code == 0
    text = words(made)
    assert "Emergency: please see them now" in text
    assert "Everything waits" in text
    assert "a day" not in text


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_told_in_words_and_leaves_nothing(run: Run, tmp_path: Path, name: str) -> None:
    path = tmp_path / "bad.yaml"
    path.write_bytes(BAD[name][0])
    ran = run("letter", str(path), "-o", str(tmp_path / "letter.pdf"))
    assert (ran.code, ran.out) == (2, "")
    assert BAD[name][1] in ran.err
    assert [found.name for found in tmp_path.iterdir()] == ["bad.yaml"]


@pytest.mark.parametrize(
    ("words_given", "says"),
    [
        (("--born", "in spring"), "is not a date"),
        (("--start", "2026-11-01"), "before today"),
        (("-o", "no/such/folder/letter.pdf"), "Give a file in a folder that can be written"),
    ],
)
def test_what_cannot_be_used_is_named(
    run: Run, me: Path, tmp_path: Path, words_given: tuple[str, str], says: str
) -> None:
    ran = run("letter", str(me), "-o", str(tmp_path / "letter.pdf"), *words_given)
    assert ran.code == 2
    assert says in ran.err


def test_its_help_has_an_example(run: Run) -> None:
    ran = run("letter", "--help")
    assert ran.code == 0
    assert "spinewise letter me.yaml" in ran.out
