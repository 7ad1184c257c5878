"""A log that is worse than those before it reaches the therapist once, in words, taken up by name."""

import datetime as dt

import pytest

from spinewise_web.records.actions.contact import acknowledge
from spinewise_web.records.actions.days import record_day
from spinewise_web.records.models import Alert
from spinewise_web.records.reads.today import Act, for_today
from web.cast import NOW, TODAY

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def logs(cast, *days):
    """The patient logs on consecutive days, the last of them today: back, leg, how far down."""
    for back_days, (back, leg, far) in zip(range(len(days) - 1, -1, -1), days, strict=True):
        at = NOW - back_days * DAY
        said = {"back_pain": back, "leg_pain": leg, "furthest": far}
        record_day(person=cast.patient, on=at.date(), **said, by=cast.patient_user, now=at)


def alerts(kind):
    return [alert.why for alert in Alert.objects.filter(kind=kind)]


def test_pain_that_reached_the_foot_is_told_with_its_day_and_what_was_before(cast):
    logs(cast, (4, 2, "thigh"), (4, 2, "buttock"), (3, 2, "foot"))
    assert alerts("spreading") == ["Pain has spread: foot since Monday 23 November, thigh in the days before."]


def test_the_next_day_at_the_foot_is_no_second_alert(cast):
    logs(cast, (4, 2, "thigh"), (4, 2, "foot"), (4, 2, "foot"))
    assert len(alerts("spreading")) == 1


@pytest.mark.parametrize(
    "days",
    [
        [(4, 2, "foot"), (4, 2, "thigh")],
        [(4, 2, "thigh"), (4, 2, "thigh")],
        [(4, 2, ""), (4, 2, "foot")],
        [(4, 2, "foot")],
    ],
)
def test_pain_that_went_as_far_before_or_was_not_told_is_no_spreading(cast, days):
    logs(cast, *days)
    assert alerts("spreading") == []


def test_two_points_more_on_two_logged_days_is_rising(cast):
    logs(cast, (3, 1, ""), (3, 1, ""), (5, 1, ""), (6, 1, ""))
    assert alerts("rising") == ["Back pain has risen: 6 since Sunday 22 November, 3 on average before."]


@pytest.mark.parametrize(
    "days",
    [
        [(3, 0, ""), (3, 0, ""), (9, 0, "")],
        [(3, 0, ""), (3, 0, ""), (4, 0, ""), (9, 0, "")],
        [(8, 0, ""), (8, 0, "")],
        [(6, 0, ""), (3, 0, ""), (3, 0, "")],
    ],
)
def test_a_single_bad_day_a_smaller_change_and_a_beginning_are_not_rising(cast, days):
    logs(cast, *days)
    assert alerts("rising") == []


def test_what_was_taken_up_is_not_raised_again_the_next_day(cast):
    logs(cast, (3, 1, ""), (6, 1, ""), (6, 1, ""))
    acknowledge(alert=Alert.objects.get(kind="rising"), by=cast.therapist, now=NOW)
    record_day(person=cast.patient, on=TODAY + DAY, back_pain=7, by=cast.patient_user, now=NOW + DAY)
    assert len(alerts("rising")) == 1


def test_it_stands_on_today_as_routine_and_is_taken_up(cast):
    cast.signed_plan(now=NOW - 3 * DAY)
    logs(cast, (4, 2, "thigh"), (4, 2, "foot"))
    found = next(one for one in for_today(cast.therapist, now=NOW).attention if one.act is Act.TAKE_UP)
    assert (found.urgency.value, found.alert.kind) == ("routine", "spreading")


def test_behind_a_letter_to_a_doctor_it_is_as_soon_as_the_letter(cast):
    cast.answers(now=NOW - 3 * DAY, unexplained_weight_loss="true", age="60")
    logs(cast, (4, 2, "thigh"), (4, 2, "foot"))
    assert Alert.objects.get(kind="spreading").urgency == "refer"
