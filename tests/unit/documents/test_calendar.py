"""The calendar file says what the plan says, in a form that any phone reads."""

import datetime as dt

import icalendar
import pytest
from msgspec.structs import replace

from spinewise.documents.calendar import calendar
from spinewise.knowledge.models import Dose
from spinewise.plan.types import Item
from unit.documents.sample_plan import EXERCISES, STARTS, items, knowledge, on_days, plan


def read(made: bytes) -> icalendar.Calendar:
    return icalendar.Calendar.from_ical(made)


def events(made: bytes) -> list[icalendar.Event]:
    return [one for one in read(made).walk("VEVENT") if "RRULE" in one or not one["UID"].endswith("review@spinewise")]


def bridge(*, at="07:30", **more) -> Item:
    return Item(intervention="hip/bridge", dose=Dose(sets=(8, 8), hold_s=5), slots=on_days(0, at=at, minutes=5, **more))


def test_an_event_has_the_patients_title_the_dose_and_the_steps():
    (event,) = events(calendar(plan(items=(bridge(),)), knowledge()))
    assert str(event["SUMMARY"]) == "Bridge"
    assert str(event["DESCRIPTION"]).startswith("2 sets of 8, 5 seconds hold, every day\n\nLie on your back")
    assert event.duration == dt.timedelta(minutes=5)


def test_a_moved_date_is_an_event_of_its_own_and_leaves_its_series():
    walks = [event for event in events(calendar(plan(), knowledge())) if event["SUMMARY"] == "Walk"]
    series, moved = sorted(walks, key=lambda event: "RRULE" not in event)
    assert [one.dt.date() for one in series["EXDATE"].dts] == [moved["DTSTART"].dt.date()]
    assert moved["DTSTART"].dt.time() == dt.time(12, 15)
    assert "RECURRENCE-ID" not in moved


def test_the_review_is_an_all_day_event_that_blocks_nothing():
    (review,) = [one for one in read(calendar(plan(), knowledge())).walk("VEVENT") if "review" in one["UID"]]
    assert review["DTSTART"].dt == STARTS + dt.timedelta(days=28)
    assert review["TRANSP"] == "TRANSPARENT"


def test_the_phone_speaks_ten_minutes_before():
    (event,) = events(calendar(plan(items=(bridge(),)), knowledge()))
    (alarm,) = event.walk("VALARM")
    assert alarm["TRIGGER"].dt == dt.timedelta(minutes=-10)


def test_reminders_can_be_left_out():
    assert b"VALARM" not in calendar(plan(), knowledge(), reminder_minutes=0)


def test_through_the_day_items_and_clinic_visits_have_no_clock_time():
    through = [item for item in items() if item.anchors]
    assert events(calendar(plan(items=tuple(through)), knowledge())) == []


def test_uids_are_different_and_stay_when_another_item_changes():
    uids = [str(event["UID"]) for event in events(calendar(plan(), knowledge()))]
    fewer = {str(event["UID"]) for event in events(calendar(plan(items=items()[:2]), knowledge()))}
    assert len(set(uids)) == len(uids)
    assert fewer < set(uids)
    assert all(uid.startswith(plan().id) for uid in uids)


def test_the_same_plan_gives_the_same_bytes_and_no_clock_is_read():
    made = calendar(plan(), knowledge())
    assert made == calendar(plan(), knowledge())
    assert all(event["DTSTAMP"].dt.date() == STARTS for event in events(made))


def test_no_line_is_longer_than_75_octets():
    title = "Réveillez-vous, étirez-vous et respirez – שלום וברכה – 散步散步散步散步散步 " * 3
    long = replace(EXERCISES[0], title=replace(EXERCISES[0].title, patient=title))
    made = calendar(plan(items=(bridge(),)), knowledge(exercises={long.id: long}))
    assert max(map(len, made.split(b"\r\n"))) <= 75
    assert str(events(made)[0]["SUMMARY"]) == title


def test_commas_semicolons_and_line_ends_in_a_text_change_nothing():
    steps = ("One; two, three\\four\nBEGIN:VEVENT", "END:VCALENDAR")
    odd = replace(EXERCISES[0], steps=steps)
    made = calendar(plan(items=(bridge(),)), knowledge(exercises={odd.id: odd}))
    assert len(read(made).walk("VEVENT")) == 2
    assert str(events(made)[0]["DESCRIPTION"]).endswith("\n".join(steps))


@pytest.mark.parametrize(
    ("zone", "starts", "changes"),
    [
        ("Europe/Berlin", dt.date(2026, 10, 12), [("CEST", 120), ("CET", 60)]),
        ("America/New_York", dt.date(2027, 3, 1), [("EST", -300), ("EDT", -240)]),
        ("Australia/Lord_Howe", dt.date(2026, 9, 21), [("+1030", 630), ("+11", 660)]),
        ("Asia/Kathmandu", dt.date(2026, 11, 23), [("+0545", 345)]),
        ("UTC", dt.date(2026, 11, 23), [("UTC", 0)]),
    ],
)
def test_the_zones_rules_are_written_out(zone, starts, changes):
    a_plan = plan(zone=zone, starts_on=starts, review_on=starts + dt.timedelta(days=28), items=())
    (rules,) = read(calendar(a_plan, knowledge())).walk("VTIMEZONE")
    offsets = [(str(one["TZNAME"]), one["TZOFFSETTO"].td.total_seconds() / 60) for one in rules.subcomponents]
    assert offsets == changes


def test_the_clock_change_is_dated_in_the_wall_time_before_it():
    a_plan = plan(starts_on=dt.date(2026, 10, 12), review_on=dt.date(2026, 11, 9), items=())
    (rules,) = read(calendar(a_plan, knowledge())).walk("VTIMEZONE")
    assert rules.subcomponents[1]["DTSTART"].dt == dt.datetime(2026, 10, 25, 3)  # noqa: DTZ001 wall time


def test_one_reminder_serves_a_whole_round_of_exercises():
    first, next_at_once, later = (
        Item(intervention=name, dose=Dose(sets=(8,)), slots=on_days(0, 1, at=at, minutes=5))
        for name, at in (("hip/bridge", "07:30"), ("aerobic/walk", "07:35"), ("lumbar/bird_dog", "12:00"))
    )
    made = events(calendar(plan(items=(first, next_at_once, later)), knowledge()))
    reminded = {event["DTSTART"].dt.time() for event in made if list(event.walk("VALARM"))}
    assert reminded == {dt.time(7, 30), dt.time(12, 0)}
