"""Each command does what its help says, for a person and for a machine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from running import Run

COMMANDS = ("triage", "plan", "why", "handout", "calendar", "figure", "knowledge", "prove", "demo")


def edit(path: Path, old: str, new: str) -> Path:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    return path


@pytest.mark.parametrize("command", COMMANDS)
def test_every_commands_help_has_an_example_and_the_exit_codes(run: Run, command: str) -> None:
    ran = run(command, "--help")
    assert ran.code == 0
    assert f"spinewise {command}" in ran.out
    assert "exit codes:" in ran.out


def test_triage_says_what_now_first(run: Run, me: Path) -> None:
    ran = run("triage", str(me))
    assert ran.code == 0
    assert "Urgency" in ran.out
    assert "self care" in ran.out
    assert ran.out.index("Next step") < ran.out.index("Only a clinician can tell")


def test_triage_reads_standard_input(run: Run, me: Path) -> None:
    assert run("triage", "-", stdin=me.read_bytes()).out == run("triage", str(me)).out


def test_today_moves_the_day(run: Run, me: Path) -> None:
    assert "· acute" in run("triage", str(me)).out
    assert "· chronic" in run("triage", str(me), "--today", "2027-04-01").out


def test_text_holds_no_colour_when_it_is_piped(run: Run, me: Path) -> None:
    assert "\033" not in run("triage", str(me)).out


def test_an_emergency_is_told_by_plan_and_handout_too(run: Run, me: Path, tmp_path: Path) -> None:
    edit(me, "saddle_numbness: never", "saddle_numbness: new")
    plan = run("plan", str(me))
    assert plan.code == 1
    assert "emergency" in plan.out
    assert "lumbar/" not in plan.out
    sheet = tmp_path / "sheet.pdf"
    assert run("handout", str(me), "-o", str(sheet)).code == 0
    assert sheet.read_bytes().startswith(b"%PDF")


def test_an_emergency_leaves_no_calendar(run: Run, me: Path, tmp_path: Path) -> None:
    edit(me, "saddle_numbness: never", "saddle_numbness: new")
    ran = run("calendar", str(me), "-o", str(tmp_path / "plan.ics"))
    assert ran.code == 1
    assert not (tmp_path / "plan.ics").exists()


def test_an_emergency_has_no_exercise_in_any_json(run: Run, me: Path) -> None:
    edit(me, "saddle_numbness: never", "saddle_numbness: not_sure")
    for command in ("triage", "plan"):
        assert "pelvic_tilt" not in run(command, str(me), "--format", "json").out


def test_plan_starts_on_the_day_asked_for(run: Run, me: Path) -> None:
    ran = run("plan", str(me), "--start", "2026-12-01")
    assert ran.code == 0
    assert "Plan from Tuesday 1 December" in ran.out


def test_plan_goes_around_a_busy_calendar(run: Run, me: Path, tmp_path: Path) -> None:
    busy = tmp_path / "busy.ics"
    busy.write_text(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//t//EN\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20261101T000000Z\r\n"
        "DTSTART:20261122T060000\r\nDTEND:20261122T120000\r\nRRULE:FREQ=DAILY\r\nSUMMARY:Work\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    plan = json.loads(run("plan", str(me), "--busy", str(busy), "--format", "json").out)
    slots = [slot for item in plan["body"]["proposal"]["items"] for slot in item["slots"]]
    assert slots
    assert all(slot["at"] >= "12:00:00" for slot in slots)


def test_a_plan_does_not_start_in_the_past(run: Run, me: Path) -> None:
    ran = run("plan", str(me), "--start", "2026-11-01")
    assert (ran.code, ran.out) == (2, "")
    assert "before today (2026-11-22)" in ran.err


def test_json_says_what_it_is_and_from_what(run: Run, me: Path) -> None:
    document = json.loads(run("triage", str(me), "--format", "json").out)
    assert (document["kind"], document["version"]) == ("triage", 1)
    assert len(document["stamp"]["knowledge_digest"]) == 64


def test_the_same_answers_give_the_same_bytes(run: Run, me: Path) -> None:
    assert run("plan", str(me), "--format", "json").out == run("plan", str(me), "--format", "json").out


def test_why_opens_to_the_line_and_the_source(run: Run, me: Path) -> None:
    edit(me, "told_osteoporosis: no", "told_osteoporosis: yes")
    ran = run("why", str(me), "lumbar/loaded_sit_up")
    assert "left out" in ran.out
    assert "precautions/conditions.yaml:" in ran.out
    assert "sx-osteoporosis" in ran.out
    assert "avoid postures of high spinal flexion" in " ".join(ran.out.lower().split())


def test_why_names_the_nearest_exercise(run: Run, me: Path) -> None:
    ran = run("why", str(me), "lumbar/birddog")
    assert ran.code == 2
    assert "Did you mean 'lumbar/bird_dog'?" in ran.err


def test_a_figure_is_an_svg_with_a_title(run: Run, tmp_path: Path) -> None:
    for kind in ((), ("--strip",), ("--animate",)):
        out = tmp_path / "x.svg"
        assert run("figure", "lumbar/bird_dog", *kind, "-o", str(out)).code == 0
        svg = out.read_text()
        assert svg.startswith("<svg")
        assert "<title" in svg


def test_knowledge_list_and_show_read_everything(run: Run) -> None:
    listed = run("knowledge", "list").out
    assert "lumbar/bird_dog" in listed
    for name in ("lumbar/bird_dog", "saddle_numbness", "red_flags/cauda_equina_saddle", "rf-cauda-equina-saddle",
                 "modalities/tens", "precautions/sx-osteoporosis", "presets/heat_cold"):  # fmt: skip
        ran = run("knowledge", "show", name)
        assert ran.code in (0, 2), ran.err
        if name in listed:
            assert ran.code == 0, name


def test_knowledge_show_puts_the_guidelines_side_by_side(run: Run) -> None:
    out = run("knowledge", "show", "modalities/tens").out
    assert "NICE NG59" in out
    assert "advise against" in out


def test_knowledge_check_says_how_much_waits_for_a_clinician(run: Run) -> None:
    ran = run("knowledge", "check")
    assert ran.code == 0
    assert "wait for sign-off" in ran.out


def test_handout_and_calendar_are_written_whole(run: Run, me: Path, tmp_path: Path) -> None:
    sheet, diary = tmp_path / "plan.pdf", tmp_path / "plan.ics"
    assert run("handout", str(me), "-o", str(sheet)).code == 0
    assert run("calendar", str(me), "-o", str(diary)).code == 0
    assert sheet.read_bytes().startswith(b"%PDF")
    assert diary.read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["me.yaml", "plan.ics", "plan.pdf"]
