"""A small fault in any rule must be noticed: by an example, an ordinary person, a published patient or a promise.

`SPINEWISE_MUTANTS=all python -m pytest tests/prove/test_mutation.py` tries every fault instead of a sample, as
`spinewise prove --mutate` does. What nothing notices is listed, with the reason, in survivors.yaml.
"""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from small_world import HEALTHY, WORLD, fact, leaf
from spinewise.assess.vignettes import read_patients
from spinewise.knowledge.ladders import Urgency
from spinewise.knowledge.models import Example, KnowledgeBase, RedFlag
from spinewise.prove import Promises
from spinewise.prove.invariants import Invariant, ordinary_values
from spinewise.prove.mutants import Fault, Mutant, mutants_of, variants, with_mutant
from spinewise.prove.mutation import EVERYBODY, NOBODY, SAME, Judge, mutate, mutation_lines
from spinewise.prove.telling import Teller
from spinewise.rules.facts import Band, Count, Role, WorstThatHolds
from spinewise.rules.tree import Combine, Group, Leaf, RuleNode, Test
from spinewise.rules.truth import NO, YES

SURVIVORS = Path(__file__).parent / "survivors.yaml"
SEED, SAMPLE = 20260115, 150

AGED = Leaf(fact="age", test=Test.AT_LEAST, values=(70,))
NUMB, FEVER, BREATHLESS = leaf("saddle", "numb"), leaf("fever"), leaf("breathless")
SADDLE = "red_flags/saddle"
PROMISE = Invariant(
    id="numb_is_emergency",
    title="A numb saddle",
    promise="A numb saddle is an emergency.",
    hazard="H1",
    because=(),
    when=NUMB,
    urgency_at_least=Urgency.EMERGENCY,
)
PROMISES = Promises(invariants=(PROMISE,), ordinary=ordinary_values(WORLD.facts) | HEALTHY)


def listed() -> dict[str, str]:
    found: dict[str, str] = yaml.safe_load(SURVIVORS.read_text(encoding="utf-8"))["mutants"]
    return found


def tried(kb: KnowledgeBase) -> list[Mutant]:
    """A fixed sample of all mutants; every one, if asked for."""
    every = list(mutants_of(kb))
    return every if os.environ.get("SPINEWISE_MUTANTS") == "all" else random.Random(SEED).sample(every, SAMPLE)


def test_a_small_fault_is_noticed_or_listed(knowledge: KnowledgeBase, promises: Promises) -> None:
    found = mutate(knowledge, promises, read_patients(knowledge), mutants=tried(knowledge))
    assert set(found.survivors) - set(listed()) == set(), "\n".join(mutation_lines(found))


def test_what_is_listed_is_still_a_fault_that_could_be_made(knowledge: KnowledgeBase) -> None:
    assert set(listed()) <= {mutant.name for mutant in mutants_of(knowledge)}


def test_every_listed_mutant_has_a_reason() -> None:
    assert all(len(str(reason)) > 20 for reason in listed().values())


def test_every_mutant_has_a_name_of_its_own(knowledge: KnowledgeBase) -> None:
    names = [mutant.name for mutant in mutants_of(knowledge)]
    assert len(names) == len(set(names))


def test_every_rule_has_a_mutant(knowledge: KnowledgeBase) -> None:
    mutated = {mutant.rule.id for mutant in mutants_of(knowledge) if mutant.rule is not None}
    assert mutated >= {*knowledge.red_flags, *knowledge.precautions, *knowledge.presumptions, *knowledge.categories}


def test_no_mutant_is_the_rule_itself(knowledge: KnowledgeBase) -> None:
    rules = {rule.id: rule for room in (knowledge.red_flags, knowledge.precautions) for rule in room.values()}
    mutants = [mutant.rule for mutant in mutants_of(knowledge) if mutant.rule is not None and mutant.rule.id in rules]
    assert not [rule.id for rule in mutants if rule.when == rules[rule.id].when]


def test_no_rule_that_decides_anything_speaks_of_an_ordinary_person_once_examined(
    knowledge: KnowledgeBase, promises: Promises
) -> None:
    loud = [name for name in Judge(knowledge, promises, ()).speaking if name.endswith(" at F")]
    assert not [name for name in loud if name.startswith(("red_flags/", "precautions/", "contradictions/", "starts/"))]


# What a fault can be


def faults(node: RuleNode) -> dict[str, RuleNode]:
    return {f"{fault} {words}": changed for fault, words, changed in variants(node, WORLD.facts)}


def test_a_number_is_turned_round_and_moved_by_one_either_way() -> None:
    found = faults(AGED)
    assert set(found) == {"negate age at least 70", "shift age at least 70 to 69", "shift age at least 70 to 71"}
    assert found["negate age at least 70"] == msgspec.structs.replace(AGED, test=Test.LESS_THAN)


def test_a_list_loses_each_value_in_turn() -> None:
    either = Leaf(fact="irritability", test=Test.IS_ONE_OF, values=("moderate", "high"))
    kept = [
        changed.values for words, changed in faults(either).items() if "lose" in words and isinstance(changed, Leaf)
    ]
    assert kept == [("high",), ("moderate",)]


@pytest.mark.parametrize(("written", "instead"), [(Combine.ALL, Combine.ANY), (Combine.ANY, Combine.ALL)])
def test_a_group_loses_each_part_and_changes_its_combinator(written: Combine, instead: Combine) -> None:
    found = faults(Group(written, (NUMB, FEVER)))
    assert found["drop saddle is numb"] == Group(written, (FEVER,))
    assert found[f"swap {written} [saddle is numb, …] for {instead}"] == Group(instead, (NUMB, FEVER))


def test_at_least_asks_for_one_more_and_one_less() -> None:
    group = Group(Combine.AT_LEAST, (NUMB, FEVER, BREATHLESS), least=2)
    swaps = [
        changed.least for words, changed in faults(group).items() if "swap" in words and isinstance(changed, Group)
    ]
    assert swaps == [1, 3]


def test_a_fault_inside_a_group_leaves_its_neighbours() -> None:
    inner = Group(Combine.ANY, (FEVER, BREATHLESS))
    assert faults(Group(Combine.ALL, (NUMB, inner)))["drop fever is true"] == Group(
        Combine.ALL, (NUMB, Group(Combine.ANY, (BREATHLESS,)))
    )


def derived(**derive: Any) -> KnowledgeBase:
    """The small world with one derived fact more."""
    made = msgspec.structs.replace(fact("made", Role.PERSON, "least", "most"), derive=derive["by"])
    return msgspec.structs.replace(WORLD, facts=WORLD.facts | {"made": made})


DERIVED = {
    "band": (
        Band("age", (("least", 60), ("most", None))),
        {"shift least below 60 to 59", "shift least below 60 to 61"},
    ),
    "count": (
        Count((NUMB, FEVER)),
        {"drop fever is true", "drop saddle is numb", "negate fever is true", "negate saddle is numb"},
    ),
    "worst that holds": (WorstThatHolds({"most": FEVER}), {"negate fever is true in level most"}),
}


@pytest.mark.parametrize(("derive", "names"), DERIVED.values(), ids=DERIVED)
def test_a_derived_fact_has_faults_of_its_own(derive: Any, names: set[str]) -> None:
    found = {mutant.name for mutant in mutants_of(derived(by=derive)) if mutant.room == "facts"}
    assert found == {f"facts/made: {name}" for name in names}


# What names one


def world_with(when: RuleNode, *examples: Example, id: str = SADDLE) -> KnowledgeBase:
    """The small world, its saddle flag saying this."""
    flag = msgspec.structs.replace(WORLD.red_flags[SADDLE], id=id, when=when, examples=examples)
    return msgspec.structs.replace(WORLD, red_flags=WORLD.red_flags | {id: flag})


def verdict(kb: KnowledgeBase, name: str) -> str:
    mutant = next(one for one in mutants_of(kb) if one.name == name)
    return Judge(kb, PROMISES, ()).verdict(mutant).by


def test_an_example_that_no_longer_comes_out_names_the_fault() -> None:
    kb = world_with(Group(Combine.ANY, (NUMB, FEVER)), Example(name="Hot", given={"fever": "true"}, expect=YES))
    assert verdict(kb, f"{SADDLE}: drop fever is true") == f"example 'Hot' of {SADDLE}"


def test_an_ordinary_person_of_whom_a_rule_suddenly_speaks_names_the_fault() -> None:
    assert verdict(WORLD, f"{SADDLE}: negate saddle is numb") == "ordinary person"


def test_a_promise_that_falls_names_the_fault() -> None:
    kb = world_with(Group(Combine.ANY, (NUMB, Group(Combine.ALL, (FEVER, BREATHLESS)))))
    assert verdict(kb, f"{SADDLE}: drop saddle is numb") == f"promise {PROMISE.id}"


def test_a_promise_does_not_name_a_fault_it_does_not_speak_of() -> None:
    kb = world_with(Group(Combine.ANY, (NUMB, FEVER, BREATHLESS)))
    assert verdict(kb, f"{SADDLE}: drop fever is true") == ""


def test_a_line_that_is_said_twice_makes_no_difference() -> None:
    kb = world_with(Group(Combine.ANY, (NUMB, FEVER, FEVER)))
    assert verdict(kb, f"{SADDLE}: drop fever is true") == SAME


def test_a_rule_that_is_now_yes_for_nobody_is_named_so() -> None:
    sound = Group(Combine.NONE, (FEVER, leaf("saddle", "fine")))
    kb = world_with(Group(Combine.ALL, (NUMB, sound)), id="red_flags/numb_and_cool")
    assert verdict(kb, "red_flags/numb_and_cool: negate saddle is fine") == NOBODY


def test_a_rule_that_is_now_yes_for_everybody_is_named_so() -> None:
    mutant = Mutant(name="x", room="red_flags", fault=Fault.SWAP, rule=either_way(WORLD.red_flags[SADDLE]))
    judge = Judge(WORLD, msgspec.structs.replace(PROMISES, invariants=()), ())
    assert judge.by_solver(mutant) == EVERYBODY


def either_way(rule: RedFlag) -> RedFlag:
    return msgspec.structs.replace(rule, when=Group(Combine.ANY, (NUMB, leaf("saddle", "fine"))))


def test_a_published_patient_names_the_fault(knowledge: KnowledgeBase, promises: Promises) -> None:
    patients = [one for one in read_patients(knowledge) if one.vignette.id == "m09_stenosis"]
    name = "red_flags/hip_no_weight: negate groin_or_hip_pain is no_weight"
    mutant = next(one for one in mutants_of(knowledge) if one.name == name)
    assert Judge(knowledge, promises, patients).by_patient(mutant) == "patient m09_stenosis"


def test_a_fault_in_a_derived_fact_is_named_by_a_rule_that_reads_it() -> None:
    aged = derived(by=Band("age", (("least", 60), ("most", None))))
    sixty = Example(name="Sixty", given={"age": "60"}, expect=YES)
    kb = msgspec.structs.replace(world_with(leaf("made", "most"), sixty), facts=aged.facts)
    assert verdict(kb, "facts/made: shift least below 60 to 61") == f"example 'Sixty' of {SADDLE}"


def test_a_survivor_comes_with_the_shortest_example_that_would_name_it() -> None:
    kb = world_with(Group(Combine.ANY, (NUMB, FEVER)))
    mutant = next(one for one in mutants_of(kb) if one.name == f"{SADDLE}: drop fever is true")
    found = mutate(kb, PROMISES, (), mutants=[mutant])
    told = found.telling[mutant.name]
    assert (told.rule, told.given, told.expect) == (SADDLE, {"fever": "true"}, YES)
    assert any(told.line in line for line in mutation_lines(found))


def test_the_shortest_example_is_passed_by_the_rule_and_failed_by_the_mutant() -> None:
    kb = world_with(Group(Combine.ALL, (AGED, Group(Combine.ANY, (FEVER, BREATHLESS)))))
    for mutant in [one for one in mutants_of(kb) if one.rule is not None and one.rule.id == SADDLE]:
        told = Teller(kb, PROMISES.ordinary).example(mutant)
        assert told is not None
        example = Example(name="Told", given=told.given, expect=told.expect)
        noticed = world_with(kb.red_flags[SADDLE].when, example)
        assert Judge(noticed, PROMISES, ()).by_example(mutant_with(mutant, example)), mutant.name


def mutant_with(mutant: Mutant, example: Example) -> Mutant:
    assert mutant.rule is not None
    return msgspec.structs.replace(mutant, rule=msgspec.structs.replace(mutant.rule, examples=(example,)))


def test_the_mutant_stands_in_the_knowledge_it_is_tried_in() -> None:
    mutant = next(one for one in mutants_of(WORLD) if one.name == f"{SADDLE}: negate saddle is numb")
    assert with_mutant(mutant, WORLD).red_flags[SADDLE].when == leaf_not("saddle", "numb")


def leaf_not(fact_id: str, value: str) -> Leaf:
    return Leaf(fact=fact_id, test=Test.IS_NOT, values=(value,))


def test_the_lines_count_by_kind_and_name_each_survivor() -> None:
    kb = world_with(Group(Combine.ANY, (NUMB, FEVER)), Example(name="Fine", given={"saddle": "fine"}, expect=NO))
    mutants = [one for one in mutants_of(kb) if one.name.startswith(SADDLE)]
    found = mutate(kb, PROMISES, (), mutants=mutants)
    lines = mutation_lines(found)
    assert f"{len(found.survivors)} survived" in lines[2]
    assert lines[2].startswith("red_flags")
    assert all(f"  {name}" in lines for name in found.survivors)
