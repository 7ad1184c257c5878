"""Whether what an intervention asks of the body is what a precaution speaks of."""

from __future__ import annotations

from spinewise.knowledge.models import Demands, Move, MovePattern, Pattern

SINGLE = ("position", "stay", "axial_load", "impact", "strain", "balance", "neural", "agent")


def matches(pattern: Pattern, demands: Demands) -> bool:
    """True when every entry the pattern gives is met; one move must meet all of `moves` at once."""
    if any(not _met(getattr(pattern, name), getattr(demands, name)) for name in SINGLE):
        return False
    return pattern.moves is None or any(move_matches(pattern.moves, move) for move in demands.moves)


def move_matches(pattern: MovePattern, move: Move) -> bool:
    """The same for one move."""
    return all(_met(getattr(pattern, name), getattr(move, name)) for name in MovePattern.__struct_fields__)


def _met(allowed: tuple[str, ...], value: str | None) -> bool:
    return not allowed or value in allowed
