"""Log: how the day is, in ten seconds. Something new that is dangerous acts before anything else is shown."""

from __future__ import annotations

import datetime as dt
import uuid
from functools import lru_cache

import msgspec
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext, override
from django.utils.translation import gettext as _

from spinewise.dates import date_words
from spinewise.errors import AnswersError
from spinewise_web.accounts.typed import keep_typed, take_typed
from spinewise_web.portal.patient.new import NO, OTHER, TICKED, YES, Option, Sign, signs, told_words
from spinewise_web.portal.patient.pages import ALARMING, Here, key_from, number_from, patient_page
from spinewise_web.records.actions.answers import record_answers
from spinewise_web.records.actions.days import LATE_DAYS, DayKept, record_day
from spinewise_web.records.core import knowledge
from spinewise_web.records.models import DayLog, Episode
from spinewise_web.records.models.days import MOST_NOTE_LETTERS
from spinewise_web.records.reads.course import DAYS

UNREADABLE = 422
KEPT_DAYS = dt.timedelta(days=LATE_DAYS)
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
    kept: tuple[uuid.UUID, ...] = ()
    most_letters: int = MOST_NOTE_LETTERS
    too_many: str = ""
    fields: str = ""


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
        if locks := _locks(here):
            return here.go("day", said=opened_words(here, locks))
    except (ValidationError, AnswersError) as problem:
        problems = {"log": _words(problem)}
    form = filled_form(here, here.request.POST, problems)
    return here.page("log", {"at": "today", "log": form}, status=UNREADABLE)


def _locks(here: Here) -> Episode | None:
    """What is new acts at once, also from a form with something missing: the rest of it waits on this page."""
    told = told_words(here.request.POST)
    if not told:
        return None
    kept = record_answers(person=here.person, words=told, by=here.user, now=here.now)
    if not kept.sheet.episode.is_locked:
        return None
    keep_typed(here.request)
    return kept.sheet.episode


def _on(here: Here, kept: DayKept) -> HttpResponse:
    """The day's page: while something serious may be there, that page is the instruction."""
    recorded = kept.recorded
    if recorded is not None and recorded.sheet.episode.is_locked:
        return here.go("day", said=opened_words(here, recorded.sheet.episode))
    return here.go("day", said=_("Saved. Thank you."))


def opened_words(here: Here, episode: Episode) -> str:
    """What stands above the questions that something new has opened; above an instruction nothing does."""
    if episode.care in ALARMING:
        return ""
    more = len(Here(here.request, here.person, here.user).found.missing_safety)
    told = _("Saved. You told us of something new.")
    asks = ngettext("%(count)s more question.", "%(count)s more questions.", more) % {"count": more}
    return f"{told} {asks}" if more and here.is_own else told


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
        note=post.get("note", "").replace("\r\n", "\n").strip(),
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
    if too_many := letters_too_many(post.get("note", "")):
        problems["note"] = too_many_words(str(too_many))
    return problems


def too_many_words(count: str) -> str:
    """What to do about a note that is too long; the page says the same while it is typed."""
    return _("Shorten the note by %(count)s letters: about 1,000 words fit") % {"count": count}


def letters_too_many(note: str) -> int:
    """By how many letters a note is too long; a new line counts once, however a browser sends it."""
    return max(0, len(note.replace("\r\n", "\n").strip()) - MOST_NOTE_LETTERS)


# -- the form


def form_for(here: Here) -> Form:
    """The form of today: empty, or with what was said already."""
    lately = DAYS.rows(user=here.user.pk, person=here.person.pk, since=here.today - KEPT_DAYS)
    said = next((one for one in lately if one.on == here.today), None)
    form = filled_form(here, _as_sent(said) if said else QueryDict(), said_before=said is not None)
    kept = tuple(one.key for one in lately)
    return msgspec.structs.replace(form, kept=kept, fields="" if said else empty_fields(form, get_language() or ""))


def empty_fields(form: Form, language: str) -> SafeString:
    """What there is to fill in before anything is: the same for everybody, so it is made once."""
    return _empty_fields(language, form.regions, form.nights, form.signs)


@lru_cache(maxsize=64)
def _empty_fields(language: str, *shown: tuple[Option, ...] | tuple[Sign, ...]) -> SafeString:
    regions, nights, new = shown
    with override(language or None):
        log = {"regions": regions, "nights": nights, "signs": new}
        return render_to_string("patient/parts/log_fields.html", {"log": log})


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
        too_many=too_many_words("{count}"),
    )
