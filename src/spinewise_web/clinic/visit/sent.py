"""What was sent about a visit, as the records take it; and a kept visit as the form that would have sent it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import msgspec
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spinewise_web.records.core import knowledge
from spinewise_web.records.given import Given, given_of, settings_of
from spinewise_web.records.models import VisitSession

MOST_LETTERS = 400
RESPONSES = {"better": gettext_lazy("better"), "same": gettext_lazy("the same"), "worse": gettext_lazy("worse")}
HOW = {
    "taught": gettext_lazy("taught"),
    "checked": gettext_lazy("checked"),
    "too_hard": gettext_lazy("too hard"),
}


def field_name(intervention: str, field: str) -> str:
    """The name of a field of one row."""
    return f"{intervention.replace('/', '-')}.{field}"


class Entered(msgspec.Struct, frozen=True, kw_only=True):
    """What was ticked, as the records take it, and what of it cannot be read."""

    given: tuple[dict[str, Any], ...]
    errors: dict[str, str]


def entered_from(post: QueryDict) -> Entered:
    """Every ticked row."""
    errors: dict[str, str] = {}
    already = [name for name in post.getlist("added") if post.get(field_name(name, "already"))]
    ticked = dict.fromkeys((*post.getlist("give"), *already))
    names = [name for name in ticked if name in knowledge().interventions]
    given = [_given(name, post, errors) for name in names]
    return Entered(given=tuple(given), errors=errors)


def _given(name: str, post: QueryDict, errors: dict[str, str]) -> dict[str, Any]:
    def typed(field: str) -> str:
        return post.get(field_name(name, field), "").strip()[: MOST_LETTERS + 1]

    def whole(field: str) -> int | None:
        if (number := whole_from(typed(field))) is None and typed(field):
            errors[field_name(name, field)] = _("Enter a whole number")
        return number

    sets = [whole_from(one) for one in typed("sets").replace(",", " ").split()]
    if None in sets:
        errors[field_name(name, "sets")] = _("Give the repetitions of each set, such as 10, 10")
    settings = {each.name: typed(f"set{place}") for place, each in enumerate(settings_of(name))}
    return {
        "intervention": name,
        "minutes": whole("minutes") or 0,
        "settings": {key: value for key, value in settings.items() if value},
        "sets": [one for one in sets if one is not None],
        "how": typed("how") if typed("how") in HOW else "",
        "where": typed("where"),
        "during": typed("during"),
        "response": typed("response") if typed("response") in RESPONSES else "",
        "before": whole("before"),
        "after": whole("after"),
        "checked": bool(typed("checked")),
        "because": typed("because"),
        "already": bool(typed("already")),
    }


def whole_from(text: str) -> int | None:
    """A whole number as it was typed; nothing where it is none, or longer than any that is asked for."""
    typed = text.strip()
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 4 else None


def day_from(text: str) -> dt.date | None:
    """A day as it was typed; nothing where it is none."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def as_sent(visit: VisitSession) -> QueryDict:
    """A kept visit as the form that would have sent it: what a correction begins with."""
    filled = QueryDict(mutable=True)
    whole = {
        "on": visit.on.isoformat(),
        "minutes": visit.minutes,
        "pain_before": visit.pain_before,
        "pain_after": visit.pain_after,
        "response": visit.response,
        "note": visit.note,
        "next": visit.next,
        "corrects": visit.pk,
    }
    for name, value in whole.items():
        filled[name] = "" if value is None else str(value)
    for one in given_of(visit):
        filled.appendlist("give", one.intervention)
        filled.appendlist("added", one.intervention)
        for field, value in _as_typed(one):
            filled[field_name(one.intervention, field)] = value
    return filled


def _as_typed(one: Given) -> Iterator[tuple[str, str]]:
    yield from (("minutes", str(one.minutes or "")), ("sets", ", ".join(map(str, one.sets))), ("how", one.how))
    yield from (("where", one.where), ("during", one.during), ("response", one.response), ("because", one.because))
    yield from ((field, "" if (said := getattr(one, field)) is None else str(said)) for field in ("before", "after"))
    yield from ((field, "1" if getattr(one, field) else "") for field in ("checked", "already"))
    for place, each in enumerate(settings_of(one.intervention)):
        yield f"set{place}", one.settings.get(each.name, "")
