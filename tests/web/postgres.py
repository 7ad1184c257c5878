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
QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses='' -c max_connections=60"


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
def running(folder_of_programs: Path) -> Iterator[str]:
    """A server that listens on a socket in its own folder; gives its DATABASE_URL."""
    root = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(root, USER, USER)
        data = root / "data"
        as_owner(folder_of_programs / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync")
        control = [folder_of_programs / "pg_ctl", "-D", data, "-w", "-l", root / "log"]
        as_owner(*control, "-o", f"{QUICK} -k {root}", "start")
        try:
            yield f"postgresql://{USER}@/{USER}?host={root}"
        finally:
            as_owner(*control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(root, ignore_errors=True)


def is_required() -> bool:
    """Whether this machine promises to have PostgreSQL, so that its absence is a failure."""
    return "postgres" in os.environ.get("SPINEWISE_REQUIRE", "").split(",")
