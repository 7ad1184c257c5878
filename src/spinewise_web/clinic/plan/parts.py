"""What the page of a plan shows: its items and what may change about them, its week, how two versions differ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from spinewise.dates import date_words, time_words
from spinewise.documents.week import week_pattern
from spinewise.documents.words import dose_line, joined
from spinewise.knowledge.ladders import Level
from spinewise.knowledge.models import Exercise, KnowledgeBase
from spinewise.plan.types import Cleared, Item, Plan
from spinewise_web.clinic.library.found import figure_address
from spinewise_web.clinic.library.words import shelf_of
from spinewise_web.clinic.pages import Desk
from spinewise_web.clinic.patient import PlanLine
from spinewise_web.clinic.plan.edits import DoseField, dose_fields, titles_of
from spinewise_web.records.core import knowledge
from spinewise_web.records.reads.too_much import too_much_of

MOST_ALIKE = 4


class Swap(msgspec.Struct, frozen=True, kw_only=True):
    """What may stand in an exercise's place."""

    id: str
    title: str
    figure: str
    how: str


class Editable(msgspec.Struct, frozen=True, kw_only=True):
    """An item with what can be changed about it; `typed` when a form about it came back.

    `too_much` is when the person last said that it was.
    """

    line: PlanLine
    dose: tuple[DoseField, ...]
    at: str
    swaps: tuple[Swap, ...]
    typed: bool
    own: bool
    too_much: str


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One way in which a version differs from another."""

    way: str
    title: str
    before: str = ""
    after: str = ""


class WeekRow(msgspec.Struct, frozen=True, kw_only=True):
    """One item across seven days: at which times."""

    title: str
    days: tuple[str, ...]


class WeekOutline(msgspec.Struct, frozen=True, kw_only=True):
    """The week of a plan, and the minutes of each day."""

    days: tuple[str, ...]
    minutes: tuple[int, ...]
    rows: tuple[WeekRow, ...]
    besides: tuple[str, ...]


# -- items


def editable(
    line: PlanLine,
    item: Item,
    cleared: Iterable[Cleared],
    planned: set[str],
    desk: Desk,
    typed: dict[str, str],
    *,
    too_much: Mapping[str, str],
) -> Editable:
    """One item; a form that came back keeps what was typed into it."""
    is_typed = typed.get("item") == item.intervention
    fields = dose_fields(item.dose)
    if is_typed:
        fields = tuple(msgspec.structs.replace(one, value=typed.get(one.name, one.value)) for one in fields)
    times = sorted({slot.at for slot in item.slots})
    return Editable(
        line=line,
        dose=fields,
        at=(typed.get("at", "") if is_typed else "") or (time_words(times[0]) if times else ""),
        swaps=tuple(swaps_for(item, cleared, planned, desk, knowledge())),
        typed=is_typed,
        own=item.intervention.startswith("own/"),
        too_much=too_much.get(item.intervention, ""),
    )


def too_much_days(desk: Desk) -> dict[str, str]:
    """The last day on which each item of the plan in force was too much, in words."""
    version = desk.standing.version
    return {log.intervention: date_words(log.on) for log in too_much_of(desk.user, version)} if version else {}


def swaps_for(
    item: Item, cleared: Iterable[Cleared], planned: set[str], desk: Desk, kb: KnowledgeBase
) -> Iterator[Swap]:
    """The steps beside it on its ladder, then what has an aim in common; all of it cleared and not in the plan."""
    work = kb.exercises.get(item.intervention)
    if work is None:
        return
    free = [one.intervention for one in cleared if one.level is Level.GO and one.intervention not in planned]
    able = {name: kb.exercises[name] for name in free if name in kb.exercises}
    easier = [name for name in shelf_of(kb).easier.get(work.id, ()) if name in able]
    harder = [name for name in work.harder if name in able]
    alike = sorted(
        (name for name in able if name not in (*easier, *harder)), key=lambda name: _unlike(able[name], work)
    )
    named = [*((name, _("easier")) for name in easier), *((name, _("harder")) for name in harder)]
    alike = [name for name in alike if set(able[name].aims) & set(work.aims)][:MOST_ALIKE]
    for name, how in (*named, *((name, "") for name in alike)):
        yield Swap(id=name, title=able[name].title.clinician, figure=figure_address(able[name], kb, desk=desk), how=how)


def _unlike(one: Exercise, other: Exercise) -> tuple[int, bool, str]:
    return -len(set(one.aims) & set(other.aims)), one.demands.position != other.demands.position, one.title.clinician


# -- two versions


def differences(before: Plan, after: Plan, kb: KnowledgeBase) -> tuple[Change, ...]:
    """What the second version changes: added, taken out, another dose, another time."""
    old, new = _items(before), _items(after)
    return (
        *(Change(way="added", title=_title(name, kb), after=dose_line(new[name].dose)) for name in new.keys() - old),
        *(Change(way="gone", title=_title(name, kb), before=dose_line(old[name].dose)) for name in old.keys() - new),
        *(change for name in new if name in old for change in _changed(old[name], new[name], kb)),
    )


def _changed(old: Item, new: Item, kb: KnowledgeBase) -> Iterator[Change]:
    title = _title(new.intervention, kb)
    if old.dose != new.dose:
        yield Change(way="dose", title=title, before=dose_line(old.dose), after=dose_line(new.dose))
    if (times := _times(new)) != _times(old) and old.dose == new.dose:
        yield Change(way="time", title=title, before=_times(old), after=times)


def moves(before: Plan, after: Plan, kb: KnowledgeBase, *, but: Container[str] = ()) -> tuple[str, ...]:
    """Which items come at another time of the day, from when and to when."""
    old, new = _items(before), _items(after)
    both = (name for name in new if name in old and name not in but)
    return tuple(f"{_title(name, kb)} {moved}" for name in both if (moved := _move(old[name], new[name])))


def _move(old: Item, new: Item) -> str:
    was, now = (sorted({slot.at for slot in item.slots}) for item in (old, new))
    if was == now or not was or not now:
        return ""
    if len(was) == len(now):
        was, now = (
            [one for one, other in zip(left, right, strict=True) if one != other]
            for left, right in ((was, now), (now, was))
        )
    return " → ".join(joined([time_words(at) for at in times]) for times in (was, now))


def _times(item: Item) -> str:
    return joined([time_words(at) for at in sorted({slot.at for slot in item.slots})]) or joined(item.anchors)


def _items(plan: Plan) -> dict[str, Item]:
    return {item.intervention: item for item in plan.proposal.items}


def _title(name: str, kb: KnowledgeBase) -> str:
    return titles_of([name], kb)[0]


# -- the week


def outline(plan: Plan, kb: KnowledgeBase) -> WeekOutline:
    """The first week as a table: what at which times, how many minutes a day."""
    week = week_pattern(plan)
    rows = [
        WeekRow(
            title=_title(row.intervention, kb),
            days=tuple(" ".join(time_words(tick.at) for tick in day if 1 in tick.weeks) for day in row.days),
        )
        for row in week.rows
    ]
    besides = [(item, _("in the clinic") if item.in_clinic else joined(item.anchors)) for item in plan.proposal.items]
    return WeekOutline(
        days=tuple(_day(day) for day in week.days),
        minutes=tuple(minutes_on(day, plan, kb) for day in week.days),
        rows=tuple(rows),
        besides=tuple(f"{_title(item.intervention, kb)}: {when}" for item, when in besides if when),
    )


def minutes_on(day: dt.date, plan: Plan, kb: KnowledgeBase) -> int:
    """The minutes of exercise on one day."""
    done = (item for item in plan.proposal.items if item.intervention in kb.exercises)
    return round(sum(slot.minutes for item in done for slot in item.slots if slot.on == day))


def most_minutes(plan: Plan, kb: KnowledgeBase) -> int:
    """The minutes of exercise on the fullest day of the first week."""
    return max(minutes_on(day, plan, kb) for day in week_pattern(plan).days)


def _day(day: dt.date) -> str:
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    return names[day.weekday()]


def left_out(plan: Plan, kb: KnowledgeBase) -> list[dict[str, Any]]:
    """What is held back, why, and what would change it."""
    return [
        {
            "title": _title(one.intervention, kb),
            "says": one.says,
            "changes": ", ".join(kb.facts[fact].clinician for fact in one.missing if fact in kb.facts),
        }
        for one in plan.left_out
    ]
