"""May I keep doing this? What somebody does already is judged like everything else, and never more kindly."""

from __future__ import annotations

import pytest

from people import examined, knowledge, ordinary
from spinewise.assess.triage import triage
from spinewise.knowledge.ladders import Level
from spinewise.plan.clear import clear
from spinewise.plan.keep import Kept, already_done, easier_for, may_keep
from spinewise.rules.facts import Answers

OSTEOPOROSIS = {"told_osteoporosis": "yes"}


def asked(name: str, answers: Answers) -> Kept:
    (kept,) = may_keep([name], answers, triage(answers, knowledge()), knowledge())
    return kept


def test_walking_is_kept() -> None:
    kept = asked("aerobic/walk", ordinary())
    assert (kept.verdict, kept.says) == ("keep", knowledge().beside.keep)
    assert not kept.why
    assert "ex-walk" in kept.evidence


def test_sit_ups_with_thin_bones_are_left_out_with_the_condition_as_the_reason() -> None:
    kept = asked("lumbar/loaded_sit_up", examined(ordinary(**OSTEOPOROSIS)))
    assert (kept.verdict, kept.level) == ("leave_out", Level.EXCLUDE)
    assert knowledge().precautions["precautions/sx-osteoporosis"].tell.patient in kept.why
    assert "sx-osteoporosis" in kept.evidence


def test_a_caution_changes_it_and_asks_a_clinician_first() -> None:
    kept = asked("lumbar/press_up", examined(ordinary(worse_bending_back="true"), directional_preference="extension"))
    assert (kept.verdict, kept.level) == ("change", Level.CAUTION)
    assert kept.says == knowledge().beside.change_ask


def test_what_is_not_known_holds_back_what_somebody_does_already() -> None:
    answers = ordinary(told_osteoporosis="maybe")
    level = {one.intervention: one.level for one in clear(answers, triage(answers, knowledge()), knowledge())}
    kept = asked("lumbar/crunch", answers)
    assert kept.level is level["lumbar/crunch"]
    assert kept.verdict == "leave_out"


def test_a_limit_is_named_with_its_number() -> None:
    answers = ordinary()
    found = triage(answers, knowledge())
    limited = [one for one in may_keep(knowledge().exercises, answers, found, knowledge()) if one.limits]
    for one in limited:
        assert one.verdict != "keep"
        assert all(any(letter.isdigit() for letter in limit) for limit in one.limits)


def test_an_easier_step_that_suits_is_named_instead() -> None:
    answers = ordinary()
    cleared = {one.intervention: one for one in clear(answers, triage(answers, knowledge()), knowledge())}
    for name in knowledge().exercises:
        for easier in easier_for(name, cleared, knowledge()):
            assert cleared[easier].level is Level.GO
            assert easier != name


def test_a_new_saddle_sign_leaves_out_even_walking() -> None:
    kept = asked("aerobic/walk", ordinary(saddle_numbness="new"))
    assert kept.verdict == "leave_out"
    assert kept.why


def test_what_was_not_answered_is_not_judged() -> None:
    assert already_done(ordinary(), knowledge()) == ()
    assert already_done(ordinary(already_does=["aerobic/walk"]), knowledge()) == ("aerobic/walk",)


@pytest.mark.parametrize("option", [option.id for option in knowledge().facts["already_does"].options])
def test_whatever_can_be_named_is_in_the_library(option: str) -> None:
    assert option in knowledge().exercises
