"""Half: of everything for two days after a flare-up's safety questions, and of what was too much until that is seen."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec

from spinewise.knowledge.models import Dose
from spinewise.plan.types import Item

if TYPE_CHECKING:
    from spinewise_web.portal.patient.pages import Here

KEY = "lighter_until"
DAYS = dt.timedelta(days=1)  # today and tomorrow


def is_lighter(here: Here) -> bool:
    """Whether today is one of the days on which half is enough."""
    said = here.person.settings.get(KEY, "")
    return isinstance(said, str) and said >= here.today.isoformat()


def dose_for(here: Here, item: Item) -> Dose:
    """How much of it now: half on a lighter day, and of what was too much until a therapist has seen that."""
    hard = here.hard.get(item.intervention)
    return lighter_dose(item.dose) if is_lighter(here) or (hard and not hard.is_seen) else item.dose


def lighter_dose(dose: Dose) -> Dose:
    """Half: of the minutes; else of the sets; of a single set, half of its repetitions. Never nothing."""
    if dose.minutes:
        return msgspec.structs.replace(dose, minutes=max(1.0, round(dose.minutes / 2)))
    if len(dose.sets) > 1:
        return msgspec.structs.replace(dose, sets=dose.sets[: len(dose.sets) // 2])
    return msgspec.structs.replace(dose, sets=tuple(max(1, count // 2) for count in dose.sets))
