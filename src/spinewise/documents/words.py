"""Doses, dates and times as a person reads them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from spinewise.knowledge.models import Dose
from spinewise.language import gettext as _
from spinewise.language import gettext_noop, ngettext, pgettext

DAILY = 7
ROLES = {"therapist": gettext_noop("therapist"), "supervisor": gettext_noop("supervisor")}


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
    if dose.every_hours:
        return Fact(_("every %(hours)s", hours=f"{dose.every_hours:g}"), _("hours while you are up"))
    if dose.times_a_day > 1:
        return Fact(_times(dose.times_a_day), _times_on(dose.days_a_week))
    if dose.days_a_week == DAILY:
        return Fact(pgettext("every / day", "every"), pgettext("every / day", "day"))
    return Fact(str(dose.days_a_week), _days_apart(dose) if dose.apart else _days_a_week(dose.days_a_week))


def _times(times: int) -> str:
    return _("twice") if times == 2 else ngettext("%(count)s time", "%(count)s times", times, count=times)


def _times_on(days: int) -> str:
    """What stands beneath `twice`: a day, on every day or on some."""
    if days == DAILY:
        return pgettext("twice / a day", "a day")
    return ngettext("a day, %(count)s day a week", "a day, %(count)s days a week", days, count=days)


def _days_a_week(days: int) -> str:
    return ngettext("day a week", "days a week", days)


def _days_apart(dose: Dose) -> str:
    return ngettext("day a week, resting a day between", "days a week, resting a day between", dose.days_a_week)


def minutes_words(minutes: float) -> str:
    """Minutes as people say them: whole, and at least one."""
    whole = max(1, round(minutes))
    return ngettext("%(count)s minute", "%(count)s minutes", whole, count=whole)


def role_words(role: str) -> str:
    """Who signed, as one names a profession."""
    return _(ROLES[role]) if role in ROLES else role


def joined(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return _("%(some)s and %(last)s", some=", ".join(words[:-1]), last=words[-1])


def _amount(dose: Dose) -> list[Fact]:
    if dose.minutes:
        return [Fact(f"{dose.minutes:g}", _minutes(dose))]
    sets = Fact(str(len(dose.sets)), ngettext("set", "sets", len(dose.sets)))
    if len(set(dose.sets)) == 1:
        return [sets, Fact(str(dose.sets[0]), _times_each(dose))]
    return [sets, Fact(", ".join(map(str, dose.sets)), _("times each side") if _is_each_side(dose) else _("times"))]


def _minutes(dose: Dose) -> str:
    if _is_each_side(dose):
        return ngettext("minute each side", "minutes each side", dose.minutes)
    return ngettext("minute", "minutes", dose.minutes)


def _times_each(dose: Dose) -> str:
    if _is_each_side(dose):
        return ngettext("time each side", "times each side", dose.sets[0])
    return ngettext("time each", "times each", dose.sets[0])


def _amount_line(dose: Dose) -> str:
    if dose.minutes:
        return f"{dose.minutes:g} {_minutes(dose)}"
    said = _sets_line(dose)
    return _("%(amount)s each side", amount=said) if _is_each_side(dose) else said


def _sets_line(dose: Dose) -> str:
    if len(set(dose.sets)) == 1:
        count, each = len(dose.sets), dose.sets[0]
        return ngettext("%(count)s set of %(each)s", "%(count)s sets of %(each)s", count, count=count, each=each)
    return _("sets of %(counts)s", counts=joined([str(count) for count in dose.sets]))


def _is_each_side(dose: Dose) -> bool:
    return dose.sides == "each"


def _hold(dose: Dose) -> Fact | None:
    return Fact(f"{dose.hold_s:g}", ngettext("second hold", "seconds hold", dose.hold_s)) if dose.hold_s else None
