"""From a model of the solver to a person, as ordinary as possible, and back through the real filter."""

from __future__ import annotations

import datetime as dt
from functools import partial

import msgspec
import z3

from spinewise.assess.triage import triage
from spinewise.knowledge.ladders import Level, Tier
from spinewise.knowledge.models import KnowledgeBase
from spinewise.plan.clear import clear
from spinewise.plan.tier import tier_for
from spinewise.prove.encode import Formula
from spinewise.prove.world import DAY, World
from spinewise.rules.facts import Answer, Answers, Fact, Kind, Role
from spinewise.rules.tree import Value


class Somebody(msgspec.Struct, frozen=True, kw_only=True):
    """One person: what is answered, by fact, and what is not. A date is the days since it."""

    given: dict[str, Value]
    unanswered: tuple[str, ...]
    unusual: tuple[str, ...]


class People:
    """Finds people in the world who are ordinary in all but what the question needs."""

    def __init__(self, world: World, ordinary: dict[str, Value]) -> None:
        self.world = world
        self.ordinary = ordinary
        variables = world.people
        self.usual = {name: world.named(f"usual {name}", partial(self._is_usual, name)) for name in variables.answered}

    def _is_usual(self, name: str) -> Formula:
        variables = self.world.people
        return z3.And(variables.answered[name], variables.is_value(name, self.ordinary[name]))

    def as_usual(self, name: str) -> Formula:
        """That a fact is ordinary, or what it is where it does not apply."""
        fact, variables = self.world.kb.facts[name], self.world.people
        if fact.applies is None:
            return self.usual[name]
        other = z3.And(variables.answered[name], variables.is_value(name, fact.applies.otherwise))
        return self.world.named(f"as usual {name}", lambda: z3.Or(self.usual[name], other))

    def find(self, *assumptions: Formula) -> Somebody | None:
        """The most ordinary person for whom all of this holds, or None."""
        if self.world.model(*assumptions) is None:
            return None
        kept = dict(self.usual)
        while (model := self.world.model(*assumptions, *kept.values())) is None:
            blocked = {literal.get_id() for literal in self.world.solver.unsat_core()}
            del kept[next(name for name, literal in kept.items() if literal.get_id() in blocked)]
        for name in [name for name in self.usual if name not in kept]:
            closer = self.world.model(*assumptions, *kept.values(), self.usual[name])
            if closer is not None:
                kept[name], model = self.usual[name], closer
        return self.read(model)

    def read(self, model: z3.ModelRef) -> Somebody:
        """The person in a model."""
        variables = self.world.people
        given = {
            name: self._value(model, name)
            for name, answered in variables.answered.items()
            if z3.is_true(model.eval(answered, model_completion=True))
        }
        unanswered = tuple(name for name in variables.answered if name not in given)
        unusual = tuple(name for name in variables.answered if given.get(name) != self.ordinary[name])
        return Somebody(given=given, unanswered=unanswered, unusual=unusual)

    def _value(self, model: z3.ModelRef, name: str) -> Value:
        variables = self.world.people
        if name in variables.numbers:
            number = model.eval(variables.numbers[name], model_completion=True)
            return number.as_long() if z3.is_int_value(number) else float(number.as_fraction())
        return next(
            value
            for value, chosen in variables.options[name].items()
            if z3.is_true(model.eval(chosen, model_completion=True))
        )


def answers_of(given: dict[str, Value], kb: KnowledgeBase, *, today: dt.date = DAY) -> Answers:
    """The answers that the real evaluator reads."""
    return Answers(
        today=today, zone="UTC", by_fact={name: answer_of(kb.facts[name], given[name], today) for name in given}
    )


def answer_of(fact: Fact, value: Value, today: dt.date) -> Answer:
    """One answer, by the first who may give it."""
    role = fact.asked_of[0] if fact.asked_of else Role.PERSON
    return Answer(fact=fact.id, value=written(fact, value, today), on=today, by=role)


def written(fact: Fact, value: Value, today: dt.date) -> Value:
    """A value as an answer holds it: a date as ISO text."""
    if fact.kind is not Kind.DATE:
        return value
    assert isinstance(value, int)
    return (today - dt.timedelta(days=value)).isoformat()


def levels_in_truth(answers: Answers, tier: Tier, kb: KnowledgeBase) -> dict[str, Level]:
    """What the real filter says at a tier; everything is excluded when the person's own tier is lower."""
    found = triage(answers, kb)
    if tier.rank > tier_for(found, answers, kb).rank:
        return dict.fromkeys(kb.interventions, Level.EXCLUDE)
    return {one.intervention: one.level for one in clear(answers, found, kb, tier=tier)}


def is_given(level: Level, tier: Tier, kb: KnowledgeBase) -> bool:
    """Whether something at this level reaches a plan of this tier."""
    return level is Level.GO or (level is Level.CAUTION and kb.tier(tier).cautions_allowed)


def as_answers_file(person: Somebody, kb: KnowledgeBase) -> str:
    """The unusual answers as a fragment of an answers file, and what is left open."""
    said = [name for name in person.unusual if name in person.given]
    mine = [name for name in said if Role.PERSON in kb.facts[name].asked_of]
    found = [name for name in said if name not in mine]
    lines = ["answers:" if mine else "answers: {}", *(f"  {line(person, name, kb)}" for name in mine)]
    if found:
        lines += ["findings:", "  by: a clinician", "  facts:", *(f"    {line(person, name, kb)}" for name in found)]
    open_facts = [name for name in person.unanswered if name in person.unusual]
    if open_facts:
        lines.append("# not answered: " + ", ".join(open_facts))
    return "\n".join(lines)


def line(person: Somebody, name: str, kb: KnowledgeBase) -> str:
    """One answer as a line of YAML."""
    value = person.given[name]
    if kb.facts[name].kind is Kind.DATE:
        return f"{name}: {value} days ago"
    return f"{name}: {str(value).lower() if isinstance(value, bool) else value}"
