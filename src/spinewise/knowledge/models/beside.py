"""What stands beside a plan, in words, and whom to call in a crisis."""

from __future__ import annotations

import msgspec


class Crisis(msgspec.Struct, frozen=True, kw_only=True):
    """Whom somebody calls who thinks of ending their life: the clinic's own numbers, else `without`."""

    numbers: tuple[str, ...] = ()
    without: str = ""

    @property
    def words(self) -> str:
        """All of them in one line."""
        return "; ".join(self.numbers) or self.without


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """The sentences about what a person does already, the usual length, other treatments and work."""

    keep: str = ""
    keep_encouraged: str = ""
    change_dose: str = ""
    change_ask: str = ""
    change_easier: str = ""
    leave_out: str = ""
    leave_for_now: str = ""
    limit_sets: str = ""
    limit_repetitions: str = ""
    limit_hold_s: str = ""
    limit_minutes: str = ""
    limit_times_a_day: str = ""
    limit_days_a_week: str = ""
    usual_visits: str = ""
    usual_visits_one: str = ""
    usual_weeks: str = ""
    usual_weeks_one: str = ""
    treatments: str = ""
    treatments_text: str = ""
    work_off: str = ""
    work_changed: str = ""
    work_usual: str = ""
    work_long: str = ""
    work_strain: str = ""
    work_for_clinician: str = ""
    evidence: tuple[str, ...] = ()
