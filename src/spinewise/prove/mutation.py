"""Whether anything would notice a small fault in a rule: the cheapest witness first.

A mutant is named by a worked example, by an ordinary person about whom a rule suddenly speaks, by a published
patient, by a promise that no longer holds, or by being yes for nobody or for everybody. A line whose loss
changes no answer for anybody is no fault; it is counted apart. What is left survives, and a survivor is a
question to whoever owns the rule: is the line needed, or is an example missing?
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

import msgspec
import z3

from spinewise.assess.presume import view_at
from spinewise.assess.triage import triage
from spinewise.assess.vignettes import Patient, completed
from spinewise.errors import Place
from spinewise.knowledge.check import example_answers, rule_files
from spinewise.knowledge.ladders import Level, Tier
from spinewise.knowledge.models import KnowledgeBase, Pattern, Precaution, RedFlag, RuleFile
from spinewise.plan.clear import clear
from spinewise.prove.encode import Formula, Pair, View
from spinewise.prove.invariants import Promises
from spinewise.prove.mutants import Mutant, mutants_of, read_through, with_mutant
from spinewise.prove.people import answers_of
from spinewise.prove.probes import probes_of, with_probes
from spinewise.prove.proof import Proof
from spinewise.prove.telling import Teller, Telling
from spinewise.prove.world import World
from spinewise.rules.facts import Answers, Role
from spinewise.rules.known import Known, truth_of
from spinewise.rules.tree import RuleNode
from spinewise.rules.truth import NO, Truth

SAME = "the same for everybody"
NOBODY, EVERYBODY = "yes for nobody", "yes for everybody"
KILLERS = ("example", "ordinary person", "patient", "promise", "yes for")
TIERS_READ = (Tier.LOW_LOAD, Tier.FULL)


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """A mutant, and what named it; nothing named a survivor."""

    mutant: Mutant
    by: str = ""

    @property
    def survives(self) -> bool:
        """Whether nothing noticed."""
        return not self.by


class Judge:
    """Tries mutants of one knowledge base, the cheapest witness first."""

    def __init__(self, kb: KnowledgeBase, promises: Promises, patients: Iterable[Patient]) -> None:
        self.kb = kb
        self.promises = promises
        self.patients = tuple(patients)
        self._examples: dict[str, list[tuple[str, Answers, Truth]]] = {}

    def verdicts(self, mutants: Iterable[Mutant] | None = None) -> Iterator[Verdict]:
        """Each mutant with what named it; all of them, if none are given."""
        for mutant in mutants or mutants_of(self.kb):
            yield self.verdict(mutant)

    def verdict(self, mutant: Mutant) -> Verdict:
        """What names this mutant, if anything does."""
        witnesses: tuple[Callable[[Mutant], str], ...] = (
            self.by_example,
            self.by_ordinary_person,
            self.by_patient,
            self.by_solver,
        )
        return Verdict(mutant=mutant, by=next((by for witness in witnesses if (by := witness(mutant))), ""))

    # Examples

    def by_example(self, mutant: Mutant) -> str:
        """A worked example that no longer comes out."""
        facts = with_mutant(mutant, self.kb).facts
        for rule in self.readers(mutant):
            for name, answers, expect in self.examples_of(rule):
                if truth_of(rule.when, Known(answers, facts)) is not expect:
                    return f"example '{name}' of {rule.id}"
        return ""

    def readers(self, mutant: Mutant) -> list[RuleFile]:
        """The mutated rule; of a fact, every rule that reads it."""
        if mutant.rule is not None:
            return [mutant.rule]
        assert mutant.fact is not None
        return self._reading.get(mutant.fact.id, [])

    @cached_property
    def _reading(self) -> dict[str, list[RuleFile]]:
        reading: dict[str, list[RuleFile]] = {}
        for rule in rule_files(self.kb):
            for name in read_through(rule.when, self.kb):
                reading.setdefault(name, []).append(rule)
        return reading

    def examples_of(self, rule: RuleFile) -> list[tuple[str, Answers, Truth]]:
        """A rule's examples with their answers typed."""
        if rule.id not in self._examples:
            at = Place(rule.file)
            self._examples[rule.id] = [
                (one.name, example_answers(one.given, self.kb.facts, at=at)[0], one.expect) for one in rule.examples
            ]
        return self._examples[rule.id]

    # Ordinary people

    def by_ordinary_person(self, mutant: Mutant) -> str:
        """An ordinary person of whom other rules speak than before."""
        changed = self._speaking(with_mutant(mutant, self.kb))
        return "ordinary person" if changed != self.speaking else ""

    @cached_property
    def speaking(self) -> frozenset[str]:
        """The rules that are not a plain no for an ordinary person, before or after an examination."""
        return self._speaking(self.kb)

    def _speaking(self, kb: KnowledgeBase) -> frozenset[str]:
        return frozenset(name for who, tier in self._ordinary for name in speaking(who, tier, kb))

    @cached_property
    def _ordinary(self) -> list[tuple[Answers, Tier]]:
        facts = self.kb.facts
        mine = {name: value for name, value in self.promises.ordinary.items() if Role.PERSON in facts[name].asked_of}
        people = [answers_of(given, self.kb) for given in (mine, self.promises.ordinary)]
        return list(zip(people, TIERS_READ, strict=True))

    # Published patients

    def by_patient(self, mutant: Mutant) -> str:
        """A published patient for whom something else comes out than the case says."""
        kb = with_mutant(mutant, self.kb)
        for patient, views in self._patients:
            if any(self.reads_otherwise(mutant, view, kb) for view in views) and not comes_out(patient, kb):
                return f"patient {patient.vignette.id}"
        return ""

    @cached_property
    def _patients(self) -> list[tuple[Patient, list[Known]]]:
        """Those for whom what the case says comes out, with every reading of their answers."""
        kept = [one for one in self.patients if comes_out(one, self.kb)]
        people = [(one, (one.answers, completed(one, self.kb)[0])) for one in kept]
        return [(one, [view_at(who, self.kb, tier) for who in both for tier in TIERS_READ]) for one, both in people]

    def reads_otherwise(self, mutant: Mutant, view: Known, kb: KnowledgeBase) -> bool:
        """Whether any rule that a mutant touches has another truth in this reading."""
        now = view if mutant.rule is not None else Known(view.answers, kb.facts, presuming=view.presuming)
        return any(
            truth_of(rule.when, now) is not truth_of(self._rules[rule.id].when, view) for rule in self.readers(mutant)
        )

    @cached_property
    def _rules(self) -> dict[str, RuleFile]:
        return {rule.id: rule for rule in rule_files(self.kb)}

    # The solver

    def by_solver(self, mutant: Mutant) -> str:
        """A promise that falls, or a rule that is yes for nobody or everybody; or that there is no difference."""
        if mutant.rule is None:
            return self.by_proof(with_mutant(mutant, self.kb))
        return self.loose.by_promise(mutant.name, mutant.rule) or self.loose.is_idle(mutant, mutant.rule)

    @cached_property
    def loose(self) -> LooseProof:
        """The proofs with every rule loose."""
        return LooseProof(self.kb, self.promises)

    def by_proof(self, kb: KnowledgeBase) -> str:
        """A promise that falls in a world built anew: for a derived fact, which is read everywhere."""
        proof = Proof(kb, self.promises)
        for one in self.promises.invariants:
            for _, broken in proof.broken(one):
                if proof.world.model(*proof.world.on(), *broken) is not None:
                    return f"promise {one.id}"
        return ""


def speaking(who: Answers, tier: Tier, kb: KnowledgeBase) -> Iterator[str]:
    """The rules that are not a plain no at a tier; of a presumption, whether it is made."""
    view, asked = view_at(who, kb, tier), Known(who, kb.facts)
    for rule in rule_files(kb):
        truth = truth_of(rule.when, view if isinstance(rule, Precaution) else asked)
        if truth is not NO:
            yield f"{rule.id} {truth} at {tier}"


def comes_out(patient: Patient, kb: KnowledgeBase) -> bool:
    """Whether what a case says of a patient comes out: as stated, completed, and what is not given."""
    vignette = patient.vignette
    if not triage(patient.answers, kb).urgency.at_least(vignette.least_urgency):
        return False
    answers = completed(patient, kb)[0]
    if vignette.accepted is not None and not vignette.accepted.holds(triage(answers, kb)):
        return False
    return not any(is_given(vignette.never_given, who, kb) for who in (patient.answers, answers))


def is_given(patterns: Iterable[Pattern], who: Answers, kb: KnowledgeBase) -> bool:
    """Whether anything that one of the patterns means, written or not, gets through for this person."""
    probes = [probe for pattern in patterns for probe in probes_of(pattern)]
    library = with_probes(msgspec.structs.replace(kb, exercises={}, modalities={}), probes)
    return any(one.level in (Level.GO, Level.CAUTION) for one in clear(who, triage(who, library), library))


class LooseWorld(World):
    """The world with every rule behind a literal: as it is written, or as a mutant has it."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self.written: dict[str, Formula] = {}
        self._pairs: dict[tuple[str, str], tuple[View, Pair]] = {}
        self._asks: dict[str, Formula] = {}
        super().__init__(kb)

    def rule(self, rule: RuleFile, view: View) -> Pair:
        """A rule's pair, bound to its text only while `as_written` holds."""
        key = (rule.id, view.name)
        if key not in self._pairs:
            pair = Pair(*(z3.Bool(f"{word} {rule.id}, {view.name}") for word in ("yes", "no")))
            self._pairs[key] = (view, pair)
            self._bind(self.as_written(rule.id), pair, view.pair(rule.when))
        return self._pairs[key][1]

    def as_written(self, rule_id: str) -> Formula:
        """That a rule says what its file says."""
        if rule_id not in self.written:
            self.written[rule_id] = z3.Bool(f"as written: {rule_id}")
        return self.written[rule_id]

    def _bind(self, literal: Formula, pair: Pair, meant: Pair) -> None:
        self.solver.add(z3.Implies(literal, z3.And(pair.yes == meant.yes, pair.no == meant.no)))

    def _waiting(self, flag: RedFlag) -> Formula:
        asks = self._asks[flag.id] = z3.Bool(f"asks {flag.id}")
        self.solver.add(z3.Implies(self.as_written(flag.id), asks == self.asked.asks_person(flag.when)))
        return z3.And(self.switch(flag.id), self.rule(flag, self.asked).unknown, asks)

    def mutated(self, name: str, rule_id: str, node: RuleNode) -> Formula:
        """That a rule says what a mutant says. Everything that reads the rule must be encoded before."""
        literal = z3.Bool(f"mutant: {name}")
        for (read, _), (view, pair) in self._pairs.items():
            if read == rule_id:
                self._bind(literal, pair, view.pair(node))
        if rule_id in self._asks:
            self.solver.add(z3.Implies(literal, self._asks[rule_id] == self.asked.asks_person(node)))
        return literal

    def others_as_written(self, rule_id: str) -> list[Formula]:
        """Every rule but this one says what its file says."""
        return [literal for name, literal in self.written.items() if name != rule_id]


class LooseProof:
    """Every case of every promise, with the rules it rests on: only those mutants can break it."""

    def __init__(self, kb: KnowledgeBase, promises: Promises) -> None:
        self.kb = kb
        self.world = LooseWorld(kb)
        proof = Proof(kb, promises, world=self.world)
        cases = [(one.id, broken) for one in promises.invariants for _, broken in proof.broken(one)]
        self.resting: dict[str, list[tuple[str, list[Formula]]]] = {}
        for name, broken in cases:
            for rule_id in self._rests_on(broken):
                self.resting.setdefault(rule_id, []).append((name, broken))

    def _rests_on(self, broken: list[Formula]) -> list[str]:
        names = {literal.get_id(): name for name, literal in self.world.written.items()}
        if self.world.model(*self.world.on(), *self.world.written.values(), *broken) is not None:
            return []
        core = [literal.get_id() for literal in self.world.solver.unsat_core()]
        return [names[one] for one in core if one in names]

    def by_promise(self, name: str, rule: RuleFile) -> str:
        """A promise that does not hold when a rule says this instead."""
        cases = self.resting.get(rule.id, [])
        if not cases:
            return ""
        changed = [self.world.mutated(name, rule.id, rule.when), *self.world.others_as_written(rule.id)]
        for promise, broken in cases:
            if self.world.model(*self.world.on(), *changed, *broken) is not None:
                return f"promise {promise}"
        return ""

    def is_idle(self, mutant: Mutant, rule: RuleFile) -> str:
        """That the rule is now yes for nobody or everybody, or that nobody can tell it from the written one."""
        was = {one.id: one for one in rule_files(self.kb)}[rule.id]
        now, before = (self.world.asked.pair(one.when) for one in (rule, was))
        differs = z3.Or(now.yes != before.yes, now.no != before.no)
        if self._readable(mutant, differs) is None:
            return SAME
        if self._readable(mutant, now.yes) is None:
            return NOBODY
        return EVERYBODY if self._readable(mutant, self.world.complete, now.no) is None else ""

    def _readable(self, mutant: Mutant, *assumptions: Formula) -> z3.ModelRef | None:
        """Somebody whose answers can be read, whatever a contradiction under trial says."""
        rule = mutant.rule
        off = [rule.id] if rule is not None and rule.id in self.kb.contradictions else []
        return self.world.model(*self.world.on(but=off), *self.world.written.values(), *assumptions)


class Mutation(msgspec.Struct, frozen=True, kw_only=True):
    """Every verdict of a run, how long it took, and for survivors the example that would name them."""

    verdicts: tuple[Verdict, ...]
    seconds: float
    telling: dict[str, Telling] = {}

    @property
    def survivors(self) -> tuple[str, ...]:
        """What nothing noticed."""
        return tuple(one.mutant.name for one in self.verdicts if one.survives)

    @property
    def same(self) -> tuple[str, ...]:
        """What makes no difference to anybody."""
        return tuple(one.mutant.name for one in self.verdicts if one.by == SAME)


def mutate(
    kb: KnowledgeBase, promises: Promises, patients: Iterable[Patient], *, mutants: Iterable[Mutant] | None = None
) -> Mutation:
    """Try every mutant (or those given) and say what named each."""
    started = time.perf_counter()
    verdicts = tuple(Judge(kb, promises, patients).verdicts(mutants))
    seconds = round(time.perf_counter() - started, 1)
    return Mutation(verdicts=verdicts, seconds=seconds, telling=telling_examples(verdicts, kb, promises))


def telling_examples(verdicts: Iterable[Verdict], kb: KnowledgeBase, promises: Promises) -> dict[str, Telling]:
    """For each survivor that anybody could tell from the rule, the shortest example that does."""
    survivors = [one.mutant for one in verdicts if one.survives]
    if not survivors:
        return {}
    teller = Teller(kb, promises.ordinary)
    found = {mutant.name: teller.example(mutant) for mutant in survivors}
    return {name: one for name, one in found.items() if one is not None}


def mutation_lines(found: Mutation) -> list[str]:
    """The run as plain lines: killed and survived by kind, by what, then each survivor."""
    rooms = Counter(one.mutant.room for one in found.verdicts)
    lines = [f"{len(found.verdicts)} mutants in {found.seconds:.0f} s.", ""]
    for room, count in rooms.items():
        mine = [one for one in found.verdicts if one.mutant.room == room]
        survived, same = sum(one.survives for one in mine), sum(one.by == SAME for one in mine)
        killed = count - survived - same
        lines.append(f"{room:15} {killed:5} killed {same:4} make no difference {survived:4} survived")
    lines += ["", *(f"{killer:15} {number:5}" for killer, number in killers(found).items())]
    lines += ["", f"Make no difference to anybody: {len(found.same)}", *(f"  {name}" for name in found.same)]
    lines += ["", f"Survived: {len(found.survivors)}"]
    for name in found.survivors:
        lines.append(f"  {name}")
        if name in found.telling:
            lines.append(f"      {found.telling[name].rule} could say {found.telling[name].line}")
    return lines


def killers(found: Mutation) -> dict[str, int]:
    """How many mutants each kind of witness named."""
    return {name: sum(one.by.startswith(name) for one in found.verdicts) for name in KILLERS}
