"""Other treatments: added, ended, marked on the chart, never adjusted."""

import datetime as dt

import pytest
from django.urls import reverse

from spinewise_web.clinic.visit.treatments import marks_of
from spinewise_web.records.actions.days import record_day
from spinewise_web.records.actions.treatments import add_other_treatment
from spinewise_web.records.core import planned
from spinewise_web.records.models import OtherTreatment, PlanVersion
from web.cast import NOW, TODAY, signed_in

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - dt.timedelta(days=1)


@pytest.fixture
def desk(cast):
    return Desk(cast)


class Desk:
    def __init__(self, cast):
        self.cast, self.client = cast, signed_in(cast.therapist)
        self.address = reverse("clinic:treatments", args=[cast.patient.pk])

    def adds(self, **fields):
        return self.client.post(self.address, {"kind": "medicine", "name": "Ibuprofen, 400 mg"} | fields)


def test_one_is_added_shown_and_ended(desk):
    assert desk.adds(since="2026-11-20", effect="Helps at night").status_code == 303
    row = OtherTreatment.objects.get()
    assert (row.name, row.since, row.made_by) == ("Ibuprofen, 400 mg", dt.date(2026, 11, 20), desk.cast.therapist)
    assert "Helps at night" in desk.client.get(desk.address).content.decode()
    said = {"end": str(row.pk), "until": "2026-11-22", "effect": "Stopped: stomach ache"}
    assert desk.client.post(desk.address, said).status_code == 303
    row.refresh_from_db()
    assert (row.until, row.effect) == (dt.date(2026, 11, 22), "Stopped: stomach ache")


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"kind": "magic"}, "Choose what it is"),
        ({"name": " "}, "Give it a name"),
        ({"since": "soon"}, "Choose a day"),
        ({"since": "2026-12-24"}, "today or an earlier day"),
        ({"since": "2026-11-20", "until": "2026-11-01"}, "not before its beginning"),
        ({"effect": "x" * 401}, "Shorten this"),
    ],
)
def test_what_cannot_be_kept_is_told_with_what_was_typed(desk, fields, told):
    answer = desk.adds(**{"effect": "Helps"} | fields)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert told in page
    assert fields.get("effect", "Helps") in page
    assert not OtherTreatment.objects.exists()


def test_an_end_before_its_beginning_is_not_kept(desk):
    desk.adds(since="2026-11-20")
    row = OtherTreatment.objects.get()
    answer = desk.client.post(desk.address, {"end": str(row.pk), "until": "2026-11-01"})
    assert answer.status_code == 422
    assert "not before its beginning" in answer.content.decode()


def test_somebody_elses_is_not_ended(desk):
    other = desk.cast.other_patient
    row = add_other_treatment(person=other, kind="medicine", name="Insulin", by=desk.cast.other_user, now=NOW)
    assert desk.client.post(desk.address, {"end": str(row.pk)}).status_code == 404
    assert "Insulin" not in desk.client.get(desk.address).content.decode()
    for who in ("therapist_elsewhere", "administrator", "patient_user"):
        assert signed_in(getattr(desk.cast, who)).get(desk.address).status_code == 404


def test_it_is_marked_on_the_chart_and_changes_no_plan(desk):
    version = desk.cast.signed_plan()
    before = planned(version)
    for day in (YESTERDAY, TODAY):
        record_day(person=desk.cast.patient, on=day, back_pain=3, by=desk.cast.patient_user, now=NOW)
    desk.adds(since=YESTERDAY.isoformat())
    page = desk.client.get(reverse("clinic:patient", args=[desk.cast.patient.pk])).content.decode()
    assert "Ibuprofen began" in page
    assert planned(PlanVersion.objects.get()) == before


def test_marks_outside_the_chart_are_left_away_and_long_names_are_cut():
    rows = [
        OtherTreatment(name="Acetylsalicylic acid, 500 mg", since=TODAY, until=None),
        OtherTreatment(name="Long ago", since=dt.date(2020, 1, 1), until=TODAY),
    ]
    marks = marks_of(rows, first=YESTERDAY, last=TODAY)
    assert [(words, round(week, 2)) for words, week in marks] == [("Acetylsalicyl… began, Long ago ended", 0.14)]
