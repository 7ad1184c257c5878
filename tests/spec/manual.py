"""Writes the manual of the rule language from the examples that test it."""

import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from spec.language import Example, cells, sentence, shown

PAGE = Path(__file__).resolve().parents[2] / "docs" / "rule-language.md"
PARTS = {
    "Groups": ["all", "any", "none", "at_least_n", "groups_in_groups"],
    "Tests": ["is", "is_not", "is_one_of", "at_least", "at_most", "more_than", "less_than"],
    "Derived facts": [
        "band", "count", "difference", "days_since", "worst_of", "worst_that_holds", "derived_from_derived",
    ],
    "When there is no answer": ["states", "not_sure", "applies", "presuming"],
    "What a rule tells": ["explain", "still_missing", "in_english"],
}  # fmt: skip
OPENING = """\
# The rule language

Spinewise decides with checklists. Each line of a checklist asks one thing about one fact; lines stand in groups.
A rule has three answers: **yes**, **no**, and **unknown** while answers that matter are missing.
A *yes* or a *no* stays as it is, whatever is learnt later.

This page is made from the examples that test the language, so what it says is what happens. In each table a row is
a person, an empty cell was not asked, and the columns in bold are results. The facts, limits and evidence rows here are
made up to show the language; they are not clinical advice. A fact's wording is left out.
"""


def chapters() -> Iterator[ModuleType]:
    """The modules with examples, in the order of the page."""
    for names in PARTS.values():
        yield from (chapter(name) for name in names)


def chapter(name: str) -> ModuleType:
    """One module with examples."""
    return importlib.import_module(f"spec.test_{name}")


def page() -> str:
    """The whole manual."""
    parts = [f"## {part}\n\n" + "\n".join(map(chapter_words, map(chapter, names))) for part, names in PARTS.items()]
    return "\n".join([OPENING, *parts])


def chapter_words(module: ModuleType) -> str:
    """One chapter: its sentence, then every example."""
    facts = getattr(module, "FACTS", "")
    shared = code("Facts", facts) if facts else ""
    examples = [example_words(name, each, facts) for name, each in examples_of(module)]
    about = (module.__doc__ or "").strip()
    return "\n".join([f"### {module.TITLE}\n\n{about}\n", *filter(None, [shared]), *examples])


def examples_of(module: ModuleType) -> list[tuple[str, Example]]:
    """The examples that the tests of a module check."""
    found: list[tuple[str, Example]] = []
    for name, test in vars(module).items():
        if name.startswith("test_"):
            test(lambda name=name, **parts: found.append((name, Example(**parts))))
    return found


def example_words(name: str, example: Example, shared: str) -> str:
    """One example: heading, facts of its own, rule, table, results in words."""
    blocks = [f"**{sentence(name)}**\n"]
    if example.facts != shared:
        blocks.append(code("Facts", example.facts))
    if example.rule:
        blocks.append(code("Rule", example.rule))
    if example.presuming:
        taken = ", ".join(f"`{fact}` is {value}" for fact, value in example.presuming.items())
        blocks.append(f"Taken for granted: {taken}.\n")
    if example.table:
        blocks.append(table_words(example.table))
    if example.reasons:
        blocks.append("The reasons:\n\n" + "\n".join(f"- {reason}" for reason in example.reasons) + "\n")
    if example.english:
        blocks.append("```text\n" + example.english.strip() + "\n```\n")
    return "\n".join(blocks)


def code(title: str, text: str) -> str:
    """A block of YAML under a word."""
    return f"{title}:\n\n```yaml\n{shown(text)}\n```\n"


def table_words(table: str) -> str:
    """The table with its results in bold."""
    heads, *rows = [cells(line) for line in table.strip().splitlines()]
    bold = [head.startswith("=>") for head in heads]
    names = [f"**{head.removeprefix('=>').strip()}**" if made else head for head, made in zip(heads, bold, strict=True)]
    marked = [[f"**{cell}**" if made else cell for cell, made in zip(row, bold, strict=True)] for row in rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in [names, ["---"] * len(names), *marked]) + "\n"
