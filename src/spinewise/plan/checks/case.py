"""Everything a check may look at, worked out afresh from the answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from zoneinfo import ZoneInfo

import msgspec

from spinewise.assess.answers_file import is_zone
from spinewise.assess.presume import view_at
from spinewise.assess.triage import triage
from spinewise.assess.types import Triage
from spinewise.knowledge.ladders import Level, Tier
from spinewise.knowledge.models import Exercise, KnowledgeBase, Modality
from spinewise.plan.clear import Clearing, Hit, Intervention, hits_on
from spinewise.plan.tier import tier_for
from spinewise.plan.types import Busy, Clash, Cleared, Item, Proposal, Waiver
from spinewise.rules.evaluate import evaluate
from spinewise.rules.facts import Answers
from spinewise.rules.known import Known
from spinewise.rules.truth import NO


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """A proposal beside what the answers really allow.

    `allowed` is the most the answers permit, `tier` what the items are judged at: never more than either
    the answers or the proposal say. `cleared` is how each intervention stands,
    `hits` the precautions that touch each item.
    """

    proposal: Proposal
    answers: Answers
    kb: KnowledgeBase
    waivers: tuple[Waiver, ...]
    busy: tuple[Busy, ...]
    triage: Triage
    allowed: Tier
    tier: Tier
    cleared: Mapping[str, Cleared]
    hits: dict[str, tuple[Hit, ...]]

    @property
    def known_items(self) -> Iterator[tuple[Item, Intervention]]:
        """The items whose intervention exists; the others are refused by name."""
        for item in self.proposal.items:
            if item.intervention in self.kb.interventions:
                yield item, self.kb.interventions[item.intervention]

    @property
    def exercise_items(self) -> Iterator[tuple[Item, Exercise]]:
        """The items a person does."""
        for item, one in self.known_items:
            if isinstance(one, Exercise):
                yield item, one

    @property
    def modality_items(self) -> Iterator[tuple[Item, Modality]]:
        """The items that are done to a person."""
        for item, one in self.known_items:
            if isinstance(one, Modality):
                yield item, one

    @property
    def zone(self) -> ZoneInfo | None:
        """The plan's time zone, or nothing when there is none of that name."""
        return ZoneInfo(self.proposal.zone) if is_zone(self.proposal.zone) else None


def case_of(
    proposal: Proposal,
    answers: Answers,
    kb: KnowledgeBase,
    *,
    waivers: Iterable[Waiver],
    busy: Iterable[Busy],
    found: Triage | None = None,
) -> Case:
    """Triage, tier and clearance from the answers alone; nothing the proposal says is believed.

    `found` is the triage of these very answers, where it was just worked out.
    """
    found = found or triage(answers, kb)
    allowed = tier_for(found, answers, kb)
    tier = min(allowed, proposal.tier, key=lambda one: one.rank)
    return Case(
        proposal=proposal,
        answers=answers,
        kb=kb,
        waivers=tuple(waivers),
        busy=tuple(busy),
        triage=found,
        allowed=allowed,
        tier=tier,
        cleared=Clearing(answers, found, kb, tier=tier),
        hits=_hits(proposal, view_at(answers, kb, tier), kb),
    )


def _hits(proposal: Proposal, known: Known, kb: KnowledgeBase) -> dict[str, tuple[Hit, ...]]:
    rulings = [(one, evaluate(one.id, one.when, known, claims=one.because)) for one in kb.precautions.values()]
    standing = [(precaution, ruling) for precaution, ruling in rulings if ruling.truth is not NO]
    wanted = [kb.interventions[item.intervention] for item in proposal.items if item.intervention in kb.interventions]
    return {
        one.id: tuple(hit for precaution, ruling in standing for hit in hits_on(one, precaution, ruling))
        for one in wanted
    }


def holding_rules(case: Case, intervention: str) -> dict[str, Hit]:
    """Every precaution that asks for care or more with this item, by id, at its strictest."""
    found = [hit for hit in case.hits.get(intervention, ()) if hit.level.at_least(Level.CAUTION)]
    return {hit.precaution.id: hit for hit in sorted(found, key=lambda hit: hit.level.rank)}


def clash(about: Item | str, says: str, *, rule: str) -> Clash:
    """A refusal's line; `about` an item is its intervention."""
    return Clash(about=about if isinstance(about, str) else about.intervention, says=says, rule=rule)
