"""How people come in: staff with two factors, patients by a link, everybody by invitation, nobody by guessing."""

import re
import time
from itertools import product

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core import mail
from django.core.cache import cache
from django.urls import get_resolver

from spinewise_web.accounts.links import send_link
from spinewise_web.accounts.models import SignInLink, User
from spinewise_web.records.actions.base import NotAllowed
from spinewise_web.records.actions.people import accept_invitation, end_membership, invite
from spinewise_web.records.models import Person
from web.cast import NOW, signed_in

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough one 7"


@pytest.fixture(autouse=True)
def no_rates_from_before():
    cache.clear()


def asks_for_link(client, email):
    return client.post("/accounts/link/", {"email": email})


def link_in_mail():
    return re.search(r"http://testserver(\S+)", mail.outbox[-1].body)[1]


def is_signed_in(client):
    return "_auth_user_id" in client.session


def test_a_patient_signs_in_by_a_link(cast, client):
    asks_for_link(client, "pat.ient@example.org")
    link = link_in_mail()
    assert client.get(link).status_code == 200
    assert not is_signed_in(client)
    client.post(link)
    assert is_signed_in(client)


def test_a_link_works_once(cast, client):
    asks_for_link(client, "pat.ient@example.org")
    link = link_in_mail()
    client.post(link)
    client.logout()
    assert client.post(link).status_code == 410
    assert not is_signed_in(client)


def test_an_old_link_does_not_work(cast, client):
    asks_for_link(client, "pat.ient@example.org")
    SignInLink.objects.update(expires_at=NOW.replace(year=2020))
    assert client.post(link_in_mail()).status_code == 410


def test_the_answer_is_the_same_for_an_address_nobody_knows(cast, client):
    known, unknown = (asks_for_link(client, f"{who}@example.org") for who in ("pat.ient", "nobody"))
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert len(mail.outbox) == 1


def test_staff_get_no_link_because_a_link_is_one_factor(cast, client):
    asks_for_link(client, "tess.therapist@example.org")
    assert mail.outbox == []


def test_a_link_made_before_somebody_became_staff_does_not_work(cast, client, rf):
    request = rf.get("/")
    send_link(request, cast.carer_user, now=NOW.replace(year=2100))
    cast.clinic.memberships.create(user=cast.carer_user, role="therapist", since=NOW)
    assert client.post(link_in_mail()).status_code == 410


def test_a_link_is_kept_as_a_digest_only(cast, client):
    asks_for_link(client, "pat.ient@example.org")
    token = link_in_mail().rstrip("/").rpartition("/")[2]
    assert token not in SignInLink.objects.get().token_digest


def test_links_cannot_be_asked_for_without_end(cast, client):
    answered = [asks_for_link(client, "pat.ient@example.org").status_code for _ in range(6)]
    assert answered == [302] * 5 + [429]


def test_staff_sign_in_with_password_and_code(cast, client):
    secret = generate_totp_secret()
    TOTP.activate(cast.therapist, secret)
    answered = client.post("/accounts/login/", {"login": "tess.therapist@example.org", "password": "secret"})
    assert answered.headers["Location"].startswith("/accounts/2fa/authenticate/")
    assert not is_signed_in(client)
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert is_signed_in(client)


def of_the_library():
    """Every address of sign-in that names nothing."""
    patterns = next(one for one in get_resolver().url_patterns if "allauth" in str(getattr(one, "urlconf_name", "")))
    return sorted(one[0][0][0] for one in patterns.reverse_dict.values() if not one[0][0][1])


def test_an_empty_or_broken_form_of_sign_in_says_what_to_do(cast, client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.MFA_RATE_LIMITS = False
    broken = {"login": "x", "email": "x", "password1": "short", "password2": "other", "oldpassword": "x", "code": "x"}
    found = set()
    for who in (client, signed_in(cast.patient_user), fresh(cast.therapist)):
        for address, sent in product(of_the_library(), ({}, broken, broken | {"action_add": ""})):
            if "logout" not in address:
                form = getattr(who.post(f"/accounts/{address}", sent), "context", None) or {}
                found |= {word for words in getattr(form.get("form"), "errors", {}).values() for word in words}
    assert {"Enter your e-mail address, like name@example.org", "Enter your password", "Enter the code"} <= found
    assert [word for word in found if not word.startswith(DOING)] == []


DOING = (
    *("Ask", "Check", "Choose", "Enter", "Give", "Look", "Make", "Open", "Set", "Take", "Use", "Wait"),
    "You must type",
)


def fresh(user):
    """A browser in which somebody has shown again who they are, with a code that could be right."""
    TOTP.activate(user, generate_totp_secret())
    made = signed_in(user)
    session = made.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return made


def test_the_secret_of_a_second_factor_is_not_readable_in_the_database(cast):
    secret = generate_totp_secret()
    TOTP.activate(cast.therapist, secret)
    assert secret not in str(Authenticator.objects.get(user=cast.therapist).data)


def test_too_many_wrong_passwords_lock_the_account_for_a_while(cast, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "1000/m/ip"}
    wrong = {"login": "tess.therapist@example.org", "password": "guess"}
    for _ in range(settings.AXES_FAILURE_LIMIT):
        client.post("/accounts/login/", wrong)
    right = client.post("/accounts/login/", wrong | {"password": "secret"})
    assert right.status_code in (403, 429)
    assert not is_signed_in(client)


def test_nobody_signs_up_by_themselves(client):
    assert b"closed" in client.get("/accounts/signup/").content.lower()


def test_an_invited_therapist_chooses_a_password_and_then_a_second_factor(cast, client):
    said = {"clinic": cast.clinic, "email": "new@example.org", "name": "New Therapist", "into": "therapist"}
    token = invite(**said, by=cast.administrator, now=now()).token
    assert b"12 characters" in client.post(f"/join/{token}/", {"password": "short"}).content
    client.post(f"/join/{token}/", {"password": PASSWORD})
    assert is_signed_in(client)
    assert client.get("/").headers["Location"] == "/accounts/2fa/"
    assert User.objects.get(email="new@example.org").check_password(PASSWORD)


def now():
    from django.utils import timezone

    return timezone.now()


def test_an_invitation_works_once(cast, client):
    said = {"clinic": cast.clinic, "email": "new@example.org", "name": "New", "into": "therapist"}
    token = invite(**said, by=cast.administrator, now=now()).token
    client.post(f"/join/{token}/", {"password": PASSWORD})
    client.logout()
    assert client.get(f"/join/{token}/").status_code == 410


def test_only_an_administrator_invites_staff(cast):
    said = {"clinic": cast.clinic, "email": "new@example.org", "name": "New", "into": "supervisor"}
    for who in (cast.therapist, cast.patient_user, cast.elsewhere_administrator):
        with pytest.raises(NotAllowed):
            invite(**said, by=who, now=NOW)


def test_a_patient_of_another_clinic_cannot_be_joined_through_this_one(cast):
    from django.core.exceptions import ValidationError

    said = {"clinic": cast.other_clinic, "email": "x@example.org", "name": "X", "into": "patient"}
    with pytest.raises(ValidationError):
        invite(**said, person=cast.patient, by=cast.elsewhere_administrator, now=NOW)


def test_a_patient_invites_a_carer_who_then_sees_the_plan_under_their_own_name(cast):
    from spinewise_web.records.actions.consent import give_consent

    give_consent(person=cast.patient, about="carer", by=cast.patient_user, now=NOW)
    said = {"clinic": cast.clinic, "email": "son@example.org", "name": "Sonny", "into": "carer", "relationship": "son"}
    token = invite(**said, person=cast.patient, by=cast.patient_user, now=NOW).token
    son = accept_invitation(token=token, now=NOW)
    assert list(Person.objects.visible_to(son)) == [cast.patient]


def test_the_last_administrator_stays(cast):
    with pytest.raises(NotAllowed, match="needs an administrator"):
        end_membership(membership=cast.administrator.memberships.get(), by=cast.administrator, now=NOW)


# -- how it looks

OURS = 'class="account stack'
FOR_STRANGERS = {
    "/accounts/login/": "Sign in to your clinic",
    "/accounts/signup/": "Sign-up is closed",
    "/accounts/inactive/": "This account is closed",
    "/accounts/password/reset/": "Forgotten your password?",
    "/accounts/password/reset/done/": "Look at your mail",
    "/accounts/password/reset/key/1-gone/": "This link does not work any more",
    "/accounts/password/reset/key/done/": "Your new password is set",
    "/accounts/confirm-email/": "Look at your mail",
    "/accounts/confirm-email/gone/": "This link does not work any more",
    "/accounts/link/": "Sign in",
    "/accounts/link/sent/": "Look at your mail",
    "/accounts/link/gone/": "This link does not work any more",
    "/join/gone/": "This invitation does not work any more",
}
FOR_THERAPISTS = {
    "/accounts/email/": "Your e-mail address",
    "/accounts/password/change/": "Change your password",
    "/accounts/logout/": "Sign out?",
    "/accounts/reauthenticate/": "Is it still you?",
    "/accounts/2fa/": "How you sign in",
    "/accounts/2fa/reauthenticate/": "Is it still you?",
    "/accounts/2fa/totp/deactivate/": "Remove the app?",
    "/accounts/2fa/recovery-codes/generate/": "Make recovery codes",
    "/accounts/2fa/webauthn/": "Your passkeys",
    "/accounts/2fa/webauthn/add/": "Add a passkey",
}


def heading(answered):
    return re.search(r"<h1[^>]*>(.*?)</h1>", answered.content.decode(), re.DOTALL)[1].strip()


@pytest.mark.parametrize(("address", "says"), FOR_STRANGERS.items(), ids=list(FOR_STRANGERS))
def test_a_page_for_strangers_is_in_our_look_and_words(client, address, says):
    shown = client.get(address)
    assert OURS in shown.content.decode()
    assert heading(shown) == says
    assert bare_fields(shown) == []


def test_the_pages_for_staff_are_in_our_look_and_words(cast):
    TOTP.activate(cast.therapist, generate_totp_secret())
    client = signed_in(cast.therapist)
    client.post("/accounts/reauthenticate/", {"password": "secret"})
    seen = {address: client.get(address) for address in FOR_THERAPISTS}
    assert {address: heading(shown) for address, shown in seen.items()} == FOR_THERAPISTS
    assert all(OURS in shown.content.decode() for shown in seen.values())
    assert [field for shown in seen.values() for field in bare_fields(shown)] == []


def bare_fields(shown):
    """What is typed into without our look; what is hidden or ticked has none."""
    fields = re.findall(r"<input\b[^>]*>", shown.content.decode())
    return [one for one in fields if not re.search(r'class="input|type="(?:hidden|checkbox|radio)"', one)]


def test_setting_up_the_app_shows_a_square_and_the_key_and_asks_for_a_code(cast):
    client = signed_in(cast.therapist)
    Authenticator.objects.filter(user=cast.therapist).delete()
    client.post("/accounts/reauthenticate/", {"password": "secret"})
    page = client.get("/accounts/2fa/totp/activate/")
    shown = page.content.decode()
    assert heading(page) == "Set up the app"
    assert 'src="data:image/svg+xml' in shown
    assert page.context["form"].secret in shown
    wrong = client.post("/accounts/2fa/totp/activate/", {"code": "000000"}).content.decode()
    assert "That did not work" in wrong
    assert 'aria-invalid="true"' in wrong


def test_staff_without_a_second_step_are_told_to_set_one_up(cast, client):
    client.force_login(cast.therapist, backend="allauth.account.auth_backends.AuthenticationBackend")
    shown = client.get("/", follow=True).content.decode()
    assert "Set one up now" in shown
    assert "To the first page" not in shown


def test_a_patient_finds_the_pages_of_their_account(cast):
    client = signed_in(cast.patient_user)
    for page in ("email/", "password/set/", "2fa/", "logout/"):
        shown = client.get(f"/accounts/{page}")
        assert shown.status_code == 200
        assert OURS in shown.content.decode()


def test_a_forgotten_password_is_set_anew_by_the_link_in_the_mail(cast, client):
    client.post("/accounts/password/reset/", {"email": "tess.therapist@example.org"})
    assert mail.outbox[-1].subject.strip() == "Choose a new password"
    opened = client.get(link_in_mail(), follow=True)
    assert heading(opened) == "Choose a new password"
    words = {"password1": PASSWORD, "password2": PASSWORD}
    client.post(opened.redirect_chain[-1][0], words)
    assert User.objects.get(email="tess.therapist@example.org").check_password(PASSWORD)
