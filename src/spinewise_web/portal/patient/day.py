"""A day as its page shows it: what, when and how long, what is done, and the week around it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spinewise.dates import date_words, time_words
from spinewise.documents.words import Fact, dose_facts, dose_line, how_often, joined, minutes_words
from spinewise.knowledge.models import Dose
from spinewise.plan.minutes import minutes_for
from spinewise.plan.types import Item, Slot
from spinewise_web.portal.patient.after import RED, After, after_of, light_of
from spinewise_web.portal.patient.figures import figure_for
from spinewise_web.portal.patient.hard import Hard
from spinewise_web.portal.patient.lighter import dose_for, is_lighter
from spinewise_web.portal.patient.pages import Here
from spinewise_web.portal.patient.week import WeekDay, count_words, monday_of, week_of, week_says
from spinewise_web.records.core import knowledge
from spinewise_web.records.models import ExerciseLog, Person
from spinewise_web.records.reads.course import EXERCISES

Outcome = ExerciseLog.Outcome
NOON, EVENING = 12, 18


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
    so_far: str = ""
    next_at: dt.time = dt.time.max
    anchors: str = ""

    @property
    def light(self) -> str:
        """The colour of the pain after it, where that asks for something."""
        return light_of(self.log)

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done: as often as the plan asks, unless it was too much, or in the red."""
        return self.log is None or (self.log.outcome == Outcome.DONE and self.done < self.bouts and self.light != RED)

    @property
    def became(self) -> str:
        """What became of it, in words."""
        if self.log is None:
            return ""
        if self.log.outcome == Outcome.DONE and self.light:
            return _("Done, pain %(pain)s") % {"pain": self.log.pain_after}
        if self.is_open:
            return self.so_far
        words = {Outcome.DONE: _("Done"), Outcome.NOT_TODAY: _("Not today"), Outcome.TOO_MUCH: _("Too much today")}
        return words[Outcome(self.log.outcome)]


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """Everything to do today, the first open thing first, and the week."""

    on: str
    hello: str
    comfort: str
    after: After | None
    hard: tuple[Hard, ...]
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
    today = [log for log in logs if log.on == here.today]
    tasks = tasks_of(here, today)
    timed = [task for task in tasks if not task.anchors]
    waiting = [task for task in timed if task.is_open]
    week = tuple(week_of(here, logs))
    return Day(
        on=date_words(here.today),
        hello=hello(here, waiting),
        comfort=comfort_words(waiting),
        after=after_of(today[-1]) if today else None,
        hard=tuple(here.hard.values()),
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


# -- what there is to do


def tasks_of(here: Here, logs: Sequence[ExerciseLog]) -> tuple[Task, ...]:
    """Today's exercises in the order of the times at which they come next; those through the day last."""
    items = [item for item in here.standing.items if is_today(item, here.today)]
    tasks = [task_of(item, here, [log for log in logs if log.intervention == item.intervention]) for item in items]
    return tuple(sorted(tasks, key=lambda task: (bool(task.anchors), task.next_at)))


def is_today(item: Item, on: dt.date) -> bool:
    """Whether it is to be done on this day, at home."""
    return not item.in_clinic and (bool(item.anchors) or any(slot.on == on for slot in item.slots))


def slots_on(item: Item, on: dt.date) -> list[Slot]:
    """Its times on a day, in order."""
    return sorted(slot for slot in item.slots if slot.on == on)


def task_of(item: Item, here: Here, logs: Sequence[ExerciseLog]) -> Task:
    """One item on a day, with what was said about it: its time and its minutes are those that are left."""
    slots = slots_on(item, here.today)
    done = sum(1 for log in logs if log.outcome == Outcome.DONE)
    left, so_far = slots[done:] or slots, begun_words(slots, done)
    dose = dose_for(here, item)
    intervention = knowledge().interventions[item.intervention]
    return Task(
        id=item.intervention,
        title=intervention.title.patient,
        says=intervention.steps[0] if intervention.steps else "",
        when=when_words(slots, dose, begun=so_far),
        line=amount_of(dose),
        dose=dose_facts(dose)[:4],
        figure=figure_for(item.intervention, "still", here.person),
        why=why_steps(item),
        log=logs[-1] if logs else None,
        minutes=minutes_for(dose, knowledge().programme.pace) * max(1, len(left)),
        is_comfort=item.intervention in knowledge().modalities,
        bouts=max(1, len(slots)),
        done=done,
        so_far=so_far,
        next_at=left[0].at if left else dt.time.max,
        anchors=joined(item.anchors),
    )


def when_words(slots: Sequence[Slot], dose: Dose, *, begun: str = "") -> str:
    """The times of a day and how long it takes each time; of what is begun, how far it is."""
    minutes = minutes_words(minutes_for(dose, knowledge().programme.pace))
    times = begun or joined([time_words(slot.at) for slot in slots])
    return f"{times} · {minutes}" if times else minutes


def begun_words(slots: Sequence[Slot], done: int) -> str:
    """How often something was done of how often it is asked for today, and when it is next."""
    if not 0 < done < len(slots):
        return ""
    said = {"done": done, "all": len(slots), "time": time_words(slots[done].at)}
    return _("%(done)s of %(all)s done, the next at %(time)s") % said


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
    greeting = _greeting(here)
    if not waiting:
        return greeting + " " + (_("Nothing more to do today.") if here.standing.items else _("No exercises yet."))
    counted = [task for task in waiting if not task.is_comfort] or waiting
    todo = ngettext(
        "%(count)s thing to do, about %(minutes)s minutes.",
        "%(count)s things to do, about %(minutes)s minutes.",
        len(counted),
    )
    return greeting + " " + todo % {"count": count_words(len(counted)), "minutes": _minutes(counted)}


def comfort_words(waiting: Sequence[Task]) -> str:
    """What there is for comfort besides: people were asked how many minutes they give to exercises."""
    comfort = [task for task in waiting if task.is_comfort]
    if not comfort or len(comfort) == len(waiting):
        return ""
    what = joined([task.title for task in comfort])
    return _("For comfort: %(what)s, about %(minutes)s minutes.") % {"what": what, "minutes": _minutes(comfort)}


def _minutes(tasks: Sequence[Task]) -> int:
    return max(1, round(sum(task.minutes for task in tasks)))


def _greeting(here: Here) -> str:
    """Who is greeted is who reads; somebody who looks after another is told whose day it is."""
    name = f"\N{FIRST STRONG ISOLATE}{first_name(here.person)}\N{POP DIRECTIONAL ISOLATE}"
    if not here.is_own:
        return _("This is the day of %(name)s.") % {"name": name}
    hour = here.now.astimezone(here.person.tzinfo).hour
    words = _("Good morning") if hour < NOON else _("Good afternoon") if hour < EVENING else _("Good evening")
    return f"{words}, {name}."


def first_name(person: Person) -> str:
    """How somebody is greeted; names that are written from the right keep their own direction."""
    return person.name.split()[0] if person.name.split() else person.name
