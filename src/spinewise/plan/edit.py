"""A clinician's changes to a proposal: what they name changes, everything else stays where it is.

An edit may ask for anything. Whether the result may reach a person is for `accept` to say.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable

import msgspec

from spinewise.errors import InputError, Place, Problem, nearest
from spinewise.knowledge.models import Dose, KnowledgeBase, Modality
from spinewise.language import gettext as _
from spinewise.plan.daytime import Day, Minute, clock, free_days, minute_of
from spinewise.plan.dose import start_dose
from spinewise.plan.items import anchors_for, tested_again_on
from spinewise.plan.minutes import minutes_for
from spinewise.plan.patterns import FORTNIGHT, day_patterns
from spinewise.plan.schedule import best_chain, gap_between, windows_for
from spinewise.plan.sessions import with_contents
from spinewise.plan.types import (
    Add,
    Cleared,
    Edit,
    Item,
    Move,
    Proposal,
    Remove,
    SetDose,
    Slot,
    Swap,
    Why,
    Wishes,
)
from spinewise.plan.wording import aim_words, date_words, listed, say


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """What an edit may draw on: how everything is cleared, and the person's free time."""

    cleared: dict[str, Cleared]
    days: tuple[Day, ...]
    wishes: Wishes
    kb: KnowledgeBase


def apply_edits(
    proposal: Proposal, edits: Iterable[Edit], cleared: Iterable[Cleared], wishes: Wishes, kb: KnowledgeBase
) -> Proposal:
    """The proposal after each edit in turn.

    Other items keep their days and times, because a person who has begun a plan should find it again.

    Raises:
        InputError: an edit names what is not there, or adds what already is.
    """
    days = free_days(
        proposal.starts_on, proposal.review_on, zone=proposal.zone, busy=wishes.busy, programme=kb.programme
    )
    room = Room(cleared={one.intervention: one for one in cleared}, days=days, wishes=wishes, kb=kb)
    for edit in edits:
        proposal = _applied(proposal, edit, room)
    return proposal


def _applied(proposal: Proposal, edit: Edit, room: Room) -> Proposal:
    match edit:
        case Add(intervention, dose):
            return _added(proposal, intervention, dose, room)
        case Remove(intervention):
            item = _item_in(proposal, intervention)
            return _with_items(proposal, [one for one in proposal.items if one is not item], room)
        case Swap(out, into):
            return _swapped(proposal, out, into, room)
        case SetDose(intervention, dose):
            item = _item_in(proposal, intervention)
            return _replaced(proposal, item, msgspec.structs.replace(item, dose=dose), room)
        case Move(intervention, at):
            item = _item_in(proposal, intervention)
            return _with_items(proposal, [_moved(one, at) if one is item else one for one in proposal.items], room)
        case _:
            raise AssertionError(f"Unhandled: {edit}")


def _added(proposal: Proposal, intervention: str, dose: Dose | None, room: Room) -> Proposal:
    item = _new_item(proposal, intervention, dose, room)
    placed, cut_short = _placed(proposal, item, None, room)
    return _noted(_with_items(proposal, [*proposal.items, placed], room), cut_short, room)


def _swapped(proposal: Proposal, out: str, into: str, room: Room) -> Proposal:
    old = _item_in(proposal, out)
    return _replaced(proposal, old, _new_item(proposal, into, None, room), room)


def _replaced(proposal: Proposal, old: Item, new: Item, room: Room) -> Proposal:
    others = msgspec.structs.replace(proposal, items=tuple(one for one in proposal.items if one is not old))
    placed, cut_short = _placed(others, new, old, room)
    items = [placed if one is old else one for one in proposal.items]
    return _noted(_with_items(proposal, items, room), cut_short, room)


def _with_items(proposal: Proposal, items: Iterable[Item], room: Room) -> Proposal:
    kept = tuple(items)
    return msgspec.structs.replace(proposal, items=kept, sessions=with_contents(proposal.sessions, kept, room.kb))


def _noted(proposal: Proposal, cut_short: list[dt.date], room: Room) -> Proposal:
    if not cut_short:
        return proposal
    dates = listed(date_words(on) for on in cut_short)
    note = Why(says=say(room.kb, "note_shortened", dates=dates))
    return msgspec.structs.replace(proposal, notes=(*proposal.notes, note))


def _item_in(proposal: Proposal, intervention: str) -> Item:
    found = next((item for item in proposal.items if item.intervention == intervention), None)
    if found is None:
        inside = [item.intervention for item in proposal.items]
        raise _mistake(
            _("'%(name)s' is not in the plan", name=intervention), nearest(intervention, inside) or _in_plan(inside)
        )
    return found


def _in_plan(inside: list[str]) -> str:
    return _("In the plan: %(names)s", names=", ".join(inside)) if inside else _("The plan is empty")


def _new_item(proposal: Proposal, intervention: str, dose: Dose | None, room: Room) -> Item:
    if any(item.intervention == intervention for item in proposal.items):
        raise _mistake(
            _("'%(intervention)s' is already in the plan", intervention=intervention), _("Change its dose instead")
        )
    if intervention not in room.cleared or intervention not in room.kb.interventions:
        raise _mistake(
            _("nothing is called '%(name)s'", name=intervention), nearest(intervention, room.kb.interventions)
        )
    dose = dose or start_dose(room.cleared[intervention])
    own = room.kb.interventions[intervention]
    reasons = _reasons(intervention, room.kb)
    if isinstance(own, Modality):
        ends = min(proposal.starts_on + dt.timedelta(days=own.course_days), proposal.review_on)
        in_clinic = own.consent or not own.home
        return Item(intervention=intervention, dose=dose, until=ends, in_clinic=in_clinic, reasons=reasons)
    until = tested_again_on(proposal.starts_on, room.kb) if dose.every_hours else None
    return Item(intervention=intervention, dose=dose, until=until, reasons=reasons)


def _mistake(what: str, instead: str) -> InputError:
    return InputError([Problem(Place("edits"), what, instead)])


def _reasons(intervention: str, kb: KnowledgeBase) -> tuple[Why, ...]:
    added = Why(says=say(kb, "why_added"), evidence=kb.interventions[intervention].evidence)
    if intervention not in kb.exercises:
        return (added,)
    aims = listed(aim_words(kb, aim) for aim in kb.exercises[intervention].aims)
    return (added, Why(says=say(kb, "why_aim", aims=aims)))


def _moved(item: Item, at: dt.time) -> Item:
    if not item.slots:
        raise _mistake(
            _("'%(name)s' has no set time to move", name=item.intervention), _("Remove it, or change its dose")
        )
    slots: list[Slot] = []
    for on in sorted({slot.on for slot in item.slots}):
        slots += _day_moved([slot for slot in item.slots if slot.on == on], at)
    return msgspec.structs.replace(item, slots=tuple(sorted(slots)))


def _day_moved(slots: list[Slot], at: dt.time) -> list[Slot]:
    """Of several bouts on one day the nearest moves; the others stay."""
    nearest_one = min(slots, key=lambda slot: (abs(minute_of(slot.at) - minute_of(at)), slot.at))
    return [msgspec.structs.replace(slot, at=at) if slot is nearest_one else slot for slot in slots]


def _placed(proposal: Proposal, item: Item, old: Item | None, room: Room) -> tuple[Item, list[dt.date]]:
    """The item with its times among the others', and the dates without room for all of it."""
    if item.in_clinic:
        return msgspec.structs.replace(item, slots=(), anchors=()), []
    if item.dose.every_hours:
        return msgspec.structs.replace(item, slots=(), anchors=anchors_for(item.dose.every_hours, room.kb)), []
    slots: list[Slot] = []
    cut_short: list[dt.date] = []
    for day in _dates(proposal, item, old, room):
        found = _day_slots(day, proposal, item, old, room)
        slots += found
        if len(found) < item.dose.times_a_day:
            cut_short.append(day.on)
    return msgspec.structs.replace(item, slots=tuple(sorted(slots)), anchors=()), cut_short


def _dates(proposal: Proposal, item: Item, old: Item | None, room: Room) -> list[Day]:
    """The dates of the item it replaces when the rhythm is the same, else the least loaded days."""
    until = item.until or proposal.review_on
    if old is not None and old.slots and _rhythm(old.dose) == _rhythm(item.dose):
        on = {slot.on for slot in old.slots}
        return [day for day in room.days if day.on in on and day.on <= until]
    days = day_patterns(item.dose, blocked=_load(proposal))[0]
    return [day for place, day in enumerate(room.days) if place % FORTNIGHT in days and day.on <= until]


def _rhythm(dose: Dose) -> tuple[int, bool]:
    return dose.days_a_week, dose.apart


def _load(proposal: Proposal) -> tuple[int, ...]:
    load = [0] * FORTNIGHT
    for item in proposal.items:
        for slot in item.slots:
            load[(slot.on - proposal.starts_on).days % FORTNIGHT] += 1
    return tuple(load)


def _day_slots(day: Day, proposal: Proposal, item: Item, old: Item | None, room: Room) -> list[Slot]:
    """As many of the day's bouts as there is room for."""
    minutes = minutes_for(item.dose, room.kb.programme.pace)
    taken = sorted(_span(slot) for other in proposal.items for slot in other.slots if slot.on == day.on)
    before = sorted(minute_of(slot.at) for slot in old.slots if slot.on == day.on) if old else []
    starts = [start for start in _starts(day, taken, before) if _is_free(start, minutes, day, taken)]
    for bouts in range(item.dose.times_a_day, 0, -1):
        near = before if len(before) == bouts else _near(bouts, taken, room)
        gap = max(gap_between(bouts, room.kb.programme), math.ceil(minutes))
        chain = best_chain([{start: abs(start - wish) for start in starts} for wish in near], gap)
        if chain is not None:
            return [Slot(day.on, clock(start), minutes) for start in chain]
    return []


def _span(slot: Slot) -> tuple[Minute, Minute]:
    start = minute_of(slot.at)
    return start, start + math.ceil(slot.minutes)


def _starts(day: Day, taken: list[tuple[Minute, Minute]], before: list[Minute]) -> list[Minute]:
    """The grid, where it was, and right after what is already planned, so that it is all done in one go."""
    return sorted({*day.free, *before, *(end for _, end in taken)})


def _is_free(start: Minute, minutes: float, day: Day, taken: list[tuple[Minute, Minute]]) -> bool:
    end = start + math.ceil(minutes)
    return day.fits(start, end - start) and all(end <= other or begun <= start for other, begun in taken)


def _near(bouts: int, taken: list[tuple[Minute, Minute]], room: Room) -> list[Minute]:
    """Where each bout would like to be: after the first block of the day, or in its part of the day."""
    if bouts == 1 and taken:
        return [_end_of_first_block(taken)]
    windows = windows_for(bouts, room.wishes.part_of_day, room.kb.programme)
    return [opens for opens, _ in windows.of]


def _end_of_first_block(taken: list[tuple[Minute, Minute]]) -> Minute:
    end = taken[0][1]
    for start, until in taken[1:]:
        end = until if start <= end else end
    return end
