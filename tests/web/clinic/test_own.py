"""What a clinic adds itself: own exercises that open no door by what is unknown, and plans to begin from."""

import datetime as dt

import pytest
from django.urls import reverse

from spinewise.plan.rungs import rungs_of
from spinewise_web.records.actions.base import NotAllowed
from spinewise_web.records.actions.own import add_own_exercise, review_own_exercise
from spinewise_web.records.actions.plans import sign_plan
from spinewise_web.records.actions.withdrawing import withdraw_own_exercise
from spinewise_web.records.core import at_work, knowledge, plan_of, planned, shipped_knowledge
from spinewise_web.records.models import Alert, Decision, KnowledgeRelease, OwnExercise, PlanTemplate, PlanVersion
from spinewise_web.records.replay import differences
from spinewise_web.records.standing import standing_of
from web.cast import NOW, signed_in

pytestmark = pytest.mark.django_db
OWN, FORM = "/clinic/own/", "/clinic/own/exercise/"
GRADED = {
    "position": "standing",
    "stay": "brief",
    "axial_load": "none",
    "impact": "none",
    "strain": "none",
    "balance": "none",
    "neural": "none",
    "part-0": "shoulder",
    "way-0": "flexion",
    "range-0": "mid",
    "load-0": "none",
    "hold-0": "repeated",
    "moves_are_all": "yes",
}
FILLED = GRADED | {
    "name": "Wall slide with a towel",
    "patient_name": "Slide a towel up the wall",
    "purpose": "It gets your shoulders moving.",
    "steps": "Stand facing a wall.\nSlide a towel up.\nCome back.",
    "aims": ["pain_relief"],
    "start_sets": "8",
    "most_sets": "10, 10",
    "figure": "lumbar/bird_dog",
}


@pytest.fixture
def desk(cast):
    """Tess and Cole, two therapists of one clinic, each in front of a browser."""
    cast.client, cast.other = signed_in(cast.therapist), signed_in(cast.colleague)
    return cast


def written(desk, **changed):
    """The new row, told apart by what was there before: the morning stands still, so its time tells nothing."""
    before = list(OwnExercise.objects.values_list("pk", flat=True))
    answer = desk.client.post(FORM, FILLED | changed)
    assert answer.status_code == 303, answer.context["errors"]
    return OwnExercise.objects.exclude(pk__in=before).get()


def reviewed(desk, **changed):
    row = written(desk, **changed)
    assert desk.other.post(OWN, {"act": "review", "exercise": str(row.pk)}).status_code == 303
    row.refresh_from_db()
    return row


def put_in(desk, row, person=None):
    """The exercise in a plan of the patient."""
    version = PlanVersion.objects.filter(person=person or desk.patient).first() or desk.plan(person)
    address = reverse("clinic:plan", args=[(person or desk.patient).pk])
    return desk.client.post(address, {"version": str(version.pk), "act": "add", "add": row.intervention})


def with_room(desk, person=None):
    """An examined patient whose plan has room for one more."""
    desk.answers(person)
    desk.examines(person)
    version = desk.plan(person)
    address = reverse("clinic:plan", args=[(person or desk.patient).pk])
    sent = {"version": str(version.pk), "act": "remove", "item": planned(version)[-1]}
    assert desk.client.post(address, sent).status_code == 303


# -- own exercises


def test_it_is_read_by_the_librarys_own_reader_and_carries_what_it_is(desk):
    row = reviewed(desk)
    with at_work(desk.clinic.pk):
        made = knowledge().exercises[row.intervention]
    assert made.demands.moves[0].part == "shoulder"
    assert (made.dose.start.sets, made.dose.limit.sets) == ((8,), (10, 10))
    assert {claim.certainty.value for claim in made.because} == {"unverified"}
    assert made.movement == shipped_knowledge().exercises["lumbar/bird_dog"].movement
    assert (made.teach_first, made.by_default) == (True, False)


def test_it_goes_into_a_plan_through_the_core_and_every_decision_comes_out_again(desk):
    row = reviewed(desk)
    with_room(desk)
    assert put_in(desk, row).status_code == 303
    version = PlanVersion.objects.order_by("-sequence").first()
    signed = sign_plan(version=version, by=desk.therapist, now=NOW)
    assert row.intervention in planned(signed)
    assert signed.decision.release.digest != shipped_knowledge().digest
    assert list(differences()) == []


def test_what_is_not_graded_is_unknown_and_holds_it_for_everybody(desk):
    for name in ("impact", "range-0", "hold-0", "moves_are_all"):
        row = written(desk, **{name: ""})
        assert not row.is_graded
        answer = desk.other.post(OWN, {"act": "review", "exercise": str(row.pk)})
        assert answer.status_code == 409
        with at_work(desk.clinic.pk):
            assert row.intervention not in knowledge().interventions
    desk.answers()
    desk.examines()
    assert put_in(desk, row).status_code == 422


def test_what_it_asks_of_the_body_decides_as_for_any_other(desk):
    """Heavy load and a held breath: what thin bones forbid is forbidden here too."""
    row = reviewed(desk, axial_load="heavy", strain="breath_held")
    desk.answers(told_osteoporosis="yes")
    desk.examines()
    answer = put_in(desk, row)
    assert answer.status_code == 422
    assert answer.context["trouble"].clashes


def test_whoever_writes_it_does_not_review_it_unless_nobody_else_could(desk):
    row = written(desk)
    assert desk.client.post(OWN, {"act": "review", "exercise": str(row.pk)}).status_code == 409
    alone = desk.therapist_elsewhere
    own = add_own_exercise(clinic=desk.other_clinic, words=row.words, by=alone, now=NOW)
    assert review_own_exercise(exercise=own, by=alone, now=NOW).reviewed_by == alone


def test_another_clinic_knows_nothing_of_it(desk):
    row = reviewed(desk)
    with at_work(desk.other_clinic.pk):
        assert knowledge() is shipped_knowledge()
    elsewhere = signed_in(desk.therapist_elsewhere)
    assert elsewhere.get(FORM, {"of": str(row.pk)}).status_code == 404
    assert elsewhere.post(OWN, {"act": "review", "exercise": str(row.pk)}).status_code == 404
    assert row.name not in elsewhere.get("/clinic/library/", {"q": "towel"}).content.decode()
    with pytest.raises(NotAllowed):
        add_own_exercise(clinic=desk.clinic, words=row.words, by=desk.therapist_elsewhere, now=NOW)


def test_the_library_shows_it_as_this_clinics_own(desk):
    row = reviewed(desk)
    page = desk.client.get("/clinic/library/entry/", {"kind": "exercises", "of": row.intervention}).content.decode()
    assert "this clinic's own, not in the library" in page
    assert "unverified" in page
    assert "reviewed by <bdi>Cole League</bdi>" in desk.client.get(OWN).content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("steps", " \n "),
        ("aims", []),
        ("aims", ["winning"]),
        ("start_sets", ""),
        ("start_sets", "ten"),
        ("part-0", ""),
        ("position", "flying"),
        ("start_days_a_week", "9"),
        ("start_hold_s", "-1"),
    ],
)
def test_an_error_stands_at_its_field_and_what_was_typed_stays(desk, field, value):
    answer = desk.client.post(FORM, FILLED | {field: value})
    assert answer.status_code == 422
    where = {one["at"] for one in answer.context["errors"]}
    assert where & {f"in-{field}", "in-start_sets", "in-moves"}
    assert "Slide a towel up the wall" in answer.content.decode()
    assert not OwnExercise.objects.exists()


def test_a_change_is_a_new_exercise_and_plans_keep_the_old_one(desk):
    row = reviewed(desk)
    with_room(desk)
    put_in(desk, row)
    newer = desk.client.post(f"{FORM}?of={row.pk}", FILLED | {"name": "Wall slide, slower"})
    assert newer.status_code == 303
    with at_work(desk.clinic.pk):
        assert knowledge().exercises[row.intervention].title.clinician == "Wall slide with a towel"
    assert "Wall slide with a towel" in desk.client.get(f"/clinic/p/{desk.patient.pk}/plan/").content.decode()
    again = desk.client.post(f"{FORM}?of={row.pk}", FILLED | {"name": "Another change"})
    assert again.status_code == 409
    assert "changed this exercise meanwhile" in again.content.decode()


# -- withdrawing


def with_it_in_force(desk):
    """A reviewed exercise in a signed plan of the patient."""
    row = reviewed(desk)
    with_room(desk)
    assert put_in(desk, row).status_code == 303
    sign_plan(version=PlanVersion.objects.order_by("-sequence").first(), by=desk.therapist, now=NOW)
    return row


def withdraws(desk, row, why="It hurt two shoulders."):
    return desk.client.post(f"{FORM}?of={row.pk}", {"act": "withdraw", "why": why})


def test_a_withdrawn_exercise_is_held_where_it_is_done_and_whoever_treats_is_told(desk):
    row = with_it_in_force(desk)
    assert desk.patient.name in desk.client.get(FORM, {"of": str(row.pk)}).content.decode()
    assert withdraws(desk, row).status_code == 303
    standing = standing_of(desk.patient)
    assert row.intervention in standing.held
    assert row.intervention not in {item.intervention for item in standing.items}
    assert Alert.objects.get().why == f"Your clinic withdrew {row.name}: It hurt two shoulders."
    page = desk.client.get(FORM, {"of": str(row.pk)}).content.decode()
    assert reverse("clinic:plan", args=[desk.patient.pk]) in page
    assert "It hurt two shoulders." in desk.client.get(OWN).content.decode()
    home = signed_in(desk.patient_user).get(reverse("portal:day", args=[desk.patient.pk])).content.decode()
    assert "Slide a towel up the wall" not in home
    for address in ("plan", "patient", "assess", "session"):
        assert desk.client.get(reverse(f"clinic:{address}", args=[desk.patient.pk])).status_code == 200


def test_new_answers_let_no_withdrawn_exercise_go(desk):
    row = with_it_in_force(desk)
    withdraws(desk, row)
    desk.answers(now=NOW + dt.timedelta(days=1))
    assert row.intervention in standing_of(desk.patient).held
    assert Alert.objects.count() == 1
    assert list(differences()) == []


def test_a_withdrawn_exercise_goes_into_no_other_plan(desk):
    row = reviewed(desk)
    withdraws(desk, row)
    with_room(desk)
    answer = put_in(desk, row)
    assert answer.status_code == 422
    assert "withdrew this exercise" in " ".join(clash.says for clash in answer.context["trouble"].clashes)


def test_withdrawing_says_why_once_and_only_in_the_own_clinic(desk):
    row = reviewed(desk)
    assert withdraws(desk, row, why=" ").status_code == 422
    assert withdraws(desk, row, why="x" * 301).status_code == 422
    assert signed_in(desk.therapist_elsewhere).post(f"{FORM}?of={row.pk}", {"act": "withdraw"}).status_code == 404
    with pytest.raises(NotAllowed):
        withdraw_own_exercise(exercise=row, why="No", by=desk.therapist_elsewhere, now=NOW)
    assert withdraws(desk, row).status_code == 303
    assert withdraws(desk, row, why="Again").status_code == 409
    assert OwnExercise.objects.get().withdrawn_why == "It hurt two shoulders."


# -- on a ladder


def test_its_neighbours_make_it_a_rung_of_their_ladder(desk):
    low, high = "lumbar/curl_up_head", "lumbar/curl_up"
    row = reviewed(desk, easier=low, harder=high)
    with at_work(desk.clinic.pk):
        kb = knowledge()
    assert row.intervention in kb.exercises[low].harder
    assert kb.exercises[row.intervention].harder == (high,)
    rungs = rungs_of(kb.exercises.values())
    assert {(low, row.intervention), (row.intervention, high)} <= set(rungs)
    entry = {"kind": "exercises", "of": row.intervention}
    shown = desk.client.get("/clinic/library/entry/", entry).context["entry"]
    assert ([one.id for one in shown.easier], [one.id for one in shown.harder]) == ([low], [high])
    withdraws(desk, row)
    with at_work(desk.clinic.pk):
        assert knowledge().exercises[low] == shipped_knowledge().exercises[low]


def test_the_checker_refuses_two_rungs_of_a_ladder_that_the_clinic_made(desk):
    desk.answers()
    desk.examines()
    low = planned(desk.plan())[0]
    row = reviewed(desk, easier=low)
    answer = put_in(desk, row)
    assert answer.status_code == 422
    assert {clash.about for clash in answer.context["trouble"].clashes} & {row.intervention, low}


def test_steps_that_go_round_in_a_ring_are_refused_also_when_two_were_written_at_once(desk):
    a, b = "lumbar/curl_up_head", "lumbar/cat_camel"
    up = written(desk, easier=a, harder=b)
    down = written(desk, name="Another one", easier=b, harder=a)
    assert desk.other.post(OWN, {"act": "review", "exercise": str(up.pk)}).status_code == 303
    assert desk.other.post(OWN, {"act": "review", "exercise": str(down.pk)}).status_code == 409
    for wrong in ({"easier": b, "harder": a}, {"easier": "lumbar/none"}, {"harder": a, "easier": a}):
        answer = desk.client.post(FORM, FILLED | wrong)
        assert answer.status_code == 422
        assert {one["at"] for one in answer.context["errors"]} <= {"in-harder", "in-easier"}


def test_what_it_says_cannot_be_changed_in_the_table(desk):
    from django.db import IntegrityError, transaction

    row = written(desk)
    for change in ({"words": {}}, {"is_graded": False}):
        with pytest.raises(IntegrityError), transaction.atomic():
            OwnExercise.objects.filter(pk=row.pk).update(**change)


def test_the_patient_and_the_printed_plan_show_it(desk):
    row = reviewed(desk)
    with_room(desk)
    put_in(desk, row)
    sign_plan(version=PlanVersion.objects.order_by("-sequence").first(), by=desk.therapist, now=NOW)
    patient = signed_in(desk.patient_user)
    assert patient.get(reverse("portal:day", args=[desk.patient.pk])).status_code == 200
    assert "Slide a towel up the wall" in patient.get(reverse("portal:day", args=[desk.patient.pk])).content.decode()
    assert desk.client.get(f"/clinic/p/{desk.patient.pk}/plan.pdf").content.startswith(b"%PDF")


def test_without_own_exercises_the_knowledge_is_what_ships(desk):
    desk.answers()
    assert KnowledgeRelease.objects.get().digest == shipped_knowledge().digest
    assert {one.release_id for one in Decision.objects.all()} == {shipped_knowledge().digest}


# -- templates


def kept(desk, version, name="First weeks"):
    address = reverse("clinic:plan", args=[version.person_id])
    return desk.client.post(address, {"version": str(version.pk), "act": "template", "name": name})


def begins(desk, person, version=None):
    fields = {"act": "begin", "template": str(PlanTemplate.objects.get().pk)}
    fields |= {"version": str(version.pk)} if version else {}
    return desk.client.post(reverse("clinic:plan", args=[person.pk]), fields, follow=True)


def test_a_plan_is_kept_and_begun_from_for_the_next_patient(desk):
    version = desk.signed_plan()
    assert kept(desk, version).status_code == 303
    desk.answers(desk.other_patient)
    desk.examines(desk.other_patient)
    begins(desk, desk.other_patient)
    made = PlanVersion.objects.get(person=desk.other_patient)
    assert planned(made) == planned(version)
    assert made.state == "proposed"
    assert "First weeks" in made.reason
    assert desk.patient.name not in str(PlanTemplate.objects.get().items)
    assert list(differences()) == []


def test_what_does_not_fit_the_next_patient_is_left_out_and_said(desk):
    """Nobody has examined the next patient: what a therapist shows first waits."""
    row = reviewed(desk)
    with_room(desk)
    put = put_in(desk, row)
    assert put.status_code == 303, put.context["trouble"].clashes
    version = PlanVersion.objects.filter(person=desk.patient).order_by("-sequence").first()
    kept(desk, version)
    desk.answers(desk.other_patient)
    page = begins(desk, desk.other_patient).content.decode()
    made = PlanVersion.objects.get(person=desk.other_patient)
    assert row.intervention not in planned(made)
    assert row.name in made.reason
    assert "Left out for this patient" in page


def test_a_dose_is_brought_inside_what_the_patient_may_have(desk):
    version = desk.signed_plan()
    kept(desk, version)
    begins(desk, desk.patient, version)
    made = PlanVersion.objects.order_by("-sequence").first()
    assert made.sequence == version.sequence + 1
    assert {item.intervention: item.dose for item in plan_of(made).proposal.items} == {
        item.intervention: item.dose for item in plan_of(version).proposal.items
    }


def test_a_template_has_a_name_of_its_own_and_can_be_put_away(desk):
    version = desk.signed_plan()
    kept(desk, version)
    assert kept(desk, version).status_code == 422
    assert kept(desk, version, name="  ").status_code == 422
    row = PlanTemplate.objects.get()
    elsewhere = signed_in(desk.therapist_elsewhere)
    assert elsewhere.post(OWN, {"act": "put_away", "template": str(row.pk)}).status_code == 404
    assert desk.client.post(OWN, {"act": "put_away", "template": str(row.pk)}).status_code == 303
    assert begins(desk, desk.patient, version).status_code == 404
    assert kept(desk, version).status_code == 303
