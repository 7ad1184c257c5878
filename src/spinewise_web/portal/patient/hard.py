"""What was too much: whether a therapist has seen that, and how much of it to do until then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spinewise.dates import date_words
from spinewise_web.portal.patient.after import light_of
from spinewise_web.records.core import named
from spinewise_web.records.models import ExerciseLog
from spinewise_web.records.reads.course import EXERCISES
from spinewise_web.records.reads.too_much import taken_up, too_much_of

if TYPE_CHECKING:
    from spinewise_web.portal.patient.pages import Here

SEEN = gettext_lazy(
    "Your therapist has seen it. Your plan is as before: do less of it if you need to, and say how it was."
)
UNSEEN = gettext_lazy("Nobody has seen it yet. Until they have, do half of it, or leave it out.")


class Hard(msgspec.Struct, frozen=True, kw_only=True):
    """One exercise of the plan that was too much when it was last spoken of."""

    id: str
    says: str
    asks: str
    is_seen: bool


def hard_now(here: Here) -> dict[str, Hard]:
    """By exercise; nothing of an earlier plan, nor of what went well since."""
    version = here.standing.version
    said = list(too_much_of(here.user, version)) if version else []
    if not said:
        return {}
    later = EXERCISES.rows(user=here.user.pk, person=here.person.pk, since=said[0].on)
    went_well = {log.intervention: (log.on, log.made_at) for log in later if is_fine(log)}
    last = {log.intervention: log for log in said}
    seen = taken_up(here.user, here.person)
    doing = {item.intervention for item in here.standing.items if not item.in_clinic}
    return {
        name: hard_of(log, here.today, is_seen=is_seen(log, seen))
        for name, log in last.items()
        if name in doing and went_well.get(name, (dt.date.min, log.made_at)) < (log.on, log.made_at)
    }


def is_fine(log: ExerciseLog) -> bool:
    """Whether it was done, and the pain after it asks for nothing."""
    return log.outcome == ExerciseLog.Outcome.DONE and not light_of(log)


def is_seen(log: ExerciseLog, seen: Iterable[tuple[dt.datetime, str]]) -> bool:
    """Whether somebody took up an alert that names this exercise, after this was said."""
    known = named(log.intervention)
    title = known.title.clinician if known else log.intervention
    return any(at >= log.made_at and title in why for at, why in seen)


def hard_of(log: ExerciseLog, today: dt.date, *, is_seen: bool) -> Hard:
    """In words: when it was said, who knows, and what to do now."""
    known = named(log.intervention)
    said = {"title": known.title.patient if known else log.intervention, "day": date_words(log.on)}
    if log.on == today:
        told = _("You said today that “%(title)s” was too much.") % said
    else:
        told = _("You said on %(day)s that “%(title)s” was too much.") % said
    return Hard(id=log.intervention, says=told, asks=str(SEEN if is_seen else UNSEEN), is_seen=is_seen)
