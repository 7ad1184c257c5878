"""Visit: what was given today, how it was answered, what comes next. Most of it is ticks."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence

from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _

from spinewise.plan.types import Session
from spinewise_web.clinic.pages import Desk, desk_page
from spinewise_web.clinic.visit.consents import missing_for
from spinewise_web.clinic.visit.doubts import doubts_in, sure_of
from spinewise_web.clinic.visit.form import library_of, rows_of, shown_names
from spinewise_web.clinic.visit.kept import visit_url
from spinewise_web.clinic.visit.sent import Entered, as_sent, day_from, entered_from, field_name, whole_from
from spinewise_web.clinic.visit.went_wrong import SEVERITIES, event_from, event_problems
from spinewise_web.design.answers import CONFLICT, UNREADABLE, SeeOther
from spinewise_web.records.actions.base import NotAllowed
from spinewise_web.records.actions.visits import CannotBeGiven, record_visit
from spinewise_web.records.core import knowledge
from spinewise_web.records.given import WORST, Given, given_of
from spinewise_web.records.giving import giving_for
from spinewise_web.records.models import VisitSession
from spinewise_web.records.reads.visits import visit_for, visits_of

LETTERS = {"response": 400, "note": 8000, "next": 2000, "consent_words": 2000}


@desk_page("GET", "HEAD", "POST")
def session(desk: Desk) -> HttpResponse:
    """The form; `keep` keeps the visit, anything else shows it again with what was typed and added."""
    post = desk.request.POST
    if "keep" in post:
        return _sent(desk, post)
    if desk.request.method == "POST":
        return _shown(desk, post)
    corrects = desk.request.GET.get("corrects", "")
    return _shown(desk, as_sent(visit_for(desk.user, desk.person, corrects)) if corrects else QueryDict())


def _sent(desk: Desk, post: QueryDict) -> HttpResponse:
    entered = entered_from(post)
    errors = entered.errors | problems_of(post) | nothing_told(entered, post)
    errors = errors or doubts_in(entered, post)
    if errors:
        return _shown(desk, post, errors, status=UNREADABLE)
    try:
        visit = _kept(desk, post, entered)
    except CannotBeGiven as problem:
        errors = {field_name(one.about, one.field): one.says for one in problem.problems}
        return _shown(desk, post, errors, status=UNREADABLE)
    except ValidationError as problem:
        return _shown(desk, post, {"on": " ".join(problem.messages)}, status=UNREADABLE)
    except NotAllowed as problem:
        return _shown(desk, post, {"visit": str(problem)}, status=CONFLICT)
    return SeeOther(visit_url(visit))


def _kept(desk: Desk, post: QueryDict, entered: Entered) -> VisitSession:
    words = {name: post.get(name, "").strip() for name in LETTERS}
    corrects = post.get("corrects", "")
    return record_visit(
        person=desk.person,
        on=day_from(post.get("on", "")) or desk.today,
        minutes=whole_from(post.get("minutes", "")) or 0,
        given=entered.given,
        pain_before=whole_from(post.get("pain_before", "")),
        pain_after=whole_from(post.get("pain_after", "")),
        response=words["response"],
        note=words["note"],
        next_steps=words["next"],
        agrees=dict.fromkeys(post.getlist("consent"), words["consent_words"]),
        went_wrong=event_from(post),
        key=_id(post.get("key", "")),
        corrects=visit_for(desk.user, desk.person, corrects) if corrects else None,
        by=desk.user,
        now=desk.now,
    )


def problems_of(post: QueryDict) -> dict[str, str]:
    """What is wrong with the visit as a whole, by field."""
    errors = {
        name: _("Shorten this: %(most)s letters fit") % {"most": most}
        for name, most in LETTERS.items()
        if len(post.get(name, "")) > most
    }
    if post.get("on") and day_from(post.get("on", "")) is None:
        errors["on"] = _("Choose the day of the visit")
    if not whole_from(post.get("minutes", "")):
        errors["minutes"] = _("Enter how many minutes the visit took")
    for name in ("pain_before", "pain_after"):
        if post.get(name) and whole_from(post.get(name, "")) not in range(WORST + 1):
            errors[name] = _("Choose a number from 0 to 10")
    return errors | event_problems(post)


def nothing_told(entered: Entered, post: QueryDict) -> dict[str, str]:
    """A visit without a word about what happened is none to keep."""
    if entered.given or any(post.get(name, "").strip() for name in ("note", "event_what")):
        return {}
    return {"note": _("Tick what was given. When nothing was given, say here why")}


def _id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


# -- the form


def _shown(
    desk: Desk,
    typed: QueryDict,
    errors: Mapping[str, str] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    told, kb = errors or {}, knowledge()
    on = day_from(typed.get("on", "")) or desk.today
    corrects = visit_for(desk.user, desk.person, typed.get("corrects", "")) if typed.get("corrects") else None
    plan = desk.standing.plan
    sessions = plan.proposal.sessions if plan else ()
    names = {item.intervention for item in plan.proposal.items} if plan else set()
    sent = {name for field in ("added", "add", "give") for name in typed.getlist(field) if name in kb.interventions}
    giving = giving_for(
        desk.person, sorted(names | sent), by=desk.user, on=on, today=desk.today, now=desk.now, corrects=corrects
    )
    shown, before = shown_names(typed, giving), list(visits_of(desk.user, desk.person))
    context = {
        "at": "session",
        "rows": rows_of(shown, typed, giving, _last(before), told),
        "library": library_of(shown, giving),
        "locked": giving.is_locked,
        "unagreed": missing_for(shown, giving.consents.values()),
        "typed": typed,
        "on": on.isoformat(),
        "minutes": typed.get("minutes", _minutes(sessions, before)),
        "key": _id(typed.get("key", "")) or uuid.uuid4(),
        "severities": SEVERITIES,
        "wrong": told,
        "errors": [{"at": at, "says": _named(at, says, shown)} for at, says in told.items()],
        "sure": sure_of(entered_from(typed), typed, told),
        "corrects": corrects,
    }
    return desk.page("session", context, status=status)


def _last(visits: Iterable[VisitSession]) -> dict[str, Given]:
    """Everything as it was given last."""
    found: dict[str, Given] = {}
    for visit in visits:
        for one in given_of(visit):
            found.setdefault(one.intervention, one)
    return found


def _minutes(sessions: Sequence[Session], before: Sequence[VisitSession]) -> str:
    """How long a visit takes: as planned, or as the last one did."""
    usual = [one.minutes for one in sessions] + [one.minutes for one in before]
    return str(usual[0]) if usual else ""


def _named(at: str, says: str, shown: Iterable[str]) -> str:
    """What is wrong, with the name of the row it is about."""
    named = {field_name(name, ""): knowledge().interventions[name].title.clinician for name in shown}
    title = named.get(at.partition(".")[0] + ".")
    return f"{title}: {says}" if title else says
