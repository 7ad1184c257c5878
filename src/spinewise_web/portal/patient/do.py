"""Do: one exercise, followed along with script or read without, and what became of it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

import msgspec
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spinewise.documents.handout import watch_words
from spinewise.documents.signs import stop_signs
from spinewise.plan.clear import clear
from spinewise.plan.keep import easier_for
from spinewise.plan.types import Item
from spinewise_web.accounts.typed import take_typed
from spinewise_web.portal.patient.day import is_today, slots_on, task_of
from spinewise_web.portal.patient.figures import figure_for
from spinewise_web.portal.patient.follow import following
from spinewise_web.portal.patient.lighter import dose_for, is_lighter
from spinewise_web.portal.patient.pages import Here, key_from, number_from, patient_page, uuid_from
from spinewise_web.records.actions.days import record_exercise
from spinewise_web.records.core import knowledge, named
from spinewise_web.records.models import ExerciseLog, PlanVersion
from spinewise_web.records.reads.course import LOGGED_PLAN, exercises_of

UNREADABLE = 422
NOTE_LETTERS = 1000
REASONS = {
    ExerciseLog.Reason.NO_TIME: gettext_lazy("No time"),
    ExerciseLog.Reason.PAIN: gettext_lazy("Too sore"),
    ExerciseLog.Reason.TIRED: gettext_lazy("Tired"),
    ExerciseLog.Reason.UNSURE: gettext_lazy("Not sure how"),
    ExerciseLog.Reason.OTHER: gettext_lazy("Something else"),
}
SAID = {
    ExerciseLog.Outcome.DONE: gettext_lazy("Saved. “%(title)s” is done."),
    ExerciseLog.Outcome.NOT_TODAY: gettext_lazy("Saved. “%(title)s” waits for another day."),
    ExerciseLog.Outcome.TOO_MUCH: gettext_lazy("Saved. Your therapist sees that “%(title)s” was too much."),
}


class Easier(msgspec.Struct, frozen=True):
    """An easier step of the same ladder that suits this person now."""

    id: str
    title: str


@patient_page("GET", "HEAD", "POST", while_locked=True)
def do(here: Here, exercise: str) -> HttpResponse:
    """Follow along, and say how it went. What happened is kept also when the plan was locked meanwhile."""
    if here.request.method == "POST":
        return _kept(here, exercise)
    if here.standing.is_locked:
        return here.go("day")
    return _show(here, item_of(here, exercise), take_typed(here.request) or QueryDict())


def item_of(here: Here, exercise: str) -> Item:
    """The item of the plan in force.

    Raises:
        Http404: there is none of this name, or it is held or done in the clinic.
    """
    for item in here.standing.items:
        if item.intervention == exercise and not item.in_clinic:
            return item
    raise Http404("This is not in your plan.")


def _show(here: Here, item: Item, filled: QueryDict, errors: dict[str, str] | None = None) -> HttpResponse:
    context = _context(here, item, filled) | {
        "errors": [{"at": at, "says": says} for at, says in (errors or {}).items()]
    }
    return here.page("do", context, status=UNREADABLE if errors else 200)


def _context(here: Here, item: Item, filled: QueryDict) -> dict[str, Any]:
    kb = knowledge()
    easier = easier_of(here, item)
    shown = next((one.id for one in easier if one.id == here.request.GET.get("instead")), item.intervention)
    work = kb.interventions[shown]
    dose = dose_for(here, item)
    task = task_of(item, here, logs_of(here, item.intervention))
    return {
        "at": "today",
        "task": task,
        "hard": here.hard.get(item.intervention),
        "asks": kb.safety.traffic_light.get(task.light, ""),
        "is_today": is_today(item, here.today),
        "title": work.title.patient,
        "steps": work.steps,
        "faults": [watch_words(fault) for fault in getattr(work, "faults", ())][:2],
        "plainly": _plainly(work),
        "check": getattr(work, "response_check", ""),
        "stop_if": getattr(work, "stop_if", ()),
        "moving": figure_for(shown, "animation", here.person),
        "strip": figure_for(shown, "strip", here.person),
        "following": following(kb.exercises[shown], dose) if shown in kb.exercises else None,
        "easier": [one for one in easier if one.id != shown],
        "instead": shown if shown != item.intervention else "",
        "lighter": is_lighter(here),
        "lights": kb.safety.traffic_light,
        "stop_now": stop_signs(here.answers, kb),
        "reasons": REASONS,
        "filled": filled,
        "key": uuid.uuid4(),
        "version": here.standing.version,
    }


def _plainly(work: Any) -> str:
    said = work.say_plainly
    return said if isinstance(said, str) else str(said.patient)


def easier_of(here: Here, item: Item) -> Sequence[Easier]:
    """What may be done in its place today: only what the core clears for this person."""
    kb = knowledge()
    if item.intervention not in kb.exercises or not here.is_own:
        return ()
    cleared = {one.intervention: one for one in clear(here.answers, here.found, kb)}
    return [Easier(name, kb.exercises[name].title.patient) for name in easier_for(item.intervention, cleared, kb)]


# -- what became of it


def _kept(here: Here, exercise: str) -> HttpResponse:
    post = here.request.POST
    version = _version(here, post.get("version", ""))
    outcome = post.get("outcome", "")
    errors = _errors(outcome, post)
    if not errors:
        try:
            _record(here, version, exercise, outcome)
        except ValidationError as problem:
            errors = {"outcome": " ".join(problem.messages)}
    if errors and here.standing.is_locked:
        return here.go("day")
    if errors:
        return _show(here, item_of(here, exercise), post, errors)
    return here.go("day", said=said_of(here, exercise, ExerciseLog.Outcome(outcome)))


def said_of(here: Here, exercise: str, outcome: ExerciseLog.Outcome) -> str:
    """The line about what was kept: of what comes again today, how far it is."""
    known = named(exercise)
    title = known.title.patient if known else exercise
    so_far = _so_far(here, exercise) if outcome == ExerciseLog.Outcome.DONE else ""
    if so_far:
        return _("Saved. “%(title)s”: %(so_far)s.") % {"title": title, "so_far": so_far}
    return str(SAID[outcome]) % {"title": title}


def _so_far(here: Here, exercise: str) -> str:
    """How far what comes again today is; nothing of what comes once, or needs no more of it today."""
    item = next((one for one in here.standing.items if one.intervention == exercise), None)
    if item is None or len(slots_on(item, here.today)) < 2:
        return ""
    task = task_of(item, here, logs_of(here, exercise))
    return task.so_far if task.is_open else ""


def logs_of(here: Here, exercise: str) -> list[ExerciseLog]:
    """What was said about it today."""
    return [log for log in exercises_of(here.user, here.person, since=here.today) if log.intervention == exercise]


def _version(here: Here, said: str) -> PlanVersion:
    """The version that the form was made from: what was done is kept with what was asked for.

    Raises:
        Http404: it is not a version of this person's plan.
    """
    asked = uuid_from(said)
    who = {"user": here.user.pk, "person": here.person.pk}
    found: PlanVersion | None = LOGGED_PLAN.first(**who, plan=asked) if asked else None
    if found is None:
        raise Http404("This plan is not yours.")
    found.person = here.person
    return found


def _errors(outcome: str, post: QueryDict) -> dict[str, str]:
    errors = {}
    if outcome not in ExerciseLog.Outcome.values:
        errors["outcome"] = _("Choose what became of it")
    if len(post.get("note", "")) > NOTE_LETTERS:
        errors["note"] = _("Shorten the note to %(most)s letters") % {"most": NOTE_LETTERS}
    return errors


def _record(here: Here, version: PlanVersion, exercise: str, outcome: str) -> None:
    post = here.request.POST
    reason = post.get("reason", "")
    instead, note = post.get("instead", ""), post.get("note", "").strip()
    easier = knowledge().exercises.get(instead) if instead else None
    if easier is not None:
        note = f"{easier.title.patient}. {note}".strip()[:NOTE_LETTERS]
    record_exercise(
        version=version,
        intervention=exercise,
        on=here.today,
        outcome=outcome,
        reason=reason if outcome == ExerciseLog.Outcome.NOT_TODAY and reason in ExerciseLog.Reason.values else "",
        pain_after=number_from(post.get("pain_after", "")),
        counted=number_from(post.get("counted", "")),
        note=note,
        key=key_from(here.request),
        corrects=said_before(here, exercise),
        by=here.user,
        now=here.now,
    )


def said_before(here: Here, exercise: str) -> ExerciseLog | None:
    """What is said otherwise now: it is the same time, not one more."""
    corrects = uuid_from(here.request.POST.get("corrects", ""))
    return next((log for log in logs_of(here, exercise) if log.pk == corrects), None) if corrects else None
