"""What is known about somebody in a clinician's words: their story, what was found, what it means and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import msgspec
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spinewise.assess.body_chart import mark_names, marked_intensity, marked_regions
from spinewise.assess.interview import no_to
from spinewise.assess.types import CategoryFinding, Flag, Triage
from spinewise.dates import plain_date
from spinewise.documents.answered import answer_words
from spinewise.knowledge.models import KnowledgeBase
from spinewise.motion.chart import draw_chart
from spinewise.rules.facts import Answer, Answers, Fact, Kind
from spinewise.rules.known import Known
from spinewise_web.clinic.reasons import chain
from spinewise_web.design.why import Step

EXAMINATION = "examination"


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """One answer: what was asked, what was said, when and by whom."""

    fact: str
    asks: str
    says: str
    on: dt.date
    name: str
    is_plain: bool


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """Answers in the order in which they were asked; `denied` are those that say no, or nothing unusual."""

    said: tuple[Said, ...]
    denied: tuple[Said, ...]


class Because(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that decided, in a clinician's words, with the chain behind it."""

    title: str
    level: str
    says: str
    steps: tuple[Step, ...]
    points_to: str = ""


# -- answers


def story_of(answers: Answers, kb: KnowledgeBase) -> Told:
    """What the person told."""
    return _told(answers, kb, examined=False)


def findings_of(answers: Answers, kb: KnowledgeBase) -> Told:
    """What a clinician found."""
    return _told(answers, kb, examined=True)


def _told(answers: Answers, kb: KnowledgeBase, *, examined: bool) -> Told:
    asked = [one for one in kb.questions.values() if (one.stage == EXAMINATION) is examined]
    facts = dict.fromkeys(name for question in asked for name in question.facts)
    given = [name for name in facts if name in answers.by_fact and not _is_chart(name, kb)]
    told = [said_of(answers.by_fact[name], kb.facts[name], today=answers.today) for name in given]
    return Told(
        said=tuple(one for one in told if one.says and not one.is_plain),
        denied=tuple(one for one in told if one.says and one.is_plain),
    )


def _is_chart(fact: str, kb: KnowledgeBase) -> bool:
    return kb.body is not None and fact == kb.body.fact


def said_of(answer: Answer, fact: Fact, *, today: dt.date) -> Said:
    """An answer for a clinician to read."""
    return Said(
        fact=fact.id,
        asks=fact.clinician,
        says=_days_ago(answer, today) if _is_date(answer, fact) else answer_words(answer, fact, voice="clinician"),
        on=answer.on,
        name=answer.name,
        is_plain=fact.kind in (Kind.YES_NO, Kind.CHOICE) and answer.state is None and answer.value == no_to(fact),
    )


def _is_date(answer: Answer, fact: Fact) -> bool:
    return fact.kind is Kind.DATE and answer.state is None


def _days_ago(answer: Answer, today: dt.date) -> str:
    on = dt.date.fromisoformat(str(answer.value))
    days = (today - on).days
    ago = ngettext("%(days)s day ago", "%(days)s days ago", days) % {"days": days}
    return _("%(day)s, %(ago)s") % {"day": plain_date(on), "ago": ago}


def drawn_body(answers: Answers, kb: KnowledgeBase) -> SafeString:
    """Where it hurts, with the skin of the nerve roots over it; nothing when no place was marked."""
    if kb.body is None:
        return SafeString("")
    marked = marked_regions(answers, kb.body)
    if not marked:
        return SafeString("")
    rated = marked_intensity(answers, kb.body)
    drawn = draw_chart(
        kb.body, names=mark_names(kb, voice="clinician"), marked=marked, intensity=rated, voice="clinician"
    )
    return mark_safe(drawn)  # noqa: S308  # drawn by us, with every word escaped


# -- what it means


def flags_of(found: Triage, answers: Answers, kb: KnowledgeBase) -> tuple[Because, ...]:
    """Every sign that stands, the worst first."""
    order, known = sorted(found.flags, key=lambda flag: -flag.urgency.rank), Known(answers, kb.facts)
    return tuple(_flag(flag, known, kb) for flag in order)


def _flag(flag: Flag, known: Known, kb: KnowledgeBase) -> Because:
    return Because(
        title=flag.title,
        level=flag.urgency.value,
        says=flag.tell.clinician,
        steps=chain(flag.ruling.reasons, known, kb),
        points_to=flag.points_to,
    )


def category_of(found: Triage, answers: Answers, kb: KnowledgeBase) -> tuple[Because, ...]:
    """What speaks for a category, and what is still open."""
    known = Known(answers, kb.facts)
    return tuple(_category(one, known, kb) for one in (*found.findings, *found.labels))


def _category(one: CategoryFinding, known: Known, kb: KnowledgeBase) -> Because:
    rule = kb.categories.get(one.rule)
    title = rule.title if rule is not None else one.rule
    steps = chain(one.ruling.reasons, known, kb)
    return Because(title=title, level=one.ruling.truth.value, says=one.tell.clinician, steps=steps)


def fact_names(facts: Iterable[str], kb: KnowledgeBase) -> tuple[str, ...]:
    """Facts by the words that a clinician knows them by."""
    return tuple(dict.fromkeys(kb.facts[name].clinician for name in facts if name in kb.facts))
