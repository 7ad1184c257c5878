"""Signing in with a passkey, in a browser with a device of its own; no page of it stands in anybody's way."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from axe_playwright_python.sync_playwright import Axe

from web.conftest import cast, emptied_tables  # noqa: F401  # fixtures

pytestmark = pytest.mark.django_db(transaction=True)
TELEPHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class AtTheDoor:
    """Somebody who works in the clinic, with a device that knows their finger."""

    def __init__(self, browser, address, everybody):
        self.cast, self.address = everybody, address.replace("127.0.0.1", "localhost")
        self.context = browser.new_context(viewport={"width": 390, "height": 844})
        self.page = self.context.new_page()
        self.complaints = []
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        driver = self.context.new_cdp_session(self.page)
        driver.send("WebAuthn.enable")
        driver.send("WebAuthn.addVirtualAuthenticator", {"options": TELEPHONE})

    def opens(self, path):
        self.page.goto(f"{self.address}{path}")

    def presses(self, name):
        self.page.get_by_role("button", name=name, exact=True).click()

    def follows(self, name):
        self.page.get_by_role("link", name=name).first.click()

    def sees(self, heading):
        self.page.get_by_role("heading", level=1, name=heading, exact=True).wait_for()

    def types_the_password(self):
        self.opens("/accounts/login/")
        self.page.get_by_label("E-mail address").fill("tess.therapist@example.org")
        self.page.get_by_label("Password").fill("secret")
        self.presses("Sign in")

    def adds_a_passkey(self, name=""):
        """From the page of what they sign in with; they say once more who they are."""
        self.follows("Add a passkey")
        self.sees("Is it still you?")
        assert self.barriers() == []
        self.page.get_by_label("Password").fill("secret")
        self.presses("Go on")
        self.sees("Add a passkey")
        assert self.barriers() == []
        self.page.get_by_label("What shall it be called?").fill(name)
        self.presses("Add a passkey")
        self.sees("Recovery codes")

    def barriers(self):
        """What the page puts in somebody's way, in light and in dark."""
        found = []
        for scheme in ("light", "dark"):
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found += [one["id"] for one in Axe().run(self.page).response["violations"]]
        wide = self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        return found + ["too wide"] * wide


@pytest.fixture
def door(chromium, live_server, cast, settings):  # noqa: F811
    """The therapist before the clinic's door, without a second factor."""
    settings.ALLOWED_HOSTS = ["*"]
    made = AtTheDoor(chromium, live_server.url, cast)
    yield made
    made.context.close()


def test_a_therapist_is_led_to_a_passkey_adds_it_and_signs_in_with_it(door):
    door.types_the_password()
    door.sees("How you sign in")
    assert door.barriers() == []
    door.adds_a_passkey("My telephone")
    assert door.barriers() == []
    assert Authenticator.objects.get(user=door.cast.therapist, type="webauthn").wrap().name == "My telephone"
    door.context.clear_cookies()
    door.opens("/accounts/login/")
    assert door.barriers() == []
    door.presses("Sign in with a passkey")
    door.page.wait_for_url("**/clinic/")
    assert door.complaints == []


def test_a_passkey_is_the_second_step_as_well_and_one_that_fails_says_so(door):
    door.types_the_password()
    door.adds_a_passkey()
    door.context.clear_cookies()
    door.types_the_password()
    door.sees("Enter your code")
    assert door.barriers() == []
    door.page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('no finger')) }")
    door.presses("Use a passkey")
    door.page.get_by_text("The passkey could not be used.").wait_for()
    door.page.reload()
    door.presses("Use a passkey")
    door.page.wait_for_url("**/clinic/")
    assert door.complaints == []
