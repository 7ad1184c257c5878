"""From what was chosen and placed to the items of a plan, each with its reasons."""

from __future__ import annotations

import datetime as dt
import math

from spinewise.knowledge.models import KnowledgeBase
from spinewise.plan.candidates import Candidate, Person, matches, through_the_day_for
from spinewise.plan.choose import Choice
from spinewise.plan.daytime import HOUR, minute_of
from spinewise.plan.dose import start_dose
from spinewise.plan.reasons import reasons_for
from spinewise.plan.schedule import Timetable, in_order
from spinewise.plan.setting import Setting
from spinewise.plan.types import Cleared, Item, Slot, Why
from spinewise.plan.wording import date_words, say

THROUGH_THE_DAY = "through_the_day"


def items_of(setting: Setting, choice: Choice, placed: Timetable) -> tuple[Item, ...]:
    """Exercises first, then comfort, then what is done little and often."""
    timed = [
        _timed(pick.candidate, setting, placed.slots[pick.candidate.intervention])
        for pick in in_order(choice.picks)
        if pick.candidate.intervention in placed.slots
    ]
    often = [_comfort(one, setting) for one in setting.comfort if one.dose.every_hours]
    directed = [_directed(one, setting) for one in through_the_day_for(setting.cleared, setting.who)]
    return (*timed, *often, *directed)


def _timed(one: Candidate, setting: Setting, slots: tuple[Slot, ...]) -> Item:
    if one.adjunct:
        return _comfort(one, setting, slots)
    return Item(intervention=one.intervention, dose=one.dose, slots=slots, reasons=one.reasons)


def _comfort(one: Candidate, setting: Setting, slots: tuple[Slot, ...] = ()) -> Item:
    until = setting.ends[one.intervention]
    evidence = setting.who.kb.modalities[one.intervention].evidence
    why = Why(says=say(setting.who.kb, "why_comfort", until=date_words(until)), evidence=evidence)
    anchors = anchors_for(one.dose.every_hours, setting.who.kb) if one.dose.every_hours else ()
    return Item(
        intervention=one.intervention,
        dose=one.dose,
        slots=slots,
        anchors=anchors,
        until=until,
        reasons=(why, *one.reasons),
    )


def _directed(one: Cleared, setting: Setting) -> Item:
    who, dose = setting.who, start_dose(one)
    evidence = who.kb.exercises[one.intervention].evidence
    why = Why(says=say(who.kb, "why_through_the_day"), evidence=evidence)
    return Item(
        intervention=one.intervention,
        dose=dose,
        anchors=anchors_for(dose.every_hours, who.kb),
        until=tested_again_on(setting.who.wishes.starts_on, who.kb),
        reasons=(why, *reasons_for(one, who)),
    )


def tested_again_on(starts_on: dt.date, kb: KnowledgeBase) -> dt.date | None:
    """A direction that eases is tested again soon, because it may change."""
    days = kb.programme.review_after_days.get(THROUGH_THE_DAY)
    return None if days is None else starts_on + dt.timedelta(days=days)


def anchors_for(every_hours: float, kb: KnowledgeBase) -> tuple[str, ...]:
    """Moments of the day to tie it to: as many as fit into the waking hours, spread over the list."""
    anchors = kb.programme.anchors
    waking_hours = (minute_of(kb.programme.day_ends) - minute_of(kb.programme.day_starts)) / HOUR
    wanted = min(math.floor(waking_hours / every_hours), len(anchors))
    return tuple(anchors[place * len(anchors) // wanted] for place in range(wanted))


def lessons_for(who: Person) -> tuple[str, ...]:
    """What the bundles teach; without a bundle, whatever suits the person."""
    named = [id_ for bundle in who.bundles for id_ in bundle.lessons]
    suited = [
        id_
        for id_, lesson in sorted(who.kb.lessons.items())
        if lesson.by_default and any(matches(suit, who.triage) for suit in lesson.suits)
    ]
    return tuple(dict.fromkeys(named or suited))
