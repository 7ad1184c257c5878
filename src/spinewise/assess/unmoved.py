"""Whether new answers can be told apart from earlier ones by any rule: if not, what was decided still stands.

Most of what a person tells in a day is a pain of four instead of three. A rule sees a fact only through its tests, so
where every test of every rule has the same truth as before, every rule has the same truth, and so do the urgency,
the category, the tier and what is held back. This is said only when it is certain; otherwise it is decided again.
"""

from __future__ import annotations

from collections.abc import Iterator

from spinewise.assess.triage import expired
from spinewise.knowledge.models import KnowledgeBase
from spinewise.rules.facts import Answer, Answers, DaysSince, Fact, Kind
from spinewise.rules.known import Known, leaf_truth


def unmoved(before: Answers, after: Answers, kb: KnowledgeBase) -> bool:
    """Whether a decision made from `before`, on its day, would come out the same from `after`, on its own.

    A clearance covers answers up to its day only, so with one it is never certain.
    """
    if before.clearances or after.clearances or before.by_fact.keys() != after.by_fact.keys():
        return False
    if not all(_answered_alike(before.by_fact[name], after.by_fact[name]) for name in before.by_fact):
        return False
    if expired(before, kb) != expired(after, kb):
        return False
    earlier, later = Known(before, kb.facts), Known(after, kb.facts)
    touched = kb.resting_on(_changed(before, after, kb))
    return not any(_told_apart(kb.facts[name], earlier, later, kb) for name in touched)


def _answered_alike(before: Answer, after: Answer) -> bool:
    """By the same kind of person, and where several values were chosen, the same ones: those are no rule's test."""
    if before.by is not after.by or before.state is not after.state:
        return False
    return before.value == after.value or not isinstance(before.value, tuple)


def _changed(before: Answers, after: Answers, kb: KnowledgeBase) -> Iterator[str]:
    """The facts that may have another value of themselves: answered anew, or counted in days until today."""
    yield from (name for name, answer in after.by_fact.items() if answer.value != before.by_fact[name].value)
    if before.today != after.today:
        yield from (fact.id for fact in kb.facts.values() if isinstance(fact.derive, DaysSince))


def _told_apart(fact: Fact, earlier: Known, later: Known, kb: KnowledgeBase) -> bool:
    before, after = earlier.possible(fact.id), later.possible(fact.id)
    if before == after:
        return False
    if fact.derive is not None and fact.kind is Kind.CHOICE:
        return True  # such as how irritable the pain is: it is named in the result itself
    if not (earlier.is_settled(fact.id) and later.is_settled(fact.id)):
        return True
    return any(leaf_truth(leaf, before) is not leaf_truth(leaf, after) for leaf in kb.tests_of(fact.id))
