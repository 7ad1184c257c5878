"""What is printed into a file or a pipe is UTF-8, also where the system still has an old code page."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import spinewise

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "ordinary.yaml"


@pytest.mark.parametrize("page", ["cp1252", "latin-1", "ascii"])
def test_an_old_code_page_loses_no_letter(page: str) -> None:
    source = str(Path(spinewise.__file__).parents[1])
    settings = {**os.environ, "PYTHONPATH": source, "PYTHONUTF8": "0", "PYTHONIOENCODING": page}
    command = [sys.executable, "-m", "spinewise", "triage", str(EXAMPLE)]
    done = subprocess.run(command, capture_output=True, env=settings, check=True)
    assert "—" in done.stdout.decode("utf-8")
