"""What matters most is done by somebody who has just signed in: a browser that was left open is not enough."""

from __future__ import annotations

import time
from urllib.parse import urlencode

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

ASKED = "asked_again"


def asked_again(request: HttpRequest, *, why: str) -> HttpResponse | None:
    """Ask once more who it is, saying why, unless they have just shown it. Then this page comes back.

    What was pressed is not done by itself afterwards: nobody should find a copy that they no longer asked for. The
    answer is no 303, because it kept nothing and the same press counts afterwards.
    """
    if signed_in_just_now(request):
        return None
    request.session[ASKED] = {"at": request.path, "why": why}
    way = reverse("demo:sign_in" if settings.DEMO else "account_reauthenticate")
    return redirect(f"{way}?{urlencode({'next': request.path})}")


def came_back(request: HttpRequest) -> bool:
    """Whether they were asked from this page and have shown who they are; that is said once."""
    was_asked = request.session.get(ASKED, {}).get("at") == request.path
    if not was_asked or not signed_in_just_now(request):
        return False
    del request.session[ASKED]
    return True


def signed_in_just_now(request: HttpRequest) -> bool:
    """Whether a password, a code or a passkey was given in the last minutes."""
    oldest = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
    return any(one["at"] > oldest for one in get_authentication_records(request, request.user))
