"""The cast: people whose answers tests start from."""

from __future__ import annotations

import datetime as dt
from functools import cache

from spinewise.assess.vignettes import plain_no
from spinewise.errors import Place
from spinewise.knowledge import KnowledgeBase, load_knowledge
from spinewise.knowledge.check import given_value
from spinewise.rules.facts import Answer, Answers, Kind, Role, State
from spinewise.source.bind import Binder
from spinewise.source.nodes import Text

TODAY = dt.date(2026, 11, 23)
STATES = {state.value: state for state in State}


@cache
def knowledge() -> KnowledgeBase:
    """The real knowledge base, read once."""
    return load_knowledge()


def answer(fact_id: str, word: str | list[str], *, on: dt.date = TODAY, by: Role | None = None) -> Answer:
    """One answer as it would be written in a file."""
    fact = knowledge().facts[fact_id]
    role = by or fact.asked_of[0]
    if isinstance(word, list):
        return Answer(fact=fact_id, value=tuple(word), on=on, by=role)
    if word in STATES:
        return Answer(fact=fact_id, state=STATES[word], on=on, by=role)
    value = given_value(Binder(), Text(word, Place("test")), fact, today=TODAY)
    return Answer(fact=fact_id, value=value, on=on, by=role)


def nobody() -> Answers:
    """Somebody who has not answered anything."""
    return Answers(today=TODAY, zone="Europe/London")


def with_answers(answers: Answers, on: dt.date = TODAY, **words: str | list[str]) -> Answers:
    """The same person with some answers added or changed."""
    return answers.with_(*(answer(fact, word, on=on) for fact, word in words.items()))


def all_clear() -> Answers:
    """Every question a person can be asked about their health, answered no."""
    facts = [fact for fact in knowledge().facts.values() if Role.PERSON in fact.asked_of and fact.privacy != "wish"]
    askable = [fact for fact in facts if fact.kind in (Kind.YES_NO, Kind.CHOICE, Kind.NUMBER)]
    return nobody().with_(*(plain_no(fact, TODAY) for fact in askable))


def ordinary(**words: str | list[str]) -> Answers:
    """Aged 34, low back pain for nine days, getting better, nothing else; changed as the words say."""
    story: dict[str, str | list[str]] = {
        "age": "34",
        "sex": "female",
        "back_or_leg_pain": "true",
        "pain_started": "9 days ago",
        "back_pain_now": "4",
        "course": "better",
        "first_episode": "true",
    }
    return with_answers(all_clear(), **(story | words))


def examined(answers: Answers, **words: str) -> Answers:
    """The same person after an examination with nothing abnormal but what the words say."""
    facts = knowledge().facts.values()
    findings = [fact for fact in facts if fact.derive is None and Role.PERSON not in fact.asked_of]
    normal = [plain_no(fact, TODAY) for fact in findings if fact.kind in (Kind.YES_NO, Kind.CHOICE)]
    made = answers.with_(*(one for one in normal if one.fact not in answers.by_fact))
    return with_answers(made, **({"examined": "true"} | words))
