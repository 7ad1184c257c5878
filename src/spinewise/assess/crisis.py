"""The words for what follows, where one family of signs needs words of its own.

Somebody who thinks of ending their life is not told to mind their legs on the way to a scan: they are told whom
to call. The family's file holds those words; the clinic's own numbers are filled in.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from spinewise.assess.types import Flag
from spinewise.knowledge.ladders import Care, Urgency, strictest
from spinewise.knowledge.models import CareText, KnowledgeBase, Told

NUMBERS = "{numbers}"


def care_words(care: Care, flags: Iterable[Flag], kb: KnowledgeBase) -> CareText:
    """What is said for a kind of care: the family's own words where no other family is as urgent, else the usual."""
    raised = tuple(flags)
    highest = strictest((flag.urgency for flag in raised), Urgency.NONE)
    families = {flag.points_to for flag in raised if flag.urgency is highest}
    own = [kb.families[name].care.get(care.value) for name in families if name in kb.families]
    text = own[0] if len(families) == 1 and own else None
    return kb.care_text(care) if text is None else with_numbers(text, kb)


def with_numbers(text: CareText, kb: KnowledgeBase) -> CareText:
    """The text with whom to call filled in."""
    return msgspec.structs.replace(
        text,
        tell=Told(patient=_filled(text.tell.patient, kb), clinician=_filled(text.tell.clinician, kb)),
        next_step=_filled(text.next_step, kb),
    )


def _filled(text: str, kb: KnowledgeBase) -> str:
    return text.replace(NUMBERS, kb.crisis.words)
