"""How somebody likes to see the pages: light or dark, and how large. Kept in their own browser and nowhere else."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

COOKIE = "look"
KEPT_S = 365 * 24 * 60 * 60
THEMES = {"": _("As my device"), "light": _("Light"), "dark": _("Dark")}
SIZES = {"": _("Usual"), "large": _("Large"), "larger": _("Larger")}


class Look(NamedTuple):
    """The two choices; empty is what the device says."""

    theme: str = ""
    text: str = ""


def look_of(request: HttpRequest | None) -> Look:
    """What was chosen; whatever cannot be read counts as nothing chosen."""
    said = request.COOKIES.get(COOKIE, "") if request is not None else ""
    theme, _colon, text = said.partition(":")
    return Look(theme if theme in THEMES else "", text if text in SIZES else "")


@login_not_required
@require_POST
def choose_look(request: HttpRequest) -> HttpResponse:
    """Keep a choice and go back to the page where it was made."""
    now = look_of(request)
    theme, text = request.POST.get("theme", now.theme), request.POST.get("text", now.text)
    chosen = Look(theme if theme in THEMES else now.theme, text if text in SIZES else now.text)
    answer = redirect(_way_back(request))
    answer.set_cookie(
        COOKIE, ":".join(chosen), max_age=KEPT_S, httponly=True, samesite="Lax", secure=request.is_secure()
    )
    return answer


def _way_back(request: HttpRequest) -> str:
    said = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(said, allowed_hosts={request.get_host()}, require_https=False)
    return said if said.startswith("/") and is_ours else "/"
