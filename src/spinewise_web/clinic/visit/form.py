"""The form of a visit: a row for each thing that is planned or added, filled so that most visits are ticks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec
from django.http import QueryDict
from django.utils.translation import gettext as _

from spinewise.documents.words import dose_line
from spinewise.knowledge.ladders import Level
from spinewise.knowledge.models import Exercise, Parameter
from spinewise.plan.types import Item
from spinewise_web.clinic.visit.consents import NAMES
from spinewise_web.clinic.visit.sent import HOW, RESPONSES, field_name
from spinewise_web.records.allowed import cares, most_minutes, unagreed, why_not
from spinewise_web.records.core import knowledge
from spinewise_web.records.courses import course_problem, course_words
from spinewise_web.records.given import Given, reminders_of, rests_on, settings_of
from spinewise_web.records.giving import Giving


class Choice(msgspec.Struct, frozen=True):
    """One way to answer."""

    value: str
    says: str
    on: bool


class SettingField(msgspec.Struct, frozen=True, kw_only=True):
    """One setting to record: a number within bounds, or one of several."""

    at: str
    label: str
    hint: str
    value: str
    choices: tuple[Choice, ...]
    error: str


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """A consent that is missing: what for, what was said about it last, and whether they say yes now."""

    about: str
    says: str
    last: Any
    on: bool
    error: str


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that may be given: what stands in its fields, and what speaks against it."""

    id: str
    at: str
    title: str
    planned: str
    course: str
    is_exercise: bool
    to_be_taught: bool
    given: bool
    already: bool
    against: tuple[str, ...]
    cares: tuple[str, ...]
    asks: tuple[Ask, ...]
    minutes_hint: str
    settings: tuple[SettingField, ...]
    reminders: tuple[Parameter, ...]
    check_first: tuple[str, ...]
    plainly: str
    where_hint: str
    rests_on: str
    how: tuple[Choice, ...]
    responses: tuple[Choice, ...]
    values: Mapping[str, str]
    errors: Mapping[str, str]


def rows_of(
    names: Iterable[str], typed: QueryDict, giving: Giving, last: Mapping[str, Given], errors: Mapping[str, str]
) -> tuple[Row, ...]:
    """The rows, with what was typed, or else as it was last time, or else as the files begin."""
    return tuple(_row(name, typed, giving, last.get(name), errors) for name in names)


def _row(name: str, typed: QueryDict, giving: Giving, last: Given | None, errors: Mapping[str, str]) -> Row:
    kb, at = knowledge(), name.replace("/", "-")
    work, item, modality = kb.interventions[name], giving.planned.get(name), kb.modalities.get(name)
    values = {
        field: typed.get(field_name(name, field), word) for field, word in _begins(name, item, last, giving).items()
    }
    told = {field.removeprefix(f"{at}."): says for field, says in errors.items() if field.startswith(f"{at}.")}
    most = most_minutes(name, giving)
    against = tuple(says for says in (*why_not(name, giving), course_problem(name, giving)) if says)
    return Row(
        id=name,
        at=at,
        title=work.title.clinician,
        planned=dose_line(item.dose) if item else "",
        course=course_words(name, giving),
        is_exercise=modality is None,
        to_be_taught=_to_be_taught(name, giving),
        given=not against and name in (*typed.getlist("give"), *typed.getlist("add")),
        already=bool(typed.get(field_name(name, "already"))),
        against=against,
        cares=cares(name, giving),
        asks=() if against else tuple(_asks(name, typed, giving, told)),
        minutes_hint=_("at most %(most)s") % {"most": f"{most:g}"} if most and modality else "",
        settings=tuple(_setting(name, place, each, values, told) for place, each in enumerate(settings_of(name))),
        reminders=reminders_of(name),
        check_first=modality.check_first if modality else (),
        plainly=modality.say_plainly.clinician if modality else "",
        where_hint=modality.where_on_body if modality else "",
        rests_on=rests_on(name) if modality else "",
        how=_choices(HOW, values["how"]) if modality is None else (),
        responses=_choices(RESPONSES, values["response"]),
        values=values,
        errors=told,
    )


def _begins(name: str, item: Item | None, last: Given | None, giving: Giving) -> dict[str, str]:
    """What stands in the fields before anything is typed."""
    work = knowledge().interventions[name]
    dose = item.dose if item else work.dose.start
    begins = {
        "minutes": f"{last.minutes if last and last.minutes else round(dose.minutes) or ''}",
        "sets": ", ".join(map(str, (last.sets if last else ()) or dose.sets)),
        "where": last.where if last else "",
        "how": ("taught" if _to_be_taught(name, giving) else "checked") if isinstance(work, Exercise) else "",
        "during": "",
        "response": "",
        "before": "",
        "after": "",
        "checked": "",
        "because": "",
    }
    for place, each in enumerate(settings_of(name)):
        begins[f"set{place}"] = last.settings.get(each.name, "") if last else _first(each)
    return begins


def _first(each: Parameter) -> str:
    """Where a setting begins: at its least, or at the only choice there is."""
    if each.is_number:
        return f"{each.least or each.most:g}"
    return each.one_of[0] if len(each.one_of) == 1 else ""


def _to_be_taught(name: str, giving: Giving) -> bool:
    work = knowledge().exercises.get(name)
    return work is not None and work.teach_first and name not in giving.days


def _asks(name: str, typed: QueryDict, giving: Giving, told: Mapping[str, str]) -> Iterator[Ask]:
    for about in unagreed(name, giving):
        yield Ask(
            about=about.value,
            says=str(NAMES[about]),
            last=giving.consents.get(about),
            on=about.value in typed.getlist("consent"),
            error=told.get(f"consent-{about.value}", ""),
        )


def _setting(
    name: str, place: int, each: Parameter, values: Mapping[str, str], told: Mapping[str, str]
) -> SettingField:
    value = values[f"set{place}"]
    return SettingField(
        at=field_name(name, f"set{place}"),
        label=each.name,
        hint=each.setting if each.is_number else "",
        value=value,
        choices=tuple(Choice(one, one, one == value) for one in each.one_of),
        error=told.get(f"set{place}", ""),
    )


def _choices(words: Mapping[str, Any], value: str) -> tuple[Choice, ...]:
    return tuple(Choice(one, str(says), one == value) for one, says in words.items())


# -- what may be added


def shown_names(typed: QueryDict, giving: Giving) -> tuple[str, ...]:
    """What has a row: the plan's items, given in the clinic or to be taught first of all; then what was added."""
    kb, planned = knowledge(), {} if giving.is_locked else giving.planned
    order = sorted(planned, key=lambda name: (not planned[name].in_clinic, not _to_be_taught(name, giving)))
    added = [name for name in (*typed.getlist("added"), *typed.getlist("add")) if name in kb.interventions]
    return tuple(dict.fromkeys((*order, *added)))


def library_of(shown: Iterable[str], giving: Giving) -> dict[str, tuple[Choice, ...]]:
    """What else there is: what may be given to this person, and what is held; that says why when it is chosen."""
    kb, taken = knowledge(), set(shown)
    free = [name for name in kb.interventions if name not in taken]
    go = {name for name in free if giving.case.cleared[name].level is Level.GO}
    return {
        _("Given by you"): _options(name for name in free if name in go and name in kb.modalities),
        _("Exercises"): _options(name for name in free if name in go and name in kb.exercises),
        _("Held for this person"): _options(name for name in free if name not in go),
    }


def _options(names: Iterable[str]) -> tuple[Choice, ...]:
    made = [Choice(name, knowledge().interventions[name].title.clinician, on=False) for name in names]
    return tuple(sorted(made, key=lambda one: one.says.lower()))
