"""Whether what an intervention asks of the body is what a precaution speaks of.

Every precaution is held against every intervention for every person, so each entry is compared by name:
a loop over the names would take twenty times as long.
"""

from __future__ import annotations

from spinewise.knowledge.models.demands import Demands, Move, MovePattern, Pattern


def matches(pattern: Pattern, demands: Demands) -> bool:
    """True when every entry the pattern gives is met; one move must meet all of `moves` at once."""
    return (
        (not pattern.agent or demands.agent in pattern.agent)
        and (not pattern.position or demands.position in pattern.position)
        and (not pattern.stay or demands.stay in pattern.stay)
        and (not pattern.axial_load or demands.axial_load in pattern.axial_load)
        and (not pattern.impact or demands.impact in pattern.impact)
        and (not pattern.strain or demands.strain in pattern.strain)
        and (not pattern.balance or demands.balance in pattern.balance)
        and (not pattern.neural or demands.neural in pattern.neural)
        and (pattern.moves is None or any(move_matches(pattern.moves, move) for move in demands.moves))
    )


def move_matches(pattern: MovePattern, move: Move) -> bool:
    """The same for one move."""
    return (
        (not pattern.part or move.part in pattern.part)
        and (not pattern.way or move.way in pattern.way)
        and (not pattern.range or move.range in pattern.range)
        and (not pattern.load or move.load in pattern.load)
        and (not pattern.hold or move.hold in pattern.hold)
    )
