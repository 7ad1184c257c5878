"""The library: find, filter and read what there is; with a patient in hand, how it stands for them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from spinewise.motion import PRINT, draw_still
from spinewise_web.accounts.limits import limited
from spinewise_web.accounts.models import User
from spinewise_web.clinic.library.entries import entries_of, entry_of
from spinewise_web.clinic.library.found import Reading, card_of, filters_of, found_in, shelves_of
from spinewise_web.clinic.library.words import KINDS
from spinewise_web.clinic.pages import Desk, kept_nowhere, staff
from spinewise_web.design.figures import figures_of
from spinewise_web.records.core import at_work, knowledge
from spinewise_web.records.reads.course import patient_for
from spinewise_web.records.reads.own import clinic_of

AT_ONCE, MOST_SHOWN = 30, 300
FIGURE_KEPT_S = 24 * 60 * 60
View = Callable[[Reading], HttpResponse]


def library_page(view: View) -> Callable[[HttpRequest], HttpResponse]:
    """A page for those who work in a clinic; `?for=` names a patient whom they treat."""

    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        user = staff(request)
        desk = desk_for(request, user)
        clinic = desk.person.clinic if desk is not None else clinic_of(user)
        with at_work(clinic.pk if clinic else None):
            return kept_nowhere(view(Reading(request, user, desk)))

    return require_http_methods(["GET", "HEAD", "POST"])(limited("write")(answer))


def desk_for(request: HttpRequest, user: User) -> Desk | None:
    """The patient in hand.

    Raises:
        Http404: there is no such patient, or this user does not treat them.
    """
    said = request.GET.get("for", "")
    if not said:
        return None
    try:
        return Desk(request, patient_for(user, uuid.UUID(said)), user)
    except ValueError:
        raise Http404("Nobody is here.") from None


# -- the list


@library_page
def library(reading: Reading) -> HttpResponse:
    """Everything of one kind, narrowed by words and filters. With a patient in hand nothing of it is in an address."""
    found = list(found_in(reading))
    shelves = shelves_of(reading, len(found))
    upto = _upto(reading.asked.get("upto", ""))
    context = {
        "shelves": shelves,
        "elsewhere": "upto" not in reading.asked and any(one.hits for one in shelves),
        "filters": filters_of(reading),
        "words": reading.words,
        "cards": [card_of(one, name, reading) for name, one in found[:upto]],
        "count": len(found),
        "more": min(upto + AT_ONCE, len(found)) if len(found) > upto else 0,
    }
    if reading.request.headers.get("HX-Request") == "true":
        return reading.page("parts/library_found", context | {"anew": "shelves" in reading.asked})
    return reading.page("library", context)


def _upto(text: str) -> int:
    return min(int(text), MOST_SHOWN) if text.isascii() and text.isdigit() and len(text) < 4 else AT_ONCE


# -- one entry, one figure


@library_page
def entry(reading: Reading) -> HttpResponse:
    """One entry in full."""
    name = reading.asked.get("of", "")
    found = entry_of(reading.kind, name, reading.kb)
    if found is None:
        raise Http404("There is no such entry.")
    moves = "moves" in reading.asked
    drawn = (
        figures_of(reading.kb).exercise(name, "animation" if moves else "still") if found.kind == "exercises" else ""
    )
    context = {
        "entry": found,
        "figure": drawn,
        "moves": moves,
        "stand": reading.stands.get(name),
        "as_card": card_of(entries_of(reading.kind, reading.kb)[name], name, reading),
        "entry_address": reading.address("entry") + ("&" if reading.desk else "?"),
        "move_address": reading.address("entry", kind=reading.kind, of=name, moves="1"),
        "kind_title": KINDS[reading.kind],
    }
    if reading.request.headers.get("HX-Request") == "true":
        return reading.page("parts/library_figure", context)
    return reading.page("library_entry", context)


@require_safe
def figure(request: HttpRequest) -> HttpResponse:
    """The drawing of one exercise in plain colours; it changes only with the knowledge its address names."""
    user = staff(request)
    desk = desk_for(request, user)
    clinic = desk.person.clinic if desk is not None else clinic_of(user)
    with at_work(clinic.pk if clinic else None):
        kb = knowledge()
        name = request.GET.get("of", "")
        movement = figures_of(kb).movement(name) if name in kb.exercises else None
    if movement is None:
        raise Http404("There is no such drawing.")
    drawn = draw_still(movement, palette=PRINT, title=kb.exercises[name].title.patient)
    answer = HttpResponse(drawn, content_type="image/svg+xml")
    answer["Cache-Control"] = f"private, max-age={FIGURE_KEPT_S}"
    return answer
