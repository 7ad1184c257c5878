"""A person's shell, and an ordinary person's answers."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from running import Ran, Run
from spinewise.cli import main

ORDINARY = Path(__file__).parents[2] / "docs" / "examples" / "ordinary.yaml"


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `spinewise` with these words; `stdin` is what is typed or piped."""

    def go(*words: str, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        try:
            code = main(words)
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        sys.stdout.flush()
        sys.stderr.flush()
        captured = capfdbinary.readouterr()
        return Ran(code, captured.out.decode(), captured.err.decode())

    return go


@pytest.fixture
def me(tmp_path: Path) -> Path:
    """An answers file of an ordinary person, in a folder of its own."""
    path = tmp_path / "me.yaml"
    path.write_bytes(ORDINARY.read_bytes())
    return path
