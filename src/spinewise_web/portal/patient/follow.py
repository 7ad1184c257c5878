"""One exercise in time, for the page that counts along: get ready, repetitions with their holds, rests, sides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from spinewise.knowledge.models import Dose, Exercise
from spinewise.motion.cues import Phase, cues_of, phases
from spinewise.motion.movement import Movement
from spinewise.motion.perform import moments_of
from spinewise_web.design.figures import figures_of
from spinewise_web.records.core import knowledge


class Stay(msgspec.Struct, frozen=True):
    """A part of one repetition: until when, whether it is held, and where the drawing is at its end."""

    until_s: float
    is_hold: bool
    drawn_s: float


class Saying(msgspec.Struct, frozen=True):
    """Words and when they are said, in seconds from the start of a repetition."""

    at_s: float
    says: str


class Repetition(msgspec.Struct, frozen=True):
    """One time of it."""

    lasts_s: float
    stays: tuple[Stay, ...]
    says: tuple[Saying, ...]


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of the session: getting ready, moving, resting."""

    kind: str
    seconds: float = 0
    times: int = 0
    title: str = ""


class Following(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the page needs to count along."""

    rounds: tuple[Round, ...]
    repetition: Repetition | None
    words: Mapping[str, str]


def following(exercise: Exercise, dose: Dose) -> dict[str, Any]:
    """The session as plain values for the page's script."""
    movement = figures_of(knowledge()).movement(exercise.id)
    made = Following(
        rounds=tuple(_minutes(dose) if dose.minutes else _sets(dose)),
        repetition=None if dose.minutes else repetition_of(movement, exercise, dose),
        words=words(),
    )
    plain: dict[str, Any] = msgspec.to_builtins(made)
    return plain


def words() -> dict[str, str]:
    """What the page says besides the cues."""
    return {
        "ready": _("get ready"),
        "move": _("move"),
        "hold": _("hold"),
        "rest": _("rest"),
        "sides": _("change sides"),
        "left": _("minutes left"),
        "seconds": _("seconds left"),
        "done": _("Done. How was it?"),
        "skipped": _("Stopped here. What became of it?"),
        "half": _("Half of the time."),
        "pause": _("Pause"),
        "on": _("Go on"),
        "voice_on": _("Voice on"),
        "voice_off": _("Voice off"),
        "times": _("of"),
    }


def _sets(dose: Dose) -> Iterator[Round]:
    sides = (_("first side"), _("other side")) if dose.sides == "each" else ("",)
    timer, rest = knowledge().daily.timer, knowledge().programme.pace.rest_between_sets_s
    for number, count in enumerate(dose.sets, start=1):
        yield Round(kind="ready", seconds=timer.ready_s) if number == 1 else Round(kind="rest", seconds=rest)
        for place, side in enumerate(sides):
            if place:
                yield Round(kind="sides", seconds=timer.change_sides_s)
            title = _("Set %(now)s of %(all)s") % {"now": number, "all": len(dose.sets)}
            yield Round(kind="move", times=count, title=f"{title}, {side}" if side else title)


def _minutes(dose: Dose) -> Iterator[Round]:
    timer = knowledge().daily.timer
    yield Round(kind="ready", seconds=timer.ready_s)
    yield Round(kind="minutes", seconds=dose.minutes * 60)
    if dose.sides == "each":
        yield Round(kind="sides", seconds=timer.change_sides_s)
        yield Round(kind="minutes", seconds=dose.minutes * 60)


def repetition_of(movement: Movement | None, exercise: Exercise, dose: Dose) -> Repetition:
    """One repetition with the prescribed hold; without a drawing, the usual pace."""
    if movement is None:
        lasts = knowledge().programme.pace.repetition_s + dose.hold_s
        return Repetition(lasts, (Stay(lasts, is_counted(dose.hold_s), 0),), ())
    going = phases(movement, hold_s=dose.hold_s)
    cues = cues_of(movement, dose=dose, steps=exercise.steps, speech=knowledge().speech)
    drawn = moments_of(movement)[1:]
    pairs = zip(going, drawn, strict=True)
    stays = [stay for phase, moment in pairs for stay in _stays(phase, moment.reached_s, moment.left_s)]
    return Repetition(going[-1].left_s, tuple(stays), tuple(Saying(cue.at_s, cue.says) for cue in cues))


def _stays(phase: Phase, reached_s: float, left_s: float) -> Iterator[Stay]:
    yield Stay(phase.reached_s, False, reached_s)
    if phase.stays_s:
        yield Stay(phase.left_s, is_counted(phase.stays_s), left_s)


def is_counted(stay_s: float) -> bool:
    """Whether somebody stays long enough to call it a hold."""
    return stay_s >= knowledge().daily.timer.shown_hold_s
