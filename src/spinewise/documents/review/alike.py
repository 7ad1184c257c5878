"""Exercises that ask the same of the body, for the same, in the same amount: is each of them needed?"""

from __future__ import annotations

from collections.abc import Iterator

from spinewise.documents.review.library import Library
from spinewise.documents.review.markdown import bullets, heading, paragraph
from spinewise.knowledge.models import Exercise, KnowledgeBase
from spinewise.plan.rungs import ladders_of, rungs_of


def alike(library: Library) -> Iterator[str]:
    """The groups of near-duplicates. They are listed for a clinician to decide about, and nothing is left out."""
    yield from heading(2, "Alike on different ladders", "alike")
    groups = near_duplicates(library.kb)
    if not groups:
        yield from paragraph("No two exercises on different ladders ask for the same, with the same aims and dose.")
        return
    yield from paragraph(
        "These ask the same of the body, have the same aims and start with the same dose, and stand on different "
        "ladders. Each is there for a reason, or one is too many."
    )
    yield from bullets(library.links("exercises", (one.id for one in group)) for group in groups)


def near_duplicates(kb: KnowledgeBase) -> list[tuple[Exercise, ...]]:
    """Exercises with equal demands, aims and starting dose that no ladder joins."""
    ladders = ladders_of(rungs_of(kb.exercises.values()))
    same: dict[tuple[object, ...], list[Exercise]] = {}
    for _, one in sorted(kb.exercises.items()):
        same.setdefault((one.demands, frozenset(one.aims), one.dose.start), []).append(one)
    return [tuple(group) for group in same.values() if len({ladders.get(one.id, one.id) for one in group}) > 1]
