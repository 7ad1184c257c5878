"""What the guidelines say side by side, where they disagree, and which claims do not stand."""

from __future__ import annotations

from collections.abc import Iterator

from spinewise.documents.review.library import Library
from spinewise.documents.review.markdown import heading, paragraph, safe, table
from spinewise.documents.review.parts import row_line
from spinewise.knowledge.models import EvidenceRow

STANCES = {
    "R": "recommended", "C": "conditional", "X": "**against**", "P": "only in a package", "-": "no statement",
    "n/a": "does not apply", "in_words": "",
}  # fmt: skip
FOR, AGAINST = {"R", "C", "P"}, {"X"}


def stance_words(stance: dict[str, str]) -> str:
    """What one guideline says."""
    said = [STANCES.get(stance.get("code", "-"), ""), safe(stance.get("note", ""))]
    return ": ".join(part for part in said if part)


def side_by_side(library: Library, row_id: str) -> Iterator[str]:
    """One row of the guideline matrix as a table."""
    row, names = library.kb.evidence[row_id], library.kb.guidelines
    cells = [stance_words(row.stances.get(key, {})) for key in names]
    yield from table([safe(name) for name in names.values()], [cells])


def guideline_table(library: Library, rows: list[EvidenceRow]) -> Iterator[str]:
    """Several rows side by side."""
    names = library.kb.guidelines
    cells = [
        (library.link("evidence", row.id), *(stance_words(row.stances.get(key, {})) for key in names)) for row in rows
    ]
    yield from table(["Row", *(safe(name) for name in names.values())], cells)


def disagrees(row: EvidenceRow) -> bool:
    """Whether one guideline is for it and another against."""
    codes = {stance.get("code", "-") for stance in row.stances.values()}
    return bool(codes & FOR) and bool(codes & AGAINST)


def disagrees_in_words(row: EvidenceRow) -> bool:
    """Whether one guideline is against and another has only words, none being plainly for it."""
    codes = {stance.get("code", "-") for stance in row.stances.values()}
    return bool(codes & AGAINST) and "in_words" in codes and not codes & FOR


def disagreements(library: Library) -> Iterator[str]:
    """Where guidelines disagree, then everything side by side."""
    rows = [row for row in library.kb.evidence.values() if row.stances]
    yield from heading(1, "Where guidelines disagree")
    yield from paragraph(
        "One recommends it, allows it or names it as part of a package; another advises against it. A stance that is "
        "only in words is shown and not counted. Spinewise shows the disagreement and lets the clinician choose."
    )
    yield from guideline_table(library, [row for row in rows if disagrees(row)])
    yield from heading(2, "One against, another in words", "in-words")
    yield from paragraph("Read the words: they may or may not speak for it.")
    yield from guideline_table(library, [row for row in rows if disagrees_in_words(row)])
    yield from heading(2, "The rest side by side", "the-rest")
    rest = [row for row in rows if not disagrees(row) and not disagrees_in_words(row)]
    yield from guideline_table(library, rest)


def claims_checked(library: Library) -> Iterator[str]:
    """Claims that are often read, what the evidence says, and how the product says it."""
    rows = [row for row in library.kb.evidence.values() if "claim" in row.more]
    shown = [row for row in rows if not must_not_be_shown(row)]
    yield from heading(1, "Claims, checked")
    yield from claim_table(library, shown)
    yield from heading(2, "Must not be shown", "must-not-be-shown")
    yield from claim_table(library, [row for row in rows if must_not_be_shown(row)])
    yield from heading(2, "Errors that are easily made", "traps")
    traps = [row for row in library.kb.evidence.values() if "trap" in row.more]
    cells = [
        (library.link("evidence", row.id), safe(row.more["trap"]), safe(row.more.get("correct", ""))) for row in traps
    ]
    yield from table(("Row", "Wrong", "Right"), cells)
    yield from heading(2, "Sources of the claims", "claim-sources")
    yield from (f"- {row_line(library, row)}" for row in rows)
    yield ""


def must_not_be_shown(row: EvidenceRow) -> bool:
    """Whether the product may not repeat the claim."""
    return "must not be shown" in str(row.more.get("product_wording", ""))


def claim_table(library: Library, rows: list[EvidenceRow]) -> Iterator[str]:
    """Claims as a table."""
    cells = [
        (
            library.link("evidence", row.id),
            *(safe(row.more.get(part, "")) for part in ("claim", "origin", "evidence", "product_wording")),
        )
        for row in rows
    ]
    yield from table(("Row", "Claim", "Where it was seen", "What the evidence says", "How we say it"), cells)
