"""The clinic's own customs: its name and numbers, when it is open, what it has, how people come to it."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import Any

import msgspec
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spinewise_web.accounts.models import DAYS, Clinic
from spinewise_web.clinic.forms import DeskForm, text
from spinewise_web.design.answers import UNREADABLE
from spinewise_web.office.pages import Office, office_page
from spinewise_web.records.actions.people import change_clinic
from spinewise_web.records.core import knowledge

EQUIPMENT = "equipment"
WEEKDAYS = tuple(
    gettext_lazy(name) for name in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
)
DIRECT, WITH_LETTER = "direct", "letter"
DIALLED = r"^\+?[ ()./-]*\d[ ()./-]*\d[\d ()./-]*$"
TIME = gettext_lazy("Enter a time such as 08:00")


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """One day of the week, as it stands in the form."""

    key: str
    name: str
    opens: str
    closes: str
    says: str = ""


def _time(label: Any) -> forms.TimeField:
    errors = {"required": TIME, "invalid": TIME}
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, error_messages=errors)


def _number(label: Any, *, least: int, most: int, hint: Any) -> forms.IntegerField:
    wrong = gettext_lazy("Enter a whole number in this range")
    errors = dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong)
    attrs = {"inputmode": "numeric"}
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        help_text=hint,
        widget=forms.NumberInput(attrs=attrs),
        error_messages=errors,
    )


def _phone(label: Any, **words: Any) -> forms.CharField:
    """A number that a telephone can dial: people press it in an emergency."""
    field = text(label, most=40, kind="tel", **words)
    field.validators.append(RegexValidator(DIALLED, gettext_lazy("Enter a telephone number, such as 112")))
    return field


class CustomsForm(DeskForm):
    """Everything of a clinic that an administrator may change, but for its hours."""

    name = text(gettext_lazy("Name"), most=120, required=gettext_lazy("Enter the clinic’s name"))
    zone = text(gettext_lazy("Time zone"), most=60, required=gettext_lazy("Enter a time zone such as Europe/London"))
    phone = _phone(gettext_lazy("Your phone"))
    emergency_phone = _phone(gettext_lazy("Emergency"), required=gettext_lazy("Enter the number for emergencies"))
    urgent_phone = _phone(gettext_lazy("Urgent, out of hours"), hint=gettext_lazy("A doctor on call, such as 111."))
    crisis_phone = _phone(gettext_lazy("In a crisis"), hint=gettext_lazy("For somebody who thinks of dying."))
    access = forms.ChoiceField(
        choices=[(DIRECT, DIRECT), (WITH_LETTER, WITH_LETTER)],
        error_messages={"required": gettext_lazy("Choose how people come to you")},
    )
    equipment = forms.MultipleChoiceField(required=False)
    quiet_from = _time(gettext_lazy("No reminders from"))
    quiet_until = _time(gettext_lazy("until"))
    silence_days = _number(
        gettext_lazy("Days without a log until you hear of it"), least=1, most=60, hint=gettext_lazy("1 to 60.")
    )
    escalate_after_minutes = _number(
        gettext_lazy("Minutes until an alert goes to a supervisor"), least=5, most=1440, hint=gettext_lazy("5 to 1440.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["equipment"].choices = things()  # type: ignore[attr-defined]

    def clean_zone(self) -> str:
        """A zone that the zone database knows."""
        zone: str = self.cleaned_data["zone"]
        if zone not in zoneinfo.available_timezones():
            raise ValidationError(_("Enter a time zone such as Europe/London"))
        return zone


def things() -> list[tuple[str, str]]:
    """What a clinic may have to exercise with: what the knowledge knows of."""
    fact = knowledge().facts.get(EQUIPMENT)
    return [(option.id, option.person) for option in fact.options] if fact else []


@office_page("GET", "HEAD", "POST")
def customs(office: Office) -> HttpResponse:
    """One form for all of it."""
    if office.request.method != "POST":
        return _shown(office, CustomsForm(initial=initial_of(office.clinic)), week_of(office.clinic.opening_hours))
    form, week = CustomsForm(office.request.POST), week_from(office.request.POST)
    if not form.is_valid() or any(one.says for one in week) or not _kept(office, form, week):
        return _shown(office, form, week, status=UNREADABLE)
    return office.go("customs", said=_("Saved."))


def _shown(office: Office, form: CustomsForm, week: list[Opening], *, status: int = 200) -> HttpResponse:
    wrong = [{"at": f"{one.key}_opens", "says": one.says} for one in week if one.says]
    shown = {
        "at": "customs",
        "form": form,
        "week": week,
        "errors": [*form.errors_listed, *wrong],
        "has": form["equipment"].value() or [],
        "things": things(),
        "access": form["access"].value(),
        "zones": sorted(zoneinfo.available_timezones()),
    }
    return office.page("customs", shown, status=status)


def _kept(office: Office, form: CustomsForm, week: list[Opening]) -> bool:
    fields = dict(form.cleaned_data)
    fields |= {"direct_access": fields.pop("access") == DIRECT, "opening_hours": hours_of(week)}
    try:
        change_clinic(clinic=office.clinic, by=office.user, now=office.now, **fields)
    except ValidationError as problem:
        form.add_error("name", " ".join(problem.messages))
        return False
    return True


def initial_of(clinic: Clinic) -> dict[str, Any]:
    """The clinic as it is."""
    named = [name for name in CustomsForm.base_fields if name != "access"]
    return {name: getattr(clinic, name) for name in named} | {"access": DIRECT if clinic.direct_access else WITH_LETTER}


# -- the week


def week_of(hours: dict[str, Any]) -> list[Opening]:
    """The opening hours as they are kept."""
    spans = [hours.get(key) or ["", ""] for key in DAYS]
    return [
        Opening(key=key, name=str(name), opens=span[0], closes=span[1])
        for key, name, span in zip(DAYS, WEEKDAYS, spans, strict=True)
    ]


def week_from(post: QueryDict) -> list[Opening]:
    """The opening hours as they were sent, with what to do about those that cannot be."""
    return [
        _sent_day(key, str(name), post.get(f"{key}_opens", ""), post.get(f"{key}_closes", ""))
        for key, name in zip(DAYS, WEEKDAYS, strict=True)
    ]


def _sent_day(key: str, name: str, opens: str, closes: str) -> Opening:
    said = ""
    if (opens or closes) and not _is_span(opens, closes):
        said = _("%(day)s: enter two times, the earlier first, or leave both empty") % {"day": name}
    return Opening(key=key, name=name, opens=opens, closes=closes, says=said)


def _is_span(opens: str, closes: str) -> bool:
    try:
        first, last = dt.time.fromisoformat(opens), dt.time.fromisoformat(closes)
    except ValueError:
        return False
    return first < last and len(opens) == len(closes) == len("08:00")


def hours_of(week: list[Opening]) -> dict[str, list[str]]:
    """What is kept: open days only."""
    return {one.key: [one.opens, one.closes] for one in week if one.opens}
