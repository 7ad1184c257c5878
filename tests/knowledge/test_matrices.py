"""The two safety matrices in use against the evidence they were carried over from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from spinewise.knowledge.demands import matches
from spinewise.knowledge.ladders import Level
from spinewise.knowledge.load import load_knowledge
from spinewise.knowledge.models import Demands, KnowledgeBase, Move
from spinewise.knowledge.precaution_tables import AGENT_CODES, LOAD_CODES, read_columns
from spinewise.source.bind import Binder
from spinewise.source.nodes import read_node

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
STRICTEST_FIRST = ["A", "X", "L", "P", "C", "+", "."]


def yaml_of(name: str) -> Any:
    return yaml.load((KNOWLEDGE / f"{name}.yaml").read_bytes(), Loader=yaml.CSafeLoader)


LOADS = yaml_of("precautions/conditions")["rows"]
AGENTS = yaml_of("precautions/agents")["rows"]
LOADS_EVIDENCE = yaml_of("evidence/h1_exercise_safety")["rows"]
AGENTS_EVIDENCE = yaml_of("evidence/h2_modality_safety")["rows"]
ROWS = {**LOADS, **AGENTS}
EVIDENCE = {**LOADS_EVIDENCE, **AGENTS_EVIDENCE}

NEURAL_LOAD = {"sx-acute-severe": "X", "sx-disc-flexion": "C", "sx-radiculopathy-deficit": "C"}
"""The only cells beyond the matrix: evidence hx-tags-without-column gives them."""

NO_FACT_YET = {"sx-ra-ucs", "sx-cad-risk", "sx-myelopathy"}
"""Rows about the neck, whose condition nobody is asked about yet."""


PRONE_THRUST = {"SMT": "X"}
"""In later pregnancy the matrix says C and "no prone": the prone part is written as X."""

BY_KEY_RULE = {"sx-falls": {"BAL"}, "sx-osteoporosis": {"BAL"}}
"""Cells graded by the row's key rule: unsupported balance as coded, supported balance encouraged."""


GRADED = {
    ("aerobic/walk", "IMP"): "walking is the least impact",
    ("balance/single_leg_stance", "BAL"): "a support is in reach",
    ("hip/sit_to_stand", "BAL"): "a support is in reach",
    ("lumbar/bird_dog", "ISO"): "under half of one's strength, breathing",
    ("lumbar/cat_camel", "EXT"): "mid-range, as the row's note says",
    ("lumbar/cat_camel", "FLX"): "mid-range, as the row's note says",
    ("lumbar/knee_rocks", "ROT"): "small range, as the row's dose says",
    ("lumbar/arm_lift_hands_and_knees", "PRN"): "on hands and knees, not on the belly",
    ("lumbar/bird_dog_squares", "ISO"): "under half of one's strength, breathing",
    ("lumbar/curl_up", "FLX"): "a small lift, as the row's tag says",
    ("lumbar/curl_up_elbows_lifted", "FLX"): "a small lift, as the row's tag says",
    ("lumbar/curl_up_head", "FLX"): "only the head leaves the floor",
    ("lumbar/curl_up_head", "ISO"): "under half of one's strength, breathing",
    ("lumbar/leg_lift_hands_and_knees", "PRN"): "on hands and knees, not on the belly",
    ("lumbar/plank_wall", "ISO"): "upright at a wall, under half of one's strength",
    ("lumbar/seated_cat_camel", "EXT"): "mid-range, as the row's note says",
    ("lumbar/seated_cat_camel", "FLX"): "mid-range, as the row's note says",
    ("lumbar/side_plank_wall", "ISO"): "upright at a wall, under half of one's strength",
    ("lumbar/standing_bird_dog", "ISO"): "under half of one's strength, breathing",
    ("lumbar/table_slide", "FLX"): "half-way forward on a chair",
    ("nerve/femoral_slider_side_lying", "PRN"): "side-lying, the row's other position",
    ("nerve/femoral_slider_standing", "PRN"): "standing, not on the belly",
    ("nerve/sciatic_slider_lying", "FLX"): "the straight-leg version: the spine stays as it is",
    ("nerve/sciatic_slider_sitting", "FLX"): "sitting tall, not slumped",
    ("thoracic/extension_on_chair", "EXT"): "small range; the roller goes to the end",
    ("thoracic/rotation_in_sitting", "ROT"): "small range; lying goes to the end",
    ("aerobic/cycle_intervals", "FLX"): "mild bending, as the row's note says",
    ("aerobic/cycle_recumbent", "FLX"): "mild bending, as the row's note says",
    ("aerobic/cycle_upright", "FLX"): "mild bending, as the row's note says",
    ("aerobic/swim_back", "EXT"): "on the back the spine stays long; crawl goes to the end",
    ("aerobic/treadmill_walk", "IMP"): "walking is the least impact",
    ("aerobic/walk_short_bouts", "IMP"): "walking is the least impact",
    ("balance/step_reach_supported", "BAL"): "a support is in reach",
    ("balance/tandem_stance", "BAL"): "a support is in reach",
    ("balance/tandem_walk_counter", "BAL"): "a support is in reach",
    ("balance/weight_shift", "BAL"): "a support is in reach",
    ("hip/hip_flexor_half_kneel", "BAL"): "a support is in reach",
    ("hip/hip_flexor_half_kneel", "EXT"): "the lower back does not arch, as the row's note says",
    ("hip/hip_flexor_standing", "BAL"): "a support is in reach",
    ("hip/hip_flexor_standing", "EXT"): "the lower back does not arch, as the row's note says",
    ("hip/quadruped_extension", "EXT"): "the thigh stops level with the back",
    ("hip/quadruped_extension_weight", "EXT"): "the leg stops at hip height; graded as loaded extension",
    ("hip/sit_to_stand_high", "BAL"): "a support is in reach",
    ("hip/sit_to_stand_low", "BAL"): "a support is in reach",
    ("hip/sit_to_stand_weight", "BAL"): "a support is in reach",
    ("hip/standing_extension", "EXT"): "the hip stops before the back arches",
    ("strength/carry_farmer_light", "AX"): "a light weight, as the row's start dose says",
    ("strength/carry_suitcase", "AX"): "a light weight, as the row's start dose says",
    ("strength/lunge", "AX"): "body weight only",
    ("strength/split_squat", "AX"): "body weight only",
    ("strength/split_squat_supported", "AX"): "body weight only",
    ("strength/split_squat_supported", "BAL"): "a support is in reach",
    ("strength/squat_ball", "AX"): "body weight only",
    ("strength/squat_ball", "HIPF"): "the hips stop above the knees",
    ("strength/squat_box", "AX"): "body weight only",
    ("strength/squat_wall", "AX"): "body weight only",
    ("strength/squat_wall", "HIPF"): "the hips stop above the knees",
    ("strength/step_up_high", "BAL"): "a support is in reach",
    ("strength/step_up_low", "BAL"): "a support is in reach",
}
"""Load tags of the library that an exercise's demands grade below the column, and why."""


def parts(cell: Any) -> list[dict[str, Any]]:
    listed = cell if isinstance(cell, list) else [cell]
    return [part if isinstance(part, dict) else {"code": part} for part in listed]


def strictest(codes: list[str]) -> str:
    return min(codes, key=STRICTEST_FIRST.index)


def in_use(cell: Any) -> str:
    return strictest([part["code"] for part in parts(cell)])


def as_given(cell: str) -> str:
    return strictest(cell.split("/"))


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return load_knowledge()


@pytest.mark.parametrize("row", ROWS)
def test_a_row_says_what_the_matrix_says_read_strictly(row: str) -> None:
    used = {column: in_use(cell) for column, cell in ROWS[row]["cells"].items() if column != "NEU"}
    graded_up = PRONE_THRUST if row == "sx-preg-t2t3" else {}
    assert used == {column: as_given(cell) for column, cell in EVIDENCE[row]["cells"].items()} | graded_up


def test_only_the_neural_cells_go_beyond_the_matrix() -> None:
    assert {row: cells["NEU"] for row, entry in ROWS.items() if "NEU" in (cells := entry["cells"])} == NEURAL_LOAD


def test_the_neural_cells_are_those_of_the_resolution_rule() -> None:
    said = LOADS_EVIDENCE["hx-tags-without-column"]["reads_as"]["NEU"]
    assert said == "X when irritability is high; C for sx-disc-flexion and sx-radiculopathy-deficit"


def test_every_row_is_in_use_or_waits_for_a_fact() -> None:
    matrix = {row for row, entry in EVIDENCE.items() if "cells" in entry}
    assert matrix - set(ROWS) == NO_FACT_YET


@pytest.mark.parametrize("row", ROWS)
def test_a_column_is_narrowed_only_where_the_matrix_grades_it(row: str) -> None:
    narrow = {column for column, cell in ROWS[row]["cells"].items() if any("only" in part for part in parts(cell))}
    assert narrow <= set(EVIDENCE[row].get("cell_notes", {})) | BY_KEY_RULE.get(row, set())


@pytest.mark.parametrize("row", BY_KEY_RULE)
def test_supported_balance_is_encouraged_where_the_key_rule_asks_for_balance(row: str, kb: KnowledgeBase) -> None:
    assert "balance" in EVIDENCE[row]["key_rule"]
    encouraged = kb.precautions[f"precautions/{row}"].encourages
    assert any(matches(pattern, Demands(balance="supported")) for pattern in encouraged)


@pytest.mark.parametrize("row", [row for row in ROWS if any("/" in cell for cell in EVIDENCE[row]["cells"].values())])
def test_a_row_that_chose_the_stricter_of_two_codes_says_so(row: str) -> None:
    assert "stricter" in ROWS[row]["key_rule"]


@pytest.mark.parametrize("row", ROWS)
def test_the_loaded_precaution_holds_every_cell(row: str, kb: KnowledgeBase) -> None:
    levels = {**LOAD_CODES, **AGENT_CODES}
    loaded: dict[str, set[Level]] = {}
    for effect in kb.precautions[f"precautions/{row}"].effects:
        loaded.setdefault(effect.column, set()).add(effect.level)
    written = {
        column: found
        for column, cell in ROWS[row]["cells"].items()
        if (found := {levels[part["code"]] for part in parts(cell) if part["code"] in levels})
    }
    assert loaded == written


@pytest.mark.parametrize("row", ROWS)
def test_what_the_matrix_encourages_is_encouraged(row: str, kb: KnowledgeBase) -> None:
    wanted = sum(part["code"] == "+" for cell in ROWS[row]["cells"].values() for part in parts(cell))
    assert len(kb.precautions[f"precautions/{row}"].encourages) == wanted


def level_for(kb: KnowledgeBase, precaution: str, demands: Demands) -> Level:
    effects = kb.precautions[f"precautions/{precaution}"].effects
    met = [effect.level for effect in effects if matches(effect.to, demands)]
    return max(met, key=lambda level: level.rank, default=Level.GO)


def bend(**how: Any) -> Demands:
    return Demands(moves=(Move(part="lumbar", **how),))


def test_stenosis_leaves_out_sustained_and_not_repeated_end_range_extension(kb: KnowledgeBase) -> None:
    assert level_for(kb, "sx-stenosis", bend(way="extension", range="end", hold="sustained")) is Level.EXCLUDE
    assert level_for(kb, "sx-stenosis", bend(way="extension", range="end", hold="repeated")) is Level.GO


@pytest.mark.parametrize("row", LOADS)
def test_no_condition_forbids_walking(row: str, kb: KnowledgeBase) -> None:
    assert level_for(kb, row, Demands(position="walking", impact="walk")) is Level.GO


@pytest.mark.parametrize("row", LOADS)
def test_no_condition_forbids_a_small_unloaded_bend(row: str, kb: KnowledgeBase) -> None:
    assert level_for(kb, row, bend(way="flexion", range="mid")) is Level.GO


def test_a_vertebral_fracture_allows_a_brisk_walk_and_no_jumping(kb: KnowledgeBase) -> None:
    assert level_for(kb, "sx-vertebral-fracture", Demands(impact="brisk")) is Level.GO
    assert level_for(kb, "sx-vertebral-fracture", Demands(impact="jump")) is Level.EXCLUDE


def test_later_pregnancy_limits_long_and_not_short_times_on_the_back(kb: KnowledgeBase) -> None:
    assert level_for(kb, "sx-preg-t2t3", Demands(position="supine", stay="prolonged")) is Level.EXCLUDE
    assert level_for(kb, "sx-preg-t2t3", Demands(position="crook_lying", stay="brief")) is Level.GO


def test_thin_bones_that_are_only_suspected_leave_out_loaded_flexion_and_thrust_only(kb: KnowledgeBase) -> None:
    assert level_for(kb, "bones_suspected", bend(way="flexion", load="light")) is Level.EXCLUDE
    assert level_for(kb, "bones_suspected", Demands(agent="thrust")) is Level.EXCLUDE
    assert level_for(kb, "bones_suspected", bend(way="flexion", range="end")) is Level.GO


def test_a_pacemaker_leaves_heat_alone(kb: KnowledgeBase) -> None:
    assert level_for(kb, "mx-pacemaker", Demands(agent="heat")) is Level.GO
    assert level_for(kb, "mx-pacemaker", Demands(agent="tens")) is Level.EXCLUDE


def test_thrust_takes_the_stricter_of_the_two_matrices(kb: KnowledgeBase) -> None:
    thrust = Demands(agent="thrust")
    for loads, agents in (("sx-anticoag", "mx-anticoag"), ("sx-osteoporosis", "mx-osteoporosis")):
        assert level_for(kb, loads, thrust) is level_for(kb, agents, thrust) is Level.EXCLUDE


def tags_left_out(kb: KnowledgeBase) -> set[tuple[str, str]]:
    """Load tags of the library rows that an exercise's demands do not meet. SUP is graded by the time it takes."""
    columns = read_columns(Binder(), read_node((KNOWLEDGE / "precautions/loads.yaml").read_bytes(), file="loads"))
    library = yaml_of("evidence/c5_exercise_library")["rows"]
    tagged = [
        (exercise, tag)
        for exercise in kb.exercises.values()
        for tag in library.get(exercise.evidence[0], {}).get("loads", [])
    ]
    return {
        (exercise.id, tag)
        for exercise, tag in tagged
        if tag != "SUP" and not any(matches(pattern, exercise.demands) for pattern in columns[tag])
    }


def test_an_exercise_carries_every_load_tag_of_its_row_or_says_why_less(kb: KnowledgeBase) -> None:
    assert tags_left_out(kb) == set(GRADED)


def test_only_positions_held_for_minutes_count_as_long(kb: KnowledgeBase) -> None:
    long = {exercise.id for exercise in kb.exercises.values() if exercise.demands.stay == "prolonged"}
    assert long == {
        "general/position_of_ease", "aerobic/swim_back", "general/ease_side_lying", "general/ease_leaning_on_table",
        "general/breathing_side_lying", "general/breathing_sitting", "lumbar/prone_lying",
    }  # fmt: skip
