"""Any name and a long note on what leaves the application: paper, exports, calendars. No CSV is made anywhere."""

import io
import json
import zipfile

import icalendar
import pytest
from django.utils import timezone
from pypdf import PdfReader

from spinewise.documents.calendar import calendar
from spinewise.documents.paper import showable
from spinewise_web.records.actions.contact import send_message
from spinewise_web.records.actions.days import record_day
from spinewise_web.records.actions.people import change_clinic, change_person
from spinewise_web.records.actions.plans import sign_plan
from spinewise_web.records.core import at_work, knowledge, plan_of
from spinewise_web.records.models import PlanVersion, Referral
from web.cast import NOW, TODAY, just_signed_in, signed_in
from web.clinic.test_own import put_in, reviewed, with_room

pytestmark = pytest.mark.django_db
NAMES = (
    "<b onmouseover=alert(1)>Bo</b> & \\evalu{x} #let $y$",
    "מירה \u202eאבגד Levi",
    "Zoë 🦴👩🏽‍🦽 Ōno",
    "=cmd|'/C calc'!A0,;:\\n\"x\"",
    "W" * 120,
)
THOUSAND_WORDS = "morning " * 999 + "lastword"
FULL_LETTER = "morning " * 499 + "lastword"  # the 4000 letters that a letter takes
LINE_BYTES = 75


@pytest.fixture(autouse=True)
def morning(monkeypatch):
    """The screens read the clock where the cast set it."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture(params=NAMES, ids=["html", "right to left", "emoji", "formula", "long"])
def named(request, cast):
    """The cast, in which the patient, the clinic and the therapist are called so."""
    cast.name = request.param
    change_person(person=cast.patient, name=cast.name, by=cast.therapist, now=NOW)
    change_clinic(clinic=cast.clinic, name=cast.name, by=cast.administrator, now=NOW)
    cast.therapist.name = cast.name
    cast.therapist.save(update_fields=["name"])
    return cast


def letters_of(pdf):
    """What stands on paper, without the spaces that lines make, in an order that no direction of writing changes."""
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


def stands_on(pdf, name):
    """Whether a name is there, as far as there are letters for it; from the right, its letters come the other way."""
    there, wanted = letters_of(pdf), ["".join(word.split()) for word in showable(name).split()]
    return all(word in there or word[::-1] in there for word in wanted)


def test_a_letter_says_the_name_and_all_that_was_written(named):
    desk, address = signed_in(named.therapist), f"/clinic/p/{named.patient.pk}/letter"
    named.answers()
    page = desk.get(f"{address}/")
    said = {"to": named.name, "own_words": FULL_LETTER, "seen": page.context["seen"]}
    said["key"] = str(page.context["form"]["key"].value())
    assert desk.post(f"{address}/", said).status_code == 303
    pdf = desk.get(f"{address}.pdf?letter={Referral.objects.get().pk}").content
    assert stands_on(pdf, named.name)
    assert letters_of(pdf).count("morning") == 499
    assert "lastword" in letters_of(pdf)


def test_an_exercise_of_the_clinics_own_is_on_paper_and_in_the_calendar_as_it_is_called(named):
    named.client, named.other = signed_in(named.therapist), signed_in(named.colleague)
    row = reviewed(named, patient_name=named.name, steps=f"{named.name}\nCome back.")
    with_room(named)
    assert put_in(named, row).status_code == 303
    signed = sign_plan(version=PlanVersion.objects.latest("sequence"), by=named.therapist, now=NOW)
    pdf = named.client.get(f"/clinic/p/{named.patient.pk}/plan.pdf").content
    assert stands_on(pdf, named.name)
    with at_work(named.clinic.pk):
        made = calendar(plan_of(signed), knowledge())
    assert is_folded(made)
    called = [one for one in icalendar.Calendar.from_ical(made).walk("VEVENT") if str(one["SUMMARY"]) == named.name]
    assert called
    assert all(named.name in str(one["DESCRIPTION"]).splitlines() for one in called)


def is_folded(made):
    """Whether every line is short, ends as it should, and is cut between letters."""
    lines = made.split(b"\r\n")
    return all(len(line) <= LINE_BYTES and b"\n" not in line and line.decode() is not None for line in lines)


def test_what_somebody_takes_along_says_everything_as_it_was_typed(named):
    record_day(person=named.patient, on=TODAY, back_pain=3, note=THOUSAND_WORDS, by=named.patient_user, now=NOW)
    send_message(person=named.patient, text=f"{named.name}\r\n{named.name}", by=named.patient_user, now=NOW)
    answered = signed_in(named.patient_user).post(f"/p/{named.patient.pk}/settings/data.json")
    told = json.loads(answered.content)
    assert answered.headers["Content-Disposition"] == 'attachment; filename="my-spinewise-data.json"'
    assert told["person"]["name"] == named.name
    assert told["records"]["DayLog"][0]["note"] == THOUSAND_WORDS
    assert told["records"]["Message"][0]["text"].splitlines() == [named.name, named.name]


def test_what_a_clinic_takes_along_says_every_name_as_it_was_typed(named):
    answered = just_signed_in(named.administrator).post("/office/data/", {"act": "export"})
    with zipfile.ZipFile(io.BytesIO(answered.getvalue())) as archive:
        assert archive.testzip() is None
        whole = json.loads(archive.read("clinic.json"))
        person = json.loads(archive.read(f"people/{named.patient.pk}.json"))
        assert all(json.loads(line) for line in archive.read("history.jsonl").splitlines())
    assert whole["clinic"]["name"] == named.name
    assert named.name in {one["name"] for one in whole["staff"]}
    assert person["person"]["name"] == named.name
