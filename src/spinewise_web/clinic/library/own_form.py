"""The form of a clinic's own exercise: its fields, what was typed, and what of it cannot be kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args

import msgspec
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spinewise.errors import KnowledgeError
from spinewise.knowledge import models
from spinewise.knowledge.models import KnowledgeBase
from spinewise.knowledge.spoken import spoken
from spinewise_web.records.models import NAME_LETTERS
from spinewise_web.records.own import GRADES, MOVE_GRADES

LINE_LETTERS, MOST_LINES, MOST_MOVES = 300, 12, 4
SCALES: dict[str, Any] = {
    "position": models.Position,
    "stay": models.Stay,
    "axial_load": models.Load,
    "impact": models.Impact,
    "strain": models.Strain,
    "balance": models.Balance,
    "neural": models.Neural,
    "part": models.Part,
    "way": models.Way,
    "range": models.Range,
    "load": models.Load,
    "hold": models.Hold,
}
LABELS = {
    "position": gettext_lazy("Position"),
    "stay": gettext_lazy("How long in it"),
    "axial_load": gettext_lazy("Load down the spine"),
    "impact": gettext_lazy("Impact"),
    "strain": gettext_lazy("Straining"),
    "balance": gettext_lazy("Balance"),
    "neural": gettext_lazy("Nerves"),
    "part": gettext_lazy("Part"),
    "way": gettext_lazy("Way"),
    "range": gettext_lazy("Range"),
    "load": gettext_lazy("Load"),
    "hold": gettext_lazy("How"),
}
DOSES = {
    "start_sets": gettext_lazy("Repetitions of each set, such as 10, 10"),
    "start_hold_s": gettext_lazy("Hold, seconds"),
    "start_minutes": gettext_lazy("Or minutes"),
    "start_days_a_week": gettext_lazy("Days a week"),
    "start_times_a_day": gettext_lazy("Times a day"),
    "most_sets": gettext_lazy("At most: repetitions of each set"),
    "most_hold_s": gettext_lazy("At most: hold, seconds"),
    "most_minutes": gettext_lazy("At most: minutes"),
    "most_days_a_week": gettext_lazy("At most: days a week"),
    "most_times_a_day": gettext_lazy("At most: times a day"),
}
RUNGS = {
    "easier": gettext_lazy("An easier exercise that leads to it"),
    "harder": gettext_lazy("A harder exercise that it leads to"),
}
PLAIN = ("name", "patient_name", "purpose", "figure", "sides", "easier", "harder", *DOSES)
NAMES = ("name", "patient_name")
LISTS = ("steps", "faults")
NEEDED = {
    "name": gettext_lazy("Give the exercise a name"),
    "patient_name": gettext_lazy("Say what the patient calls it"),
    "steps": gettext_lazy("Write the steps, one on each line"),
    "aims": gettext_lazy("Choose what it is for"),
    "start_sets": gettext_lazy("Give repetitions or minutes to begin with"),
}


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One value that can be chosen."""

    value: str
    says: str
    on: bool


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the form."""

    name: str
    label: str
    value: str = ""
    error: str = ""
    choices: tuple[Choice, ...] = ()


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """The whole form as it stands."""

    words: Mapping[str, Any]
    errors: Mapping[str, str]
    plain: Mapping[str, Field]
    grades: tuple[Field, ...]
    moves: tuple[tuple[Field, ...], ...]
    dose: tuple[Field, ...]
    aims: tuple[Choice, ...]
    needs: tuple[Choice, ...]
    figures: tuple[Choice, ...]
    ladder: tuple[Field, ...]
    sides: tuple[Choice, ...]


# -- what was sent


def words_from(post: QueryDict) -> dict[str, Any]:
    """What was typed, in the shape in which an exercise is kept."""
    words: dict[str, Any] = {name: post.get(name, "").strip() for name in PLAIN}
    words |= {name: _lines(post.get(name, "")) for name in LISTS}
    words |= {"aims": post.getlist("aims")[:MOST_LINES], "needs": post.getlist("needs")[:MOST_LINES]}
    words |= {name: post.get(name, "").strip()[:NAME_LETTERS] for name in GRADES}
    words["moves"] = [move for move in (_move(post, place) for place in range(MOST_MOVES)) if any(move.values())]
    words["moves_are_all"] = "yes" if post.get("moves_are_all") else ""
    return words | {most: words[most] or words[most.replace("most", "start", 1)] for most in DOSES if "most" in most}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _move(post: QueryDict, place: int) -> dict[str, str]:
    return {name: post.get(f"{name}-{place}", "").strip()[:NAME_LETTERS] for name in MOVE_GRADES}


def lacking(words: Mapping[str, Any]) -> dict[str, str]:
    """What must be there before anything can be kept."""
    missing = {name: str(says) for name, says in NEEDED.items() if not words.get(name)}
    if words.get("start_minutes"):
        missing.pop("start_sets", None)
    if not all(move.get("part") and move.get("way") for move in words.get("moves", ())):
        missing["moves"] = _("Choose the part and the way of each move, or leave all of it open")
    return missing | dict(_too_long(words))


def _too_long(words: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What does not fit. Nothing of it is cut: it comes back as it was written."""
    for name in (*PLAIN, *LISTS):
        value, most = words.get(name, ""), NAME_LETTERS if name in NAMES else LINE_LETTERS
        lines = [value] if isinstance(value, str) else value
        if any(len(line) > most for line in lines):
            yield name, _("Shorten this: %(most)s letters fit on a line") % {"most": most}
        elif len(lines) > MOST_LINES:
            yield name, _("Write at most %(most)s lines") % {"most": MOST_LINES}


def errors_from(problem: KnowledgeError) -> dict[str, str]:
    """What the reader of the library's files says, at the field it is about."""
    found: dict[str, str] = {}
    for one in problem.problems:
        says = f"{one.what}. {one.instead}".strip()
        found.setdefault(one.place.file, says[:1].upper() + says[1:])
    return found


# -- the form


def form_of(words: Mapping[str, Any], errors: Mapping[str, str], kb: KnowledgeBase, *, but: str = "") -> Form:
    """The form with what stands in it; an exercise is no neighbour of itself, `but` leaves it out."""
    moves = [*words.get("moves", ()), *({} for _place in range(MOST_MOVES))][:MOST_MOVES]
    return Form(
        words=words,
        errors=errors,
        plain={name: _field(name, words, errors) for name in (*PLAIN, *LISTS)},
        grades=tuple(_graded(name, words.get(name, ""), name, errors) for name in GRADES),
        moves=tuple(
            tuple(_graded(name, move.get(name, ""), f"{name}-{place}", errors) for name in MOVE_GRADES)
            for place, move in enumerate(moves)
        ),
        dose=tuple(_field(name, words, errors) for name in DOSES),
        aims=_choices(get_args(models.Aim), words.get("aims", ())),
        needs=_choices(get_args(models.Equipment), words.get("needs", ())),
        figures=tuple(_figures(words.get("figure", ""), kb)),
        ladder=tuple(_rung(name, words, errors, kb, but=but) for name in RUNGS),
        sides=_choices(("both", "each"), [words.get("sides") or "both"]),
    )


def _field(name: str, words: Mapping[str, Any], errors: Mapping[str, str]) -> Field:
    value = words.get(name, "")
    text = "\n".join(value) if isinstance(value, list) else str(value)
    return Field(name=name, label=str(DOSES.get(name, "")), value=text, error=errors.get(name, ""))


def _graded(name: str, value: str, at: str, errors: Mapping[str, str]) -> Field:
    choices = (Choice(value="", says=_("not graded"), on=not value), *_choices(get_args(SCALES[name]), [value]))
    return Field(name=at, label=str(LABELS[name]), value=value, error=errors.get(at, ""), choices=choices)


def _choices(values: Iterable[str], chosen: Iterable[str]) -> tuple[Choice, ...]:
    on = set(chosen)
    return tuple(Choice(value=value, says=spoken([value]), on=value in on) for value in values)


def _rung(name: str, words: Mapping[str, Any], errors: Mapping[str, str], kb: KnowledgeBase, *, but: str) -> Field:
    """A neighbour on the ladder: any exercise that may still be done."""
    chosen = words.get(name, "")
    named = sorted(
        (one.title.clinician, one.id) for one in kb.exercises.values() if one.id != but and not one.withdrawn
    )
    choices = (Choice(value=value, says=title, on=value == chosen) for title, value in named)
    none = Choice(value="", says=_("none"), on=not chosen)
    return Field(name=name, label=str(RUNGS[name]), value=chosen, error=errors.get(name, ""), choices=(none, *choices))


def _figures(chosen: str, kb: KnowledgeBase) -> Iterator[Choice]:
    drawn = sorted((one.title.clinician, one.id) for one in kb.exercises.values() if one.movement is not None)
    yield Choice(value="", says=_("no figure"), on=not chosen)
    for title, name in drawn:
        yield Choice(value=name, says=title, on=name == chosen)
