"""Today: the first page of a patient, which is the instruction alone while something serious may be there."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from spinewise.knowledge.ladders import Care
from spinewise.knowledge.models import Expect
from spinewise_web.accounts.models import User
from spinewise_web.accounts.typed import has_typed
from spinewise_web.portal.patient.after import RED
from spinewise_web.portal.patient.care import alarm_page
from spinewise_web.portal.patient.day import day_of
from spinewise_web.portal.patient.kept import kept_until_changed
from spinewise_web.portal.patient.log import Form, form_for
from spinewise_web.portal.patient.pages import ALARMING, Here, follows, patient_page
from spinewise_web.portal.patient.questions import is_a_minor, is_due, is_told
from spinewise_web.records.core import knowledge
from spinewise_web.records.reads.course import last_ended_episode, own_people

AFTERWARDS = "lessons/keeping_it_away"
WITH_VISITS = (Care.PHYSICAL_THERAPY.value, Care.LETTER_AND_PLAN.value)


@require_safe
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
    episode = here.episode
    if episode is not None and episode.is_locked and episode.care in ALARMING:
        return alarm_page(here)
    ended = last_ended_episode(here.user, here.person) if episode is None else None
    if ended is not None:
        lesson = knowledge().lessons[AFTERWARDS]
        return here.page("discharged", {"at": "today", "ended": ended, "lesson": lesson})
    if episode is None or episode.is_locked:
        text = knowledge().care_text(Care.FINISH_QUESTIONS)
        return here.page("questions_first", {"text": text, "minor": here.is_own and is_told(here)})
    return kept_until_changed(here, lambda: here.page("today", _context(here)))


def _context(here: Here) -> dict[str, Any]:
    log = form_for(here)
    return {
        "at": "today",
        "day": day_of(here),
        "log": log,
        "much": much_pain(log),
        "due": here.is_own and is_due(here),
        "waits": has_typed(here.request),
        "letter": here.is_own and here.standing.episode is not None and here.standing.episode.care.startswith("letter"),
        "care": knowledge().care_text(Care(here.standing.episode.care)) if here.standing.episode else None,
        "plan": here.standing.plan,
        "minor": here.is_own and is_a_minor(here),
        "expect": expected(here),
        "first_visit": is_before_the_first_visit(here),
        "visits": knowledge().programme.visits.get(Care.PHYSICAL_THERAPY.value, ""),
    }


def expected(here: Here) -> Expect | None:
    """What is usual in these days of the plan, counted from the day it began."""
    if here.standing.plan is None:
        return None
    day = (here.today - here.standing.plan.proposal.starts_on).days + 1
    return next((one for one in knowledge().daily.expect if one.from_day <= day <= one.to_day), None)


def is_before_the_first_visit(here: Here) -> bool:
    """Whether somebody will come to the clinic and nobody has examined them yet."""
    episode = here.standing.episode
    comes = episode is not None and episode.care in WITH_VISITS
    return here.is_own and comes and here.answers.value("examined") is not True


def much_pain(log: Form) -> int | None:
    """The pain that was told today, where it is in the red; nothing of less, or of a day that was not logged."""
    told = [int(pain) for pain in (log.back, log.leg) if log.said_before and pain.isdigit()]
    worst = max(told, default=0)
    return worst if worst >= knowledge().safety.light_from[RED] else None
