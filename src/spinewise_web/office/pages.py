"""What every page of the office begins with: who looks, and which clinic it is about."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from functools import cached_property, wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from spinewise_web.accounts.limits import limited
from spinewise_web.accounts.models import CLINICIANS, Clinic, Role, User, roles_in
from spinewise_web.clinic.pages import go_to, kept_nowhere, staff
from spinewise_web.records.models import Person
from spinewise_web.records.reads.people import administered, clinics_for

View = Callable[..., HttpResponse]
CHOSEN = "office"


class Office:
    """One request of the office."""

    def __init__(self, request: HttpRequest, user: User, clinic: Clinic, clinics: list[Clinic]) -> None:
        self.request, self.user, self.clinic, self.clinics = request, user, clinic, clinics
        self.now: dt.datetime = timezone.now()

    @cached_property
    def roles(self) -> frozenset[str]:
        """What the one who looks does in this clinic."""
        return roles_in(self.user, self.clinic.pk)

    @property
    def administers(self) -> bool:
        """Whether they may change something."""
        return Role.ADMINISTRATOR in self.roles

    @property
    def treats(self) -> bool:
        """Whether they treat patients too."""
        return bool(self.roles & set(CLINICIANS))

    def page(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        """The page, with what the frame around it needs."""
        shown = {"office": self, "clinic": self.clinic, "clinics": self.clinics} | context
        return render(self.request, f"office/{template}.html", shown, status=status)

    def go(self, name: str, *, said: str = "", person: Person | None = None) -> HttpResponse:
        """On to another page after something was kept, with a line about it."""
        args = [person.pk] if person else []
        return go_to(self.request, reverse(f"office:{name}", args=args), said=said)

    def home(self) -> HttpResponse:
        """On to the first page of whoever looks, for those who have just left the office."""
        return go_to(self.request, reverse("home"))


def office_page(*methods: str, roles: tuple[str, ...] = (Role.ADMINISTRATOR,)) -> Callable[[View], View]:
    """A page of the office. It exists for those who have such a role somewhere, and is kept in no cache."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, **named: uuid.UUID) -> HttpResponse:
            user = staff(request)
            about = [administered(user, named["person_id"])] if "person_id" in named else []
            office = _office(request, user, roles, about)
            with timezone.override(office.clinic.tzinfo):
                return kept_nowhere(view(office, *about))

        return require_http_methods(list(methods))(limited("write")(answer))

    return decorate


def _office(request: HttpRequest, user: User, roles: tuple[str, ...], about: list[Person]) -> Office:
    """The clinic that was chosen last, or the first; about a patient always theirs.

    Raises:
        Http404: there is none.
    """
    clinics = clinics_for(user, *roles)
    wanted = str(about[0].clinic_id) if about else request.GET.get("clinic") or request.session.get(CHOSEN, "")
    clinic = next((one for one in clinics if str(one.pk) == wanted), None) or next(iter(clinics), None)
    if clinic is None:
        raise Http404("Nothing is here.")
    if request.GET.get("clinic") and request.session.get(CHOSEN) != str(clinic.pk):
        request.session[CHOSEN] = str(clinic.pk)
    return Office(request, user, clinic, clinics)
