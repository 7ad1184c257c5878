"""The record is read by those who run the clinic, found by who, what, when and whom, and checked with one button."""

import json
import re
import stat
import zipfile
from pathlib import Path

import msgspec
import pytest
from django.conf import settings as django_settings
from django.urls import reverse

import spinewise_web
from spinewise_web.audit.models import Entry
from spinewise_web.office.record import WORDS
from spinewise_web.records.actions.contact import send_message
from spinewise_web.records.actions.people import end_membership
from spinewise_web.records.actions.rights import erase_person
from spinewise_web.records.backup import manifest_of
from spinewise_web.records.models import Decision, Message
from web.cast import NOW, just_signed_in, signed_in

pytestmark = pytest.mark.django_db
RECORD, DATA = "/office/record/", "/office/data/"
ACTIONS = Path(spinewise_web.__file__).parent / "records" / "actions"


def rows(user, **asked):
    answered = signed_in(user).get(RECORD, asked)
    assert answered.status_code == 200
    return answered.context["rows"]


@pytest.fixture
def data(settings, tmp_path):
    """The data folder of this installation."""
    settings.ENVIRONMENT = msgspec.structs.replace(django_settings.ENVIRONMENT, data=tmp_path)
    return tmp_path


def test_entries_are_found_by_who_what_when_and_whom(cast):
    cast.answers()
    by_whom = rows(cast.administrator, by=str(cast.patient_user.pk))
    assert {one.who for one in by_whom} == {"Pat Ient"}
    about = rows(cast.administrator, person=str(cast.other_patient.pk))
    assert {one.person for one in about} == {"Otto Ther"}
    did = rows(cast.administrator, verb="person.register")
    assert {(one.who, one.did) for one in did} == {("Tess Therapist", "registered a patient")}
    assert rows(cast.administrator, on="2026-11-23")
    assert rows(cast.administrator, on="2026-11-22") == []
    for odd in ({"by": "x"}, {"person": "1"}, {"on": "soon"}, {"verb": "x" * 200}):
        assert rows(cast.administrator, **odd) == []


def test_a_supervisor_reads_it_but_learns_no_colleagues_names(cast):
    names = {one.who for one in rows(cast.supervisor, verb="person.register")}
    assert names == {str(cast.therapist.pk)[:8]}
    page = signed_in(cast.supervisor).get(RECORD).content.decode()
    assert reverse("office:people") + '"' not in page


def test_entries_of_another_clinic_are_not_there(cast):
    numbers = {one.number for one in rows(cast.elsewhere_administrator)}
    assert len(numbers) == Entry.objects.filter(clinic_id=cast.other_clinic.pk).count()


def test_somebody_who_was_erased_keeps_no_name(cast):
    erase_person(person=cast.patient, by=cast.administrator, now=NOW)
    about = rows(cast.administrator, person=str(cast.patient.pk))
    assert {one.person for one in about} == {str(cast.patient.pk)[:8]}
    assert all(one.is_erased for one in about)


def test_everything_that_is_done_has_words():
    """A verb is a word with a full stop that an action writes: named `verb`, or alone in quotes."""
    sources = [path.read_text(encoding="utf-8") for path in sorted(ACTIONS.rglob("*.py"))]
    written = {verb for text in sources for verb in re.findall(r'"([a-z]+\.[a-z_]+)"', text)}
    decided = {f"{kind}.decide" for kind in Decision.Kind.values}
    assert {verb for verb in written | decided if not verb.endswith((".json", ".jsonl"))} - set(WORDS) == set()


def test_the_button_says_how_far_the_chain_holds(cast):
    last = Entry.objects.filter(clinic_id=cast.clinic.pk).latest("sequence").sequence
    told = signed_in(cast.administrator).post(RECORD, follow=True).content.decode()
    assert f"The chain holds up to entry {last}" in told
    assert f"Checked up to entry {last} on 23 November 2026" in told


def test_a_record_that_was_changed_behind_the_chain_is_found(cast):
    message = send_message(person=cast.patient, text="Hello", by=cast.patient_user, now=NOW)
    Message.objects.filter(pk=message.pk).update(read_at=NOW, salt="0" * 32)
    told = signed_in(cast.administrator).post(RECORD).content.decode()
    assert "was changed after it was written" in told
    elsewhere = signed_in(cast.elsewhere_administrator).post(RECORD, follow=True).content.decode()
    assert "The chain holds" in elsewhere


def test_a_longer_record_needs_no_more_queries(cast, queries):
    few = queries(signed_in(cast.administrator), RECORD)
    cast.answers()
    cast.answers(cast.other_patient)
    assert queries(signed_in(cast.administrator), RECORD) == few > 0


# -- the data


def test_everything_is_taken_along_in_one_archive_and_that_is_kept(cast, tmp_path):
    cast.signed_plan()
    answered = just_signed_in(cast.administrator).post(DATA, {"act": "export"})
    assert answered.headers["Content-Disposition"] == 'attachment; filename="spinewise-clinic-2026-11-23.zip"'
    assert answered.headers["Cache-Control"] == "no-store, private"
    file = tmp_path / "clinic.zip"
    file.write_bytes(b"".join(answered.streaming_content))
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        person = json.loads(archive.read(f"people/{cast.patient.pk}.json"))
        history = archive.read("history.jsonl").splitlines()
        clinic = json.loads(archive.read("clinic.json"))
    assert len([name for name in names if name.startswith("people/")]) == 2
    assert (person["person"]["name"], len(person["records"]["PlanVersion"])) == ("Pat Ient", 1)
    assert json.loads(history[-1])["verb"] == "clinic.export"
    assert {one["email"] for one in clinic["staff"]} >= {cast.therapist.email, cast.administrator.email}
    assert "salt" not in person["person"]
    assert not [one for one in clinic["staff"] if "password" in one]


def test_a_backup_is_written_on_the_server_for_its_owner_alone_and_listed(cast, data):
    told = just_signed_in(cast.administrator).post(DATA, {"act": "back_up"}, follow=True).content.decode()
    (file,) = (data / "backups").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.name in told
    assert manifest_of(file).tables["records.person"].rows == 2
    assert "start.py manage restore" in told
    assert Entry.objects.filter(verb="clinic.back_up", by_id=cast.administrator.pk).count() == 1


def test_a_backup_that_cannot_be_written_is_told(cast, data):
    (data / "backups").write_text("in the way")
    told = just_signed_in(cast.administrator).post(DATA, {"act": "back_up"}, follow=True).content.decode()
    assert "The backup could not be written." in told
    assert not Entry.objects.filter(verb="clinic.back_up").exists()


@pytest.mark.parametrize("act", ["export", "back_up"])
def test_a_browser_left_open_is_asked_again_and_told_why(cast, data, act):
    client = just_signed_in(cast.administrator, ago_s=3600)
    asked = client.post(DATA, {"act": act})
    assert asked.headers["Location"] == "/accounts/reauthenticate/?next=%2Foffice%2Fdata%2F"
    assert "holds the health data of everybody here." in client.get(asked.headers["Location"]).content.decode()
    assert not Entry.objects.filter(verb__in=("clinic.export", "clinic.back_up")).exists()
    wrong = client.post("/accounts/reauthenticate/", {"password": "guess", "next": DATA})
    assert "Check your password, and enter it again." in wrong.content.decode()
    shown = client.post("/accounts/reauthenticate/", {"password": "secret", "next": DATA}, follow=True)
    assert "Now press the button once more." in shown.content.decode()
    client.post(DATA, {"act": act}).getvalue()
    assert Entry.objects.filter(verb__in=("clinic.export", "clinic.back_up")).count() == 1


def test_a_wish_that_is_none_is_refused(cast, data):
    assert just_signed_in(cast.administrator).post(DATA, {"act": "restore"}).status_code == 422


def test_whoever_left_takes_nothing_along(cast):
    end_membership(membership=cast.supervisor.memberships.get(), by=cast.administrator, now=NOW)
    assert signed_in(cast.supervisor).get(RECORD).status_code == 404
    assert signed_in(cast.supervisor).post(DATA, {"act": "export"}).status_code == 404
