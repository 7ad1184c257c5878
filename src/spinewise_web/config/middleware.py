"""What holds for every request: bodies are bounded, nothing is loaded from elsewhere, nobody else keeps a page."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

Answering = Callable[[HttpRequest], HttpResponse]
TOO_LARGE = 413
NUL = "\0"
MAY = "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"


def bounded_bodies(get_response: Answering) -> Answering:
    """Refuse a body that is too large before a byte of it is read."""

    def answer(request: HttpRequest) -> HttpResponse:
        said = request.META.get("CONTENT_LENGTH") or "0"
        if not said.isdigit() or int(said) > settings.MOST_BODY_BYTES:
            return HttpResponse(_("This is too large to send here."), status=TOO_LARGE, content_type="text/plain")
        return get_response(request)

    return answer


def readable_words(get_response: Answering) -> Answering:
    """Refuse what holds a NUL: nobody types one, and not every database can keep it.

    Raises:
        BadRequest: the address or the form holds one.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        said = (*request.GET.lists(), *request.POST.lists())
        if NUL in request.path or any(NUL in text for name, words in said for text in (name, *words)):
            raise BadRequest("A NUL cannot be kept.")
        return get_response(request)

    return answer


def asked_of_the_browser(get_response: Answering) -> Answering:
    """What pages may load: nothing from elsewhere. And what they may ask of a device: the camera, for a movement."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", settings.CONTENT_SECURITY_POLICY)
        response["Permissions-Policy"] = MAY
        return response

    return answer


def private_pages(get_response: Answering) -> Answering:
    """Nothing that a signed-in person sees stays in a cache: a plan that is locked must not be shown from one.

    A view that sets its own rule (an asset made for one person) keeps it.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store, private"
        return response

    return answer
