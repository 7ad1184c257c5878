"""The examination as one form: the blocks of the question files, what was found last time, what was typed now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec
from django.http import QueryDict
from django.utils.translation import gettext as _

from spinewise.assess.interview import no_to, recorded
from spinewise.documents.answered import answer_words
from spinewise.errors import AnswersError
from spinewise.knowledge.models import KnowledgeBase, Question
from spinewise.rules.facts import Answer, Answers, Fact, Kind, Role
from spinewise_web.clinic.story import EXAMINATION
from spinewise_web.records.actions.answers import read_words
from spinewise_web.records.form_words import word_of

MOST_LETTERS = 60


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """One way to answer a row."""

    value: str
    says: str
    on: bool
    is_normal: bool = False


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One finding: how it is answered, what stands there, what it was last time."""

    id: str
    way: Literal["choose", "number"]
    says: str
    unit: str = ""
    marks: tuple[Mark, ...] = ()
    value: str = ""
    normal: str = ""
    last: str = ""
    last_word: str = ""
    last_on: dt.date | None = None
    error: str = ""


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """A block of findings; `has_normal` when one key may mark what is left of it."""

    id: str
    title: str
    hint: str
    rows: tuple[Row, ...]
    has_normal: bool
    has_last: bool


class Entered(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in the form, by fact, and what of it cannot be read. What is not tested is not here."""

    words: Mapping[str, str] = {}
    errors: Mapping[str, str] = {}
    answers: tuple[Answer, ...] = ()


def blocks_of(kb: KnowledgeBase) -> tuple[Question, ...]:
    """The examination's questions, in the order of their file."""
    return tuple(one for one in kb.questions.values() if one.stage == EXAMINATION)


def form_of(entered: Entered, before: Answers, kb: KnowledgeBase) -> tuple[Block, ...]:
    """The whole form. Nothing is marked that was not marked in this very examination."""
    return tuple(_block(question, entered, before, kb) for question in blocks_of(kb))


def _block(question: Question, entered: Entered, before: Answers, kb: KnowledgeBase) -> Block:
    rows = tuple(_row(kb.facts[name], question, entered, before) for name in question.facts)
    return Block(
        id=question.id,
        title=question.title,
        hint=question.hint,
        rows=rows,
        has_normal=any(row.normal for row in rows),
        has_last=any(row.last for row in rows),
    )


def _row(fact: Fact, question: Question, entered: Entered, before: Answers) -> Row:
    word, given = entered.words.get(fact.id, ""), before.by_fact.get(fact.id)
    return Row(
        id=fact.id,
        way="number" if fact.kind is Kind.NUMBER else "choose",
        says=fact.clinician,
        unit=fact.unit,
        marks=tuple(_marks(fact, question, word)) if fact.kind is not Kind.NUMBER else (),
        value=word if fact.kind is Kind.NUMBER else "",
        normal=normal_word(fact, question),
        last=answer_words(given, fact, voice="clinician") if given else "",
        last_word=_plain_word(given) if given else "",
        last_on=given.on if given else None,
        error=entered.errors.get(fact.id, ""),
    )


def _marks(fact: Fact, question: Question, word: str) -> Iterable[Mark]:
    normal = normal_word(fact, question)
    if fact.kind is Kind.YES_NO:
        options = [("false", _("no")), ("true", _("yes"))]
    else:
        options = [(option.id, option.clinician) for option in fact.options]
    for value, says in options:
        yield Mark(value=value, says=says, on=value == word, is_normal=value == normal)


def normal_word(fact: Fact, question: Question) -> str:
    """What one key for the whole block says about this finding; empty for what is told one by one."""
    if question.no_normal or fact.one_by_one:
        return ""
    if fact.kind is Kind.NUMBER:
        return "" if fact.nothing_found is None else f"{fact.nothing_found:g}"
    return _written(no_to(fact)) if fact.kind in (Kind.YES_NO, Kind.CHOICE) else ""


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _plain_word(given: Answer) -> str:
    word = word_of(given)
    return word.removesuffix(".0") if isinstance(word, str) else ""


# -- what was sent


def entered_from(post: QueryDict, before: Answers, kb: KnowledgeBase, *, on: dt.date) -> Entered:
    """What was typed, with `normal` and `again` doing for one block what its keys do in the browser."""
    facts = [kb.facts[name] for question in blocks_of(kb) for name in question.facts]
    words = {fact.id: typed for fact in facts if (typed := post.get(fact.id, "").strip()[:MOST_LETTERS])}
    for question in blocks_of(kb):
        if post.get("normal") == question.id:
            words = _normal(question, kb) | words
        if post.get("again") == question.id:
            words = _last(question, before) | words
    return read_entered(words, kb, on=on)


def _normal(question: Question, kb: KnowledgeBase) -> dict[str, str]:
    made = {name: normal_word(kb.facts[name], question) for name in question.facts}
    return {name: word for name, word in made.items() if word}


def _last(question: Question, before: Answers) -> dict[str, str]:
    made = {name: _plain_word(before.by_fact[name]) for name in question.facts if name in before.by_fact}
    return {name: word for name, word in made.items() if word}


def read_entered(words: Mapping[str, str], kb: KnowledgeBase, *, on: dt.date) -> Entered:
    """The words, read one by one, so that each that cannot be read is told where it stands."""
    answers, errors = [], {}
    for name, word in words.items():
        try:
            answers += read_words({name: word}, role=Role.CLINICIAN, on=on)
        except AnswersError:
            errors[name] = wrong_words(kb.facts[name])
    return Entered(words=words, errors=errors, answers=tuple(answers))


def wrong_words(fact: Fact) -> str:
    """What to do about a finding that cannot be read."""
    if fact.kind is not Kind.NUMBER:
        return _("Choose one of these: %(finding)s") % {"finding": fact.clinician}
    least, most = (f"{end:g}" for end in fact.span)
    said = {"finding": fact.clinician, "least": least, "most": most, "unit": fact.unit}
    return _("%(finding)s: enter a number from %(least)s to %(most)s") % said


def with_entered(before: Answers, entered: Entered, kb: KnowledgeBase) -> Answers:
    """The answers as they would be if this were kept."""
    answers = before
    for one in entered.answers:
        answers = recorded(answers, one, kb)
    return answers
