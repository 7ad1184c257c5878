"""Demands, patterns, suits and doses in a reviewer's words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from spinewise.documents.review.markdown import safe, spaced
from spinewise.documents.words import dose_line
from spinewise.knowledge.models import Demands, Dose, Limits, Move, MovePattern, Pattern, Suit

CERTAINTY = {
    "high": "high", "moderate": "moderate", "low": "low", "very_low": "very low",
    "unverified": "**unverified**", "sign_off": "**sign-off**",
}  # fmt: skip


def options(values: Iterable[str]) -> str:
    """`a or b`."""
    return " or ".join(spaced(value) for value in values)


def moves_words(moves: MovePattern) -> str:
    """Which moves a pattern means."""
    where = " ".join(options(values) for values in (moves.part, moves.way) if values) or "any move"
    grades = [("range", moves.range), ("load", moves.load), ("hold", moves.hold)]
    return ", ".join([where, *(f"{name} {options(values)}" for name, values in grades if values)])


def pattern_words(pattern: Pattern) -> str:
    """Which demands a pattern means; an empty one means all of them."""
    rest = {name: getattr(pattern, name) for name in pattern.__struct_fields__ if name != "moves"}
    said = [moves_words(pattern.moves)] if pattern.moves else []
    said += [f"{spaced(name)}: {options(values)}" for name, values in rest.items() if values]
    return "; ".join(said) or "everything"


def move_words(move: Move) -> str:
    """One move with its grades."""
    return f"{spaced(move.part)} {spaced(move.way)} ({move.range} range, load {move.load}, {move.hold})"


def demands_words(demands: Demands) -> list[str]:
    """What an intervention asks of the body, grade by grade; what it does not ask is left out."""
    rest = {name: getattr(demands, name) for name in demands.__struct_fields__ if name != "moves"}
    said = [f"{spaced(name)}: {spaced(value)}" for name, value in rest.items() if value and value != "none"]
    return said + [f"moves: {move_words(move)}" for move in demands.moves]


def limits_words(limits: Limits) -> str:
    """The bounds that are set: `3 sets, 10 minutes`."""
    given = {name: getattr(limits, name) for name in limits.__struct_fields__}
    return ", ".join(f"{spaced(name)} {value:g}" for name, value in given.items() if value is not None)


def dose_words(dose: Dose) -> str:
    """A dose in one line."""
    return safe(dose_line(dose))


def suit_words(suits: Iterable[Suit]) -> str:
    """Whom it suits."""
    return "; or ".join(one_suit(suit) for suit in suits) or "anybody"


def one_suit(suit: Suit) -> str:
    """One group of people."""
    said = [options(values) for values in (suit.category, suit.subgroup, suit.acuity) if values]
    return ", ".join(said) or "anybody"


def plain_lines(value: Any, *, depth: int = 0) -> list[str]:
    """Settings of any shape as nested list items, for parts that have no words of their own."""
    pad = "  " * depth
    built = msgspec.to_builtins(value) if isinstance(value, msgspec.Struct) else value
    named = built.items() if isinstance(built, dict) else [(None, part) for part in built]
    lines: list[str] = []
    for name, part in named:
        lead = f"**{spaced(str(name))}:** " if name is not None else ""
        lines += nested(lead, part, pad, depth)
    return lines


def nested(lead: str, part: Any, pad: str, depth: int) -> list[str]:
    """One setting: on its line, or with what it holds beneath it."""
    if isinstance(part, list | tuple) and all(not isinstance(one, dict | list | tuple) for one in part):
        return [f"{pad}- {lead}{'; '.join(safe(one) for one in part)}"] if part else []
    if isinstance(part, dict | list | tuple):
        return [f"{pad}- {lead}".rstrip(), *plain_lines(part, depth=depth + 1)] if part else []
    words = f"{part:g}" if isinstance(part, float) else part
    return [f"{pad}- {lead}{safe(words)}"] if part not in (None, "") else []
