"""A clinician's changes."""

import datetime as dt
from itertools import pairwise

import msgspec
import pytest

from little_library import EXERCISES, HEAT, MONDAY, TENS, cleared, exercise, library, triaged, wishes
from spinewise.errors import InputError
from spinewise.knowledge.ladders import Level
from spinewise.knowledge.models import Dose
from spinewise.plan.edit import apply_edits
from spinewise.plan.propose import propose
from spinewise.plan.types import Add, Busy, Move, Remove, SetDose, Swap

TAUGHT = exercise("taught", aims=("leg_strength",), teach_first=True)
KB = library(*EXERCISES, TAUGHT, HEAT, TENS)
WISHES = wishes(liked=("walk", "tilt"), cover_daily=("spinal_mobility",))
CHOSEN = msgspec.structs.replace(WISHES, disliked=("balance", "twice", "taught"))
PLAN = propose(cleared(KB), CHOSEN, KB, triage=triaged())


def edited(*edits, plan=PLAN, wished=WISHES, levels=None):
    return apply_edits(plan, edits, cleared(KB, levels=levels), wished, KB)


def item(plan, intervention):
    return next(one for one in plan.items if one.intervention == intervention)


def names(plan):
    return [one.intervention for one in plan.items]


def overlaps(plan):
    spans = sorted(
        (slot.on, slot.at.hour * 60 + slot.at.minute, slot.minutes) for one in plan.items for slot in one.slots
    )
    return [(one, other) for one, other in pairwise(spans) if one[0] == other[0] and one[1] + one[2] > other[1]]


def test_the_plan_to_edit_has_walking_and_the_tilt():
    assert {"walk", "tilt"} <= set(names(PLAN))


def test_removing_leaves_the_others_where_they_are():
    after = edited(Remove("tilt"))
    assert "tilt" not in names(after)
    assert item(after, "walk") == item(PLAN, "walk")


def test_adding_leaves_the_others_where_they_are():
    after = edited(Add("balance"))
    assert after.items[: len(PLAN.items)] == PLAN.items
    assert names(after)[-1] == "balance"


def test_an_added_exercise_is_placed_beside_the_others():
    after = edited(Add("balance"))
    assert len({slot.on for slot in item(after, "balance").slots}) == 15
    assert overlaps(after) == []


def test_an_added_exercise_starts_at_its_usual_dose():
    assert item(edited(Add("balance")), "balance").dose == KB.exercises["balance"].dose.start


def test_an_added_exercise_takes_the_dose_that_is_given():
    dose = Dose(sets=(4, 4), days_a_week=2, apart=True)
    after = item(edited(Add("balance", dose)), "balance")
    assert after.dose == dose
    assert len([slot for slot in after.slots if slot.on < MONDAY + dt.timedelta(days=7)]) == 2


def test_an_item_that_needs_care_can_be_added_by_a_clinician():
    assert "balance" in names(edited(Add("balance"), levels={"balance": Level.CAUTION}))


def test_an_added_item_says_that_a_clinician_added_it():
    assert item(edited(Add("balance")), "balance").reasons[0].says == "why_added"


def test_what_is_given_in_the_clinic_joins_every_visit_and_has_no_time_at_home():
    after = edited(Add("modalities/tens"))
    tens = item(after, "modalities/tens")
    assert tens.in_clinic
    assert tens.slots == ()
    assert all("modalities/tens" in one.does for one in after.sessions)


def test_an_added_treatment_has_a_last_day():
    after = item(edited(Add("modalities/heat")), "modalities/heat")
    assert after.until == MONDAY + dt.timedelta(days=5)
    assert max(slot.on for slot in after.slots) == after.until


def test_an_added_exercise_that_must_be_shown_joins_a_visit():
    assert "taught" in edited(Add("taught")).sessions[0].does


def test_a_removed_exercise_leaves_the_visits():
    after = edited(Add("taught"), Remove("taught"))
    assert all("taught" not in one.does for one in after.sessions)


def test_added_through_the_day_hangs_on_anchors():
    after = item(edited(Add("press_up")), "press_up")
    assert after.slots == ()
    assert after.anchors


def test_a_swap_keeps_place_days_and_time():
    after = edited(Swap("tilt", "balance"))
    assert names(after) == ["balance" if name == "tilt" else name for name in names(PLAN)]
    assert {slot.on for slot in item(after, "balance").slots} == {slot.on for slot in item(PLAN, "tilt").slots}


def test_a_longer_dose_stays_on_its_days_and_out_of_the_others_way():
    after = edited(SetDose("tilt", Dose(sets=(20, 20), hold_s=5)))
    assert {slot.on for slot in item(after, "tilt").slots} == {slot.on for slot in item(PLAN, "tilt").slots}
    assert overlaps(after) == []


def test_the_same_dose_changes_nothing():
    assert edited(SetDose("tilt", item(PLAN, "tilt").dose)) == PLAN


def test_fewer_days_are_fewer_slots():
    after = item(edited(SetDose("walk", Dose(minutes=10, days_a_week=2, apart=True))), "walk")
    assert len([slot for slot in after.slots if slot.on < MONDAY + dt.timedelta(days=14)]) == 4


def test_twice_a_day_finds_a_second_time_six_hours_away():
    dose = msgspec.structs.replace(item(PLAN, "tilt").dose, times_a_day=2)
    slots = item(edited(SetDose("tilt", dose)), "tilt").slots
    first, second = (slot.at for slot in slots if slot.on == MONDAY)
    assert second.hour * 60 + second.minute - first.hour * 60 - first.minute >= 360


def test_moving_changes_the_wall_time_of_every_day():
    after = item(edited(Move("walk", dt.time(18, 30))), "walk")
    assert {slot.at for slot in after.slots} == {dt.time(18, 30)}
    assert [slot.on for slot in after.slots] == [slot.on for slot in item(PLAN, "walk").slots]


def test_a_moved_item_stays_where_it_was_put_when_its_dose_changes():
    after = edited(Move("walk", dt.time(18, 25)), SetDose("walk", Dose(minutes=12, days_a_week=5)))
    assert {slot.at for slot in item(after, "walk").slots} == {dt.time(18, 25)}


def test_of_two_bouts_the_nearer_one_moves():
    dose = msgspec.structs.replace(item(PLAN, "tilt").dose, times_a_day=2)
    after = item(edited(SetDose("tilt", dose), Move("tilt", dt.time(20))), "tilt")
    morning, evening = (slot.at for slot in after.slots if slot.on == MONDAY)
    assert morning < dt.time(12)
    assert evening == dt.time(20)


def test_an_addition_goes_round_the_calendar():
    noon = [Busy(at(day, 0), at(day, 19)) for day in range(15)]
    after = edited(Add("balance"), wished=wishes(busy=tuple(noon)))
    assert all(slot.at >= dt.time(20) for slot in item(after, "balance").slots)


def test_a_date_without_room_for_an_addition_is_said():
    after = edited(Add("balance"), wished=wishes(busy=(Busy(at(2, 0), at(3, 0)),)))
    assert after.notes[-1].says == "note_shortened 25 November"


def at(day, hour):
    return dt.datetime.combine(MONDAY + dt.timedelta(days=day), dt.time(hour), dt.UTC)


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (Remove("tillt"), "'tillt' is not in the plan. Did you mean 'tilt'?"),
        (Swap("nothing", "balance"), "'nothing' is not in the plan"),
        (SetDose("twice", Dose(minutes=1)), "'twice' is not in the plan"),
        (Move("twice", dt.time(9)), "'twice' is not in the plan"),
        (Add("tilt"), "'tilt' is already in the plan"),
        (Swap("walk", "tilt"), "'tilt' is already in the plan"),
        (Add("balancee"), "nothing is called 'balancee'. Did you mean 'balance'?"),
    ],
)
def test_an_edit_that_names_what_is_not_there_is_refused(edit, says):
    with pytest.raises(InputError) as refused:
        edited(edit)
    assert says in str(refused.value)


def test_what_has_no_time_cannot_be_moved():
    with pytest.raises(InputError, match="has no set time to move"):
        edited(Add("press_up"), Move("press_up", dt.time(9)))
