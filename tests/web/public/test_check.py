"""Is physical therapy right for me? Told by forms alone: no script, no account, and not once the database."""

import datetime as dt
import json
from html import unescape
from pathlib import Path

import msgspec
import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import localdate

from interviewing import FRAIL, ORDINARY, STENOSIS
from people import nobody, with_answers
from spinewise.assess.answers_file import read_answers
from spinewise.documents.signs import stop_signs
from spinewise_web.portal import public
from spinewise_web.portal.public.sitting import COOKIE, SALT
from spinewise_web.records.core import knowledge
from web.patient.home import MOST_BYTES, without_figures
from web.public.walking import FIRST, form_for, until, walk

DAY = dt.timedelta(days=1)
SADDLE = {**ORDINARY, "saddle_numbness": "new"}


@pytest.fixture
def browser():
    """A browser that has never been here."""
    return Client()


def errors_of(page):
    return [one["says"] for one in page.context["screen"].errors]


def kept_in(browser):
    return signing.loads(browser.cookies[COOKIE].value, salt=SALT)


# -- where it leads


def test_ordinary_pain_that_gets_better_leads_to_self_care_with_exercises(browser):
    page = walk(browser, ORDINARY)
    assert page.context["advice"].care == "self_care"
    assert len(page.context["advice"].exercises) >= 2
    assert all(one.still for one in page.context["advice"].exercises)


def test_pain_that_lasts_leads_to_therapy_and_says_why(browser):
    page = walk(browser, STENOSIS)
    assert page.context["advice"].care == "physical_therapy"
    titles = [one.title for one in page.context["advice"].because]
    assert "No better after 2 weeks" in titles
    assert any(step.name == "Source" for one in page.context["advice"].because for step in one.steps)


def test_brittle_bones_get_a_plan_without_loaded_bending(browser):
    page = walk(browser, FRAIL)
    given = page.context["advice"].handout.exercises
    assert given
    assert not any("sit-up" in card.title.lower() or "curl-up" in card.title.lower() for card in given)


def test_who_hurts_elsewhere_is_told_that_nothing_was_looked_into_there(browser):
    page = walk(browser, {**ORDINARY, "back_or_leg_pain": "false", "thoracic_pain": "false"})
    advice = page.context["advice"]
    assert advice.title == "This check is for the back and the legs"
    assert (advice.exercises, advice.visits, advice.kept_in_mind) == ((), "", ())
    assert [one.title for one in advice.because] == ["Pain that is neither in the back nor in a leg"]


def test_a_crash_that_hurt_the_neck_is_seen_today(browser):
    told = {"back_or_leg_pain": "false", "thoracic_pain": "false", "major_trauma": "true", "trauma_checked": "false"}
    assert walk(browser, {**ORDINARY, **told}).context["alarm"].level == "urgent"


def test_nobody_is_asked_on_more_than_twelve_screens(browser):
    walk(browser, STENOSIS)
    assert len(kept_in(browser)["s"]) <= 12


YOUNG = {**ORDINARY, "age": "11"}


def test_a_child_is_asked_for_signs_of_danger_and_sent_to_a_clinician_with_a_letter(browser):
    page = walk(browser, YOUNG)
    assert page.context["under_age"]
    assert {"nerves", "illness", "injury_and_bones"} <= set(kept_in(browser)["s"])
    assert not page.context["advice"].exercises
    assert [raised.title for raised in page.context["advice"].note.raised] == ["Under 18"]
    assert browser.get("/check/note.pdf").content.startswith(b"%PDF")


@pytest.mark.parametrize("sign", [{"saddle_numbness": "new"}, {"fever_or_unwell": "true", "very_unwell": "true"}])
def test_an_emergency_is_said_to_a_child_too(browser, sign):
    assert walk(browser, YOUNG | sign).context["alarm"].level == "emergency"


def test_a_child_is_told_why_only_signs_of_danger_are_asked_and_nothing_about_sex(browser):
    page = until(browser, "nerves", YOUNG)
    assert page.context["minor"]
    assert "sexual_sensation" not in {row.id for row in page.context["screen"].listed}
    grown = until(Client(), "nerves", ORDINARY)
    assert not grown.context["minor"]
    assert "sexual_sensation" in {row.id for row in grown.context["screen"].listed}


def test_no_exercise_is_judged_for_a_child_whatever_was_answered(browser):
    walk(browser, ORDINARY)
    saved = browser.get("/check/answers.yaml").content.decode().replace("age: 34", "age: 15")
    child = Client()
    assert uploaded(child, saved).headers["Location"] == "/check/result/"
    child.post("/may-i/", {"exercise": ["aerobic/walk"]})
    page = child.get("/may-i/")
    assert page.context["locked"]
    assert not page.context["verdicts"]
    assert not child.get("/check/result/").context["advice"].exercises


def test_weight_loss_leads_to_a_letter(browser):
    page = walk(browser, {**ORDINARY, "unexplained_weight_loss": "true", "age": "60"})
    assert page.context["advice"].level == "refer"
    assert page.context["advice"].note.raised
    assert browser.get("/check/note.pdf").content.startswith(b"%PDF")


# -- danger


def test_numbness_around_the_saddle_stops_everything_at_once(browser):
    page = walk(browser, SADDLE)
    assert page.templates[0].name == "public/alarm.html"
    assert page.context["alarm"].level == "emergency"
    assert kept_in(browser)["s"][-1] == "nerves"
    text = page.content.decode()
    assert '<h1 tabindex="-1" autofocus>Go to a hospital emergency department now</h1>' in text
    assert "tel:" in text
    assert "<nav" not in text


def test_a_sign_of_danger_counts_even_when_the_screen_is_not_finished(browser):
    until(browser, "nerves", ORDINARY)
    both = {"ticked": ["saddle_numbness", "leg_weakness"], "saddle_numbness": "worse"}
    assert browser.post("/check/nerves/", both).headers["Location"] == "/check/result/"


def test_not_sure_about_the_saddle_counts_as_yes(browser):
    page = walk(browser, {**ORDINARY, "saddle_numbness": "not_sure"})
    assert page.context["alarm"].level == "emergency"


def test_behind_an_alarm_there_is_no_exercise_anywhere(browser):
    walk(browser, SADDLE)
    browser.post("/may-i/", {"exercise": ["aerobic/walk"]})
    may_i = browser.get("/may-i/")
    assert may_i.context["locked"]
    assert not may_i.context["verdicts"]
    assert browser.get("/check/movement/").headers["Location"] == "/check/result/"


def test_a_wrong_answer_can_be_answered_again_and_both_stay_known(browser):
    walk(browser, SADDLE)
    again = "/check/nerves/?again"
    page = browser.get(again)
    assert next(row for row in page.context["screen"].listed if row.id == "saddle_numbness").ticked
    sent = browser.post(again, {"none_of_these": "1"})
    assert sent.headers["Location"] == "/check/heart_and_belly/"
    assert ["saddle_numbness", "new"] in kept_in(browser)["e"]


@pytest.mark.parametrize(("said", "level"), [("plan", "emergency"), ("thoughts", "urgent")])
def test_thoughts_of_suicide_lead_to_words_of_their_own(browser, said, level):
    alarm = walk(browser, {**ORDINARY, "low_mood": "true", "self_harm_thoughts": said}).context["alarm"]
    assert alarm.level == level
    assert alarm.is_crisis
    assert "legs" not in alarm.says


# -- answers that are missing or wrong


def test_an_empty_screen_is_told_question_by_question(browser):
    page = browser.post(FIRST, {})
    assert page.status_code == 422
    assert len(errors_of(page)) == 2
    assert 'id="errors"' in page.content.decode()
    assert "autofocus" in page.content.decode()


def test_what_was_typed_is_still_there_beside_its_error(browser):
    page = browser.post(FIRST, {"age": "three hundred", "sex": "female"})
    age, sex = page.context["screen"].alone
    assert age.value == "three hundred"
    assert age.error == "Enter a whole number from 0 to 120"
    assert next(choice for choice in sex.choices if choice.value == "female").on


def test_an_error_leads_to_its_field(browser):
    page = browser.post(FIRST, {"sex": "female"})
    (error,) = page.context["screen"].errors
    assert f'id="{error["at"]}"' in page.content.decode()


def test_none_of_these_and_something_is_asked_again(browser):
    until(browser, "legs_and_water", ORDINARY)
    page = browser.post("/check/legs_and_water/", {"none_of_these": "1", "ticked": ["calf_swelling"]})
    assert page.status_code == 422
    assert page.context["screen"].list_error


def test_nothing_ticked_is_asked_again(browser):
    until(browser, "legs_and_water", ORDINARY)
    assert browser.post("/check/legs_and_water/", {}).status_code == 422


def test_a_tick_that_may_mean_two_things_asks_which(browser):
    until(browser, "injury_and_bones", ORDINARY)
    page = browser.post("/check/injury_and_bones/", {"ticked": ["told_osteoporosis"]})
    row = next(row for row in page.context["screen"].listed if row.id == "told_osteoporosis")
    assert row.error.startswith("Say which it is")


def test_days_without_a_number_are_asked_again(browser):
    page = until(browser, "story", ORDINARY)
    sent = form_for(page.context["screen"], ORDINARY)
    del sent["pain_started.unit"]
    assert errors_of(browser.post("/check/story/", sent)) == ["Choose days, weeks, months or years"]


def test_a_day_is_kept_as_the_date_it_was(browser):
    walk(browser, ORDINARY)
    kept = kept_in(browser)
    day = dt.date.fromisoformat(kept["t"]) - dt.timedelta(days=9)
    assert kept["a"]["pain_started"] == day.isoformat()


# -- the body chart


def test_marked_places_are_kept_and_shown_again(browser):
    page = until(browser, "where_it_hurts", ORDINARY)
    sent = form_for(page.context["screen"], ORDINARY) | {"pain_regions": ["low_back", "left_buttock"]}
    assert browser.post("/check/where_it_hurts/", sent).status_code == 303
    assert kept_in(browser)["a"]["pain_regions"] == ["low_back", "left_buttock"]
    page = browser.get("/check/where_it_hurts/?again")
    places = next(one for one in page.context["screen"].alone if one.way == "places")
    assert [choice.value for choice in places.choices if choice.on] == ["low_back", "left_buttock"]


def test_every_place_of_the_drawing_belongs_to_a_check_box(browser):
    page = until(browser, "where_it_hurts", ORDINARY).content.decode()
    for mark in knowledge().body.marks:
        assert f'for="at-{mark}"></label></foreignObject>' in page
        assert f'id="at-{mark}"' in page


def test_a_mark_that_contradicts_an_answer_is_asked_about_before_going_on(browser):
    page = until(browser, "where_it_hurts", ORDINARY)
    sent = form_for(page.context["screen"], ORDINARY) | {"pain_regions": ["left_calf_back"]}
    assert browser.post("/check/where_it_hurts/", sent).headers["Location"] == "/check/agree/"
    page = browser.get("/check/agree/")
    assert page.context["screen"].hint
    assert browser.post("/check/agree/", {"leave": "1"}).headers["Location"] != "/check/agree/"


# -- what is kept, and where


def test_the_place_is_kept_when_somebody_comes_back(browser):
    until(browser, "illness", ORDINARY)
    assert browser.get("/check/").context["on"] == "/check/illness/"


def test_back_shows_what_was_answered(browser):
    until(browser, "nerves", ORDINARY)
    page = browser.get("/check/nerves/")
    assert page.context["before"] == "where_it_hurts"
    page = browser.get("/check/where_it_hurts/?again")
    hurts = next(one for one in page.context["screen"].alone if one.id == "back_or_leg_pain")
    assert [choice.value for choice in hurts.choices if choice.on] == ["true"]


def test_a_screen_whose_turn_has_not_come_leads_to_the_one_whose_has(browser):
    assert browser.get("/check/mood/").headers["Location"] == FIRST
    assert browser.get("/check/result/").headers["Location"] == FIRST


def test_the_cookie_is_out_of_reach_of_scripts_and_small(browser):
    walk(browser, STENOSIS)
    cookie = browser.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert len(cookie.value) < 3000


def test_a_forged_cookie_is_refused_and_taken_away(browser):
    browser.cookies[COOKIE] = signing.dumps({"a": {"age": "34"}}, key="somebody else's", salt=SALT)
    page = browser.get("/check/illness/")
    assert page.status_code == 400
    assert page.cookies[COOKIE].value == ""
    assert "Start again" in page.content.decode()


def test_a_cookie_that_is_too_old_is_refused(browser, settings, monkeypatch):
    walk(browser, ORDINARY)
    monkeypatch.setattr("spinewise_web.portal.public.sitting.KEPT_S", -1)
    assert browser.get("/check/result/").status_code == 400


def test_answers_to_a_screen_that_nobody_reached_are_refused(browser):
    assert browser.post("/check/mood/", {"none_of_these": "1"}).status_code == 400


def test_forgetting_takes_the_answers_out_of_the_browser(browser):
    walk(browser, ORDINARY)
    assert browser.post("/check/forget/").cookies[COOKIE].value == ""


def test_the_answers_can_be_saved_and_read_back(browser):
    walk(browser, ORDINARY)
    saved = browser.get("/check/answers.yaml")
    assert saved.headers["Content-Disposition"] == 'attachment; filename="my-answers.yaml"'
    assert read_answers(saved.content, file="mine", kb=knowledge()).value("age") == 34


def uploaded(browser, text, name="my-answers.yaml"):
    body = text.encode() if isinstance(text, str) else text
    return browser.post("/check/from-file/", {"file": SimpleUploadedFile(name, body)})


def test_a_saved_file_goes_on_where_it_ended(browser):
    walk(browser, STENOSIS)
    saved = browser.get("/check/answers.yaml").content
    other = Client()
    assert uploaded(other, saved).headers["Location"] == "/check/result/"
    assert kept_in(other)["a"] == kept_in(browser)["a"]
    assert other.get("/check/result/").context["advice"].care == "physical_therapy"


def test_old_answers_stay_old_and_are_asked_again(browser):
    walk(browser, ORDINARY)
    today = localdate()
    saved = browser.get("/check/answers.yaml").content.decode()
    other = Client()
    old = saved.replace(str(today), str(today - 60 * DAY)).replace(str(today - 9 * DAY), str(today - 69 * DAY))
    assert uploaded(other, old).headers["Location"] != "/check/result/"
    assert kept_in(other)["t"] == str(today - 60 * DAY)
    page = other.get("/check/")
    assert other.get(page.context["on"]).status_code == 200
    walk(other, ORDINARY, start=page.context["on"])
    assert kept_in(other)["a"]["age"] == "34"


def test_an_answer_that_was_given_on_another_day_keeps_it(browser):
    today = localdate()
    text = f"spinewise: answers/1\ntoday: {today}\nzone: UTC\nanswers:\n  age: 34\n  sex: female\n"
    text += f"  back_pain_now: {{value: 4, on: {today - 9 * DAY}}}\n"
    uploaded(browser, text)
    browser.get("/check/about_you/?again")
    assert kept_in(browser)["o"] == {"back_pain_now": str(today - 9 * DAY)}


def test_danger_in_a_file_stops_everything(browser):
    text = "spinewise: answers/1\ntoday: 2026-11-01\nanswers: {age: 34, back_or_leg_pain: true, saddle_numbness: new}\n"
    today = str(localdate())
    assert uploaded(browser, text.replace("2026-11-01", today)).headers["Location"] == "/check/result/"
    assert browser.get("/check/result/").context["alarm"].level == "emergency"


def test_what_a_clinician_found_is_left_out(browser):
    today = localdate()
    text = f"spinewise: answers/1\ntoday: {today}\nanswers: {{age: 34}}\n"
    text += f"findings: {{by: Dr Lee, on: {today}, facts: {{examined: true}}}}\n"
    uploaded(browser, text)
    assert kept_in(browser)["a"] == {"age": "34"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("spinewise: answers/1\ntoday: 2026-11-01\nanswers:\n  aged: 34\n", "your file:4:3"),
        ("spinewise: answers/9\ntoday: 2026-11-01\nanswers: {age: 34}\n", "Write `spinewise: answers/1`"),
        ("answers: {age: three}", "your file"),
        ("just words", "your file"),
        ("", "your file"),
        (b"\xff\xfe\x00", "your file"),
        ("spinewise: answers/1\ntoday: 2026-11-01\n", "no answers of yours"),
        ("x" * 70_000, "too large"),
    ],
)
def test_a_file_that_cannot_be_read_says_where_what_and_what_would_be_right(browser, text, said):
    until(browser, "nerves", ORDINARY)
    before = kept_in(browser)
    page = uploaded(browser, text)
    assert page.status_code == 422
    assert said in unescape(page.content.decode())
    assert kept_in(browser) == before


def test_no_file_at_all_says_what_to_do(browser):
    assert "Choose the file that you saved" in browser.post("/check/from-file/").content.decode()


# -- what a result weighs


@pytest.mark.parametrize("told", [ORDINARY, STENOSIS, FRAIL], ids=["ordinary", "stenosis", "frail"])
def test_a_result_weighs_little_and_shows_movement_only_on_request(browser, told):
    page = walk(browser, told)
    assert len(without_figures(page.content)) < MOST_BYTES
    assert b"<animate" not in page.content
    shown = next(one for one in page.context["advice"].exercises if one.moves)
    assert b"<animate" in browser.get(f"/check/move/{shown.id}/").content


def test_movement_is_shown_of_ones_own_exercises_and_not_behind_an_alarm(browser):
    walk(browser, ORDINARY)
    assert browser.get("/check/move/lumbar/loaded_sit_up/").headers["Location"] == "/check/result/"
    shown = browser.get("/check/result/").context["advice"].exercises[0].id
    alarmed = Client()
    walk(alarmed, SADDLE)
    assert alarmed.get(f"/check/move/{shown}/").headers["Location"] == "/check/result/"


def test_the_exercises_can_be_saved_on_paper(browser):
    walk(browser, ORDINARY)
    saved = browser.get("/check/on-paper.pdf")
    assert saved.content.startswith(b"%PDF")
    assert saved.headers["Cache-Control"] == "no-store, private"


def test_no_page_may_be_kept_by_a_cache(browser):
    assert walk(browser, ORDINARY).headers["Cache-Control"] == "no-store, private"


# -- other ways in


@pytest.mark.parametrize("address", ["/check/result/", "/first-visit/", "/components/"])
def test_another_method_is_refused_with_a_page(browser, address):
    page = browser.post(address, {})
    assert page.status_code == 405
    assert "<h1" in page.content.decode()
    assert "GET" in page.headers["Allow"]


def test_a_form_that_is_too_large_is_refused_with_a_page(browser, settings):
    settings.MOST_BODY_BYTES = 100
    page = browser.post(FIRST, {"age": "1" * 500})
    assert page.status_code == 413
    assert "too large" in page.content.decode()


def test_an_address_that_does_not_exist_has_a_page(browser):
    page = browser.get("/no/such/page")
    assert page.status_code in {302, 404}


def test_a_form_without_its_token_is_refused_with_a_page():
    page = Client(enforce_csrf_checks=True).post(FIRST, {"age": "34"})
    assert page.status_code == 403
    assert "grown old" in page.content.decode()


def test_what_was_typed_comes_back_as_text_and_never_as_part_of_the_page(browser):
    page = browser.post(FIRST, {"age": '"><script>alert(1)</script>', "sex": "<b>other</b>"})
    assert page.status_code == 422
    assert "<script>alert" not in page.content.decode()
    assert "<b>other" not in page.content.decode()


@pytest.mark.parametrize("age", ["9" * 4000, "١٢", "12,5", "-3", "1e3"])
def test_what_is_no_age_is_asked_again(browser, age):
    assert browser.post(FIRST, {"age": age, "sex": "female"}).status_code == 422


# -- may I keep doing this, and a first visit


def test_what_somebody_does_is_judged_by_their_answers(browser):
    walk(browser, FRAIL)
    browser.post("/may-i/", {"exercise": ["aerobic/walk", "lumbar/loaded_sit_up"]})
    found = {one.title: one.verdict for one in browser.get("/may-i/").context["verdicts"]}
    kb = knowledge()
    assert found[kb.exercises["aerobic/walk"].title.patient] == "keep"
    assert found[kb.exercises["lumbar/loaded_sit_up"].title.patient] == "leave_out"


def test_without_answers_nothing_is_judged(browser):
    browser.post("/may-i/", {"exercise": ["aerobic/walk"]})
    page = browser.get("/may-i/")
    assert page.context["locked"]
    assert page.context["on"] == FIRST


def test_asking_about_nothing_says_what_to_do(browser):
    sent = browser.post("/may-i/", {})
    assert "Nothing is ticked yet" in browser.get(sent.headers["Location"]).content.decode()


def test_an_exercise_that_does_not_exist_is_not_asked_about(browser):
    browser.post("/may-i/", {"exercise": ["../secret", "aerobic/walk"]})
    assert kept_in(browser)["p"] == ["aerobic/walk"]


def test_the_first_visit_page_says_that_touch_is_asked_for(browser):
    assert "You are asked first" in browser.get("/first-visit/").content.decode()


def test_the_core_values_round_trip_through_the_cookie(browser):
    walk(browser, STENOSIS)
    assert json.loads(msgspec.json.encode(kept_in(browser)))["a"]["leg_pain"] == "both_legs"


# -- how far along


@pytest.mark.parametrize("told", [ORDINARY, STENOSIS, FRAIL], ids=["ordinary", "stenosis", "frail"])
def test_no_number_comes_twice_and_what_is_left_only_grows_shorter(browser, told):
    counted, address = [], FIRST
    while (page := browser.get(address)).status_code == 200 and "progress" in page.context:
        counted.append(page.context["progress"])
        address = browser.post(address, form_for(page.context["screen"], told)).headers["Location"]
    numbers = [one.now for one in counted]
    left = [one.of - one.now for one in counted]
    assert numbers[0] == 1
    assert sorted(set(numbers)) == numbers
    assert left == sorted(left, reverse=True)
    assert [one.of for one in counted] == sorted(one.of for one in counted)


def test_a_screen_that_is_looked_at_again_keeps_its_number(browser):
    until(browser, "illness", ORDINARY)
    before = browser.get("/check/illness/").context["progress"].now
    shown = browser.get("/check/nerves/?again").context["progress"]
    assert shown.now < before
    assert "todo" not in shown.states[: before - 1]
    browser.post("/check/nerves/?again", {"none_of_these": "1"})
    assert browser.get("/check/illness/").context["progress"].now == before


# -- what a page says, once and of this person


def test_a_child_gets_one_next_step_and_signs_that_fit(browser):
    text = unescape(walk(browser, {**ORDINARY, "age": "15", "sex": "male"}).content.decode())
    assert "Your next step" in text
    assert "to see you this week" in text
    assert text.count("should look at your back before you get") == 1
    assert "Bleeding in pregnancy" not in text
    assert "Chest pain or pressure" in text


def test_bleeding_in_pregnancy_stays_for_who_may_be_pregnant(browser):
    assert "Bleeding in pregnancy" in walk(browser, ORDINARY).content.decode()


@pytest.mark.parametrize(
    ("told", "stays"),
    [
        ({"sex": "female", "age": "34"}, True),
        ({"sex": "male", "age": "34"}, False),
        ({"sex": "female", "age": "70"}, False),
        ({"age": "34"}, True),
        ({}, True),
    ],
)
def test_a_sign_for_some_is_left_out_only_where_its_rule_certainly_does_not_hold(told, stays):
    assert ("Bleeding in pregnancy" in stop_signs(with_answers(nobody(), **told), knowledge())) is stays


def test_whether_a_sign_is_for_some_is_data_and_not_a_word_in_its_text():
    kb = knowledge()
    (rule,) = kb.safety.stop_now_when.values()
    safety = msgspec.structs.replace(kb.safety, stop_now=("Blood", "A cough"), stop_now_when={"Blood": rule})
    other = msgspec.structs.replace(kb, safety=safety)
    assert stop_signs(with_answers(nobody(), sex="male"), other) == ("A cough",)


def test_reasons_that_were_looked_for_do_not_read_as_found(browser):
    (because,) = walk(browser, ORDINARY).context["advice"].because
    assert any(step.name == "Reasons to start therapy that we looked for and did not find" for step in because.steps)


def test_what_is_not_known_is_said_once_above_the_exercises(browser):
    walk(browser, FRAIL)
    browser.post("/may-i/", {"exercise": ["lumbar/loaded_sit_up", "lumbar/bird_dog"]})
    page = browser.get("/may-i/")
    assert page.context["not_known"]
    assert not any("Not known yet" in one.why for one in page.context["verdicts"])
    assert browser.get(page.context["check"]).status_code == 200


EXPECTING = {**ORDINARY, "pregnancy": "later", "pregnancy_warning_signs": "false"}
TAKEN = "Your plan takes your pregnancy into account."


def test_who_is_pregnant_is_told_that_the_plan_knows_and_what_it_leaves_out(browser):
    said = walk(browser, EXPECTING).context["advice"].pregnancy
    (told,) = (one.tell.patient for one in knowledge().precautions.values() if one.id.endswith("sx-preg-t2t3"))
    assert said == f"{TAKEN} {told}"
    assert said in unescape(browser.get("/check/result/").content.decode())


def test_who_may_be_pregnant_is_told_so_and_nobody_else_hears_of_it(browser):
    said = walk(browser, {**EXPECTING, "pregnancy": "possible"}).context["advice"].pregnancy
    assert said.startswith("Your plan takes into account that you could be pregnant.")
    assert walk(Client(), ORDINARY).context["advice"].pregnancy == ""


def test_the_lesson_on_pregnancy_is_for_who_is_pregnant():
    assert [suit.subgroup for suit in knowledge().lessons["lessons/pregnancy"].suits] == [("pregnant",)]


def test_paper_leaves_the_chains_of_reasons_on_the_screen_and_says_where_they_are(browser):
    page = walk(browser, ORDINARY).content.decode()
    printed = (Path(public.__file__).parent / "static/public/public.css").read_text().partition("@media print")[2]
    assert ".result-left details, .result-sources details, .result .because .why" in printed
    assert page.count('class="card stack stack-s result-left"') == 1
    assert "#help-now" in printed
    assert '<p class="only-paper sm">' in page
