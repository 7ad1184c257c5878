"""Everything that holds on SQLite holds on PostgreSQL: this whole folder once more, on a server of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from web.postgres import is_required, programs, running

HERE = Path(__file__).resolve().parent
ALREADY = "SPINEWISE_TESTS_ON_POSTGRESQL"


@pytest.mark.skipif(ALREADY in os.environ, reason="these tests run on PostgreSQL already")
def test_the_web_application_holds_on_postgresql():
    folder = programs()
    if folder is None and not is_required():
        pytest.skip("no PostgreSQL is installed; SPINEWISE_POSTGRES names the folder of its programs")
    assert folder is not None, "SPINEWISE_REQUIRE asks for postgres, and none is installed"
    with running(folder) as server:
        environment = {**os.environ, "DATABASE_URL": server.url, ALREADY: "1", "PYTEST_ADDOPTS": ""}
        words = ["-q", "--maxfail=5", "-p", "no:cacheprovider", "-p", "no:randomly", "-p", "no:xdist", str(HERE)]
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *words],
            cwd=HERE.parents[1], env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
