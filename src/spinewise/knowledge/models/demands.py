"""What an intervention asks of the body, and which of that a rule means."""

from __future__ import annotations

import msgspec

from spinewise.knowledge.models.words import (
    Agent,
    Balance,
    Hold,
    Impact,
    Load,
    Neural,
    Part,
    Position,
    Range,
    Stay,
    Strain,
    Way,
)


class MovePattern(msgspec.Struct, frozen=True, kw_only=True):
    """Which moves are meant; an entry left out means any."""

    part: tuple[Part, ...] = ()
    way: tuple[Way, ...] = ()
    range: tuple[Range, ...] = ()
    load: tuple[Load, ...] = ()
    hold: tuple[Hold, ...] = ()


class Pattern(msgspec.Struct, frozen=True, cache_hash=True, kw_only=True):
    """Which demands are meant: every entry given must match. A move must match all of `moves` at once."""

    moves: MovePattern | None = None
    position: tuple[Position, ...] = ()
    stay: tuple[Stay, ...] = ()
    axial_load: tuple[Load, ...] = ()
    impact: tuple[Impact, ...] = ()
    strain: tuple[Strain, ...] = ()
    balance: tuple[Balance, ...] = ()
    neural: tuple[Neural, ...] = ()
    agent: tuple[Agent, ...] = ()


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """One movement of one part of the body, graded."""

    part: Part
    way: Way
    range: Range = "mid"
    load: Load = "none"
    hold: Hold = "repeated"


class Demands(msgspec.Struct, frozen=True, cache_hash=True, kw_only=True):
    """What an intervention asks of the body: all that rules ever look at, never its name.

    `stay` says whether the position is kept for minutes on end. `agent` is a modality's physical agent.
    """

    position: Position = "any"
    stay: Stay = "brief"
    moves: tuple[Move, ...] = ()
    axial_load: Load = "none"
    impact: Impact = "none"
    strain: Strain = "none"
    balance: Balance = "none"
    neural: Neural = "none"
    agent: Agent | None = None
