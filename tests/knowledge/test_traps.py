"""The mistakes that the evidence review warns developers of (its section I), each tried under its own name.

A trap is carried by a test called after it, here or elsewhere, or by a made-up patient that names it. What the
product cannot fall into is listed with the reason.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec
import pytest

from people import TODAY, examined, knowledge, ordinary
from spinewise.assess.measures import Reading, interpret_change
from spinewise.assess.triage import triage
from spinewise.assess.types import Triage
from spinewise.knowledge.demands import matches
from spinewise.knowledge.ladders import Level, Urgency
from spinewise.knowledge.models import Demands, KnowledgeBase, Move, MovePattern, Pattern
from spinewise.plan.clear import clear
from spinewise.plan.road import plan_for
from spinewise.plan.types import Cleared, Plan
from spinewise.rules.facts import Answers, Count, Role
from spinewise.rules.known import Known, OneOf
from vignette_readings import found as found_in
from vignette_readings import patients, vignette

TESTS, KNOWLEDGE = Path(__file__).parents[1], Path(__file__).parents[2] / "knowledge"
NOT_HERE = {
    "trap-wainner-ci": "neck: nobody is asked about it yet",
    "trap-wainner-2": "neck: nobody is asked about it yet",
    "trap-myelopathy": "neck: nobody is asked about it yet",
    "trap-ccr-order": "neck: nobody is asked about it yet",
    "trap-ndi-units": "neck: the score is not kept",
    "trap-odi-modified": "the score is licensed and not kept",
    "trap-psfs-sign": "the score is not kept",
    "trap-promis": "the score is licensed and not kept",
    "trap-preempt": "no trial of one person is offered",
    "trap-n1-p": "no trial of one person is offered",
}
HURRY = re.compile(r"\b(faster|sooner|quicker|speeds?|cures?|heals?|for good|guarantee\w*)\b", re.IGNORECASE)
OFFERED = (Level.GO, Level.CAUTION)
NEW_SIGNS = ("saddle_numbness", "bladder_difficulty", "urine_leak", "bowel_control", "sexual_sensation")
ONE_WEAK_FLAG: dict[str, dict[str, str | list[str]]] = {
    "over 70": {"age": "75", "sex": "male"},
    "a woman over 70": {"age": "75", "present_activity": "regular"},
    "over 50": {"age": "55", "sex": "male", "first_episode": "true"},
    "night pain": {"night_pain_not_eased": "true"},
    "upper back": {"thoracic_pain": "true"},
    "diabetes": {"diabetes": "true"},
    "steroid tablets": {"long_steroid_use": "true", "sex": "male"},
    "weight loss": {"unexplained_weight_loss": "true"},
}
COOK_ITEMS = {"age", "leg_pain", "leg_over_back", "worse_walking_or_standing", "better_sitting"}
STENOSIS_SIGNS: dict[str, str | list[str]] = {
    "leg_pain": "both_legs", "leg_pain_course": "long_standing", "furthest_region": "below_knee",
    "ces_investigated": "true", "worse_walking_or_standing": "true", "better_sitting": "true",
}  # fmt: skip
LOADED_FLEXION = Pattern(moves=MovePattern(part=("lumbar", "thoracic"), way=("flexion",), load=("light", "heavy")))
LYING_LONG = Demands(position="supine", stay="prolonged")
LYING = Demands(position="supine", moves=(Move(part="knee", way="flexion"),))


def found(answers: Answers) -> Triage:
    return triage(answers, knowledge())


def cleared(answers: Answers, kb: KnowledgeBase | None = None) -> dict[str, Cleared]:
    kb = kb or knowledge()
    return {one.intervention: one for one in clear(answers, triage(answers, kb), kb)}


def with_exercise(name: str, demands: Demands) -> KnowledgeBase:
    """The library with one more exercise, copied from a harmless one but for what it asks of the body."""
    kb = knowledge()
    made = msgspec.structs.replace(kb.exercises["lumbar/heel_slide"], id=name, demands=demands)
    return msgspec.structs.replace(kb, exercises=kb.exercises | {name: made})


def level_of(demands: Demands, answers: Answers) -> Level:
    return cleared(answers, with_exercise("lumbar/tried", demands))["lumbar/tried"].level


def one_value(answers: Answers, fact: str) -> object:
    possible = Known(answers, knowledge().facts).possible(fact)
    values = possible.values if isinstance(possible, OneOf) else {possible.low, possible.high}
    (value,) = values
    return value


@pytest.mark.parametrize("sign", NEW_SIGNS)
@pytest.mark.parametrize("word", ["new", "worse", "not_sure"])
def test_trap_ces_threshold_one_sign_is_enough(sign: str, word: str) -> None:
    assert found(ordinary(**{sign: word})).urgency is Urgency.EMERGENCY


def test_trap_ces_threshold_two_weak_legs_are_enough() -> None:
    answers = ordinary(both_legs_weak_or_numb="new", leg_numbness="true")
    assert found(answers).urgency is Urgency.EMERGENCY


def test_trap_ces_threshold_new_shooting_pain_in_both_legs_is_enough() -> None:
    answers = ordinary(
        leg_pain="both_legs", leg_pain_course="new_or_worse", leg_pain_shooting="true", furthest_region="below_knee"
    )
    assert found(answers).urgency is Urgency.EMERGENCY


@pytest.mark.parametrize("sign", NEW_SIGNS)
def test_trap_ces_threshold_a_small_residual_and_normal_tone_clear_nobody(sign: str) -> None:
    answers = examined(ordinary(**{sign: "new"}), anal_tone="normal", post_void_residual_ml="20")
    assert found(answers).urgency is Urgency.EMERGENCY


@pytest.mark.parametrize("words", ONE_WEAK_FLAG.values(), ids=ONE_WEAK_FLAG)
def test_trap_flag_panic_one_weak_flag_is_watched_and_not_referred(words: dict[str, str | list[str]]) -> None:
    assert found(ordinary(**words)).urgency is Urgency.MONITOR


def test_trap_cook_counts_the_five_published_items() -> None:
    derive = knowledge().facts["stenosis_items"].derive
    assert isinstance(derive, Count)
    assert {leaf.fact for leaf in derive.of} == COOK_ITEMS
    assert len(derive.of) == len(COOK_ITEMS)


@pytest.mark.parametrize(("age", "items"), [("48", 4), ("49", 5)])
def test_trap_cook_counts_age_above_48(age: str, items: int) -> None:
    answers = ordinary(**STENOSIS_SIGNS, age=age, back_pain_now="3", leg_pain_now="6")
    assert one_value(answers, "stenosis_items") == items


def test_trap_cook_four_of_five_make_stenosis_suspected() -> None:
    answers = ordinary(**STENOSIS_SIGNS, age="64", back_pain_now="6", leg_pain_now="6")
    assert (one_value(answers, "stenosis_items"), one_value(answers, "stenosis")) == (4, "suspected")


def test_trap_cook_three_of_five_do_not() -> None:
    answers = ordinary(**(STENOSIS_SIGNS | {"better_sitting": "false"}), age="64", back_pain_now="6", leg_pain_now="6")
    assert (one_value(answers, "stenosis_items"), one_value(answers, "stenosis")) == (3, "none")


@pytest.mark.parametrize(("days", "acuity"), [(41, "acute"), (42, "subacute"), (84, "subacute"), (85, "chronic")])
def test_trap_acuity_is_worked_out_from_stored_days(days: int, acuity: str) -> None:
    answers = ordinary(pain_started=(TODAY - dt.timedelta(days=days)).isoformat())
    assert found(answers).acuity == acuity


def test_trap_acuity_shows_that_sources_disagree() -> None:
    rows = knowledge().evidence
    assert {"acuity-cochrane", "acuity-acp", "acuity-default"} <= set(rows)


def test_trap_item9_any_thought_of_self_harm_is_urgent() -> None:
    assert found(ordinary(low_mood="true", self_harm_thoughts="thoughts")).urgency is Urgency.URGENT


def test_trap_item9_an_active_plan_is_an_emergency() -> None:
    assert found(ordinary(low_mood="true", self_harm_thoughts="plan")).urgency is Urgency.EMERGENCY


@pytest.mark.parametrize("seen", [False, True], ids=["unexamined", "examined"])
def test_trap_osteoporosis_keeps_exercise(seen: bool) -> None:
    answers = ordinary(age="62", told_osteoporosis="yes", present_activity="regular", began_at_age="from_45")
    levels = cleared(examined(answers, bone_density="osteoporosis") if seen else answers)
    assert len([name for name, one in levels.items() if name in knowledge().exercises and one.level is Level.GO]) >= 2


def test_trap_osteoporosis_keeps_gentle_extension_and_balance_with_a_support() -> None:
    answers = examined(
        ordinary(age="62", told_osteoporosis="yes", present_activity="regular"), bone_density="osteoporosis"
    )
    gentle = Demands(position="sitting", moves=(Move(part="thoracic", way="extension"),))
    assert level_of(gentle, answers) is Level.GO
    assert level_of(Demands(position="standing", balance="supported"), answers) is Level.GO


@pytest.mark.parametrize("seen", [False, True], ids=["unexamined", "examined"])
def test_trap_osteoporosis_leaves_out_loaded_flexion(seen: bool) -> None:
    answers = ordinary(age="62", told_osteoporosis="yes", present_activity="regular")
    levels = cleared(examined(answers, bone_density="osteoporosis") if seen else answers)
    flexing = [name for name, one in knowledge().interventions.items() if matches(LOADED_FLEXION, one.demands)]
    assert flexing
    assert not [name for name in flexing if levels[name].level in OFFERED]


def test_trap_pregnancy_supine_the_first_three_months_do_not_forbid_lying_on_the_back() -> None:
    early = examined(ordinary(pregnancy="first_trimester"))
    assert level_of(LYING, early) in OFFERED
    assert level_of(LYING_LONG, early) in OFFERED


def test_trap_pregnancy_supine_later_only_lying_for_long_is_left_out() -> None:
    later = examined(ordinary(pregnancy="later"))
    assert level_of(LYING_LONG, later).at_least(Level.HOLD)
    assert level_of(LYING, later) in OFFERED


def test_trap_pacemaker_all_keeps_heat_and_cold() -> None:
    levels = cleared(ordinary(pacemaker="true"))
    assert levels["modalities/tens"].level is Level.EXCLUDE
    assert {levels["modalities/heat"].level, levels["modalities/cold"].level} == {Level.GO}


def test_trap_heat_ng59_says_that_nice_makes_no_recommendation() -> None:
    heat = knowledge().modalities["modalities/heat"]
    stances = knowledge().evidence[heat.stance].stances
    assert (stances["nice_ng59"]["code"], stances["acp_2017"]["code"]) == ("in_words", "R")
    assert "NICE NG59 makes no recommendation" in heat.say_plainly.clinician


def test_trap_tens_effect_is_not_promised_for_back_pain() -> None:
    tens = knowledge().modalities["modalities/tens"]
    assert not tens.by_default
    assert knowledge().evidence[tens.stance].stances["nice_ng59"]["code"] == "X"
    assert "not back pain" in tens.say_plainly.clinician
    assert "0.96" not in tens.say_plainly.patient


def test_trap_acupuncture_keeps_the_disagreement() -> None:
    stances = knowledge().evidence["gx-acupuncture"].stances
    assert {name: stances[name]["code"] for name in ("nice_ng59", "acp_2017", "who_2023")} == {
        "nice_ng59": "X", "acp_2017": "R", "who_2023": "C",
    }  # fmt: skip


def test_trap_traction_is_no_single_answer_for_back_and_neck() -> None:
    stances = {row: one.stances for row, one in knowledge().evidence.items() if "traction" in row and one.stances}
    codes = {guideline["code"] for row in stances.values() for guideline in row.values()}
    assert "X" in codes
    assert len(codes) > 1


def test_trap_manual_alone_no_treatment_done_to_a_person_stands_alone() -> None:
    answers = ordinary(comfort="heat", equipment=["mat", "warm_pack", "tens_unit"], aims_wanted=["pain_relief"])
    made = plan_for(answers, found(answers), knowledge(), starts_on=TODAY)
    assert isinstance(made, Plan)
    assert not [one for one in knowledge().modalities.values() if one.by_default]
    assert [item for item in made.proposal.items if item.intervention in knowledge().exercises]


def test_trap_copyright_no_licensed_questionnaire_is_asked() -> None:
    licensed = ("STarT", "Oswestry", "ODI", "NDI", "EQ-5D", "painDETECT", "DN4", "PROMIS", "Catastrophizing")
    facts = [fact for fact in knowledge().facts.values() if Role.PERSON in fact.asked_of]
    asked = " ".join(f"{fact.person} {fact.help}" for fact in facts)
    assert not [name for name in licensed if name in asked]


def test_trap_best_exercise_no_exercise_is_called_best() -> None:
    said = [f"{one.title.patient} {one.say_plainly} {one.purpose}".lower() for one in knowledge().exercises.values()]
    assert not [words for words in said if "best" in words.split() or "pilates" in words]


def test_every_trap_is_carried_by_a_test_or_a_patient_or_cannot_be_fallen_into() -> None:
    traps = {row for row in knowledge().evidence if row.startswith("trap-")}
    carried = {row for row in traps if row in named_by_patients() or has_a_test(row)}
    assert traps - carried - NOT_HERE.keys() == set()
    assert carried & NOT_HERE.keys() == set()
    assert NOT_HERE.keys() <= traps


@cache
def named_by_patients() -> set[str]:
    everybody = [patient.vignette for patient in patients().values()]
    return {row for one in everybody for row in one.source.rows} | {
        row for one in everybody for due in one.given for row in due.evidence
    }


def has_a_test(row: str) -> bool:
    return f"def test_{row.replace('-', '_')}_" in every_test()


@cache
def every_test() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py"))


def labels_of(name: str) -> set[str]:
    return {label.rule for label in found_in(name, "completed").labels}


def test_trap_hicks_counts_four_items_and_no_work_score() -> None:
    derive = knowledge().facts["stabilisation_items"].derive
    assert isinstance(derive, Count)
    assert [leaf.fact for leaf in derive.of] == ["age", "slr_average_deg", "aberrant_movement", "prone_instability"]


def test_trap_hicks_three_items_are_enough_and_two_with_a_low_work_score_are_not() -> None:
    assert vignette("w147_hicks_two").source.rows
    assert "categories/rule_stabilisation_success" in labels_of("w146_hicks_three")
    assert "categories/rule_stabilisation_success" not in labels_of("w147_hicks_two")


@pytest.mark.parametrize(("fact", "items"), [("fabq_fear", 4), ("fabq_work", 7)])
def test_trap_fabq_each_half_has_its_own_items_of_up_to_6_points(fact: str, items: int) -> None:
    assert knowledge().facts[fact].span == (0, 6 * items)


@pytest.mark.parametrize(("total", "subscale", "risk"), [("9", "3", "medium"), ("4", "4", "high"), ("3", "3", "low")])
def test_trap_start_total_high_risk_needs_the_subscale(total: str, subscale: str, risk: str) -> None:
    answers = examined(ordinary(), start_total=total, start_psychosocial=subscale)
    assert one_value(answers, "start_risk") == risk


def test_trap_mic_vs_mdc_a_change_within_the_error_is_not_called_a_change() -> None:
    walk = knowledge().measures["measures/six_minute_walk"]
    assert walk.error.worthwhile == 30
    rough = msgspec.structs.replace(walk, error=msgspec.structs.replace(walk.error, detectable=60))
    before, after = (Reading(measure=walk.id, value=value) for value in (400, 440))
    assert interpret_change(before, after=after, measure=rough).outcome == "no_clear_change"


@cache
def said_to_patients() -> dict[str, str]:
    """Every sentence about a treatment, an exercise, a lesson or a start, by where it is said."""
    return dict(sentences())


def sentences() -> Iterator[tuple[str, str]]:
    kb = knowledge()
    for exercise in kb.exercises.values():
        yield exercise.id, f"{exercise.title.patient} {exercise.purpose} {exercise.say_plainly}"
    for modality in kb.modalities.values():
        yield modality.id, f"{modality.title.patient} {modality.say_plainly.patient}"
    for lesson in kb.lessons.values():
        yield lesson.id, " ".join(lesson.says)
    for rule in (*kb.starts.values(), *kb.categories.values()):
        yield rule.id, rule.tell.patient


def test_trap_manip_95_and_trap_gellhorn_nobody_is_told_that_treatment_saves_an_operation() -> None:
    about = re.compile(
        r"95|\b(avoids?|prevents?|saves?|spares?|instead of) (an? |you )?(operation|surgery)", re.IGNORECASE
    )
    assert not {place for place, said in said_to_patients().items() if about.search(said)}


def test_trap_manip_95_the_rule_speaks_of_its_limits_to_the_clinician() -> None:
    said = knowledge().categories["categories/rule_manipulation"].tell.clinician
    assert "95" not in said
    assert "did not carry over" in said


def test_trap_gellhorn_no_rule_or_text_rests_on_the_figure() -> None:
    assert resting_on("claim-when-pt")
    assert not resting_on("claim-95-surgery")


def test_trap_recovery_2012_nothing_rests_on_the_older_course_of_lasting_pain() -> None:
    assert not resting_on("nh-dacosta-persist")


def resting_on(row: str) -> list[str]:
    """The knowledge files outside the evidence that cite a row as support."""
    files = (path for path in KNOWLEDGE.rglob("*.yaml") if path.parent.name not in ("evidence", "sources"))
    cited = re.compile(rf"evidence: \[?[^\]\n]*\b{row}\b(?!-)")
    return [path.name for path in files if cited.search(path.read_text(encoding="utf-8"))]


def test_trap_acute_exercise_nobody_is_promised_a_quicker_end_to_new_pain() -> None:
    kb = knowledge()
    bundle = kb.bundles["bundles/nonspecific_acute"]
    assert {"trap-acute-exercise", "es-exercise-acute"} <= set(bundle.evidence)
    assert not {name for name in (*bundle.prefers, *bundle.lessons) if HURRY.search(said_to_patients()[name])}


def test_trap_traffic_the_numbers_are_said_to_be_untested_for_backs_and_open_to_change() -> None:
    said = knowledge().safety.disclaimer.patient
    assert "not for backs" in said
    assert "may set other numbers" in said
