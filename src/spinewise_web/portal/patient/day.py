"""A day as its page shows it: what, when and how long, what is done, and the week around it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from spinewise.documents.words import (
    Fact,
    date_words,
    dose_facts,
    dose_line,
    how_often,
    joined,
    minutes_words,
    time_words,
)
from spinewise.knowledge.models import Dose
from spinewise.plan.minutes import minutes_for
from spinewise.plan.types import Item, Slot
from spinewise_web.portal.patient.figures import figure_for
from spinewise_web.portal.patient.lighter import is_lighter, lighter_dose
from spinewise_web.portal.patient.pages import Here
from spinewise_web.records.core import knowledge
from spinewise_web.records.models import ExerciseLog, Person
from spinewise_web.records.reads.course import EXERCISES

Outcome = ExerciseLog.Outcome
NOON, EVENING = 12, 18
DAYS = tuple(gettext_lazy(name) for name in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))


class Step(msgspec.Struct, frozen=True):
    """One link of a chain of reasons."""

    name: str
    says: str


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to do today."""

    id: str
    title: str
    says: str
    when: str
    line: str
    dose: tuple[Fact, ...]
    figure: SafeString
    why: tuple[Step, ...]
    log: ExerciseLog | None
    minutes: float
    is_comfort: bool
    bouts: int = 1
    done: int = 0
    anchors: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.log is None or (self.log.outcome == Outcome.DONE and self.done < self.bouts)

    @property
    def became(self) -> str:
        """What became of it, in words."""
        if self.log is None:
            return ""
        words = {Outcome.DONE: _("Done"), Outcome.NOT_TODAY: _("Not today"), Outcome.TOO_MUCH: _("Too much today")}
        return words[Outcome(self.log.outcome)]


class WeekDay(msgspec.Struct, frozen=True, kw_only=True):
    """One segment of the week."""

    state: str
    name: str
    says: str


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """Everything to do today, the first open thing first, and the week."""

    on: str
    hello: str
    comfort: str
    first: Task | None
    of: str
    later: tuple[Task, ...]
    finished: tuple[Task, ...]
    through: tuple[Task, ...]
    in_clinic: tuple[str, ...]
    week: tuple[WeekDay, ...]
    week_says: str
    lighter: bool


def day_of(here: Here) -> Day:
    """Today, for one person."""
    logs = EXERCISES.rows(user=here.user.pk, person=here.person.pk, since=monday_of(here.today))
    tasks = tuple(tasks_of(here, [log for log in logs if log.on == here.today]))
    timed = [task for task in tasks if not task.anchors]
    waiting = [task for task in timed if task.is_open]
    week = tuple(week_of(here, logs))
    return Day(
        on=date_words(here.today),
        hello=hello(here, waiting),
        comfort=comfort_words(waiting),
        first=waiting[0] if waiting else None,
        of=_("%(now)s of %(all)s") % {"now": len(timed) - len(waiting) + 1, "all": len(timed)},
        later=tuple(waiting[1:]),
        finished=tuple(task for task in timed if not task.is_open),
        through=tuple(task for task in tasks if task.anchors),
        in_clinic=tuple(title_of(item) for item in here.standing.items if item.in_clinic),
        week=week,
        week_says=week_says(week),
        lighter=is_lighter(here),
    )


def monday_of(day: dt.date) -> dt.date:
    """The first day of its week."""
    return day - dt.timedelta(days=day.weekday())


# -- what there is to do


def tasks_of(here: Here, logs: Sequence[ExerciseLog]) -> Iterator[Task]:
    """Today's exercises in the order of their times; those through the day last."""
    items = [item for item in here.standing.items if is_today(item, here.today)]
    for item in sorted(items, key=lambda item: (bool(item.anchors), first_slot(item, here.today))):
        yield task_of(item, here, [log for log in logs if log.intervention == item.intervention])


def is_today(item: Item, on: dt.date) -> bool:
    """Whether it is to be done on this day, at home."""
    return not item.in_clinic and (bool(item.anchors) or any(slot.on == on for slot in item.slots))


def first_slot(item: Item, on: dt.date) -> dt.time:
    """When it comes first on a day."""
    return min((slot.at for slot in item.slots if slot.on == on), default=dt.time.max)


def task_of(item: Item, here: Here, logs: Sequence[ExerciseLog]) -> Task:
    """One item on a day, with what was said about it."""
    slots = sorted(slot for slot in item.slots if slot.on == here.today)
    dose = lighter_dose(item.dose) if is_lighter(here) else item.dose
    intervention = knowledge().interventions[item.intervention]
    return Task(
        id=item.intervention,
        title=intervention.title.patient,
        says=intervention.steps[0] if intervention.steps else "",
        when=when_words(slots, dose),
        line=amount_of(dose),
        dose=dose_facts(dose)[:4],
        figure=figure_for(item.intervention, "still", here.person),
        why=why_steps(item),
        log=logs[-1] if logs else None,
        minutes=minutes_for(dose, knowledge().programme.pace) * max(1, len(slots)),
        is_comfort=item.intervention in knowledge().modalities,
        bouts=max(1, len(slots)),
        done=sum(1 for log in logs if log.outcome == Outcome.DONE),
        anchors=joined(item.anchors),
    )


def when_words(slots: Sequence[Slot], dose: Dose) -> str:
    """The times of a day and how long it takes each time."""
    minutes = minutes_words(minutes_for(dose, knowledge().programme.pace))
    times = joined([time_words(slot.at) for slot in slots])
    return f"{times} · {minutes}" if times else minutes


def amount_of(dose: Dose) -> str:
    """How much at a time, in a few words; minutes stand with the time already."""
    if dose.minutes:
        return ""
    often = how_often(dose)
    return dose_line(dose).removesuffix(f", {often.number} {often.counts}")


def why_steps(item: Item) -> tuple[Step, ...]:
    """Why this one: what it is for, why for this person, and what it rests on."""
    kb = knowledge()
    work = kb.interventions[item.intervention]
    purpose = getattr(work, "purpose", "")
    rows = dict.fromkeys((*(row for why in item.reasons for row in why.evidence), *work.evidence))
    cited = [kb.evidence[row].statement.rstrip(".") + "." for row in rows if row in kb.evidence][:2]
    steps = [
        Step(_("What it is for"), purpose),
        Step(_("Because"), " ".join(why.says for why in item.reasons)),
        Step(_("What it rests on"), " ".join(cited)),
    ]
    return tuple(step for step in steps if step.says)


def title_of(item: Item) -> str:
    """Its name in the patient's words."""
    return knowledge().interventions[item.intervention].title.patient


# -- the words at the top


def hello(here: Here, waiting: Sequence[Task]) -> str:
    """One sentence that says what now."""
    greeting = _greeting(here.now.astimezone(here.person.tzinfo).hour, here.person)
    if not waiting:
        return greeting + " " + (_("Nothing more to do today.") if here.standing.items else _("No exercises yet."))
    counted = [task for task in waiting if not task.is_comfort] or waiting
    todo = ngettext(
        "%(count)s thing to do, about %(minutes)s minutes.",
        "%(count)s things to do, about %(minutes)s minutes.",
        len(counted),
    )
    return greeting + " " + todo % {"count": _count(len(counted)), "minutes": _minutes(counted)}


def comfort_words(waiting: Sequence[Task]) -> str:
    """What there is for comfort besides: people were asked how many minutes they give to exercises."""
    comfort = [task for task in waiting if task.is_comfort]
    if not comfort or len(comfort) == len(waiting):
        return ""
    what = joined([task.title for task in comfort])
    return _("For comfort: %(what)s, about %(minutes)s minutes.") % {"what": what, "minutes": _minutes(comfort)}


def _minutes(tasks: Sequence[Task]) -> int:
    return max(1, round(sum(task.minutes for task in tasks)))


def _greeting(hour: int, person: Person) -> str:
    words = _("Good morning") if hour < NOON else _("Good afternoon") if hour < EVENING else _("Good evening")
    return f"{words}, \N{FIRST STRONG ISOLATE}{first_name(person)}\N{POP DIRECTIONAL ISOLATE}."


def first_name(person: Person) -> str:
    """How somebody is greeted; names that are written from the right keep their own direction."""
    return person.name.split()[0] if person.name.split() else person.name


def _count(number: int) -> str:
    words = (_("No"), _("One"), _("Two"), _("Three"), _("Four"), _("Five"), _("Six"))
    return words[number] if number < len(words) else str(number)


# -- the week


def week_of(here: Here, logs: Sequence[ExerciseLog]) -> Iterator[WeekDay]:
    """Monday to Sunday: done, half, not done, free, today, to come."""
    planned = planned_by_day(here.standing.items)
    done = done_by_day(logs)
    for place in range(7):
        on = monday_of(here.today) + dt.timedelta(days=place)
        state = state_of(on, planned[on], done[on], today=here.today)
        yield WeekDay(state=state, name=str(DAYS[place]), says=str(STATES[state]))


STATES = {
    "done": gettext_lazy("done"),
    "part": gettext_lazy("partly done"),
    "missed": gettext_lazy("not logged"),
    "rest": gettext_lazy("free"),
    "today": gettext_lazy("today"),
    "later": gettext_lazy("to come"),
}


def planned_by_day(items: Iterable[Item]) -> Counter[dt.date]:
    """How many times something is planned on each day."""
    return Counter(slot.on for item in items if not item.in_clinic for slot in item.slots)


def done_by_day(logs: Iterable[ExerciseLog]) -> Counter[dt.date]:
    """How many times something was done on each day."""
    return Counter(log.on for log in logs if log.outcome == Outcome.DONE)


def state_of(on: dt.date, planned: int, done: int, *, today: dt.date) -> str:
    """How a day stands. What was done counts as done also on a day that planned nothing."""
    if done and done >= planned:
        return "done"
    if on == today:
        return "today"
    if on > today:
        return "later" if planned else "rest"
    if done:
        return "part"
    return "missed" if planned else "rest"


def week_says(week: Sequence[WeekDay]) -> str:
    """How many full days so far; no streaks, and nothing about what is missing."""
    full = sum(1 for day in week if day.state == "done")
    if not full:
        return ""
    return ngettext("%(count)s full day so far this week.", "%(count)s full days so far this week.", full) % {
        "count": _count(full)
    }
