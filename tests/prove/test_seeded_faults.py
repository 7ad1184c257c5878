"""Drop any red flag, any effect of a precaution, any presumption: something must name it.

A promise that no longer holds names it; or the row of the evidence matrix whose code is then missing
(tests/knowledge/test_matrices.py fails); or an ordinary person who is then given less. What nothing
names is listed, with the reason, in survivors.yaml.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
import z3

from spinewise.knowledge.ladders import Level, Tier
from spinewise.knowledge.models import KnowledgeBase
from spinewise.knowledge.precaution_tables import AGENT_CODES, LOAD_CODES
from spinewise.prove import Promises
from spinewise.prove.probes import probes_of
from spinewise.prove.proof import Proof
from spinewise.prove.world import effect_names
from spinewise.rules.facts import Role

SURVIVORS = Path(__file__).parent / "survivors.yaml"
CODES = LOAD_CODES | AGENT_CODES


@pytest.fixture(scope="module")
def proof(knowledge: KnowledgeBase, promises: Promises) -> Proof:
    return Proof(knowledge, promises)


@pytest.fixture(scope="module")
def named_by_promises(proof: Proof) -> dict[str, str]:
    """For each switch, a promise that is refuted without it."""
    found: dict[str, str] = {}
    for one in proof.promises.invariants:
        for _, broken in proof.broken(one):
            for name in proof.world.core(*broken):
                if name not in found and proof.world.model(*proof.world.on(but=[name]), *broken) is not None:
                    found[name] = one.id
    return found


def named_by_evidence(kb: KnowledgeBase) -> set[str]:
    """Effects that a code of the evidence matrices asks for, and that no other effect of the row replaces."""
    return {name for rule in kb.precautions for name in asked_for(rule, kb)}


def asked_for(rule_id: str, kb: KnowledgeBase) -> Iterator[str]:
    row = kb.evidence.get(rule_id.removeprefix("precautions/"))
    if row is None:
        return
    effects = list(effect_names(kb.precautions[rule_id]))
    for column, code in row.cells.items():
        here = [(name, effect) for name, effect in effects if effect.column == column]
        wanted = [level_of(part) for part in code.split("/") if part in CODES]
        if wanted and len({effect.to for _, effect in here}) == len(here):
            yield from (name for name, effect in here if effect.level.at_least(min(wanted, key=lambda one: one.rank)))


def level_of(code: str) -> Level:
    return CODES[code]


def ordinary_and_not_examined(proof: Proof) -> list[object]:
    facts = proof.kb.facts
    mine = [literal for name, literal in proof.people.usual.items() if Role.PERSON in facts[name].asked_of]
    return [*mine, *proof.world.answered_by(Role.PERSON)]


def given_to_ordinary(proof: Proof, *, but: list[str]) -> set[str]:
    """What an ordinary, not yet examined person is given at tier L, exercises that could be written included."""
    effects = [effect for rule in proof.kb.precautions.values() for effect in rule.effects]
    probes = {one.id: one for effect in effects for one in probes_of(effect.to)}
    given = {name: proof.world.given(one, Tier.LOW_LOAD) for name, one in (proof.kb.interventions | probes).items()}
    model = proof.world.model(*proof.world.on(but=but), *ordinary_and_not_examined(proof))
    assert model is not None
    return {name for name, formula in given.items() if z3.is_true(model.eval(formula, model_completion=True))}


def named_by_ordinary_people(proof: Proof) -> set[str]:
    """Presumptions without which an ordinary person is given less."""
    usual = given_to_ordinary(proof, but=[])
    return {name for name in proof.kb.presumptions if given_to_ordinary(proof, but=[name]) != usual}


def test_nothing_can_be_dropped_unnoticed(proof: Proof, named_by_promises: dict[str, str]) -> None:
    everything = {*proof.kb.red_flags, *proof.world.effects, *proof.kb.presumptions}
    named = {*named_by_promises, *named_by_evidence(proof.kb), *named_by_ordinary_people(proof)}
    listed = yaml.safe_load(SURVIVORS.read_text(encoding="utf-8"))["survivors"]
    assert sorted(everything - named) == sorted(listed)


def test_every_red_flag_of_an_emergency_is_named_by_a_promise(proof: Proof, named_by_promises: dict[str, str]) -> None:
    emergencies = {flag.id for flag in proof.kb.red_flags.values() if flag.urgency == "emergency"}
    assert emergencies - set(named_by_promises) == set()


def test_a_promise_names_the_fault_in_the_matter_it_speaks_of(named_by_promises: dict[str, str]) -> None:
    assert named_by_promises["red_flags/cauda_equina_saddle"] == "cauda_equina_is_emergency"
    assert named_by_promises["red_flags/nerve_foot_drop"] == "failing_power_is_urgent"


def test_presumptions_are_what_lets_an_ordinary_person_begin(proof: Proof) -> None:
    none = given_to_ordinary(proof, but=list(proof.kb.presumptions))
    assert none < given_to_ordinary(proof, but=[])


def test_every_survivor_has_a_reason() -> None:
    listed = yaml.safe_load(SURVIVORS.read_text(encoding="utf-8"))["survivors"]
    assert all(len(str(reason)) > 20 for reason in listed.values())
