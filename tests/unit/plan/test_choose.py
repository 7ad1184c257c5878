"""The first stage: which exercises and on which days."""

import pytest

from little_library import EXERCISES, LADDER, PROGRAMME, bundle, cleared, comfort, exercise, library, triaged, wishes
from spinewise.knowledge.ladders import Level, Tier
from spinewise.knowledge.models import Demands, Dose, Limits, Suit
from spinewise.plan.candidates import comfort_for, exercises_for, person, through_the_day_for
from spinewise.plan.choose import Asked, choose, clashing, nearest, worth_weighing
from spinewise.plan.dose import chosen_dose, start_dose
from spinewise.plan.patterns import day_patterns
from spinewise.plan.rungs import ladders_of, rungs_of

WEIGHTS = PROGRAMME.weights


def candidates(kb, tier=Tier.FULL, levels=None, triage=None, limits=None, **wished):
    who = person(wishes(**wished), triage or triaged(), tier, kb)
    every = cleared(kb, tier=tier, levels=levels, **(limits or {}))
    return (*exercises_for(every, who), *comfort_for(every, who))


def names(found):
    return {one.intervention for one in found}


def chosen(kb, *, minutes=20.0, least=2, most=4, cover=(), wanted=(), **more):
    asked = Asked(minutes_a_day=minutes, least=least, most=most, cover_daily=cover, wanted=wanted)
    rungs = rungs_of(kb.exercises.values())
    return choose(candidates(kb, **more), asked, rungs=rungs, weights=WEIGHTS)


def picked(choice):
    return {pick.candidate.intervention for pick in choice.picks}


def test_an_exercise_that_needs_care_is_not_proposed():
    assert "tilt" not in names(candidates(library(), levels={"tilt": Level.CAUTION}))


def test_an_exercise_that_is_never_a_default_is_not_proposed():
    kb = library(exercise("sit_up", by_default=False), exercise("other"))
    assert names(candidates(kb)) == {"other"}


def test_what_must_be_shown_first_is_not_proposed_before_an_examination():
    kb = library(exercise("taught", teach_first=True), exercise("other"))
    assert names(candidates(kb, tier=Tier.LOW_LOAD)) == {"other"}


def test_general_activity_is_all_that_the_general_tier_proposes():
    assert names(candidates(library(), tier=Tier.GENERAL)) == {"walk"}


def test_nobody_is_sent_to_a_floor_they_cannot_use():
    kb = library(exercise("floor", demands=Demands(position="supine")), exercise("chair"))
    assert names(candidates(kb, can_use_floor=False)) == {"chair"}


def test_an_exercise_waits_for_its_equipment():
    kb = library(exercise("band", needs=("band",)), exercise("other"))
    assert names(candidates(kb)) == {"other"}
    assert names(candidates(kb, equipment=("band",))) == {"band", "other"}


def test_what_a_person_dislikes_is_left_out():
    assert "walk" not in names(candidates(library(), disliked=("walk",)))


def test_an_exercise_for_others_is_left_out_unless_a_bundle_names_it():
    others = exercise("others", suits=(Suit(acuity=("chronic",)),))
    assert "others" not in names(candidates(library(others, exercise("any"))))
    assert "others" in names(candidates(library(others, exercise("any"), bundles=(bundle("others"),))))


def test_a_bundle_keeps_out_what_it_avoids():
    kb = library(bundles=(bundle("walk", avoids=("tilt",)),))
    assert "tilt" not in names(candidates(kb))


def test_warmth_comes_only_to_those_who_find_it_soothing():
    assert "modalities/heat" in names(candidates(library(), comfort="heat"))
    assert not {"modalities/heat", "modalities/cold"} & names(candidates(library(), comfort="neither"))


def test_a_treatment_that_needs_consent_is_never_proposed():
    kb = library(exercise("any"), comfort("modalities/wrap", "heat", consent=True))
    assert "modalities/wrap" not in names(candidates(kb, comfort="heat"))


def test_through_the_day_needs_a_tested_direction():
    kb = library()
    tested = person(wishes(), triaged(subgroups=("extension_preference",)), Tier.FULL, kb)
    untested = person(wishes(), triaged(), Tier.FULL, kb)
    assert [one.intervention for one in through_the_day_for(cleared(kb), tested)] == ["press_up"]
    assert through_the_day_for(cleared(kb), untested) == ()


def test_through_the_day_stays_out_when_it_is_held():
    kb = library()
    who = person(wishes(), triaged(subgroups=("extension_preference",)), Tier.FULL, kb)
    assert through_the_day_for(cleared(kb, levels={"press_up": Level.HOLD}), who) == ()


def test_the_start_never_exceeds_what_is_cleared():
    kb = library(exercise("many", dose=Dose(sets=(12, 12), hold_s=9)))
    (one,) = cleared(kb, many=Limits(sets=1, repetitions=8, hold_s=5))
    assert start_dose(one) == Dose(sets=(8,), hold_s=5)


def test_a_preset_inside_the_limits_is_the_dose(preset):
    kb = library(exercise("tilt", dose=Dose(sets=(10,)), limit=Dose(sets=(15,))))
    (one,) = cleared(kb, tilt=Limits(repetitions=12))
    dose, why = chosen_dose(one, [preset(12)], kb)
    assert dose == Dose(sets=(12,))
    assert why[0].evidence == ("claim",)


def test_a_preset_beyond_the_limits_is_not(preset):
    kb = library(exercise("tilt", dose=Dose(sets=(10,)), limit=Dose(sets=(15,))))
    (one,) = cleared(kb, tilt=Limits(repetitions=12))
    assert chosen_dose(one, [preset(13)], kb) == (Dose(sets=(10,)), ())


def test_a_preset_larger_than_the_exercises_own_limit_is_not(preset):
    kb = library(exercise("tilt", dose=Dose(sets=(10,))))
    (one,) = cleared(kb, tilt=Limits())
    assert chosen_dose(one, [preset(12)], kb) == (Dose(sets=(10,)), ())


@pytest.fixture
def preset():
    from spinewise.knowledge.models import Preset

    def make(count):
        return Preset(
            id="more",
            title="More",
            evidence=("claim",),
            for_interventions=("tilt",),
            dose=Dose(sets=(count,)),
            article_says="",
            evidence_says="",
        )

    return make


def test_one_rung_of_a_ladder():
    choice = chosen(library(*LADDER, exercise("other")), least=3)
    assert len(picked(choice) & {one.id for one in LADDER}) == 1


def test_the_easiest_rung_when_nothing_else_decides():
    assert picked(chosen(library(*LADDER), least=1)) == {"low_rung"}


def test_the_rung_that_the_bundle_names():
    kb = library(*LADDER, bundles=(bundle("high_rung"),))
    assert picked(chosen(kb, least=1)) == {"high_rung"}


def test_what_a_bundle_prefers_comes_first():
    kb = library(bundles=(bundle("balance", "tilt"),))
    assert picked(chosen(kb)) == {"balance", "tilt"}


def test_what_a_person_likes_tips_the_scale():
    assert "twice" in picked(chosen(library(), liked=("twice",)))


def test_a_wanted_aim_is_trained():
    assert "balance" in picked(chosen(library(), wanted=("balance",)))


def test_no_day_has_more_exercises_than_suit_the_irritability():
    kb = library(bundles=(bundle(*(one.id for one in EXERCISES)),))
    assert len(picked(chosen(kb, minutes=60, least=1, most=2))) == 2


def test_every_day_has_the_least_number_when_it_can():
    choice = chosen(library(), least=2)
    counts = [sum(day in pick.days for pick in choice.picks) for day in range(14)]
    assert min(counts) >= 2


def test_comfort_takes_none_of_the_minutes_for_exercise():
    choice = chosen(library(), minutes=3, comfort="heat")
    assert "modalities/heat" in picked(choice)
    assert choice.minutes_a_day <= 3


def test_comfort_never_comes_alone():
    kb = library(exercise("too_long", dose=Dose(minutes=30)), comfort("modalities/heat", "heat"))
    assert chosen(kb, minutes=10, comfort="heat") is None


def test_an_aim_for_every_day_is_trained_on_every_day():
    choice = chosen(library(), cover=("balance", "hip_mobility"))
    daily = {pick.candidate.intervention for pick in choice.picks if len(pick.days) == 14}
    assert {"balance", "twice"} <= daily


def test_a_strength_exercise_with_rest_days_cannot_cover_every_day():
    assert chosen(library(), cover=("hip_strength",)) is None


def test_wishes_that_clash_are_named_together():
    kb = library()
    asked = Asked(minutes_a_day=2, least=2, most=4, cover_daily=("balance", "spinal_mobility"))
    groups = clashing(candidates(kb), asked, rungs=rungs_of(kb.exercises.values()))
    assert groups == (("cover_balance", "cover_spinal_mobility", "minutes"),)


def test_a_wish_that_has_no_part_in_the_clash_is_not_blamed():
    kb = library()
    asked = Asked(minutes_a_day=30, least=2, most=4, cover_daily=("hip_strength", "balance"))
    groups = clashing(candidates(kb), asked, rungs=rungs_of(kb.exercises.values()))
    assert groups == (("cover_hip_strength",),)


def test_the_nearest_plan_gives_up_coverage_and_keeps_the_minutes():
    kb = library()
    asked = Asked(minutes_a_day=2, least=2, most=4, cover_daily=("balance", "spinal_mobility"))
    choice = nearest(candidates(kb), asked, rungs=rungs_of(kb.exercises.values()), weights=WEIGHTS)
    assert len(choice.given_up) == 1
    assert choice.minutes_a_day <= 2


def test_minutes_are_given_up_only_when_not_even_one_exercise_fits():
    kb = library(exercise("walk", dose=Dose(minutes=12)), exercise("long", dose=Dose(minutes=25)))
    asked = Asked(minutes_a_day=5, least=2, most=4)
    choice = nearest(candidates(kb), asked, rungs=(), weights=WEIGHTS)
    assert picked(choice) == {"walk"}
    assert choice.minutes_a_day == 12


def equals(count, **more):
    return tuple(exercise(f"e{place}", **more) for place in range(count))


def weighed(*exercises, most=2, wanted=(), **wished):
    kb = library(*exercises)
    asked = Asked(minutes_a_day=20, least=1, most=most, wanted=wanted)
    found = worth_weighing(candidates(kb, **wished), asked, rungs_of(kb.exercises.values()))
    return {one.intervention for one in found}


def test_the_solver_weighs_no_more_equals_than_a_plan_may_hold():
    assert weighed(*equals(4), most=2) == {"e0", "e1"}


def test_rungs_of_one_ladder_stand_in_for_each_other_only_once():
    ladder = (exercise("e0", harder=("e1",)), exercise("e1"))
    assert weighed(*ladder, exercise("e2"), exercise("e3"), most=2, liked=("e1",)) == {"e0", "e1", "e2"}


def test_an_exercise_for_a_wanted_aim_is_always_weighed():
    found = weighed(*equals(4), exercise("z_balance", aims=("balance",)), wanted=("balance",))
    assert "z_balance" in found


def test_a_shorter_exercise_is_always_weighed():
    found = weighed(*equals(4, dose=Dose(sets=(20,))), exercise("z_short", dose=Dose(sets=(5,))))
    assert "z_short" in found


def test_an_exercise_on_other_days_is_always_weighed():
    found = weighed(*equals(4), exercise("z_weekly", dose=Dose(sets=(20,), days_a_week=2)))
    assert "z_weekly" in found


def test_branches_of_a_ladder_are_one_ladder():
    ladder = (exercise("a", harder=("b", "c")), exercise("b"), exercise("c"), exercise("d", harder=("c",)))
    assert set(ladders_of(rungs_of(ladder)).values()) == {"a"}


@pytest.mark.parametrize("days", range(1, 8))
def test_a_pattern_has_its_number_of_days_in_each_week(days):
    for pattern in day_patterns(Dose(sets=(1,), days_a_week=days)):
        assert [sum(day // 7 == week for day in pattern) for week in (0, 1)] == [days, days]


@pytest.mark.parametrize("days", range(1, 5))
def test_days_apart_are_never_neighbours_even_across_the_week(days):
    for pattern in day_patterns(Dose(sets=(1,), days_a_week=days, apart=True)):
        assert all((day + 1) % 14 not in pattern for day in pattern)


def test_four_days_apart_are_every_second_day():
    assert set(day_patterns(Dose(sets=(1,), days_a_week=4, apart=True))) == {
        tuple(range(0, 14, 2)),
        tuple(range(1, 14, 2)),
    }


def test_a_day_without_free_time_is_avoided():
    blocked = tuple(1 if day % 7 == 0 else 0 for day in range(14))
    assert 0 not in day_patterns(Dose(sets=(1,), days_a_week=5), blocked=blocked)[0]
