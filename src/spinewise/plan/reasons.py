"""Why an exercise is in a plan, each reason with the evidence rows it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from spinewise.assess.measures import Finding, largest_error
from spinewise.knowledge.ladders import Tier
from spinewise.knowledge.models import Bundle, Exercise, KnowledgeBase
from spinewise.plan.merits import findings_behind, is_of_kind, tasks_helped_by
from spinewise.plan.rungs import Rungs
from spinewise.plan.starting import reasons_to_start
from spinewise.plan.types import Cleared, Why, Wishes
from spinewise.plan.wording import aim_words, listed, option_words, say


class ForWhom(Protocol):
    """What the reasons look at of a person."""

    @property
    def wishes(self) -> Wishes: ...
    @property
    def tier(self) -> Tier: ...
    @property
    def kb(self) -> KnowledgeBase: ...
    @property
    def bundles(self) -> tuple[Bundle, ...]: ...
    @property
    def rungs(self) -> Rungs: ...


def reasons_for(one: Cleared, who: ForWhom) -> tuple[Why, ...]:
    """What was found first, then what the person said, then what usually helps."""
    exercise = who.kb.exercises[one.intervention]
    return tuple(
        dict.fromkeys(
            (
                *_found(exercise, who),
                *_hard(exercise, who),
                *_usual(exercise, who),
                *_wanted(exercise, who),
                *_encouraged(one, who),
                *_liked(exercise, who),
                *reasons_to_start(exercise, who.wishes, tier=who.tier, kb=who.kb, rungs=who.rungs),
            )
        )
    )


def _found(exercise: Exercise, who: ForWhom) -> Iterator[Why]:
    """The worst finding of each measure that speaks for it, with the error of the measurement."""
    told: set[str] = set()
    for finding in findings_behind(exercise, who.wishes.findings):
        if finding.measure not in told:
            told.add(finding.measure)
            yield Why(says=finding_words(finding, who.kb), evidence=_rows(finding, who.kb))


def finding_words(finding: Finding, kb: KnowledgeBase) -> str:
    """A finding as a reason, in the patient's words."""
    error, unit = largest_error(finding.error), kb.measures[finding.measure].unit
    if error is None:
        return say(kb, "why_finding_no_error", finding=finding.says.patient)
    return say(kb, "why_finding", finding=finding.says.patient, error=f"{error:g} {unit}")


def _rows(finding: Finding, kb: KnowledgeBase) -> tuple[str, ...]:
    claimed = (claim.evidence for claim in finding.claims if claim.evidence)
    return tuple(dict.fromkeys((*kb.measures[finding.measure].evidence, *claimed)))


def _hard(exercise: Exercise, who: ForWhom) -> Iterator[Why]:
    practised = [task for task in who.wishes.hard_tasks if task in exercise.tasks]
    helped = tasks_helped_by(exercise, who.wishes, who.kb)
    for sentence, tasks in (("why_task", practised), ("why_helps_task", helped)):
        if tasks:
            yield Why(says=say(who.kb, sentence, tasks=option_words(who.kb, "hard_tasks", tasks)))


def _usual(exercise: Exercise, who: ForWhom) -> Iterator[Why]:
    for bundle in who.bundles:
        if exercise.id in bundle.prefers:
            yield Why(says=say(who.kb, "why_bundle"), evidence=bundle.evidence)
    aims = listed(aim_words(who.kb, aim) for aim in exercise.aims)
    yield Why(says=say(who.kb, "why_aim", aims=aims), evidence=exercise.evidence)


def _wanted(exercise: Exercise, who: ForWhom) -> Iterator[Why]:
    wanted = [aim for aim in exercise.aims if aim in (*who.wishes.aims, *who.wishes.cover_daily)]
    if wanted:
        yield Why(says=say(who.kb, "why_wanted", aims=listed(aim_words(who.kb, aim) for aim in wanted)))


def _encouraged(one: Cleared, who: ForWhom) -> Iterator[Why]:
    if one.encouraged:
        evidence = {claim.evidence for reason in one.reasons for claim in reason.claims if claim.evidence}
        yield Why(says=say(who.kb, "why_encouraged"), evidence=tuple(sorted(evidence)))


def _liked(exercise: Exercise, who: ForWhom) -> Iterator[Why]:
    if exercise.id in who.wishes.liked:
        yield Why(says=say(who.kb, "why_liked"))
    kinds = [kind for kind in who.wishes.kinds_liked if is_of_kind(exercise, who.kb.programme.kinds[kind])]
    if kinds:
        yield Why(says=say(who.kb, "why_kind", kinds=option_words(who.kb, "kinds_liked", kinds)))
    things = [thing for thing in exercise.needs if thing not in who.kb.programme.at_hand]
    if things:
        yield Why(says=say(who.kb, "why_equipment", things=option_words(who.kb, "equipment", things)))
