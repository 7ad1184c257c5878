"""What is worth reaching once in a plan: what was found, what is hard, what was wished for, what usually helps.

Each has a name and a weight, and the second exercise that reaches it adds nothing: few exercises, each for
something else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spinewise.assess.measures import Finding
from spinewise.knowledge.models import Exercise, KindOfExercise, KnowledgeBase, Target, Weights
from spinewise.plan.types import Wishes

Merits = tuple[tuple[str, int], ...]
"""Names of what is worth reaching, with how much it counts."""
BUNDLE = "bundle"


def merits_for(wishes: Wishes, kb: KnowledgeBase, *, has_bundle: bool) -> Merits:
    """Everything worth reaching for this person, each at its largest weight."""
    weights = kb.programme.weights
    counted: dict[str, int] = {}
    for name, weight in _all(wishes, kb, weights, has_bundle=has_bundle):
        counted[name] = max(counted.get(name, 0), weight)
    return tuple(sorted((name, weight) for name, weight in counted.items() if weight))


def merits_of(one: Exercise, *, in_bundle: bool) -> tuple[str, ...]:
    """The names of what an exercise could reach."""
    return (
        *((BUNDLE,) if in_bundle else ()),
        *(_aim(aim) for aim in one.aims),
        *(_target(target) for target in one.works_on),
    )


def findings_behind(one: Exercise, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that speak for an exercise, the worst first: by what it works on, else by its aims."""
    return tuple(
        finding
        for finding in findings
        if (set(finding.works_on) & set(one.works_on) if finding.works_on else set(finding.aims) & set(one.aims))
    )


def is_of_kind(exercise: Exercise, kind: KindOfExercise) -> bool:
    """Whether an exercise is of a kind that somebody may like."""
    return (
        (not kind.needs or bool(set(kind.needs) & set(exercise.needs)))
        and (not kind.position or exercise.demands.position in kind.position)
        and (not kind.aims or bool(set(kind.aims) & set(exercise.aims)))
        and not (kind.still and (exercise.demands.moves or exercise.demands.impact != "none"))
    )


def tasks_helped_by(one: Exercise, wishes: Wishes, kb: KnowledgeBase) -> tuple[str, ...]:
    """The hard tasks that an exercise helps with, without being the task itself."""
    if one.tasks:
        return ()
    return tuple(task for task in wishes.hard_tasks if set(kb.programme.tasks.get(task, ())) & set(one.works_on))


def _all(wishes: Wishes, kb: KnowledgeBase, weights: Weights, *, has_bundle: bool) -> Iterator[tuple[str, int]]:
    if has_bundle:
        yield BUNDLE, weights.bundle_core
    for aim in (*wishes.aims, *wishes.cover_daily):
        yield _aim(aim), weights.per_wish
    for finding in wishes.findings:
        weight = weights.per_finding.get(finding.level, 0)
        names = [_target(one) for one in finding.works_on] or [_aim(one) for one in finding.aims]
        yield from ((name, weight) for name in names)
    for task in wishes.hard_tasks:
        yield from ((_target(one), weights.helps_task) for one in kb.programme.tasks.get(task, ()))


def _aim(aim: str) -> str:
    return f"aim:{aim}"


def _target(target: Target) -> str:
    return f"on:{target}"
