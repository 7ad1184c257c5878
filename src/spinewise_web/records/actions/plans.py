"""Plans: proposed by the planner, changed, withdrawn and signed by a clinician, each checked by the core's `accept`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from spinewise.assess.interview import clashes
from spinewise.assess.triage import triage
from spinewise.plan.road import plan_for
from spinewise.plan.types import Clash, Edit, Plan, Refusal
from spinewise.rules.facts import Role as Answering
from spinewise_web.accounts.models import User
from spinewise_web.records.actions.base import NotAllowed, action, answering_as, change, clinician, hold
from spinewise_web.records.actions.planning import (
    WAITING,
    Conflict,
    State,
    Wanted,
    case_of,
    end,
    keep_plan,
    newest_open,
    still_needed,
    waivers_of,
)
from spinewise_web.records.core import busy_of, knowledge, plan_of
from spinewise_web.records.models import Person, PlanVersion

__all__ = [
    "Conflict",
    "Wanted",
    "edit_plan",
    "end_plan",
    "propose_plan",
    "sign_plan",
    "try_edits",
    "waive",
    "withdraw_plan",
]


@action
def propose_plan(
    *, person: Person, by: User, now: dt.datetime, starts_on: dt.date | None = None
) -> PlanVersion | Refusal:
    """Have the planner make a plan from the latest answers, and keep it as the newest version.

    The person may ask for one themselves; the core then gives what needs no examination. A refusal says what
    clashes, and is kept as a decision too.

    Raises:
        NotAllowed: `by` is neither clinician, patient nor carer of this person, or nothing is answered yet.
    """
    person = hold(person)
    if answering_as(by, person) is Answering.PERSON and not person.clinic.direct_access:
        raise NotAllowed(_("Your therapist makes the plan with you."))
    case = case_of(person, now=now)
    contradicting = clashes(case.answers, knowledge())
    if contradicting:
        return Refusal(clashes=tuple(Clash(about=one.facts[0], says=one.instead, rule=one.id) for one in contradicting))
    found = triage(case.answers, knowledge())
    starts_on = max(starts_on or case.answers.today, case.answers.today)
    made = plan_for(case.answers, found, knowledge(), starts_on=starts_on, busy=busy_of(person))
    return keep_plan(case, made, by=by, now=now)


@action
def edit_plan(
    *,
    version: PlanVersion,
    edits: Sequence[Edit] = (),
    waive: Sequence[Wanted] = (),
    reason: str,
    by: User,
    now: dt.datetime,
) -> PlanVersion | Refusal | Conflict:
    """Change the version a clinician is looking at; the result is a new version that waits to be signed.

    Raises:
        NotAllowed: `by` is no clinician of this person, or the plan has ended.
        InputError: an edit names what is not in the plan, or adds what already is.
    """
    person = hold(version.person)
    clinician(by, person)
    newest = newest_open(version)
    if newest.pk != version.pk:
        return Conflict(entered=tuple(edits), waived=tuple(waive), reason=reason, theirs=newest)
    if newest.state == State.ENDED:
        raise NotAllowed(_("This plan has ended. Propose a new one."))
    made = try_edits(person=person, version=version, edits=edits, waive=waive, by=by, now=now)
    if isinstance(made, Refusal):
        return made
    return keep_plan(case_of(person, now=now), made, edits=edits, reason=reason, waive=waive, by=by, now=now)


def try_edits(
    *,
    person: Person,
    version: PlanVersion,
    edits: Sequence[Edit],
    waive: Sequence[Wanted] = (),
    by: User,
    now: dt.datetime,
) -> Plan | Refusal:
    """What the core would say of a change. Nothing is kept.

    Raises:
        NotAllowed: `by` is no clinician of this person.
        InputError: an edit names what is not in the plan, or adds what already is.
    """
    roles, case, plan = clinician(by, person), case_of(person, now=now), plan_of(version)
    proposal = case.edited(plan.proposal, edits)
    waived = waivers_of(waive, roles, by=by, on=case.answers.today)
    return case.accepted(proposal, (*still_needed(plan.waivers, proposal), *waived))


def waive(
    *, version: PlanVersion, rule: str, item: str, reason: str, edits: Sequence[Edit] = (), by: User, now: dt.datetime
) -> PlanVersion | Refusal | Conflict:
    """Set one precaution aside for one item; `edits` may add the item in the same step. The core says who may.

    Raises:
        NotAllowed: `by` is no clinician of this person.
    """
    wanted = Wanted(rule=rule, item=item, reason=reason)
    return edit_plan(version=version, edits=edits, waive=[wanted], reason=reason, by=by, now=now)


@action
def sign_plan(*, version: PlanVersion, by: User, now: dt.datetime) -> PlanVersion | Refusal | Conflict:
    """Put a version in force, after the core accepted it once more with today's answers. The one before ends.

    Raises:
        NotAllowed: `by` is no clinician of this person, or the version was signed or has ended.
    """
    person = hold(version.person)
    clinician(by, person)
    newest = newest_open(version)
    if newest.pk != version.pk:
        return Conflict(theirs=newest)
    if newest.state not in WAITING:
        raise NotAllowed(_("Only a plan that waits can be signed."))
    plan = plan_of(newest)
    checked = case_of(person, now=now).accepted(plan.proposal, plan.waivers)
    if isinstance(checked, Refusal):
        return checked
    _end_others(newest, by=by, now=now)
    newest.state, newest.signed_by, newest.signed_at, newest.held = State.SIGNED, by, now, []
    return change(newest, "state", "signed_by", "signed_at", "held", verb="plan.sign", by=by, now=now)


@action
def withdraw_plan(*, version: PlanVersion, by: User, now: dt.datetime) -> PlanVersion | Conflict:
    """Take a proposal off the desk. What was in force stays in force.

    Raises:
        NotAllowed: `by` is no clinician of this person, or the version waits no more.
    """
    clinician(by, hold(version.person))
    newest = newest_open(version)
    if newest.pk != version.pk:
        return Conflict(theirs=newest)
    if newest.state not in WAITING:
        raise NotAllowed(_("Only a plan that waits can be withdrawn."))
    return end(newest, verb="plan.withdraw", by=by, now=now)


@action
def end_plan(*, version: PlanVersion, by: User, now: dt.datetime) -> PlanVersion:
    """Take a version out of force.

    Raises:
        NotAllowed: `by` is no clinician of this person.
    """
    clinician(by, hold(version.person))
    return end(version, by=by, now=now)


def _end_others(version: PlanVersion, *, by: User, now: dt.datetime) -> None:
    open_plans = PlanVersion.objects.filter(person=version.person).exclude(state=State.ENDED)
    for one in open_plans.exclude(pk=version.pk):
        end(one, by=by, now=now)
