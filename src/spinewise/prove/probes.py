"""Exercises and treatments that nobody has written yet: one for every grade that a pattern speaks of.

A promise over today's library would say nothing about tomorrow's exercise. So each is also proven over
probes: for every combination of grades in its pattern, an intervention that asks exactly that of the body
and is as free otherwise as a file can make it (general, at home, shown to nobody first). A real one that
matches the pattern asks at least as much, and more demands only ever add restrictions, as long as no
effect is about the absence of a demand (`about_absence` finds those).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any, get_args

import msgspec

from spinewise.knowledge import models
from spinewise.knowledge.models import Demands, Dose, Dosing, Exercise, KnowledgeBase, Modality, Move, Pattern, Title
from spinewise.plan.clear import Intervention

GRADES = {
    "part": models.Part, "way": models.Way, "range": models.Range, "load": models.Load, "hold": models.Hold,
}  # fmt: skip
SINGLE = tuple(name for name in Demands.__struct_fields__ if name != "moves")
"""The demands that are one grade each; a move is made of several."""
UNTOUCHED = Demands()
ANY_DOSE = Dosing(start=Dose(minutes=10), limit=Dose(minutes=10))


def probes_of(pattern: Pattern) -> Iterator[Intervention]:
    """Every intervention that asks just what a pattern speaks of."""
    given = {name: getattr(pattern, name) or (getattr(UNTOUCHED, name),) for name in SINGLE}
    for grades in product(*given.values()):
        asked = dict(zip(given, grades, strict=True))
        for moves in moves_of(pattern):
            yield probe(Demands(**asked, moves=moves))


def moves_of(pattern: Pattern) -> Iterator[tuple[Move, ...]]:
    """Every single move that a pattern means, or none if it means no move."""
    if pattern.moves is None:
        yield ()
        return
    given = [getattr(pattern.moves, name) or get_args(kind) for name, kind in GRADES.items()]
    for grades in product(*given):
        yield (Move(**dict(zip(GRADES, grades, strict=True))),)


def probe(demands: Demands) -> Intervention:
    """The freest intervention with these demands."""
    name = described(demands)
    shared: dict[str, Any] = {
        "id": f"any {'exercise' if demands.agent is None else 'treatment'}: {name}",
        "title": Title(clinician=name, patient=name),
        "evidence": (),
        "demands": demands,
        "dose": ANY_DOSE,
        "steps": (),
    }
    if demands.agent is None:
        return Exercise(**shared, aims=(), general=True)
    told = models.Told(patient=name, clinician=name)
    return Modality(
        **shared, parameters=(), where_on_body="", course_days=1, home=True, stance="", say_plainly=told,
        response_check="",
    )  # fmt: skip


def described(demands: Demands) -> str:
    """The demands in a few words."""
    asked = [f"{name.replace('_', ' ')} {getattr(demands, name)}" for name in SINGLE if changed(demands, name)]
    moves = [f"{move.part} {move.way}, {move.range} range, load {move.load}, {move.hold}" for move in demands.moves]
    return "; ".join([*asked, *moves]) or "nothing asked"


def changed(demands: Demands, name: str) -> bool:
    """Whether a demand differs from that of lying still."""
    return bool(getattr(demands, name) != getattr(UNTOUCHED, name))


def about_absence(kb: KnowledgeBase) -> tuple[str, ...]:
    """Precautions with an effect on what does *not* ask something: more demands could then free an exercise."""
    return tuple(
        rule.id
        for rule in kb.precautions.values()
        if any(getattr(UNTOUCHED, name) in getattr(effect.to, name) for effect in rule.effects for name in SINGLE)
    )


def with_probes(kb: KnowledgeBase, probes: list[Intervention]) -> KnowledgeBase:
    """The library with these added, so that the real filter can be asked about them."""
    exercises = {one.id: one for one in probes if isinstance(one, Exercise)}
    modalities = {one.id: one for one in probes if isinstance(one, Modality)}
    return msgspec.structs.replace(
        kb, exercises={**kb.exercises, **exercises}, modalities={**kb.modalities, **modalities}
    )
