"""A server of its own for a test: two processes of the real one, on the database in which the test has set things up.

SQLite: a file, written from what the test has in memory. PostgreSQL: the database of the tests, in which the test
commits, or another one that is named.
"""

from __future__ import annotations

import http.client
import os
import re
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import uuid
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from web.cast import in_one_day

SOURCE = Path(__file__).resolve().parents[2] / "src"
TESTS = Path(__file__).resolve().parents[1]
PATIENCE_S = 90
NOT_SERVED = ("DATABASE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE", "DJANGO_SETTINGS_MODULE")
ON_POSTGRESQL = connection.vendor == "postgresql"
ALWAYS = {
    "Host": "localhost", "Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin",
}  # fmt: skip
SERVER = ("-m", "granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "1", "--no-access-log")
SERVED = "spinewise_web.config.wsgi:application"
BOUNDED = """
import os, resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
os.execv(sys.executable, [sys.executable, *sys.argv[2:]])
"""
FAULTS = """
import django; django.setup()
from spinewise_web.records.verify import audit_faults
print(list(audit_faults()))
"""


@pytest.fixture(autouse=True)
def morning():
    """A process of its own reads the machine's clock, and so does the test."""
    in_one_day()


class Answer(NamedTuple):
    """What a server said."""

    status: int
    headers: dict[str, str]
    page: str


class Place:
    """A data folder and a database, and the programs that run on them."""

    def __init__(self, folder, *, url=""):
        self.folder = folder
        self.url = url or (url_of_tests() if ON_POSTGRESQL else "")
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in NOT_SERVED},
            **({"DATABASE_URL": self.url} if self.url else {}),
            "SPINEWISE_DATA": str(folder),
            "SPINEWISE_SECRET_KEY": settings.SECRET_KEY,
            "DJANGO_SETTINGS_MODULE": "web.settings",
            "PYTHONPATH": os.pathsep.join([str(SOURCE), str(TESTS)]),
        }

    @property
    def database(self):
        """SQLite's file."""
        return self.folder / "spinewise.sqlite3"

    def takes_over(self):
        """What the test has in memory, as a file; PostgreSQL has it already."""
        if not self.url:
            self.database.write_bytes(connection.connection.serialize())

    def runs(self, program, *words, check=True):
        command = [sys.executable, "-c", program, *words]
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False, timeout=PATIENCE_S
        )
        assert not check or done.returncode == 0, done.stderr
        return done

    @contextmanager
    def serves(self, *, most_bytes=resource.RLIM_INFINITY):
        """A server with two processes, in a group of its own; gives its port and its process."""
        with own_port() as port:
            command = [sys.executable, "-c", BOUNDED, str(most_bytes), *SERVER, "--port", str(port), SERVED]
            with (self.folder / "server.log").open("ab") as said:
                begun = {"env": self.environment, "stdout": said, "stderr": said, "start_new_session": True}
                running = subprocess.Popen(command, **begun)
            try:
                self._waits_for(port, running)
                yield port, running
            finally:
                kill_all(running)

    def _waits_for(self, port, running):
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until and running.poll() is None:
            with suppress(OSError):
                if Browser(port).asks("GET", "/health").status == 200:
                    return
            time.sleep(0.2)
        raise AssertionError((self.folder / "server.log").read_text()[-3000:])

    def reads(self, query):
        """Rows of the database as it is now, past Django."""
        opened = psycopg.connect(self.url) if self.url else sqlite3.connect(self.database)
        with closing(opened) as kept:
            return kept.execute(query).fetchall()

    def keys_kept(self):
        return [uuid.UUID(str(key)) for (key,) in self.reads("select key from records_daylog")]

    def is_sound(self):
        """The file is whole, and every record is what the chain says."""
        if not self.url:
            assert self.reads("pragma integrity_check") == [("ok",)]
        assert self.runs(FAULTS).stdout.strip().endswith("[]")


@contextmanager
def own_port():
    """A port that nobody else on this machine is given while a server has it: it is held, and not listened at."""
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


def url_of_tests():
    """Where this test's own rows are."""
    said = connection.settings_dict
    return f"postgresql://{said['USER']}@/{said['NAME']}?host={said['HOST']}"


def kill_all(running):
    """The server and its processes, at once: only those of its own group."""
    with suppress(ProcessLookupError):
        os.killpg(running.pid, signal.SIGKILL)
    running.wait(timeout=PATIENCE_S)


class Browser:
    """Somebody's browser, which keeps its cookies."""

    def __init__(self, port, *, session=""):
        self.port, self.cookies = port, {"sessionid": session} if session else {}

    def asks(self, method, address, body=None):
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            line.request(method, address, body, {"Cookie": cookies, **ALWAYS})
            answered = line.getresponse()
            headers = {name.lower(): value for name, value in answered.getheaders()}
            if found := re.match(r"csrftoken=(\w+)", headers.get("set-cookie", "")):
                self.cookies["csrftoken"] = found[1]
            return Answer(answered.status, headers, answered.read().decode())
        finally:
            line.close()

    def sends(self, address, **said):
        """A form, with the token that came with an earlier page."""
        said["csrfmiddlewaretoken"] = self.cookies["csrftoken"]
        return self.asks("POST", address, urlencode(said, doseq=True))


def children(parent):
    """A server and its processes."""
    found = [int(one.name) for one in Path("/proc").iterdir() if one.name.isdecimal() and parent_of(one) == parent]
    return [parent, *found]


def parent_of(process):
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0
