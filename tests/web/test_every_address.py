"""Every address, for each of the cast, by every method: who gets in, who finds nothing, and nothing ever breaks.

The addresses are those of the resolver, so that a page that is added later is tried by itself.
"""

import re
import uuid

import pytest
from django.db import connection, transaction

from spinewise_web.records.actions.people import register_person
from spinewise_web.records.standing import standing_of
from web.cast import NOW, signed_in
from web.test_access import WORDS, addresses, busy, rows_by_name  # noqa: F401  # a fixture

pytestmark = pytest.mark.django_db
FILLED = re.compile(r"<(?:(\w+):)?(\w+)>")
OUTSIDERS = ("therapist_elsewhere", "other_user", "elsewhere_administrator", "nobody")
INSIDERS = ("therapist", "colleague", "supervisor", "administrator", "patient_user", "carer_user")
SOME = ("therapist", "patient_user", "nobody")
LOOKED = {200, 302, 303, 403, 404, 405, 410}
SENT = LOOKED | {400, 409, 422}
REFUSED = {302, 403, 404, 405}
ANSWERS = {"GET": LOOKED, "HEAD": LOOKED, "POST": SENT, "PUT": REFUSED, "PATCH": REFUSED, "DELETE": REFUSED}
WRONG = ("PUT", "PATCH", "DELETE")
OF_LIBRARY = SENT | {401}  # its own pages answer to more methods than ours
ROOMS = {
    "spinewise_web.clinic.": {"therapist", "colleague", "supervisor"},
    "spinewise_web.portal.patient.": {"patient_user", "carer_user"},
}
WRITES = re.compile(r"(?:INSERT INTO|UPDATE|DELETE FROM) \"(\w+)\"", re.IGNORECASE)
LOOKING_LEAVES = {
    "spinewise_cache",  # how often somebody came
    "django_session",  # a visit of its own, about nobody's health
    "records_afterinstruction",  # that "go now" stood on their screen is known only when it does
}
NAMED_BEHIND = "letter.pdf"  # says behind a question mark which letter it is


@pytest.fixture(autouse=True)
def no_rates(settings):
    """How often something may be done is another test's question."""
    settings.ACCOUNT_RATE_LIMITS = False


def routes():
    """Every route once, with the parts that stand for something."""
    return list(dict.fromkeys((route, view) for _name, view, route in addresses()))


def address_of(route, rows, **instead):
    """An address that exists, or, `instead`, one that names another row."""

    def filled(match):
        kind, name = match.groups()
        row = name.removesuffix("_id").removesuffix("_pk")
        if name in instead:
            return instead[name]
        if name in WORDS:
            return WORDS[name]
        return str(rows[row].pk) if row in rows else {"int": "1", "uuid": str(uuid.uuid4())}.get(kind or "", "some")

    plain = re.sub(r"\^|\$|\\", "", re.sub(r"\(\?P<(\w+)>[^)]*\)", "some", route))
    return "/" + FILLED.sub(filled, plain)


def names_in(route):
    """What a route names: rows by their ids."""
    return [name for kind, name in FILLED.findall(route) if kind == "uuid"]


def is_of_library(view):
    return not getattr(view, "__module__", "").startswith("spinewise_web")


class Asking:
    """Browsers of the whole cast; what they send is taken back afterwards, so that order does not matter."""

    def __init__(self, cast):
        self.clients = {name: signed_in(user) for name, user in cast.everybody().items()}
        self.clients["elsewhere_administrator"] = signed_in(cast.elsewhere_administrator)
        self.cookies = {name: dict(client.cookies) for name, client in self.clients.items()}
        self.written = set()

    def asks(self, who, method, address, data=None):
        client = self.clients[who]
        client.raise_request_exception = False
        self.tables = set()
        with transaction.atomic(), connection.execute_wrapper(self._listen):
            answered = client.generic(method, address, data or "", content_type="application/x-www-form-urlencoded")
            transaction.set_rollback(True)
        client.cookies.clear()
        client.cookies.update(self.cookies[who])
        self.written |= {(method, address, who, table) for table in self.tables}
        return answered

    def _listen(self, execute, sql, params, many, context):
        self.tables.update(WRITES.findall(sql))
        return execute(sql, params, many, context)

    def left_by_looking(self):
        """What pages wrote that were only asked for; a browser asks for pages by itself, ahead of a press."""
        return {one for one in self.written if one[0] in {"GET", "HEAD"} and one[-1] not in LOOKING_LEAVES}


@pytest.fixture
def asking(busy):  # noqa: F811
    return Asking(busy)


def was_sent_to_sign_in(answered):
    return answered.status_code == 302 and answered.headers["Location"].startswith("/accounts/")


def broken(answered):
    """The trouble behind an answer that should not have come."""
    return repr(answered.exc_info[1])[:200] if getattr(answered, "exc_info", None) else ""


def test_every_address_answers_each_of_the_cast_by_every_method_and_looking_writes_nothing(asking, busy):  # noqa: F811
    rows, wrong = rows_by_name(busy), []
    for route, view in routes():
        for method, allowed in ANSWERS.items():
            few = is_of_library(view) or method in WRONG
            for who in SOME if few else (*INSIDERS, "nobody"):
                answered = asking.asks(who, method, address_of(route, rows))
                if answered.status_code not in (OF_LIBRARY if is_of_library(view) else allowed):
                    wrong.append((method, route, who, answered.status_code, broken(answered)))
                if answered.status_code == 405 and not answered.headers.get("Allow"):
                    wrong.append((method, route, who, "405 does not say what is allowed"))
    assert wrong == [], "\n".join(map(str, wrong))
    assert asking.left_by_looking() == set()


def test_each_room_is_there_for_those_who_belong_in_it_and_for_nobody_else(asking, busy):  # noqa: F811
    """Of the patient's own people and the clinic's: a page is found, or it is not there; 403 only among those."""
    rows, wrong = rows_by_name(busy), []
    item = next(one for one in standing_of(busy.patient).items if not one.in_clinic)
    for route, view in routes():
        belong = next((those for room, those in ROOMS.items() if view.__module__.startswith(room)), None)
        for who in INSIDERS if belong and names_in(route) else ():
            answered = asking.asks(who, "GET", address_of(route, rows, exercise=item.intervention))
            is_found = answered.status_code in {200, 302, 303, 403}
            waits_for_more = who in belong and route.endswith(NAMED_BEHIND)
            if is_found is not (who in belong) and answered.status_code != 405 and not waits_for_more:
                wrong.append((route, who, answered.status_code))
    assert wrong == [], "\n".join(map(str, wrong))


def test_nobody_is_let_in_by_another_method(asking, busy):  # noqa: F811
    """What names a row of the patient does not exist for outsiders, whatever they send: 404, and never 403."""
    rows, wrong = rows_by_name(busy), []
    for route, view in routes():
        if not names_in(route) or is_of_library(view):
            continue
        for method in ANSWERS:
            for who in OUTSIDERS:
                answered = asking.asks(who, method, address_of(route, rows), "act=sign&text=x&read=1&back=3&new=no")
                is_away = was_sent_to_sign_in(answered) if who == "nobody" else answered.status_code == 404
                if not is_away and answered.status_code != 405:
                    wrong.append((method, route, who, answered.status_code, broken(answered)))
    assert wrong == [], "\n".join(map(str, wrong))


def test_an_id_of_another_clinic_or_of_nothing_is_not_found_by_anybody(asking, busy):  # noqa: F811
    by = busy.therapist_elsewhere
    elsewhere = register_person(clinic=busy.other_clinic, name="Els Where", by=by, now=NOW)
    rows, wrong = rows_by_name(busy), []
    forged = {"nothing": str(uuid.uuid4()), "elsewhere": str(elsewhere.pk), "no id": "1%27--"}
    for route, _view in routes():
        for name in names_in(route):
            for what, value in forged.items():
                for method in ("GET", "POST"):
                    for who in ("therapist", "administrator", "patient_user"):
                        answered = asking.asks(who, method, address_of(route, rows, **{name: value}))
                        if answered.status_code not in {404, 405}:
                            wrong.append((method, route, what, who, answered.status_code, broken(answered)))
    assert wrong == [], "\n".join(map(str, wrong))


def test_parts_of_an_address_that_are_no_ids_break_nothing(asking, busy):  # noqa: F811
    rows, wrong = rows_by_name(busy), []
    words = ("..%2f..%2fetc", "%00", "%F0%9F%A6%B4%E2%80%AE", "%ED%A0%80%FF", "a" * 2000, "%27%22%3Cscript%3E")
    for route, _view in routes():
        for kind, name in FILLED.findall(route):
            if kind != "uuid":
                for word in words:
                    for who in ("therapist", "patient_user", "nobody"):
                        answered = asking.asks(who, "GET", address_of(route, rows, **{name: word}))
                        if answered.status_code >= 500:
                            wrong.append((route, word[:20], who, broken(answered)))
    assert wrong == [], "\n".join(map(str, wrong))


def test_garbage_behind_the_question_mark_breaks_nothing(asking, busy):  # noqa: F811
    rows, wrong = rows_by_name(busy), []
    said = ("whose=x&q=%25&after=%FF&done=%ED%A0%80&instead=x&again&page=-1&on=0000-00-00&week=1e9", "q=" + "a" * 5000)
    for route, _view in routes():
        for who in ("therapist", "patient_user"):
            for query in said:
                answered = asking.asks(who, "GET", f"{address_of(route, rows)}?{query}")
                if answered.status_code >= 500:
                    wrong.append((route, query[:20], who, broken(answered)))
    assert wrong == [], "\n".join(map(str, wrong))
