"""A patient at home, phone in hand: does today's programme and logs; and what is red stops everything."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from web.cast import lately
from web.conftest import cast, emptied_tables  # noqa: F401  # fixtures

SHIFT = """() => new Promise(done => {
  let total = 0;
  const add = list => list.getEntries().forEach(one => { total += one.hadRecentInput ? 0 : one.value });
  new PerformanceObserver(add).observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(total), 500);
})"""
pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}


class AtHome:
    """A patient in front of a browser."""

    def __init__(self, browser, address, everybody, *, script=True, **options):
        from web.cast import signed_in

        self.cast, self.address = everybody, address
        self.context = browser.new_context(viewport=PHONE, java_script_enabled=script, **options)
        session = signed_in(everybody.patient_user).cookies["sessionid"].value
        self.context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        self.page = self.context.new_page()
        self.complaints, self.elsewhere = [], []
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda problem: self.complaints.append(str(problem)))
        self.page.on("request", self._asked)

    def _asked(self, request):
        if not request.url.startswith((self.address, "data:")):
            self.elsewhere.append(request.url)

    def opens(self, page):
        self.page.goto(f"{self.address}/p/{self.cast.patient.pk}/{page}/")

    def heading(self):
        return self.page.locator("h1").inner_text()

    def logs(self, *, back, new="no"):
        """Fill in the log with one finger."""
        form = self.page.locator("form.log")
        form.locator(f'.pain-scale label:has([name="back"][value="{back}"])').click()
        form.locator(f'.chip:has([name="new"][value="{new}"])').click()

    def saves(self):
        with self.page.expect_navigation():
            self.page.locator("form.log button[type=submit]").click()

    def remembers(self):
        """The days that this phone keeps for later."""
        return self.page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('log:'))")

    def barriers(self):
        """What the page puts in somebody's way."""
        found = Axe().run(self.page).response["violations"]
        return [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found]


@pytest.fixture
def planned(cast):  # noqa: F811
    """The cast, with a signed plan that begins now."""
    cast.signed_plan(now=lately())
    return cast


@pytest.fixture
def at_home(chromium, live_server, planned):
    """Opens browsers for the patient, and closes them."""
    opened = []

    def opens(**options):
        made = AtHome(chromium, live_server.url, planned, **options)
        opened.append(made)
        return made

    yield opens
    for one in opened:
        one.context.close()


def test_a_patient_does_todays_first_exercise_and_logs_the_day(at_home):
    patient = at_home()
    patient.opens("today")
    patient.page.get_by_role("link", name="Start, I’ll count for you").click()
    patient.page.get_by_role("button", name="Start, I’ll count for you").click()
    assert patient.page.locator("[data-part=word]").inner_text() == "get ready"
    while patient.page.get_by_role("button", name="Skip").is_visible():
        patient.page.get_by_role("button", name="Skip").click()
    assert patient.page.evaluate("document.activeElement.id") == "outcome"
    patient.page.locator('.outcome .pain-scale label:has([value="2"])').click()
    patient.page.get_by_role("button", name="Done").click()
    assert "done" in patient.page.locator(".toast").inner_text()
    patient.logs(back=3)
    patient.saves()
    assert "Saved" in patient.page.locator(".toast").inner_text()
    assert patient.page.locator("form.log h2").inner_text() == "You have logged today"
    assert (patient.complaints, patient.elsewhere) == ([], [])


def test_nothing_moves_after_a_page_is_shown(at_home):
    patient = at_home()
    for page in ("today", patient_exercise(patient)):
        patient.opens(page)
        assert patient.page.evaluate(SHIFT) == 0


def patient_exercise(patient):
    """The page of the first exercise of the day."""
    patient.opens("today")
    link = patient.page.get_by_role("link", name="Start, I’ll count for you").get_attribute("href")
    return link.split(f"{patient.cast.patient.pk}/")[1].rstrip("/")


def test_a_red_answer_stops_everything_and_takes_the_focus(at_home):
    patient, other_page = at_home(), at_home()
    other_page.opens("learn")
    patient.opens("today")
    patient.logs(back=7, new="yes")
    patient.page.locator(".log-signs .choice", has_text="numb or tingling between your legs").click()
    patient.saves()
    assert patient.heading() == "Go to a hospital emergency department now"
    assert patient.page.evaluate("document.activeElement.tagName") == "H1"
    assert not patient.page.locator("nav").count()
    other_page.page.reload()
    assert other_page.heading() == "Go to a hospital emergency department now"
    patient.page.go_back()
    patient.page.reload()
    assert not patient.page.locator(".figure").count()


def test_the_list_of_signs_is_there_only_for_those_who_ask_for_it(at_home):
    patient = at_home()
    patient.opens("log")
    assert not patient.page.locator(".log-signs").is_visible()
    patient.logs(back=2, new="yes")
    assert patient.page.locator(".log-signs").is_visible()


def test_without_script_the_day_can_be_done_and_logged(at_home):
    patient = at_home(script=False)
    patient.opens("today")
    patient.page.get_by_role("link", name="Start, I’ll count for you").click()
    assert not patient.page.locator("#follow").is_visible()
    assert patient.page.locator(".exercise-steps li").count() > 1
    patient.page.get_by_role("button", name="Done").click()
    assert "done" in patient.page.locator(".toast").inner_text()
    patient.logs(back=3)
    patient.saves()
    assert "Saved" in patient.page.locator(".toast").inner_text()


def test_without_script_a_red_answer_stops_everything(at_home):
    patient = at_home(script=False)
    patient.opens("log")
    patient.logs(back=7, new="yes")
    patient.page.locator(".log-signs .choice", has_text="numb or tingling between your legs").click()
    patient.saves()
    assert patient.heading() == "Go to a hospital emergency department now"


def test_the_day_is_logged_with_the_keyboard_alone(at_home):
    patient = at_home()
    patient.opens("log")
    keys = patient.page.keyboard
    reach(patient, "back")
    keys.press("Space")
    for _ in range(3):
        keys.press("ArrowRight")
    reach(patient, "new")
    keys.press("Space")
    reach(patient, None)
    keys.press("Enter")
    patient.page.wait_for_load_state()
    assert "Saved" in patient.page.locator(".toast").inner_text()
    patient.opens("log")
    assert patient.page.locator('[name="back"][value="3"]').is_checked()


def reach(patient, name):
    """Go on with Tab to a field, or to the button that saves."""
    at = f'[name="{name}"]' if name else "form.log button[type=submit]"
    for _ in range(60):
        patient.page.keyboard.press("Tab")
        if patient.page.evaluate("at => document.activeElement.matches(at)", at):
            return
    raise AssertionError(f"{at} cannot be reached")


def test_the_timer_pauses_and_goes_on(at_home):
    patient = at_home()
    patient.opens("today")
    patient.page.get_by_role("link", name="Start, I’ll count for you").click()
    patient.page.get_by_role("button", name="Start, I’ll count for you").click()
    patient.page.get_by_role("button", name="Pause").click()
    stands = patient.page.locator(".timer").inner_text()
    patient.page.wait_for_timeout(1200)
    assert patient.page.locator(".timer").inner_text() == stands
    patient.page.get_by_role("button", name="Go on").click()
    assert patient.page.get_by_role("button", name="Pause").is_visible()


def test_skip_leaves_out_a_step_and_at_the_last_one_claims_nothing(at_home):
    """Whoever skips to the end says themselves what became of it."""
    patient = at_home()
    page, cue = patient.page, patient.page.locator('[data-part="cue"]')
    patient.opens("today")
    page.get_by_role("link", name="Start").first.click()
    page.clock.install()
    page.reload()
    page.get_by_role("button", name="Start").click()
    page.clock.run_for(200)
    skip, steps = (
        page.get_by_role("button", name="Skip"),
        page.evaluate("JSON.parse(document.getElementById('following').textContent).rounds.length"),
    )
    for _ in range(steps - 1):
        skip.click()
        assert skip.is_visible()
    skip.click()
    assert skip.is_hidden()
    assert cue.inner_text() == "Stopped here. What became of it?"
    assert page.locator('[data-part="number"]').inner_text() != "✓"
    assert page.locator('[name="counted"]').input_value() == ""
    assert page.locator("#outcome :checked").count() == 0
    assert "quiet" in page.get_by_role("button", name="Done").get_attribute("class")


def test_nobody_can_press_start_before_it_would_be_heard(at_home):
    patient = at_home()
    held = []
    patient.page.route("**/follow*.js", lambda route: held.append(route))  # noqa: PLW0108  # playwright marks its handlers
    exercise = patient_exercise(patient)
    with patient.page.expect_request("**/follow*.js"):
        patient.page.goto(f"{patient.address}/p/{patient.cast.patient.pk}/{exercise}/", wait_until="commit")
    start = patient.page.get_by_role("button", name="Start, I’ll count for you")
    patient.page.get_by_role("button", name="Done").wait_for()
    assert (start.count(), patient.page.locator("#follow").bounding_box()["height"] > 0) == (0, True)
    held.pop().continue_()
    start.click()
    patient.page.get_by_role("button", name="Pause").wait_for()


def test_without_a_connection_a_red_answer_is_answered_by_the_page_itself(at_home):
    patient = at_home()
    patient.opens("log")
    patient.logs(back=7, new="yes")
    patient.page.locator(".log-signs .choice", has_text="numb or tingling between your legs").click()
    patient.context.set_offline(True)
    patient.page.locator("form.log button[type=submit]").click()
    alert = patient.page.get_by_role("alert")
    assert "Do not wait for the connection" in alert.inner_text()
    assert patient.page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    patient.context.set_offline(False)
    patient.page.wait_for_url("**/today/")
    assert patient.heading() == "Go to a hospital emergency department now"
    assert patient.remembers() == []


def test_a_log_without_a_connection_stays_and_is_sent_by_itself(at_home):
    from spinewise_web.records.models import DayLog

    patient = at_home()
    patient.opens("log")
    patient.logs(back=6)
    patient.page.locator("#log-note").fill("On the train")
    patient.context.set_offline(True)
    patient.page.locator("form.log button[type=submit]").click()
    assert "sent by themselves" in patient.page.locator(".log-answer").inner_text()
    patient.context.set_offline(False)
    patient.page.wait_for_url("**/today/")
    assert "Saved" in patient.page.locator(".toast").inner_text()
    kept = DayLog.objects.get()
    assert (kept.back_pain, kept.note) == (6, "On the train")
    assert (patient.remembers(), patient.complaints, patient.elsewhere) == ([], [], [])


def test_done_and_a_message_without_a_connection_wait_on_their_pages(at_home):
    patient = at_home()
    patient.opens(patient_exercise(patient))
    sends_offline(patient, "Done", "Note")
    assert "done" in patient.page.locator(".toast").inner_text()
    patient.opens("messages")
    sends_offline(patient, "Send", "Your message")
    assert "On the train" in patient.page.locator(".thread").inner_text()
    assert (patient.complaints, patient.elsewhere) == ([], [])


def sends_offline(patient, button, field):
    """Type, lose the connection, press: the page says so and keeps what was typed, until the connection is back."""
    if field == "Note":
        patient.page.locator("summary", has_text="Add a note").click()
    patient.page.get_by_label(field).fill("On the train")
    patient.context.set_offline(True)
    patient.page.get_by_role("button", name=button, exact=True).click()
    assert "nothing was sent" in patient.page.get_by_role("alert").inner_text()
    assert patient.page.get_by_label(field).input_value() == "On the train"
    assert patient.barriers() == []
    patient.context.set_offline(False)
    patient.page.get_by_role("alert").wait_for(state="hidden")
    patient.page.get_by_role("button", name=button, exact=True).click()
    patient.page.wait_for_load_state()


def test_a_note_that_is_too_long_is_counted_alike_by_the_page_and_by_the_clinic(at_home):
    patient = at_home()
    patient.opens("log")
    patient.logs(back=5)
    patient.page.locator("#log-note").fill("\N{HERB}" * 3 + "x" * 8000)
    beside = patient.page.locator("#log-letters").inner_text()
    patient.saves()
    assert beside == "Shorten the note by 3 letters: about 1,000 words fit"
    assert beside in patient.page.locator(".error-summary").inner_text()


def test_what_is_typed_stays_on_the_phone_until_somebody_signs_out(at_home):
    patient = at_home()
    patient.opens("log")
    patient.logs(back=5)
    patient.opens("today")
    assert patient.page.locator('[name="back"][value="5"]').is_checked()
    assert "still here" in patient.page.locator(".log-answer").inner_text()
    assert len(patient.remembers()) == 1
    patient.page.get_by_role("button", name="Sign out").click()
    patient.page.wait_for_load_state()
    assert patient.remembers() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_the_patient_has_barriers(at_home, planned, scheme):
    from spinewise_web.records.standing import standing_of

    patient = at_home(color_scheme=scheme, reduced_motion="reduce")
    exercise = next(item.intervention for item in standing_of(planned.patient).items if item.slots)
    pages = ("today", "log", f"do/{exercise}", "progress", "learn", "learn/lessons/sleep", "messages", "settings",
             "flare-up", "settings/erase", "settings/also", "questions/again", "questions/times")  # fmt: skip
    for page in pages:
        patient.opens(page)
        assert patient.barriers() == [], page
        assert patient.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], page
    patient.opens("log")
    patient.logs(back=7, new="yes")
    assert patient.barriers() == []
    patient.page.locator(".log-signs .choice", has_text="numb or tingling between your legs").click()
    patient.saves()
    assert patient.barriers() == []
    patient.page.reload()
    patient.page.get_by_role("button", name="Not yet").click()
    assert "Please go now." in patient.page.locator(".went").inner_text()
    assert patient.barriers() == []
    assert patient.complaints == []
