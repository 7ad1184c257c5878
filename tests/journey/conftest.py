"""A server on this machine for the journeys."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web.settings")
# The browser's own loop runs in the thread of the tests; the database is asked between its steps, never within.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
django.setup()
GIVEN_UP = ("htmx:afterRequest", "htmx:sendAbort")


def is_trouble(said: Any) -> bool:
    """Whether a console complains; htmx tells of a preview that is given up when something else is pressed."""
    return said.type == "error" and not said.text.startswith(GIVEN_UP)


@pytest.fixture(autouse=True)
def whole_day() -> None:
    """The browser has a clock of its own, so the server's is the machine's too."""
    from web.cast import in_one_day

    in_one_day()


class Server(ThreadingMixIn, WSGIServer):
    """Answers several requests at once, as a browser sends them."""

    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where the application answers."""
    from django.core.wsgi import get_wsgi_application

    with make_server("127.0.0.1", 0, get_wsgi_application(), Server, Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
