"""What the pages need beyond the knowledge base: where things stand, the matrices as written, the promises."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from spinewise.knowledge.load import knowledge_folder, plain, read_claims
from spinewise.rules.facts import Vocabulary
from spinewise.rules.parse import read_rule
from spinewise.rules.tree import Claim, RuleNode
from spinewise.source.bind import Binder
from spinewise.source.nodes import Entries, Node, read_node


class Pledge(msgspec.Struct, frozen=True, kw_only=True):
    """A safety promise as its file says it; whether it holds is for the proofs to show."""

    id: str
    title: str
    promise: str
    hazard: str
    when: RuleNode | None
    because: tuple[Claim, ...]


class Matrix(msgspec.Struct, frozen=True, kw_only=True):
    """A precaution table as written: codes by row and column."""

    name: str
    columns: dict[str, str]
    cells: dict[str, dict[str, Any]]


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """One file of the evidence: its title, and its rows in order."""

    file: str
    title: str
    rows: tuple[str, ...]


class Beyond(msgspec.Struct, frozen=True, kw_only=True):
    """What the files hold beyond the knowledge base."""

    file_of_fact: dict[str, str]
    file_of_question: dict[str, str]
    matrices: tuple[Matrix, ...]
    sections: tuple[Section, ...]
    pledges: tuple[Pledge, ...]


def read_beyond(facts: Vocabulary, root: Path | None = None) -> Beyond:
    """Read the parts of the knowledge folder that the pages show as they are written."""
    folder = root or knowledge_folder()
    loads = entries(node_of(folder, "precautions/loads.yaml"), "columns")
    return Beyond(
        file_of_fact=files_by_entry(folder, "facts", "facts"),
        file_of_question=files_by_entry(folder, "questions", "questions"),
        matrices=(
            matrix(folder, "conditions", {name: str(plain_entry(node, "title")) for name, node in loads.items()}),
            matrix(folder, "agents", {}),
        ),
        sections=tuple(section(path, folder) for path in sorted(folder.glob("evidence/*.yaml"))),
        pledges=tuple(pledge for path in sorted(folder.glob("invariants/*.yaml")) for pledge in pledges(path, facts)),
    )


def node_of(folder: Path, name: str) -> Node:
    """One file as a tree."""
    return read_node((folder / name).read_bytes(), file=f"knowledge/{name}")


def entries(node: Node, key: str) -> dict[str, Node]:
    """The entries under a key; none when the file has none."""
    inner = node.get(key) if isinstance(node, Entries) else None
    return inner.of if isinstance(inner, Entries) else {}


def plain_entry(node: Node, key: str) -> Any:
    """One value under a key."""
    inner = node.get(key) if isinstance(node, Entries) else None
    return plain(inner) if inner is not None else ""


def files_by_entry(folder: Path, kind: str, key: str) -> dict[str, str]:
    """In which file each entry stands."""
    found: dict[str, str] = {}
    for path in sorted(folder.glob(f"{kind}/*.yaml")):
        name = path.relative_to(folder).as_posix()
        found |= dict.fromkeys(entries(node_of(folder, name), key), f"knowledge/{name}")
    return found


def matrix(folder: Path, name: str, columns: dict[str, str]) -> Matrix:
    """One precaution table; without titles the columns are named by its cells."""
    rows = entries(node_of(folder, f"precautions/{name}.yaml"), "rows")
    cells = {row: dict(plain_entry(node, "cells") or {}) for row, node in rows.items()}
    named = columns or {column: column.replace("_", " ") for row in cells.values() for column in row}
    return Matrix(name=name, columns=named, cells=cells)


def section(path: Path, folder: Path) -> Section:
    """One evidence file."""
    name = path.relative_to(folder).as_posix()
    node = node_of(folder, name)
    rows = tuple(entries(node, "rows"))
    return Section(file=f"knowledge/{name}", title=str(plain_entry(node, "title") or path.stem), rows=rows)


def pledges(path: Path, facts: Vocabulary) -> list[Pledge]:
    """The promise of one file; none when it holds something else."""
    node = read_node(path.read_bytes(), file=f"knowledge/invariants/{path.name}")
    if not isinstance(node, Entries) or "promise" not in node.of:
        return []
    binder, when, because = Binder(), node.get("when"), node.get("because")
    return [
        Pledge(
            id=path.stem,
            title=str(plain_entry(node, "title")),
            promise=str(plain_entry(node, "promise")),
            hazard=str(plain_entry(node, "hazard")),
            when=read_rule(binder, when, facts) if when is not None else None,
            because=read_claims(binder, because) if because is not None else (),
        )
    ]
