"""Staff sign in with two factors."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from spinewise_web.accounts.models import User

Answering = Callable[[HttpRequest], HttpResponse]
WITHOUT = ("/accounts/", "/health", "/static/")


def staff_need_a_second_factor(get_response: Answering) -> Answering:
    """Whoever works in a clinic sees nothing of it before a second factor (code or passkey) is set up."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(WITHOUT) and isinstance(request.user, User) and request.user.lacks_second_factor:
            return redirect("mfa_index")
        return get_response(request)

    return answer
