"""What both stages of planning share: the person, what may be chosen, the free time and what to keep."""

from __future__ import annotations

import datetime as dt

import msgspec

from spinewise.assess.measures import aims_from
from spinewise.assess.types import Triage
from spinewise.errors import KnowledgeError, Place, Problem
from spinewise.knowledge.ladders import Tier
from spinewise.knowledge.models import ForIrritability, KnowledgeBase
from spinewise.plan.candidates import Candidate, Person, comfort_for, exercises_for, person
from spinewise.plan.choose import Asked
from spinewise.plan.daytime import Day, free_days
from spinewise.plan.merits import merits_for
from spinewise.plan.patterns import FORTNIGHT
from spinewise.plan.types import Cleared, Wishes


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the two stages share for one proposal."""

    who: Person
    cleared: tuple[Cleared, ...]
    exercises: tuple[Candidate, ...]
    comfort: tuple[Candidate, ...]
    asked: Asked
    days: tuple[Day, ...]
    review_on: dt.date

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """What the solver chooses from: everything that takes a time of the day."""
        return (*self.exercises, *(one for one in self.comfort if not one.dose.every_hours))

    @property
    def ends(self) -> dict[str, dt.date]:
        """The last day of each comfort: its course is over, or somebody looks again."""
        courses = {one.intervention: self.who.kb.modalities[one.intervention].course_days for one in self.comfort}
        starts_on = self.who.wishes.starts_on
        return {id_: min(starts_on + dt.timedelta(days=days), self.review_on) for id_, days in courses.items()}


def setting_for(cleared: tuple[Cleared, ...], wishes: Wishes, kb: KnowledgeBase, triage: Triage, tier: Tier) -> Setting:
    who = person(wishes, triage, tier, kb)
    review_on = wishes.starts_on + dt.timedelta(days=review_days(kb, triage, tier))
    days = free_days(wishes.starts_on, review_on, zone=wishes.zone, busy=wishes.busy, programme=kb.programme)
    exercises = exercises_for(cleared, who)
    return Setting(
        who=who,
        cleared=cleared,
        exercises=exercises,
        comfort=comfort_for(cleared, who),
        asked=_asked(who, days, len(exercises)),
        days=days,
        review_on=review_on,
    )


def review_days(kb: KnowledgeBase, triage: Triage, tier: Tier) -> int:
    """Days until somebody looks again: the soonest that the programme names for this care or tier.

    Raises:
        KnowledgeError: the programme names none.
    """
    named = kb.programme.review_after_days
    days = [named[key] for key in (triage.care.value, tier.value) if key in named]
    care = kb.care.get(triage.care.value)
    if care is not None and care.review_after_days is not None:
        days.append(care.review_after_days)
    if not days and "default" not in named:
        what = f"`review_after_days` has nothing for '{triage.care.value}' or tier '{tier.value}'"
        raise KnowledgeError([Problem(Place("knowledge/programme.yaml"), what, "Add one of them, or `default`")])
    return min(days, default=named.get("default", 0))


def _asked(who: Person, days: tuple[Day, ...], available: int) -> Asked:
    count = exercises_a_day(who.kb, who.triage)
    bundle_aims = [aim for bundle in who.bundles for aim in bundle.aims]
    wished = dict.fromkeys((*who.wishes.aims, *who.wishes.cover_daily, *aims_from(who.wishes.findings)))
    return Asked(
        minutes_a_day=who.wishes.minutes_a_day,
        least=min(count.least, available),
        most=count.most,
        cover_daily=tuple(dict.fromkeys(who.wishes.cover_daily)),
        wanted=tuple(sorted((*dict.fromkeys(bundle_aims), *wished))),
        merits=merits_for(who.wishes, who.kb, has_bundle=bool(who.bundles)),
        blocked=_blocked(days),
    )


def exercises_a_day(kb: KnowledgeBase, triage: Triage) -> ForIrritability:
    """The least and most exercises a day for this irritability; the fewest there are while it is unknown."""
    named = kb.programme.exercises_a_day
    fewest = min(named.values(), key=lambda count: (count.most, count.least))
    return named.get(triage.irritability, fewest)


def _blocked(days: tuple[Day, ...]) -> tuple[int, ...]:
    full = [0] * FORTNIGHT
    for place, day in enumerate(days):
        full[place % FORTNIGHT] += day.is_full
    return tuple(full)
