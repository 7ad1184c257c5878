"""What the answers mean, as pages show it: one next step, why, and either gentle exercises or a note for a doctor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from spinewise.assess.crisis import care_words
from spinewise.assess.types import Flag, Triage
from spinewise.documents.answered import answer_words
from spinewise.documents.expecting import pregnancy_words
from spinewise.documents.handout import Card, Handout, handout_content
from spinewise.documents.sheet import WITH_LETTER, Sheet, sheet_content
from spinewise.documents.unsure import CRISIS, questions_unsure_of, told_of
from spinewise.knowledge.ladders import Care, Urgency
from spinewise.knowledge.models import KnowledgeBase
from spinewise.plan.accept import fact_words
from spinewise.plan.keep import Kept
from spinewise.plan.road import plan_for
from spinewise.plan.types import Plan
from spinewise.plan.wording import listed, say
from spinewise.rules.facts import Answers
from spinewise_web.design.figures import figures_of
from spinewise_web.design.why import Step
from spinewise_web.portal.public.reasons import (
    BETWEEN_SENTENCES,
    MOST_ROWS,
    Because,
    because_flag,
    chain,
    citations,
    reasons_of,
    said_once,
)

WITHOUT_PLAN = (Care.EMERGENCY_INSTRUCTION, Care.URGENT_INSTRUCTION, Care.FINISH_QUESTIONS)
ELSEWHERE = "elsewhere"
ABOUT = ("age", "sex", "pain_started", "back_pain_now", "leg_pain_now")


class Alarm(msgspec.Struct, frozen=True, kw_only=True):
    """The page that stops everything: one instruction, what to do, and the note for whoever receives the person."""

    level: str
    title: str
    lead: tuple[str, ...]
    unsure: tuple[str, ...]
    steps: tuple[str, ...]
    is_crisis: bool
    says: str
    about: tuple[Step, ...]
    because: tuple[Because, ...]
    note: Sheet


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """An exercise of the plan with its drawing; `moves` says whether it can be seen moving."""

    id: str
    card: Card
    still: SafeString
    moves: bool


class Advice(msgspec.Struct, frozen=True, kw_only=True):
    """The page with one next step."""

    level: str
    care: str
    title: str
    says: str
    next_step: str
    visits: str
    flags: tuple[str, ...]
    unsure: tuple[str, ...]
    pregnancy: str
    because: tuple[Because, ...]
    kept_in_mind: tuple[str, ...]
    exercises: tuple[Shown, ...]
    handout: Handout | None
    note: Sheet | None
    about: tuple[Step, ...]
    open_questions: bool


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """May I keep doing this: the answer for one exercise."""

    title: str
    verdict: str
    word: str
    says: str
    why: str
    instead: tuple[str, ...]
    steps: tuple[Step, ...]
    still: SafeString


# -- something serious


def alarm_of(found: Triage, answers: Answers, kb: KnowledgeBase) -> Alarm:
    """Emergency or urgent: the instruction alone, and nothing about exercise but that it waits."""
    care = care_words(found.care, found.flags, kb)
    worst = [flag for flag in found.flags if flag.urgency is found.urgency]
    return Alarm(
        level=found.urgency.value,
        title=care.title.rstrip("."),
        lead=said_once(flag.tell.patient for flag in told_of(worst, answers, kb)),
        unsure=questions_unsure_of(worst, answers, kb),
        steps=tuple(BETWEEN_SENTENCES.split(care.next_step)),
        is_crisis=any(flag.points_to == CRISIS for flag in worst),
        says=care.tell.patient,
        about=about_person(answers, kb),
        because=tuple(because_flag(flag, answers, kb) for flag in found.flags),
        note=sheet_content(found, kb, today=answers.today, answers=answers),
    )


def about_person(answers: Answers, kb: KnowledgeBase) -> tuple[Step, ...]:
    """Who comes, in a few lines for the clinician who receives them."""
    given = ((kb.facts[fact], answers.by_fact[fact]) for fact in ABOUT if fact in answers.by_fact)
    return tuple(Step(fact.clinician, answer_words(one, fact, voice="patient")) for fact, one in given)


# -- everything else


def advice_of(found: Triage, answers: Answers, kb: KnowledgeBase) -> Advice:
    """One clear next step by the care that follows, why, and what can be done until then."""
    elsewhere = _elsewhere(found)
    care = care_words(found.care, found.flags or elsewhere, kb)
    plan = None if elsewhere else gentle_plan(found, answers, kb)
    handout = handout_content(plan, kb, figures=lambda _intervention: "") if plan else None
    return Advice(
        level=found.urgency.value if found.urgency is not Urgency.NONE else "none",
        care=found.care.value,
        title=care.title.rstrip("."),
        says=care.tell.patient,
        next_step=_next_step(found, care.next_step),
        visits="" if elsewhere else kb.programme.visits.get(found.care.value, ""),
        flags=said_once(flag.tell.patient for flag in told_of(found.flags, answers, kb)),
        unsure=questions_unsure_of(found.flags, answers, kb),
        pregnancy=pregnancy_words(answers, kb) if plan else "",
        because=tuple(_because(found, elsewhere, answers, kb)),
        kept_in_mind=_kept_in_mind(found, answers, kb),
        exercises=tuple(_shown(plan, handout, kb)) if plan and handout else (),
        handout=handout,
        note=sheet_content(found, kb, today=answers.today, answers=answers) if found.care in WITH_LETTER else None,
        about=about_person(answers, kb),
        open_questions=found.care is Care.FINISH_QUESTIONS,
    )


def _because(found: Triage, elsewhere: list[Flag], answers: Answers, kb: KnowledgeBase) -> Iterator[Because]:
    yield from (because_flag(one, answers, kb) for one in elsewhere)
    if found.flags or not elsewhere:
        yield from reasons_of(found, answers, kb)


def _elsewhere(found: Triage) -> list[Flag]:
    """Pain in a place that the check does not look into: it says so, and shows nothing for the back."""
    return [flag for flag in found.monitored if flag.points_to == ELSEWHERE]


def _kept_in_mind(found: Triage, answers: Answers, kb: KnowledgeBase) -> tuple[str, ...]:
    """Weak signs: what was told, and what nobody was sure of."""
    weak = [flag for flag in found.monitored if not flag.cleared and flag.points_to != ELSEWHERE]
    asked = (_("You were not sure: %(question)s") % {"question": one} for one in questions_unsure_of(weak, answers, kb))
    return (*said_once(flag.tell.patient for flag in told_of(weak, answers, kb)), *asked)


def _next_step(found: Triage, usual: str) -> str:
    """Where nobody comes to a therapist without a doctor's letter, the letter is the next step."""
    if found.care is Care.PHYSICAL_THERAPY and not settings.DIRECT_ACCESS:
        return _("Ask your doctor for a letter to a physical therapist. You can do the gentle exercises until then.")
    return usual


def gentle_plan(found: Triage, answers: Answers, kb: KnowledgeBase) -> Plan | None:
    """What can be started without an examination; nothing while something has to be seen or asked first."""
    if found.care in WITHOUT_PLAN:
        return None
    made = plan_for(answers, found, kb, starts_on=answers.today)
    return made if isinstance(made, Plan) else None


def _shown(plan: Plan, handout: Handout, kb: KnowledgeBase) -> Iterator[Shown]:
    done = [item.intervention for item in plan.proposal.items if item.intervention in kb.exercises and not item.anchors]
    drawn = figures_of(kb)
    for name, card in zip(done, handout.exercises, strict=True):
        yield Shown(id=name, card=card, still=drawn.exercise(name, "still"), moves=drawn.movement(name) is not None)


# -- may I keep doing this


def verdicts_of(kept: Iterable[Kept], answers: Answers, kb: KnowledgeBase) -> tuple[Verdict, ...]:
    """The answers, as a page shows them."""
    words = {"keep": _("Keep"), "change": _("Change"), "leave_out": _("Leave out")}
    return tuple(
        Verdict(
            title=kb.exercises[one.intervention].title.patient,
            verdict=one.verdict,
            word=words[one.verdict],
            says=one.says,
            why=one.why.replace(_waits_for(one, kb), "").strip() if one.missing else one.why,
            instead=tuple(kb.exercises[name].title.patient for name in one.easier),
            steps=chain(one.reasons, answers, kb) or _evidence_steps(one, kb),
            still=figures_of(kb).exercise(one.intervention, "still"),
        )
        for one in kept
    )


def not_known(kept: Iterable[Kept], kb: KnowledgeBase) -> tuple[str, ...]:
    """The questions that hold some of the exercises back, each once for all of them."""
    return tuple(dict.fromkeys(kb.facts[fact].person for one in kept for fact in one.missing))


def _waits_for(one: Kept, kb: KnowledgeBase) -> str:
    """The sentence that names them for one exercise."""
    return say(kb, "left_out_unknown", facts=listed(sorted(fact_words(kb.facts[fact]) for fact in one.missing)))


def _evidence_steps(one: Kept, kb: KnowledgeBase) -> tuple[Step, ...]:
    rows = [row for row in one.evidence if row in kb.evidence][:MOST_ROWS]
    says = " ".join(kb.evidence[row].statement.rstrip(".") + "." for row in rows)
    return (Step(_("What it rests on"), says), Step(_("Source"), "; ".join(dict.fromkeys(citations(rows, kb)))))
