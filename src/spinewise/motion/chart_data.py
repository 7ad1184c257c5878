"""What a chart and a placement have to tell, seen from the drawing: any value with these entries can be drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Protocol

View = Literal["front", "back"]
Part = Literal["trunk", "head", "arm", "leg", "sole"]
Voice = Literal["patient", "clinician"]
Thing = Literal["pack", "electrode", "pad", "head", "needle", "light", "palm", "thumbs", "tape", "belt", "strap"]
Landmarks = Mapping[Part, Mapping[str, float]]


class Patch(Protocol):
    """A piece of skin: from where to where along a part, and how far across."""

    @property
    def view(self) -> View: ...
    @property
    def part(self) -> Part: ...
    @property
    def along(self) -> tuple[str, str]: ...
    @property
    def across(self) -> tuple[float, float]: ...
    @property
    def across_below(self) -> tuple[float, float] | None: ...


class Region(Protocol):
    """A place that can hurt."""

    @property
    def patches(self) -> tuple[Patch, ...]: ...
    @property
    def sided(self) -> bool: ...


class Dermatome(Protocol):
    """The skin of one nerve root."""

    @property
    def says(self) -> str: ...
    @property
    def patches(self) -> tuple[Patch, ...]: ...


class Shade(Protocol):
    """A step of shading."""

    @property
    def at_least(self) -> int: ...
    @property
    def says(self) -> str: ...
    @property
    def pattern(self) -> str: ...


class Told(Protocol):
    """The same in the patient's words and in the clinician's."""

    @property
    def patient(self) -> str: ...
    @property
    def clinician(self) -> str: ...


class Words(Protocol):
    """Every label and sentence of a chart."""

    @property
    def title(self) -> str: ...
    @property
    def front(self) -> str: ...
    @property
    def back(self) -> str: ...
    @property
    def left(self) -> Told: ...
    @property
    def right(self) -> Told: ...
    @property
    def soles(self) -> str: ...
    @property
    def marked(self) -> str: ...
    @property
    def one_marked(self) -> str: ...
    @property
    def nothing(self) -> str: ...
    @property
    def rated(self) -> str: ...
    @property
    def not_rated(self) -> str: ...
    @property
    def roots(self) -> str: ...


class Chart(Protocol):
    """The pain map. `marks` gives every place that can be marked with its region."""

    @property
    def landmarks(self) -> Landmarks: ...
    @property
    def regions(self) -> Mapping[str, Region]: ...
    @property
    def marks(self) -> Mapping[str, str]: ...
    @property
    def shades(self) -> tuple[Shade, ...]: ...
    @property
    def dermatomes(self) -> Mapping[str, Dermatome]: ...
    @property
    def words(self) -> Words: ...


class Placed(Protocol):
    """One thing on the body."""

    @property
    def thing(self) -> Thing: ...
    @property
    def part(self) -> Part: ...
    @property
    def along(self) -> tuple[str, str]: ...
    @property
    def across(self) -> tuple[float, float]: ...


class Placement(Protocol):
    """Where a treatment goes, and how the person may lie or sit."""

    @property
    def things(self) -> tuple[Placed, ...]: ...
    @property
    def poses(self) -> tuple[str, ...]: ...
    @property
    def says(self) -> str: ...
    @property
    def on_table(self) -> bool: ...
