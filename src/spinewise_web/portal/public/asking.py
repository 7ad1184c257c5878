"""A screen of the interview as a form: what it asks, what was answered before, what is still missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

import msgspec
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from spinewise.assess.interview import listed_facts, no_to
from spinewise.errors import AnswersError
from spinewise.knowledge.check import AGO
from spinewise.knowledge.models import KnowledgeBase, Question
from spinewise.rules.facts import Answer, Answers, Fact, Kind, Role, State
from spinewise_web.design.figures import figures_of
from spinewise_web.records.actions.answers import read_words
from spinewise_web.records.form_words import Word, word_of

Way = Literal["choose", "pain", "number", "ago", "places", "several", "text"]
TICKED, NONE, UNIT = "ticked", "none_of_these", ".unit"
UNITS = ("days", "weeks", "months", "years")
NOT_SURE, DECLINED = State.NOT_SURE.value, State.DECLINED.value
NOT_SAID = "not_said"  # some facts have an option of their own for it
PAIN_RANGE = (0.0, 10.0)
MOST_LETTERS = 300


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to choose."""

    value: str
    says: str
    on: bool


class Control(msgspec.Struct, frozen=True, kw_only=True):
    """One fact that is asked by itself, or one row of a list that is ticked."""

    id: str
    way: Way
    says: str
    help: str = ""
    choices: tuple[Choice, ...] = ()
    value: str = ""
    unit: str = ""
    least: str = ""
    most: str = ""
    ticked: bool = False
    error: str = ""
    drawing: SafeString = SafeString("")

    @property
    def is_short(self) -> bool:
        """Whether the choices are a plain yes or no, so that they stand side by side."""
        return {choice.value for choice in self.choices} == {"true", "false", NOT_SURE}

    @property
    def described(self) -> str:
        """The ids of what explains this control."""
        parts = (("help", self.help), ("error", self.error))
        return " ".join(f"{self.id}-{name}" for name, words in parts if words)


class Filled(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in a form: words by fact, what is ticked, and whether "none of these" is."""

    words: Mapping[str, Word] = {}
    ticked: frozenset[str] = frozenset()
    none: bool = False
    units: Mapping[str, str] = {}


class Screen(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a page shows of one screen."""

    id: str
    title: str
    hint: str
    alone: tuple[Control, ...]
    listed: tuple[Control, ...]
    none_on: bool
    list_error: str
    errors: tuple[dict[str, str], ...]


# -- what stands in the form


def filled_from_post(post: QueryDict, question: Question, kb: KnowledgeBase) -> Filled:
    """What was sent, for the facts of this screen and no others."""
    words = {fact: _sent(post, kb.facts[fact]) for fact in question.facts}
    return Filled(
        words={fact: word for fact, word in words.items() if word},
        ticked=frozenset(post.getlist(TICKED)) & frozenset(question.facts),
        none=bool(post.get(NONE)),
        units={fact: unit for fact in question.facts if (unit := post.get(fact + UNIT, "")) in UNITS},
    )


def _sent(post: QueryDict, fact: Fact) -> Word:
    if fact.kind is Kind.SEVERAL:
        places = [one for one in post.getlist(fact.id) if one != NOT_SURE]
        return places or post.get(fact.id, "")
    typed = [one.strip()[:MOST_LETTERS] for one in post.getlist(fact.id)]
    return NOT_SURE if NOT_SURE in typed else next(filter(None, reversed(typed)), "")


def filled_from_answers(answers: Answers, question: Question, kb: KnowledgeBase) -> Filled:
    """What was answered before."""
    said = {fact: answers.by_fact[fact] for fact in question.facts if fact in answers.by_fact}
    listed = [fact for fact in listed_facts(question, kb) if fact in said]
    ticked = {fact for fact in listed if said[fact].value != no_to(kb.facts[fact])}
    dates = {fact: _how_long_ago(one, answers.today) for fact, one in said.items() if _is_date(kb.facts[fact], one)}
    words: dict[str, Word] = {fact: word_of(one) for fact, one in said.items()}
    words |= {fact: count for fact, (count, _unit) in dates.items()}
    return Filled(
        words=words,
        ticked=frozenset(ticked),
        none=bool(listed) and not ticked,
        units={fact: unit for fact, (_c, unit) in dates.items()},
    )


def _is_date(fact: Fact, answer: Answer) -> bool:
    return fact.kind is Kind.DATE and answer.state is None


def _how_long_ago(answer: Answer, today: dt.date) -> tuple[str, str]:
    days = (today - dt.date.fromisoformat(str(answer.value))).days
    unit = next((unit for unit in reversed(UNITS) if days and days % AGO[unit] == 0), "days")
    return str(days // AGO[unit]), unit


# -- the form as it is shown


def screen_of(question: Question, filled: Filled, kb: KnowledgeBase, *, errors: Mapping[str, str]) -> Screen:
    """The screen with what stands in it."""
    listed = listed_facts(question, kb)
    alone = [kb.facts[fact] for fact in question.facts if fact not in listed]
    controls = tuple(_control(fact, filled, errors, kb) for fact in alone)
    rows = tuple(_row(kb.facts[fact], filled, errors) for fact in listed)
    return Screen(
        id=question.id,
        title=question.title,
        hint=question.hint,
        alone=controls,
        listed=rows,
        none_on=filled.none,
        list_error=errors.get(TICKED, ""),
        errors=tuple({"at": _where(name), "says": says} for name, says in errors.items()),
    )


def _where(name: str) -> str:
    return "list" if name == TICKED else f"in-{name}"


def _control(fact: Fact, filled: Filled, errors: Mapping[str, str], kb: KnowledgeBase) -> Control:
    word = filled.words.get(fact.id, "")
    least, most = (f"{end:g}" for end in fact.span) if fact.range else ("", "")
    return Control(
        id=fact.id,
        way=_way(fact, kb),
        says=fact.person,
        help=fact.help,
        choices=tuple(_choices(fact, word)),
        value=word if isinstance(word, str) and word != NOT_SURE else "",
        unit=filled.units.get(fact.id, ""),
        least=least,
        most=most,
        error=errors.get(fact.id, ""),
        drawing=figures_of(kb).body_to_tap() if _is_places(fact, kb) else SafeString(""),
    )


def _row(fact: Fact, filled: Filled, errors: Mapping[str, str]) -> Control:
    word = filled.words.get(fact.id, "")
    return Control(
        id=fact.id,
        way="choose",
        says=fact.person,
        help=fact.help,
        choices=tuple(_choices(fact, word or _first_yes(fact), without=(no_to(fact),))),
        ticked=fact.id in filled.ticked,
        error=errors.get(fact.id, ""),
    )


def _first_yes(fact: Fact) -> str:
    """A ticked yes/no question means yes until somebody says that they are not sure."""
    return "true" if fact.kind is Kind.YES_NO else ""


def _is_places(fact: Fact, kb: KnowledgeBase) -> bool:
    return kb.body is not None and fact.id == kb.body.fact


def _way(fact: Fact, kb: KnowledgeBase) -> Way:
    if _is_places(fact, kb):
        return "places"
    match fact.kind:
        case Kind.NUMBER:
            return "pain" if fact.range == PAIN_RANGE else "number"
        case Kind.DATE:
            return "ago"
        case Kind.SEVERAL:
            return "several"
        case Kind.TEXT:
            return "text"
        case _:
            return "choose"


def _choices(fact: Fact, word: Word, *, without: tuple[object, ...] = ()) -> Iterator[Choice]:
    chosen = word if isinstance(word, list) else [word]
    for value, says in _options(fact):
        if value not in map(_written, without):
            yield Choice(value=value, says=says, on=value in chosen)
    yield Choice(value=NOT_SURE, says=_("I’m not sure"), on=NOT_SURE in chosen)
    if fact.privacy == "sensitive" and fact.option(NOT_SAID) is None:
        yield Choice(value=DECLINED, says=_("I’d rather not say"), on=DECLINED in chosen)


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _options(fact: Fact) -> Iterator[tuple[str, str]]:
    if fact.kind is Kind.YES_NO:
        yield from (("true", _("Yes")), ("false", _("No")))
    else:
        yield from ((option.id, option.person) for option in fact.options)


# -- reading it


def read_filled(
    filled: Filled, question: Question, kb: KnowledgeBase, *, on: dt.date
) -> tuple[list[Answer], dict[str, str]]:
    """The answers that stand in a form, and for every one that is missing or cannot be read what to do about it."""
    listed = listed_facts(question, kb)
    answers: list[Answer] = []
    errors: dict[str, str] = {}
    for name in question.facts:
        fact = kb.facts[name]
        word, error = _row_word(fact, filled) if name in listed else _alone_word(fact, filled, kb)
        given, error = (None, error) if error else _read(fact, word, on=on)
        if error:
            errors[name] = error
        elif given is not None:
            answers.append(given)
    if listed and (problem := _list_problem(listed, filled)):
        errors[TICKED] = problem
        answers = [one for one in answers if one.fact not in listed or one.fact in filled.ticked]
    return answers, errors


def _list_problem(listed: Iterable[str], filled: Filled) -> str:
    ticked = filled.ticked & set(listed)
    if ticked and filled.none:
        return _("You ticked “None of these” and something else. Take one of them away")
    return "" if ticked or filled.none else _("Tick what is so for you, or “None of these”")


def _row_word(fact: Fact, filled: Filled) -> tuple[Word, str]:
    if fact.id not in filled.ticked:
        return _written(no_to(fact)), ""
    word = filled.words.get(fact.id) or _first_yes(fact)
    if not word or word == _written(no_to(fact)):
        return "", _("Say which it is: %(question)s") % {"question": fact.person}
    return word, ""


def _alone_word(fact: Fact, filled: Filled, kb: KnowledgeBase) -> tuple[Word, str]:
    word = filled.words.get(fact.id, "")
    if not word:
        return "", "" if _is_places(fact, kb) else missing_words(fact)
    if fact.kind is Kind.DATE and word != NOT_SURE and isinstance(word, str):
        unit = filled.units.get(fact.id)
        return (f"{word} {unit} ago", "") if unit else ("", _("Choose days, weeks, months or years"))
    return word, ""


def missing_words(fact: Fact) -> str:
    """What to do about a question without an answer."""
    match fact.kind:
        case Kind.NUMBER:
            return _("Enter a number: %(question)s") % {"question": fact.person}
        case Kind.DATE:
            return _("Enter how long ago: %(question)s") % {"question": fact.person}
        case _:
            return _("Choose an answer: %(question)s") % {"question": fact.person}


def _read(fact: Fact, word: Word, *, on: dt.date) -> tuple[Answer | None, str]:
    if not word:
        return None, ""
    try:
        return read_words({fact.id: word}, role=Role.PERSON, on=on)[0], ""
    except AnswersError:
        return None, wrong_words(fact)


def wrong_words(fact: Fact) -> str:
    """What to do about an answer that cannot be read."""
    match fact.kind:
        case Kind.NUMBER:
            least, most = (f"{end:g}" for end in fact.span)
            return _("Enter a whole number from %(least)s to %(most)s") % {"least": least, "most": most}
        case Kind.DATE:
            return _("Enter a whole number of days, weeks, months or years, such as 3")
        case _:
            return missing_words(fact)
