"""What must hold of a treatment's settings: the words, the limits beside them and the dose say the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from spinewise.errors import Place, Problem
from spinewise.knowledge.models import Dosing, KnowledgeBase, Modality, Parameter

PlaceOf = Callable[..., Place]
NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?")
"""A number in words; the 2 of `cm2` is none, and in `80-120` there are two."""

ONLY_MOST = ("or less", "at most", "up to")
ONLY_LEAST = ("or more", "at least")


def setting_problems(kb: KnowledgeBase, place: PlaceOf) -> Iterator[Problem]:
    """Every problem in how treatments are set."""
    for modality in kb.modalities.values():
        for number, each in enumerate(modality.parameters):
            at = place(modality.id, "parameters", number)
            yield from _name(each, modality, number, at)
            yield from _words(each, at)
            yield from _dose(each, modality.dose, at)


def _name(each: Parameter, modality: Modality, number: int, at: Place) -> Iterator[Problem]:
    """A visit keeps what was set under its name."""
    if each.name in [earlier.name for earlier in modality.parameters[:number]]:
        yield Problem(at, f"two settings are called '{each.name}'", "Rename one")


def _words(each: Parameter, at: Place) -> Iterator[Problem]:
    if each.one_of:
        yield from _chosen(each, at)
    elif each.unit:
        yield from _limited(each, at)
    elif each.setting[:1].isdigit():
        what = f"nothing holds to the numbers of '{each.setting}'"
        yield Problem(at, what, "Add `least:`, `most:` and `unit:`, or `one_of:`")


def _chosen(each: Parameter, at: Place) -> Iterator[Problem]:
    for number in sorted(_numbers(each.setting) - _numbers(" ".join(each.one_of))):
        yield Problem(at, f"the words say {number:g}, and no choice does", "Correct one of them")


def _limited(each: Parameter, at: Place) -> Iterator[Problem]:
    said, ends = _numbers(each.setting), {end for end in (each.least, each.most) if end is not None}
    for number in sorted(ends - said):
        yield Problem(at, f"the limit {number:g} is not in the words '{each.setting}'", "Correct one of them")
    for number in sorted(said):
        if not each.holds(number):
            yield Problem(at, f"the words say {number:g}, which the limits leave out", "Correct one of them")
    if each.unit and not re.search(rf"(?<![\w-]){re.escape(each.unit)}(?![\w-])", each.setting):
        yield Problem(at, f"the words do not say '{each.unit}'", "Correct one of them")
    yield from _one_ended(each, at)


def _one_ended(each: Parameter, at: Place) -> Iterator[Problem]:
    """Where one end is left open, the words leave the same one open."""
    for given, missing, words in (("most", each.least, ONLY_MOST), ("least", each.most, ONLY_LEAST)):
        if missing is None and not any(word in each.setting for word in words):
            what = f"only `{given}` is given, and the words '{each.setting}' do not say so"
            yield Problem(at, what, f"Add the other end, or say '{words[0]}'")


def _dose(each: Parameter, dose: Dosing, at: Place) -> Iterator[Problem]:
    """What the dose holds a treatment to as well is the same there."""
    if each.unit == "minutes":
        yield from _as_in_dose("at most", each.most, dose.limit.minutes, each.unit, at)
        if not each.holds(dose.start.minutes):
            what = f"the dose starts at {dose.start.minutes:g} minutes, which the limits leave out"
            yield Problem(at, what, "Correct one of them")
    if each.unit == "hours apart":
        yield from _as_in_dose("at least", each.least, dose.limit.every_hours, each.unit, at)


def _as_in_dose(end: str, limit: float | None, dosed: float, unit: str, at: Place) -> Iterator[Problem]:
    if limit != dosed:
        here = "no limit" if limit is None else f"{limit:g}"
        yield Problem(at, f"the dose has {end} {dosed:g} {unit}, and here stands {here}", "Correct one of them")


def _numbers(words: str) -> set[float]:
    return {float(number) for number in NUMBER.findall(words)}
