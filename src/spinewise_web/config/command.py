"""Runs the application: brings the database up to date, then serves, works or manages."""

from __future__ import annotations

import os
import secrets
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


def main(words: list[str]) -> int:
    """Run one command; a wrong setting is told in a sentence."""
    if not words or words[0] not in COMMANDS or "--help" in words[:2]:
        print(HELP + "\n".join(f"  {name:24} {what}" for name, what in SETTINGS.items()))
        return 0 if "--help" in words else YOURS_TO_FIX
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spinewise_web.config.settings")
    keep_secret_key()
    try:
        return COMMANDS[words[0]](words[1:])
    except WrongSetting as problem:
        print(f"Spinewise cannot start. {problem}.", file=sys.stderr)
        return YOURS_TO_FIX


def keep_secret_key() -> None:
    """Without a key in the environment, one is made and kept beside the data, readable by its owner alone."""
    if os.environ.get("SPINEWISE_SECRET_KEY"):
        return
    file = data_folder() / "secret-key"
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
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
    """The server: two processes with one thread each, the fastest of what was measured."""
    prepare()
    options = ["--interface", "wsgi", "--workers", "2", "--blocking-threads", "1", "--no-access-log"]
    command = [sys.executable, "-m", "granian", *options, *words, "spinewise_web.config.wsgi:application"]
    return subprocess.call(command, env=with_package(os.environ))  # noqa: S603  # our own words and the operator's


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
