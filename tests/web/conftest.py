"""Starts the web application for its tests; without `DATABASE_URL` they run on SQLite in memory.

Tests that commit for real (browsers, several connections) are emptied afterwards; for that, and nowhere in the
application, the triggers that keep rows from being deleted are lifted.
"""

import datetime as dt
import os
import time

import django
import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web.settings")
django.setup()


@pytest.fixture(autouse=True)
def morning(monkeypatch):
    """It is the morning of the cast, on whatever day the tests run; time goes on, and the day does not end."""
    from django.utils import timezone

    from web.cast import NOW

    began_s = time.monotonic()
    monkeypatch.setattr(timezone, "now", lambda: NOW + dt.timedelta(seconds=time.monotonic() - began_s))


@pytest.fixture
def cast(request):
    """Everybody, in a database that is rolled back, or emptied when the test commits."""
    marker = request.node.get_closest_marker("django_db")
    commits = marker is not None and marker.kwargs.get("transaction")
    request.getfixturevalue("transactional_db" if commits else "db")
    from web.cast import Cast
    from web.remembered import forget_people, remember

    forget_people()
    return remember("cast", Cast)


@pytest.fixture(autouse=True, scope="session")
def emptied_tables():
    """Let a test that committed be cleaned up after."""
    from django.core.cache import cache
    from django.db import connection
    from django.test import TransactionTestCase

    from spinewise_web.audit.models import ENTRIES_ARE_KEPT
    from spinewise_web.audit.triggers import lifted
    from spinewise_web.records.models import GUARDS

    emptied = TransactionTestCase._fixture_teardown

    def lift_and_empty(test):
        with lifted(connection, [ENTRIES_ARE_KEPT, *GUARDS]):
            emptied(test)
        cache.clear()  # its table belongs to no model, so nobody else empties it

    TransactionTestCase._fixture_teardown = lift_and_empty
    yield
    TransactionTestCase._fixture_teardown = emptied
