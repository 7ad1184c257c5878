"""Every row of evidence about the back is used by the knowledge, or is on a list that says why it is not."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from people import knowledge

ROOT = Path(__file__).parents[2]
KNOWLEDGE = ROOT / "knowledge"
LIST = KNOWLEDGE / "rows_not_used.yaml"
SECTIONS = re.compile(r"([abcdegh]\d+|conventions)(_|$)")
WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
NECK = re.compile(
    r"neck|cervic|C-spine|ccr|head|arm\b|myelopathy|wrist|whiplash|trapezius|scapular|median|craniocervical|Y-T-W|NDI"
    r"|joint-position|SNAG|flexion-rotation",
    re.IGNORECASE,
)
ENTRIES = {
    "neck": set(), "reference": set(), "left_out": set(),
    "later": {"waits_for"}, "superseded": {"by"}, "kept_by": {"kept_by"},
}  # fmt: skip
NOT_BUILT = {"outcomes", "follow", "fhir", "intensity"}


def read(path: Path) -> dict[str, Any]:
    return cast(dict[str, Any], yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))


@cache
def rows() -> dict[str, dict[str, Any]]:
    """The rows of sections A to E, G and H, by id."""
    files = [path for path in sorted((KNOWLEDGE / "evidence").glob("*.yaml")) if SECTIONS.match(path.stem)]
    return {name: row for path in files for name, row in read(path)["rows"].items()}


@cache
def cited() -> frozenset[str]:
    """Every row that a knowledge file names outside the evidence, its sources and the patients, comments left out."""
    files = [
        path
        for path in KNOWLEDGE.rglob("*.yaml")
        if path != LIST and not {"evidence", "sources", "vignettes"} & set(path.relative_to(KNOWLEDGE).parts)
    ]
    lines = (line for path in files for line in path.read_text(encoding="utf-8").splitlines())
    words = {word for line in lines if not line.lstrip().startswith("#") for word in WORD.findall(line)}
    return frozenset(words & set(rows()))


LISTED: dict[str, dict[str, str]] = read(LIST)["rows"]


def test_every_row_about_the_back_is_used_or_says_why_not() -> None:
    forgotten = set(rows()) - cited() - set(LISTED)
    assert not forgotten, "use them, or say in knowledge/rows_not_used.yaml why not: " + ", ".join(sorted(forgotten))


def test_the_list_names_no_row_that_is_used() -> None:
    used = set(LISTED) & cited()
    assert not used, "these are used by now; take them off the list: " + ", ".join(sorted(used))


def test_the_list_names_rows_that_exist() -> None:
    assert not set(LISTED) - set(rows())


@pytest.mark.parametrize("name", sorted(LISTED))
def test_a_listed_row_gives_a_reason_of_a_known_kind(name: str) -> None:
    entry = LISTED[name]
    assert entry["why"] in ENTRIES
    assert set(entry) == {"why", "says"} | ENTRIES[entry["why"]]
    assert len(WORD.findall(entry["says"])) >= 2


@pytest.mark.parametrize("name", sorted(name for name, entry in LISTED.items() if entry["why"] == "neck"))
def test_what_waits_for_the_neck_is_about_the_neck(name: str) -> None:
    row = rows()[name]
    assert NECK.search(f"{name} {row['statement']}"), row["statement"]


@pytest.mark.parametrize("name", sorted(name for name, entry in LISTED.items() if entry["why"] == "superseded"))
def test_what_was_superseded_gave_way_to_a_row_that_is_used(name: str) -> None:
    assert LISTED[name]["by"] in cited()


@pytest.mark.parametrize("name", sorted(name for name, entry in LISTED.items() if entry["why"] == "kept_by"))
def test_what_is_kept_elsewhere_is_kept_by_a_file_that_is_there(name: str) -> None:
    path = ROOT / LISTED[name]["kept_by"]
    assert path.is_file()
    if name.startswith("prior-"):
        assert name in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(name for name, entry in LISTED.items() if entry["why"] == "later"))
def test_what_waits_waits_for_a_part_that_is_not_built(name: str) -> None:
    waits_for = LISTED[name]["waits_for"]
    assert waits_for in NOT_BUILT
    assert not (ROOT / "src" / "spinewise" / waits_for / "__init__.py").exists(), f"{waits_for} is there now: use it"


def test_a_row_counts_as_used_only_where_it_is_named() -> None:
    assert "rf-cauda-equina-saddle" in cited()
    assert "claim-95-surgery" not in cited()
    assert knowledge().evidence.keys() >= rows().keys()
