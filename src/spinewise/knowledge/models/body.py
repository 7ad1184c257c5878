"""The body chart, and where on the body a treatment goes: places said by the body's own landmarks."""

from __future__ import annotations

from typing import Literal

import msgspec

from spinewise.knowledge.models.words import Told
from spinewise.rules.tree import Claim

BodyView = Literal["front", "back"]
BodyPart = Literal["trunk", "head", "arm", "leg", "sole"]
Ends = tuple[str, str]
Voice = Literal["patient", "clinician"]
Thing = Literal[
    "pack", "electrode", "pad", "head", "needle", "light", "palm", "thumbs", "tape", "belt", "strap"
]  # fmt: skip


class Patch(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of skin as the chart shows it: on which part, from where to where, and how far across.

    `along` names two landmarks of the part, or gives their numbers, from the upper end to the lower. `across` runs
    from -1 to 1: on the trunk and the head from the person's right to their left, on a limb from its inner to its
    outer side. `across_below` is the lower edge where the piece narrows or widens. For a region of one side the
    trunk's numbers are those of the left; the right is its mirror image.
    """

    view: BodyView
    part: BodyPart
    along: Ends
    across: tuple[float, float]
    across_below: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        for inner, outer in filter(None, (self.across, self.across_below)):
            if inner >= outer:
                raise ValueError("a piece of skin runs from the lower number across to the higher | Swap them")


class Region(msgspec.Struct, frozen=True, kw_only=True):
    """A region of the pain map. Its words are those of the options of the chart's fact.

    `sided` regions exist on the left and on the right. `intensity` names the fact that says how much it hurts
    there. `agrees` gives, for another fact, the answers that fit with a mark here; none of them is a contradiction.
    """

    evidence: str
    patches: tuple[Patch, ...]
    sided: bool = False
    intensity: str = ""
    agrees: dict[str, tuple[str, ...]] = {}


class Dermatome(msgspec.Struct, frozen=True, kw_only=True):
    """The skin that one nerve root serves, roughly: for clinicians. The same on both sides."""

    says: str
    patches: tuple[Patch, ...]


class Shade(msgspec.Struct, frozen=True, kw_only=True):
    """A step of shading: from which number on, how it is called, and the pattern that shows it without colour."""

    at_least: int
    says: str
    pattern: Literal["plain", "dots", "lines", "crosses"]


class Clash(msgspec.Struct, frozen=True, kw_only=True):
    """What is said when a mark and another answer cannot both be true."""

    title: str
    instead: str


class ChartWords(msgspec.Struct, frozen=True, kw_only=True):
    """Every sentence and label of the chart; {names} in braces are filled in."""

    title: str
    front: str
    back: str
    left: Told
    right: Told
    soles: str
    marked: str
    one_marked: str
    nothing: str
    told: Told
    number: str
    rated: str
    not_rated: str
    roots: str


class BodyChart(msgspec.Struct, frozen=True, kw_only=True):
    """The pain map: its regions, how pain is shaded, the skin of the nerve roots, and what it says in words.

    `both_sides` gives the answers that fit when regions that speak for a fact are marked left and right.
    `clashes` has the words for each fact that can disagree, and for `<fact>_both_sides`.
    """

    fact: str
    landmarks: dict[BodyPart, dict[str, float]]
    regions: dict[str, Region]
    shades: tuple[Shade, ...]
    dermatomes: dict[str, Dermatome]
    words: ChartWords
    both_sides: dict[str, tuple[str, ...]] = {}
    clashes: dict[str, Clash] = {}
    because: tuple[Claim, ...] = ()

    @property
    def marks(self) -> dict[str, str]:
        """Every place that can be marked, with its region: `left_knee` of `knee`."""
        return {
            mark: name
            for name, region in self.regions.items()
            for mark in ((f"left_{name}", f"right_{name}") if region.sided else (name,))
        }


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """One thing on the back: a pack, an electrode, a hand. Where it is, is said as for a patch."""

    thing: Thing
    along: Ends
    across: tuple[float, float]
    part: BodyPart = "trunk"


class Placement(msgspec.Struct, frozen=True, kw_only=True):
    """Where a treatment goes, on somebody seen from behind, and how the person may lie or sit for it.

    `poses` are named as in `knowledge/poses/`; `on_table` puts a treatment table under those who lie.
    `says` describes the picture to somebody who cannot see it.
    """

    things: tuple[Placed, ...]
    poses: tuple[str, ...]
    says: str
    on_table: bool = False
    because: tuple[Claim, ...] = ()
