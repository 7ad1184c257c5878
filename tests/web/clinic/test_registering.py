"""Somebody comes to the clinic: registered once, invited by mail, let in, and cared for on their own word."""

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse

from spinewise_web.accounts.models import Invitation, Role
from spinewise_web.records.actions.people import add_member, register_person
from spinewise_web.records.models import Carer, Consent, Person, Referral
from web.cast import NOW, TODAY, signed_in

pytestmark = pytest.mark.django_db
REGISTER = "/clinic/register/"
NEW = {"name": "Nora New", "born_on": "1980-02-29", "email": "nora@example.org", "invites": "on"}


def sends(user, said, address=REGISTER):
    return signed_in(user).post(address, said)


def details(person):
    return reverse("clinic:details", args=[person.pk])


def link_in(letter):
    return next(line for line in letter.body.splitlines() if line.startswith("http"))


def new_patient(cast, **fields):
    return register_person(clinic=cast.clinic, name="Nora New", by=cast.therapist, now=NOW, **fields)


def test_a_new_patient_is_registered_and_invited_with_one_button(cast, client):
    answered = sends(cast.therapist, NEW | {"therapist": str(cast.colleague.pk)})
    person = Person.objects.get(name="Nora New")
    assert (answered.status_code, answered.headers["Location"]) == (303, details(person))
    assert (person.clinic, person.therapist, person.born_on) == (cast.clinic, cast.colleague, dt.date(1980, 2, 29))
    assert client.post(link_in(mail.outbox[0])).status_code == 302
    person.refresh_from_db()
    assert person.user.email == "nora@example.org"


def test_the_mail_names_who_invites_and_nobodys_health(cast):
    sends(cast.therapist, NEW | {"party": "Dr House", "letter_on": "2026-11-20", "reason": "Sciatica"})
    (letter,) = mail.outbox
    assert letter.to == ["nora@example.org"]
    assert letter.subject == "Hill Street invites you"
    assert "Sciatica" not in letter.body
    assert "House" not in letter.body


def test_the_letter_they_came_with_is_kept_with_them(cast):
    sends(cast.therapist, NEW | {"party": "Dr House", "letter_on": "2026-11-20", "reason": "Back pain"})
    row = Referral.objects.get()
    assert (row.person.name, row.way, row.party, row.answered_at) == ("Nora New", "in", "Dr House", None)


@pytest.mark.parametrize(
    ("said", "does"),
    [
        ({"name": " "}, "Enter the name"),
        ({"born_on": "2030-01-01"}, "Enter the day they were born on"),
        ({"born_on": "29.2.1980"}, "Enter a day such as"),
        ({"email": "nora"}, "Enter an e-mail address such as"),
        ({"email": ""}, "Enter the address for the invitation"),
        ({"party": "Dr House"}, "Enter the date"),
        ({"party": "Dr House", "letter_on": "2027-01-01", "reason": "Pain"}, "Enter a day that is not ahead"),
        ({"therapist": "somebody"}, "Choose one of the list"),
        ({"name": "N" * 121}, "120 letters fit"),
    ],
)
def test_what_cannot_be_read_says_what_to_do_and_keeps_what_was_typed(cast, said, does):
    answered = sends(cast.therapist, NEW | {"reference": "HS-77"} | said)
    page = answered.content.decode()
    assert answered.status_code == 422
    assert does in page
    assert 'value="HS-77"' in page
    assert not Person.objects.filter(reference="HS-77").exists()


def test_somebody_of_the_same_name_and_birthday_is_shown_before_anything_is_kept(cast):
    there = new_patient(cast, born_on=dt.date(1980, 2, 29), reference="HS-1")
    answered = sends(cast.therapist, NEW | {"name": "nora  new"})
    assert answered.status_code == 422
    assert reverse("clinic:patient", args=[there.pk]) in answered.content.decode()
    assert Person.objects.filter(name__iexact="nora new").count() == 1
    assert mail.outbox == []
    assert sends(cast.therapist, NEW | {"same": "1"}).status_code == 303
    assert Person.objects.filter(name__iexact="nora new").count() == 2


def test_another_birthday_is_another_person(cast):
    new_patient(cast, born_on=dt.date(1970, 1, 1))
    assert sends(cast.therapist, NEW).status_code == 303


def test_somebody_of_the_same_name_at_another_clinic_is_not_told(cast):
    register_person(clinic=cast.other_clinic, name="Nora New", by=cast.therapist_elsewhere, now=NOW)
    assert sends(cast.therapist, NEW).status_code == 303


@pytest.mark.parametrize("who", ["administrator", "patient_user", "carer_user"])
def test_only_clinicians_register_here(cast, who):
    assert signed_in(getattr(cast, who)).get(REGISTER).status_code == 404
    assert sends(getattr(cast, who), NEW).status_code == 404


def test_a_therapist_of_two_clinics_says_at_which(cast):
    add_member(clinic=cast.other_clinic, user=cast.therapist, role=Role.THERAPIST, by=None, now=NOW)
    sends(cast.therapist, NEW | {"clinic": str(cast.other_clinic.pk), "therapist": str(cast.therapist_elsewhere.pk)})
    assert Person.objects.get(name="Nora New").clinic == cast.other_clinic
    assert sends(cast.colleague, NEW | {"clinic": str(cast.other_clinic.pk)}).status_code == 404


# -- invitations


def test_an_invitation_is_sent_again_and_only_the_newest_link_works(cast, client):
    person = new_patient(cast, email="nora@example.org")
    for _ in range(2):
        assert sends(cast.therapist, {"act": "invite"}, details(person)).status_code == 303
    first, second = (link_in(letter) for letter in mail.outbox)
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200


def test_the_page_says_how_the_invitation_stands(cast):
    person = new_patient(cast, email="nora@example.org")
    browser = signed_in(cast.therapist)

    def page():
        return browser.get(details(person)).content.decode()

    assert "Not invited yet." in page()
    browser.post(details(person), {"act": "invite"})
    assert "The link works until 30 November" in page()
    browser.post(
        details(person), {"act": "withdraw", "invitation": str(Invitation.objects.get(person_id=person.pk).pk)}
    )
    assert "stopped working on 23 November" in page()
    assert "They are in, and sign in as" in browser.get(details(cast.patient)).content.decode()


def test_somebody_who_is_in_is_not_invited_again(cast):
    told = signed_in(cast.therapist).post(details(cast.patient), {"act": "invite"}, follow=True)
    assert "has an account already" in told.content.decode()
    assert mail.outbox == []


def test_a_mail_that_does_not_go_out_is_told_and_can_be_sent_again(cast, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    person = new_patient(cast, email="nora@example.org")
    told = signed_in(cast.therapist).post(details(person), {"act": "invite"}, follow=True)
    assert "The mail could not be sent." in told.content.decode()


def test_an_invitation_of_somebody_else_is_not_withdrawn_here(cast):
    person = new_patient(cast, email="nora@example.org")
    sends(cast.therapist, {"act": "invite"}, details(person))
    row = Invitation.objects.get(person_id=person.pk)
    for said in (str(row.pk), "nonsense", ""):
        assert sends(cast.therapist, {"act": "withdraw", "invitation": said}, details(cast.patient)).status_code == 404
    row.refresh_from_db()
    assert row.expires_at > NOW


# -- details and carers


def test_details_are_changed_and_what_is_wrong_is_told(cast):
    said = {"act": "change", "name": "Pat Later", "born_on": "1990-05-01", "phone": "0123"}
    assert sends(cast.therapist, said, details(cast.patient)).status_code == 303
    cast.patient.refresh_from_db()
    assert (cast.patient.name, cast.patient.born_on, cast.patient.phone) == ("Pat Later", dt.date(1990, 5, 1), "0123")
    assert sends(cast.therapist, said | {"name": ""}, details(cast.patient)).status_code == 422


def test_a_carer_comes_in_on_the_patients_word(cast, client):
    said = {
        "act": "carer",
        "carer-name": "Dora",
        "carer-email": "dora@example.org",
        "carer-relationship": "daughter",
        "carer-words": "She may see my plan and log for me.",
    }
    assert sends(cast.therapist, said | {"carer-words": " "}, details(cast.patient)).status_code == 422
    assert not Consent.objects.exists()
    assert sends(cast.therapist, said, details(cast.patient)).status_code == 303
    client.post(link_in(mail.outbox[0]))
    carer = Carer.objects.current().get(person=cast.patient)
    assert (carer.user.email, carer.consent.words) == ("dora@example.org", "She may see my plan and log for me.")
    sends(cast.therapist, {"act": "no_carer"}, details(cast.patient))
    assert not Carer.objects.current().exists()


def test_a_day_of_the_letter_is_the_clinics_day(cast):
    sends(cast.therapist, NEW | {"party": "Dr House", "letter_on": TODAY.isoformat(), "reason": "Pain"})
    assert Referral.objects.get().on == TODAY
