"""How long a bout takes."""

import pytest

from little_library import PROGRAMME
from spinewise.knowledge.models import Dose
from spinewise.plan.minutes import minutes_a_day, minutes_for

PACE = PROGRAMME.pace  # 4 s a repetition, 30 s rest, 30 s to get ready


def test_ten_repetitions_take_their_seconds_and_getting_ready():
    assert minutes_for(Dose(sets=(10,)), PACE) == 1.2  # 70 s, rounded up to a tenth


def test_a_hold_is_kept_at_every_repetition():
    assert minutes_for(Dose(sets=(6,), hold_s=6), PACE) == 1.5  # 30 + 6 x 10 s


def test_both_sides_take_twice_as_long_but_one_getting_ready():
    assert minutes_for(Dose(sets=(6,), hold_s=6, sides="each"), PACE) == 2.5  # 30 + 120 s


def test_people_rest_between_sets_and_not_after_the_last():
    assert minutes_for(Dose(sets=(3, 3, 3)), PACE) == 2.1  # 30 + 36 + 60 s


def test_ten_minutes_of_walking_fit_into_ten_minutes():
    assert minutes_for(Dose(minutes=10), PACE) == 10


def test_minutes_never_come_out_shorter_than_the_seconds():
    doses = [Dose(sets=(count,), hold_s=hold) for count in range(1, 40) for hold in (0, 1, 7)]
    assert all(minutes_for(dose, PACE) * 60 >= 30 + dose.sets[0] * (4 + dose.hold_s) - 1e-6 for dose in doses)


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_day_counts_every_bout(times):
    assert minutes_a_day(Dose(minutes=5, times_a_day=times), PACE) == 5 * times
