"""One thing given at a visit: how long, how it was set, where, how it was answered, and what its limits rest on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec
from django.utils.translation import gettext as _

from spinewise.knowledge.models import Modality, Parameter
from spinewise_web.records.core import knowledge
from spinewise_web.records.models import VisitSession

RESPONSES = ("better", "same", "worse")
WORST, MOST_LETTERS, MOST_MINUTES, MOST_SETS, MOST_TIMES = 10, 400, 480, 12, 200


class Given(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One thing that was given: how long, how it was set, where, how the person answered it.

    `already` says that it was given before this was written down, here or elsewhere: a fact, allowed or not.
    `checked` says that what the file tells to check first was checked, `because` why it is given where care is asked.
    """

    intervention: str
    minutes: int = 0
    settings: dict[str, str] = {}
    how: Literal["", "taught", "checked", "too_hard"] = ""
    sets: tuple[int, ...] = ()
    where: str = ""
    during: str = ""
    response: Literal["", "better", "same", "worse"] = ""
    before: int | None = None
    after: int | None = None
    checked: bool = False
    because: str = ""
    already: bool = False


def given_of(visit: VisitSession) -> tuple[Given, ...]:
    """What a kept visit says was given."""
    return msgspec.convert(visit.given, tuple[Given, ...])


# -- how it is set


def settings_of(name: str) -> tuple[Parameter, ...]:
    """The settings that are recorded each time: a number within bounds, or one of several."""
    one = knowledge().modalities.get(name)
    recorded = one.parameters if one else ()
    return tuple(each for each in recorded if each.one_of not in ((), RESPONSES) or each.is_number)


def reminders_of(name: str) -> tuple[Parameter, ...]:
    """The settings that are always the same: how to do it."""
    one = knowledge().modalities.get(name)
    return tuple(each for each in one.parameters if not each.one_of and not each.is_number) if one else ()


def rests_on(name: str) -> str:
    """What its limits rest on, in the words of the first evidence row."""
    kb = knowledge()
    row = next((kb.evidence[row] for row in kb.interventions[name].evidence if row in kb.evidence), None)
    return row.statement if row else ""


# -- what is wrong with it


def unsaid(one: Given) -> Iterator[tuple[str, str]]:
    """What has to be told about it and is not: which field, and what to do."""
    work = knowledge().interventions[one.intervention]
    for place, each in enumerate(settings_of(one.intervention)):
        value = one.settings.get(each.name, "")
        if each.is_number and number_of(value) is None:
            yield (
                f"set{place}",
                _("%(name)s: enter a number, %(setting)s") % {"name": each.name, "setting": each.setting},
            )
        elif not each.is_number and value not in each.one_of:
            yield f"set{place}", _("Choose: %(name)s") % {"name": each.name}
    if isinstance(work, Modality) and work.check_first and not one.checked:
        yield "checked", _("Check these first, and mark that you did")
    if isinstance(work, Modality) and not one.minutes:
        yield "minutes", _("Enter the minutes")


def beyond_limits(one: Given) -> Iterator[Parameter]:
    """The settings whose number lies outside what the file holds it to."""
    for each in settings_of(one.intervention):
        value = number_of(one.settings.get(each.name, ""))
        if each.is_number and value is not None and not each.holds(value):
            yield each


def out_of_range(one: Given) -> Iterator[tuple[str, str]]:
    """What nothing can be: which field, and what to do."""
    if not 0 <= one.minutes <= MOST_MINUTES:
        yield "minutes", _("Enter whole minutes, at most %(most)s") % {"most": MOST_MINUTES}
    for field in ("before", "after"):
        if not 0 <= (getattr(one, field) or 0) <= WORST:
            yield field, _("Enter a number from 0 to 10")
    if len(one.sets) > MOST_SETS or not all(1 <= count <= MOST_TIMES for count in one.sets):
        yield "sets", _("Give the repetitions of each set, such as 10, 10")
    if max(map(len, (one.where, one.during, one.because, *one.settings.values()))) > MOST_LETTERS:
        yield "where", _("Shorten this: %(most)s letters fit") % {"most": MOST_LETTERS}


def number_of(text: str) -> float | None:
    """A number as it was typed."""
    try:
        return float(text.replace(",", ".")) if text.isascii() else None
    except ValueError:
        return None
