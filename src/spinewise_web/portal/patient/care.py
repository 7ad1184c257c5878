"""When something may be serious, and when it is a bad day: the instruction, the note for a doctor, the lighter plan."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
from django.http import HttpResponse
from django.utils.translation import gettext as _

from spinewise.documents.sheet import instruction_sheet
from spinewise.documents.signs import stop_signs
from spinewise.knowledge.ladders import Care, Level, Urgency
from spinewise.plan.clear import clear
from spinewise_web.portal.patient.figures import figure_for
from spinewise_web.portal.patient.lighter import DAYS, KEY, is_lighter
from spinewise_web.portal.patient.pages import Here, patient_page
from spinewise_web.portal.patient.questions import FLARE, is_open
from spinewise_web.portal.public.results import alarm_of
from spinewise_web.records.actions.contact import note_after_instruction
from spinewise_web.records.actions.days import LATE_DAYS
from spinewise_web.records.actions.flares import end_flare_up, lighten
from spinewise_web.records.actions.people import set_settings
from spinewise_web.records.core import knowledge
from spinewise_web.records.models import AfterInstruction
from spinewise_web.records.reads.course import after_instruction, days_of

What = AfterInstruction.What
LATELY = dt.timedelta(days=LATE_DAYS)
LESSON = "lessons/flare_up"
EASING = ("general/position_of_ease", "general/ease_side_lying")


class Ease(msgspec.Struct, frozen=True, kw_only=True):
    """A position to rest in."""

    title: str
    steps: tuple[str, ...]
    figure: Any


def alarm_page(here: Here) -> HttpResponse:
    """One instruction, one number, what to do, the note for the hospital, who is (not) watching.

    Whoever comes back to it is asked whether they went.
    """
    clinic = here.person.clinic
    context = {"number": clinic.emergency_phone, "clinic": clinic, "is_open": clinic.is_open(here.now)} | _asked(here)
    context["kept"] = [one.key for one in days_of(here.user, here.person, since=here.today - LATELY)]
    if here.is_own and here.found.urgency.at_least(Urgency.URGENT):
        return here.page("alarm", context | {"alarm": alarm_of(here.found, here.answers, knowledge()), "undo": True})
    return here.page("alarm_for_carer", context | _told_to_carers(here))


def _asked(here: Here) -> dict[str, Any]:
    """What was said about going, once the instruction has been seen before; the first time, that it was shown."""
    said = after_instruction(here.user, here.person)
    if not said and here.request.method == "GET":
        note_after_instruction(person=here.person, what=What.SHOWN, by=here.user, now=here.now)
    last = said[-1] if said else None
    return {"asks": last is not None, "said": last if last and last.what != What.SHOWN else None}


@patient_page("POST", while_locked=True)
def went(here: Here) -> HttpResponse:
    """Keep whether they went, and show the instruction again: it stands until a clinician has looked."""
    said = here.request.POST.get("went", "")
    if said in (What.WENT, What.NOT_YET, What.CANNOT):
        note_after_instruction(person=here.person, what=said, by=here.user, now=here.now)
    return here.go("day")


def _told_to_carers(here: Here) -> dict[str, Any]:
    """What somebody who does not see the answers is told: the instruction itself."""
    episode = here.standing.episode
    care = Care(episode.care) if episode and episode.care else Care.URGENT_INSTRUCTION
    return {
        "text": knowledge().care_text(care),
        "level": "emergency" if care is Care.EMERGENCY_INSTRUCTION else "urgent",
    }


@patient_page("GET", "HEAD", while_locked=True)
def note(here: Here) -> HttpResponse:
    """The note for whoever receives the person, on paper."""
    if not here.is_own or not here.found.flags:
        return here.go("day")
    pdf = instruction_sheet(here.found, knowledge(), today=here.today, answers=here.answers)
    said = {"Content-Disposition": 'attachment; filename="note-for-the-doctor.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=said)


@patient_page("GET", "HEAD", "POST")
def flare_up(here: Here) -> HttpResponse:
    """It's a bad day: the safety questions first, then today's lighter plan."""
    if not here.is_own:
        return here.page("flare_carer", {"at": "today", "stop_now": stop_signs(here.answers, knowledge())})
    if "usual" in here.request.POST:
        return _lighter_or_not(here)
    if is_open(here, FLARE):
        signs = stop_signs(here.answers, knowledge())
        return here.page("flare_start", {"at": "today", "stop_now": signs, "lighter": is_lighter(here)})
    if here.request.method == "POST":
        return _lighter_or_not(here)
    return here.page("flare_plan", _context(here))


def _lighter_or_not(here: Here) -> HttpResponse:
    """Half of everything for two days, or back to the usual."""
    wanted = "usual" not in here.request.POST
    settings = {name: value for name, value in here.person.settings.items() if name != KEY}
    until = {KEY: (here.today + DAYS).isoformat()} if wanted else {}
    set_settings(person=here.person, settings=settings | until, by=here.user, now=here.now)
    if wanted:
        lighten(person=here.person, until=here.today + DAYS, by=here.user, now=here.now)
    else:
        end_flare_up(person=here.person, by=here.user, now=here.now)
    return here.go("day", said=_("Your days are lighter until tomorrow.") if wanted else _("Back to your usual plan."))


def _context(here: Here) -> dict[str, Any]:
    kb = knowledge()
    return {
        "at": "today",
        "lesson": kb.lessons[LESSON],
        "steps": kb.safety.flare_up[1:-1],  # the first is answered by now, the last stands beside the way to the clinic
        "easing": easing(here),
        "lighter": is_lighter(here),
        "plan": here.standing.plan,
    }


def easing(here: Here) -> list[Ease]:
    """Positions to rest in that the core clears for this person."""
    kb = knowledge()
    cleared = {one.intervention for one in clear(here.answers, here.found, kb) if one.level is Level.GO}
    return [
        Ease(
            title=kb.exercises[name].title.patient,
            steps=kb.exercises[name].steps,
            figure=figure_for(name, "still", here.person),
        )
        for name in EASING
        if name in cleared
    ]
