"""The demo is a clinic as it could be, made by the same actions, the same way each time."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from spinewise_web.accounts.models import Clinic
from spinewise_web.demo.seed import seed
from spinewise_web.demo.stories import STORIES
from spinewise_web.records.models import Alert, DayLog, Episode, PlanVersion
from spinewise_web.records.reads.today import Act, for_today
from spinewise_web.records.replay import differences
from spinewise_web.records.standing import standing_of
from spinewise_web.records.verify import audit_faults

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 20, 15, 0, tzinfo=dt.UTC)


def test_the_demo_tells_twelve_different_courses(django_assert_max_num_queries):
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


def test_a_database_with_a_clinic_in_it_is_left_alone():
    Clinic.objects.create(name="A real one")
    with pytest.raises(CommandError, match="There is a clinic here already"):
        call_command("seed_demo")


def test_nobody_but_the_demos_staff_is_shown_a_code(cast):
    with pytest.raises(CommandError, match="who works in the demo"):
        call_command("demo_code", cast.therapist.email)
