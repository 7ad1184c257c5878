"""Where every entry stands on the pages, and who reads what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

import msgspec

from spinewise.documents.review.files import Beyond
from spinewise.documents.review.markdown import code, link, safe
from spinewise.knowledge.models import CategoryRule, Contradiction, KnowledgeBase, Presumption, RuleFile
from spinewise.rules.facts import Band, DaysSince, Difference, WorstOf
from spinewise.rules.tree import Claim, Group, Leaf

PAGES = {
    "red_flags": "red-flags.md", "families": "red-flags.md", "categories": "categories.md",
    "starts": "when-to-start.md", "presumptions": "presumptions.md", "contradictions": "contradictions.md",
    "starting_rungs": "starting-rungs.md",
    "precautions": "precautions.md", "facts": "questions.md", "questions": "questions.md",
    "exercises": "exercises.md", "modalities": "modalities.md", "lessons": "lessons.md", "presets": "presets.md",
    "bundles": "bundles.md", "tiers": "plan.md", "care": "plan.md", "measures": "measures.md", "norms": "measures.md",
    "programmes": "programmes.md", "references": "sources.md", "addresses": "sources.md", "invariants": "promises.md",
}  # fmt: skip
SINGLE = {
    "programme": "plan.md", "safety": "plan.md", "beside": "plan.md", "crisis": "plan.md",
    "daily": "plan.md", "body": "body-chart.md",
}  # fmt: skip
RULE_KINDS = (
    "red_flags", "categories", "starts", "presumptions", "contradictions", "precautions", "starting_rungs",
)  # fmt: skip
TO_REPOSITORY = "../../"
COMPOUND = (msgspec.Struct, dict, tuple, list)
CITED_BY = (
    *RULE_KINDS, "facts", "exercises", "modalities", "lessons", "presets", "bundles", "tiers", "measures", "norms",
    "programme", "programmes", "families", "safety", "daily", "invariants", "body",
)  # fmt: skip


class Library:
    """The knowledge base and where its entries stand on the pages."""

    def __init__(self, kb: KnowledgeBase, beyond: Beyond) -> None:
        self.kb = kb
        self.beyond = beyond

    def entries(self, kind: str) -> dict[str, Any]:
        """The entries of one kind, by id."""
        if kind == "invariants":
            return {pledge.id: pledge for pledge in self.beyond.pledges}
        if kind in SINGLE:
            return {kind: getattr(self.kb, kind)}
        found: dict[str, Any] = getattr(self.kb, kind)
        return found

    @cached_property
    def page_of_row(self) -> dict[str, str]:
        """The page of each evidence row: one a letter."""
        return {row: evidence_page(one.file) for one in self.beyond.sections for row in one.rows}

    def page(self, kind: str, entry_id: str) -> str:
        """The page that an entry stands on."""
        match kind:
            case "evidence":
                return self.page_of_row[entry_id]
            case "exercises":
                return exercise_page(area(entry_id))
            case _:
                return (PAGES | SINGLE)[kind]

    def target(self, kind: str, entry_id: str) -> str:
        """What a link to an entry points to."""
        return f"{self.page(kind, entry_id)}#{place(kind, entry_id)}"

    def link(self, kind: str, entry_id: str, words: str = "") -> str:
        """A link to an entry; its id when no words are given. No link where there is no such entry."""
        shown = safe(words) if words else code(entry_id)
        return link(shown, self.target(kind, entry_id)) if entry_id in self.entries(kind) else shown

    def links(self, kind: str, entry_ids: Iterable[str]) -> str:
        """Several links in one line."""
        return ", ".join(self.link(kind, entry_id) for entry_id in entry_ids)

    def file(self, kind: str, entry_id: str) -> str:
        """The file that an entry is written in."""
        entry = self.entries(kind)[entry_id]
        if isinstance(entry, RuleFile):
            return f"knowledge/{entry.file.partition('/')[2]}"
        if kind in ("facts", "questions"):
            known = self.beyond.file_of_fact if kind == "facts" else self.beyond.file_of_question
            return known[entry_id]
        if kind == "body":
            return "knowledge/body/regions.yaml"
        if kind in (*SINGLE, "tiers", "care", "families"):
            return f"knowledge/{kind}.yaml"
        folder = f"{kind}/" if kind in ("exercises", "invariants") else ""
        return f"knowledge/{folder}{entry_id}.yaml"

    def file_link(self, kind: str, entry_id: str) -> str:
        """A link to the file itself."""
        file = self.file(kind, entry_id)
        return link(code(file), TO_REPOSITORY + file)

    @cached_property
    def claims(self) -> list[tuple[str, str, Any, Claim]]:
        """Every claim there is: kind, entry, line, claim."""
        return [
            (kind, entry_id, line, claim)
            for kind in CITED_BY
            for entry_id, entry in self.entries(kind).items()
            for line, claim in claims_in(entry)
        ]

    @cached_property
    def citations(self) -> dict[str, dict[tuple[str, str], None]]:
        """Which entries cite each evidence row."""
        found: dict[str, dict[tuple[str, str], None]] = {}
        for kind in CITED_BY:
            for entry_id, entry in self.entries(kind).items():
                for row in (*getattr(entry, "evidence", ()), *filter(None, [getattr(entry, "stance", "")])):
                    found.setdefault(row, {})[kind, entry_id] = None
        for kind, entry_id, _, claim in self.claims:
            found.setdefault(claim.evidence, {})[kind, entry_id] = None
        return found

    @cached_property
    def readers(self) -> dict[str, list[tuple[str, str]]]:
        """Who reads each fact: kind and id of every reader."""
        found: dict[str, list[tuple[str, str]]] = {}
        for kind in (*RULE_KINDS, "facts", "measures", "invariants"):
            for entry_id, entry in self.entries(kind).items():
                for fact in dict.fromkeys(facts_read(entry)):
                    found.setdefault(fact, []).append((kind, entry_id))
        return found


def place(kind: str, entry_id: str) -> str:
    """The name of an entry's anchor, the same for as long as its id is."""
    return f"{kind}-{entry_id.removeprefix(kind + '/').replace('/', '-')}"


def area(exercise: str) -> str:
    """The folder that an exercise stands in."""
    return exercise.partition("/")[0]


def exercise_page(name: str) -> str:
    """The page of one area: all exercises together are more than a forge shows on one page."""
    return f"exercises-{name}.md"


def evidence_page(file: str) -> str:
    """`evidence-a.md` for every file whose name begins with a letter and a number; the rest together."""
    stem = file.rpartition("/")[2].removesuffix(".yaml")
    head = stem.partition("_")[0].rstrip("0123456789")
    return f"evidence-{head}.md" if len(head) == 1 else "evidence-other.md"


def parts(value: Any) -> list[Any]:
    """Everything inside a value that can itself hold something; a movement holds neither facts nor claims."""
    if isinstance(value, msgspec.Struct):
        inner: Iterable[Any] = [getattr(value, field) for field in value.__struct_fields__ if field != "movement"]
    elif isinstance(value, dict):
        inner = value.values()
    else:
        inner = value
    return [part for part in inner if isinstance(part, COMPOUND)]


def facts_read(entry: Any) -> Iterator[str]:
    """Facts that an entry reads: in the lines of its rule, or by name."""
    match entry:
        case Leaf(fact=fact):
            yield fact
        case Band(of=of) | DaysSince(of=of):
            yield of
        case Difference(of=of, minus=minus):
            yield from (of, minus)
        case WorstOf(of=facts) | CategoryRule(deciders=facts) | Contradiction(facts=facts):
            yield from facts
        case Presumption(fact=fact):
            yield fact
    for part in parts(entry):
        yield from facts_read(part)


def claims_in(value: Any, line: Any = None) -> Iterator[tuple[Any, Claim]]:
    """Every claim inside an entry, with the line it stands on (none: the entry as a whole)."""
    if isinstance(value, Claim):
        yield line, value
        return
    here = value if isinstance(value, Leaf | Group) else line
    for part in parts(value):
        yield from claims_in(part, here)
