"""What is said during a repetition: never two things at once, never longer than there is time for."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Any

import msgspec
import pytest
import yaml
from stage_hands import KNOWLEDGE, WRITTEN, movement

from spinewise.knowledge.models import Dose, Speech
from spinewise.motion.cues import Cue, breath_in, clauses_for, cues_of, phases, speaking_s
from spinewise.motion.signature import signature_of

NAMES = [name for name in WRITTEN if not name.startswith("test/")]
EVERY = pytest.mark.parametrize("name", NAMES)
SPEECH = msgspec.convert(yaml.safe_load((KNOWLEDGE / "speech.yaml").read_text(encoding="utf-8")), Speech)


@cache
def exercise(name: str) -> Any:
    return yaml.load((KNOWLEDGE / "exercises" / f"{name}.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def hold_s(name: str) -> float:
    return float(exercise(name)["dose"]["start"].get("hold_s", 0))


def cues(name: str, *, hold: float | None = None) -> tuple[Cue, ...]:
    dose = Dose(sets=(1,), hold_s=hold_s(name) if hold is None else hold)
    return cues_of(movement(name), dose=dose, steps=exercise(name)["steps"], speech=SPEECH)


def said(name: str, **more: float) -> list[str]:
    return [cue.says for cue in cues(name, **more)]


@EVERY
def test_one_cue_is_over_before_the_next_begins(name: str) -> None:
    listed = cues(name)
    assert all(one.ends_s <= other.at_s + 1e-6 for one, other in pairwise(listed))


@EVERY
def test_every_cue_fits_into_the_repetition(name: str) -> None:
    ends = phases(movement(name), hold_s=hold_s(name))[-1].left_s
    assert all(cue.at_s >= 0.0 and cue.ends_s <= ends + 1e-6 for cue in cues(name))


@EVERY
def test_a_cue_lasts_as_long_as_its_words(name: str) -> None:
    assert all(cue.lasts_s == speaking_s(cue.says) for cue in cues(name))


@EVERY
def test_everything_but_steps_is_accompanied(name: str) -> None:
    assert bool(cues(name)) == (signature_of(movement(name)).counts != "steps")


@EVERY
def test_a_repetition_begins_with_a_word(name: str) -> None:
    assert not cues(name) or cues(name)[0].at_s == 0.0


def test_every_name_of_a_key_has_its_word() -> None:
    names = {key.name for name in NAMES for key in movement(name).keys if key.name != "start"}
    spoken = {key.name for name in NAMES if cues(name) for key in movement(name).keys if key.name != "start"}
    assert spoken <= SPEECH.keys.keys()
    assert SPEECH.keys.keys() <= names


def test_a_long_hold_is_announced_and_counted_out() -> None:
    assert said("lumbar/bird_dog") == ["Reach.", "Hold.", "Keep breathing.", "three", "two", "one", "And back."]


def test_the_count_ends_with_the_hold() -> None:
    one = next(cue for cue in cues("lumbar/bird_dog") if cue.says == "one")
    assert one.at_s == pytest.approx(2.0 + 8.0 - 1.0)


def test_a_longer_dose_moves_the_count() -> None:
    one = next(cue for cue in cues("lumbar/bird_dog", hold=10.0) if cue.says == "one")
    assert one.at_s == pytest.approx(2.0 + 10.0 - 1.0)


def test_a_short_hold_is_not_counted() -> None:
    assert "one" not in said("hip/bridge")


def test_standing_up_is_said_in_the_words_of_the_steps_with_its_breath() -> None:
    assert "Stand up, breathing out." in said("hip/sit_to_stand")


def test_the_way_back_over_two_keys_is_said_once() -> None:
    assert said("hip/sit_to_stand").count("And back.") == 1


def test_a_breath_in_is_followed_by_a_breath_out() -> None:
    assert said("general/breathing") == ["Breathe in.", "Breathe out."]


def test_a_step_that_breathes_out_with_the_effort_is_heard_there() -> None:
    assert said("strength/band_row_standing")[:2] == ["Pull.", "Breathe out."]


def test_a_key_may_carry_its_own_words() -> None:
    assert said("hip/standing_extension")[0] == "Leg back."


def test_words_are_not_taken_from_the_step_that_takes_up_the_position() -> None:
    steps = ["Lift your bag.", "Breathe.", "Lower it."]
    assert clauses_for("lift", steps) == []


def test_a_list_in_a_step_is_not_cut_in_two() -> None:
    steps = ["Lie down.", "Breathe out and lift arms, chest and legs together.", "Come down."]
    assert clauses_for("lift", steps) == ["Lift arms, chest and legs together."]


@pytest.mark.parametrize(("step", "way"), [("Stand up, breathing out.", "out"), ("Hold it and breathe.", "on"),
                                           ("Breathe in and reach.", "in"), ("Lift a hand's breadth.", ""),
                                           ("Stand tall for a breath.", "")])  # fmt: skip
def test_a_breath_is_found_in_a_step(step: str, way: str) -> None:
    assert breath_in(step) == way
