"""Score the blind test: `python -m tests.blind.score`.

Reads tests/blind/answers.yaml (`seed`, and `answers`: number → letter or name), compares with the key, prints the
share that was right and every pair that was confused, and writes docs/blind-test.md.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
import yaml

from .make import KEY  # noqa: TID252
from .questions import CHOICES, Key  # noqa: TID252

HERE = Path(__file__).parent
ANSWERS = HERE / "answers.yaml"
REPORT = HERE.parents[1] / "docs" / "blind-test.md"
Pair = tuple[str, str]


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """What came out: how many were asked, answered and right, and what was taken for what."""

    asked: int
    answered: int
    right: int
    confused: dict[Pair, int]
    unreadable: tuple[int, ...] = ()

    @property
    def share_right(self) -> float:
        """Of those that were answered."""
        return self.right / self.answered if self.answered else 0.0


def score(key: Key, answers: Mapping[int, str]) -> Score:
    """Compare answers with the key; an answer that is no letter and no name of its question is not counted."""
    confused: Counter[Pair] = Counter()
    unreadable: list[int] = []
    right = 0
    for question in (one for one in key.questions if one.number in answers):
        letter = question.letter_of(str(answers[question.number]))
        if letter is None:
            unreadable.append(question.number)
            continue
        chosen = key.exercises[question.number][letter]
        right += chosen == question.exercise
        if chosen != question.exercise:
            confused[question.exercise, chosen] += 1
    return Score(
        asked=len(key.questions),
        answered=right + confused.total(),
        right=right,
        confused=dict(confused),
        unreadable=tuple(unreadable),
    )


def report(found: Score, *, seed: int) -> str:
    """The page for the docs."""
    lines = [
        "# The blind test of the figures",
        "",
        "Each exercise is shown as one picture and as its steps, with nothing written in it. Beside it stand",
        f"{CHOICES} names: its own, and those of the exercises that ask most nearly the same of the body.",
        f"By chance one in {CHOICES} is right.",
        "",
        f"- Asked: {found.asked} (seed {seed})",
        f"- Answered: {found.answered}",
        f"- Right: {found.right} ({found.share_right:.0%})",
        "",
        "## Taken for something else",
        "",
    ]
    if not found.confused:
        return "\n".join([*lines, "Nothing was.", ""])
    rows = [f"| `{shown}` | `{chosen}` |" for shown, chosen in sorted(found.confused)]
    again = "Made by `python -m tests.blind.make OUT` and `python -m tests.blind.score`; do not edit it by hand."
    return "\n".join([*lines, "| shown | taken for |", "| --- | --- |", *rows, "", again, ""])


def read_key(path: Path) -> Key:
    """The key as the maker wrote it."""
    return msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), Key)


def read_answers(path: Path, *, seed: int) -> dict[int, str]:
    """The answers, if they are to these questions.

    Raises:
        SystemExit: there are none, or they answer other questions; says what to do.
    """
    if not path.exists():
        sys.exit(f"No answers in {path}. Write: {{seed: {seed}, answers: {{1: c, 2: a}}}}")
    given = yaml.safe_load(path.read_text(encoding="utf-8"))
    if given.get("seed") != seed:
        sys.exit(f"{path} answers seed {given.get('seed')}, the key is of seed {seed}. Make the questions again.")
    return {int(number): str(choice) for number, choice in given["answers"].items()}


def main(words: Sequence[str] | None = None) -> int:
    """Score, print and write the page."""
    room = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    room.add_argument("--answers", type=Path, default=ANSWERS)
    room.add_argument("--key", type=Path, default=KEY)
    room.add_argument("--report", type=Path, default=REPORT)
    asked = room.parse_args(words)
    key = read_key(asked.key)
    found = score(key, read_answers(asked.answers, seed=key.seed))
    print(f"{found.right} of {found.answered} right ({found.share_right:.1%}); {found.asked - found.answered} open")
    for shown, chosen in sorted(found.confused):
        print(f"  {shown} was taken for {chosen}")
    if found.unreadable:
        print("No letter and no name of the question: " + ", ".join(map(str, found.unreadable)))
    asked.report.write_text(report(found, seed=key.seed), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
