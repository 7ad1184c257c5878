"""Questions, a screen at a time: the first ones, those that are asked again, and those that were answered wrong.

Every screen is kept when it is sent, so whoever stops goes on where they were. A red answer acts at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import msgspec
from django.http import HttpResponse
from django.utils.translation import gettext as _

from spinewise.assess.interview import Done, grouped, is_under_age, next_question, stops_at_once
from spinewise.errors import AnswersError
from spinewise.knowledge.models import KnowledgeBase, Question
from spinewise.rules.facts import Answer, Answers, Fact, Kind, Role, State
from spinewise.rules.known import Known, truth_of
from spinewise.rules.truth import YES
from spinewise_web.design.answers import SeeOther
from spinewise_web.portal.patient.pages import Here, patient_page
from spinewise_web.portal.public.asking import Filled, filled_from_answers, filled_from_post, read_filled, screen_of
from spinewise_web.records.actions.answers import record_answers
from spinewise_web.records.actions.flares import begin_flare_up
from spinewise_web.records.actions.plans import propose_plan
from spinewise_web.records.core import knowledge
from spinewise_web.records.form_words import word_of
from spinewise_web.records.models import PlanVersion

UNREADABLE = 422
OPEN, WEEK, FLARE, AGAIN, TIMES = "open", "week", "flare", "again", "times"
WHICH = (OPEN, WEEK, FLARE, AGAIN, TIMES)
SAFE_FOR_DAYS = 7  # answers that the knowledge keeps for a week or less are the safety set
FRESH = dt.timedelta(hours=1)
WISHES = ("minutes_per_day", "part_of_day")


def is_due(here: Here) -> bool:
    """Whether it is time for the safety questions again."""
    return is_open(here, WEEK)


def is_open(here: Here, which: str) -> bool:
    """Whether some of these questions wait for an answer."""
    return next_safety(here, which) is not None


def next_safety(here: Here, which: str) -> Question | None:
    """The next screen of safety questions. On a bad day all of them come, however lately they were answered."""
    if which == FLARE:
        return next(waiting(here, since=here.today + dt.timedelta(days=1), but=answered_now(here)), None)
    return next(waiting(here, since=here.today - dt.timedelta(days=SAFE_FOR_DAYS)), None)


def answered_now(here: Here) -> frozenset[str]:
    """What was answered on this bad day within the last hour, in this browser."""
    kept = here.request.session.get(FLARE, {})
    is_fresh = kept.get("person") == str(here.person.pk) and kept.get("at", 0) > (here.now - FRESH).timestamp()
    return frozenset(kept["facts"]) if is_fresh else frozenset()


def note_answered(here: Here, question: Question) -> None:
    """Remember that these were answered on this bad day."""
    facts = sorted(answered_now(here) | set(question.facts))
    here.request.session[FLARE] = {"person": str(here.person.pk), "at": here.now.timestamp(), "facts": facts}


def waiting(here: Here, *, since: dt.date, but: frozenset[str] = frozenset()) -> Iterator[Question]:
    """The safety questions that were answered before this day, or are missing, on grouped screens."""
    kb = knowledge()
    known = Known(here.answers, kb.facts)
    asked = [fact for fact in kb.facts.values() if _is_safety(fact) and _is_waiting(fact, here, known, since)]
    names = {fact.id for fact in asked} - but
    screens = [one for one in grouped(tuple(kb.questions.values()), kb) if one.stage == "safety"]
    for question in sorted(screens, key=lambda one: one.id != "nerves"):
        facts = tuple(name for name in question.facts if name in names)
        if facts:
            yield msgspec.structs.replace(question, facts=facts)


def _is_safety(fact: Fact) -> bool:
    return Role.PERSON in fact.asked_of and bool(fact.valid_days) and (fact.valid_days or 0) <= SAFE_FOR_DAYS


def _is_waiting(fact: Fact, here: Here, known: Known, since: dt.date) -> bool:
    if fact.applies is not None and truth_of(fact.applies.when, known) is not YES:
        return False
    if fact.id in knowledge().interview.adults_only and is_a_minor(here):
        return False
    given = here.answers.by_fact.get(fact.id)
    return given.on < since if given else fact.id in here.found.missing_safety


# -- the page


@patient_page("GET", "HEAD", "POST", while_locked=True)
def ask(here: Here, which: str) -> HttpResponse:
    """The next screen of these questions, or what follows when all are answered.

    What follows is kept by the answer that was sent last: a page that is only looked at keeps nothing.
    """
    if not here.is_own or which not in WHICH:
        return here.go("day")
    after = here.request.GET.get("after", "")
    if here.request.method == "POST":
        question = sent_question(here)
        return _next(here, which, after=after) if question is None else _answered(here, which, question)
    question = question_for(here, which, after=after)
    if question is None:
        return _all_answered(here, which)
    filled = Filled() if which in (WEEK, FLARE) else filled_from_answers(here.answers, question, knowledge())
    return _ask(here, which, question, filled)


def question_for(here: Here, which: str, *, after: str) -> Question | None:
    """The next screen."""
    kb = knowledge()
    match which:
        case "week" | "flare":
            return next_safety(here, which)
        case "times":
            done = here.request.GET.get("done")
            return None if done else _made(WISHES, title=_("How much time do you have, and when?"))
        case "again":
            return _made(raised_facts(here), title=_("Answer these again"))
        case _:
            step = next_question(here.answers, kb, asked=tuple(filter(None, [after])))
            return None if isinstance(step, Done) else step


def raised_facts(here: Here) -> tuple[str, ...]:
    """The answers that raised an alarm, as far as the person gave them."""
    decided = [reason.fact for flag in here.found.flags for reason in flag.ruling.reasons]
    said = here.answers.by_fact
    return tuple(dict.fromkeys(name for name in decided if name in said and said[name].by is Role.PERSON))


def _made(facts: tuple[str, ...], *, title: str) -> Question | None:
    return Question(id="again", facts=facts, title=title, stage="safety") if facts else None


def sent_question(here: Here) -> Question | None:
    """The screen that was answered: its facts stand in the form, and only those a person answers are taken."""
    kb = knowledge()
    named = [name for name in here.request.POST.get("facts", "").split() if name in kb.facts]
    facts = tuple(name for name in named if Role.PERSON in kb.facts[name].asked_of and kb.facts[name].derive is None)
    screen = here.request.POST.get("screen", "")
    whole = kb.interview.public.get(screen) or kb.questions.get(screen)
    title = whole.title if whole else _("Questions")
    return (
        Question(id=here.request.POST.get("screen", "")[:60], facts=facts, title=title, stage="safety")
        if facts
        else None
    )


def _ask(
    here: Here, which: str, question: Question, filled: Filled, errors: dict[str, str] | None = None
) -> HttpResponse:
    shown: dict[str, Any] = {
        "at": "today",
        "which": which,
        "screen": screen_of(question, filled, knowledge(), errors=errors or {}),
        "facts": " ".join(question.facts),
    }
    return here.page("questions", shown, status=UNREADABLE if errors else 200)


def _answered(here: Here, which: str, question: Question) -> HttpResponse:
    """Keep what can be read. A sign of danger counts at once, whatever else on the screen is still missing."""
    kb = knowledge()
    filled = filled_from_post(here.request.POST, question, kb)
    given, errors = read_filled(filled, question, kb, on=here.today)
    if errors and not (given and stops_at_once(_with(here.answers, given), kb)):
        return _ask(here, which, question, filled, errors)
    try:
        words = left_out(question, kb) | {one.fact: word_of(one) for one in given}
        recorded = record_answers(person=here.person, words=words, by=here.user, now=here.now)
    except AnswersError:
        return _ask(here, which, question, filled, {name: _("Answer this again") for name in question.facts})
    if recorded.sheet.episode.care in ("emergency_instruction", "urgent_instruction"):
        return here.go("day")
    if which == FLARE:
        note_answered(here, question)
    return _next(Here(here.request, here.person, here.user), which, after=question.id)


def left_out(question: Question, kb: KnowledgeBase) -> dict[str, str]:
    """Where nothing of several was chosen, it was left out, and is not asked for again."""
    return {name: State.DECLINED.value for name in question.facts if kb.facts[name].kind is Kind.SEVERAL}


def _with(answers: Answers, given: list[Answer]) -> Answers:
    return msgspec.structs.replace(answers, by_fact=dict(answers.by_fact) | {one.fact: one for one in given})


def _next(here: Here, which: str, *, after: str) -> HttpResponse:
    """On to the next screen, or what the last one leads to."""
    if which == AGAIN:
        return here.go("day", said=_("Saved. Both answers stay in your record."))
    if which == TIMES:
        return here.go("settings", said=_("Saved. Your next plan fits these times."))
    if question_for(here, which, after=after) is None:
        return _finished(here, which)
    asked = f"?after={quote(after)}" if which == OPEN and after else ""
    return SeeOther(here.url("questions", which) + asked)


def _finished(here: Here, which: str) -> HttpResponse:
    """Keep what the questions were for, now that all are answered. The first time, a plan is made from them."""
    if which == FLARE and not here.standing.is_locked:
        begin_flare_up(person=here.person, by=here.user, now=here.now)
    if which == OPEN and waits_for_plan(here):
        return _plan_made(here)
    return _all_answered(here, which, said=_("Thank you. Nothing in your answers needs a doctor today."))


def waits_for_plan(here: Here) -> bool:
    """Whether a first plan may be made from the answers."""
    return here.standing.version is None and here.person.clinic.direct_access and not is_a_minor(here)


def is_a_minor(here: Here) -> bool:
    """Whether this is certainly somebody under age, for whom a therapist makes the plan."""
    return is_under_age(Known(here.answers, knowledge().facts), knowledge())


def is_told(here: Here) -> bool:
    """Whether somebody under age has been asked all that they are asked."""
    return is_a_minor(here) and question_for(here, OPEN, after="") is None


def _all_answered(here: Here, which: str, *, said: str = "") -> HttpResponse:
    """Where the way goes on when nothing is left to ask."""
    if which == FLARE:
        return here.go("flare_up")
    if which == OPEN and waits_for_plan(here) and not here.standing.is_locked:
        return here.page("questions_done", {"at": "today"})
    return here.go("day", said=said if which == WEEK else "")


def _plan_made(here: Here) -> HttpResponse:
    if here.standing.is_locked:
        return here.go("day")
    made = propose_plan(person=here.person, by=here.user, now=here.now)
    if isinstance(made, PlanVersion):
        return here.go("day", said=_("Your first plan is ready."))
    return here.page("no_plan", {"at": "today", "clashes": made.clashes})
