"""Whose turn it is to write. SQLite has one writer at a time: who waits asks again, ever less often."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from django.db import connection

try:
    import fcntl
except ImportError:  # Windows: there SQLite's own way of waiting has to do
    fcntl = None  # type: ignore[assignment]

PAUSE_S, LONGEST_S = 0.0005, 5.0
_HAS_TURN: ContextVar[bool] = ContextVar("has_turn", default=False)


@contextmanager
def turn_to_write() -> Iterator[None]:
    """Wait, with the other processes of this server, until the block may write.

    Only the outermost action waits, and nobody for ever. Who has waited long enough, and who cannot wait so (another
    database, one in memory, a disk on which no file can be locked), begins; the database itself sees to the order then.
    """
    is_within = connection.in_atomic_block or _HAS_TURN.get()
    line, before = None if is_within else _line(), _HAS_TURN.set(True)
    try:
        yield
    finally:
        _HAS_TURN.reset(before)
        if line is not None:
            os.close(line)


def _line() -> int | None:
    """The locked file; closing it lets the next one go."""
    path = line_beside(connection)
    if fcntl is None or path is None:
        return None
    with suppress(OSError):
        line = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        if _is_next(line):
            return line
        os.close(line)
    return None


def line_beside(database: Any) -> Path | None:
    """Where those who write to a database stand in line: beside its file, where it has one."""
    if database.vendor != "sqlite" or database.is_in_memory_db():
        return None
    return Path(f"{database.settings_dict['NAME']}-line")


def _is_next(line: int) -> bool:
    """Whether the turn came in time; asking costs next to nothing, so it is done often."""
    until = time.monotonic() + LONGEST_S
    while time.monotonic() < until:
        try:
            fcntl.flock(line, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(PAUSE_S)
        except OSError:
            return False
        else:
            return True
    return False
