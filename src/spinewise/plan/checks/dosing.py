"""How much: inside the exercise's own file, inside what is cleared, and enough to mean something."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import zip_longest

from spinewise.knowledge.models import Dose, Dosing, Exercise, Limits
from spinewise.language import gettext as _
from spinewise.language import gettext_noop
from spinewise.plan.checks.case import Case, clash
from spinewise.plan.clear import Intervention
from spinewise.plan.types import Clash, Item
from spinewise.rules.facts import Role
from spinewise.rules.truth import YES

WORDS = {
    "sets": gettext_noop("sets"),
    "repetitions": gettext_noop("repetitions in a set"),
    "hold_s": gettext_noop("seconds of hold"),
    "minutes": gettext_noop("minutes"),
    "times_a_day": gettext_noop("times a day"),
    "days_a_week": gettext_noop("days a week"),
}


def amounts(dose: Dose) -> dict[str, float]:
    """The dose in the words of its limits."""
    return {
        "sets": len(dose.sets),
        "repetitions": max(dose.sets, default=0),
        "hold_s": dose.hold_s,
        "minutes": dose.minutes,
        "times_a_day": dose.times_a_day,
        "days_a_week": dose.days_a_week,
    }


def numbers_are_numbers(case: Case) -> Iterator[Clash]:
    """A dose of not-a-number passes every comparison that is written the wrong way round."""
    for item, _one in case.known_items:
        if not all(math.isfinite(amount) for amount in (*amounts(item.dose).values(), item.dose.every_hours)):
            yield clash(item, _("The dose is not a number. Correct it."), rule="dose_number")
        elif item.dose.every_hours < 0:
            yield clash(item, _("The hours between are below zero. Correct them."), rule="dose_number")


def same_kind_as_the_file(case: Case) -> Iterator[Clash]:
    """Repetitions stay repetitions, minutes minutes; both sides are not traded for each side."""
    for item, one in case.known_items:
        own = (one.dose.start, one.dose.limit)
        if not _is_comparable(item, one):
            says = _("It is dosed in repetitions.") if one.dose.limit.sets else _("It is dosed in minutes.")
            yield clash(item, says, rule="dose_kind")
        elif item.dose.sides not in {dose.sides for dose in own}:
            yield clash(
                item, _("It is done with '%(sides)s' sides. Correct the dose.", sides=own[0].sides), rule="dose_kind"
            )


def _is_comparable(item: Item, one: Intervention) -> bool:
    return bool(item.dose.sets) == bool(one.dose.limit.sets)


def _comparable_items(case: Case) -> Iterator[tuple[Item, Intervention]]:
    """Minutes are not measured against repetitions; that they were given is told by its own check."""
    return ((item, one) for item, one in case.known_items if _is_comparable(item, one))


def within_the_files_own_limit(case: Case) -> Iterator[Clash]:
    """Nobody does more of an exercise than its file says, set by set."""
    for item, one in _comparable_items(case):
        for name, amount in amounts(item.dose).items():
            most = _most(one.dose, name)
            if amount > most:
                yield clash(
                    item,
                    _(
                        "%(amount)s %(what)s: its own limit is %(most)s.",
                        amount=f"{amount:g}",
                        what=_(WORDS[name]),
                        most=f"{most:g}",
                    ),
                    rule="dose_own_limit",
                )
        if not _fits_set_by_set(item.dose, one.dose):
            yield clash(item, _("The sets together are more than its own limit."), rule="dose_own_limit")


def _most(own: Dosing, name: str) -> float:
    return max(amounts(own.start)[name], amounts(own.limit)[name])


def _fits_set_by_set(dose: Dose, own: Dosing) -> bool:
    """Largest set against largest set. Too many sets, or too large ones, are told by their own line."""
    limit = _descending(own.limit.sets)
    start = _descending(own.start.sets)
    most = [max(pair) for pair in zip_longest(limit, start, fillvalue=0)]
    if len(dose.sets) > len(most) or max(dose.sets, default=0) > max(most, default=0):
        return True
    return all(count <= bound for count, bound in zip(_descending(dose.sets), most, strict=False))


def _descending(sets: tuple[int, ...]) -> list[int]:
    return sorted(sets, reverse=True)


def within_what_is_cleared(case: Case) -> Iterator[Clash]:
    """A precaution's limit on the dose holds even where the precaution itself is set aside."""
    for item, one in _comparable_items(case):
        limit = case.cleared[item.intervention].dose.limit
        for name, amount in amounts(item.dose).items():
            bound = getattr(limit, name)
            if bound is not None and bound < amount <= _most(one.dose, name):
                yield clash(
                    item,
                    _(
                        "%(amount)s %(what)s: %(bound)s are cleared.",
                        amount=f"{amount:g}",
                        what=_(WORDS[name]),
                        bound=f"{bound:g}",
                    ),
                    rule="dose_cleared",
                )


def enough_to_mean_something(case: Case) -> Iterator[Clash]:
    """Less than the least dose is a duty without a benefit."""
    for item, one in _comparable_items(case):
        least: Limits = one.dose.least
        for name, amount in amounts(item.dose).items():
            floor = getattr(least, name)
            if floor is not None and amount < floor:
                yield clash(
                    item,
                    _(
                        "%(amount)s %(what)s: the least is %(floor)s.",
                        amount=f"{amount:g}",
                        what=_(WORDS[name]),
                        floor=f"{floor:g}",
                    ),
                    rule="dose_least",
                )


def days_of_rest_are_kept_in_the_dose(case: Case) -> Iterator[Clash]:
    """An exercise that needs a day of rest between two days keeps asking for it."""
    for item, one in case.known_items:
        if (one.dose.start.apart or one.dose.limit.apart) and not item.dose.apart:
            yield clash(item, _("It needs a day of rest between two days. Set `apart`."), rule="dose_apart")


def through_the_day_only_for_a_tested_preference(case: Case) -> Iterator[Clash]:
    """Every few hours is for the direction that a clinician found to ease the pain, not for trying out.

    A modality's comfort may be repeated where its own file gives the hours.
    """
    for item, one in case.known_items:
        if not item.dose.every_hours:
            continue
        shortest = _shortest_gap_h(one.dose)
        if shortest is None:
            yield clash(item, _("It is not for through the day. Give it times."), rule="through_the_day")
        elif item.dose.every_hours < shortest:
            yield clash(
                item, _("Not more often than every %(hours)s hours.", hours=f"{shortest:g}"), rule="through_the_day"
            )
        elif isinstance(one, Exercise) and not _tested_by_a_clinician(case, one):
            says = _("No clinician has tested this direction. Offer positions of ease.")
            yield clash(item, case.kb.tier(case.tier).notes.get("preference_untested", says), rule=_tier_rule(case))


def _shortest_gap_h(own: Dosing) -> float | None:
    return min((dose.every_hours for dose in (own.start, own.limit) if dose.every_hours), default=None)


def _tested_by_a_clinician(case: Case, one: Exercise) -> bool:
    """A subgroup it suits is certain, and at least one finding behind that is a clinician's."""
    suited = {name for suit in one.suits for name in suit.subgroup}
    found = (*case.triage.findings, *case.triage.labels)
    rulings = [one.ruling for one in found if one.subgroup in suited]
    facts = {reason.fact for ruling in rulings if ruling.truth is YES for reason in ruling.reasons}
    given = [case.answers.by_fact[fact] for fact in facts if fact in case.answers.by_fact]
    return any(answer.by is Role.CLINICIAN for answer in given)


def _tier_rule(case: Case) -> str:
    return f"tiers/{case.tier.value}"
