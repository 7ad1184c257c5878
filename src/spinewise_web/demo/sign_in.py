"""Signing in by one button as one of the demo's invented people: at this machine, and only where the demo runs."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

import msgspec
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from spinewise_web.accounts.fresh import ASKED
from spinewise_web.accounts.models import User
from spinewise_web.demo.stories import STORIES

DOMAIN = "@demo.example"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
THIS_MACHINE = ("127.0.0.1", "::1")
STAFF = (
    ("therapist", "Jo Therapist", gettext_lazy("Treats everybody here: begin with her.")),
    ("supervisor", "Kim Supervisor", gettext_lazy("Looks over the therapist's shoulder.")),
    ("admin", "Robin Admin", gettext_lazy("Invites people and reads no health.")),
)
View = Callable[[HttpRequest], HttpResponse]


class Somebody(msgspec.Struct, frozen=True, kw_only=True):
    """One of the demo's people, and where they are in their care."""

    who: str
    name: str
    about: str


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """People of one kind."""

    title: str
    people: tuple[Somebody, ...]


def groups() -> tuple[Group, ...]:
    """Everybody, by what they are."""
    staff = tuple(Somebody(who=who, name=name, about=str(about)) for who, name, about in STAFF)
    patients = tuple(Somebody(who=first(one.name), name=one.name, about=one.about) for one in STORIES)
    helping = [(*one.carer, one.name) for one in STORIES if one.carer]
    carers = tuple(
        Somebody(who=first(name), name=name, about=_("%(patient)s's %(relation)s.") % {"patient": who, "relation": as_})
        for name, as_, who in helping
    )
    titles = (_("The clinic"), _("Patients"), _("Carers"))
    return tuple(Group(title=title, people=some) for title, some in zip(titles, (staff, patients, carers), strict=True))


def first(name: str) -> str:
    """The first name, as it stands in the address of a mail."""
    return name.split(maxsplit=1)[0].lower()


def people_in_words() -> str:
    """Everybody, for a terminal."""
    lines = []
    for group in groups():
        lines += [group.title, *(f"  {one.name:16} {one.about}" for one in group.people)]
    return "\n".join(lines)


def only_in_the_demo(view: View) -> View:
    """Not there unless this process was started as the demo, and the browser runs on this machine."""

    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        if not settings.DEMO or request.META.get("REMOTE_ADDR") not in THIS_MACHINE:
            raise Http404
        return view(request)

    return login_not_required(never_cache(answer))


@only_in_the_demo
@require_http_methods(["GET", "HEAD"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Who would you like to be?"""
    asked = request.session.get(ASKED, {})
    wanted = request.GET.get("next", "")
    shown = {"groups": groups(), "next": wanted, "why": asked.get("why", "") if asked.get("at") == wanted else ""}
    return render(request, "demo/sign_in.html", shown)


@only_in_the_demo
@require_http_methods(["POST"])
def be(request: HttpRequest) -> HttpResponse:
    """Be somebody else from here on. Staff need no code here; their second factor is there all the same."""
    user = User.objects.filter(email=f"{request.POST.get('who', '')}{DOMAIN}", is_active=True).first()
    if user is None:
        raise Http404
    wanted, is_still = request.POST.get("next", ""), request.user == user
    login(request, user, backend=BACKEND)
    record_authentication(request, user, method="demo")
    return redirect(wanted if is_still and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "home")
