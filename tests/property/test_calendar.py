"""Whatever the plan's slots are, expanding the calendar file gives exactly them, in every zone."""

import datetime as dt
import io
from collections import Counter
from zoneinfo import ZoneInfo

import icalendar
from dateutil.rrule import rrulestr
from dateutil.tz import tzical
from hypothesis import given, settings
from hypothesis import strategies as st

from spinewise.documents.calendar import calendar
from spinewise.documents.week import series_of, week_of, week_pattern
from spinewise.knowledge.models import Dose
from spinewise.plan.types import Item, Plan, Slot
from unit.documents.sample_plan import knowledge, plan

ZONES = [
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca",
    "America/St_Johns", "Pacific/Apia", "Pacific/Kiritimati", "Europe/Dublin", "UTC", "Etc/GMT+12",
]  # fmt: skip
KB = knowledge()
INTERVENTIONS = ["hip/bridge", "lumbar/bird_dog", "modalities/heat"]


def exists(slot: Slot, zone: ZoneInfo) -> bool:
    """Whether the clock shows this wall time on that date: not in the hour that is skipped in spring."""
    local = dt.datetime.combine(slot.on, slot.at, zone)
    return local.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None)


@st.composite
def plans(draw) -> Plan:
    zone = draw(st.sampled_from(ZONES))
    starts_on = draw(st.dates(dt.date(2026, 1, 1), dt.date(2028, 1, 1)))
    chosen = draw(st.lists(st.sampled_from(INTERVENTIONS), unique=True, min_size=1))
    items = tuple(draw(an_item(one, starts_on, ZoneInfo(zone))) for one in chosen)
    return plan(zone=zone, starts_on=starts_on, review_on=starts_on + dt.timedelta(days=42), items=items)


@st.composite
def an_item(draw, intervention: str, starts_on: dt.date, zone: ZoneInfo) -> Item:
    """Some daily times, some days skipped, some single dates moved."""
    times = draw(st.lists(st.sampled_from([dt.time(h, m) for h in range(24) for m in (0, 30)]), max_size=3))
    days = draw(st.lists(st.integers(0, 41), unique=True))
    regular = {Slot(on=starts_on + dt.timedelta(days=day), at=at, minutes=5) for day in days for at in times}
    extra = draw(st.lists(st.tuples(st.integers(0, 41), st.times(), st.sampled_from([5.0, 12.5]))))
    moved = {
        Slot(on=starts_on + dt.timedelta(days=day), at=at.replace(second=0, microsecond=0, fold=0), minutes=minutes)
        for day, at, minutes in extra
    }
    slots = tuple(sorted(slot for slot in regular | moved if exists(slot, zone)))
    return Item(intervention=intervention, dose=Dose(sets=(8,)), slots=slots)


def expanded(made: bytes) -> Counter[tuple[str, dt.datetime]]:
    """Title and local start of every occurrence, by another library than the one that wrote the file."""
    found: Counter[tuple[str, dt.datetime]] = Counter()
    for event in icalendar.Calendar.from_ical(made).walk("VEVENT"):
        start = event["DTSTART"].dt
        if isinstance(start, dt.datetime):
            found.update((str(event["SUMMARY"]), local) for local in occurrences(event, start))
    return found


def occurrences(event: icalendar.Event, start: dt.datetime) -> list[dt.datetime]:
    if "RRULE" not in event:
        return [start.replace(tzinfo=None)]
    rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=start)
    left_out = {one.dt for one in event["EXDATE"].dts} if "EXDATE" in event else set()
    return [one.replace(tzinfo=None) for one in rule if one not in left_out]


def planned(a_plan: Plan) -> Counter[tuple[str, dt.datetime]]:
    return Counter(
        (KB.interventions[item.intervention].title.patient, dt.datetime.combine(slot.on, slot.at))
        for item in a_plan.proposal.items
        for slot in item.slots
    )


@settings(max_examples=60, deadline=None)
@given(plans())
def test_expanding_the_calendar_gives_exactly_the_plans_slots(a_plan):
    assert expanded(calendar(a_plan, KB)) == planned(a_plan)


@settings(max_examples=40, deadline=None)
@given(plans())
def test_the_written_out_zone_tells_the_same_instants_as_the_zone_itself(a_plan):
    made = calendar(a_plan, KB, reminder_minutes=0)
    block = made[made.index(b"BEGIN:VTIMEZONE") : made.index(b"END:VTIMEZONE")].decode() + "END:VTIMEZONE\r\n"
    written = tzical(io.StringIO(block)).get()
    named = ZoneInfo(a_plan.proposal.zone)
    for slot in (slot for item in a_plan.proposal.items for slot in item.slots):
        local = dt.datetime.combine(slot.on, slot.at)
        assert local.replace(tzinfo=written).utcoffset() == local.replace(tzinfo=named).utcoffset(), local


@settings(max_examples=40, deadline=None)
@given(plans())
def test_every_line_keeps_to_75_octets_and_every_uid_is_its_own(a_plan):
    made = calendar(a_plan, KB)
    assert max(map(len, made.split(b"\r\n"))) <= 75
    uids = [line for line in made.split(b"\r\n") if line.startswith(b"UID:")]
    assert len(set(uids)) == len(uids)


@settings(max_examples=60, deadline=None)
@given(plans())
def test_the_week_at_a_glance_and_its_exceptions_hold_every_slot_once(a_plan):
    week = week_pattern(a_plan)
    in_table = Counter(
        (row.intervention, number, column, tick.at, tick.minutes)
        for row in week.rows
        for column, day in enumerate(row.days)
        for tick in day
        for number in tick.weeks
    )
    apart = Counter(where(one.intervention, day, one.at, one.minutes, a_plan) for one in week.differs for day in one.on)
    slots = Counter(
        where(item.intervention, slot.on, slot.at, slot.minutes, a_plan)
        for item in a_plan.proposal.items
        for slot in item.slots
    )
    assert in_table + apart == slots


def where(intervention: str, on: dt.date, at: dt.time, minutes: float, a_plan: Plan):
    starts_on = a_plan.proposal.starts_on
    return (intervention, week_of(on, starts_on), (on - starts_on).days % 7, at, minutes)


@settings(max_examples=40, deadline=None)
@given(plans())
def test_series_of_an_item_never_share_a_date_and_time(a_plan):
    for item in a_plan.proposal.items:
        times = Counter((day, one.at, one.minutes) for one in series_of(item) for day in one.on)
        assert times == Counter((slot.on, slot.at, slot.minutes) for slot in item.slots)
