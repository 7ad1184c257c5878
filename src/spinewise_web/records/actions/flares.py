"""A bad day leaves a record: when it began, from which answers, what was in force, and when it was over."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from spinewise.dates import date_words
from spinewise.knowledge.ladders import Urgency
from spinewise_web.accounts.models import User
from spinewise_web.records.actions.answers import latest_sheet
from spinewise_web.records.actions.base import action, answering_as, change, hold, keep
from spinewise_web.records.core import knowledge, today_of
from spinewise_web.records.models import Alert, FlareUp, Person
from spinewise_web.records.standing import plan_in_force


@action
def begin_flare_up(*, person: Person, by: User, now: dt.datetime) -> FlareUp | None:
    """Keep that it is a bad day, after the safety questions. Days that belong together are one flare-up.

    Where nothing was ever answered there is nothing to keep. The third within some weeks is for a clinician.

    Raises:
        NotAllowed: `by` is neither clinician, patient nor carer of this person.
    """
    person = hold(person)
    answering_as(by, person)
    today, sheet = today_of(person, now=now), latest_sheet(person)
    running = FlareUp.objects.open().filter(person=person).first()
    if running is not None and (today - running.began_on).days < _lasts_days():
        return running
    if sheet is None:
        return None
    if running is not None:
        _end(running, by=by, now=now)
    made = FlareUp(person=person, episode=sheet.episode, began_on=today, sheet=sheet, plan=plan_in_force(person))
    keep(made, verb="flare.begin", by=by, now=now)
    _too_many(made, by=by, now=now)
    return made


@action
def lighten(*, person: Person, until: dt.date, by: User, now: dt.datetime) -> FlareUp | None:
    """Keep that half of the plan is enough until the end of a day.

    Raises:
        NotAllowed: `by` is neither clinician, patient nor carer of this person.
    """
    running = begin_flare_up(person=person, by=by, now=now)
    if running is not None:
        running.lighter_until = until
        change(running, "lighter_until", verb="flare.lighten", by=by, now=now)
    return running


@action
def end_flare_up(*, person: Person, by: User, now: dt.datetime) -> None:
    """Keep that it is over, when there was one.

    Raises:
        NotAllowed: `by` is neither clinician, patient nor carer of this person.
    """
    person = hold(person)
    answering_as(by, person)
    running = FlareUp.objects.open().filter(person=person).first()
    if running is not None:
        _end(running, by=by, now=now)


def _end(running: FlareUp, *, by: User, now: dt.datetime) -> None:
    running.ended_at = now
    change(running, "ended_at", verb="flare.end", by=by, now=now)


def _lasts_days() -> int:
    allowed = knowledge().daily.flare_ups
    return allowed.lasts_days if allowed else 1


def _too_many(made: FlareUp, *, by: User, now: dt.datetime) -> None:
    """Tell the clinic when flare-ups come too often, one alert at a time."""
    allowed = knowledge().daily.flare_ups
    if allowed is None:
        return
    since = made.began_on - dt.timedelta(days=allowed.within_days)
    days = (
        FlareUp.objects.filter(person=made.person, began_on__gt=since)
        .order_by("began_on")
        .values_list("began_on", flat=True)
    )
    waits = Alert.objects.open().filter(person=made.person, kind=Alert.Kind.FLARE_UPS).exists()
    if len(days) < allowed.too_many or waits:
        return
    said = {
        "count": len(days),
        "weeks": allowed.within_days // 7,
        "days": ", ".join(map(date_words, days)),
    }
    alert = Alert(
        person=made.person,
        episode=made.episode,
        kind=Alert.Kind.FLARE_UPS,
        urgency=Urgency.ROUTINE.value,
        why=_("%(count)s flare-ups in %(weeks)s weeks: %(days)s.") % said,
    )
    keep(alert, verb="alert.raise", by=by, now=now)
