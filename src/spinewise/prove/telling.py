"""The shortest example that would tell a rule from a mutant of it: what to add to the rule's file."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import z3

from spinewise.errors import Place
from spinewise.knowledge.check import example_answers, rule_files
from spinewise.knowledge.models import KnowledgeBase, RuleFile
from spinewise.prove.encode import Formula, Pair, Variables, View
from spinewise.prove.mutants import Mutant, read_through
from spinewise.prove.people import People, Somebody
from spinewise.prove.world import World
from spinewise.rules.facts import Kind
from spinewise.rules.known import Known, truth_of
from spinewise.rules.tree import Value
from spinewise.rules.truth import Truth

NEAREST = 3
"""How many rules that read a mutated fact are looked at, those that read least first."""
EXTRA_FOR_UNKNOWN = 2
"""An example that gives yes or no is worth this many answers more than one that gives unknown."""


class Telling(msgspec.Struct, frozen=True, kw_only=True):
    """An example for a rule: answers as written in a file, and the truth of the rule as it is."""

    rule: str
    given: dict[str, str]
    expect: Truth

    @property
    def line(self) -> str:
        """The example as a line of the rule's file, its name left to whoever adds it."""
        given = ", ".join(f"{name}: {word}" for name, word in self.given.items())
        return f"- {{name: …, given: {{{given}}}, expect: {self.expect}}}"


class Teller:
    """Finds examples in one solver, over the rules as they are written."""

    def __init__(self, kb: KnowledgeBase, ordinary: dict[str, Value]) -> None:
        self.kb = kb
        self.world = World(kb)
        self.people = People(self.world, ordinary)
        self.rules = {rule.id: rule for rule in rule_files(kb)}
        self._seen: list[object] = []

    def example(self, mutant: Mutant) -> Telling | None:
        """The shortest example that a rule passes and its mutant fails; None where nobody can tell them apart."""
        found = [(self._cost(one), one) for rule in self._readers(mutant) for one in self._telling(mutant, rule)]
        return min(found, key=lambda pair: pair[0])[1] if found else None

    def _cost(self, one: Telling) -> int:
        return len(one.given) + (EXTRA_FOR_UNKNOWN if one.expect is Truth.UNKNOWN else 0)

    def _readers(self, mutant: Mutant) -> list[RuleFile]:
        if mutant.rule is not None:
            return [self.rules[mutant.rule.id]]
        assert mutant.fact is not None
        read = {rule.id: read_through(rule.when, self.kb) for rule in self.rules.values()}
        readers = [rule for rule in self.rules.values() if mutant.fact.id in read[rule.id]]
        return sorted(readers, key=lambda rule: len(read[rule.id]))[:NEAREST]

    def _telling(self, mutant: Mutant, rule: RuleFile) -> Iterator[Telling]:
        was, now = self.world.asked.pair(rule.when), self._pair(mutant, rule)
        for part in ("yes", "no", "unknown"):
            differs = z3.And(getattr(was, part), z3.Not(getattr(now, part)))
            somebody = self._quietest(self._literal(differs))
            if somebody is not None:
                yield self._written(rule, somebody)

    def _pair(self, mutant: Mutant, rule: RuleFile) -> Pair:
        self._seen.append(mutant)  # the views remember nodes by their identity
        if mutant.rule is not None:
            return self.world.asked.pair(mutant.rule.when)
        assert mutant.fact is not None
        return View(Variables({**self.kb.facts, mutant.fact.id: mutant.fact})).pair(rule.when)

    def _literal(self, formula: Formula) -> Formula:
        self._seen.append(formula)
        return self.world.named(f"difference {len(self._seen)}", lambda: formula)

    def _quietest(self, differs: Formula) -> Somebody | None:
        """Somebody with as few answers as can be, and those as ordinary as can be."""
        answered = self.world.people.answered
        silent = {name: z3.Not(literal) for name, literal in answered.items()}
        while self.world.model(differs, *silent.values()) is None:
            core = {literal.get_id() for literal in self.world.solver.unsat_core()}
            blocked = next((name for name, literal in silent.items() if literal.get_id() in core), None)
            if blocked is None:
                return None
            del silent[blocked]
        for name in [name for name in answered if name not in silent]:
            if self.world.model(differs, *silent.values(), z3.Not(answered[name])) is not None:
                silent[name] = z3.Not(answered[name])
        return self.people.find(differs, *silent.values())

    def _written(self, rule: RuleFile, somebody: Somebody) -> Telling:
        given = {name: self._word(name, value) for name, value in somebody.given.items()}
        answers, _ = example_answers(given, self.kb.facts, at=Place(rule.file))
        return Telling(rule=rule.id, given=given, expect=truth_of(rule.when, Known(answers, self.kb.facts)))

    def _word(self, name: str, value: Value) -> str:
        if self.kb.facts[name].kind is Kind.DATE:
            return f"{value} days ago"
        return str(value).lower() if isinstance(value, bool) else str(value)
