"""The questions: for every exercise its picture, and eight names of which one is right.

The seven others are its nearest neighbours by what they ask of the body, so that a picture which could as well
be something similar is found out. Everything follows from the seed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from hashlib import sha256
from random import Random

import msgspec

from spinewise.knowledge.models import Exercise, KnowledgeBase

CHOICES = 8
LETTERS = "abcdefgh"
GRADES = ("stay", "axial_load", "impact", "strain", "balance", "neural")
WEIGHTS = {"moves": 4.0, "position": 3.0, "aims": 2.0, "needs": 1.5, "area": 1.0, "grades": 1.0}


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One picture: its number on the sheets, the exercise it shows, and the names to choose from by letter."""

    number: int
    exercise: str
    names: dict[str, str]

    def letter_of(self, choice: str) -> str | None:
        """The letter of a choice that was given as a letter or as the name itself."""
        if choice.strip().lower() in self.names:
            return choice.strip().lower()
        return next((letter for letter, name in self.names.items() if name == choice.strip()), None)


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked, and which exercise each letter stands for."""

    seed: int
    knowledge: str
    questions: tuple[Question, ...]
    exercises: dict[int, dict[str, str]]


def ask(kb: KnowledgeBase, *, seed: int) -> Key:
    """A question for every exercise that has a movement, in an order that gives nothing away."""
    drawn = [one for one in kb.exercises.values() if one.movement is not None]
    shuffled = sorted(drawn, key=lambda one: sha256(f"{seed} {one.id}".encode()).digest())
    asked, behind = [], {}
    for number, one in enumerate(shuffled, start=1):
        lettered = dict(zip(LETTERS, _choices(one, drawn, seed=seed), strict=False))
        names = {letter: name_of(other) for letter, other in lettered.items()}
        asked.append(Question(number=number, exercise=one.id, names=names))
        behind[number] = {letter: other.id for letter, other in lettered.items()}
    return Key(seed=seed, knowledge=kb.digest, questions=tuple(asked), exercises=behind)


def name_of(one: Exercise) -> str:
    """What the patient and the clinician call it."""
    return f"{one.title.patient} ({one.title.clinician})"


def _choices(one: Exercise, among: Iterable[Exercise], *, seed: int) -> list[Exercise]:
    others = sorted((other for other in among if other.id != one.id), key=lambda other: (apart(one, other), other.id))
    chosen = [one, *others[: CHOICES - 1]]
    Random(f"{seed} {one.id}").shuffle(chosen)
    return chosen


def apart(one: Exercise, other: Exercise) -> float:
    """How differently two exercises look from what they ask: 0 for twins."""
    a, b = one.demands, other.demands
    found: dict[str, float] = {
        "moves": _unshared({(move.part, move.way) for move in a.moves}, {(move.part, move.way) for move in b.moves}),
        "position": float(a.position != b.position),
        "aims": _unshared(one.aims, other.aims),
        "needs": _unshared(one.needs, other.needs),
        "area": float(one.id.partition("/")[0] != other.id.partition("/")[0]),
        "grades": sum(getattr(a, grade) != getattr(b, grade) for grade in GRADES) / len(GRADES),
    }
    return sum(WEIGHTS[name] * share for name, share in found.items())


def _unshared(one: Collection[object], other: Collection[object]) -> float:
    """The share of all that only one of the two has."""
    both = {*one, *other}
    return len({*one} ^ {*other}) / len(both) if both else 0.0
