"""From what is cleared and wished for to a proposal or a refusal."""

import datetime as dt

import msgspec
import pytest

from little_library import (
    EXERCISES,
    HEAT,
    MONDAY,
    WORDING,
    bundle,
    cleared,
    comfort,
    exercise,
    library,
    triaged,
    wishes,
)
from spinewise.errors import KnowledgeError
from spinewise.knowledge.ladders import Care, Level, Tier
from spinewise.knowledge.load import load_knowledge
from spinewise.knowledge.models import Dose, Lesson, Preset, Suit
from spinewise.plan.propose import propose
from spinewise.plan.types import Busy, Proposal, Refusal
from spinewise.plan.wording import SENTENCES


def proposed(kb=None, *, triage=None, tier=Tier.FULL, levels=None, **wished):
    kb = kb or library()
    made = propose(cleared(kb, tier=tier, levels=levels), wishes(**wished), kb, triage=triage or triaged())
    assert isinstance(made, Proposal)
    return made


def refused(kb=None, *, triage=None, tier=Tier.FULL, levels=None, **wished):
    kb = kb or library()
    made = propose(cleared(kb, tier=tier, levels=levels), wishes(**wished), kb, triage=triage or triaged())
    assert isinstance(made, Refusal)
    return made


def item(proposal, intervention):
    return next(one for one in proposal.items if one.intervention == intervention)


def says(reasons):
    return [why.says for why in reasons]


ALWAYS = Busy(dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2027, 12, 31, tzinfo=dt.UTC))


def test_the_review_is_when_the_programme_says():
    assert proposed().review_on == MONDAY + dt.timedelta(days=14)


def test_slots_run_from_the_first_day_to_the_review():
    dates = [slot.on for one in proposed().items for slot in one.slots]
    assert (min(dates), max(dates)) == (MONDAY, MONDAY + dt.timedelta(days=14))


def test_the_proposal_carries_tier_and_zone():
    made = proposed(tier=Tier.LOW_LOAD, zone="Asia/Tokyo")
    assert (made.tier, made.zone) == (Tier.LOW_LOAD, "Asia/Tokyo")


def test_every_item_says_why_it_is_there_and_names_its_evidence():
    for one in proposed(library(bundles=(bundle("walk", "tilt"),))).items:
        assert one.reasons
        assert any(why.evidence for why in one.reasons)


def test_a_bundles_item_names_the_bundles_evidence():
    made = proposed(library(bundles=(bundle("walk", "tilt"),)))
    assert any(why.says == "why_bundle" and why.evidence == ("plan-row",) for why in item(made, "walk").reasons)


def test_goals_are_looked_at_on_the_review_date():
    made = proposed(goals=("Lift my son",))
    assert [(goal.wants, goal.review_on) for goal in made.goals] == [("Lift my son", made.review_on)]


def test_comfort_ends_with_its_course():
    made = proposed(comfort="heat")
    heat = item(made, "modalities/heat")
    assert heat.until == MONDAY + dt.timedelta(days=5)
    assert max(slot.on for slot in heat.slots) == heat.until


def test_comfort_never_outlasts_the_review():
    kb = library(*EXERCISES, comfort("modalities/heat", "heat", course_days=90))
    made = proposed(kb, comfort="heat")
    assert item(made, "modalities/heat").until == made.review_on


def test_comfort_every_few_hours_by_preset_hangs_on_anchors():
    often = Preset(
        id="often",
        title="Every two hours",
        evidence=("claim",),
        for_interventions=("modalities/heat",),
        dose=Dose(minutes=15, every_hours=2),
        article_says="",
        evidence_says="",
    )
    own = msgspec.structs.replace(HEAT.dose, limit=Dose(minutes=20, every_hours=2))
    kb = library(*EXERCISES, msgspec.structs.replace(HEAT, dose=own), presets=(often,))
    heat = item(proposed(kb, comfort="heat", presets=("often",)), "modalities/heat")
    assert heat.slots == ()
    assert heat.anchors
    assert heat.until == MONDAY + dt.timedelta(days=5)


def test_neither_means_no_comfort():
    assert all(not one.intervention.startswith("modalities/") for one in proposed(comfort="neither").items)


def test_a_tested_direction_is_done_through_the_day_until_it_is_tested_again():
    made = proposed(triage=triaged(subgroups=("extension_preference",)))
    press_up = item(made, "press_up")
    assert press_up.slots == ()
    assert press_up.anchors == ("after breakfast", "at midday", "after work", "before bed")
    assert press_up.until == MONDAY + dt.timedelta(days=3)


def test_few_hours_between_bouts_still_name_each_anchor_once():
    rare = exercise("rare", dose=Dose(sets=(10,), every_hours=7), suits=(Suit(subgroup=("extension_preference",)),))
    made = proposed(library(rare, exercise("any")), triage=triaged(subgroups=("extension_preference",)))
    assert item(made, "rare").anchors == ("after breakfast", "after work")


def test_what_must_be_shown_is_taught_in_the_first_visits():
    taught = [exercise(name, teach_first=True, aims=(aim,)) for name, aim in (("a", "balance"), ("b", "fitness"))]
    kb = library(*taught, bundles=(bundle("a", "b"),))
    made = proposed(kb)
    assert [(one.week, one.does) for one in made.sessions] == [(1, ("a", "b")), (2, ())]


def test_one_visit_teaches_no_more_than_it_can():
    names = ("a", "b", "c")
    kb = library(*(exercise(name, teach_first=True) for name in names), bundles=(bundle(*names),))
    assert [one.does for one in proposed(kb).sessions] == [("a", "b"), ("c",)]


def test_self_care_has_no_visits():
    assert proposed(triage=triaged(care=Care.SELF_CARE)).sessions == ()


def test_nobody_examined_means_no_visits_yet():
    assert proposed(tier=Tier.LOW_LOAD).sessions == ()


def test_lessons_come_from_the_bundle():
    lessons = tuple(
        Lesson(id=f"lessons/{name}", title=name, evidence=(), says=("So.",), minutes=2) for name in ("one", "two")
    )
    with_bundle = library(*EXERCISES, lessons=lessons, bundles=(bundle("walk", lessons=("lessons/two",)),))
    assert proposed(with_bundle).lessons == ("lessons/two",)
    assert proposed(library(*EXERCISES, lessons=lessons)).lessons == ("lessons/one", "lessons/two")


def test_a_preset_beyond_the_limits_is_said_so():
    more = Preset(
        id="more",
        title="Half an hour",
        evidence=("claim",),
        for_interventions=("walk",),
        dose=Dose(minutes=30, days_a_week=5),
        article_says="",
        evidence_says="",
    )
    made = proposed(library(*EXERCISES, presets=(more,)), presets=("more",))
    assert "note_preset_refused Half an hour walk" in says(made.notes)


def test_a_skipped_date_is_said():
    day = Busy(dt.datetime(2026, 11, 25, tzinfo=dt.UTC), dt.datetime(2026, 11, 26, tzinfo=dt.UTC))
    assert "note_skipped 25 November" in says(proposed(busy=(day,)).notes)


def test_a_day_outside_the_wished_part_is_said():
    evening = Busy(dt.datetime(2026, 11, 25, 15, tzinfo=dt.UTC), dt.datetime(2026, 11, 25, 20, tzinfo=dt.UTC))
    made = proposed(busy=(evening,), part_of_day="evening")
    assert "note_part_of_day evening" in says(made.notes)
    assert "note_part_of_day evening" not in says(proposed(part_of_day="evening").notes)


def test_fewer_exercises_than_usual_are_said():
    assert "note_fewer 2" in says(proposed(library(exercise("only"))).notes)


def test_something_that_never_fits_the_calendar_is_said():
    gaps = [
        Busy(start + dt.timedelta(minutes=20), start + dt.timedelta(minutes=60))
        for start in (dt.datetime(2026, 11, 23, tzinfo=dt.UTC) + dt.timedelta(hours=n) for n in range(24 * 16))
    ]
    kb = library(exercise("long", dose=Dose(minutes=30)), exercise("short", dose=Dose(minutes=5)))
    made = proposed(kb, minutes_a_day=60, busy=tuple(gaps))
    assert [one.intervention for one in made.items] == ["short"]
    assert "note_no_room long 30" in says(made.notes)


def test_a_full_calendar_is_refused_for_that_reason():
    made = refused(busy=(ALWAYS,))
    assert [clash.about for clash in made.clashes] == ["busy"]
    assert made.clashes[0].says == "clash_busy 07:00 21:00 23 November 7 December"
    assert made.nearest is None


def test_locked_care_is_refused_in_the_triages_words():
    made = refused(tier=Tier.LOCKED)
    assert [(clash.about, clash.says) for clash in made.clashes] == [("care", "Get help first.")]


def test_nothing_cleared_is_refused():
    made = refused(library(exercise("one")), levels={"one": Level.HOLD})
    assert made.clashes[0].says == "clash_nothing"


def test_comfort_alone_is_refused():
    made = refused(library(HEAT), comfort="heat")
    assert made.clashes[0].says == "clash_nothing"


def test_minutes_too_short_for_what_is_covered_daily_come_back_with_the_nearest_plan():
    made = refused(minutes_a_day=2, cover_daily=("balance", "spinal_mobility"))
    assert [clash.says for clash in made.clashes] == [
        "clash_cover balance",
        "clash_cover spinal mobility",
        "clash_minutes 2",
    ]
    daily = {one.intervention for one in made.nearest.items if len(one.slots) == 15}
    kept = "balance" if made.gives_up == ("gives_up_cover spinal mobility",) else "tilt"
    assert len(made.gives_up) == 1
    assert kept in daily
    assert made.nearest.minutes_a_day == 2


def test_too_few_minutes_for_anything_say_how_many_are_needed():
    made = refused(library(exercise("walk", dose=Dose(minutes=10))), minutes_a_day=5)
    assert made.gives_up == ("gives_up_minutes 5 10",)
    assert made.nearest.minutes_a_day == 10


def test_an_aim_that_safety_leaves_no_exercise_for_is_said_so():
    made = refused(levels={"balance": Level.EXCLUDE}, cover_daily=("balance",))
    assert made.clashes[0].says == "clash_cover_safety balance"


def test_an_aim_that_only_a_wish_keeps_out_is_said_so():
    made = refused(disliked=("balance",), cover_daily=("balance",))
    assert made.clashes[0].says == "clash_cover_wish balance"


def test_an_irritable_back_gets_one_or_two_exercises_a_day():
    made = proposed(library(bundles=(bundle("walk", "tilt", "balance"),)), triage=triaged(irritability="high"))
    busiest = max(sum(slot.on == on for one in made.items for slot in one.slots) for on in days_of(made))
    assert busiest <= 2


def days_of(made):
    return {slot.on for one in made.items for slot in one.slots}


def test_an_unknown_irritability_counts_as_the_highest():
    made = proposed(library(bundles=(bundle("walk", "tilt", "balance"),)), triage=triaged(irritability=""))
    assert max(sum(slot.on == on for one in made.items for slot in one.slots) for on in days_of(made)) <= 2


def test_the_same_input_in_any_order_gives_the_same_bytes():
    kb = library(bundles=(bundle("walk", "tilt"), bundle("balance", id="another")))
    turned = msgspec.structs.replace(
        kb,
        exercises=dict(reversed(kb.exercises.items())),
        bundles=dict(reversed(kb.bundles.items())),
        modalities=dict(reversed(kb.modalities.items())),
    )
    wished = wishes(comfort="heat", cover_daily=("balance",))
    one = propose(cleared(kb), wished, kb, triage=triaged())
    other = propose(tuple(reversed(cleared(turned))), wished, turned, triage=triaged())
    assert msgspec.json.encode(one) == msgspec.json.encode(other)


def test_a_missing_sentence_is_named():
    others = {name: text for name, text in WORDING.items() if name != "why_aim"}
    with pytest.raises(KnowledgeError, match="the sentence 'why_aim' is missing"):
        proposed(library(wording=others))


def test_the_knowledge_has_every_sentence_with_its_parts_and_no_others():
    wording = load_knowledge().programme.wording
    for name, parts in SENTENCES.items():
        found = {word.split("}")[0] for word in wording[name].split("{")[1:]}
        assert found <= set(parts), name
