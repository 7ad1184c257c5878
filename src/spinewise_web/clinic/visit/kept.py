"""One visit, to read and to print; its note, drafted from the records, edited, signed, and corrected with a reason."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

import msgspec
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from spinewise_web.clinic.pages import Desk, desk_page, go_to
from spinewise_web.clinic.visit.found import given_words
from spinewise_web.clinic.visit.soap import draft_of, text_of
from spinewise_web.clinic.visit.went_wrong import SEVERITIES, Severity, event_from, event_problems
from spinewise_web.design.answers import CONFLICT, UNREADABLE
from spinewise_web.records.actions.notes import AlreadySigned, sign_note
from spinewise_web.records.actions.visits import record_adverse_event
from spinewise_web.records.core import knowledge
from spinewise_web.records.given import given_of
from spinewise_web.records.models import VisitNote, VisitSession
from spinewise_web.records.reads.visits import events_of, notes_of, visit_for

NOTE_LETTERS, REASON_LETTERS = 8000, 400


def visit_url(visit: VisitSession) -> str:
    """The page of one visit."""
    return reverse("clinic:visit", args=[visit.person_id, visit.pk])


def visit(request: HttpRequest, person_id: uuid.UUID, visit_id: uuid.UUID) -> HttpResponse:
    """What was given, what went wrong, and the note."""
    return desk_page("GET", "HEAD", "POST")(partial(_visit, visit_id=visit_id))(request, person_id)


def _visit(desk: Desk, *, visit_id: uuid.UUID) -> HttpResponse:
    kept, post = visit_for(desk.user, desk.person, visit_id), desk.request.POST
    if "sign" in post:
        return _signed(desk, kept, post)
    if "event" in post:
        return _went_wrong(desk, kept, post)
    return _shown(desk, kept)


def _signed(desk: Desk, kept: VisitSession, post: QueryDict) -> HttpResponse:
    text, reason = (post.get(name, "").replace("\r\n", "\n").strip() for name in ("text", "reason"))
    errors = _wrong(text, reason, is_correction=bool(post.get("corrects")))
    if errors:
        return _shown(desk, kept, post, errors, status=UNREADABLE)
    notes = notes_of(desk.user, kept)
    corrects = next((note for note in notes if str(note.pk) == post.get("corrects")), None)
    origins = [msgspec.to_builtins(line) for line in draft_of(desk, kept)]
    try:
        sign_note(visit=kept, text=text, origins=origins, corrects=corrects, reason=reason, by=desk.user, now=desk.now)
    except AlreadySigned as problem:
        return _shown(desk, kept, post, {"text": _meanwhile(problem.theirs)}, status=CONFLICT)
    return go_to(desk.request, visit_url(kept), said=_("Signed, with your name and the time."))


def _wrong(text: str, reason: str, *, is_correction: bool) -> dict[str, str]:
    errors = {}
    if not text:
        errors["text"] = _("Write the note before you sign it")
    if len(text) > NOTE_LETTERS:
        errors["text"] = _("Shorten the note: %(most)s letters fit") % {"most": NOTE_LETTERS}
    if is_correction and not reason:
        errors["reason"] = _("Say why you correct what was signed")
    if len(reason) > REASON_LETTERS:
        errors["reason"] = _("Shorten this: %(most)s letters fit") % {"most": REASON_LETTERS}
    return errors


def _meanwhile(theirs: VisitNote | None) -> str:
    name = theirs.made_by.name if theirs and theirs.made_by else ""
    return _("%(name)s signed this note before you. Yours is below: sign it as a correction, or leave it") % {
        "name": name
    }


def _went_wrong(desk: Desk, kept: VisitSession, post: QueryDict) -> HttpResponse:
    told, errors = event_from(post), event_problems(post)
    if told is None:
        errors.setdefault("event_what", _("Say what went wrong"))
    if errors or told is None:
        return _shown(desk, kept, post, errors, status=UNREADABLE)
    try:
        record_adverse_event(person=desk.person, on=desk.today, visit=kept, by=desk.user, now=desk.now, **told)
    except ValidationError as problem:
        return _shown(desk, kept, post, {"event_what": " ".join(problem.messages)}, status=UNREADABLE)
    return go_to(desk.request, visit_url(kept), said=_("Kept."))


def _shown(
    desk: Desk,
    kept: VisitSession,
    typed: QueryDict | None = None,
    errors: dict[str, str] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    notes = notes_of(desk.user, kept)
    standing = notes[0] if notes else None
    lines = () if standing else draft_of(desk, kept)
    begins = standing.text if standing else text_of(lines)
    context: dict[str, Any] = {
        "at": "session",
        "visit": kept,
        "newer": getattr(kept, "successor", None),
        "given": [given_words(one) for one in given_of(kept)],
        "events": [
            (event, SEVERITIES[Severity(event.severity)], _title(event.intervention))
            for event in events_of(desk.user, kept)
        ],
        "items": [(one.intervention, _title(one.intervention)) for one in given_of(kept)],
        "note": standing,
        "earlier": notes[1:],
        "lines": standing.origins if standing else lines,
        "text": begins if typed is None else typed.get("text", begins),
        "typed": typed if typed is not None else QueryDict(),
        "is_open": typed is not None and "text" in typed,
        "severities": SEVERITIES,
        "wrong": errors or {},
        "errors": [{"at": at, "says": says} for at, says in (errors or {}).items()],
    }
    return desk.page("session_visit", context, status=status)


def _title(name: str) -> str:
    known = knowledge().interventions.get(name)
    return known.title.clinician if known else name
