"""A form that is sent twice, by a double press or on a bad line, is kept once, and both presses lead to one page."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from spinewise_web.design.answers import SEE_OTHER, SeeOther

Answering = Callable[[HttpRequest], HttpResponse]
TOKEN = "csrfmiddlewaretoken"  # noqa: S105  # the name of a field
OWN_KEY = "key"
REMEMBERED_S, HELD_S = 600, 20
WAITED_S, PAUSE_S = 5.0, 0.05
HELD = ""


def sent_once(get_response: Answering) -> Answering:
    """Answer a form that was kept a moment ago as it was answered then.

    Every page carries a token of its own, so the same token with the same words is the same form of the same page.
    What could not be kept may be sent again. What a script sends is not held back, because its page stays; nor are
    files, which are too large to compare, nor forms with a key of their own, which the database keeps once.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        name = name_of(request)
        if not name:
            return get_response(request)
        if led := _led_before(name):
            return SeeOther(led)
        response = None
        try:
            response = get_response(request)
        finally:
            _remember(name, response)
        return response

    return answer


def name_of(request: HttpRequest) -> str:
    """The digest of who sends which words from which page; empty for what is no such form."""
    by_script = "HX-Request" in request.headers
    if request.method != "POST" or by_script or not request.user.is_authenticated or not request.POST.get(TOKEN):
        return ""
    if request.FILES or OWN_KEY in request.POST:
        return ""
    said = repr((str(request.user.pk), request.get_full_path(), sorted(request.POST.lists())))
    return "once:" + salted_hmac("spinewise.once", said, algorithm="sha256").hexdigest()


def _led_before(name: str) -> str | None:
    """Where the same form led, waiting for the first press while it is at work; nothing when this is the first."""
    until = time.monotonic() + WAITED_S
    while not cache.add(name, HELD, HELD_S):
        led: str | None = cache.get(name)
        if led != HELD or time.monotonic() > until:  # nothing is there: the first was refused, or nothing can be noted
            return led
        time.sleep(PAUSE_S)
    return None


def _remember(name: str, response: HttpResponse | None) -> None:
    if response is not None and response.status_code == SEE_OTHER:
        cache.set(name, response.headers["Location"], REMEMBERED_S)
    else:
        cache.delete(name)
