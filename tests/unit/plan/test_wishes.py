"""Wishes come from the same answers as everything else."""

import datetime as dt

import msgspec
import pytest

from little_library import MONDAY, library
from spinewise.errors import AnswersError
from spinewise.plan.types import Busy
from spinewise.plan.wishes import wishes_from
from spinewise.rules.facts import Answer, Answers, Fact, Kind, Option, Role, State

NUMBER = {"kind": Kind.NUMBER, "range": (5, 180)}
FLOOR = {"kind": Kind.YES_NO, "not_sure": False}
FACTS = {
    "minutes_per_day": NUMBER,
    "can_use_floor": FLOOR,
    "equipment": {"kind": Kind.SEVERAL},
    "cover_daily": {"kind": Kind.SEVERAL},
    "aims_wanted": {"kind": Kind.SEVERAL},
    "comfort": {"kind": Kind.CHOICE, "options": (Option("heat", "Warmth"), Option("cold", "Cold"))},
    "part_of_day": {"kind": Kind.CHOICE, "options": (Option("evening", "In the evening"),)},
    "goals_text": {"kind": Kind.TEXT},
}


def fact(id_, **more):
    return Fact(id=id_, person=id_, clinician=id_, asked_of=(Role.PERSON,), privacy="wish", **more)


KB = msgspec.structs.replace(library(), facts={id_: fact(id_, **more) for id_, more in FACTS.items()})


def wished(**values):
    by_fact = {id_: answer(id_, value) for id_, value in values.items()}
    return wishes_from(Answers(today=MONDAY, zone="Asia/Tokyo", by_fact=by_fact), KB, starts_on=MONDAY)


def answer(id_, value):
    if isinstance(value, State):
        return Answer(fact=id_, state=value, on=MONDAY, by=Role.PERSON)
    return Answer(fact=id_, value=value, on=MONDAY, by=Role.PERSON)


def test_nothing_said_means_the_programmes_minutes():
    assert wished().minutes_a_day == 15


def test_minutes_are_as_answered():
    assert wished(minutes_per_day=8).minutes_a_day == 8


def test_nobody_asked_means_what_any_home_has():
    assert wished().equipment == ("mat", "chair", "wall")


def test_having_nothing_means_nothing():
    assert wished(equipment=()).equipment == ()


def test_not_sure_about_the_floor_counts_as_no():
    assert not wished(can_use_floor=State.NOT_SURE).can_use_floor


def test_the_floor_is_possible_until_somebody_says_otherwise():
    assert wished().can_use_floor


def test_a_declined_wish_is_no_wish():
    assert wished(comfort=State.DECLINED).comfort == ""


def test_warmth_is_heard():
    assert wished(comfort="heat").comfort == "heat"


def test_goals_come_one_a_line():
    assert wished(goals_text="Lift my son\n\n Garden ").goals == ("Lift my son", "Garden")


def test_the_zone_is_the_persons():
    assert wished().zone == "Asia/Tokyo"


def test_daily_aims_keep_their_order():
    assert wished(cover_daily=("hip_mobility", "balance")).cover_daily == ("hip_mobility", "balance")


def test_an_aim_nobody_knows_is_refused_by_name():
    with pytest.raises(AnswersError, match="cover_daily: 'levitation' is not known"):
        wished(cover_daily=("levitation",))


def test_a_busy_time_without_a_zone_is_refused():
    naive = Busy(dt.datetime(2026, 11, 23, 9), dt.datetime(2026, 11, 23, 10))  # noqa: DTZ001
    with pytest.raises(AnswersError, match="has no time zone"):
        wishes_from(Answers(today=MONDAY, zone="Europe/Berlin"), KB, starts_on=MONDAY, busy=[naive])
