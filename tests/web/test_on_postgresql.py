"""Everything that holds on SQLite holds on PostgreSQL: this folder once more, on a server of its own.

What asks no database is left out: the public check, which keeps nothing, words, settings, and SQLite's own crashes;
so are the two walks over every address and every form, which take minutes and look at pages.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from web.postgres import is_required, programs, running

HERE = Path(__file__).resolve().parent
WALKS = ("test_every_address.py", "test_faults.py")
LEFT_OUT = ("public", "test_words.py", "test_deployment.py", "test_crash.py", *WALKS)
ALREADY = "SPINEWISE_TESTS_ON_POSTGRESQL"


@pytest.mark.skipif(ALREADY in os.environ, reason="these tests run on PostgreSQL already")
def test_the_web_application_holds_on_postgresql():
    folder = programs()
    if folder is None and not is_required():
        pytest.skip("no PostgreSQL is installed; SPINEWISE_POSTGRES names the folder of its programs")
    assert folder is not None, "SPINEWISE_REQUIRE asks for postgres, and none is installed"
    with running(folder) as url:
        environment = {**os.environ, "DATABASE_URL": url, ALREADY: "1", "PYTEST_ADDOPTS": ""}
        words = ["-q", "-x", "-p", "no:cacheprovider", "-p", "no:randomly", "-p", "no:xdist", str(HERE)]
        command = [sys.executable, "-m", "pytest", *words, *(f"--ignore={HERE / name}" for name in LEFT_OUT)]
        done = subprocess.run(
            command, cwd=HERE.parents[1], env=environment, capture_output=True, text=True, check=False
        )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
