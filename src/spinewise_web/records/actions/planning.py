"""What every step of a plan shares: the person's answers of today, the newest version, and keeping what was made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from django.utils.translation import get_language
from django.utils.translation import gettext as _

import spinewise
from spinewise.assess.triage import triage
from spinewise.assess.types import Triage
from spinewise.dates import day_and_month
from spinewise.plan.accept import accept
from spinewise.plan.clear import clear
from spinewise.plan.edit import apply_edits
from spinewise.plan.types import Cleared, Edit, Plan, Proposal, Refusal, Waiver
from spinewise.plan.wishes import wishes_from
from spinewise.rules.facts import Answers
from spinewise_web.accounts.models import Role, User
from spinewise_web.records.actions.answers import latest_sheet
from spinewise_web.records.actions.base import NotAllowed, change, keep
from spinewise_web.records.core import (
    answers_on,
    busy_of,
    document_of,
    knowledge,
    release_of,
    stamped,
    today_of,
)
from spinewise_web.records.models import AnswerSheet, Decision, Person, PlanVersion
from spinewise_web.records.standing import is_usable

State = PlanVersion.State
WAITING = frozenset({State.PROPOSED, State.DRAFT})


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
        who = self.theirs.made_by.name if self.theirs.made_by else _("The system")
        said = {"name": who, "time": f"{self.theirs.made_at:%H:%M}", "day": day_and_month(self.theirs.made_at)}
        if self.entered:
            return _("%(name)s changed this plan at %(time)s on %(day)s. Your changes are below.") % said
        return _("%(name)s changed this plan at %(time)s on %(day)s. Nothing was signed or withdrawn.") % said


class Case(msgspec.Struct, frozen=True):
    """The person's latest answers, read today."""

    person: Person
    sheet: AnswerSheet
    answers: Answers

    def found(self) -> Triage:
        """What the answers mean today."""
        return triage(self.answers, knowledge())

    def cleared(self) -> tuple[Cleared, ...]:
        """How everything stands for this person."""
        return clear(self.answers, self.found(), knowledge())

    def edited(self, proposal: Proposal, edits: Sequence[Edit]) -> Proposal:
        """The proposal after some changes; whether it may reach the person is not said by this."""
        if not edits:
            return proposal
        busy = busy_of(self.person)
        wishes = wishes_from(self.answers, knowledge(), starts_on=proposal.starts_on, busy=busy)
        return apply_edits(proposal, edits, self.cleared(), wishes, knowledge())

    def accepted(self, proposal: Proposal, waivers: Iterable[Waiver]) -> Plan | Refusal:
        """What the core's checker says of it."""
        return accept(proposal, self.answers, knowledge(), waivers, busy=busy_of(self.person))


def case_of(person: Person, *, now: dt.datetime) -> Case:
    """What is known about somebody today.

    Raises:
        NotAllowed: nothing is answered yet, or nothing since they were discharged.
    """
    sheet = latest_sheet(person)
    if sheet is None:
        raise NotAllowed(_("Answer the questions first."))
    if sheet.episode.closed_at is not None:
        raise NotAllowed(_("They were discharged. New answers begin a new episode; then a plan can be made."))
    return Case(person, sheet, answers_on(sheet, today=today_of(person, now=now)))


def newest_open(version: PlanVersion) -> PlanVersion:
    """The newest version that has not ended: what was withdrawn is in nobody's way. With none open, the newest."""
    rows = PlanVersion.objects.filter(episode=version.episode_id).select_related("made_by", "person__clinic", "episode")
    newest_first = rows.order_by("-sequence")
    return newest_first.exclude(state=State.ENDED).first() or newest_first[0]


def still_needed(waivers: Iterable[Waiver], proposal: Proposal) -> tuple[Waiver, ...]:
    """The waivers whose item is still there."""
    planned = {item.intervention for item in proposal.items}
    return tuple(one for one in waivers if one.item in planned)


def waivers_of(wanted: Iterable[Wanted], roles: frozenset[str], *, by: User, on: dt.date) -> tuple[Waiver, ...]:
    """What is set aside, on whose word."""
    role: Any = Role.SUPERVISOR.value if Role.SUPERVISOR in roles else Role.THERAPIST.value
    return tuple(
        Waiver(rule=one.rule, item=one.item, by=by.name, role=role, reason=one.reason, on=on) for one in wanted
    )


def end(version: PlanVersion, *, verb: str = "plan.end", by: User, now: dt.datetime) -> PlanVersion:
    """Take a version out of force, or off the desk."""
    version.state, version.ended_at = State.ENDED, now
    return change(version, "state", "ended_at", verb=verb, by=by, now=now)


def keep_plan(
    case: Case,
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
    _end_replaced(version, by=by, now=now)
    return keep(version, verb="plan.propose" if not edits else "plan.edit", by=by, now=now)


def _end_replaced(version: PlanVersion, *, by: User, now: dt.datetime) -> None:
    """Take what waited off the desk; only what the person may use already stays theirs until this one is signed."""
    for one in PlanVersion.objects.filter(episode=version.episode, state__in=WAITING).select_related("person__clinic"):
        if not is_usable(one) or is_usable(version):
            end(one, by=by, now=now)


def _decision(case: Case, made: Plan | Refusal, kind: Decision.Kind, *, now: dt.datetime) -> Decision:
    stamp = made.stamp if isinstance(made, Plan) else stamped(case.answers)
    return Decision(
        person=case.person,
        episode=case.sheet.episode,
        kind=kind,
        sheet=case.sheet,
        inputs={"language": get_language(), "today": case.answers.today.isoformat(), "busy": case.person.busy},
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
