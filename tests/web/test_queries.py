"""What a page costs: as many queries for thirty logs or people as for one, and nothing stale from what is kept."""

import datetime as dt
import re
import uuid
from itertools import combinations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from spinewise_web.accounts.prepared import Prepared
from spinewise_web.records.actions.answers import record_answers
from spinewise_web.records.actions.contact import send_message
from spinewise_web.records.actions.people import change_clinic, set_settings
from spinewise_web.records.models import DayLog, Episode, ExerciseLog, Message, Person
from spinewise_web.records.reads.course import own_people
from spinewise_web.records.standing import standing_of
from web.cast import lately, signed_in
from web.patient.home import Home, to_do

pytestmark = pytest.mark.django_db

PATIENT_PAGES = ("today", "log", "progress", "messages", "settings", "learn", "do/{exercise}")
CLINIC_PAGES = ("/clinic/", "/clinic/?whose=mine", "/clinic/?q=Person", "/clinic/?page=2&all=1&people=2")
MOST_FOR_A_KEPT_PAGE = 8
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
KEY = re.compile(r'name="key" value="([\w-]+)"')


@pytest.fixture
def home(cast):
    """The patient at home, planned for since nine in the morning of the real day."""
    version = cast.signed_plan(now=lately())
    made = Home(cast)
    made.version = version
    return made


def cost(client, address):
    """How many queries a page needs, once everything is prepared that is prepared once."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
        return len(asked.captured_queries) or len(connection.queries_log)


def costs(home):
    exercise = to_do(home.cast)
    return {page: cost(home.client, home.address(page.format(exercise=exercise))) for page in PATIENT_PAGES}


def lived(home, days):
    """So many days with exercises and messages, as the actions write them."""
    person, plan, now = home.person, home.version, timezone.now()
    said = {"person": person, "made_by": person.user, "made_at": now}
    ago = [now.date() - dt.timedelta(days=day) for day in range(days)]
    first = DayLog.objects.filter(person=person).count()
    DayLog.objects.bulk_create(
        DayLog(episode=plan.episode, on=on, back_pain=4, leg_pain=1, **said) for on in ago[first:]
    )
    ExerciseLog.objects.bulk_create(
        ExerciseLog(plan=plan, on=on, intervention=to_do(home.cast), outcome="done", **said) for on in ago[first:]
    )
    Message.objects.bulk_create(Message(text="Hello", from_clinic=True, read_at=now, **said) for _ in ago[first:])
    record_answers(person=person, words={"back_pain_now": "4"}, by=person.user, now=now)


def test_a_patients_pages_cost_the_same_after_one_day_and_after_thirty(home):
    lived(home, 1)
    few = costs(home)
    lived(home, 30)
    assert costs(home) == few


def test_a_clinicians_pages_cost_the_same_for_one_log_and_for_thirty(home, cast):
    desk = signed_in(cast.therapist)
    pages = [f"/clinic/p/{cast.patient.pk}/", f"/clinic/p/{cast.patient.pk}/plan/"]
    lived(home, 1)
    few = [cost(desk, page) for page in pages]
    lived(home, 30)
    assert [cost(desk, page) for page in pages] == few


def test_a_clinicians_day_costs_the_same_for_one_patient_and_for_thirty(cast):
    desk = signed_in(cast.therapist)
    arrived(cast, 1)
    few = {page: cost(desk, page) for page in CLINIC_PAGES}
    arrived(cast, 29)
    assert {page: cost(desk, page) for page in CLINIC_PAGES} == few
    assert [desk.get(f"/clinic/?page={page}").content.count(b"att-who") for page in (1, 2)] == [25, 5]


def arrived(cast, count):
    """People who wait for their first plan, with a message and some logs."""
    now = timezone.now()
    said = {"clinic": cast.clinic, "therapist": cast.therapist, "created_at": now}
    people = Person.objects.bulk_create(Person(name=f"Person {uuid.uuid4()}", **said) for _ in range(count))
    for person in people:
        episode = Episode.objects.create(
            person=person, opened_at=now, made_at=now, tier="2", care="physical_therapy", triaged_at=now
        )
        Message.objects.create(person=person, text="Hello", from_clinic=False, made_at=now)
        DayLog.objects.bulk_create(
            DayLog(person=person, episode=episode, on=now.date() - dt.timedelta(days=day), back_pain=3, made_at=now)
            for day in range(3)
        )


# -- prepared queries


def test_a_prepared_query_gives_each_time_what_the_query_itself_gives(cast):
    prepared = Prepared(
        lambda user, person: own_people(type(cast.therapist)(pk=user)).filter(pk=person),
        user=uuid.UUID,
        person=uuid.UUID,
    )
    for user in (cast.patient_user, cast.other_user, cast.therapist, cast.patient_user):
        for person in (cast.patient, cast.other_patient):
            itself = list(own_people(user).filter(pk=person.pk))
            assert prepared.rows(user=user.pk, person=person.pk) == itself


def test_a_prepared_query_reads_what_was_written_since(cast):
    names = Prepared(lambda pk: Person.objects.filter(pk=pk).values_list("name", flat=True), pk=uuid.UUID)
    assert names.first(pk=cast.patient.pk) == "Pat Ient"
    Person.objects.filter(pk=cast.patient.pk).update(name="Patricia")
    assert names.first(pk=cast.patient.pk) == "Patricia"
    assert names.first(pk=uuid.uuid4()) is None


def test_a_query_in_which_a_value_is_no_parameter_of_its_own_is_not_prepared(cast):
    with pytest.raises(AssertionError, match="parameter of its own"):
        Prepared(lambda pk: Person.objects.all(), pk=uuid.UUID).rows(pk=cast.patient.pk)


# -- pages that are kept until something changes


def test_the_same_page_again_costs_few_queries_and_says_the_same(home):
    first, again = home.reads("today"), home.reads("today")
    assert KEY.sub("", TOKEN.sub("", first)) == KEY.sub("", TOKEN.sub("", again))
    assert cost(home.client, home.address("today")) <= MOST_FOR_A_KEPT_PAGE


def test_every_answer_has_tokens_of_its_own_that_count(home, cast):
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = signed_in(cast.patient_user).cookies
    pages = [browser.get(home.address("today")).content.decode() for _ in range(3)]
    keys = [set(KEY.findall(page)) for page in pages]
    assert all(one and not one & other for one, other in combinations(keys, 2))
    sent = {"csrfmiddlewaretoken": TOKEN.findall(pages[-1])[0], "key": KEY.findall(pages[-1])[0], "back": "4"}
    assert browser.post(home.address("log"), sent | {"new": "no"}).status_code == 303


def test_a_log_is_on_the_page_at_once(home):
    home.reads("today")
    home.logs()
    assert "You have logged today" in home.reads("today")


def test_what_is_done_is_on_the_page_at_once(home, cast):
    before = home.reads("today")
    home.says(to_do(cast), home.version)
    home.reads("today")
    assert "Behind you" not in before
    assert "Behind you" in home.reads("today")


def test_a_plan_that_is_locked_is_not_shown_from_what_was_kept(home, cast):
    home.reads("today")
    cast.answers(now=timezone.now(), saddle_numbness="new")
    page = home.reads("today")
    assert "Start, I’ll count for you" not in page
    assert "999" in page or "112" in page


def test_what_the_clinic_changes_about_itself_is_on_the_page_at_once(home, cast):
    home.reads("today")
    change_clinic(clinic=cast.clinic, by=cast.administrator, now=timezone.now(), phone="020 7946 0123")
    assert "020 7946 0123" in home.reads("today")


def test_what_somebody_wishes_is_on_the_page_at_once(home, cast):
    home.reads("today")
    wishes = {"figure": {"skin": "deep"}}
    set_settings(person=home.person, settings=wishes, by=cast.patient_user, now=timezone.now())
    assert 'data-skin="deep"' in home.reads("today")


def test_a_carer_does_not_see_the_page_that_was_kept_for_the_person(home, cast):
    home.reads("today")
    assert "You are looking after" in Home(cast, by=cast.with_carer()).reads("today")


def test_a_line_about_what_was_kept_is_shown_once(home):
    home.reads("today")
    home.logs()
    assert "Saved. Thank you." in home.reads("today")
    assert "Saved. Thank you." not in home.reads("today")


def test_nothing_of_another_person_is_in_a_kept_page(home, cast):
    home.reads("today")
    send_message(person=cast.other_patient, text="Hello", by=cast.other_user, now=timezone.now())
    assert Home(cast, by=cast.other_user).opens("today").status_code == 404


# -- how often somebody may write


def test_a_flood_of_writes_is_refused_for_that_person_only(home, cast, settings):
    settings.ACCOUNT_RATE_LIMITS = {"write": "3/m/user"}
    assert [home.logs().status_code for _ in range(4)] == [303, 303, 303, 429]
    assert home.opens("today").status_code == 200
    assert standing_of(cast.patient).items
