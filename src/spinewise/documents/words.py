"""Doses, dates and times as a person reads them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec

from spinewise.knowledge.models import Dose

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


DAILY = 7


class Fact(msgspec.Struct, frozen=True):
    """One number that matters, and what it counts: `8 | times each`."""

    number: str
    counts: str


def dose_facts(dose: Dose) -> tuple[Fact, ...]:
    """How much, as up to four facts that can be read at arm's length."""
    facts = [*_amount(dose), _hold(dose), how_often(dose)]
    return tuple(fact for fact in facts if fact is not None)


def dose_line(dose: Dose) -> str:
    """The same in one line: `2 sets of 8, 5 seconds hold, every day`."""
    facts = [fact for fact in (_hold(dose), how_often(dose)) if fact is not None]
    return ", ".join([_amount_line(dose), *(f"{fact.number} {fact.counts}" for fact in facts)])


def how_often(dose: Dose) -> Fact:
    """On how many days, how many times a day, or every how many hours."""
    days = f"{dose.days_a_week} {plural('day', dose.days_a_week)} a week"
    if dose.every_hours:
        return Fact(f"every {dose.every_hours:g}", "hours while you are up")
    if dose.times_a_day > 1:
        times = "twice" if dose.times_a_day == 2 else f"{dose.times_a_day} times"
        return Fact(times, "a day" if dose.days_a_week == DAILY else f"a day, {days}")
    if dose.days_a_week == DAILY:
        return Fact("every", "day")
    number, _, counts = days.partition(" ")
    return Fact(number, counts + (", resting a day between" if dose.apart else ""))


def minutes_words(minutes: float) -> str:
    """Minutes as people say them: whole, and at least one."""
    whole = max(1, round(minutes))
    return f"{whole} {plural('minute', whole)}"


def date_words(day: dt.date) -> str:
    """`Monday 23 November`, the same on every machine."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def long_date_words(day: dt.date) -> str:
    """`Monday 23 November 2026`."""
    return f"{date_words(day)} {day.year}"


def time_words(at: dt.time) -> str:
    """`07:30`."""
    return at.strftime("%H:%M")


def plural(word: str, count: float) -> str:
    """`1 day`, `2 days`."""
    return word if count == 1 else word + "s"


def joined(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + " and " + words[-1]


def _amount(dose: Dose) -> list[Fact]:
    if dose.minutes:
        return [Fact(f"{dose.minutes:g}", plural("minute", dose.minutes) + _side(dose))]
    counts = set(dose.sets)
    sets = Fact(str(len(dose.sets)), plural("set", len(dose.sets)))
    if len(counts) == 1:
        return [sets, Fact(str(dose.sets[0]), plural("time", dose.sets[0]) + (_side(dose) or " each"))]
    return [sets, Fact(", ".join(map(str, dose.sets)), "times" + _side(dose))]


def _amount_line(dose: Dose) -> str:
    if dose.minutes:
        return f"{dose.minutes:g} {plural('minute', dose.minutes)}{_side(dose)}"
    if len(set(dose.sets)) == 1:
        return f"{len(dose.sets)} {plural('set', len(dose.sets))} of {dose.sets[0]}{_side(dose)}"
    return f"sets of {joined([str(count) for count in dose.sets])}{_side(dose)}"


def _side(dose: Dose) -> str:
    return " each side" if dose.sides == "each" else ""


def _hold(dose: Dose) -> Fact | None:
    return Fact(f"{dose.hold_s:g}", plural("second", dose.hold_s) + " hold") if dose.hold_s else None
