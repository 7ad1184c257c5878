"""One course from the letter to the plan on the phone, and one answer that stops it: each in a browser of their own."""

from __future__ import annotations

import os

import pytest

from journey.test_public import Visitor
from spinewise_web.records.core import knowledge, plan_of, planned
from spinewise_web.records.models import PlanVersion
from web.cast import lately
from web.conftest import cast, emptied_tables  # noqa: F401  # fixtures

pytestmark = pytest.mark.django_db(transaction=True)
DESK = {"width": 1440, "height": 900}
MOBILISATION = "Mobilisation, grades I-IV"
REASON = "Low grades only, away from the thin bones"
GO_NOW = "Go to a hospital emergency department now"
TOLD = {
    "age": "61", "sex": "female", "back_or_leg_pain": "true", "pain_regions": "low_back", "pain_started": "9",
    "back_pain_now": "4", "course": "better", "first_episode": "true", "pain_easily_provoked": "moderate_activity",
    "told_osteoporosis": "yes", "minutes_per_day": "20",
}  # fmt: skip
# Forty screens: each is answered in one go, as quickly as a browser can. How they are pressed is test_public's.
ANSWERS_SCREEN = """told => {
  const form = document.querySelector("form.asks"), harmless = ["false", "none", "days"];
  const fields = [...form.querySelectorAll(".ask-controls input")].filter(one => !one.closest(".ask-which"));
  const press = (name, value) => form.querySelector(`[name="${name}"][value="${value}"]`).click();
  const rows = fields.filter(one => one.name === "ticked" && one.value in told);
  for (const row of rows) { row.click(); press(row.value, told[row.value]); }
  for (const name of new Set(fields.map(one => one.name))) {
    const own = fields.filter(one => one.name === name), text = own.find(one => one.type === "text");
    const values = own.map(one => one.value);
    if (name === "ticked" || name === "none_of_these" && rows.length) continue;
    if (text) text.value = told[name] ?? (text.inputMode === "numeric" ? "0" : "Walk to the shop");
    else press(name, told[name] ?? values.find(one => harmless.includes(one)) ?? values[0]);
  }
  form.querySelector("button[type=submit]").click();
}"""

# The browser's own loop runs in the thread of the tests; the database is asked between its steps, never within.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


class Somebody(Visitor):
    """Whoever works in a clinic sits at a desk; everybody else has a phone."""

    def __init__(self, browser, address, user=None):
        from web.cast import signed_in

        super().__init__(browser, address)
        self.page.on("pageerror", lambda problem: self.complaints.append(str(problem)))
        if user is None:
            return
        session = signed_in(user).cookies["sessionid"].value
        self.context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        if user.memberships.exists():
            self.page.set_viewport_size(DESK)

    def follows(self, name, within="body"):
        self.page.locator(within).get_by_role("link", name=name, exact=True).first.click()

    def presses(self, name, within="body"):
        self.page.locator(within).get_by_role("button", name=name).first.click()

    def fills(self, **fields):
        for label, value in fields.items():
            self.page.get_by_label(label.replace("_", " ")).fill(value)

    def sees(self, words, within="body"):
        self.page.locator(within, has_text=words).first.wait_for()

    def shown(self, within="body"):
        return " ".join(self.page.locator(within).first.inner_text().split())

    def is_answered(self, path):
        """The status with which an address answers."""
        return self.page.goto(self.address + path).status


class Therapist(Somebody):
    """What a therapist does for somebody new."""

    def takes_on_the_referral(self):
        self.opens("/clinic/")
        self.follows("Register a patient")
        self.page.get_by_label("Name", exact=True).fill("Nora New")
        self.fills(Born_on="1965-02-27", Who_refers_them="Dr House, Mill Lane", Date_of_the_letter="2026-01-05")
        self.fills(**{"E-mail": "nora@example.org", "Why, in the letter’s words": "Back pain. Please treat."})
        self.presses("Register")
        self.sees("An invitation is on its way to nora@example.org.")

    def examines_by_keyboard(self):
        """Examined, and nothing found in any block."""
        self.follows("Assess")
        keys = self.page.keyboard
        self.page.locator('[name="examined"]').first.focus()
        keys.press("ArrowRight")
        keys.press("ArrowRight")
        for _ in range(self.page.locator("fieldset.block").count()):
            keys.press("n")
            keys.press("Alt+ArrowDown")
        self.sees("full, after an examination", "#changes")
        self.page.get_by_role("button", name="Save the examination").focus()
        keys.press("Enter")
        self.sees("findings are kept.")

    def adds_with_a_reason(self, treatment, *, reason):
        self.follows("Library", "nav")
        self.follows("Treatments")
        self.page.locator("#found li", has_text=treatment).get_by_role("button", name="Add, with a reason").click()
        self.page.get_by_label("Do it all the same, because").fill(reason)
        self.presses("Set aside for this item")


class Patient(Somebody):
    """What a patient does on their phone."""

    def answers_everything(self):
        self.follows("Go on with the questions")
        self.page.wait_for_url("**/questions/**")
        for _ in range(60):
            if not self.page.locator("form.asks").count():
                return
            with self.page.expect_navigation(wait_until="domcontentloaded"):
                self.page.evaluate(ANSWERS_SCREEN, TOLD)
        raise AssertionError("the questions do not end")

    def logs_numbness(self):
        form = self.page.locator("form.log")
        form.locator('.pain-scale label:has([name="back"][value="7"])').click()
        form.locator('.chip:has([name="new"][value="yes"])').click()
        form.locator(".log-signs .choice", has_text="numb or tingling between your legs").click()
        self.presses("Save", "form.log")

    def writes(self, person, words):
        self.opens(f"/p/{person.pk}/messages/")
        self.fills(Your_message=words)
        self.presses("Send", "main")
        self.sees(words, ".thread")


@pytest.fixture
def comes(chromium, live_server):
    """Browsers for several people at once; when they leave, nobody else was asked for anything."""
    came = []

    def come(kind, user=None):
        came.append(kind(chromium, live_server.url, user))
        return came[-1]

    yield come
    for one in came:
        one.leaves()


def link_in(mail):
    return next(line for line in mail.body.splitlines() if line.startswith("http"))


def complaints_of(*people, but="nothing"):
    """What the consoles tell of, without the answers that were refused on purpose."""
    return [said for one in people for said in one.complaints if f"status of {but}" not in said]


def on_the_first_day(version):
    """What a patient reads of a plan on the day it begins: what is done at home, and what is done at a visit."""
    items = plan_of(version).proposal.items
    home = [one for one in items if any(slot.on == version.starts_on for slot in one.slots)]
    return [[patients_title(one) for one in some] for some in (home, [one for one in items if one.in_clinic])]


def patients_title(item):
    return knowledge().interventions[item.intervention].title.patient


def every_title(version):
    """All names under which what is planned could be read on a page."""
    titles = [knowledge().interventions[name].title for name in planned(version)]
    return {one.patient for one in titles} | {one.clinician for one in titles}


def test_a_referral_becomes_a_signed_plan_that_the_patient_finds_on_their_phone(comes, cast, mailoutbox):  # noqa: F811
    tess, nora = comes(Therapist, cast.therapist), comes(Patient)
    tess.takes_on_the_referral()
    nora.page.goto(link_in(mailoutbox[0]))
    nora.presses("Join")
    nora.answers_everything()
    nora.sees("Your first plan is ready.")

    tess.opens("/clinic/")
    assert "Nora New" in tess.shown(".attention > li")
    assert "A plan waits for you." in tess.shown(".attention > li")
    tess.follows("Nora New", ".attention")
    tess.examines_by_keyboard()
    tess.follows("Plan", "nav")
    tess.presses("Propose anew")
    tess.sees("A plan is proposed.")
    tess.adds_with_a_reason(MOBILISATION, reason=REASON)
    tess.sees(REASON, ".waivers")
    tess.presses("Sign and share")
    tess.sees("sees this version.", ".plan-seen")

    nora.page.reload()
    home, visits = on_the_first_day(PlanVersion.objects.get(person__name="Nora New", state="signed"))
    assert len(home) > 1
    assert [title for title in home if title not in nora.shown()] == []
    assert f"At your next visit: {visits[0]}." in nora.shown()
    # The refused change is the one thing that a console tells of.
    assert complaints_of(nora) == complaints_of(tess, but="422") == []


def test_an_answer_of_numbness_stops_everything_everywhere_and_the_other_clinic_sees_nothing(comes, cast):  # noqa: F811
    titles = every_title(cast.signed_plan(now=lately()))
    cast.answers(cast.other_patient, now=lately())
    patient = cast.patient.pk
    pat, elsewhere = comes(Patient, cast.patient_user), comes(Patient, cast.patient_user)
    tess, ella = comes(Therapist, cast.therapist), comes(Therapist, cast.therapist_elsewhere)
    otto = comes(Patient, cast.other_user)
    otto.writes(cast.other_patient, "May I swim?")
    elsewhere.opens("/today/")
    elsewhere.follows("Start, I’ll count for you")
    elsewhere.page.wait_for_url("**/do/**")
    assert elsewhere.heading() in titles
    assert elsewhere.page.locator(".figure").count() == 1
    exercise = elsewhere.page.url.removeprefix(elsewhere.address)
    tess.opens("/clinic/")
    assert "Otto Ther" in tess.shown(".attention > li")
    assert "Pat Ient" not in tess.shown("main")

    pat.opens("/today/")
    pat.logs_numbness()
    pat.sees(GO_NOW, "h1")
    elsewhere.presses("Done", "#outcome")
    elsewhere.sees(GO_NOW, "h1")
    tess.page.reload()
    first = tess.shown(".attention > li")
    assert "Pat Ient" in first
    assert "Emergency" in first
    for somebody, path in [
        (tess, f"/clinic/p/{patient}/"),
        (tess, f"/clinic/p/{patient}/plan/"),
        (tess, f"/clinic/p/{patient}/plan.pdf"),
        (elsewhere, exercise),
        (elsewhere, f"/p/{patient}/today/"),
        (elsewhere, f"/p/{patient}/learn/"),
    ]:
        assert somebody.is_answered(path) == 200
        somebody.page.emulate_media(media="print")
        assert [title for title in titles if title in somebody.shown()] == [], path
        assert somebody.page.locator(".figure").count() == 0, path

    ella.opens("/clinic/")
    ella.sees("Nobody waits for you", "main")
    assert "Pat Ient" not in ella.shown()
    assert {ella.is_answered(path) for path in (f"/clinic/p/{patient}/", f"/p/{patient}/today/")} == {404}
    assert complaints_of(pat, elsewhere, otto, tess) == complaints_of(ella, but="404") == []
