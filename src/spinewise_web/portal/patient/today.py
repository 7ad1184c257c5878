"""Today: the first page of a patient, which is the instruction alone while something serious may be there."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from spinewise.knowledge.ladders import Care
from spinewise_web.accounts.models import User
from spinewise_web.portal.patient.care import alarm_page
from spinewise_web.portal.patient.day import day_of
from spinewise_web.portal.patient.log import form_for
from spinewise_web.portal.patient.pages import Here, follows, patient_page
from spinewise_web.portal.patient.questions import is_due
from spinewise_web.portal.patient.signed_out import has_typed
from spinewise_web.records.core import knowledge
from spinewise_web.records.reads.course import own_people

ALARMING = (Care.EMERGENCY_INSTRUCTION.value, Care.URGENT_INSTRUCTION.value)


def whose_day(request: HttpRequest) -> HttpResponse:
    """The person's own day; somebody who also cares for others chooses."""
    assert isinstance(request.user, User)
    people = [one for one in own_people(request.user) if follows(request.user, one)]
    if len(people) == 1:
        return redirect("portal:day", people[0].pk)
    return render(request, "patient/whose.html", {"people": people})


@patient_page("GET", "HEAD", while_locked=True)
def today(here: Here) -> HttpResponse:
    """What, when, how long; and the log of the day."""
    episode = here.standing.episode
    if episode is not None and episode.is_locked and episode.care in ALARMING:
        return alarm_page(here)
    if here.standing.is_locked:
        return here.page("questions_first", {"text": knowledge().care_text(Care.FINISH_QUESTIONS)})
    return here.page("today", _context(here))


def _context(here: Here) -> dict[str, Any]:
    return {
        "at": "today",
        "day": day_of(here),
        "log": form_for(here),
        "due": here.is_own and is_due(here),
        "waits": has_typed(here.request),
        "letter": here.is_own and here.standing.episode is not None and here.standing.episode.care.startswith("letter"),
        "care": knowledge().care_text(Care(here.standing.episode.care)) if here.standing.episode else None,
        "plan": here.standing.plan,
    }
