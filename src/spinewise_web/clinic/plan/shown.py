"""The page of a plan as it stands: which version waits, which one the patient sees, and what was wrong with a form."""

from __future__ import annotations

from typing import Any

import msgspec
from django.http import HttpResponse

from spinewise.plan.clear import clear
from spinewise.plan.types import Plan
from spinewise_web.clinic.library.found import Reading, filters_of
from spinewise_web.clinic.pages import Desk
from spinewise_web.clinic.patient import TIERS, plan_lines
from spinewise_web.clinic.plan.edits import Waivable
from spinewise_web.clinic.plan.parts import (
    Change,
    differences,
    editable,
    left_out,
    most_minutes,
    outline,
    too_much_days,
)
from spinewise_web.records.core import knowledge, plan_of
from spinewise_web.records.models import PlanVersion
from spinewise_web.records.reads.own import templates_of

LEFT_OUT_SHOWN, FILTERS_HERE = 40, 2


class Trouble(msgspec.Struct, frozen=True, kw_only=True):
    """Why a change was not kept, with everything that was entered, so that nothing has to be typed again.

    In a conflict somebody else was first: nothing is signed from that page, because what they made was not read yet.
    """

    title: str
    clashes: tuple[Waivable, ...] = ()
    says: str = ""
    at: str = "items"
    entered: tuple[tuple[str, str], ...] = ()
    waived: tuple[str, ...] = ()
    reason: str = ""
    wanted: str = ""
    try_again: bool = False
    is_conflict: bool = False
    theirs: tuple[Change, ...] = ()
    is_fine: bool = False

    @property
    def waivable(self) -> tuple[Waivable, ...]:
        """What of it this clinician may answer for; empty when something else is wrong too."""
        may = tuple(one for one in self.clashes if one.may_waive)
        return may if len(may) == len(self.clashes) and len({one.about for one in may}) == 1 else ()


def plan_page(desk: Desk, trouble: Trouble | None = None, *, status: int = 200) -> HttpResponse:
    """The page; with `trouble`, what was typed stays where it was typed."""
    locked = desk.standing.is_locked
    version = None if locked else desk.newest
    context = {
        "at": "plan",
        "locked": locked,
        "version": version,
        "trouble": trouble,
        "care": knowledge().care_text(desk.found.care) if desk.has_answers else None,
        "templates": [] if locked else list(templates_of(desk.user, desk.person.clinic)),
        **(_contents(desk, version, dict(trouble.entered) if trouble else {}) if version else {}),
    }
    return desk.page("plan", context, status=status)


def _contents(desk: Desk, version: PlanVersion, typed: dict[str, str]) -> dict[str, Any]:
    kb, whole = knowledge(), plan_of(version)
    cleared = clear(desk.answers, desk.found, kb)
    planned = {item.intervention for item in whole.proposal.items}
    lines, too_much = plan_lines(whole, version.held), too_much_days(desk)
    picker = Reading(desk.request, desk.user, desk)
    return _both(desk, version, whole) | {
        "tier": TIERS[version.tier],
        "items": [
            editable(line, item, cleared, planned, desk, typed, too_much=too_much)
            for line, item in zip(lines, whole.proposal.items, strict=True)
        ],
        "week": outline(whole, kb),
        "waivers": [
            (kb.interventions[one.item].title.clinician, kb.precautions[one.rule].title, one) for one in whole.waivers
        ],
        "goals": whole.proposal.goals,
        "notes": whole.proposal.notes,
        "minutes": most_minutes(whole, kb),
        "left_out": left_out(whole, kb)[:LEFT_OUT_SHOWN],
        "left_out_count": len(whole.left_out),
        "here": picker.address("library"),
        "kind": "exercises",
        "filters": filters_of(picker)[:FILTERS_HERE],
    }


def _both(desk: Desk, version: PlanVersion, whole: Plan) -> dict[str, Any]:
    """Which version waits, which one the patient sees, and how the one differs from the other."""
    seen, waits = desk.standing.version, version.state != PlanVersion.State.SIGNED
    before = desk.standing.plan if seen is not None and seen.pk != version.pk else None
    return {
        "waits": waits,
        "seen": seen,
        "is_seen": seen is not None and seen.pk == version.pk,
        "before": before,
        "before_lines": plan_lines(before, desk.standing.held) if before else (),
        "changes": differences(before, whole, knowledge()) if before else (),
        "begins_later": version.starts_on > desk.today,
    }
