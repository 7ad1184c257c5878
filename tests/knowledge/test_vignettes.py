"""Published patients: what must come out for them, written down before anything was run.

A disagreement is a question for a clinician: neither the expectation nor the rule is changed to fit.
What a case rules out and the library does not have is added here as one more intervention, so that its
absence is a decision and not a gap.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import msgspec
import pytest

from people import knowledge
from spinewise.assess.triage import triage
from spinewise.assess.vignettes import Patient, completed, read_patients
from spinewise.knowledge.demands import matches
from spinewise.knowledge.ladders import Level
from spinewise.knowledge.models import Demands, KnowledgeBase, Move, MovePattern, Pattern
from spinewise.plan.clear import clear
from spinewise.plan.road import plan_for
from spinewise.plan.types import Plan
from spinewise.rules.facts import Answers


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


TRIES = {
    "sustained_press_up": Demands(moves=(Move(part="lumbar", way="extension", range="end", hold="sustained"),)),
    "loaded_back_extension": Demands(moves=(Move(part="lumbar", way="extension", load="heavy"),)),
    "heavy_lift": Demands(axial_load="heavy"),
    "jump": Demands(impact="jump"),
}


@cache
def wider() -> KnowledgeBase:
    """The library and a few more, copied from harmless ones but for what they ask of the body."""
    kb = knowledge()
    heat, tilt = kb.modalities["modalities/heat"], kb.exercises["lumbar/pelvic_tilt"]
    thrust = msgspec.structs.replace(heat, id="modalities/thrust", demands=Demands(agent="thrust"))
    tries = {name: msgspec.structs.replace(tilt, id=name, demands=demands) for name, demands in TRIES.items()}
    return msgspec.structs.replace(kb, modalities=kb.modalities | {thrust.id: thrust}, exercises=kb.exercises | tries)


@cache
def patients() -> dict[str, Patient]:
    return {patient.vignette.id: patient for patient in read_patients(knowledge())}


def each_patient() -> list[str]:
    return sorted(patients())


def each_with_patterns() -> list[str]:
    return [name for name in each_patient() if patients()[name].vignette.never_given]


def given(answers: Answers, pattern: Pattern) -> list[str]:
    kb = wider()
    return [
        f"{cleared.intervention} ({cleared.level})"
        for cleared in clear(answers, triage(answers, kb), kb)
        if cleared.level in (Level.GO, Level.CAUTION)
        and matches(pattern, kb.interventions[cleared.intervention].demands)
    ]


def test_every_published_patient_of_the_lower_and_upper_back_is_here() -> None:
    assert {name: patient.vignette.source.case for name, patient in patients().items()} == {
        name: stated.case for name, stated in STATED.items()
    }


@pytest.mark.parametrize("name", each_patient())
def test_no_more_is_answered_than_the_case_states(name: str) -> None:
    stated = STATED[name]
    answered = set(patients()[name].answers.by_fact) - {"examined"}
    assert len(answered) <= stated.facts + stated.more, f"{sorted(answered)}; counted: {stated.why}"


@pytest.mark.parametrize("name", each_patient())
def test_the_completion_adds_to_what_is_stated_and_changes_nothing(name: str) -> None:
    patient = patients()[name]
    answers, _ = completed(patient, knowledge())
    changed = [fact for fact, answer in patient.answers.by_fact.items() if answers.by_fact[fact] != answer]
    assert not changed


@pytest.mark.parametrize("name", each_patient())
def test_as_stated_the_urgency_is_not_below_the_cases(name: str) -> None:
    patient = patients()[name]
    found = triage(patient.answers, knowledge())
    settled = patient.vignette.settled
    least = settled.urgency_at_least if settled else None
    least = least or patient.vignette.as_stated.urgency_at_least
    assert found.urgency.at_least(least), f"{found.urgency}, expected at least {least}; flags {found.flags}"


@pytest.mark.parametrize("name", each_patient())
def test_completed_the_care_and_the_category_are_the_cases(name: str) -> None:
    patient = patients()[name]
    expected = patient.vignette.completed
    assert expected is not None
    answers, added = completed(patient, knowledge())
    print(f"{name}, {patient.vignette.completion}:", *added, sep="\n  ")
    found = triage(answers, knowledge())
    settled = patient.vignette.settled
    assert found.care in expected.care + (settled.care if settled else ())
    assert found.category in expected.category + (settled.category if settled else ())
    assert not expected.urgency or found.urgency in expected.urgency


@pytest.mark.parametrize("name", [name for name in each_patient() if patients()[name].vignette.settled])
def test_where_source_and_evidence_disagree_the_row_is_named_and_the_disagreement_is_real(name: str) -> None:
    patient = patients()[name]
    settled, expected = patient.vignette.settled, patient.vignette.completed
    assert settled is not None
    assert expected is not None
    assert settled.says
    assert set(settled.evidence) <= knowledge().evidence.keys()
    stated = triage(patient.answers, knowledge())
    found = triage(completed(patient, knowledge())[0], knowledge())
    agrees = stated.urgency.at_least(patient.vignette.as_stated.urgency_at_least)
    assert not (agrees and found.care in expected.care and found.category in expected.category), "take `settled` out"


@pytest.mark.parametrize("name", each_with_patterns())
def test_what_the_case_rules_out_could_be_given(name: str) -> None:
    library = wider().interventions.values()
    patterns = patients()[name].vignette.never_given
    assert all(any(matches(pattern, one.demands) for one in library) for pattern in patterns)


@pytest.mark.parametrize("name", each_with_patterns())
def test_what_the_case_rules_out_is_not_given(name: str) -> None:
    patient = patients()[name]
    answers, _ = completed(patient, knowledge())
    for pattern in patient.vignette.never_given:
        assert not given(patient.answers, pattern), "as stated"
        assert not given(answers, pattern), "completed"


@pytest.mark.parametrize("name", ["m01_lifting_boxes", "m12_farmer"])
def test_nothing_waits_for_the_picture_that_the_case_advises_against(name: str) -> None:
    answers, _ = completed(patients()[name], knowledge())
    everything = clear(answers, triage(answers, knowledge()), knowledge())
    waiting = [one.intervention for one in everything if "fracture_imaging" in one.missing]
    assert not waiting


def test_the_name_stenosis_does_not_press_flexion_on_somebody_whose_preference_is_extension() -> None:
    answers, _ = completed(patients()["m09_stenosis"], knowledge())
    plan = plan_for(answers, triage(answers, knowledge()), knowledge(), starts_on=answers.today)
    assert isinstance(plan, Plan)
    end_flexion = Pattern(moves=MovePattern(part=("lumbar",), way=("flexion",), range=("end",)))
    items = [item.intervention for item in plan.proposal.items]
    assert not [name for name in items if matches(end_flexion, knowledge().interventions[name].demands)]
