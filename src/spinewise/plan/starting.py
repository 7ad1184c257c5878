"""On which rung of each ladder somebody may start: the easiest, unless a rule of the knowledge says otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from spinewise.assess.measures import Finding
from spinewise.knowledge.ladders import Tier
from spinewise.knowledge.models import Exercise, KnowledgeBase, Target
from spinewise.plan.rungs import Rungs, below_in, steps_of
from spinewise.plan.types import Start, Why, Wishes
from spinewise.rules.evaluate import evaluate
from spinewise.rules.facts import Answers
from spinewise.rules.known import Known
from spinewise.rules.truth import YES


def starts_for(answers: Answers, kb: KnowledgeBase) -> tuple[Start, ...]:
    """The reasons to start further up that are certain; what is not known lifts nobody."""
    known = Known(answers, kb.facts)
    return tuple(
        Start(after=rule.after, rungs_up=rule.rungs_up, because=Why(says=rule.tell.patient, evidence=rule.evidence))
        for rule in kb.starting_rungs.values()
        if evaluate(rule.id, rule.when, known).truth is YES
    )


def starting_rungs(
    usable: Iterable[Exercise], wishes: Wishes, *, tier: Tier, kb: KnowledgeBase, rungs: Rungs
) -> dict[str, int]:
    """The exercises somebody may start with, each with how many rungs below the highest such one it is.

    Without rules about it any rung will do. Below the full tier nobody has looked, so it is the easiest.
    """
    own = {one.id: one for one in usable}
    if not kb.starting_rungs:
        return dict.fromkeys(own, 0)
    starts = wishes.starts if tier is Tier.FULL else ()
    steps = steps_of(own, rungs)
    below = below_in(rungs)
    done = _done(wishes, starts, below)
    allowed = {
        id_
        for id_, one in own.items()
        if steps[id_] <= rungs_up(one, wishes.findings, starts, kb) or _follows(id_, own, done, below)
    }
    return {id_: _rungs_above(id_, allowed, steps, below) for id_ in sorted(allowed)}


def rungs_up(one: Exercise, findings: Iterable[Finding], starts: Iterable[Start], kb: KnowledgeBase) -> int:
    """How many rungs above the easiest: none for what a test found weak, more for what it found strong."""
    found = tuple(findings)
    own = frozenset(one.works_on)
    if own & weak_targets(found):
        return 0
    tested = _most(starts, "a_good_test") if own & strong_targets(found, kb) else 0
    return _most(starts, "activity") + tested


def weak_targets(findings: Iterable[Finding]) -> frozenset[Target]:
    """What a test found wanting."""
    return frozenset(target for finding in findings for target in finding.works_on)


def strong_targets(findings: Iterable[Finding], kb: KnowledgeBase) -> frozenset[Target]:
    """What a test is about that came out as expected."""
    usual = [kb.measures[finding.measure] for finding in findings if finding.level == "as_expected"]
    return frozenset(target for measure in usual for targets in measure.works_on.values() for target in targets)


def reasons_to_start(one: Exercise, wishes: Wishes, *, tier: Tier, kb: KnowledgeBase, rungs: Rungs) -> tuple[Why, ...]:
    """Why an exercise is not the easiest of its ladder; nothing for those that are."""
    starts = wishes.starts if tier is Tier.FULL else ()
    below = below_in(rungs).get(one.id, frozenset())
    if not below:
        return ()
    after_done = bool(below & frozenset(wishes.already_does))
    tested = bool(frozenset(one.works_on) & strong_targets(wishes.findings, kb))
    counts = {"activity": not after_done, "what_is_done": after_done, "a_good_test": tested and not after_done}
    return tuple(dict.fromkeys(start.because for start in starts if counts[start.after]))


def _most(starts: Iterable[Start], after: str) -> int:
    return max((start.rungs_up for start in starts if start.after == after), default=0)


def _done(wishes: Wishes, starts: Iterable[Start], below: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """What the person does already with all that is easier, where that counts."""
    if not any(start.after == "what_is_done" for start in starts):
        return frozenset()
    return frozenset(wishes.already_does).union(*(below.get(one, frozenset()) for one in wishes.already_does))


def _follows(id_: str, own: Mapping[str, Exercise], done: frozenset[str], below: Mapping[str, frozenset[str]]) -> bool:
    """Whether it is done already, or the next after it: nothing that is open lies between."""
    easier = below.get(id_, frozenset())
    return id_ in done or (bool(easier & done) and easier & own.keys() <= done)


def _rungs_above(
    id_: str, allowed: Iterable[str], steps: Mapping[str, int], below: Mapping[str, frozenset[str]]
) -> int:
    higher = (steps[other] - steps[id_] for other in allowed if id_ in below.get(other, frozenset()))
    return max(higher, default=0)
