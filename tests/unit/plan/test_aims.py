"""What was found, what is hard, what is done already: how they steer the choice, and where somebody starts."""

from typing import Any

import msgspec

from little_library import PROGRAMME, cleared, exercise, library, triaged, wishes
from spinewise.assess.measures import Finding
from spinewise.knowledge.ladders import Tier
from spinewise.knowledge.models import (
    Dose,
    ForIrritability,
    KindOfExercise,
    KnowledgeBase,
    Measure,
    MeasureError,
    StartingRung,
    Suit,
    Title,
    Told,
)
from spinewise.plan.candidates import exercises_for, person, through_the_day_for
from spinewise.plan.propose import propose
from spinewise.plan.types import Proposal, Refusal, Start, Why
from spinewise.rules.tree import Leaf, Test

TOLD = Told(patient="Your {value} is short.", clinician="")
WEIGHTS = msgspec.structs.replace(
    PROGRAMME.weights,
    per_finding={"impaired": 9, "borderline": 6},
    per_wish=5,
    hard_task=8,
    helps_task=5,
    own_equipment=4,
    liked_kind=6,
    below_start=2,
)
TASKS = {"socks": ("hamstrings",), "crates": ()}
KINDS = {"balls": KindOfExercise(needs=("ball",)), "upright": KindOfExercise(position=("standing",))}
HAMSTRINGS = exercise("hamstrings", aims=("hip_mobility",), works_on=("hamstrings",))
CALVES = exercise("calves", aims=("hip_mobility",), works_on=("calves",))
OTHERS = tuple(exercise(f"other_{place}") for place in range(5))
LADDER = (
    exercise("first", harder=("second",)),
    exercise("second", harder=("third",)),
    exercise("third", harder=("fourth",)),
    exercise("fourth"),
)
ACTIVE = Start(after="activity", rungs_up=1, because=Why(says="You are active."))
TRAINED = Start(after="activity", rungs_up=2, because=Why(says="You train."))
DONE = Start(after="what_is_done", rungs_up=1, because=Why(says="You do it already."))
TESTED = Start(after="a_good_test", rungs_up=1, because=Why(says="The test was fine."))
NEVER = StartingRung(
    id="starting_rungs/any",
    title="any",
    when=Leaf(fact="age", test=Test.IS, values=(200,)),
    examples=(),
    after="activity",
    rungs_up=1,
    tell=TOLD,
)


def world(*exercises: Any, rules: bool = True) -> KnowledgeBase:
    kb = library(*exercises, weights=WEIGHTS, tasks=TASKS, kinds=KINDS)
    measure = Measure(
        id="measures/leg",
        title=Title(clinician="leg", patient="leg"),
        evidence=("row-leg",),
        unit="degrees",
        better="higher",
        range=(0, 90),
        method=(),
        tell={},
        works_on={"impaired": ("hamstrings",)},
    )
    rungs = {NEVER.id: NEVER} if rules else {}
    return msgspec.structs.replace(kb, starting_rungs=rungs, measures={measure.id: measure})


def finding(level: Any = "impaired", *, error: float | None = 8, works_on: Any = ("hamstrings",)) -> Finding:
    return Finding(
        measure="measures/leg",
        value=40,
        level=level,
        says=Told(patient="Your leg came up 40 degrees.", clinician=""),
        norm=None,
        error=MeasureError(detectable=error),
        claims=(),
        works_on=works_on,
    )


def proposed(kb: KnowledgeBase, *, tier: Tier = Tier.FULL, irritability: str = "high", **wished: Any) -> Proposal:
    made = propose(cleared(kb, tier=tier), wishes(**wished), kb, triage=triaged(irritability=irritability))
    assert isinstance(made, Proposal)
    return made


def names(plan: Proposal) -> set[str]:
    return {item.intervention for item in plan.items}


def startable(kb: KnowledgeBase, *, tier: Tier = Tier.FULL, **wished: Any) -> set[str]:
    who = person(wishes(**wished), triaged(), tier, kb)
    return {one.intervention for one in exercises_for(cleared(kb, tier=tier), who)}


def reasons(plan: Proposal, name: str) -> list[Why]:
    return [why for item in plan.items if item.intervention == name for why in item.reasons]


def test_a_tight_hamstring_chooses_a_hamstring_stretch_and_not_a_calf_stretch() -> None:
    plan = proposed(world(CALVES, HAMSTRINGS, *OTHERS), findings=(finding(),))
    assert "hamstrings" in names(plan)
    assert "calves" not in names(plan)


def test_the_finding_is_the_first_reason_with_its_error_and_evidence() -> None:
    first, *_ = reasons(proposed(world(HAMSTRINGS, *OTHERS), findings=(finding(),)), "hamstrings")
    assert first.says == "why_finding Your leg came up 40 degrees. 8 degrees"
    assert first.evidence == ("row-leg",)


def test_an_error_that_nobody_measured_is_said_so() -> None:
    plan = proposed(world(HAMSTRINGS, *OTHERS), findings=(finding(error=None),))
    assert reasons(plan, "hamstrings")[0].says == "why_finding_no_error Your leg came up 40 degrees."


def test_the_worse_of_two_findings_comes_first_when_there_is_room_for_one() -> None:
    kb = world(HAMSTRINGS, CALVES, *OTHERS)
    one = {"high": ForIrritability(least=1, most=1)}
    kb = msgspec.structs.replace(kb, programme=msgspec.structs.replace(kb.programme, exercises_a_day=one))
    for worse, names_it in ((("hamstrings",), "hamstrings"), (("calves",), "calves")):
        better = ("calves",) if worse == ("hamstrings",) else ("hamstrings",)
        found = (finding("borderline", works_on=better), finding(works_on=worse))
        assert names(proposed(kb, findings=found)) == {names_it}


def test_a_usual_result_steers_nothing() -> None:
    kb = world(*OTHERS, HAMSTRINGS)
    assert names(proposed(kb, findings=(finding("as_expected", works_on=()),))) == names(proposed(kb))


def test_a_task_of_daily_life_is_practised_only_when_it_is_hard() -> None:
    kb = world(exercise("sock", tasks=("socks",)), *OTHERS)
    assert "sock" not in names(proposed(kb))
    assert "sock" in names(proposed(kb, hard_tasks=("socks",)))


def test_one_small_task_at_a_time() -> None:
    kb = world(exercise("sock", tasks=("socks",)), exercise("crate", tasks=("crates",)), *OTHERS)
    plan = proposed(kb, irritability="low", hard_tasks=("socks", "crates"))
    assert len(names(plan) & {"sock", "crate"}) == 1


def test_what_helps_with_a_hard_task_is_chosen_and_says_so() -> None:
    plan = proposed(world(HAMSTRINGS, *OTHERS), hard_tasks=("socks",))
    assert any(why.says.startswith("why_helps_task") for why in reasons(plan, "hamstrings"))


def test_equipment_of_their_own_and_a_kind_they_like_weigh() -> None:
    kb = world(*OTHERS, exercise("z_ball", needs=("ball",)))
    assert "z_ball" not in names(proposed(kb))
    plan = proposed(kb, equipment=("ball",), kinds_liked=("balls",))
    says = {why.says.split()[0] for why in reasons(plan, "z_ball")}
    assert {"why_kind", "why_equipment"} <= says


def test_everybody_starts_on_the_easiest_rung_while_nothing_is_known() -> None:
    assert startable(world(*LADDER)) == {"first"}


def test_activity_lets_somebody_start_further_up_and_says_so() -> None:
    kb = world(*LADDER)
    assert startable(kb, starts=(ACTIVE,)) == {"first", "second"}
    assert startable(kb, starts=(ACTIVE, TRAINED)) == {"first", "second", "third"}
    plan = proposed(kb, starts=(ACTIVE,))
    assert names(plan) == {"second"}
    assert reasons(plan, "second")[-1].says == "You are active."


def test_before_an_examination_it_is_the_easiest_rung_whatever_was_said() -> None:
    assert startable(world(*LADDER), tier=Tier.LOW_LOAD, starts=(TRAINED, DONE), already_does=("third",)) == {"first"}


def test_who_does_a_rung_already_starts_with_the_next() -> None:
    plan = proposed(world(*LADDER), starts=(DONE,), already_does=("second",))
    assert names(plan) == {"third"}
    assert reasons(plan, "third")[-1].says == "You do it already."


def test_what_is_done_lifts_nobody_where_it_does_not_count() -> None:
    assert startable(world(*LADDER), already_does=("second",)) == {"first"}


def test_a_rung_that_cannot_be_had_is_stepped_over() -> None:
    kb = world(LADDER[0], exercise("second", harder=("third",), needs=("ball",)), *LADDER[2:])
    assert startable(kb, starts=(ACTIVE,)) == {"first", "third"}


def test_a_weak_test_starts_on_the_easiest_rung_and_a_good_one_further_up() -> None:
    easy = exercise("easy", works_on=("hamstrings",), harder=("hard",))
    kb = world(easy, exercise("hard", works_on=("hamstrings",)))
    assert startable(kb, starts=(ACTIVE, TESTED), findings=(finding(),)) == {"easy"}
    good = finding("as_expected", works_on=())
    assert startable(kb, starts=(TESTED,), findings=(good,)) == {"easy", "hard"}
    assert startable(kb, starts=(TESTED,)) == {"easy"}


def test_one_rung_of_a_direction_through_the_day() -> None:
    often = Dose(sets=(10,), every_hours=3)
    suits = (Suit(subgroup=("flexion_preference",)),)
    kb = world(
        exercise("lying", dose=often, suits=suits, harder=("sitting",)), exercise("sitting", dose=often, suits=suits)
    )
    who = triaged(subgroups=("flexion_preference",))
    easiest = through_the_day_for(cleared(kb), person(wishes(), who, Tier.FULL, kb))
    further = through_the_day_for(cleared(kb), person(wishes(starts=(ACTIVE,)), who, Tier.FULL, kb))
    assert [one.intervention for one in easiest] == ["lying"]
    assert [one.intervention for one in further] == ["sitting"]


def test_nothing_else_of_a_ladder_that_is_climbed_through_the_day() -> None:
    suits = (Suit(subgroup=("flexion_preference",)),)
    often = exercise("often", dose=Dose(sets=(10,), every_hours=3), suits=suits, harder=("timed",))
    kb = world(often, exercise("timed"), exercise("other"))
    made = propose(cleared(kb), wishes(), kb, triage=triaged(subgroups=("flexion_preference",)))
    assert isinstance(made, Proposal)
    assert names(made) == {"often", "other"}


def test_an_aim_for_every_day_that_only_comes_further_up_is_refused_for_that() -> None:
    kb = world(exercise("low", harder=("high",)), exercise("high", aims=("balance",)))
    made = propose(cleared(kb), wishes(cover_daily=("balance",)), kb, triage=triaged())
    assert isinstance(made, Refusal)
    assert [clash.says for clash in made.clashes] == ["clash_cover_later balance"]


def test_what_is_for_anybody_stands_back_behind_a_rung_that_is_meant() -> None:
    short = exercise("short", general=True, harder=("long",), suits=(Suit(subgroup=("stenosis",)),))
    kb = world(short, exercise("long", general=True))
    assert startable(kb) == {"long"}
    assert startable(world(short), tier=Tier.GENERAL) == {"short"}
