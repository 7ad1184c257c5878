"""The questions, screen by screen as the person sees them, and what each answer means to the rules."""

from __future__ import annotations

from collections.abc import Iterator

from spinewise.documents.review.library import Library, claims_in, place
from spinewise.documents.review.markdown import anchor, bullets, code, heading, paragraph, safe, spaced
from spinewise.documents.review.parts import claim_cells, title_of
from spinewise.knowledge.models import Question
from spinewise.rules.facts import (
    Band,
    Count,
    DaysSince,
    Derivation,
    Difference,
    Fact,
    Kind,
    Vocabulary,
    WorstOf,
    WorstThatHolds,
)  # fmt: skip
from spinewise.rules.render import heading as group_words
from spinewise.rules.render import leaf_words, number_words, value_words
from spinewise.rules.tree import Combine, Group, Leaf, RuleNode

STAGES = {
    "safety": "Safety", "category": "What kind of pain", "plan": "What suits the person",
    "examination": "At the examination",
}  # fmt: skip
KIND_OF_READER = {
    "red_flags": "red flag", "categories": "category", "starts": "start", "presumptions": "presumption",
    "starting_rungs": "starting rung",
    "contradictions": "contradiction", "precautions": "precaution", "facts": "worked-out fact",
    "measures": "measure", "invariants": "safety promise",
}  # fmt: skip


def questions(library: Library) -> Iterator[str]:
    """All screens in order, then what is worked out, then facts on no screen."""
    yield from heading(1, "Questions and facts")
    yield from paragraph(
        "The screens in the order they are asked. A screen is shown only while an answer on it still matters."
    )
    yield from paragraph(
        "[Worked out from other answers](#worked-out) · [On no screen](#on-no-screen) · "
        "[Short public version](#public-version)"
    )
    shown: set[str] = set()
    for stage, title in STAGES.items():
        yield from heading(2, title, f"stage-{stage}")
        for question in (one for one in library.kb.questions.values() if one.stage == stage):
            yield from screen(library, question, shown)
    yield from others(library, shown)
    yield from public_version(library)


def screen(library: Library, question: Question, shown: set[str]) -> Iterator[str]:
    """One screen, its facts in full where they come first."""
    yield from heading(3, safe(question.title), place("questions", question.id))
    yield from paragraph(f"Screen {code(question.id)} · {library.file_link('questions', question.id)}")
    yield from paragraph(safe(question.hint))
    for fact in question.facts:
        if fact in shown:
            yield from bullets([f"Asked before: {library.link('facts', fact, library.kb.facts[fact].person)}"])
        else:
            yield from fact_part(library, library.kb.facts[fact])
        shown.add(fact)
    if question.none_of_these:
        yield from paragraph("*None of these* answers every line of this screen with its least.")


def others(library: Library, shown: set[str]) -> Iterator[str]:
    """Facts that no screen asks."""
    rest = [fact for fact in library.kb.facts.values() if fact.id not in shown]
    for title, name, facts in (
        ("Worked out from other answers", "worked-out", [fact for fact in rest if fact.derive]),
        ("On no screen", "on-no-screen", [fact for fact in rest if not fact.derive]),
    ):
        yield from heading(2, title, name)
        yield from paragraph("" if facts else "None.")
        for fact in facts:
            yield from fact_part(library, fact)


def public_version(library: Library) -> Iterator[str]:
    """Which questions the short version puts together."""
    yield from heading(2, "The short public version", "public-version")
    screens = library.kb.interview.public.values()
    yield from bullets(f"**{safe(one.title)}** {library.links('questions', one.questions)}" for one in screens)


def fact_part(library: Library, fact: Fact) -> Iterator[str]:
    """One fact: the question and the answers as asked, then what the clinician needs to know of it."""
    yield anchor(place("facts", fact.id))
    yield ""
    yield from paragraph(f"**{safe(fact.person)}** {answers_words(fact)}".rstrip())
    yield from paragraph(f"*{safe(fact.help)}*" if fact.help else "")
    yield from bullets(
        [
            f"{safe(fact.clinician)} · {code(fact.id)} · {library.file_link('facts', fact.id)}",
            standing(fact),
            *applies_lines(library, fact),
            *(derived_lines(library, fact.derive) if fact.derive else []),
            *claim_lines(library, fact),
            f"Evidence: {library.links('evidence', fact.evidence)}" if fact.evidence else "",
            readers_line(library, fact),
        ]
    )


def answers_words(fact: Fact) -> str:
    """The answers to choose from, as the person reads them."""
    if fact.kind is Kind.YES_NO:
        return "Yes · No"
    if fact.options:
        return " · ".join(safe(option.person) for option in fact.options)
    if fact.range is not None:
        low, high = fact.range
        return safe(f"{number_words(low)} to {number_words(high)} {fact.unit}".rstrip())
    return {Kind.DATE: "a date", Kind.TEXT: "in words"}.get(fact.kind, "")


def standing(fact: Fact) -> str:
    """Who answers, what not sure counts as, and how long an answer stays good."""
    asked = " or ".join(role.value for role in fact.asked_of) or "nobody: worked out"
    said = [f"Asked of: {asked}", f"privacy: {fact.privacy}"]
    if not fact.derive:
        counts = f"counts as {value_words(fact, fact.not_sure)}" if fact.not_sure is not None else "stays unknown"
        said.append(f"not sure {safe(counts)}")
    said += [f"good for {fact.valid_days} days"] if fact.valid_days else []
    return " · ".join(said)


def applies_lines(library: Library, fact: Fact) -> list[str]:
    """When it is asked, and what it is when it is not."""
    if fact.applies is None:
        return []
    rule = inline(fact.applies.when, library.kb.facts)
    return [f"Asked only when: {safe(rule)}. Otherwise: {safe(value_words(fact, fact.applies.otherwise))}"]


def inline(node: RuleNode, facts: Vocabulary) -> str:
    """A short rule in one line: `all of (a; b)`."""
    if isinstance(node, Leaf):
        return leaf_words(node, facts[node.fact])
    inner = "; ".join(inline(part, facts) for part in node.of)
    return inner if len(node.of) == 1 and node.combine is not Combine.NONE else f"{lead(node)} ({inner})"


def lead(group: Group) -> str:
    """The words before the parts of a group."""
    return group_words(group).rstrip(":").replace("these", "").strip().lower()


def derived_lines(library: Library, derive: Derivation) -> list[str]:
    """How a fact is worked out."""
    facts = library.kb.facts
    match derive:
        case Band(of=of, bands=bands):
            return [f"Worked out from {fact_link(library, of)}: {bands_words(bands)}"]
        case Count(of=tests):
            return ["How many of these hold: " + "; ".join(safe(leaf_words(leaf, facts[leaf.fact])) for leaf in tests)]
        case Difference(of=of, minus=minus):
            return [f"{fact_link(library, of)} minus {fact_link(library, minus)}"]
        case DaysSince(of=of):
            return [f"Days since {fact_link(library, of)}"]
        case WorstOf(of=of):
            return ["The worst of " + ", ".join(fact_link(library, one) for one in of)]
        case WorstThatHolds(levels=levels):
            rules = [f"{spaced(level)}: {safe(inline(node, facts))}" for level, node in levels.items()]
            return ["The worst that holds; otherwise the first option", *rules]


def bands_words(bands: tuple[tuple[str, float | None], ...]) -> str:
    """The bands with their upper ends."""
    said = [
        f"{spaced(name)} below {number_words(end)}" if end is not None else f"then {spaced(name)}"
        for name, end in bands
    ]
    return ", ".join(said)


def fact_link(library: Library, fact: str) -> str:
    """A link to a fact by its clinical name."""
    return library.link("facts", fact, library.kb.facts[fact].clinician)


def claim_lines(library: Library, fact: Fact) -> list[str]:
    """What the fact rests on."""
    lines = []
    for line, claim in claims_in(fact):
        where, supports, certainty, row = claim_cells(library, line, claim)
        about = "" if line is None else f"{where}: "
        lines.append(f"Because: {about}{supports} ({certainty}{', ' + row if row else ''})")
    return lines


def readers_line(library: Library, fact: Fact) -> str:
    """Who reads it."""
    readers = library.readers.get(fact.id, [])
    if not readers:
        return "Read by no rule: it serves choosing, planning, wording or documents"
    named = [
        library.link(kind, entry_id, f"{KIND_OF_READER[kind]}: {title_of(library.entries(kind)[entry_id])}")
        for kind, entry_id in readers
    ]
    return "Read by " + "; ".join(named)
