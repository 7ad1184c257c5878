"""A bad day: the safety questions first, then half of everything; and the safety questions once a week."""

import datetime as dt

import pytest
from django.utils import timezone

from spinewise.rules.facts import State
from spinewise_web.accounts.models import Clinic
from spinewise_web.portal.patient.lighter import KEY
from spinewise_web.records.actions.answers import latest_answers
from spinewise_web.records.actions.flares import begin_flare_up
from spinewise_web.records.models import Alert, FlareUp
from spinewise_web.records.standing import standing_of
from web.cast import signed_in
from web.patient.home import Home

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
TOLD = {"age": "34", "pain_started": "9", "back_or_leg_pain": "true", "back_pain_now": "4", "minutes_per_day": "20"}


@pytest.fixture
def later(cast):
    """The patient some days after their questions were answered."""
    cast.signed_plan(now=timezone.now() - 3 * DAY)
    return Home(cast)


def answers_all(home, which, **told):
    """None of these, and no, until the questions end; says how many screens that took."""
    for screens in range(30):
        answer = home.opens(f"questions/{which}")
        if answer.status_code == 303:
            return screens
        said = {"screen": answer.context["screen"].id, "facts": answer.context["facts"], "none_of_these": "1"}
        alone = {one.id: told.get(one.id) or plain(one) for one in answer.context["screen"].alone}
        home.sends(f"questions/{which}", **said, **alone)
    raise AssertionError("the questions do not end")


def plain(control):
    values = [one.value for one in control.choices]
    return next((value for value in ("false", "none", "better", "back") if value in values), values[0])


def test_a_bad_day_begins_with_the_questions(later):
    page = later.reads("flare-up")
    assert "Start with the questions" in page
    assert "lighter" in page
    assert 'class="figure"' not in page


def test_the_lighter_plan_cannot_be_had_without_the_answers(later):
    later.sends("flare-up")
    later.person.refresh_from_db()
    assert KEY not in later.person.settings


def test_after_the_answers_the_lighter_plan_comes(later):
    assert answers_all(later, "flare") >= 3
    page = later.reads("flare-up")
    assert "Make today and tomorrow lighter" in page
    assert "half of each exercise" in page


def test_bladder_bowel_and_strength_are_asked_first(later):
    answer = later.opens("questions/flare")
    assert "saddle_numbness" in answer.context["facts"]


def test_nothing_is_ticked_before_it_is_asked_again(later):
    answer = later.opens("questions/flare")
    assert not answer.context["screen"].none_on
    assert not any(row.ticked for row in answer.context["screen"].listed)


def test_a_red_answer_on_a_bad_day_locks_everything(later):
    answer = later.opens("questions/flare")
    said = {
        "screen": "nerves",
        "facts": answer.context["facts"],
        "ticked": "saddle_numbness",
        "saddle_numbness": "worse",
    }
    later.sends("questions/flare", **said)
    assert standing_of(later.person).is_locked
    assert "Go to a hospital emergency department now" in later.reads("today")


def test_lighter_days_halve_the_dose_today_and_go_back_when_asked(home, cast):
    usual = home.opens("today").context["day"].first
    answers_all(home, "flare")
    home.sends("flare-up")
    lighter = home.opens("today").context["day"]
    assert lighter.lighter
    assert lighter.first.minutes < usual.minutes
    home.sends("flare-up", usual="1")
    assert home.opens("today").context["day"].first.minutes == usual.minutes


def test_answers_of_this_morning_do_not_count_on_a_bad_evening(home):
    assert "Start with the questions" in home.reads("flare-up")


def test_what_was_answered_hours_ago_is_asked_again(home):
    answers_all(home, "flare")
    session = home.client.session
    session["flare"] = session["flare"] | {"at": session["flare"]["at"] - 2 * 60 * 60}
    session.save()
    assert "Start with the questions" in home.reads("flare-up")


def test_lighter_days_end_by_themselves(home):
    answers_all(home, "flare")
    home.sends("flare-up")
    home.person.refresh_from_db()
    today = timezone.now().astimezone(home.person.tzinfo).date()
    assert home.person.settings[KEY] == (today + DAY).isoformat()


def test_a_carer_is_told_to_ask_the_person(cast):
    cast.signed_plan(now=timezone.now())
    carer = Home(cast, by=cast.with_carer())
    assert "Ask them to sign in" in carer.reads("flare-up")


def test_a_flare_up_leaves_a_record_that_the_clinic_sees(home, cast):
    answers_all(home, "flare")
    home.sends("flare-up")
    flare = FlareUp.objects.get()
    assert (flare.plan, flare.ended_at) == (home.version, None)
    assert flare.lighter_until == flare.began_on + DAY
    assert "Flare-ups" in signed_in(cast.therapist).get(f"/clinic/p/{cast.patient.pk}/").content.decode()
    home.sends("flare-up", usual="1")
    assert FlareUp.objects.get().ended_at


def test_the_last_answer_begins_the_flare_up_and_looking_begins_none(home):
    assert "Start with the questions" in home.reads("flare-up")
    assert not FlareUp.objects.exists()
    answers_all(home, "flare")
    assert FlareUp.objects.open().count() == 1
    home.sends("flare-up", usual="1")
    assert "Make today and tomorrow lighter" in home.reads("flare-up")
    assert home.opens("questions/flare").status_code == 303
    assert not FlareUp.objects.open().exists()
    assert home.sends("flare-up").status_code == 303
    assert FlareUp.objects.open().count() == 1


def test_a_form_without_answers_begins_nothing(home):
    assert home.sends("questions/flare").headers["Location"].endswith("/questions/flare/")
    assert not FlareUp.objects.exists()


def test_days_that_belong_together_are_one_flare_up_and_the_third_in_six_weeks_is_told(cast):
    cast.answers(now=timezone.now())
    for ago in (35, 34, 20, 3):
        begin_flare_up(person=cast.patient, by=cast.patient_user, now=timezone.now() - ago * DAY)
    assert FlareUp.objects.count() == 3
    assert FlareUp.objects.open().count() == 1
    assert Alert.objects.get(kind="flare_ups").why.startswith("3 flare-ups in 6 weeks")


# -- once a week


def test_in_the_first_days_nothing_is_due(later):
    assert "Time for the safety questions" not in later.reads("today")


def test_after_a_week_the_safety_questions_are_due_and_end(cast):
    cast.signed_plan(now=timezone.now() - 8 * DAY)
    home = Home(cast)
    assert "Time for the safety questions" in home.reads("today")
    answers_all(home, "week")
    assert "Time for the safety questions" not in home.reads("today")


def test_a_screen_without_an_answer_says_what_to_do(later):
    facts = later.opens("questions/flare").context["facts"]
    answer = later.sends("questions/flare", screen="nerves", facts=facts)
    assert answer.status_code == 422
    assert "None of these" in answer.content.decode()


def test_facts_that_only_a_clinician_answers_are_not_taken(later):
    before = later.person.answersheets.count()
    later.sends("questions/open", screen="x", facts="examined segment_mobility", examined="true")
    assert later.person.answersheets.count() == before


def test_there_are_no_other_kinds_of_questions(later):
    assert later.opens("questions/anything").status_code == 303


def test_a_carer_is_not_asked(cast):
    cast.signed_plan(now=timezone.now())
    assert Home(cast, by=cast.with_carer()).opens("questions/week").status_code == 303


def test_somebody_new_answers_everything_and_has_a_plan(cast):
    home = Home(cast)
    screens = opens_all(home, TOLD)
    assert screens > 5
    assert standing_of(cast.patient).items
    assert "Your first plan is ready." in home.reads("today")


def test_looking_at_the_end_of_the_questions_makes_no_plan_but_a_press_does(cast):
    home = Home(cast)
    Clinic.objects.update(direct_access=False)
    opens_all(home, TOLD)
    Clinic.objects.update(direct_access=True)
    assert "Make my plan" in home.reads("questions/open")
    assert not cast.patient.planversions.exists()
    assert home.sends("questions/open").status_code == 303
    assert standing_of(cast.patient).items


@pytest.mark.parametrize("more", [{}, {"back": ""}])
def test_a_fall_told_in_the_log_was_saved_and_says_how_many_questions_follow(cast, more):
    home = Home(cast)
    opens_all(home, TOLD)
    home.logs(new="yes", ticked="minor_trauma", **more)
    page = home.reads("today")
    said = page.index("Saved. You told us of something new. 1 more question.")
    assert said < page.index("<h1>A few questions are still open")
    opens_all(home, TOLD)
    assert "/do/" in home.reads("today")


def test_under_18_no_plan_is_offered_and_a_therapist_makes_it(cast):
    home = Home(cast)
    opens_all(home, TOLD | {"age": "16"})
    answer = home.client.get(home.address("questions/open"), follow=True)
    page = answer.content.decode()
    assert "Make my plan" not in page
    assert "Under 18, a therapist makes the plan with you." in page
    assert "questions/open" not in page
    assert home.sends("questions/open").status_code == 303
    assert not cast.patient.planversions.exists()


def test_under_18_with_every_answer_no_plan_is_offered_either(cast):
    cast.answers(now=timezone.now(), age="16")
    home = Home(cast)
    assert home.opens("questions/open").url == home.address("today")
    page = home.reads("today")
    assert "Under 18, a therapist makes the plan with you." in page
    assert "questions/open" not in page


def test_under_18_who_stopped_half_way_is_led_back_to_the_questions(cast):
    home = Home(cast)
    home.sends("questions/open", age="16")
    page = home.reads("today")
    assert "questions/open" in page
    assert "Under 18, a therapist makes the plan with you." not in page


def test_under_18_nobody_is_asked_about_sex_on_a_bad_day(cast):
    home = Home(cast)
    opens_all(home, TOLD | {"age": "16"})
    assert "sexual_sensation" not in home.reads("questions/flare")
    assert "saddle_numbness" in home.reads("questions/flare")


def test_a_lighter_plan_is_offered_only_to_those_who_have_a_plan(later, cast):
    assert "a lighter plan for today" in later.reads("today")
    cast.answers(cast.other_patient, now=timezone.now())
    other = Home(cast, by=cast.other_user)
    other.person = cast.other_patient
    page = other.reads("today")
    assert "How is it today?" in page
    assert "a lighter plan for today" not in page


def opens_all(home, told):
    """Answer the first questions, one screen after another."""
    address = home.address("questions/open")
    for screens in range(90):
        answer = home.client.get(address)
        if answer.status_code == 303:
            return screens
        screen = answer.context["screen"]
        said = {"screen": screen.id, "facts": answer.context["facts"], "none_of_these": "1"}
        for one in screen.alone:
            said[one.id] = told.get(one.id) or (plain(one) if one.choices else "1")
            said[f"{one.id}.unit"] = "days"
        sent = home.client.post(address, said)
        assert sent.status_code == 303, [*screen.alone, sent.context["screen"].errors]
        address = sent["Location"]
        if "questions" not in address:
            return screens
    raise AssertionError("the questions do not end")


def test_a_screen_that_may_be_left_out_is_not_asked_for_again(cast):
    """Nothing of several was chosen, as on the body chart: that is an answer."""
    Home(cast).sends("questions/open", screen="body_chart", facts="pain_regions")
    assert latest_answers(cast.patient, now=timezone.now()).by_fact["pain_regions"].state is State.DECLINED
