"""How each intervention stands for one person: allowed, held or forbidden, why, and who may set it aside."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from django.utils.translation import gettext as _

from spinewise.assess.presume import view_at
from spinewise.knowledge.ladders import Level
from spinewise.knowledge.models import KnowledgeBase
from spinewise.plan.accept import certain_rules
from spinewise.plan.clear import clear
from spinewise.plan.tier import tier_for
from spinewise.plan.types import Cleared
from spinewise.rules.known import Known
from spinewise_web.accounts.models import Role, roles_in
from spinewise_web.clinic.library.words import LEVELS, SETS_ASIDE, tone_of
from spinewise_web.clinic.pages import Desk
from spinewise_web.clinic.reasons import chain
from spinewise_web.clinic.story import fact_names
from spinewise_web.design.why import Step
from spinewise_web.records.core import knowledge

MARKS = {"allowed": "check", "held": "hold", "forbidden": "against"}


class Stand(msgspec.Struct, frozen=True, kw_only=True):
    """One intervention for one person. `may_add` when it is allowed, or who reads may set aside what holds it."""

    tone: str
    word: str
    mark: str
    says: str
    who: str
    may_add: bool
    steps: tuple[Step, ...]


def stands_for(desk: Desk) -> dict[str, Stand]:
    """Everything, as the core clears it today."""
    kb, supervises = knowledge(), Role.SUPERVISOR in roles_in(desk.user, desk.person.clinic_id)
    known = view_at(desk.answers, kb, tier_for(desk.found, desk.answers, kb))
    cleared = clear(desk.answers, desk.found, kb)
    return {one.intervention: stand_of(one, known, kb, supervises=supervises) for one in cleared}


def stand_of(one: Cleared, known: Known, kb: KnowledgeBase, *, supervises: bool) -> Stand:
    """One intervention in the words of a clinician, who may or may not supervise others."""
    tone, is_free = tone_of(one.level), one.level is Level.GO
    return Stand(
        tone=tone,
        word=str(LEVELS[one.level]),
        mark=MARKS[tone],
        says="" if is_free else " ".join(_why(one, kb)),
        who="" if is_free or one.waiver is None else str(SETS_ASIDE[one.waiver]),
        may_add=is_free or (one.waiver is not None and one.waiver.lets(supervise=supervises)),
        steps=() if is_free else chain(one.reasons, known, kb),
    )


def _why(one: Cleared, kb: KnowledgeBase) -> Iterator[str]:
    yield from one.notes
    for rule in certain_rules(one):
        if rule in kb.precautions:
            yield f"{kb.precautions[rule].title}."
        elif rule in kb.red_flags:
            yield f"{kb.red_flags[rule].title}."
    if missing := fact_names(one.missing, kb):
        yield _("Not known yet: %(facts)s.") % {"facts": ", ".join(missing)}
