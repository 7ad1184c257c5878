"""What this clinic added itself: its own exercises, written by one clinician and reviewed by another; its templates."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from spinewise.documents.words import dose_line
from spinewise.errors import KnowledgeError
from spinewise_web.accounts.limits import limited
from spinewise_web.accounts.models import Clinic, User
from spinewise_web.clinic.library.own_form import errors_from, form_of, lacking, words_from
from spinewise_web.clinic.pages import go_to, kept_nowhere, staff
from spinewise_web.clinic.plan.edits import titles_of
from spinewise_web.design.answers import CONFLICT, UNREADABLE
from spinewise_web.records.actions.base import NotAllowed
from spinewise_web.records.actions.own import add_own_exercise, put_away_template, review_own_exercise
from spinewise_web.records.actions.withdrawing import withdraw_own_exercise
from spinewise_web.records.core import at_work, knowledge
from spinewise_web.records.models import WHY_LETTERS, OwnExercise
from spinewise_web.records.own import as_written, is_graded
from spinewise_web.records.reads.own import (
    clinic_of,
    own_exercise_for,
    own_exercises,
    people_doing,
    template_for,
    templates_of,
)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("write")
def own(request: HttpRequest) -> HttpResponse:
    """Everything that the clinic added, and what waits for a second pair of eyes."""
    user, clinic = _who(request)
    with at_work(clinic.pk):
        if request.method == "POST":
            return _sent(request, user, clinic)
        return _listed(request, user, clinic)


def _who(request: HttpRequest) -> tuple[User, Clinic]:
    user = staff(request)
    clinic = clinic_of(user)
    if clinic is None:
        raise Http404("Nothing is here.")
    return user, clinic


def _listed(request: HttpRequest, user: User, clinic: Clinic, *, says: str = "", status: int = 200) -> HttpResponse:
    templates = [
        (row, titles_of((item["intervention"] for item in row.items), knowledge()))
        for row in templates_of(user, clinic)
    ]
    context: dict[str, Any] = {
        "at": "library",
        "clinic": clinic,
        "exercises": list(own_exercises(user, clinic)),
        "templates": templates,
        "says": says,
    }
    return kept_nowhere(render(request, "clinic/own.html", context, status=status))


def _sent(request: HttpRequest, user: User, clinic: Clinic) -> HttpResponse:
    address, now = reverse("clinic:own"), timezone.now()
    try:
        if request.POST.get("act") == "put_away":
            row = template_for(user, request.POST.get("template", ""))
            put_away_template(template=row, by=user, now=now)
            return go_to(request, address, said=_("Put away. Plans that came from it stay as they are."))
        exercise = own_exercise_for(user, request.POST.get("exercise", ""))
        review_own_exercise(exercise=exercise, by=user, now=now)
    except NotAllowed as problem:
        return _listed(request, user, clinic, says=str(problem), status=CONFLICT)
    return go_to(request, address, said=_("Reviewed. It can be put into plans now."))


# -- one exercise


@require_http_methods(["GET", "HEAD", "POST"])
@limited("write")
def exercise(request: HttpRequest) -> HttpResponse:
    """Write an exercise, read one, write the one that takes its place, or withdraw it."""
    user, clinic = _who(request)
    said = request.GET.get("of", "")
    old = own_exercise_for(user, said) if said else None
    clinic = old.clinic if old else clinic
    with at_work(clinic.pk):
        if request.method == "POST" and old and request.POST.get("act") == "withdraw":
            return _withdrawn(request, user, old)
        if request.method == "POST":
            return _kept(request, user, clinic, old)
        return _form(request, old.words if old else {}, {}, old=old)


def _withdrawn(request: HttpRequest, user: User, old: OwnExercise) -> HttpResponse:
    why = request.POST.get("why", "").strip()
    errors = {} if why else {"why": _("Say why it is withdrawn")}
    if len(why) > WHY_LETTERS:
        errors = {"why": _("Shorten this: %(most)s letters fit") % {"most": WHY_LETTERS}}
    if errors:
        return _form(request, old.words, errors, old=old, status=UNREADABLE)
    try:
        withdraw_own_exercise(exercise=old, why=why, by=user, now=timezone.now())
    except NotAllowed as problem:
        return _form(request, old.words, {"why": str(problem)}, old=old, status=CONFLICT)
    address = f"{reverse('clinic:own_exercise')}?of={old.pk}"
    return go_to(request, address, said=_("Withdrawn. Plans that hold it keep it, held until you change them."))


def _kept(request: HttpRequest, user: User, clinic: Clinic, old: OwnExercise | None) -> HttpResponse:
    words = words_from(request.POST)
    errors = lacking(words)
    if errors:
        return _form(request, words, errors, old=old, status=UNREADABLE)
    try:
        made = add_own_exercise(clinic=clinic, words=words, by=user, now=timezone.now(), replaces=old)
    except KnowledgeError as problem:
        return _form(request, words, errors_from(problem), old=old, status=UNREADABLE)
    except NotAllowed as problem:
        return _form(request, words, {"name": str(problem)}, old=old, status=CONFLICT)
    if made.is_graded:
        said = _("Kept. A colleague reviews it before it can be put into plans.")
    else:
        said = _("Kept. Something it asks of the body is not graded yet, so it is held for everybody.")
    return go_to(request, reverse("clinic:own"), said=said)


def _form(
    request: HttpRequest, words: Any, errors: dict[str, str], *, old: OwnExercise | None, status: int = 200
) -> HttpResponse:
    listed = [{"at": f"in-{name}", "says": says} for name, says in errors.items()]
    context: dict[str, Any] = {
        "at": "library",
        "form": form_of(words, errors, knowledge(), but=old.intervention if old else ""),
        "errors": listed,
        "old": old,
        "people": people_doing(request.user, old) if old else (),
        "why": request.POST.get("why", ""),
        "dose": _dose_of(old),
        "graded": is_graded(words),
    }
    return kept_nowhere(render(request, "clinic/own_exercise.html", context, status=status))


def _dose_of(row: OwnExercise | None) -> str:
    if row is None:
        return ""
    return dose_line(as_written(row.words, row.intervention, knowledge()).dose.start)
