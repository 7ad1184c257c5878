"""Consent: said, taken back, in words that stay; a planned item that needs it says so."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from spinewise_web.clinic.visit.consents import missing_for
from spinewise_web.records.actions.consent import give_consent
from spinewise_web.records.models import Consent
from web.cast import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(cast):
    return Desk(cast)


class Desk:
    def __init__(self, cast):
        self.cast, self.client = cast, signed_in(cast.therapist)
        self.address = reverse("clinic:consents", args=[cast.patient.pk])

    def hears(self, says, about="touch", words=""):
        return self.client.post(self.address, {"about": about, "says": says, "words": words})

    def sees(self):
        return " ".join(self.client.get(self.address).content.decode().split())


def test_the_latest_word_counts_and_the_earlier_ones_stay(desk):
    assert desk.hears("yes", words="Yes, of course").status_code == 303
    assert desk.hears("no", words="Not today").status_code == 303
    assert [(one.given, one.words, one.made_by) for one in Consent.objects.order_by("given")] == [
        (False, "Not today", desk.cast.therapist),
        (True, "Yes, of course", desk.cast.therapist),
    ]
    page = desk.sees()
    assert "Not today" in page
    assert "Yes, of course" in page
    assert "kept by <bdi>Tess Therapist</bdi>" in page


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"about": "camera"}, "Choose what was said"),
        ({"says": "maybe"}, "Choose what was said"),
        ({"words": "x" * 2001}, "Shorten the words"),
    ],
)
def test_what_cannot_be_kept_is_told_and_nothing_is(desk, said, told):
    answer = desk.hears(**{"says": "yes"} | said)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Consent.objects.exists()


def test_planned_items_name_the_consent_that_is_missing_or_taken_back(desk):
    desk.cast.signed_plan()
    patient = reverse("clinic:patient", args=[desk.cast.patient.pk])
    assert "No yes to being examined and treated is on record." in desk.client.get(patient).content.decode()
    earlier = timezone.now() - dt.timedelta(minutes=1)
    give_consent(person=desk.cast.patient, about="treatment", by=desk.cast.patient_user, now=earlier)
    assert "is on record" not in desk.client.get(patient).content.decode()
    desk.hears("no", about="treatment", words="I want to think about it")
    page = desk.client.get(patient).content.decode()
    assert "They took back their yes" in page
    assert "I want to think about it" in page


def test_needles_and_thrusts_are_asked_for_apart_from_hands():
    asked = {name: {one.says for one in missing_for([f"modalities/{name}"], [])} for name in ("thrust", "dry_needling")}
    assert len(asked["thrust"]) == 3
    assert "needles" in asked["dry_needling"]
    assert "needles" not in asked["thrust"]


def test_nobody_else_finds_the_page(desk):
    for who in ("therapist_elsewhere", "administrator", "patient_user", "carer_user"):
        client = signed_in(getattr(desk.cast, who))
        assert client.get(desk.address).status_code == 404
        assert client.post(desk.address, {"about": "touch", "says": "yes"}).status_code == 404
    assert not Consent.objects.exists()
