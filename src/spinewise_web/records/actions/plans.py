"""Plans: proposed by the planner, changed and signed by a clinician, each version checked by the core's `accept`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

import spinewise
from spinewise.assess.interview import clashes
from spinewise.assess.triage import triage
from spinewise.plan.accept import accept
from spinewise.plan.clear import clear
from spinewise.plan.edit import apply_edits
from spinewise.plan.road import plan_for
from spinewise.plan.types import Clash, Edit, Plan, Proposal, Refusal, Waiver
from spinewise.plan.wishes import wishes_from
from spinewise.rules.facts import Answers
from spinewise.rules.facts import Role as Answering
from spinewise_web.accounts.models import Role, User
from spinewise_web.records.actions.answers import latest_sheet
from spinewise_web.records.actions.base import NotAllowed, action, answering_as, change, clinician, hold, keep
from spinewise_web.records.core import (
    answers_on,
    busy_of,
    document_of,
    knowledge,
    plan_of,
    release_of,
    stamped,
    today_of,
)
from spinewise_web.records.models import AnswerSheet, Decision, Person, PlanVersion

State = PlanVersion.State


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """A precaution that a clinician sets aside for one item, and why."""

    rule: str
    item: str
    reason: str


class Conflict(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody else changed the plan meanwhile. Nothing was kept and nothing is lost.

    `entered`, `waived` and `reason` are what this user wanted, to be shown again beside `theirs`, the version that
    is newest now.
    """

    entered: tuple[Edit, ...] = ()
    waived: tuple[Wanted, ...] = ()
    reason: str = ""
    theirs: PlanVersion

    @property
    def says(self) -> str:
        """Who changed it and when, in a sentence."""
        who = self.theirs.made_by.name if self.theirs.made_by else "The system"
        return f"{who} changed this plan at {self.theirs.made_at:%H:%M on %d %B}. Your changes are below."


class _Case(msgspec.Struct, frozen=True):
    """The person's latest answers, read today."""

    person: Person
    sheet: AnswerSheet
    answers: Answers


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
        raise NotAllowed("Your therapist makes the plan with you.")
    case = _case(person, now=now)
    contradicting = clashes(case.answers, knowledge())
    if contradicting:
        return Refusal(clashes=tuple(Clash(about=one.facts[0], says=one.instead, rule=one.id) for one in contradicting))
    found = triage(case.answers, knowledge())
    starts_on = max(starts_on or case.answers.today, case.answers.today)
    made = plan_for(case.answers, found, knowledge(), starts_on=starts_on, busy=busy_of(person))
    return _kept(case, made, by=by, now=now)


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
        NotAllowed: `by` is no clinician of this person.
        InputError: an edit names what is not in the plan, or adds what already is.
    """
    person = hold(version.person)
    roles = clinician(by, person)
    newest = _newest(version)
    if newest.pk != version.pk:
        return Conflict(entered=tuple(edits), waived=tuple(waive), reason=reason, theirs=newest)
    case = _case(person, now=now)
    plan = plan_of(version)
    proposal = _edited(case, plan.proposal, edits)
    waivers = (*_still_needed(plan.waivers, proposal), *_waivers(waive, roles, by=by, on=case.answers.today))
    made = accept(proposal, case.answers, knowledge(), waivers, busy=busy_of(person))
    if isinstance(made, Refusal):
        return made
    return _kept(case, made, edits=edits, reason=reason, waive=waive, by=by, now=now)


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
    newest = _newest(version)
    if newest.pk != version.pk:
        return Conflict(theirs=newest)
    if newest.state not in {State.PROPOSED, State.DRAFT}:
        raise NotAllowed("Only a plan that waits can be signed.")
    plan, case = plan_of(newest), _case(person, now=now)
    checked = accept(plan.proposal, case.answers, knowledge(), plan.waivers, busy=busy_of(person))
    if isinstance(checked, Refusal):
        return checked
    _end_signed(person, by=by, now=now)
    newest.state, newest.signed_by, newest.signed_at, newest.held = State.SIGNED, by, now, []
    return change(newest, "state", "signed_by", "signed_at", "held", verb="plan.sign", by=by, now=now)


@action
def end_plan(*, version: PlanVersion, by: User, now: dt.datetime) -> PlanVersion:
    """Take a version out of force.

    Raises:
        NotAllowed: `by` is no clinician of this person.
    """
    clinician(by, hold(version.person))
    return _end(version, by=by, now=now)


def _end_signed(person: Person, *, by: User, now: dt.datetime) -> None:
    for one in PlanVersion.objects.signed().filter(person=person):
        _end(one, by=by, now=now)


def _end(version: PlanVersion, *, by: User, now: dt.datetime) -> PlanVersion:
    version.state, version.ended_at = State.ENDED, now
    return change(version, "state", "ended_at", verb="plan.end", by=by, now=now)


def _newest(version: PlanVersion) -> PlanVersion:
    rows = PlanVersion.objects.filter(episode=version.episode_id).select_related("made_by", "person__clinic", "episode")
    return rows.order_by("-sequence")[0]


def _case(person: Person, *, now: dt.datetime) -> _Case:
    sheet = latest_sheet(person)
    if sheet is None:
        raise NotAllowed("Answer the questions first.")
    return _Case(person, sheet, answers_on(sheet, today=today_of(person, now=now)))


def _edited(case: _Case, proposal: Proposal, edits: Sequence[Edit]) -> Proposal:
    if not edits:
        return proposal
    kb = knowledge()
    cleared = clear(case.answers, triage(case.answers, kb), kb)
    wishes = wishes_from(case.answers, kb, starts_on=proposal.starts_on, busy=busy_of(case.person))
    return apply_edits(proposal, edits, cleared, wishes, kb)


def _still_needed(waivers: Iterable[Waiver], proposal: Proposal) -> tuple[Waiver, ...]:
    planned = {item.intervention for item in proposal.items}
    return tuple(one for one in waivers if one.item in planned)


def _waivers(wanted: Iterable[Wanted], roles: frozenset[str], *, by: User, on: dt.date) -> list[Waiver]:
    role: Any = Role.SUPERVISOR.value if Role.SUPERVISOR in roles else Role.THERAPIST.value
    return [Waiver(rule=one.rule, item=one.item, by=by.name, role=role, reason=one.reason, on=on) for one in wanted]


def _kept(
    case: _Case,
    made: Plan | Refusal,
    *,
    edits: Sequence[Edit] = (),
    reason: str = "",
    waive: Sequence[Wanted] = (),
    by: User,
    now: dt.datetime,
) -> PlanVersion | Refusal:
    """The decision, and the version when there is a plan."""
    kind = Decision.Kind.WAIVER if waive else Decision.Kind.PLAN
    decision = keep(_decision(case, made, kind, now=now), verb=f"{kind.value}.decide", by=by, now=now)
    if isinstance(made, Refusal):
        return made
    last = PlanVersion.objects.filter(episode=case.sheet.episode).order_by("-sequence").first()
    version = PlanVersion(
        person=case.person,
        episode=case.sheet.episode,
        sequence=last.sequence + 1 if last else 1,
        supersedes=last,
        tier=made.proposal.tier.value,
        starts_on=made.proposal.starts_on,
        review_on=made.proposal.review_on,
        decision=decision,
        document=decision.document,
        edits=msgspec.to_builtins(list(edits)),
        reason=reason,
    )
    if last is not None and last.state in {State.PROPOSED, State.DRAFT}:
        _end(last, by=by, now=now)
    return keep(version, verb="plan.propose" if not edits else "plan.edit", by=by, now=now)


def _decision(case: _Case, made: Plan | Refusal, kind: Decision.Kind, *, now: dt.datetime) -> Decision:
    stamp = made.stamp if isinstance(made, Plan) else stamped(case.answers)
    return Decision(
        person=case.person,
        episode=case.sheet.episode,
        kind=kind,
        sheet=case.sheet,
        inputs={"today": case.answers.today.isoformat(), "busy": case.person.busy},
        input_digest=stamp.answers_digest,
        document=document_of(made, stamp=stamp),
        reasons=_reasons(made),
        release=release_of(knowledge(), now=now),
        engine=spinewise.__version__,
    )


def _reasons(made: Plan | Refusal) -> list[str]:
    if isinstance(made, Refusal):
        return [clash.rule or clash.about for clash in made.clashes]
    return [one.rule for one in made.waivers]
