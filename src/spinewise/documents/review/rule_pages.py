"""The pages of the rules: red flags, categories, starts, presumptions, contradictions, precautions, promises."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spinewise.documents.review.files import Matrix
from spinewise.documents.review.library import Library, place
from spinewise.documents.review.markdown import bullets, code, heading, link, paragraph, safe, spaced, table, verbatim
from spinewise.documents.review.parts import claims, contents, evidence_of, head, reads, rule, title_of
from spinewise.documents.review.words import limits_words, pattern_words
from spinewise.knowledge.models import Effect, Pattern, Precaution
from spinewise.rules.render import rule_words, value_words

CODES = {
    "conditions": "X left out · C only with a clinician's reason · + encouraged · . nothing",
    "agents": "A do not · L not over that area · P a clinician decides · . nothing",
}
MATRIX_TITLES = {"conditions": "Conditions and loads", "agents": "Conditions and treatments"}


def red_flags(library: Library) -> Iterator[str]:
    """Red flags, by what they point to; the most urgent first."""
    yield from heading(1, "Red flags")
    yield from paragraph(
        "A rule that is *yes* raises the urgency; the strictest wins. None of them can be waived: a clinician clears "
        "the family after an examination."
    )
    kb = library.kb
    yield from bullets(link(safe(family.title), f"#{place('families', name)}") for name, family in kb.families.items())
    for name, family in kb.families.items():
        flags = [flag for flag in kb.red_flags.values() if flag.points_to == name]
        yield from heading(2, safe(family.title), place("families", name))
        belongs = spaced(family.category.value) if family.category else "no category of its own"
        yield from paragraph(
            f"Family {code(name)}; belongs in: {belongs}. Read in {library.file_link('families', name)}."
        )
        for flag in sorted(flags, key=lambda one: -one.urgency.rank):
            yield from rule(library, "red_flags", flag, [("Urgency", flag.urgency.value), ("Waiver", flag.waiver)])


def categories(library: Library) -> Iterator[str]:
    """Positive evidence for a category, a subgroup or a label."""
    yield from heading(1, "Categories, subgroups and labels")
    yield from contents(library, "categories")
    for one in library.kb.categories.values():
        decides = [
            ("Category", "none: a label that is only shown" if one.label else spaced(one.category.value)),
            ("Subgroup", code(one.subgroup) if one.subgroup else ""),
            ("Would be settled by", library.links("facts", one.deciders)),
        ]
        yield from rule(library, "categories", one, decides)


def starts(library: Library) -> Iterator[str]:
    """Reasons to start therapy."""
    yield from heading(1, "When it is time for physical therapy")
    yield from paragraph("Any one of these makes it physical therapy; without one it is self-care with a review.")
    yield from contents(library, "starts")
    for one in library.kb.starts.values():
        yield from rule(library, "starts", one, [])


def starting_rungs(library: Library) -> Iterator[str]:
    """Where somebody may start on a ladder."""
    yield from heading(1, "Where somebody starts on a ladder")
    yield from paragraph(
        "Everybody starts on the easiest rung that suits them, unless a line here holds. It lets nobody do what is "
        "not cleared, and before an examination none of it counts."
    )
    yield from contents(library, "starting_rungs")
    for one in library.kb.starting_rungs.values():
        more = [("After", safe(one.after.replace("_", " "))), ("Rungs up", str(one.rungs_up))]
        yield from rule(library, "starting_rungs", one, more)


def presumptions(library: Library) -> Iterator[str]:
    """What is taken for granted, and when."""
    yield from heading(1, "What may be taken for granted before an examination")
    yield from contents(library, "presumptions")
    for one in library.kb.presumptions.values():
        fact = library.kb.facts[one.fact]
        taken = f"{library.link('facts', one.fact, fact.clinician)}: {safe(value_words(fact, typed(one.presume)))}"
        at = ", ".join(library.link("tiers", tier.value, tier.value) for tier in one.at_tiers)
        yield from rule(library, "presumptions", one, [("Taken for granted", taken), ("At tiers", at)])


def typed(word: str) -> bool | str:
    """A presumed value as its fact has it."""
    return {"true": True, "false": False}.get(word, word)


def contradictions(library: Library) -> Iterator[str]:
    """Answers that cannot both be true."""
    yield from heading(1, "Answers that cannot both be true")
    yield from contents(library, "contradictions")
    for one in library.kb.contradictions.values():
        yield from rule(library, "contradictions", one, [("Asked instead", safe(one.instead))])


def precautions(library: Library) -> Iterator[str]:
    """The two matrices, then every row and every single precaution."""
    yield from heading(1, "Precautions")
    yield from paragraph(
        "Levels: go, caution (only with a clinician's reason), hold, exclude. While a rule is unknown, "
        "an exclusion holds back and a caution stays a caution. The strictest wins."
    )
    for one in library.beyond.matrices:
        yield from matrix(library, one)
    yield from heading(2, "Each precaution", "each")
    yield from contents(library, "precautions")
    for each in library.kb.precautions.values():
        yield from precaution(library, each)


def matrix(library: Library, one: Matrix) -> Iterator[str]:
    """A table of codes, a row a condition."""
    yield from heading(2, MATRIX_TITLES[one.name], f"matrix-{one.name}")
    yield from paragraph(CODES[one.name] + " or blank · \\* narrowed or limited, see the row")
    if one.name == "conditions":
        yield from bullets(f"**{name}** {safe(title)}" for name, title in one.columns.items())
    head_cells = (
        "Condition",
        *(safe(name if one.name == "conditions" else title) for name, title in one.columns.items()),
    )
    rows = []
    for row, cells in one.cells.items():
        name = f"precautions/{row}"
        shown = [code_words(cells.get(column, "")) for column in one.columns]
        rows.append((library.link("precautions", name, title_of(library.kb.precautions.get(name))), *shown))
    yield from table(head_cells, rows)


def code_words(cell: Any) -> str:
    """A cell in a few signs."""
    if isinstance(cell, list):
        return " ".join(code_words(part) for part in cell)
    if isinstance(cell, dict):
        return safe(f"{cell.get('code', '')}*")
    return safe(cell)


def precaution(library: Library, one: Precaution) -> Iterator[str]:
    """One condition: what it does, and on what grounds."""
    decides = [
        ("Key rule", safe(one.key_rule)),
        *(effect_words(effect) for effect in one.effects),
        *(("Encourages", encouraged_words(pattern)) for pattern in one.encourages),
        ("May be waived by", "nobody" if one.waiver.value == "never" else f"a {one.waiver.value}, with a reason"),
    ]
    yield from rule(library, "precautions", one, decides)


def effect_words(effect: Effect) -> tuple[str, str]:
    """A level, and what it is laid on."""
    limits = limits_words(effect.limit)
    column = f" ({code(effect.column)})" if effect.column not in ("forbids", "cautions") else ""
    return effect.level.value.capitalize(), pattern_words(effect.to) + column + (
        f"; at most {limits}" if limits else ""
    )


def encouraged_words(pattern: Pattern) -> str:
    """What is encouraged."""
    return pattern_words(pattern)


def promises(library: Library) -> Iterator[str]:
    """The safety promises, as written; the proofs are in the safety case."""
    yield from heading(1, "Safety promises")
    yield from paragraph(
        "Each promise is written without looking at the rules that keep it. "
        f"{link('The safety case', '../safety-case.md')} shows which rules that is, for every combination of answers."
    )
    yield from contents(library, "invariants")
    for one in library.beyond.pledges:
        yield from head(library, "invariants", one.id, one.title)
        yield from paragraph(safe(one.promise))
        yield from paragraph(f"**Hazard:** {safe(one.hazard.replace('-', ' '))}")
        if one.when is not None:
            yield from verbatim(rule_words(one.when, library.kb.facts))
        yield from claims(library, one.because)
        yield from evidence_of(library, one)
        yield from reads(library, one)
