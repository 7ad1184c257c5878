"""The demo is a clinic as it could be, made by the same actions, the same way each time."""

import datetime as dt
import os
import time
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import URLResolver, get_resolver

from spinewise_web.accounts.models import Clinic
from spinewise_web.audit.models import Entry
from spinewise_web.config.command import serve
from spinewise_web.config.demonstration import become_demo, free_port, is_fresh
from spinewise_web.config.environment import SETTINGS, WrongSetting, read_environment
from spinewise_web.demo.screenshots import MOST_BYTES, NO_PICTURE, PAPERS, README, SHOTS
from spinewise_web.demo.seed import seed
from spinewise_web.demo.sign_in import groups
from spinewise_web.demo.stories import STORIES
from spinewise_web.records.models import Alert, DayLog, Episode, ExerciseLog, PlanVersion, VisitNote, VisitSession
from spinewise_web.records.reads.today import Act, for_today
from spinewise_web.records.replay import differences
from spinewise_web.records.standing import standing_of
from spinewise_web.records.verify import audit_faults
from web.cast import signed_in

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
NOW = dt.datetime(2026, 11, 20, 15, 0, tzinfo=dt.UTC)


def test_the_demo_tells_twelve_different_courses():
    made = seed(now=NOW, password="a password for all")
    today = for_today(made.staff["therapist"], now=NOW)
    elena = next(person for person in made.people if person.name == "Elena Petrova")
    assert len(made.people) == len(STORIES) == 12
    assert today.attention[0].person == elena
    assert standing_of(elena).is_locked
    assert {one.act for one in today.attention} >= {Act.TAKE_UP, Act.LETTER, Act.SIGN, Act.READ, Act.CALL, Act.ASK}
    assert Alert.objects.filter(kind="red_answer").exclude(acknowledged_at=None).exists()
    assert Episode.objects.exclude(closed_at=None).count() == 1
    assert DayLog.objects.count() > 60
    assert not PlanVersion.objects.filter(made_at__gt=NOW).exists()
    assert list(audit_faults()) == []
    assert list(differences()) == []
    for story, person in zip(STORIES, made.people, strict=True):
        assert list(out_of_order(story, person)) == [], story.name


def out_of_order(story, person):
    """What of somebody's story has no place in time: everything follows what came before it, and nothing is to come."""
    happened = [(one.at, one.verb) for one in Entry.objects.filter(person_id=person.pk).order_by("sequence")]
    yield from ((before, after) for before, after in pairwise(happened) if after[0] < before[0])
    yield from (one for one in happened if one[0] > NOW)
    visits = list(VisitSession.objects.filter(person=person).order_by("on"))
    yield from (one for one in visits if one.on != one.made_at.astimezone(person.tzinfo).date())
    yield from (one for one in VisitNote.objects.filter(person=person) if one.made_at < one.visit.made_at)
    yield from (log for log in ExerciseLog.objects.filter(person=person) if log.made_at < log.plan.signed_at)
    for ended in Episode.objects.filter(person=person).exclude(closed_at=None):
        yield from (one for one in happened if one[0] > ended.closed_at)
        yield from (one for one in visits[-1:] if "again in two weeks" in one.next)
    if story.ends == "silent":
        since = NOW - dt.timedelta(days=9)
        yield from Entry.objects.filter(person_id=person.pk, by_id=person.user_id, at__gt=since)


def test_a_database_with_a_clinic_in_it_is_left_alone():
    Clinic.objects.create(name="A real one")
    with pytest.raises(CommandError, match="There is a clinic here already"):
        call_command("seed_demo")


def test_nobody_but_the_demos_staff_is_shown_a_code(cast):
    with pytest.raises(CommandError, match="who works in the demo"):
        call_command("demo_code", cast.therapist.email)


# -- coming in


@pytest.fixture
def invented(cast):
    """Two of the demo's people, without the half minute that all of them take."""
    for user, name in ((cast.therapist, "therapist"), (cast.patient_user, "sam")):
        user.email = f"{name}@demo.example"
        user.save()
    return cast


@pytest.mark.parametrize(("who", "goes_to"), [("therapist", "/accounts/2fa/"), ("sam", "/today/")])
def test_in_the_demo_one_button_lets_somebody_in(invented, client, settings, who, goes_to):
    settings.DEMO = True
    assert f'value="{who}"' in client.get("/demo/").content.decode()
    arrived = client.post("/demo/be/", {"who": who}, follow=True)
    assert arrived.redirect_chain[-1][0].startswith(goes_to) or arrived.status_code == 200
    assert "_auth_user_id" in client.session


def test_every_page_of_the_demo_says_so_and_leads_to_somebody_else(invented, settings):
    line, ours = "Demonstration: invented people.", signed_in(invented.patient_user)
    desk, home = signed_in(invented.therapist), f"/p/{invented.patient.pk}/settings/"
    pages = [(ours, home), (desk, "/clinic/"), (ours, "/check/")]
    for client, address in pages:
        assert line not in client.get(address).content.decode()
    settings.DEMO = True
    for client, address in pages:
        shown = client.get(address).content.decode()
        assert line in shown
        assert '<a href="/demo/">Be somebody else</a>' in shown
    assert line not in ours.get("/demo/").content.decode()


def test_in_the_demo_whoever_is_asked_again_says_so_with_one_button(invented, settings):
    """The administrator takes the clinic's data along, though nobody knows a password here."""
    settings.DEMO = True
    invented.administrator.email = "admin@demo.example"
    invented.administrator.save()
    client = signed_in(invented.administrator)
    asked = client.post("/office/data/", {"act": "export"})
    assert "holds the health data of everybody here." in client.get(asked.headers["Location"]).content.decode()
    again = client.post("/demo/be/", {"who": "admin", "next": "/office/data/"})
    assert again.headers["Location"] == "/office/data/"
    taken = client.post("/office/data/", {"act": "export"})
    assert taken.headers["Content-Type"] == "application/zip"
    assert taken.getvalue().startswith(b"PK")
    for other, wanted in (("admin", "https://elsewhere.example/"), ("therapist", "/office/data/")):
        assert client.post("/demo/be/", {"who": other, "next": wanted}).headers["Location"] == "/"


def test_the_page_lists_everybody_who_is_seeded():
    named = {one.name for group in groups() for one in group.people}
    assert {story.name for story in STORIES} | {"Lea Feldman", "Jo Therapist"} <= named
    assert len(named) == len(STORIES) + 4


def test_outside_the_demo_nobody_is_let_in_like_this(invented, client):
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/be/", {"who": "therapist"}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_the_demo_lets_in_nobody_from_another_machine(invented, client, settings):
    settings.DEMO = True
    assert client.post("/demo/be/", {"who": "therapist"}, REMOTE_ADDR="192.0.2.7").status_code == 404


def test_the_demo_lets_in_only_its_own_people(invented, client, settings):
    settings.DEMO = True
    invented.colleague.email = "therapist@clinic.example"
    assert client.post("/demo/be/", {"who": "colleague"}).status_code == 404
    assert client.post("/demo/be/", {"who": "tess.therapist@example.org"}).status_code == 404


def test_a_demo_with_a_public_address_is_refused():
    given = {"SPINEWISE_SECRET_KEY": "x" * 60, "SPINEWISE_DEMO": "1", "SPINEWISE_ADDRESS": "https://clinic.example"}
    with pytest.raises(WrongSetting, match="lets anybody in"):
        read_environment(given)


def test_a_demo_is_served_at_this_machine_alone(monkeypatch):
    monkeypatch.setenv("SPINEWISE_DEMO", "1")
    with pytest.raises(WrongSetting, match="Leave --host out"):
        serve(["--host", "0.0.0.0"])


# -- its folder


def test_the_demo_takes_none_of_the_settings_that_lead_to_real_data_or_send_mails(monkeypatch, tmp_path):
    for name in SETTINGS:
        monkeypatch.setenv(name, "set")
    become_demo(tmp_path)
    left = {name for name in SETTINGS if name in os.environ}
    assert left == {"SPINEWISE_DEMO", "SPINEWISE_DATA", "SPINEWISE_EMERGENCY_NUMBER"}
    assert os.environ["SPINEWISE_DATA"] == str(tmp_path)


@pytest.mark.parametrize(("hours_ago", "fresh"), [(-1, True), (25, False)])
def test_a_second_start_takes_the_same_clinic_for_a_day(tmp_path, hours_ago, fresh):
    mark = tmp_path / "seeded"
    mark.touch()
    made = time.time() - hours_ago * 3600
    os.utime(mark, (made, made))
    assert is_fresh(mark, oldest_s=24 * 3600) is fresh


def test_a_clinic_made_before_the_program_changed_is_made_anew(tmp_path):
    mark = tmp_path / "seeded"
    mark.touch()
    os.utime(mark, (1_000_000_000, 1_000_000_000))
    assert not is_fresh(mark, oldest_s=float("inf"))


def test_a_port_that_is_taken_is_passed_over(monkeypatch):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        first = taken.getsockname()[1]
        monkeypatch.setattr("spinewise_web.config.demonstration.FIRST_PORT", first)
        assert free_port(None) > first
        with pytest.raises(WrongSetting, match="perhaps it is taken"):
            free_port(first)


# -- its pictures


def named_addresses(resolver, room=""):
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from named_addresses(one, f"{one.namespace}:" if one.namespace else room)
        else:
            yield f"{room}{one.name}"


def test_every_page_is_pictured_or_says_why_not():
    pictured = {shot.page for shot in (*SHOTS, *PAPERS)}
    assert set(named_addresses(get_resolver())) == pictured | set(NO_PICTURE)
    assert pictured.isdisjoint(NO_PICTURE)


def test_no_two_pictures_have_one_name():
    files = [shot.file for shot in (*SHOTS, *PAPERS)]
    assert len(files) == len(set(files))


@pytest.mark.parametrize("name", README)
def test_the_pictures_of_the_readme_are_small_and_shown(name):
    file = ROOT / "docs" / "screenshots" / f"{name}.webp"
    assert 5_000 < file.stat().st_size <= MOST_BYTES
    assert f"docs/screenshots/{name}.webp" in (ROOT / "README.md").read_text(encoding="utf-8")
