"""What was too much: the person sees whether anybody has read it, and does half until somebody has."""

import pytest
from django.utils import timezone

from spinewise.documents.words import dose_facts
from spinewise_web.portal.patient.lighter import lighter_dose
from spinewise_web.records.actions.contact import acknowledge
from spinewise_web.records.models import Alert
from spinewise_web.records.standing import standing_of
from web.patient.home import Home, to_do

pytestmark = pytest.mark.django_db
UNSEEN, SEEN = "Nobody has seen it yet.", "Your therapist has seen it."


@pytest.fixture
def hard(home, cast):
    """An exercise that was too much today."""
    exercise = to_do(cast)
    home.says(exercise, home.version, outcome="too_much", pain_after="7")
    return exercise


def taken_up(cast):
    return acknowledge(alert=Alert.objects.open().get(), by=cast.therapist, now=timezone.now(), done="Called")


def both_pages(home, exercise):
    return home.reads("today"), home.reads(f"do/{exercise}")


def test_the_day_and_the_exercise_say_whether_anybody_has_seen_it(home, cast, hard):
    for page in both_pages(home, hard):
        assert "You said today that" in page
        assert UNSEEN in page
        assert SEEN not in page
    taken_up(cast)
    for page in both_pages(home, hard):
        assert SEEN in page
        assert UNSEEN not in page
        assert "Called" not in page


def test_until_it_was_seen_half_of_it_is_asked_for(home, cast, hard):
    item = next(one for one in standing_of(cast.patient).items if one.intervention == hard)
    shown = lambda: home.opens(f"do/{hard}").context["task"].dose  # noqa: E731
    assert shown() == dose_facts(lighter_dose(item.dose))[:4]
    taken_up(cast)
    assert shown() == dose_facts(item.dose)[:4]


def test_it_is_over_when_it_went_well_and_not_when_it_hurt_again(home, cast, hard):
    home.says(hard, home.version, pain_after="6")
    assert UNSEEN in home.reads("today")
    home.says(hard, home.version, pain_after="2")
    assert not any(UNSEEN in page for page in both_pages(home, hard))


def test_it_is_over_when_the_plan_changes(home, cast, hard):
    cast.signed_plan(now=timezone.now())
    assert UNSEEN not in home.reads("today")


def test_somebody_who_helps_sees_it_too(home, cast, hard):
    helper = Home(cast, by=cast.with_carer())
    assert UNSEEN in helper.reads("today")
    taken_up(cast)
    assert SEEN in helper.reads("today")


def test_the_alert_names_everything_that_was_too_much_and_what_came_after_it_waits(home, cast, hard):
    """Who takes up an alert has seen what it names, and nothing that was said later."""
    other = next(one.intervention for one in standing_of(cast.patient).items if one.intervention != hard and one.slots)
    home.says(other, home.version, outcome="too_much")
    assert Alert.objects.get().why.count(" was too much on ") == 2
    taken_up(cast)
    assert home.reads("today").count(SEEN) == 2
    home.says(other, home.version, outcome="too_much")
    page = home.reads("today")
    assert (page.count(SEEN), page.count(UNSEEN)) == (1, 1)
