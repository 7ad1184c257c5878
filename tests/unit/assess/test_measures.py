"""Tests of the body against norms, against their own error, and for the aims they speak for."""

from __future__ import annotations

import math
import re
from itertools import product

import msgspec
import pytest

from people import examined, knowledge, nobody, ordinary
from spinewise.assess.measures import (
    Body,
    Finding,
    Reading,
    aims_from,
    compare_sides,
    interpret,
    interpret_change,
    kept_from,
    worked_out,
)
from spinewise.errors import InputError
from spinewise.knowledge.models import Measure
from spinewise.rules.truth import Truth

TALL = Body(height_cm=180, weight_kg=80)
SMALL = Body(height_cm=160, weight_kg=60)


def measure(name: str) -> Measure:
    return knowledge().measures[f"measures/{name}"]


def found(
    name: str,
    value: float,
    *,
    age: float | None = 40,
    sex: str | None = "female",
    side: str | None = None,
    body: Body | None = None,
) -> Finding:
    own = measure(name)
    where = side or ("left" if own.each_side else None)
    return interpret(own, value, age=age, sex=sex, side=where, body=body, kb=knowledge())


def reading(name: str, value: float, **more: str) -> Reading:
    return Reading(measure=f"measures/{name}", value=value, **more)


def change(name: str, before: float, after: float, **more: str) -> tuple[str, bool | None]:
    made = interpret_change(reading(name, before, **more), after=reading(name, after, **more), measure=measure(name))
    return made.outcome, made.worthwhile


def level(name: str, value: float, **who: object) -> str:
    return found(name, value, **who).level


def test_trap_6mwt_lln_a_man_s_lower_limit_is_153_m_under_the_expected_value() -> None:
    norm = found("six_minute_walk", 500, age=60, sex="male", body=TALL).norm
    assert norm is not None
    assert norm.middle == pytest.approx(7.57 * 180 - 5.02 * 60 - 1.76 * 80 - 309)
    assert norm.middle - norm.low == pytest.approx(153)


def test_trap_6mwt_lln_a_woman_s_lower_limit_is_139_m_under_the_expected_value() -> None:
    norm = found("six_minute_walk", 500, age=60, sex="female", body=SMALL).norm
    assert norm is not None
    assert norm.middle == pytest.approx(2.11 * 160 - 2.29 * 60 - 5.78 * 60 + 667)
    assert norm.middle - norm.low == pytest.approx(139)


@pytest.mark.parametrize(("metres", "expected"), [(381, "impaired"), (382, "as_expected")])
def test_a_woman_s_walk_is_judged_at_her_own_lower_limit(metres: float, expected: str) -> None:
    assert level("six_minute_walk", metres, age=60, sex="female", body=SMALL) == expected


def test_the_walk_needs_height_and_weight_and_says_so() -> None:
    made = found("six_minute_walk", 100, age=60)
    assert (made.level, made.missing, made.norm) == ("no_norm", ("height_cm", "weight_kg"), None)


@pytest.mark.parametrize("age", [39, 81])
def test_the_formulas_for_the_walk_say_nothing_outside_40_to_80_years(age: int) -> None:
    made = found("six_minute_walk", 100, age=age, body=SMALL)
    assert (made.level, made.missing) == ("no_norm", ())


def test_a_sex_that_was_not_said_leaves_norms_by_sex_open() -> None:
    made = found("sit_to_stand_30s", 3, age=70, sex="not_said")
    assert (made.level, made.missing) == ("no_norm", ("sex",))


def test_an_unknown_age_leaves_norms_by_age_open() -> None:
    assert found("single_leg_stance_eyes_open", 3, age=None).missing == ("age",)


@pytest.mark.parametrize(
    ("sex", "age", "lowest"),
    [("female", 60, 12), ("female", 64, 12), ("female", 72, 10), ("female", 94, 4), ("male", 60, 14), ("male", 90, 7)],
)
def test_standing_up_is_below_average_under_the_lower_value_of_the_age(sex: str, age: int, lowest: int) -> None:
    assert level("sit_to_stand_30s", lowest, age=age, sex=sex) == "as_expected"
    assert level("sit_to_stand_30s", lowest - 1, age=age, sex=sex) == "impaired"


def test_standing_up_has_no_norm_under_60() -> None:
    assert level("sit_to_stand_30s", 5, age=59) == "no_norm"


@pytest.mark.parametrize(
    ("sex", "seconds", "expected"),
    [("male", 57, "impaired"), ("male", 58, "borderline"), ("male", 175, "borderline"), ("male", 176, "as_expected"),
     ("female", 57, "impaired"), ("female", 100, "as_expected")],
)  # fmt: skip
def test_the_extensor_hold_predicts_by_its_own_cuts_and_not_in_women(sex: str, seconds: float, expected: str) -> None:
    assert level("back_extensor_hold", seconds, sex=sex) == expected


def test_the_middle_of_the_healthy_young_is_shown_and_decides_nothing() -> None:
    made = found("side_bridge_hold", 5, sex="female", side="right")
    assert (made.level, made.norm) == ("no_norm", None)
    assert [(one.whom, one.middle) for one in made.shown] == [("healthy young women", 72)]


def test_the_side_bridge_shows_the_figure_of_the_side_that_was_held() -> None:
    assert [one.middle for one in found("side_bridge_hold", 5, sex="male", side="left").shown] == [97]


def test_the_plank_is_shown_beside_students_with_a_needs_check() -> None:
    made = found("plank_hold", 30, sex="male")
    assert made.level == "no_norm"
    assert made.needs_check
    assert [(one.middle, one.spread) for one in made.shown] == [(124, 72)]


def test_a_figure_that_was_checked_needs_no_check() -> None:
    assert not found("sit_to_stand_30s", 12, age=65).needs_check


@pytest.mark.parametrize(("age", "middle"), [(30, 43), (45, 40), (59, 37), (65, 27), (79, 15), (85, 6)])
def test_standing_on_one_leg_has_a_middle_by_decade(age: int, middle: float) -> None:
    assert level("single_leg_stance_eyes_open", middle, age=age) == "as_expected"
    assert level("single_leg_stance_eyes_open", middle - 0.5, age=age) == "below_middle"


def test_under_five_seconds_on_one_leg_is_a_finding_at_any_age() -> None:
    assert {level("single_leg_stance_eyes_open", 4.9, age=age) for age in (30, 60, 85)} == {"impaired"}


def test_with_eyes_closed_five_seconds_are_no_cut() -> None:
    assert level("single_leg_stance_eyes_closed", 4, age=65) == "as_expected"


@pytest.mark.parametrize(("seconds", "expected"), [(11.9, "as_expected"), (12, "impaired")])
def test_getting_up_and_going_counts_from_twelve_seconds(seconds: float, expected: str) -> None:
    assert level("timed_up_and_go", seconds, age=75) == expected


def test_fingertip_to_floor_has_no_norm_for_anybody() -> None:
    assert {level("fingertip_to_floor", value) for value in (-5, 0, 60)} == {"no_norm"}


def test_trap_schober_each_version_has_its_own_reference() -> None:
    assert level("schober_original", 4.9) == level("schober_modified", 4.9) == "impaired"
    assert level("schober_modified_modified", 4.9) == "no_norm"


@pytest.mark.parametrize(
    ("one", "other"),
    [pair for pair in product(("original", "modified", "modified_modified"), repeat=2) if pair[0] != pair[1]],
)
def test_trap_schober_versions_are_never_compared(one: str, other: str) -> None:
    before, after = reading(f"schober_{one}", 4), reading(f"schober_{other}", 7)
    with pytest.raises(InputError, match="kept apart"):
        interpret_change(before, after=after, measure=measure(f"schober_{other}"))


def test_trap_schober_each_version_has_its_own_error() -> None:
    assert change("schober_modified", 4, 5.7) == ("no_clear_change", None)
    assert change("schober_modified_modified", 4, 5.7) == ("better", None)
    assert change("schober_original", 4, 5.7) == ("error_unknown", None)


@pytest.mark.parametrize(("age", "expected"), [(16, 73), (50, 73 - 0.446 * 34), (90, 73 - 0.446 * 74)])
def test_lumbar_flexion_is_expected_on_a_line_by_age_with_20_percent_either_way(age: int, expected: float) -> None:
    norm = found("lumbar_flexion", 40, age=age).norm
    assert norm is not None
    assert (norm.middle, norm.low, norm.high) == pytest.approx((expected, expected * 0.8, expected * 1.2))


def test_less_than_20_percent_under_the_line_is_no_finding() -> None:
    assert level("lumbar_extension", 29 * 0.81, age=16) == "as_expected"
    assert level("lumbar_extension", 29 * 0.79, age=16) == "impaired"


def test_another_method_is_shown_beside_the_line() -> None:
    assert [(one.whom, one.middle) for one in found("lumbar_flexion", 50).shown] == [("adults, by inclinometer", 60)]


def test_rotation_is_the_same_at_every_age() -> None:
    norms = [found("lumbar_rotation", 7, age=age).norm for age in (20, 80)]
    assert [norm.middle for norm in norms if norm] == [7, 7]


@pytest.mark.parametrize(
    ("sex", "degrees", "expected"),
    [("male", 70, "as_expected"), ("male", 69, "impaired"), ("female", 79, "borderline"), ("female", 69, "impaired")],
)
def test_the_straight_leg_is_judged_by_sex(sex: str, degrees: float, expected: str) -> None:
    assert level("straight_leg_raise", degrees, sex=sex) == expected


@pytest.mark.parametrize(("degrees", "expected"), [(20, "as_expected"), (21, "borderline"), (26, "impaired")])
def test_a_knee_short_of_straight_is_tight_above_25_degrees(degrees: float, expected: str) -> None:
    assert level("knee_extension_90_90", degrees) == expected


@pytest.mark.parametrize(("degrees", "expected"), [(-10, "as_expected"), (0, "as_expected"), (1, "impaired")])
def test_a_thigh_above_the_horizontal_is_a_short_hip_flexor(degrees: float, expected: str) -> None:
    assert level("thomas_hip_extension", degrees) == expected


@pytest.mark.parametrize(("degrees", "expected"), [(30, "as_expected"), (29, "impaired"), (60, "as_expected")])
def test_hip_rotation_is_usual_from_30_degrees(degrees: float, expected: str) -> None:
    assert level("hip_internal_rotation", degrees) == expected


def test_a_change_as_large_as_the_error_counts_and_a_smaller_one_never_does() -> None:
    assert change("fingertip_to_floor", 20, 10.3) == ("no_clear_change", None)
    assert change("fingertip_to_floor", 20, 10.2) == ("better", None)
    assert change("fingertip_to_floor", 10.2, 20) == ("worse", None)


def test_the_extensor_hold_needs_more_change_without_pain_than_with_it() -> None:
    assert change("back_extensor_hold", 60, 95, pain="current") == ("better", None)
    assert change("back_extensor_hold", 60, 95, pain="none") == ("no_clear_change", None)


def test_where_the_pain_was_not_noted_the_larger_error_counts() -> None:
    before, after = reading("back_extensor_hold", 60, pain="current"), reading("back_extensor_hold", 95)
    made = interpret_change(before, after=after, measure=measure("back_extensor_hold"))
    assert (made.outcome, made.detectable) == ("no_clear_change", 48)


def test_a_change_worth_having_is_not_called_a_change_while_the_error_is_unknown() -> None:
    assert change("six_minute_walk", 400, 440) == ("error_unknown", None)


def test_a_real_change_says_whether_it_is_worth_having() -> None:
    error = msgspec.structs.replace(measure("six_minute_walk").error, detectable=20)
    known = msgspec.structs.replace(measure("six_minute_walk"), error=error)
    before = reading("six_minute_walk", 400)
    made = [interpret_change(before, after=reading("six_minute_walk", end), measure=known) for end in (425, 430)]
    assert [(one.outcome, one.worthwhile) for one in made] == [("better", False), ("better", True)]


def test_left_is_not_compared_with_right_as_a_change() -> None:
    before, after = reading("straight_leg_raise", 60, side="left"), reading("straight_leg_raise", 80, side="right")
    with pytest.raises(InputError, match="different sides"):
        interpret_change(before, after=after, measure=measure("straight_leg_raise"))


@pytest.mark.parametrize(
    ("left", "right", "worse"), [(60, 75, "left"), (75, 60, "right"), (60, 69, None), (70, 60, "right")]
)
def test_a_side_is_worse_only_beyond_the_error(left: float, right: float, worse: str | None) -> None:
    sides = (reading("straight_leg_raise", left, side="left"), reading("straight_leg_raise", right, side="right"))
    made = compare_sides(sides[0], right=sides[1], measure=measure("straight_leg_raise"))
    assert (made.difference, made.worse_side) == (right - left, worse)


def test_fewer_missing_degrees_are_the_better_side() -> None:
    sides = (reading("knee_extension_90_90", 10, side="left"), reading("knee_extension_90_90", 30, side="right"))
    made = compare_sides(sides[0], right=sides[1], measure=measure("knee_extension_90_90"))
    assert made.worse_side == "right"


def test_without_a_known_error_no_side_is_called_worse() -> None:
    sides = (reading("side_bridge_hold", 20, side="left"), reading("side_bridge_hold", 90, side="right"))
    assert compare_sides(sides[0], right=sides[1], measure=measure("side_bridge_hold")).worse_side is None


HOLDS = (
    reading("trunk_flexor_hold", 132),
    reading("back_extensor_hold", 120),
    reading("side_bridge_hold", 96, side="left"),
    reading("side_bridge_hold", 84, side="right"),
)


@pytest.mark.parametrize(
    ("name", "side", "ratio", "expected"),
    [("flexor_extensor_ratio", None, 1.1, "impaired"), ("side_extensor_ratio", "left", 0.8, "impaired"),
     ("side_extensor_ratio", "right", 0.7, "as_expected"), ("side_bridge_balance", None, 0.125, "impaired")],
)  # fmt: skip
def test_ratios_of_the_trunk_holds_are_worked_out_and_judged(
    name: str, side: str | None, ratio: float, expected: str
) -> None:
    value = worked_out(measure(name), readings=HOLDS, side=side)
    assert value == pytest.approx(ratio)
    assert level(name, value, side=side) == expected


def test_a_ratio_waits_for_both_of_its_parts() -> None:
    assert worked_out(measure("flexor_extensor_ratio"), readings=HOLDS[:1]) is None


def test_a_ratio_over_nothing_is_no_ratio() -> None:
    readings = (HOLDS[0], reading("back_extensor_hold", 0))
    assert worked_out(measure("flexor_extensor_ratio"), readings=readings) is None


def test_what_is_measured_is_not_worked_out() -> None:
    with pytest.raises(InputError, match="measured"):
        worked_out(measure("plank_hold"), readings=HOLDS)


def test_findings_steer_the_aims_worst_first_and_each_once() -> None:
    findings = [
        found("single_leg_stance_eyes_open", 30, age=30),
        found("timed_up_and_go", 14, age=75),
        found("back_extensor_hold", 40),
        found("hip_internal_rotation", 40),
    ]
    assert aims_from(findings) == ("balance", "leg_strength", "trunk_endurance")


def test_what_is_as_expected_asks_for_nothing() -> None:
    assert aims_from([found("hip_internal_rotation", 40), found("plank_hold", 3)]) == ()


@pytest.mark.parametrize("value", [math.nan, math.inf, -1, 241])
def test_a_value_that_cannot_be_is_refused(value: float) -> None:
    with pytest.raises(InputError, match="outside 0 to 240"):
        found("back_extensor_hold", value)


@pytest.mark.parametrize(
    ("name", "side", "says"), [("plank_hold", "left", "no sides"), ("side_bridge_hold", None, "each side")]
)
def test_a_side_is_given_where_there_are_sides_and_only_there(name: str, side: str | None, says: str) -> None:
    with pytest.raises(InputError, match=says):
        interpret(measure(name), 10, age=40, sex="male", side=side, kb=knowledge())


def test_the_words_are_filled_with_the_person_s_own_numbers() -> None:
    says = found("sit_to_stand_30s", 9, age=72, sex="female").says
    assert says.patient == "You stood up 9 times. Most people of your age manage 10 or more."
    assert "usual 10 to 15" in says.clinician


def test_a_finding_carries_the_claims_of_its_measure_and_its_norm() -> None:
    rows = {claim.evidence for claim in found("six_minute_walk", 500, age=60, body=SMALL).claims}
    assert {"pt-6mwt", "trap-6mwt-lln"} <= rows


def test_with_uncontrolled_pressure_the_extensor_hold_is_not_tested() -> None:
    ruling = kept_from(
        measure("back_extensor_hold"), answers=ordinary(uncontrolled_blood_pressure="true"), kb=knowledge()
    )
    assert ruling is not None
    assert ruling.truth is Truth.YES


def test_while_nothing_is_known_a_straining_test_waits() -> None:
    ruling = kept_from(measure("back_extensor_hold"), answers=nobody(), kb=knowledge())
    assert ruling is not None
    assert (ruling.truth, "uncontrolled_blood_pressure" in ruling.missing) == (Truth.UNKNOWN, True)


def test_an_ordinary_examined_person_may_be_tested_with_everything() -> None:
    answers = examined(ordinary())
    kept = [one.id for one in knowledge().measures.values() if kept_from(one, answers=answers, kb=knowledge())]
    assert kept == []


EXTREMES = [(one.id, value) for one in knowledge().measures.values() for value in one.range]


@pytest.mark.parametrize(("name", "value"), EXTREMES)
def test_every_measure_has_whole_words_for_every_value_and_person(name: str, value: float) -> None:
    own = knowledge().measures[name]
    people = product((16, 45, 62, 77, 95, None), ("female", "male", "not_said"), (None, TALL))
    side = "left" if own.each_side else None
    for age, sex, body in people:
        says = interpret(own, value, age=age, sex=sex, side=side, body=body, kb=knowledge()).says
        assert "{" not in says.patient + says.clinician
        assert "None" not in says.patient + says.clinician


def test_every_test_of_back_and_hip_in_the_evidence_is_a_measure() -> None:
    rows = {row for row in knowledge().evidence if row.startswith(("pt-", "rom-")) and not row.startswith("rom-cx")}
    used = {row for one in knowledge().measures.values() for row in one.evidence}
    used |= {row for one in knowledge().norms.values() for row in one.evidence}
    assert rows <= used


def test_the_table_of_standing_up_is_the_table_of_the_evidence() -> None:
    said = re.findall(r"(\d+)-(\d+) (\d+)-(\d+)/(\d+)-(\d+)", knowledge().evidence["pt-30sts"].more["reference"])
    given = {(int(age), sex): (float(low), float(high)) for age, _, *four in said for sex, low, high in by_sex(four)}
    rows = knowledge().norms["norms/sit_to_stand_30s"].rows
    assert {(row.age[0], row.sex[0]): row.usual for row in rows if row.age} == given
    assert len(given) == 14


def by_sex(four: list[str]) -> list[tuple[str, str, str]]:
    return [("female", four[0], four[1]), ("male", four[2], four[3])]


@pytest.mark.parametrize(("eyes", "place"), [("open", 2), ("closed", 3)])
def test_the_table_of_standing_on_one_leg_is_the_table_of_the_evidence(eyes: str, place: int) -> None:
    said = re.findall(r"(\d\d)-(\d\d) (\d+)/(\d+)", knowledge().evidence["pt-sls"].more["reference"])
    rows = knowledge().norms[f"norms/single_leg_stance_eyes_{eyes}"].rows
    assert [(row.age, row.middle) for row in rows] == [
        ((float(one[0]), float(one[1])), float(one[place])) for one in said
    ]
    assert len(rows) == 6


@pytest.mark.parametrize("name", sorted(knowledge().measures))
def test_a_change_back_is_the_change_turned_round(name: str) -> None:
    own = knowledge().measures[name]
    low, high = (Reading(measure=own.id, value=value) for value in own.range)
    there = interpret_change(low, after=high, measure=own)
    back = interpret_change(high, after=low, measure=own)
    turned = {"better": "worse", "worse": "better"}
    assert back.outcome == turned.get(there.outcome, there.outcome)
    assert back.difference == -there.difference
