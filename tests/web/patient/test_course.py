"""How it goes, said in a sentence, a chart and a table; and the lessons."""

import datetime as dt

import pytest
from django.utils import timezone

from spinewise_web.design.charts import Line
from spinewise_web.portal.patient.course import sentence
from spinewise_web.records.actions.days import record_day
from spinewise_web.records.core import knowledge

pytestmark = pytest.mark.django_db


def logs(home, *pains, leg=None):
    now = timezone.now()
    for back, pain in enumerate(reversed(pains)):
        on = now.astimezone(home.person.tzinfo).date() - dt.timedelta(days=back)
        record_day(person=home.person, on=on, back_pain=pain, leg_pain=leg, by=home.person.user, now=now)


def line(*weekly):
    return Line(key="back", name="Back", weekly=tuple((week, value) for week, value in enumerate(weekly)))


def test_before_the_first_log_the_page_says_how_the_line_begins(home):
    assert "Log a few days" in home.reads("progress")


def test_the_chart_has_its_sentence_and_its_table(home):
    logs(home, 6, 6, 5, 5, 5, 4, 4, 3, 3, 2)
    page = home.reads("progress")
    assert "<desc" in page
    assert "<figcaption" in page
    assert "Days logged" in page


def test_a_single_day_is_drawn(home):
    logs(home, 6)
    assert "in this first week" in home.reads("progress")


def test_a_leg_that_does_not_hurt_has_no_line(home):
    logs(home, 6, 5, leg=0)
    assert "Leg pain" not in home.reads("progress")


def test_a_change_smaller_than_what_is_worthwhile_is_not_called_one():
    assert "about where it was" in sentence(line(4, 3.1))


def test_a_worthwhile_fall_says_so_with_its_figure():
    assert sentence(line(6, 3)) == "Back pain is down 3 points, at least the 2 that people call worthwhile."


def test_more_pain_is_said_without_blame():
    assert sentence(line(3, 6)) == "Back pain is up 3 points. Your therapist sees this too."


def test_what_is_worthwhile_comes_from_the_evidence():
    worthwhile = knowledge().daily.worthwhile_points
    assert f"minimal important change {worthwhile:g} points" in knowledge().evidence["om-nprs"].more["change"]


def test_notes_are_shown_as_they_were_written(home):
    now = timezone.now()
    on = now.astimezone(home.person.tzinfo).date()
    record_day(person=home.person, on=on, back_pain=3, note="<b>كتف</b> 🌿", by=home.person.user, now=now)
    assert '<dd dir="auto">&lt;b&gt;كتف&lt;/b&gt; 🌿</dd>' in home.reads("progress")


def test_the_lessons_of_the_plan_come_first(home):
    page = home.reads("learn")
    assert page.index("For you") < page.index("If you want more")


def test_a_lesson_says_what_it_rests_on(home):
    assert "What this rests on" in home.reads("learn/lessons/flare_up")


def test_a_lesson_that_does_not_exist_is_not_found(home):
    assert home.opens("learn/lessons/nothing").status_code == 404
