"""The evidence a rule may cite: every row is there, its sources resolve, and no figure has slipped.

Counts and figures below were copied by hand from the evidence review, so a dropped row or a moved
figure is seen here.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, cast

import pytest
import yaml

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
Row = dict[str, Any]


class Count(NamedTuple):
    """Rows that the review itself numbers, and rows given an id here because its prose had none."""

    reviewed: int
    made_here: int = 0


ROWS_IN = {
    "conventions": Count(4),
    "a1_base_rates": Count(8),
    "a2_cauda_equina": Count(12, 4),
    "a3_vertebral_fracture": Count(11, 1),
    "a4_malignancy": Count(10),
    "a5_infection": Count(6, 1),
    "a6_axial_spondyloarthritis": Count(4),
    "a7_non_spinal_sources": Count(19),
    "a8_neck_flags": Count(11),
    "a9_thoracic_and_special_groups": Count(5),
    "a10_canadian_c_spine_rule": Count(0, 7),
    "a11_rule_expressions": Count(9, 1),
    "b1_triage_categories": Count(5, 1),
    "b2_acuity": Count(8, 1),
    "b3_lumbar_categories": Count(5, 7),
    "b4_lumbar_stenosis": Count(3, 1),
    "b5_lumbar_radiculopathy_tests": Count(6, 2),
    "b6_centralisation": Count(6),
    "b7_treatment_based_classification": Count(5, 2),
    "b8_prediction_rules": Count(8, 2),
    "b9_lumbopelvic_clusters": Count(3),
    "b10_neck_pain": Count(9),
    "b11_start_back": Count(8, 1),
    "b12_psychosocial_flags": Count(9),
    "c1_guideline_matrix": Count(22, 3),
    "c2_effect_sizes": Count(23),
    "c3_web_claims": Count(13),
    "c4_physical_agents": Count(14, 1),
    "c5_exercise_library": Count(72, 3),
    "c6_programme_doses": Count(9),
    "c7_education": Count(13),
    "c8_return_to_work": Count(5),
    "c9_plan_bundles": Count(13, 1),
    "d1_patient_reported_measures": Count(28, 2),
    "d2_scoring_details": Count(8),
    "d3_performance_tests": Count(10),
    "d4_range_of_motion": Count(13),
    "e1_traffic_light": Count(4, 2),
    "e2_progression": Count(11),
    "e3_irritability": Count(3, 1),
    "e4_graded_activity": Count(3),
    "e5_flare_ups": Count(4),
    "e6_course_and_prevention": Count(13),
    "e7_discharge": Count(4),
    "e8_adherence": Count(5),
    "f1_single_patient_design": Count(12),
    "f2_single_patient_suitability": Count(3),
    "f3_single_patient_analysis": Count(9),
    "f4_single_patient_reference": Count(3),
    "g1_body_regions": Count(24, 3),
    "g2_pain_mechanisms": Count(5),
    "g3_code_lists": Count(0, 3),
    "h1_exercise_safety": Count(29, 4),
    "h2_modality_safety": Count(18),
    "h3_stop_signs": Count(2, 2),
    "i_traps": Count(36),
}
REFERENCES = 146
REFERENCES_WITH_DOI = 99
ADDRESSES = 97

TAGS = {"verified", "partly_verified", "general_high", "general_moderate", "derived", "mixed"}
WRITTEN_TAGS = {
    "[verified:": "verified",
    "[partly verified:": "partly_verified",
    "[GK-h]": "general_high",
    "[GK-m]": "general_moderate",
    "[derived]": "derived",
}

# What a reader would look up first, word by word as the review gives it.
FIGURES = [
    ("rf-cauda-equina-retention", "figures", "sensitivity 0.19-0.43, specificity 0.62-0.88 (DIONNE2019)"),
    ("prior-serious-lbp", "figures", "11/1,172 = 0.9%"),
    ("rule-no-flag-count", "figures", "80.4% of 1,172"),
    ("rf-cauda-equina-pvr", "figures", "sensitivity 82% (72-90), specificity 65%"),
    ("rf-fracture-rule4", "figures", "≥3 = 218.3"),
    ("rf-axspa-asas", "figures", "sensitivity 77.0%, specificity 91.7%"),
    ("rf-myelopathy-cook5", "figures", "≥3/5 positive likelihood ratio 30.9 (5.5-181.8), post-test 94%"),
    ("ccr-accuracy", "figures", "sensitivity 99.4%, specificity 45.1% against NEXUS 90.7%, 36.8%"),
    ("cx-lss-cook5", "figures", "≥4/5: positive likelihood ratio 4.6 (2.4-8.9), specificity 0.98"),
    ("cx-wainner4", "figures", "positive likelihood ratio 30.3 (1.7-538.2), post-test 90%"),
    ("cx-sij-laslett", "figures", "≥3 of 6 positive: sensitivity 94%, specificity 78%"),
    ("start-high", "statement", "total of at least 4 with a subscale of at least 4"),
    ("es-exercise-chronic", "figures", "mean difference -15.2 (-18.3 to -12.2)"),
    ("es-tens-anypain", "figures", "standardised mean difference -0.96 (-1.14 to -0.78)"),
    ("claim-95-surgery", "product_wording", "must not be shown"),
    ("ex-bird-dog", "start_dose", "6-4-2 repetitions x 8-10 s/side"),
    ("om-ndi", "change", "minimal important change 7.5/50"),
    ("om-fabq", "formula", "FABQ-PA = items 2+3+4+5 (0-24); FABQ-W = 6+7+9+10+11+12+15 (0-42)"),
    ("pt-6mwt", "reference", "5.78 x age + 667 (LLN = predicted - 139)"),
    ("pt-6mwt", "reference", "309 m (LLN = predicted - 153)"),
    ("rg-missed", "statement", "7-13 days missed resume at about 70-80%; after 14 days or more"),
    ("nh-recur", "figures", "69% (62-74) any recurrence, 40% (33-46) activity-limiting"),
    ("pv-walkback", "figures", "recurrence 208 vs 112; HR 0.72 (0.60-0.85)"),
    ("n1-randomisation", "formula", "K=4: 0.0625/0.125"),
    ("stop-resting-values", "figures", "BP ≥180/110 or HR >120"),
]

CELLS = [
    ("sx-osteoporosis", "FLX", "C"),
    ("sx-osteoporosis", "FLXL", "X"),
    ("sx-osteoporosis", "EXT", "+"),
    ("sx-osteoporosis", "SMT", "X"),
    ("sx-stenosis", "FLX", "+"),
    ("sx-stenosis", "EXT", "X"),
    ("sx-preg-t1", "SUP", "."),
    ("sx-preg-t2t3", "SUP", "X"),
    ("sx-postop-discectomy", "IMP", "X"),
    ("sx-fusion", "FLX", "X/C"),
    ("mx-pacemaker", "tens", "A"),
    ("mx-pacemaker", "heat", "."),
    ("mx-metal-implant", "thrust", "A"),
    ("mx-dvt", "massage", "A"),
    ("mx-anticoag", "thrust", "A/P"),
]

MENTION = re.compile(r"(?<![\w-])(?:ex|prog|rf|sx|irr|cpr|es|om|rom|ccr)-[a-z0-9-]+\*?")


def read(path: Path) -> dict[str, Any]:
    return cast(dict[str, Any], yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))


FILES = {path.stem: read(path) for path in sorted((KNOWLEDGE / "evidence").glob("*.yaml"))}
NAMED_ROWS: list[tuple[str, Row]] = [named for file in FILES.values() for named in file["rows"].items()]
ROWS: dict[str, Row] = dict(NAMED_ROWS)
REFERENCE: dict[str, Row] = read(KNOWLEDGE / "sources" / "references.yaml")["references"]
ADDRESS: dict[str, Row] = read(KNOWLEDGE / "sources" / "addresses.yaml")["addresses"]
CITATION = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, REFERENCE))})(?!\w)")


def scalars(value: object) -> list[object]:
    if isinstance(value, dict):
        return [inner for item in value.values() for inner in scalars(item)]
    if isinstance(value, list):
        return [inner for item in value for inner in scalars(item)]
    return [value]


def offenders(holds: Callable[[Row], bool]) -> list[str]:
    return [name for name, row in NAMED_ROWS if not holds(row)]


def exists(mention: str) -> bool:
    return any(name.startswith(mention[:-1]) for name in ROWS) if mention.endswith("*") else mention in ROWS


def tags_written_in(tag_text: str) -> set[str]:
    return {tag for written, tag in WRITTEN_TAGS.items() if written in tag_text}


def test_every_section_of_the_review_has_its_file() -> None:
    assert set(FILES) == set(ROWS_IN)


@pytest.mark.parametrize("name", sorted(ROWS_IN))
def test_no_row_was_dropped(name: str) -> None:
    assert len(FILES[name]["rows"]) == sum(ROWS_IN[name])


@pytest.mark.parametrize("name", sorted(ROWS_IN))
def test_ids_made_here_are_named_at_the_top_of_the_file(name: str) -> None:
    text = (KNOWLEDGE / "evidence" / f"{name}.yaml").read_text(encoding="utf-8")
    comment = " ".join(line.removeprefix("# ") for line in text.splitlines() if line.startswith("#"))
    listed = re.search(r"Ids made here for text that had none: ([^.]*)\.", comment)
    made_here = listed.group(1).split(", ") if listed else []
    assert len(made_here) == ROWS_IN[name].made_here
    assert set(made_here) <= set(FILES[name]["rows"])


def test_a_row_id_is_used_once_in_all_files() -> None:
    assert len(NAMED_ROWS) == len(ROWS)


def test_yaml_kept_every_row_id_that_was_written() -> None:
    for name, file in FILES.items():
        text = (KNOWLEDGE / "evidence" / f"{name}.yaml").read_text(encoding="utf-8")
        written = re.findall(r"^  (\S+):$", text.split("\nrows:\n")[1], flags=re.MULTILINE)
        assert written == list(file["rows"])


def test_all_references_and_addresses_are_there() -> None:
    assert (len(REFERENCE), len(ADDRESS)) == (REFERENCES, ADDRESSES)


def test_a_row_says_something_in_a_full_sentence() -> None:
    assert offenders(lambda row: bool(re.fullmatch(r"[A-Zp0-9].{20,}\.", row["statement"]))) == []


def test_a_row_that_gives_figures_gives_some() -> None:
    assert offenders(lambda row: row.get("figures", "given").strip() != "") == []


def test_yaml_mistook_no_figure_for_a_number_or_a_truth() -> None:
    def is_all_words(row: Row) -> bool:
        words = {name: value for name, value in row.items() if name != "needs_check"}
        return all(isinstance(value, str) and value != "" for value in scalars(words))

    assert offenders(is_all_words) == []


def test_a_tag_is_from_the_list() -> None:
    assert offenders(lambda row: row["tag"] in TAGS) == []


def test_a_tag_agrees_with_its_text() -> None:
    def agrees(row: Row) -> bool:
        written = tags_written_in(row["tag_text"])
        return len(written) > 1 if row["tag"] == "mixed" else written <= {row["tag"]}

    assert offenders(agrees) == []


def test_a_row_needs_a_check_exactly_where_a_figure_is_of_moderate_confidence() -> None:
    assert offenders(lambda row: row["needs_check"] is ("GK-m" in row["tag_text"])) == []


def test_every_source_of_a_row_resolves() -> None:
    assert offenders(lambda row: set(row["sources"]) <= set(REFERENCE)) == []


def test_every_address_of_a_row_resolves() -> None:
    assert offenders(lambda row: set(row["seen_at"]) <= set(ADDRESS)) == []


def test_a_verified_row_says_where_it_was_seen() -> None:
    seen = {"verified", "partly_verified"}
    assert offenders(lambda row: bool(row["seen_at"] or not tags_written_in(row["tag_text"]) & seen)) == []


def test_a_citation_in_the_words_of_a_row_is_among_its_sources() -> None:
    assert offenders(lambda row: set(CITATION.findall(str(scalars(row)))) <= set(row["sources"])) == []


def test_a_row_mentioned_by_another_exists() -> None:
    def all_exist(row: Row) -> bool:
        mentioned = [name for value in scalars(row) for name in MENTION.findall(str(value))]
        return all(exists(name) for name in mentioned + row.get("restates", []))

    assert offenders(all_exist) == []


def test_a_trap_that_restates_an_unsure_figure_is_itself_unsure() -> None:
    for row in FILES["i_traps"]["rows"].values():
        assert row["needs_check"] is any(ROWS[restated]["needs_check"] for restated in row["restates"])


def test_a_reference_has_a_citation() -> None:
    assert [key for key, reference in REFERENCE.items() if len(reference["citation"]) < 15] == []


def test_a_doi_is_well_formed_and_says_whether_it_is_certain() -> None:
    dois = {key: reference for key, reference in REFERENCE.items() if "doi" in reference}
    assert len(dois) == REFERENCES_WITH_DOI
    assert all(re.fullmatch(r"10\.\d{4,}/\S+", reference["doi"]) for reference in dois.values())
    assert all(isinstance(reference["doi_certain"], bool) for reference in dois.values())


def test_an_address_says_where_and_what_for() -> None:
    assert [key for key, address in ADDRESS.items() if not all(address["addresses"])] == []
    assert [key for key, address in ADDRESS.items() if not address["used_for"]] == []


def test_a_mirror_is_one_of_the_addresses() -> None:
    mirrored = [address for address in ADDRESS.values() if "mirrors" in address]
    assert all(address["mirror"] for address in mirrored)
    assert all(set(address["mirrors"]) <= set(address["addresses"]) for address in mirrored)


def test_every_source_an_address_was_read_for_resolves() -> None:
    assert [key for key, address in ADDRESS.items() if not set(address["sources"]) <= set(REFERENCE)] == []


def test_a_doi_from_memory_is_not_called_certain() -> None:
    assert REFERENCE["ACOG2020"]["doi_certain"] is False
    assert REFERENCE["HENSCHKE2009"]["doi_certain"] is True


@pytest.mark.parametrize(("row", "field", "figure"), FIGURES)
def test_a_figure_is_as_the_review_gives_it(row: str, field: str, figure: str) -> None:
    assert figure in ROWS[row][field]


@pytest.mark.parametrize(("row", "column", "code"), CELLS)
def test_a_safety_cell_is_as_the_review_gives_it(row: str, column: str, code: str) -> None:
    assert ROWS[row]["cells"][column] == code


@pytest.mark.parametrize("name", ["h1_exercise_safety", "h2_modality_safety"])
def test_every_safety_cell_uses_a_code_of_its_legend(name: str) -> None:
    codes = set(FILES[name]["legend"]["codes"])
    conditions = [row for row in FILES[name]["rows"].values() if "cells" in row]
    assert {code for row in conditions for code in row["cells"].values()} <= codes
    assert len({tuple(row["cells"]) for row in conditions}) == 1
    assert all(set(row.get("cell_notes", {})) <= set(row["cells"]) for row in conditions)


def test_every_guideline_stance_uses_a_code_of_its_legend() -> None:
    legend = FILES["c1_guideline_matrix"]["legend"]
    for row in FILES["c1_guideline_matrix"]["rows"].values():
        stances = row.get("stances", {})
        assert set(stances) in (set(), set(legend["guidelines"]))
        assert {stance["code"] for stance in stances.values()} <= set(legend["codes"])


def test_guidelines_that_disagree_on_acupuncture_are_kept_apart() -> None:
    stances = ROWS["gx-acupuncture"]["stances"]
    assert [stances[name]["code"] for name in ("nice_ng59", "acp_2017", "who_2023")] == ["X", "R", "C"]


def test_every_exercise_uses_loads_and_uses_of_the_legend() -> None:
    legend = FILES["c5_exercise_library"]["legend"]
    exercises = [row for row in FILES["c5_exercise_library"]["rows"].values() if "start_dose" in row]
    assert {load for row in exercises for load in row["loads"]} <= set(legend["loads"])
    assert {use for row in exercises for use in row["use"]} <= set(legend["use"])


def test_a_questionnaire_row_holds_figures_and_no_wording_of_its_items() -> None:
    figures = {"items", "formula", "direction", "bands", "change", "recall", "licence"}
    keeping = {"statement", "tag", "tag_text", "needs_check", "sources", "seen_at"}
    measures = {name: row for name, row in ROWS.items() if name.startswith("om-")}
    assert len(measures) == 24
    assert all(set(row) <= figures | keeping for row in measures.values())
    assert all(len(row.get("items", "")) < 80 for row in measures.values())


def test_the_tags_and_tiers_are_explained() -> None:
    assert set(FILES["conventions"]["tags"]) == TAGS
    assert list(FILES["conventions"]["tiers"]) == ["E0", "U1", "U2", "U3", "M"]
