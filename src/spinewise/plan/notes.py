"""What a person should know about a plan that is not quite as they wished."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from spinewise.plan.candidates import Person
from spinewise.plan.choose import Choice
from spinewise.plan.dose import refused_presets
from spinewise.plan.minutes import minutes_for
from spinewise.plan.schedule import Timetable
from spinewise.plan.setting import Setting, exercises_a_day
from spinewise.plan.types import Why
from spinewise.plan.wording import date_words, listed, minutes_words, part_words, say


def notes_on(setting: Setting, choice: Choice, placed: Timetable) -> Iterable[Why]:
    """Nothing is left out silently: dates, items and wishes that did not fit are named."""
    kb, least = setting.who.kb, exercises_a_day(setting.who.kb, setting.who.triage).least
    for sentence, dates in (("note_skipped", placed.skipped), ("note_shortened", placed.shortened)):
        if dates:
            yield Why(says=say(kb, sentence, dates=listed(date_words(on) for on in dates)))
    yield from _unplaced(setting, choice, placed)
    if len(setting.exercises) < least:
        yield Why(says=say(kb, "note_fewer", least=str(least)))
    if _is_elsewhere(placed, setting.who):
        part = part_words(setting.who.wishes.part_of_day, kb)
        yield Why(says=say(kb, "note_part_of_day", part=part))
    yield from refused_presets(setting.cleared, setting.who.presets, kb)


def _unplaced(setting: Setting, choice: Choice, placed: Timetable) -> Iterable[Why]:
    """What was chosen but never finds a free stretch long enough."""
    kb = setting.who.kb
    for pick in choice.picks:
        one = pick.candidate
        if one.intervention not in placed.slots:
            name = kb.interventions[one.intervention].title.patient
            minutes = minutes_words(minutes_for(one.dose, kb.programme.pace))
            yield Why(says=say(kb, "note_no_room", name=name, minutes=minutes))


def _is_elsewhere(placed: Timetable, who: Person) -> bool:
    """Whether a person who named a part of the day gets a day without anything in it."""
    window = who.kb.programme.part_of_day.get(who.wishes.part_of_day)
    if window is None:
        return False
    opens, closes = (dt.time.fromisoformat(at) for at in window)
    slots = [slot for times in placed.slots.values() for slot in times]
    inside = {slot.on for slot in slots if opens <= slot.at < closes}
    return any(slot.on not in inside for slot in slots)
