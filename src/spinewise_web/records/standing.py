"""How a person stands now: locked or not, and which parts of which plan they may see as things to do.

Worked out by the core's own `accept`: a plan that new answers no longer allow is not edited, its items are held.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import msgspec
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from spinewise.assess.types import Triage
from spinewise.knowledge.ladders import Tier, Urgency
from spinewise.plan.accept import clashes_in
from spinewise.plan.checks.case import case_of
from spinewise.plan.tier import tier_for
from spinewise.plan.types import Item, Plan, Proposal
from spinewise.rules.facts import Answers, Role
from spinewise_web.accounts.models import User
from spinewise_web.accounts.prepared import Prepared
from spinewise_web.records.actions.base import change, keep
from spinewise_web.records.core import busy_of, knowledge, named, plan_of, planned
from spinewise_web.records.models import Alert, AnswerSheet, Decision, Episode, Person, PlanVersion

ABOUT_TIME = ("review", "reassess")  # overdue is not unsafe: the review queue says so
SELF_MADE = (Tier.GENERAL.value, Tier.LOW_LOAD.value)


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What a screen, a print or an export may show of somebody's plan.

    While `is_locked` there is no plan here, whatever was signed. `held` names items that wait for a clinician.
    """

    episode: Episode | None
    is_locked: bool
    version: PlanVersion | None
    plan: Plan | None
    held: tuple[str, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """What there is to do."""
        if self.plan is None:
            return ()
        return tuple(item for item in self.plan.proposal.items if item.intervention not in self.held)


def standing_of(person: Person) -> Standing:
    """The one way to a plan that may be shown. Two queries."""
    return standing_in(open_episode_of(person), person)


def open_episode_of(person: Person) -> Episode | None:
    """The episode that is open."""
    found: Episode | None = OPEN_EPISODE.first(person=person.pk)
    return found


def standing_in(episode: Episode | None, person: Person) -> Standing:
    """The same, for an episode that was looked up."""
    version = None if episode is None or episode.is_locked else plan_in_force(person)
    return Standing(
        episode=episode,
        is_locked=episode is None or episode.is_locked,
        version=version,
        plan=plan_of(version) if version else None,
        held=tuple(version.held) if version else (),
    )


def plan_in_force(person: Person) -> PlanVersion | None:
    """The signed plan; without one, where people may come directly, the newest that needs no examination."""
    usable = [one for one in OPEN_PLANS.rows(person=person.pk) if is_usable(one)]
    return next((one for one in usable if one.state == PlanVersion.State.SIGNED), next(iter(usable), None))


def _open_plans(person: uuid.UUID) -> QuerySet[PlanVersion, Any]:
    rows = PlanVersion.objects.filter(person=person).exclude(state=PlanVersion.State.ENDED)
    return rows.select_related("person__clinic").order_by("-sequence", "-made_at")


OPEN_PLANS = Prepared(_open_plans, person=uuid.UUID)
OPEN_EPISODE = Prepared(lambda person: Episode.objects.filter(person=person, closed_at=None), person=uuid.UUID)


def is_usable(version: PlanVersion) -> bool:
    """Whether a person may act on this version."""
    if version.state == PlanVersion.State.SIGNED:
        return True
    waits = version.state == PlanVersion.State.PROPOSED
    return waits and version.tier in SELF_MADE and version.person.clinic.direct_access


def hold_what_no_longer_fits(
    sheet: AnswerSheet, answers: Answers, found: Triage, *, decision: Decision, by: User | None, now: dt.datetime
) -> None:
    """Hold the items of open plans that these answers do not allow any more, and let go of those they allow again.

    What a clinician was told of is let go only when somebody has taken that up: a worse day may make a reason vanish.
    A clinician is alerted when it is what was answered; answers that only grew too old are on Today until they are
    given again.
    """
    allowed = tier_for(found, answers, knowledge())
    open_states = (PlanVersion.State.SIGNED, PlanVersion.State.PROPOSED)
    rows = PlanVersion.objects.filter(person=sheet.person, state__in=open_states).select_related("person", "episode")
    for version in rows:
        wrong = set(planned(version))
        if allowed is not Tier.LOCKED:
            wrong = no_longer_allowed(plan_of(version), answers, found, allowed=allowed, person=sheet.person)
        kept = set() if sheet.role == Role.CLINICIAN.value else waiting_to_be_seen(version)
        held = sorted(wrong | kept)
        if held != version.held:
            more = set(held) - set(version.held)
            version.held = held
            change(version, "held", verb="plan.hold", by=by, now=now)
            if more and not found.expired:
                _tell(version, more, decision=decision, by=by, now=now)


def waiting_to_be_seen(version: PlanVersion) -> set[str]:
    """The held items that an open alert names: nobody has looked at them yet."""
    if not version.held:
        return set()
    told = Alert.objects.open().filter(episode=version.episode, kind=Alert.Kind.PLAN_HELD)
    named_there = " ".join(told.values_list("why", flat=True))
    return {one for one in version.held if _title(one) in named_there}


def _tell(version: PlanVersion, more: set[str], *, decision: Decision, by: User | None, now: dt.datetime) -> None:
    if not version.episode.is_locked and version.state == PlanVersion.State.SIGNED:
        titles = ", ".join(_title(one) for one in sorted(more))
        why = _("New answers no longer allow: %(titles)s.") % {"titles": titles}
        tell_held(version, why, decision=decision, by=by, now=now)


def tell_held(
    version: PlanVersion, why: str, *, by: User | None, now: dt.datetime, decision: Decision | None = None
) -> None:
    """Tell whoever treats the person that something of the plan waits for them."""
    alert = Alert(
        person=version.person,
        episode=version.episode,
        kind=Alert.Kind.PLAN_HELD,
        urgency=Urgency.ROUTINE.value,
        why=why,
        decision=decision,
    )
    keep(alert, verb="alert.raise", by=by, now=now)


def _title(intervention: str) -> str:
    known = named(intervention)
    return known.title.clinician if known else intervention


def no_longer_allowed(plan: Plan, answers: Answers, found: Triage, *, allowed: Tier, person: Person) -> set[str]:
    """The items that have to go before the core accepts the plan again. One that is due for a review is not unsafe.

    What the checker names goes first. When it is the whole that is too much (more exercises a day than an irritated
    back takes), items go from the end until the rest is accepted. What stays was accepted as it stands.
    """
    every = {item.intervention for item in plan.proposal.items}
    tier = plan.proposal.tier if allowed.at_least(plan.proposal.tier) else allowed
    proposal = msgspec.structs.replace(plan.proposal, tier=tier)
    while proposal.items:
        kept = {item.intervention for item in proposal.items}
        waivers = tuple(one for one in plan.waivers if one.item in kept)
        case = case_of(proposal, answers, knowledge(), waivers=waivers, busy=busy_of(person), found=found)
        wrong = [clash for clash in clashes_in(case) if clash.rule not in ABOUT_TIME]
        if not wrong:
            return every - kept
        named = {clash.about for clash in wrong} & kept
        proposal = _without(proposal, named or {proposal.items[-1].intervention})
    return every


def _without(proposal: Proposal, named: set[str]) -> Proposal:
    kept = tuple(item for item in proposal.items if item.intervention not in named)
    return msgspec.structs.replace(proposal, items=kept)
