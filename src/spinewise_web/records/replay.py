"""Every decision made again, from what was kept: the same answers and knowledge give the same result, or it is told."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import msgspec
from django.utils import translation

from spinewise.assess.triage import triage
from spinewise.errors import InputError
from spinewise.knowledge import KnowledgeBase
from spinewise.plan.accept import accept
from spinewise.plan.road import plan_for
from spinewise.plan.stamp import stamp_for
from spinewise.plan.types import Busy, Plan
from spinewise.rules.facts import Answers
from spinewise_web.records.core import answers_on, knowledge_of, value_of
from spinewise_web.records.models import Decision, KnowledgeRelease

SOURCE_LANGUAGE = "en"  # of what was decided before the language was kept with it


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """A decision that does not come out as it is kept, and in what."""

    decision_id: uuid.UUID
    says: str


def differences(*, since: dt.datetime | None = None) -> Iterator[Difference]:
    """Make every decision again, oldest first."""
    rows = Decision.objects.select_related("sheet").order_by("made_at", "pk")
    for decision in (rows.filter(made_at__gte=since) if since else rows).iterator(chunk_size=200):
        yield from difference(decision)


def difference(decision: Decision) -> Iterator[Difference]:
    """Make one decision again."""
    try:
        kb = _knowledge(decision.release_id)
    except msgspec.MsgspecError as error:
        yield Difference(decision_id=decision.pk, says=f"this engine does not read its knowledge: {error}")
        return
    try:
        answers = answers_on(decision.sheet, today=dt.date.fromisoformat(decision.inputs["today"]))
        kept = value_of(decision.document)
    except InputError as error:
        yield Difference(decision_id=decision.pk, says=f"what was kept cannot be read: {error}")
        return
    if stamp_for(answers, kb).answers_digest != decision.input_digest:
        yield Difference(decision_id=decision.pk, says="its answers are not those it was made from")
    with translation.override(decision.inputs.get("language", SOURCE_LANGUAGE)):
        made = again(decision, answers, kept, kb)
    if _canonical(made) != _canonical(kept):
        yield Difference(decision_id=decision.pk, says=f"the {decision.kind} comes out differently now")


def again(decision: Decision, answers: Answers, kept: Any, kb: KnowledgeBase) -> msgspec.Struct:
    """The result from the inputs. A plan is held before `accept` again, because a clinician may have made it."""
    if decision.kind == Decision.Kind.TRIAGE:
        return triage(answers, kb)
    busy = msgspec.convert(
        [{"start": start, "end": end, "what": what} for start, end, what in decision.inputs["busy"]], tuple[Busy, ...]
    )
    if isinstance(kept, Plan):
        return accept(kept.proposal, answers, kb, kept.waivers, busy=busy)
    return plan_for(answers, triage(answers, kb), kb, starts_on=answers.today, busy=busy)


@lru_cache(maxsize=4)
def _knowledge(digest: str) -> KnowledgeBase:
    return knowledge_of(KnowledgeRelease.objects.get(pk=digest))


def _canonical(value: msgspec.Struct) -> bytes:
    """As on the wire, where 4 and 4.0 are one number."""
    return msgspec.json.encode(msgspec.json.decode(msgspec.json.encode(value, order="sorted")), order="sorted")
