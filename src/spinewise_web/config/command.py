"""Runs the application: brings the database up to date, then serves, works or manages."""

from __future__ import annotations

import itertools
import os
import secrets
import socket
import subprocess
import sys
from pathlib import Path

from spinewise_web.config.environment import SETTINGS, WrongSetting, data_folder

HELP = """\
usage: python3 start.py serve [--port 8000] [--host 127.0.0.1]   the web application
       python3 start.py worker                                  reminders and other work in the background
       python3 start.py manage COMMAND [...]                    seed_demo, backup, restore, verify_audit, add_clinic, …

Settings are read from the environment:
"""
YOURS_TO_FIX = 2
PORTS = 65536


def main(words: list[str]) -> int:
    """Run one command; a wrong setting is told in a sentence."""
    if not words or words[0] not in COMMANDS or "--help" in words[:2]:
        print(HELP + "\n".join(f"  {name:24} {what}" for name, what in SETTINGS.items()))
        return 0 if "--help" in words else YOURS_TO_FIX
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spinewise_web.config.settings")
    try:
        make_data_folder()
        keep_secret_key()
        return COMMANDS[words[0]](words[1:])
    except WrongSetting as problem:
        print(f"Spinewise cannot start. {problem}.", file=sys.stderr)
        return YOURS_TO_FIX


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


def prepare() -> None:
    """Tables and static files as this release needs them."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)


def serve(words: list[str]) -> int:
    """The server: two processes with one thread each, the fastest of what was measured.

    Raises:
        WrongSetting: somebody else listens there already, or the port is no port.
    """
    check_free(option(words, "--host", "127.0.0.1"), option(words, "--port", "8000"))
    prepare()
    options = ["--interface", "wsgi", "--workers", "2", "--blocking-threads", "1", "--no-access-log"]
    command = [sys.executable, "-m", "granian", *options, *words, "spinewise_web.config.wsgi:application"]
    return subprocess.call(command, env=with_package(os.environ))  # noqa: S603  # our own words and the operator's


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
    """Reminders and escalations, until it is stopped."""
    prepare()
    from django.core.management import call_command

    call_command("start_rounds")
    call_command("db_worker", *words)
    return 0


COMMANDS = {"serve": serve, "worker": work, "manage": manage}
