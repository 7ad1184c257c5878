"""The evidence, row by row, and the publications and addresses it comes from."""

from __future__ import annotations

from collections.abc import Iterator

from spinewise.documents.review.files import Section
from spinewise.documents.review.guideline_pages import side_by_side
from spinewise.documents.review.library import TO_REPOSITORY, Library, evidence_page, place
from spinewise.documents.review.markdown import (
    anchor,
    bullets,
    code,
    heading,
    link,
    pairs,
    paragraph,
    safe,
    spaced,
    table,
)
from spinewise.documents.review.parts import NEEDS_CHECK, title_of
from spinewise.documents.review.words import plain_lines
from spinewise.knowledge.models import EvidenceRow


def evidence_names(library: Library) -> list[str]:
    """The pages of the evidence, in order."""
    return sorted({evidence_page(section.file) for section in library.beyond.sections})


def page_title(name: str) -> str:
    """`Evidence A`."""
    letter = name.removeprefix("evidence-").removesuffix(".md")
    return f"Evidence {letter.upper()}" if len(letter) == 1 else "Evidence: how it is written"


def evidence(library: Library, name: str) -> Iterator[str]:
    """One page of the evidence."""
    sections = [section for section in library.beyond.sections if evidence_page(section.file) == name]
    yield from heading(1, page_title(name))
    yield from bullets(link(safe(section.title), f"#{section_place(section)}") for section in sections)
    for section in sections:
        yield from heading(2, safe(section.title), section_place(section))
        yield from paragraph(link(code(section.file), TO_REPOSITORY + section.file))
        for row in section.rows:
            yield from evidence_row(library, library.kb.evidence[row])


def section_place(section: Section) -> str:
    """The name of a file's anchor."""
    return section.file.rpartition("/")[2].removesuffix(".yaml")


def evidence_row(library: Library, row: EvidenceRow) -> Iterator[str]:
    """One row in full."""
    yield anchor(place("evidence", row.id))
    yield ""
    yield from paragraph(f"**{code(row.id)}** {safe(row.statement)}" + (f" {NEEDS_CHECK}" if row.needs_check else ""))
    yield from pairs(
        [
            ("Figures", safe(row.figures)),
            ("What follows", safe(row.action)),
            ("How it was checked", f"{spaced(row.tag)} {safe(row.tag_text)}"),
            ("Sources", library.links("references", row.sources)),
            ("Seen at", library.links("addresses", row.seen_at)),
            ("Cited by", ", ".join(cited_by(library, row.id))),
        ]
    )
    if row.stances:
        yield from side_by_side(library, row.id)
    if row.cells:
        yield from table([safe(name) for name in row.cells], [[safe(cell) for cell in row.cells.values()]])
    if row.more:
        yield from plain_lines(row.more)
        yield ""


def cited_by(library: Library, row: str) -> Iterator[str]:
    """Links to the entries that cite a row."""
    for kind, entry_id in library.citations.get(row, {}):
        yield library.link(kind, entry_id, title_of(library.entries(kind)[entry_id]) or entry_id)


def sources(library: Library) -> Iterator[str]:
    """Publications, and the addresses at which figures were seen."""
    yield from heading(1, "Sources")
    yield from paragraph("[Publications](#publications) · [Addresses](#seen-at)")
    yield from heading(2, "Publications", "publications")
    for key, reference in library.kb.references.items():
        doubt = "" if reference.doi_certain else " (to be checked)"
        doi = f" DOI {code(reference.doi)}{doubt}" if reference.doi else ""
        yield f"- {anchor(place('references', key))}**{safe(key)}** {safe(reference.citation)}{doi}"
    yield ""
    yield from heading(2, "Addresses at which figures were seen", "seen-at")
    for key, words in library.kb.addresses.items():
        yield f"- {anchor(place('addresses', key))}**{safe(key)}** {code(words)}"
    yield ""
