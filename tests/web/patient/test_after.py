"""The pain after an exercise: amber and red say what they ask for, green says nothing."""

import re

import pytest
from django.utils import timezone

from spinewise_web.records.core import knowledge
from spinewise_web.records.models import Alert, ExerciseLog
from spinewise_web.records.standing import standing_of
from web.patient.home import Home, to_do

pytestmark = pytest.mark.django_db
LIGHTS = knowledge().safety.traffic_light


def done(home, exercise, **said):
    """The next page after Done."""
    home.says(exercise, home.version, **said)
    return home.reads("today")


@pytest.mark.parametrize(("pain", "light"), [("4", "amber"), ("5", "amber"), ("6", "red"), ("10", "red")])
def test_after_much_pain_the_day_says_what_the_traffic_light_asks(home, cast, pain, light):
    page = done(home, to_do(cast), pain_after=pain)
    assert LIGHTS[light] in page
    assert f"Done, pain {pain}" in page


@pytest.mark.parametrize("said", [{"pain_after": "3"}, {}, {"pain_after": "8", "outcome": "too_much"}])
def test_little_pain_none_said_and_what_was_told_as_too_much_ask_for_nothing(home, cast, said):
    page = done(home, to_do(cast), **said)
    assert "is done." in page or "was too much" in page
    assert not any(says in page for says in LIGHTS.values())


def test_where_the_colours_begin_is_what_the_evidence_says():
    row = knowledge().evidence["tl-default"].more
    begins = knowledge().safety.light_from
    assert row["amber"].startswith(f"{begins['amber']}-{begins['red'] - 1} ")
    assert row["red"].startswith(f"≥{begins['red']},")


def test_it_was_too_much_is_one_press_away_and_tells_the_therapist_of_the_same_time(home, cast):
    page = done(home, to_do(cast), pain_after="8")
    form = re.search(r'<form[^>]*class="after".*?</form>', page, re.DOTALL)[0]
    sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    assert home.client.post(re.search(r'action="([^"]*)"', form)[1], sent).status_code == 303
    (counts,) = ExerciseLog.objects.current()
    assert (counts.outcome, counts.pain_after, counts.supersedes.outcome) == ("too_much", 8, "done")
    assert Alert.objects.get().kind == "too_much"
    assert LIGHTS["red"] not in home.reads("today")


def test_what_somebody_else_said_is_not_corrected(home, cast):
    theirs = cast.signed_plan(cast.other_patient, now=timezone.now())
    other = Home(cast, by=cast.other_user)
    other.person = cast.other_patient
    other.says(to_do(cast), theirs)
    home.says(to_do(cast), home.version, outcome="too_much", corrects=str(ExerciseLog.objects.get().pk))
    assert ExerciseLog.objects.current().count() == 2


def test_its_own_page_repeats_what_the_colour_asks(home, cast):
    exercise = to_do(cast)
    home.says(exercise, home.version, pain_after="7")
    said = home.reads(f"do/{exercise}").split("Already said today:")[1]
    assert said.strip().startswith(f"Done, pain 7. {LIGHTS['red']}")


# -- several times a day


def twice(person):
    """Something that the plan asks for twice today."""
    today = timezone.now().astimezone(person.tzinfo).date()
    for item in standing_of(person).items:
        slots = sorted(slot for slot in item.slots if slot.on == today)
        if len(slots) == 2 and not item.in_clinic:
            return item.intervention, f"{slots[1].at:%H:%M}"
    raise AssertionError("nothing comes twice")


def behind(page):
    return page.split('id="finished"')[-1] if 'id="finished"' in page else ""


def test_what_comes_twice_stays_until_it_was_done_twice(home):
    exercise, second = twice(home.person)
    once = done(home, exercise, pain_after="1")
    assert f"1 of 2 done, the next at {second}" in once.split("toast")[-1]
    assert f"/do/{exercise}/" not in behind(once)
    assert f"Already said today: 1 of 2 done, the next at {second}." in " ".join(home.reads(f"do/{exercise}").split())
    both = done(home, exercise, pain_after="1")
    assert "is done." in both
    assert f"/do/{exercise}/" in behind(both)


def test_in_the_red_the_second_time_is_left_for_today(home):
    exercise, _second = twice(home.person)
    assert f"/do/{exercise}/" in behind(done(home, exercise, pain_after="6"))


def test_minutes_are_those_that_are_left(home):
    exercise, _second = twice(home.person)
    pages = [home.reads("today"), done(home, exercise), done(home, exercise)]
    minutes = [int(re.search(r"about (\d+) minutes", page)[1]) for page in pages]
    item = next(one for one in standing_of(home.person).items if one.intervention == exercise)
    assert minutes[0] - minutes[1] == pytest.approx(item.dose.minutes or 1, abs=1)
    assert minutes[0] > minutes[1] > minutes[2]


def test_the_page_that_is_kept_counts_each_time(home):
    exercise, second = twice(home.person)
    home.reads("today")
    done(home, exercise)
    for _ in "ab":
        assert f"1 of 2 done, the next at {second}" in home.reads("today")
