"""The cast of the web tests: two clinics, who works there, who comes, and what they have answered.

The therapist treats the patient; the colleague works beside them; the therapist elsewhere must see nothing.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

import people
from spinewise.rules.facts import Answers
from spinewise.rules.facts import Role as Answering
from spinewise_web.accounts.models import Clinic, Role, User
from spinewise_web.records.actions.answers import record_answers
from spinewise_web.records.actions.consent import add_carer, give_consent
from spinewise_web.records.actions.people import accept_invitation, add_clinic, add_member, invite, register_person
from spinewise_web.records.actions.plans import propose_plan, sign_plan
from spinewise_web.records.models import Person, PlanVersion
from web.remembered import remember

T = TypeVar("T")
NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
SINCE = {"pain_started": "9 days ago"}  # on whatever day it is told: a date would grow old, and the plan with it
LONDON = ZoneInfo("Europe/London")
LONGEST_TEST_S = 120


def lately() -> dt.datetime:
    """The time that pages read, as it was a few minutes ago: what is set up at one time is set up once."""
    now = timezone.now()
    return now - dt.timedelta(minutes=now.minute % 15, seconds=now.second, microseconds=now.microsecond)


def in_one_day() -> None:
    """Where the machine's own clock is read: let a day that is about to end be over before a test begins."""
    here = dt.datetime.now(LONDON)
    left = dt.datetime.combine(here.date() + dt.timedelta(days=1), dt.time(), tzinfo=LONDON) - here
    if left.total_seconds() < LONGEST_TEST_S:
        time.sleep(left.total_seconds())


def once(setup: Callable[..., T]) -> Callable[..., T]:
    """A part of the story that is written once, and put back where the same is told again."""

    @wraps(setup)
    def told(cast: Cast, person: Person | None = None, **said: Any) -> T:
        about = person.pk if person else cast.patient.pk
        what = (setup.__name__, about, repr(sorted(said.items())))
        return remember(what, lambda: setup(cast, person, **said))

    return told


def user(name: str) -> User:
    """Somebody with an account and the password `secret`."""
    return User.objects.create_user(f"{name.replace(' ', '.').lower()}@example.org", "secret", name=name)


def words_of(answers: Answers, *, by: Answering = Answering.PERSON) -> dict[str, Any]:
    """Answers as a form would send them."""
    given = [one for one in answers.by_fact.values() if one.by is by]
    return {one.fact: _word(one) for one in given}


def _word(one: Any) -> Any:
    if one.state is not None:
        return one.state.value
    if isinstance(one.value, bool):
        return "true" if one.value else "false"
    return list(one.value) if isinstance(one.value, tuple) else str(one.value)


class Cast:
    """Everybody, made once a test."""

    def __init__(self) -> None:
        self.administrator = user("Ada Min")
        self.clinic: Clinic = add_clinic(
            name="Hill Street", zone="Europe/London", administrator=self.administrator, now=NOW
        )
        self.therapist = self.works("Tess Therapist", Role.THERAPIST)
        self.colleague = self.works("Cole League", Role.THERAPIST)
        self.supervisor = self.works("Sue Pervisor", Role.SUPERVISOR)
        self.elsewhere_administrator = user("Else Where")
        self.other_clinic = add_clinic(
            name="Sea View", zone="America/New_York", administrator=self.elsewhere_administrator, now=NOW
        )
        self.therapist_elsewhere = user("Ella Sewhere")
        add_member(clinic=self.other_clinic, user=self.therapist_elsewhere, role=Role.THERAPIST, by=None, now=NOW)
        self.carer_user = user("Cara Carer")
        self.patient, self.patient_user = self.comes("Pat Ient")
        self.other_patient, self.other_user = self.comes("Otto Ther")
        self.nobody = AnonymousUser()

    def works(self, name: str, role: str) -> User:
        made = user(name)
        add_member(clinic=self.clinic, user=made, role=role, by=self.administrator, now=NOW)
        return made

    def comes(self, name: str, *, now: dt.datetime = NOW) -> tuple[Person, User]:
        """A patient who is registered and has answered their invitation."""
        email = f"{name.replace(' ', '.').lower()}@example.org"
        person = register_person(clinic=self.clinic, name=name, email=email, by=self.therapist, now=now)
        said = {"clinic": self.clinic, "email": email, "name": name, "into": "patient", "person": person}
        account = accept_invitation(token=invite(**said, by=self.therapist, now=now).token, now=now)
        person.refresh_from_db()
        return person, account

    def with_carer(self) -> User:
        """The carer, on the patient's word."""
        give_consent(person=self.patient, about="carer", by=self.patient_user, now=NOW)
        add_carer(person=self.patient, user=self.carer_user, relationship="daughter", by=self.patient_user, now=NOW)
        return self.carer_user

    def everybody(self) -> dict[str, Any]:
        names = (
            "therapist",
            "colleague",
            "supervisor",
            "administrator",
            "therapist_elsewhere",
            "patient_user",
            "other_user",
            "carer_user",
            "nobody",
        )
        return {name: getattr(self, name) for name in names}

    @once
    def answers(self, person: Person | None = None, *, now: dt.datetime = NOW, **words: Any) -> Any:
        """The person answers everything they are asked, nothing serious but what the words say."""
        person = person or self.patient
        by = person.user or self.therapist
        answered = words_of(people.ordinary()) | SINCE | words
        return record_answers(person=person, words=answered, by=by, now=now, role=Answering.PERSON)

    @once
    def examines(self, person: Person | None = None, *, now: dt.datetime = NOW, **findings: Any) -> Any:
        """The therapist finds nothing abnormal but what the words say."""
        found = words_of(people.examined(people.ordinary()), by=Answering.CLINICIAN)
        return record_answers(
            person=person or self.patient, words=found | {"examined": "true"} | findings, by=self.therapist, now=now
        )

    @once
    def plan(self, person: Person | None = None, *, now: dt.datetime = NOW) -> PlanVersion:
        """A plan that waits for a signature."""
        made = propose_plan(person=person or self.patient, by=self.therapist, now=now)
        assert isinstance(made, PlanVersion), made
        return made

    @once
    def signed_plan(self, person: Person | None = None, *, now: dt.datetime = NOW) -> PlanVersion:
        """Answered, examined, planned and signed."""
        self.answers(person, now=now)
        self.examines(person, now=now)
        signed = sign_plan(version=self.plan(person, now=now), by=self.therapist, now=now)
        assert isinstance(signed, PlanVersion), signed
        return signed


def signed_in(account: User | AnonymousUser) -> Client:
    """A browser in which somebody is signed in, with the second factor that staff need."""
    client = Client()
    if isinstance(account, User):
        if account.memberships.exists():
            Authenticator.objects.get_or_create(user=account, type=Authenticator.Type.TOTP, defaults={"data": {}})
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def just_signed_in(user, *, ago_s=0):
    """A browser in which a password was given a moment ago."""
    client = signed_in(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - ago_s}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client
