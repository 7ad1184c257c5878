"""What the person tells about a day: ten seconds, kept once, and acted on at once when something is new."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import msgspec
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from spinewise.dates import date_words
from spinewise.knowledge.ladders import Urgency
from spinewise_web.accounts.models import User
from spinewise_web.accounts.prepared import Prepared
from spinewise_web.records.actions.answers import Recorded, Words, answered, open_episode
from spinewise_web.records.actions.base import action, answering_as, change, check_may_tell, hold, keep
from spinewise_web.records.actions.visits import check_same_person
from spinewise_web.records.actions.worsening import risen_at_home, tell_worse
from spinewise_web.records.core import knowledge, named, planned, today_of
from spinewise_web.records.models import Alert, DayLog, ExerciseLog, Person, PlanVersion
from spinewise_web.records.worse import Day, rising, spreading

DAY_FACTS = {"back_pain": "back_pain_now", "leg_pain": "leg_pain_now", "furthest": "furthest_region"}
MOST_WHY_LETTERS = 2000
LATE_DAYS = 14  # how long after a day a log from a device without a connection is still taken


class DayKept(msgspec.Struct, frozen=True, kw_only=True):
    """The log, and what its answers mean when it had any: look at `recorded.decision` before anything else is shown."""

    log: DayLog
    recorded: Recorded | None


@action
def record_day(
    *,
    person: Person,
    on: dt.date,
    by: User,
    now: dt.datetime,
    back_pain: int | None = None,
    leg_pain: int | None = None,
    furthest: str = "",
    sleep: str = "",
    anything_new: bool = False,
    words: Words | None = None,
    note: str = "",
    key: uuid.UUID | None = None,
) -> DayKept:
    """Keep how a day was. Said again for the same day, it supersedes what was said; both stay.

    `words` are answers to "anything new?" and whatever else was asked with it. Today's pain counts as answered.
    The same `key` twice is kept once, so a device may send again what it is not sure of.

    Raises:
        NotAllowed: `by` is neither clinician, patient nor carer of this person.
        ValidationError: the day lies ahead or too far back, or a value is out of range.
        AnswersError: a word cannot be read.
    """
    person = hold(person)
    role = answering_as(by, person)
    known: DayLog | None = DAY_SENT.first(person=person.pk, key=key) if key else None
    if known is not None:
        return DayKept(log=known, recorded=None)
    check_day(on, person, now=now)
    told = dict(words or {})
    if on == today_of(person, now=now):
        told = pain_words(back_pain, leg_pain, furthest) | told
    recorded = answered(person, told, role=role, by=by, now=now) if told else None
    log = DayLog(
        person=person,
        episode=recorded.sheet.episode if recorded else open_episode(person, by=by, now=now),
        key=key or uuid.uuid4(),
        on=on,
        back_pain=back_pain,
        leg_pain=leg_pain,
        furthest=furthest,
        sleep=sleep,
        anything_new=anything_new,
        sheet=recorded.sheet if recorded else None,
        note=note,
        supersedes=SAID_OF_DAY.first(person=person.pk, on=on),
    )
    keep(log, verb="day.record", by=by, now=now)
    _watch(log, by=by, now=now)
    return DayKept(log=log, recorded=recorded)


def _watch(log: DayLog, *, by: User, now: dt.datetime) -> None:
    """Tell the therapist of pain that moved down the leg, or that rose and stayed up."""
    worse = knowledge().daily.worse
    since = log.on - dt.timedelta(days=worse.spread_since_days + worse.above_mean_of_days)
    days = [Day._make(row) for row in LATELY.rows(person=log.person_id, since=since)]
    today = Day(log.on, log.back_pain, log.leg_pain, log.furthest)
    spread, risen = spreading(today, days), rising(days)
    if spread and not _told(log, kind=Alert.Kind.SPREADING, why=spread):
        tell_worse(log, Alert.Kind.SPREADING, spread, by=by, now=now)
    lately = now - dt.timedelta(days=worse.above_mean_of_days)
    if risen and not risen_at_home(log, since=lately):
        tell_worse(log, Alert.Kind.RISING, risen, by=by, now=now)


LATELY = Prepared(
    lambda person, since: (
        DayLog.objects.current().filter(person=person, on__gte=since).order_by("on").values_list(*Day._fields)
    ),
    person=uuid.UUID,
    since=dt.date,
)


def _told(log: DayLog, **alike: Any) -> bool:
    return Alert.objects.filter(person=log.person, episode=log.episode, **alike).exists()


DAY_SENT, EXERCISE_SENT = (
    Prepared(lambda person, key, of=of: of.objects.filter(person=person, key=key), person=uuid.UUID, key=uuid.UUID)
    for of in (DayLog, ExerciseLog)
)


SAID_OF_DAY = Prepared(
    lambda person, on: DayLog.objects.current().filter(person=person, on=on), person=uuid.UUID, on=dt.date
)


def pain_words(back_pain: int | None, leg_pain: int | None, furthest: str) -> dict[str, str]:
    """What a log says that is also an answer, for facts that the knowledge has."""
    said = {"back_pain": back_pain, "leg_pain": leg_pain, "furthest": furthest or None}
    named = {DAY_FACTS[name]: str(value) for name, value in said.items() if value is not None}
    return {fact: word for fact, word in named.items() if fact in knowledge().facts}


@action
def record_exercise(
    *,
    version: PlanVersion,
    intervention: str,
    on: dt.date,
    outcome: str,
    by: User,
    now: dt.datetime,
    reason: str = "",
    pain_after: int | None = None,
    counted: int | None = None,
    note: str = "",
    key: uuid.UUID | None = None,
    corrects: ExerciseLog | None = None,
) -> ExerciseLog:
    """Keep what became of one exercise. It is taken also when the plan was locked or changed since: it happened.

    An exercise may be logged several times a day; what is said again about one time names what it `corrects`.
    "Too much" raises an alert for the therapist; one that is open already names this too.

    Raises:
        NotAllowed: `by` is neither clinician, patient nor carer of this person.
        ValidationError: the exercise is not in that version, the day lies ahead, or a value is out of range.
    """
    person = hold(version.person)
    check_may_tell(by, person)
    known: ExerciseLog | None = EXERCISE_SENT.first(person=person.pk, key=key) if key else None
    if known is not None:
        return known
    check_day(on, person, now=now)
    if intervention not in planned(version):
        raise ValidationError(_("Choose an exercise of your plan."))
    check_same_person(corrects, person)
    log = ExerciseLog(
        person=person,
        plan=version,
        key=key or uuid.uuid4(),
        on=on,
        intervention=intervention,
        outcome=outcome,
        reason=reason,
        pain_after=pain_after,
        counted=counted,
        note=note,
        supersedes=corrects,
    )
    keep(log, verb="exercise.record", by=by, now=now)
    if outcome == ExerciseLog.Outcome.TOO_MUCH:
        _too_much(log, by=by, now=now)
    return log


def _too_much(log: ExerciseLog, *, by: User, now: dt.datetime) -> None:
    """One open alert names everything that was too much: whoever takes it up has read of each."""
    known = named(log.intervention)
    title = known.title.clinician if known else log.intervention
    why = _("%(title)s was too much on %(day)s.") % {"title": title, "day": date_words(log.on)}
    episode, kind = log.plan.episode, Alert.Kind.TOO_MUCH
    alert = Alert.objects.open().select_related("person").filter(episode=episode, kind=kind).first()
    if alert is None:
        alert = Alert(person=log.person, episode=episode, kind=kind, urgency=Urgency.ROUTINE.value, why=why)
        keep(alert, verb="alert.raise", by=by, now=now)
    elif why not in alert.why and len(alert.why) + len(why) < MOST_WHY_LETTERS:
        alert.why = f"{alert.why} {why}"
        change(alert, "why", verb="alert.raise", by=by, now=now)


def check_day(on: dt.date, person: Person, *, now: dt.datetime) -> None:
    """Refuse a day that has not begun where the person is, or that nobody remembers.

    Raises:
        ValidationError: it is one of those.
    """
    today = today_of(person, now=now)
    if not today - dt.timedelta(days=LATE_DAYS) <= on <= today:
        raise ValidationError(_("Choose a day from the last %(days)s days.") % {"days": LATE_DAYS})
