"""How fast the web application answers, with 10,000 patients and a million logs, on SQLite and on PostgreSQL.

    python3 start.py bench web                    everything; filling a database takes minutes, once a day
    python3 start.py bench web --quick            400 patients, short runs
    python3 start.py bench web --only sqlite      one database; also: postgresql
    python3 start.py bench web --data FOLDER      where the filled SQLite database is kept

The server is `start.py serve` (granian, two workers); the clients are processes of this program, one connection
each, kept open: all of it shares the machine's cores. Patients are different people all the time: `first` are pages
that the server has made for nobody yet, `again` the same pages once both workers have made them. With DATABASE_URL
that PostgreSQL is filled and used (it has to be empty); without it one is started as the tests do, synced to disk as
a clinic's is.
Nothing here fails on a slow machine: it prints.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from importlib.util import module_from_spec, spec_from_file_location
from itertools import count, cycle, islice
from multiprocessing import Value
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

from run import machine

ROOT = Path(__file__).parents[1]
HOST = "127.0.0.1"
SECRET = "only-for-measuring-" + "0123456789" * 5
WARM = 40  # requests that do not count, so that both workers have made every kind of page
CONNECTIONS = 8
FRESH = "-c listen_addresses='' -c max_connections=60"


class Size(NamedTuple):
    """How much is measured."""

    clinics: int
    people: int
    logs: int
    browsers: int
    requests: int


FULL = Size(clinics=50, people=200, logs=1_000_000, browsers=1500, requests=1500)
QUICK = Size(clinics=2, people=200, logs=40_000, browsers=200, requests=200)


# -- what is sent


def request(method: str, path: str, cookies: dict[str, str], form: dict[str, str] | None = None) -> bytes:
    """One request as bytes."""
    body = urlencode(form | {"csrfmiddlewaretoken": cookies["csrftoken"]}).encode() if form else b""
    kept = "; ".join(f"{name}={value}" for name, value in cookies.items())
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}", f"Cookie: {kept}", f"Content-Length: {len(body)}"]
    if form:
        lines.append("Content-Type: application/x-www-form-urlencoded")
    return "\r\n".join([*lines, "", ""]).encode() + body


Patient = dict[str, Any]


def today(patient: Patient) -> bytes:
    return request("GET", f"/p/{patient['person']}/today/", patient["cookies"])


def follow_along(patient: Patient) -> bytes:
    return request("GET", f"/p/{patient['person']}/do/{patient['exercise']}/", patient["cookies"])


def exercise_log(patient: Patient) -> bytes:
    said = {"key": str(uuid.uuid4()), "version": patient["version"], "outcome": "done"}
    return request("POST", f"/p/{patient['person']}/do/{patient['exercise']}/", patient["cookies"], said)


def day_log(patient: Patient) -> bytes:
    said = {"key": str(uuid.uuid4()), "back": "4", "new": "no"}
    return request("POST", f"/p/{patient['person']}/log/", patient["cookies"], said)


# -- who sends it


class Answer(NamedTuple):
    """One answer: when it was asked for and when it was there."""

    began_s: float
    ended_s: float
    status: int
    size: int


def take_from(requests: Sequence[bytes], taken: Any) -> None:
    """What every client does first: know the requests, and the number of those that somebody has taken."""
    global REQUESTS, TAKEN  # one pool of processes for one run
    REQUESTS, TAKEN = requests, taken


def ask(port: int) -> list[Answer]:
    """One connection that is kept open, one request after the other, as long as there are any."""
    with socket.create_connection((HOST, port)) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return [asked(line, one) for one in remaining()]


def remaining() -> Iterator[bytes]:
    """The requests that nobody has taken yet: no client has to wait because another one met the busier worker."""
    while True:
        with TAKEN.get_lock():
            place = TAKEN.value
            TAKEN.value += 1
        if place >= len(REQUESTS):
            return
        yield REQUESTS[place]


def asked(line: socket.socket, one: bytes) -> Answer:
    began = time.monotonic()
    line.sendall(one)
    head, _, body = received(line, b"", lambda got: b"\r\n\r\n" in got).partition(b"\r\n\r\n")
    size = length_of(head)
    received(line, body, lambda got: len(got) >= size)
    return Answer(began, time.monotonic(), int(head[9:12]), size)


def received(line: socket.socket, got: bytes, is_all: Callable[[bytes], bool]) -> bytes:
    while not is_all(got):
        more = line.recv(1 << 18)
        if not more:
            raise ConnectionError("the server hung up")
        got += more
    return got


def length_of(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    raise ValueError("an answer without a length")


class Timed(NamedTuple):
    """A series of answers."""

    answers: list[Answer]

    @property
    def a_second(self) -> float:
        first = min(one.began_s for one in self.answers)
        return len(self.answers) / (max(one.ended_s for one in self.answers) - first)

    def percentile(self, share: int) -> float:
        """Milliseconds."""
        every = [(one.ended_s - one.began_s) * 1000 for one in self.answers]
        return statistics.quantiles(every, n=100, method="inclusive")[share - 1]


def run(port: int, requests: Sequence[bytes], *, connections: int, good: int) -> Timed:
    """Send these over so many connections at once.

    Raises:
        RuntimeError: an answer is not the one that was expected, so that its time would say nothing.
    """
    start = (requests, Value("l", 0))
    with ProcessPoolExecutor(connections, initializer=take_from, initargs=start) as clients:
        answers = [one for part in clients.map(ask, [port] * connections) for one in part]
    wrong = {one.status for one in answers} - {good}
    if wrong:
        raise RuntimeError(f"the server answered {sorted(wrong)} instead of {good}")
    return Timed(answers)


# -- what is measured


class Row(NamedTuple):
    """A line of the table; `asked` reads "≥ 400" or "≤ 15", or is empty."""

    what: str
    timed: Timed
    asked_a_second: float = 0
    asked_p95_ms: float = 0

    def __str__(self) -> str:
        times = " | ".join(f"{self.timed.percentile(share):.1f}" for share in (50, 95, 99))
        return f"| {self.what} | {self.timed.a_second:.0f} | {times} | {self.asked} | {self.ratio} |"

    @property
    def asked(self) -> str:
        if self.asked_a_second:
            return f"≥ {self.asked_a_second:g}/s"
        return f"p95 ≤ {self.asked_p95_ms:g} ms" if self.asked_p95_ms else ""

    @property
    def ratio(self) -> str:
        """Above 1 is better than asked."""
        if self.asked_a_second:
            return f"{self.timed.a_second / self.asked_a_second:.2f}"
        return f"{self.asked_p95_ms / self.timed.percentile(95):.2f}" if self.asked_p95_ms else ""


HEAD = "| what | a second | p50 ms | p95 ms | p99 ms | asked | better by |\n|---|---|---|---|---|---|---|"


def measured(port: int, browsers: dict[str, Any], size: Size) -> Iterator[Row]:
    """Every figure; those that write come last, because they make the pages longer."""
    patients: list[Patient] = browsers["patients"]
    half = len(patients) // 2
    alone, together = patients[:half], patients[half:]
    few = size.requests // 4
    run(port, [today(patient) for patient in islice(cycle(alone[:2]), WARM)], connections=2, good=200)
    first = [today(patient) for patient in alone[2 : few + 2]]
    yield Row("Today, one client, first", run(port, first, connections=1, good=200), asked_p95_ms=15)
    for _ in range(2):  # so that each worker has made them
        run(port, first * 2, connections=2, good=200)
    yield Row("Today, one client, again", run(port, first, connections=1, good=200), asked_p95_ms=15)
    first = [today(patient) for patient in together]
    yield Row(f"Today, {CONNECTIONS} clients, first", run(port, first, connections=CONNECTIONS, good=200), 400)
    again = list(islice(cycle(first), size.requests))
    run(port, again, connections=CONNECTIONS, good=200)
    yield Row(f"Today, {CONNECTIONS} clients, again", run(port, again, connections=CONNECTIONS, good=200), 400)
    moving = [follow_along(patient) for patient in alone[:few]]
    yield Row("an exercise to follow, one client", run(port, moving, connections=1, good=200))
    desk = [request("GET", "/clinic/", browsers["therapist"]["cookies"])] * (few // 2)
    yield Row("a clinician's Today, 200 people", run(port, desk, connections=1, good=200), asked_p95_ms=60)
    posts = [exercise_log(patient) for patient in alone[:few]]
    yield Row("posting an exercise, one client", run(port, posts, connections=1, good=303))
    posts = [exercise_log(patient) for patient in islice(cycle(together), size.requests)]
    posted = run(port, posts, connections=CONNECTIONS, good=303)
    yield Row(f"posting an exercise, {CONNECTIONS} clients", posted, 400)
    posts = [day_log(patient) for patient in alone[:few]]
    yield Row("posting a day, one client", run(port, posts, connections=1, good=303))
    posts = [day_log(patient) for patient in together]
    yield Row(f"posting a day, {CONNECTIONS} clients", run(port, posts, connections=CONNECTIONS, good=303), 400)
    seen = run(port, [today(patient) for patient in together[:few]], connections=1, good=200)
    yield Row("Today after a log, one client", seen, asked_p95_ms=15)


# -- the server


def environment(data: Path, url: str) -> dict[str, str]:
    said = {"SPINEWISE_DATA": str(data), "SPINEWISE_SECRET_KEY": SECRET, "PYTHONPATH": str(ROOT / "src")}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SPINEWISE_")}
    return kept | said | ({"DATABASE_URL": url} if url else {})


@contextmanager
def serving(settings: dict[str, str]) -> Iterator[tuple[int, int]]:
    """The server as it is started for patients; gives its port and its process."""
    with socket.create_server((HOST, 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "spinewise_web", "serve", "--port", str(port), "--log-level", "warning"]
    server = subprocess.Popen(command, env=settings, cwd=ROOT, start_new_session=True)
    try:
        wait_for(port, server)
        yield port, server.pid
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for attempt in count():
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/health", timeout=60):
                return
        except OSError:
            if attempt > 600 or server.poll() is not None:
                raise
            time.sleep(0.1)


def memory_of(session: int) -> list[float]:
    """Megabytes of each worker, where the system tells: the children of the server's own process."""
    said = [status(file) for file in Path("/proc").glob("[0-9]*/status")]
    ours = {one["Pid"] for one in said if one and os.getsid(int(one["Pid"])) == session}
    workers = [one for one in said if one and one["Pid"] in ours and one["Pid"] != str(session)]
    return sorted((int(one["VmRSS"].split()[0]) / 1024 for one in workers if "VmRSS" in one), reverse=True)


def status(file: Path) -> dict[str, str]:
    try:
        lines = file.read_text().splitlines()
    except OSError:
        return {}
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


# -- the databases


def filled(settings: dict[str, str], size: Size) -> None:
    """Tables, and everybody in them."""
    subprocess.run(
        [sys.executable, "-m", "spinewise_web", "manage", "migrate", "-v0"], env=settings, cwd=ROOT, check=True
    )
    numbers = ["--clinics", str(size.clinics), "--people", str(size.people), "--logs", str(size.logs)]
    crowd(settings, *numbers)
    if settings.get("DATABASE_URL"):
        subprocess.run(
            [sys.executable, "-m", "spinewise_web", "manage", "shell", "-v0", "-c", ANALYSE],
            env=settings, cwd=ROOT, check=True,
        )  # fmt: skip


# As PostgreSQL does by itself within minutes: until then its plans are guesses.
ANALYSE = "from django.db import connection; connection.cursor().execute('ANALYZE')"


def crowd(settings: dict[str, str], *words: str) -> str:
    command = [sys.executable, str(ROOT / "benchmarks" / "crowd.py"), *words]
    return subprocess.run(command, env=settings, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


def sqlite_filled(folder: Path, size: Size) -> dict[str, str]:
    """The kept database, filled when there is none of today: plans grow old, and the knowledge may be another."""
    data = folder / f"{dt.date.today()}-{size.clinics}x{size.people}-{size.logs}"  # noqa: DTZ011  # a folder's name
    settings, done = environment(data, ""), data / "filled"
    if not done.exists():
        data.mkdir(parents=True, exist_ok=True)
        for old in data.glob("spinewise.sqlite3*"):
            old.unlink()
        filled(settings, size)
        done.touch()
    return settings


def started_as_in_tests() -> Any:
    """How the tests start a PostgreSQL of their own; their folder is called as this file is."""
    found = spec_from_file_location("postgres", ROOT / "tests" / "web" / "postgres.py")
    assert found is not None
    assert found.loader is not None
    module = module_from_spec(found)
    found.loader.exec_module(module)
    return module


@contextmanager
def postgresql_filled(size: Size) -> Iterator[dict[str, str] | None]:
    """The named one, or one of our own; nothing where there is no PostgreSQL."""
    postgres = started_as_in_tests()
    postgres.QUICK = FRESH
    programs = postgres.programs()
    with ExitStack() as open_things, tempfile.TemporaryDirectory() as data:
        url = os.environ.get("DATABASE_URL", "")
        if not url and programs is None:
            yield None
            return
        if not url and programs is not None:
            url = open_things.enter_context(postgres.running(programs)).url
        settings = environment(Path(data), url)
        filled(settings, size)
        yield settings


def report(name: str, settings: dict[str, str], size: Size) -> None:
    """Serve from one database and print what was measured."""
    print(f"\n## {name}: {size.clinics * size.people:,} patients, {size.logs:,} logs\n\n{HEAD}", flush=True)
    with serving(settings) as (port, process):
        browsers = json.loads(crowd(settings, "--sessions", str(size.browsers)))
        for row in measured(port, browsers, size):
            print(row, flush=True)
        held = ", ".join(f"{megabytes:.0f}" for megabytes in memory_of(process))
        print(f"\nMemory of the server's processes: {held} MB")
        from layout import shifts

        for line in shifts(f"http://{HOST}:{port}", browsers):
            print(line, flush=True)


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--quick", action="store_true", help="400 patients, short runs")
    words.add_argument("--only", choices=["sqlite", "postgresql"], help="one database")
    words.add_argument("--data", type=Path, default=Path.home() / ".cache" / "spinewise-bench", metavar="FOLDER")
    asked = words.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # so that the server is stopped too
    size = QUICK if asked.quick else FULL
    print(f"{machine()}; load {', '.join(f'{one:.1f}' for one in os.getloadavg())}")
    if asked.only != "postgresql":
        report("SQLite", sqlite_filled(asked.data, size), size)
    if asked.only != "sqlite":
        with postgresql_filled(size) as settings:
            print("no PostgreSQL here") if settings is None else report("PostgreSQL", settings, size)


if __name__ == "__main__":
    main()
