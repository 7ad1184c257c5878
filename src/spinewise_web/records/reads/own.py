"""What a clinic added for itself, as `user` may see it."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from spinewise_web.accounts.models import CLINICIANS, Clinic, Somebody, clinics_where
from spinewise_web.records.core import planned
from spinewise_web.records.models import OwnExercise, Person, PlanTemplate, PlanVersion


def clinic_of(user: Somebody) -> Clinic | None:
    """The clinic in which somebody treats people: the first by name, where it is several."""
    found: Clinic | None = Clinic.objects.filter(pk__in=clinics_where(user, *CLINICIANS)).order_by("name", "pk").first()
    return found


def own_exercises(user: Somebody, clinic: Clinic) -> QuerySet[OwnExercise, Any]:
    """Every exercise of the clinic that none replaces, by name."""
    rows = OwnExercise.objects.visible_to(user).filter(clinic=clinic, replaced_by=None)
    return rows.select_related("made_by", "reviewed_by", "withdrawn_by").order_by("name", "made_at")


def own_exercise_for(user: Somebody, said: str) -> OwnExercise:
    """One own exercise.

    Raises:
        Http404: there is none of this id in a clinic where this user treats people.
    """
    rows = OwnExercise.objects.visible_to(user).select_related("made_by", "reviewed_by", "withdrawn_by", "clinic")
    found: OwnExercise = _found(rows, said)
    return found


def people_doing(user: Somebody, exercise: OwnExercise) -> list[Person]:
    """Everybody with an open plan that holds it, by name."""
    rows = PlanVersion.objects.visible_to(user).holding(exercise.intervention)
    plans = rows.filter(person__clinic=exercise.clinic_id).select_related("person")
    found = {one.person_id: one.person for one in plans if exercise.intervention in planned(one)}
    return sorted(found.values(), key=lambda one: (one.name, one.pk))


def templates_of(user: Somebody, clinic: Clinic) -> QuerySet[PlanTemplate, Any]:
    """The plans that a clinic likes to begin from, by name."""
    return PlanTemplate.objects.visible_to(user).kept().filter(clinic=clinic).select_related("made_by")


def template_for(user: Somebody, said: str) -> PlanTemplate:
    """One template that was not put away.

    Raises:
        Http404: there is none of this id in a clinic where this user treats people.
    """
    found: PlanTemplate = _found(PlanTemplate.objects.visible_to(user).kept(), said)
    return found


def _found(rows: QuerySet[Any, Any], said: str) -> Any:
    try:
        row = rows.filter(pk=uuid.UUID(said)).first()
    except ValueError:
        row = None
    if row is None:
        raise Http404("There is no such thing here.")
    return row
