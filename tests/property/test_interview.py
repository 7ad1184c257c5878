"""What holds for whoever sits through the interview, whatever they answer.

"Could change the outcome" is proven, not sampled: for every fact that is asked there are two values of it,
and one way to answer everything else that is still open (its own follow-ups aside), such that a rule of the
outcome certainly holds with the one value and certainly does not with the other. Rules of the outcome are red
flags, kinds of pain, reasons to start therapy, precautions, and presumptions; for acuity and irritability,
which the plan reads by name, a level that is certain with the one value and impossible with the other.
Wishes and `examined`, which the plan reads by name, are outside.
"""

from __future__ import annotations

import os
import random
from functools import cache
from itertools import product

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewing import FRAIL, ORDINARY, STENOSIS, Interview, Step, by_chance, hold, person
from people import TODAY, knowledge
from spinewise.assess.answers_file import read_answers, write_answers
from spinewise.assess.interview import READ_BY_THE_PLANNER, Ending
from spinewise.assess.triage import triage
from spinewise.knowledge.ladders import Urgency
from spinewise.knowledge.models import KnowledgeBase
from spinewise.rules.facts import Answer, Answers, Clearance, Fact, Kind, Role, State, sources_of
from spinewise.rules.known import Known, counted_value, truth_of
from spinewise.rules.residual import missing_facts
from spinewise.rules.tree import facts_of
from spinewise.rules.truth import NO

SCREENS_BEFORE_EMERGENCIES_ARE_ASKED = 20
SEEDS = range(int(os.environ.get("SPINEWISE_EXAMPLES", "2")))
TROUBLE = (0.0, 0.02, 0.3)
EVERYBODY = pytest.mark.parametrize(("seed", "trouble", "public"), [*product(SEEDS, TROUBLE, (False, True))])
AT_LENGTH = pytest.mark.parametrize(("seed", "trouble"), [*product(SEEDS, TROUBLE)])


@cache
def sat(seed: int, trouble: float, *, public: bool = False, role: Role = Role.PERSON) -> Interview:
    """Somebody's interview, held once: what is true of it is asked by several tests."""
    return hold(by_chance(seed, trouble=trouble), public=public, role=role)


@EVERYBODY
def test_it_ends_asks_nothing_twice_and_keeps_to_its_screens(seed: int, trouble: float, public: bool) -> None:
    held = sat(seed, trouble, public=public)
    assert len(held.facts) == len(set(held.facts))
    assert len(held.screens) <= (12 if public else 45)


@EVERYBODY
def test_nothing_is_asked_after_an_emergency_or_once_it_is_urgent_only_what_could_be_one(
    seed: int, trouble: float, public: bool
) -> None:
    held = sat(seed, trouble, public=public)
    for step in held.steps:
        found = triage(step.before, knowledge())
        assert found.urgency is not Urgency.EMERGENCY
        if found.urgency is Urgency.URGENT:
            assert set(step.question.facts) <= could_be_an_emergency(step.before)


@pytest.mark.parametrize(("seed", "public"), [*product(SEEDS, (False, True))])
def test_everything_that_could_be_an_emergency_is_asked_before_the_20th_screen(seed: int, public: bool) -> None:
    held = sat(seed, 0.02, public=public)
    late = steps_from(held, SCREENS_BEFORE_EMERGENCIES_ARE_ASKED)
    assert all(not could_be_an_emergency(step.before) for step in late)


@EVERYBODY
def test_a_whole_interview_leaves_only_those_safety_questions_open_that_were_not_really_answered(
    seed: int, trouble: float, public: bool
) -> None:
    held = sat(seed, trouble, public=public)
    facts = knowledge().facts
    empty = {name for name, one in held.answers.by_fact.items() if counted_value(facts[name], one) is None}
    if held.done.because is Ending.COMPLETE:
        assert set(held.done.triage.missing_safety) <= empty


@AT_LENGTH
def test_the_order_of_the_files_makes_no_difference(seed: int, trouble: float) -> None:
    usual = sat(seed, trouble)
    mixed = hold(by_chance(seed, trouble=trouble), kb=shuffled(knowledge(), seed))
    assert mixed.facts == usual.facts
    assert mixed.answers == usual.answers


@AT_LENGTH
@pytest.mark.parametrize("role", [Role.PERSON, Role.CLINICIAN])
def test_an_interview_that_is_written_is_read_back_the_same(seed: int, trouble: float, role: Role) -> None:
    answers = sat(seed, trouble, role=role).answers
    assert read_answers(write_answers(answers), file="me.yaml", kb=knowledge(), may_clash=True) == answers


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS, st.sampled_from(list(State)))
def test_any_text_is_read_back_as_it_was_written(text: str, name: str, state: State) -> None:
    given = Answer(fact="goals_text", value=text, on=TODAY, by=Role.PERSON, name=name)
    declined = Answer(fact="age", state=state, on=TODAY, by=Role.CLINICIAN, name=name)
    seen = Clearance(points_to="cancer", outcome="excluded", by=name, on=TODAY, examination=text)
    answers = Answers(
        today=TODAY, zone="UTC", by_fact={"goals_text": given, "age": declined}, clearances=(seen,), earlier=(given,)
    )
    assert read_answers(write_answers(answers), file="me.yaml", kb=knowledge()) == answers


def steps_from(held: Interview, screen: int) -> list[Step]:
    """The steps after this many screens."""
    late, seen, last = [], 0, ""
    for step in held.steps:
        seen += step.question.id != last
        last = step.question.id
        late += [step] * (seen >= screen)
    return late


def could_be_an_emergency(answers: Answers) -> set[str]:
    """Facts not yet asked that a person can answer and that could still raise an emergency."""
    kb = knowledge()
    known = Known(answers, kb.facts)
    flags = [flag for flag in kb.red_flags.values() if flag.urgency is Urgency.EMERGENCY]
    missing = {fact for flag in flags for fact in missing_facts(flag.when, known)} - answers.by_fact.keys()
    return {fact for fact in missing if Role.PERSON in kb.facts[fact].asked_of and applies(kb.facts[fact], known)}


def applies(fact: Fact, known: Known) -> bool:
    return fact.applies is None or truth_of(fact.applies.when, known) is not NO


def shuffled(kb: KnowledgeBase, seed: int) -> KnowledgeBase:
    """The same knowledge read from its files in another order; only the questions keep theirs."""
    rng = random.Random(seed)
    rooms = (
        "facts", "red_flags", "categories", "starts", "presumptions", "precautions", "contradictions", "exercises",
        "modalities", "families",
    )  # fmt: skip
    mixed = {
        room: dict(rng.sample(sorted(entries.items()), len(entries)))
        for room in rooms
        if (entries := getattr(kb, room))
    }
    return msgspec.structs.replace(kb, **mixed)


# --- every question could change the outcome, by z3 ---------------------------------------------------

CHANGES = {
    "ordinary": (ORDINARY, False),
    "stenosis": (STENOSIS, False),
    "frail": (FRAIL, False),
    "ordinary, public": (ORDINARY, True),
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_question_asked_could_change_the_outcome(name: str) -> None:
    pytest.importorskip("z3")
    told, public = CHANGES[name]
    held = hold(person(told), public=public)
    proof = Deciding(knowledge())
    idle = [fact for step in held.steps for fact in step.question.facts if not proof.decides(fact, step.before)]
    assert idle == []


def test_the_proof_sees_a_question_that_could_not_change_anything() -> None:
    pytest.importorskip("z3")
    answers = hold(person(ORDINARY)).answers
    assert not Deciding(knowledge()).decides("cancer_history", answers)


class Deciding:
    """Whether a fact can still tip a rule of the outcome, over every way to answer what is open."""

    def __init__(self, kb: KnowledgeBase) -> None:
        import z3

        from spinewise.prove.encode import Variables, View

        self.z3 = z3
        self.kb = kb
        self.variables = Variables(kb.facts)
        self.view = View(self.variables)
        rooms = (kb.red_flags, kb.categories, kb.starts, kb.precautions, kb.presumptions)
        self.rules = [(rule.when, facts_of(rule.when)) for room in rooms for rule in room.values()]
        self.sources = {fact.id: sources_of(fact) for fact in kb.facts.values()}
        self.before: tuple[Answers | None, object] = (None, None)
        asked_properly = [
            z3.Implies(self.variables.answered[fact.id], z3.Not(self.view.pair(fact.applies.when).no))
            for fact in kb.facts.values()
            if fact.applies is not None
        ]
        self.laws = z3.And(*self.variables.laws, *asked_properly)
        self.levels = self._levels()

    def decides(self, name: str, answers: Answers) -> bool:
        """One way to answer the rest, with which a rule holds for one value of the fact and does not for another."""
        fact = self.kb.facts[name]
        if fact.privacy == "wish" or fact.kind in (Kind.TEXT, Kind.SEVERAL):
            return True
        z3, known, reached = self.z3, Known(answers, self.kb.facts), self._reached(name)
        rules = [rule for rule, read in self.rules if read & reached and name in missing_facts(rule, known)]
        pairs = [(pair.yes, pair.no) for pair in map(self.view.pair, rules)] + self.levels
        other = [(one, z3.FreshConst(one.sort())) for one in self._own(name, reached)]
        laws = z3.And(self.laws, self._as_given(answers), self.variables.answered[name])
        solver = z3.Solver()
        solver.add(laws, z3.substitute(laws, *other), z3.Or([self._tips(other, yes, no) for yes, no in pairs]))
        return solver.check() == z3.sat

    def _tips(self, other: list, yes, no):
        """That one of these holds for one value of the fact, and the other for another value."""
        z3 = self.z3
        ways = ((yes, no), (no, yes))
        return z3.Or(*(z3.And(here, z3.substitute(there, *other)) for here, there in ways))

    def _levels(self) -> list:
        """For what the plan reads by name: a level alone, and that level not at all."""
        pairs = []
        for name in READ_BY_THE_PLANNER:
            can_be = self.view.possible(name).can_be
            for value, can in can_be.items():
                others = [other for key, other in can_be.items() if key != value]
                pairs.append((self.z3.And(can, *map(self.z3.Not, others)), self.z3.Not(can)))
        return pairs

    def _reached(self, name: str) -> set[str]:
        """The fact, and whatever is derived from it or asked because of it."""
        reached = {name}
        while more := {one for one, read in self.sources.items() if read & reached} - reached:
            reached |= more
        return reached

    def _own(self, name: str, reached: set[str]) -> list:
        """The variables of a fact, and of the follow-ups that its answer brings or spares."""
        own = self._of(name)
        for fact in self.kb.facts.values():
            if fact.id != name and fact.applies and facts_of(fact.applies.when) & reached:
                own += [self.variables.answered[fact.id], *self._of(fact.id)]
        return own

    def _of(self, name: str) -> list:
        if name in self.variables.numbers:
            return [self.variables.numbers[name]]
        options = self.variables.options[name]
        return [options[True]] if True in options else list(options.values())

    def _as_given(self, answers: Answers):
        """The answers as one formula; those of one screen are the same for each of its questions."""
        if self.before[0] is not answers:
            self.before = (answers, self.z3.And(*self._given(answers)))
        return self.before[1]

    def _given(self, answers: Answers) -> list:
        """What was answered stays; what was asked without a value stays open."""
        fixed = []
        for name, one in answers.by_fact.items():
            fact = self.kb.facts[name]
            if name not in self.variables.answered:
                continue
            value = counted_value(fact, one)
            fixed.append(self.variables.answered[name] == (value is not None))
            if fact.kind is Kind.DATE and isinstance(value, str):
                import datetime as dt

                value = (answers.today - dt.date.fromisoformat(value)).days
            if value is not None:
                fixed.append(self.variables.is_value(name, value))
        return fixed
