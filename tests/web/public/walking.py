"""People who walk through the public check by its forms alone: whatever a screen asks, they answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.test import Client

from spinewise.assess.interview import no_to
from spinewise.rules.facts import Kind
from spinewise_web.records.core import knowledge

FIRST = "/check/about_you/"
MOST_PAGES = 40


def form_for(screen: Any, told: Mapping[str, str]) -> dict[str, Any]:
    """What this person sends on this screen."""
    sent: dict[str, Any] = {}
    for one in screen.alone:
        sent |= _alone(one, told)
    ticked = [row.id for row in screen.listed if told.get(row.id, "false") not in ("false", _no(row.id))]
    if ticked:
        return sent | {"ticked": ticked} | {fact: told[fact] for fact in ticked}
    return sent | ({"none_of_these": "1"} if screen.listed else {})


def _no(fact: str) -> str:
    value = no_to(knowledge().facts[fact])
    return str(value).lower() if isinstance(value, bool) else str(value)


def _alone(one: Any, told: Mapping[str, str]) -> dict[str, str]:
    fact = knowledge().facts[one.id]
    if one.way == "places":
        return {}
    if one.way == "ago":
        number, unit, _ago = told.get(one.id, "9 days ago").split()
        return {one.id: number, f"{one.id}.unit": unit}
    if fact.kind is Kind.NUMBER:
        return {one.id: told.get(one.id, "0")}
    return {one.id: told.get(one.id, _no(one.id))}


def walk(client: Client, told: Mapping[str, str], *, start: str = FIRST) -> Any:
    """Answer every screen; the page at the end."""
    address = start
    for _ in range(MOST_PAGES):
        page = client.get(address)
        if page.status_code == 302:
            address = page.headers["Location"]
        elif "progress" not in page.context:
            return page
        else:
            answered = client.post(address, form_for(page.context["screen"], told))
            assert answered.status_code == 303, answered.context["screen"].errors
            address = answered.headers["Location"]
    raise AssertionError("the check does not end")


def until(client: Client, screen: str, told: Mapping[str, str]) -> Any:
    """Answer every screen before this one; the page of this one."""
    address = FIRST
    for _ in range(MOST_PAGES):
        page = client.get(address)
        if page.status_code == 302:
            address = page.headers["Location"]
        elif page.context["screen"].id == screen:
            return page
        else:
            address = client.post(address, form_for(page.context["screen"], told)).headers["Location"]
    raise AssertionError(f"{screen} does not come")
