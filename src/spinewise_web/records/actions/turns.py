"""Whose turn it is to write. SQLite has one writer at a time and no line: who waits asks again, ever less often."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import connection

try:
    import fcntl
except ImportError:  # Windows: there SQLite's own way of waiting has to do
    fcntl = None  # type: ignore[assignment]


@contextmanager
def turn_to_write() -> Iterator[None]:
    """Stand in line with the other processes of this server until the block may write.

    Only the outermost action waits. Where nobody can stand in line (another database, one in memory, a disk on which
    no file can be locked) the block begins at once, and the database itself sees to the order.
    """
    line = None if connection.in_atomic_block else _line()
    try:
        yield
    finally:
        if line is not None:
            os.close(line)


def _line() -> int | None:
    """The locked file beside the database; closing it lets the next one go."""
    name = str(connection.settings_dict["NAME"])
    if fcntl is None or connection.vendor != "sqlite" or "memory" in name:
        return None
    with suppress(OSError):
        line = os.open(f"{name}-line", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(line, fcntl.LOCK_EX)
        except OSError:
            os.close(line)
            raise
        return line
    return None
