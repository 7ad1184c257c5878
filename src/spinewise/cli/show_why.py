"""Why an intervention is in, held or left out for this person, down to the line and the source."""

from __future__ import annotations

from spinewise.cli.ink import Page
from spinewise.cli.show_plan import LEVEL_COLOURS, show_standing
from spinewise.cli.show_triage import fact_words, show_reasons
from spinewise.documents.words import dose_line
from spinewise.knowledge.ladders import Level
from spinewise.knowledge.models import Exercise, KnowledgeBase
from spinewise.plan.types import Cleared
from spinewise.rules.evaluate import Reason

SAYS = {
    Level.GO: "may be given",
    Level.CAUTION: "only with a clinician's reason",
    Level.HOLD: "held until more is known or somebody has looked",
    Level.EXCLUDE: "left out",
}


def show_why(cleared: Cleared, kb: KnowledgeBase, page: Page) -> None:
    """The level, then rule → answer → source, then what would change it."""
    one = kb.interventions[cleared.intervention]
    page.lines.append(page.ink(f" {one.title.clinician}: {SAYS[cleared.level]} ", LEVEL_COLOURS[cleared.level]))
    page.gap()
    page.pairs(
        [
            ("Level", cleared.level.value),
            ("Tier", f"{cleared.tier.value} · {kb.tier(cleared.tier).title}"),
            ("Dose", dose_line(cleared.dose.start)),
            ("Waiver", cleared.waiver.value if cleared.waiver else ""),
        ]
    )
    for note in cleared.notes:
        page.say(note)
    show_rules(cleared, kb, page)
    if cleared.missing:
        page.heading("What would change it")
        page.say(", ".join(fact_words(cleared.missing, kb)), indent=2)
    if isinstance(one, Exercise) and one.say_plainly:
        page.heading("Said plainly")
        page.say(one.say_plainly, indent=2)
    show_standing(one, kb, page)
    show_evidence(cleared, kb, page)


def show_rules(cleared: Cleared, kb: KnowledgeBase, page: Page) -> None:
    """The precautions or red flags that decided, each with its lines."""
    by_rule: dict[str, list[Reason]] = {}
    for reason in cleared.reasons:
        by_rule.setdefault(reason.rule, []).append(reason)
    if not by_rule:
        return
    page.heading("Because of")
    for rule, reasons in by_rule.items():
        title = (kb.precautions.get(rule) or kb.red_flags[rule]).title
        page.say(title, indent=2, colour="strong")
        show_reasons(reasons, kb, page, indent=4)


def show_evidence(cleared: Cleared, kb: KnowledgeBase, page: Page) -> None:
    """The evidence rows behind the intervention and the rules, opened."""
    one = kb.interventions[cleared.intervention]
    claimed = [claim.evidence for reason in cleared.reasons for claim in reason.claims if claim.evidence]
    rows = dict.fromkeys([*one.evidence, *claimed])
    page.heading("Evidence")
    for row in rows:
        show_row(row, kb, page)


def show_row(row_id: str, kb: KnowledgeBase, page: Page) -> None:
    """One evidence row: what it says, its figures, how it was checked, its sources."""
    row = kb.evidence[row_id]
    mark = " — NEEDS CHECK" if row.needs_check else ""
    page.say(f"{row_id}{mark}", indent=2, colour="why")
    page.say(row.statement, indent=4)
    if row.figures:
        page.say(f"Figures: {row.figures}", indent=4)
    cited = [kb.references[key].citation for key in row.sources if key in kb.references]
    page.say(f"{row.tag_text} {' · '.join(cited)}".strip(), indent=4, colour="soft")
