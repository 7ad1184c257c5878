"""What the library says about one entry: exercise, treatment, lesson, measure, sign, start rule or precaution."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from spinewise.documents.review.care_pages import course, dosing_pairs, standing
from spinewise.documents.review.guideline_pages import disagrees
from spinewise.documents.review.library import claims_in
from spinewise.documents.review.words import demands_words, limits_words, pattern_words, suit_words
from spinewise.documents.words import joined
from spinewise.knowledge.models import Exercise, KnowledgeBase, Lesson, Measure, Modality, Precaution, RuleFile
from spinewise.knowledge.spoken import spoken
from spinewise.rules.render import rule_words
from spinewise_web.clinic.library.parts import fault_words, holds_of, linked, rests_of, row_of, stances_of, told
from spinewise_web.clinic.library.words import LEVELS, SETS_ASIDE, Entry, is_own, shelf_of


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
        claims=tuple(rests_of(line, claim, kb) for line, claim in claims_in(one)),
        rows=tuple(row_of(kb.evidence[row], kb) for row in shelf_of(kb).rows(one)),
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
            return {"says": one.says, "facts": told((_("Length"), minutes), (_("Suits"), suit_words(one.suits)))}
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
        "facts": told(
            (_("Aims"), spoken(one.aims)),
            (_("Works on"), spoken(one.works_on)),
            (_("Position"), spoken([one.demands.position])),
            (_("Needs"), spoken(one.needs) or _("nothing")),
            *((name, words) for name, words in dosing_pairs(one.dose)),
            (_("Asks of the body"), "; ".join(demands_words(one.demands)) or _("nothing to speak of")),
            (_("Suits"), suit_words(one.suits)),
            (_("Enters a plan"), standing(one)),
        ),
        "steps": one.steps,
        "faults": tuple(fault_words(fault.sees, fault.say) for fault in one.faults),
        "holds": tuple(holds_of(one, kb)),
        "easier": tuple(linked(shelf.easier.get(one.id, ()), kb)),
        "harder": tuple(linked(one.harder, kb)),
        "step": step,
        "steps_in_all": step + shelf.above(one.id),
        "is_own": is_own(one.id),
    }


def _modality(one: Modality, kb: KnowledgeBase) -> dict[str, Any]:
    stance = kb.evidence.get(one.stance)
    return {
        "facts": told(
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
        "holds": tuple(holds_of(one, kb)),
        "stances": tuple(stances_of(stance, kb)) if stance else (),
        "disagree": stance is not None and disagrees(stance),
    }


def _measure(one: Measure, kb: KnowledgeBase) -> dict[str, Any]:
    low, high = one.range
    norms = joined([kb.norms[name].title for name in one.norms if name in kb.norms])
    return {
        "facts": told(
            (_("Unit"), f"{one.unit}, {low:g} – {high:g}"),
            (_("Better is"), one.better),
            (_("Norms"), norms),
            (_("Take care"), " ".join(one.guard)),
        ),
        "steps": one.method,
        "rule": rule_words(one.not_when, kb.facts) if one.not_when is not None else "",
        "told": tuple((spoken([level]), says.clinician) for level, says in one.tell.items()),
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
