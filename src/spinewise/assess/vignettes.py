"""Whole patients as contract tests: what is stated about them, and what must come out.

What a case report does not state stays unanswered. A completion, named and printed, says how the
remaining safety questions are taken for the expectations that need them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Literal

import msgspec

from spinewise.assess.answers_file import read_answers_node
from spinewise.assess.triage import triage
from spinewise.assess.types import Triage
from spinewise.errors import AnswersError, Place, Problem
from spinewise.knowledge.check import given_value
from spinewise.knowledge.facts_file import Raw, keep
from spinewise.knowledge.ladders import Care, Category, Tier, Urgency
from spinewise.knowledge.load import knowledge_folder, with_entry
from spinewise.knowledge.models import KnowledgeBase, Pattern
from spinewise.rules.facts import Answer, Answers, Fact, Kind, Role
from spinewise.source.bind import Binder, Reader
from spinewise.source.nodes import Entries, Node, Text, read_node

ANSWERED_NO = "remaining safety questions answered no"
MOST_ROUNDS = 50


class VignetteSource(msgspec.Struct, frozen=True, kw_only=True):
    """Where the patient was published; or the evidence rows that somebody made the patient up from."""

    case: str
    authors: str = ""
    year: str = ""
    address: str = ""
    rows: tuple[str, ...] = ()

    @property
    def is_published(self) -> bool:
        """Whether this is a real patient of a report."""
        return not self.rows


class AsStated(msgspec.Struct, frozen=True, kw_only=True):
    """What must hold on what is stated alone."""

    urgency_at_least: Urgency


class Completed(msgspec.Struct, frozen=True, kw_only=True):
    """What must hold once the remaining questions are answered as the completion says."""

    care: tuple[Care, ...]
    category: tuple[Category, ...]
    urgency: tuple[Urgency, ...] = ()

    def holds(self, found: Triage) -> bool:
        """Whether this came out."""
        urgent = not self.urgency or found.urgency in self.urgency
        return urgent and found.care in self.care and found.category in self.category


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """Where expectation and rules disagree: what the evidence supports as well, and which row says so.

    The first expectation stays in the file. `right` says whether the row decides for the rules, or whether both
    can be defended; a clinician then decides between them.
    """

    evidence: tuple[str, ...]
    says: str
    right: Literal["rules", "both"] = "rules"
    urgency_at_least: Urgency | None = None
    urgency: tuple[Urgency, ...] = ()
    care: tuple[Care, ...] = ()
    category: tuple[Category, ...] = ()
    may_be_given: tuple[Pattern, ...] = ()


class Corrected(msgspec.Struct, frozen=True, kw_only=True):
    """Where the expectation was right: the rule that speaks of this patient now, and what came out without it."""

    rule: str
    without_it: str
    evidence: tuple[str, ...]


class MustBeGiven(msgspec.Struct, frozen=True, kw_only=True):
    """What they must be able to have: `these`, or at least so many that ask `demands` of the body.

    At their own tier, or at `tier`; `in_plan` asks for more: their plan holds it.
    """

    evidence: tuple[str, ...]
    these: tuple[str, ...] = ()
    demands: Pattern = Pattern()
    among: Literal["exercises", "modalities", "all"] = "all"
    at_least: int = 1
    tier: Tier | None = None
    in_plan: bool = False


class Vignette(msgspec.Struct, frozen=True, kw_only=True):
    """One patient with expectations.

    `never_given` are demands that nothing they are given may have, `given` is what must not be kept from them.
    """

    id: str
    title: str
    source: VignetteSource
    person: Raw
    as_stated: AsStated
    completion: Literal["remaining safety questions answered no"] = "remaining safety questions answered no"
    also_answered: dict[str, str] = {}
    completed: Completed | None = None
    settled: Settled | None = None
    corrected: tuple[Corrected, ...] = ()
    never_given: tuple[Pattern, ...] = ()
    given: tuple[MustBeGiven, ...] = ()
    note: str = ""

    @property
    def least_urgency(self) -> Urgency:
        """The least that what is stated must come to."""
        settled = self.settled.urgency_at_least if self.settled else None
        return settled or self.as_stated.urgency_at_least

    @property
    def accepted(self) -> Completed | None:
        """What may come out once completed: what was expected, and what was settled beside it."""
        expected, settled = self.completed, self.settled
        if expected is None or settled is None:
            return expected
        return Completed(
            care=expected.care + settled.care,
            category=expected.category + settled.category,
            urgency=expected.urgency and expected.urgency + settled.urgency,
        )


class Patient(msgspec.Struct, frozen=True, kw_only=True):
    """A vignette with its answers typed."""

    vignette: Vignette
    answers: Answers


READERS: dict[Any, Reader] = {Raw: keep}


def read_patients(kb: KnowledgeBase, *, folder: Path | None = None) -> tuple[Patient, ...]:
    """Every patient of the vignettes folder, by id.

    Raises:
        AnswersError: a vignette that cannot be read.
    """
    folder = folder or knowledge_folder() / "vignettes"
    return tuple(read_patient(path, kb) for path in sorted(folder.glob("*.yaml")))


def read_patient(path: Path, kb: KnowledgeBase) -> Patient:
    """One patient."""
    node = read_node(path.read_bytes(), file=f"vignettes/{path.name}")
    binder = Binder(READERS)
    vignette = binder.try_bind(with_id(node, path.stem), Vignette)
    if vignette is None or binder.problems:
        raise AnswersError(binder.problems)
    assert isinstance(node, Entries)
    return Patient(vignette=vignette, answers=read_answers_node(node.of["person"], kb=kb))


def with_id(node: Node, name: str) -> Node:
    """The mapping with its file's name as id."""
    return with_entry(node, "id", name)


def completed(patient: Patient, kb: KnowledgeBase) -> tuple[Answers, tuple[str, ...]]:
    """The answers with every remaining safety question answered no, and what that added, in words."""
    answers = with_words(patient.answers, patient.vignette.also_answered, kb)
    return answered_no(answers, kb, lambda now: triage(now, kb).missing_safety, patient.answers)


def answered_no(
    answers: Answers, kb: KnowledgeBase, missing: Callable[[Answers], Iterable[str]], before: Answers
) -> tuple[Answers, tuple[str, ...]]:
    """The answers with everything `missing` names answered no, until it names nothing; and what was added."""
    for _ in range(MOST_ROUNDS):
        wanted = [fact for fact in missing(answers) if fact not in answers.by_fact]
        if not wanted:
            break
        answers = answers.with_(*(plain_no(kb.facts[fact], answers.today) for fact in wanted))
    added = [one for name, one in answers.by_fact.items() if name not in before.by_fact]
    return answers, tuple(f"{one.fact}: {one.value}" for one in added)


def plain_no(fact: Fact, today: dt.date) -> Answer:
    """The answer `no` to a safety question: false, the least option, or the low end of a number."""
    if fact.kind is Kind.DATE:
        raise AnswersError([_no_answer(fact)])
    value = fact.span[0] if fact.kind is Kind.NUMBER else fact.values[0]
    return Answer(fact=fact.id, value=value, on=today, by=Role.PERSON)


def _no_answer(fact: Fact) -> Problem:
    return Problem(Place("vignettes"), f"'{fact.id}' cannot be answered no", "Give it under `also_answered`")


def with_words(answers: Answers, words: dict[str, str], kb: KnowledgeBase) -> Answers:
    """The answers with more of them, written as in a file."""
    binder = Binder()
    made = [
        Answer(
            fact=name,
            value=given_value(binder, Text(word, Place(name)), kb.facts[name], today=answers.today),
            on=answers.today,
            by=kb.facts[name].asked_of[0],
        )
        for name, word in words.items()
    ]
    return answers.with_(*made)
