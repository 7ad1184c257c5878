"""What somebody typed outlives an expired session, an old form and a full disk: it is shown, and sent with a press."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from allauth.core import ratelimit
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.csrf import csrf_failure
from django.views.defaults import server_error

from spinewise_web.accounts.models import User
from spinewise_web.accounts.typed import has_typed, keep_typed, take_typed
from spinewise_web.portal.patient.signed_out import alarm_for_nobody
from spinewise_web.records.models import Person

Answering = Callable[[HttpRequest], HttpResponse]
TOKEN = "csrfmiddlewaretoken"  # noqa: S105  # the name of a field
SECRET = ("/accounts/", "/join/")  # passwords and codes are never shown again
SHOWN, FORBIDDEN, NOT_SHOWN_ALONE, NO_ROOM = 200, 403, 405, 507
LOG = logging.getLogger(__name__)


def typed_survives(get_response: Answering) -> Answering:
    """Put a form aside whose sender has to sign in first, and hand it over on the same address afterwards.

    A page that fills in its own form takes what was typed itself. It is shown to nobody who may not see the page.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method == "POST" and _is_sent_to_sign_in(request, response):
            _put_aside(request)
        if request.method == "GET" and request.user.is_authenticated and has_typed(request) == request.path:
            return _handed_over(request, response)
        return response

    return answer


def _is_sent_to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    if request.user.is_authenticated or request.path.startswith(SECRET):
        return False
    return response.headers.get("Location", "").startswith(str(settings.LOGIN_URL))


def _put_aside(request: HttpRequest) -> None:
    if has_typed(request) != request.path and ratelimit.consume(request, action="public"):
        keep_typed(request)


def _handed_over(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    may = response.status_code == SHOWN or (response.status_code == NOT_SHOWN_ALONE and _may_see_all(request))
    typed = take_typed(request) if may else None
    return _page(request, typed, status=SHOWN) if typed else response


def _may_see_all(request: HttpRequest) -> bool:
    """Whether every row that the address names is there for this user; the page itself cannot be asked."""
    match = request.resolver_match
    if match is None:
        return False
    named = {name.removesuffix("_id"): value for name, value in match.kwargs.items()}
    models: dict[str, Any] = {one.__name__.lower(): one for one in apps.get_app_config("records").get_models()}
    if not named.keys() <= models.keys():
        return False
    own = match.namespace == "portal"
    return all(_read_by(request.user, models[name], own=own).filter(pk=pk).exists() for name, pk in named.items())


def _read_by(user: User | AnonymousUser, model: Any, *, own: bool) -> Any:
    """The rows of which somebody reads what is said about health; an administrator finds people and reads none."""
    if model is Person:
        return Person.objects.followed_by(user) if own else Person.objects.treated_by(user)
    return model.objects.visible_to(user)


class KeptOrTold:
    """Say so when the database could not keep a form (a full disk, a lost connection), and hand it back.

    A sign of danger that was ticked is answered all the same: nobody may be told of it, and it acts at once.
    """

    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """The form, where the trouble is the database's and the form is one of ours."""
        return _not_kept(request, problem)


def _not_kept(request: HttpRequest, problem: BaseException | None) -> HttpResponse | None:
    is_the_databases = isinstance(problem, DatabaseError | InterfaceError)
    if not is_the_databases or request.method != "POST" or request.path.startswith(SECRET):
        return None
    LOG.error("%s could not be kept: %s", request.path, type(problem).__name__)
    return alarm_for_nobody(request) or _page(request, request.POST, status=NO_ROOM)


def gone_wrong(request: HttpRequest) -> HttpResponse:
    """What nothing else answered.

    A database that is not there is missed before any page is: nobody knows yet who asks. What they typed is handed
    back all the same, when the browser vouches that it comes from a page of ours.
    """
    problem, told = sys.exc_info()[1], None
    if _is_ours(request):
        request.user = AnonymousUser()
        with suppress(DatabaseError, InterfaceError):
            told = _not_kept(request, problem)
    return told or server_error(request)


def _is_ours(request: HttpRequest) -> bool:
    """A browser says this itself; no page can make it say so."""
    return request.headers.get("Sec-Fetch-Site") == "same-origin"


def form_grown_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a form without its token. When the browser vouches that it comes from a page of ours, nothing typed is
    lost: it is shown with a button that sends it again."""
    is_ours = _is_ours(request) and not request.path.startswith(SECRET)
    if is_ours and not request.FILES and set(request.POST) - {TOKEN}:
        return _page(request, request.POST, status=FORBIDDEN)
    return csrf_failure(request, reason=reason)


def _page(request: HttpRequest, typed: QueryDict, *, status: int) -> HttpResponse:
    fields = [(name, word) for name, words in typed.lists() for word in words if name != TOKEN]
    said = [word for _name, word in fields if " " in word.strip()]
    shown = {"fields": fields, "said": said, "old": status == FORBIDDEN, "no_room": status == NO_ROOM}
    response = render(request, "typed/waits.html", shown, status=status)
    response["Cache-Control"] = "no-store, private"
    return response
