"""May I keep doing this? What a person does on their own already: keep it, change it, or leave it out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from spinewise.assess.types import Triage
from spinewise.knowledge.ladders import Level
from spinewise.knowledge.models import Exercise, KnowledgeBase, Limits
from spinewise.plan.accept import certain_rules, fact_words
from spinewise.plan.bounds import limit_of
from spinewise.plan.clear import clear
from spinewise.plan.types import Cleared
from spinewise.plan.wording import listed, say
from spinewise.rules.evaluate import Reason
from spinewise.rules.facts import Answers

ALREADY_DOES = "already_does"
MOST_EASIER = 2
Verdict = Literal["keep", "change", "leave_out"]


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """The answer for one exercise: what to do, in words, with the lines that decided and their evidence.

    `limits` are the bounds that are tighter than the exercise's own; `easier` what suits this person in its place.
    """

    intervention: str
    verdict: Verdict
    level: Level
    says: str
    why: str
    limits: tuple[str, ...] = ()
    easier: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


def already_done(answers: Answers, kb: KnowledgeBase) -> tuple[str, ...]:
    """The exercises that the person said they do."""
    value = answers.value(ALREADY_DOES)
    named = value if isinstance(value, tuple) else (str(value),) if value else ()
    return tuple(name for name in named if name in kb.exercises)


def may_keep(interventions: Iterable[str], answers: Answers, triage: Triage, kb: KnowledgeBase) -> tuple[Kept, ...]:
    """Each exercise that is asked about, judged by the same clearance as everything in a plan.

    What nobody knows yet holds an exercise back here too: doing it already does not show that it is safe.
    """
    cleared = {one.intervention: one for one in clear(answers, triage, kb)}
    return tuple(_kept(cleared[name], cleared, kb) for name in dict.fromkeys(interventions))


def _kept(one: Cleared, cleared: dict[str, Cleared], kb: KnowledgeBase) -> Kept:
    limits = tuple(tighter_limits(one, kb))
    verdict = _verdict(one, limits)
    easier = () if verdict == "keep" else easier_for(one.intervention, cleared, kb)
    return Kept(
        intervention=one.intervention,
        verdict=verdict,
        level=one.level,
        says=_says(one, limits, kb),
        why=why_words(one, kb),
        limits=limits,
        easier=easier,
        reasons=one.reasons,
        missing=one.missing,
        evidence=evidence_of(one, kb),
    )


def _verdict(one: Cleared, limits: tuple[str, ...]) -> Verdict:
    match one.level:
        case Level.GO:
            return "change" if limits else "keep"
        case Level.CAUTION:
            return "change"
        case _:
            return "leave_out"


def _says(one: Cleared, limits: tuple[str, ...], kb: KnowledgeBase) -> str:
    words = kb.beside
    match one.level:
        case Level.GO if limits:
            return words.change_dose.replace("{limits}", listed(limits))
        case Level.GO:
            return words.keep_encouraged if one.encouraged else words.keep
        case Level.CAUTION:
            return words.change_ask
        case Level.HOLD:
            return words.leave_for_now
        case _:
            return words.leave_out


def tighter_limits(one: Cleared, kb: KnowledgeBase) -> Iterator[str]:
    """The bounds of this person that are tighter than those of the exercise, in words."""
    own = limit_of(kb.interventions[one.intervention].dose.limit)
    for name in Limits.__struct_fields__:
        usual, mine = getattr(own, name), getattr(one.dose.limit, name)
        if mine is not None and (usual is None or mine < usual):
            yield str(getattr(kb.beside, f"limit_{name}")).replace("{count}", f"{mine:g}")


def why_words(one: Cleared, kb: KnowledgeBase) -> str:
    """Why, in the patient's words: the tier's note, what each certain condition tells, and what is not known."""
    if one.level is Level.GO and not tuple(tighter_limits(one, kb)):
        return ""
    told = [kb.precautions[rule].tell.patient for rule in certain_rules(one) if rule in kb.precautions]
    flagged = [kb.red_flags[rule].tell.patient for rule in certain_rules(one) if rule in kb.red_flags]
    unknown = sorted(fact_words(kb.facts[fact]) for fact in one.missing)
    waits = [say(kb, "left_out_unknown", facts=listed(unknown))] if unknown else []
    return " ".join(dict.fromkeys([*one.notes, *told, *flagged, *waits]))


def easier_for(intervention: str, cleared: dict[str, Cleared], kb: KnowledgeBase) -> tuple[str, ...]:
    """Easier steps of the same ladder that suit this person now, the nearest first."""
    found: list[str] = []
    seen, step = {intervention}, [intervention]
    while step and len(found) < MOST_EASIER:
        step = [one.id for one in kb.exercises.values() if set(one.harder) & set(step) and one.id not in seen]
        seen.update(step)
        found += [name for name in step if cleared[name].level is Level.GO]
    return tuple(found[:MOST_EASIER])


def evidence_of(one: Cleared, kb: KnowledgeBase) -> tuple[str, ...]:
    """The rows behind the exercise and the lines that decided."""
    claimed = [claim.evidence for reason in one.reasons for claim in reason.claims if claim.evidence]
    work: Exercise = kb.exercises[one.intervention]
    return tuple(dict.fromkeys([*work.evidence, *claimed]))
