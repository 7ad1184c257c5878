"""The instruction sheet: one page when somebody has to be seen first. It holds no exercise at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import msgspec

from spinewise.assess.crisis import care_words
from spinewise.assess.types import Flag, Triage
from spinewise.documents.beside import for_the_clinician
from spinewise.documents.paper import Size, typeset
from spinewise.documents.words import long_date_words
from spinewise.knowledge.ladders import Urgency
from spinewise.knowledge.models import KnowledgeBase
from spinewise.rules.facts import Answers


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
    """Everything the template prints."""

    size: Size
    urgency: Urgency
    made_on: str
    title: str
    says: tuple[str, ...]
    step: str
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
    where it hurts, other treatments and work, so nothing about exercises can get onto it. Without `today` the sheet
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
        says=_once([care.tell.patient, *_first_of_each_family(flags)]),
        step=care.next_step,
        raised=tuple(_raised(flag, kb) for flag in flags),
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


def _raised(flag: Flag, kb: KnowledgeBase) -> Raised:
    findings = (Finding(_asked(one.fact, one.says, kb), one.answer) for one in flag.ruling.reasons)
    return Raised(title=flag.title, tell=flag.tell.clinician, findings=tuple(dict.fromkeys(findings)))


def _asked(fact: str, says: str, kb: KnowledgeBase) -> str:
    return kb.facts[fact].clinician if fact in kb.facts else says


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
