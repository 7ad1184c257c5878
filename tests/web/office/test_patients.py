"""The front desk: registers, invites, corrects and erases, and reads nobody's health."""

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse

from spinewise_web.records.actions.people import register_person
from spinewise_web.records.actions.referrals import take_referral
from spinewise_web.records.actions.rights import ask_for_erasure
from spinewise_web.records.models import Person, Tombstone
from web.cast import NOW, TODAY, signed_in

pytestmark = pytest.mark.django_db
LIST, REGISTER = "/office/patients/", "/office/patients/register/"
NEW = {"name": "Nora New", "born_on": "1980-02-29", "email": "nora@example.org", "invites": "on"}


def of(person):
    return reverse("office:person", args=[person.pk])


def shown(cast, address=LIST):
    answered = signed_in(cast.administrator).get(address)
    assert answered.status_code == 200
    return answered.content.decode()


def sends(cast, address, said):
    return signed_in(cast.administrator).post(address, said)


def test_the_front_desk_registers_and_invites_without_a_letter(cast):
    assert 'name="reason"' not in shown(cast, REGISTER)
    answered = sends(cast, REGISTER, NEW | {"party": "Dr House", "letter_on": "2026-11-01", "reason": "Pain"})
    person = Person.objects.get(name="Nora New")
    assert (answered.status_code, answered.headers["Location"]) == (303, of(person))
    assert not person.referrals.exists()
    assert [letter.to for letter in mail.outbox] == [["nora@example.org"]]


def test_somebody_who_may_be_there_already_is_shown(cast):
    there = register_person(clinic=cast.clinic, name="Nora New", by=cast.therapist, now=NOW)
    answered = sends(cast, REGISTER, NEW)
    assert answered.status_code == 422
    assert of(there) in answered.content.decode()


def test_the_list_says_how_far_everybody_has_come_in(cast):
    register_person(clinic=cast.clinic, name="Ann Uninvited", by=cast.therapist, now=NOW)
    sends(cast, REGISTER, NEW)
    states = {one.person.name: one.state for one in signed_in(cast.administrator).get(LIST).context["rows"]}
    assert states == {"Pat Ient": "in", "Otto Ther": "in", "Ann Uninvited": "none", "Nora New": "waits"}


def test_no_page_of_the_office_tells_anybodys_health(cast):
    cast.answers(saddle_numbness="new", goals_text="Secret goal")
    take_referral(person=cast.patient, party="Dr Secret", reason="Secret pain", on=TODAY, by=cast.therapist, now=NOW)
    for address in (LIST, of(cast.patient), "/office/record/"):
        page = shown(cast, address)
        assert "Secret" not in page
        assert "mergency" not in page


def test_details_are_corrected_here_too(cast):
    said = {"act": "change", "name": "Pat Corrected", "born_on": "1990-01-02", "email": "pat@new.example"}
    assert sends(cast, of(cast.patient), said).status_code == 303
    cast.patient.refresh_from_db()
    assert (cast.patient.name, cast.patient.born_on) == ("Pat Corrected", dt.date(1990, 1, 2))
    assert sends(cast, of(cast.patient), said | {"email": "no"}).status_code == 422


def test_who_asks_to_be_erased_stands_out_and_is_erased_once_the_name_is_typed(cast):
    ask_for_erasure(person=cast.patient, by=cast.patient_user, now=NOW)
    assert "asks to be erased" in shown(cast)
    wrong = sends(cast, of(cast.patient), {"act": "erase", "name_again": "Pat"})
    assert wrong.status_code == 422
    assert Person.objects.filter(pk=cast.patient.pk).exists()
    assert sends(cast, of(cast.patient), {"act": "erase", "name_again": "Pat  Ient"}).status_code == 303
    assert not Person.objects.filter(pk=cast.patient.pk).exists()
    assert Tombstone.objects.get().person_id == cast.patient.pk
    assert signed_in(cast.administrator).get(of(cast.patient)).status_code == 404


def test_a_patient_of_another_clinic_is_not_found(cast):
    theirs = register_person(clinic=cast.other_clinic, name="Far Away", by=cast.therapist_elsewhere, now=NOW)
    browser = signed_in(cast.administrator)
    assert browser.get(of(theirs)).status_code == 404
    assert browser.post(of(theirs), {"act": "erase", "name_again": "Far Away"}).status_code == 404
    assert "Far Away" not in shown(cast)
    assert "Far Away" not in shown(cast, f"{LIST}?q=far")


def test_odd_names_are_shown_as_they_are(cast):
    odd = register_person(clinic=cast.clinic, name="<b>שלום</b> 🙂", by=cast.therapist, now=NOW)
    assert "<bdi>&lt;b&gt;שלום&lt;/b&gt; 🙂</bdi>" in shown(cast)
    assert "<b>שלום" not in shown(cast, of(odd))


def test_a_longer_list_needs_no_more_queries(cast, queries):
    few = queries(signed_in(cast.administrator), LIST)
    for number in range(60):
        register_person(clinic=cast.clinic, name=f"More {number:02}", by=cast.therapist, now=NOW)
    assert queries(signed_in(cast.administrator), LIST) == few > 0
    assert "1 to 50 of " in shown(cast)
