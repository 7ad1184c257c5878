"""The public pages. Every one of them works without an account, without script, and without the database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

import msgspec
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from spinewise.assess.answers_file import write_answers
from spinewise.assess.interview import Done, stops_at_once
from spinewise.assess.triage import triage
from spinewise.documents.handout import handout
from spinewise.documents.sheet import instruction_sheet
from spinewise.documents.signs import stop_signs
from spinewise.knowledge.ladders import Care, Tier, Urgency
from spinewise.knowledge.models import KnowledgeBase, Question
from spinewise.plan.keep import ALREADY_DOES, may_keep
from spinewise.plan.tier import tier_for
from spinewise_web.design.figures import figures_of
from spinewise_web.portal.public.asking import Filled, filled_from_answers, filled_from_post, read_filled, screen_of
from spinewise_web.portal.public.from_file import Refused, sitting_from, told
from spinewise_web.portal.public.interview import (
    Progress,
    found_at,
    is_a_minor,
    is_under_age_end,
    open_clashes,
    progress_at,
    question_at,
    screen_before,
    step_after,
    way_on,
)
from spinewise_web.portal.public.results import (
    advice_of,
    alarm_of,
    gentle_plan,
    not_known,
    verdicts_of,
)
from spinewise_web.portal.public.sitting import (
    Lost,
    Sitting,
    forget_sitting,
    keep_sitting,
    read_sitting,
)
from spinewise_web.records.core import knowledge

View = Callable[..., HttpResponse]
UNREADABLE, LOST, SEE_OTHER = 422, 400, 303
MOST_PICKED = 12
WALKING = "aerobic/walk"
FIRST_VISIT = "lessons/first_visit"


def public_page(*methods: str) -> Callable[[View], View]:
    """A page for anybody, kept in no cache: exercise that was shown yesterday may have to be locked today."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                response = view(request, *args, **kwargs)
            except Lost:
                response = render(request, "public/lost.html", status=LOST)
                forget_sitting(response)
            response["Cache-Control"] = "no-store, private"
            return response

        return login_not_required(require_http_methods(methods)(answer))

    return decorate


def sitting_of(request: HttpRequest) -> Sitting:
    """The sitting of this browser.

    Raises:
        Lost: it cannot be relied on.
    """
    return read_sitting(request, today=timezone.localdate())


def go(to: str, sitting: Sitting) -> HttpResponse:
    """Onwards, with what was answered."""
    response = HttpResponse(status=SEE_OTHER, headers={"Location": to})
    keep_sitting(response, sitting)
    return response


# -- the check


@public_page("GET", "HEAD")
def start(request: HttpRequest) -> HttpResponse:
    """Is physical therapy right for me? What it is, and where it begins or goes on."""
    return _start(request, sitting_of(request))


@public_page("POST")
def from_file(request: HttpRequest) -> HttpResponse:
    """Go on from the answers in a file. What cannot be read changes nothing."""
    kb = knowledge()
    try:
        sitting = sitting_from(request.FILES.get("file"), kb, today=timezone.localdate())
    except Refused as refused:
        return _start(request, sitting_of(request), told(refused.problems))
    return go(way_on(sitting, kb), sitting)


def _start(request: HttpRequest, sitting: Sitting, problems: Sequence[dict[str, str]] = ()) -> HttpResponse:
    on = "" if sitting.is_empty else way_on(sitting, knowledge())
    first = next(iter(knowledge().interview.public))
    person = figures_of(knowledge()).exercise(WALKING, "still")
    context = {"on": on, "first": reverse("public:screen", args=[first]), "person": person, "problems": problems}
    return render(request, "public/start.html", context, status=UNREADABLE if problems else 200)


@public_page("GET", "HEAD", "POST")
def screen(request: HttpRequest, screen: str) -> HttpResponse:
    """One screen of questions."""
    kb, sitting, again = knowledge(), sitting_of(request), "again" in request.GET
    question = question_at(screen, sitting, kb, again=again)
    if question is None:
        return _not_its_turn(request, sitting, kb)
    if request.method == "POST":
        return _answered(request, question, sitting, kb, again=again)
    filled = filled_from_answers(sitting.answers, question, kb)
    return _ask(request, question, filled, sitting, kb, progress=progress_at(screen, sitting, kb, again=again))


def _not_its_turn(request: HttpRequest, sitting: Sitting, kb: KnowledgeBase) -> HttpResponse:
    """Looking leads to where somebody is; answers to questions that nobody asked are refused."""
    if request.method == "POST" and sitting.is_empty:
        raise Lost
    return redirect(way_on(sitting, kb))


def _ask(
    request: HttpRequest,
    question: Question,
    filled: Filled,
    sitting: Sitting,
    kb: KnowledgeBase,
    *,
    progress: Progress,
    errors: dict[str, str] | None = None,
) -> HttpResponse:
    context = {
        "screen": screen_of(question, filled, kb, errors=errors or {}),
        "progress": progress,
        "before": screen_before(question.id, sitting),
        "minor": is_a_minor(sitting, kb),
        "why": [kb.facts[fact] for fact in question.facts if kb.facts[fact].help],
    }
    return render(request, "public/screen.html", context, status=UNREADABLE if errors else 200)


def _answered(
    request: HttpRequest, question: Question, sitting: Sitting, kb: KnowledgeBase, *, again: bool
) -> HttpResponse:
    """Take the answers in. A sign of danger counts at once, whatever else on the screen is still missing."""
    filled = filled_from_post(request.POST, question, kb)
    given, errors = read_filled(filled, question, kb, on=sitting.answers.today)
    progress = progress_at(question.id, sitting, kb, again=again)
    after = sitting.with_answers(given).with_screen(question.id, number=progress.now)
    if errors and not stops_at_once(after.answers, kb):
        return _ask(request, question, filled, sitting, kb, progress=progress, errors=errors)
    return go(way_on(after, kb), after)


@public_page("GET", "HEAD", "POST")
def agree(request: HttpRequest) -> HttpResponse:
    """Two answers that cannot both be true: change one, or leave them for now."""
    kb, sitting = knowledge(), sitting_of(request)
    found = open_clashes(sitting, kb)
    if not found:
        return redirect(way_on(sitting, kb))
    clash = found[0]
    facts = tuple(fact for fact in clash.facts if fact in sitting.answers.by_fact)
    question = Question(id="agree", facts=facts, title=clash.title, hint=clash.instead, stage="safety")
    if request.method == "POST" and "leave" in request.POST:
        after = msgspec.structs.replace(sitting, standing=(*sitting.standing, clash.id))
        return go(way_on(after, kb), after)
    filled = filled_from_answers(sitting.answers, question, kb)
    errors: dict[str, str] = {}
    if request.method == "POST":
        filled = filled_from_post(request.POST, question, kb)
        given, errors = read_filled(filled, question, kb, on=sitting.answers.today)
        if not errors:
            after = sitting.with_answers(given)
            return go(way_on(after, kb), after)
    context = {"screen": screen_of(question, filled, kb, errors=errors), "before": screen_before("", sitting)}
    return render(request, "public/agree.html", context, status=UNREADABLE if errors else 200)


@public_page("GET", "HEAD")
def result(request: HttpRequest) -> HttpResponse:
    """What the answers mean: one next step."""
    kb, sitting = knowledge(), sitting_of(request)
    step = step_after(sitting, kb)
    if not isinstance(step, Done) or open_clashes(sitting, kb):
        return redirect(way_on(sitting, kb))
    if step.triage.urgency.at_least(Urgency.URGENT):
        return _alarm(request, step, sitting, kb)
    context = {
        "advice": advice_of(found_at(step), sitting.answers, kb),
        "under_age": is_under_age_end(step),
        "again": sitting.shown[0] if sitting.shown else "",
        "stop_now": stop_signs(sitting.answers, kb),
        "first_visit": kb.lessons[FIRST_VISIT],
    }
    return render(request, "public/result.html", context)


@public_page("GET", "HEAD")
def move(request: HttpRequest, exercise: str) -> HttpResponse:
    """One exercise of one's own result in movement, on request: a result is read on a phone, and drawings are heavy."""
    kb, sitting = knowledge(), sitting_of(request)
    step = step_after(sitting, kb)
    plan = gentle_plan(step.triage, sitting.answers, kb) if isinstance(step, Done) else None
    if plan is None or open_clashes(sitting, kb):
        return redirect(way_on(sitting, kb))
    if exercise not in {item.intervention for item in plan.proposal.items} & kb.exercises.keys():
        return redirect("public:result")
    moving = figures_of(kb).exercise(exercise, "animation")
    return render(request, "public/move.html", {"exercise": kb.exercises[exercise], "moving": moving})


def _alarm(request: HttpRequest, step: Done, sitting: Sitting, kb: KnowledgeBase) -> HttpResponse:
    context = {
        "alarm": alarm_of(step.triage, sitting.answers, kb),
        "number": settings.EMERGENCY_NUMBER,
        "undo": sitting.shown[-1] if sitting.shown else "",
    }
    return render(request, "public/alarm.html", context)


@public_page("POST")
def forget(_request: HttpRequest) -> HttpResponse:
    """Take every answer out of this browser."""
    response = redirect("public:start")
    forget_sitting(response)
    return response


# -- to keep


@public_page("GET", "HEAD")
def answers_file(request: HttpRequest) -> HttpResponse:
    """The answers as a file of the person's own."""
    sitting = sitting_of(request)
    return _download(write_answers(sitting.answers), name="my-answers.yaml", kind="application/yaml")


@public_page("GET", "HEAD")
def paper(request: HttpRequest) -> HttpResponse:
    """On paper: the exercises, or, when somebody has to be seen first, the note for whoever receives the person."""
    kb, sitting = knowledge(), sitting_of(request)
    step = step_after(sitting, kb)
    if not isinstance(step, Done):
        return redirect(way_on(sitting, kb))
    return _download(_pdf(step, sitting, kb), name="spinewise.pdf", kind="application/pdf")


@public_page("GET", "HEAD")
def note(request: HttpRequest) -> HttpResponse:
    """The note for a doctor, on paper."""
    kb, sitting = knowledge(), sitting_of(request)
    step = step_after(sitting, kb)
    found = found_at(step) if isinstance(step, Done) else triage(sitting.answers, kb)
    if not found.flags:
        return redirect(way_on(sitting, kb))
    pdf = instruction_sheet(found, kb, today=sitting.answers.today, answers=sitting.answers)
    return _download(pdf, name="note-for-the-doctor.pdf", kind="application/pdf")


def _pdf(step: Done, sitting: Sitting, kb: KnowledgeBase) -> bytes:
    plan = gentle_plan(step.triage, sitting.answers, kb)
    if plan is None:
        return instruction_sheet(found_at(step), kb, today=sitting.answers.today, answers=sitting.answers)
    return handout(plan, kb, figures=figures_of(kb).on_paper, answers=sitting.answers)


def _download(body: bytes, *, name: str, kind: str) -> HttpResponse:
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


# -- a first visit, and what somebody does already


def _questions_at(sitting: Sitting, kb: KnowledgeBase) -> str:
    """Where questions are answered: the next one, or, after the last, the first again."""
    step = step_after(sitting, kb)
    if not isinstance(step, Done) or not sitting.shown:
        return way_on(sitting, kb)
    return reverse("public:screen", args=[sitting.shown[0]]) + "?again"


@public_page("GET", "HEAD")
def first_visit(request: HttpRequest) -> HttpResponse:
    """What a first visit is like."""
    kb = knowledge()
    context = {"lesson": kb.lessons[FIRST_VISIT], "visits": kb.programme.visits[Care.PHYSICAL_THERAPY.value]}
    return render(request, "public/first_visit.html", context)


@public_page("GET", "HEAD", "POST")
def may_i(request: HttpRequest) -> HttpResponse:
    """May I keep doing this? Exercises are picked, and judged by the answers that were given."""
    kb, sitting = knowledge(), sitting_of(request)
    if request.method == "POST":
        picked = tuple(name for name in request.POST.getlist("exercise")[:MOST_PICKED] if name in kb.exercises)
        after = msgspec.structs.replace(sitting, picked=picked)
        return go(reverse("public:may_i") + ("" if picked else "?none"), after)
    found, minor = triage(sitting.answers, kb), is_a_minor(sitting, kb)
    locked = minor or tier_for(found, sitting.answers, kb) is Tier.LOCKED or found.care is Care.FINISH_QUESTIONS
    kept = () if locked else may_keep(sitting.picked, sitting.answers, found, kb)
    context = {
        "options": kb.facts[ALREADY_DOES].options,
        "picked": sitting.picked,
        "locked": locked and bool(sitting.picked),
        "minor": minor,
        "on": way_on(sitting, kb),
        "check": _questions_at(sitting, kb),
        "verdicts": verdicts_of(kept, sitting.answers, kb),
        "not_known": not_known(kept, kb),
        "nothing": "none" in request.GET,
    }
    return render(request, "public/may_i.html", context)
