"""Log: how the day is, in ten seconds. Something new that is dangerous acts before anything else is shown."""

from __future__ import annotations

import datetime as dt
import uuid

import msgspec
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spinewise.documents.words import date_words
from spinewise.errors import AnswersError
from spinewise_web.portal.patient.new import NO, OTHER, TICKED, YES, Option, Sign, signs, told_words
from spinewise_web.portal.patient.pages import Here, key_from, number_from, patient_page
from spinewise_web.portal.patient.signed_out import keep_typed, take_typed
from spinewise_web.records.actions.answers import record_answers
from spinewise_web.records.actions.days import DayKept, record_day
from spinewise_web.records.core import knowledge
from spinewise_web.records.models import DayLog
from spinewise_web.records.reads.course import days_of

UNREADABLE = 422
NOTE_LETTERS = 2000
SLEEP = {
    DayLog.Sleep.GOOD: gettext_lazy("Well"),
    DayLog.Sleep.FAIR: gettext_lazy("So-so"),
    DayLog.Sleep.POOR: gettext_lazy("Badly"),
}


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """The log as a page shows it, empty, as it was said today, or as it was sent with something missing."""

    on: dt.date
    day: str
    key: uuid.UUID
    said_before: bool
    back: str
    leg: str
    sleep: str
    new: str
    note: str
    something_else: bool
    regions: tuple[Option, ...]
    nights: tuple[Option, ...]
    signs: tuple[Sign, ...]
    errors: tuple[dict[str, str], ...]
    kept_for_you: bool = False


@patient_page("GET", "HEAD", "POST", while_locked=True)
def log(here: Here) -> HttpResponse:
    """Keep a day. A red answer locks the plan in the same moment, and the next page is the instruction."""
    if here.request.method != "POST":
        typed = take_typed(here.request)
        form = form_for(here) if typed is None else filled_form(here, typed, kept_for_you=True)
        return here.page("log", {"at": "today", "log": form})
    problems = problems_of(here.request.POST)
    try:
        if not problems:
            return _on(here, _keep(here))
        if _locks(here):
            return here.go("day")
    except (ValidationError, AnswersError) as problem:
        problems = {"log": _words(problem)}
    form = filled_form(here, here.request.POST, problems)
    return here.page("log", {"at": "today", "log": form}, status=UNREADABLE)


def _locks(here: Here) -> bool:
    """What is new acts at once, also from a form with something missing: the rest of it waits on this page."""
    told = told_words(here.request.POST)
    if not told:
        return False
    kept = record_answers(person=here.person, words=told, by=here.user, now=here.now)
    if kept.decision.episode.is_locked:
        keep_typed(here.request)
    return kept.decision.episode.is_locked


def _on(here: Here, kept: DayKept) -> HttpResponse:
    """The day's page: while something serious may be there, that page is the instruction."""
    recorded = kept.recorded
    if recorded is not None and recorded.decision.episode.is_locked:
        return here.go("day")
    return here.go("day", said=_("Saved. Thank you."))


def _words(problem: ValidationError | AnswersError) -> str:
    return " ".join(problem.messages) if isinstance(problem, ValidationError) else _("Tick again what is new")


def _keep(here: Here) -> DayKept:
    post = here.request.POST
    return record_day(
        person=here.person,
        on=day_from(post, here),
        back_pain=number_from(post.get("back", "")),
        leg_pain=number_from(post.get("leg", "")),
        furthest=region_from(post),
        sleep=post.get("sleep", "") if post.get("sleep") in DayLog.Sleep.values else "",
        anything_new=post.get("new") == YES,
        words=told_words(post),
        note=post.get("note", "").strip(),
        key=key_from(here.request),
        by=here.user,
        now=here.now,
    )


def day_from(post: QueryDict, here: Here) -> dt.date:
    """The day the form was opened on: sent after midnight, it still tells of that day."""
    try:
        return dt.date.fromisoformat(post.get("on", ""))
    except ValueError:
        return here.today


def region_from(post: QueryDict) -> str:
    """How far down it hurts, when that is one of the regions."""
    said = post.get("far", "")
    return said if knowledge().facts["furthest_region"].option(said) else ""


def problems_of(post: QueryDict) -> dict[str, str]:
    """What is missing, each with what to do about it."""
    ticked = bool(post.getlist(TICKED) or post.get(OTHER))
    problems = {}
    if number_from(post.get("back", "")) is None:
        problems["back"] = _("Choose how much your back hurts, from 0 to 10")
    if post.get("new") not in (YES, NO):
        problems["new"] = _("Say whether anything is new")
    elif post.get("new") == YES and not ticked:
        problems["signs"] = _("Tick what is new, or “Something else”")
    elif post.get("new") == NO and post.getlist(TICKED):
        problems["new"] = _("You ticked something new, and “No, nothing”. Change one of them")
    if len(post.get("note", "")) > NOTE_LETTERS:
        problems["note"] = _("Shorten the note: %(most)s letters fit, about 350 words") % {"most": NOTE_LETTERS}
    return problems


# -- the form


def form_for(here: Here) -> Form:
    """The form of today: empty, or with what was said already."""
    said = days_of(here.user, here.person, since=here.today).filter(on=here.today).first()
    return filled_form(here, _as_sent(said) if said else QueryDict(), said_before=said is not None)


def _as_sent(said: DayLog) -> QueryDict:
    filled = QueryDict(mutable=True)
    values = {
        "back": said.back_pain,
        "leg": said.leg_pain,
        "far": said.furthest,
        "sleep": said.sleep,
        "note": said.note,
    }
    for name, value in values.items():
        filled[name] = "" if value is None else str(value)
    return filled


def filled_form(here: Here, filled: QueryDict, problems: dict[str, str] | None = None, **more: bool) -> Form:
    """The form with what stands in it."""
    on = day_from(filled, here)
    region, sleep = filled.get("far", ""), filled.get("sleep", "")
    return Form(
        on=on,
        day=date_words(on),
        key=uuid.uuid4(),
        said_before=more.get("said_before", False),
        back=filled.get("back", ""),
        leg=filled.get("leg", ""),
        sleep=sleep,
        new=filled.get("new", ""),
        note=filled.get("note", ""),
        something_else=bool(filled.get(OTHER)),
        regions=tuple(
            Option(one.id, one.person, one.id == region) for one in knowledge().facts["furthest_region"].options
        ),
        nights=tuple(Option(value, str(says), value == sleep) for value, says in SLEEP.items()),
        signs=signs(filled),
        errors=tuple({"at": f"log-{at}", "says": says} for at, says in (problems or {}).items()),
        kept_for_you=more.get("kept_for_you", False),
    )
