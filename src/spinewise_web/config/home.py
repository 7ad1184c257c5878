"""The first page after signing in: to each their own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse

from spinewise_web.accounts.models import is_staff

CLINIC_HOME, PATIENT_HOME = "clinic:today", "portal:today"


def home(request: HttpRequest) -> HttpResponse:
    """Staff go to who needs them, everybody else to their own day."""
    try:
        return redirect(reverse(CLINIC_HOME if is_staff(request.user) else PATIENT_HOME))
    except NoReverseMatch:
        return render(request, "base.html")
