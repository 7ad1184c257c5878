"""Writing to the clinic, and how somebody likes it: reminders, the drawn person, their data."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _

from spinewise_web.accounts.typed import take_typed
from spinewise_web.portal.patient.figures import LOOKS, figure_for, looks_of
from spinewise_web.portal.patient.pages import Here, number_from, patient_page
from spinewise_web.portal.patient.settings_form import reminder_shown, said_of, times_from
from spinewise_web.records.actions.contact import read_messages, send_message, set_reminder
from spinewise_web.records.actions.people import set_settings
from spinewise_web.records.actions.rights import ask_for_erasure, export_person
from spinewise_web.records.reads.course import messages_of

UNREADABLE = 422
LETTERS = 4000
SHOWN_MESSAGES = 50
SAMPLE = "general/position_of_ease"


@patient_page("GET", "HEAD", "POST", while_locked=True)
def messages(here: Here) -> HttpResponse:
    """The thread with the clinic. Nobody reads it at once, and the page says so."""
    if here.request.method == "POST":
        return _send(here)
    typed = take_typed(here.request)
    return _thread(here, typed.get("text", "") if typed else "")


def _thread(here: Here, text: str, error: str = "") -> HttpResponse:
    rows = list(messages_of(here.user, here.person).order_by("-made_at")[:SHOWN_MESSAGES])
    if here.is_own and any(row.from_clinic and row.read_at is None for row in rows):
        read_messages(person=here.person, by=here.user, now=here.now)
    shown = {"at": "messages", "thread": rows[::-1], "text": text, "error": error, "most": LETTERS}
    shown |= {"clinic": here.person.clinic, "is_open": here.person.clinic.is_open(here.now)}
    shown["errors"] = [{"at": "text", "says": error}] if error else []
    return here.page("messages", shown, status=UNREADABLE if error else 200)


def _send(here: Here) -> HttpResponse:
    text = here.request.POST.get("text", "")
    if len(text) > LETTERS:
        return _thread(here, text, _("Shorten the message: %(most)s letters fit") % {"most": LETTERS})
    try:
        send_message(person=here.person, text=text, by=here.user, now=here.now)
    except ValidationError:
        return _thread(here, text, _("Write a message first"))
    return here.go("messages", said=_("Sent."))


# -- settings


@patient_page("GET", "HEAD", "POST", while_locked=True)
def settings(here: Here) -> HttpResponse:
    """How somebody likes their pages; sending the form keeps the looks of the drawn person."""
    if here.request.method == "POST":
        chosen = {name: here.request.POST.get(name) for name in LOOKS if here.request.POST.get(name) in LOOKS[name]}
        kept = here.person.settings | {"figure": chosen}
        set_settings(person=here.person, settings=kept, by=here.user, now=here.now)
        return here.go("settings", said=_("Saved."))
    return _settings(here)


def _settings(here: Here, filled: QueryDict | None = None, errors: dict[str, str] | None = None) -> HttpResponse:
    looks = looks_of(here.person)
    context = {
        "at": "settings",
        "reminder": reminder_shown(here.user, here.person, filled),
        "looks": [
            {"name": name, "values": [(one, says, looks.get(name) == one) for one, says in of.items()]}
            for name, of in LOOKS.items()
        ],
        "sample": figure_for(SAMPLE, "still", here.person) if not here.standing.is_locked else "",
        "errors": [{"at": at, "says": says} for at, says in (errors or {}).items()],
        "locked": here.standing.is_locked,
    }
    return here.page("settings", context, status=UNREADABLE if errors else 200)


@patient_page("POST", while_locked=True)
def reminders(here: Here) -> HttpResponse:
    """When to be reminded, and how often while nothing is logged."""
    post = here.request.POST
    at, errors = times_from(post)
    if errors:
        return _settings(here, post, errors)
    try:
        set_reminder(
            person=here.person,
            at=at or dt.time(9),
            weekdays=[day for one in post.getlist("weekday") if (day := number_from(one)) is not None],
            times=number_from(post.get("times", "")) or 1,
            is_on=bool(post.get("is_on")),
            by=here.user,
            now=here.now,
        )
    except ValidationError as problem:
        return _settings(here, post, {"weekdays": " ".join(problem.messages)})
    return here.go("settings", said=said_of(post))


@patient_page("POST", while_locked=True)
def take_along(here: Here) -> HttpResponse:
    """Everything that is kept, as a file of the person's own."""
    body = export_person(person=here.person, by=here.user, now=here.now)
    said = {"Content-Disposition": 'attachment; filename="my-spinewise-data.json"'}
    return HttpResponse(body, content_type="application/json", headers=said)


@patient_page("GET", "HEAD", "POST", while_locked=True)
def erase(here: Here) -> HttpResponse:
    """Ask to be erased; the clinic does it, because it may have to keep some things by law."""
    if here.request.method == "POST":
        ask_for_erasure(person=here.person, by=here.user, now=here.now)
        return here.go("settings", said=_("Your clinic has been asked to erase your data. They will write to you."))
    return here.page("erase", {"at": "settings"})
