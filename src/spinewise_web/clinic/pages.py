"""What every page of a clinician begins with: who looks, whose record it is, which day it is where the person lives."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from functools import cached_property, wraps
from typing import Any

import msgspec
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from spinewise.assess.triage import triage
from spinewise.assess.types import Triage
from spinewise.knowledge.ladders import Urgency
from spinewise.rules.facts import Answers
from spinewise_web.accounts.limits import limited
from spinewise_web.accounts.models import User, is_staff
from spinewise_web.design.answers import SeeOther
from spinewise_web.records.core import answers_on, at_work, knowledge, nobodys_answers, today_of
from spinewise_web.records.models import Episode, Person, PlanVersion
from spinewise_web.records.reads.course import (
    last_ended_episode,
    newest_sheet,
    patient_for,
    plans_of,
    who_discharged,
)
from spinewise_web.records.standing import Standing, standing_of

View = Callable[..., HttpResponse]


class Discharge(msgspec.Struct, frozen=True):
    """The episode that ended last, and who ended it."""

    episode: Episode
    by: User | None


class Desk:
    """One request of a page about one person: what is known about them, and the way to the other pages."""

    def __init__(self, request: HttpRequest, person: Person, user: User) -> None:
        self.request, self.person, self.user = request, person, user
        self.now: dt.datetime = timezone.now()
        self.today = today_of(person, now=self.now)

    @cached_property
    def standing(self) -> Standing:
        """Locked or not, and which plan is in force."""
        return standing_of(self.person)

    @cached_property
    def ended(self) -> Discharge | None:
        """How it ended, when nothing began again since."""
        if self.standing.episode is not None:
            return None
        episode = last_ended_episode(self.user, self.person)
        return Discharge(episode, who_discharged(self.user, episode)) if episode else None

    @cached_property
    def has_answers(self) -> bool:
        """Whether anything was answered yet."""
        return self._sheet is not None

    @cached_property
    def answers(self) -> Answers:
        """What is known about the person, read today."""
        if self._sheet is None:
            return nobodys_answers(self.person, now=self.now)
        return answers_on(self._sheet, today=self.today)

    @cached_property
    def _sheet(self) -> Any:
        return newest_sheet(self.user, self.person)

    @cached_property
    def found(self) -> Triage:
        """What the answers mean today."""
        return triage(self.answers, knowledge())

    @property
    def level(self) -> str:
        """How soon somebody should look at them, as a mark shows it."""
        return level_of(self.found)

    @cached_property
    def newest(self) -> PlanVersion | None:
        """The newest version of the plan that has not ended, in force or waiting."""
        rows = plans_of(self.user, self.person).exclude(state=PlanVersion.State.ENDED)
        with_names = rows.select_related("person__clinic", "episode", "made_by", "signed_by")
        return with_names.order_by("-made_at", "-sequence").first()

    def url(self, name: str) -> str:
        """A page about the same person."""
        return reverse(f"clinic:{name}", args=[self.person.pk])

    def page(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        """The page, with what the frame around it needs."""
        shown = {"desk": self, "person": self.person, "age": self.answers.value("age")} | context
        return render(self.request, f"clinic/{template}.html", shown, status=status)

    def go(self, name: str, *, said: str = "") -> HttpResponse:
        """On to another page after something was kept, with a line about it."""
        return go_to(self.request, self.url(name), said=said)


def level_of(found: Triage) -> str:
    """The mark of what was found: while safety questions are open, none says that there is no warning sign."""
    if found.urgency is Urgency.NONE and found.missing_safety:
        return "unclear"
    return found.urgency.value


def go_to(request: HttpRequest, address: str, *, said: str = "") -> HttpResponse:
    """On to an address with GET, and a line about what was kept."""
    if said:
        messages.success(request, said)
    return SeeOther(address)


def desk_page(*methods: str) -> Callable[[View], View]:
    """A page about one patient. It exists for those who treat them and nobody else, and is kept in no cache."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
            desk = Desk(request, patient_for(request.user, person_id), staff(request))
            with timezone.override(desk.person.tzinfo), at_work(desk.person.clinic_id):
                return kept_nowhere(view(desk))

        return require_http_methods(list(methods))(limited("write")(answer))

    return decorate


def staff(request: HttpRequest) -> User:
    """Who looks, when they work in a clinic.

    Raises:
        Http404: they do not.
    """
    if not isinstance(request.user, User) or not is_staff(request.user):
        raise Http404("Nobody is here.")
    return request.user


def kept_nowhere(response: HttpResponse) -> HttpResponse:
    """The answer, which no browser and nothing between may keep."""
    response["Cache-Control"] = "no-store, private"
    return response
