"""Discharge: why it ended, what comes first, and what the pages say afterwards."""

import pytest
from django.urls import reverse

from spinewise_web.records.actions.base import NotAllowed
from spinewise_web.records.actions.contact import acknowledge
from spinewise_web.records.actions.episodes import close_episode
from spinewise_web.records.actions.plans import propose_plan
from spinewise_web.records.actions.referrals import refer_out
from spinewise_web.records.models import Alert, Episode, Message, PlanVersion
from web.cast import NOW, signed_in

pytestmark = pytest.mark.django_db
WHY = {"outcome": "reached", "more": "walks to work again", "goes_on": "Walk 20 minutes on most days."}


def address(cast, name="discharge"):
    return reverse(f"clinic:{name}", args=[cast.patient.pk])


def page(cast, name):
    answered = signed_in(cast.therapist).get(address(cast, name))
    assert answered.status_code == 200
    return answered.content.decode()


def test_a_therapist_discharges_from_the_patients_page(cast):
    cast.signed_plan()
    assert address(cast) in page(cast, "patient")
    assert "Plan version 1 ends" in page(cast, "discharge")
    sent = signed_in(cast.therapist).post(address(cast), WHY)
    assert (sent.status_code, sent.headers["Location"]) == (303, address(cast, "patient"))
    episode = Episode.objects.get()
    assert (episode.closed_at, episode.closed_because) == (NOW, "Goals reached: walks to work again")
    assert PlanVersion.objects.get().state == PlanVersion.State.ENDED
    assert Message.objects.get(from_clinic=True).text == WHY["goes_on"]


def test_every_page_says_when_by_whom_and_why_and_none_that_it_is_locked(cast):
    cast.signed_plan()
    signed_in(cast.therapist).post(address(cast), WHY)
    for name in ("patient", "plan"):
        shown = page(cast, name)
        assert "Discharged on 23 November 2026, by <bdi>Tess Therapist</bdi>" in shown
        assert "Goals reached: walks to work again" in shown
        assert "New answers begin a new episode." in shown
        assert "ocked" not in shown
    assert address(cast) not in page(cast, "patient")
    library = signed_in(cast.therapist).get(f"/clinic/library/?for={cast.patient.pk}").content.decode()
    assert "ocked" not in library


def test_new_answers_begin_a_new_episode_and_the_page_is_as_ever(cast):
    cast.signed_plan()
    signed_in(cast.therapist).post(address(cast), WHY)
    cast.answers(saddle_numbness="new")
    shown = page(cast, "patient")
    assert "Discharged on" not in shown
    assert "until what stands above is looked into" in shown
    assert address(cast) in shown


def test_nobody_is_discharged_while_an_alert_waits_or_a_sign_stands(cast):
    cast.answers(saddle_numbness="new")
    client = signed_in(cast.therapist)
    refused = client.post(address(cast), WHY)
    assert (refused.status_code, "Take it up first." in refused.content.decode()) == (409, True)
    acknowledge(alert=Alert.objects.get(), by=cast.therapist, now=NOW)
    refused = client.post(address(cast), WHY)
    assert (refused.status_code, "A sign stands that cannot wait." in refused.content.decode()) == (409, True)
    assert WHY["goes_on"] in refused.content.decode()
    assert Episode.objects.get().closed_at is None
    assert "A sign stands that cannot wait." in page(cast, "discharge")


def test_without_a_reason_nobody_is_discharged(cast):
    cast.signed_plan()
    sent = signed_in(cast.therapist).post(address(cast), {"goes_on": "Keep walking"})
    shown = sent.content.decode()
    assert (sent.status_code, "Choose how it ended" in shown, "Keep walking" in shown) == (422, True, True)
    assert Episode.objects.get().closed_at is None


def test_what_ended_ends_once_and_no_plan_is_made_in_it(cast):
    cast.signed_plan()
    seen = Episode.objects.get()
    close_episode(episode=Episode.objects.get(), because="Goals reached", by=cast.therapist, now=NOW)
    with pytest.raises(NotAllowed, match="discharged already"):
        close_episode(episode=seen, because="No longer comes", by=cast.colleague, now=NOW)
    with pytest.raises(NotAllowed, match="New answers begin a new episode"):
        propose_plan(person=cast.patient, by=cast.therapist, now=NOW)
    assert signed_in(cast.therapist).post(address(cast), WHY).status_code == 303
    assert Episode.objects.get().closed_because == "Goals reached"


def test_only_clinicians_of_the_clinic_find_the_page(cast):
    cast.answers()
    for user in (cast.patient_user, cast.administrator, cast.therapist_elsewhere):
        assert signed_in(user).post(address(cast), WHY).status_code == 404
    assert Episode.objects.get().closed_at is None


def test_whoever_should_see_a_doctor_has_a_letter_first(cast):
    cast.signed_plan()
    Episode.objects.update(urgency="refer")
    assert "Write the letter first" in page(cast, "discharge")
    party = {"party": "Dr House", "reason": "Night pain", "document": {}}
    refer_out(person=cast.patient, **party, by=cast.therapist, now=NOW)
    assert signed_in(cast.therapist).post(address(cast), WHY).status_code == 303
