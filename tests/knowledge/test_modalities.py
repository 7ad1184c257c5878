"""Passive treatments, lessons and the articles' doses: parameters, ends, honest standing, plain words."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator

import msgspec
import pytest

from people import TODAY, examined, knowledge, ordinary
from spinewise.assess.triage import triage
from spinewise.cli.ink import Page
from spinewise.cli.show_plan import show_standing
from spinewise.knowledge.ladders import Level, Tier
from spinewise.knowledge.models import Modality, Told
from spinewise.plan.accept import accept
from spinewise.plan.clear import clear
from spinewise.plan.dose import fits
from spinewise.plan.edit import apply_edits
from spinewise.plan.road import plan_for
from spinewise.plan.types import Add, Cleared, Plan, Proposal, Refusal
from spinewise.plan.wishes import wishes_from
from spinewise.rules.facts import Answers

AT_HOME = {"modalities/heat", "modalities/cold", "modalities/tens"}
IN_CLINIC = sorted(set(knowledge().modalities) - AT_HOME)
ELSEWHERE = {"mod-traction-cervical", "mod-lists-differ"}
"""Agent rows without a modality: the neck's traction, and a row about lists."""

SETTINGS = {
    "ultrasound": ["1 MHz", "3 MHz", "0.5-1.5 W/cm2", "5-10 min"],
    "iontophoresis": ["dexamethasone 0.4 %", "40-80 mA-min", "4 mA", "6 times"],
    "laser": ["780-904 nm", "4-8 J"],
    "interferential": ["80-150 Hz", "10-20 min"],
    "massage": ["10-30 min"],
    "lumbar_traction": ["25-50 %", "10-20 min"],
    "acupuncture": ["20-30 min"],
}
LIMITS = {
    "acupuncture": [("How long", 20, 30, "minutes")],
    "cold": [("How long", 10, 20, "minutes"), ("How often", 2, None, "hours apart")],
    "heat": [("How long", 15, 20, "minutes")],
    "interferential": [("Beat", 80, 150, "Hz"), ("How long", 10, 20, "minutes")],
    "iontophoresis": [("Charge", 40, 80, "mA-min"), ("Current", None, 4, "mA")],
    "laser": [("Wavelength", 780, 904, "nm"), ("Dose", 4, 8, "J at each point")],
    "lumbar_traction": [("Pull", 25, 50, "% of body weight"), ("How long", 10, 20, "minutes")],
    "massage": [("How long", 10, 30, "minutes")],
    "tens": [("Frequency", 80, 120, "Hz"), ("Pulse width", 50, 200, "µs")],
    "ultrasound": [("Strength", 0.5, 1.5, "W/cm2"), ("How long", 5, 10, "minutes")],
}
"""Every limit on a setting, as its evidence row gives it."""

COURSES = {
    "massage": (4, 6), "mobilisation": (2, 6), "thrust": (2, 6), "dry_needling": (3, 6), "acupuncture": (6, 12),
    "iontophoresis": (1, 6),
}  # fmt: skip
FRIGHTENING = ("crumbling", "worn out", "out of place", "never", "failed", "compliant", "!")
LESSON_ROWS = [row for row in knowledge().evidence if row.startswith("ed-")]
DOSED_CLAIMS = {
    "claim-heat-cold", "claim-ultrasound", "claim-iontophoresis", "claim-tens", "claim-hamstring",
    "claim-strength-daily", "claim-aerobic", "claim-dls",
}  # fmt: skip


def modality(name: str) -> Modality:
    return knowledge().modalities[f"modalities/{name}"]


def cleared(answers: Answers) -> dict[str, Cleared]:
    kb = knowledge()
    return {one.intervention: one for one in clear(answers, triage(answers, kb), kb)}


def seen(**words: str) -> Answers:
    """Somebody ordinary but for these words, examined, with full power."""
    return examined(ordinary(**words), key_muscle_power="5")


def codes(name: str) -> dict[str, str]:
    stances = knowledge().evidence[modality(name).stance].stances
    return {guideline: stance["code"] for guideline, stance in stances.items()}


def standing(name: str) -> str:
    page = Page(width=200)
    show_standing(modality(name), knowledge(), page)
    return "\n".join(page.lines)


def with_mobilisation(answers: Answers) -> Proposal:
    kb = knowledge()
    made = plan_for(answers, triage(answers, kb), kb, starts_on=TODAY)
    assert isinstance(made, Plan)
    wishes = wishes_from(answers, kb, starts_on=TODAY)
    return apply_edits(made.proposal, [Add("modalities/mobilisation")], clear(answers, made.triage, kb), wishes, kb)


def only_modalities(proposal: Proposal) -> Proposal:
    items = tuple(item for item in proposal.items if item.intervention in knowledge().modalities)
    visits = tuple(
        msgspec.structs.replace(visit, does=tuple(item.intervention for item in items)) for visit in proposal.sessions
    )
    return msgspec.structs.replace(proposal, items=items, sessions=visits)


def patient_words() -> Iterator[tuple[str, str]]:
    kb = knowledge()
    for one in kb.modalities.values():
        words = (one.title.patient, one.say_plainly.patient, one.where_on_body, one.response_check)
        yield one.id, " ".join((*words, *one.steps, *one.stop_if))
    for lesson in kb.lessons.values():
        yield lesson.id, " ".join((lesson.title, *lesson.says))
    for preset in kb.presets.values():
        yield preset.id, f"{preset.title} {preset.article_says} {preset.evidence_says}"
    for measure in kb.measures.values():
        yield measure.id, " ".join((measure.title.patient, *(told.patient for told in measure.tell.values())))


def every_word() -> str:
    kb = knowledge()
    shown = (kb.modalities, kb.lessons, kb.presets, kb.exercises, kb.care, kb.programme, kb.measures, kb.norms)
    return json.dumps([msgspec.to_builtins(room) for room in shown])


def test_every_agent_of_the_evidence_has_a_treatment() -> None:
    rows = {row for row in knowledge().evidence if row.startswith("mod-")}
    used = {row for one in knowledge().modalities.values() for row in one.evidence}
    assert rows - used == ELSEWHERE


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_are_those_of_the_evidence(name: str) -> None:
    own = modality(name)
    row = knowledge().evidence[own.evidence[0]]
    said = " ".join(parameter.setting for parameter in own.parameters).replace("minutes", "min")
    given = f"{row.more.get('dose', '')} {row.more.get('agent', '')} {row.statement}".replace("%", " %")
    for setting in SETTINGS[name]:
        assert setting in said, setting
        assert re.sub(r"\s+", " ", setting.replace(" MHz", "").replace(" times", "")) in re.sub(r"\s+", " ", given)


def test_the_limits_on_settings_are_these_and_no_others() -> None:
    found = {
        id_.removeprefix("modalities/"): [(each.name, each.least, each.most, each.unit) for each in own.parameters]
        for id_, own in knowledge().modalities.items()
    }
    limited = {name: [limits for limits in each if limits[3]] for name, each in found.items()}
    assert {name: limits for name, limits in limited.items() if limits} == LIMITS


@pytest.mark.parametrize("name", COURSES)
def test_a_course_has_as_many_sessions_as_the_evidence_gives(name: str) -> None:
    assert modality(name).course_sessions == COURSES[name]


@pytest.mark.parametrize("id_", IN_CLINIC)
def test_a_clinic_s_treatment_is_consented_limited_checked_and_no_default(id_: str) -> None:
    own = knowledge().modalities[id_]
    assert (own.home, own.by_default, own.consent) == (False, False, True)
    assert own.course_sessions is not None
    assert own.check_first
    assert own.stop_if
    assert "end" in own.response_check or "leave" in own.response_check


@pytest.mark.parametrize("id_", IN_CLINIC)
def test_the_most_sessions_fit_into_the_course(id_: str) -> None:
    own = knowledge().modalities[id_]
    assert own.course_sessions is not None
    assert own.course_sessions[0] <= own.course_sessions[1] <= own.course_days / 7 * own.dose.limit.days_a_week


@pytest.mark.parametrize("id_", sorted(knowledge().modalities))
def test_six_guidelines_stand_side_by_side(id_: str) -> None:
    assert set(knowledge().evidence[knowledge().modalities[id_].stance].stances) == set(knowledge().guidelines)


@pytest.mark.parametrize("id_", sorted(knowledge().modalities))
def test_both_readers_are_told_plainly(id_: str) -> None:
    told = knowledge().modalities[id_].say_plainly
    assert told.patient != told.clinician
    assert len(told.patient.split()) <= 45


@pytest.mark.parametrize("id_", sorted(knowledge().modalities))
def test_every_claim_of_a_treatment_names_a_row_that_exists(id_: str) -> None:
    rows = [claim.evidence for claim in knowledge().modalities[id_].because if claim.evidence]
    assert rows
    assert not set(rows) - set(knowledge().evidence)


@pytest.mark.parametrize("id_", IN_CLINIC)
def test_nobody_unexamined_is_given_a_clinic_s_treatment(id_: str) -> None:
    assert cleared(ordinary())[id_].level.at_least(Level.HOLD)


@pytest.mark.parametrize("id_", IN_CLINIC)
def test_somebody_examined_and_well_may_be_given_any_of_them(id_: str) -> None:
    assert cleared(seen())[id_].level is Level.GO


@pytest.mark.parametrize("id_", IN_CLINIC)
def test_an_emergency_locks_every_treatment(id_: str) -> None:
    assert cleared(seen(saddle_numbness="new"))[id_].level is Level.EXCLUDE


def test_hands_on_work_records_technique_grade_and_response() -> None:
    for name, grades in (("mobilisation", ("I", "II", "III", "IV")), ("thrust", ("V",))):
        options = {parameter.name: parameter.one_of for parameter in modality(name).parameters}
        assert options["Grade"] == grades
        assert len(options["Technique"]) > 1
        assert options["Response"] == ("better", "same", "worse")


def test_resisting_the_therapist_s_hand_is_one_of_the_techniques() -> None:
    options = {parameter.name: parameter.one_of for parameter in modality("mobilisation").parameters}
    assert any("against the therapist's hand" in technique for technique in options["Technique"])


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"told_vertebral_fracture": "recent", "examined": "true"}, {"thrust": "exclude", "mobilisation": "exclude"}),
        ({"anticoagulants": "true"}, {"thrust": "exclude", "mobilisation": "caution"}),
        ({"told_osteoporosis": "yes"}, {"thrust": "exclude", "mobilisation": "caution", "lumbar_traction": "exclude"}),
        ({"pacemaker": "true"}, {"interferential": "exclude", "acupuncture": "exclude", "massage": "go"}),
        ({"immunosuppressed": "true"}, {"dry_needling": "caution", "acupuncture": "caution", "massage": "go"}),
        ({"uncontrolled_blood_pressure": "true"}, {"lumbar_traction": "exclude", "massage": "go"}),
        ({"pregnancy": "first_trimester"}, {"lumbar_traction": "exclude", "laser": "caution"}),
        ({"metal_or_plaster_allergy": "true"}, {"tape_or_belt": "caution"}),
    ],
)  # fmt: skip
def test_contraindications_follow_the_agent(answers: dict[str, str], expected: dict[str, str]) -> None:
    levels = cleared(seen(**answers))
    assert {name: levels[f"modalities/{name}"].level.value for name in expected} == expected


def test_trap_manual_alone_mobilisation_joins_a_plan_that_has_exercises() -> None:
    answers = seen()
    made = accept(with_mobilisation(answers), answers, knowledge())
    assert isinstance(made, Plan)
    item = next(item for item in made.proposal.items if item.intervention == "modalities/mobilisation")
    assert item.in_clinic
    assert item.until is not None
    assert item.until <= TODAY + dt.timedelta(days=modality("mobilisation").course_days)


def test_trap_manual_alone_mobilisation_alone_is_refused() -> None:
    answers = seen()
    made = accept(only_modalities(with_mobilisation(answers)), answers, knowledge())
    assert isinstance(made, Refusal)
    assert "active" in {clash.rule for clash in made.clashes}


def test_trap_manual_alone_nice_gives_it_only_in_a_package() -> None:
    assert {codes(name)["nice_ng59"] for name in ("mobilisation", "thrust", "massage")} == {"P"}
    for name in ("mobilisation", "thrust"):
        assert "only in a package with exercise" in modality(name).say_plainly.clinician
        assert "gx-package-rule" in modality(name).evidence


def test_trap_traction_speaks_of_the_lumbar_spine_only() -> None:
    assert codes("lumbar_traction")["nice_ng59"] == codes("lumbar_traction")["who_2023"] == "X"
    assert "Cervical traction is a different matter" in modality("lumbar_traction").say_plainly.clinician
    assert knowledge().evidence["gx-traction-cervical"].stances["neck_2017"]["code"] == "R"


def test_trap_acupuncture_the_disagreement_is_told_to_both_and_not_averaged() -> None:
    own = modality("acupuncture")
    assert (codes("acupuncture")["nice_ng59"], codes("acupuncture")["acp_2017"], codes("acupuncture")["who_2023"]) == (
        "X", "R", "C",
    )  # fmt: skip
    assert "disagree" in own.say_plainly.patient
    page = standing("acupuncture")
    assert "advise against" in page
    assert "recommended" in page
    assert "conditional" in page


def test_trap_tens_effect_the_figure_for_any_pain_is_not_promised_to_patients() -> None:
    for name in ("tens", "interferential"):
        assert "0.96" not in modality(name).say_plainly.patient
        assert codes(name)["nice_ng59"] == "X"
    assert "not back pain" in modality("tens").say_plainly.clinician


def test_trap_heat_ng59_only_the_guideline_that_recommends_heat_is_said_to() -> None:
    told = modality("heat").say_plainly.clinician
    assert "ACP 2017 supports it" in told
    assert "NICE NG59 makes no recommendation" in told
    assert not re.search(r"NICE[^.]*recommends", told)


@pytest.mark.parametrize("name", ["ultrasound", "lumbar_traction", "interferential"])
def test_what_guidelines_advise_against_is_told_to_the_patient(name: str) -> None:
    assert "advise against" in modality(name).say_plainly.patient


@pytest.mark.parametrize("name", ["ultrasound", "interferential", "lumbar_traction", "iontophoresis", "thrust"])
def test_what_has_no_good_evidence_is_in_no_bundle(name: str) -> None:
    assert not [one.id for one in knowledge().bundles.values() if f"modalities/{name}" in one.prefers]


@pytest.mark.parametrize("row", LESSON_ROWS)
def test_every_education_row_is_taught(row: str) -> None:
    assert [lesson.id for lesson in knowledge().lessons.values() if row in lesson.evidence]


@pytest.mark.parametrize(
    "row", ["rtw-principle", "rtw-median", "rtw-steps", "pv-steffens", "pv-walkback", "claim-session"]
)
def test_work_prevention_and_the_first_visit_are_taught(row: str) -> None:
    assert [lesson.id for lesson in knowledge().lessons.values() if row in lesson.evidence]


@pytest.mark.parametrize("id_", sorted(knowledge().lessons))
def test_a_lesson_is_short(id_: str) -> None:
    says = knowledge().lessons[id_].says
    assert 4 <= len(says) <= 7
    sentences = [sentence for line in says for sentence in re.split(r"(?<=[.:;])\s", line)]
    assert sum(len(one.split()) for one in sentences) / len(sentences) <= 14


@pytest.mark.parametrize("id_", sorted(knowledge().lessons))
def test_every_claim_of_a_lesson_names_a_row_that_exists(id_: str) -> None:
    lesson = knowledge().lessons[id_]
    assert lesson.because
    assert not {claim.evidence for claim in lesson.because if claim.evidence} - set(knowledge().evidence)


def test_what_no_row_says_of_smoking_and_weight_is_marked_unverified() -> None:
    marks = {claim.supports: claim.certainty for claim in knowledge().lessons["lessons/living_well"].because}
    assert marks["smoking and back pain"] == marks["body weight and back pain"] == "unverified"


def test_a_lesson_of_the_library_is_not_poured_into_every_plan() -> None:
    by_default = [lesson.id for lesson in knowledge().lessons.values() if lesson.by_default]
    assert len(by_default) <= 7


@pytest.mark.parametrize("id_", sorted(knowledge().bundles))
def test_a_bundle_teaches_the_safety_net_and_no_more_than_six_lessons(id_: str) -> None:
    lessons = knowledge().bundles[id_].lessons
    assert "lessons/when_to_get_help" in lessons
    assert len(lessons) <= 6


def test_every_dose_of_the_articles_can_be_chosen() -> None:
    assert {row for preset in knowledge().presets.values() for row in preset.evidence} >= DOSED_CLAIMS


@pytest.mark.parametrize("id_", sorted(knowledge().presets))
def test_a_preset_keeps_the_limits_of_what_it_is_for(id_: str) -> None:
    preset, levels = knowledge().presets[id_], cleared(seen())
    assert preset.for_interventions
    assert all(fits(preset.dose, levels[name], knowledge()) for name in preset.for_interventions)


@pytest.mark.parametrize("id_", sorted(knowledge().presets))
def test_a_preset_shows_the_article_and_today_s_evidence(id_: str) -> None:
    preset = knowledge().presets[id_]
    assert any(row.startswith("claim-") for row in preset.evidence)
    assert preset.article_says != preset.evidence_says


def test_claim_95_surgery_is_not_shown_anywhere() -> None:
    words = every_word()
    assert knowledge().evidence["claim-95-surgery"].more["product_wording"] == "must not be shown"
    assert "claim-95-surgery" not in words
    assert not re.search(r"9[05] ?(%|percent|per cent)", words)
    assert not re.search(r"(prevent|avoid|spare)[^.]*(surgery|operation)", words)


def test_claim_90_is_not_given_as_a_precise_share() -> None:
    assert "claim-90" not in every_word()


@pytest.mark.parametrize(("id_", "words"), list(patient_words()))
def test_no_word_frightens_or_blames(id_: str, words: str) -> None:
    assert not [word for word in FRIGHTENING if word in words.lower()], id_


def test_nothing_is_said_to_be_out_of_line_or_to_heal_faster() -> None:
    said = " ".join(words.lower() for _, words in patient_words())
    assert "alignment" not in said
    assert said.count("faster") == said.count("does not make your back heal faster") + said.count(
        "breathe a bit faster"
    )


def test_at_the_low_load_tier_the_new_agents_wait() -> None:
    left_out = {agent for pattern in knowledge().tier(Tier.LOW_LOAD).leaves_out for agent in pattern.agent}
    assert {"mobilisation", "laser", "tape", "thrust"} <= left_out


def test_a_treatment_tells_both_readers_in_whole_sentences() -> None:
    told: list[Told] = [one.say_plainly for one in knowledge().modalities.values()]
    assert all(words.strip().endswith(".") for one in told for words in (one.patient, one.clinician))
