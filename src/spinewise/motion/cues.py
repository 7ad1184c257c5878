"""What is said during one repetition, and when: short words that end before the next ones begin.

The words are the clinic's: a key's own `say`, a clause of the exercise's steps, else a phase word from the
speech file. Nothing is said twice at once; what does not fit is left out, since a late cue misleads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

import msgspec

from spinewise.motion.body import Body
from spinewise.motion.movement import Key, Movement
from spinewise.motion.perform import PAUSE_S, perform
from spinewise.motion.signature import steps as takes_steps

WORDS_A_SECOND = 2.5
"""A convention: the pace of a calm instruction, 150 words a minute. A screen with a voice measures its own."""
BEAT_S = 0.15  # a voice needs this to begin, and the ear to part two cues
TOLD_FROM_S = 2.0  # a shorter stay is over before it is announced
COUNTED_FROM_S = 5.0  # a stay as long as this ends with a count
COUNT = 3


class Dosed(Protocol):
    """What a dose says about one repetition."""

    @property
    def hold_s(self) -> float: ...


class Speech(Protocol):
    """The words of the speech file."""

    @property
    def go(self) -> str: ...
    @property
    def back(self) -> str: ...
    @property
    def hold(self) -> str: ...
    @property
    def breathe(self) -> Mapping[str, str]: ...
    @property
    def numbers(self) -> Sequence[str]: ...
    @property
    def keys(self) -> Mapping[str, str]: ...
    @property
    def back_from(self) -> Mapping[str, str]: ...


class Cue(msgspec.Struct, frozen=True, kw_only=True):
    """Something to say: when it starts, in seconds from the start of the repetition, and how long it takes."""

    at_s: float
    lasts_s: float
    says: str

    @property
    def ends_s(self) -> float:
        return self.at_s + self.lasts_s


class Phase(NamedTuple):
    """The way to one key and the stay there; a way back may go on from another."""

    key: Key
    leaves_s: float
    reached_s: float
    left_s: float
    returns: bool
    comes_from: str
    goes_on: bool

    @property
    def stays_s(self) -> float:
        return self.left_s - self.reached_s


def cues_of(movement: Movement, *, dose: Dosed, steps: Sequence[str], speech: Speech) -> tuple[Cue, ...]:
    """What to say in one repetition, in order.

    Walking and the like get none: a stride is over before a word is. Every phase is announced first; the hold,
    its count and the breath take the room that is left.
    """
    if takes_steps(perform(movement, body=Body())):
        return ()
    going = phases(movement, hold_s=dose.hold_s)
    said: list[Cue] = []
    for phase in going:
        _place(said, phase.leaves_s, _room_to_go(phase), _ways_to_go(phase, steps, speech))
    for phase in going:
        _announce_hold(said, phase, speech)
    _breathe(said, going, steps, speech)
    return tuple(sorted(said, key=lambda cue: cue.at_s))


def phases(movement: Movement, *, hold_s: float) -> tuple[Phase, ...]:
    """Every way and stay of one repetition with the prescribed hold, in seconds from its start."""
    found: list[Phase] = []
    names = [key.name for key in movement.keys]
    now = 0.0
    for place, key in enumerate(movement.keys[1:], start=1):
        reached = now + key.after_s
        left = reached + _stay_s(key, hold_s=hold_s, last=place == len(names) - 1)
        returns = key.name in names[:place]
        goes_on = bool(found) and found[-1].returns and returns
        found.append(Phase(key, now, reached, left, returns, names[place - 1], goes_on))
        now = left
    return tuple(found)


def _stay_s(key: Key, *, hold_s: float, last: bool) -> float:
    if key.hold == "dose":
        return hold_s or PAUSE_S
    if key.hold is None:
        return PAUSE_S if last else 0.0
    return key.hold


def speaking_s(words: str) -> float:
    """How long it takes to say this."""
    return round(BEAT_S + len(words.split()) / WORDS_A_SECOND, 2)


def _room_to_go(phase: Phase) -> float:
    """A stay that is announced needs its own moment, so the way's words end with the way."""
    return phase.reached_s if phase.stays_s >= TOLD_FROM_S else phase.left_s


def _ways_to_go(phase: Phase, steps: Sequence[str], speech: Speech) -> list[str]:
    """What could be said for a phase, best first; all but the first are there for when time is short."""
    if phase.returns:
        back = "" if phase.goes_on else speech.back_from.get(phase.comes_from, speech.back)
        return [way for way in (phase.key.say, back) if way]
    ways = [phase.key.say, *clauses_for(phase.key.name, steps), speech.keys.get(phase.key.name, speech.go)]
    return [way for way in ways if way]


def clauses_for(name: str, steps: Sequence[str]) -> list[str]:
    """The rest of a step from the key's own verb on: `lean` finds "lean forward from the hips".

    Only of steps in the middle: the first takes up the position and the last comes back.
    """
    verb = re.escape(name.partition("_")[0])
    found = [re.search(rf"(?:^|\band |\bthen |, )({verb} [^;:.]+)", step, re.IGNORECASE) for step in steps[1:-1]]
    return [f"{match.group(1)[0].upper()}{match.group(1)[1:]}." for match in found if match][:1]


def _place(said: list[Cue], earliest_s: float, latest_s: float, ways: Iterable[str]) -> bool:
    """Say the first of these that is over in time and disturbs nothing."""
    for says in ways:
        cue = Cue(at_s=round(earliest_s, 2), lasts_s=speaking_s(says), says=says)
        if cue.ends_s <= latest_s + 1e-9 and not any(_clash(cue, other) for other in said):
            said.append(cue)
            return True
    return False


def _clash(one: Cue, other: Cue) -> bool:
    return one.at_s < other.ends_s - 1e-9 and other.at_s < one.ends_s - 1e-9


def _announce_hold(said: list[Cue], phase: Phase, speech: Speech) -> None:
    if phase.stays_s < TOLD_FROM_S:
        return
    _place(said, phase.reached_s, phase.left_s, [speech.hold])
    if phase.stays_s >= COUNTED_FROM_S:
        for number in range(COUNT, 0, -1):
            _place(said, phase.left_s - number, phase.left_s - number + 1.0, [speech.numbers[number - 1]])


def _breathe(said: list[Cue], going: tuple[Phase, ...], steps: Sequence[str], speech: Speech) -> None:
    """A breath that a step speaks of: with the phase that the step is about, else during the stay."""
    for step in steps:
        way = breath_in(step)
        if not way or any("breath" in cue.says.lower() for cue in said):
            continue
        phase = _phase_of(step, going, out=way != "on")
        if phase is not None:
            _place(said, _after(said, phase), phase.left_s, [speech.breathe[way]])


def breath_in(step: str) -> str:
    """Which breath a step asks for: `in`, `out`, or `on` for going on breathing; nothing when it asks for none."""
    found = re.search(r"\bbreath(?:e|ing)\b(?: (in|out)\b)?", step.lower())
    return (found.group(1) or "on") if found else ""


def _phase_of(step: str, going: tuple[Phase, ...], *, out: bool) -> Phase | None:
    words = re.findall(r"[a-z]+", step.lower())
    named = [phase for phase in going if not phase.returns and phase.key.name.partition("_")[0] in words]
    held = [phase for phase in going if phase.stays_s >= TOLD_FROM_S]
    if out:
        return named[0] if named else None
    return held[0] if held else None


def _after(said: Iterable[Cue], phase: Phase) -> float:
    """The moment when the words of this phase's beginning are over."""
    ends = [cue.ends_s for cue in said if phase.leaves_s <= cue.at_s <= phase.reached_s]
    return max([phase.leaves_s, *ends])
