"""What may be given at a visit, how much of it, and why not: the core's clearance, consent, and what was given before.

What was given already, here or elsewhere, is a fact: it is kept whatever this says, and somebody is alerted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from spinewise.documents.words import date_words
from spinewise.knowledge.ladders import Level, Tier, WaiverBy
from spinewise.plan.checks.case import Case, case_of
from spinewise.plan.checks.clearance import cleared_or_waived
from spinewise.plan.types import Clash, Item, Plan, Proposal
from spinewise_web.accounts.models import Role, User, roles_in
from spinewise_web.records.core import answers_on, knowledge, nobodys_answers
from spinewise_web.records.given import (
    Given,
    bounds_of,
    given_of,
    number_of,
    out_of_range,
    rests_on,
    settings_of,
    unsaid,
)
from spinewise_web.records.models import AnswerSheet, Consent, Person, VisitSession
from spinewise_web.records.standing import standing_of

About = Consent.About
A_WEEK = 7


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """What keeps a visit from being kept: which intervention, which field of it, what to do."""

    about: str
    field: str
    says: str


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


# -- why not


def why_not(name: str, giving: Giving) -> tuple[str, ...]:
    """What speaks against giving this to this person today; empty when nothing does, or a waiver answers for it."""
    if name in giving.known:
        return ()
    if giving.is_locked:
        return (_("Nothing is given while the plan is locked. What stands on the patient’s page comes first."),)
    return () if cares(name, giving) else _clashes(name, giving)


def cares(name: str, giving: Giving) -> tuple[str, ...]:
    """What asks for care with this, where a reason of whoever gives it answers for that; it is kept with the visit."""
    if name in giving.known or giving.is_locked:
        return ()
    one = giving.case.cleared[name]
    may = one.waiver is WaiverBy.THERAPIST or (one.waiver is WaiverBy.SUPERVISOR and giving.supervises)
    return _clashes(name, giving) if one.level is Level.CAUTION and may else ()


def _clashes(name: str, giving: Giving) -> tuple[str, ...]:
    """The clashes in words. What a tier says about home reads wrong in the room, so it is told once and plainly."""
    waits = _("This waits until the safety questions are answered and an examination is kept.")
    found = [clash for clash in giving.clashes if clash.about == name]
    return tuple(dict.fromkeys(waits if clash.rule.startswith("tiers/") else clash.says for clash in found))


def consents_for(name: str) -> tuple[Consent.About, ...]:
    """What has to be agreed to before this is given."""
    one = knowledge().modalities.get(name)
    return (About.TREATMENT, *(About(about) for about in (one.consent_about if one else ())))


def unagreed(name: str, giving: Giving) -> tuple[Consent.About, ...]:
    """What the person has not agreed to, or no longer does."""
    said = giving.consents
    return tuple(about for about in consents_for(name) if about not in said or not said[about].given)


def course_end(name: str, giving: Giving) -> dt.date | None:
    """The last day of a passive treatment: as planned, or counted from the first time it was given."""
    item, one = giving.planned.get(name), knowledge().modalities.get(name)
    if one is None or (item is not None and item.until is not None):
        return item.until if item else None
    first = giving.days.get(name, (giving.on,))[0]
    return first + dt.timedelta(days=one.course_days)


def course_words(name: str, giving: Giving) -> str:
    """Which session of how many, and until when; empty for what has no course."""
    one, end = knowledge().modalities.get(name), course_end(name, giving)
    if one is None or end is None:
        return ""
    said: dict[str, Any] = {"count": len(giving.days.get(name, ())), "end": date_words(end)}
    if one.course_sessions is None:
        return (_("given %(count)s times, ends on %(end)s") if said["count"] else _("ends on %(end)s")) % said
    return _("%(count)s of at most %(most)s sessions given, ends on %(end)s") % (
        said | {"most": one.course_sessions[1]}
    )


def course_problem(name: str, giving: Giving) -> str:
    """Why the course allows no further session."""
    one, end = knowledge().modalities.get(name), course_end(name, giving)
    if one is None or name in giving.known:
        return ""
    earlier = giving.days.get(name, ())
    this_week = {day for day in earlier if 0 < (giving.on - day).days < A_WEEK}
    if one.course_sessions and len(earlier) >= one.course_sessions[1]:
        return _("A course has at most %(most)s sessions, and they were given.") % {"most": one.course_sessions[1]}
    if end is not None and giving.on > end:
        return _("Its course ended on %(end)s. Plan a new one if it helped.") % {"end": date_words(end)}
    if len(this_week) >= one.dose.limit.days_a_week:
        return _("It is for at most %(most)s days a week.") % {"most": one.dose.limit.days_a_week}
    return ""


def most_minutes(name: str, giving: Giving) -> float | None:
    """The longest that this person may have it for."""
    one = giving.case.cleared.get(name)
    return one.dose.limit.minutes if one else None


# -- the whole


def problems_with(given: Sequence[Given], giving: Giving) -> list[Problem]:
    """Everything that keeps these from being kept as given."""
    return [
        Problem(about=one.intervention, field=field, says=says)
        for one in given
        for field, says in (*out_of_range(one), *(() if one.already else _not_allowed(one, giving)))
    ]


def _not_allowed(one: Given, giving: Giving) -> Iterator[tuple[str, str]]:
    yield from (("give", says) for says in against(one, giving))
    yield from unsaid(one)
    if cares(one.intervention, giving) and not one.because.strip():
        yield "because", _("Say why you give it all the same")
    for about in unagreed(one.intervention, giving):
        yield f"consent-{about.value}", _("Ask for their consent, and mark their yes")


def against(one: Given, giving: Giving) -> list[str]:
    """Why this is too much, or not for this person now. What was given already is told to somebody with these."""
    found = [*why_not(one.intervention, giving), course_problem(one.intervention, giving), *_beyond(one, giving)]
    return [says for says in found if says]


def _beyond(one: Given, giving: Giving) -> Iterator[str]:
    limit = giving.case.cleared[one.intervention].dose.limit
    source = {"source": rests_on(one.intervention)}
    if limit.minutes is not None and one.minutes > limit.minutes:
        yield _("At most %(most)s minutes. %(source)s") % (source | {"most": f"{limit.minutes:g}"})
    if limit.sets is not None and len(one.sets) > limit.sets:
        yield _("At most %(most)s sets. %(source)s") % (source | {"most": limit.sets})
    if limit.repetitions is not None and max(one.sets, default=0) > limit.repetitions:
        yield _("At most %(most)s times in a set. %(source)s") % (source | {"most": limit.repetitions})
    for each in settings_of(one.intervention):
        bounds, value = bounds_of(each), number_of(one.settings.get(each.name, ""))
        if bounds and value is not None and not bounds.holds(value):
            said = {"name": each.name, "setting": each.setting}
            yield _("%(name)s: %(setting)s. %(source)s") % (source | said)


def is_excluded(name: str, giving: Giving) -> bool:
    """Whether the core excludes this outright, or everything is locked."""
    return giving.is_locked or giving.case.cleared[name].level is Level.EXCLUDE
