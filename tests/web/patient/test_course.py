"""How it goes, said in a sentence, a chart and a table; and the lessons."""

import datetime as dt
from collections import Counter

import msgspec
import pytest
from django.utils import timezone
from django.utils.formats import date_format

from spinewise_web.design.charts import Line
from spinewise_web.portal.patient.course import asked_words, sentence, weeks_done
from spinewise_web.portal.patient.pages import Here
from spinewise_web.portal.patient.week import WeekDay, monday_of, planned_by_day, week_says
from spinewise_web.records.actions.days import record_day
from spinewise_web.records.core import knowledge
from spinewise_web.records.reads.weeks import worthwhile_line

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


# -- what the lines and the numbers count


def test_the_worthwhile_line_says_whose_pain_it_is():
    back, leg = line(1, 1), msgspec.structs.replace(line(6, 4), key="leg", name="Leg")
    assert worthwhile_line([line(6, 3), leg]) == ("back pain: worthwhile from here", 4)
    assert worthwhile_line([back, leg]) == ("leg pain: worthwhile from here", 4)
    assert worthwhile_line([back]) is None


def test_the_weeks_beneath_the_chart_name_their_unit(home):
    logs(home, 6, 6, 5, 5, 5, 4, 4, 3, 3, 2)
    assert ">2 weeks</text>" in home.reads("progress")


def test_what_was_done_stands_beside_what_the_plan_asks_for(home, rf):
    here = Here(rf.get("/"), home.person, home.person.user)
    begins = here.standing.plan.proposal.starts_on
    monday = monday_of(begins)
    planned = planned_by_day(here.standing.items)
    first = [monday + dt.timedelta(days=place) for place in range(7)]
    assert asked_words(here, [day - dt.timedelta(weeks=1) for day in first], 0) == "before this plan"
    here.today = monday + dt.timedelta(weeks=2, days=1)
    this, last, *_ = weeks_done(here, Counter({here.today: 3}))
    assert (this["done"], last["done"]) == (3, 0)
    assert this["asked"] == f"{planned[here.today] + planned[here.today - dt.timedelta(days=1)]} so far"
    second = [day + dt.timedelta(weeks=1) for day in first]
    assert last["asked"] == str(sum(planned[day] for day in second))


def test_a_plan_that_began_within_a_week_says_since_when(home, rf):
    here = Here(rf.get("/"), home.person, home.person.user)
    begins = here.standing.plan.proposal.starts_on
    days = [begins + dt.timedelta(days=place - 1) for place in range(7)]
    assert asked_words(here, days, 12) == f"12 since {date_format(begins, 'j M')}"


def test_today_says_what_its_days_count():
    days = [WeekDay(state=state, name="", says="") for state in ("done", "part", "done")]
    assert week_says(days) == "Two days so far this week with everything done."
