"""Sets Spinewise up in this folder and runs it; `python3 start.py --help` shows how.

Only the standard library is used, because this is what runs before anything is installed.
The virtual environment `.venv` gets exactly the packages of the lock files, checked by hash.
Proofs (z3) come with the test tools: whoever changes a rule runs both, nobody else needs either.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from types import FrameType
from typing import NoReturn

HELP = """\
usage: python3 start.py COMMAND [...]

Sets Spinewise up in this folder (only when something changed), then runs it.

  python3 start.py demo             the web application with an invented clinic, a button for each of its people
  python3 start.py demo --papers    three published patients, from answers to plan, with PDFs to look at
  python3 start.py test [...]       lint, types and tests; more words go to pytest: test -k triage
  python3 start.py bench [...]      the measurements
  python3 start.py serve            the web application on this machine; serve --help lists its settings
  python3 start.py worker           its work in the background: reminders, escalations
  python3 start.py screenshots      pictures of the pages; --all FOLDER takes every one
  python3 start.py manage [...]     its upkeep: seed_demo, add_clinic, backup, restore, verify_audit
  python3 start.py COMMAND [...]    any other command of Spinewise; COMMAND --help explains it

Needs Python 3.11 or newer, and the network for the first set-up. Installs into .venv, in this folder.
Exit code: that of the command; 3 when Spinewise could not be set up (the text says what to do).
"""

OLDEST_PYTHON = (3, 11)
CANNOT_SET_UP = 3
INTERRUPTED = 130

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
READY = VENV / "spinewise-ready"
UNFINISHED = VENV / "spinewise-unfinished"

INSTALLER = ROOT / "requirements-setup.txt"
LOCKS = {"run": ROOT / "requirements.txt", "dev": ROOT / "requirements-dev.txt"}
NEEDS_DEV = {"test", "bench", "prove", "screenshots"}
WEB = {"serve", "worker", "manage", "demo", "screenshots"}
PAPERS = "--papers"
PATIENCE_S = 20

REFUSED = "A package is not the one that was locked, so it was refused. Start again later."
ADVICE = {
    "No space left": "Free some space on this disk, then start again.",
    "Permission denied": "You may not write here: use a folder of your own, then start again.",
    "Read-only file system": "This disk is read-only: use a folder you may write to, then start again.",
    "DO NOT MATCH THE HASHES": REFUSED,
    "Hash mismatch": REFUSED,
}
OTHER_ADVICE = "Most often this is the network: check the connection or the proxy, then start again."


class Ended(KeyboardInterrupt):
    """Somebody ended this process, and not those that it started."""


class CannotSetUp(Exception):
    """Something the person at the keyboard can mend: shown as text, never as a traceback."""


def main(words: list[str]) -> int:
    if not words or words[0] in {"-h", "--help"}:
        print(HELP, end="")
        return 0
    try:
        prepare("dev" if words[0] in NEEDS_DEV else "run")
        return run(words[0], words[1:])
    except CannotSetUp as problem:
        say(f"Spinewise could not be set up.\n{problem}")
        return CANNOT_SET_UP
    except KeyboardInterrupt:
        say("Stopped.")
        return INTERRUPTED


def stop(_number: int, _frame: FrameType | None) -> NoReturn:
    """Being ended from outside is like Ctrl-C, but that only this process hears of it."""
    raise Ended


def run(command: str, rest: list[str]) -> int:
    if command == "test":
        return run_tests(rest)
    if command == "bench":
        return call(ROOT / "benchmarks" / "run.py", *rest)
    if command == "demo" and PAPERS in rest:
        return call("-m", "spinewise", "demo", *(word for word in rest if word != PAPERS))
    return call("-m", "spinewise_web" if command in WEB else "spinewise", command, *rest)


def run_tests(words: list[str]) -> int:
    """Lint, types, tests on every core. All three run even when one fails; pytest's summary is the last line."""
    os.environ.setdefault("SPINEWISE_SECRET_KEY", "only-for-checks-" + "0123456789" * 5)
    lint = call("-m", "ruff", "check", ".", folder=ROOT)
    types = call("-m", "mypy", folder=ROOT)
    print(f"ruff: {verdict(lint)}, mypy: {verdict(types)}", flush=True)
    tests = call("-m", "pytest", "-n", "auto", "--dist", "worksteal", *words, folder=ROOT)
    return tests or lint or types


def verdict(code: int) -> str:
    return "failed" if code else "passed"


def call(*words: str | Path, folder: Path | None = None) -> int:
    """Run the environment's Python where the person stands, unless the work belongs to one folder.

    Whoever presses Ctrl-C stops it as well; it is given time to end what it started itself.
    """
    signal.signal(signal.SIGTERM, stop)
    with subprocess.Popen([PYTHON, *words], cwd=folder) as running:
        try:
            return running.wait()
        except Ended:
            running.terminate()
            end(running)
            raise
        except KeyboardInterrupt:
            end(running)
            raise


def end(running: subprocess.Popen[bytes]) -> None:
    """Wait for a program that was told to stop, and insist when it goes on."""
    try:
        running.wait(timeout=PATIENCE_S)
    except subprocess.TimeoutExpired:
        running.terminate()
        running.wait()


def prepare(layer: str) -> None:
    """Make `.venv` hold what `layer` needs, at next to no cost when it already does."""
    check_python()
    try:
        if not is_ready(layer):
            install(layer)
    except OSError as error:
        raise CannotSetUp(explain(str(error))) from error


def check_python() -> None:
    if sys.version_info < OLDEST_PYTHON:
        needed = ".".join(map(str, OLDEST_PYTHON))
        raise CannotSetUp(f"This is Python {sys.version.split()[0]}; Spinewise needs {needed} or newer.")


def is_ready(layer: str) -> bool:
    """The development layer holds everything the running layer needs, so it serves for both."""
    if UNFINISHED.exists() or not (READY.exists() and PYTHON.exists()):
        return False
    stamp = fingerprint()
    return READY.read_text(encoding="utf-8") in {f"{stamp} {layer}", f"{stamp} dev"}


def fingerprint() -> str:
    """What the environment depends on: the place, the Python in it, the locks, the project's metadata."""
    digest = hashlib.sha256(str(ROOT).encode())
    for file in (VENV / "pyvenv.cfg", INSTALLER, *LOCKS.values(), ROOT / "pyproject.toml"):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def install(layer: str) -> None:
    """Bring the environment up to the locks; a mark tells the next start when this one did not finish."""
    say("Setting up Spinewise in .venv:")
    if not is_sound():
        make_venv()
    UNFINISHED.touch()
    READY.unlink(missing_ok=True)
    step("the installer", PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", INSTALLER)
    uv_install("the locked packages", "--require-hashes", "-r", LOCKS[layer])
    uv_install("Spinewise itself", "--no-deps", "--no-build-isolation", "-e", ROOT)
    READY.write_text(f"{fingerprint()} {layer}", encoding="utf-8")
    UNFINISHED.unlink()


def is_sound() -> bool:
    """An interrupted set-up can leave half a package that looks whole, so nothing is built upon one."""
    if UNFINISHED.exists() or not PYTHON.exists():
        return False
    asked = subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, check=False)
    return asked.returncode == 0


def make_venv() -> None:
    check_venv_tools()
    if VENV.exists():
        say("  (the .venv found here was not whole; it is made again)")
        shutil.rmtree(VENV)
    VENV.mkdir()
    UNFINISHED.touch()
    step("a virtual environment", base_python(), "-m", "venv", VENV)


def check_venv_tools() -> None:
    try:
        import ensurepip
        import venv
    except ImportError as error:
        raise CannotSetUp(
            "This Python cannot make virtual environments. On Debian or Ubuntu: sudo apt install python3-venv"
        ) from error
    del ensurepip, venv


def base_python() -> str:
    """The Python outside any virtual environment: the one inside `.venv` cannot rebuild its own home."""
    return getattr(sys, "_base_executable", sys.executable)


def uv_install(what: str, *words: str | Path) -> None:
    step(what, PYTHON, "-m", "uv", "pip", "install", "--quiet", "--python", PYTHON, *cache_option(), *words)


def cache_option() -> list[str]:
    """Without a cache folder that can be written to, uv refuses to start unless told to do without."""
    try:
        chosen = [os.environ.get(name) for name in ("UV_CACHE_DIR", "XDG_CACHE_HOME", "LOCALAPPDATA")]
        folder = next((Path(path) for path in chosen if path), Path.home() / ".cache")
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except (OSError, RuntimeError):
        return ["--no-cache"]
    return []


def step(what: str, *command: str | Path) -> None:
    say(f"  {what}")
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", errors="replace", check=False)
    if done.returncode:
        raise CannotSetUp(explain(done.stderr or done.stdout))


def explain(text: str) -> str:
    """The end of what the tool said, and what to do about it."""
    said = "\n".join(text.strip().splitlines()[-8:])
    advice = next((advice for sign, advice in ADVICE.items() if sign in text), OTHER_ADVICE)
    return f"{said}\n{advice}"


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
