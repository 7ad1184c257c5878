"""An office in which it is the morning of the cast."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from web.cast import NOW


@pytest.fixture(autouse=True)
def morning(monkeypatch):
    """The screens read the clock where the cast set it."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def queries():
    """How many queries a page needs, once it is warm."""

    def count(client, address):
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
            return len(asked.captured_queries) or len(connection.queries_log)

    return count
