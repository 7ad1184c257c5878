"""What has loosened since the last release: who is now given something they were not, and who is seen less soon.

A release is the knowledge that decides anything, without its texts, in `knowledge/released.json`. It is put
into the same solver as the knowledge of today, over the same people. An answer that did not exist then counts
as not given then; a question that is gone may have had any answer.
"""

from __future__ import annotations

import zlib
from base64 import b85decode, b85encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec
import z3

from spinewise.errors import InputError, Place, Problem
from spinewise.knowledge.ladders import Tier, Urgency
from spinewise.knowledge.load import knowledge_folder
from spinewise.knowledge.models import Exercise, KnowledgeBase, Modality, RuleFile, Safety, Title, Told
from spinewise.prove.encode import Formula, Variables, any_of, exact
from spinewise.prove.people import People, Somebody, as_answers_file
from spinewise.prove.world import NOBODY, TIERS, World
from spinewise.rules.facts import Applies, Count, Derivation, Fact, Kind, Option, Vocabulary, WorstThatHolds
from spinewise.rules.tree import Leaf, RuleNode, Value

R = TypeVar("R", bound=RuleFile)
Either = TypeVar("Either", Exercise, Modality)
NAME = "released.json"
MOST = 12
"""How many kinds of people are shown for one tier or one urgency."""
FEW = 6
"""How many interventions are named for one person."""
SILENT = Told(patient="", clinician="")
LADDER = list(Urgency)


class Released(msgspec.Struct, frozen=True, kw_only=True):
    """A release as it is written: the digest of its files, and what decides, packed."""

    spinewise: str
    digest: str
    packed: str


class Widened(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is now given these at their tier, and was not before: the answers that are out of the ordinary."""

    tier: str
    interventions: tuple[str, ...]
    answers: str


class Lowered(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody whose pain was this urgent by these red flags, and is less urgent now with nothing left to ask."""

    urgency: str
    flags: tuple[str, ...]
    answers: str


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """What is new, gone, given to more people, or less urgent than in a release."""

    since: str
    new: tuple[str, ...]
    gone: tuple[str, ...]
    widened: tuple[Widened, ...]
    lowered: tuple[Lowered, ...]


# Writing and reading


def write_release(kb: KnowledgeBase) -> bytes:
    """The present knowledge as a release to compare later ones with."""
    packed = b85encode(zlib.compress(msgspec.json.encode(what_decides(kb)), 9)).decode()
    whole = Released(spinewise="release/1", digest=kb.digest, packed=packed)
    return msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"


def read_release(root: Path | None = None) -> KnowledgeBase | None:
    """The last release beside the knowledge files; None where there is none yet.

    Raises:
        InputError: it cannot be read by this version.
    """
    path = (root or knowledge_folder()) / NAME
    return release_from(path.read_bytes(), file=str(path)) if path.is_file() else None


def release_from(data: bytes, *, file: str = NAME) -> KnowledgeBase:
    """What decides, from the bytes of a release.

    Raises:
        InputError: it cannot be read by this version.
    """
    try:
        packed = msgspec.json.decode(data, type=Released).packed
        return msgspec.json.decode(zlib.decompress(b85decode(packed)), type=KnowledgeBase)
    except (msgspec.MsgspecError, zlib.error, ValueError) as error:
        hint = f"Write it anew from that release's files: spinewise prove --release knowledge/{NAME}"
        raise InputError([Problem(Place(file), f"this release cannot be read ({error})", hint)]) from None


def what_decides(kb: KnowledgeBase) -> KnowledgeBase:
    """The knowledge without its texts, reasons, examples, pictures and evidence."""
    return KnowledgeBase(
        digest=kb.digest,
        facts={name: bare_fact(fact) for name, fact in kb.facts.items()},
        questions={},
        contradictions=bare_rules(kb.contradictions),
        red_flags=bare_rules(kb.red_flags),
        families=kb.families,
        categories=bare_rules(kb.categories),
        starts=bare_rules(kb.starts),
        presumptions=bare_rules(kb.presumptions),
        precautions=bare_rules(kb.precautions),
        tiers={name: msgspec.structs.replace(one, tell=SILENT, because=()) for name, one in kb.tiers.items()},
        care={name: msgspec.structs.replace(one, tell=SILENT, next_step="") for name, one in kb.care.items()},
        exercises={name: bare_exercise(one) for name, one in kb.exercises.items()},
        modalities={name: bare(one) for name, one in kb.modalities.items()},
        lessons={},
        presets={},
        bundles={},
        programme=msgspec.structs.replace(kb.programme, wording={}, because=()),
        safety=Safety(evidence=(), stop_now=(), stop_session=(), traffic_light={}, flare_up=(), disclaimer=SILENT),
        evidence={},
        references={},
    )


def bare_fact(fact: Fact) -> Fact:
    """A fact without its words."""
    applies = fact.applies and Applies(bare_node(fact.applies.when), fact.applies.otherwise)
    return msgspec.structs.replace(
        fact, person="", clinician="", help="", evidence=(), because=(), codes={}, applies=applies,
        options=tuple(Option(option.id, "") for option in fact.options), derive=bare_derivation(fact.derive),
    )  # fmt: skip


def bare_derivation(derive: Derivation | None) -> Derivation | None:
    """A derivation without reasons."""
    match derive:
        case Count(tests):
            return Count(tuple(msgspec.structs.replace(test, line=0, because=()) for test in tests))
        case WorstThatHolds(levels):
            return WorstThatHolds({name: bare_node(rule) for name, rule in levels.items()})
        case _:
            return derive


def bare_node(node: RuleNode) -> RuleNode:
    """A rule without reasons."""
    if isinstance(node, Leaf):
        return msgspec.structs.replace(node, line=0, because=())
    return msgspec.structs.replace(node, line=0, because=(), of=tuple(map(bare_node, node.of)))


def bare_rules(rules: dict[str, R]) -> dict[str, R]:
    """Rules without their words, reasons and examples."""
    return {name: bare_rule(rule) for name, rule in rules.items()}


def bare_rule(rule: R) -> R:
    """A rule without its words, reasons and examples."""
    silent = {"tell": SILENT} if hasattr(rule, "tell") else {}
    plain = {"title": "", "file": "", "examples": (), "evidence": (), "because": (), "when": bare_node(rule.when)}
    return msgspec.structs.replace(rule, **plain, **silent)


def bare_exercise(one: Exercise) -> Exercise:
    """An exercise without faults and pictures."""
    return msgspec.structs.replace(bare(one), faults=(), movement=None, purpose="", say_plainly="")


def bare(one: Either) -> Either:
    """An intervention without its words, steps and evidence."""
    plain: dict[str, object] = {"title": Title(clinician="", patient=""), "steps": (), "evidence": (), "because": ()}
    if not isinstance(one, Exercise):
        plain |= {"parameters": (), "say_plainly": SILENT, "response_check": "", "stop_if": (), "check_first": ()}
    return msgspec.structs.replace(one, **plain)


# The world as it was


class EarlierVariables(Variables):
    """The people of today as the release asks about them: a fact of another shape gets variables of its own."""

    def __init__(self, facts: Vocabulary, today: Variables) -> None:
        self.today = today
        super().__init__(facts)
        self.laws += [law for name in self.changed for law in self._links(facts[name], today.facts[name])]

    @property
    def changed(self) -> list[str]:
        """Facts that are still there in another shape."""
        return [name for name in self.answered if name in self.today.answered and self._is_other(name)]

    def _is_other(self, name: str) -> bool:
        return shape(self.facts[name]) != shape(self.today.facts[name])

    def _add(self, fact: Fact) -> None:
        if fact.id not in self.today.answered or not self._is_other(fact.id):
            super()._add(fact)
            return
        super()._add(msgspec.structs.replace(fact, id=f"earlier: {fact.id}"))
        for room in (self.answered, self.options, self.numbers):
            if f"earlier: {fact.id}" in room:
                room[fact.id] = room.pop(f"earlier: {fact.id}")

    def _links(self, was: Fact, now: Fact) -> Iterator[Formula]:
        """The same answer where there was one; an answer that did not exist then was not given."""
        answered, then = self.today.answered[was.id], self.answered[was.id]
        if was.kind is Kind.NUMBER and now.kind is Kind.NUMBER:
            number, (low, high) = self.today.numbers[was.id], was.span
            inside = z3.And(answered, number >= exact(low), number <= exact(high))
            yield z3.Implies(inside, self.numbers[was.id] == number)
        elif was.kind is now.kind:
            shared = [value for value in was.values if value in now.values]
            inside = z3.And(answered, any_of(self.today.options[was.id][value] for value in shared))
            for value in shared:
                same = z3.And(inside, self.today.options[was.id][value])
                yield z3.Implies(same, self.options[was.id][value])
        else:
            return
        yield then == inside


class EarlierWorld(World):
    """The release over the people of today, every rule on."""

    def __init__(self, kb: KnowledgeBase, today: World) -> None:
        super().__init__(kb, people=EarlierVariables(kb.facts, today.people))

    def switch(self, name: str) -> Formula:  # noqa: ARG002
        """Always on: the release is as it was."""
        return z3.BoolVal(True)

    def named(self, name: str, make: Callable[[], Formula]) -> Formula:
        """A literal of the release, apart from that of today."""
        return super().named(f"earlier: {name}", make)

    def _accept_only_readable_answers(self) -> None:
        """Whose answers can be read is for today to say."""


def shape(fact: Fact) -> object:
    """What two facts must share for an answer to mean the same."""
    numbers = (fact.span, fact.whole) if fact.kind is Kind.NUMBER else ()
    return fact.kind, frozenset(option.id for option in fact.options), numbers


# Comparing


def compare(was: KnowledgeBase, now: KnowledgeBase, ordinary: dict[str, Value]) -> Comparison:
    """What has loosened between a release and the present knowledge, for every set of answers."""
    return _Comparing(was, now, ordinary).comparison()


class _Comparing:
    def __init__(self, was: KnowledgeBase, now: KnowledgeBase, ordinary: dict[str, Value]) -> None:
        self.was, self.now = was, now
        self.today = World(now)
        self.earlier = EarlierWorld(was, self.today)
        self.people = People(self.today, ordinary)
        self.today.build()
        self.more = {tier: dict(self._given_more(tier)) for tier in TIERS}
        self.less = {urgency: dict(self._less_urgent(urgency)) for urgency in LADDER[1:]}
        self.today.solver.add(self.earlier.solver.assertions())

    def comparison(self) -> Comparison:
        then, today = set(self.was.interventions), set(self.now.interventions)
        return Comparison(
            since=self.was.digest,
            new=tuple(sorted(today - then)),
            gone=tuple(sorted(then - today)),
            widened=tuple(
                Widened(tier=str(tier), interventions=names, answers=self.words(somebody))
                for tier in TIERS
                for somebody, names in self.groups(self.more[tier])
            ),
            lowered=tuple(
                Lowered(urgency=str(urgency), flags=names, answers=self.words(somebody))
                for urgency in reversed(LADDER[1:])
                for somebody, names in self.groups(self.less[urgency])
            ),
        )

    def words(self, somebody: Somebody) -> str:
        return as_answers_file(somebody, self.now)

    def _given_more(self, tier: Tier) -> Iterator[tuple[str, Formula]]:
        """For each intervention of both: it is given at this tier, and was not at the person's tier then."""
        for name, one in self.now.interventions.items():
            then = self.was.interventions.get(name)
            given = self.today.given(one, tier)
            if then is None or given is NOBODY:
                continue
            before = any_of(z3.And(at(self.earlier, each), self.earlier.given(then, each)) for each in TIERS)
            more = z3.And(at(self.today, tier), given, z3.Not(before))
            yield name, self._literal(f"{name} is given to more at {tier}", more)

    def _less_urgent(self, urgency: Urgency) -> Iterator[tuple[str, Formula]]:
        """For each red flag of this urgency: it was the most urgent, and nothing is or may be so now."""
        above = [self.earlier.urgency(higher) for higher in LADDER[urgency.rank + 1 :]]
        now = z3.Or(self.today.urgency(urgency), self.today.open(urgency))
        for flag in self.was.red_flags.values():
            if flag.urgency is urgency:
                less = z3.And(self.earlier.raised(flag), z3.Not(any_of([*above, now])))
                yield flag.id, self._literal(f"{flag.id} is less urgent", less)

    def groups(self, literals: dict[str, Formula]) -> Iterator[tuple[Somebody, tuple[str, ...]]]:
        """People for whom any of this holds, each out of the ordinary in other answers, with what holds for them."""
        any_one = self._literal(f"one of {', '.join(literals)}", any_of(literals.values()))
        others: list[Formula] = []
        while len(others) < MOST and (somebody := self.people.find(*self.today.on(), any_one, *others)) is not None:
            yield somebody, tuple(name for name, literal in literals.items() if self._holds(somebody, literal))
            ordinary = [self.people.usual[name] for name in somebody.unusual]
            others.append(self._literal(f"not like {', '.join(somebody.unusual)}", any_of(ordinary)))

    def _literal(self, name: str, formula: Formula) -> Formula:
        return self.today.named(name, lambda: formula)

    def _holds(self, somebody: Somebody, literal: Formula) -> bool:
        variables = self.today.people
        said = [variables.is_value(name, value) for name, value in somebody.given.items()]
        answered = [
            variables.answered[name] if name in somebody.given else z3.Not(variables.answered[name])
            for name in variables.answered
        ]
        return self.today.model(*self.today.on(), *said, *answered, literal) is not None


def at(world: World, tier: Tier) -> Formula:
    """That this is the person's tier, and no higher one."""
    higher = [world.allows(each) for each in TIERS if each.rank > tier.rank]
    return z3.And(world.allows(tier), z3.Not(any_of(higher)))


def comparison_lines(found: Comparison) -> list[str]:
    """The comparison as plain lines; each person beneath what it is about."""
    lines = [f"Since the release {found.since[:12]}:"]
    lines += [f"  new: {name}" for name in found.new]
    lines += [f"  gone: {name}" for name in found.gone]
    for wider in found.widened:
        lines.append(f"  given at tier {wider.tier} to somebody who was not given it: {few(wider.interventions)}")
        lines += person_lines(wider.answers)
    for lower in found.lowered:
        lines.append(f"  was {lower.urgency} and is less urgent now: {', '.join(lower.flags)}")
        lines += person_lines(lower.answers)
    return lines if len(lines) > 1 else [*lines, "  nobody is given more, and nobody is seen less soon."]


def person_lines(answers: str) -> list[str]:
    """Somebody, ordinary but for these answers."""
    return ["    somebody ordinary but for:", *(f"      {line}" for line in answers.splitlines())]


def few(names: tuple[str, ...]) -> str:
    """The first names, and how many more."""
    more = f" and {len(names) - FEW} more" if len(names) > FEW else ""
    return ", ".join(names[:FEW]) + more
