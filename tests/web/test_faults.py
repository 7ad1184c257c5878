"""What nobody should send: every form of every page, and what becomes of it and of what was typed."""

import re
import uuid
from html import escape
from itertools import cycle

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver
from django.utils.http import urlencode

from spinewise_web.config.once import name_of, sent_once
from spinewise_web.records.actions.people import change_person
from spinewise_web.records.actions.rights import record_models
from spinewise_web.records.models import Message, PlanVersion
from spinewise_web.records.standing import standing_of
from web.cast import NOW, signed_in
from web.forms import forms_of
from web.remembered import digest_of
from web.remembered import rows as everything
from web.test_access import busy, rows_by_name  # noqa: F401  # a fixture
from web.test_every_address import Asking, address_of, broken, is_of_library, no_rates, routes  # noqa: F401

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ELSEWHERE = ("/look/", "/accounts/", "/demo/")  # how a page looks, the library's own forms, invented people
NASTY = (
    "²", "٣", "-0", "1e9", "nan", "9" * 5000, "0001-01-01", "9999-12-31", "07:30+01:00", "24:00", "2026-W01-1",
    "\r\n\r\nSet-Cookie: x=1", "🦴\u202eabc", "<script>alert(1)</script>{{ 7 }}", "%s %(item)s {0}", "../../etc/passwd",
)  # fmt: skip
ENCODED = "application/x-www-form-urlencoded"
END = "lastword"
THOUSAND_WORDS = "morning " * 999 + END
WALKED = {}


class Pages(Asking):
    """Every page that a therapist and a patient can open, and the forms on it; the same rows are walked once."""

    def __init__(self, cast):
        told = digest_of(everything())
        super().__init__(cast)
        self.cast, self.rows = cast, rows_by_name(cast)
        self.item = next(one.intervention for one in standing_of(cast.patient).items if not one.in_clinic)
        if told not in WALKED:
            WALKED[told] = {who: dict(self._pages(who)) for who in ("therapist", "patient_user")}
        self.shown = WALKED[told]

    def _pages(self, who):
        for route, view in routes():
            address = address_of(route, self.rows, exercise=self.item)
            if not is_of_library(view) and not address.startswith(ELSEWHERE):
                answered = self.asks(who, "GET", address)
                if answered.status_code == 200 and "html" in answered.headers["Content-Type"]:
                    yield address, answered

    def forms(self):
        """Each kind of form once, with who sends it: of many items one is enough."""
        seen = set()
        for who, pages in self.shown.items():
            for address, answered in pages.items():
                for form in forms_of(address, answered.content.decode()):
                    name = (who, form.address, *sorted(form.kinds), *form.buttons)
                    if name not in seen and not form.address.startswith(ELSEWHERE):
                        seen.add(name)
                        yield who, form

    def sends(self, who, form, sent):
        return self.asks(who, "POST", form.address, urlencode(sent, doseq=True))


@pytest.fixture
def pages(busy, no_rates):  # noqa: F811
    return Pages(busy)


def rows(**of):
    """How many rows of every kind there are."""
    return {model.__name__: model.objects.filter(**of).count() for model in record_models()}


def everything_kept():
    """All words of all rows."""
    return " ".join(
        str(getattr(row, field.attname))
        for model in record_models()
        for row in model.objects.all()
        for field in model._meta.concrete_fields
    )


# -- every form


def test_no_form_breaks_on_what_nobody_would_type(pages):
    wrong, nasty = [], cycle(NASTY)
    for who, form in pages.forms():
        usual = next(form.ways())
        names = [name for name in form.kinds if name != "csrfmiddlewaretoken"]
        one_by_one = [{name: next(nasty)} for name in names[:8]]
        for sent in [*one_by_one, *(dict.fromkeys(names, word) for word in NASTY[:6]), {"no_such_field": "x"}]:
            answered = pages.sends(who, form, usual | sent)
            if answered.status_code >= 500:
                wrong.append((form.address, sent, broken(answered)))
            if b"<script>alert(1)" in answered.content:
                wrong.append((form.address, sent, "came back as a script"))
    assert wrong == [], "\n".join(map(str, wrong))


def test_hidden_fields_reach_no_row_of_somebody_else(pages, busy):  # noqa: F811
    """Ids that a form carries are exchanged for another patient's, for nothing, and for what is no id."""
    busy.answers(busy.other_patient)
    busy.examines(busy.other_patient)
    others = str(busy.plan(busy.other_patient).pk)
    wrong = []
    for who, form in pages.forms():
        for name in form.hidden:
            for value in (others, str(uuid.uuid4()), "no-id"):
                with transaction.atomic():
                    before = rows(person=busy.other_patient)
                    sent = urlencode(next(form.ways()) | {name: value}, doseq=True)
                    answered = pages.clients[who].post(form.address, sent, content_type=ENCODED)
                    if answered.status_code >= 500 or rows(person=busy.other_patient) != before:
                        wrong.append((form.address, name, value, answered.status_code, broken(answered)))
                    transaction.set_rollback(True)
    assert PlanVersion.objects.get(pk=others).state == "proposed"
    assert wrong == [], "\n".join(map(str, wrong))


def test_the_same_form_sent_twice_is_kept_once(pages):
    """The browser sends what it holds a second time: no row more, and on to the same page."""
    kept, wrong = set(), []
    for who, form in pages.forms():
        for way in form.ways():
            with transaction.atomic():
                client, body = pages.clients[who], urlencode(way, doseq=True)
                first = client.post(form.address, body, content_type=ENCODED)
                once = rows()
                second = client.post(form.address, body, content_type=ENCODED)
                if first.status_code == 303:
                    kept.add(form.address.rstrip("/").rpartition("/")[2])
                    if rows() != once or second.headers.get("Location") != first.headers["Location"]:
                        wrong.append((form.address, {**way, "csrfmiddlewaretoken": ""}, second.status_code))
                transaction.set_rollback(True)
    assert wrong == [], "\n".join(map(str, wrong))
    assert {"log", "messages", "message", "plan", "settings", "reminders"} <= kept


def test_a_thousand_words_are_kept_whole_or_come_back_whole(pages):
    wrong, tried = [], 0
    for who, form in pages.forms():
        for name in form.long:
            tried += 1
            with transaction.atomic():
                sent = urlencode(next(form.ways()) | {name: THOUSAND_WORDS}, doseq=True)
                answered = pages.clients[who].post(form.address, sent, content_type=ENCODED)
                if END not in answered.content.decode() and END not in everything_kept():
                    wrong.append((form.address, name, answered.status_code))
                transaction.set_rollback(True)
    assert tried > 2
    assert wrong == [], "\n".join(map(str, wrong))


def test_what_was_typed_outlives_an_expired_session_on_every_page(pages):
    """Signed out, a form is sent; after signing in again the same address holds what was typed, and it is kept."""
    wrong = []
    for who, form in pages.forms():
        way = {name: value for name, value in next(form.ways()).items() if name != "csrfmiddlewaretoken"}
        if not form.long or not form.address.startswith(("/clinic/", "/p/")):
            continue
        with transaction.atomic():
            cache.clear()
            browser = Client()
            away = browser.post(form.address, urlencode(way, doseq=True), content_type=ENCODED)
            browser.force_login(getattr(pages.cast, who), backend=BACKEND)
            back = browser.get(away.headers["Location"].partition("next=")[2].partition("&")[0])
            words = [value[0] for name, value in way.items() if name in form.long]
            if back.status_code != 200 or not all(word in back.content.decode() for word in words):
                wrong.append((form.address, back.status_code, away.headers["Location"]))
            transaction.set_rollback(True)
    assert wrong == [], "\n".join(map(str, wrong))


# -- what was typed, in one case


@pytest.fixture
def writing(cast):
    """A therapist who writes to the patient and is signed out before it is sent."""
    address = f"/clinic/p/{cast.patient.pk}/message/"
    browser = Client()
    browser.post(address, {"text": "Bring your shoes <b>please</b>"})
    return browser, address


def test_after_signing_in_again_one_press_sends_it(cast, writing):
    browser, address = writing
    signed_in(cast.therapist)  # sets the second factor up
    browser.force_login(cast.therapist, backend=BACKEND)
    page = browser.get(address)
    assert "nothing was sent yet" in page.content.decode()
    assert "Bring your shoes &lt;b&gt;please&lt;/b&gt;" in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    (form,) = (one for one in forms_of(address, page.content.decode()) if one.address == address)
    assert browser.post(address, form.filled()).status_code == 303
    assert Message.objects.get().text == "Bring your shoes <b>please</b>"
    assert browser.get(address).status_code == 405


@pytest.mark.parametrize("who", ["therapist_elsewhere", "administrator", "other_user"])
def test_whoever_signs_in_instead_reads_none_of_it(cast, writing, who):
    browser, address = writing
    other = cast.everybody()[who]
    signed_in(other)
    browser.force_login(other, backend=BACKEND)
    answered = browser.get(address)
    assert b"shoes" not in answered.content
    assert answered.status_code in (404, 405)


def test_a_form_that_has_grown_old_loses_nothing(cast):
    """Its token is not the browser's any more, as after signing in again in another tab."""
    signed_in(cast.therapist)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.therapist, backend=BACKEND)
    address = f"/clinic/p/{cast.patient.pk}/message/"
    sent = {"text": "Bring your shoes", "csrfmiddlewaretoken": "x" * 64}
    page = browser.post(address, sent, headers={"Sec-Fetch-Site": "same-origin"})
    assert page.status_code == 403
    assert "Bring your shoes" in page.content.decode()
    (form,) = (one for one in forms_of(address, page.content.decode()) if one.address == address)
    assert browser.post(address, form.filled()).status_code == 303
    assert Message.objects.get().text == "Bring your shoes"


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", ""])
def test_a_form_from_elsewhere_is_refused_and_shown_to_nobody(cast, site):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.patient_user, backend=BACKEND)
    address = f"/p/{cast.patient.pk}/messages/"
    page = browser.post(address, {"text": "Press the button"}, headers={"Sec-Fetch-Site": site})
    assert page.status_code == 403
    assert "This form has grown old" in page.content.decode()
    assert "Press the button" not in page.content.decode()


@pytest.mark.parametrize(("site", "status"), [("same-origin", 507), ("cross-site", 500)])
def test_a_database_that_is_gone_before_anybody_is_known_is_told_and_what_was_typed_stays(
    cast, monkeypatch, site, status
):
    browser = signed_in(cast.patient_user)
    browser.raise_request_exception = False

    def is_gone(*_, **__):
        raise OperationalError("the connection is closed")

    monkeypatch.setattr("spinewise_web.accounts.sessions.SessionStore._get_session_from_db", is_gone)
    said = {"text": "Bring your shoes"}
    page = browser.post(f"/p/{cast.patient.pk}/messages/", said, headers={"Sec-Fetch-Site": site})
    assert page.status_code == status
    assert ("Bring your shoes" in page.content.decode()) == (status == 507)
    assert "do not wait for this page" in page.content.decode()


def test_a_password_is_never_shown_again():
    browser = Client(enforce_csrf_checks=True)
    sent = {"login": "a@example.org", "password": "the secret words"}
    page = browser.post("/accounts/login/", sent, headers={"Sec-Fetch-Site": "same-origin"})
    assert page.status_code == 403
    assert b"the secret words" not in page.content


# -- one form, two presses


def test_of_two_presses_one_is_kept_and_both_lead_on(rf, cast):
    """The second is answered as the first was, also while the first is still at work."""
    kept = []

    def view(request):
        kept.append(request)
        return HttpResponse(status=303, headers={"Location": "/clinic/"})

    request = rf.post("/clinic/", {"csrfmiddlewaretoken": "x" * 64, "text": "Once"})
    request.user = cast.therapist
    answered = [sent_once(view)(request) for _ in range(2)]
    assert [one.headers["Location"] for one in answered] == ["/clinic/", "/clinic/"]
    assert len(kept) == 1


def test_what_was_refused_may_be_sent_again(rf, cast):
    request = rf.post("/clinic/", {"csrfmiddlewaretoken": "x" * 64})
    request.user = cast.therapist
    answers = iter([HttpResponse(status=422), HttpResponse(status=303, headers={"Location": "/"})])
    assert [sent_once(lambda _: next(answers))(request).status_code for _ in range(2)] == [422, 303]


def test_another_person_or_another_page_is_another_form(rf, cast):
    names = set()
    for user, token in ((cast.therapist, "x"), (cast.colleague, "x"), (cast.therapist, "y")):
        request = rf.post("/clinic/", {"csrfmiddlewaretoken": token, "text": "The same"})
        request.user = user
        names.add(name_of(request))
    assert len(names) == 3


# -- bodies that are none


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"back=3&new=no&note=\xff\xfe\xfa", ENCODED),
        (b"back=3&new=no&note=%ED%A0%80%FF", ENCODED),
        (b"back=3&new=no&note=x", ENCODED + "; charset=utf-7"),
        (b"back=3&new=no&note=a%00b", ENCODED),
        (b"back%00=3", ENCODED),
        (b"{" * 100, "application/json"),
        (b"--x\r\nContent-Disposition: form-data; name=back\r\n\r\n3", "multipart/form-data; boundary=x"),
        (b"nothing", "multipart/form-data"),
        (b"<x/>", "text/xml"),
        (b"", "no/such;;;kind"),
    ],
)  # fmt: skip
def test_a_body_that_cannot_be_read_is_refused_with_words(cast, body, kind):
    client = signed_in(cast.patient_user)
    client.raise_request_exception = False
    answered = client.post(f"/p/{cast.patient.pk}/log/", body, content_type=kind)
    assert answered.status_code in (303, 400, 422)
    assert answered.status_code == 303 or "<h1" in answered.content.decode()


def test_a_nul_is_refused_before_any_database_sees_it(cast):
    answered = signed_in(cast.therapist).get("/clinic/?q=a%00b")
    assert answered.status_code == 400
    assert "We could not read that" in answered.content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        {f"field-{number}": "x" for number in range(500)},
        {"note": "x" * 1_500_000},
        {"note": SimpleUploadedFile("scan.png", b"x" * 6_000_000)},
        {f"file-{number}": SimpleUploadedFile("a", b"x") for number in range(3)},
    ],
    ids=["too many fields", "too long", "too large a file", "too many files"],
)
def test_too_much_is_refused_with_words(cast, sent):
    client = signed_in(cast.patient_user)
    client.raise_request_exception = False
    answered = client.post(f"/p/{cast.patient.pk}/messages/", sent)
    assert answered.status_code in (400, 413)
    assert "Send less at once" in answered.content.decode() or "We could not read" in answered.content.decode()
    assert not Message.objects.exists()


def test_a_hundred_thousand_letters_come_back_with_what_to_do(cast):
    answered = signed_in(cast.patient_user).post(f"/p/{cast.patient.pk}/messages/", {"text": "ä" * 100_000})
    assert answered.status_code == 422
    assert "Shorten the message" in answered.content.decode()


@pytest.mark.parametrize("host", ["evil.example", "localhost@evil.example", "x" * 300])
def test_another_host_name_is_not_answered_to(client, settings, host):
    settings.ALLOWED_HOSTS = ["localhost"]
    assert client.get("/check/", headers={"host": host}).status_code == 400


# -- names


NAMES = ("<b onmouseover=alert(1)>Bo</b> O’Neil & “Söhne” {{ 7|add:1 }} =cmd()", "מירה \u202eאבגד " + "🦴" * 30)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_stays_words_on_every_page_and_in_its_own_direction(busy, no_rates, name):  # noqa: F811
    change_person(person=busy.patient, name=name, by=busy.therapist, now=NOW)
    for user in (busy.patient.user, busy.therapist):
        user.name = name
        user.save(update_fields=["name"])
    bare = []
    for who, shown in Pages(busy).shown.items():
        for address, answered in shown.items():
            page = re.sub(r"<(title|option)\b.*?</\1>", "", answered.content.decode(), flags=re.DOTALL)
            assert "<b onmouseover" not in page, address
            bare += [(who, address, near) for near in outside_bdi(page, name)]
    assert bare == [], "\n".join(map(str, bare))


def outside_bdi(page, name):
    """Where a name stands without an element of its own that keeps its direction to itself."""
    shown = escape(name)
    for found in re.finditer(re.escape(shown), page):
        before = page[: found.start()]
        opened = before.rpartition("<")[2]
        is_attribute = "=" in opened and ">" not in opened
        if not (is_attribute or opened.startswith("bdi") or before.endswith("\u2068") or 'dir="auto"' in opened):
            yield page[max(0, found.start() - 60) : found.start()]


def test_three_hundred_letters_of_a_name_are_refused_with_words(cast):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError, match="120"):
        change_person(person=cast.patient, name="x" * 300, by=cast.therapist, now=NOW)


# -- headers


def test_every_page_tells_browsers_to_be_careful_and_what_is_private_is_kept_nowhere(pages):
    """Going back shows what is so now, and not what was so before a form was sent."""
    for who, shown in pages.shown.items():
        assert len(shown) > 6
        for address, answered in shown.items():
            told = answered.headers
            policy = told["Content-Security-Policy"]
            assert "unsafe" not in policy, address
            assert "frame-ancestors 'none'" in policy, address
            assert "form-action 'self'" in policy, address
            assert "http" not in policy, address
            assert told["X-Content-Type-Options"] == "nosniff", address
            assert told["Referrer-Policy"] == "same-origin", address
            assert told["Cross-Origin-Opener-Policy"] == "same-origin", address
            assert told["X-Frame-Options"] == "DENY", address
            assert "geolocation=()" in told["Permissions-Policy"], address
            assert "no-store" in told["Cache-Control"], (who, address)


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(cast, client, settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    client.get("/accounts/login/")
    client.post(f"/p/{cast.patient.pk}/log/", {"note": "Typed"})
    assert {"csrftoken", "sessionid"} <= set(client.cookies)
    for cookie in client.cookies.values():
        assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Lax", True)


def test_who_comes_too_often_is_told_so_on_a_page_of_ours_and_when_to_come_again(client, settings):
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = {"sign_in_link": "1/h/ip"}
    answered = [client.post("/accounts/link/", {"email": "a@example.org"}) for _ in range(2)][1]
    assert answered.status_code == 429
    assert int(answered.headers["Retry-After"]) > 0
    assert "Please wait a moment" in answered.content.decode()


def test_a_page_that_breaks_says_what_not_to_wait_for(client, monkeypatch):
    health = next(one for one in get_resolver().url_patterns if one.name == "health")

    @login_not_required
    def breaks(_request):
        raise RuntimeError("a secret word")

    monkeypatch.setattr(health, "callback", breaks)
    client.raise_request_exception = False
    answered = client.get("/health")
    assert answered.status_code == 500
    assert "do not wait for this page" in answered.content.decode()
    assert "secret" not in answered.content.decode()
