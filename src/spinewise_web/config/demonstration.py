"""The demonstration: an invented clinic in a folder of its own, server and worker beside each other, until Ctrl-C."""

from __future__ import annotations

import argparse
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import webbrowser
from pathlib import Path

from spinewise_web.config.command import (
    LOCAL,
    check_free,
    keep_secret_key,
    make_data_folder,
    module,
    prepare,
    run_together,
    server_command,
    with_package,
)
from spinewise_web.config.environment import SETTINGS, WrongSetting, data_folder

MARK = "seeded"
KEPT = {"SPINEWISE_EMERGENCY_NUMBER"}
A_DAY_S = 24 * 60 * 60
FIRST_PORT, PORTS_TRIED = 8000, 20
WAIT_S = 60


def become_demo(folder: Path) -> None:
    """From here on this process has the demo's settings, whatever is set: its data, its mails and nobody else's."""
    for name in SETTINGS.keys() - KEPT:
        os.environ.pop(name, None)
    os.environ |= {"SPINEWISE_DEMO": "1", "SPINEWISE_DATA": str(folder)}


def move_in(folder: Path) -> None:
    """The same, with the folder made and a secret key of its own in it."""
    become_demo(folder)
    make_data_folder()
    keep_secret_key()


# -- its folder


def seeded(folder: Path, *, oldest_s: float = A_DAY_S, at: str = "") -> None:
    """Make the invented clinic, unless it is there and new enough.

    Raises:
        WrongSetting: it cannot be made here.
    """
    if is_fresh(folder / MARK, oldest_s=oldest_s):
        return
    if folder.exists():
        shutil.rmtree(folder)
    move_in(folder)
    print("Inventing a clinic with twelve patients. This takes about half a minute.", flush=True)
    words = ["seed_demo", "--no-sign-ins", *(["--at", at] if at else [])]
    done = subprocess.run(module("manage", *words), env=with_package(os.environ), check=False)  # noqa: S603  # our own
    if done.returncode:
        raise WrongSetting(f"The demo could not be made in {folder}. Set SPINEWISE_DATA to another folder")
    (folder / MARK).touch()


def is_fresh(mark: Path, *, oldest_s: float) -> bool:
    """Made within this time, and after the last change to the program and to what it knows."""
    if not mark.exists():
        return False
    made = mark.stat().st_mtime
    return made > time.time() - oldest_s and made > last_change()


def last_change() -> float:
    """When a file of the program or of the knowledge was last written."""
    package = Path(__file__).resolve().parents[1]
    roots = [package, package.parent / "spinewise", package.parents[1] / "knowledge"]
    files = (file for root in roots for ending in ("*.py", "*.yaml") for file in root.rglob(ending))
    return max(file.stat().st_mtime for file in files)


# -- running it


def demo(words: list[str]) -> int:
    """Show Spinewise at work with invented people."""
    asked = arguments(words)
    port = free_port(asked.port)
    seeded(data_folder())
    prepare()
    address = f"http://{LOCAL}:{port}"
    commands = [server_command(["--host", LOCAL, "--port", str(port), "--log-level", "warning"]), module("worker")]
    return run_together(commands, then=lambda: greet(address, browser=not asked.no_open))


def arguments(words: list[str]) -> argparse.Namespace:
    """What was asked for on the command line."""
    room = argparse.ArgumentParser(prog="python3 start.py demo", description=demo.__doc__)
    room.add_argument("--port", type=int, metavar="NUMBER", help="another port than the first free one from 8000")
    room.add_argument("--no-open", action="store_true", help="do not open the browser")
    room.add_argument("--papers", action="store_true", help="three published patients on paper; no server")
    return room.parse_args(words)


def free_port(asked: int | None) -> int:
    """The port that was asked for, or the first free one.

    Raises:
        WrongSetting: the one that was asked for is taken, or none is free.
    """
    if asked is not None:
        check_free(LOCAL, str(asked))
        return asked
    for port in range(FIRST_PORT, FIRST_PORT + PORTS_TRIED):
        try:
            check_free(LOCAL, str(port))
        except WrongSetting:
            continue
        return port
    raise WrongSetting(f"No port from {FIRST_PORT} on is free. Give one with --port")


def greet(address: str, *, browser: bool) -> None:
    """Once it answers: where, who there is, and how to stop."""
    if not answers(f"{address}/health"):
        return
    from spinewise_web.demo.sign_in import people_in_words

    page = f"{address}/demo/"
    print(f"\nSpinewise is at {page}\nChoose who you are: one button each. Everybody is invented.\n")
    print(people_in_words())
    print(f"\nNo account is needed for {address}/check/. Ctrl-C stops.", flush=True)
    if browser and has_display():
        webbrowser.open(page)


def answers(address: str) -> bool:
    """Whether the server answers, waited for."""
    until = time.monotonic() + WAIT_S
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310  # this machine
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    return False


def has_display() -> bool:
    """Whether there is a screen on which a browser could open."""
    return sys.platform in {"win32", "darwin"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


# -- pictures


def screenshots(words: list[str]) -> int:
    """Picture the pages: the README's, or every page there is."""
    room = argparse.ArgumentParser(prog="python3 start.py screenshots", description=screenshots.__doc__)
    room.add_argument("--all", type=Path, metavar="FOLDER", help="every page at three widths, light, dark and on paper")
    room.add_argument("--only", default="", metavar="PATTERN", help="of these, those whose name holds this")
    asked = room.parse_args(words)
    from spinewise_web.demo.screenshots import DAY

    seeded(data_folder(), oldest_s=float("inf"), at=DAY.isoformat())
    with tempfile.TemporaryDirectory(prefix="spinewise-pictures-") as copy:
        shutil.copytree(data_folder(), copy, dirs_exist_ok=True)
        move_in(Path(copy))
        return picture(asked)


def picture(asked: argparse.Namespace) -> int:
    """With the copy of the seeded folder, so that the next pictures begin at the same day.

    Raises:
        WrongSetting: there is no browser.
    """
    prepare()
    logging.disable(logging.WARNING)  # some pictures are of wrong passwords
    from spinewise_web.demo import screenshots_camera as camera

    camera.stop_the_clock()
    try:
        if asked.all:
            wrong = camera.take_all(asked.all, print, only=asked.only)
        else:
            wrong = camera.take_readme(Path("docs/screenshots"), print)
    except camera.CannotPicture as problem:
        raise WrongSetting(str(problem)) from None
    print("\n".join(wrong))
    return int(bool(wrong))
