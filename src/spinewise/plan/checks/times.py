"""When: real wall times inside the plan, never two things at once, never when the person is busy."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import msgspec

from spinewise.dates import date_words, time_words
from spinewise.language import gettext as _
from spinewise.plan.checks.case import Case, clash
from spinewise.plan.checks.dosing import amounts
from spinewise.plan.minutes import minutes_for
from spinewise.plan.types import Clash, Item, Slot

MINUTES_IN_A_DAY = 24 * 60
A_BREATH = 1e-6


class Block(msgspec.Struct, frozen=True):
    """A slot as instants, so that a night when the clocks change is measured rightly."""

    start: dt.datetime
    end: dt.datetime
    intervention: str
    slot: Slot


def zone_exists(case: Case) -> Iterator[Clash]:
    """Wall times mean something only in a zone that exists."""
    if case.zone is None:
        says = _("No time zone is called '%(zone)s'. Use one such as Europe/London.", zone=case.proposal.zone)
        yield clash("plan", says, rule="zone")


def has_its_times(case: Case) -> Iterator[Clash]:
    """At home an item has times, or anchors when it goes through the day; in the clinic the visit is its time."""
    for item, _one in case.known_items:
        if item.in_clinic and (item.slots or item.anchors):
            yield clash(item, _("It is done in the clinic. Take its times at home out."), rule="has_times")
        elif not item.in_clinic and item.dose.every_hours and (item.slots or not item.anchors):
            yield clash(item, _("It goes through the day. Give it anchors, and no times."), rule="has_times")
        elif not item.in_clinic and not item.dose.every_hours and (item.anchors or not item.slots):
            yield clash(item, _("It has no times. Give it slots, and no anchors."), rule="has_times")


def anchors_exist(case: Case) -> Iterator[Clash]:
    """Through the day means at moments that the programme knows, each once."""
    for item, _one in case.known_items:
        unknown = [anchor for anchor in item.anchors if anchor not in case.kb.programme.anchors]
        if unknown or len(set(item.anchors)) < len(item.anchors):
            says = _("Use each once of: %(anchors)s", anchors=", ".join(case.kb.programme.anchors))
            yield clash(item, says, rule="anchors")


def inside_the_plan(case: Case) -> Iterator[Clash]:
    """No day before the plan starts or after its review: nobody has looked that far."""
    first, last = case.proposal.starts_on, case.proposal.review_on
    for item in case.proposal.items:
        for day in days_of(item):
            if not first <= day <= last:
                says = _(
                    "%(day)s is not between %(first)s and %(last)s.",
                    day=date_words(day),
                    first=date_words(first),
                    last=date_words(last),
                )
                yield clash(item, says, rule="inside_plan")


def not_after_its_last_day(case: Case) -> Iterator[Clash]:
    """An item with a last day has no times after it."""
    for item in case.proposal.items:
        for day in days_of(item):
            if item.until is not None and day > item.until:
                yield clash(item, _("%(day)s is after its last day.", day=date_words(day)), rule="until")


def slots_are_sound(case: Case) -> Iterator[Clash]:
    """A slot is long enough for its dose and over before midnight; a shorter one makes a full day look light."""
    for item, _one in case.known_items:
        needed = _minutes_needed(item, case)
        for slot in item.slots:
            if not _fits_in_its_day(slot) or slot.minutes < needed - A_BREATH:
                says = _(
                    "%(slot)s: it takes %(needed)s minutes, on one day. Correct the slot.",
                    slot=slot_words(slot),
                    needed=f"{needed:g}",
                )
                yield clash(item, says, rule="slot_minutes")


def _minutes_needed(item: Item, case: Case) -> float:
    """How long one bout takes; a dose that is no number is told by its own check."""
    if not all(math.isfinite(amount) for amount in amounts(item.dose).values()):
        return 0
    return minutes_for(item.dose, case.kb.programme.pace)


def _fits_in_its_day(slot: Slot) -> bool:
    """Written so that not-a-number fails."""
    begins = slot.at.hour * 60 + slot.at.minute + slot.at.second / 60
    return slot.minutes > 0 and begins + slot.minutes <= MINUTES_IN_A_DAY


def wall_times_exist(case: Case) -> Iterator[Clash]:
    """When the clocks go forward an hour is missing, and nobody can exercise in it."""
    zone = case.zone
    if zone is None:
        return
    for item in case.proposal.items:
        for slot in item.slots:
            if slot.at.tzinfo is not None or not _exists(slot, zone):
                says = _("%(slot)s is not a time in %(zone)s. Move it.", slot=slot_words(slot), zone=case.proposal.zone)
                yield clash(item, says, rule="wall_time")


def _exists(slot: Slot, zone: ZoneInfo) -> bool:
    wall = dt.datetime.combine(slot.on, slot.at.replace(tzinfo=None), tzinfo=zone)
    back = wall.astimezone(dt.UTC).astimezone(zone)
    return back.replace(tzinfo=None) == wall.replace(tzinfo=None)


def no_time_twice(case: Case) -> Iterator[Clash]:
    """The same item is not done twice at one time."""
    for item in case.proposal.items:
        for (on, at), times in Counter((slot.on, slot.at) for slot in item.slots).items():
            if times > 1:
                yield clash(
                    item,
                    _(
                        "%(day)s %(time)s is there %(times)s times.",
                        day=date_words(on),
                        time=time_words(at),
                        times=times,
                    ),
                    rule="same_time",
                )


def nothing_overlaps(case: Case) -> Iterator[Clash]:
    """A person does one thing at a time."""
    latest: Block | None = None
    for block in sorted(blocks(case), key=lambda one: (one.start, one.end, one.intervention)):
        if latest is not None and block.start < latest.end:
            says = _(
                "%(slot)s overlaps with %(exercise)s at %(other)s.",
                slot=slot_words(block.slot),
                exercise=latest.intervention,
                other=slot_words(latest.slot),
            )
            yield clash(block.intervention, says, rule="overlap")
        if latest is None or block.end > latest.end:
            latest = block


def nothing_while_busy(case: Case) -> Iterator[Clash]:
    """The person's own calendar comes first."""
    zone = case.zone
    if zone is None:
        return
    taken = [(_instant(one.start, zone), _instant(one.end, zone), one.what) for one in case.busy]
    for block in blocks(case):
        for start, end, what in taken:
            if block.start < end and start < block.end:
                says = _taken(slot_words(block.slot), what)
                yield clash(block.intervention, says, rule="busy")


def _taken(slot: str, what: str) -> str:
    if what:
        return _("%(slot)s is taken (%(what)s). Move it.", slot=slot, what=what)
    return _("%(slot)s is taken. Move it.", slot=slot)


def _instant(moment: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """A busy time without a zone is in the person's own."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(dt.UTC)


def blocks(case: Case) -> Iterator[Block]:
    """Every sound slot inside the plan, each once. The others are refused by their own checks."""
    zone = case.zone
    if zone is None:
        return
    for item in case.proposal.items:
        for slot in {(slot.on, slot.at): slot for slot in item.slots}.values():
            if _fits_in_its_day(slot) and case.proposal.starts_on <= slot.on <= case.proposal.review_on:
                wall = dt.datetime.combine(slot.on, slot.at.replace(tzinfo=None), tzinfo=zone)
                start = wall.astimezone(dt.UTC)
                yield Block(start, start + dt.timedelta(minutes=slot.minutes), item.intervention, slot)


def days_of(item: Item) -> list[dt.date]:
    """The days on which it is done, in order."""
    return sorted({slot.on for slot in item.slots})


def slot_words(slot: Slot) -> str:
    """A slot as it is written in files."""
    return f"{date_words(slot.on)} {time_words(slot.at)}"
