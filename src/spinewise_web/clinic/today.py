"""Today: who needs this clinician and why, the most urgent first, and a way to everybody else."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, Literal, NamedTuple
from urllib.parse import urlencode

import msgspec
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from spinewise.dates import date_words
from spinewise.knowledge.ladders import Urgency
from spinewise_web.accounts.limits import limited
from spinewise_web.accounts.models import User
from spinewise_web.accounts.prepared import Prepared
from spinewise_web.clinic.pages import go_to, kept_nowhere, staff
from spinewise_web.records.actions.contact import note_after_instruction
from spinewise_web.records.models import AfterInstruction, Alert, DayLog, Person
from spinewise_web.records.reads.today import Act, Attention, for_today

NOON, EVENING = 12, 18
SPARK_DAYS, SPARK_LOGS = 21, 6
SPARK_WIDE, SPARK_FLOOR, SPARK_STEP = 88, 44, 4.4
ON_A_PAGE = 25
MOST_LETTERS = 80
ACTS = {
    Act.SIGN: ("plan", gettext_lazy("Read and sign")),
    Act.NOTE: ("visit", gettext_lazy("Sign the note")),
    Act.PLAN: ("plan", gettext_lazy("Make a plan")),
    Act.REVIEW: ("plan", gettext_lazy("Review the plan")),
    Act.READ: ("patient", gettext_lazy("Read")),
    Act.ASK: ("patient", gettext_lazy("Open")),
    Act.CALL: ("patient", gettext_lazy("Open")),
    Act.CLEAR: ("patient", gettext_lazy("Open")),
    Act.LETTER: ("letter", gettext_lazy("Write the letter")),
    Act.ANSWER_REFERRAL: ("letters", gettext_lazy("Answer the letter")),
    Act.TAKE_UP: ("patient", gettext_lazy("Open")),
}
What = AfterInstruction.What
AFTER = {
    "": gettext_lazy("Not shown to them yet."),
    What.SHOWN.value: gettext_lazy("Shown to them."),
    What.WENT.value: gettext_lazy("They say that they went."),
    What.NOT_YET.value: gettext_lazy("They say: not yet."),
    What.CANNOT.value: gettext_lazy("They say that they cannot."),
}
ANCHORS = {Act.READ: "#messages"}


class Dot(msgspec.Struct, frozen=True):
    """Where a line ends."""

    x: float
    y: float


class Strand(msgspec.Struct, frozen=True, kw_only=True):
    """One small line of pain."""

    key: Literal["back", "leg"]
    path: str
    end: Dot
    last: int


class Spark(msgspec.Struct, frozen=True, kw_only=True):
    """The last logs of somebody, for a glance."""

    says: str
    lines: tuple[Strand, ...]


class Went(msgspec.Struct, frozen=True, kw_only=True):
    """After "go now": the last word about whether they went, and the alert to which a new one belongs."""

    red: uuid.UUID
    says: str
    at: dt.datetime | None


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One person who needs somebody: every reason, the most urgent first."""

    person: Person
    level: str
    reasons: tuple[Attention, ...]
    alerts: tuple[Alert, ...]
    went: Went | None
    link: str
    says: str
    since: dt.datetime
    spark: Spark | None


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Who needs me, why, and since when."""
    user, now = staff(request), timezone.now()
    mine = request.GET.get("whose") == "mine"
    found = for_today(user, now=now, mine=mine)
    waiting = by_person(found.attention)
    page = Paginator(waiting, ON_A_PAGE).get_page(request.GET.get("page"))
    shown = [reasons[0].person for reasons in page]
    prefetch_related_objects(shown, "therapist")
    sparks = sparks_of(user, [person.pk for person in shown], now=now)
    sought = request.GET.get("q", "").strip()[:MOST_LETTERS]
    context = {
        "at": "today",
        "on": date_words(timezone.localtime(now).date()),
        "hello": hello(user, waiting, now=now),
        "page": page,
        "rows": [_row(reasons, sparks) for reasons in page],
        "well": found.well,
        "mine": mine,
        "sought": sought,
        "people": people_of(user, sought, page=request.GET.get("people", ""))
        if sought or {"all", "people"} & set(request.GET)
        else None,
        "asked": urlencode({"q": sought} if sought else {"all": 1}),
    }
    return kept_nowhere(render(request, "clinic/today.html", context))


def people_of(user: User, sought: str, *, page: str) -> Page[Person]:
    """Everybody whom this clinician may treat, by name, some at a time."""
    rows = Person.objects.treated_by(user).select_related("therapist").only("name", "therapist__name")
    rows = (rows.filter(name__icontains=sought) if sought else rows).order_by("name", "pk")
    return Paginator(rows, ON_A_PAGE).get_page(page)


def by_person(attention: Iterable[Attention]) -> list[list[Attention]]:
    """The reasons of each person together, in the order of the most urgent one."""
    found: dict[uuid.UUID, list[Attention]] = {}
    for one in attention:
        found.setdefault(one.person.pk, []).append(one)
    return list(found.values())


def _row(reasons: list[Attention], sparks: dict[Any, Spark]) -> Row:
    first = reasons[0]
    page, says = ACTS[first.act]
    about = [first.person.pk, first.visit] if first.visit else [first.person.pk]
    return Row(
        person=first.person,
        level=first.urgency.value,
        reasons=tuple(reasons),
        alerts=tuple(one.alert for one in reasons if one.alert is not None),
        went=went_of(reasons),
        link=reverse(f"clinic:{page}", args=about) + ANCHORS.get(first.act, ""),
        says=str(says),
        since=first.since,
        spark=sparks.get(first.person.pk),
    )


def went_of(reasons: Iterable[Attention]) -> Went | None:
    """What is known of whether they went, where somebody was told to go."""
    told = next((one for one in reasons if one.red is not None), None)
    if told is None or told.red is None:
        return None
    return Went(red=told.red, says=str(AFTER[told.after]), at=told.after_at)


@require_POST
@limited("write")
def went(request: HttpRequest, alert_id: uuid.UUID) -> HttpResponse:
    """Keep what they said when they were called. It unlocks nothing."""
    user, said = staff(request), request.POST.get("went", "")
    alert = Alert.objects.visible_to(user).select_related("person").filter(pk=alert_id).first()
    if alert is None:
        raise Http404("There is no such alert.")
    if said not in (What.WENT, What.NOT_YET, What.CANNOT):
        return kept_nowhere(go_to(request, reverse("clinic:today"), said=_("Choose whether they went.")))
    note_after_instruction(person=alert.person, what=said, by=user, now=timezone.now())
    return kept_nowhere(go_to(request, reverse("clinic:today"), said=_("Kept. The plan stays locked.")))


def hello(user: User, waiting: Sequence[Sequence[Attention]], *, now: dt.datetime) -> str:
    """One sentence that says whether somebody cannot wait."""
    hour = timezone.localtime(now).hour
    greeting = _("Good morning") if hour < NOON else _("Good afternoon") if hour < EVENING else _("Good evening")
    cannot_wait = sum(1 for reasons in waiting if reasons[0].urgency.at_least(Urgency.URGENT))
    if cannot_wait:
        waits = ngettext("One person can’t wait.", "%(count)s people can’t wait.", cannot_wait)
        return f"{greeting}, \u2068{user.name}\u2069. " + waits % {"count": cannot_wait}
    if waiting:
        some = ngettext("One person needs you.", "%(count)s people need you.", len(waiting)) % {"count": len(waiting)}
        return f"{greeting}, \u2068{user.name}\u2069. {some}"
    return f"{greeting}, \u2068{user.name}\u2069. " + _("Nobody waits for you.")


# -- the last logs at a glance


def sparks_of(user: User, people: Sequence[uuid.UUID], *, now: dt.datetime) -> dict[Any, Spark]:
    """The last logs of everybody on this page, in one query."""
    if not people:
        return {}
    since = now.date() - dt.timedelta(days=SPARK_DAYS)
    places = (*people, *[people[0]] * (len(PLACES) - len(people)))
    told = groupby(PAINS.rows(user=user.pk, since=since, **dict(zip(PLACES, places, strict=True))), key=itemgetter(0))
    made = {person: spark_of([Pain(*pain) for _, *pain in days][-SPARK_LOGS:]) for person, days in told}
    return {person: spark for person, spark in made.items() if spark is not None}


def _pains(user: uuid.UUID, since: dt.date, **people: uuid.UUID) -> QuerySet[DayLog, Any]:
    """How much it hurt those who have a place on the page, day by day."""
    logs = DayLog.objects.visible_to(User(pk=user)).current().filter(person__in=people.values(), on__gte=since)
    return logs.order_by("person", "on").values_list("person_id", "back_pain", "leg_pain")


PLACES = [f"place_{number}" for number in range(ON_A_PAGE)]
PAINS = Prepared(_pains, user=uuid.UUID, since=dt.date, **dict.fromkeys(PLACES, uuid.UUID))


class Pain(NamedTuple):
    """How much it hurt on one day, 0 to 10; nothing where it was left out."""

    back: int | None
    leg: int | None


def spark_of(logs: Sequence[Pain]) -> Spark | None:
    """Back and leg pain of the last logs; nothing where fewer than two say how much it hurt."""
    back = [log.back for log in logs if log.back is not None]
    leg = [log.leg for log in logs if log.leg is not None]
    lines = [_strand("back", back), *([_strand("leg", leg)] if any(leg) else [])]
    kept = tuple(line for line in lines if line is not None)
    if not kept:
        return None
    names = {"back": _("Back"), "leg": _("Leg")}
    says = "; ".join(f"{names[line.key]}: {_told(back if line.key == 'back' else leg)}" for line in kept)
    return Spark(says=says, lines=kept)


def _told(values: Sequence[int]) -> str:
    return ", ".join(str(value) for value in values)


def _strand(key: Literal["back", "leg"], values: Sequence[int]) -> Strand | None:
    if len(values) < 2:
        return None
    step = SPARK_WIDE / (len(values) - 1)
    places = [
        Dot(round(step * place, 1), round(SPARK_FLOOR - SPARK_STEP * value, 1)) for place, value in enumerate(values)
    ]
    path = "M" + " L".join(f"{dot.x:g} {dot.y:g}" for dot in places)
    return Strand(key=key, path=path, end=places[-1], last=values[-1])
