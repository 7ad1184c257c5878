"""The first stage: which exercises, and on which days, so that the day's load keeps every limit.

The solver runs with one worker, a fixed seed and a limit on its own deterministic clock, so the same
person gets the same plan on every machine.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import msgspec

from spinewise.knowledge.models import Aim, Weights
from spinewise.plan.candidates import FINE, Candidate
from spinewise.plan.merits import Merits
from spinewise.plan.patterns import FORTNIGHT, WEEK, Days, day_patterns
from spinewise.plan.rungs import Rungs, ladders_of

TENTHS = 10
A_TASK = "a task"
SOLVER = {
    "num_workers": 1,
    "random_seed": 20,
    "max_deterministic_time": 2.0,
    "relative_gap_limit": 0.0,
    "linearization_level": 2,
    "symmetry_level": 0,
    "cp_model_probing_level": 0,
}


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the choice must keep: the day's minutes, the number of exercises, and what every day must train.

    `least` a day is aimed for, the others are kept. `wanted` aims and `merits` are worth having once in the plan.
    Passive comfort counts neither: the minutes are those a person gives to exercises.
    """

    minutes_a_day: float
    least: int
    most: int
    cover_daily: tuple[Aim, ...] = ()
    wanted: tuple[Aim, ...] = ()
    merits: Merits = ()
    blocked: Days = (0,) * FORTNIGHT


class Pick(msgspec.Struct, frozen=True, kw_only=True):
    """A chosen candidate and its days, counted from the first over a fortnight."""

    candidate: Candidate
    days: Days


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """What was chosen. `given_up` lists aims not trained every day; `minutes_a_day` the fullest day."""

    picks: tuple[Pick, ...]
    given_up: tuple[Aim, ...] = ()
    minutes_a_day: float = 0


def choose(candidates: tuple[Candidate, ...], asked: Asked, *, rungs: Rungs, weights: Weights) -> Choice | None:
    """The best choice that keeps everything asked for, or None when there is none."""
    model = _Model(worth_weighing(candidates, asked, rungs), asked, rungs)
    for wish in model.wishes:
        model.keep(wish)
    model.maximise(weights)
    return model.solve()


def worth_weighing(candidates: tuple[Candidate, ...], asked: Asked, rungs: Rungs) -> tuple[Candidate, ...]:
    """The candidates without those that could never be needed.

    One is not needed when as many others as a plan may hold are at least as good in every respect and stand
    on ladders of their own: whatever else is chosen, one of those is free to take its place. All hard tasks count
    as one ladder, because a plan has one of them.
    """
    aims = frozenset((*asked.wanted, *asked.cover_daily))
    relevant = aims | {name for name, _ in asked.merits}
    ladders = ladders_of(rungs) | {one.intervention: A_TASK for one in candidates if one.task}
    ordered = sorted(candidates, key=lambda one: (-one.worth, one.minutes_a_day, one.intervention))
    kept: list[Candidate] = []
    for one in ordered:
        better = {
            ladders.get(other.intervention, other.intervention) for other in kept if _is_as_good(other, one, relevant)
        }
        if one.adjunct or len(better) < asked.most:
            kept.append(one)
    return tuple(sorted(kept, key=lambda one: one.intervention))


def _is_as_good(other: Candidate, one: Candidate, relevant: frozenset[str]) -> bool:
    return (
        not other.adjunct
        and other.worth >= one.worth
        and other.minutes_a_day <= one.minutes_a_day
        and {*other.aims, *other.merits} >= {*one.aims, *one.merits} & relevant
        and (other.dose.days_a_week, other.dose.apart) == (one.dose.days_a_week, one.dose.apart)
    )


def clashing(candidates: tuple[Candidate, ...], asked: Asked, *, rungs: Rungs) -> tuple[tuple[str, ...], ...]:
    """Groups of wishes that cannot be had together; in each group every wish is needed for the clash."""
    candidates = worth_weighing(candidates, asked, rungs)
    groups: list[tuple[str, ...]] = []
    remaining = _Model(candidates, asked, rungs).wishes
    while core := _smallest_core(candidates, asked, rungs, remaining):
        groups.append(core)
        remaining = tuple(wish for wish in remaining if wish != _first_to_go(core))
    return tuple(groups)


def _first_to_go(core: tuple[str, ...]) -> str:
    return next((wish for wish in core if wish.startswith("cover_")), core[-1])


def _smallest_core(
    candidates: tuple[Candidate, ...], asked: Asked, rungs: Rungs, wishes: tuple[str, ...]
) -> tuple[str, ...]:
    core = _core(candidates, asked, rungs, wishes)
    for wish in core:
        rest = tuple(other for other in core if other != wish)
        core = _core(candidates, asked, rungs, rest) or core
    return core


def nearest(candidates: tuple[Candidate, ...], asked: Asked, *, rungs: Rungs, weights: Weights) -> Choice | None:
    """The best choice after giving up as little as possible.

    Coverage goes first, one aim at a time; the day's minutes only when not even one exercise fits. The
    day's count of exercises is not a wish and stays.
    """
    candidates = worth_weighing(candidates, asked, rungs)
    for minutes_kept in (True, False):
        model = _Model(candidates, asked, rungs)
        model.keep("count")
        if minutes_kept:
            model.keep("minutes")
        model.maximise(weights, minutes_kept=minutes_kept)
        choice = model.solve()
        if choice is not None:
            return choice
    return None


def _core(
    candidates: tuple[Candidate, ...],
    asked: Asked,
    rungs: Rungs,
    wishes: tuple[str, ...],
) -> tuple[str, ...]:
    """Among these wishes, some that clash; empty when they do not."""
    model = _Model(candidates, asked, rungs)
    model.assume(wishes)
    return model.core()


@cache
def _cp_model() -> Any:
    from ortools.sat.python import cp_model

    return cp_model


class _Model:
    """One CP-SAT model: which candidates, on which pattern of days.

    Each wish hangs on a literal of its own, so it can be kept, dropped or assumed.
    """

    def __init__(self, candidates: tuple[Candidate, ...], asked: Asked, rungs: Rungs) -> None:
        self.cp = _cp_model().CpModel()
        self.candidates = candidates
        self.asked = asked
        self.chosen = {one.intervention: self.cp.new_bool_var(one.intervention) for one in candidates}
        self.patterns = {one.intervention: self._patterns(one) for one in candidates}
        self.days = range(self._period())
        self.wishes = ("count", *(f"cover_{aim}" for aim in asked.cover_daily), "minutes")
        self.literals = {wish: self.cp.new_bool_var(wish) for wish in self.wishes}
        self.busiest = self.cp.new_int_var(0, self._load_of_all(), "busiest")
        self._always(rungs)
        self._when_wished()

    def keep(self, wish: str) -> None:
        """Insist on a wish."""
        self.cp.add(self.literals[wish] == 1)

    def assume(self, wishes: tuple[str, ...]) -> None:
        """Insist on wishes in a way that can be blamed."""
        self.cp.add_assumptions([self.literals[wish] for wish in wishes])

    def maximise(self, weights: Weights, *, minutes_kept: bool = True) -> None:
        """Aim for the programme's weights; what structure asks for counts more than all of them together."""
        worth, most_worth = self._worth(weights)
        short = sum(self._shortfalls())
        kept = sum(self.literals[f"cover_{aim}"] for aim in self.asked.cover_daily)
        structure = most_worth + 1
        coverage = structure * (1 + self.asked.least * len(self.days))
        total = worth - structure * short + coverage * kept
        if not minutes_kept:
            total -= coverage * (1 + len(self.asked.cover_daily)) * self.busiest
        self.cp.maximize(total)

    def solve(self) -> Choice | None:
        """The optimum, or None."""
        solver = self._solver()
        status = solver.solve(self.cp)
        if status not in (_cp_model().OPTIMAL, _cp_model().FEASIBLE):
            return None
        return self._read(solver)

    def core(self) -> tuple[str, ...]:
        """Assumed wishes that cannot hold together; empty when they can."""
        solver = self._solver()
        if solver.solve(self.cp) != _cp_model().INFEASIBLE:
            return ()
        blamed = set(solver.sufficient_assumptions_for_infeasibility())
        return tuple(wish for wish in self.wishes if self.literals[wish].index in blamed)

    def _solver(self) -> Any:
        solver = _cp_model().CpSolver()
        for name, value in SOLVER.items():
            setattr(solver.parameters, name, value)
        return solver

    def _patterns(self, one: Candidate) -> dict[Days, Any]:
        patterns = day_patterns(one.dose, blocked=self.asked.blocked)
        if len(patterns) == 1:
            return {patterns[0]: self.chosen[one.intervention]}
        picked = {days: self.cp.new_bool_var(f"{one.intervention} {days}") for days in patterns}
        self.cp.add(sum(picked.values()) == self.chosen[one.intervention])
        return picked

    def _period(self) -> int:
        weekly = all(
            {day + WEEK for day in days if day < WEEK} == {day for day in days if day >= WEEK}
            for patterns in self.patterns.values()
            for days in patterns
        )
        return WEEK if weekly else FORTNIGHT

    def _load_of_all(self) -> int:
        return sum(tenths(one) for one in self.candidates)

    def _always(self, rungs: Rungs) -> None:
        self.cp.add(self._number() >= 1)
        for low, high in rungs:
            if low in self.chosen and high in self.chosen:
                self.cp.add_at_most_one([self.chosen[low], self.chosen[high]])
        self.cp.add_at_most_one([self.chosen[one.intervention] for one in self.candidates if one.task])
        for day in self.days:
            self.cp.add(self._load(day) <= self.busiest)

    def _when_wished(self) -> None:
        minutes = math.floor(round(self.asked.minutes_a_day * TENTHS, 6))
        self.cp.add(self.busiest <= minutes).only_enforce_if(self.literals["minutes"])
        self.cp.add(self._number() <= self.asked.most).only_enforce_if(self.literals["count"])
        for day in self.days:
            for aim in self.asked.cover_daily:
                training = sum(self._done(one, day) for one in self._training(aim))
                self.cp.add(training >= 1).only_enforce_if(self.literals[f"cover_{aim}"])

    def _exercises(self) -> list[Candidate]:
        return [one for one in self.candidates if not one.adjunct]

    def _number(self) -> Any:
        """How many different exercises; no day can have more, and more than that is a lot to learn."""
        return sum(self.chosen[one.intervention] for one in self._exercises())

    def _training(self, aim: Aim) -> list[Candidate]:
        return [one for one in self._exercises() if aim in one.aims]

    def _done(self, one: Candidate, day: int) -> Any:
        return sum(literal for days, literal in self.patterns[one.intervention].items() if day in days)

    def _load(self, day: int) -> Any:
        return sum(tenths(one) * self._done(one, day) for one in self._exercises())

    def _count(self, day: int) -> Any:
        return sum(self._done(one, day) for one in self._exercises())

    def _shortfalls(self) -> list[Any]:
        short = [self.cp.new_int_var(0, self.asked.least, f"short {day}") for day in self.days]
        for day in self.days:
            self.cp.add(short[day] >= self.asked.least - self._count(day))
        return short

    def _worth(self, weights: Weights) -> tuple[Any, int]:
        """The weighted sum, and a bound on how far it can swing."""
        own = sum(one.worth * self.chosen[one.intervention] for one in self.candidates)
        aims = sum(FINE * weights.per_aim * self._reached(aim) for aim in self.asked.wanted)
        merits = sum(FINE * weight * self._merited(name) for name, weight in self.asked.merits)
        spare = self.cp.new_int_var(0, len(self.candidates), "extra")
        self.cp.add(spare >= self._number() - self.asked.least)
        extra = FINE * abs(weights.extra_exercise)
        later = [place * literal for group in self.patterns.values() for place, literal in enumerate(group.values())]
        swing = (
            sum(abs(one.worth) for one in self.candidates)
            + FINE * weights.per_aim * len(self.asked.wanted)
            + FINE * sum(weight for _, weight in self.asked.merits)
            + (extra + len(self.days)) * len(self.candidates)
        )
        return own + aims + merits - extra * spare - sum(later), swing

    def _reached(self, aim: Aim) -> Any:
        reached = self.cp.new_bool_var(f"reached {aim}")
        self.cp.add(reached <= sum(self.chosen[one.intervention] for one in self._training(aim)))
        return reached

    def _merited(self, name: str) -> Any:
        reached = self.cp.new_bool_var(f"reached {name}")
        able = [self.chosen[one.intervention] for one in self._exercises() if name in one.merits]
        self.cp.add(reached <= sum(able))
        return reached

    def _read(self, solver: Any) -> Choice:
        picks = [
            Pick(candidate=one, days=days)
            for one in self.candidates
            for days, literal in self.patterns[one.intervention].items()
            if solver.value(literal)
        ]
        active = [pick for pick in picks if not pick.candidate.adjunct]
        loads = (sum(tenths(pick.candidate) for pick in active if day in pick.days) for day in self.days)
        dropped = (aim for aim in self.asked.cover_daily if not solver.value(self.literals[f"cover_{aim}"]))
        return Choice(picks=tuple(picks), given_up=tuple(dropped), minutes_a_day=max(loads) / TENTHS)


def tenths(one: Candidate) -> int:
    """A candidate's minutes on one of its days, in whole tenths for the solver; never rounded down."""
    return math.ceil(round(one.minutes_a_day * TENTHS, 6))
