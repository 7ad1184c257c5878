"""Fills a database with clinics full of people for `web.py`, in bulk, with rows as the actions write them.

A few people are really treated (the demo's stories, through the actions); everybody else is a copy of one of them
under a name and ids of their own, with days and exercises logged until yesterday. The chain of the audit tells of
the few only. Nothing here belongs into a database with patients: it is filled once, and only when it is empty.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import random
import secrets
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spinewise_web.config.settings")
django.setup()

from allauth.mfa.models import Authenticator  # noqa: E402  # needs the application to be set up
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.contrib.sessions.models import Session  # noqa: E402
from django.utils import timezone  # noqa: E402

from spinewise_web.accounts.models import Clinic, Membership, Role, User  # noqa: E402
from spinewise_web.demo.seed import OPEN, ZONE, Telling, works  # noqa: E402
from spinewise_web.demo.stories import STORIES  # noqa: E402
from spinewise_web.records.actions.people import add_clinic  # noqa: E402
from spinewise_web.records.core import planned  # noqa: E402
from spinewise_web.records.models import (  # noqa: E402
    AnswerSheet,
    DayLog,
    Decision,
    Episode,
    ExerciseLog,
    Message,
    Person,
    PlanVersion,
)
from spinewise_web.records.models.base import new_salt  # noqa: E402

SIGNED_IN_BY = "allauth.account.auth_backends.AuthenticationBackend"
TOLD = ("Tom Adeyemi", "Ruth Feldman", "Sam Okoro", "Aisha Khan")
LOGS_A_DAY = 5  # the day itself, and four exercises
SILENT, WRITES, SILENT_DAYS = 0.1, 0.05, 9  # shares of people; how long the silent have been so
SEED = 20261122
A_DAY = dt.timedelta(days=1)


class Course(NamedTuple):
    """What is copied: one person's episode, what they answered last, and their plan, with what it rests on."""

    person: Person
    episode: Episode
    sheets: tuple[AnswerSheet, ...]
    decisions: tuple[Decision, ...]
    plan: PlanVersion


def treated(*, now: dt.datetime) -> list[Course]:
    """The few who are really treated, in a clinic of their own."""
    administrator = User.objects.create_user("crowd@measured.example", secrets.token_urlsafe(), name="Ada Min")
    clinic = add_clinic(name="The few", zone=ZONE, administrator=administrator, now=now, opening_hours=OPEN)
    therapist = works(clinic, "few@measured.example", "Tess Therapist", Role.THERAPIST, now=now)
    stories = [story for story in STORIES if story.name in TOLD]
    return [course_of(Telling(story, clinic, therapist, now=now).tell()) for story in stories]


def course_of(person: Person) -> Course:
    """The rows of one person that count today."""
    plan = PlanVersion.objects.signed().select_related("decision__sheet").get(person=person)
    newest = AnswerSheet.objects.filter(person=person).order_by("-sequence")[0]
    triages = Decision.objects.filter(person=person, kind=Decision.Kind.TRIAGE).select_related("sheet")
    triaged = triages.order_by("-sheet__sequence", "-made_at")[0]
    episode = Episode.objects.get(person=person)
    sheets = {sheet.pk: sheet for sheet in (plan.decision.sheet, triaged.sheet, newest)}
    return Course(person, episode, tuple(sheets.values()), (triaged, plan.decision), plan)


class Rows:
    """Rows of one clinic, written together."""

    def __init__(self) -> None:
        self.by_model: dict[type[Any], list[Any]] = {}

    def add(self, row: Any) -> Any:
        self.by_model.setdefault(type(row), []).append(row)
        return row

    def write(self) -> int:
        for model, rows in self.by_model.items():
            model.objects.bulk_create(rows)
        return sum(map(len, self.by_model.values()))


def copied(row: Any, **changed: Any) -> Any:
    """The same row with an id and a salt of its own."""
    said = {field.attname: getattr(row, field.attname) for field in type(row)._meta.concrete_fields}  # noqa: SLF001
    return type(row)(**said | {"id": uuid.uuid4(), "salt": new_salt()} | changed)


def fill_clinic(number: int, courses: Sequence[Course], *, people: int, logs: int, now: dt.datetime) -> int:
    """One clinic with its therapist and its people."""
    chance, rows = random.Random(f"{SEED} {number}"), Rows()
    clinic = rows.add(Clinic(name=f"Clinic {number}", zone=ZONE, opening_hours=OPEN, phone="020 7946 0000"))
    therapist = rows.add(account(f"therapist.{number}", f"Therapist {number}"))
    rows.add(Membership(user=therapist, clinic=clinic, role=Role.THERAPIST, since=now))
    rows.add(Authenticator(user=therapist, type=Authenticator.Type.TOTP, data={}))
    for place in range(people):
        course = courses[place % len(courses)]
        mail = f"patient.{number}.{place}"
        name = f"{chance.choice(('Maya', 'Tom', 'Ruth', 'Sam', 'Priya', 'Elena'))} {place:03}"
        user = rows.add(account(mail, name))
        fields = {"clinic_id": clinic.pk, "user_id": user.pk, "therapist_id": therapist.pk}
        person = rows.add(copied(course.person, name=name, email=user.email, **fields))
        fill_person(rows, course, person, logs=logs, chance=chance, now=now)
    return rows.write()


def account(mail: str, name: str) -> User:
    """Somebody who signs in by a session only."""
    return User(email=f"{mail}@measured.example", name=name, password="!" + secrets.token_hex(20))


def fill_person(
    rows: Rows, course: Course, person: Person, *, logs: int, chance: random.Random, now: dt.datetime
) -> None:
    """What is kept about one person."""
    whose = {"person_id": person.pk, "made_by_id": person.user_id}
    episode = rows.add(copied(course.episode, **whose))
    here = whose | {"episode_id": episode.pk}
    sheets = {sheet.pk: rows.add(copied(sheet, **here)) for sheet in course.sheets}
    decisions = {one.pk: rows.add(copied(one, **here, sheet_id=sheets[one.sheet_id].pk)) for one in course.decisions}
    rests_on = {"decision_id": decisions[course.plan.decision_id].pk, "supersedes_id": None}
    plan = rows.add(copied(course.plan, **here, **rests_on, signed_by_id=person.therapist_id))
    last = now.date() - A_DAY * (SILENT_DAYS if chance.random() < SILENT else 1)
    for row in logged(episode, plan, whose, days=logs // LOGS_A_DAY, last=last, chance=chance, now=now):
        rows.add(row)
    if chance.random() < WRITES:
        rows.add(Message(text="May I swim again?", from_clinic=False, made_at=now, **whose))


def logged(
    episode: Episode,
    plan: PlanVersion,
    whose: dict[str, Any],
    *,
    days: int,
    last: dt.date,
    chance: random.Random,
    now: dt.datetime,
) -> Iterator[Any]:
    """Days and exercises until the last of them."""
    exercises = planned(plan)
    said = whose | {"made_at": now - A_DAY}
    for ago in range(days):
        on = last - A_DAY * ago
        pain = chance.randint(1, 6)
        yield DayLog(episode=episode, on=on, back_pain=pain, leg_pain=pain // 2, sleep="good", **said)
        for place in range(LOGS_A_DAY - 1):
            name = exercises[(ago + place) % len(exercises)]
            yield ExerciseLog(plan=plan, on=on, intervention=name, outcome="done", pain_after=pain // 2, **said)


def fill(*, clinics: int, people: int, logs: int) -> None:
    """Everybody, with a line now and then about how far it is."""
    if User.objects.exists():
        sys.exit("This database is not empty. Nothing was written.")
    now, began, written = timezone.now(), time.monotonic(), 0
    say("a few people are treated, from their first answer to today")
    courses = treated(now=now)
    for number in range(clinics):
        written += fill_clinic(number, courses, people=people, logs=logs // (clinics * people), now=now)
        if number % max(1, clinics // 10) == 0 or number == clinics - 1:
            say(f"clinic {number + 1} of {clinics}, {written:,} rows, {time.monotonic() - began:.0f} s")


def say(line: str) -> None:
    print(f"  {line}", file=sys.stderr, flush=True)


# -- browsers


def sessions(count: int) -> dict[str, Any]:
    """Signed-in browsers: patients of many clinics, and one therapist; what each of them opens and sends."""
    plans = PlanVersion.objects.signed().filter(person__user__email__contains="@measured.example")
    chosen = plans.select_related("person__user").defer("edits").order_by("pk")[:count]
    therapist = User.objects.get(email="therapist.0@measured.example")
    patients = [
        {
            "cookies": signed_in(plan.person.user),
            "person": str(plan.person_id),
            "version": str(plan.pk),
            "exercise": next(name for name in planned(plan) if not name.startswith("manual")),
        }
        for plan in chosen
        if plan.person.user is not None
    ]
    return {"patients": patients, "therapist": {"cookies": signed_in(therapist)}}


def signed_in(user: User) -> dict[str, str]:
    """The cookies of a browser in which somebody has signed in."""
    key = secrets.token_hex(16)
    said = {
        "_auth_user_id": str(user.pk),
        "_auth_user_backend": SIGNED_IN_BY,
        "_auth_user_hash": user.get_session_auth_hash(),
    }
    ends = timezone.now() + A_DAY
    Session.objects.create(session_key=key, session_data=SessionStore().encode(said), expire_date=ends)
    return {"sessionid": key, "csrftoken": secrets.token_hex(16)}


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--clinics", type=int, default=50)
    words.add_argument("--people", type=int, default=200, help="patients of each clinic")
    words.add_argument("--logs", type=int, default=1_000_000, help="rows of days and exercises, all together")
    words.add_argument("--sessions", type=int, default=0, help="fill nothing; print so many signed-in browsers as JSON")
    asked = words.parse_args()
    if asked.sessions:
        print(json.dumps(sessions(asked.sessions)))
    else:
        fill(clinics=asked.clinics, people=asked.people, logs=asked.logs)


if __name__ == "__main__":
    main()
