"""A referral is taken on: registered with its letter, invited, let in, and answered by a letter on paper."""

from __future__ import annotations

import io
import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from pypdf import PdfReader

from web.conftest import cast, emptied_tables  # noqa: F401  # fixtures

pytestmark = pytest.mark.django_db(transaction=True)

# The browser's own loop runs in the thread of the tests; the database is asked between its steps, never within.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


class Seat:
    """Somebody in front of a browser."""

    def __init__(self, browser, address, user=None):
        from web.cast import signed_in

        self.address, self.complaints = address, []
        self.context = browser.new_context(viewport={"width": 1440, "height": 900})
        if user is not None:
            session = signed_in(user).cookies["sessionid"].value
            self.context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        self.page = self.context.new_page()
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)

    def opens(self, path):
        self.page.goto(path if path.startswith("http") else self.address + path)

    def fills(self, **fields):
        for label, value in fields.items():
            self.page.get_by_label(label.replace("_", " "), exact=True).fill(value)

    def presses(self, name):
        self.page.get_by_role("button", name=name).click()

    def barriers(self):
        """What the page puts in somebody's way."""
        self.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        found = Axe().run(self.page).response["violations"]
        wide = self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        return [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found] + ["too wide"] * wide


@pytest.fixture
def seat(chromium, live_server):
    """Seats for several people at once."""
    taken = []

    def sit(user=None):
        taken.append(Seat(chromium, live_server.url, user))
        return taken[-1]

    yield sit
    for one in taken:
        one.context.close()


def test_a_referral_is_taken_on_invited_and_answered(seat, cast, mailoutbox):  # noqa: F811
    desk = seat(cast.therapist)
    desk.opens("/clinic/")
    desk.page.get_by_role("link", name="Register a patient").click()
    desk.fills(Name="Nora New", Born_on="1980-02-29", Date_of_the_letter="2026-01-05")
    desk.page.get_by_label("E-mail").fill("nora@example.org")
    desk.page.get_by_label("Who refers them").fill("Dr House, Mill Lane")
    desk.page.get_by_label("Why, in the letter’s words").fill("Back pain after lifting. Please treat.")
    desk.presses("Register")
    desk.page.get_by_text("An invitation is on its way to nora@example.org.").wait_for()

    guest = seat()
    guest.opens(next(line for line in mailoutbox[0].body.splitlines() if line.startswith("http")))
    guest.presses("Join")
    guest.page.wait_for_url("**/today/**")

    desk.page.get_by_role("link", name="Letters").click()
    desk.page.get_by_role("link", name="Answer").first.click()
    assert desk.page.get_by_label("To", exact=True).input_value() == "Dr House, Mill Lane"
    desk.page.get_by_label("In your own words").fill("Thank you. Nora comes for four visits.")
    desk.presses("Keep the letter")
    desk.page.get_by_text("The answer is kept.").wait_for()
    with desk.page.expect_download() as saved:
        desk.page.get_by_role("link", name="The answer as PDF").click()
    text = " ".join(PdfReader(io.BytesIO(saved.value.path().read_bytes())).pages[0].extract_text().split())
    assert "Answer to your letter of 5 January 2026" in text
    assert "Nora comes for four visits." in text
    assert desk.complaints == guest.complaints == []


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (820, "light")])
def test_every_page_is_accessible_and_fits(seat, cast, width, scheme):  # noqa: F811
    cast.answers()
    office, desk = seat(cast.administrator), seat(cast.therapist)
    patient = cast.patient.pk
    pages = [
        (office, f"/office/{page}") for page in ("", "patients/", f"patients/{patient}/", "clinic/", "record/", "data/")
    ]
    pages += [(desk, f"/clinic/p/{patient}/{page}/") for page in ("details", "referral", "letter")]
    for somebody, path in [*pages, (desk, "/clinic/register/")]:
        somebody.page.set_viewport_size({"width": width, "height": 900})
        somebody.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        somebody.opens(path)
        assert somebody.barriers() == [], path
