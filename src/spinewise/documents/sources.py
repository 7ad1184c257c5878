"""Which evidence a document rests on: cited by number, listed once, quoted whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from spinewise.knowledge.models import EvidenceRow, KnowledgeBase

LONGEST_CITATION = 64


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the list of sources; `says` is empty when only the row's name is given."""

    number: int
    row: str
    says: str
    publications: tuple[str, ...]


class Sources:
    """Evidence rows numbered in the order in which a document first cites them."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._rows: list[str] = []
        self._quoted: set[str] = set()

    def cite(self, rows: Iterable[str], *, quote: bool = True) -> tuple[int, ...]:
        """The numbers of these rows; rows cited before keep theirs.

        A quoted row is printed with its whole statement: half a statement can say the opposite.
        """
        known = [row for row in dict.fromkeys(rows) if row in self._kb.evidence]
        self._rows += [row for row in known if row not in self._rows]
        self._quoted |= set(known) if quote else set()
        return tuple(sorted(self._rows.index(row) + 1 for row in known))

    @property
    def listed(self) -> tuple[Source, ...]:
        """Every cited row with what it says and where that comes from."""
        return tuple(self._source(number, row) for number, row in enumerate(self._rows, start=1))

    def _source(self, number: int, row: str) -> Source:
        evidence = self._kb.evidence[row]
        says = evidence.statement if row in self._quoted else ""
        return Source(number=number, row=row, says=says, publications=tuple(self._publications(evidence)))

    def _publications(self, evidence: EvidenceRow) -> Iterable[str]:
        for key in evidence.sources:
            reference = self._kb.references.get(key)
            yield shortened(reference.citation) if reference else key


def shortened(citation: str) -> str:
    """A citation cut at a word: authors and title are enough to find it."""
    if len(citation) <= LONGEST_CITATION:
        return citation
    return citation[:LONGEST_CITATION].rsplit(" ", 1)[0].rstrip(",;:.") + " …"
