"""The knowledge base as pages: everything there is, and any one thing in full."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from spinewise.cli.ink import Page
from spinewise.cli.show_plan import show_standing
from spinewise.cli.show_why import show_row
from spinewise.documents.words import dose_line
from spinewise.errors import InputError, Place, Problem, nearest
from spinewise.knowledge.models import Exercise, KnowledgeBase, Modality, Precaution, RuleFile
from spinewise.rules.facts import Fact
from spinewise.rules.render import rule_words
from spinewise.rules.tree import Claim, leaves

SHELVES = (
    ("Facts", "facts"), ("Questions", "questions"), ("Red flags", "red_flags"), ("Categories", "categories"),
    ("Reasons to start therapy", "starts"), ("Presumptions", "presumptions"), ("Contradictions", "contradictions"),
    ("Precautions", "precautions"), ("Exercises", "exercises"), ("Modalities", "modalities"),
    ("Measures", "measures"), ("Norms", "norms"),
    ("Lessons", "lessons"), ("Doses from the articles", "presets"), ("Bundles", "bundles"), ("Evidence", "evidence"),
)  # fmt: skip


def shelf(kb: KnowledgeBase, name: str) -> dict[str, Any]:
    """The entries of one kind, by id."""
    entries: dict[str, Any] = getattr(kb, name)
    return entries


def show_list(kb: KnowledgeBase, page: Page) -> None:
    """Every entry by kind; evidence rows only counted."""
    for title, name in SHELVES:
        entries = shelf(kb, name)
        page.heading(f"{title} ({len(entries)})")
        if name != "evidence":
            page.pairs([(entry_id, entry_title(entry)) for entry_id, entry in entries.items()], indent=2)
    page.gap()
    page.say(check_words(kb), colour="soft")


def check_words(kb: KnowledgeBase) -> str:
    """How much is still waiting for a clinician's eye."""
    rows = sum(row.needs_check for row in kb.evidence.values())
    marks = [claim.certainty.value for claim in claims_of(kb)]
    return (
        f"{len(kb.evidence)} evidence rows, {rows} of them marked 'needs check'; "
        f"{marks.count('sign_off')} lines wait for sign-off, {marks.count('unverified')} are unverified."
    )


def claims_of(value: Any) -> Iterator[Claim]:
    """Every claim that anything in the knowledge base rests on."""
    match value:
        case Claim():
            yield value
        case msgspec.Struct():
            for name in value.__struct_fields__:
                yield from claims_of(getattr(value, name))
        case dict():
            yield from claims_of(tuple(value.values()))
        case tuple():
            for part in value:
                yield from claims_of(part)


def entry_title(entry: Any) -> str:
    """One line for any entry."""
    title: Any = getattr(entry, "title", "") or getattr(entry, "clinician", "") or getattr(entry, "id", "")
    return title if isinstance(title, str) else str(title.clinician)


def find_entry(kb: KnowledgeBase, wanted: str) -> Any:
    """Any entry by its id, with or without its folder.

    Raises:
        InputError: nothing is called so; names the nearest.
    """
    every = {entry_id: entry for _, name in SHELVES for entry_id, entry in shelf(kb, name).items()}
    short = {entry_id.split("/", 1)[-1]: entry_id for entry_id in every}
    found = every.get(wanted) or every.get(short.get(wanted, ""))
    if found is None:
        hint = nearest(wanted, [*every, *short]) or "See `spinewise knowledge list`"
        raise InputError([Problem(Place("knowledge"), f"nothing is called '{wanted}'", hint)])
    return found


def show_entry(entry: Any, kb: KnowledgeBase, page: Page) -> None:
    """One entry in full."""
    page.lines.append(page.ink(f" {entry_title(entry)} ", "strong"))
    page.gap()
    match entry:
        case Exercise() | Modality():
            show_intervention(entry, kb, page)
        case RuleFile():
            show_rule(entry, kb, page)
        case Fact():
            show_fact(entry, kb, page)
        case _:
            page.verbatim(msgspec.json.format(msgspec.json.encode(entry), indent=2).decode())
    rows = getattr(entry, "evidence", ())
    if isinstance(rows, tuple) and rows:
        page.heading("Evidence")
        for row in rows:
            show_row(row, kb, page)


def show_intervention(one: Exercise | Modality, kb: KnowledgeBase, page: Page) -> None:
    """Names, dose, demands, steps."""
    demands = {
        name: str(value) for name, value in msgspec.to_builtins(one.demands).items() if value and name != "moves"
    }
    page.pairs(
        [
            ("For the patient", one.title.patient),
            ("Start", dose_line(one.dose.start)),
            ("Up to", dose_line(one.dose.limit)),
            ("Needs", ", ".join(one.needs) or "nothing"),
            ("Aims", ", ".join(one.aims).replace("_", " ") if isinstance(one, Exercise) else ""),
            ("Asks of the body", ", ".join(f"{name} {value}" for name, value in demands.items() if value != "none")),
            (
                "Moves",
                "; ".join(
                    f"{move.part} {move.way}, {move.range} range, load {move.load}" for move in one.demands.moves
                ),
            ),
            ("Harder", ", ".join(one.harder) if isinstance(one, Exercise) else ""),
        ]
    )
    page.heading("Steps")
    for number, step in enumerate(one.steps, 1):
        page.say(step, indent=2, bullet=f"{number}.")
    show_standing(one, kb, page)


def show_rule(rule: RuleFile, kb: KnowledgeBase, page: Page) -> None:
    """A rule in English with what it does."""
    page.say(f"{rule.file}", colour="soft")
    page.verbatim(rule_words(rule.when, kb.facts))
    if isinstance(rule, Precaution):
        page.heading("Effects")
        for effect in rule.effects:
            page.say(f"{effect.column}: {effect.level.value}", indent=2, bullet="·")
        page.pairs([("Waiver", rule.waiver.value), ("Key rule", rule.key_rule)])


def show_fact(fact: Fact, kb: KnowledgeBase, page: Page) -> None:
    """A fact: how it is asked, of whom, and which rules read it."""
    values = ", ".join(map(str, fact.values)) if fact.kind.value != "number" else f"{fact.range} {fact.unit}"
    readers = [rule.id for rule in every_rule(kb) if fact.id in {leaf.fact for leaf in leaves(rule.when)}]
    page.pairs(
        [
            ("Asked as", fact.person),
            ("Asked of", ", ".join(role.value for role in fact.asked_of) or "nobody: worked out"),
            ("Values", values),
            ("Not sure", f"counts as {fact.not_sure}" if fact.not_sure is not None else "stays unknown"),
            ("Good for", f"{fact.valid_days} days" if fact.valid_days else "as long as it is true"),
            ("Read by", ", ".join(readers)),
        ]
    )


def every_rule(kb: KnowledgeBase) -> Iterable[RuleFile]:
    """All rules of all kinds."""
    for name in ("red_flags", "categories", "starts", "presumptions", "contradictions", "precautions"):
        yield from shelf(kb, name).values()
