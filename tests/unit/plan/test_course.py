"""How long it usually takes: what programmes of exercise say about visits and weeks."""

from __future__ import annotations

import itertools

import pytest

from people import examined, knowledge, ordinary
from spinewise.assess.triage import triage
from spinewise.knowledge.models import ExerciseProgramme, Title, Told
from spinewise.plan.course import block_in_week, programmes_for, usual_course, visits_of

PROGRAMMES = knowledge().programmes


def named(*interventions: str, instead: bool = False, **words: str) -> set[str]:
    found = triage(examined(ordinary(**words)), knowledge())
    return {
        one.id.removeprefix("programmes/") for one in programmes_for(interventions, found, knowledge(), instead=instead)
    }


def test_a_plan_with_walking_is_the_beginning_of_the_walking_programme() -> None:
    assert named("aerobic/walk", pain_started="60 days ago") == {"walking"}
    assert named("lumbar/knee_rocks", pain_started="60 days ago") == set()


def test_new_pain_is_not_told_of_half_a_year() -> None:
    assert named("aerobic/walk", "lumbar/bird_dog") == set()


def test_fear_belongs_to_graded_activity_whatever_the_plan_holds() -> None:
    frightened = triage(examined(ordinary(), fabq_fear="20"), knowledge())
    assert "programmes/graded_activity" in {one.id for one in programmes_for([], frightened, knowledge())}
    assert named() == set()


def test_a_class_is_named_only_where_it_is_asked_for() -> None:
    chronic = {"pain_started": "200 days ago"}
    assert "mind_body" not in named("aerobic/walk", **chronic)
    assert named("aerobic/walk", instead=True, **chronic) == {"mind_body"}
    assert named("aerobic/walk", instead=True) == set()


def test_visits_of_each_week_are_counted_over_all_weeks() -> None:
    assert visits_of(PROGRAMMES["programmes/motor_control"]) == (6, 24)
    assert visits_of(PROGRAMMES["programmes/walking"]) == (6, 6)
    assert visits_of(PROGRAMMES["programmes/balance"]) is None


def test_programmes_side_by_side_share_their_visits() -> None:
    both = [PROGRAMMES["programmes/walking"], PROGRAMMES["programmes/motor_control"]]
    assert usual_course(both).visits == (6, 24)
    assert usual_course(both).weeks == (26, 26)
    assert {"prog-walk", "prog-motor-control"} <= set(usual_course(both).evidence)


def test_without_a_programme_nothing_is_estimated() -> None:
    assert usual_course([]).visits is None
    assert usual_course([]).weeks is None


@pytest.mark.parametrize(
    ("week", "repetitions"), [(1, (12, 15)), (4, (12, 15)), (5, (6, 10)), (19, (6, 10)), (20, (20, 25)), (40, (20, 25))]
)
def test_strength_goes_through_its_blocks(week: int, repetitions: tuple[int, int]) -> None:
    block = block_in_week(PROGRAMMES["programmes/strength"], week)
    assert block is not None
    assert block.repetitions == repetitions


def test_blocks_follow_one_another_without_a_gap() -> None:
    weeks = [block.weeks for block in PROGRAMMES["programmes/strength"].blocks]
    assert weeks[0][0] == 1
    assert all(later[0] == earlier[1] + 1 for earlier, later in itertools.pairwise(weeks))


@pytest.mark.parametrize("wrong", [
    {"visits": (6, 6), "visits_a_week": (1, 2), "weeks": (6, 12)}, {"visits_a_week": (1, 2)}, {"weeks": (12, 6)},
])  # fmt: skip
def test_a_programme_that_cannot_be_is_refused(wrong: dict[str, tuple[int, int]]) -> None:
    words = Told(patient="-", clinician="-")
    with pytest.raises(ValueError, match=r"\|"):
        ExerciseProgramme(
            id="x", title=Title(clinician="-", patient="-"), evidence=(), days_a_week=(1, 2), tell=words, **wrong
        )
