"""Somebody is no longer signed in. What they typed waits for them, and what is dangerous is said at once."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from spinewise.assess.triage import triage
from spinewise.errors import AnswersError
from spinewise.knowledge.ladders import Urgency
from spinewise.rules.facts import Answers, Role
from spinewise_web.portal.patient.new import told_words
from spinewise_web.portal.public.results import alarm_of
from spinewise_web.records.actions.answers import read_words
from spinewise_web.records.core import knowledge

KEPT = "typed"
MOST_LETTERS = 20_000
EMERGENCY_NUMBER = "112"
PAIN = {"back_or_leg_pain": "true"}


def signed_out(request: HttpRequest) -> HttpResponse:
    """Keep what was typed and ask to sign in; but a sign of danger is answered first, whoever it is."""
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    keep_typed(request)
    return alarm_for_nobody(request) or redirect_to_login(request.path)


def keep_typed(request: HttpRequest) -> None:
    """Put a form aside, under the page it belongs to."""
    typed = {name: request.POST.getlist(name) for name in request.POST if name != "csrfmiddlewaretoken"}
    if sum(len(word) for words in typed.values() for word in words) <= MOST_LETTERS:
        request.session[KEPT] = {"path": request.path, "typed": typed}


def take_typed(request: HttpRequest) -> QueryDict | None:
    """What was typed on this page before somebody was signed out; it is handed over once."""
    kept: dict[str, Any] = request.session.get(KEPT, {})
    if kept.get("path") != request.path:
        return None
    del request.session[KEPT]
    typed = QueryDict(mutable=True)
    for name, words in kept["typed"].items():
        typed.setlist(name, words)
    return typed


def has_typed(request: HttpRequest) -> str:
    """The page on which something typed still waits, if there is one."""
    return str(request.session.get(KEPT, {}).get("path", ""))


def alarm_for_nobody(request: HttpRequest) -> HttpResponse | None:
    """The instruction for what was ticked, though nobody knows who ticked it."""
    today: dt.date = timezone.localdate()
    try:
        given = read_words(told_words(request.POST) | PAIN, role=Role.PERSON, on=today)
    except AnswersError:
        return None
    answers = Answers(today=today, zone="UTC", by_fact={one.fact: one for one in given})
    found = triage(answers, knowledge())
    if not found.urgency.at_least(Urgency.URGENT):
        return None
    alarm = alarm_of(found, answers, knowledge())
    shown = {"alarm": alarm, "number": EMERGENCY_NUMBER, "sign_in": request.path}
    return render(request, "patient/alarm.html", shown)
