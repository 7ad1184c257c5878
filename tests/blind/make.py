"""Make the blind test: `python -m tests.blind.make OUT`.

Writes OUT/questions.yaml (number, and eight names by letter) and OUT/sheet_01.png and on, eight pictures a sheet:
each exercise as one picture and as its steps, with nothing written in it. The key goes elsewhere
(tests/blind/key.yaml): who answers does not open it. Needs Chromium, by SPINEWISE_CHROMIUM or on the path.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec
import yaml

from spinewise.cli.pictures import movement_of
from spinewise.knowledge import KnowledgeBase, load_knowledge
from spinewise.motion import STANDALONE, draw_still, draw_strip

from .questions import Key, Question, ask  # noqa: TID252

KEY = Path(__file__).with_name("key.yaml")
A_SHEET, SEED = 8, 20261122
WIDE, HIGH = 1500, 1912
WRITING = re.compile(r"<(title|desc)>.*?</\1>|<circle [^>]*/><text .*?</text>", re.DOTALL)
PAGE = """<!doctype html><meta charset="utf-8"><style>
body{{margin:0;padding:12px;background:#fff;display:grid;grid-template-columns:1fr 1fr;gap:12px}}
section{{font:700 26px sans-serif;border:2px solid #999;height:460px;display:grid;gap:8px;padding:6px;
grid-template:195px 235px / 50px 1fr;box-sizing:border-box;align-items:center}}
svg{{width:100%;height:100%;grid-column:2}}</style>{cards}"""


def main(words: Sequence[str] | None = None) -> int:
    """Make the questions, the sheets and the key."""
    room = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    room.add_argument("out", type=Path, help="the folder for questions and sheets")
    room.add_argument("--seed", type=int, default=SEED, help="another seed, another order and other letters")
    room.add_argument("--key", type=Path, default=KEY, help="where the key goes (default: beside this program)")
    room.add_argument("--no-sheets", action="store_true", help="questions and key only")
    asked = room.parse_args(words)
    kb = load_knowledge()
    key = ask(kb, seed=asked.seed)
    asked.out.mkdir(parents=True, exist_ok=True)
    write_yaml(asked.out / "questions.yaml", questions_of(key))
    write_yaml(asked.key, msgspec.to_builtins(key))
    sheets = 0 if asked.no_sheets else draw_sheets(key, kb, asked.out)
    print(f"{len(key.questions)} questions in {asked.out / 'questions.yaml'}, {sheets} sheets; key in {asked.key}")
    return 0


def questions_of(key: Key) -> dict[str, object]:
    """What the answerer may see."""
    listed = {one.number: one.names for one in key.questions}
    return {
        "seed": key.seed,
        "answer_as": "tests/blind/answers.yaml: {seed: ..., answers: {1: c, 2: a, ...}}",
        "questions": listed,
    }


def write_yaml(path: Path, what: object) -> None:
    path.write_text(yaml.safe_dump(what, sort_keys=False, allow_unicode=True, width=200), encoding="utf-8")


def draw_sheets(key: Key, kb: KnowledgeBase, out: Path) -> int:
    """Every sheet as a PNG; how many there are."""
    pages = [key.questions[start : start + A_SHEET] for start in range(0, len(key.questions), A_SHEET)]
    browser = chromium()
    for number, page in enumerate(pages, start=1):
        photograph(sheet(page, kb), out / f"sheet_{number:02}.png", browser=browser)
    return len(pages)


def sheet(questions: Sequence[Question], kb: KnowledgeBase) -> str:
    """Eight pictures, each with its number beside it."""
    return PAGE.format(cards="".join(card(one, kb) for one in questions))


def card(question: Question, kb: KnowledgeBase) -> str:
    """The still and the steps of one exercise, without a word."""
    movement = movement_of(question.exercise, kb)
    still, strip = (WRITING.sub("", draw(movement, palette=STANDALONE)) for draw in (draw_still, draw_strip))
    return f"<section>{question.number}{still}{strip}</section>"


def chromium() -> str:
    """The browser that photographs.

    Raises:
        SystemExit: there is none; says what to do.
    """
    found = os.environ.get("SPINEWISE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        sys.exit("No Chromium: install it, or name it in SPINEWISE_CHROMIUM. --no-sheets does without.")
    return found


def photograph(page: str, to: Path, *, browser: str) -> None:
    """One page as a PNG."""
    with tempfile.TemporaryDirectory() as folder:
        html = Path(folder) / "sheet.html"
        html.write_text(page, encoding="utf-8")
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--window-size={WIDE},{HIGH}"]
        subprocess.run(
            [browser, *options, f"--screenshot={to.resolve()}", html.as_uri()],
            check=True,
            timeout=120,
            capture_output=True,
        )


if __name__ == "__main__":
    sys.exit(main())
