"""The forms of a page, read as a browser reads them: what they would send, and where to."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

LINE = "A line of words"


class Form:
    """One form: its fields as they stand, the choices it offers, the buttons that send it."""

    def __init__(self, page: str, attributes: dict[str, str]) -> None:
        self.page = page
        self.action = attributes.get("action") or page
        self.method = attributes.get("method", "get").lower()
        self.kept: dict[str, list[str]] = {}
        self.kinds: dict[str, str] = {}
        self.choices: dict[str, list[str]] = {}
        self.buttons: list[tuple[str, str]] = []

    @property
    def address(self) -> str:
        """Where it is sent, without what belongs to the browser."""
        return self.action.partition("#")[0]

    @property
    def typed(self) -> list[str]:
        """The fields in which somebody writes."""
        return [name for name, kind in self.kinds.items() if kind in ("text", "textarea", "search")]

    @property
    def long(self) -> list[str]:
        """The fields for many words."""
        return [name for name, kind in self.kinds.items() if kind == "textarea"]

    @property
    def hidden(self) -> list[str]:
        """The fields that somebody does not see."""
        return [name for name, kind in self.kinds.items() if kind == "hidden" and name != "csrfmiddlewaretoken"]

    def filled(self, *, button: tuple[str, str] | None = None, **instead: Any) -> dict[str, Any]:
        """What a careful person sends: what stands there, a line where there is room for one, the first choice."""
        sent: dict[str, Any] = {name: list(values) for name, values in self.kept.items() if values}
        for name, kind in self.kinds.items():
            if kind in ("radio", "select") and not sent.get(name):
                sent[name] = self.choices[name][:1]
            if kind in ("textarea", "text", "number") and not sent.get(name):
                sent[name] = [LINE if kind == "textarea" else "3"]
        if button and button[0]:
            sent[button[0]] = [button[1]]
        return sent | {name: value if isinstance(value, list) else [value] for name, value in instead.items()}

    def ways(self) -> Iterator[dict[str, Any]]:
        """What each of its buttons sends."""
        for button in self.buttons or [("", "")]:
            yield self.filled(button=button)


class Reader(HTMLParser):
    """Collects the forms of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.forms, self.form = page, [], None
        self.select, self.area = "", ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = Form(self.page, told)
            self.forms.append(self.form)
        elif self.form is not None and "disabled" not in told:
            self._field(self.form, tag, told)

    def _field(self, form: Form, tag: str, told: dict[str, str]) -> None:
        name = told.get("name", "")
        if tag == "button" and told.get("type", "submit") == "submit":
            form.buttons.append((name, told.get("value", "")))
        elif tag == "option" and self.select:
            self._option(form, told)
        elif name and tag == "select":
            self.select = name
            form.kinds[name], form.choices[name] = "select", []
        elif name and tag == "textarea":
            self.area = name
            form.kinds[name] = "textarea"
        elif name and tag == "input":
            self._input(form, name, told)

    def _option(self, form: Form, told: dict[str, str]) -> None:
        if told.get("value"):
            form.choices[self.select].append(told["value"])
        if "selected" in told:
            form.kept[self.select] = [told.get("value", "")]

    def _input(self, form: Form, name: str, told: dict[str, str]) -> None:
        kind, value = told.get("type", "text"), told.get("value", "")
        form.kinds[name] = kind
        if kind in ("radio", "checkbox"):
            form.choices.setdefault(name, []).extend([value] if value else [])
            if "checked" in told:
                form.kept.setdefault(name, []).append(value)
        elif value or kind == "hidden":
            form.kept.setdefault(name, []).append(value)

    def handle_data(self, data: str) -> None:
        if self.area and self.form is not None and data.strip():
            self.form.kept[self.area] = [data.strip()]

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""
        if tag == "textarea":
            self.area = ""
        if tag == "form":
            self.form = None


def forms_of(page: str, body: str) -> list[Form]:
    """The forms of one page that change something."""
    reader = Reader(page)
    reader.feed(body)
    return [form for form in reader.forms if form.method == "post"]
