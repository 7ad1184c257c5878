"""Signing in by a link in a mail: for patients and carers, who have no password to forget."""

from __future__ import annotations

import datetime as dt

from allauth.account.utils import perform_login
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.mail import send_mail
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from spinewise_web.accounts.limits import limited
from spinewise_web.accounts.models import SignInLink, User, is_staff
from spinewise_web.accounts.tokens import digest_of_token, new_token

LINK_LIVES = dt.timedelta(minutes=30)


class AskForLink(forms.Form):
    """To which address the link should go."""

    email = forms.EmailField(
        max_length=254,
        error_messages={
            "required": gettext_lazy("Enter your e-mail address"),
            "invalid": gettext_lazy("Enter an e-mail address such as name@example.org"),
        },
    )


@login_not_required
@require_http_methods(["GET", "POST"])
@limited("sign_in_link")
def ask_for_link(request: HttpRequest) -> HttpResponse:
    """Ask for a link. The answer is the same whether the address is known or not."""
    form = AskForLink(request.POST or None)
    if not form.is_valid():
        return render(request, "accounts/ask_for_link.html", {"form": form})
    user = User.objects.filter(email=form.cleaned_data["email"].lower(), is_active=True).first()
    if user is not None and not is_staff(user):
        send_link(request, user, now=timezone.now())
    return redirect("sign_in_link_sent")


@login_not_required
@require_http_methods(["GET"])
def link_sent(request: HttpRequest) -> HttpResponse:
    """What to do now."""
    return render(request, "accounts/link_sent.html", {"minutes": int(LINK_LIVES.total_seconds() // 60)})


def send_link(request: HttpRequest, user: User, *, now: dt.datetime) -> None:
    """One mail with one link that works once."""
    token = new_token()
    SignInLink.objects.create(user=user, token_digest=digest_of_token(token), expires_at=now + LINK_LIVES)
    address = request.build_absolute_uri(reverse("sign_in_by_link", args=[token]))
    said = {"address": address, "minutes": int(LINK_LIVES.total_seconds() // 60), "user": user}
    send_mail(_("Your link to sign in"), render_to_string("accounts/link_mail.txt", said), None, [user.email])


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Looking at the link changes nothing, because mail programs look at links; the button signs in."""
    if request.method == "GET":
        return render(request, "accounts/use_link.html", {"usable": usable_link(token, now=timezone.now()) is not None})
    user = use_link(token, now=timezone.now())
    if user is None:
        return render(request, "accounts/use_link.html", {"usable": False}, status=410)
    answer: HttpResponse = perform_login(request, user)
    return answer


def usable_link(token: str, *, now: dt.datetime) -> SignInLink | None:
    """The link behind a token, while it may be used."""
    rows = SignInLink.objects.filter(token_digest=digest_of_token(token), used_at=None, expires_at__gt=now)
    return rows.select_related("user").filter(user__is_active=True).first()


def use_link(token: str, *, now: dt.datetime) -> User | None:
    """Use a link up; None when that cannot be done, also when somebody else was quicker."""
    with transaction.atomic():
        link = usable_link(token, now=now)
        if link is None or is_staff(link.user):
            return None
        used = SignInLink.objects.filter(pk=link.pk, used_at=None).update(used_at=now)
        return link.user if used else None
