"""How it goes, and what is worth knowing: the chart with its sentence and its table, and the lessons."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from spinewise.dates import date_words
from spinewise.knowledge.models import Lesson
from spinewise_web.design.charts import Line, Table, Trend, trend
from spinewise_web.portal.patient.pages import Here, patient_page
from spinewise_web.portal.patient.week import done_by_day, monday_of, planned_by_day
from spinewise_web.records.core import knowledge
from spinewise_web.records.models import DayLog
from spinewise_web.records.reads.course import days_of, exercises_of
from spinewise_web.records.reads.weeks import LINES, line_of, row_of, week_of, worthwhile_line

WEEKS_SHOWN, WEEKS_DONE = 12, 4


@patient_page("GET", "HEAD")
def progress(here: Here) -> HttpResponse:
    """Pain over the weeks, and what was done."""
    logs = list(days_of(here.user, here.person, since=here.today - dt.timedelta(weeks=WEEKS_SHOWN)))
    since = monday_of(here.today) - dt.timedelta(weeks=WEEKS_DONE - 1)
    done = done_by_day(exercises_of(here.user, here.person, since=since))
    context = {
        "at": "progress",
        "chart": chart_of(logs) if any(log.back_pain is not None for log in logs) else None,
        "weeks": weeks_done(here, done),
        "notes": [one for one in reversed(logs) if one.note][:5],
    }
    return here.page("progress", context)


def chart_of(logs: Sequence[DayLog]) -> Trend:
    """Weekly means joined, single days faint beneath."""
    first = logs[0].on
    weeks = max(1, -(-((logs[-1].on - first).days + 1) // 7))
    made = [week_of(number, first, logs) for number in range(weeks)]
    lines = [line for key, field in LINES if (line := line_of(key, field, first, logs, made)) is not None]
    return trend(
        lines,
        title=_("Pain since %(day)s") % {"day": date_words(first)},
        says=" ".join(filter(None, (sentence(line) for line in lines))),
        weeks=weeks,
        table=Table(head=(_("Week"), _("Back"), _("Leg"), _("Days logged")), rows=tuple(row_of(week) for week in made)),
        worthwhile=worthwhile_line(lines),
    )


def sentence(line: Line) -> str:
    """What a line says: where it began and where it is. A change too small to matter is not called one."""
    (_first, before), (_last, now) = line.weekly[0], line.weekly[-1]
    by, least = round(abs(now - before), 1), knowledge().daily.worthwhile_points
    said = {"what": line.name, "before": f"{before:g}", "now": f"{now:g}", "by": f"{by:g}", "least": f"{least:g}"}
    if len(line.weekly) == 1:
        return _("%(what)s pain: %(now)s of 10 on average in this first week.") % said
    if not least or by < least:
        return _("%(what)s pain is about where it was: %(before)s in the first week, %(now)s in the last.") % said
    if now < before:
        return _("%(what)s pain is down %(by)s points, at least the %(least)s that people call worthwhile.") % said
    return _("%(what)s pain is up %(by)s points. Your therapist sees this too.") % said


def weeks_done(here: Here, done: Counter[dt.date]) -> list[dict[str, Any]]:
    """This week and three before it: how often something was done, and how often this plan asks for something."""
    planned = planned_by_day(here.standing.items)
    rows = []
    for back in range(WEEKS_DONE):
        monday = monday_of(here.today) - dt.timedelta(weeks=back)
        days = [monday + dt.timedelta(days=place) for place in range(7)]
        asked = sum(planned[day] for day in days if day <= here.today)
        rows.append({"monday": monday, "done": sum(done[day] for day in days), "asked": asked_words(here, days, asked)})
    return rows


def asked_words(here: Here, days: Sequence[dt.date], asked: int) -> str:
    """How often the plan asked in these days, as far as they belong to it."""
    begins = here.standing.plan.proposal.starts_on if here.standing.plan else None
    if begins is None:
        return _("no plan")
    if begins > days[-1]:
        return _("before this plan")
    if begins > days[0]:
        return _("%(count)s since %(day)s") % {"count": asked, "day": date_format(begins, "j M")}
    return _("%(count)s so far") % {"count": asked} if days[-1] > here.today else str(asked)


# -- learning


@patient_page("GET", "HEAD")
def learn(here: Here) -> HttpResponse:
    """The lessons of the plan first, then all others that are for this person."""
    kb = knowledge()
    named = here.standing.plan.proposal.lessons if here.standing.plan else ()
    mine = [kb.lessons[name] for name in named if name in kb.lessons]
    rest = [one for one in kb.lessons.values() if one not in mine and _is_for(here, one)]
    return here.page("learn", {"at": "learn", "mine": mine, "rest": rest})


def _is_for(here: Here, lesson: Lesson) -> bool:
    """Whether a lesson is about what this person has; how long it has lasted keeps nobody from reading one."""
    mine = set(here.found.subgroups)
    return any(not suit.subgroup or mine & set(suit.subgroup) for suit in lesson.suits)


@patient_page("GET", "HEAD")
def lesson(here: Here, lesson: str) -> HttpResponse:
    """One lesson, with what it rests on."""
    kb = knowledge()
    found = kb.lessons.get(lesson)
    if found is None:
        raise Http404("There is no such lesson.")
    return here.page("lesson", {"at": "learn", "lesson": found, "rows": rests_on(found)})


def rests_on(lesson: Lesson) -> list[dict[str, Any]]:
    """The evidence of a lesson, each with where it comes from."""
    kb = knowledge()
    rows = [kb.evidence[name] for name in lesson.evidence if name in kb.evidence]
    return [
        {"says": row.statement, "sources": [kb.references[key].citation for key in row.sources if key in kb.references]}
        for row in rows
    ]
