"""What the proofs found, for the command line and the safety case."""

from __future__ import annotations

import msgspec


class Counterexample(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody for whom a promise does not hold: only the answers that are out of the ordinary.

    `confirmed` says whether the real triage and filter agree.
    """

    intervention: str
    tier: str
    answers: str
    confirmed: bool


class Promise(msgspec.Struct, frozen=True, kw_only=True):
    """One invariant, and how it stands.

    `interventions` counts those of the library that it speaks of; `probes` those that could be written and
    that it was proven over as well. A promise that concerns nobody is worth nothing. `rests_on` names rules
    and effects (none: the tiers alone keep it), `sources` the evidence behind them.
    """

    id: str
    title: str
    says: str
    hazard: str
    tiers: tuple[str, ...]
    proven: bool
    interventions: int
    probes: int
    concerns_somebody: bool
    rests_on: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    counterexample: Counterexample | None = None


class Witness(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is given an intervention at a tier: only the answers that are out of the ordinary."""

    intervention: str
    tier: str
    answers: str


class Unreachable(msgspec.Struct, frozen=True, kw_only=True):
    """An intervention that nobody can be given at a tier where somebody should, and what blocks it."""

    intervention: str
    tier: str
    blocked_by: tuple[str, ...]


class Shadowed(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that changes nothing while these others hold."""

    rule: str
    by: tuple[str, ...]


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How much was looked at."""

    facts: int
    rules: int
    effects: int
    interventions: int
    promises: int
    proven: int


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was proven, refuted or found idle."""

    knowledge_digest: str
    counts: Counts
    promises: tuple[Promise, ...]
    witnesses: tuple[Witness, ...]
    unreachable: tuple[Unreachable, ...]
    never_yes: tuple[str, ...]
    always_yes: tuple[str, ...]
    disagreements: tuple[str, ...]
    shadowed: tuple[Shadowed, ...]
    idle_effects: tuple[str, ...]
    unused_facts: tuple[str, ...]
    seconds: dict[str, float]

    @property
    def holds(self) -> bool:
        """Whether every promise is proven and nothing contradicts itself; idle things are only reported."""
        failures = (self.unreachable, self.never_yes, self.always_yes, self.disagreements)
        kept = all(promise.proven and promise.concerns_somebody for promise in self.promises)
        return kept and not any(failures)


FEW = 6
"""How many of a long list are named unless everything is asked for."""


def report_lines(report: Report, *, full: bool = False) -> list[str]:
    """The report as plain lines; long lists of what was merely noticed are cut unless `full`."""
    counts = report.counts
    head = (
        f"{counts.proven} of {counts.promises} promises proven for every set of answers over {counts.facts} facts, "
        f"{counts.rules} rules, {counts.effects} effects and {counts.interventions} interventions."
    )
    lines = [head, ""]
    for promise in report.promises:
        lines += promise_lines(promise)
    listed = {
        "Nobody can be given": [unreachable_words(one) for one in report.unreachable],
        "Never yes": report.never_yes,
        "Yes for everybody": report.always_yes,
        "Proof and evaluator disagree": report.disagreements,
        "Changes nothing while others hold": [f"{one.rule} (by {', '.join(one.by)})" for one in report.shadowed],
        "Meets no intervention yet": report.idle_effects,
        "Read by no rule": report.unused_facts,
    }
    for title, found in listed.items():
        shown = found if full else found[:FEW]
        rest = [f"  and {len(found) - len(shown)} more (--full)"] if len(shown) < len(found) else []
        lines += ["", f"{title}: {len(found)}", *(f"  {one}" for one in shown), *rest]
    took = ", ".join(f"{part} {spent:.1f} s" for part, spent in report.seconds.items())
    return [*lines, "", f"{len(report.witnesses)} witnesses. Time: {took}."]


def unreachable_words(one: Unreachable) -> str:
    """What nobody can be given, and what blocks it."""
    return f"{one.intervention} at {one.tier}: {', '.join(one.blocked_by)}"


def promise_lines(promise: Promise) -> list[str]:
    """One promise; a counterexample stands beneath it."""
    mark = "REFUTED" if not promise.proven else "proven " if promise.concerns_somebody else "NOBODY "
    lines = [f"{mark} {promise.id}: {promise.says}"]
    found = promise.counterexample
    if found is not None:
        about = f"{found.intervention} at tier {found.tier}" if found.intervention else "urgency"
        sure = "" if found.confirmed else " (the evaluator does not agree)"
        lines += [f"        {about}{sure}, for somebody ordinary but for:"]
        lines += [f"          {line}" for line in found.answers.splitlines()]
    return lines
