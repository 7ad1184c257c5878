"""Clearance: never above the person's own tier, and what is not known holds."""

from __future__ import annotations

import pytest

from people import examined, knowledge, ordinary
from spinewise.assess.triage import triage
from spinewise.knowledge.ladders import Level, Tier
from spinewise.plan.clear import clear
from spinewise.plan.types import Cleared
from spinewise.rules.facts import Answers


def levels(answers: Answers, tier: Tier | None = None) -> dict[str, Cleared]:
    found = clear(answers, triage(answers, knowledge()), knowledge(), tier=tier)
    return {one.intervention: one for one in found}


@pytest.mark.parametrize("tier", [None, *Tier])
def test_nobody_is_cleared_above_their_own_tier(tier: Tier | None) -> None:
    locked = levels(ordinary(saddle_numbness="new"), tier)
    assert {one.level for one in locked.values()} == {Level.EXCLUDE}


def test_a_lower_tier_may_be_asked_for() -> None:
    general = levels(ordinary(), Tier.GENERAL)
    assert general["aerobic/walk"].level is Level.GO
    assert general["lumbar/pelvic_tilt"].level is Level.HOLD


def test_unknown_bone_strength_holds_loaded_bending_and_names_what_would_change_it() -> None:
    answers = examined(ordinary())
    without = {name: one for name, one in answers.by_fact.items() if name != "bone_density"}
    found = levels(Answers(today=answers.today, zone="UTC", by_fact=without))["lumbar/loaded_sit_up"]
    assert found.level is Level.HOLD
    assert "bone_density" in found.missing


def test_a_known_condition_excludes_and_its_reason_names_the_line() -> None:
    found = levels(ordinary(told_osteoporosis="yes"))["lumbar/loaded_sit_up"]
    assert found.level is Level.EXCLUDE
    assert any(reason.rule == "precautions/sx-osteoporosis" and reason.line for reason in found.reasons)
    assert any("Told of osteoporosis" in words for reason in found.reasons for words in reason.worked_out_from)


def test_a_presumption_opens_the_low_load_tier_and_not_the_full_one() -> None:
    answers = ordinary()
    assert "bone_density" not in answers.by_fact
    assert levels(answers)["lumbar/pelvic_tilt"].level is Level.GO
    seen = examined(answers)
    without = {name: one for name, one in seen.by_fact.items() if name != "bone_density"}
    at_full = levels(Answers(today=seen.today, zone="UTC", by_fact=without))
    assert "bone_density" in at_full["lumbar/loaded_sit_up"].missing
