"""`spinewise may-i` answers for each exercise: keep, change or leave out, with the reason and the rows."""

from __future__ import annotations

from pathlib import Path

from running import Run


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_walking_is_kept_and_its_rows_are_named(run: Run, me: Path) -> None:
    ran = run("may-i", str(me), "aerobic/walk")
    assert ran.code == 0
    assert "Keep" in ran.out
    assert "ex-walk" in ran.out


def test_what_is_left_out_says_why(run: Run, me: Path) -> None:
    ran = run("may-i", str(me), "lumbar/loaded_sit_up")
    assert "Leave out" in ran.out
    assert "after an examination" in " ".join(ran.out.split())


def test_without_a_name_it_answers_for_what_the_person_does(run: Run, me: Path) -> None:
    edit(me, "answers:\n", "answers:\n  already_does: [aerobic/walk, lumbar/superman]\n")
    ran = run("may-i", str(me))
    assert ran.code == 0
    assert "aerobic/walk" in ran.out
    assert "lumbar/superman" in ran.out


def test_with_nothing_to_ask_about_it_says_what_to_write(run: Run, me: Path) -> None:
    ran = run("may-i", str(me))
    assert ran.code == 2
    assert "already_does" in ran.err


def test_a_misspelt_exercise_is_named_with_the_nearest(run: Run, me: Path) -> None:
    ran = run("may-i", str(me), "lumbar/crunsh")
    assert ran.code == 2
    assert "lumbar/crunch" in ran.err


def test_a_treatment_is_no_exercise(run: Run, me: Path) -> None:
    ran = run("may-i", str(me), "modalities/heat")
    assert ran.code == 2
    assert "treatment" in ran.err


def test_behind_an_emergency_no_exercise_is_spoken_of(run: Run, me: Path) -> None:
    edit(me, "saddle_numbness: never", "saddle_numbness: new")
    ran = run("may-i", str(me), "aerobic/walk")
    assert ran.code == 1
    assert "emergency" in ran.out.lower()
    assert "Walking programme" not in ran.out
