"""The first page: to each their own."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from spinewise_web.accounts.models import is_staff

STRANGER, CLINIC, PATIENT = "public:start", "clinic:today", "portal:today"


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """Staff go to who needs them, patients and carers to their own day, everybody else to the check."""
    if not request.user.is_authenticated:
        return redirect(STRANGER)
    return redirect(CLINIC if is_staff(request.user) else PATIENT)
