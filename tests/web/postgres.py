"""A PostgreSQL of its own for a test run: made in a temporary folder, started, stopped and gone.

Its programs are found by `SPINEWISE_POSTGRES` (their folder), else on the path, else where Debian puts them.
PostgreSQL refuses to run as root; then the user `postgres` runs it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USER = "postgres"
DEBIAN = Path("/usr/lib/postgresql")
QUICK = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 "
    "-c autovacuum=off -c jit=off -c listen_addresses='' -c max_connections=60"
)


class Server:
    """One PostgreSQL, on a socket in its own folder."""

    def __init__(self, programs: Path, root: Path) -> None:
        self._root, self._control = root, [programs / "pg_ctl", "-D", root / "data", "-w", "-l", root / "log"]
        as_owner(programs / "initdb", "-D", root / "data", "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync")

    @property
    def url(self) -> str:
        """Its DATABASE_URL."""
        return f"postgresql://{USER}@/{USER}?host={self._root}"

    def start(self) -> None:
        """Begin, or begin again after it was killed."""
        as_owner(*self._control, "-o", f"{QUICK} -k {self._root}", "start")

    def kill(self) -> None:
        """End it at once, as a crash does: nothing is finished, nothing is tidied up."""
        if (self._root / "data" / "postmaster.pid").exists():
            as_owner(*self._control, "-m", "immediate", "stop")


def programs() -> Path | None:
    """The folder with `initdb` and `pg_ctl`, or None when there is no PostgreSQL here."""
    named = os.environ.get("SPINEWISE_POSTGRES")
    on_path = shutil.which("initdb")
    installed = sorted(DEBIAN.glob("*/bin"), key=lambda folder: float(folder.parent.name), reverse=True)
    places = [Path(named)] if named else [*([Path(on_path).parent] if on_path else []), *installed]
    return next((place for place in places if (place / "initdb").exists() and (place / "pg_ctl").exists()), None)


def as_owner(*words: str | Path) -> None:
    """Run one of PostgreSQL's programs, as a user that it accepts."""
    before = ["runuser", "-u", USER, "--"] if os.geteuid() == 0 else []
    done = subprocess.run([*before, *map(str, words)], capture_output=True, text=True, check=False, cwd="/")
    if done.returncode:
        raise RuntimeError(f"{' '.join(map(str, words))}\n{done.stdout}{done.stderr}")


@contextmanager
def running(folder_of_programs: Path) -> Iterator[Server]:
    """A server that is there for the block."""
    root = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(root, USER, USER)
        server = Server(folder_of_programs, root)
        server.start()
        try:
            yield server
        finally:
            server.kill()
    finally:
        shutil.rmtree(root, ignore_errors=True)


def is_required() -> bool:
    """Whether this machine promises to have PostgreSQL, so that its absence is a failure."""
    return "postgres" in os.environ.get("SPINEWISE_REQUIRE", "").split(",")
