"""Who needs me today: the most urgent first, taken up by name, and nobody of another clinic."""

import datetime as dt

import pytest
from django.urls import reverse

from spinewise_web.records.actions.contact import send_message
from spinewise_web.records.actions.people import register_person
from spinewise_web.records.actions.visits import record_visit
from spinewise_web.records.models import Alert
from web.cast import NOW, signed_in

pytestmark = pytest.mark.django_db
TODAY = "/clinic/"


def page(user, path=TODAY):
    answered = signed_in(user).get(path)
    assert answered.status_code == 200
    return answered.content.decode()


def test_staff_come_to_who_needs_them(cast):
    assert signed_in(cast.therapist).get("/").headers["Location"] == TODAY


def test_patients_find_no_such_page(cast):
    assert signed_in(cast.patient_user).get(TODAY).status_code == 404


def test_a_red_answer_stands_above_a_message_and_says_why(cast):
    cast.answers(cast.other_patient)
    send_message(person=cast.other_patient, text="Hello", by=cast.other_user, now=NOW - dt.timedelta(days=3))
    cast.answers(saddle_numbness="new")
    shown = page(cast.therapist)
    assert shown.index("Pat Ient") < shown.index("Otto Ther")
    assert "One person can’t wait." in shown
    assert Alert.objects.get().why in shown


def test_a_person_with_two_reasons_is_one_row(cast):
    cast.answers(saddle_numbness="new")
    send_message(person=cast.patient, text="Hello", by=cast.patient_user, now=NOW)
    shown = page(cast.therapist)
    assert shown.count('class="att-who"') == 1
    assert "A message waits." in shown


def test_an_alert_is_taken_up_by_name_and_leaves_the_list(cast):
    cast.answers(saddle_numbness="new")
    alert = Alert.objects.get()
    address = reverse("clinic:take_up", args=[alert.pk])
    assert signed_in(cast.therapist).post(address, {"done": "Called, on the way"}).status_code == 303
    alert.refresh_from_db()
    assert (alert.acknowledged_by, alert.done) == (cast.therapist, "Called, on the way")
    assert "I take this up" not in page(cast.therapist)


def test_taking_up_what_cannot_wait_leads_on_to_the_person_who_stays_first_on_the_list(cast):
    cast.answers(saddle_numbness="new")
    alert = Alert.objects.get()
    sent = signed_in(cast.therapist).post(reverse("clinic:take_up", args=[alert.pk]))
    assert sent.headers["Location"] == reverse("clinic:patient", args=[alert.person_id])
    shown = page(cast.therapist)
    assert '<li data-level="emergency"' in shown
    assert "Tess Therapist took this up. Nobody has cleared it yet" in shown
    assert "Did they go?" in shown


def test_a_note_to_sign_leads_to_its_visit(cast):
    cast.signed_plan()
    said = {"person": cast.patient, "on": NOW.date(), "minutes": 30, "given": [], "note": "Talked"}
    visit = record_visit(**said, by=cast.therapist, now=NOW)
    shown = page(cast.therapist)
    assert "A note to sign, visit of 23 November." in shown
    assert f'href="{reverse("clinic:visit", args=[cast.patient.pk, visit.pk])}">Sign the note' in shown


def test_taking_up_what_can_wait_leads_back_to_the_list(cast):
    cast.answers(saddle_numbness="new")
    red = Alert.objects.get()
    soft = Alert.objects.create(person=red.person, episode=red.episode, kind="rising", urgency="routine", made_at=NOW)
    assert signed_in(cast.therapist).post(reverse("clinic:take_up", args=[soft.pk])).headers["Location"] == TODAY


def test_everything_open_about_a_person_is_taken_up_at_once(cast):
    cast.answers(saddle_numbness="new")
    red = Alert.objects.get()
    other = Alert.objects.create(person=red.person, episode=red.episode, kind="rising", urgency="routine", made_at=NOW)
    foreign = Alert.objects.create(
        person=cast.other_patient, episode=red.episode, kind="rising", urgency="routine", made_at=NOW
    )
    assert page(cast.therapist).count("I take this up") == 1
    sent = {"also": [str(other.pk), str(foreign.pk), "nonsense"]}
    signed_in(cast.therapist).post(reverse("clinic:take_up", args=[red.pk]), sent)
    assert list(Alert.objects.open()) == [foreign]


def test_who_was_first_stays_and_the_second_is_told(cast):
    cast.answers(saddle_numbness="new")
    address = reverse("clinic:take_up", args=[Alert.objects.get().pk])
    signed_in(cast.therapist).post(address)
    told = signed_in(cast.colleague).post(address, follow=True)
    assert "Tess Therapist took this up before you." in told.content.decode()
    assert Alert.objects.get().acknowledged_by == cast.therapist


def test_nobody_takes_up_what_is_not_their_clinics(cast):
    cast.answers(saddle_numbness="new")
    address = reverse("clinic:take_up", args=[Alert.objects.get().pk])
    for user in (cast.therapist_elsewhere, cast.patient_user, cast.administrator):
        assert signed_in(user).post(address).status_code == 404
    assert Alert.objects.get().acknowledged_at is None


def test_looking_takes_nothing_up(cast):
    cast.answers(saddle_numbness="new")
    assert signed_in(cast.therapist).get(reverse("clinic:take_up", args=[Alert.objects.get().pk])).status_code == 405


def test_the_other_clinic_sees_nobody(cast):
    cast.answers(saddle_numbness="new")
    shown = page(cast.therapist_elsewhere)
    assert "Pat Ient" not in shown
    assert "Nobody waits for you" in shown


def test_everybody_is_found_by_a_part_of_their_name(cast):
    shown = page(cast.therapist, TODAY + "?q=otto")
    assert "Otto Ther" in shown
    assert "Pat Ient" not in shown


def test_my_patients_leaves_those_of_colleagues_out(cast):
    cast.answers(saddle_numbness="new")
    assert "New numbness" in page(cast.colleague)
    assert "New numbness" not in page(cast.colleague, TODAY + "?whose=mine")


def test_more_people_need_no_more_queries(cast, queries):
    cast.answers(saddle_numbness="new")
    one = queries(signed_in(cast.therapist), TODAY)
    cast.answers(cast.other_patient, saddle_numbness="new")
    assert queries(signed_in(cast.therapist), TODAY) == one > 0


def test_a_long_list_comes_a_page_at_a_time_and_the_most_urgent_stand_on_the_first(cast, monkeypatch):
    monkeypatch.setattr("spinewise_web.clinic.today.ON_A_PAGE", 2)
    people = [cast.comes(f"Person {number}")[0] for number in range(3)]
    for person in people:
        send_message(person=person, text="Hello", by=person.user, now=NOW)
        cast.answers(person)
    cast.answers(saddle_numbness="new")
    first, last, past = (page(cast.therapist, f"{TODAY}?page={number}") for number in (1, 2, 99))
    assert first.index("Pat Ient") < first.index("Person 0")
    assert "1 to 2 of 4" in first
    assert "3 to 4 of 4" in last
    assert "Pat Ient" not in last
    assert last.count('class="att-who"') == past.count('class="att-who"') == 2
    assert "One person can’t wait." in last
    assert 'href="?page=2#need" rel="next"' in first


def test_everybody_comes_a_page_at_a_time_by_name_and_keeps_what_was_sought(cast, queries, monkeypatch):
    monkeypatch.setattr("spinewise_web.clinic.today.ON_A_PAGE", 2)
    cast.comes("Zoe Ient")
    shown = page(cast.therapist, TODAY + "?all=1")
    assert ("1 to 2 of 3" in shown, "Zoe" in shown) == (True, False)
    cast.comes("Yves Ient")
    found = page(cast.therapist, TODAY + "?q=ient")
    assert 'href="?q=ient&amp;people=2#everybody" rel="next"' in found
    assert "Zoe" in page(cast.therapist, TODAY + "?q=ient&people=2")
    few = queries(signed_in(cast.therapist), TODAY + "?all=1")
    cast.comes("Xara Ient")
    assert queries(signed_in(cast.therapist), TODAY + "?all=1") == few


def test_names_are_shown_as_text(cast):
    register_person(clinic=cast.clinic, name="<b>Bobby</b> \N{HEBREW LETTER ALEF}", by=cast.therapist, now=NOW)
    shown = page(cast.therapist, TODAY + "?all=1")
    assert "&lt;b&gt;Bobby" in shown
    assert "<b>Bobby" not in shown
