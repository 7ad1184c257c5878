"""Refusals look like every other page: somebody who is refused still finds the way back."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

Answering = Callable[[HttpRequest], HttpResponse]
PAGES = {405: "405.html", 413: "413.html"}
TOO_OFTEN, WAIT_S = 429, "60"


def designed_refusals(get_response: Answering) -> Answering:
    """Give refusals that come as bare text, or empty, a page; those that have one keep it."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == TOO_OFTEN:
            response.headers.setdefault("Retry-After", WAIT_S)
        page = PAGES.get(response.status_code)
        if page is None or response.streaming or _is_page(response):
            return response
        return _with_page(request, response, page)

    return answer


def _is_page(response: HttpResponse) -> bool:
    return bool(response.content) and "text/html" in response.get("Content-Type", "")


def _with_page(request: HttpRequest, response: HttpResponse, page: str) -> HttpResponse:
    designed = render(request, page, status=response.status_code)
    if "Allow" in response:
        designed["Allow"] = response["Allow"]
    return designed
