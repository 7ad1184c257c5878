"""Prints how fast every exercise is drawn and how large the pictures are.

    python3 start.py bench figures             still, strip and animation of every exercise
    python3 start.py bench figures --slowest 5 and the slowest of each kind by name

Each drawing is measured twice: `first`, with nothing about the movement worked out yet, and `again`, as a page
meets it that has just drawn the same movement another way. Times are processor time, the best of three: what
the drawing costs, not what else the machine was doing. Nothing here fails on a slow machine: it prints.
"""

from __future__ import annotations

import argparse
import gzip
import time
from collections.abc import Callable
from typing import NamedTuple

from spinewise.cli.pictures import movement_of, with_pictures
from spinewise.knowledge import load_knowledge
from spinewise.motion import SCREEN, Movement, draw_animation, draw_still, draw_strip, forget_drawings

Draw = Callable[..., str]
KINDS: dict[str, Draw] = {"still": draw_still, "strip": draw_strip, "animation": draw_animation}
ASKED_MS, ASKED_BYTES, RUNS = 10.0, 20_000, 3
HEAD = "| what | median | 95 of 100 | worst | asked | above |\n|---|---|---|---|---|---|"


class Measured(NamedTuple):
    """One exercise drawn one way."""

    exercise: str
    first_ms: float
    again_ms: float
    zipped_bytes: int


def measure(movement: Movement, draw: Draw) -> Measured:
    """Time and size of one drawing."""
    first = min(_milliseconds(movement, draw, fresh=True) for _ in range(RUNS))
    again = min(_milliseconds(movement, draw, fresh=False) for _ in range(RUNS))
    return Measured(movement.id, first, again, len(gzip.compress(draw(movement, palette=SCREEN).encode())))


def _milliseconds(movement: Movement, draw: Draw, *, fresh: bool) -> float:
    if fresh:
        forget_drawings()
    began = time.process_time()
    draw(movement, palette=SCREEN)
    return (time.process_time() - began) * 1000


def share_of(values: list[float], share: float) -> float:
    """The value that this share of all stays at or below."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def line(what: str, values: list[float], asked: float, unit: str) -> str:
    """Median, 95th centile and worst, and how many are above what was asked."""
    above = sum(value > asked for value in values)
    middle, most, worst = (share_of(values, share) for share in (0.5, 0.95, 1.0))
    return f"| {what} | {middle:,.1f} | {most:,.1f} | {worst:,.1f} | ≤ {asked:,g} {unit} | {above} |"


def table(kind: str, found: list[Measured]) -> list[str]:
    """The rows of one kind of picture."""
    return [
        line(f"{kind}, first, ms", [one.first_ms for one in found], ASKED_MS, "ms"),
        line(f"{kind}, again, ms", [one.again_ms for one in found], ASKED_MS, "ms"),
        line(f"{kind}, gzipped bytes", [float(one.zipped_bytes) for one in found], ASKED_BYTES, "B"),
    ]


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--slowest", type=int, default=0, metavar="N", help="name the N slowest of each kind")
    asked = words.parse_args()
    kb = load_knowledge()
    movements = [movement_of(name, kb) for name in with_pictures(kb)]
    print(f"{len(movements)} exercises.\n\n{HEAD}")
    for kind, draw in KINDS.items():
        found = [measure(movement, draw) for movement in movements]
        print("\n".join(table(kind, found)), flush=True)
        for one in sorted(found, key=lambda one: -one.first_ms)[: asked.slowest]:
            print(f"  {one.exercise}: {one.first_ms:.1f} ms first, {one.again_ms:.1f} again, {one.zipped_bytes} bytes")


if __name__ == "__main__":
    main()
