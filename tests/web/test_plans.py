"""Plans are proposed, edited, signed; each version is checked by the core, and nobody's work is lost."""

import pytest

from people import knowledge
from spinewise.assess.triage import triage
from spinewise.knowledge.ladders import Level, WaiverBy
from spinewise.plan.clear import clear
from spinewise.plan.types import Add, Refusal, Remove
from spinewise_web.records.actions.answers import latest_answers
from spinewise_web.records.actions.base import NotAllowed
from spinewise_web.records.actions.plans import Conflict, edit_plan, propose_plan, sign_plan, waive
from spinewise_web.records.core import plan_of, planned
from spinewise_web.records.models import Decision, PlanVersion
from spinewise_web.records.standing import standing_of
from web.cast import NOW

pytestmark = pytest.mark.django_db


def test_a_therapist_proposes_and_signs(cast):
    signed = cast.signed_plan()
    assert (signed.state, signed.signed_by) == ("signed", cast.therapist)
    assert signed.tier == "F"


def test_a_patient_makes_a_plan_that_needs_no_examination(cast):
    cast.answers()
    made = propose_plan(person=cast.patient, by=cast.patient_user, now=NOW)
    assert made.tier == "L"
    assert standing_of(cast.patient).version == made


def test_where_a_doctor_refers_first_the_patient_makes_no_plan(cast):
    cast.clinic.direct_access = False
    cast.clinic.save()
    cast.answers()
    with pytest.raises(NotAllowed):
        propose_plan(person=cast.patient, by=cast.patient_user, now=NOW)


def test_a_full_plan_that_nobody_signed_is_shown_to_nobody_as_things_to_do(cast):
    cast.answers()
    cast.examines()
    assert cast.plan().tier == "F"
    assert standing_of(cast.patient).items == ()


def test_there_is_no_plan_before_there_are_answers(cast):
    with pytest.raises(NotAllowed, match="questions"):
        propose_plan(person=cast.patient, by=cast.therapist, now=NOW)


def test_a_refusal_is_kept_as_a_decision_with_its_reasons(cast):
    cast.answers(saddle_numbness="new")
    refused = propose_plan(person=cast.patient, by=cast.therapist, now=NOW)
    assert isinstance(refused, Refusal)
    assert Decision.objects.get(kind="plan").document["kind"] == "refusal"
    assert not PlanVersion.objects.exists()


def test_an_edit_makes_a_new_version_and_ends_the_one_that_waited(cast):
    cast.answers()
    cast.examines()
    first = cast.plan()
    gone = planned(first)[-1]
    second = edit_plan(version=first, edits=[Remove(gone)], reason="No time", by=cast.therapist, now=NOW)
    first.refresh_from_db()
    assert (first.state, second.state, second.supersedes) == ("ended", "proposed", first)
    assert gone not in planned(second)


def test_while_an_edit_waits_the_signed_plan_stays_in_force(cast):
    first = cast.signed_plan()
    edit_plan(version=first, edits=[Remove(planned(first)[-1])], reason="No time", by=cast.therapist, now=NOW)
    assert standing_of(cast.patient).version == first


def test_signing_the_next_plan_ends_the_one_before(cast):
    first = cast.signed_plan()
    second = edit_plan(version=first, edits=[Remove(planned(first)[-1])], reason="No time", by=cast.therapist, now=NOW)
    sign_plan(version=second, by=cast.colleague, now=NOW)
    first.refresh_from_db()
    assert first.state == "ended"
    assert standing_of(cast.patient).version == second


def test_editing_what_a_colleague_changed_loses_nothing_and_says_so(cast):
    first = cast.signed_plan()
    theirs = edit_plan(version=first, edits=[Remove(planned(first)[-1])], reason="No time", by=cast.colleague, now=NOW)
    mine = [Remove(planned(first)[0])]
    answered = edit_plan(version=first, edits=mine, reason="It hurts", by=cast.therapist, now=NOW)
    assert isinstance(answered, Conflict)
    assert (list(answered.entered), answered.reason, answered.theirs) == (mine, "It hurts", theirs)
    assert "Cole League changed this plan" in answered.says
    assert PlanVersion.objects.count() == 2


def test_an_edit_that_the_core_refuses_changes_nothing(cast):
    cast.answers(told_vertebral_fracture="recent")
    cast.examines()
    version = cast.plan()
    refused = edit_plan(version=version, edits=[Add("lumbar/knee_rocks")], reason="Try", by=cast.therapist, now=NOW)
    assert isinstance(refused, Refusal)
    assert PlanVersion.objects.get() == version


def test_a_waiver_says_who_and_why_on_the_plan(cast):
    cast.answers()
    cast.examines()
    made = waived_somewhere(cast, cast.plan())
    waiver = plan_of(made).waivers[0]
    assert (waiver.by, waiver.role, waiver.reason) == ("Sue Pervisor", "supervisor", "Tried in the clinic")
    assert Decision.objects.get(kind="waiver").reasons == [waiver.rule]


def waived_somewhere(cast, version):
    """The plan with one exercise that a precaution holds and a supervisor lets through."""
    others = [Remove(item) for item in planned(version)[1:]]
    for item, rule in waivable(cast):
        said = {"rule": rule, "item": item, "reason": "Tried in the clinic", "edits": [*others, Add(item)]}
        made = waive(version=version, **said, by=cast.supervisor, now=NOW)
        if isinstance(made, PlanVersion):
            return made
    raise AssertionError("no exercise can be let through by a supervisor")


def waivable(cast):
    """Exercises that one precaution holds, with its name."""
    answers = latest_answers(cast.patient, now=NOW)
    for one in clear(answers, triage(answers, knowledge()), knowledge()):
        rules = {reason.rule for reason in one.reasons}
        held = one.level is not Level.GO and one.waiver not in (None, WaiverBy.NEVER)
        if held and len(rules) == 1 and one.intervention in knowledge().exercises:
            yield one.intervention, rules.pop()


def test_a_patient_edits_and_signs_nothing(cast):
    version = cast.signed_plan()
    with pytest.raises(NotAllowed):
        edit_plan(version=version, edits=[Remove(planned(version)[0])], reason="", by=cast.patient_user, now=NOW)
    with pytest.raises(NotAllowed):
        sign_plan(version=version, by=cast.patient_user, now=NOW)


def test_an_administrator_signs_nothing(cast):
    cast.answers()
    with pytest.raises(NotAllowed):
        sign_plan(version=cast.plan(), by=cast.administrator, now=NOW)


def test_what_a_person_uses_already_stays_theirs_until_the_new_plan_is_signed(cast):
    cast.answers()
    first = cast.plan()
    assert standing_of(cast.patient).version == first
    cast.examines()
    second = propose_plan(person=cast.patient, by=cast.therapist, now=NOW)
    assert (second.tier, standing_of(cast.patient).version) == ("F", first)
    third = propose_plan(person=cast.patient, by=cast.therapist, now=NOW)
    second.refresh_from_db()
    assert second.state == "ended"
    assert standing_of(cast.patient).version == first
    sign_plan(version=third, by=cast.therapist, now=NOW)
    first.refresh_from_db()
    assert (first.state, standing_of(cast.patient).version.pk) == ("ended", third.pk)
