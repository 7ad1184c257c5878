"""The proofs: every promise for everybody, every intervention for somebody, no rule in vain."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

import z3

from spinewise.assess.triage import triage
from spinewise.knowledge.check import READ_BY_NAME, rule_files
from spinewise.knowledge.demands import matches
from spinewise.knowledge.ladders import Level, Tier, Urgency
from spinewise.knowledge.models import Exercise, KnowledgeBase, Precaution
from spinewise.plan.clear import Intervention
from spinewise.prove.encode import READ_BY_RULES, Formula, any_of
from spinewise.prove.invariants import Invariant, Promises, read_promises
from spinewise.prove.people import People, Somebody, answers_of, as_answers_file, is_given, levels_in_truth
from spinewise.prove.probes import probes_of, with_probes
from spinewise.prove.report import Counterexample, Counts, Promise, Report, Shadowed, Unreachable, Witness
from spinewise.prove.world import APPLICABILITY, NOBODY, TIERS, Touch, World, rule_of
from spinewise.rules.facts import Role, sources_of
from spinewise.rules.tree import facts_of

URGENCIES = list(Urgency)


def prove(kb: KnowledgeBase, promises: Promises | None = None, *, root: Path | None = None) -> Report:
    """Prove what `knowledge/invariants/` promises, for every set of answers and every intervention.

    Raises:
        InputError: an invariant file cannot be read.
    """
    return Proof(kb, promises or read_promises(kb, root)).report()


class Met(NamedTuple):
    """Somebody who was found, and what the real filter gives them."""

    answers: str
    levels: dict[str, Level]


class Proof:
    """One run over one knowledge base."""

    def __init__(self, kb: KnowledgeBase, promises: Promises, *, world: World | None = None) -> None:
        self.kb = kb
        self.promises = promises
        self.seconds: dict[str, float] = {}
        self.disagreements: list[str] = []
        self._covered: dict[str, list[Intervention]] = {}
        with self.timed("encode"):
            self.world = world or World(kb)
            self.people = People(self.world, promises.ordinary)
            self.world.build()

    @contextmanager
    def timed(self, part: str) -> Iterator[None]:
        """Note how long a part takes."""
        started = time.perf_counter()
        yield
        self.seconds[part] = round(time.perf_counter() - started, 2)

    def report(self) -> Report:
        """Everything, part by part."""
        with self.timed("promises"):
            kept = tuple(self.promise(one) for one in self.promises.invariants)
        with self.timed("reach"):
            witnesses, unreachable = self.reach()
        with self.timed("rules"):
            never, always = self.in_vain()
        with self.timed("shadows"):
            shadowed = tuple(self.shadowed())
        return Report(
            knowledge_digest=self.kb.digest,
            counts=self.counts(kept),
            promises=kept,
            witnesses=witnesses,
            unreachable=unreachable,
            never_yes=never,
            always_yes=always,
            disagreements=tuple(dict.fromkeys(self.disagreements)),
            shadowed=shadowed,
            idle_effects=self.idle_effects(),
            unused_facts=unused_facts(self.kb),
            seconds=self.seconds,
        )

    def counts(self, kept: tuple[Promise, ...]) -> Counts:
        """How much there was to look at."""
        return Counts(
            facts=len(self.kb.facts),
            rules=len(list(rule_files(self.kb))),
            effects=sum(len(rule.effects) for rule in self.kb.precautions.values()),
            interventions=len(self.kb.interventions),
            promises=len(kept),
            proven=sum(one.proven for one in kept),
        )

    # Promises

    def promise(self, one: Invariant) -> Promise:
        """Whether an invariant holds for everybody; if it does, what it rests on."""
        rests: dict[str, None] = {}
        found: Counterexample | None = None
        for tier, broken in self.broken(one):
            found = self.counterexample(one, tier, broken)
            if found is not None:
                break
            rests |= dict.fromkeys(self.world.core(*broken))
        return Promise(
            id=one.id,
            title=one.title,
            says=one.promise,
            hazard=one.hazard,
            tiers=tuple(str(tier) for tier in one.tiers),
            proven=found is None,
            interventions=len(spoken_of(one, self.kb)),
            probes=len(self.covered(one)) - len(spoken_of(one, self.kb)),
            concerns_somebody=self.concerns_somebody(one),
            rests_on=() if found else tuple(rests),
            sources=() if found else sources_behind(rests, self.kb),
            counterexample=found,
        )

    def broken(self, one: Invariant) -> Iterator[tuple[Tier | None, list[Formula]]]:
        """The cases in which an invariant would be broken, each as what must hold together."""
        if one.forbids:
            for tier in one.tiers:
                yield tier, [*self.about(one, tier), self.any_given(one, tier)]
        elif one.urgency_at_least is not None:
            yield None, [*self.about(one, None), self.missed(one.id, one.urgency_at_least)]
        elif one.urgency_at_most is not None:
            above = self.world.urgency(URGENCIES[one.urgency_at_most.rank + 1])
            for group in one.ordinary_but_for or ((),):
                yield None, [*self.about(one, None), *self.ordinary_but_for(group), above]

    def missed(self, name: str, least: Urgency) -> Formula:
        """That no red flag is raised, nor still asked about, at this urgency."""
        seen_to = z3.Or(self.world.urgency(least), self.world.open(least))
        return self.world.named(f"{name} is missed", lambda: z3.Not(seen_to))

    def about(self, one: Invariant, tier: Tier | None) -> list[Formula]:
        """That somebody is one of the people an invariant speaks of."""
        literals = []
        if one.when is not None:
            if one.while_unknown and tier is not None:
                literals.append(z3.Not(self.world.pair(one.id, one.when, self.world.view(tier)).no))
            else:
                literals.append(self.world.pair(one.id, one.when, self.world.asked).yes)
        if one.at_urgency is not None:
            literals.append(self.world.urgency(one.at_urgency))
        return literals

    def any_given(self, one: Invariant, tier: Tier) -> Formula:
        """That something an invariant forbids gets through."""
        through = self.world.given if one.least == "hold" else self.world.goes
        given = {str(formula): formula for each in self.covered(one) if (formula := through(each, tier)) is not NOBODY}
        return self.world.named(f"{one.id} is broken at {tier}", lambda: any_of(given.values()))

    def covered(self, one: Invariant) -> list[Intervention]:
        """What an invariant is proven over: those of the library, then every one that could be written."""
        if one.id not in self._covered:
            probes = {each.id: each for pattern in one.forbids for each in probes_of(pattern)}
            self._covered[one.id] = [*spoken_of(one, self.kb), *probes.values()]
        return self._covered[one.id]

    def ordinary_but_for(self, group: Iterable[str]) -> list[Formula]:
        """That somebody is ordinary in everything else, and has answered it all."""
        free = set(group)
        answered = self.world.people.answered
        return [answered[name] if name in free else self.people.as_usual(name) for name in answered]

    def counterexample(self, one: Invariant, tier: Tier | None, broken: list[Formula]) -> Counterexample | None:
        """The most ordinary person for whom an invariant is broken."""
        somebody = self.people.find(*self.world.on(), *broken)
        return None if somebody is None else self.shown(one, tier, somebody)

    def shown(self, one: Invariant, tier: Tier | None, somebody: Somebody) -> Counterexample:
        """A counterexample as it is printed, tried on the real filter."""
        answers = answers_of(somebody.given, self.kb)
        written = as_answers_file(somebody, self.kb)
        if tier is None:
            urgency = triage(answers, self.kb).urgency
            wanted = one.urgency_at_least or URGENCIES[(one.urgency_at_most or Urgency.NONE).rank + 1]
            confirmed = urgency.at_least(wanted) == (one.urgency_at_most is not None)
            return Counterexample(intervention="", tier="", answers=written, confirmed=confirmed)
        library = with_probes(self.kb, self.covered(one))
        levels = levels_in_truth(answers, tier, library)
        wrong = [
            each.id
            for each in self.covered(one)
            if (is_given(levels[each.id], tier, self.kb) if one.least == "hold" else levels[each.id] is Level.GO)
        ]
        return Counterexample(
            intervention=wrong[0] if wrong else "", tier=str(tier), answers=written, confirmed=bool(wrong)
        )

    def concerns_somebody(self, one: Invariant) -> bool:
        """Whether there is anybody of whom an invariant speaks; a promise about nobody is worth nothing."""
        tier = one.tiers[-1] if one.forbids else None
        groups = [self.ordinary_but_for(group) for group in one.ordinary_but_for] or [[]]
        return all(self.world.model(*self.world.on(), *self.about(one, tier), *group) is not None for group in groups)

    # Reach

    def reach(self) -> tuple[tuple[Witness, ...], tuple[Unreachable, ...]]:
        """Somebody for each intervention at each tier where somebody should be given it."""
        witnesses: list[Witness] = []
        unreachable: list[Unreachable] = []
        for tier in TIERS:
            met: list[Met] = []
            for one in self.kb.interventions.values():
                if not self.should_reach(one, tier):
                    continue
                found = self.met_before(one, tier, met) or self.reached(one, tier, met)
                if isinstance(found, Witness):
                    witnesses.append(found)
                else:
                    unreachable.append(found)
        return tuple(witnesses), tuple(unreachable)

    def should_reach(self, one: Intervention, tier: Tier) -> bool:
        """General ones at tier S, default ones at L where the tier has them at all, everything at F."""
        if tier is Tier.GENERAL:
            return isinstance(one, Exercise) and one.general
        if tier is Tier.LOW_LOAD:
            return one.by_default and not self.world.left_out(one, tier)
        return True

    def met_before(self, one: Intervention, tier: Tier, met: list[Met]) -> Witness | None:
        """Somebody found for another intervention to whom the real filter gives this one too."""
        for somebody in met:
            if is_given(somebody.levels[one.id], tier, self.kb):
                return Witness(intervention=one.id, tier=str(tier), answers=somebody.answers)
        return None

    def reached(self, one: Intervention, tier: Tier, met: list[Met]) -> Witness | Unreachable:
        """The most ordinary person who is given this; before an examination, one whom no clinician has seen."""
        left_out = self.world.left_out(one, tier)
        if left_out:
            return Unreachable(intervention=one.id, tier=str(tier), blocked_by=left_out)
        kind = [self.world.complete] if tier is Tier.FULL else list(self.world.answered_by(Role.PERSON))
        given = self.world.given(one, tier)
        somebody = self.people.find(*self.world.on(), *kind, given)
        if somebody is None:
            return Unreachable(intervention=one.id, tier=str(tier), blocked_by=tuple(self.world.core(*kind, given)))
        answers = as_answers_file(somebody, self.kb)
        met.append(Met(answers, self.check_truth(one, tier, somebody)))
        return Witness(intervention=one.id, tier=str(tier), answers=answers)

    def check_truth(self, one: Intervention, tier: Tier, somebody: Somebody) -> dict[str, Level]:
        """The real filter must give a witness what the proof says it does."""
        levels = levels_in_truth(answers_of(somebody.given, self.kb), tier, self.kb)
        if not is_given(levels[one.id], tier, self.kb):
            self.disagreements.append(f"{one.id} at {tier}: the filter says {levels[one.id]}")
        return levels

    # Rules

    def in_vain(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Rules that are yes for nobody, and rules that are yes for everybody."""
        never, always = [], []
        for rule in rule_files(self.kb):
            pair = self.world.rule(rule, self.world.asked)
            on = self.world.on(but=[rule.id, APPLICABILITY] if rule.id in self.kb.contradictions else [])
            if self.world.model(*on, pair.yes) is None:
                never.append(rule.id)
            elif self.world.model(*on, self.world.complete, pair.no) is None:
                always.append(rule.id)
        return tuple(never), tuple(always)

    def shadowed(self) -> Iterator[Shadowed]:
        """Rules whose people are caught by others in every case."""
        for name, alone in [*self.flags_alone(), *self.precautions_alone()]:
            if self.world.model(*self.world.on(), self.world.complete, *alone) is None:
                others = [one for one in self.world.core(self.world.complete, *alone) if one.split(" ")[0] != name]
                yield Shadowed(rule=name, by=tuple(others))

    def flags_alone(self) -> Iterator[tuple[str, list[Formula]]]:
        """For each red flag: it is raised, and no other is at least as urgent."""
        for flag in self.kb.red_flags.values():
            others = [self.world.raised(other) for other in self.world.flags(flag.urgency) if other is not flag]
            yes = self.world.rule(flag, self.world.asked).yes
            yield flag.id, [yes, self.world.named(f"alone {flag.id}", partial(no_one_of, others))]

    def precautions_alone(self) -> Iterator[tuple[str, list[Formula]]]:
        """For each precaution: it is yes, and something it touches is not touched as strictly by another."""
        for rule in self.kb.precautions.values():
            yes = self.world.rule(rule, self.world.asked).yes
            alone = self.only_touched_by(rule)
            yield rule.id, [yes, self.world.named(f"alone {rule.id}", partial(any_of, alone))]

    def only_touched_by(self, rule: Precaution) -> Iterator[Formula]:
        """For each intervention that a rule could touch, that no other rule touches it as strictly."""
        seen: set[tuple[str, ...]] = set()
        for one in (probe for effect in rule.effects for probe in probes_of(effect.to)):
            touches = self.world.touching(one)
            mine = max(touch.effect.level.rank for touch in touches if touch.precaution is rule)
            others = [touch for touch in touches if touch.precaution is not rule and touch.effect.level.rank >= mine]
            names = tuple(touch.name for touch in others)
            if names not in seen:
                seen.add(names)
                yield no_one_of(self.fires(other) for other in others)

    def fires(self, touch: Touch) -> Formula:
        """That the condition of an effect is certain."""
        return z3.And(self.world.switch(touch.name), self.world.rule(touch.precaution, self.world.asked).yes)

    def idle_effects(self) -> tuple[str, ...]:
        """Effects that meet no intervention of the library."""
        met = {touch.name for one in self.kb.interventions.values() for touch in self.world.touching(one)}
        return tuple(name for name in self.world.effects if name not in met)


def no_one_of(formulas: Iterable[Formula]) -> Formula:
    """None of them."""
    return z3.Not(any_of(formulas))


def spoken_of(one: Invariant, kb: KnowledgeBase) -> list[Intervention]:
    """The interventions that an invariant speaks of."""
    return [
        intervention
        for intervention in kb.interventions.values()
        if any(matches(pattern, intervention.demands) for pattern in one.forbids)
    ]


def sources_behind(names: Iterable[str], kb: KnowledgeBase) -> tuple[str, ...]:
    """The evidence rows behind rules and effects."""
    rules = rule_of(kb)
    behind = [rules[name.split(" ")[0]] for name in names]
    rows = [row for rule in behind for row in rule.evidence]
    return tuple(dict.fromkeys(rows))


def unused_facts(kb: KnowledgeBase) -> tuple[str, ...]:
    """Facts about health that no rule, no other fact and no stage reads."""
    read = set(READ_BY_NAME)
    for rule in rule_files(kb):
        read |= facts_of(rule.when)
    for fact in kb.facts.values():
        read |= sources_of(fact)
    return tuple(
        fact.id
        for fact in kb.facts.values()
        if fact.id not in read and fact.privacy != "wish" and fact.kind in READ_BY_RULES
    )
