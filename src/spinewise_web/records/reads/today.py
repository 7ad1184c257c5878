"""Who needs a clinician today, and why: one list, sorted by urgency and then by how long it has waited."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import chain
from typing import Any

import msgspec
from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, UUIDField
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from spinewise.dates import day_and_month
from spinewise.knowledge.ladders import Care, Tier, Urgency
from spinewise_web.accounts.models import Somebody, User
from spinewise_web.accounts.prepared import Prepared
from spinewise_web.records.core import today_of
from spinewise_web.records.models import (
    AfterInstruction,
    Alert,
    DayLog,
    Message,
    Person,
    PlanVersion,
    Referral,
    VisitSession,
)

State, What = PlanVersion.State, AfterInstruction.What


NOT_THERE = {
    What.NOT_YET.value: gettext_lazy("They were told to go, and say that they have not gone yet."),
    What.CANNOT.value: gettext_lazy("They were told to go, and say that they cannot."),
}


class Act(StrEnum):
    """What is to be done next."""

    TAKE_UP = "take_up"
    LETTER = "letter"
    SIGN = "sign"
    NOTE = "note"
    REVIEW = "review"
    READ = "read"
    ANSWER_REFERRAL = "answer_referral"
    ASK = "ask"
    PLAN = "plan"
    CALL = "call"
    CLEAR = "clear"


class Attention(msgspec.Struct, frozen=True, kw_only=True):
    """One reason why one person needs somebody: how soon, why in words, since when, what to do next.

    `visit` is the one whose note is to be signed.
    After "go now", `after` is the last word about whether they went, `after_at` when, and `red` the alert it is about.
    """

    person: Person
    urgency: Urgency
    act: Act
    why: str
    since: dt.datetime
    alert: Alert | None = None
    red: uuid.UUID | None = None
    visit: uuid.UUID | None = None
    after: str = ""
    after_at: dt.datetime | None = None


class Today(msgspec.Struct, frozen=True, kw_only=True):
    """The list, and how many people need nothing."""

    attention: tuple[Attention, ...]
    well: int


def for_today(user: Somebody, *, now: dt.datetime, mine: bool = False) -> Today:
    """Who needs this clinician today; `mine` leaves colleagues' patients out. Three queries, however many people."""
    if not user.is_authenticated:
        return Today(attention=(), well=0)
    people: list[Any] = (MINE if mine else EVERYBODY).rows(user=user.pk)
    known = {person.pk: person for person in people}
    listed = chain(
        _alerted(ALERTS.rows(user=user.pk), known),
        *(reasons_for(person, now=now) for person in people),
        _to_sign(UNSIGNED.rows(user=user.pk), known, user=user, mine=mine),
    )
    order = sorted(listed, key=_place)
    waiting = {one.person.pk for one in order}
    return Today(attention=tuple(order), well=len(people) - len(waiting & known.keys()))


def _place(one: Attention) -> tuple[Any, ...]:
    """The most urgent first, then what nobody took up, then what waits longest; paper comes after people."""
    return -one.urgency.rank, one.act is Act.NOTE, one.act is Act.CLEAR, one.since, one.person.name


def _alerted(alerts: Iterable[Any], known: dict[uuid.UUID, Person]) -> Iterator[Attention]:
    for alert in alerts:
        if alert.person_id in known:
            yield Attention(
                person=known[alert.person_id],
                urgency=Urgency(alert.urgency),
                act=Act.TAKE_UP,
                why=alert.why,
                since=alert.made_at,
                alert=alert,
                red=alert.pk if alert.kind == Alert.Kind.RED_ANSWER else None,
                after=alert.after_what or "",
                after_at=alert.after_at,
            )


def _to_sign(
    visits: Iterable[VisitSession], known: dict[uuid.UUID, Person], *, user: User, mine: bool
) -> Iterator[Attention]:
    """The oldest note of each person that waits for whoever made the visit, also after a discharge."""
    oldest: dict[uuid.UUID, VisitSession] = {}
    for visit in visits:
        oldest.setdefault(visit.person_id, visit)
    for visit in oldest.values():
        if mine and visit.person.therapist_id != user.pk:
            continue
        person, words = known.get(visit.person_id, visit.person), _("A note to sign, visit of %(day)s.")
        one = _reason(person, Urgency.ROUTINE, Act.NOTE, words % {"day": day_and_month(visit.on)}, visit.made_at)
        yield msgspec.structs.replace(one, visit=visit.pk)


def _unsigned(user: uuid.UUID) -> QuerySet[VisitSession, Any]:
    """Visits that this user made and wrote no signed note about, oldest first."""
    rows = VisitSession.objects.visible_to(User(pk=user)).current().filter(made_by=user, notes=None)
    whose = (f"person__{name}" for name in READ)
    return rows.select_related("person").only("on", "made_at", *whose).order_by("made_at")


def _alerts(user: uuid.UUID) -> QuerySet[Alert, Any]:
    """Alerts that nobody took up, each with the last word about whether they went."""
    after = AfterInstruction.objects.filter(alert=OuterRef("pk")).order_by("-made_at", "-id")
    rows = Alert.objects.visible_to(User(pk=user)).open().select_related("person__clinic", "episode")
    return rows.annotate(after_what=Subquery(after.values("what")[:1]), after_at=Subquery(after.values("made_at")[:1]))


READ = ("name", "zone", "therapist")  # everything else is read when asked


def _people(user: User, *, mine: bool) -> QuerySet[Person, Any]:
    """People with an open episode, a message or a letter, and what the reasons are read from."""
    waiting = PlanVersion.objects.filter(person=OuterRef("pk"), state=State.PROPOSED).order_by("-sequence")
    logs = DayLog.objects.filter(person=OuterRef("pk")).order_by("-on")
    after = AfterInstruction.objects.filter(
        person=OuterRef("pk"), alert__episode__closed_at=None, alert__acknowledged_at__isnull=False
    ).order_by("-alert__made_at", "-made_at", "-id")
    reds = Alert.objects.filter(person=OuterRef("pk"), kind=Alert.Kind.RED_ANSWER, episode__closed_at=None)
    taken = reds.exclude(acknowledged_at=None).order_by("-made_at")
    letters = Referral.objects.filter(person=OuterRef("pk"))
    written = Message.objects.filter(person=OuterRef("pk"), read_at=None, from_clinic=False)
    came = letters.filter(way=Referral.Way.IN, answered_at=None)
    # The database sees to it that there is one of each at most.
    open_now = FilteredRelation("episodes", condition=Q(episodes__closed_at=None))
    in_force = FilteredRelation("planversions", condition=Q(planversions__state=State.SIGNED))
    rows = Person.objects.treated_by(user).annotate(open_now=open_now, in_force=in_force).only(*READ)
    rows = rows.filter(Q(open_now__isnull=False) | Exists(written) | Exists(came))
    return (rows.filter(therapist=user.pk) if mine else rows).annotate(
        silence_days=F("clinic__silence_days"),
        urgency=F("open_now__urgency"),
        care=F("open_now__care"),
        tier=F("open_now__tier"),
        opened_at=F("open_now__opened_at"),
        triaged_at=F("open_now__triaged_at"),
        waits_since=Subquery(waiting.values("made_at")[:1]),
        signed_at=F("in_force__signed_at"),
        signed_tier=F("in_force__tier"),
        review_on=F("in_force__review_on"),
        last_log_on=Subquery(logs.values("on")[:1]),
        letter_since=Subquery(came.values("made_at")[:1]),
        letter_sent_at=Subquery(letters.filter(way=Referral.Way.OUT).order_by("-made_at").values("made_at")[:1]),
        after=Subquery(after.values("what")[:1]),
        after_at=Subquery(after.values("made_at")[:1]),
        red=Subquery(after.values("alert")[:1], output_field=UUIDField()),
        red_waits=Exists(reds.filter(acknowledged_at=None)),
        taken_by=Subquery(taken.values("acknowledged_by__name")[:1]),
        taken_at=Subquery(taken.values("acknowledged_at")[:1]),
        taken_red=Subquery(taken.values("pk")[:1], output_field=UUIDField()),
        unread=Coalesce(Subquery(written.order_by().values("person").values(many=Count("pk"))), 0),
        unread_since=Subquery(written.order_by("made_at").values("made_at")[:1]),
    )


EVERYBODY = Prepared(lambda user: _people(User(pk=user), mine=False), user=uuid.UUID)
MINE = Prepared(lambda user: _people(User(pk=user), mine=True), user=uuid.UUID)
ALERTS = Prepared(_alerts, user=uuid.UUID)
UNSIGNED = Prepared(_unsigned, user=uuid.UUID)


def reasons_for(person: Any, *, now: dt.datetime) -> Iterator[Attention]:
    """Why one person, with what `_people` put beside them, needs somebody."""
    urgency = Urgency(person.urgency) if person.urgency else Urgency.NONE
    if urgency.at_least(Urgency.URGENT) and person.after in NOT_THERE:
        yield Attention(
            person=person,
            urgency=urgency,
            act=Act.CALL,
            why=str(NOT_THERE[person.after]),
            since=person.after_at,
            red=person.red,
            after=person.after,
            after_at=person.after_at,
        )
    elif urgency.at_least(Urgency.URGENT) and person.taken_at and not person.red_waits:
        yield _taken_up(person, urgency)
    if urgency is Urgency.REFER and not _is_after(person.letter_sent_at, person.opened_at):
        yield _reason(
            person, Urgency.REFER, Act.LETTER, _("A doctor should see them. The letter waits."), person.triaged_at
        )
    if person.waits_since:
        yield _reason(person, Urgency.ROUTINE, Act.SIGN, _("A plan waits for you."), person.waits_since)
    elif not person.signed_at and person.tier != "0" and person.care == Care.PHYSICAL_THERAPY.value:
        yield _reason(
            person, Urgency.ROUTINE, Act.PLAN, _("The questions are answered. There is no plan yet."), person.triaged_at
        )
    if person.unread:
        words = ngettext("A message waits.", "%(count)s messages wait.", person.unread) % {"count": person.unread}
        yield _reason(person, Urgency.ROUTINE, Act.READ, words, person.unread_since)
    if person.letter_since:
        yield _reason(
            person, Urgency.ROUTINE, Act.ANSWER_REFERRAL, _("A referral waits for its answer."), person.letter_since
        )
    if person.care == Care.FINISH_QUESTIONS.value:
        yield _reason(person, Urgency.MONITOR, Act.ASK, _("Safety questions are open."), person.triaged_at)
    yield from _about_the_plan(person, now=now)


def _taken_up(person: Any, urgency: Urgency) -> Attention:
    """Taking an alert up ends nothing: they stay as urgent as they are, until it is known that they went."""
    said = person.after if person.red == person.taken_red else ""  # about an earlier alert is not about this one
    went = said == What.WENT.value
    if went:
        words = _("They say that they went. Locked after a red answer; %(name)s took it up, nobody has cleared it yet.")
    else:
        words = _("%(name)s took this up. Nobody has cleared it yet, and nobody has said that they went.")
    return Attention(
        person=person,
        urgency=Urgency.ROUTINE if went else urgency,
        act=Act.CLEAR,
        why=words % {"name": person.taken_by},
        since=person.taken_at,
        red=person.taken_red,
        after=said or "",
        after_at=person.after_at if said else None,
    )


def _about_the_plan(person: Any, *, now: dt.datetime) -> Iterator[Attention]:
    if not person.signed_at:
        return
    today = today_of(person, now=now)
    if person.tier == Tier.GENERAL.value != person.signed_tier and person.care != Care.FINISH_QUESTIONS.value:
        words = _("Safety answers are too old. Part of the plan waits until they are given again.")
        yield _reason(person, Urgency.MONITOR, Act.ASK, words, person.triaged_at)
    if person.review_on <= today:
        words = _("The review was due on %(day)s.") % {"day": day_and_month(person.review_on)}
        yield _reason(person, Urgency.MONITOR, Act.REVIEW, words, person.signed_at)
    silent_since = max(person.last_log_on or dt.date.min, person.signed_at.astimezone(person.tzinfo).date())
    days = (today - silent_since).days
    if days >= person.silence_days:
        words = ngettext("Nothing was logged for %(count)s day.", "Nothing was logged for %(count)s days.", days)
        yield _reason(person, Urgency.MONITOR, Act.CALL, words % {"count": days}, person.signed_at)


def _reason(person: Any, urgency: Urgency, act: Act, why: str, since: dt.datetime | None) -> Attention:
    return Attention(person=person, urgency=urgency, act=act, why=why, since=since or person.opened_at)


def _is_after(one: dt.datetime | None, other: dt.datetime) -> bool:
    return one is not None and one >= other
