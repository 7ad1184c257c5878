"""How often something may be done; the rates stand in the settings under `ACCOUNT_RATE_LIMITS`.

What strangers do is counted in the database, for all processes of the server together. What somebody writes who has
signed in is counted by each process for itself: that is against floods, and counting it in the database took longer
than the writing that was counted.
"""

from __future__ import annotations

import time
import uuid
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core import ratelimit
from allauth.core.internal.ratelimit import get_rates
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]
PROBE = "limits:probe"
MOST_PEOPLE = 10_000
_LATELY: OrderedDict[tuple[str, uuid.UUID], list[float]] = OrderedDict()


def limited(action: str) -> Callable[[View], View]:
    """A view that answers 429 when this action was done too often; looking (GET) is free."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return too_often(request, action) or view(request, *args, **kwargs)

        return answer

    return decorate


def too_often(request: HttpRequest, action: str) -> HttpResponse | None:
    """The refusal, when there is one."""
    if request.method == "GET":
        return None
    if action == "write" and request.user.is_authenticated:
        may = takes(action, request.user.pk, now_s=time.monotonic())
        return None if may else ratelimit.respond_429(request)
    key = request.POST.get("email", "").strip().lower()[:254] or "nobody"
    user = request.user if request.user.is_authenticated else None
    refusal = ratelimit.consume_or_429(request, action=action, key=key, user=user)
    return refusal if refusal and can_count() else None


def can_count() -> bool:
    """Whether anything can be noted at all: a full disk is told as what it is, and not as somebody's haste."""
    cache.set(PROBE, "1", 1)
    return cache.get(PROBE) is not None


def takes(action: str, user: uuid.UUID, *, now_s: float) -> bool:
    """Count once more, unless that would be more than the rates allow."""
    rates = get_rates(app="allauth.account", action=action, config=settings.ACCOUNT_RATE_LIMITS or {})
    longest_s = max((rate.duration for rate in rates), default=0)
    lately = [at for at in _LATELY.pop((action, user), []) if at > now_s - longest_s]
    may = all(sum(at > now_s - rate.duration for at in lately) < rate.amount for rate in rates)
    _LATELY[action, user] = [*lately, now_s] if may else lately
    while len(_LATELY) > MOST_PEOPLE:
        _LATELY.popitem(last=False)
    return may
