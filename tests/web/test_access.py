"""Who sees what: the cast against every kind of record and every address."""

import ast
import re
from pathlib import Path

import pytest
from django.urls import URLResolver, get_resolver

import spinewise_web
from spinewise_web.accounts.models import Clinic, Invitation, Membership
from spinewise_web.audit.models import Entry
from spinewise_web.records.actions.consent import give_consent
from spinewise_web.records.actions.contact import note_after_instruction, send_message, set_reminder
from spinewise_web.records.actions.days import record_day, record_exercise
from spinewise_web.records.actions.flares import begin_flare_up
from spinewise_web.records.actions.notes import sign_note
from spinewise_web.records.actions.people import end_membership, invite
from spinewise_web.records.actions.referrals import take_referral
from spinewise_web.records.actions.rights import erase_person, record_models
from spinewise_web.records.actions.treatments import add_other_treatment
from spinewise_web.records.actions.visits import record_adverse_event, record_visit
from spinewise_web.records.core import planned
from spinewise_web.records.models import Alert, KnowledgeRelease, Person, Record, ReminderSent, Tombstone
from web.cast import NOW, TODAY, signed_in
from web.remembered import remember

pytestmark = pytest.mark.django_db

CLINICIANS = {"therapist", "colleague", "supervisor"}
PATIENT, CARER = {"patient_user"}, {"carer_user"}
SEEN_BY = {
    "AdverseEvent": CLINICIANS | PATIENT,
    "AfterInstruction": CLINICIANS | PATIENT | CARER,
    "Alert": CLINICIANS,
    "AnswerSheet": CLINICIANS | PATIENT,
    "Carer": CLINICIANS | PATIENT,
    "Consent": CLINICIANS | PATIENT,
    "DayLog": CLINICIANS | PATIENT | CARER,
    "Decision": CLINICIANS | PATIENT,
    "Episode": CLINICIANS | PATIENT | CARER,
    "ExerciseLog": CLINICIANS | PATIENT | CARER,
    "FlareUp": CLINICIANS | PATIENT | CARER,
    "Message": CLINICIANS | PATIENT,
    "OtherTreatment": CLINICIANS | PATIENT,
    "PlanVersion": CLINICIANS | PATIENT | CARER,
    "Referral": CLINICIANS | PATIENT,
    "Reminder": CLINICIANS | PATIENT | CARER,
    "ReminderSent": CLINICIANS | PATIENT,
    "VisitNote": CLINICIANS | PATIENT,
    "VisitSession": CLINICIANS | PATIENT,
}
OPEN_ROOMS = ("spinewise_web.portal.public", "spinewise_web.design")
SHORT_NAMES = {
    "version": "planversion",
    "plan": "planversion",
    "visit": "visitsession",
    "day": "daylog",
    "sheet": "answersheet",
}
OPEN_TO_ALL = {
    "home",
    "health",
    "ask_for_link",
    "sign_in_link_sent",
    "sign_in_by_link",
    "join",
    "sign_in",  # these two answer in the demo only, and only to this machine
    "be",
    "account_login",
    "account_signup",
    "account_logout",
    "account_confirm_login_code",
    "account_inactive",
    "account_confirm_email",
    "account_email_verification_sent",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "mfa_trust",
    "mfa_signup_webauthn",
}


@pytest.fixture
def busy(cast):
    """A row of every kind about the patient, and none about the other patient."""
    remember("busy", lambda: leave_rows(cast))
    return cast


def leave_rows(cast):
    patient, by = cast.patient, cast.patient_user
    cast.with_carer()
    version = cast.signed_plan()
    record_day(person=patient, on=TODAY, back_pain=3, by=by, now=NOW)
    record_exercise(version=version, intervention=planned(version)[0], on=TODAY, outcome="too_much", by=by, now=NOW)
    send_message(person=patient, text="Hello", by=by, now=NOW)
    begin_flare_up(person=patient, by=by, now=NOW)
    red = Alert(person=patient, episode=version.episode, kind="red_answer", urgency="urgent", why="Numb", made_at=NOW)
    red.save()
    note_after_instruction(person=patient, what="shown", by=by, now=NOW)
    set_reminder(person=patient, by=by, now=NOW)
    ReminderSent.objects.create(person=patient, on=TODAY, nth=0, made_at=NOW)
    add_other_treatment(person=patient, kind="medicine", name="Ibuprofen", by=by, now=NOW)
    take_referral(person=patient, party="Dr House", reason="Back pain", on=TODAY, by=cast.therapist, now=NOW)
    given = [{"intervention": "aerobic/walk", "minutes": 10}]
    give_consent(person=patient, about="treatment", by=by, now=NOW)
    visit = record_visit(person=patient, on=TODAY, minutes=30, given=given, by=cast.therapist, now=NOW)
    sign_note(visit=visit, text="S: walks more", by=cast.therapist, now=NOW)
    record_adverse_event(person=patient, on=TODAY, what="Bruise", severity="mild", by=cast.therapist, now=NOW)


def test_every_kind_of_record_says_who_sees_it():
    assert {model.__name__ for model in record_models()} == set(SEEN_BY)


def test_each_of_the_cast_sees_the_patients_records_or_none(busy):
    seen = {
        name: {who for who, user in busy.everybody().items() if model.objects.visible_to(user).exists()}
        for name, model in ((model.__name__, model) for model in record_models())
    }
    assert seen == SEEN_BY


def test_each_of_the_cast_finds_the_patient_or_nobody(busy):
    finds = {who for who, user in busy.everybody().items() if busy.patient in Person.objects.visible_to(user)}
    assert finds == CLINICIANS | PATIENT | CARER | {"administrator"}


def test_an_administrator_finds_people_but_reads_no_health(busy):
    assert busy.patient in Person.objects.visible_to(busy.administrator)
    assert busy.patient not in Person.objects.treated_by(busy.administrator)


def test_whoever_leaves_the_clinic_sees_nothing_from_that_moment(busy):
    end_membership(membership=busy.colleague.memberships.get(), by=busy.administrator, now=NOW)
    assert not any(model.objects.visible_to(busy.colleague).exists() for model in [Person, *record_models()])


def test_clinics_memberships_and_the_chain_stay_in_their_clinic(cast):
    assert list(Clinic.objects.visible_to(cast.therapist)) == [cast.clinic]
    assert {row.user for row in Membership.objects.visible_to(cast.therapist)} == {cast.therapist}
    assert not Membership.objects.visible_to(cast.administrator).filter(clinic=cast.other_clinic).exists()
    assert not Entry.objects.visible_to(cast.therapist).exists()
    assert set(Entry.objects.visible_to(cast.administrator).values_list("clinic_id", flat=True)) == {cast.clinic.pk}


def test_invitations_and_tombstones_stay_in_their_clinic(cast):
    invite(clinic=cast.clinic, email="a@example.org", name="A", into="therapist", by=cast.administrator, now=NOW)
    erase_person(person=cast.other_patient, by=cast.administrator, now=NOW)
    for rows in (Invitation.objects, Tombstone.objects):
        assert rows.visible_to(cast.administrator).exists()
        assert not rows.visible_to(cast.elsewhere_administrator).exists()
        assert not rows.visible_to(cast.patient_user).exists()


def test_knowledge_is_for_staff(cast):
    cast.answers()
    assert KnowledgeRelease.objects.visible_to(cast.therapist_elsewhere).exists()
    assert not KnowledgeRelease.objects.visible_to(cast.patient_user).exists()


# -- addresses


def addresses(resolver=None, before=""):
    """Every pattern with its name, those of included modules too."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, route)
        else:
            yield pattern.name, pattern.callback, route


def is_open_room(view):
    """Pages without an account: they keep nothing in the database, and show nothing from it."""
    module = getattr(getattr(view, "view_class", view), "__module__", "")
    return module.startswith(OPEN_ROOMS)


def test_every_address_has_a_name():
    assert [route for name, _, route in addresses() if not name] == []


def keeps_its_own_door(view):
    """The patient's pages send strangers to sign in themselves, so that what was typed survives an expired session."""
    return getattr(view, "__module__", "").startswith("spinewise_web.portal.patient")


def test_only_the_listed_addresses_are_open_to_all():
    is_open = {
        name
        for name, view, _ in addresses()
        if not getattr(view, "login_required", True) and not is_open_room(view) and not keeps_its_own_door(view)
    }
    assert is_open <= OPEN_TO_ALL


def plain_addresses():
    ours = [(name, route) for name, view, route in addresses() if not is_open_room(view)]
    return [(name, route) for name, route in ours if "<" not in route and "(" not in route]


@pytest.mark.parametrize(("name", "route"), plain_addresses(), ids=[name for name, _ in plain_addresses()])
def test_nobody_is_sent_to_sign_in(client, name, route):
    answered = client.get("/" + route)
    if name not in OPEN_TO_ALL:
        assert answered.status_code == 302, answered
        assert answered.headers["Location"].startswith("/accounts/login/")


def addressed():
    """Addresses that name a row, but for those of the sign-in library, of tokens and of open rooms."""
    ours = [(name, route) for name, view, route in addresses() if not is_open_room(view)]
    named = [(name, route) for name, route in ours if "<" in route and name not in OPEN_TO_ALL]
    return [(name, route) for name, route in named if not route.startswith(("accounts/", "join/"))]


def rows_by_name(busy):
    """A row of the patient for each name that an address may use for one."""
    named = {model.__name__.lower(): model.objects.filter(person=busy.patient).first() for model in record_models()}
    short = {
        "version": "planversion",
        "plan": "planversion",
        "visit": "visitsession",
        "day": "daylog",
        "sheet": "answersheet",
    }
    return {"person": busy.patient} | named | {name: named[row] for name, row in short.items()}


WORDS = {"exercise": "lumbar/bird_dog", "lesson": "lessons/sleep", "which": "week"}
"""What addresses name besides rows."""


@pytest.mark.parametrize(("name", "route"), addressed(), ids=[name for name, _ in addressed()])
def test_an_outsider_who_knows_an_address_finds_nothing_there(busy, client, name, route):
    """An address names its row `person`, `person_id`, `version_id` …, so that this test can make one."""
    rows = rows_by_name(busy)

    def filled(match):
        return WORDS.get(match[1]) or str(rows[match[1].removesuffix("_id").removesuffix("_pk")].pk)

    address = "/" + re.sub(r"<(?:\w+:)?(\w+)>", filled, route)
    strangers = (busy.therapist_elsewhere, busy.other_user, busy.elsewhere_administrator, busy.nobody)
    for who in (client, *map(signed_in, strangers)):
        answered = who.get(address)
        is_sent_away = answered.status_code == 302 and answered.headers["Location"].startswith("/accounts/")
        assert is_sent_away or answered.status_code in (403, 404, 405), (who, address, answered.status_code)


def test_staff_without_a_second_factor_see_nothing_but_its_setting_up(cast, client):
    client.force_login(cast.therapist, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/").headers["Location"] == "/accounts/2fa/"
    assert client.get("/accounts/2fa/").status_code == 200


def test_staff_with_a_second_factor_and_patients_come_in(cast):
    for user in (cast.therapist, cast.patient_user):
        answered = signed_in(user).get("/")
        assert "2fa" not in answered.headers.get("Location", "")


def test_what_a_signed_in_person_sees_is_kept_in_no_cache(cast):
    assert (
        signed_in(cast.patient_user)
        .get("/accounts/email/")
        .headers["Cache-Control"]
        .startswith(("no-store", "max-age=0"))
    )


# -- the code


def screens():
    package = Path(spinewise_web.__file__).parent
    rooms = ("clinic", "office", "portal", "config")
    return [path for room in rooms for path in sorted((package / room).rglob("*.py"))]


def test_an_open_page_reaches_for_nobody():
    """What needs no account has no way to the records."""
    package = Path(spinewise_web.__file__).parent
    rooms = [package.joinpath(*room.split(".")[1:]) for room in OPEN_ROOMS]
    sources = [path for room in rooms for path in room.rglob("*.py")]
    reaching = [path.name for path in sources if "records.models" in path.read_text(encoding="utf-8")]
    assert reaching == []


def test_no_screen_reaches_past_visible_to():
    """A screen says `.objects` only to go through one of the three ways to rows; it writes nothing itself."""
    wrong = [f"{path.name}:{line}" for path in screens() for line in reaching_past(path.read_text(encoding="utf-8"))]
    assert wrong == []


def reaching_past(source):
    allowed = {"visible_to", "treated_by", "followed_by"}
    tree = ast.parse(source)
    ends = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in allowed}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_base_manager"} and id(node) not in ends:
            yield node.lineno
        if isinstance(node, ast.Attribute) and node.attr in {"save", "delete", "update", "bulk_create"}:
            called = ast.unparse(node.value)
            if not called.startswith(("form", "session", "request.session", "globals", "cache")):
                yield node.lineno


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Person.objects.all()", [1]),
        ("Person.objects.visible_to(user).filter(pk=1)", []),
        ("person.save()", [1]),
    ],
)
def test_the_search_for_shortcuts_finds_them(line, found):
    assert list(reaching_past(line)) == found


def test_every_kind_of_record_is_reached_through_one_rule():
    assert all(issubclass(model, Record) and hasattr(model.objects, "visible_to") for model in record_models())
