"""The instruction sheet: one page when somebody has to be seen first. It holds no exercise at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import msgspec

from spinewise.assess.crisis import care_words
from spinewise.assess.types import Flag, Triage
from spinewise.dates import long_date_words
from spinewise.documents.beside import for_the_clinician
from spinewise.documents.paper import Size, typeset
from spinewise.documents.unsure import questions_unsure_of, told_of, unsure_of
from spinewise.knowledge.ladders import Care, Urgency
from spinewise.knowledge.models import KnowledgeBase
from spinewise.language import gettext as _
from spinewise.rules.facts import Answers

WITH_LETTER = (Care.LETTER_AND_GENERAL_ACTIVITY, Care.LETTER_AND_PLAN)


class Finding(msgspec.Struct, frozen=True):
    """One answer that counts, as a clinician reads it."""

    asked: str
    answer: str


class Raised(msgspec.Struct, frozen=True, kw_only=True):
    """A flag for the clinician who receives the person: what it is, what to look for, and the answers behind it."""

    title: str
    tell: str
    findings: tuple[Finding, ...]


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the template prints. Who is sent on with a letter stays active, and is not told to leave exercises."""

    size: Size
    urgency: Urgency
    made_on: str
    title: str
    says: tuple[str, ...]
    unsure: tuple[str, ...]
    step: str
    leaves_exercises: bool
    raised: tuple[Raised, ...]
    not_known: tuple[str, ...]
    also: tuple[str, ...]
    knowledge: str
    disclaimer: str


def instruction_sheet(
    triage: Triage,
    kb: KnowledgeBase,
    *,
    today: dt.date | None = None,
    size: Size = "a4",
    answers: Answers | None = None,
) -> bytes:
    """One instruction, and a note for the clinician who receives the person, as an accessible PDF.

    For emergency, urgent and refer care. Only the care text and the raised flags are read, and of the `answers` only
    where it hurts, other treatments, work, and what somebody was not sure about, so nothing about exercises can get
    onto it. Without `today` the sheet
    bears no date.
    """
    content = sheet_content(triage, kb, today=today, size=size, answers=answers)
    return typeset("sheet.typ", content, on=today)


def sheet_content(
    triage: Triage, kb: KnowledgeBase, *, today: dt.date | None, size: Size = "a4", answers: Answers | None = None
) -> Sheet:
    """What the sheet says, before it is set in type."""
    care = care_words(triage.care, triage.flags, kb)
    flags = sorted(triage.flags, key=lambda flag: -flag.urgency.rank)
    return Sheet(
        size=size,
        urgency=triage.urgency,
        made_on=long_date_words(today) if today else "",
        title=care.title,
        says=_once([care.tell.patient, *_first_of_each_family(told_of(flags, answers, kb))]),
        unsure=questions_unsure_of((flag for flag in flags if flag.urgency is triage.urgency), answers, kb),
        step=care.next_step,
        leaves_exercises=triage.care not in WITH_LETTER,
        raised=tuple(_raised(flag, answers, kb) for flag in flags),
        not_known=_once(kb.facts[fact].clinician for fact in triage.to_examine if fact in kb.facts),
        also=tuple(for_the_clinician(answers, kb)) if answers is not None else (),
        knowledge=kb.digest,
        disclaimer=kb.safety.disclaimer.clinician,
    )


def _first_of_each_family(flags: Sequence[Flag]) -> list[str]:
    """What the most urgent flag says, and what another family adds that also cannot wait."""
    said: dict[str, str] = {}
    for flag in flags:
        if not said or flag.urgency.at_least(Urgency.URGENT):
            said.setdefault(flag.points_to, flag.tell.patient)
    return list(said.values())


def titled(flag: Flag, answers: Answers | None, kb: KnowledgeBase) -> str:
    """The title of a flag, marked where nobody has said that it is so."""
    return _("%(sign)s (not sure)", sign=flag.title) if unsure_of(flag, answers, kb) else flag.title


def _raised(flag: Flag, answers: Answers | None, kb: KnowledgeBase) -> Raised:
    findings = (Finding(_asked(one.fact, one.says, kb), one.answer) for one in flag.ruling.reasons)
    return Raised(title=titled(flag, answers, kb), tell=flag.tell.clinician, findings=tuple(dict.fromkeys(findings)))


def _asked(fact: str, says: str, kb: KnowledgeBase) -> str:
    return kb.facts[fact].clinician if fact in kb.facts else says


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
