"""A clinic's own exercise: the words of its form read by the same reader as the files, and put beside the library.

A form that leaves open what an exercise asks of the body is kept, and is in no plan: what is unknown opens no door.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

import msgspec
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from spinewise.errors import KnowledgeError, Place, Problem
from spinewise.knowledge.check import check
from spinewise.knowledge.load import plain, read_claims
from spinewise.knowledge.models import Exercise, KnowledgeBase
from spinewise.rules.tree import Certainty, Claim
from spinewise.source.bind import Binder
from spinewise.source.nodes import Entries, Items, Node, Text
from spinewise_web.records.models.own import OwnExercise

Words = Mapping[str, Any]
GRADES = ("position", "stay", "axial_load", "impact", "strain", "balance", "neural")
MOVE_GRADES = ("part", "way", "range", "load", "hold")
RUNGS = ("easier", "harder")
NUMBERS = ("hold_s", "minutes", "days_a_week", "times_a_day")
WITHDRAWN = "Your clinic withdrew this exercise."
SAID_PLAINLY = "Your clinic wrote this exercise. It is not from the Spinewise library."
RESTS_ON = Claim(
    supports="This clinic's own exercise: what it asks of the body and its dose are as the clinic wrote them.",
    certainty=Certainty.UNVERIFIED,
    why_unverified="It is not in the library, and no evidence was collected for it.",
)
OPEN = ""
MOST_KEPT = 64

logger = logging.getLogger(__name__)
_KNOWN: dict[tuple[str, tuple[Any, ...]], KnowledgeBase] = {}


def is_graded(words: Words) -> bool:
    """Whether everything that an exercise asks of the body was said."""
    moves = [grade for move in words.get("moves", ()) for grade in (move.get(name, OPEN) for name in MOVE_GRADES)]
    return all(words.get(name) for name in GRADES) and all(moves) and bool(words.get("moves_are_all"))


def read_own(words: Words, intervention: str, kb: KnowledgeBase) -> Exercise:
    """The exercise as a file of the library would have it.

    Raises:
        KnowledgeError: with every problem; the `file` of each place is the field of the form.
    """
    node = _node(words, intervention)
    exercise = _bound(node, words, kb)
    wider = _beside(kb, {exercise.id: exercise}, {exercise.id: words})
    problems = [*check(wider, {f"exercises/{exercise.id}": node}), *_off_the_ladder(words, exercise, kb, wider)]
    if problems:
        raise KnowledgeError(problems)
    return exercise


def _off_the_ladder(words: Words, one: Exercise, kb: KnowledgeBase, wider: KnowledgeBase) -> Iterator[Problem]:
    """Steps lead upwards: to an exercise that there is, and not round in a ring."""
    for name in RUNGS:
        step = words.get(name, "")
        if step and (step not in kb.exercises or kb.exercises[step].withdrawn):
            yield Problem(Place(name), _("this exercise is not there"), _("Choose one of the list"))
    if any(one.id in rungs_above(step, wider) for step in wider.exercises[one.id].harder):
        instead = _("Choose a harder exercise that does not lead back to the easier one")
        yield Problem(Place("harder"), _("the steps go round in a ring"), instead)


def rungs_above(name: str, kb: KnowledgeBase) -> frozenset[str]:
    """This exercise and everything that it leads up to."""
    reached: set[str] = set()
    waiting = [name]
    while waiting:
        step = waiting.pop()
        if step not in reached and step in kb.exercises:
            reached.add(step)
            waiting.extend(kb.exercises[step].harder)
    return frozenset(reached)


def as_written(words: Words, intervention: str, kb: KnowledgeBase) -> Exercise:
    """The same for one that was kept: it was checked then, and its neighbours may have changed since.

    Raises:
        KnowledgeError: a word is none that this release knows.
    """
    return _bound(_node(words, intervention), words, kb)


def _bound(node: Node, words: Words, kb: KnowledgeBase) -> Exercise:
    binder = Binder({tuple[Claim, ...]: read_claims, Any: lambda _binder, inner: plain(inner)})
    made = binder.try_bind(node, Exercise)
    if binder.problems:
        raise KnowledgeError(binder.problems)
    return msgspec.structs.replace(cast(Exercise, made), because=(RESTS_ON,), movement=_movement(words, kb))


def _movement(words: Words, kb: KnowledgeBase) -> Any:
    alike = kb.exercises.get(words.get("figure", ""))
    return alike.movement if alike else None


# -- the words as the tree that a file would give


def _node(words: Words, intervention: str) -> Node:
    return _entries(
        {
            "id": _text(intervention, "name"),
            "title": _entries(
                {"clinician": _text(words["name"], "name"), "patient": _text(words["patient_name"], "patient_name")},
                "name",
            ),
            "purpose": _text(words.get("purpose", ""), "purpose"),
            "evidence": _list((), "name"),
            "aims": _list(words.get("aims", ()), "aims"),
            "needs": _list(words.get("needs", ()), "needs"),
            "steps": _list(words.get("steps", ()), "steps"),
            "harder": _list(filter(None, [words.get("harder", "")]), "harder"),
            "faults": Items(
                tuple(_entries({"say": _text(one, "faults")}, "faults") for one in words.get("faults", ())),
                Place("faults"),
            ),
            "demands": _demands(words),
            "dose": _dosing(words),
            "teach_first": _text("true", "name"),
            "by_default": _text("false", "name"),
            "say_plainly": _text(SAID_PLAINLY, "name"),
        },
        "name",
    )


def _demands(words: Words) -> Entries:
    """What it asks of the body. What was left open is left out here; such an exercise is in no plan."""
    grades: dict[str, Node] = {name: _text(words[name], name) for name in GRADES if words.get(name)}
    moves = [
        _entries({name: _text(move[name], "moves") for name in MOVE_GRADES if move.get(name)}, "moves")
        for move in words.get("moves", ())
    ]
    return _entries({**grades, "moves": Items(tuple(moves), Place("moves"))}, "position")


def _dosing(words: Words) -> Entries:
    start, limit = _dose(words, "start"), _dose(words, "most")
    return _entries({"start": start, "limit": limit, "grow": _text("none", "start_sets")}, "start_sets")


def _dose(words: Words, when: str) -> Entries:
    given: dict[str, Node] = {
        name: _text(words[f"{when}_{name}"], f"{when}_{name}") for name in NUMBERS if words.get(f"{when}_{name}")
    }
    if sets := str(words.get(f"{when}_sets", "")).replace(",", " ").split():
        given["sets"] = _list(sets, f"{when}_sets")
    if words.get("sides"):
        given["sides"] = _text(words["sides"], "sides")
    return _entries(given, f"{when}_sets")


def _entries(of: dict[str, Node], field: str) -> Entries:
    return Entries(of, {key: node.place for key, node in of.items()}, Place(field))


def _list(values: Iterable[str], field: str) -> Items:
    return Items(tuple(_text(value, field) for value in values), Place(field))


def _text(value: str, field: str) -> Text:
    return Text(str(value), Place(field))


# -- beside the library


def with_own(kb: KnowledgeBase, rows: QuerySet[OwnExercise]) -> KnowledgeBase:
    """The library with a clinic's own exercises. Without any it is the library itself, the same digest too."""
    named = tuple(rows.values_list("pk", "withdrawn_at"))
    if not named:
        return kb
    known = _KNOWN.get((kb.digest, named))
    if known is None:
        found = list(rows)
        said = {row.intervention: row.words for row in found if row.withdrawn_at is None}
        known = _KNOWN[kb.digest, named] = _beside(kb, dict(_readable(kb, found)), said)
        while len(_KNOWN) > MOST_KEPT:
            _KNOWN.pop(next(iter(_KNOWN)))
    return known


def _readable(kb: KnowledgeBase, rows: Iterable[OwnExercise]) -> Iterator[tuple[str, Exercise]]:
    """What this release can still read; a word that it does not know any more takes an exercise out, not a clinic.

    A withdrawn one is on no ladder: it is nobody's easier version.
    """
    for row in rows:
        try:
            made = as_written(row.words, row.intervention, kb)
        except KnowledgeError:
            logger.exception("the own exercise %s cannot be read", row.pk)
            continue
        gone = {"withdrawn": WITHDRAWN, "harder": ()} if row.withdrawn_at else {}
        yield row.intervention, msgspec.structs.replace(made, **gone)


def _upwards(one: Exercise, every: Mapping[str, Exercise]) -> Exercise:
    """With steps only to what is there."""
    return msgspec.structs.replace(one, harder=tuple(step for step in one.harder if step in every))


def _beside(kb: KnowledgeBase, own: dict[str, Exercise], said: Mapping[str, Words]) -> KnowledgeBase:
    """One knowledge of both, whose digest covers both: the own exercises, and those that lead up to them now."""
    every = {**kb.exercises, **own}
    changed = {name: _upwards(one, every) for name, one in own.items()}
    for name, words in said.items():
        low = words.get("easier", "")
        if name in own and low in every:
            below = changed.get(low, every[low])
            changed[low] = msgspec.structs.replace(below, harder=(*below.harder, name))
    digest = hashlib.sha256(kb.digest.encode() + msgspec.json.encode(changed, order="deterministic")).hexdigest()
    return msgspec.structs.replace(kb, digest=digest, exercises={**every, **changed})
