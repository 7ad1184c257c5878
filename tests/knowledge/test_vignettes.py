"""Published patients, and patients made up from single evidence rows: what must come out for them, written down
before the rules were run on them.

A disagreement is a question for a clinician: the expectation stays, and `settled` says what decides.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from people import knowledge
from spinewise.knowledge.models import MovePattern, Pattern
from spinewise.plan.clear import clear
from spinewise.rules.known import Known, truth_of
from spinewise.rules.truth import YES
from vignette_readings import (
    Reading,
    answers_of,
    found,
    kept_back,
    named,
    of_pattern,
    offered,
    patients,
    planned,
    ruled_out,
    vignette,
    wider,
)


class Stated(NamedTuple):
    """How many things the case states, counted by its heading, and how many more answers those make."""

    case: str
    facts: int
    more: int
    why: str = ""


STATED = {
    "s01_back_and_thigh": Stated(
        "S01-crowell-visit1", 7, 11, "normal nerves are three findings, five symptoms are denied, the onset says three"
    ),
    "s02_cauda_equina": Stated("S02-crowell-visit2", 6, 5, "the region says three, the examination three, health two"),
    "s06_evening_and_night_pain": Stated("S06-ross-bayer-night-pain", 6, 1, "back, leg and thigh are one region"),
    "s09_no_position_of_ease": Stated(
        "S09-john-t12", 8, 5, "no earlier symptoms at 64 is three answers, the later course two, the region two"
    ),
    "s16_wobbly_legs": Stated("S16-sea-diabetic", 8, 5, "wobbly and numb legs are three answers, region and onset two"),
    "s22_severe_pain_and_a_faint": Stated(
        "S22-avey-ruptured-aaa", 7, 4, "one hour of severe pain is three answers; no chest pain, no fever"
    ),
    "s32_stiff_shoulders": Stated("S32-chauhan-buttocks", 8, 0),
    "s34_thigh_pain_unexplained": Stated("S34-hip-occult-fracture", 6, 2, "region and course are two or three each"),
    "s37_loin_pain_and_confusion": Stated("S37-avey-pyelonephritis", 6, 4, "loin is two answers, health is three"),
    "s40_gymnast": Stated("S40-gymnast-extension", 9, 1, "no injury is two answers"),
    "m01_lifting_boxes": Stated("M01-semigran-lifting", 11, 5, "a normal examination is four findings, health three"),
    "m03_foot_getting_weaker": Stated(
        "M03-avey-gardening", 9, 7, "bladder and bowel are three answers, health two, the leg's spread three"
    ),
    "m06_afraid_of_moving": Stated("M06-george-fear", 7, 0),
    "m09_stenosis": Stated("M09-padmanabhan-stenosis", 7, 1, "back and both legs are one region"),
    "m12_farmer": Stated("M12-alhakami-sij", 10, 0),
    "m18_broken_vertebra": Stated("M18-accessphysio-72-t7", 10, 2, "the onset is four answers, the region two"),
}
EVERYBODY, PUBLISHED, MADE_UP = sorted(patients()), named(published=True), named(published=False)
WITH_PATTERNS = [name for name in EVERYBODY if vignette(name).never_given]
TREATED = [name for name in MADE_UP if any(pattern != Pattern() for pattern in vignette(name).never_given)]
SETTLED = [name for name in EVERYBODY if vignette(name).settled]
DUE = [(name, number) for name in EVERYBODY for number in range(len(vignette(name).given))]
END_FLEXION = Pattern(moves=MovePattern(part=("lumbar",), way=("flexion",), range=("end",)))
TRACTION = Pattern(agent=("traction",))


def test_every_published_patient_of_the_lower_and_upper_back_is_here() -> None:
    assert {name: vignette(name).source.case for name in PUBLISHED} == {
        name: stated.case for name, stated in STATED.items()
    }


def test_at_least_a_hundred_patients_are_made_up_from_the_rows() -> None:
    assert len(MADE_UP) >= 100
    assert {row for name in MADE_UP for row in vignette(name).source.rows} <= knowledge().evidence.keys()


@pytest.mark.parametrize("name", PUBLISHED)
def test_no_more_is_answered_than_the_case_states(name: str) -> None:
    stated = STATED[name]
    answered = set(patients()[name].answers.by_fact) - {"examined"}
    assert len(answered) <= stated.facts + stated.more, f"{sorted(answered)}; counted: {stated.why}"


@pytest.mark.parametrize("name", EVERYBODY)
def test_the_completion_adds_to_what_is_stated_and_changes_nothing(name: str) -> None:
    before, after = answers_of(name, "stated"), answers_of(name, "completed")
    assert not [fact for fact, answer in before.by_fact.items() if after.by_fact[fact] != answer]


@pytest.mark.parametrize("name", EVERYBODY)
def test_as_stated_the_urgency_is_not_below_the_cases(name: str) -> None:
    least, triaged = vignette(name).least_urgency, found(name, "stated")
    assert triaged.urgency.at_least(least), f"{triaged.urgency}, expected at least {least}; flags {triaged.flags}"


@pytest.mark.parametrize("name", EVERYBODY)
def test_completed_the_care_and_the_category_are_the_cases(name: str) -> None:
    accepted, triaged = vignette(name).accepted, found(name, "completed")
    assert accepted is not None
    added = answers_of(name, "completed").by_fact.keys() - answers_of(name, "stated").by_fact.keys()
    print(f"{name}, {vignette(name).completion}:", *sorted(added), sep="\n  ")
    assert accepted.holds(triaged), f"{triaged.urgency}, {triaged.care}, {triaged.category}"


@pytest.mark.parametrize("name", MADE_UP)
def test_what_was_not_asked_decides_nothing_for_a_made_up_patient(name: str) -> None:
    for reading in ("well", "examined"):
        other = found(name, reading)
        assert (other.urgency, other.care, other.category) == (
            found(name, "completed").urgency,
            found(name, "completed").care,
            found(name, "completed").category,
        )


@pytest.mark.parametrize("name", SETTLED)
def test_where_expectation_and_evidence_disagree_the_row_is_named_and_the_disagreement_is_real(name: str) -> None:
    one = vignette(name)
    assert one.settled is not None
    assert one.completed is not None
    assert one.settled.says
    assert set(one.settled.evidence) <= knowledge().evidence.keys()
    as_expected = found(name, "stated").urgency.at_least(one.as_stated.urgency_at_least)
    as_expected = as_expected and one.completed.holds(found(name, "completed"))
    allowed = [pattern for pattern in one.settled.may_be_given if of_pattern(offered(name, "examined"), pattern)]
    assert len(allowed) == len(one.settled.may_be_given), "a pattern that is not given needs no leave"
    assert not as_expected or allowed, "take `settled` out"


@pytest.mark.parametrize("name", [name for name in EVERYBODY if vignette(name).corrected])
def test_a_rule_that_was_corrected_speaks_of_the_patient_and_names_the_row(name: str) -> None:
    kb = knowledge()
    for one in vignette(name).corrected:
        rule = (kb.red_flags | kb.categories | kb.precautions)[one.rule]
        assert set(one.evidence) <= kb.evidence.keys()
        assert set(one.evidence) & set(rule.evidence)
        assert truth_of(rule.when, Known(answers_of(name, "completed"), kb.facts)) is YES


@pytest.mark.parametrize("name", WITH_PATTERNS)
def test_what_the_case_rules_out_could_be_given(name: str) -> None:
    assert all(of_pattern(wider().interventions, pattern) for pattern in vignette(name).never_given)


@pytest.mark.parametrize("reading", ["stated", "completed"])
@pytest.mark.parametrize("name", WITH_PATTERNS)
def test_what_the_case_rules_out_is_not_given(name: str, reading: Reading) -> None:
    assert not [one for pattern in ruled_out(name) for one in of_pattern(offered(name, reading), pattern)]


@pytest.mark.parametrize("reading", ["well", "examined"])
@pytest.mark.parametrize("name", TREATED)
def test_it_is_not_given_either_when_nothing_is_left_to_ask_or_find(name: str, reading: Reading) -> None:
    assert not [one for pattern in ruled_out(name) for one in of_pattern(offered(name, reading), pattern)]


@pytest.mark.parametrize(("name", "number"), DUE)
def test_what_they_must_be_given_is_not_kept_back(name: str, number: int) -> None:
    due = vignette(name).given[number]
    assert set(due.evidence) <= knowledge().evidence.keys()
    assert set(due.these) <= set(knowledge().interventions)
    assert not kept_back(name, due)


@pytest.mark.parametrize("name", ["m01_lifting_boxes", "m12_farmer"])
def test_nothing_waits_for_the_picture_that_the_case_advises_against(name: str) -> None:
    everything = clear(answers_of(name, "completed"), found(name, "completed"), knowledge())
    waiting = [one.intervention for one in everything if "fracture_imaging" in one.missing]
    assert not waiting


@pytest.mark.parametrize("reading", ["completed", "examined"])
@pytest.mark.parametrize("name", ["m09_stenosis", "w148_centraliser"])
def test_no_plan_presses_flexion_on_somebody_whose_preference_is_extension(name: str, reading: Reading) -> None:
    assert planned(name, reading)
    assert not of_pattern(planned(name, reading), END_FLEXION)


@pytest.mark.parametrize("name", ["w123_tens_wish", "w124_traction_wish", "w160_tens_epilepsy_needles"])
def test_traction_that_could_be_chosen_by_hand_is_in_no_plan(name: str) -> None:
    assert planned(name, "examined")
    assert of_pattern(offered(name, "examined"), TRACTION)
    assert not of_pattern(planned(name, "examined"), TRACTION)
