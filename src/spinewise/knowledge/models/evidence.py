"""What is known, and who published it."""

from __future__ import annotations

from typing import Any

import msgspec


class EvidenceRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the evidence: what is known, how it was checked, and where it comes from.

    `stances` holds what each guideline says; `more` the entries that only some kinds of row have.
    """

    id: str
    statement: str
    tag: str
    figures: str = ""
    tag_text: str = ""
    action: str = ""
    needs_check: bool = False
    sources: tuple[str, ...] = ()
    seen_at: tuple[str, ...] = ()
    cells: dict[str, str] = {}
    stances: dict[str, dict[str, str]] = {}
    more: dict[str, Any] = {}


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """A publication in the bibliography."""

    key: str
    citation: str
    doi: str = ""
    doi_certain: bool = True
