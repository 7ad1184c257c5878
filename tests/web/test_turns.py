"""Who writes waits for a turn: on SQLite one process after the other, and nobody for ever."""

import subprocess
import sys
import threading
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from spinewise_web.records.actions import turns
from spinewise_web.records.actions.turns import turn_to_write

HOLDS = """
import fcntl, sys
line = open(sys.argv[1], "w")
fcntl.flock(line, fcntl.LOCK_EX | fcntl.LOCK_NB)
print("held", flush=True)
sys.stdin.readline()
"""
SOON_S, PATIENCE_S = 0.3, 20
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has lines of its own")


@pytest.fixture
def database(tmp_path, monkeypatch):
    """A database in a file, as far as standing in line goes."""
    file = tmp_path / "spinewise.sqlite3"
    monkeypatch.setitem(connection.settings_dict, "NAME", str(file))
    return file


@contextmanager
def holding(database):
    """Another process whose turn it is."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS, f"{database}-line"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout.readline() == "held\n"
        yield first


@pytest.fixture
def no_waiting(monkeypatch):
    """Whoever has to wait fails."""

    def wait(_):
        pytest.fail("somebody waits")

    monkeypatch.setattr(turns.time, "sleep", wait)


def written(settings):
    """Somebody who takes a turn; the event is set when they have had it."""
    had = threading.Event()

    def write():
        connection.settings_dict.update(settings)
        with turn_to_write():
            had.set()

    threading.Thread(target=write, daemon=True).start()
    return had


@on_sqlite
def test_who_comes_second_waits_for_the_first_and_then_goes_on(database):
    with holding(database) as first:
        second = written({"NAME": str(database)})
        assert not second.wait(SOON_S)
        first.communicate("let go\n")
        assert second.wait(PATIENCE_S)


@on_sqlite
def test_a_turn_ends_with_its_block(database):
    with turn_to_write(), pytest.raises(AssertionError), holding(database):
        pytest.fail("two write at once")
    with holding(database) as next_one:
        next_one.communicate("let go\n")


@on_sqlite
def test_who_fell_over_holds_nobody_up(database, request):
    with holding(database) as first:
        first.kill()
    request.getfixturevalue("no_waiting")
    with turn_to_write():
        assert database.with_name(f"{database.name}-line").exists()


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_an_action_within_an_action_does_not_wait_for_itself(database, no_waiting):
    with turn_to_write(), transaction.atomic(), turn_to_write():
        assert connection.in_atomic_block


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_who_holds_the_database_already_does_not_wait_for_a_turn(database, request):
    with holding(database) as first:
        request.getfixturevalue("no_waiting")
        with transaction.atomic(), turn_to_write():
            assert first.poll() is None
        first.communicate("let go\n")


@on_sqlite
def test_nobody_waits_for_ever(database, monkeypatch):
    monkeypatch.setattr(turns, "LONGEST_S", 0.05)
    with holding(database) as first:
        with turn_to_write():
            assert first.poll() is None
        first.communicate("let go\n")


@on_sqlite
def test_what_is_done_after_an_action_and_within_its_turn_does_not_wait_for_itself(database, no_waiting):
    with turn_to_write(), turn_to_write():
        assert database.with_name(f"{database.name}-line").exists()


@on_sqlite
def test_where_no_file_can_be_kept_the_database_sees_to_the_order(database, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "NAME", str(database.parent / "no" / "such" / "folder"))
    with turn_to_write():
        assert not (database.parent / "no").exists()


@on_sqlite
def test_where_files_cannot_be_locked_the_database_sees_to_the_order(database, monkeypatch):
    def refuse(*_):
        raise OSError("no locks here")

    monkeypatch.setattr(turns.fcntl, "flock", refuse)
    with turn_to_write():
        assert database.with_name(f"{database.name}-line").exists()
