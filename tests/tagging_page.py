"""Writes the page on how far two taggings of every exercise agree, and why they still differ where they do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from second_tagging import Kept, differences, first, kept, read, second
from spinewise.knowledge.models import Demands, Move

PAGE = Path(__file__).resolve().parents[1] / "docs" / "tagging.md"
COMMAND = "python3 start.py bench tagging --write"
WHOLE = ("position", "stay", "axial_load", "impact", "strain", "balance", "neural")
GRADES = ("range", "load", "hold")
WHO = ("second", "file")
OPENING = """\
# Two taggings of what every exercise asks of the body

Rules never see the name of an exercise, only its tags. So the tags were made twice: by whoever wrote the exercise, and
again, blind, from the steps, the starting dose and the picture alone (`tests/knowledge/second_tagging.yaml`, kept as
it was written). *First* is the first comparison, before anything was settled; its figures are fixed. *Now* compares
the same second tagging with the files as they are. Kappa is Cohen's: 1 is full agreement, 0 what chance would give, a
dash where one answer is all there is. A third reading, from the joint angles, is
`tests/knowledge/test_derived_demands.py`.

This page is made by `{command}`.
"""
FIELDS = """\
## Field by field

The last three rows compare the moves that both readers name; *a move is named* compares every part and way that
either ever names, for every exercise.

| field | compared | agree, first | kappa | agree, now | kappa |
|---|---|---|---|---|---|
"""
MOVES = """\
## Which moves are named

| part and way | first: both, file only, second only | kappa | now: both, file only, second only | kappa |
|---|---|---|---|---|
"""
RULES = """\
## What a rule would read differently

Only these can change what a person is given: something that a precaution, a tier or a promise reads is in one tagging
and not in the other. {first_second} times the second reader saw more at first, {now_second} times now; {first_file}
and {now_file} times the file asks for more, which is the stricter side.

| a rule reads | second sees more: first | now | the file asks for more: first | now |
|---|---|---|---|---|
"""
CHANGED = """\
## Where the second reader was right and the file was changed

| exercises | what | why |
|---|---|---|
"""
KEPT = """\
## What stays different, and why

| kind | who asks for more | exercises | why |
|---|---|---|---|
"""

Pair = tuple[object, object]
Tags = dict[str, Demands]
Figures = dict[str, Any]


class Agreement(NamedTuple):
    """How far two readers agree on one thing."""

    compared: int
    agreeing: int
    kappa: float | None


class Named(NamedTuple):
    """How often each reader names one move."""

    both: int
    file_only: int
    second_only: int
    kappa: float | None


def agreement(pairs: Sequence[Pair]) -> Agreement:
    """Share and Cohen's kappa of what two readers said."""
    same = sum(a == b for a, b in pairs)
    return Agreement(len(pairs), same, kappa(pairs, same))


def kappa(pairs: Sequence[Pair], same: int) -> float | None:
    """Agreement beyond chance; None where both always say the one same thing, or nothing was compared."""
    ours, theirs = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    by_chance = sum(ours[word] * theirs[word] for word in ours)
    room = len(pairs) ** 2 - by_chance
    return round((same * len(pairs) - by_chance) / room, 2) if room else None


def moves_of(demands: Demands) -> dict[tuple[str, str], Move]:
    """The moves by part and way."""
    return {(move.part, move.way): move for move in demands.moves}


def fields(tags: Tags) -> dict[str, Agreement]:
    """Every field compared."""
    return {
        **{name: agreement(whole(tags, name)) for name in WHOLE},
        "a move is named": agreement([pair for key in every_move(tags) for pair in named(tags, key)]),
        **{f"its {name}": agreement(graded(tags, name)) for name in GRADES},
    }


def whole(tags: Tags, name: str) -> list[Pair]:
    """What both readers say of a whole exercise."""
    return [(getattr(one, name), getattr(second()[exercise], name)) for exercise, one in tags.items()]


def graded(tags: Tags, name: str) -> list[Pair]:
    """How both readers grade the moves that both name."""
    return [
        (getattr(ours[key], name), getattr(theirs[key], name))
        for ours, theirs in both_moves(tags)
        for key in sorted(ours.keys() & theirs.keys())
    ]


def both_moves(tags: Tags) -> list[tuple[dict[tuple[str, str], Move], dict[tuple[str, str], Move]]]:
    """The moves of both readers, an exercise at a time."""
    return [(moves_of(one), moves_of(second()[name])) for name, one in tags.items()]


def every_move(tags: Tags) -> list[tuple[str, str]]:
    """Every part and way that either reader names for any exercise."""
    return sorted({key for ours, theirs in both_moves(tags) for key in (*ours, *theirs)})


def named(tags: Tags, key: tuple[str, str]) -> list[Pair]:
    """Who names this move, for every exercise."""
    return [(key in ours, key in theirs) for ours, theirs in both_moves(tags)]


def moves(tags: Tags) -> dict[str, Named]:
    """How often each move is named by whom."""
    return {" ".join(key): one_move(named(tags, key)) for key in every_move(tags)}


def one_move(pairs: Sequence[Pair]) -> Named:
    """One move: who names it."""
    counted = Counter(pairs)
    return Named(counted[True, True], counted[True, False], counted[False, True], agreement(pairs).kappa)


def rules(tags: Tags) -> dict[str, Figures]:
    """How often a rule would read something else, by what it reads and by who sees more."""
    counted = Counter((one.reading, one.asks_more) for one in differences(tags))
    words = sorted({reading for reading, _ in counted})
    return {reading: {who: counted[reading, who] for who in WHO} for reading in words}


def measured(tags: Tags) -> Figures:
    """All figures of one comparison, in the shape in which those of the first one are kept."""
    return {
        "fields": {name: one._asdict() for name, one in fields(tags).items()},
        "moves": {name: one._asdict() for name, one in moves(tags).items()},
        "rules": rules(tags),
    }


def page() -> str:
    """The whole page."""
    record = read("tagging_agreement.yaml")
    before, now = record["first"], measured(first())
    return "\n".join(
        [
            OPENING.format(command=COMMAND),
            table(FIELDS, beside(before["fields"], now["fields"], field_cells)),
            table(MOVES, beside(before["moves"], now["moves"], move_cells)),
            table(RULES.format(**totals(before["rules"], now["rules"])), rule_rows(before["rules"], now["rules"])),
            table(CHANGED, [line(", ".join(one["exercises"]), one["what"], one["why"]) for one in record["changed"]]),
            table(KEPT, [kept_row(name, kind) for name, kind in kept().items()]),
        ]
    )


def table(head: str, rows: Iterable[str]) -> str:
    """A heading with its rows."""
    return head + "\n".join(rows) + "\n"


def line(*cells: object) -> str:
    """One row."""
    return f"| {' | '.join(str(cell).strip() for cell in cells)} |"


def beside(before: Figures, now: Figures, cells: Callable[[Figures | None], tuple[str, ...]]) -> list[str]:
    """The first figures and today's in one row, by name."""
    names = dict.fromkeys((*before, *now))
    first_cells = {name: cells(before.get(name)) for name in names}
    return [line(name.replace("_", " "), *first_cells[name], *cells(now.get(name))[-2:]) for name in names]


def field_cells(one: Figures | None) -> tuple[str, ...]:
    """How many were compared, the share that agrees, and kappa."""
    if one is None:
        return ("", "", "")
    return (str(one["compared"]), f"{one['agreeing'] / one['compared']:.0%} ({one['agreeing']})", shown(one["kappa"]))


def move_cells(one: Figures | None) -> tuple[str, ...]:
    """Who names it, and kappa."""
    if one is None:
        return ("0, 0, 0", shown(None))
    return (f"{one['both']}, {one['file_only']}, {one['second_only']}", shown(one["kappa"]))


def shown(value: float | None) -> str:
    """Kappa, or a dash."""
    return "–" if value is None else f"{value:.2f}"


def totals(before: Figures, now: Figures) -> dict[str, int]:
    """Sums for the sentence above the table."""
    each = {"first": before, "now": now}
    return {f"{when}_{who}": sum(row[who] for row in rows.values()) for when, rows in each.items() for who in WHO}


def rule_rows(before: Figures, now: Figures) -> list[str]:
    """What a rule reads, with the counts of both sides."""
    nothing = dict.fromkeys(WHO, 0)
    return [
        line(words, *(when.get(words, nothing)[who] for who in WHO for when in (before, now)))
        for words in sorted({*before, *now})
    ]


def kept_row(name: str, kind: Kept) -> str:
    """One kind of difference that stays."""
    who = "the second reader" if kind.asks_more == "second" else "the file"
    return line(name.replace("_", " "), who, ", ".join(kind.exercises), kind.why)
