"""The two safety matrices as tables: a row a condition, a column a kind of load or an agent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from spinewise.errors import nearest, one_of
from spinewise.knowledge.ladders import Level, WaiverBy
from spinewise.knowledge.models import Effect, Example, Limits, Pattern, Precaution, RuleFile, Told
from spinewise.rules.tree import Claim, RuleNode
from spinewise.source.bind import Binder, Unbound
from spinewise.source.nodes import Entries, Items, Node, Text

LOAD_CODES = {"X": Level.EXCLUDE, "C": Level.CAUTION}
AGENT_CODES = {"A": Level.EXCLUDE, "L": Level.CAUTION, "P": Level.CAUTION}
NOTHING, ENCOURAGED = ".", "+"


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of load: which demands it means."""

    title: str
    to: tuple[Pattern, ...]


class ColumnFile(msgspec.Struct, frozen=True, kw_only=True):
    """`loads.yaml`."""

    columns: dict[str, Column]


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """One cell: a code, narrowed to part of the column where the row says so."""

    code: str
    only: Pattern = Pattern()
    limit: Limits = Limits()


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One condition."""

    title: str
    when: RuleNode
    waiver: WaiverBy
    key_rule: str
    tell: Told
    examples: tuple[Example, ...]
    cells: dict[str, Any]
    evidence: tuple[str, ...] = ()
    because: tuple[Claim, ...] = ()


class RowFile(msgspec.Struct, frozen=True, kw_only=True):
    """`conditions.yaml` or `agents.yaml`."""

    rows: dict[str, Row]


class SinglePrecaution(RuleFile, frozen=True, kw_only=True):
    """A precaution in a file of its own."""

    waiver: WaiverBy
    tell: Told
    key_rule: str = ""
    forbids: tuple[Pattern, ...] = ()
    cautions: tuple[Pattern, ...] = ()
    limit: Limits = Limits()

    def as_precaution(self) -> Precaution:
        """The same shape that a table row has."""
        effects = [Effect(level=Level.EXCLUDE, column="forbids", to=to) for to in self.forbids]
        effects += [Effect(level=Level.CAUTION, column="cautions", to=to, limit=self.limit) for to in self.cautions]
        return Precaution(
            id=self.id, file=self.file, title=self.title, when=self.when, examples=self.examples,
            evidence=self.evidence, because=self.because, effects=tuple(effects), waiver=self.waiver,
            key_rule=self.key_rule, tell=self.tell,
        )  # fmt: skip


def read_cells(binder: Binder, node: Node) -> tuple[Cell, ...]:
    """A cell: a code, `{code, only, limit}`, or a list of them."""
    if isinstance(node, Items):
        return tuple(cell for part in node.of for cell in read_cells(binder, part))
    if isinstance(node, Text):
        return (Cell(code=node.value),)
    return (binder.bind(node, Cell),)


def read_columns(binder: Binder, node: Node) -> dict[str, tuple[Pattern, ...]]:
    """The columns of the load matrix."""
    read = binder.try_bind(node, ColumnFile)
    return {name: column.to for name, column in read.columns.items()} if read else {}


def agent_columns(agents: tuple[str, ...]) -> dict[str, tuple[Pattern, ...]]:
    """The columns of the modality matrix: one an agent."""
    return {agent: (msgspec.convert({"agent": [agent]}, Pattern),) for agent in agents}


def read_rows(
    binder: Binder, node: Node, columns: dict[str, tuple[Pattern, ...]], codes: dict[str, Level], *, file: str
) -> dict[str, Precaution]:
    """Every row of a matrix as a precaution."""
    read = binder.try_bind(node, RowFile)
    if read is None or not isinstance(node, Entries):
        return {}
    rows = node.of["rows"]
    assert isinstance(rows, Entries)
    made = {}
    for name, row in read.rows.items():
        try:
            made[f"precautions/{name}"] = _precaution(binder, name, row, rows.of[name], columns, codes, file=file)
        except Unbound:
            continue
    return made


def _precaution(
    binder: Binder, name: str, row: Row, node: Node, columns: dict[str, tuple[Pattern, ...]],
    codes: dict[str, Level], *, file: str,
) -> Precaution:  # fmt: skip
    assert isinstance(node, Entries)
    said = list(_said(binder, node.of["cells"], columns, codes))
    effects = tuple(
        Effect(level=codes[cell.code], column=column, to=part, limit=cell.limit)
        for column, cell, to in said
        if cell.code in codes
        for part in to
    )
    encourages = tuple(part for _, cell, to in said if cell.code == ENCOURAGED for part in to)
    return Precaution(
        id=f"precautions/{name}", file=file, title=row.title, when=row.when, examples=row.examples,
        evidence=row.evidence or (name,), because=row.because, effects=effects, encourages=encourages,
        waiver=row.waiver, key_rule=row.key_rule, tell=row.tell,
    )  # fmt: skip


def _said(
    binder: Binder, cells: Node, columns: dict[str, tuple[Pattern, ...]], codes: dict[str, Level]
) -> Iterator[tuple[str, Cell, list[Pattern]]]:
    """Each cell of a row with the demands it means."""
    assert isinstance(cells, Entries)
    for column, node in cells.of.items():
        if column not in columns:
            hint = nearest(column, columns) or one_of(columns)
            binder.note(cells.keys[column], f"no column is called '{column}'", hint)
            continue
        for cell in _try_cells(binder, node):
            if cell.code in codes and any(widens(pattern, cell.only) for pattern in columns[column]):
                what = f"`only` here means something outside the column {column}"
                binder.note(node.place, what, "Narrow the column, or use another")
            if cell.code not in (known := (*codes, ENCOURAGED, NOTHING)):
                binder.note(node.place, f"'{cell.code}' is not a code", one_of(known))
            yield column, cell, [narrowed(pattern, cell.only) for pattern in columns[column]]


def _try_cells(binder: Binder, node: Node) -> tuple[Cell, ...]:
    try:
        return read_cells(binder, node)
    except Unbound:
        return ()


def widens(pattern: msgspec.Struct, only: msgspec.Struct) -> bool:
    """Whether a narrowing names something that the column itself leaves out."""
    return any(_outside(getattr(pattern, name), wanted) for name, wanted in _given(only).items())


def _outside(meant: Any, wanted: Any) -> bool:
    if isinstance(wanted, msgspec.Struct):
        return meant is not None and widens(meant, wanted)
    return bool(meant) and not set(wanted) <= set(meant)


def narrowed(pattern: Pattern, only: Pattern) -> Pattern:
    """The column's pattern with the row's grading on top of it."""
    changes = _given(only)
    if pattern.moves is not None and only.moves is not None:
        changes["moves"] = msgspec.structs.replace(pattern.moves, **_given(only.moves))
    return msgspec.structs.replace(pattern, **changes)


def _given(part: msgspec.Struct) -> dict[str, Any]:
    return {name: value for name in part.__struct_fields__ if (value := getattr(part, name))}
