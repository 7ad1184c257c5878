"""The server is killed, the disk fills up, the worker dies half-way: what was acknowledged is there, once, and true."""

import http.client
import os
import re
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import uuid
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from web.cast import signed_in

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="what becomes of a file"),
]
SOURCE = Path(__file__).resolve().parents[2] / "src"
TESTS = Path(__file__).resolve().parents[1]
PATIENCE_S = 90
NOT_SERVED = ("DATABASE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE", "DJANGO_SETTINGS_MODULE")
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
REMIND = """
import os, signal, sys, time
import django; django.setup()
from django.utils import timezone
from spinewise_web.records import rounds
from spinewise_web.records.actions.contact import set_reminder
from spinewise_web.records.models import Person, ReminderSent
person = Person.objects.get(pk=sys.argv[1])
now = timezone.now().replace(hour=12, minute=0)
rounds.has_something_to_do = lambda *_: True
if sys.argv[2] == "killed":
    set_reminder(person=person, at=now.astimezone(person.tzinfo).time(), times=1, by=person.user, now=now)
    sends = rounds._send
    def dies(*said, **more):
        if sys.argv[3] == "after":
            sends(*said, **more)
        os.kill(os.getpid(), signal.SIGKILL)
    rounds._send = dies
rounds.remind(now=now)
rounds.remind(now=now)
print(ReminderSent.objects.count())
"""


class Place:
    """A data folder of its own, with a clinic in it, and the programs that run on it."""

    def __init__(self, folder, cast):
        self.folder, self.person = folder, str(cast.patient.pk)
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in NOT_SERVED},
            "SPINEWISE_DATA": str(folder),
            "SPINEWISE_SECRET_KEY": settings.SECRET_KEY,
            "DJANGO_SETTINGS_MODULE": "web.settings",
            "PYTHONPATH": os.pathsep.join([str(SOURCE), str(TESTS)]),
        }
        cast.signed_plan(now=timezone.now())
        self.session = signed_in(cast.patient_user).cookies["sessionid"].value
        self.database.write_bytes(connection.connection.serialize())  # what this test has in memory, as a file

    @property
    def database(self):
        return self.folder / "spinewise.sqlite3"

    def runs(self, program, *words, check=True):
        command = [sys.executable, "-c", program, *words]
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=check, timeout=PATIENCE_S
        )

    @contextmanager
    def serves(self, *, most_bytes=resource.RLIM_INFINITY):
        """A server with two processes, in a group of its own; gives its port and its process."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        command = [sys.executable, "-c", BOUNDED, str(most_bytes), *SERVER, "--port", str(port), SERVED]
        with (self.folder / "server.log").open("ab") as said:
            running = subprocess.Popen(command, env=self.environment, stdout=said, stderr=said, start_new_session=True)
        try:
            self.waits_for(port)
            yield port, running
        finally:
            kill_all(running)

    def waits_for(self, port):
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            try:
                if self.asks(port, "GET", "/health")[0] == 200:
                    return
            except OSError:
                time.sleep(0.2)
        raise AssertionError((self.folder / "server.log").read_text()[-3000:])

    def asks(self, port, method, address, body=None, *, token=""):
        """One request of the patient's browser: status, headers, page."""
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
        cookies = f"sessionid={self.session}" + (f"; csrftoken={token}" if token else "")
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded", "Host": "localhost"}
        try:
            line.request(method, address, body, headers)
            answered = line.getresponse()
            return (
                answered.status,
                {name.lower(): value for name, value in answered.getheaders()},
                answered.read().decode(),
            )
        finally:
            line.close()

    def sends(self, port, token, key, note):
        """A log with a key of its own."""
        body = urlencode({"csrfmiddlewaretoken": token, "back": "3", "new": "no", "key": key, "note": note})
        return self.asks(port, "POST", f"/p/{self.person}/log/", body, token=token)

    def is_kept_soon(self, port, token, key, note):
        """Whether a log is kept once there is room; what was counted on the full disk is let go in ten seconds."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            if self.sends(port, token, key, note)[0] == 303:
                return True
            time.sleep(1)
        return False

    def token(self, port):
        """The token of a form, as the browser gets it with a page."""
        status, headers, _page = self.asks(port, "GET", f"/p/{self.person}/log/")
        assert status == 200
        return re.search(r"csrftoken=(\w+)", headers["set-cookie"])[1]

    def keys_kept(self):
        with sqlite3.connect(self.database) as kept:
            return [uuid.UUID(key) for (key,) in kept.execute("select key from records_daylog")]

    def is_sound(self):
        """The file is whole, and every record is what the chain says."""
        with sqlite3.connect(self.database) as kept:
            assert kept.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert self.runs(FAULTS).stdout.strip().endswith("[]")


def kill_all(running):
    """The server and its processes, at once: only those of its own group."""
    with suppress(ProcessLookupError):
        os.killpg(running.pid, signal.SIGKILL)
    running.wait(timeout=PATIENCE_S)


@pytest.fixture
def place(tmp_path, cast):
    return Place(tmp_path, cast)


def test_a_server_killed_in_a_stream_of_logs_loses_nothing_it_acknowledged_and_keeps_nothing_twice(place):
    kept, sent, stop = [], [], threading.Event()

    def logs(port, token):
        while not stop.is_set() and len(sent) < 400:
            key = uuid.uuid4()
            sent.append(key)
            try:
                if place.sends(port, token, str(key), "A line")[0] == 303:
                    kept.append(key)
            except (OSError, http.client.HTTPException):
                return

    with place.serves() as (port, running):
        token = place.token(port)
        people = [threading.Thread(target=logs, args=(port, token)) for _ in range(3)]
        for one in people:
            one.start()
        until = time.monotonic() + PATIENCE_S
        while len(kept) < 12 and time.monotonic() < until:
            time.sleep(0.02)
        kill_all(running)
        stop.set()
        for one in people:
            one.join()
    assert len(kept) >= 12
    with place.serves() as (port, _running):
        token = place.token(port)
        again = [place.sends(port, token, str(key), "A line")[0] for key in sent[-4:]]
    there = place.keys_kept()
    assert again == [303] * 4
    assert set(kept) <= set(there) <= set(sent)
    assert len(there) == len(set(there))
    place.is_sound()


def test_a_full_disk_is_told_and_loses_nothing_and_the_server_lives_on(place):
    with sqlite3.connect(place.database) as kept:
        kept.execute("pragma wal_checkpoint(truncate)")
    before, note = len(place.keys_kept()), "Slept on the sofa, and walked to the shop"
    with place.serves(most_bytes=40_000) as (port, running):
        token = place.token(port)
        answered = [place.sends(port, token, str(uuid.uuid4()), note) for _ in range(6)]
        refused = [page for status, _headers, page in answered if status == 507]
        assert refused, [status for status, *_ in answered]
        assert "could not be kept" in refused[0]
        assert note in refused[0]
        full = len(place.keys_kept())
        for process in children(running.pid):
            resource.prlimit(process, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        assert place.is_kept_soon(port, token, str(uuid.uuid4()), note)
    assert full <= before + 6
    assert len(place.keys_kept()) == full + 1
    place.is_sound()


def children(parent):
    """A server and its processes."""
    found = [int(one.name) for one in Path("/proc").iterdir() if one.name.isdecimal() and parent_of(one) == parent]
    return [parent, *found]


def parent_of(process):
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


@pytest.mark.parametrize(("when", "mails"), [("before", 1), ("after", 2)])
def test_a_worker_killed_in_a_reminder_loses_none_and_sends_it_at_most_once_more(place, when, mails):
    died = place.runs(REMIND, place.person, "killed", when, check=False)
    assert died.returncode == -signal.SIGKILL, died.stderr
    assert place.runs(REMIND, place.person, "again").stdout.split() == ["1"]
    sent = "".join(one.read_text() for one in (place.folder / "mail").iterdir())
    assert sent.count("A few minutes for yourself") == mails
    place.is_sound()
