"""The mistakes that the evidence review warns developers of (its section I), each tried under its own name.

Traps about neck tests, questionnaires and trials of one person are not here: nobody can say those things in
the questions for the back.
"""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from people import TODAY, examined, knowledge, ordinary
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
