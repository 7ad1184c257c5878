"""The first page: to each their own."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from spinewise_web.accounts.models import CLINICIANS, clinics_where, is_staff

STRANGER, CLINIC, OFFICE, PATIENT = "public:start", "clinic:today", "office:people", "portal:today"


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Who treats goes to who needs them, who only runs the clinic to the office, patients and carers to their day."""
    if not request.user.is_authenticated:
        return redirect(STRANGER)
    if clinics_where(request.user, *CLINICIANS).exists():
        return redirect(CLINIC)
    return redirect(OFFICE if is_staff(request.user) else PATIENT)
