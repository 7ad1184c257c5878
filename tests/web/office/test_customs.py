"""The clinic's customs are kept as entered, refused with what to do, and felt by its patients."""

import pytest
from django.test import Client
from django.urls import reverse

from interviewing import ORDINARY, STENOSIS
from spinewise_web.accounts.models import Clinic
from spinewise_web.config.environment import WrongSetting, read_environment
from spinewise_web.records.actions.base import NotAllowed
from spinewise_web.records.actions.plans import propose_plan
from spinewise_web.records.standing import standing_of
from web.cast import NOW, signed_in
from web.public.walking import walk

pytestmark = pytest.mark.django_db
CUSTOMS = "/office/clinic/"
SAID = {
    "name": "Hill Street",
    "zone": "Europe/Paris",
    "phone": "0123",
    "emergency_phone": "112",
    "urgent_phone": "111",
    "crisis_phone": "116 123",
    "access": "direct",
    "equipment": ["mat", "pool"],
    "quiet_from": "20:30",
    "quiet_until": "07:00",
    "silence_days": "5",
    "escalate_after_minutes": "45",
    "mon_opens": "08:00",
    "mon_closes": "18:00",
}


def sends(cast, **said):
    return signed_in(cast.administrator).post(CUSTOMS, SAID | said)


def test_everything_is_kept_as_it_was_entered(cast):
    assert sends(cast).status_code == 303
    clinic = Clinic.objects.get(pk=cast.clinic.pk)
    assert (clinic.zone, clinic.urgent_phone, clinic.crisis_phone) == ("Europe/Paris", "111", "116 123")
    assert (clinic.equipment, clinic.opening_hours) == (["mat", "pool"], {"mon": ["08:00", "18:00"]})
    assert (f"{clinic.quiet_from:%H:%M}", clinic.silence_days, clinic.escalate_after_minutes) == ("20:30", 5, 45)


@pytest.mark.parametrize(
    ("said", "does"),
    [
        ({"emergency_phone": ""}, "Enter the number for emergencies"),
        ({"emergency_phone": "abc"}, "Enter a telephone number, such as 112"),
        ({"phone": "hello 5"}, "Enter a telephone number, such as 112"),
        ({"urgent_phone": "7"}, "Enter a telephone number, such as 112"),
        ({"zone": "Europe/Atlantis"}, "Enter a time zone such as Europe/London"),
        ({"access": "perhaps"}, "Select a valid choice"),
        ({"mon_closes": ""}, "Monday: enter two times"),
        ({"tue_opens": "18:00", "tue_closes": "08:00"}, "Tuesday: enter two times"),
        ({"wed_opens": "8", "wed_closes": "9"}, "Wednesday: enter two times"),
        ({"silence_days": "0"}, "Enter a whole number in this range"),
        ({"quiet_from": "late"}, "Enter a time such as 08:00"),
    ],
)
def test_what_cannot_be_read_says_what_to_do_and_changes_nothing(cast, said, does):
    answered = sends(cast, **said, crisis_phone="typed before")
    page = answered.content.decode()
    assert answered.status_code == 422
    assert does in page
    assert 'value="typed before"' in page
    assert Clinic.objects.get(pk=cast.clinic.pk).crisis_phone == ""


def test_with_a_letter_nobody_makes_themselves_a_plan_and_none_is_shown_before_it_is_signed(cast):
    cast.answers()
    assert propose_plan(person=cast.patient, by=cast.patient_user, now=NOW)
    assert standing_of(cast.patient).version is not None
    sends(cast, access="letter")
    assert standing_of(cast.patient).version is None
    with pytest.raises(NotAllowed, match="Your therapist makes the plan"):
        propose_plan(person=cast.other_patient, by=cast.other_user, now=NOW)


def test_the_patients_day_says_whom_the_plan_comes_from(cast):
    cast.answers()
    today = reverse("portal:day", args=[cast.patient.pk])
    waits = "Your exercises appear here as soon as your plan is ready."
    propose_plan(person=cast.patient, by=cast.patient_user, now=NOW)
    assert waits not in signed_in(cast.patient_user).get(today).content.decode()
    sends(cast, access="letter")
    assert waits in signed_in(cast.patient_user).get(today).content.decode()


def test_the_emergency_number_stands_where_somebody_needs_it(cast):
    sends(cast, emergency_phone="999 77")
    cast.answers(saddle_numbness="new")
    page = signed_in(cast.patient_user).get(reverse("portal:day", args=[cast.patient.pk])).content.decode()
    assert "999 77" in page


def test_the_public_check_sends_to_a_doctor_first_where_a_letter_is_needed(client, settings):
    direct = walk(client, STENOSIS).context["advice"]
    settings.DIRECT_ACCESS = False
    first = walk(Client(), STENOSIS).context["advice"]
    assert first.care == direct.care == "physical_therapy"
    assert "Book a first visit" in direct.next_step
    assert "Ask your doctor for a letter" in first.next_step
    ordinary = walk(Client(), ORDINARY).context["advice"]
    assert "doctor" not in ordinary.next_step


def test_the_setting_for_it_is_read_strictly():
    secret = {"SPINEWISE_SECRET_KEY": "x" * 60}
    assert read_environment(secret).direct_access
    assert not read_environment(secret | {"SPINEWISE_DIRECT_ACCESS": "0"}).direct_access
    with pytest.raises(WrongSetting, match="SPINEWISE_DIRECT_ACCESS"):
        read_environment(secret | {"SPINEWISE_DIRECT_ACCESS": "perhaps"})
