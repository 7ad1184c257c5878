"""A therapist at the desk: examines and records a visit by keyboard, and sees at once what a finding means."""

from __future__ import annotations

import os

import pytest
from axe_playwright_python.sync_playwright import Axe

from journey.conftest import is_trouble
from web.cast import lately
from web.conftest import cast, emptied_tables  # noqa: F401  # fixtures

pytestmark = pytest.mark.django_db(transaction=True)
DESK = {"width": 1440, "height": 900}

# The browser's own loop runs in the thread of the tests; the database is asked between its steps, never within.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


class AtTheDesk:
    """A therapist in front of a browser."""

    def __init__(self, browser, address, everybody):
        from web.cast import signed_in

        self.cast, self.address = everybody, address
        self.context = browser.new_context(viewport=DESK)
        session = signed_in(everybody.therapist).cookies["sessionid"].value
        self.context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        self.page = self.context.new_page()
        self.complaints, self.elsewhere = [], []
        self.page.on("console", lambda said: self.complaints.append(said.text) if is_trouble(said) else None)
        self.page.on("request", self._asked)

    def _asked(self, request):
        if not request.url.startswith((self.address, "data:")):
            self.elsewhere.append(request.url)

    def opens(self, page=""):
        self.page.goto(f"{self.address}/clinic/{page}")

    def opens_patient(self, page=""):
        self.opens(f"p/{self.cast.patient.pk}/{page}")

    def marked(self, finding):
        return self.page.locator(f'[name="{finding}"]:checked').get_attribute("value")

    def barriers(self):
        """What the page puts in somebody's way."""
        self.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        found = Axe().run(self.page).response["violations"]
        wide = self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        return [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found] + ["too wide"] * wide


@pytest.fixture
def desk(chromium, live_server, cast):  # noqa: F811
    """The therapist, and a patient with a signed plan that begins now."""
    cast.signed_plan(now=lately())
    made = AtTheDesk(chromium, live_server.url, cast)
    yield made
    made.context.close()


def test_an_examination_by_keyboard_shows_what_it_means_and_locks_the_plan_when_it_is_kept(desk):
    desk.opens_patient("assess/")
    keys = desk.page.keyboard
    desk.page.locator('[name="slr"][value="positive"]').focus()
    keys.press("Space")
    keys.press("n")
    assert (desk.marked("slr"), desk.marked("reflexes"), desk.marked("anal_tone")) == ("positive", "normal", "")
    assert desk.page.locator("#in-key_muscle_power").input_value() == "5"
    keys.press("Alt+ArrowDown")
    assert desk.page.evaluate("document.activeElement.name") == "upper_motor_signs"
    keys.press("ArrowRight")
    keys.press("ArrowRight")
    desk.page.locator("#changes", has_text="Emergency").wait_for()
    assert "The plan would lose" in desk.page.locator("#changes").inner_text()
    desk.page.get_by_role("button", name="Save the examination").click()
    desk.page.get_by_text("Locked.").wait_for()
    desk.opens()
    desk.page.get_by_role("button", name="I take this up").click()
    desk.page.get_by_text("You took this up.").wait_for()
    assert (desk.complaints, desk.elsewhere) == ([], [])


def test_escape_takes_a_finding_back(desk):
    desk.opens_patient("assess/")
    desk.page.locator('[name="slump"][value="positive"]').focus()
    desk.page.keyboard.press("Space")
    desk.page.keyboard.press("Escape")
    assert desk.marked("slump") == ""


def test_a_visit_is_recorded_by_keyboard_and_its_note_is_signed(desk):
    desk.opens_patient("session/")
    keys, page = desk.page.keyboard, desk.page
    page.locator(".give-head input").first.focus()
    keys.press("Space")
    page.locator(".give").first.get_by_role("radio", name="better").focus()
    keys.press("Space")
    page.get_by_role("checkbox", name="they say yes to being examined").first.focus()
    keys.press("Space")
    keys.press("Alt+ArrowDown")
    assert page.evaluate("document.activeElement.name") == "give"
    page.locator("#minutes").fill("30")
    page.get_by_label("What they say, and what you see").focus()
    keys.type("Walks to the shop again")
    page.get_by_role("button", name="Keep the visit").focus()
    keys.press("Enter")
    page.get_by_role("heading", name="Draft of the note").wait_for()
    assert "Walks to the shop again" in page.get_by_label("Said, found, meaning, next").input_value()
    assert desk.barriers() == []
    page.get_by_role("button", name="Sign the note").focus()
    keys.press("Enter")
    page.get_by_text("Signed by Tess Therapist").wait_for()
    assert "Walks to the shop again" in page.locator(".note-text").inner_text()
    assert (desk.complaints, desk.elsewhere) == ([], [])


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1440, "light")])
def test_every_page_is_accessible_and_fits(desk, width, scheme):
    desk.page.set_viewport_size({"width": width, "height": 900})
    desk.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    for page in ("", "plan/", "assess/", "session/", "treatments/", "consents/"):
        desk.opens_patient(page)
        assert desk.barriers() == [], page
    desk.opens()
    assert desk.barriers() == []
