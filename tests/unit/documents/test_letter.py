"""A letter says who, why, what was found, what is done and what is asked; behind an alarm it names no exercise."""

import datetime as dt
import io

import msgspec
import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from people import examined, ordinary
from spinewise.assess.triage import triage
from spinewise.documents.letter import Known, Letter, Parties, letter, letter_content
from spinewise.knowledge import load_knowledge
from spinewise.knowledge.ladders import Tier
from spinewise.plan.road import plan_for
from spinewise.plan.types import Plan, Waiver
from spinewise.rules.facts import Answer, Reading, Role

ON = dt.date(2026, 11, 23)
PARTIES = Parties(
    to="Dr House", name="Pat Ient", born_on=dt.date(1992, 3, 4), reference="HS-12", clinic="Hill Street", signed_by="Jo"
)


@pytest.fixture(scope="module")
def kb():
    return load_knowledge()


def told(answers, **values):
    """The same answers, with some of them given again by the person."""
    new = {fact: Answer(fact=fact, value=value, on=answers.today, by=Role.PERSON) for fact, value in values.items()}
    return replace(answers, by_fact={**answers.by_fact, **new})


def content(kb, answers, *, parties=PARTIES, **known):
    found = triage(answers, kb)
    made = plan_for(answers, found, kb, starts_on=answers.today)
    plan = made if isinstance(made, Plan) else None
    return letter_content(found, Known(answers=answers, **{"plan": plan} | known), kb, parties=parties, on=ON)


def lines(part):
    return {line.name: line.says for line in part}


def pages(made: Letter) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(letter(made))).pages]


def test_everybody_with_a_sample_plan_gets_one_page(kb):
    (page,) = pages(content(kb, examined(ordinary())))
    for said in ("To Dr House", "About Pat Ient, born 4 March 1992, HS-12", "What was found", "What is done", "Jo"):
        assert said in page, said


def test_each_item_of_the_plan_is_one_line_with_its_dose(kb):
    answers = examined(ordinary())
    made = content(kb, answers)
    plan = plan_for(answers, triage(answers, kb), kb, starts_on=answers.today)
    done = lines(made.done)
    for item in plan.proposal.items:
        assert done[kb.interventions[item.intervention].title.clinician]


HISTORY = {
    "onset": "sudden",
    "minor_trauma": True,
    "first_episode": False,
    "worse_sitting_or_bending": True,
    "worse_walking_or_standing": False,
    "better_with_rest": True,
    "leg_pain": "one_leg",
    "leg_numbness": True,
    "sleeps_badly": True,
    "hard_tasks": ("lifting",),
    "already_does": ("aerobic/walk",),
    "no_improvement_after_month": False,
    "goals_text": "Carry my daughter",
}


def test_why_they_came_is_the_whole_history_in_plain_clinical_words_on_one_page(kb):
    made = content(kb, told(examined(ordinary()), **HISTORY))
    came = lines(made.came)
    assert came["Onset"].startswith("sudden; after a minor fall, lift or jolt; not the first episode")
    assert came["Worse with"].startswith("sitting or bending forward")
    assert "walking or standing" in came["Worse with"].split("not: ")[1]
    assert "rest" in came["Eased by"].split("; not: ")[0]
    assert came["Leg symptoms"].startswith("pain: one leg; ")
    assert "numb or tingling" in came["Leg symptoms"]
    assert "sleeps badly because of it" in came["Rest and sleep"]
    assert "hard: lifting" in came["Everyday life"]
    assert kb.exercises["aerobic/walk"].title.clinician in came["Tried so far"]
    assert "no improvement" not in came["Tried so far"]
    assert came["Wants to do again"] == "Carry my daughter"
    assert len(pages(made)) == 1


def test_what_nobody_said_is_not_in_the_history(kb):
    answers = ordinary()
    left = {fact: one for fact, one in answers.by_fact.items() if fact not in HISTORY}
    came = lines(content(kb, replace(answers, by_fact=left)).came)
    assert "Wants to do again" not in came
    assert "episode" not in came.get("Onset", "")
    assert "sitting" not in came["Worse with"]


def test_what_is_held_is_named_apart(kb):
    answers = examined(ordinary())
    first = plan_for(answers, triage(answers, kb), kb, starts_on=answers.today).proposal.items[0].intervention
    done = lines(content(kb, answers, held=(first,)).done)
    title = kb.interventions[first].title.clinician
    assert title not in done
    assert done["Held for now"] == title


def test_a_plan_that_is_given_is_left_out_while_everything_is_locked(kb):
    calm = examined(ordinary())
    plan = plan_for(calm, triage(calm, kb), kb, starts_on=calm.today)
    made = content(kb, told(calm, saddle_numbness="new"), plan=plan)
    (line,) = made.done
    assert line.name == "No exercise is given"
    (page,) = pages(made)
    assert not [one for one in plan.proposal.items if kb.interventions[one.intervention].title.clinician in page]


def test_what_is_asked_is_each_signs_own_hand_over(kb):
    answers = told(ordinary(), saddle_numbness="new")
    made = content(kb, answers)
    assert made.title == "Emergency: please see them now"
    assert [one.tell for one in made.asks] == [flag.tell.clinician for flag in triage(answers, kb).flags]


def test_routine_signs_get_a_letter_and_a_plan(kb):
    made = content(kb, told(ordinary(), groin_or_hip_pain="stiff_hip"))
    assert made.title == "Please look at this at the next visit"
    assert len(made.done) > 1


def test_what_a_doctor_should_see_soon_gets_general_activity_only(kb):
    made = content(kb, told(ordinary(), age=58, bloating_or_early_fullness=True))
    assert made.title == "Please see them within about two weeks"
    assert lines(made.done)["Kind of plan"] == kb.tier(Tier.GENERAL).title


def test_an_answer_to_a_letter_names_the_letter_and_its_reason(kb):
    asked = replace(PARTIES, asked_on=dt.date(2026, 11, 3), asked="Pain after lifting.")
    made = content(kb, ordinary(), parties=asked)
    assert made.title == "Answer to your letter of 3 November 2026"
    assert "Pain after lifting." in pages(made)[0]


def test_a_change_within_the_error_is_not_called_one(kb):
    side = {"measure": "measures/straight_leg_raise", "side": "left"}
    before = replace(examined(ordinary()), readings=(Reading(value=60, **side),))
    for value, says in ((64, "no clear change"), (80, "better, more than measurement error")):
        now = replace(before, readings=(Reading(value=value, **side),))
        (line,) = content(kb, now, before=before).measured
        assert "At first 60" in line.says
        assert says in line.says


def test_pain_is_told_with_what_it_was_at_first(kb):
    first = replace(told(ordinary(), back_pain_now=7), today=ON - dt.timedelta(days=14))
    came = lines(content(kb, told(ordinary(), back_pain_now=3), before=first).came)
    assert "3" in came["Back pain now"]
    assert ": 7" in came["Back pain now"]


def test_a_waiver_is_told_with_who_and_why(kb):
    answers = examined(ordinary())
    plan = plan_for(answers, triage(answers, kb), kb, starts_on=answers.today)
    item, rule = plan.proposal.items[0].intervention, next(iter(kb.precautions))
    waiver = Waiver(rule=rule, item=item, by="Kim", role="supervisor", reason="Seen and safe.", on=ON)
    (said,) = content(kb, answers, plan=replace(plan, waivers=(waiver,))).set_aside
    assert "Kim, supervisor, 23 November 2026: Seen and safe." in said


def test_what_was_kept_prints_the_same_letter_again(kb):
    made = content(kb, examined(ordinary()), treatments=("Ibuprofen",))
    kept = msgspec.convert(msgspec.to_builtins(made), Letter)
    assert letter(kept) == letter(made)


def test_it_is_tagged_for_readers_that_speak(kb):
    root = PdfReader(io.BytesIO(letter(content(kb, ordinary())))).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 pypdf's boolean object
    assert root["/Lang"].startswith("en")


def test_names_are_names_and_not_commands(kb):
    odd = replace(PARTIES, name="#panic() $x$ @y", to="=Dr _A_ *B*")
    (page,) = pages(content(kb, ordinary(), parties=odd))
    assert "#panic() $x$ @y" in page
    assert "=Dr _A_ *B*" in page


def test_what_decided_stands_under_each_title_once_and_labels_are_left_out(kb):
    answers = told(examined(ordinary()), told_stenosis=True, leg_pain="both_legs", worse_walking_or_standing=True)
    found = triage(answers, kb)
    names = [line.name for line in letter_content(found, Known(answers=answers), kb, parties=PARTIES, on=ON).found]
    assert len(names) == len(set(names))
    assert not {kb.categories[one.rule].title for one in found.labels} & set(names)
