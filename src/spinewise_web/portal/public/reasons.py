"""Why a page says what it says: each sign or reason, the answer behind it, and what that rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec
from django.utils.translation import gettext as _

from spinewise.assess.types import Flag, Triage
from spinewise.documents.answered import answer_words
from spinewise.documents.sheet import titled
from spinewise.knowledge.models import KnowledgeBase
from spinewise.rules.evaluate import Reason, Ruling
from spinewise.rules.facts import Answers
from spinewise.rules.truth import YES
from spinewise_web.design.why import Step, how_sure

MOST_ROWS = 3
BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")


class Because(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that decided, with the chain behind it."""

    title: str
    steps: tuple[Step, ...]


def reasons_of(found: Triage, answers: Answers, kb: KnowledgeBase) -> Iterator[Because]:
    """Every sign and every reason that holds; where there is none, what was looked for."""
    yield from (because_flag(flag, answers, kb) for flag in found.flags)
    holding = [ruling for ruling in found.starts if ruling.truth is YES]
    yield from (_because_start(ruling, answers, kb) for ruling in holding)
    if not found.flags and not holding:
        yield _nothing_found(kb)


def because_flag(flag: Flag, answers: Answers, kb: KnowledgeBase) -> Because:
    """A sign that was answered, down to its source; one that nobody was sure of is not said to have been told."""
    return Because(
        title=titled(flag, answers, kb),
        steps=chain(flag.ruling.reasons, answers, kb),
    )


def _because_start(ruling: Ruling, answers: Answers, kb: KnowledgeBase) -> Because:
    return Because(title=kb.starts[ruling.rule].title, steps=chain(ruling.reasons, answers, kb))


def _nothing_found(kb: KnowledgeBase) -> Because:
    """Why nothing more is needed: what was looked for and not found."""
    reasons = "; ".join(rule.title[:1].lower() + rule.title[1:] for rule in kb.starts.values())
    return Because(
        title=_("None of the signs that need a doctor, and no reason yet to start therapy"),
        steps=(
            Step(_("What we looked for"), _("Signs of something serious: none of your answers is one.")),
            Step(_("Reasons to start therapy that we looked for and did not find"), reasons + "."),
        ),
    )


def chain(reasons: Iterable[Reason], answers: Answers, kb: KnowledgeBase) -> tuple[Step, ...]:
    """Answer, what it rests on, sources, how sure: one link each."""
    lines = tuple(dict.fromkeys(reasons))
    said = dict.fromkeys(_said(reason, answers, kb) for reason in lines)
    claims = tuple(dict.fromkeys(claim for reason in lines for claim in reason.claims))
    rows = list(dict.fromkeys(claim.evidence for claim in claims if claim.evidence))[:MOST_ROWS]
    steps = [
        Step(_("What you told us"), " ".join(said)),
        Step(_("What it rests on"), " ".join(kb.evidence[row].statement.rstrip(".") + "." for row in rows)),
        Step(_("Source"), "; ".join(dict.fromkeys(citations(rows, kb)))),
        Step(_("How sure this is"), how_sure(claims)),
    ]
    return tuple(step for step in steps if step.says)


def _said(reason: Reason, answers: Answers, kb: KnowledgeBase) -> str:
    given = answers.by_fact.get(reason.fact)
    if given is not None:
        return f"{kb.facts[reason.fact].person} – {answer_words(given, kb.facts[reason.fact], voice='patient')}."
    worked_out = f" ({'; '.join(reason.worked_out_from)})" if reason.worked_out_from else ""
    return f"{reason.says}: {reason.answer}{worked_out}."


def citations(rows: Iterable[str], kb: KnowledgeBase) -> Iterator[str]:
    """The publications behind some rows of evidence."""
    for row in rows:
        for key in kb.evidence[row].sources:
            yield kb.references[key].citation if key in kb.references else key


def said_once(texts: Iterable[str]) -> tuple[str, ...]:
    """Some paragraphs, each without the sentences that one before it has said."""
    said: dict[str, None] = {}
    paragraphs = []
    for text in texts:
        new = [sentence for sentence in BETWEEN_SENTENCES.split(text) if sentence not in said]
        said |= dict.fromkeys(new)
        paragraphs.append(" ".join(new))
    return tuple(paragraph for paragraph in paragraphs if paragraph)
