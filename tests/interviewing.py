"""People who sit through an interview: whatever they are asked, they answer, and what happened is kept."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Mapping

import msgspec

from people import TODAY, answer, knowledge, nobody
from spinewise.assess.interview import Done, is_listed, next_question, recorded, stops_at_once
from spinewise.knowledge.models import KnowledgeBase, Question
from spinewise.rules.facts import Answer, Answers, Fact, Kind, Role, State

Reply = Callable[[Fact, Role], Answer]
MOST_STEPS = 300

ORDINARY = {
    "age": "34", "sex": "female", "back_or_leg_pain": "true", "pain_started": "9 days ago", "back_pain_now": "4",
    "course": "better", "first_episode": "true", "pain_easily_provoked": "moderate_activity",
    "minutes_per_day": "15", "comfort": "heat", "can_use_floor": "true",
}  # fmt: skip
STENOSIS = {
    "age": "66", "sex": "male", "back_or_leg_pain": "true", "pain_started": "2 years ago", "leg_pain": "both_legs",
    "leg_pain_course": "long_standing", "leg_pain_shooting": "true", "furthest_region": "below_knee",
    "ces_investigated": "true", "worse_walking_or_standing": "true", "better_sitting": "true", "back_pain_now": "3",
    "leg_pain_now": "6", "course": "same", "first_episode": "false", "episodes_last_12_months": "1",
    "began_at_age": "from_45", "minutes_per_day": "20", "comfort": "heat", "can_use_floor": "true",
}  # fmt: skip
FRAIL = {
    "age": "78", "sex": "female", "back_or_leg_pain": "true", "pain_started": "60 days ago", "back_pain_now": "5",
    "course": "same", "first_episode": "false", "episodes_last_12_months": "3", "told_osteoporosis": "yes",
    "height_loss": "true", "fragility_fracture": "true", "falls_or_unsteady": "true", "heart_condition": "stable",
    "minutes_per_day": "10", "comfort": "heat",
}  # fmt: skip
HEALTHY = {"examined": "true", "key_muscle_power": "5", "slr_average_deg": "80"}


class Step(msgspec.Struct, frozen=True):
    """A screen, and the answers before it."""

    question: Question
    before: Answers


class Interview(msgspec.Struct, frozen=True):
    """What was asked, in order, and how it ended."""

    steps: tuple[Step, ...]
    answers: Answers
    done: Done

    @property
    def screens(self) -> list[str]:
        """The screens one after another; a follow-up on the same screen counts with it."""
        ids = [step.question.id for step in self.steps]
        return [one for place, one in enumerate(ids) if place == 0 or ids[place - 1] != one]

    @property
    def facts(self) -> list[str]:
        """Every fact asked, in order."""
        return [fact for step in self.steps for fact in step.question.facts]


def hold(
    reply: Reply,
    *,
    kb: KnowledgeBase | None = None,
    role: Role = Role.PERSON,
    public: bool = False,
    start: Answers | None = None,
) -> Interview:
    """Ask until the end."""
    kb = kb or knowledge()
    answers = start or nobody()
    steps: list[Step] = []
    shown: list[str] = []
    for _ in range(MOST_STEPS):
        found = next_question(answers, kb, asked=shown, role=role, public=public)
        if isinstance(found, Done):
            return Interview(tuple(steps), answers, found)
        steps.append(Step(found, answers))
        shown += [found.id] * (shown[-1:] != [found.id])
        for fact in found.facts:
            given = msgspec.structs.replace(reply(kb.facts[fact], role), on=answers.today)
            answers = recorded(answers, given, kb)
            if stops_at_once(answers, kb):
                break
    raise AssertionError(f"the interview does not end: {shown[-10:]}")


def person(told: Mapping[str, str]) -> Reply:
    """Somebody with this story; everything else is no."""
    return lambda fact, role: answer(fact.id, told[fact.id], by=role) if fact.id in told else plainly_no(fact, role)


def plainly_no(fact: Fact, role: Role, *, today: dt.date = TODAY) -> Answer:
    """No, none, the least, nothing."""
    match fact.kind:
        case Kind.NUMBER:
            return Answer(fact=fact.id, value=fact.span[0], on=today, by=role)
        case Kind.SEVERAL:
            return Answer(fact=fact.id, value=(), on=today, by=role)
        case Kind.TEXT:
            return Answer(fact=fact.id, state=State.DECLINED, on=today, by=role)
        case Kind.DATE:
            return Answer(fact=fact.id, value=(today - dt.timedelta(days=9)).isoformat(), on=today, by=role)
        case _:
            return Answer(fact=fact.id, value=fact.values[0], on=today, by=role)


def by_chance(seed: int, *, trouble: float, states: float = 0.1) -> Reply:
    """Somebody who answers at random: signs of trouble, and answers without a value, as often as asked for."""
    rng = random.Random(seed)

    def reply(fact: Fact, role: Role) -> Answer:
        if rng.random() < states:
            return Answer(fact=fact.id, state=rng.choice(list(State)), on=TODAY, by=role)
        if is_listed(fact.id, knowledge()) and rng.random() > trouble:
            return plainly_no(fact, role)
        return Answer(fact=fact.id, value=_any_value(fact, rng), on=TODAY, by=role)

    return reply


def _any_value(fact: Fact, rng: random.Random) -> bool | int | float | str | tuple[str, ...]:
    match fact.kind:
        case Kind.NUMBER:
            return rng.randint(int(fact.span[0]), int(fact.span[1]))
        case Kind.SEVERAL:
            return tuple(option.id for option in fact.options if rng.random() < 0.5)
        case Kind.TEXT:
            return "walk to the sea"
        case Kind.DATE:
            return (TODAY - dt.timedelta(days=rng.choice([0, 5, 20, 60, 200, 2000]))).isoformat()
        case _:
            return rng.choice(list(fact.values))
