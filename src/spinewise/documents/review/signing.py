"""What waits for a clinician: lines to sign, lines without evidence, evidence to check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from spinewise.documents.review.library import Library
from spinewise.documents.review.markdown import heading, paragraph, safe, table
from spinewise.documents.review.parts import line_words, row_line, title_of
from spinewise.rules.tree import Certainty, Claim, Group, Leaf

BOX = "☐"


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """One line that waits, and where it stands."""

    kind: str
    entry: str
    file: str
    line: Leaf | Group | None
    claim: Claim


def waiting(library: Library, certainty: Certainty) -> list[Waiting]:
    """Every line of this certainty, by file."""
    found = [
        Waiting(kind=kind, entry=entry_id, file=library.file(kind, entry_id), line=line, claim=claim)
        for kind, entry_id, line, claim in library.claims
        if claim.certainty is certainty
    ]
    return sorted(found, key=lambda one: one.file)


def to_sign(library: Library) -> Iterator[str]:
    """The page to go through with a pen."""
    to_be_signed = waiting(library, Certainty.SIGN_OFF)
    without = waiting(library, Certainty.UNVERIFIED)
    rows = [row for row in library.kb.evidence.values() if row.needs_check]
    yield from heading(1, "To sign")
    yield from paragraph(
        "Lines that were composed for this product and wait for a licensed clinician, file by file. Copy or print the "
        "page, tick what you agree with, and write who and when. This page is made from the files: what is ticked here "
        "is gone when it is made again. Keep the signed copy with the release; what you do not agree with is "
        "changed in the file that is named."
    )
    yield from paragraph(
        f"{len(to_be_signed)} lines to sign · {len(without)} lines without evidence · {len(rows)} rows to check"
    )
    yield from heading(2, "Waiting for sign-off", "sign-off")
    yield from by_file(library, to_be_signed)
    yield from heading(2, "Unverified: no evidence row", "unverified")
    yield from by_file(library, without)
    yield from heading(2, "Evidence rows that need a check", "needs-check")
    yield from paragraph("The figure has to be looked up in the paper that is cited.")
    yield from table(("", "Row", "Who", "When"), [(BOX, row_line(library, row), "", "") for row in rows])


def by_file(library: Library, lines: Iterable[Waiting]) -> Iterator[str]:
    """A table for each file."""
    grouped: dict[str, list[Waiting]] = {}
    for one in lines:
        grouped.setdefault(one.file, []).append(one)
    for file, inside in grouped.items():
        yield from heading(3, f"`{file}`")
        yield from table(
            ("", "Entry", "Line", "What is to be agreed", "Who", "When"), [cells(library, one) for one in inside]
        )


def cells(library: Library, one: Waiting) -> tuple[str, ...]:
    """One line of the table."""
    title = title_of(library.entries(one.kind)[one.entry]) or one.entry
    why = f" ({safe(one.claim.why_unverified)})" if one.claim.why_unverified else ""
    seen = f" {library.link('evidence', one.claim.evidence)}" if one.claim.evidence else ""
    words = safe(one.claim.supports) + why + seen
    return BOX, library.link(one.kind, one.entry, title), line_words(one.line, library.kb.facts), words, "", ""
