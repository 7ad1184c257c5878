"""What a page costs: as many queries for thirty logs or people as for one, and nothing stale from what is kept."""

import datetime as dt
import json
import re
import sys
import uuid
from contextlib import suppress
from itertools import combinations, permutations, product

import pytest
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection, transaction
from django.db.models import JSONField, Model
from django.db.transaction import TransactionManagementError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from spinewise_web.accounts.columns import Json
from spinewise_web.accounts.prepared import Prepared, insert, update
from spinewise_web.records.actions.answers import record_answers
from spinewise_web.records.actions.contact import send_message
from spinewise_web.records.actions.people import change_clinic, set_settings
from spinewise_web.records.actions.visits import record_visit
from spinewise_web.records.models import Alert, DayLog, Episode, ExerciseLog, Message, Person
from spinewise_web.records.models.base import Frequent
from spinewise_web.records.reads.course import own_people
from spinewise_web.records.standing import standing_of
from web.cast import lately, signed_in
from web.patient.home import Home, to_do

pytestmark = pytest.mark.django_db

PATIENT_PAGES = ("today", "log", "progress", "messages", "settings", "learn", "do/{exercise}")
CLINIC_PAGES = ("/clinic/", "/clinic/?whose=mine", "/clinic/?q=Person", "/clinic/?page=2&all=1&people=2")
MOST_FOR_A_KEPT_PAGE = 8
SAYS_NOTHING_HERE = {"HAS_OWN"}
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


def every_prepared():
    """Each prepared query of the application, by where it stands."""
    modules = [module for name, module in sorted(sys.modules.items()) if name.startswith("spinewise_web.")]
    named = [(f"{one.__name__}.{name}", what) for one in modules for name, what in vars(one).items()]
    return {name: what for name, what in named if isinstance(what, Prepared)}


def told_of(row):
    """All that a row holds, with the rows that are joined to it; another value stands for itself."""
    if not isinstance(row, Model):
        return row
    kept = {name: value for name, value in vars(row).items() if name != "_state"}
    joined = row._state.fields_cache
    return kept | {name: told_of(other) for name, other in joined.items()}


def test_every_prepared_query_of_the_application_reads_all_that_the_query_itself_reads(home):
    cast, now = home.cast, timezone.now()
    lived(home, 3)
    home.logs()
    said = {"person": cast.patient, "episode": home.version.episode, "made_at": now, "why": "Look"}
    Alert.objects.create(kind=Alert.Kind.TOO_MUCH, urgency="routine", **said)
    record_visit(person=cast.patient, on=now.date(), minutes=30, given=[], note="Talked", by=cast.therapist, now=now)
    sent = [one.objects.first().key for one in (ExerciseLog, DayLog)]
    known = {
        "pk": (cast.patient.pk, cast.patient_user.pk, cast.therapist.pk),
        "person": (cast.patient.pk,),
        "user": (cast.patient_user.pk, cast.therapist.pk),
        "clinic": (cast.patient.clinic_id,),
        "plan": (home.version.pk,),
        "episode": (home.version.episode_id,),
        "place": (cast.patient.pk,),
        "key": (*sent, Session.objects.first().session_key),
        "now": (now,),
        "since": (now.date() - dt.timedelta(days=30),),
        "on": (now.date(),),
    }
    told_something = set()
    for name, prepared in every_prepared().items():
        for values in product(*(known[re.sub(r"_\d+$", "", one)] for one in prepared._types)):
            asked = dict(zip(prepared._types, values, strict=True))
            if all(isinstance(value, prepared._types[one]) for one, value in asked.items()):
                given = [told_of(row) for row in prepared.rows(**asked)]
                assert given == [told_of(row) for row in prepared._make(**asked)], (name, asked)
                told_something |= {name} if given else set()
    silent = {name.rpartition(".")[2] for name in every_prepared().keys() - told_something}
    assert silent <= SAYS_NOTHING_HERE, silent - SAYS_NOTHING_HERE


def test_what_is_written_the_short_way_is_the_row_that_django_would_have_written(cast):
    now = timezone.now()
    episode = Episode.objects.create(person=cast.patient, opened_at=now, made_at=now)
    said = {"person": cast.patient, "episode": episode, "made_at": now, "back_pain": 3, "note": "\U0001f642 café"}
    short, long = (DayLog(**said, on=now.date() - dt.timedelta(days=day), key=uuid.uuid4()) for day in range(2))
    insert(short)
    long.save(force_insert=True)
    own = dict.fromkeys(("id", "key", "on", "salt"))
    one, other = (told_of(DayLog.objects.get(pk=row.pk)) for row in (short, long))
    assert one | own == other | own
    cast.patient.name, cast.patient.settings = "Patricia", {"text": "large"}
    update(cast.patient, "name")
    assert Person.objects.get(pk=cast.patient.pk).name == "Patricia"
    assert Person.objects.get(pk=cast.patient.pk).settings != cast.patient.settings
    assert Person.objects.get(pk=cast.other_patient.pk).name != "Patricia"


def test_a_name_that_is_no_field_is_written_nowhere(cast):
    with pytest.raises(KeyError, match="nmae"):
        update(cast.patient, "nmae")


def test_a_mistake_in_writing_leaves_nothing_of_its_transaction(cast):
    with transaction.atomic():
        with suppress(DatabaseError):
            insert(Person(clinic=cast.clinic, name=None))
        with pytest.raises(TransactionManagementError):
            update(cast.patient, "name")


@pytest.mark.parametrize("value", [None, [], {"a": [1, 2.5, "\u00fc", None, True]}, "text", 0, 10**30])
def test_a_column_of_json_reads_what_django_reads(value):
    column, kept = Json(), json.dumps(value)
    assert column.from_db_value(kept, None, connection) == JSONField().from_db_value(kept, None, connection) == value


def test_a_column_of_json_reads_what_msgspec_does_not():
    assert Json().from_db_value('"\\ud800"', None, connection) == "\ud800"
    assert Json().from_db_value("a part taken out", None, connection) == "a part taken out"
    assert Json().from_db_value(None, None, connection) is None


def test_what_is_gone_is_not_written_over_in_silence(cast):
    nobody = Person(clinic=cast.clinic, name="Nobody")
    with pytest.raises(DatabaseError, match="no such Person"):
        update(nobody, "name")


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


@pytest.mark.parametrize("table", Frequent.__subclasses__(), ids=lambda table: table.__name__)
def test_a_table_that_grows_by_the_day_finds_a_persons_rows_and_has_no_index_that_another_one_begins_with(table):
    name = table._meta.db_table
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, name)
        partial = partial_indexes(cursor, name)
    whole = [
        tuple(one["columns"])
        for index, one in found.items()
        if (one["index"] or one["unique"]) and index not in partial
    ]
    of_person = [columns for columns in whole if columns[0] == "person_id"]
    assert of_person
    assert [one for one, other in permutations(of_person, 2) if one == other[: len(one)]] == []
    assert ("made_by_id",) not in whole


def partial_indexes(cursor, table):
    """Those that hold only some rows of a table."""
    if connection.vendor == "sqlite":
        cursor.execute("SELECT name FROM pragma_index_list(%s) WHERE partial", [table])
    else:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = %s AND indexdef LIKE '%% WHERE %%'", [table])
    return {name for (name,) in cursor.fetchall()}
