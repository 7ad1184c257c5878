"""What was marked on the body chart, and when it cannot be true together with other answers."""

from __future__ import annotations

import pytest

from people import TODAY, knowledge, nobody, with_answers
from spinewise.assess.answers_file import read_answers
from spinewise.assess.body_chart import chart_clashes, marked_intensity, marked_regions
from spinewise.assess.interview import clashes
from spinewise.errors import InputError
from spinewise.knowledge.models import BodyChart
from spinewise.rules.facts import Answer, Answers, Role, State


def chart() -> BodyChart:
    body = knowledge().body
    assert body is not None
    return body


def marking(*marks: str, **answers: str) -> Answers:
    given = Answer(fact="pain_regions", value=marks, on=TODAY, by=Role.PERSON)
    return with_answers(nobody(), **answers).with_(given)


def found(answers: Answers) -> set[str]:
    return {one.id.removeprefix("body/") for one in chart_clashes(answers, knowledge())}


def test_nothing_marked_is_nothing() -> None:
    assert marked_regions(nobody(), chart()) == ()
    assert found(nobody()) == set()


def test_marks_come_in_the_order_of_the_chart() -> None:
    marks = marked_regions(marking("left_foot_top", "low_back"), chart())
    assert marks == ("low_back", "left_foot_top")


def test_the_back_has_the_number_of_the_back_and_the_leg_that_of_the_leg() -> None:
    answers = marking("low_back", "left_knee", "left_forearm", back_pain_now="3", leg_pain_now="6")
    assert marked_intensity(answers, chart()) == {"low_back": 3, "left_knee": 6}


def test_a_number_that_is_not_known_is_not_made_up() -> None:
    assert marked_intensity(marking("low_back"), chart()) == {}


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        ("left_calf_back", "back"),
        ("left_foot_sole", "below_knee"),
        ("right_knee", "thigh"),
        ("right_thigh_back", "buttock"),
    ],
)
def test_a_mark_further_down_than_the_pain_is_said_to_go_is_a_contradiction(mark: str, said: str) -> None:
    assert "furthest_region" in found(marking(mark, furthest_region=said))


@pytest.mark.parametrize(
    ("mark", "said"),
    [("left_calf_back", "foot"), ("low_back", "back"), ("left_buttock", "back"), ("left_knee", "below_knee")],
)
def test_a_mark_no_further_down_than_said_is_none(mark: str, said: str) -> None:
    assert "furthest_region" not in found(marking(mark, furthest_region=said))


def test_a_marked_leg_without_leg_pain_is_a_contradiction() -> None:
    assert found(marking("left_thigh_front", leg_pain="none")) == {"leg_pain"}


def test_both_legs_marked_with_pain_in_one_leg_is_a_contradiction() -> None:
    assert found(marking("left_knee", "right_calf_back", leg_pain="one_leg")) == {"leg_pain_both_sides"}


def test_both_legs_marked_with_pain_in_both_is_none() -> None:
    assert found(marking("left_knee", "right_calf_back", leg_pain="both_legs")) == set()


def test_one_leg_marked_fits_with_pain_in_one_leg() -> None:
    assert found(marking("left_knee", "left_calf_back", leg_pain="one_leg")) == set()


def test_both_buttocks_say_nothing_about_the_legs() -> None:
    assert found(marking("left_buttock", "right_buttock", leg_pain="one_leg")) == set()


def test_the_middle_of_the_back_marked_and_denied_is_a_contradiction() -> None:
    assert found(marking("mid_back", thoracic_pain="false")) == {"thoracic_pain"}


def test_not_sure_contradicts_nothing() -> None:
    unsure = Answer(fact="furthest_region", state=State.NOT_SURE, on=TODAY, by=Role.PERSON)
    assert found(marking("left_foot_top").with_(unsure)) == set()


def test_one_contradiction_is_told_once() -> None:
    told = chart_clashes(marking("left_knee", "left_calf_back", "left_foot_top", furthest_region="back"), knowledge())
    assert [one.id for one in told] == ["body/furthest_region"]


def test_the_interview_tells_it_like_any_other() -> None:
    told = clashes(marking("left_foot_top", furthest_region="back", back_or_leg_pain="true"), knowledge())
    assert "body/furthest_region" in {one.id for one in told}
    assert all(one.facts for one in told)


def test_an_answers_file_with_it_is_refused_at_the_line_of_the_marks() -> None:
    text = (
        b"spinewise: answers/1\ntoday: 2026-11-22\nzone: Europe/London\nanswers:\n"
        b"  leg_pain: one_leg\n  furthest_region: thigh\n  pain_regions: [low_back, left_calf_back]\n"
    )
    with pytest.raises(InputError, match=r"me.yaml:7:\d+: A place you marked is further down than you said"):
        read_answers(text, file="me.yaml", kb=knowledge(), today=TODAY)
