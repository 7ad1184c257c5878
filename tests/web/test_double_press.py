"""Two presses at the same instant, on a server with two processes: one is kept, and both lead to the same page.

A browser sends the same words of the same page twice; which press is first is left to the machine.
"""

from __future__ import annotations

import threading
from collections import Counter
from urllib.parse import urlencode

import pytest

from spinewise_web.records.standing import standing_of
from web.cast import lately, signed_in
from web.forms import forms_of
from web.served import ON_POSTGRESQL, PATIENCE_S, Browser, Place, morning  # noqa: F401  # a fixture

pytestmark = pytest.mark.django_db(transaction=ON_POSTGRESQL)
TABLES = (
    "records_daylog", "records_exerciselog", "records_message", "records_person", "records_planversion",
    "records_alert", "records_answersheet", "accounts_invitation",
)  # fmt: skip
TIMES = 4
NEW = {"born_on": "1980-02-29", "party": "", "letter_on": "", "reason": ""}


class Presses:
    """A patient and a therapist in front of their pages, and how many rows of each kind there are."""

    def __init__(self, place, port, cast, sessions):
        self.place, self.cast = place, cast
        self.browsers = {who: Browser(port, session=session) for who, session in sessions.items()}

    def twice(self, who, page, *, to="", **said):
        """Press the button of a form twice; gives where each press led, and how many rows came of it."""
        browser = self.browsers[who]
        opened = browser.asks("GET", page)
        assert opened.status == 200, page
        forms = [form for form in forms_of(page, opened.page) if form.address == (to or page) and fits(form, said)]
        body = urlencode(forms[0].filled(**said), doseq=True)
        before = self.rows()
        answers = at_once(
            lambda: browser.asks("POST", to or page, body), lambda: browser.asks("POST", to or page, body)
        )
        led = {(one.status, one.headers.get("location")) for one in answers}
        return led, self.rows() - before

    def rows(self):
        """How many rows of each kind there are, and how many of the plans are signed."""
        rows = {table: self.place.reads(f"select count(*) from {table}")[0][0] for table in TABLES}
        counted = Counter({table.partition("_")[2]: count for table, count in rows.items()})
        signed = self.place.reads("select count(*) from records_planversion where state = 'signed'")[0][0]
        entries = self.place.reads("select count(*) from audit_entry where verb = 'plan.sign'")[0][0]
        return counted + Counter(signed=signed, signatures=entries)


def fits(form, said):
    """Whether this is the form with such fields or such a button."""
    return all(name in form.kinds or (name, value) in form.buttons for name, value in said.items())


def at_once(*doings):
    """Do each in a thread of its own, begun together."""
    start, answered = threading.Barrier(len(doings)), []

    def run(doing):
        start.wait(timeout=PATIENCE_S)
        answered.append(doing())

    threads = [threading.Thread(target=run, args=(one,)) for one in doings]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=PATIENCE_S)
    assert len(answered) == len(doings)
    return answered


@pytest.fixture
def presses(tmp_path, cast):
    cast.signed_plan(now=lately())
    cast.answers(cast.other_patient, now=lately())
    cast.examines(cast.other_patient, now=lately())
    cast.plan(cast.other_patient, now=lately())
    people = {"patient": cast.patient_user, "therapist": cast.therapist}
    sessions = {who: signed_in(user).cookies["sessionid"].value for who, user in people.items()}
    place = Place(tmp_path)
    place.takes_over()
    with place.serves() as (port, _server):
        yield Presses(place, port, cast, sessions)
    place.is_sound()


def forms(cast, number):
    """Who presses on which page, where it is sent, what it says, and the rows that come of it."""
    own, other = f"/p/{cast.patient.pk}", f"/clinic/p/{cast.other_patient.pk}"
    exercise = next(one.intervention for one in standing_of(cast.patient).items if not one.in_clinic)
    new = NEW | {"name": f"Nora {number}", "email": f"nora{number}@example.org"}
    yield "patient", f"{own}/log/", "", {"back": "3", "new": "no"}, Counter(daylog=1, answersheet=1)
    yield "patient", f"{own}/do/{exercise}/", "", {"outcome": "done"}, Counter(exerciselog=1)
    yield "patient", f"{own}/messages/", "", {"text": "A line"}, Counter(message=1)
    yield "therapist", f"{other}/", f"{other}/message/", {"text": "A line"}, Counter(message=1)
    yield "therapist", "/clinic/register/", "", new, Counter(person=1, invitation=1)
    if number == TIMES - 1:
        yield "therapist", f"{other}/plan/", "", {"act": "sign"}, Counter(signed=1, signatures=1)


def test_of_two_presses_at_once_one_is_kept_and_both_lead_to_one_page(presses):
    """One server for all of them: starting it takes longer than the presses."""
    for number in range(TIMES):
        for who, page, to, said, comes in forms(presses.cast, number):
            led, more = presses.twice(who, page, to=to, **said)
            assert (page, len(led), {status for status, _ in led}) == (page, 1, {303})
            assert (page, more) == (page, comes)
