"""Do an exercise's tags and its drawn movement say the same? Rules see the tags, a person sees the picture.

Only what geometry can judge is compared: the position, how the spine bends and how far, and a hip at its end.
A limb's middle range is left to the file: every movement has some, no rule reads it, and a file names it only
where it is the point of the exercise. So a limb's tag must be visible, and its end must agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from spinewise.errors import Place, Problem
from spinewise.motion.demands import SPINE, DerivedDemands, DerivedMove, derived_demands, positions_of
from spinewise.motion.movement import Movement

LIES_ON_BACK = ("supine", "crook_lying")  # one position to every rule; which it is depends on the moment
TO_ITS_END = (*SPINE, "hip")  # parts whose end range a rule reads
BENDS = ("lumbar", "thoracic")  # parts whose every bend a rule reads
Find = Callable[..., Place]


class TaggedMove(Protocol):
    """One move as an exercise file tags it."""

    @property
    def part(self) -> str: ...
    @property
    def way(self) -> str: ...
    @property
    def range(self) -> str: ...
    @property
    def hold(self) -> str: ...


class TaggedDemands(Protocol):
    """The tags of an exercise file that geometry can judge."""

    @property
    def position(self) -> str: ...
    @property
    def moves(self) -> Sequence[TaggedMove]: ...


class Dosed(Protocol):
    """What a dose says about one repetition."""

    @property
    def hold_s(self) -> float: ...


class Dosing(Protocol):
    """Where a dose starts."""

    @property
    def start(self) -> Dosed: ...


class TaggedExercise(Protocol):
    """An exercise with its tags."""

    @property
    def id(self) -> str: ...
    @property
    def demands(self) -> TaggedDemands: ...
    @property
    def dose(self) -> Dosing: ...


def disagreements(exercise: TaggedExercise, movement: Movement, *, place: Find | None = None) -> list[Problem]:
    """Where tags and movement differ, each with what would be right.

    `place` finds an entry of the exercise's file, such as `place("demands", "moves", 0)`; without it the
    problems stand at the exercise's id.
    """
    find = place or (lambda *_: Place(exercise.id))
    derived = derived_demands(movement, exercise.dose.start)
    return [
        *_position(exercise.demands, movement, find),
        *_understated(exercise.demands, derived, find),
        *_overstated(exercise.demands, derived, find),
    ]


def _position(tags: TaggedDemands, movement: Movement, find: Find) -> Iterator[Problem]:
    drawn = {_on_back(name) for name in positions_of(movement)}
    if tags.position != "any" and _on_back(tags.position) not in drawn:
        what = f"the file says {tags.position}, the movement shows {' and '.join(sorted(drawn))}"
        yield Problem(find("demands", "position"), what, "Correct one of them")


def _on_back(position: str) -> str:
    return "supine" if position in LIES_ON_BACK else position


def _understated(tags: TaggedDemands, derived: DerivedDemands, find: Find) -> Iterator[Problem]:
    """The picture asks for more than the file says: somebody could be given what harms them."""
    for move in derived.moves:
        tagged = [tag for tag in tags.moves if (tag.part, tag.way) == (move.part, move.way)]
        lacks_end = move.range == "end" and move.part in TO_ITS_END and all(tag.range == "mid" for tag in tagged)
        lacks_any = move.part in BENDS and move.way != "neutral" and move.plain and not tagged
        if lacks_end or lacks_any:
            yield Problem(find("demands", "moves"), f"{_said(move)}, and the file does not say so", _tag(move))
        elif _stays_longer(move, tagged):
            what = f"the {move.part} stays in {move.way} at '{move.key}', and the file says repeated"
            yield Problem(find("demands", "moves"), what, "Say `hold: sustained`, or shorten the hold")


def _stays_longer(move: DerivedMove, tagged: Sequence[TaggedMove]) -> bool:
    """A sustained bend to its end is what narrowing of the spine is spared, so it must not pass as repeated."""
    held = move.part in BENDS and move.way != "neutral" and move.plain and move.hold == "sustained"
    return held and bool(tagged) and all(tag.hold == "repeated" for tag in tagged)


def _overstated(tags: TaggedDemands, derived: DerivedDemands, find: Find) -> Iterator[Problem]:
    """The file asks for more than the picture shows: one of the two misleads.

    `neutral` is never too much: a back may be kept still against a load at one moment and bend at another.
    """
    for at, tag in enumerate(tags.moves):
        drawn = derived.move(tag.part, tag.way)
        if tag.way == "neutral":
            continue
        if drawn is None:
            what = f"the file says {tag.part} {tag.way}, and the movement does not show it"
            yield Problem(find("demands", "moves", at), what, "Show it in a key, or leave the tag out")
        elif tag.part in TO_ITS_END and (tag.range, drawn.range) == ("end", "mid"):
            what = f"the file says {tag.part} {tag.way} to its end, the movement goes to {drawn.degrees:.0f} degrees"
            yield Problem(find("demands", "moves", at), what, "Show the end in a key, or say `range: mid`")


def _said(move: DerivedMove) -> str:
    far = " to its end" if move.range == "end" else ""
    return f"the {move.part} goes into {move.way}{far} ({move.degrees:.0f} degrees at '{move.key}')"


def _tag(move: DerivedMove) -> str:
    held = ", hold: sustained" if move.hold == "sustained" else ""
    return f"Add {{part: {move.part}, way: {move.way}, range: {move.range}{held}}}, or draw it less far"
