"""A calendar file becomes busy instants."""

import datetime as dt

import pytest

from spinewise.documents.busy import MOST_OCCURRENCES, read_busy
from spinewise.errors import InputError

MONDAY = dt.date(2026, 11, 23)
HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\n"
NEW_YORK = """BEGIN:VTIMEZONE
TZID:Eastern
BEGIN:STANDARD
DTSTART:20251102T020000
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20260308T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
END:DAYLIGHT
END:VTIMEZONE
"""


def event(*lines, uid="one"):
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20260101T000000Z", *lines, "END:VEVENT", ""])


def read(*events, first=MONDAY, days=14, zone="Europe/Berlin", head=HEAD):
    data = (head + "".join(events) + "END:VCALENDAR\r\n").replace("\r\n", "\n").replace("\n", "\r\n")
    return read_busy(
        data.encode(), file="mine.ics", starts_on=first, until=first + dt.timedelta(days=days - 1), zone=zone
    )


def spans(found):
    return [(f"{one.start:%m-%d %H:%M}", f"{one.end:%m-%d %H:%M}") for one in found]


def test_an_appointment_is_busy_in_instants():
    found = read(event("DTSTART:20261124T090000Z", "DTEND:20261124T100000Z", "SUMMARY:Dentist"))
    assert spans(found) == [("11-24 09:00", "11-24 10:00")]
    assert found[0].what == "Dentist"
    assert found[0].start.tzinfo is dt.UTC


def test_a_time_without_a_zone_is_the_persons_own():
    found = read(event("DTSTART:20261124T090000", "DTEND:20261124T100000"))
    assert spans(found) == [("11-24 08:00", "11-24 09:00")]


def test_a_time_in_another_zone_keeps_its_instant():
    found = read(event("DTSTART;TZID=America/New_York:20261124T090000", "DURATION:PT30M"))
    assert spans(found) == [("11-24 14:00", "11-24 14:30")]


def test_a_zone_that_the_file_defines_itself():
    found = read(event("DTSTART;TZID=Eastern:20261124T090000", "DURATION:PT30M"), head=HEAD + NEW_YORK)
    assert spans(found) == [("11-24 14:00", "11-24 14:30")]


def test_an_all_day_event_takes_the_persons_whole_day():
    found = read(event("DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261126"))
    assert spans(found) == [("11-23 23:00", "11-25 23:00")]


def test_an_all_day_event_without_an_end_takes_one_day():
    assert spans(read(event("DTSTART;VALUE=DATE:20261124"))) == [("11-23 23:00", "11-24 23:00")]


def test_an_all_day_event_on_a_short_day_ends_at_midnight():
    found = read(event("DTSTART;VALUE=DATE:20270328"), first=dt.date(2027, 3, 28), days=1)
    assert found[0].end - found[0].start == dt.timedelta(hours=23)


def test_an_event_without_length_takes_no_time():
    assert read(event("DTSTART:20261124T090000Z")) == ()


@pytest.mark.parametrize("line", ["TRANSP:TRANSPARENT", "STATUS:CANCELLED"])
def test_what_is_marked_free_or_cancelled_takes_no_time(line):
    assert read(event("DTSTART:20261124T090000Z", "DTEND:20261124T100000Z", line)) == ()


def test_a_weekly_event_is_worked_out_inside_the_dates_only():
    found = read(event("DTSTART:20200106T090000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;BYDAY=MO,WE"))
    assert [f"{one.start:%m-%d}" for one in found] == ["11-23", "11-25", "11-30", "12-02"]


def test_a_rhythm_of_every_second_week_keeps_its_beat_over_the_years():
    found = read(event("DTSTART:20200106T090000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;INTERVAL=2"))
    weeks = [(one.start.date() - dt.date(2020, 1, 6)).days // 7 for one in found]
    assert len(weeks) == 1
    assert weeks[0] % 2 == 0


def test_a_repeating_event_keeps_its_wall_time_over_a_clock_change():
    found = read(
        event("DTSTART;TZID=Europe/Berlin:20261023T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY"),
        first=dt.date(2026, 10, 24),
        days=2,
    )
    assert [f"{one.start:%d %H:%M}" for one in found] == ["24 07:00", "25 08:00"]


def test_a_count_is_counted_from_the_first_time():
    found = read(event("DTSTART:20261120T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=5"))
    assert [f"{one.start:%m-%d}" for one in found] == ["11-23", "11-24"]


def test_an_end_in_instants_is_kept_on_the_wall_clock():
    found = read(
        event(
            "DTSTART;TZID=America/New_York:20261123T200000",
            "DURATION:PT1H",
            "RRULE:FREQ=DAILY;UNTIL=20261126T010000Z",
        )
    )
    assert [f"{one.start:%m-%d %H}" for one in found] == ["11-24 01", "11-25 01", "11-26 01"]


def test_an_exception_takes_one_time_out():
    found = read(
        event("DTSTART:20261123T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20261124T090000Z")
    )
    assert [f"{one.start:%m-%d}" for one in found] == ["11-23", "11-25"]


def test_an_added_date_counts_too():
    found = read(event("DTSTART:20261123T090000Z", "DURATION:PT1H", "RDATE:20261128T110000Z"))
    assert [f"{one.start:%m-%d %H}" for one in found] == ["11-23 09", "11-28 11"]


def test_a_moved_occurrence_leaves_its_old_time():
    found = read(
        event("DTSTART:20261123T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3"),
        event("RECURRENCE-ID:20261124T090000Z", "DTSTART:20261124T150000Z", "DURATION:PT1H"),
    )
    assert [f"{one.start:%m-%d %H}" for one in found] == ["11-23 09", "11-24 15", "11-25 09"]


def test_a_cancelled_occurrence_is_free():
    found = read(
        event("DTSTART:20261123T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3"),
        event("RECURRENCE-ID:20261124T090000Z", "DTSTART:20261124T090000Z", "STATUS:CANCELLED"),
    )
    assert [f"{one.start:%m-%d}" for one in found] == ["11-23", "11-25"]


def test_what_began_before_the_first_day_still_counts():
    found = read(event("DTSTART:20261122T220000Z", "DTEND:20261123T080000Z"))
    assert spans(found) == [("11-22 22:00", "11-23 08:00")]


def test_what_lies_outside_the_dates_is_left_out():
    assert read(event("DTSTART:20261222T220000Z", "DTEND:20261222T230000Z")) == ()


def test_the_same_time_twice_is_told_once():
    one = event("DTSTART:20261124T090000Z", "DTEND:20261124T100000Z")
    assert len(read(one, one)) == 1


def refused(data):
    with pytest.raises(InputError) as error:
        read_busy(data, file="mine.ics", starts_on=MONDAY, until=MONDAY, zone="Europe/Berlin")
    return str(error.value)


@pytest.mark.parametrize("data", [b"", b"hello", b"\x00\xff\xfe", b"{}", b"BEGIN:VCALENDAR\r\n"])
def test_what_is_no_calendar_is_refused_with_its_name(data):
    assert refused(data).startswith("mine.ics")


def test_a_broken_line_is_named_by_its_number():
    data = (HEAD + event("DTSTART:20261124T090000Z") + "this line has no colon\r\nEND:VCALENDAR\r\n").encode()
    assert refused(data).startswith("mine.ics:9:")


def test_an_event_that_makes_no_sense_is_named_by_its_first_line():
    data = (HEAD + event("SUMMARY:No start") + "END:VCALENDAR\r\n").encode()
    assert refused(data).startswith("mine.ics:4:")


def test_too_large_a_file_is_refused_before_it_is_read():
    assert "5.0 MB" in refused(b"x" * 5_000_001)


def test_an_event_every_minute_is_refused():
    told = event("DTSTART:20261124T090000Z", "DURATION:PT1M", "RRULE:FREQ=MINUTELY")
    assert "repeats more than once a day" in refused((HEAD + told + "END:VCALENDAR\r\n").encode())


def test_an_interval_of_nothing_is_refused():
    told = event("DTSTART:20261124T090000Z", "DURATION:PT1M", "RRULE:FREQ=DAILY;INTERVAL=0")
    assert refused((HEAD + told + "END:VCALENDAR\r\n").encode()).startswith("mine.ics:4:")


def test_too_many_occurrences_are_refused():
    hours = ",".join(str(hour) for hour in range(24))
    minutes = ",".join(str(minute) for minute in range(60))
    rule = f"RRULE:FREQ=DAILY;BYHOUR={hours};BYMINUTE={minutes}"
    with pytest.raises(InputError, match=f"more than {MOST_OCCURRENCES:,} busy times"):
        read(event("DTSTART:20261123T000000Z", "DURATION:PT1M", rule), days=15)


def test_a_thousand_years_of_repetition_end_in_the_same_fortnight():
    assert len(read(event("DTSTART:10260101T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY"))) == 14
