"""Runs the application: brings the database up to date, then serves, works or manages."""

from __future__ import annotations

import itertools
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType
from typing import NoReturn

from spinewise_web.config.environment import SETTINGS, WrongSetting, data_folder, read_environment

HELP = """\
usage: python3 start.py serve [--port 8000] [--host 127.0.0.1]   the web application
       python3 start.py worker                                  reminders and other work in the background
       python3 start.py demo [--port 8000] [--no-open]          both, with an invented clinic to look around in
       python3 start.py screenshots [--all FOLDER]              pictures of the pages
       python3 start.py manage COMMAND [...]                    seed_demo, backup, restore, verify_audit, add_clinic, …

Settings are read from the environment:
"""
YOURS_TO_FIX = 2
STOPPED = 130
PORTS = 65536
LOCAL = "127.0.0.1"
PAUSE_S, PATIENCE_S = 0.2, 10


def main(words: list[str]) -> int:
    """Run one command; a wrong setting is told in a sentence."""
    if not words or words[0] not in COMMANDS or ("--help" in words[:2] and words[0] not in INVENTED):
        print(HELP + "\n".join(f"  {name:24} {what}" for name, what in SETTINGS.items()))
        return 0 if "--help" in words else YOURS_TO_FIX
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spinewise_web.config.settings")
    try:
        if words[0] in INVENTED:
            INVENTED[words[0]]()
        make_data_folder()
        keep_secret_key()
        return COMMANDS[words[0]](words[1:])
    except WrongSetting as problem:
        print(f"Spinewise cannot start. {problem}.", file=sys.stderr)
        return YOURS_TO_FIX
    except KeyboardInterrupt:
        return STOPPED


def make_data_folder() -> None:
    """The folder of the database, for its owner alone.

    Raises:
        WrongSetting: it cannot be made.
    """
    folder = data_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        why = (error.strerror or "unknown").lower()
        raise WrongSetting(f"The data folder {folder} cannot be made ({why}). Set SPINEWISE_DATA to another") from None


def keep_secret_key() -> None:
    """Without a key in the environment, one is made and kept beside the data, readable by its owner alone."""
    if os.environ.get("SPINEWISE_SECRET_KEY"):
        return
    file = data_folder() / "secret-key"
    if not file.exists():
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as written:
            written.write(secrets.token_urlsafe(64))
    os.environ["SPINEWISE_SECRET_KEY"] = file.read_text(encoding="utf-8").strip()


def manage(words: list[str]) -> int:
    """Any of Django's commands, and ours."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["start.py manage", *words])
    return 0


def prepare(*, static: bool = True) -> None:
    """Tables, and static files, as this release needs them."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    if static:
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)


def serve(words: list[str]) -> int:
    """The server: two processes with one thread each, the fastest of what was measured.

    Raises:
        WrongSetting: somebody else listens there already, the port is no port, or the demo would be shown to others.
    """
    host = option(words, "--host", LOCAL)
    if read_environment().demo and host != LOCAL:
        raise WrongSetting(f"SPINEWISE_DEMO lets anybody in, so it is served at {LOCAL} alone. Leave --host out")
    check_free(host, option(words, "--port", "8000"))
    prepare()
    return run_together([server_command(words)])


def server_command(words: list[str]) -> list[str]:
    """The program that serves, with the operator's options."""
    options = ["--interface", "wsgi", "--workers", "2", "--blocking-threads", "1", "--no-access-log"]
    return [sys.executable, "-m", "granian", *options, *words, "spinewise_web.config.wsgi:application"]


def module(*words: str) -> list[str]:
    """One of our own commands as a program."""
    return [sys.executable, "-m", "spinewise_web", *words]


def run_together(commands: list[list[str]], *, then: Callable[[], object] = int) -> int:
    """Run programs beside each other until one ends or somebody stops them, and end them all.

    `then` is done once they run.
    """
    environment = with_package(os.environ)
    signal.signal(signal.SIGTERM, _stop)
    running: list[subprocess.Popen[bytes]] = []
    try:
        running += [subprocess.Popen(command, env=environment) for command in commands]  # noqa: S603  # our own words
        then()
        while all(one.poll() is None for one in running):
            time.sleep(PAUSE_S)
        return next(one.returncode for one in running if one.poll() is not None)
    except KeyboardInterrupt:
        return STOPPED
    finally:
        end_all(running)


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def end_all(running: list[subprocess.Popen[bytes]]) -> None:
    """Ask each to end, and insist when it does not; whoever presses Ctrl-C twice leaves nothing behind either."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    for one in running:
        one.terminate()
    for one in running:
        try:
            one.wait(timeout=PATIENCE_S)
        except subprocess.TimeoutExpired:
            one.kill()
            one.wait()


def option(words: list[str], name: str, otherwise: str) -> str:
    """What follows an option."""
    after = dict(itertools.pairwise(words))
    return after.get(name, otherwise)


def check_free(host: str, port: str) -> None:
    """Refuse an address that cannot be listened on, before anything is prepared.

    Raises:
        WrongSetting: it is taken, or not one.
    """
    if not port.isdecimal() or not 0 < int(port) < PORTS:
        raise WrongSetting(f"--port is '{port}'. Give a number such as 8000")
    try:
        with socket.create_server((host, int(port))):
            pass
    except OSError:
        raise WrongSetting(f"Nothing can listen on {host}:{port}, perhaps it is taken. Give another --port") from None


def with_package(environment: os._Environ[str]) -> dict[str, str]:
    """The environment in which a new process finds this package, installed or not."""
    source = str(Path(__file__).resolve().parents[2])
    known = environment.get("PYTHONPATH", "")
    return {**environment, "PYTHONPATH": os.pathsep.join(filter(None, (source, known)))}


def work(words: list[str]) -> int:
    """Reminders and escalations, until it is stopped. The static files are the server's."""
    prepare(static=False)
    from django.core.management import call_command

    call_command("start_rounds")
    call_command("db_worker", *words)
    return 0


def demo(words: list[str]) -> int:
    """Server and worker, with an invented clinic."""
    from spinewise_web.config import demonstration

    return demonstration.demo(words)


def screenshots(words: list[str]) -> int:
    """Pictures of the pages, with an invented clinic."""
    from spinewise_web.config import demonstration

    return demonstration.screenshots(words)


def be_invented(name: str) -> None:
    """Leave the real data alone: take the settings of the demo, in a folder of this name."""
    from spinewise_web.config.demonstration import become_demo

    become_demo(data_folder() / name)


COMMANDS = {"serve": serve, "worker": work, "manage": manage, "demo": demo, "screenshots": screenshots}
INVENTED = {"demo": partial(be_invented, "demo-data"), "screenshots": partial(be_invented, "picture-data")}
