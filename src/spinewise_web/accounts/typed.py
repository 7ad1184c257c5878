"""What somebody typed before they were signed out waits in their session, under the page it belongs to."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, QueryDict

KEPT = "typed"
MOST_LETTERS = 20_000


def keep_typed(request: HttpRequest) -> None:
    """Put a form aside, under the page it belongs to."""
    typed = {name: request.POST.getlist(name) for name in request.POST if name != "csrfmiddlewaretoken"}
    if sum(len(word) for words in typed.values() for word in words) <= MOST_LETTERS:
        request.session[KEPT] = {"path": request.path, "typed": typed}


def take_typed(request: HttpRequest) -> QueryDict | None:
    """What was typed on this page before somebody was signed out; it is handed over once."""
    kept: dict[str, Any] = request.session.get(KEPT, {})
    if kept.get("path") != request.path:
        return None
    del request.session[KEPT]
    typed = QueryDict(mutable=True)
    for name, words in kept["typed"].items():
        typed.setlist(name, words)
    return typed


def has_typed(request: HttpRequest) -> str:
    """The page on which something typed still waits, if there is one."""
    return str(request.session.get(KEPT, {}).get("path", ""))
