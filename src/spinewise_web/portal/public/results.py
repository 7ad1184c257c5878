"""What the answers mean, as pages show it: one next step, why, and either gentle exercises or a note for a doctor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec
from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from spinewise.assess.crisis import care_words
from spinewise.assess.types import Flag, Triage
from spinewise.documents.handout import Card, Handout, handout_content
from spinewise.documents.sheet import Sheet, sheet_content
from spinewise.knowledge.ladders import Care, Urgency
from spinewise.knowledge.models import KnowledgeBase
from spinewise.plan.keep import Kept
from spinewise.plan.road import plan_for
from spinewise.plan.types import Plan
from spinewise.rules.evaluate import Reason, Ruling
from spinewise.rules.facts import Answer, Answers, Fact, Kind
from spinewise.rules.truth import YES
from spinewise_web.design.figures import figures_of
from spinewise_web.design.why import Step, how_sure
from spinewise_web.portal.public.asking import DECLINED, NOT_SURE

WITHOUT_PLAN = (Care.EMERGENCY_INSTRUCTION, Care.URGENT_INSTRUCTION, Care.FINISH_QUESTIONS)
WITH_LETTER = (Care.LETTER_AND_GENERAL_ACTIVITY, Care.LETTER_AND_PLAN)
CRISIS = "mental_health"
MOST_ROWS = 3
ABOUT = ("age", "sex", "pain_started", "back_pain_now", "leg_pain_now")
BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")


class Because(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that decided, with the chain behind it."""

    title: str
    says: str
    steps: tuple[Step, ...]


class Alarm(msgspec.Struct, frozen=True, kw_only=True):
    """The page that stops everything: one instruction, what to do, and the note for whoever receives the person."""

    level: str
    title: str
    lead: tuple[str, ...]
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
        lead=tuple(dict.fromkeys(flag.tell.patient for flag in worst)),
        steps=tuple(BETWEEN_SENTENCES.split(care.next_step)),
        is_crisis=any(flag.points_to == CRISIS for flag in worst),
        says=care.tell.patient,
        about=about_person(answers, kb),
        because=tuple(because_flag(flag, answers, kb) for flag in found.flags),
        note=sheet_content(found, kb, today=answers.today, answers=answers),
    )


def about_person(answers: Answers, kb: KnowledgeBase) -> tuple[Step, ...]:
    """Who comes, in a few lines for the clinician who receives them."""
    given = (answers.by_fact[fact] for fact in ABOUT if fact in answers.by_fact)
    return tuple(Step(kb.facts[one.fact].clinician, answer_words(one, kb.facts[one.fact])) for one in given)


# -- everything else


def advice_of(found: Triage, answers: Answers, kb: KnowledgeBase) -> Advice:
    """One clear next step by the care that follows, why, and what can be done until then."""
    care = care_words(found.care, found.flags, kb)
    plan = gentle_plan(found, answers, kb)
    handout = handout_content(plan, kb, figures=lambda _intervention: "") if plan else None
    return Advice(
        level=found.urgency.value if found.urgency is not Urgency.NONE else "none",
        care=found.care.value,
        title=care.title.rstrip("."),
        says=care.tell.patient,
        next_step=_next_step(found, care.next_step),
        visits=kb.programme.visits.get(found.care.value, ""),
        flags=tuple(dict.fromkeys(flag.tell.patient for flag in found.flags)),
        because=tuple(_reasons(found, answers, kb)),
        kept_in_mind=tuple(dict.fromkeys(flag.tell.patient for flag in found.monitored if not flag.cleared)),
        exercises=tuple(_shown(plan, handout, kb)) if plan and handout else (),
        handout=handout,
        note=sheet_content(found, kb, today=answers.today, answers=answers) if found.care in WITH_LETTER else None,
        about=about_person(answers, kb),
        open_questions=found.care is Care.FINISH_QUESTIONS,
    )


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


# -- why


def _reasons(found: Triage, answers: Answers, kb: KnowledgeBase) -> Iterator[Because]:
    yield from (because_flag(flag, answers, kb) for flag in found.flags)
    holding = [ruling for ruling in found.starts if ruling.truth is YES]
    yield from (_because_start(ruling, answers, kb) for ruling in holding)
    if not found.flags and not holding:
        yield _nothing_found(kb)


def because_flag(flag: Flag, answers: Answers, kb: KnowledgeBase) -> Because:
    """A sign that was answered, down to its source."""
    return Because(
        title=flag.title,
        says=flag.tell.patient,
        steps=chain(flag.ruling.reasons, answers, kb),
    )


def _because_start(ruling: Ruling, answers: Answers, kb: KnowledgeBase) -> Because:
    return Because(title=kb.starts[ruling.rule].title, says="", steps=chain(ruling.reasons, answers, kb))


def _nothing_found(kb: KnowledgeBase) -> Because:
    """Why nothing more is needed: what was looked for and not found."""
    reasons = "; ".join(rule.title[:1].lower() + rule.title[1:] for rule in kb.starts.values())
    return Because(
        title=_("None of the signs that need a doctor, and no reason yet to start therapy"),
        says="",
        steps=(
            Step(_("What we looked for"), _("Signs of something serious: none of your answers is one.")),
            Step(_("Reasons to start therapy"), reasons + "."),
        ),
    )


def chain(reasons: Iterable[Reason], answers: Answers, kb: KnowledgeBase) -> tuple[Step, ...]:
    """Answer, what it rests on, sources, how sure: one link each."""
    lines = tuple(dict.fromkeys(reasons))
    said = dict.fromkeys(_said(reason, answers, kb) for reason in lines)
    claims = tuple(dict.fromkeys(claim for reason in lines for claim in reason.claims))
    rows = list(dict.fromkeys(claim.evidence for claim in claims if claim.evidence))[:MOST_ROWS]
    steps = [
        Step(_("What you told us"), " ".join(said)),
        Step(_("What it rests on"), " ".join(kb.evidence[row].statement.rstrip(".") + "." for row in rows)),
        Step(_("Source"), "; ".join(dict.fromkeys(_citations(rows, kb)))),
        Step(_("How sure this is"), how_sure(claims)),
    ]
    return tuple(step for step in steps if step.says)


def _said(reason: Reason, answers: Answers, kb: KnowledgeBase) -> str:
    given = answers.by_fact.get(reason.fact)
    if given is not None:
        return f"{kb.facts[reason.fact].person} – {answer_words(given, kb.facts[reason.fact])}."
    worked_out = f" ({'; '.join(reason.worked_out_from)})" if reason.worked_out_from else ""
    return f"{reason.says}: {reason.answer}{worked_out}."


def answer_words(answer: Answer, fact: Fact) -> str:
    """An answer in the words in which it was given."""
    if answer.state is not None:
        words = {NOT_SURE: _("I’m not sure"), DECLINED: _("I’d rather not say")}
        return words.get(answer.state.value, _("cannot be known"))
    if isinstance(answer.value, bool):
        return _("Yes") if answer.value else _("No")
    values = answer.value if isinstance(answer.value, tuple) else (answer.value,)
    said = ", ".join(_option_words(value, fact) for value in values)
    return f"{said} {fact.unit}".strip() if fact.kind is Kind.NUMBER else said


def _option_words(value: object, fact: Fact) -> str:
    option = fact.option(value) if isinstance(value, str) else None
    return option.person if option else str(value)


def _citations(rows: Iterable[str], kb: KnowledgeBase) -> Iterator[str]:
    for row in rows:
        for key in kb.evidence[row].sources:
            yield kb.references[key].citation if key in kb.references else key


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
            why=one.why,
            instead=tuple(kb.exercises[name].title.patient for name in one.easier),
            steps=chain(one.reasons, answers, kb) or _evidence_steps(one, kb),
            still=figures_of(kb).exercise(one.intervention, "still"),
        )
        for one in kept
    )


def _evidence_steps(one: Kept, kb: KnowledgeBase) -> tuple[Step, ...]:
    rows = [row for row in one.evidence if row in kb.evidence][:MOST_ROWS]
    says = " ".join(kb.evidence[row].statement.rstrip(".") + "." for row in rows)
    return (Step(_("What it rests on"), says), Step(_("Source"), "; ".join(dict.fromkeys(_citations(rows, kb)))))
