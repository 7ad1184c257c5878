"""Staff sign in with two factors."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from spinewise_web.accounts.models import Membership, User
from spinewise_web.accounts.prepared import Prepared

Answering = Callable[[HttpRequest], HttpResponse]
WITHOUT = ("/accounts/", "/health", "/static/")
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def staff_need_a_second_factor(get_response: Answering) -> Answering:
    """Whoever works in a clinic sees nothing of it before a second factor (code or passkey) is set up."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(WITHOUT) and lacks_second_factor(request.user):
            return redirect("mfa_index")
        return get_response(request)

    return answer


def lacks_second_factor(user: User | AnonymousUser) -> bool:
    """Whether this is staff with a password alone; one query."""
    if not user.is_authenticated:
        return False
    return LACKING.first(user=user.pk) is not None


def _lacking(user: uuid.UUID) -> QuerySet[User, Any]:
    works = Membership.objects.current().filter(user=OuterRef("pk"))
    has = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
    return User.objects.filter(pk=user).filter(Exists(works), ~Exists(has)).values_list("pk")


LACKING = Prepared(_lacking, user=uuid.UUID)
