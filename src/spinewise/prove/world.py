"""Every person there could be, every rule and every intervention, in one solver.

Each rule is encoded once behind named literals. Red flags, precaution effects, presumptions and
contradictions each have a switch: a proof turns all of them on, and leaving one off is how a fault is
seeded and how an unsatisfiable core names the rules that a promise rests on.

What is modelled is `assess.triage`, `plan.tier` and `plan.clear` without waivers, without clearances of
red flags, with answers that are fresh and that the reader of answers accepts. Clearances and waivers are
a clinician's word; expired answers only take away.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import product

import msgspec
import z3

from spinewise.assess.presume import typed
from spinewise.assess.triage import triage
from spinewise.assess.types import Triage
from spinewise.knowledge.check import rule_files
from spinewise.knowledge.demands import matches
from spinewise.knowledge.ladders import Level, Tier, Urgency
from spinewise.knowledge.models import Effect, Exercise, KnowledgeBase, Precaution, RedFlag, RuleFile
from spinewise.plan.clear import Intervention, dose_within, tier_notes
from spinewise.prove.encode import Formula, Pair, Variables, View, any_of
from spinewise.rules.facts import Answers
from spinewise.rules.tree import RuleNode

NOBODY = z3.BoolVal(False)
APPLICABILITY = "answers only where they apply"
TIERS = (Tier.GENERAL, Tier.LOW_LOAD, Tier.FULL)
DAY = dt.date(2026, 1, 15)


class Touch(msgspec.Struct, frozen=True):
    """An effect of a precaution that meets an intervention."""

    name: str
    precaution: Precaution
    effect: Effect
    empties_dose: bool

    @property
    def holds(self) -> bool:
        """Whether it holds the intervention back, rather than asking for care."""
        return self.empties_dose or self.effect.level.at_least(Level.HOLD)


def effect_names(precaution: Precaution) -> Iterator[tuple[str, Effect]]:
    """Each effect with a name that does not depend on its place: row, column, level, and a number if need be."""
    seen: dict[str, int] = {}
    for effect in precaution.effects:
        name = f"{precaution.id} {effect.column} {effect.level}"
        seen[name] = seen.get(name, 0) + 1
        yield (name if seen[name] == 1 else f"{name} ({seen[name]})"), effect


class World:
    """The solver, and a literal for everything that can be asked of it."""

    def __init__(self, kb: KnowledgeBase, *, people: Variables | None = None) -> None:
        self.kb = kb
        self.solver = z3.Solver()
        self.solver.set("random_seed", 1)
        self.people = people or Variables(kb.facts)
        self.solver.add(self.people.laws)
        self.switches: dict[str, Formula] = {}
        self.asked = View(self.people)
        self._views: dict[tuple[str, ...], View] = {(): self.asked}
        self._named: dict[str, Formula] = {}
        self._touches: dict[str, tuple[Touch, ...]] = {}
        self._built = False
        self._accept_only_readable_answers()

    # Switches and names

    def switch(self, name: str) -> Formula:
        """The switch of a rule or an effect."""
        if name not in self.switches:
            self.switches[name] = z3.Bool(f"on: {name}")
        return self.switches[name]

    def named(self, name: str, make: Callable[[], Formula]) -> Formula:
        """A literal that stands for a formula, which is made once."""
        if name not in self._named:
            self._named[name] = z3.Bool(name)
            self.solver.add(self._named[name] == make())
        return self._named[name]

    def rule(self, rule: RuleFile, view: View) -> Pair:
        """A rule's pair behind two literals."""
        return self.pair(rule.id, rule.when, view)

    def pair(self, name: str, node: RuleNode, view: View) -> Pair:
        """The same for a rule that is not in the knowledge base."""
        key = f"{name}, {view.name}"
        yes = self.named(f"yes {key}", lambda: view.pair(node).yes)
        return Pair(yes, self.named(f"no {key}", lambda: view.pair(node).no))

    def _accept_only_readable_answers(self) -> None:
        """What `assess.answers_file` refuses: contradictions, and answers to what does not apply."""
        for rule in self.kb.contradictions.values():
            self.solver.add(z3.Implies(self.switch(rule.id), z3.Not(self.rule(rule, self.asked).yes)))
        for fact in self.kb.facts.values():
            if fact.applies is not None and fact.id in self.people.answered:
                otherwise = self.people.is_value(fact.id, fact.applies.otherwise)
                idle = z3.And(self.switch(APPLICABILITY), self.asked.pair(fact.applies.when).no)
                self.solver.add(z3.Implies(idle, otherwise))

    # Views

    def view(self, tier: Tier) -> View:
        """The answers as `assess.presume.view_at` reads them at a tier."""
        used = {name: one for name, one in self.kb.presumptions.items() if tier in one.at_tiers}
        if tuple(used) not in self._views:
            presuming: dict[str, tuple[tuple[bool | int | float | str, Formula], ...]] = {}
            for name, one in reversed(used.items()):
                made = z3.And(self.switch(name), self.rule(one, self.asked).yes)
                value = typed(self.kb.facts[one.fact], one.presume)
                presuming[one.fact] = (*presuming.get(one.fact, ()), (value, made))
            self._views[tuple(used)] = View(self.people, name=f"presuming at {tier}", presuming=presuming)
        return self._views[tuple(used)]

    # Urgency and tier

    def urgency(self, least: Urgency) -> Formula:
        """That a red flag of at least this urgency is raised."""
        return self.named(f"urgency {least}", lambda: any_of(map(self.raised, self.flags(least))))

    def flags(self, least: Urgency) -> list[RedFlag]:
        """The red flags of at least this urgency."""
        return [flag for flag in self.kb.red_flags.values() if flag.urgency.at_least(least)]

    def raised(self, flag: RedFlag) -> Formula:
        """That a red flag is raised."""
        return z3.And(self.switch(flag.id), self.rule(flag, self.asked).yes)

    def open(self, least: Urgency) -> Formula:
        """That a flag of at least this urgency waits for something the person can answer."""
        return self.named(f"open {least}", lambda: any_of(map(self._waiting, self.flags(least))))

    def _waiting(self, flag: RedFlag) -> Formula:
        unknown = self.rule(flag, self.asked).unknown
        return z3.And(self.switch(flag.id), unknown, self.asked.asks_person(flag.when))

    def allows(self, tier: Tier) -> Formula:
        """That the person's tier is this one or a higher one (`plan.tier`)."""
        return self.named(f"tier {tier}", lambda: self._allowed(tier))

    def _allowed(self, tier: Tier) -> Formula:
        match tier:
            case Tier.GENERAL:
                return z3.Not(z3.Or(self.urgency(Urgency.URGENT), self.open(Urgency.URGENT)))
            case Tier.LOW_LOAD:
                held = z3.Or(self.urgency(Urgency.REFER), self.open(Urgency.ROUTINE))
                return z3.And(self.allows(Tier.GENERAL), z3.Not(held))
            case _:
                return z3.And(self.allows(Tier.LOW_LOAD), self.examined)

    @cached_property
    def examined(self) -> Formula:
        """That a clinician has recorded an examination."""
        return z3.And(self.people.answered["examined"], self.people.is_value("examined", True))

    # Interventions

    @cached_property
    def effects(self) -> tuple[str, ...]:
        """The name of every effect."""
        return tuple(name for name, _, _ in self._effects)

    def touching(self, one: Intervention) -> tuple[Touch, ...]:
        """The effects that meet an intervention's demands."""
        if one.id not in self._touches:
            self._touches[one.id] = tuple(
                Touch(name, rule, effect, dose_within(one, [effect.limit])[1])
                for name, rule, effect in self._effects
                if matches(effect.to, one.demands)
            )
        return self._touches[one.id]

    @cached_property
    def _effects(self) -> list[tuple[str, Precaution, Effect]]:
        return [(name, rule, effect) for rule in self.kb.precautions.values() for name, effect in effect_names(rule)]

    @cached_property
    def _anybody(self) -> Triage:
        """A triage that has every subgroup, so that only the tier itself speaks."""
        nobody = triage(Answers(today=DAY, zone="UTC"), self.kb)
        return msgspec.structs.replace(nobody, subgroups=tuple({rule.subgroup for rule in self.kb.categories.values()}))

    def left_out(self, one: Intervention, tier: Tier) -> tuple[str, ...]:
        """Why the tier itself leaves an intervention out for everybody."""
        return tuple(tier_notes(one, self.kb.tier(tier), self._anybody, tier))

    def given(self, one: Intervention, tier: Tier) -> Formula:
        """That the filter lets this through: at `go`, or at `caution` where the tier allows that."""
        cautions = self.kb.tier(tier).cautions_allowed
        touches = [touch for touch in self.touching(one) if touch.holds or not cautions]
        return self._through(one, tier, "given", touches)

    def goes(self, one: Intervention, tier: Tier) -> Formula:
        """That the filter lets this through with no decision asked of anybody."""
        return self._through(one, tier, "goes", self.touching(one))

    def _through(self, one: Intervention, tier: Tier, word: str, touches: Iterable[Touch]) -> Formula:
        if self.left_out(one, tier):
            return NOBODY
        touches = tuple(touches)
        met = one.id if one.id in self.kb.interventions else " ".join(touch.name for touch in touches)
        return self.named(f"{word} {met} at {tier}", lambda: self._untouched(one, tier, touches))

    def _untouched(self, one: Intervention, tier: Tier, touches: Iterable[Touch]) -> Formula:
        view = self.view(tier)
        silent = [z3.Implies(self.switch(touch.name), self.rule(touch.precaution, view).no) for touch in touches]
        return z3.And(self.allows(tier), self._direction(one), *silent)

    def _direction(self, one: Intervention) -> Formula:
        """Through-the-day exercises wait for a direction that a clinician has tested (`plan.clear`)."""
        if not one.dose.start.every_hours or not isinstance(one, Exercise):
            return z3.BoolVal(True)
        suited = {subgroup for suit in one.suits for subgroup in suit.subgroup}
        tested = [
            z3.And(self.rule(rule, self.asked).yes, z3.Not(self._more_specific(rule.category.rank)))
            for rule in self.kb.categories.values()
            if rule.subgroup in suited and rule.subgroup
        ]
        return any_of(tested)

    def _more_specific(self, rank: int) -> Formula:
        """That a more specific category than this is certain, or pointed to by a red flag."""
        rules = [rule for rule in self.kb.categories.values() if rule.category.rank > rank]
        certain = [self.rule(rule, self.asked).yes for rule in rules]
        pointed = [
            self.raised(flag)
            for flag in self.flags(Urgency.REFER)
            if (family := self.kb.families[flag.points_to]).category is not None and family.category.rank > rank
        ]
        return any_of([*certain, *pointed])

    # Kinds of people

    @cached_property
    def complete(self) -> Formula:
        """That every fact is answered."""
        return self.named("complete", lambda: z3.And(list(self.people.answered.values())))

    def answered_by(self, role: str) -> tuple[Formula, Formula]:
        """That all a role can answer is answered, and that all it cannot is not."""
        mine = [name for name in self.people.answered if role in self.kb.facts[name].asked_of]
        others = [name for name in self.people.answered if name not in mine]
        answered = self.people.answered
        return (
            self.named(f"all of {role}", lambda: z3.And([answered[name] for name in mine])),
            self.named(f"none but {role}", lambda: z3.And([z3.Not(answered[name]) for name in others])),
        )

    # Questions

    def on(self, *, but: Iterable[str] = ()) -> list[Formula]:
        """Every rule switched on, but these."""
        self.build()
        off = set(but)
        if not off:
            return [self.named("everything on", lambda: z3.And(list(self.switches.values())))]
        return [literal if name not in off else z3.Not(literal) for name, literal in self.switches.items()]

    def build(self) -> None:
        """Encode the library, so that every switch exists."""
        if self._built:
            return
        self._built = True
        for tier, one in product(TIERS, self.kb.interventions.values()):
            self.given(one, tier)
        for least in Urgency:
            self.urgency(least)
        for name in self.effects:
            self.switch(name)

    def model(self, *assumptions: Formula) -> z3.ModelRef | None:
        """Somebody for whom all of this holds, or None."""
        answer = self.solver.check(*assumptions)
        if answer == z3.unknown:
            raise RuntimeError(f"z3 gave up: {self.solver.reason_unknown()}")
        return self.solver.model() if answer == z3.sat else None

    def core(self, *assumptions: Formula) -> list[str]:
        """A smallest set of switches that must be on for these assumptions not to hold together."""
        names = {literal.get_id(): name for name, literal in self.switches.items() if name != APPLICABILITY}
        core = self._unsatisfiable([*self.switches.values(), *assumptions])
        assert core is not None, "there is somebody of whom all of this is true"
        for literal in [literal for literal in core if literal.get_id() in names]:
            if any(kept.get_id() == literal.get_id() for kept in core):
                core = self._unsatisfiable([kept for kept in core if kept.get_id() != literal.get_id()]) or core
        return [names[literal.get_id()] for literal in core if literal.get_id() in names]

    def _unsatisfiable(self, assumptions: list[Formula]) -> list[Formula] | None:
        return None if self.model(*assumptions) is not None else list(self.solver.unsat_core())


def rule_of(kb: KnowledgeBase) -> dict[str, RuleFile]:
    """Every rule by its id."""
    return {rule.id: rule for rule in rule_files(kb)}
