"""The hazard log names controls that exist: every test file, invariant and path in SAFETY.md is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROWS = [line for line in (ROOT / "SAFETY.md").read_text(encoding="utf-8").splitlines() if re.match(r"\| H\d+ ", line)]
INVARIANTS = {path.stem for path in (ROOT / "knowledge" / "invariants").glob("*.yaml")}


def cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip("|").split("|")]


def test_hazards_are_numbered_without_gaps() -> None:
    numbers = [int(cells(row)[0].removeprefix("H")) for row in ROWS]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("row", ROWS, ids=[cells(row)[0] for row in ROWS])
def test_every_hazard_names_a_control_and_what_shows_it(row: str) -> None:
    _, hazard, control, shown = cells(row)
    assert hazard
    assert control
    named = re.findall(r"`([^`]+)`", shown)
    assert named, "name a test or an invariant"
    for name in named:
        assert (ROOT / name).exists() or name in INVARIANTS, f"{name} is neither a file nor an invariant"
