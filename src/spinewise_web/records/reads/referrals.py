"""Letters about one person, and what was known when they came first."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from spinewise.dates import plain_date
from spinewise.rules.facts import Answers
from spinewise_web.accounts.models import Somebody
from spinewise_web.records.core import value_of
from spinewise_web.records.models import AnswerSheet, Episode, OtherTreatment, Person, Referral


def letters_of(user: Somebody, person: Person) -> QuerySet[Referral, Any]:
    """Every letter that came or went, the newest first."""
    rows = Referral.objects.visible_to(user).filter(person=person).select_related("made_by")
    return rows.defer("document").order_by("-made_at", "-pk")


def letter_of(user: Somebody, person: Person, letter_id: uuid.UUID | str) -> Referral:
    """One letter.

    Raises:
        Http404: there is no such letter about this person.
    """
    try:
        wanted = uuid.UUID(str(letter_id))
    except ValueError:
        raise Http404("There is no such letter.") from None
    rows = Referral.objects.visible_to(user).filter(person=person).select_related("person__clinic", "made_by")
    found = rows.filter(pk=wanted).first()
    if found is None:
        raise Http404("There is no such letter.")
    return found


def first_answers(user: Somebody, person: Person) -> Answers | None:
    """What was known at the beginning of the episode that is open; None while nothing was answered."""
    episode = Episode.objects.visible_to(user).filter(person=person, closed_at=None)
    sheet = AnswerSheet.objects.visible_to(user).filter(person=person, episode__in=episode).order_by("sequence").first()
    return value_of(sheet.document) if sheet else None


def treated_with(user: Somebody, person: Person, *, today: dt.date) -> tuple[str, ...]:
    """What else somebody is treated with now, a line each."""
    rows = OtherTreatment.objects.visible_to(user).filter(person=person).order_by("made_at")
    return tuple(_line(row) for row in rows if row.until is None or row.until >= today)


def _line(row: OtherTreatment) -> str:
    said = {"name": row.name, "day": plain_date(row.since) if row.since else ""}
    line = _("%(name)s, since %(day)s") % said if row.since else row.name
    return f"{line}: {row.effect}" if row.effect else line
