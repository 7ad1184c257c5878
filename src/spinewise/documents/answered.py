"""An answer in words: to the person as they gave it, to a clinician as one reads it."""

from __future__ import annotations

import datetime as dt

from spinewise.dates import plain_date
from spinewise.knowledge.models.body import Voice
from spinewise.language import gettext as _
from spinewise.language import gettext_noop
from spinewise.rules.facts import Answer, Fact, Kind

STATES: dict[Voice, dict[str, str]] = {
    "patient": {
        "not_sure": gettext_noop("I’m not sure"),
        "cannot_know": gettext_noop("cannot be known"),
        "declined": gettext_noop("I’d rather not say"),
    },
    "clinician": {
        "not_sure": gettext_noop("not sure"),
        "cannot_know": gettext_noop("cannot be known"),
        "declined": gettext_noop("did not say"),
    },
}


def answer_words(answer: Answer, fact: Fact, *, voice: Voice) -> str:
    """What was answered, whatever kind of answer it is."""
    if answer.state is not None:
        return _(STATES[voice][answer.state.value])
    if isinstance(answer.value, bool):
        return _yes_or_no(answer.value, voice)
    if fact.kind is Kind.DATE:
        return plain_date(dt.date.fromisoformat(str(answer.value)))
    values = answer.value if isinstance(answer.value, tuple) else (answer.value,)
    said = ", ".join(_value_words(value, fact, voice) for value in values)
    return f"{said} {fact.unit}".strip() if fact.kind is Kind.NUMBER else said


def _yes_or_no(is_so: bool, voice: Voice) -> str:
    if voice == "patient":
        return _("Yes") if is_so else _("No")
    return _("yes") if is_so else _("no")


def _value_words(value: object, fact: Fact, voice: Voice) -> str:
    option = fact.option(value) if isinstance(value, str) else None
    if option is not None:
        return option.person if voice == "patient" else option.clinician
    return f"{value:g}" if isinstance(value, float) else str(value)
