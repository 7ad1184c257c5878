"""Visits with their notes, what went wrong, other treatments and consents, as `user` may see them."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.http import Http404

from spinewise_web.accounts.models import Somebody
from spinewise_web.records.models import (
    AdverseEvent,
    AnswerSheet,
    Consent,
    OtherTreatment,
    Person,
    VisitNote,
    VisitSession,
)


def visits_of(user: Somebody, person: Person) -> QuerySet[VisitSession, Any]:
    """The visits that count, newest first, each with who kept it, what went wrong and the note that stands."""
    notes = VisitNote.objects.visible_to(user).current().select_related("made_by")
    rows = VisitSession.objects.visible_to(user).current().filter(person=person).select_related("made_by")
    return rows.prefetch_related("events", Prefetch("notes", queryset=notes)).order_by("-on", "-made_at")


def visit_for(user: Somebody, person: Person, visit_id: uuid.UUID | str) -> VisitSession:
    """One visit, also one that was corrected since.

    Raises:
        Http404: this person has no such visit, or this user may not know of it.
    """
    rows = VisitSession.objects.visible_to(user).filter(person=person).select_related("made_by", "person", "supersedes")
    try:
        found: VisitSession | None = rows.select_related("successor").filter(pk=visit_id).first()
    except ValidationError:
        found = None  # no id at all
    if found is None:
        raise Http404("There is no such visit.")
    return found


def visit_before(user: Somebody, visit: VisitSession) -> VisitSession | None:
    """The visit before another one, of those that count."""
    rows = VisitSession.objects.visible_to(user).current().filter(person=visit.person_id, made_at__lt=visit.made_at)
    return rows.order_by("-made_at").first()


def sheets_around(
    user: Somebody, person: Person, *, since: dt.datetime | None, until: dt.datetime
) -> tuple[AnswerSheet | None, AnswerSheet | None]:
    """What was answered by `since`, and by `until`."""
    rows = AnswerSheet.objects.visible_to(user).filter(person=person).order_by("-sequence")
    return (rows.filter(made_at__lte=since).first() if since else None), rows.filter(made_at__lte=until).first()


def notes_of(user: Somebody, visit: VisitSession) -> list[VisitNote]:
    """Every note that was signed about a visit, the one that stands first."""
    rows = VisitNote.objects.visible_to(user).filter(visit=visit).select_related("made_by", "successor")
    return sorted(rows.order_by("-made_at"), key=lambda note: hasattr(note, "successor"))


def events_of(user: Somebody, visit: VisitSession) -> list[AdverseEvent]:
    """What went wrong at a visit or after it."""
    rows = AdverseEvent.objects.visible_to(user).filter(visit=visit).select_related("made_by")
    return list(rows.order_by("on", "made_at"))


def treatments_of(user: Somebody, person: Person) -> list[OtherTreatment]:
    """What else somebody has for their back: what goes on first, then by when it began."""
    rows = OtherTreatment.objects.visible_to(user).filter(person=person).select_related("made_by")
    return sorted(rows.order_by("-since", "-made_at"), key=lambda row: row.until is not None)


def consents_of(user: Somebody, person: Person) -> list[Consent]:
    """Every word about consent, the latest first."""
    rows = Consent.objects.visible_to(user).filter(person=person).select_related("made_by")
    return list(rows.order_by("-made_at", "-pk"))
