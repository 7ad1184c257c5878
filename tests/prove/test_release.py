"""What has loosened since the last release is found with the person it is about; what has tightened is not news."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from small_world import BENDING, BREATHING, HEALTHY, PERSON, WORLD, effect, fact, flag, leaf, precaution
from spinewise.errors import InputError
from spinewise.knowledge.ladders import Level, Tier, Urgency, WaiverBy
from spinewise.knowledge.models import KnowledgeBase
from spinewise.prove import Promises
from spinewise.prove.invariants import ordinary_values
from spinewise.prove.release import (
    NAME,
    Comparison,
    compare,
    comparison_lines,
    read_release,
    release_from,
    what_decides,
    write_release,
)

ORDINARY = ordinary_values(WORLD.facts) | HEALTHY
NEWS = ("new", "gone", "widened", "lowered")


def since(now: KnowledgeBase, was: KnowledgeBase = WORLD) -> Comparison:
    """What has loosened since a release, through the file it is kept in."""
    return compare(release_from(write_release(was)), now, ORDINARY)


def news(found: Comparison) -> set[str]:
    return {name for name in NEWS if getattr(found, name)}


def without(name: str) -> KnowledgeBase:
    kept = {id: rule for id, rule in WORLD.precautions.items() if id != f"precautions/{name}"}
    return msgspec.structs.replace(WORLD, precautions=kept)


def with_flag(name: str, urgency: Urgency, fact_id: str, value: str | bool = True) -> KnowledgeBase:
    made = flag(name, leaf(fact_id, value), urgency)
    return msgspec.structs.replace(WORLD, red_flags=WORLD.red_flags | {made.id: made})


def test_nothing_is_news_when_nothing_has_changed() -> None:
    assert news(since(WORLD)) == set()


def test_a_rule_that_is_gone_is_found_with_what_it_held_back_and_for_whom() -> None:
    found = since(without("thin_bones"))
    assert news(found) == {"widened"}
    assert {(one.tier, one.interventions) for one in found.widened} == {("L", ("sit_up",)), ("F", ("sit_up",))}
    assert "bones" in found.widened[0].answers


def test_the_person_is_ordinary_in_everything_else() -> None:
    answers = since(without("stimulator")).widened[0].answers
    assert "stimulator" in answers
    assert not [name for name in ("fever", "breathless", "blood_thinner", "saddle") if name in answers]


def test_two_loosenings_are_shown_with_two_kinds_of_people() -> None:
    kept = {id: rule for id, rule in WORLD.precautions.items() if id.endswith(("breathless", "blood_thinner"))}
    found = since(msgspec.structs.replace(WORLD, precautions=kept))
    full = [one for one in found.widened if one.tier == Tier.FULL.value]
    assert {"bones" in one.answers for one in full} == {True, False}
    assert {"stimulator" in one.answers for one in full} == {True, False}


def test_a_new_rule_is_not_news() -> None:
    bent = precaution("hot", leaf("fever"), effect(Level.EXCLUDE, moves=BENDING), waiver=WaiverBy.NEVER)
    tighter = msgspec.structs.replace(WORLD, precautions=WORLD.precautions | {bent.id: bent})
    assert news(since(tighter)) == set()


def test_a_new_red_flag_is_not_news() -> None:
    assert news(since(with_flag("hot", Urgency.URGENT, "fever"))) == set()


def test_a_new_exercise_is_reported_once_as_new_and_as_nothing_else() -> None:
    humming = msgspec.structs.replace(BREATHING, id="humming")
    found = since(msgspec.structs.replace(WORLD, exercises=WORLD.exercises | {"humming": humming}))
    assert found.new == ("humming",)
    assert news(found) == {"new"}


def test_an_exercise_that_is_gone_is_named() -> None:
    fewer = {name: one for name, one in WORLD.exercises.items() if name != "tilt"}
    assert since(msgspec.structs.replace(WORLD, exercises=fewer)).gone == ("tilt",)


def test_lighter_demands_are_found_like_a_loosened_rule() -> None:
    light = msgspec.structs.replace(WORLD.exercises["sit_up"], demands=BREATHING.demands)
    found = since(msgspec.structs.replace(WORLD, exercises=WORLD.exercises | {"sit_up": light}))
    assert {name for one in found.widened for name in one.interventions} == {"sit_up"}


def test_a_lower_urgency_is_found_with_the_flag_and_for_whom() -> None:
    found = since(with_flag("saddle", Urgency.REFER, "saddle", "numb"))
    assert [(one.urgency, one.flags) for one in found.lowered] == [("emergency", ("red_flags/saddle",))]
    assert "saddle: numb" in found.lowered[0].answers


def test_a_higher_urgency_is_not_news() -> None:
    assert news(since(with_flag("fever", Urgency.URGENT, "fever"))) == set()


def test_a_flag_that_another_one_replaces_is_not_news() -> None:
    left = {id: one for id, one in WORLD.red_flags.items() if id != "red_flags/saddle"}
    made = flag("perineum", leaf("saddle", "numb"), Urgency.EMERGENCY)
    assert news(since(msgspec.structs.replace(WORLD, red_flags=left | {made.id: made}))) == set()


def test_a_presumed_tier_that_allows_more_is_found() -> None:
    tiers = WORLD.tiers | {Tier.LOW_LOAD.value: msgspec.structs.replace(WORLD.tiers["L"], leaves_out=())}
    found = since(msgspec.structs.replace(WORLD, tiers=tiers))
    assert {(one.tier, one.interventions) for one in found.widened} == {(Tier.LOW_LOAD.value, ("heavy",))}


def test_an_answer_that_did_not_exist_counts_as_not_given_then() -> None:
    wider = msgspec.structs.replace(
        WORLD, facts=WORLD.facts | {"saddle": fact("saddle", PERSON, "fine", "tingling", "numb")}
    )
    found = since(wider)
    assert "tingling" in " ".join(one.answers for one in found.widened)
    assert found.lowered == ()


def test_a_question_that_is_gone_may_have_had_any_answer() -> None:
    kept = {id: rule for id, rule in WORLD.precautions.items() if id != "precautions/stimulator"}
    facts = {id: one for id, one in WORLD.facts.items() if id != "stimulator"}
    found = since(msgspec.structs.replace(WORLD, precautions=kept, facts=facts))
    assert {name for one in found.widened for name in one.interventions} == {"modalities/tens"}


def test_a_release_keeps_all_that_decides() -> None:
    assert release_from(write_release(WORLD)) == what_decides(WORLD)


def test_a_release_decides_as_the_knowledge_it_was_made_from(knowledge: KnowledgeBase, promises: Promises) -> None:
    assert news(compare(what_decides(knowledge), knowledge, promises.ordinary)) == set()


def test_a_release_that_cannot_be_read_says_what_to_do() -> None:
    with pytest.raises(InputError, match="prove --release"):
        release_from(b"{}", file=NAME)


def test_a_folder_without_a_release_has_nothing_to_compare_with(tmp_path: Path) -> None:
    assert read_release(tmp_path) is None


def test_the_last_release_can_be_read() -> None:
    was = read_release()
    assert was is not None
    assert was.red_flags


def test_the_lines_name_what_who_and_since_when() -> None:
    lines = comparison_lines(since(without("stimulator")))
    assert lines[0] == f"Since the release {WORLD.digest}:"
    assert any("modalities/tens" in line for line in lines)
    assert any("stimulator" in line for line in lines)


def test_the_lines_say_when_nothing_has_loosened() -> None:
    assert comparison_lines(since(WORLD))[-1].strip() == "nobody is given more, and nobody is seen less soon."
