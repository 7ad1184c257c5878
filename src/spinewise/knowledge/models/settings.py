"""How a treatment is set: words, and beside them the numbers or the choice that a visit is held to."""

from __future__ import annotations

import math
from typing import Literal

import msgspec

Unit = Literal[
    "Hz", "µs", "nm", "mA", "mA-min", "W/cm2", "J at each point", "% of body weight", "minutes", "hours apart",
]  # fmt: skip
OF_THE_DOSE: frozenset[Unit] = frozenset(("minutes", "hours apart"))
"""What the dose already holds a treatment to: said here once more, and asked for once."""


class Parameter(msgspec.Struct, frozen=True, kw_only=True):
    """One setting of a modality, such as `Frequency: 80-120 Hz`.

    `least` and `most`, both inclusive and in `unit`, are what the words hold a number to; without `least` it may go
    down to zero. `one_of` lists what may be chosen. With neither, the words only tell how it is done.
    """

    name: str
    setting: str
    least: float | None = None
    most: float | None = None
    unit: Unit | None = None
    one_of: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        ends = [end for end in (self.least, self.most) if end is not None]
        if self.one_of and (ends or self.unit):
            raise ValueError("a setting has limits or a choice, not both | Keep `least`, `most`, `unit`, or `one_of`")
        if ends and not self.unit:
            raise ValueError("these limits have no unit | Add `unit:`")
        if self.unit and not ends:
            raise ValueError(f"'{self.unit}' has no limits beside it | Add `least:`, `most:` or both")
        if min(ends, default=0) < 0:
            raise ValueError("a limit cannot be below zero | Use positive numbers")
        if ends != sorted(ends):
            raise ValueError(f"the least, {ends[0]:g}, is above the most, {ends[1]:g} | Write the lower one as `least`")
        if len(set(self.one_of)) != len(self.one_of):
            raise ValueError("one choice stands here twice | Keep one of them")

    @property
    def is_number(self) -> bool:
        """Whether a number is recorded for it each time, besides the dose."""
        return self.unit is not None and self.unit not in OF_THE_DOSE

    def holds(self, value: float) -> bool:
        """Whether a number in `unit` lies within the limits."""
        return (self.least or 0) <= value <= (math.inf if self.most is None else self.most)
