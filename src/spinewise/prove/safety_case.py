"""The safety case: from each promise to the rules that make it true, and from those to their sources."""

from __future__ import annotations

from collections.abc import Iterator

from spinewise.knowledge.models import KnowledgeBase
from spinewise.prove.report import Promise, Report
from spinewise.prove.world import rule_of

HEAD = """# Safety case

Made by `python3 start.py prove --safety-case docs/safety-case.md`; do not edit it by hand.

Each promise below was checked against every set of answers, complete or not. A promise about exercises
and treatments was checked for each one in the library, and for each one that could be written: every
combination of the grades it speaks of. A promise names the rules without which it would not hold (a
smallest such set: where two rules do the same, one is named), and the evidence those rules rest on.

What the proofs speak of: plans without waivers, red flags without a clinician's clearance, answers that
the reader of answers accepts, and facts as they are answered. They do not show that an answer is true,
that a rule is good medicine, or that an exercise's demands are described rightly.
"""


def safety_case(report: Report, kb: KnowledgeBase) -> str:
    """The page, the same for the same knowledge."""
    counts = report.counts
    summary = (
        f"{counts.proven} of {counts.promises} promises hold, over {counts.facts} facts, {counts.rules} rules and "
        f"{counts.interventions} interventions. {len(report.witnesses)} times, an intervention at a tier was shown to "
        "reach somebody."
    )
    parts = [HEAD, summary, ""]
    for hazard in dict.fromkeys(promise.hazard for promise in report.promises):
        parts += [f"## {hazard.replace('-', ' ').capitalize()}", ""]
        for promise in (one for one in report.promises if one.hazard == hazard):
            parts += promise_part(promise, kb)
    return "\n".join(parts).rstrip() + "\n"


def promise_part(promise: Promise, kb: KnowledgeBase) -> Iterator[str]:
    """One promise: what is said, of how many, resting on what."""
    yield f"### {promise.title}"
    yield ""
    yield promise.says if promise.proven else f"**Not proven.** {promise.says}"
    yield ""
    yield f"- Invariant: `{promise.id}`{scope(promise)}"
    if promise.rests_on:
        yield "- Rests on: " + "; ".join(rule_words(name, kb) for name in promise.rests_on)
    elif promise.proven:
        yield f"- Rests on: {resting(promise)}"
    if promise.sources:
        yield "- Sources: " + ", ".join(f"`{row}`" for row in promise.sources)
    yield ""


def scope(promise: Promise) -> str:
    """How many interventions it speaks of, and at which tiers."""
    if not promise.probes:
        return ""
    count = f"{promise.interventions} of the library, {promise.probes} that could be written"
    return f", tiers {', '.join(promise.tiers)}; {count}"


def resting(promise: Promise) -> str:
    """What keeps a promise for which no single rule is needed."""
    return "what each tier leaves out" if promise.probes else "no rule says otherwise"


def rule_words(name: str, kb: KnowledgeBase) -> str:
    """A rule, or one effect of it, by its title."""
    rule_id, _, effect = name.partition(" ")
    title = rule_of(kb)[rule_id].title
    return f"{title} (`{rule_id}`{', ' + effect if effect else ''})"
