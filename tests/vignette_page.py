"""Writes the page on the vignettes: who they are, and where what was expected and what comes out differ."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from spinewise.assess.types import Triage
from spinewise.assess.vignettes import Settled, Vignette
from spinewise.knowledge.models import Pattern
from vignette_readings import TRIES, found, named, of_pattern, offered, vignette

PAGE = Path(__file__).resolve().parents[1] / "docs" / "vignettes.md"
RENEW = "SPINEWISE_RENEW=docs python -m pytest tests/knowledge/test_vignette_page.py"
OPENING = """\
# The patients that the rules are tried on

{published} patients of published reports and {made_up} made up from single evidence rows, near the limits of the rules
where a row has one. What must come out for them was written down before the rules were run on them. It stays in the
files of `knowledge/vignettes/`, also where something else comes out.

As stated, only what the patient said counts. Completed, the remaining safety questions are answered no. What must not
be given is tried as stated, completed and, for the made-up patients, again with every other question answered no and
every other finding normal.

This page is made by a test: `{renew}`.
"""
CHANGED = """\
## Where the expectation was right and a rule was corrected

| patient | expected | without the correction | now | rule | row |
|---|---|---|---|---|---|
"""
DIFFER = """\
## Where the rules say something else

Both readings are accepted until a clinician decides. *The rules* means that the row decides for them; *both* means that
both can be defended.

| patient | expected | the rules say | who is right | by which row | why |
|---|---|---|---|---|---|
"""
EVERYBODY = """\
## Everybody

| patient | at least, as stated | care, completed | must be given | rows |
|---|---|---|---|---|
"""
RIGHT = {"rules": "the rules", "both": "both"}


def page() -> str:
    """The whole page."""
    everybody = [vignette(name) for name in (*named(published=True), *named(published=False))]
    opening = OPENING.format(published=len(named(published=True)), made_up=len(named(published=False)), renew=RENEW)
    changed = [corrected_row(one) for one in everybody if one.corrected]
    differ = [settled_row(one, one.settled) for one in everybody if one.settled]
    return "\n".join([opening, table(CHANGED, changed), table(DIFFER, differ), table(EVERYBODY, map(row, everybody))])


def table(heading: str, rows: Iterable[str]) -> str:
    return heading + "".join(f"{one}\n" for one in rows)


def line(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def corrected_row(one: Vignette) -> str:
    [change] = one.corrected
    rows = ", ".join(f"`{row}`" for row in change.evidence)
    return line(who(one), expected(one), change.without_it, outcome(found(one.id, "completed")), change.rule, rows)


def settled_row(one: Vignette, settled: Settled) -> str:
    rows = ", ".join(f"`{row}`" for row in settled.evidence)
    return line(who(one), expected(one), comes_out(one, settled), RIGHT[settled.right], rows, settled.says)


def row(one: Vignette) -> str:
    assert one.completed is not None
    rows = ", ".join(f"`{row}`" for row in one.source.rows) or one.source.case
    care = spaced(" or ".join(one.completed.care))
    return line(who(one), spaced(one.as_stated.urgency_at_least), care, str(len(one.given) or ""), rows)


def who(one: Vignette) -> str:
    return f"`{one.id}` {one.title}"


def expected(one: Vignette) -> str:
    """What was written down beforehand."""
    assert one.completed is not None
    said = [f"as stated at least {one.as_stated.urgency_at_least}", f"care {' or '.join(one.completed.care)}"]
    said += [f"category {' or '.join(one.completed.category)}"]
    said += [f"urgency {' or '.join(one.completed.urgency)}"] if one.completed.urgency else []
    said += [f"not given: {asked(pattern)}" for pattern in (one.settled.may_be_given if one.settled else ())]
    return spaced("; ".join(said))


def comes_out(one: Vignette, settled: Settled) -> str:
    said = [f"as stated {found(one.id, 'stated').urgency}", outcome(found(one.id, "completed"))]
    for pattern in settled.may_be_given:
        count = len([name for name in of_pattern(offered(one.id, "examined"), pattern) if name not in TRIES])
        said.append(f"after a normal examination {count} of the library may be given: {asked(pattern)}")
    return spaced("; ".join(said))


def outcome(triaged: Triage) -> str:
    return spaced(f"care {triaged.care}; category {triaged.category}; urgency {triaged.urgency}")


def asked(pattern: Pattern) -> str:
    """What a pattern asks of the body, in words."""
    parts: list[str] = [*pattern.agent]
    if pattern.moves is not None:
        moves = pattern.moves
        parts += [" ".join(["/".join(moves.load), "/".join(moves.range), "/".join(moves.part), "/".join(moves.way)])]
    return " ".join(" ".join(parts).split())


def spaced(words: str) -> str:
    return words.replace("_", " ")
