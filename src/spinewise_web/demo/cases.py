"""The answers of a published case as words of a form, as if they were given on another day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cache
from typing import Any

from spinewise.assess.triage import triage
from spinewise.assess.vignettes import Patient, answered_no, completed, plain_no, read_patients
from spinewise.knowledge import KnowledgeBase
from spinewise.plan.clear import clear
from spinewise.rules.facts import Answer, Answers, Kind, Role
from spinewise_web.records.core import knowledge

Words = dict[str, Any]


@cache
def cases() -> dict[str, Patient]:
    """Published patients by name."""
    return {patient.vignette.id: patient for patient in read_patients(knowledge())}


@cache
def answers_of(case: str) -> Answers:
    """A published patient; what the report does not say about safety and health is answered no."""
    kb, patient = knowledge(), cases()[case]
    answers, _ = completed(patient, kb)
    return answered_no(answers, kb, lambda now: waited_for(now, kb), patient.answers)[0]


def waited_for(answers: Answers, kb: KnowledgeBase) -> list[str]:
    """What an exercise still waits for that a person can tell."""
    missing = [fact for one in clear(answers, triage(answers, kb), kb) for fact in one.missing]
    return [fact for fact in missing if Role.PERSON in kb.facts[fact].asked_of]


def story_words(case: str, *, on: dt.date) -> Words:
    """What the person says."""
    answers = answers_of(case)
    said = [one for one in answers.by_fact.values() if Role.PERSON in knowledge().facts[one.fact].asked_of]
    return {one.fact: word_of(one, later=on - answers.today) for one in said}


def examination_words(case: str, *, on: dt.date) -> Words:
    """What the clinician finds: what the report says, and nothing abnormal besides."""
    kb, answers = knowledge(), answers_of(case)
    facts = [fact for fact in kb.facts.values() if fact.derive is None and Role.PERSON not in fact.asked_of]
    normal = {
        fact.id: word_of(plain_no(fact, on), later=dt.timedelta())
        for fact in facts
        if fact.kind in (Kind.YES_NO, Kind.CHOICE) and Role.CLINICIAN in fact.asked_of
    }
    told = [answers.by_fact[fact.id] for fact in facts if fact.id in answers.by_fact]
    return normal | {one.fact: word_of(one, later=on - answers.today) for one in told} | {"examined": "true"}


def no_to(facts: Iterable[str], *, on: dt.date) -> Words:
    """No to each of these, or the least there is."""
    return {fact: word_of(plain_no(knowledge().facts[fact], on), later=dt.timedelta()) for fact in facts}


def word_of(answer: Answer, *, later: dt.timedelta) -> Any:
    """One answer as a form would send it, dates moved along."""
    match answer.value:
        case None:
            assert answer.state is not None
            return answer.state.value
        case bool():
            return "true" if answer.value else "false"
        case tuple():
            return list(answer.value)
        case str() if knowledge().facts[answer.fact].kind is Kind.DATE:
            return (dt.date.fromisoformat(answer.value) + later).isoformat()
        case _:
            return str(answer.value)
