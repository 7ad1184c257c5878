"""Forms of the desk: labels, hints and errors as the house shows them. An error says what to do."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

EARLIEST_BIRTHDAY = dt.date(1900, 1, 1)
TOO_LONG = gettext_lazy("Shorten this: %(limit_value)s letters fit")
CHOOSE = gettext_lazy("Choose one of the list")


class DayInput(forms.DateInput):
    """A day as browsers ask for it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DeskForm(forms.Form):
    """A form whose fields can stand in a page one after another, and whose errors lead to their fields."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields:
            self._dress(name)

    def _dress(self, name: str) -> None:
        field = self.fields[name]
        if isinstance(field.widget, forms.CheckboxInput | forms.CheckboxSelectMultiple):
            return
        field.widget.attrs.setdefault("class", "input")
        if isinstance(field.widget, forms.TextInput | forms.Textarea) and not isinstance(field.widget, DayInput):
            field.widget.attrs.setdefault("dir", "auto")

    @property
    def errors_listed(self) -> list[dict[str, str]]:
        """What has to be looked at again, for the summary on top."""
        return [
            {"at": self[name].auto_id or name, "says": str(says)}
            for name, several in self.errors.items()
            if name in self.fields
            for says in several
        ]


def text(
    label: Any, *, most: int, required: Any = "", hint: Any = "", rows: int = 0, kind: str = "", fills: str = ""
) -> forms.CharField:
    """A line of text, or a box of `rows` lines; `required` says what to enter when it is empty."""
    attrs = {"autocomplete": fills or "off"}
    widget: forms.Widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(attrs=attrs)
    if kind:
        widget.input_type = kind  # type: ignore[attr-defined]  # every one-line widget has one
    errors = {"required": required, "max_length": TOO_LONG}
    return forms.CharField(
        label=label, max_length=most, required=bool(required), help_text=hint, widget=widget, error_messages=errors
    )


def mail(label: Any, *, required: bool = False, hint: Any = "") -> forms.EmailField:
    """An e-mail address."""
    errors = {
        "required": gettext_lazy("Enter an e-mail address"),
        "invalid": gettext_lazy("Enter an e-mail address such as name@example.org"),
        "max_length": TOO_LONG,
    }
    widget = forms.EmailInput(attrs={"autocomplete": "off"})
    return forms.EmailField(
        label=label, required=required, help_text=hint, widget=widget, error_messages=errors, max_length=254
    )


def day(label: Any, *, required: Any = "", hint: Any = "") -> forms.DateField:
    """A day of the calendar."""
    errors = {"required": required, "invalid": gettext_lazy("Enter a day such as 2026-03-31")}
    return forms.DateField(
        label=label, required=bool(required), help_text=hint, widget=DayInput(), error_messages=errors
    )


def check_birthday(born_on: dt.date | None, *, today: dt.date) -> dt.date | None:
    """The birthday, when somebody alive can have it.

    Raises:
        ValidationError: it lies ahead, or too far back.
    """
    if born_on is not None and not EARLIEST_BIRTHDAY <= born_on <= today:
        raise forms.ValidationError(_("Enter the day they were born on"))
    return born_on
