"""Answering an invitation: the page behind the link in the mail."""

from __future__ import annotations

from allauth.account.utils import perform_login
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from spinewise_web.accounts.models import Invitation
from spinewise_web.records.actions.base import NotAllowed
from spinewise_web.records.actions.people import STAFF, accept_invitation, usable_invitation

GONE = 410


class ChoosePassword(forms.Form):
    """Staff sign in with a password and a second factor, which they set up next."""

    password = forms.CharField(
        widget=forms.PasswordInput, error_messages={"required": gettext_lazy("Enter a password")}
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class JustJoin(forms.Form):
    """Patients and carers sign in by a link in a mail: there is nothing to fill in."""


def form_for(invitation: Invitation, request: HttpRequest) -> forms.Form:
    """What has to be filled in to become this."""
    kind = ChoosePassword if invitation.into in STAFF else JustJoin
    return kind(request.POST if request.method == "POST" else None)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing; sending the form makes the account and signs in."""
    now = timezone.now()
    invitation = usable_invitation(token, now=now)
    if invitation is None:
        return render(request, "joining/gone.html", status=GONE)
    form = form_for(invitation, request)
    if not form.is_valid():
        return render(request, "joining/join.html", {"form": form, "invitation": invitation})
    try:
        user = accept_invitation(token=token, now=now, password=form.cleaned_data.get("password"))
    except NotAllowed:
        return render(request, "joining/gone.html", status=GONE)
    answer: HttpResponse = perform_login(request, user)
    return answer
