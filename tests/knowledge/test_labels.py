"""Labels are shown and decide nothing; scores and rules count what was published; a private answer stays private."""

from __future__ import annotations

import msgspec
import pytest

from people import examined, knowledge, ordinary
from spinewise.assess.triage import triage
from spinewise.assess.types import Triage
from spinewise.documents.sheet import sheet_content
from spinewise.knowledge.ladders import Category, Urgency
from spinewise.knowledge.models import CategoryRule, KnowledgeBase
from spinewise.plan.clear import clear
from spinewise.rules.evaluate import evaluate
from spinewise.rules.facts import Answers, Count
from spinewise.rules.known import Known
from spinewise.rules.tree import facts_of
from spinewise.rules.truth import YES

INTO_THE_FOOT = {
    "leg_pain": "one_leg", "leg_pain_course": "steady", "leg_pain_shooting": "true", "furthest_region": "foot",
    "leg_pain_now": "5",
}  # fmt: skip


def found(answers: Answers) -> Triage:
    return triage(answers, knowledge())


def labels(answers: Answers) -> set[str]:
    return {label.rule.removeprefix("categories/") for label in found(answers).labels}


def without_labels() -> KnowledgeBase:
    kept = {name: rule for name, rule in knowledge().categories.items() if not rule.label}
    return msgspec.structs.replace(knowledge(), categories=kept)


def scored(**scores: str) -> Answers:
    return examined(ordinary(), **scores)


def counted(fact: str) -> list[str]:
    derive = knowledge().facts[fact].derive
    assert isinstance(derive, Count)
    return [test.fact for test in derive.of]


PEOPLE = {
    "ordinary": ordinary(),
    "frightened": scored(fabq_fear="20", start_total="7", start_psychosocial="5"),
    "into_the_foot": examined(ordinary(**INTO_THE_FOOT), sensory_loss="true"),
    "loose": scored(segment_mobility="excessive", prone_instability="positive", slr_average_deg="95"),
}


@pytest.mark.parametrize("name", PEOPLE)
def test_a_label_changes_neither_urgency_nor_category_nor_what_is_asked(name: str) -> None:
    one, other = triage(PEOPLE[name], knowledge()), triage(PEOPLE[name], without_labels())
    assert one.labels
    unlabelled = msgspec.structs.replace(one, labels=(), subgroups=other.subgroups)
    assert unlabelled == other


@pytest.mark.parametrize("name", PEOPLE)
def test_a_label_opens_and_closes_nothing(name: str) -> None:
    answers = PEOPLE[name]
    levels = {one.intervention: one.level for one in clear(answers, found(answers), knowledge())}
    bare = clear(answers, triage(answers, without_labels()), without_labels())
    assert levels == {one.intervention: one.level for one in bare}


@pytest.mark.parametrize("fact", [
    "start_total", "start_psychosocial", "fabq_fear", "fabq_work", "tampa_fear", "catastrophising", "phq2", "gad2",
    "stabilisation_items", "stabilisation_failure_items", "manipulation_items", "sij_items",
])  # fmt: skip
def test_no_precaution_reads_a_score_or_a_prediction_rule(fact: str) -> None:
    assert not [name for name, rule in knowledge().precautions.items() if fact in facts_of(rule.when)]


def test_a_label_must_not_speak_for_a_category() -> None:
    rule = knowledge().categories["categories/cognitive_affective"]
    with pytest.raises(ValueError, match="speaks for no category"):
        CategoryRule(**{**msgspec.structs.asdict(rule), "category": Category.NON_SPINAL})


def test_fear_is_kept_beneath_nerve_pain() -> None:
    triaged = found(examined(ordinary(**INTO_THE_FOOT), fabq_fear="20"))
    assert triaged.category is Category.RADICULOPATHY_OR_STENOSIS
    assert {"radiculopathy", "cognitive_affective"} <= set(triaged.subgroups)


@pytest.mark.parametrize(("score", "low", "high"), [
    ("fabq_fear", "14", "15"), ("tampa_fear", "28", "29"), ("catastrophising", "29", "30"), ("phq2", "2", "3"),
])  # fmt: skip
def test_a_yellow_flag_begins_at_its_published_score(score: str, low: str, high: str) -> None:
    assert "cognitive_affective" not in labels(scored(**{score: low}))
    assert "cognitive_affective" in labels(scored(**{score: high}))


@pytest.mark.parametrize(("total", "part", "group"), [
    ("3", "3", "risk_low"), ("4", "1", "risk_medium"), ("4", "4", "risk_high"), ("8", "4", "risk_high"),
    ("7", "3", "risk_medium"),
])  # fmt: skip
def test_trap_start_total_high_risk_needs_the_subscale(total: str, part: str, group: str) -> None:
    shown = labels(scored(start_total=total, start_psychosocial=part))
    assert {label for label in shown if label.startswith("risk_")} == {group}


def test_trap_hicks_counts_four_items_and_needs_three() -> None:
    assert counted("stabilisation_items") == ["age", "slr_average_deg", "aberrant_movement", "prone_instability"]
    two = examined(ordinary(age="30"), slr_average_deg="95", aberrant_movement="false", prone_instability="negative")
    three = examined(ordinary(age="30"), slr_average_deg="95", aberrant_movement="true", prone_instability="negative")
    assert "rule_stabilisation_success" not in labels(two)
    assert "rule_stabilisation_success" in labels(three)


def test_trap_manip_95_is_near_neither_surgery_nor_a_percentage() -> None:
    rules = [knowledge().categories[f"categories/{name}"] for name in ("rule_manipulation", "rule_manipulation_short")]
    said = " ".join(f"{rule.tell.patient} {rule.tell.clinician}" for rule in rules)
    assert "95" not in said
    assert "surg" not in said


@pytest.mark.parametrize(("positive", "shown"), [
    (0, {"sacroiliac_ruled_out"}), (1, set()), (2, set()), (3, {"sacroiliac"}), (6, {"sacroiliac"}),
])  # fmt: skip
def test_three_of_six_sacroiliac_tests_count_and_none_rules_out(positive: int, shown: set[str]) -> None:
    tests = counted("sij_items")
    answers = scored(**dict.fromkeys(tests[:positive], "positive"))
    assert {label for label in labels(answers) if label.startswith("sacroiliac")} == shown


def test_a_direction_that_eases_makes_no_nerve_pain_of_a_back() -> None:
    for leg in ("none", "one_leg"):
        story = {} if leg == "none" else {"leg_pain": leg, "leg_pain_course": "steady", "furthest_region": "thigh"}
        triaged = found(examined(ordinary(**story), directional_preference="extension"))
        assert (triaged.category, triaged.subgroups) == (Category.NONSPECIFIC, ("extension_preference",))


def test_a_direction_that_eases_is_kept_beneath_nerve_pain() -> None:
    triaged = found(examined(ordinary(**INTO_THE_FOOT), directional_preference="extension"))
    assert triaged.category is Category.RADICULOPATHY_OR_STENOSIS
    assert set(triaged.subgroups) == {"radiculopathy", "extension_preference"}


def test_four_signs_of_an_inflamed_spine_make_it_the_working_category() -> None:
    story = {"age": "32", "pain_started": "200 days ago", "began_at_age": "under_35", "buttock_pain": "true"}
    three = ordinary(**story, better_with_movement="true")
    four = ordinary(**story, better_with_movement="true", wakes_second_half_of_night="true")
    assert found(three).category is Category.NONSPECIFIC
    assert (found(four).category, found(four).subgroups) == (Category.OTHER_SPECIFIC, ("inflammatory",))
    assert found(four).urgency is Urgency.ROUTINE


def test_answers_that_speak_against_cancer_lower_no_urgency() -> None:
    answers = ordinary(fever_or_unwell="true")
    assert "cancer_unlikely" in labels(answers)
    assert found(answers).urgency is Urgency.URGENT


@pytest.mark.parametrize("sign", ["tuberculosis_contact", "night_sweats", "percussion_tender"])
def test_one_weak_sign_sends_nobody_away(sign: str) -> None:
    assert not found(examined(ordinary(), **{sign: "true"})).urgency.at_least(Urgency.ROUTINE)


def test_what_is_printed_says_only_that_a_talk_in_private_is_needed() -> None:
    triaged = found(ordinary(talk_in_private="yes", tuberculosis_contact="true", night_sweats="true"))
    assert "red_flags/private_talk" in {flag.rule for flag in triaged.flags}
    printed = str(sheet_content(triaged, knowledge(), today=None)).lower()
    assert "private" in printed
    assert not [word for word in ("hurting", "afraid", "violence", "abuse", "safeguard") if word in printed]


@pytest.mark.parametrize("name", ["cognitive_affective", "stage_symptom_modulation", "mechanism_nociplastic"])
def test_a_label_that_is_still_open_is_left_unsaid(name: str) -> None:
    rule = knowledge().categories[f"categories/{name}"]
    empty = Answers(today=ordinary().today, zone="UTC")
    assert evaluate(rule.id, rule.when, Known(empty, knowledge().facts)).truth is not YES
    assert name not in labels(empty)
