"""The parts that entries of the library share: who holds them back, what they rest on, where guidelines stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spinewise.documents.review.guideline_pages import STANCES
from spinewise.documents.review.words import limits_words
from spinewise.knowledge.models import EvidenceRow, Exercise, KnowledgeBase, Modality
from spinewise.knowledge.spoken import spoken
from spinewise.rules.render import heading, leaf_words
from spinewise.rules.tree import Claim, Group, Leaf
from spinewise_web.clinic.library.words import (
    CERTAINTIES,
    LEVELS,
    SETS_ASIDE,
    Holds,
    Linked,
    Pairs,
    Rests,
    Row,
    Stance,
    tone_of,
)


def holds_of(one: Exercise | Modality, kb: KnowledgeBase) -> Iterator[Holds]:
    """Every precaution whose effects meet what this asks of the body, the strictest first."""
    found = [
        (effect, precaution)
        for precaution in kb.precautions.values()
        for effect in kb.effects_of(precaution).get(one.id, ())
    ]
    seen: set[str] = set()
    for effect, precaution in sorted(found, key=lambda pair: (-pair[0].level.rank, pair[1].title)):
        if precaution.id not in seen:
            seen.add(precaution.id)
            yield Holds(
                id=precaution.id,
                title=precaution.title,
                level=str(LEVELS[effect.level]),
                tone=tone_of(effect.level),
                limit=limits_words(effect.limit),
                who=str(SETS_ASIDE[precaution.waiver]),
            )


def rests_of(line: Leaf | Group | None, claim: Claim, kb: KnowledgeBase) -> Rests:
    """What one claim rests on."""
    why = f" ({claim.why_unverified})" if claim.why_unverified else ""
    return Rests(
        line=_line(line, kb),
        supports=claim.supports + why,
        certainty=str(CERTAINTIES[claim.certainty]),
        grade=claim.certainty.value,
        row=claim.evidence,
    )


def _line(line: Leaf | Group | None, kb: KnowledgeBase) -> str:
    if line is None:
        return ""
    return leaf_words(line, kb.facts[line.fact]) if isinstance(line, Leaf) else heading(line).rstrip(":")


def row_of(row: EvidenceRow, kb: KnowledgeBase) -> Row:
    """A row of the evidence, with its sources."""
    return Row(
        id=row.id,
        says=row.statement,
        figures=row.figures,
        checked=row.tag_text,
        sources=tuple(kb.references[key].citation for key in row.sources if key in kb.references),
        needs_check=row.needs_check,
    )


def stances_of(row: EvidenceRow, kb: KnowledgeBase) -> Iterator[Stance]:
    """Where each guideline stands."""
    ways = {"R": "for", "C": "for", "P": "for", "X": "against"}
    for key, name in kb.guidelines.items():
        said = row.stances.get(key, {})
        code, note = said.get("code", "-"), said.get("note", "")
        words = [STANCES.get(code, "").strip("*"), note]
        yield Stance(
            guideline=name,
            says=": ".join(part for part in words if part),
            way=ways.get(code, "unclear" if code == "in_words" else ""),
        )


def linked(names: Iterable[str], kb: KnowledgeBase) -> Iterator[Linked]:
    """Other exercises, by name."""
    for name in names:
        yield Linked(id=name, title=kb.exercises[name].title.clinician)


def fault_words(sees: str, say: str) -> str:
    """What is seen, and what to say then."""
    return f"{spoken([sees])}: “{say}”" if sees else f"“{say}”"


def told(*pairs: tuple[str, str]) -> Pairs:
    """Facts that have words."""
    return tuple((str(name), str(words)) for name, words in pairs if words)
