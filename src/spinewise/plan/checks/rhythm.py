"""The rhythm of days and weeks: how often, how far apart, how many, how long."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from spinewise.dates import date_words
from spinewise.language import gettext as _
from spinewise.plan.checks.case import Case, clash
from spinewise.plan.checks.times import A_BREATH, blocks, days_of
from spinewise.plan.clear import Intervention
from spinewise.plan.types import Clash

DAYS_IN_A_WEEK = 7


def bouts_a_day_are_kept(case: Case) -> Iterator[Clash]:
    """On no day more often than the dose says."""
    for item in case.proposal.items:
        for day, bouts in Counter(slot.on for slot in set(item.slots)).items():
            if bouts > item.dose.times_a_day:
                says = _(
                    "%(bouts)s times on %(day)s: the dose is %(most)s a day.",
                    bouts=bouts,
                    day=date_words(day),
                    most=item.dose.times_a_day,
                )
                yield clash(item, says, rule="times_a_day")


def hours_between_bouts_are_kept(case: Case) -> Iterator[Clash]:
    """Where a file says at most every so many hours, two bouts of one day are that far apart."""
    for item, one in case.known_items:
        gap = dt.timedelta(hours=_gap_h(one))
        starts = sorted(block.start for block in blocks(case) if block.intervention == item.intervention)
        if any(after - before < gap for before, after in pairwise(starts)):
            yield clash(
                item, _("Leave %(hours)s hours between two times.", hours=f"{_gap_h(one):g}"), rule="hours_between"
            )


def _gap_h(one: Intervention) -> float:
    return min((dose.every_hours for dose in (one.dose.start, one.dose.limit) if dose.every_hours), default=0)


def days_a_week_are_kept(case: Case) -> Iterator[Clash]:
    """No seven days in a row hold more days than the dose says, wherever the week is thought to begin."""
    for item in case.proposal.items:
        days = days_of(item)
        most = item.dose.days_a_week
        spans = zip(days, days[most:], strict=False)
        crowded = next((first for first, beyond in spans if (beyond - first).days < DAYS_IN_A_WEEK), None)
        if crowded is not None:
            says = _("More than %(most)s days in the seven from %(day)s.", most=most, day=date_words(crowded))
            yield clash(item, says, rule="days_a_week")


def days_apart_are_kept(case: Case) -> Iterator[Clash]:
    """A day of rest lies between two days, also from one week to the next."""
    for item in case.proposal.items:
        close = [day for day, after in pairwise(days_of(item)) if (after - day).days < 2]
        if item.dose.apart and close:
            yield clash(item, _("There is no day of rest after %(day)s.", day=date_words(close[0])), rule="apart")


def exercises_a_day_are_few(case: Case) -> Iterator[Clash]:
    """Few exercises, and fewer still when the pain is easily provoked.

    Every exercise with a time on that day counts, walking too: it is one more thing to do. Through-the-day
    items do not (clinical model, section 5), nor do modalities or what is done in the clinic. While the
    irritability is not known, the smallest number counts.
    """
    most = most_exercises(case)
    full = {day: len(names) for day, names in _done_on(case).items() if len(names) > most}
    if full:
        says = _(
            "%(count)s exercises a day (%(days)s): at most %(most)s.",
            count=max(full.values()),
            days=_days_words(full),
            most=most,
        )
        yield clash("plan", says, rule="exercises_a_day")


def most_exercises(case: Case) -> int:
    """The most exercises a day for this irritability."""
    by_irritability = case.kb.programme.exercises_a_day
    own = by_irritability.get(case.triage.irritability)
    return own.most if own else min(one.most for one in by_irritability.values())


def _done_on(case: Case) -> dict[dt.date, set[str]]:
    done: dict[dt.date, set[str]] = {}
    for item, _one in case.exercise_items:
        for day in days_of(item):
            done.setdefault(day, set()).add(item.intervention)
    return done


def minutes_a_day_are_kept(case: Case) -> Iterator[Clash]:
    """The exercises of a day fit into the minutes that the plan says it takes.

    The person was asked how long they can exercise, so the time of a warm pack does not count.
    """
    total: dict[dt.date, float] = {}
    for item, _one in case.exercise_items:
        for slot in item.slots:
            total[slot.on] = total.get(slot.on, 0) + slot.minutes
    allowed = case.proposal.minutes_a_day
    full = {day: minutes for day, minutes in total.items() if not minutes <= allowed + A_BREATH}
    if full:
        says = _(
            "%(minutes)s minutes a day (%(days)s): the plan takes %(allowed)s.",
            minutes=f"{max(full.values()):g}",
            days=_days_words(full),
            allowed=f"{allowed:g}",
        )
        yield clash("plan", says, rule="minutes_a_day")


def _days_words(days: Iterable[dt.date]) -> str:
    """Days as one reads them out: the first, and how many more."""
    first, *more = sorted(days)
    return _("%(first)s and %(count)s more", first=date_words(first), count=len(more)) if more else date_words(first)
