"""What stands beside the plan on a patient's page: visits, other treatments, consents."""

from __future__ import annotations

from typing import Any

import msgspec

from spinewise_web.clinic.pages import Desk
from spinewise_web.clinic.visit.consents import matters_of, missing_for
from spinewise_web.clinic.visit.treatments import kind_words
from spinewise_web.records.core import knowledge
from spinewise_web.records.given import given_of
from spinewise_web.records.models import VisitSession
from spinewise_web.records.reads.visits import consents_of, treatments_of, visits_of

SHOWN_VISITS = 20


class Came(msgspec.Struct, frozen=True, kw_only=True):
    """One visit in the list."""

    visit: Any
    given: tuple[str, ...]
    is_signed: bool
    events: int


def beside_the_plan(desk: Desk) -> dict[str, Any]:
    """Everything of it, in five queries."""
    said = consents_of(desk.user, desk.person)
    rows = treatments_of(desk.user, desk.person)
    return {
        "visits": [_came(visit) for visit in visits_of(desk.user, desk.person)[:SHOWN_VISITS]],
        "beside": rows,
        "treatments": [(row, kind_words(row)) for row in rows],
        "consents": matters_of(said),
        "unagreed": missing_for((item.intervention for item in desk.standing.items), said),
    }


def _came(visit: VisitSession) -> Came:
    kb = knowledge()
    return Came(
        visit=visit,
        given=tuple(kb.interventions[one.intervention].title.clinician for one in given_of(visit)),
        is_signed=bool(visit.notes.all()),
        events=len(visit.events.all()),
    )
