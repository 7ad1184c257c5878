"""What every page of a patient begins with: who is there, whose page it is, and whether exercise may be shown."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from functools import cached_property, wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from spinewise.assess.triage import triage
from spinewise.assess.types import Triage
from spinewise.knowledge.ladders import Care
from spinewise.rules.facts import Answers, Role
from spinewise_web.accounts.limits import limited
from spinewise_web.accounts.models import User
from spinewise_web.accounts.prepared import Prepared
from spinewise_web.design.answers import SeeOther
from spinewise_web.portal.patient.hard import Hard, hard_now
from spinewise_web.portal.patient.signed_out import signed_out
from spinewise_web.records.actions.base import NotAllowed, answering_as
from spinewise_web.records.core import answers_on, at_work, knowledge, nobodys_answers, today_of
from spinewise_web.records.models import Episode, Person
from spinewise_web.records.reads.course import newest_sheet, own_people
from spinewise_web.records.standing import Standing, open_episode_of, standing_in

View = Callable[..., HttpResponse]
ALARMING = (Care.EMERGENCY_INSTRUCTION.value, Care.URGENT_INSTRUCTION.value)


class Here:
    """One request of one person's page: who looks, whose it is, which day it is there, what may be shown."""

    def __init__(self, request: HttpRequest, person: Person, user: User) -> None:
        self.request, self.person, self.user = request, person, user
        self.now: dt.datetime = timezone.now()
        self.today = today_of(person, now=self.now)

    @cached_property
    def episode(self) -> Episode | None:
        """The episode that is open."""
        return open_episode_of(self.person)

    @cached_property
    def standing(self) -> Standing:
        """What may be shown of the plan."""
        return standing_in(self.episode, self.person)

    @property
    def is_own(self) -> bool:
        """Whether the person looks themselves, and not somebody who cares for them."""
        return self.person.user_id == self.user.pk

    @cached_property
    def answers(self) -> Answers:
        """What is known about the person, read today."""
        sheet = newest_sheet(self.user, self.person) if self.is_own else None
        return answers_on(sheet, today=self.today) if sheet else nobodys_answers(self.person, now=self.now)

    @cached_property
    def found(self) -> Triage:
        """What the answers mean today."""
        return triage(self.answers, knowledge())

    @cached_property
    def hard(self) -> dict[str, Hard]:
        """What was too much, by exercise."""
        return hard_now(self)

    def url(self, name: str, *parts: str) -> str:
        """A page of the same person."""
        return reverse(f"portal:{name}", args=[self.person.pk, *parts])

    def page(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        """The page, with what the frame around it needs."""
        shown = {"here": self, "person": self.person, "own": self.is_own} | context
        return render(self.request, f"patient/{template}.html", shown, status=status)

    def go(self, name: str, *parts: str, said: str = "") -> HttpResponse:
        """On to another page after something was kept, with a line about it."""
        if said:
            messages.success(self.request, said)
        return SeeOther(self.url(name, *parts))


def patient_page(*methods: str, while_locked: bool = False) -> Callable[[View], View]:
    """A page of one person. It exists for the person and their carers only, and is kept in no cache.

    While the plan is locked every page but those that say so leads to the one that tells what to do.
    """

    def decorate(view: View) -> View:
        @limited("write")
        def answer_somebody(
            request: HttpRequest, user: User, person_id: uuid.UUID, parts: dict[str, str]
        ) -> HttpResponse:
            here = Here(request, person_of(user, person_id), user)
            if not while_locked and here.standing.is_locked:
                return redirect(here.url("day"))
            return _answered(view, here, parts)

        @wraps(view)
        def answer(request: HttpRequest, person_id: uuid.UUID, **parts: str) -> HttpResponse:
            if isinstance(request.user, User):
                return answer_somebody(request, request.user, person_id, parts)
            return limited("public")(signed_out)(request)

        return login_not_required(require_http_methods(list(methods))(answer))

    return decorate


def _answered(view: View, here: Here, parts: dict[str, str]) -> HttpResponse:
    with timezone.override(here.person.tzinfo), at_work(here.person.clinic_id):
        try:
            response = view(here, **parts)
        except NotAllowed:
            response = here.page("not_yours", {}, status=403)
    response["Cache-Control"] = "no-store, private"
    return response


def person_of(user: User, person_id: uuid.UUID) -> Person:
    """The person, for those whose page it is.

    Raises:
        Http404: there is no such person, or none whose plan this user follows.
    """
    found: Person | None = OWN.first(user=user.pk, person=person_id)
    if found is None or not follows(user, found):
        raise Http404("Nobody is here.")
    return found


OWN = Prepared(lambda user, person: own_people(User(pk=user)).filter(pk=person), user=uuid.UUID, person=uuid.UUID)


def follows(user: User, person: Person) -> bool:
    """Whether somebody is the person or cares for them; who works in the clinic's office does not."""
    try:
        return person.user_id == user.pk or answering_as(user, person) is Role.PERSON
    except NotAllowed:
        return False


def key_from(request: HttpRequest) -> uuid.UUID:
    """The key that a form carries, so that it counts once however often it is sent; a new one where it is broken."""
    return uuid_from(request.POST.get("key", "")) or uuid.uuid4()


def uuid_from(text: str) -> uuid.UUID | None:
    """The id that a form names, or nothing."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def number_from(text: str) -> int | None:
    """A small whole number that was chosen, or nothing."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else None
