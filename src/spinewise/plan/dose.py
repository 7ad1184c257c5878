"""How much to start with: inside what is cleared, and at the article's dose when the person asks for it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest

from spinewise.knowledge.models import Dose, Dosing, Exercise, KnowledgeBase, Modality, Preset
from spinewise.plan.bounds import clipped, within
from spinewise.plan.types import Cleared, Why
from spinewise.plan.wording import say


def start_dose(cleared: Cleared) -> Dose:
    """Where this person starts: the usual start, no more than what is cleared."""
    return clipped(cleared.dose.start, cleared.dose.limit)


def chosen_dose(cleared: Cleared, wanted: Iterable[Preset], kb: KnowledgeBase) -> tuple[Dose, tuple[Why, ...]]:
    """The dose and why: a preset that was asked for, when it is inside every limit; else the usual start."""
    preset = next((one for one in wanted if cleared.intervention in one.for_interventions), None)
    if preset is None:
        return start_dose(cleared), ()
    if fits(preset.dose, cleared, kb):
        return preset.dose, (Why(says=say(kb, "why_preset", preset=preset.title), evidence=preset.evidence),)
    return start_dose(cleared), ()


def refused_presets(cleared: Iterable[Cleared], wanted: Iterable[Preset], kb: KnowledgeBase) -> tuple[Why, ...]:
    """Where the article's dose is more than this person may do."""
    by_id = {one.intervention: one for one in cleared}
    asked = [(preset, id_) for preset in wanted for id_ in preset.for_interventions if id_ in by_id]
    return tuple(
        _refused(preset, kb.interventions[id_], kb) for preset, id_ in asked if not fits(preset.dose, by_id[id_], kb)
    )


def fits(dose: Dose, cleared: Cleared, kb: KnowledgeBase) -> bool:
    """Whether a dose is of the intervention's kind, set by set within its own limit and within what is cleared."""
    own = kb.interventions[cleared.intervention].dose
    same_kind = bool(own.start.sets) == bool(dose.sets) and own.start.sides == dose.sides
    rested = dose.apart or not own.start.apart
    return same_kind and rested and within(dose, cleared.dose.limit) and _is_own_size(dose, own)


def _is_own_size(dose: Dose, own: Dosing) -> bool:
    most = zip_longest(*(sorted(one.sets, reverse=True) for one in (own.start, own.limit)), fillvalue=0)
    pairs = zip_longest(sorted(dose.sets, reverse=True), map(max, most), fillvalue=0)
    hours = min((one.every_hours for one in (own.start, own.limit) if one.every_hours), default=0)
    is_often = bool(dose.every_hours) and (not hours or dose.every_hours < hours)
    return not is_often and all(count <= bound for count, bound in pairs)


def _refused(preset: Preset, intervention: Exercise | Modality, kb: KnowledgeBase) -> Why:
    name = intervention.title.patient
    return Why(says=say(kb, "note_preset_refused", preset=preset.title, name=name), evidence=preset.evidence)
