"""The page of the body chart: its places, what they mean, how pain is shaded, the skin of the nerve roots."""

from __future__ import annotations

from collections.abc import Iterator

from spinewise.documents.review.library import Library
from spinewise.documents.review.markdown import heading, paragraph, safe, table
from spinewise.documents.review.parts import claims, head
from spinewise.knowledge.models import BodyChart, Region


def body_chart(library: Library) -> Iterator[str]:
    """Everything about the chart that a clinician has to agree with."""
    yield from heading(1, "The body chart")
    chart = library.kb.body
    if chart is None:
        return
    yield from paragraph(f"What can be marked are the answers to {library.link('facts', chart.fact)}.")
    yield from head(library, "body", "body", "Regions", level=2)
    columns = ("Region", "Left and right", "Seen from", "How much", "Fits with", "Evidence")
    yield from table(columns, [region_row(library, name, one) for name, one in chart.regions.items()])
    yield from claims(library, chart)
    yield from shading(chart)
    yield from heading(2, "Skin of the nerve roots, for clinicians", "nerve-roots")
    yield from table(("Root", "Where"), [(root, safe(one.says)) for root, one in chart.dermatomes.items()])
    yield from heading(2, "Marks that do not fit with another answer", "clashes")
    told = [(safe(one.title), safe(one.instead)) for one in chart.clashes.values()]
    yield from table(("Said", "Asked instead"), told)


def region_row(library: Library, name: str, one: Region) -> tuple[str, ...]:
    """One region in a line."""
    seen = " and ".join(dict.fromkeys(patch.view for patch in one.patches))
    fits = [f"{library.link('facts', fact)}: {safe(', '.join(values))}" for fact, values in one.agrees.items()]
    number = library.link("facts", one.intensity) if one.intensity else ""
    words = safe(name.replace("_", " "))
    return words, "yes" if one.sided else "", seen, number, "; ".join(fits), library.link("evidence", one.evidence)


def shading(chart: BodyChart) -> Iterator[str]:
    """From which number on which step."""
    yield from heading(2, "How pain is shaded", "shading")
    steps = [(f"{shade.at_least} of 10", safe(shade.says), shade.pattern) for shade in chart.shades]
    yield from table(("From", "Called", "Pattern"), steps)
