"""Somebody is no longer signed in. What they typed waits for them, and what is dangerous is said at once."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from spinewise.assess.triage import triage
from spinewise.errors import AnswersError
from spinewise.knowledge.ladders import Urgency
from spinewise.rules.facts import Answers, Role
from spinewise_web.accounts.typed import keep_typed
from spinewise_web.portal.patient.new import told_words
from spinewise_web.portal.public.results import alarm_of
from spinewise_web.records.actions.answers import read_words
from spinewise_web.records.core import knowledge

EMERGENCY_NUMBER = "112"
PAIN = {"back_or_leg_pain": "true"}


def signed_out(request: HttpRequest) -> HttpResponse:
    """Keep what was typed and ask to sign in; but a sign of danger is answered first, whoever it is."""
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    keep_typed(request)
    return alarm_for_nobody(request) or redirect_to_login(request.path)


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
