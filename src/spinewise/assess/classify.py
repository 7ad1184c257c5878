"""One of four categories, with the findings that decided and those that still would."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from spinewise.assess.types import CategoryFinding, Flag
from spinewise.knowledge.ladders import Category, Status, Urgency, strictest
from spinewise.knowledge.models import CategoryRule, KnowledgeBase
from spinewise.rules.evaluate import evaluate_unless_no
from spinewise.rules.facts import Role
from spinewise.rules.known import Known, truth_of
from spinewise.rules.truth import UNKNOWN, YES


class Sorted(msgspec.Struct, frozen=True, kw_only=True):
    """The category of an episode and how settled it is."""

    category: Category
    status: Status
    subgroups: tuple[str, ...]
    findings: tuple[CategoryFinding, ...]
    labels: tuple[CategoryFinding, ...]
    deciders: tuple[str, ...]


def classify(known: Known, flags: Iterable[Flag], kb: KnowledgeBase) -> Sorted:
    """Positive evidence decides, the most specific first; without any, the pain is non-specific."""
    findings = findings_of((rule for rule in kb.categories.values() if not rule.label), known)
    certain = [found for found in findings if found.ruling.truth is YES]
    labels = holding((rule for rule in kb.categories.values() if rule.label), known)
    pointed = [pointed_to(flag, kb) for flag in flags if flag.urgency.at_least(Urgency.REFER)]
    category = strictest(
        [*(found.category for found in certain), *(kind for kind in pointed if kind is not None)],
        Category.NONSPECIFIC,
    )
    open_above = [found for found in findings if may_raise(found, category)]
    is_found = not pointed or any(one.category is category for one in certain)
    return Sorted(
        category=category,
        status=status_of(known, open_above, kb, is_found=is_found),
        subgroups=subgroups_of([*(found for found in certain if found.category is category), *labels]),
        findings=findings,
        labels=labels,
        deciders=deciders_of(findings, known),
    )


def findings_of(rules: Iterable[CategoryRule], known: Known) -> tuple[CategoryFinding, ...]:
    """What speaks, or may yet speak, for each category."""
    return tuple(found for rule in rules if (found := finding(rule, known)) is not None)


def holding(rules: Iterable[CategoryRule], known: Known) -> tuple[CategoryFinding, ...]:
    """The labels that hold; one that is still open is left unsaid, so that nothing is asked for its sake."""
    return findings_of((rule for rule in rules if truth_of(rule.when, known) is YES), known)


def subgroups_of(found: Iterable[CategoryFinding]) -> tuple[str, ...]:
    """The names of the subgroups, each once."""
    return tuple(dict.fromkeys(one.subgroup for one in found if one.subgroup))


def finding(rule: CategoryRule, known: Known) -> CategoryFinding | None:
    """What a category rule says of this person, unless it is a plain no."""
    ruling = evaluate_unless_no(rule.id, rule.when, known, claims=rule.because)
    if ruling is None:
        return None
    return CategoryFinding(
        rule=rule.id,
        category=rule.category,
        subgroup=rule.subgroup,
        ruling=ruling,
        deciders=rule.deciders,
        tell=rule.tell,
    )


def pointed_to(flag: Flag, kb: KnowledgeBase) -> Category | None:
    """The category a red flag's family belongs in."""
    family = kb.families.get(flag.points_to)
    return family.category if family else None


def may_raise(found: CategoryFinding, category: Category) -> bool:
    """Whether this finding is still open and would put the pain in a more specific category."""
    return found.ruling.truth is UNKNOWN and found.category.rank > category.rank


def status_of(known: Known, open_above: list[CategoryFinding], kb: KnowledgeBase, *, is_found: bool) -> Status:
    """Undetermined while the person could still change it; confirmed only by an examination that left nothing open, and
    never what a red flag that is still open points to: that is a suspicion."""
    missing = [fact for found in open_above for fact in found.ruling.missing]
    if any(Role.PERSON in kb.facts[fact].asked_of for fact in missing):
        return Status.UNDETERMINED
    is_settled = is_found and is_examined(known) and not to_find(missing, kb)
    return Status.CONFIRMED if is_settled else Status.WORKING


def to_confirm(found: Iterable[CategoryFinding], category: Category, kb: KnowledgeBase) -> tuple[str, ...]:
    """What an examination has yet to find before it confirms this category: it could still be a more specific one."""
    return to_find((fact for one in found if may_raise(one, category) for fact in one.ruling.missing), kb)


def to_find(missing: Iterable[str], kb: KnowledgeBase) -> tuple[str, ...]:
    """Those of the facts that an examination finds. To confirm a category nobody is examined intimately."""
    found = (fact for fact in missing if Role.PERSON not in kb.facts[fact].asked_of)
    return tuple(dict.fromkeys(fact for fact in found if kb.facts[fact].privacy != "sensitive"))


def is_examined(known: Known) -> bool:
    """Whether a clinician has recorded an examination."""
    answer = known.answers.by_fact.get("examined")
    return answer is not None and answer.by is Role.CLINICIAN and answer.value is True


def deciders_of(findings: tuple[CategoryFinding, ...], known: Known) -> tuple[str, ...]:
    """Findings not yet made that would settle the category or a subgroup."""
    named = (fact for found in findings for fact in (*found.ruling.missing, *found.deciders))
    return tuple(dict.fromkeys(fact for fact in named if not known.is_settled(fact)))
