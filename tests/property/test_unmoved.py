"""Where nothing is told apart, nothing is decided differently: whoever is drawn, whatever they answer next."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from people import knowledge
from population import Settings, draw_person
from spinewise.assess.triage import triage
from spinewise.assess.unmoved import unmoved
from spinewise.plan.clear import clear
from spinewise.plan.tier import tier_for
from spinewise.rules.facts import Answer, Answers, Fact, Kind, State

KB = knowledge()
TOLD_DAILY = ("back_pain_now", "leg_pain_now", "furthest_region")
PEOPLE, CHANGES = 150, 6
UNSURE = Settings(not_sure=0.2)


def stands(answers: Answers) -> dict[str, object]:
    """All that a decision acts on, without the words of its reasons."""
    found = triage(answers, KB)
    tier = tier_for(found, answers, KB)
    held = {one.intervention: (one.level, one.dose, one.waiver, one.missing) for one in clear(answers, found, KB)}
    named = (found.flags, found.monitored, found.starts, found.findings, found.labels)
    return {
        "urgency": (found.urgency, found.care, tier),
        "category": (found.category, found.status, found.subgroups, found.deciders),
        "rules": [[(getattr(one, "rule", None), _truth(one)) for one in several] for several in named],
        "asks": (found.missing_safety, found.missing_urgent, found.to_examine, found.expired),
        "pain": (found.acuity, found.irritability),
        "interventions": held,
    }


def _truth(one: object) -> object:
    ruling = getattr(one, "ruling", one)
    return (ruling.rule, ruling.truth, ruling.missing)  # type: ignore[attr-defined]


def other(fact: Fact, chance: random.Random) -> bool | float | str:
    if fact.kind is Kind.NUMBER:
        low, high = fact.span
        return chance.randint(int(low), int(high))
    return chance.choice(fact.values)  # type: ignore[return-value]


def next_answers(answers: Answers, chance: random.Random) -> Iterator[Answers]:
    """The same person a few days on, with one to three answers given anew: mostly those that are asked daily."""
    readable = [name for name in answers.by_fact if KB.facts[name].kind in (Kind.NUMBER, Kind.CHOICE, Kind.YES_NO)]
    for _ in range(CHANGES):
        later = answers.today + dt.timedelta(days=chance.choice((0, 1, 3, 30)))
        daily = chance.random() < 0.7
        names = [chance.choice(TOLD_DAILY if daily else readable) for _ in range(chance.randint(1, 3))]
        told = {name: _anew(answers.by_fact.get(name), name, later, chance) for name in names}
        yield replace(answers, today=later).with_(*told.values())


def _anew(before: Answer | None, name: str, on: dt.date, chance: random.Random) -> Answer:
    fact = KB.facts[name]
    given = before or Answer(fact=name, state=State.DECLINED, on=on, by=fact.asked_of[0])
    if chance.random() < 0.2:
        return replace(given, value=None, state=chance.choice(tuple(State)), on=on)
    return replace(given, value=other(fact, chance), state=None, on=on)


@pytest.mark.parametrize("seed", range(PEOPLE))
def test_what_no_rule_tells_apart_is_decided_alike(seed: int) -> None:
    chance = random.Random(seed)
    answers = draw_person(KB, seed=f"unmoved {seed}", settings=UNSURE).answers
    before = stands(answers)
    for after in next_answers(answers, chance):
        if unmoved(answers, after, KB):
            assert stands(after) == before


def test_a_little_more_or_less_pain_seldom_changes_anything_and_much_more_does() -> None:
    little, much = [], []
    for seed in range(40):
        answers = draw_person(KB, seed=f"unmoved {seed}").answers
        pain = answers.by_fact.get("back_pain_now")
        if pain is not None and isinstance(pain.value, int):
            little += [
                unmoved(answers, answers.with_(replace(pain, value=min(max(pain.value + by, 0), 10))), KB)
                for by in (-1, 0, 1)
            ]
            much.append(unmoved(answers, answers.with_(replace(pain, value=10 if pain.value < 4 else 0)), KB))
    assert little.count(True) > 0.6 * len(little)
    assert not all(much)
