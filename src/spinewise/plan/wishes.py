"""What the person wants and has, read from the same answers as everything else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, get_args

import msgspec

from spinewise.assess.measures import Finding
from spinewise.errors import AnswersError, Place, Problem, one_of
from spinewise.knowledge.models import Aim, Equipment, KnowledgeBase
from spinewise.plan.starting import starts_for
from spinewise.plan.types import Busy, Wishes
from spinewise.rules.facts import Answers
from spinewise.rules.known import counted_value

COMFORTS = ("heat", "cold", "neither")


def wishes_from(
    answers: Answers,
    kb: KnowledgeBase,
    *,
    starts_on: dt.date,
    busy: Iterable[Busy] = (),
    findings: Iterable[Finding] = (),
) -> Wishes:
    """The person's wishes, with the programme's defaults where nothing was said, and what was found in them.

    A wish that was not asked for never limits the plan, except that nobody is presumed to own equipment
    beyond what the programme says is at hand in any home.

    Raises:
        AnswersError: a wish the planner does not know, or a busy time without a zone.
    """
    said = _Said(answers, kb)
    minutes = said.value("minutes_per_day")
    has = said.several("equipment")
    return Wishes(
        starts_on=starts_on,
        zone=answers.zone,
        minutes_a_day=float(kb.programme.minutes_by_default if minutes is None else minutes),
        cover_daily=_among("cover_daily", said.several("cover_daily") or (), get_args(Aim)),
        aims=_among("aims_wanted", said.several("aims_wanted") or (), get_args(Aim)),
        equipment=_among("equipment", kb.programme.at_hand if has is None else has, get_args(Equipment)),
        can_use_floor=said.value("can_use_floor") is not False,
        part_of_day=_part_of_day(said.value("part_of_day"), kb),
        comfort=_comfort(said.value("comfort")),
        goals=_lines(said.value("goals_text")),
        liked=_known_interventions(said.several("liked"), kb),
        disliked=_known_interventions(said.several("disliked"), kb),
        presets=tuple(f"presets/{dose}" for dose in said.several("article_doses") or ()),
        busy=tuple(sorted(_with_zone(one) for one in busy)),
        findings=tuple(findings),
        hard_tasks=tuple(task for task in said.several("hard_tasks") or () if task in kb.programme.tasks),
        already_does=_known_interventions(said.several("already_does"), kb),
        kinds_liked=tuple(kind for kind in said.several("kinds_liked") or () if kind in kb.programme.kinds),
        starts=starts_for(answers, kb),
    )


class _Said:
    """Answers by fact, where a fact may also be missing from the knowledge."""

    def __init__(self, answers: Answers, kb: KnowledgeBase) -> None:
        self.answers = answers
        self.facts = kb.facts

    def value(self, fact_id: str) -> Any:
        answer = self.answers.by_fact.get(fact_id)
        return counted_value(self.facts[fact_id], answer) if fact_id in self.facts else None

    def several(self, fact_id: str) -> tuple[str, ...] | None:
        value = self.answers.value(fact_id)
        if value is None or isinstance(value, tuple):
            return value
        return (str(value),)


def _among(wish: str, given: Iterable[str], allowed: tuple[str, ...]) -> tuple[Any, ...]:
    chosen = tuple(given)
    problems = [_unknown(wish, word, allowed) for word in chosen if word not in allowed]
    if problems:
        raise AnswersError(problems)
    return chosen


def _unknown(wish: str, word: str, allowed: Iterable[str]) -> Problem:
    return Problem(Place("answers"), f"{wish}: '{word}' is not known", one_of(allowed))


def _part_of_day(value: object, kb: KnowledgeBase) -> str:
    return str(value) if value in kb.programme.part_of_day else ""


def _comfort(value: object) -> Any:
    return value if value in COMFORTS else ""


def _lines(value: object) -> tuple[str, ...]:
    return tuple(line.strip() for line in str(value or "").splitlines() if line.strip())


def _known_interventions(given: tuple[str, ...] | None, kb: KnowledgeBase) -> tuple[str, ...]:
    return tuple(one for one in given or () if one in kb.interventions)


def _with_zone(busy: Busy) -> Busy:
    if busy.start.tzinfo is None or busy.end.tzinfo is None:
        what = f"the busy time {busy.start} has no time zone"
        raise AnswersError([Problem(Place("calendar"), what, "Give instants with a zone")])
    return msgspec.structs.replace(busy, start=busy.start.astimezone(dt.UTC), end=busy.end.astimezone(dt.UTC))
