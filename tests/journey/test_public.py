"""Somebody with a sore back and one thumb comes without an account."""

from __future__ import annotations

import re

import pytest

from journey.conftest import is_trouble


class Visitor:
    """A person in front of a browser. Every page they see is checked as it comes."""

    def __init__(self, browser, address, *, script=True, **options):
        self.address = address
        self.elsewhere = []
        self.complaints = []
        self.context = browser.new_context(
            viewport={"width": 390, "height": 844}, java_script_enabled=script, reduced_motion="reduce", **options
        )
        self.page = self.context.new_page()
        self.page.on("request", self._asked)
        self.page.on("console", lambda said: self.complaints.append(said.text) if is_trouble(said) else None)
        self.has_script = script

    def _asked(self, request):
        if not request.url.startswith((self.address, "data:")):
            self.elsewhere.append(request.url)

    def opens(self, path):
        self.page.goto(self.address + path)

    def heading(self):
        return self.page.locator("h1").inner_text()

    def finishes(self, told):
        """Answer until the end: what was told, and no to everything else."""
        for _ in range(30):
            if "/check/result" in self.page.url or not self.page.locator("form.asks").count():
                return
            self.answers_screen(told)
            self.goes_on()
        raise AssertionError("the check does not end")

    def answers_screen(self, told):
        """Fill in what this screen asks, by what can be seen of it."""
        page = self.page
        for box in page.locator(".ask-controls > fieldset.ask-one").all():
            self._chooses(box, told)
        for field in page.locator(".ask-controls > .field input.ask-number").all():
            field.fill(told.get(field.get_attribute("name"), "0"))
        for scale in page.locator(".ask-controls .pain-scale").all():
            name = scale.locator("input").first.get_attribute("name")
            scale.get_by_text(told.get(name, "0"), exact=True).click()
        rows = page.locator(".ask-rows .ask-row > .choice input")
        hit = [row for row in rows.all() if row.get_attribute("value") in told]
        for row in hit:
            row.check()
            name = row.get_attribute("value")
            page.locator(f'input[type="radio"][name="{name}"][value="{told[name]}"]').check(force=True)
        if rows.count() and not hit:
            page.get_by_label("None of these").check()

    def _chooses(self, box, told):
        number = box.locator("input.ask-number")
        if number.count():
            name = number.get_attribute("name")
            count, unit = told.get(name, "9 days").split()
            number.fill(count)
            box.get_by_text(f"{unit} ago", exact=True).click()
            return
        radios = box.locator("input[type=radio]")
        name = radios.first.get_attribute("name")
        wanted = told.get(name) or ("false" if box.locator("input[value=false]").count() else None)
        (box.locator(f'input[value="{wanted}"]') if wanted else radios.first).check()

    def goes_on(self):
        """Press Continue; with script the form is taken out of the page, without it another page comes."""
        form = self.page.query_selector("form.asks") if self.has_script else None
        self.page.get_by_role("button", name="Continue").click()
        if form is not None:
            form.wait_for_element_state("hidden")
        self.page.wait_for_load_state()

    def leaves(self):
        self.context.close()
        assert self.elsewhere == []


ORDINARY = {
    "age": "34", "sex": "female", "back_or_leg_pain": "true", "pain_started": "9 days", "back_pain_now": "4",
    "course": "better", "first_episode": "true", "pain_easily_provoked": "moderate_activity",
}  # fmt: skip
LASTING = {**ORDINARY, "pain_started": "5 months", "course": "same", "first_episode": "false"}


@pytest.fixture
def visit(chromium, address):
    """Somebody comes; when they leave, nobody else was asked for anything."""
    came = []

    def come(**options):
        came.append(Visitor(chromium, address, **options))
        return came[-1]

    yield come
    for visitor in came:
        visitor.leaves()


def no_violations(page):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(page).response["violations"]
    return [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_worried_person_reaches_exercises_of_their_own(visit):
    jo = visit()
    jo.opens("/check/")
    jo.page.get_by_role("link", name="Start the check").click()
    jo.finishes(ORDINARY)
    assert jo.heading() == "You can look after this yourself for now"
    assert jo.page.locator("article.exercise").count() >= 2
    jo.page.wait_for_selector("h1:focus")
    assert jo.complaints == []


def test_pain_that_lasts_is_told_to_book_a_visit_and_why(visit):
    jo = visit()
    jo.opens("/check/about_you/")
    jo.finishes(LASTING)
    assert jo.heading() == "Physical therapy is right for you"
    jo.page.get_by_text("Why do we say this?").first.click()
    assert jo.page.get_by_text("What it rests on").first.is_visible()


def test_numbness_around_the_saddle_stops_everything_and_cannot_be_missed(visit):
    jo = visit()
    jo.opens("/check/about_you/")
    jo.finishes({**ORDINARY, "saddle_numbness": "new"})
    assert jo.heading() == "Go to a hospital emergency department now"
    jo.page.wait_for_selector("h1:focus")
    assert jo.page.get_by_role("link", name="Call").is_visible()
    assert jo.page.locator("nav, .exercise").count() == 0
    assert jo.page.title().startswith("Go to a hospital emergency department now")
    jo.page.get_by_role("link", name="I pressed the wrong answer").click()
    jo.page.wait_for_url("**/check/nerves/**")
    assert jo.page.get_by_label(re.compile("numb or tingling between your legs")).is_checked()


def test_everything_works_without_script(visit):
    jo = visit(script=False)
    jo.opens("/check/about_you/")
    jo.page.get_by_role("button", name="Continue").click()
    assert jo.page.get_by_text("2 answers need another look").is_visible()
    jo.finishes(LASTING)
    assert jo.heading() == "Physical therapy is right for you"


def test_the_body_can_be_tapped_without_script(visit):
    jo = visit(script=False)
    jo.opens("/check/about_you/")
    jo.answers_screen({**ORDINARY, "sex": "male"})
    jo.goes_on()
    jo.page.locator('[data-region="low_back"]').scroll_into_view_if_needed()
    low_back = jo.page.locator('[data-region="low_back"] .bc-part').first.bounding_box()
    jo.page.mouse.click(low_back["x"] + low_back["width"] / 3, low_back["y"] + low_back["height"] / 2)
    assert jo.page.locator("#at-low_back").is_checked()


def test_the_keyboard_alone_is_enough(visit):
    jo = visit()
    jo.opens("/check/about_you/")
    keys = jo.page.keyboard
    keys.press("Tab")
    assert jo.page.evaluate("document.activeElement.name") == "age"
    keys.type("34")
    keys.press("Tab")
    keys.press("Tab")
    assert jo.page.evaluate("document.activeElement.name") == "sex"
    keys.press("ArrowDown")
    keys.press("ArrowUp")
    keys.press("Enter")
    jo.page.locator("#in-age").wait_for(state="detached")
    jo.page.wait_for_selector("h1:focus")


def test_an_error_takes_the_focus_and_leads_to_its_field(visit):
    jo = visit()
    jo.opens("/check/about_you/")
    jo.page.get_by_label("How old are you?").fill("three")
    jo.page.get_by_role("button", name="Continue").click()
    jo.page.wait_for_selector("#errors:focus")
    jo.page.get_by_role("link", name="Enter a whole number from 0 to 120").click()
    assert jo.page.evaluate("document.activeElement.name") == "age"
    assert jo.page.get_by_label("How old are you?").input_value() == "three"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 820, 1440])
@pytest.mark.parametrize("path", ["/check/", "/check/about_you/", "/first-visit/", "/may-i/", "/components/"])
def test_every_page_is_accessible_and_fits(visit, path, width, scheme):
    jo = visit(color_scheme=scheme)
    jo.page.set_viewport_size({"width": width, "height": 900})
    jo.opens(path)
    assert no_violations(jo.page)
    assert fits(jo.page)


@pytest.mark.parametrize("told", [ORDINARY, LASTING, {**ORDINARY, "saddle_numbness": "new"}], ids=["self", "pt", "er"])
def test_every_screen_and_result_is_accessible_and_fits(visit, told):
    jo = visit()
    jo.opens("/check/about_you/")
    for _ in range(30):
        assert no_violations(jo.page), jo.page.url
        assert fits(jo.page), jo.page.url
        if not jo.page.locator("form.asks").count():
            break
        jo.answers_screen(told)
        jo.goes_on()
    assert "/check/result" in jo.page.url


def test_on_paper_the_reasons_are_there_and_the_buttons_are_not(visit):
    jo = visit()
    jo.opens("/check/about_you/")
    jo.finishes(ORDINARY)
    jo.page.emulate_media(media="print")
    assert not jo.page.get_by_role("link", name="See your exercises").is_visible()
    assert jo.page.locator("article.exercise").first.is_visible()


def test_a_calm_reader_sees_start_and_end_and_no_movement(visit):
    jo = visit()
    jo.opens("/check/about_you/")
    jo.finishes(ORDINARY)
    jo.page.get_by_role("link", name="See it move").first.click()
    jo.page.locator(".move .stage").wait_for()
    assert jo.page.url.endswith("/check/result/")
    assert jo.page.locator(".m-pair").first.is_visible()
    assert not jo.page.locator(".m-move").first.is_visible()


def test_larger_text_is_larger(visit):
    jo = visit()
    jo.opens("/check/about_you/")
    sizes = {}
    for chosen in ("Usual", "Large", "Larger"):
        jo.page.get_by_role("button", name=chosen, exact=True).click()
        jo.page.wait_for_load_state()
        sizes[chosen] = jo.page.evaluate(
            "parseFloat(getComputedStyle(document.querySelector('main p, main li')).fontSize)"
        )
    assert sizes["Usual"] < sizes["Large"] < sizes["Larger"]
    assert fits(jo.page)


def test_a_saved_file_goes_on_in_another_browser(visit, tmp_path):
    jo, later = visit(), visit(script=False)
    jo.opens("/check/about_you/")
    jo.finishes(ORDINARY)
    with jo.page.expect_download() as saved:
        jo.page.get_by_role("link", name="My answers as a file").click()
    saved.value.save_as(tmp_path / "mine.yaml")
    later.opens("/check/")
    later.page.get_by_text("Go on from a file you saved").click()
    later.page.get_by_label("Your file").set_input_files(tmp_path / "mine.yaml")
    later.page.get_by_role("button", name="Go on from this file").click()
    assert later.heading() == jo.heading()
