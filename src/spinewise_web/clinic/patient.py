"""One patient: their story, what was found and what it means, the plan, the trend, decisions, alerts, messages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import msgspec
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spinewise.dates import date_words
from spinewise.documents.words import dose_line, joined
from spinewise.knowledge.ladders import Category, Status
from spinewise.knowledge.spoken import spoken
from spinewise.plan.types import Item, Plan
from spinewise_web.clinic.contact import OUTCOMES
from spinewise_web.clinic.flares import flare_marks, together
from spinewise_web.clinic.pages import Desk, desk_page, level_of
from spinewise_web.clinic.reasons import why_item
from spinewise_web.clinic.story import (
    category_of,
    drawn_body,
    fact_names,
    findings_of,
    flags_of,
    story_of,
)
from spinewise_web.clinic.visit.beside import beside_the_plan
from spinewise_web.clinic.visit.treatments import marks_of
from spinewise_web.design.charts import Table, Trend, trend
from spinewise_web.design.figures import figures_of
from spinewise_web.records.core import knowledge
from spinewise_web.records.models import DayLog, Decision, FlareUp, OtherTreatment, Referral
from spinewise_web.records.reads.course import alerts_of, days_of, decisions_of, flare_ups_of, messages_of
from spinewise_web.records.reads.referrals import letters_of
from spinewise_web.records.reads.weeks import LINES, line_of, row_of, week_of, worthwhile_line

SHOWN_WEEKS, SHOWN_DECISIONS, SHOWN_ROWS, SHOWN_MESSAGES = 12, 5, 20, 30
SHOWN_LETTERS = 5
KINDS = {
    Decision.Kind.TRIAGE: gettext_lazy("Urgency and category"),
    Decision.Kind.PLAN: gettext_lazy("Plan"),
    Decision.Kind.WAIVER: gettext_lazy("Precaution set aside"),
    Decision.Kind.CLEARANCE: gettext_lazy("Sign cleared"),
    Decision.Kind.HOLD: gettext_lazy("Plan held"),
}
TIERS = {
    "0": gettext_lazy("locked: nothing to do is shown"),
    "S": gettext_lazy("general activity only"),
    "L": gettext_lazy("low load, before an examination"),
    "F": gettext_lazy("full, after an examination"),
}
STATUSES = {
    Status.UNDETERMINED: gettext_lazy("not decided yet"),
    Status.WORKING: gettext_lazy("from the history"),
    Status.CONFIRMED: gettext_lazy("confirmed by examination"),
}
CATEGORIES = {
    Category.NONSPECIFIC: gettext_lazy("Non-specific back pain"),
    Category.RADICULOPATHY_OR_STENOSIS: gettext_lazy("Radiculopathy or stenosis"),
    Category.NON_SPINAL: gettext_lazy("From outside the spine"),
    Category.OTHER_SPECIFIC: gettext_lazy("Another specific disease of the spine"),
}


class PlanLine(msgspec.Struct, frozen=True, kw_only=True):
    """One item of a plan as a clinician reads it."""

    id: str
    title: str
    dose: str
    where: str
    figure: Any
    steps: tuple[Any, ...]
    is_held: bool


@desk_page("GET", "HEAD")
def patient(desk: Desk) -> HttpResponse:
    """Everything about one person on one page, what matters first."""
    if not desk.has_answers:
        new = {"at": "patient", "alerts": _alerts(desk), "referred": _referred(desk)}
        return desk.page("patient_new", new | _thread(desk))
    beside = beside_the_plan(desk)
    return desk.page("patient", _assessed(desk) | _course(desk, beside["beside"]) | beside | _thread(desk))


def _assessed(desk: Desk) -> dict[str, Any]:
    kb, found = knowledge(), desk.found
    because = category_of(found, desk.answers, kb)
    return {
        "at": "patient",
        "level": level_of(found),
        "care": kb.care_text(found.care),
        "flags": flags_of(found, desk.answers, kb),
        "families": {one.points_to: kb.families[one.points_to].title for one in found.flags},
        "outcomes": OUTCOMES,
        "watched": tuple(dict.fromkeys((flag.title, flag.cleared) for flag in found.monitored)),
        "missing": fact_names(found.missing_safety, kb),
        "category": category_words(found.category),
        "status": STATUSES[found.status],
        "holding": [one for one in because if one.level == "yes"],
        "still_open": [one for one in because if one.level != "yes"],
        "deciders": fact_names(found.deciders, kb),
        "acuity": spoken([found.acuity]) if found.acuity else "",
        "irritability": spoken([found.irritability]) if found.irritability else "",
        "story": story_of(desk.answers, kb),
        "referred": _referred(desk),
        "findings": findings_of(desk.answers, kb),
        "body": drawn_body(desk.answers, kb),
        "to_examine": fact_names(found.to_examine, kb)[:6],
    }


def _course(desk: Desk, beside: Sequence[OtherTreatment]) -> dict[str, Any]:
    since = desk.today - dt.timedelta(weeks=SHOWN_WEEKS)
    logs = list(days_of(desk.user, desk.person, since=since))
    flares = list(flare_ups_of(desk.user, desk.person, since=since))
    standing, episode = desk.standing, desk.standing.episode
    decisions = [(one, KINDS[Decision.Kind(one.kind)], reason_words(one)) for one in _decisions(desk)]
    waits = desk.newest if desk.newest and desk.newest.state == "proposed" else None
    return {
        "flares": flares[::-1],
        "chart": chart_of(logs, beside, flares) if any(log.back_pain is not None for log in logs) else None,
        "last_log": logs[-1] if logs else None,
        "notes": [log for log in reversed(logs) if log.note][:5],
        "locked": standing.is_locked,
        "tier": TIERS[episode.tier] if episode else "",
        "version": standing.version,
        "lines": plan_lines(standing.plan, standing.held) if standing.plan else (),
        "waits": waits,
        "decisions": decisions[:SHOWN_DECISIONS],
        "earlier": decisions[SHOWN_DECISIONS:],
        "alerts": _alerts(desk),
    }


def _decisions(desk: Desk) -> list[Decision]:
    return list(decisions_of(desk.user, desk.person)[:SHOWN_ROWS])


def _alerts(desk: Desk) -> list[Any]:
    return list(alerts_of(desk.user, desk.person)[:SHOWN_ROWS])


def _referred(desk: Desk) -> list[Referral]:
    """The letters that they came with."""
    return list(letters_of(desk.user, desk.person).filter(way=Referral.Way.IN)[:SHOWN_LETTERS])


def _thread(desk: Desk) -> dict[str, Any]:
    rows = list(messages_of(desk.user, desk.person).order_by("-made_at")[:SHOWN_MESSAGES])[::-1]
    return {"thread": rows, "unread": any(not row.from_clinic and row.read_at is None for row in rows)}


def reason_words(decision: Decision) -> str:
    """The rules behind a decision, by their titles."""
    kb = knowledge()
    titles = [_title(rule, kb) for rule in decision.reasons]
    return "; ".join(dict.fromkeys(title for title in titles if title))


def _title(rule: str, kb: Any) -> str:
    for kind in (kb.red_flags, kb.precautions, kb.interventions):
        if rule in kind:
            title = kind[rule].title
            return str(getattr(title, "clinician", title))
    return rule


def category_words(category: Category) -> str:
    """The category in words; what has none yet says so."""
    return str(CATEGORIES.get(category, _("Not decided yet")))


# -- the plan


def plan_lines(plan: Plan, held: Sequence[str]) -> tuple[PlanLine, ...]:
    """The items with figure, dose and reasons."""
    return tuple(_line(item, is_held=item.intervention in held) for item in plan.proposal.items)


def _line(item: Item, *, is_held: bool) -> PlanLine:
    kb = knowledge()
    drawn = figures_of(kb).exercise(item.intervention, "still") if item.intervention in kb.exercises else ""
    return PlanLine(
        id=item.intervention,
        title=kb.interventions[item.intervention].title.clinician,
        dose=dose_line(item.dose),
        where=_where(item),
        figure=drawn,
        steps=why_item(item, kb),
        is_held=is_held,
    )


def _where(item: Item) -> str:
    if item.in_clinic:
        return _("in the clinic")
    until = _(" until %(day)s") % {"day": date_words(item.until)} if item.until else ""
    return (joined(item.anchors) if item.anchors else _("at home")) + until


# -- the trend


def chart_of(logs: Sequence[DayLog], beside: Sequence[OtherTreatment] = (), flares: Sequence[FlareUp] = ()) -> Trend:
    """Weekly means joined, single days faint beneath, what else was begun or ended, with a sentence for a clinician."""
    first = logs[0].on
    weeks = max(1, -(-((logs[-1].on - first).days + 1) // 7))
    made = [week_of(number, first, logs) for number in range(weeks)]
    lines = [line for key, field in LINES if (line := line_of(key, field, first, logs, made)) is not None]
    return trend(
        lines,
        title=_("Pain since %(day)s") % {"day": date_words(first)},
        says=" ".join(_sentence(line.name, line.weekly) for line in lines),
        weeks=weeks,
        table=Table(head=(_("Week"), _("Back"), _("Leg"), _("Days logged")), rows=tuple(row_of(week) for week in made)),
        worthwhile=worthwhile_line(lines),
        events=together(
            *marks_of(beside, first=first, last=logs[-1].on),
            *flare_marks(flares, first=first, last=logs[-1].on),
        ),
    )


def _sentence(name: str, weekly: Sequence[tuple[float, float]]) -> str:
    before, now = weekly[0][1], weekly[-1][1]
    said = {"name": name, "before": f"{before:g}", "now": f"{now:g}"}
    if len(weekly) == 1:
        return _("%(name)s pain: %(now)s of 10 on average in the first week.") % said
    least = knowledge().daily.worthwhile_points
    if not least or abs(now - before) < least:
        return _("%(name)s pain: %(before)s to %(now)s, less than a worthwhile change.") % said
    if now < before:
        return _("%(name)s pain is down from %(before)s to %(now)s, at least a worthwhile change.") % said
    return _("%(name)s pain is up from %(before)s to %(now)s, at least a worthwhile change.") % said
