"""What a picture needs before it can be taken: addresses with their rows, cookies, and people in rare states."""

from __future__ import annotations

import datetime as dt
import time
from functools import cache
from typing import Any

import msgspec
from allauth.account.forms import default_token_generator
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as METHODS
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from django.apps import apps
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.urls import get_resolver, reverse
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from spinewise.assess.interview import Done
from spinewise.knowledge.models import Question
from spinewise.rules.facts import Role as Answering
from spinewise_web.accounts.links import LINK_LIVES
from spinewise_web.accounts.models import Role, SignInLink, User
from spinewise_web.accounts.tokens import digest_of_token, new_token
from spinewise_web.demo.cases import no_to, story_words
from spinewise_web.demo.screenshots import PASSWORD, Shot
from spinewise_web.demo.seed import works
from spinewise_web.portal.public.interview import step_after
from spinewise_web.portal.public.sitting import COOKIE, Sitting, keep_sitting, new_sitting
from spinewise_web.records.actions.answers import read_words
from spinewise_web.records.actions.people import invite, register_person
from spinewise_web.records.core import knowledge
from spinewise_web.records.models import Person
from spinewise_web.records.standing import standing_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CASE = "m12_farmer"
SHORT_NAMES = {"version": "planversion", "plan": "planversion", "visit": "visitsession", "day": "daylog"}
MOST_SCREENS = 30
SEEN = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT


class Ready(msgspec.Struct, frozen=True, kw_only=True):
    """A picture that can be taken: where, and with which cookies."""

    shot: Shot
    path: str
    cookies: dict[str, str]


def made_ready(shots: tuple[Shot, ...]) -> list[Ready]:
    """All of these, rows and sessions made. The pictures show the moment that `timezone.now` tells."""
    now = timezone.now()
    words = Words(now=now)
    return [Ready(shot=shot, path=words.path(shot), cookies=cookies(shot, on=now.date())) for shot in shots]


# -- addresses


class Words:
    """What stands in the places of an address."""

    def __init__(self, *, now: dt.datetime) -> None:
        self.made = rare(now=now)

    def path(self, shot: Shot) -> str:
        """The address of a page, about this person."""
        names = places(shot.page)
        given = {name: self.made.get(word, word) for name, word in shot.more.items()}
        path = reverse(shot.page, kwargs={name: given.get(name) or row(name, shot) for name in names})
        return path + shot.query


def places(page: str) -> tuple[str, ...]:
    """The names of the places that an address has, such as `person_id`."""
    *room, name = page.split(":")
    resolver = get_resolver()
    for one in room:
        resolver = resolver.namespace_dict[one][1]
    return tuple(resolver.reverse_dict.getlist(name)[0][0][0][1])


def row(name: str, shot: Shot) -> Any:
    """The row, or word, that fills a place when the picture does not say."""
    person = Person.objects.get(name__startswith=shot.about or shot.by)
    if name == "person_id":
        return person.pk
    if name == "exercise":
        return standing_of(person).items[0].intervention
    kind = name.removesuffix("_id")
    model: Any = apps.get_model("records", SHORT_NAMES.get(kind, kind))
    return model.objects.filter(person=person).latest("pk").pk


# -- who looks


def cookies(shot: Shot, *, on: dt.date) -> dict[str, str]:
    """Signed in, or answers in the browser, or neither."""
    found = {"sessionid": session_of(shot.by)} if shot.by else {}
    return found if shot.told is None else found | {COOKIE: sitting_cookie(shot, on=on)}


@cache
def session_of(by: str) -> str:
    """A session in which this person has just signed in."""
    user = User.objects.get(name__startswith=f"{by} ")
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[METHODS] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session[f"{METHODS}_user"] = str(user.pk)
    session.save()
    key = session.session_key
    assert key is not None
    return key


def sitting_cookie(shot: Shot, *, on: dt.date) -> str:
    """Somebody who has answered everything before this screen."""
    response = HttpResponse()
    keep_sitting(response, sitting_at(shot.more.get("screen", ""), shot.told or {}, on=on))
    return response.cookies[COOKIE].value


def sitting_at(screen: str, told: dict[str, str], *, on: dt.date) -> Sitting:
    """The check, answered up to this screen, or to its end."""
    kb, sitting = knowledge(), new_sitting(today=on)
    words = story_words(CASE, on=on) | told
    for _ in range(MOST_SCREENS):
        step = step_after(sitting, kb)
        if isinstance(step, Done) or step.id == screen:
            break
        sitting = answered(sitting, step, words, on=on)
    return sitting


def answered(sitting: Sitting, step: Question, words: dict[str, Any], *, on: dt.date) -> Sitting:
    """One screen more."""
    body = knowledge().body
    chart = body.fact if body else ""
    said = {fact: words[fact] for fact in step.facts if fact in words}
    said |= no_to([fact for fact in step.facts if fact not in words and fact != chart], on=on)
    return sitting.with_answers(read_words(said, role=Answering.PERSON, on=on)).with_screen(step.id)


# -- what the demo has not


def rare(*, now: dt.datetime) -> dict[str, str]:
    """People in states that pass quickly, and the secrets of their mails."""
    therapist = User.objects.get(email="therapist@demo.example")
    clinic = therapist.memberships.get().clinic
    works(clinic, "noa@demo.example", "Noa Newcomer", Role.THERAPIST, now=now)
    works(clinic, "noah@demo.example", "Noah Without", Role.THERAPIST, now=now)
    for name in ("therapist", "noa"):
        give_password(f"{name}@demo.example")
    return invitations(therapist, now=now) | mails(therapist, now=now) | {"@passkey": str(passkey().pk)}


def give_password(email: str) -> None:
    """One that the pictures know."""
    user = User.objects.get(email=email)
    user.set_password(PASSWORD)
    user.save()


def invitations(therapist: User, *, now: dt.datetime) -> dict[str, str]:
    """One for staff and one for a patient, not answered yet."""
    clinic = therapist.memberships.get().clinic
    administrator = User.objects.get(email="admin@demo.example")
    staff = invite(
        clinic=clinic, email="ada@demo.example", name="Ada Joining", into="therapist", by=administrator, now=now
    )
    person = register_person(clinic=clinic, name="Ola Joining", email="ola@demo.example", by=therapist, now=now)
    patient = invite(
        clinic=clinic, email=person.email, name=person.name, into="patient", person=person, by=therapist, now=now
    )
    return {"@staff": staff.token, "@patient": patient.token}


def mails(therapist: User, *, now: dt.datetime) -> dict[str, str]:
    """What stands in the mails that sign in, set a new password and confirm an address."""
    token, patient = new_token(), Person.objects.get(name__startswith="Sam").user
    assert patient is not None
    SignInLink.objects.create(user=patient, token_digest=digest_of_token(token), expires_at=now + LINK_LIVES)
    return {
        "@link": token,
        "@uid": user_pk_to_url_str(therapist),
        "@key": default_token_generator.make_token(therapist),
        "@email": EmailConfirmationHMAC(EmailAddress.objects.get(email=therapist.email)).key,
    }


def passkey() -> Authenticator:
    """Of a telephone that nobody has, so that a page with a passkey can be pictured."""
    supervisor = User.objects.get(email="supervisor@demo.example")
    RecoveryCodes.activate(supervisor)
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    key = ES256.from_cryptography_key(public)  # type: ignore[no-untyped-call]  # the library tells no types
    held = AttestedCredentialData.create(bytes(16), b"a telephone", key)
    said = AttestationObject.create("none", AuthenticatorData.create(bytes(32), SEEN, 0, held), {})
    credential = {
        "type": "public-key",
        "id": websafe_encode(b"a telephone"),
        "rawId": websafe_encode(b"a telephone"),
        "response": {
            "clientDataJSON": websafe_encode(b'{"type":"webauthn.create","challenge":"","origin":""}'),
            "attestationObject": websafe_encode(said),
        },
        "clientExtensionResults": {"credProps": {"rk": True}},
    }
    made: Authenticator = WebAuthn.add(supervisor, "Kim's telephone", credential).instance
    return made
