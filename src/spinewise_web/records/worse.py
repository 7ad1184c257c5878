"""Whether a day is worse than those before it: pain that moved down the leg, or rose and stayed up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from statistics import mean
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spinewise.dates import date_words
from spinewise_web.records.core import knowledge

PAINS = (
    ("back_pain", gettext_lazy("Back pain has risen: %(now)s since %(day)s, %(usual)s on average before.")),
    ("leg_pain", gettext_lazy("Leg pain has risen: %(now)s since %(day)s, %(usual)s on average before.")),
)


class Day(NamedTuple):
    """What a day's log says about pain."""

    on: dt.date
    back_pain: int | None
    leg_pain: int | None
    furthest: str


def spreading(today: Day, earlier: Sequence[Day]) -> str:
    """How far down it goes now and how far it went in the days before, in words; nothing when it went as far."""
    regions = [option.id for option in knowledge().facts["furthest_region"].options]
    since = today.on - dt.timedelta(days=knowledge().daily.worse.spread_since_days)
    before = [regions.index(one.furthest) for one in earlier if one.furthest in regions and since <= one.on < today.on]
    if today.furthest not in regions or not before or regions.index(today.furthest) <= max(before):
        return ""
    reached, was = _region(today.furthest), _region(regions[max(before)])
    said = {"reached": reached, "day": date_words(today.on), "was": was}
    return _("Pain has spread: %(reached)s since %(day)s, %(was)s in the days before.") % said


def _region(name: str) -> str:
    option = knowledge().facts["furthest_region"].option(name)
    return (option.clinician or option.person) if option else name


def rising(days: Sequence[Day]) -> str:
    """Which pain stayed above its own mean of the weeks before, oldest day first; nothing when none did."""
    return " ".join(filter(None, (_risen(field, str(says), days) for field, says in PAINS)))


def _risen(field: str, says: str, days: Sequence[Day]) -> str:
    worse = knowledge().daily.worse
    told = [(one.on, float(value)) for one in days if (value := getattr(one, field)) is not None]
    last, rest = told[-worse.logged_days :], told[: -worse.logged_days]
    if len(last) < worse.logged_days or not worse.points:
        return ""
    since = last[0][0]
    before = [value for on, value in rest if on >= since - dt.timedelta(days=worse.above_mean_of_days)]
    if not before or min(value for _on, value in last) < mean(before) + worse.points:
        return ""
    usual = f"{mean(before):.1f}".removesuffix(".0")
    return says % {"now": f"{last[-1][1]:g}", "day": date_words(since), "usual": usual}
