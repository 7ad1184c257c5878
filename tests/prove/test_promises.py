"""Every promise is proven, about somebody; every intervention reaches somebody; no rule is in vain."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import msgspec

from spinewise.knowledge.ladders import Level, Tier
from spinewise.knowledge.models import Effect, KnowledgeBase, Pattern
from spinewise.prove import Promises, Report, prove, report_lines
from spinewise.prove.probes import about_absence
from spinewise.prove.safety_case import safety_case
from spinewise.rules.tree import Combine, Group, Leaf, Test

SAFETY_CASE = Path(__file__).parents[2] / "docs" / "safety-case.md"
SOURCE = Path(__file__).parents[2] / "src"
RENEW = "Run `python3 start.py prove --safety-case docs/safety-case.md` and read what changed."


def test_every_promise_is_proven(report: Report) -> None:
    refuted = [promise for promise in report.promises if not promise.proven]
    assert not refuted, "\n".join(report_lines(report))


def test_no_promise_is_about_nobody(report: Report) -> None:
    assert [promise.id for promise in report.promises if not promise.concerns_somebody] == []


def test_every_promise_about_exercises_covers_exercises_nobody_has_written_yet(
    report: Report, promises: Promises
) -> None:
    about_exercises = {one.id for one in promises.invariants if one.forbids}
    assert about_exercises == {promise.id for promise in report.promises if promise.probes}


def test_no_effect_is_about_the_absence_of_a_demand(knowledge: KnowledgeBase) -> None:
    assert about_absence(knowledge) == ()


def test_every_intervention_reaches_somebody_at_its_tiers(report: Report) -> None:
    assert report.unreachable == ()


def test_the_real_filter_gives_every_witness_what_the_proof_says(report: Report) -> None:
    assert report.disagreements == ()


def test_somebody_is_given_something_at_every_tier_that_gives_anything(report: Report) -> None:
    assert {witness.tier for witness in report.witnesses} == {Tier.GENERAL, Tier.LOW_LOAD, Tier.FULL}


def test_no_rule_is_yes_for_nobody_or_for_everybody(report: Report) -> None:
    assert (report.never_yes, report.always_yes) == ((), ())


def test_every_hazard_has_a_proven_promise(report: Report) -> None:
    kept = {promise.hazard for promise in report.promises if promise.proven}
    assert kept == {promise.hazard for promise in report.promises}


def test_a_missing_precaution_is_refuted_with_somebody_the_real_filter_confirms(
    knowledge: KnowledgeBase, promises: Promises
) -> None:
    left = {name: rule for name, rule in knowledge.precautions.items() if name != "precautions/mx-pacemaker"}
    found = prove(msgspec.structs.replace(knowledge, precautions=left), only(promises, "pacemaker_no_current"))
    example = found.promises[0].counterexample
    assert example is not None
    assert example.confirmed
    assert "pacemaker: true" in example.answers
    assert knowledge.interventions[example.intervention].demands.agent in ("tens", "iontophoresis")
    assert not found.holds


def test_a_missing_red_flag_is_refuted_with_its_one_sign(knowledge: KnowledgeBase, promises: Promises) -> None:
    left = {name: flag for name, flag in knowledge.red_flags.items() if name != "red_flags/cauda_equina_saddle"}
    found = prove(msgspec.structs.replace(knowledge, red_flags=left), only(promises, "cauda_equina_is_emergency"))
    example = found.promises[0].counterexample
    assert example is not None
    assert example.confirmed
    assert example.answers.splitlines()[0] == "answers:"
    assert "saddle_numbness" in example.answers
    assert len(example.answers.splitlines()) == 2


def test_an_exercise_that_a_rule_keeps_from_everybody_names_that_rule(
    knowledge: KnowledgeBase, promises: Promises
) -> None:
    asks_all = Effect(level=Level.EXCLUDE, column="all", to=Pattern())
    pacemaker = knowledge.precautions["precautions/mx-pacemaker"]
    anybody = Group(Combine.ANY, (Leaf("pacemaker", Test.IS, (True,)), Leaf("pacemaker", Test.IS_NOT, (True,))))
    rule = msgspec.structs.replace(pacemaker, when=anybody, effects=(asks_all,))
    broken = msgspec.structs.replace(knowledge, precautions={rule.id: rule})
    found = prove(broken, only(promises, "self_harm_is_urgent"))
    assert {one.blocked_by for one in found.unreachable} == {("precautions/mx-pacemaker all exclude",)}
    assert {one.intervention for one in found.unreachable} == set(knowledge.interventions)
    assert rule.id in found.always_yes


def test_the_report_goes_over_the_wire(report: Report) -> None:
    assert msgspec.json.decode(msgspec.json.encode(report), type=Report) == report


def test_the_safety_case_is_current(tmp_path: Path) -> None:
    made = tmp_path / "safety-case.md"
    run = [sys.executable, "-m", "spinewise", "prove", "--safety-case", str(made)]
    subprocess.run(run, check=False, capture_output=True, env=os.environ | {"PYTHONPATH": str(SOURCE)})
    assert SAFETY_CASE.read_text(encoding="utf-8") == made.read_text(encoding="utf-8"), RENEW


def test_the_safety_case_names_every_promise(report: Report, knowledge: KnowledgeBase) -> None:
    page = safety_case(report, knowledge)
    assert all(f"`{promise.id}`" in page for promise in report.promises)


def only(promises: Promises, *names: str) -> Promises:
    kept = tuple(one for one in promises.invariants if one.id in names)
    assert len(kept) == len(names)
    return msgspec.structs.replace(promises, invariants=kept)
