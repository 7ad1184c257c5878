"""Parts that many pages share: an entry's head, its claims, its evidence, a rule in full."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from spinewise.documents.review.library import Library, claims_in, facts_read, place
from spinewise.documents.review.markdown import (
    bullets,
    code,
    heading,
    link,
    pairs,
    paragraph,
    safe,
    spaced,
    table,
    verbatim,
)  # fmt: skip
from spinewise.documents.review.words import CERTAINTY
from spinewise.knowledge.models import EvidenceRow, Example, RuleFile, Told
from spinewise.rules.facts import Vocabulary
from spinewise.rules.render import heading as group_words
from spinewise.rules.render import leaf_words, rule_words
from spinewise.rules.tree import Claim, Leaf

NEEDS_CHECK = "**NEEDS CHECK**"
Line = Any


def head(library: Library, kind: str, entry_id: str, title: str, *, level: int = 3) -> Iterator[str]:
    """The heading of an entry, its id, and the file it is written in."""
    yield from heading(level, safe(title), place(kind, entry_id))
    yield from paragraph(f"{code(entry_id)} · {library.file_link(kind, entry_id)}")


def told(says: Told) -> Iterator[str]:
    """What each reader is told."""
    yield from pairs([("The patient is told", safe(says.patient)), ("The clinician is told", safe(says.clinician))])


def line_words(line: Line, facts: Vocabulary) -> str:
    """A line of a rule as a phrase, with its number in the file."""
    if line is None:
        return "the entry as a whole"
    words = leaf_words(line, facts[line.fact]) if isinstance(line, Leaf) else group_words(line).rstrip(":")
    return f"{safe(words)} (line {line.line})" if line.line else safe(words)


def claim_cells(library: Library, line: Line, claim: Claim) -> tuple[str, str, str, str]:
    """One claim as cells of a table: line, what it supports, how sure, evidence row."""
    why = f" ({safe(claim.why_unverified)})" if claim.why_unverified else ""
    row = library.link("evidence", claim.evidence) if claim.evidence else ""
    return line_words(line, library.kb.facts), safe(claim.supports) + why, CERTAINTY[claim.certainty.value], row


def claims(library: Library, entry: Any) -> Iterator[str]:
    """Every claim of an entry, line by line."""
    rows = [claim_cells(library, line, claim) for line, claim in claims_in(entry)]
    yield from table(("Line", "What it rests on", "Certainty", "Evidence"), rows)


def evidence_of(library: Library, entry: Any) -> Iterator[str]:
    """The evidence rows of an entry, opened: its own, then those of its claims."""
    own: Iterable[str] = getattr(entry, "evidence", ())
    cited = [*own, *(claim.evidence for _, claim in claims_in(entry) if claim.evidence)]
    rows = [library.kb.evidence[row] for row in dict.fromkeys(cited)]
    if rows:
        yield from paragraph("**Evidence**")
        yield from bullets(row_line(library, row) for row in rows)


def row_line(library: Library, row: EvidenceRow) -> str:
    """One evidence row in one line: statement, figures, how it was checked, sources."""
    said = [f"{library.link('evidence', row.id)}: {safe(row.statement)}"]
    said += [f"*Figures:* {safe(row.figures)}."] if row.figures else []
    said += [NEEDS_CHECK] if row.needs_check else []
    said += [safe(row.tag_text)] if row.tag_text else []
    said += [f"*Sources:* {library.links('references', row.sources)}"] if row.sources else []
    return " ".join(said)


def examples(rows: Iterable[Example]) -> Iterator[str]:
    """Worked examples, which are run at every load."""
    cells = [(safe(row.name), given_words(row), row.expect.value) for row in rows]
    yield from table(("Example", "Given", "Expected"), cells)


def given_words(row: Example) -> str:
    """The answers of an example."""
    return "; ".join(f"{spaced(fact)}: {spaced(value)}" for fact, value in row.given.items()) or "nothing"


def reads(library: Library, entry: Any) -> Iterator[str]:
    """The facts that an entry reads."""
    facts = dict.fromkeys(facts_read(entry))
    named = ", ".join(library.link("facts", fact, library.kb.facts[fact].clinician) for fact in facts)
    yield from paragraph(f"**Reads:** {named}" if named else "")


def rule(library: Library, kind: str, one: RuleFile, decides: Iterable[tuple[str, str]]) -> Iterator[str]:
    """A rule in full."""
    yield from head(library, kind, one.id, one.title)
    yield from pairs(decides)
    yield from verbatim(rule_words(one.when, library.kb.facts))
    yield from claims(library, one)
    says = getattr(one, "tell", None)
    if says is not None:
        yield from told(says)
    yield from evidence_of(library, one)
    yield from examples(one.examples)
    yield from reads(library, one)


def contents(library: Library, kind: str) -> Iterator[str]:
    """The entries of a page, as a list of links."""
    named = library.entries(kind).items()
    yield from bullets(link(safe(title_of(entry)), f"#{place(kind, entry_id)}") for entry_id, entry in named)


def title_of(entry: Any) -> str:
    """One line for any entry."""
    title: Any = getattr(entry, "title", "") or getattr(entry, "clinician", "") or getattr(entry, "id", "")
    return title if isinstance(title, str) else str(title.clinician)
