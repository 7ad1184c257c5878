"""Who writes waits for a turn: on SQLite one process after the other, and nobody for ever."""

import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from django.db import connection, transaction

from spinewise_web.records.actions import turns
from spinewise_web.records.actions.turns import line_beside, turn_to_write

HOLDS = """
import fcntl, sys
line = open(sys.argv[1], "w")
fcntl.flock(line, fcntl.LOCK_EX | fcntl.LOCK_NB)
print("held", flush=True)
sys.stdin.readline()
"""
SOON_S, PATIENCE_S = 0.3, 20
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has lines of its own")


class Database(NamedTuple):
    """What is asked of a connection."""

    vendor: str
    settings_dict: dict[str, str]

    def is_in_memory_db(self):
        return self.settings_dict["NAME"] == ":memory:"


def test_the_line_is_beside_the_databases_file_where_it_has_one():
    assert line_beside(Database("sqlite", {"NAME": "/data/spinewise.sqlite3"})) == Path("/data/spinewise.sqlite3-line")
    assert line_beside(Database("sqlite", {"NAME": ":memory:"})) is None
    assert line_beside(Database("postgresql", {"NAME": "spinewise"})) is None


@pytest.fixture
def line(tmp_path, monkeypatch):
    """A line to stand in. The database keeps its name: opened under another, it would stay so for every later test."""
    path = tmp_path / "spinewise.sqlite3-line"
    monkeypatch.setattr(turns, "line_beside", lambda _: path)
    return path


@contextmanager
def holding(line):
    """Another process whose turn it is."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS, line], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout.readline() == "held\n"
        yield first


@pytest.fixture
def no_waiting(monkeypatch):
    """Whoever has to wait fails."""

    def wait(_):
        pytest.fail("somebody waits")

    monkeypatch.setattr(turns.time, "sleep", wait)


def written():
    """Somebody who takes a turn; the event is set when they have had it."""
    had = threading.Event()

    def write():
        with turn_to_write():
            had.set()

    threading.Thread(target=write, daemon=True).start()
    return had


@on_sqlite
def test_who_comes_second_waits_for_the_first_and_then_goes_on(line):
    with holding(line) as first:
        second = written()
        assert not second.wait(SOON_S)
        first.communicate("let go\n")
        assert second.wait(PATIENCE_S)


@on_sqlite
def test_a_turn_ends_with_its_block(line):
    with turn_to_write(), pytest.raises(AssertionError), holding(line):
        pytest.fail("two write at once")
    with holding(line) as next_one:
        next_one.communicate("let go\n")


@on_sqlite
def test_who_fell_over_holds_nobody_up(line, request):
    with holding(line) as first:
        first.kill()
    request.getfixturevalue("no_waiting")
    with turn_to_write():
        assert line.exists()


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_an_action_within_an_action_does_not_wait_for_itself(line, no_waiting):
    with turn_to_write(), transaction.atomic(), turn_to_write():
        assert connection.in_atomic_block


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_who_holds_the_database_already_does_not_wait_for_a_turn(line, request):
    with holding(line) as first:
        request.getfixturevalue("no_waiting")
        with transaction.atomic(), turn_to_write():
            assert first.poll() is None
        first.communicate("let go\n")


@on_sqlite
def test_nobody_waits_for_ever(line, monkeypatch):
    monkeypatch.setattr(turns, "LONGEST_S", 0.05)
    with holding(line) as first:
        with turn_to_write():
            assert first.poll() is None
        first.communicate("let go\n")


@on_sqlite
def test_what_is_done_after_an_action_and_within_its_turn_does_not_wait_for_itself(line, no_waiting):
    with turn_to_write(), turn_to_write():
        assert line.exists()


@on_sqlite
def test_where_no_file_can_be_kept_the_database_sees_to_the_order(line, monkeypatch):
    nowhere = line.parent / "no" / "such" / "folder"
    monkeypatch.setattr(turns, "line_beside", lambda _: nowhere)
    with turn_to_write():
        assert not nowhere.parent.exists()


@on_sqlite
def test_where_files_cannot_be_locked_the_database_sees_to_the_order(line, monkeypatch):
    def refuse(*_):
        raise OSError("no locks here")

    monkeypatch.setattr(turns.fcntl, "flock", refuse)
    with turn_to_write():
        assert line.exists()
