"""Whatever is given: one message with place and mend, exit code 2, no traceback, nothing half written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from running import Run

HEAD = b"spinewise: answers/1\ntoday: 2026-11-22\nzone: UTC\n"

BAD = {
    "empty": (b"", "the file is empty"),
    "only a comment": (b"# nothing\n", "the file is empty"),
    "not yaml": (b"answers: [1, 2\n", "not valid YAML"),
    "a tab": (b"answers:\n\tage: 3\n", "not valid YAML"),
    "binary": (bytes(range(256)) * 4, "not UTF-8"),
    "null byte": (HEAD + b"answers: {age: 3\0}\n", "binary"),
    "latin-1": (HEAD + "answers: {goals_text: Rücken}\n".encode("latin-1"), "not UTF-8"),
    "deep flow": (b"[" * 100_000, "nested more than"),
    "deep block": (b"- " * 100_000 + b"x", "nested more than"),
    "ten megabytes": (b"a" * 10_000_000, "MB"),
    "aliases": (b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "anchors and aliases"),
    "a python tag": (b"answers: !!python/object/apply:os.system [ls]\n", "is not used"),
    "two documents": (HEAD + b"answers: {}\n---\nanswers: {}\n", "second document"),
    "twice the same": (HEAD + b"answers: {age: 3, age: 4}\n", "already given on line 4"),
    "a list": (b"- a\n- b\n", "named entries are expected"),
    "another format": (b"spinewise: answers/2\ntoday: 2026-11-22\n", "not a format that is read here"),
    "unknown fact": (HEAD + b"answers: {sadle_numbness: new}\n", "Did you mean 'saddle_numbness'?"),
    "wrong type": (HEAD + b"answers: {age: old}\n", "is not a number"),
    "out of range": (HEAD + b"answers: {back_pain_now: 11}\n", "Write 0 to 10"),
    "contradiction": (HEAD + b"answers: {sex: male, age: 40, pregnancy: later}\n", "pregnan"),
    "today in words": (b"spinewise: answers/1\ntoday: tomorrow\nanswers: {}\n", "is not a date"),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("command", ["triage", "plan"])
def test_a_bad_answers_file_is_told_in_words(run: Run, tmp_path: Path, name: str, command: str) -> None:
    data, says = BAD[name]
    path = tmp_path / "bad.yaml"
    path.write_bytes(data)
    ran = run(command, str(path))
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err
    assert "bad.yaml" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_leaves_nothing_written(run: Run, tmp_path: Path, name: str) -> None:
    path = tmp_path / "bad.yaml"
    path.write_bytes(BAD[name][0])
    assert run("handout", str(path), "-o", str(tmp_path / "plan.pdf")).code == 2
    assert [found.name for found in tmp_path.iterdir()] == ["bad.yaml"]


def test_bad_standard_input_is_called_so(run: Run) -> None:
    assert "standard input" in run("triage", "-", stdin=b"").err


def test_a_file_that_is_not_there(run: Run) -> None:
    ran = run("triage", "nowhere.yaml")
    assert ran.code == 2
    assert "nowhere.yaml: no such file or directory" in ran.err


def test_a_folder_is_not_a_file(run: Run, tmp_path: Path) -> None:
    assert "directory" in run("triage", str(tmp_path)).err


@pytest.mark.parametrize("command", ["handout", "calendar"])
def test_an_output_that_cannot_be_written(run: Run, me: Path, tmp_path: Path, command: str) -> None:
    for target in (tmp_path / "no" / "such" / "plan.pdf", tmp_path):
        ran = run(command, str(me), "-o", str(target))
        assert ran.code == 2
        assert "Give a file in a folder that can be written" in ran.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_is_read_only(run: Run, me: Path, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    assert run("handout", str(me), "-o", str(locked / "plan.pdf")).code == 2


EVENT = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20261101T000000Z\r\n"
CALENDARS = {
    "not a calendar": (b"hello", "calendar"),
    "cut short": (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:2026", "calendar"),
    "binary": (bytes(range(256)), "calendar"),
    "empty": (b"", "calendar"),
    "a bad date": (
        EVENT + b"DTSTART:yesterday\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        "busy.ics",
    ),
    "huge": (b"BEGIN:VCALENDAR\r\n" + b"X" * 6_000_000, "busy.ics"),
    "without end": (
        EVENT + b"DTSTART:20261122T000000Z\r\nRRULE:FREQ=SECONDLY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        "busy.ics",
    ),
}


@pytest.mark.parametrize("name", CALENDARS)
def test_a_bad_calendar_is_told_in_words(run: Run, me: Path, tmp_path: Path, name: str) -> None:
    data, says = CALENDARS[name]
    path = tmp_path / "busy.ics"
    path.write_bytes(data)
    ran = run("plan", str(me), "--busy", str(path))
    assert (ran.code, ran.out) == (2, ""), ran.out[:200]
    assert says in ran.err
    assert "Traceback" not in ran.err


def test_a_date_argument_says_how_to_write_it(run: Run, me: Path) -> None:
    ran = run("plan", str(me), "--start", "1/12/2026")
    assert ran.code == 2
    assert "Write year-month-day" in ran.err


def test_an_unknown_command_lists_the_commands(run: Run) -> None:
    ran = run("tirage")
    assert ran.code == 2
    assert "triage" in ran.err
