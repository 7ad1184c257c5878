"""Pain spreads down a leg: the therapist sees it first, changes the plan, gives a reason for an exception, signs."""

from __future__ import annotations

import datetime as dt

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from journey.conftest import is_trouble
from spinewise_web.records.actions.days import record_day
from spinewise_web.records.actions.plans import sign_plan
from spinewise_web.records.core import plan_of, planned, today_of
from spinewise_web.records.models import PlanVersion
from web.conftest import cast, emptied_tables  # noqa: F401  # fixtures

pytestmark = pytest.mark.django_db(transaction=True)
DESK = {"width": 1440, "height": 900}


class AtThePlan:
    """A therapist in front of a browser, and a patient whose signed plan began a week ago."""

    def __init__(self, browser, address, everybody, *, scripts=True):
        from web.cast import signed_in

        self.cast, self.address = everybody, address
        self.context = browser.new_context(viewport=DESK, java_script_enabled=scripts)
        session = signed_in(everybody.therapist).cookies["sessionid"].value
        self.context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        self.page = self.context.new_page()
        self.complaints = []
        self.page.on("console", lambda said: self.complaints.append(said.text) if is_trouble(said) else None)

    def opens(self, page=""):
        self.page.goto(f"{self.address}/clinic/{page}")

    def opens_plan(self):
        self.opens(f"p/{self.cast.patient.pk}/plan/")

    @property
    def newest(self):
        return PlanVersion.objects.filter(person=self.cast.patient).order_by("-sequence").first()

    def barriers(self):
        """What the page puts in somebody's way."""
        self.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        found = Axe().run(self.page).response["violations"]
        wide = self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        return [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found] + ["too wide"] * wide


@pytest.fixture
def everybody(cast):  # noqa: F811
    """The patient's bones are thin and their plan is signed; today the pain reaches further down the leg."""
    now = timezone.now()
    cast.answers(now=now, told_osteoporosis="yes")
    cast.examines(now=now)
    sign_plan(version=cast.plan(now=now), by=cast.therapist, now=now)
    today = today_of(cast.patient, now=now)
    for on, leg, furthest in ((today - dt.timedelta(days=2), 2, "buttock"), (today, 6, "foot")):
        record_day(
            person=cast.patient, on=on, back_pain=3, leg_pain=leg, furthest=furthest, by=cast.patient_user, now=now
        )
    return cast


@pytest.fixture
def desk(chromium, live_server, everybody):
    made = AtThePlan(chromium, live_server.url, everybody)
    yield made
    made.context.close()


def test_pain_spreads_and_the_plan_is_changed_set_aside_for_and_signed(desk):
    page, before = desk.page, desk.newest
    desk.opens()
    first = page.locator(".attention > li").first
    assert "Pat Ient" in first.inner_text()
    assert "Pain has spread: foot" in first.inner_text()

    desk.opens_plan()
    page.locator(".plan-change summary").first.click()
    page.locator('[name="days_a_week"]').first.fill("99")
    page.locator(".preview-not").first.wait_for()
    page.locator('[name="days_a_week"]').first.fill("3")
    page.locator(".preview-fits, .preview-not").first.wait_for()
    assert desk.newest == before

    page.get_by_role("button", name="Take out").first.click()
    page.get_by_text("goes on with version 1 until you sign").wait_for()
    assert page.locator(".plan-changes [data-way=gone]").count() == 1

    desk.opens(f"library/entry/?kind=modalities&of=modalities/mobilisation&for={desk.cast.patient.pk}")
    page.get_by_role("button", name="Add, with a reason").click()
    page.get_by_label("Do it all the same, because").fill("Low grades only, away from the thin bones")
    page.get_by_role("button", name="Set aside for this item").click()
    page.locator(".waivers", has_text="Low grades only").wait_for()

    page.get_by_role("button", name="Sign and share").click()
    page.get_by_text("sees this version").wait_for()
    signed = desk.newest
    assert (signed.state, len(plan_of(signed).waivers)) == ("signed", 1)
    assert planned(signed) != planned(before)
    # The refused change is the one thing the console tells of.
    assert [said for said in desk.complaints if "422" not in said] == []


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (820, "dark")])
def test_plan_library_and_own_pages_are_accessible_and_fit(desk, width, scheme):
    desk.page.set_viewport_size({"width": width, "height": 900})
    desk.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    patient = desk.cast.patient.pk
    pages = (
        f"p/{patient}/plan/",
        f"library/?for={patient}",
        f"library/entry/?kind=modalities&of=modalities/massage&for={patient}",
        "library/entry/?kind=exercises&of=lumbar/bird_dog",
        "own/",
        "own/exercise/",
    )
    for page in pages:
        desk.opens(page)
        assert desk.barriers() == [], page


def test_without_scripts_an_exercise_is_found_and_added(chromium, live_server, everybody):
    desk = AtThePlan(chromium, live_server.url, everybody, scripts=False)
    desk.opens_plan()
    desk.page.locator(".plan-change summary").last.click()
    desk.page.get_by_role("button", name="Take out").click()
    desk.page.get_by_label("Find", exact=True).fill("breathing")
    desk.page.get_by_role("button", name="Find").click()
    desk.page.get_by_role("button", name="Add").first.click()
    assert desk.page.get_by_role("heading", name="Plan: Pat Ient").is_visible()
    desk.context.close()
