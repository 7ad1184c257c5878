"""How often something may be done; the rates stand in the settings under `ACCOUNT_RATE_LIMITS`."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def limited(action: str) -> Callable[[View], View]:
    """A view that answers 429 when this action was done too often; looking (GET) is free."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            key = request.POST.get("email", "").strip().lower()[:254] or "nobody"
            user = request.user if request.user.is_authenticated else None
            too_often = ratelimit.consume_or_429(request, action=action, key=key, user=user)
            return too_often or view(request, *args, **kwargs)

        return answer

    return decorate
