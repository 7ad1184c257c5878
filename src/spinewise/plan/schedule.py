"""The second stage: at what time of day, on every date until the review.

What is done on one date is done in one go (a block), because a fixed time is what people keep. Blocks of
a day are placed together by a shortest-chain search that is exact: first the usual times, which are free
on as many dates as possible, then each date as close to them as its calendar allows.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType

import msgspec

from spinewise.knowledge.models import Dose, Programme
from spinewise.plan.choose import Pick
from spinewise.plan.daytime import GRID_MINUTES, HOUR, Day, Minute, clock, minute_of, waking_grid
from spinewise.plan.minutes import minutes_for
from spinewise.plan.patterns import FORTNIGHT
from spinewise.plan.types import Slot

Costs = Mapping[Minute, int]
NO_END: Mapping[str, dt.date] = MappingProxyType({})
Chains = dict[Minute, tuple[int, tuple[Minute, ...]]]
"""By the start of the last block: the cost so far and all starts."""


class Bout(msgspec.Struct, frozen=True):
    """One intervention done once, and how long it takes; passive comfort is an adjunct."""

    intervention: str
    minutes: float
    adjunct: bool = False


Block = tuple[Bout, ...]


class Timetable(msgspec.Struct, frozen=True, kw_only=True):
    """Slots by intervention, and the dates on which there was too little free time or none."""

    slots: dict[str, tuple[Slot, ...]]
    skipped: tuple[dt.date, ...] = ()
    shortened: tuple[dt.date, ...] = ()


def timetable(
    picks: Iterable[Pick],
    days: tuple[Day, ...],
    *,
    part_of_day: str,
    programme: Programme,
    ends: Mapping[str, dt.date] = NO_END,
) -> Timetable:
    """Place every pick on each of its dates, up to the last day that `ends` names for some.

    A date with no room for anything is skipped, one with too little room gets what fits; both are named.
    """
    ordered = in_order(picks)
    windows = windows_for(max((pick.candidate.dose.times_a_day for pick in ordered), default=1), part_of_day, programme)
    wanted = {
        day.on: _blocks(_going_on(ordered, day.on, ends), place % FORTNIGHT, windows, programme)
        for place, day in enumerate(days)
    }
    gap = gap_between(len(windows.of), programme)
    usual = _usual_times(days, wanted, windows, gap, programme)
    placed = {day.on: _place(day, wanted[day.on], usual, gap, windows.main) for day in days if any(wanted[day.on])}
    return Timetable(
        slots=_slots(placed),
        skipped=tuple(on for on, blocks in placed.items() if not blocks),
        shortened=tuple(on for on, blocks in placed.items() if blocks and _bouts(blocks) < _wanted(wanted[on])),
    )


def _going_on(picks: tuple[Pick, ...], on: dt.date, ends: Mapping[str, dt.date]) -> tuple[Pick, ...]:
    return tuple(pick for pick in picks if on <= ends.get(pick.candidate.intervention, on))


def in_order(picks: Iterable[Pick]) -> tuple[Pick, ...]:
    """Exercises before comfort; what is done most often first, so that its time is the same each day."""
    return tuple(
        sorted(
            picks,
            key=lambda pick: (
                pick.candidate.adjunct,
                -pick.candidate.dose.times_a_day,
                -len(pick.days),
                -pick.candidate.worth,
                pick.candidate.intervention,
            ),
        )
    )


class Windows(msgspec.Struct, frozen=True):
    """For each block of a day its part of the day, in order, and which block is the main one."""

    of: tuple[tuple[Minute, Minute], ...]
    main: int


def windows_for(blocks: int, part_of_day: str, programme: Programme) -> Windows:
    """The parts of the day, spread over it, so that the main block falls into the one wished for."""
    named = programme.part_of_day.values()
    parts = sorted((minute_of(start), minute_of(end)) for start, end in named)
    wished = programme.part_of_day.get(part_of_day)
    wish = (minute_of(wished[0]), minute_of(wished[1])) if wished else None
    if blocks == 1:
        return Windows((wish or parts[0],), 0)
    spread = [parts[round(place * (len(parts) - 1) / (blocks - 1))] for place in range(blocks)]
    main = _nearest_place(spread, wish) if wish else 0
    if wish:
        spread[main] = wish
    return Windows(tuple(spread), main)


def best_chain(costs: list[Costs], gap: Minute) -> tuple[Minute, ...] | None:
    """One start for each block, in order and at least `gap` apart, with the least cost; the earliest on a tie."""
    best: Chains = {start: (cost, (start,)) for start, cost in sorted(costs[0].items())}
    for following in costs[1:]:
        best = _extended(best, following, gap)
    return min(best.values(), default=(0, None))[1]


def _extended(best: Chains, following: Costs, gap: Minute) -> Chains:
    """Each chain with the next block's start added, behind the cheapest chain that ends early enough."""
    extended: Chains = {}
    ends = list(best)
    cheapest: tuple[int, tuple[Minute, ...]] | None = None
    for start, cost in sorted(following.items()):
        while ends and ends[0] + gap <= start:
            chain = best[ends.pop(0)]
            cheapest = min(cheapest, chain) if cheapest else chain
        if cheapest:
            extended[start] = (cheapest[0] + cost, (*cheapest[1], start))
    return extended


def length(block: Block) -> Minute:
    """Whole minutes a block takes: each bout starts on a full minute."""
    return sum(math.ceil(bout.minutes) for bout in block)


def _nearest_place(spread: list[tuple[Minute, Minute]], wish: tuple[Minute, Minute]) -> int:
    return min(range(len(spread)), key=lambda place: (abs(spread[place][0] - wish[0]), place))


def gap_between(blocks: int, programme: Programme) -> Minute:
    """Minutes between the starts of two blocks; less when the waking day has no room for so many."""
    waking = minute_of(programme.day_ends) - minute_of(programme.day_starts)
    wanted = int(programme.hours_between_bouts * HOUR)
    return min(wanted, waking // blocks // GRID_MINUTES * GRID_MINUTES)


def _blocks(picks: tuple[Pick, ...], day: int, windows: Windows, programme: Programme) -> list[Block]:
    bouts: list[list[Bout]] = [[] for _ in windows.of]
    for pick in picks:
        if day in pick.days:
            one = pick.candidate
            bout = Bout(one.intervention, minutes_for(one.dose, programme.pace), one.adjunct)
            for place in _places(one.dose, windows):
                bouts[place].append(bout)
    return [tuple(block) for block in bouts]


def _places(dose: Dose, windows: Windows) -> list[int]:
    """The blocks a dose goes into: the main one, then those farthest from it."""
    others = sorted(range(len(windows.of)), key=lambda place: (-abs(place - windows.main), place))
    return [windows.main, *(place for place in others if place != windows.main)][: dose.times_a_day]


def _usual_times(
    days: tuple[Day, ...],
    wanted: dict[dt.date, list[Block]],
    windows: Windows,
    gap: Minute,
    programme: Programme,
) -> tuple[Minute, ...]:
    """For each block the wall time that suits the dates best: free on most, in its part of the day."""
    grid = waking_grid(programme)
    costs = []
    for place, window in enumerate(windows.of):
        blocks = [(day, length(wanted[day.on][place])) for day in days]
        costs.append({start: _usual_cost(start, blocks, window, len(grid) * GRID_MINUTES) for start in grid})
    times = best_chain(list(costs), gap)
    assert times is not None, "the gap leaves room for every block"
    return times


def _usual_cost(start: Minute, blocks: list[tuple[Day, Minute]], window: tuple[Minute, Minute], waking: Minute) -> int:
    """A date on which it is taken costs a waking day, one outside the part of the day half of it and the distance.

    So a wished part of the day is kept until about half of the dates would have to leave it.
    """
    opens, closes = window
    cost = 0
    for day, minutes in blocks:
        outside = max(opens - start, start + minutes - closes, 0)
        if minutes and not day.fits(start, minutes):
            cost += waking
        elif minutes and outside:
            cost += waking // 2 + outside
    return cost


def _place(
    day: Day, blocks: list[Block], usual: tuple[Minute, ...], gap: Minute, main: int
) -> list[tuple[Minute, Block]]:
    """The day's blocks with their starts: all of them, else the main one, else as much of it as fits."""
    shortest = _fitting(blocks[main], max(day.free.values(), default=0))
    attempts = [blocks, *(_alone(block, main, len(blocks)) for block in (blocks[main], shortest))]
    found = (_starts(day, attempt, usual, gap) for attempt in attempts if any(attempt))
    return next((starts for starts in found if starts), [])


def _alone(block: Block, main: int, blocks: int) -> list[Block]:
    return [block if place == main else () for place in range(blocks)]


def _fitting(block: Block, minutes: float) -> Block:
    """As much of a block as fits into the minutes; comfort only beside an exercise."""
    kept: Block = ()
    for bout in block:
        if length((*kept, bout)) <= minutes and (kept or not bout.adjunct):
            kept = (*kept, bout)
    return kept


def _starts(day: Day, blocks: list[Block], usual: tuple[Minute, ...], gap: Minute) -> list[tuple[Minute, Block]] | None:
    present = [(place, block) for place, block in enumerate(blocks) if block]
    costs = [
        {start: abs(start - usual[place]) for start in day.free if day.fits(start, length(block))}
        for place, block in present
    ]
    apart = max(gap, *(length(block) for _, block in present))
    starts = best_chain(list(costs), apart)
    return None if starts is None else [(start, block) for start, (_, block) in zip(starts, present, strict=True)]


def _slots(placed: dict[dt.date, list[tuple[Minute, Block]]]) -> dict[str, tuple[Slot, ...]]:
    slots: dict[str, list[Slot]] = defaultdict(list)
    for on, blocks in placed.items():
        for start, block in blocks:
            at = start
            for bout in block:
                slots[bout.intervention].append(Slot(on, clock(at), bout.minutes))
                at += math.ceil(bout.minutes)
    return {intervention: tuple(sorted(times)) for intervention, times in slots.items()}


def _bouts(blocks: list[tuple[Minute, Block]]) -> int:
    return sum(len(block) for _, block in blocks)


def _wanted(blocks: list[Block]) -> int:
    return sum(len(block) for block in blocks)
