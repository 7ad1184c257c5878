"""A letter to a doctor: why somebody came, what was found, what is done, and what is asked for.

It answers a referral, or asks for one. What it says is worked out once and kept as it was sent: printing it again
prints the same words, whatever has been answered since.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from spinewise.assess.types import Triage
from spinewise.dates import long_date_words, plain_date
from spinewise.documents.letter_history import history
from spinewise.documents.letter_lines import (
    Known,
    Line,
    findings,
    locked_line,
    measured,
    plan_lines,
    still_open,
    story,
    told,
    waived,
)
from spinewise.documents.paper import Size, typeset
from spinewise.documents.sheet import Raised, sheet_content
from spinewise.knowledge.ladders import Tier, Urgency
from spinewise.knowledge.models import KnowledgeBase
from spinewise.language import gettext as _
from spinewise.language import gettext_noop
from spinewise.plan.tier import tier_for

__all__ = ["Known", "Letter", "Line", "Parties", "letter", "letter_content", "paragraphs"]

MOST_PAGES = 1
ASKS = {
    Urgency.EMERGENCY: gettext_noop("Emergency: please see them now"),
    Urgency.URGENT: gettext_noop("Urgent: please see them today"),
    Urgency.REFER: gettext_noop("Please see them within about two weeks"),
    Urgency.ROUTINE: gettext_noop("Please look at this at the next visit"),
}


class Parties(msgspec.Struct, frozen=True, kw_only=True):
    """Who writes to whom about whom. `asked_on` and `asked` are of the letter that is answered, if one is."""

    to: str = ""
    name: str = ""
    born_on: dt.date | None = None
    reference: str = ""
    clinic: str = ""
    phone: str = ""
    signed_by: str = ""
    asked_on: dt.date | None = None
    asked: str = ""


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the letter says."""

    size: Size = "a4"
    on: dt.date | None
    written_on: str
    title: str
    urgency: Urgency
    parties: Parties
    about: str
    own_words: tuple[str, ...]
    asks: tuple[Raised, ...]
    came: tuple[Line, ...]
    found: tuple[Line, ...]
    measured: tuple[Line, ...]
    done: tuple[Line, ...]
    set_aside: tuple[str, ...]
    still_open: tuple[Line, ...]
    treatments: tuple[str, ...]
    knowledge: str
    disclaimer: str


def letter(content: Letter) -> bytes:
    """The letter as an accessible PDF, on one page where it fits."""
    return typeset("letter.typ", content, on=content.on, most_pages=MOST_PAGES)


def letter_content(
    found: Triage,
    known: Known,
    kb: KnowledgeBase,
    *,
    parties: Parties,
    own_words: str = "",
    on: dt.date | None = None,
    size: Size = "a4",
) -> Letter:
    """What the letter says. While everything is locked it names no exercise, whatever plan is given."""
    sheet = sheet_content(found, kb, today=None, answers=known.answers)
    locked = tier_for(found, known.answers, kb) is Tier.LOCKED
    return Letter(
        size=size,
        on=on,
        written_on=long_date_words(on) if on else "",
        title=_title(found, parties),
        urgency=found.urgency,
        parties=parties,
        about=_about(parties),
        own_words=paragraphs(own_words),
        asks=sheet.raised,
        came=(*story(known, kb), *history(known.answers, kb), *told(sheet.also)),
        found=tuple(findings(found, kb)),
        measured=tuple(measured(known, kb)),
        done=(locked_line(),) if locked else tuple(plan_lines(known, kb)),
        set_aside=() if locked or known.plan is None else tuple(waived(one, kb) for one in known.plan.waivers),
        still_open=tuple(still_open(found, kb)),
        treatments=known.treatments,
        knowledge=kb.digest,
        disclaimer=kb.safety.disclaimer.clinician,
    )


def paragraphs(text: str) -> tuple[str, ...]:
    """A text as it was typed, a paragraph each."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _title(found: Triage, parties: Parties) -> str:
    if parties.asked_on:
        return _("Answer to your letter of %(day)s", day=plain_date(parties.asked_on))
    return _(ASKS[found.urgency]) if found.urgency in ASKS else _("From physical therapy")


def _about(parties: Parties) -> str:
    born = _("born %(day)s", day=plain_date(parties.born_on)) if parties.born_on else ""
    return ", ".join(one for one in (parties.name, born, parties.reference) if one)
