"""The interview as people sit at it: through pipes, and in a real terminal."""

from __future__ import annotations

import os
import pty
import random
import select
import signal
import string
import subprocess
import sys
import time
from pathlib import Path

import pytest

from running import Run

ROOT = Path(__file__).parents[2]
TODAY = "2026-11-22"
PATIENCE_S = 60
EMERGENCY = b"34\n1\n1\n1\n2\n1\n1\n3\n"
"""Aged 34, female, not pregnant, back pain, numb between the legs for a few days."""


def sit(run: Run, path: Path, typed: str | bytes, *more: str):
    stdin = typed if isinstance(typed, bytes) else typed.encode()
    return run("interview", "-o", str(path), "--today", TODAY, "--zone", "UTC", *more, stdin=stdin)


def go_on(run: Run, path: Path, typed: str, *more: str):
    return run("interview", "--resume", str(path), "--today", TODAY, *more, stdin=typed.encode())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "me.yaml"


def test_the_help_has_an_example_and_the_exit_codes(run: Run) -> None:
    ran = run("interview", "--help")
    assert ran.code == 0
    assert "spinewise interview -o me.yaml" in ran.out
    assert "exit codes:" in ran.out


def test_answers_are_saved_as_they_come_and_the_end_of_input_says_how_to_go_on(run: Run, file: Path) -> None:
    ran = sit(run, file, "34\n2\n")
    assert ran.code == 0
    assert f"spinewise interview --resume {file}\n" in ran.out
    assert "age: 34\n" in file.read_text()
    assert "sex: male\n" in file.read_text()


def test_pipes_get_no_escape_codes(run: Run, file: Path) -> None:
    assert "\033" not in sit(run, file, EMERGENCY).out


def test_it_goes_on_where_it_stopped(run: Run, file: Path) -> None:
    sit(run, file, "34\n2\n")
    ran = go_on(run, file, "1\n")
    assert "How old are you?" not in ran.out
    assert "back_or_leg_pain: true" in file.read_text()


def test_an_emergency_shows_the_instruction_last_and_asks_nothing_else(run: Run, file: Path) -> None:
    ran = sit(run, file, EMERGENCY + b"1\n1\n1\n1\n")
    assert ran.code == 0
    page = ran.out[ran.out.index("Go to a hospital emergency department now") :]
    assert "?" not in page
    assert ">" not in page
    assert "bladder_difficulty" in file.read_text()
    assert "tearing_chest_pain" not in file.read_text()


def test_triage_reads_what_the_interview_wrote(run: Run, file: Path) -> None:
    sit(run, file, EMERGENCY)
    assert "emergency" in run("triage", str(file)).out


def test_somebody_under_18_is_asked_for_signs_of_danger(run: Run, file: Path) -> None:
    ran = sit(run, file, "15\n2\n")
    assert "Where does it hurt?" in ran.out
    assert "You are under 18" not in ran.out


def test_an_emergency_is_said_to_somebody_under_18(run: Run, file: Path) -> None:
    ran = sit(run, file, EMERGENCY.replace(b"34", b"15"))
    assert "Go to a hospital emergency department now" in ran.out


def test_none_of_these_answers_the_whole_list_with_no(run: Run, file: Path) -> None:
    sit(run, file, "34\n2\n1\n2\n1\nn\n")
    text = file.read_text()
    assert all(f"{name}: never" in text for name in ("saddle_numbness", "urine_leak", "sexual_sensation"))


def test_not_sure_about_a_list_is_asked_one_by_one(run: Run, file: Path) -> None:
    ran = sit(run, file, "34\n2\n1\n2\n1\ns\ns\n")
    assert "Go to a hospital emergency department now" in ran.out
    assert "saddle_numbness: not_sure" in file.read_text()


def test_back_asks_the_question_before_again_and_keeps_the_earlier_answer(run: Run, file: Path) -> None:
    ran = sit(run, file, "34\n1\nb\n2\n")
    assert "You said: Female" in ran.out
    text = file.read_text()
    assert "sex: male" in text
    assert "{fact: sex, value: female," in text


def test_back_then_enter_keeps_the_answer(run: Run, file: Path) -> None:
    sit(run, file, "34\n2\nb\nb\n\n")
    assert "age: 34\n" in file.read_text()
    assert "earlier" not in file.read_text()


def test_there_is_nothing_before_the_first_question(run: Run, file: Path) -> None:
    assert "This is the first one." in sit(run, file, "b\n").out


def test_a_question_mark_says_why_with_rules_and_evidence(run: Run, file: Path) -> None:
    out = sit(run, file, "34\n2\n1\n2\n1\n?\n").out
    assert "Why we ask: Saddle numbness" in out
    assert "New numbness around the saddle" in out
    assert "(rf-cauda-equina-saddle)" in out


def test_quitting_saves(run: Run, file: Path) -> None:
    ran = sit(run, file, "34\nq\n2\n")
    assert ran.code == 0
    assert "Saved in" in ran.out
    assert "sex" not in file.read_text()


@pytest.mark.parametrize("typed", ["old", "200", "-1", "34.5", "nan", "1e999", "²", ""])
def test_what_is_not_an_answer_is_told_and_asked_again(run: Run, file: Path, typed: str) -> None:
    ran = sit(run, file, f"{typed}\n34\n")
    assert "Write 0 to 120 years." in ran.out
    assert "age: 34\n" in file.read_text()


def test_a_rather_not_say_is_recorded_and_not_asked_again(run: Run, file: Path) -> None:
    sit(run, file, "d\n")
    assert "age: declined" in file.read_text()
    assert "How old" not in go_on(run, file, "").out


def test_a_contradiction_is_told_at_once_and_can_be_corrected(run: Run, file: Path) -> None:
    file.write_text(
        f"spinewise: answers/1\ntoday: {TODAY}\nzone: UTC\nanswers: {{age: 34, sex: male, pregnancy: later}}\n"
    )
    ran = go_on(run, file, "1\n1\n")
    assert "Male and pregnant" in ran.out
    text = file.read_text()
    assert "sex: female" in text
    assert "{fact: sex, value: male," in text


def test_a_contradiction_can_be_left_standing_with_both_answers(run: Run, file: Path) -> None:
    file.write_text(
        f"spinewise: answers/1\ntoday: {TODAY}\nzone: UTC\nanswers: {{age: 34, sex: male, pregnancy: later}}\n"
    )
    ran = go_on(run, file, "k\n1\n")
    assert ran.out.count("Male and pregnant") == 1
    text = file.read_text()
    assert "sex: male" in text
    assert "pregnancy: later" in text


def test_old_answers_keep_their_day_and_are_asked_again(run: Run, file: Path) -> None:
    sit(run, file, "34\n2\n1\n2\n1\nn\n")
    ran = run("interview", "--resume", str(file), "--today", "2026-12-20", stdin=b"")
    assert "Do you have pain in your back" in ran.out
    assert "saddle_numbness: {value: never, on: 2026-11-22, by: person}" in file.read_text()


def test_a_clinician_signs_what_they_answer(run: Run, file: Path) -> None:
    ran = sit(run, file, "34\n", "--clinician", "J. Okafor")
    assert "Age" in ran.out
    assert 'age: {value: 34, on: 2026-11-22, by: clinician, name: "J. Okafor"}' in file.read_text()
    assert "--clinician" in ran.out


def test_the_public_version_ends_with_one_next_step(file: Path) -> None:
    keys = {"How old": "34", "Which sex": "2", "When did": "9 days ago", "0 is no pain": "3"}
    seen = complete(file, keys, "--public")
    assert seen.count("Next step:") == 1
    assert "look after this yourself" in seen


def test_a_whole_interview_gives_a_file_that_makes_a_plan(run: Run, file: Path) -> None:
    keys = {"How old": "34", "Which sex": "2", "When did": "9 days ago", "0 is no pain": "3", "minutes a day": "15",
            "Can you get down": "1", "warmth or cold": "1", "Which of these can you use": "1 2 3"}  # fmt: skip
    complete(file, keys)
    assert run("plan", str(file)).code == 0


def complete(file: Path, keys: dict[str, str], *more: str) -> str:
    """Sit through a whole interview over pipes, answering what each prompt asks; everything that was shown."""
    program = subprocess.Popen(
        command("-o", str(file), *more), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()
    )
    assert program.stdin
    assert program.stdout
    seen = prompt = ""
    while letters := os.read(program.stdout.fileno(), 65_536).decode():
        seen, prompt = seen + letters, prompt + letters
        if prompt.endswith("\n> "):
            program.stdin.write(f"{reply_to(prompt, keys)}\n".encode())
            program.stdin.flush()
            prompt = ""
    program.stdin.close()
    program.stdout.close()
    assert program.wait(PATIENCE_S) == 0
    return seen


def reply_to(prompt: str, keys: dict[str, str]) -> str:
    flat = " ".join(prompt.split())
    special = next((typed for words, typed in keys.items() if words in flat), None)
    if special is not None:
        return special
    if "do you have pain in your back" in flat.lower():
        return "1"
    if "none of these" in flat:
        return "n"
    return "2" if "1 Yes 2 No" in flat else "" if "own words" in flat else "1"


def test_an_existing_file_is_not_overwritten(run: Run, file: Path) -> None:
    file.write_text("mine\n")
    ran = sit(run, file, "34\n")
    assert (ran.code, file.read_text()) == (2, "mine\n")
    assert "--resume" in ran.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("-o", "-"), "answers are kept in a file"),
        (("-o", "no/such/me.yaml"), "Give a file in a folder that can be written"),
        (("--resume", "nowhere.yaml"), "nowhere.yaml"),
        (("-o", "new.yaml", "--zone", "Europe/Londn"), "Did you mean 'Europe/London'?"),
        (("-o", "new.yaml", "--clinician", " "), "Give the clinician's name"),
    ],
)
def test_what_cannot_be_used_is_told(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("interview", *words)
    assert ran.code == 2
    assert says in ran.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("seed", range(6))
def test_no_key_mash_makes_a_traceback(run: Run, file: Path, seed: int) -> None:
    rng = random.Random(seed)
    keys = [*"1234567890nsbd?k", "", "\x1b[A", "\x00", "34", "1 2", "²", "9999 years ago", "-", "é", string.punctuation]
    mash = "\n".join(rng.choice(keys) for _ in range(150)).encode() + bytes(rng.randbytes(40))
    ran = sit(run, file, mash)
    assert ran.code == 0
    assert run("interview", "--resume", str(file), "--today", TODAY).code == 0


# --- a real program, in pipes and in a terminal -------------------------------------------------------


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "spinewise", "interview", *words, "--today", TODAY]


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT / "src"), "TERM": "xterm"}


class Sitting:
    """The program in a terminal of its own."""

    def __init__(self, *words: str) -> None:
        self.screen, inner = pty.openpty()
        self.program = subprocess.Popen(
            command(*words), stdin=inner, stdout=inner, stderr=inner, env=environment(), start_new_session=True
        )
        os.close(inner)
        self.seen = ""

    def until(self, words: str) -> None:
        """Read until the screen shows these words."""
        end = time.monotonic() + PATIENCE_S
        while words not in self.seen:
            assert time.monotonic() < end, self.seen[-800:]
            if not select.select([self.screen], [], [], 1)[0]:
                continue
            self.seen += self._read()

    def _read(self) -> str:
        try:
            return os.read(self.screen, 65_536).decode(errors="replace")
        except OSError:
            raise AssertionError(f"the program ended: {self.seen[-800:]}") from None

    def type(self, text: str) -> None:
        self.seen = ""
        os.write(self.screen, text.encode())

    def end(self) -> int:
        code = self.program.wait(PATIENCE_S)
        os.close(self.screen)
        return code


def test_a_terminal_shows_one_screen_at_a_time_with_segments(file: Path) -> None:
    sitting = Sitting("-o", str(file))
    sitting.until("How old are you?")
    assert "□□□" in sitting.seen
    sitting.type("34\n")
    sitting.until("Which sex")
    sitting.type("2\n")
    sitting.until("Where does it hurt?")
    assert "\033[2J" in sitting.seen
    assert "■□" in sitting.seen
    sitting.type("q\n")
    sitting.until("--resume")
    assert sitting.end() == 0


def test_ctrl_c_loses_nothing(file: Path) -> None:
    sitting = Sitting("-o", str(file))
    sitting.until("How old are you?")
    sitting.type("34\n")
    sitting.until("Which sex")
    sitting.type("\x03")
    os.killpg(sitting.program.pid, signal.SIGINT)
    sitting.until("--resume")
    assert sitting.end() == 130
    assert "age: 34\n" in file.read_text()


def test_a_terminal_that_is_closed_loses_nothing(file: Path) -> None:
    sitting = Sitting("-o", str(file))
    sitting.until("How old are you?")
    sitting.type("34\n")
    sitting.until("Which sex")
    os.close(sitting.screen)
    sitting.program.terminate()
    sitting.program.wait(PATIENCE_S)
    assert "age: 34\n" in file.read_text()


def test_an_emergency_fills_the_terminal(file: Path) -> None:
    sitting = Sitting("-o", str(file))
    for prompt, typed in (("How old", "34"), ("Which sex", "2"), ("pain in your back", "1"), ("middle back", "2"),
                          ("into a leg", "1"), ("Have any of these", "1"), ("Yes, it began", "3")):  # fmt: skip
        sitting.until(prompt)
        sitting.type(f"{typed}\n")
    sitting.until("Your answers are in")
    assert "\033[2J" in sitting.seen
    assert "Go to a hospital emergency department now" in sitting.seen
    assert sitting.end() == 0


def test_plain_pipes_work(file: Path) -> None:
    ran = subprocess.run(
        command("-o", str(file)),
        input=EMERGENCY,
        capture_output=True,
        env=environment(),
        timeout=PATIENCE_S,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert b"\033" not in ran.stdout
    assert b"Go to a hospital emergency department now" in ran.stdout
