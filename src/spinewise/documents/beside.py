"""What stands beside a plan on paper: what the person does already, other treatments, work, the usual length."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from spinewise.assess.triage import settled_word
from spinewise.assess.types import Triage
from spinewise.documents.where import where_it_hurts
from spinewise.documents.words import joined
from spinewise.knowledge.ladders import Care
from spinewise.knowledge.models import KnowledgeBase
from spinewise.language import gettext as _
from spinewise.language import pgettext
from spinewise.plan.course import Course, programmes_for, usual_course
from spinewise.plan.keep import Kept, Verdict, already_done, may_keep
from spinewise.plan.types import Plan
from spinewise.rules.facts import Answers
from spinewise.rules.known import Known, counted_value

WITH_VISITS = (Care.PHYSICAL_THERAPY, Care.LETTER_AND_PLAN)
TREATMENTS, TREATMENTS_TEXT = "other_treatments", "other_treatments_text"
WORK_STRAIN, WORK_LONG = "categories/work_strain", "categories/off_work_long"


class Already(msgspec.Struct, frozen=True, kw_only=True):
    """One exercise that the person does on their own, and what to do with it."""

    title: str
    verdict: Verdict
    says: str


class BesidePlan(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is said beside the exercises of a plan."""

    where: str = ""
    already: tuple[Already, ...] = ()
    course: tuple[str, ...] = ()
    treatments: tuple[str, ...] = ()
    work: tuple[str, ...] = ()


def beside_plan(answers: Answers, plan: Plan, kb: KnowledgeBase) -> BesidePlan:
    """What the answers say beside the plan; nothing is said of what was not answered."""
    kept = may_keep(already_done(answers, kb), answers, plan.triage, kb)
    return BesidePlan(
        where=where_it_hurts(answers, kb),
        already=tuple(already(one, kb) for one in kept),
        course=tuple(course_lines(plan, kb)),
        treatments=tuple(treatment_lines(answers, kb)),
        work=tuple(work_lines(answers, plan.triage, kb)),
    )


def already(kept: Kept, kb: KnowledgeBase) -> Already:
    """One exercise in the person's words, with what would suit instead."""
    titles = [kb.exercises[name].title.patient for name in kept.easier]
    instead = [kb.beside.change_easier.replace("{titles}", joined(titles))] if titles else []
    says = " ".join(part for part in (kept.says, kept.why, *instead) if part)
    return Already(title=kb.exercises[kept.intervention].title.patient, verdict=kept.verdict, says=says)


def course_lines(plan: Plan, kb: KnowledgeBase) -> Iterator[str]:
    """How many visits and weeks are usual, where visits are part of the care."""
    if plan.triage.care in WITH_VISITS:
        names = [item.intervention for item in plan.proposal.items]
        yield from course_words(usual_course(programmes_for(names, plan.triage, kb)), kb)


def course_words(course: Course, kb: KnowledgeBase) -> Iterator[str]:
    """The usual length in sentences."""
    words = kb.beside
    for span, several, one in (
        (course.visits, words.usual_visits, words.usual_visits_one),
        (course.weeks, words.usual_weeks, words.usual_weeks_one),
    ):
        if span is not None:
            text = one if span[0] == span[1] else several
            yield text.replace("{least}", str(span[0])).replace("{most}", str(span[1]))


def treatment_lines(answers: Answers, kb: KnowledgeBase) -> Iterator[str]:
    """Other treatments, recorded and shown, and never changed here."""
    named = treatments_named(answers, kb)
    if named:
        yield kb.beside.treatments.replace("{treatments}", joined(named))
    text = answers.value(TREATMENTS_TEXT)
    if text:
        yield kb.beside.treatments_text.replace("{text}", str(text))


def treatments_named(answers: Answers, kb: KnowledgeBase, *, clinician: bool = False) -> list[str]:
    """Each treatment that was named, in the words of either reader."""
    value = answers.value(TREATMENTS)
    if not isinstance(value, tuple) or TREATMENTS not in kb.facts:
        return []
    found = [option for name in value if (option := kb.facts[TREATMENTS].option(name))]
    return [one.clinician if clinician else one.person[:1].lower() + one.person[1:] for one in found]


def work_lines(answers: Answers, triage: Triage, kb: KnowledgeBase) -> Iterator[str]:
    """How it is with work, and the next step back."""
    status = answers.value("work_status")
    words = {"off": kb.beside.work_off, "changed": kb.beside.work_changed, "usual": kb.beside.work_usual}
    if status in words:
        yield words[str(status)].replace("{weeks}", weeks_off(answers, kb))
    held = {label.rule for label in triage.labels}
    yield from (
        text for rule, text in ((WORK_LONG, kb.beside.work_long), (WORK_STRAIN, kb.beside.work_strain)) if rule in held
    )


def weeks_off(answers: Answers, kb: KnowledgeBase) -> str:
    """For how many weeks, or some when it was not said."""
    weeks = counted_value(kb.facts["weeks_off_work"], answers.by_fact.get("weeks_off_work"))
    return pgettext("weeks off work", "some") if weeks is None else f"{weeks:g}"


def for_the_clinician(answers: Answers, kb: KnowledgeBase) -> Iterator[str]:
    """Where it hurts, other treatments and work in one line each, for whoever receives the person."""
    if where := where_it_hurts(answers, kb, voice="clinician"):
        yield where
    named = treatments_named(answers, kb, clinician=True)
    text = answers.value(TREATMENTS_TEXT)
    if named or text:
        fact = kb.facts[TREATMENTS].clinician
        yield f"{fact}: {', '.join(named)}" + (f" ({text})" if text else "")
    known = Known(answers, kb.facts)
    if answers.value("work_status") not in (None, "none"):
        yield (
            kb.beside.work_for_clinician.replace("{status}", option_words("work_status", known, kb))
            .replace("{demand}", option_words("work_demand", known, kb))
            .replace("{weeks}", weeks_off(answers, kb))
        )


def option_words(fact_id: str, known: Known, kb: KnowledgeBase) -> str:
    """A choice in the clinician's words, or that it is not known."""
    option = kb.facts[fact_id].option(settled_word(known, fact_id))
    return option.clinician if option else _("not said")
