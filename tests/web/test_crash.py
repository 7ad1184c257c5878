"""The server is killed, the disk fills up, the worker dies half-way, the database goes away: what was acknowledged is
there, once, and true. A full disk is SQLite's alone: PostgreSQL's disk is another machine's."""

import http.client
import json
import resource
import signal
import sqlite3
import threading
import time
import uuid
from urllib.parse import quote

import pytest

from web.cast import lately, signed_in
from web.postgres import programs, running
from web.served import ON_POSTGRESQL, PATIENCE_S, Browser, Place, children, kill_all, morning  # noqa: F401  # a fixture

pytestmark = pytest.mark.django_db(transaction=ON_POSTGRESQL)
NOTE = "Slept on the sofa, and walked to the shop"
PROMPT = quote("-c synchronous_commit=on")  # as an installation has it: what was committed is there after a crash
REMIND = """
import os, signal, sys, time
import django; django.setup()
from django.utils import timezone
from spinewise_web.records import rounds
from spinewise_web.records.actions.contact import set_reminder
from spinewise_web.records.models import Person, ReminderSent
person = Person.objects.get(pk=sys.argv[1])
now = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0)
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
SET_UP = """
import json
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from web.cast import Cast, lately, signed_in
cast = Cast()
cast.signed_plan(now=lately())
session = signed_in(cast.patient_user).cookies["sessionid"].value
print(json.dumps([str(cast.patient.pk), session]))
"""


class Logging:
    """The patient, who logs from a browser of their own."""

    def __init__(self, place, *, person, session):
        self.place, self.person, self.session = place, person, session

    def browser(self, port):
        made = Browser(port, session=self.session)
        assert made.asks("GET", self.address).status == 200
        return made

    @property
    def address(self):
        return f"/p/{self.person}/log/"

    def sends(self, browser, key, note=NOTE):
        """A log with a key of its own."""
        return browser.sends(self.address, back="3", new="no", key=str(key), note=note)

    def is_kept_soon(self, browser, key):
        """Whether a log is kept once it can be; what was counted on a full disk is let go in ten seconds."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            if self.sends(browser, key).status == 303:
                return True
            time.sleep(0.5)
        return False

    def streams(self, port, *, ends):
        """Three who log as fast as they can until `ends` has happened; gives the keys sent, and those acknowledged."""
        kept, sent, stop = [], [], threading.Event()
        browsers = [self.browser(port) for _ in range(3)]

        def logs(browser):
            while not stop.is_set() and len(sent) < 400:
                sent.append(key := uuid.uuid4())
                try:
                    if self.sends(browser, key).status == 303:
                        kept.append(key)
                except (OSError, http.client.HTTPException):
                    return

        people = [threading.Thread(target=logs, args=(one,)) for one in browsers]
        for one in people:
            one.start()
        until = time.monotonic() + PATIENCE_S
        while len(kept) < 12 and time.monotonic() < until:
            time.sleep(0.02)
        ends()
        stop.set()
        for one in people:
            one.join()
        assert len(kept) >= 12
        return sent, kept

    def holds(self, sent, kept):
        """What was acknowledged is there, nothing is there twice, and every record is what the chain says."""
        there = self.place.keys_kept()
        assert set(kept) <= set(there) <= set(sent)
        assert len(there) == len(set(there))
        self.place.is_sound()


@pytest.fixture
def at_home(tmp_path, cast):
    place = Place(tmp_path)
    cast.signed_plan(now=lately())
    session = signed_in(cast.patient_user).cookies["sessionid"].value
    place.takes_over()
    return Logging(place, person=str(cast.patient.pk), session=session)


def test_a_server_killed_in_a_stream_of_logs_loses_nothing_it_acknowledged_and_keeps_nothing_twice(at_home):
    with at_home.place.serves() as (port, server):
        sent, kept = at_home.streams(port, ends=lambda: kill_all(server))
    with at_home.place.serves() as (port, _server):
        browser = at_home.browser(port)
        assert [at_home.sends(browser, key).status for key in sent[-4:]] == [303] * 4
    at_home.holds(sent, kept)


@pytest.mark.skipif(ON_POSTGRESQL, reason="the disk of SQLite's file")
def test_a_full_disk_is_told_and_loses_nothing_and_the_server_lives_on(at_home):
    place = at_home.place
    with sqlite3.connect(place.database) as kept:
        kept.execute("pragma wal_checkpoint(truncate)")
    before = len(place.keys_kept())
    with place.serves(most_bytes=40_000) as (port, server):
        browser = at_home.browser(port)
        answered = [at_home.sends(browser, uuid.uuid4()) for _ in range(6)]
        refused = [one.page for one in answered if one.status == 507]
        assert refused, [one.status for one in answered]
        assert "could not be kept" in refused[0]
        assert NOTE in refused[0]
        full = len(place.keys_kept())
        for process in children(server.pid):
            resource.prlimit(process, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        assert at_home.is_kept_soon(browser, uuid.uuid4())
    assert full <= before + 6
    assert len(place.keys_kept()) == full + 1
    place.is_sound()


@pytest.mark.skipif(not ON_POSTGRESQL, reason="PostgreSQL is a program of its own")
def test_while_postgresql_is_gone_it_is_told_and_when_it_is_back_everything_goes_on(tmp_path):
    """On a server of its own, which is killed in the middle of a stream of logs, and started again."""
    with running(programs()) as database:
        place = Place(tmp_path, url=f"{database.url}&options={PROMPT}")
        person, session = json.loads(place.runs(SET_UP).stdout.splitlines()[-1])
        at_home = Logging(place, person=person, session=session)
        with place.serves() as (port, _server):
            browser = at_home.browser(port)
            sent, kept = at_home.streams(port, ends=database.kill)
            refused = [at_home.sends(browser, uuid.uuid4()) for _ in range(3)]
            assert {one.status for one in refused} == {507}
            assert all("could not be kept" in one.page and NOTE in one.page for one in refused)
            database.start()
            sent.append(key := uuid.uuid4())
            assert at_home.is_kept_soon(browser, key)
            assert {browser.asks("GET", at_home.address).status for _ in range(4)} == {200}
        at_home.holds(sent, [*kept, key])


@pytest.mark.parametrize(("when", "mails"), [("before", 1), ("after", 2)])
def test_a_worker_killed_in_a_reminder_loses_none_and_sends_it_at_most_once_more(at_home, when, mails):
    place = at_home.place
    died = place.runs(REMIND, at_home.person, "killed", when, check=False)
    assert died.returncode == -signal.SIGKILL, died.stderr
    assert place.runs(REMIND, at_home.person, "again").stdout.split() == ["1"]
    sent = "".join(one.read_text() for one in (place.folder / "mail").iterdir())
    assert sent.count("A few minutes for yourself") == mails
    place.is_sound()
