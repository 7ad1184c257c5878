"""What each precaution does to each intervention is worked out once, and only for the knowledge that says so."""

from __future__ import annotations

import msgspec

from people import knowledge
from spinewise.knowledge.demands import matches
from spinewise.knowledge.models import Precaution


def test_what_is_kept_is_what_the_patterns_say() -> None:
    kb = knowledge()
    for precaution in kb.precautions.values():
        kept = kb.effects_of(precaution)
        for one in kb.interventions.values():
            meant = tuple(effect for effect in precaution.effects if matches(effect.to, one.demands))
            assert kept.get(one.id, ()) == meant


def test_most_interventions_are_free_of_most_precautions() -> None:
    kb = knowledge()
    touched = sum(len(kb.effects_of(one)) for one in kb.precautions.values())
    assert 0 < touched < len(kb.precautions) * len(kb.interventions) / 2


def without_effects(precaution: Precaution) -> Precaution:
    return msgspec.structs.replace(precaution, effects=())


def test_a_changed_rule_is_not_answered_from_the_rule_before() -> None:
    kb = knowledge()
    before = next(one for one in kb.precautions.values() if kb.effects_of(one))
    after = without_effects(before)
    changed = msgspec.structs.replace(kb, precautions={**kb.precautions, before.id: after})
    assert changed.effects_of(after) == {}
    assert kb.effects_of(before)
