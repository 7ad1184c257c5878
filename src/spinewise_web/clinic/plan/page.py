"""The plan: proposed, changed item by item, withdrawn, set in force, printed. Every change goes through the core."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spinewise.assess.presume import view_at
from spinewise.documents.handout import handout
from spinewise.errors import InputError
from spinewise.plan.tier import tier_for
from spinewise.plan.types import Edit, Plan, Refusal
from spinewise_web.accounts.models import Role, roles_in
from spinewise_web.clinic.pages import Desk, desk_page
from spinewise_web.clinic.plan.edits import (
    REASON_LETTERS,
    Unreadable,
    Waivable,
    clashes_in_words,
    edits_from,
    waived_from,
    wanted_words,
)
from spinewise_web.clinic.plan.parts import differences, most_minutes, moves
from spinewise_web.clinic.plan.shown import Trouble, plan_page
from spinewise_web.clinic.plan.templates import begun_from_template, kept_as_template
from spinewise_web.design.answers import CONFLICT, UNREADABLE
from spinewise_web.design.figures import figures_of
from spinewise_web.records.actions.base import NotAllowed
from spinewise_web.records.actions.plans import (
    Conflict,
    edit_plan,
    propose_plan,
    sign_plan,
    try_edits,
    withdraw_plan,
)
from spinewise_web.records.core import knowledge, plan_of
from spinewise_web.records.models import PlanVersion
from spinewise_web.records.reads.course import plans_of

FIELDS = ("act", "item", "add", "into", "sets", "hold_s", "minutes", "days_a_week", "times_a_day", "at", "about")
SAID = {
    "remove": gettext_lazy("Taken out. The new version waits for your signature."),
    "swap": gettext_lazy("Swapped. The new version waits for your signature."),
    "add": gettext_lazy("Added. The new version waits for your signature."),
    "dose": gettext_lazy("Changed. The new version waits for your signature."),
    "move": gettext_lazy("Moved. The new version waits for your signature."),
}


@desk_page("GET", "HEAD", "POST")
def plan(desk: Desk) -> HttpResponse:
    """What is in force, what is proposed, and what can be done. While it is locked there is nothing here to change."""
    if desk.request.method == "POST":
        return _sent(desk)
    return plan_page(desk)


@desk_page("GET", "HEAD")
def handout_on_paper(desk: Desk) -> HttpResponse:
    """The plan that the patient sees, for print. What is held is not on it; behind a lock there is none."""
    seen = desk.standing
    if seen.plan is None or not seen.items:
        return redirect(desk.url("plan"))
    shown = msgspec.structs.replace(seen.plan, proposal=msgspec.structs.replace(seen.plan.proposal, items=seen.items))
    pdf = handout(shown, knowledge(), figures=figures_of(knowledge()).on_paper, answers=desk.answers)
    said = {"Content-Disposition": 'attachment; filename="plan.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=said)


# -- what was sent


def _sent(desk: Desk) -> HttpResponse:
    act = desk.request.POST.get("act", "")
    try:
        if act == "propose":
            proposed = propose_plan(person=desk.person, by=desk.user, now=desk.now)
            return _answered(desk, proposed, _("A plan is proposed."))
        if act == "begin":
            begun, said = begun_from_template(desk, _named(desk))
            return _answered(desk, begun, said)
        return _about(desk, act, _version(desk))
    except ValidationError as problem:
        trouble = Trouble(title=_("This needs another look"), says=" ".join(problem.messages))
        return plan_page(desk, trouble, status=UNREADABLE)
    except NotAllowed as problem:
        return plan_page(desk, Trouble(title=_("This cannot be done"), says=str(problem)), status=CONFLICT)


def _about(desk: Desk, act: str, version: PlanVersion) -> HttpResponse:
    match act:
        case "sign":
            signed = sign_plan(version=version, by=desk.user, now=desk.now)
            return _answered(desk, signed, _("Signed. The plan is in force, and the patient sees it."), sent=version)
        case "withdraw":
            gone = withdraw_plan(version=version, by=desk.user, now=desk.now)
            return _answered(desk, gone, _("Withdrawn. Nothing of it was shown."), sent=version)
        case "template":
            return desk.go("plan", said=kept_as_template(desk, version))
        case _:
            return _edited(desk, version)


def _named(desk: Desk) -> PlanVersion | None:
    return _version(desk) if desk.request.POST.get("version") else None


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
    post, kb, trying = desk.request.POST, knowledge(), "preview" in desk.request.POST
    reason = post.get("reason", "").strip()[:REASON_LETTERS]
    edits: tuple[Edit, ...] = ()
    try:
        edits = edits_from(post, plan_of(version).proposal, kb)
        if not edits:
            return desk.go("plan")
        if trying:
            tried = try_edits(person=desk.person, version=version, edits=edits, by=desk.user, now=desk.now)
            return _tried(desk, version, tried)
        made = edit_plan(
            version=version, edits=edits, waive=waived_from(post), reason=reason, by=desk.user, now=desk.now
        )
    except Unreadable as problem:
        held = _held(desk, version, edits) if problem.at == "reason" else ()
        return _unread(desk, _("This needs another look"), problem.says, trying=trying, clashes=held)
    except InputError as problem:
        says = " ".join(f"{one.what}. {one.instead}".strip() for one in problem.problems)
        return _unread(desk, _("This cannot be done"), says, trying=trying)
    moved = _moved(desk, plan_of(version), plan_of(made)) if isinstance(made, PlanVersion) else ""
    return _answered(desk, made, f"{SAID[post['act']]} {moved}".rstrip(), sent=version)


def _held(desk: Desk, version: PlanVersion, edits: Sequence[Edit]) -> tuple[Waivable, ...]:
    """What a reason was wanted for, so that it can be given where it was typed."""
    tried = try_edits(person=desk.person, version=version, edits=edits, by=desk.user, now=desk.now)
    return _clashes(desk, tried) if isinstance(tried, Refusal) else ()


def _unread(desk: Desk, title: str, says: str, *, trying: bool, clashes: tuple[Waivable, ...] = ()) -> HttpResponse:
    trouble = _trouble(desk, title=title, says=says, clashes=clashes)
    return _preview(desk, trouble) if trying else plan_page(desk, trouble, status=UNREADABLE)


def _tried(desk: Desk, version: PlanVersion, made: Plan | Refusal) -> HttpResponse:
    """What the core would say, with nothing kept."""
    if isinstance(made, Refusal):
        return _preview(desk, _trouble(desk, title=_("Not like this"), clashes=_clashes(desk, made)))
    says = _("%(minutes)s minutes of exercise a day.") % {"minutes": most_minutes(made, knowledge())}
    says = f"{says} {_moved(desk, plan_of(version), made)}".rstrip()
    return _preview(desk, msgspec.structs.replace(_trouble(desk, title=_("Fits"), says=says), is_fine=True))


def _moved(desk: Desk, before: Plan, after: Plan) -> str:
    """Which times of the day move along, in a line; what was moved by hand is known."""
    asked = {desk.request.POST["item"]} if desk.request.POST["act"] == "move" else set()
    told = moves(before, after, knowledge(), but=asked)
    return _("Moves: %(moves)s.") % {"moves": "; ".join(told)} if told else ""


def _preview(desk: Desk, trouble: Trouble) -> HttpResponse:
    if desk.request.headers.get("HX-Request") == "true":
        return render(desk.request, "clinic/parts/plan_preview.html", {"trouble": trouble})
    return plan_page(desk, trouble)


def _clashes(desk: Desk, made: Refusal) -> tuple[Waivable, ...]:
    supervises = Role.SUPERVISOR in roles_in(desk.user, desk.person.clinic_id)
    known = view_at(desk.answers, knowledge(), tier_for(desk.found, desk.answers, knowledge()))
    return clashes_in_words(made.clashes, known, knowledge(), supervises=supervises)


def _answered(
    desk: Desk, made: PlanVersion | Refusal | Conflict, said: str, *, sent: PlanVersion | None = None
) -> HttpResponse:
    match made:
        case Refusal():
            trouble = _trouble(desk, title=_("Not like this"), clashes=_clashes(desk, made))
            return plan_page(desk, trouble, status=UNREADABLE)
        case Conflict():
            trouble = _trouble(desk, title=_("Somebody else changed this plan"), says=made.says, try_again=True)
            theirs = differences(plan_of(sent), plan_of(made.theirs), knowledge()) if sent is not None else ()
            trouble = msgspec.structs.replace(trouble, theirs=theirs, is_conflict=True)
            return plan_page(desk, trouble, status=CONFLICT)
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
        try_again=try_again and post.get("act") in SAID,
    )
