"""A person's page as it was made last, kept in the memory of the server until anything about them changes.

Who asks, whose page it is and whether the plan is locked is found out anew each time, before this is asked. What is
kept goes by the last entry about the person in the chain of the audit: nothing about anybody is written without one,
so a page that was made before a log, an answer, a signature or a lock is never shown after it.
"""

from __future__ import annotations

import re
import uuid
from collections import OrderedDict
from collections.abc import Callable, Hashable
from itertools import chain, zip_longest
from threading import Lock
from typing import Any

from django.contrib.messages import get_messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.translation import get_language

from spinewise_web.accounts.typed import has_typed
from spinewise_web.audit.chain import LAST_ABOUT
from spinewise_web.design.look import look_of
from spinewise_web.portal.patient.pages import Here
from spinewise_web.records.core import knowledge

MOST_PAGES = 1000  # a page has 30 to 80 kB
OWN_TO_A_REQUEST = re.compile(rb'name="(csrfmiddlewaretoken|key)" value="([\w-]+)')

Pieces = list[bytes]


class Pages:
    """The pages that were asked for last."""

    def __init__(self, most: int) -> None:
        self._most, self._kept, self._one_at_a_time = most, OrderedDict[Hashable, Pieces](), Lock()

    def get(self, key: Hashable) -> Pieces | None:
        with self._one_at_a_time:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def keep(self, key: Hashable, pieces: Pieces) -> None:
        with self._one_at_a_time:
            self._kept[key] = pieces
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)


PAGES = Pages(MOST_PAGES)


def kept_until_changed(here: Here, make: Callable[[], HttpResponse]) -> HttpResponse:
    """The page, made anew only when something about the person has changed, or the hour."""
    if has_typed(here.request) or len(get_messages(here.request)):
        return make()
    key = key_of(here)
    pieces = PAGES.get(key)
    if pieces is not None:
        return HttpResponse(filled(pieces, here.request))
    response = make()
    if response.status_code == 200:
        PAGES.keep(key, pieces_of(response.content))
    return response


def key_of(here: Here) -> Hashable:
    """Everything that this page is made from."""
    last = LAST_ABOUT.first(person=here.person.pk)
    hour = here.now.astimezone(here.person.tzinfo).hour
    therapist = here.person.therapist.name if here.person.therapist else ""
    rows = (here.person, here.person.clinic, *([here.episode] if here.episode else []))
    said = [therapist, *chain.from_iterable(map(values_of, rows))]
    look = (look_of(here.request), get_language(), here.request.get_full_path())
    return (here.user.pk, last, here.today, hour, repr(said), look, knowledge().digest)


def values_of(row: Model) -> list[Any]:
    """Every field of a row."""
    return [getattr(row, field.attname) for field in row._meta.concrete_fields]  # noqa: SLF001  # Django's public name


def pieces_of(body: bytes) -> Pieces:
    """What stands between the tokens of the forms, which belong to one request each."""
    found = list(OWN_TO_A_REQUEST.finditer(body))
    starts = [0, *(one.end(2) for one in found)]
    ends = [*(one.start(2) for one in found), len(body)]
    texts = [body[start:end] for start, end in zip(starts, ends, strict=True)]
    kinds = [KEY if one[1] == b"key" else TOKEN for one in found]
    return [piece for piece in chain.from_iterable(zip_longest(texts, kinds)) if piece is not None]


TOKEN, KEY = b"\0token", b"\0key"


def filled(pieces: Pieces, request: HttpRequest) -> bytes:
    """The page with tokens of its own."""
    token = get_token(request).encode()
    return b"".join(
        token if piece is TOKEN else str(uuid.uuid4()).encode() if piece is KEY else piece for piece in pieces
    )
