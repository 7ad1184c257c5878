"""When somebody looks again."""

from __future__ import annotations

from collections.abc import Iterator

from spinewise.dates import date_words
from spinewise.language import gettext as _
from spinewise.plan.checks.case import Case, clash
from spinewise.plan.types import Clash

THROUGH_THE_DAY = "through_the_day"


def review_is_set(case: Case) -> Iterator[Clash]:
    """Somebody looks again, in time."""
    proposal, most = case.proposal, longest_until_review(case)
    wait = (proposal.review_on - proposal.starts_on).days
    if most is None:
        yield clash("plan", _("The programme names no time for a review. Add it."), rule="review")
    elif not 0 < wait <= most or proposal.review_on < case.answers.today:
        says = _(
            "The review is %(wait)s days after the start. Set it within %(most)s days, not in the past.",
            wait=wait,
            most=most,
        )
        yield clash("plan", says, rule="review")


def longest_until_review(case: Case) -> int | None:
    """The shortest of what the programme says for this tier and this care."""
    by = case.kb.programme.review_after_days
    care = case.triage.care
    named = [by.get(case.tier.value), by.get(care.value), case.kb.care_text(care).review_after_days]
    return min((days for days in named if days is not None), default=None)


def through_the_day_is_looked_at_soon(case: Case) -> Iterator[Clash]:
    """A direction that is repeated every few hours is looked at again after a few days, or it ends then."""
    most = case.kb.programme.review_after_days.get(THROUGH_THE_DAY)
    for item, _one in case.exercise_items:
        last = min(item.until or case.proposal.review_on, case.proposal.review_on)
        if item.dose.every_hours and most is not None and (last - case.proposal.starts_on).days > most:
            says = _(
                "It goes on until %(day)s: look at it again within %(most)s days, or end it then.",
                day=date_words(last),
                most=most,
            )
            yield clash(item, says, rule="reassess")
