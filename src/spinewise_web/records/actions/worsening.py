"""Pain that got worse, told to the clinic: between days at home, or within a visit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from spinewise.dates import date_words
from spinewise.knowledge.ladders import Urgency
from spinewise_web.accounts.models import User
from spinewise_web.records.actions.base import keep
from spinewise_web.records.core import knowledge
from spinewise_web.records.given import given_of
from spinewise_web.records.models import Alert, DayLog, VisitSession


def tell_worse(row: DayLog | VisitSession, kind: Alert.Kind, why: str, *, by: User, now: dt.datetime) -> None:
    """Routine, unless the answers ask for a doctor; what is urgent has an alert of its own."""
    asks = Urgency(row.episode.urgency) if row.episode.urgency else Urgency.NONE
    urgency = Urgency.REFER if asks.at_least(Urgency.REFER) else Urgency.ROUTINE
    alert = Alert(person=row.person, episode=row.episode, kind=kind, urgency=urgency.value, why=why)
    keep(alert, verb="alert.raise", by=by, now=now)


def risen_at_home(log: DayLog, *, since: dt.datetime) -> bool:
    """Whether the logs told of a rise lately; one within a visit, kept in the same moment as it, is another matter."""
    visits = VisitSession.objects.filter(person=log.person).values("made_at")
    told = Alert.objects.filter(episode=log.episode, kind=Alert.Kind.RISING, made_at__gt=since)
    return told.exclude(made_at__in=visits).exists()


def most_risen(pains: Iterable[tuple[int | None, int | None]]) -> tuple[int, int] | None:
    """Pain before and after where it rose most, by at least what people find a worthwhile change; or nothing."""
    told = [(before, after) for before, after in pains if before is not None and after is not None]
    before, after = max(told, key=lambda pain: pain[1] - pain[0], default=(0, 0))
    least = knowledge().daily.worthwhile_points
    return (before, after) if least and after - before >= least else None


def tell_of_a_rise(visit: VisitSession, *, by: User, now: dt.datetime) -> None:
    """Tell the clinic of pain that rose within a visit, once however often the visit is corrected."""
    parts = ((one.before, one.after) for one in given_of(visit))
    risen = most_risen([(visit.pain_before, visit.pain_after), *parts])
    if risen is None:
        return
    said = {"before": risen[0], "after": risen[1], "day": date_words(visit.on)}
    why = _("Pain rose from %(before)s to %(after)s at the visit of %(day)s.") % said
    if not Alert.objects.filter(episode=visit.episode, kind=Alert.Kind.RISING, why=why).exists():
        tell_worse(visit, Alert.Kind.RISING, why, by=by, now=now)
