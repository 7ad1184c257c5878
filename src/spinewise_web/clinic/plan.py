"""The plan: proposed, changed item by item, set in force. Every change goes through the core, and it says why not."""

from __future__ import annotations

from typing import Any

import msgspec
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spinewise.errors import InputError
from spinewise.plan.clear import clear
from spinewise.plan.types import Refusal
from spinewise_web.accounts.models import Role, roles_in
from spinewise_web.clinic.pages import CONFLICT, UNREADABLE, Desk, desk_page
from spinewise_web.clinic.patient import TIERS, PlanLine, plan_lines
from spinewise_web.clinic.plan_edits import (
    REASON_LETTERS,
    DoseField,
    Option,
    Unreadable,
    Waivable,
    clashes_in_words,
    dose_fields,
    edits_from,
    library_for,
    swaps_for,
    waived_from,
    wanted_words,
)
from spinewise_web.records.actions.base import NotAllowed
from spinewise_web.records.actions.plans import Conflict, edit_plan, propose_plan, sign_plan
from spinewise_web.records.core import knowledge, plan_of
from spinewise_web.records.models import PlanVersion
from spinewise_web.records.reads.course import plans_of

FIELDS = ("act", "item", "add", "into", "sets", "hold_s", "minutes", "days_a_week", "times_a_day", "about")
SAID = {
    "remove": gettext_lazy("Taken out. The new version waits for your signature."),
    "swap": gettext_lazy("Swapped. The new version waits for your signature."),
    "add": gettext_lazy("Added. The new version waits for your signature."),
    "dose": gettext_lazy("Changed. The new version waits for your signature."),
}
LEFT_OUT_SHOWN = 40


class Editable(msgspec.Struct, frozen=True, kw_only=True):
    """An item with what can be changed about it."""

    line: PlanLine
    dose: tuple[DoseField, ...]
    swaps: tuple[Option, ...]


class Trouble(msgspec.Struct, frozen=True, kw_only=True):
    """Why a change was not kept, with everything that was entered, so that nothing has to be typed again."""

    title: str
    clashes: tuple[Waivable, ...] = ()
    says: str = ""
    at: str = "items"
    entered: tuple[tuple[str, str], ...] = ()
    waived: tuple[str, ...] = ()
    reason: str = ""
    wanted: str = ""
    try_again: bool = False

    @property
    def waivable(self) -> tuple[Waivable, ...]:
        """What of it this clinician may answer for; empty when something else is wrong too."""
        may = tuple(one for one in self.clashes if one.may_waive)
        return may if len(may) == len(self.clashes) and len({one.about for one in may}) == 1 else ()


@desk_page("GET", "HEAD", "POST")
def plan(desk: Desk) -> HttpResponse:
    """The newest version and what can be done with it. While the plan is locked there is nothing here to change."""
    if desk.request.method == "POST":
        return _sent(desk)
    return _shown(desk)


def _shown(desk: Desk, trouble: Trouble | None = None, *, status: int = 200) -> HttpResponse:
    locked = desk.standing.is_locked
    version = None if locked else desk.newest
    context = {
        "at": "plan",
        "locked": locked,
        "version": version,
        "trouble": trouble,
        "care": knowledge().care_text(desk.found.care) if desk.has_answers else None,
        **(_contents(desk, version) if version else {}),
    }
    return desk.page("plan", context, status=status)


def _contents(desk: Desk, version: PlanVersion) -> dict[str, Any]:
    kb, whole = knowledge(), plan_of(version)
    cleared = clear(desk.answers, desk.found, kb)
    planned = {item.intervention for item in whole.proposal.items}
    lines = plan_lines(whole, version.held)
    return {
        "tier": TIERS[version.tier],
        "waits": version.state == PlanVersion.State.PROPOSED,
        "items": [
            Editable(line=line, dose=dose_fields(item.dose), swaps=swaps_for(item, cleared, planned, kb))
            for line, item in zip(lines, whole.proposal.items, strict=True)
        ],
        "library": library_for(cleared, planned, kb),
        "waivers": [
            (kb.interventions[one.item].title.clinician, kb.precautions[one.rule].title, one) for one in whole.waivers
        ],
        "goals": whole.proposal.goals,
        "notes": whole.proposal.notes,
        "minutes": round(whole.proposal.minutes_a_day),
        "left_out": [_left(one) for one in whole.left_out[:LEFT_OUT_SHOWN]],
        "left_out_count": len(whole.left_out),
    }


def _left(one: Any) -> dict[str, str]:
    kb = knowledge()
    changes = ", ".join(kb.facts[fact].clinician for fact in one.missing if fact in kb.facts)
    return {"title": kb.interventions[one.intervention].title.clinician, "says": one.says, "changes": changes}


# -- what was sent


def _sent(desk: Desk) -> HttpResponse:
    try:
        if desk.request.POST.get("act") == "propose":
            return _answered(
                desk, propose_plan(person=desk.person, by=desk.user, now=desk.now), _("A plan is proposed.")
            )
        version = _version(desk)
        if desk.request.POST.get("act") == "sign":
            signed = sign_plan(version=version, by=desk.user, now=desk.now)
            return _answered(desk, signed, _("Signed. The plan is in force."))
        return _edited(desk, version)
    except NotAllowed as problem:
        return _shown(desk, Trouble(title=_("This cannot be done"), says=str(problem)), status=CONFLICT)


def _version(desk: Desk) -> PlanVersion:
    """The version that the form was about.

    Raises:
        Http404: this person has no such version.
    """
    rows = plans_of(desk.user, desk.person).select_related("person__clinic", "episode")
    said = desk.request.POST.get("version", "")
    found: PlanVersion | None = next((row for row in rows if str(row.pk) == said), None)
    if found is None:
        raise Http404("There is no such plan.")
    return found


def _edited(desk: Desk, version: PlanVersion) -> HttpResponse:
    post, kb = desk.request.POST, knowledge()
    reason = post.get("reason", "").strip()[:REASON_LETTERS]
    try:
        edits = edits_from(post, plan_of(version).proposal, kb)
        if not edits:
            return desk.go("plan")
        made = edit_plan(
            version=version, edits=edits, waive=waived_from(post), reason=reason, by=desk.user, now=desk.now
        )
    except Unreadable as problem:
        trouble = _trouble(desk, title=_("This needs another look"), says=problem.says)
        return _shown(desk, trouble, status=UNREADABLE)
    except InputError as problem:
        says = " ".join(f"{one.what}. {one.instead}".strip() for one in problem.problems)
        return _shown(desk, _trouble(desk, title=_("This cannot be done"), says=says), status=UNREADABLE)
    return _answered(desk, made, str(SAID[post["act"]]))


def _answered(desk: Desk, made: PlanVersion | Refusal | Conflict, said: str) -> HttpResponse:
    match made:
        case Refusal():
            supervises = Role.SUPERVISOR in roles_in(desk.user, desk.person.clinic_id)
            clashes = clashes_in_words(made.clashes, knowledge(), supervises=supervises)
            return _shown(desk, _trouble(desk, title=_("Not like this"), clashes=clashes), status=UNREADABLE)
        case Conflict():
            trouble = _trouble(desk, title=_("Somebody else changed this plan"), says=made.says, try_again=True)
            return _shown(desk, trouble, status=CONFLICT)
        case _:
            return desk.go("plan", said=said)


def _trouble(
    desk: Desk, *, title: str, says: str = "", clashes: tuple[Waivable, ...] = (), try_again: bool = False
) -> Trouble:
    post = desk.request.POST
    return Trouble(
        title=title,
        says=says,
        clashes=clashes,
        entered=tuple((name, post[name]) for name in FIELDS if post.get(name)),
        waived=tuple(post.getlist("waive")),
        reason=post.get("reason", ""),
        wanted=wanted_words(post, knowledge()),
        try_again=try_again and post.get("act") != "sign",
    )
