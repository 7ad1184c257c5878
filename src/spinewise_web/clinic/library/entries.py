"""What the library says about one entry: exercise, treatment, lesson, measure, sign, start rule or precaution."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from spinewise.documents.review.care_pages import course, dosing_pairs, standing
from spinewise.documents.review.guideline_pages import STANCES, disagrees
from spinewise.documents.review.library import claims_in
from spinewise.documents.review.words import (
    demands_words,
    limits_words,
    pattern_words,
    suit_words,
)
from spinewise.documents.words import joined
from spinewise.knowledge.models import (
    EvidenceRow,
    Exercise,
    KnowledgeBase,
    Lesson,
    Measure,
    Modality,
    Precaution,
    RuleFile,
)
from spinewise.rules.render import heading, leaf_words, rule_words
from spinewise.rules.tree import Claim, Group, Leaf
from spinewise_web.clinic.library.words import (
    CERTAINTIES,
    LEVELS,
    SETS_ASIDE,
    Entry,
    Holds,
    Linked,
    Pairs,
    Rests,
    Row,
    Stance,
    is_own,
    shelf_of,
    spaced,
    tone_of,
)


def entries_of(kind: str, kb: KnowledgeBase) -> dict[str, Any]:
    """Every entry of one kind."""
    if kind == "exercises":
        return {one.id: one for one in shelf_of(kb).exercises}
    found: dict[str, Any] = getattr(kb, kind)
    return found


def title_of(one: Any) -> tuple[str, str]:
    """Its names for a clinician and for a patient; the second is empty where there is one name only."""
    if isinstance(one.title, str):
        return one.title, ""
    return one.title.clinician, one.title.patient


def entry_of(kind: str, name: str, kb: KnowledgeBase) -> Entry | None:
    """The page of one entry; nothing where there is none of that name."""
    one = entries_of(kind, kb).get(name)
    if one is None:
        return None
    clinician, patient = title_of(one)
    base = Entry(
        kind=kind,
        id=name,
        title=clinician,
        for_patient=patient,
        claims=tuple(_claim(line, claim, kb) for line, claim in claims_in(one)),
        rows=tuple(_row(kb.evidence[row], kb) for row in shelf_of(kb).rows(one)),
        waits=tuple(shelf_of(kb).waiting(one)),
    )
    return msgspec.structs.replace(base, **_own_part(one, kb))


def _own_part(one: Any, kb: KnowledgeBase) -> dict[str, Any]:
    match one:
        case Exercise():
            return _exercise(one, kb)
        case Modality():
            return _modality(one, kb)
        case Lesson():
            minutes = _("%(count)s minutes to read") % {"count": one.minutes}
            return {"says": one.says, "facts": _told((_("Length"), minutes), (_("Suits"), suit_words(one.suits)))}
        case Measure():
            return _measure(one, kb)
        case _:
            return _rule(one, kb)


# -- each kind


def _exercise(one: Exercise, kb: KnowledgeBase) -> dict[str, Any]:
    shelf = shelf_of(kb)
    step = shelf.step(one.id)
    return {
        "says": tuple(words for words in (one.purpose, one.say_plainly) if words),
        "facts": _told(
            (_("Aims"), spaced(one.aims)),
            (_("Works on"), spaced(one.works_on)),
            (_("Position"), spaced([one.demands.position])),
            (_("Needs"), spaced(one.needs) or _("nothing")),
            *((name, words) for name, words in dosing_pairs(one.dose)),
            (_("Asks of the body"), "; ".join(demands_words(one.demands)) or _("nothing to speak of")),
            (_("Suits"), suit_words(one.suits)),
            (_("Enters a plan"), standing(one)),
        ),
        "steps": one.steps,
        "faults": tuple(_fault(fault.sees, fault.say) for fault in one.faults),
        "holds": tuple(_holds(one, kb)),
        "easier": tuple(_linked(shelf.easier.get(one.id, ()), kb)),
        "harder": tuple(_linked(one.harder, kb)),
        "step": step,
        "steps_in_all": step + shelf.above(one.id),
        "is_own": is_own(one.id),
    }


def _modality(one: Modality, kb: KnowledgeBase) -> dict[str, Any]:
    stance = kb.evidence.get(one.stance)
    return {
        "facts": _told(
            *((each.name, each.setting) for each in one.parameters),
            *((name, words) for name, words in dosing_pairs(one.dose)),
            (_("Course"), course(one)),
            (_("Where"), one.where_on_body),
            (_("At home"), _("yes") if one.home else _("no, in the clinic")),
            (_("Consent asked"), _("yes") if one.consent else ""),
            (_("Checked first"), " ".join(one.check_first)),
            (_("Stop if"), " ".join(one.stop_if)),
            (_("Does it help"), one.response_check),
        ),
        "told": ((_("The clinician"), one.say_plainly.clinician), (_("The patient"), one.say_plainly.patient)),
        "steps": one.steps,
        "holds": tuple(_holds(one, kb)),
        "stances": tuple(_stances(stance, kb)) if stance else (),
        "disagree": stance is not None and disagrees(stance),
    }


def _measure(one: Measure, kb: KnowledgeBase) -> dict[str, Any]:
    low, high = one.range
    norms = joined([kb.norms[name].title for name in one.norms if name in kb.norms])
    return {
        "facts": _told(
            (_("Unit"), f"{one.unit}, {low:g} – {high:g}"),
            (_("Better is"), one.better),
            (_("Norms"), norms),
            (_("Take care"), " ".join(one.guard)),
        ),
        "steps": one.method,
        "rule": rule_words(one.not_when, kb.facts) if one.not_when is not None else "",
        "told": tuple((spaced([level]), says.clinician) for level, says in one.tell.items()),
    }


def _rule(one: RuleFile, kb: KnowledgeBase) -> dict[str, Any]:
    says: Any = getattr(one, "tell", None)
    return {
        "facts": tuple(_decides(one)),
        "told": ((_("The clinician"), says.clinician), (_("The patient"), says.patient)) if says else (),
        "rule": rule_words(one.when, kb.facts),
        "effects": tuple(_effects(one)) if isinstance(one, Precaution) else (),
    }


def _decides(one: RuleFile) -> Iterator[tuple[str, str]]:
    urgency: Any = getattr(one, "urgency", None)
    if urgency is not None:
        yield _("Urgency"), urgency.value
    if isinstance(one, Precaution):
        yield _("Key rule"), one.key_rule
        yield _("Set aside"), str(SETS_ASIDE[one.waiver])


def _effects(one: Precaution) -> Iterator[tuple[str, str]]:
    for effect in one.effects:
        limit = limits_words(effect.limit)
        most = _("; at most %(limit)s") % {"limit": limit} if limit else ""
        yield str(LEVELS[effect.level]), pattern_words(effect.to) + most
    for pattern in one.encourages:
        yield _("Encouraged"), pattern_words(pattern)


# -- parts


def _holds(one: Exercise | Modality, kb: KnowledgeBase) -> Iterator[Holds]:
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


def _claim(line: Leaf | Group | None, claim: Claim, kb: KnowledgeBase) -> Rests:
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


def _row(row: EvidenceRow, kb: KnowledgeBase) -> Row:
    return Row(
        id=row.id,
        says=row.statement,
        figures=row.figures,
        checked=row.tag_text,
        sources=tuple(kb.references[key].citation for key in row.sources if key in kb.references),
        needs_check=row.needs_check,
    )


def _stances(row: EvidenceRow, kb: KnowledgeBase) -> Iterator[Stance]:
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


def _linked(names: Iterable[str], kb: KnowledgeBase) -> Iterator[Linked]:
    for name in names:
        yield Linked(id=name, title=kb.exercises[name].title.clinician)


def _fault(sees: str, say: str) -> str:
    return f"{spaced([sees])}: “{say}”" if sees else f"“{say}”"


def _told(*pairs: tuple[str, str]) -> Pairs:
    return tuple((str(name), str(words)) for name, words in pairs if words)
