"""Who works here: invited by mail, given roles and losing them at once; the last administrator stays."""

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse

from spinewise_web.accounts.models import Invitation, Membership, Role, User
from spinewise_web.records.actions.people import add_member
from web.cast import NOW, signed_in

pytestmark = pytest.mark.django_db
PEOPLE = "/office/"
NEW = {"act": "invite", "name": "Newt Colleague", "email": "newt@example.org", "role": "therapist"}
PAGES = ("people", "patients", "register", "customs", "record", "data")


def sends(user, said):
    return signed_in(user).post(PEOPLE, said)


def page(user, address=PEOPLE):
    answered = signed_in(user).get(address)
    assert answered.status_code == 200
    return answered.content.decode()


def role_of(user, role=Role.THERAPIST):
    return str(Membership.objects.get(user=user, role=role).pk)


def link_in(letter):
    return next(line for line in letter.body.splitlines() if line.startswith("http"))


def test_an_administrator_comes_to_the_office_and_who_treats_to_the_patients(cast):
    assert signed_in(cast.administrator).get("/").headers["Location"] == PEOPLE
    assert signed_in(cast.therapist).get("/").headers["Location"] == "/clinic/"
    way_to_patients = f'href="{reverse("clinic:today")}"'
    assert way_to_patients not in page(cast.administrator)
    add_member(clinic=cast.clinic, user=cast.administrator, role=Role.THERAPIST, by=cast.administrator, now=NOW)
    assert signed_in(cast.administrator).get("/").headers["Location"] == "/clinic/"
    assert way_to_patients in page(cast.administrator)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", ["therapist", "colleague", "patient_user", "carer_user"])
def test_nobody_else_finds_the_office(cast, name, who):
    client = signed_in(getattr(cast, who))
    assert client.get(reverse(f"office:{name}")).status_code == 404
    assert client.post(reverse(f"office:{name}"), {"act": "back_up"}).status_code in (404, 405)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_kept_in_no_cache(cast, name):
    answered = signed_in(cast.administrator).get(reverse(f"office:{name}"))
    assert (answered.status_code, answered.headers["Cache-Control"]) == (200, "no-store, private")


def test_everybody_stands_there_with_every_role_once(cast):
    add_member(clinic=cast.clinic, user=cast.supervisor, role=Role.ADMINISTRATOR, by=cast.administrator, now=NOW)
    shown = page(cast.administrator)
    assert shown.count(f'<span class="soft sm">{cast.supervisor.email}</span>') == 1
    assert cast.therapist_elsewhere.email not in shown


def test_a_colleague_is_invited_chooses_a_password_and_works_here(cast, client):
    assert sends(cast.administrator, NEW).status_code == 303
    client.post(link_in(mail.outbox[0]), {"password": "a quiet long sentence"})
    assert Membership.objects.current().get(user__email="newt@example.org").role == Role.THERAPIST


@pytest.mark.parametrize(
    ("said", "does"),
    [
        ({"name": ""}, "Enter the name"),
        ({"email": "x"}, "such as name@"),
        ({"role": "chief"}, "Choose one of the list"),
    ],
)
def test_an_invitation_that_cannot_be_read_says_what_to_do(cast, said, does):
    answered = sends(cast.administrator, NEW | said)
    assert answered.status_code == 422
    assert does in answered.content.decode()
    assert mail.outbox == []


def test_an_invitation_is_sent_again_and_withdrawn(cast, client):
    sends(cast.administrator, NEW)
    first = Invitation.objects.get(email="newt@example.org")
    sends(cast.administrator, {"act": "again", "invitation": str(first.pk)})
    assert client.get(link_in(mail.outbox[0])).status_code == 410
    assert client.get(link_in(mail.outbox[1])).status_code == 200
    second = Invitation.objects.filter(email="newt@example.org").exclude(pk=first.pk).get()
    sends(cast.administrator, {"act": "withdraw", "invitation": str(second.pk)})
    assert client.get(link_in(mail.outbox[1])).status_code == 410


def test_an_invitation_that_is_over_says_so(cast):
    sends(cast.administrator, NEW)
    Invitation.objects.update(expires_at=NOW - dt.timedelta(days=2))
    assert "stopped working on 21 November" in page(cast.administrator)


def test_a_role_ends_at_once(cast):
    assert sends(cast.administrator, {"act": "end", "membership": role_of(cast.colleague)}).status_code == 303
    assert signed_in(cast.colleague).get("/clinic/").status_code == 404


def test_another_role_is_added_to_somebody_who_works_here(cast):
    said = {"act": "add", "membership": role_of(cast.therapist), "role": "supervisor"}
    assert sends(cast.administrator, said).status_code == 303
    roles = set(Membership.objects.current().filter(user=cast.therapist).values_list("role", flat=True))
    assert roles == {"therapist", "supervisor"}
    assert sends(cast.administrator, said | {"role": "king"}).status_code == 404


def test_the_last_administrator_stays(cast):
    own = role_of(cast.administrator, Role.ADMINISTRATOR)
    told = signed_in(cast.administrator).post(PEOPLE, {"act": "end", "membership": own}, follow=True)
    assert "A clinic needs an administrator." in told.content.decode()
    add_member(clinic=cast.clinic, user=cast.supervisor, role=Role.ADMINISTRATOR, by=cast.administrator, now=NOW)
    left = sends(cast.administrator, {"act": "end", "membership": own})
    assert (left.status_code, left.headers["Location"]) == (303, "/")


def test_rows_of_another_clinic_are_not_found(cast):
    sends(cast.elsewhere_administrator, NEW)
    theirs = str(Invitation.objects.get(email="newt@example.org").pk)
    for said in (
        {"act": "end", "membership": role_of(cast.therapist_elsewhere)},
        {"act": "add", "membership": role_of(cast.therapist_elsewhere), "role": "supervisor"},
        {"act": "withdraw", "invitation": theirs},
        {"act": "again", "invitation": theirs},
        {"act": "end", "membership": "nonsense"},
    ):
        assert sends(cast.administrator, said).status_code == 404, said
    assert Membership.objects.current().filter(user=cast.therapist_elsewhere).exists()


def test_who_runs_two_clinics_chooses_which(cast):
    add_member(clinic=cast.other_clinic, user=cast.administrator, role=Role.ADMINISTRATOR, by=None, now=NOW)
    browser = signed_in(cast.administrator)
    assert cast.therapist.email in browser.get(PEOPLE).content.decode()
    assert cast.therapist_elsewhere.email in browser.get(f"{PEOPLE}?clinic={cast.other_clinic.pk}").content.decode()
    assert cast.therapist_elsewhere.email in browser.get(PEOPLE).content.decode()


def test_more_staff_need_no_more_queries(cast, queries):
    few = queries(signed_in(cast.administrator), PEOPLE)
    for number in range(4):
        made = User.objects.create_user(f"more{number}@example.org", name=f"More {number}")
        add_member(clinic=cast.clinic, user=made, role=Role.THERAPIST, by=cast.administrator, now=NOW)
    assert queries(signed_in(cast.administrator), PEOPLE) == few > 0
