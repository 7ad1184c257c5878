"""How one person stands at one visit: the core's clearance, the plan, consent, and what was given before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from spinewise.knowledge.ladders import Tier
from spinewise.plan.checks.case import Case, case_of
from spinewise.plan.checks.clearance import cleared_or_waived
from spinewise.plan.types import Clash, Item, Plan, Proposal
from spinewise_web.accounts.models import Role, User, roles_in
from spinewise_web.records.core import answers_on, knowledge, nobodys_answers
from spinewise_web.records.given import given_of
from spinewise_web.records.models import AnswerSheet, Consent, Person, VisitSession
from spinewise_web.records.standing import standing_of


class Giving(msgspec.Struct, frozen=True, kw_only=True):
    """How one person stands at one visit. `days` tells when each thing was given in this episode.

    `known` names what the visit that is being corrected says was given: that is not asked again. `supervises` says
    that whoever gives it may answer for what a supervisor may.
    """

    case: Case
    clashes: tuple[Clash, ...]
    plan: Plan | None
    consents: Mapping[str, Consent]
    days: Mapping[str, tuple[dt.date, ...]]
    on: dt.date
    known: frozenset[str] = frozenset()
    supervises: bool = False

    @property
    def is_locked(self) -> bool:
        """Whether nothing at all may be given."""
        return self.case.tier is Tier.LOCKED

    @property
    def planned(self) -> dict[str, Item]:
        """The items of the plan in force."""
        return {item.intervention: item for item in self.plan.proposal.items} if self.plan else {}


def giving_for(
    person: Person,
    names: Iterable[str],
    *,
    by: User,
    on: dt.date,
    today: dt.date,
    now: dt.datetime,
    corrects: VisitSession | None = None,
) -> Giving:
    """How somebody stands for some interventions, on the answers of today. Six queries."""
    sheet = AnswerSheet.objects.filter(person=person).order_by("-sequence").first()
    answers = answers_on(sheet, today=today) if sheet else nobodys_answers(person, now=now)
    standing = standing_of(person)
    waivers = standing.plan.waivers if standing.plan else ()
    proposal = _asked(names, today=today, zone=person.zone)
    case = case_of(proposal, answers, knowledge(), waivers=waivers, busy=())
    return Giving(
        case=case,
        clashes=() if case.tier is Tier.LOCKED else tuple(cleared_or_waived(case)),
        plan=standing.plan,
        consents=latest_consents(person),
        days=_given_on(person, standing.episode, corrects),
        on=on,
        known=frozenset(one.intervention for one in given_of(corrects)) if corrects else frozenset(),
        supervises=Role.SUPERVISOR in roles_in(by, person.clinic_id),
    )


def _asked(names: Iterable[str], *, today: dt.date, zone: str) -> Proposal:
    """What is asked about, as the core takes it: one item each."""
    known = [knowledge().interventions[name] for name in dict.fromkeys(names) if name in knowledge().interventions]
    items = tuple(Item(intervention=one.id, dose=one.dose.start, in_clinic=True) for one in known)
    return Proposal(
        tier=Tier.FULL,
        starts_on=today,
        zone=zone,
        items=items,
        lessons=(),
        sessions=(),
        goals=(),
        review_on=today,
        minutes_a_day=0,
    )


def _given_on(person: Person, episode: Any, corrects: VisitSession | None) -> dict[str, tuple[dt.date, ...]]:
    rows = VisitSession.objects.current().filter(person=person, episode=episode) if episode else ()
    made: dict[str, list[dt.date]] = {}
    for visit in rows:
        for one in given_of(visit) if visit != corrects else ():
            made.setdefault(one.intervention, []).append(visit.on)
    return {name: tuple(sorted(days)) for name, days in made.items()}


def latest_consents(person: Person) -> dict[str, Consent]:
    """The word that counts about each thing."""
    rows = Consent.objects.filter(person=person).select_related("made_by").order_by("made_at", "pk")
    return {row.about: row for row in rows}
