"""Why something is so, link by link, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain as together

from django.utils.translation import gettext as _

from spinewise.knowledge.models import KnowledgeBase
from spinewise.plan.types import Item
from spinewise.rules.evaluate import Reason
from spinewise.rules.facts import Count
from spinewise.rules.known import Known, truth_of
from spinewise.rules.render import answer_words, leaf_words
from spinewise.rules.tree import Leaf, Test
from spinewise.rules.truth import UNKNOWN, YES
from spinewise_web.design.why import Step, how_sure

MOST_ROWS = 3


def chain(reasons: Iterable[Reason], known: Known, kb: KnowledgeBase) -> tuple[Step, ...]:
    """Answer, what was counted for it, what it rests on, sources, how sure: one link each."""
    lines = tuple(dict.fromkeys(reasons))
    claims = tuple(dict.fromkeys(claim for reason in lines for claim in reason.claims))
    rows = list(dict.fromkeys(claim.evidence for claim in claims if claim.evidence))[:MOST_ROWS]
    answered = dict.fromkeys(f"{reason.says}: {reason.answer}." for reason in lines)
    steps = [
        Step(_("Because"), " ".join(answered)),
        *together.from_iterable(counted(fact, known) for fact in dict.fromkeys(reason.fact for reason in lines)),
        *rests_on(rows, kb),
        Step(_("How sure this is"), how_sure(claims)),
    ]
    return tuple(step for step in steps if step.says)


def counted(fact: str, known: Known) -> Iterator[Step]:
    """The items behind a number of them, by name: which were found, which not, which are not known."""
    derive = known.vocabulary[fact].derive
    if not isinstance(derive, Count):
        return
    truths = {item: truth_of(item, known) for item in derive.of}
    unknown = [known.vocabulary[item.fact].clinician for item, truth in truths.items() if truth is UNKNOWN]
    yield Step(_("Found"), _listed(_item(item, known) for item, truth in truths.items() if truth is YES))
    no = (_item(item, known) for item, truth in truths.items() if truth not in (YES, UNKNOWN))
    yield Step(_("Not found"), _listed(no))
    yield Step(_("Not known"), _listed(unknown))


def _item(item: Leaf, known: Known) -> str:
    """What was answered; what was asked for stands with it where that is a bound and not one of a few words."""
    fact = known.vocabulary[item.fact]
    answer = answer_words(fact, known)
    if item.test in (Test.IS, Test.IS_NOT, Test.IS_ONE_OF):
        return f"{fact.clinician}: {answer}"
    return f"{leaf_words(item, fact)} ({answer})"


def _listed(items: Iterable[str]) -> str:
    words = "; ".join(items)
    return f"{words}." if words else ""


def rests_on(rows: Iterable[str], kb: KnowledgeBase) -> tuple[Step, ...]:
    """Evidence rows with where they come from."""
    known = [kb.evidence[row] for row in rows if row in kb.evidence]
    cited = [kb.references[key].citation for row in known for key in row.sources if key in kb.references]
    return (
        Step(_("What it rests on"), " ".join(row.statement.rstrip(".") + "." for row in known)),
        Step(_("Source"), "; ".join(dict.fromkeys(cited))),
    )


def why_item(item: Item, kb: KnowledgeBase) -> tuple[Step, ...]:
    """Why this is in the plan: what it is for, why for this person, what it rests on."""
    work = kb.interventions[item.intervention]
    rows = dict.fromkeys((*(row for why in item.reasons for row in why.evidence), *work.evidence))
    steps = [
        Step(_("What it is for"), getattr(work, "purpose", "")),
        Step(_("Because"), " ".join(why.says for why in item.reasons)),
        *rests_on(list(rows)[:MOST_ROWS], kb),
    ]
    return tuple(step for step in steps if step.says)
