"""Several people write at the same moment, on connections of their own, and nothing is lost or forked."""

import datetime as dt
import threading

import pytest
from django.db import connection, connections

from spinewise.plan.types import Remove
from spinewise_web.audit.models import Entry
from spinewise_web.records.actions.contact import send_message
from spinewise_web.records.actions.plans import Conflict, edit_plan
from spinewise_web.records.core import planned
from spinewise_web.records.models import Message, PlanVersion
from spinewise_web.records.verify import audit_faults
from web.cast import NOW

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite in memory has one connection"),
]


def at_once(*doings):
    """Do each in a thread of its own, all begun together; gives what each returned or raised."""
    start, answered = threading.Barrier(len(doings)), [None] * len(doings)

    def run(place, doing):
        try:
            start.wait(timeout=20)
            answered[place] = doing()
        except Exception as error:  # noqa: BLE001  # handed to the test
            answered[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(doings)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answered


def test_of_two_who_edit_a_plan_at_once_one_is_told(cast):
    version = cast.signed_plan()
    said = {"version": version, "edits": [Remove(planned(version)[0])], "reason": "No time", "now": NOW}
    answered = at_once(lambda: edit_plan(**said, by=cast.therapist), lambda: edit_plan(**said, by=cast.colleague))
    assert {type(one) for one in answered} == {PlanVersion, Conflict}
    assert PlanVersion.objects.count() == 2


def test_the_chain_never_forks(cast):
    people = (cast.patient, cast.other_patient)
    before = Entry.objects.filter(clinic_id=cast.clinic.pk).count()

    def sends(number):
        person = people[number % 2]
        at = NOW + dt.timedelta(seconds=number)
        return lambda: send_message(person=person, text=f"Line {number}", by=person.user, now=at)

    answered = at_once(*(sends(number) for number in range(8)))
    assert [type(one) for one in answered] == [Message] * 8
    assert Entry.objects.filter(clinic_id=cast.clinic.pk).count() == before + 8
    assert list(audit_faults()) == []
