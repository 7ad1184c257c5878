"""Day logs as weeks: means, the lines of a chart, and what change people find worthwhile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from statistics import mean

import msgspec
from django.utils.translation import gettext as _

from spinewise_web.design.charts import Key, Line
from spinewise_web.records.core import knowledge
from spinewise_web.records.models import DayLog

LINES: tuple[tuple[Key, str], ...] = (("back", "back_pain"), ("leg", "leg_pain"))


class Week(msgspec.Struct, frozen=True, kw_only=True):
    """A week since the first shown day: its mean pain, and what was done of what was planned."""

    number: int
    back: float | None
    leg: float | None
    days: int


def week_of(number: int, first: dt.date, logs: Sequence[DayLog]) -> Week:
    """The logs of one week."""
    here = [log for log in logs if (log.on - first).days // 7 == number]
    return Week(number=number + 1, back=_mean(here, "back_pain"), leg=_mean(here, "leg_pain"), days=len(here))


def _mean(logs: Sequence[DayLog], field: str) -> float | None:
    values = [value for log in logs if (value := getattr(log, field)) is not None]
    return round(mean(values), 1) if values else None


def line_of(key: Key, field: str, first: dt.date, logs: Sequence[DayLog], weeks: Sequence[Week]) -> Line | None:
    """One line of the chart; none where nothing was ever told, or nothing but zeros."""
    daily = [((log.on - first).days / 7, float(value)) for log in logs if (value := getattr(log, field)) is not None]
    weekly = [(week.number - 0.5, value) for week in weeks if (value := getattr(week, key)) is not None]
    if not any(value for _day, value in daily) and key == "leg":
        return None
    names = {"back": _("Back"), "leg": _("Leg")}
    return Line(key=key, name=names[key], weekly=tuple(weekly), daily=tuple(daily)) if weekly else None


def worthwhile_line(lines: Sequence[Line]) -> tuple[str, float] | None:
    """From where on a fall is worthwhile, for the first line that can fall so far, and which line that is."""
    least = knowledge().daily.worthwhile_points
    says = {"back": _("back pain: worthwhile from here"), "leg": _("leg pain: worthwhile from here")}
    levels = [(says[line.key], line.weekly[0][1] - least) for line in lines] if least else []
    return next((one for one in levels if one[1] >= 0), None)


def row_of(week: Week) -> tuple[str, ...]:
    """The same numbers for reading."""
    values = [_("not told") if value is None else f"{value:g}" for value in (week.back, week.leg)]
    return (str(week.number), *values, str(week.days))
