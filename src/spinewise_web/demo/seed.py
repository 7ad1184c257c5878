"""Lets the stories happen, through the same actions as in a clinic: the same day always gives the same clinic."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Callable
from zoneinfo import ZoneInfo

import msgspec
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from spinewise_web.accounts.models import Clinic, Role, User
from spinewise_web.demo.cases import examination_words, no_to, story_words
from spinewise_web.demo.stories import STORIES, Story
from spinewise_web.demo.visits import begins_care, keep_visit, tells_of_others, thinks_again
from spinewise_web.records.actions.answers import clear_flags, record_answers
from spinewise_web.records.actions.consent import add_carer, give_consent
from spinewise_web.records.actions.contact import acknowledge, send_message, set_reminder
from spinewise_web.records.actions.days import record_day, record_exercise
from spinewise_web.records.actions.episodes import close_episode
from spinewise_web.records.actions.people import accept_invitation, add_clinic, add_member, invite, register_person
from spinewise_web.records.actions.plans import propose_plan, sign_plan
from spinewise_web.records.actions.referrals import take_referral
from spinewise_web.records.core import plan_of
from spinewise_web.records.models import Alert, Episode, Person, PlanVersion
from spinewise_web.records.standing import standing_of

ZONE = "Europe/London"
A_WEEK, A_DAY = dt.timedelta(weeks=1), dt.timedelta(days=1)
REVIEW_WEEKS = 2
SINCE_THE_LAST_VISIT = 5 * A_DAY
MORNING = dt.time(9)
RED_AGO, CLEARED_AGO = 4 * A_DAY, 3 * A_DAY
SEED = 20261122
OPEN = {day: ["08:00", "18:00"] for day in ("mon", "tue", "wed", "thu", "fri")}


class Seeded(msgspec.Struct, frozen=True, kw_only=True):
    """The clinic, who works there, and who comes."""

    clinic: Clinic
    staff: dict[str, User]
    people: tuple[Person, ...]


def seed(*, now: dt.datetime, password: str, tell: Callable[[str], object] = len) -> Seeded:
    """Open the clinic and let everybody come. The first patient came some weeks ago, today is `now`.

    It takes a while, so `tell` is given each name as its story begins.
    """
    opened = now - 7 * A_WEEK
    administrator = User.objects.create_user("admin@demo.example", password, name="Robin Admin")
    clinic = add_clinic(
        name="Hill Street Physiotherapy",
        zone=ZONE,
        administrator=administrator,
        now=opened,
        phone="020 7946 0000",
        emergency_phone="999",
        urgent_phone="111",
        crisis_phone="116 123",
        opening_hours=OPEN,
        equipment=["mat", "chair", "band", "ball"],
    )
    therapist = works(clinic, "therapist@demo.example", "Jo Therapist", Role.THERAPIST, now=opened)
    supervisor = works(clinic, "supervisor@demo.example", "Kim Supervisor", Role.SUPERVISOR, now=opened)
    people = []
    for story in STORIES:
        tell(story.name)
        people.append(Telling(story, clinic, therapist, now=now).tell())
    share_password(administrator)
    staff = {"administrator": administrator, "therapist": therapist, "supervisor": supervisor}
    for user in staff.values():
        TOTP.activate(user, generate_totp_secret())
    return Seeded(clinic=clinic, staff=staff, people=tuple(people))


def share_password(administrator: User) -> None:
    """Give everybody the administrator's password: making it unreadable takes long, and once is enough for a demo."""
    User.objects.exclude(pk=administrator.pk).update(password=administrator.password)


def works(clinic: Clinic, email: str, name: str, role: Role, *, now: dt.datetime) -> User:
    """Somebody who works in the clinic."""
    user = User.objects.create_user(email, name=name)
    add_member(clinic=clinic, user=user, role=role, by=None, now=now)
    return user


def first_day(story: Story, now: dt.datetime) -> dt.datetime:
    """Who is new came two hours ago; everybody else on a morning, so that the last visit lies some days back."""
    if not story.weeks:
        return now - dt.timedelta(hours=2)
    day = (now - story.weeks * A_WEEK).astimezone(ZoneInfo(ZONE)).date() - SINCE_THE_LAST_VISIT
    return dt.datetime.combine(day, MORNING, ZoneInfo(ZONE)).astimezone(dt.UTC)


class Telling:
    """One story, told from its first day to today."""

    def __init__(self, story: Story, clinic: Clinic, therapist: User, *, now: dt.datetime) -> None:
        self.story, self.clinic, self.therapist, self.now = story, clinic, therapist, now
        self.chance = random.Random(f"{SEED} {story.name}")  # noqa: S311  # wobble, not a secret
        self.begins = first_day(story, now)
        self.denied: tuple[str, ...] = ()  # what they said no to besides the story, and say again every week
        self.person, self.user = self.comes()

    def tell(self) -> Person:
        """The story as it went."""
        if self.story.ends == "half":
            self.answers_half()
            return self.person
        self.answers(at=self.begins)
        if self.story.ends == "referral":
            self.is_referred()
        elif self.story.examined:
            self.is_treated()
        else:
            propose_plan(person=self.person, by=self.user, now=self.begins)
        return self.person

    def comes(self) -> tuple[Person, User]:
        """Registered by the therapist, joined by their own mail."""
        name, at = self.story.name, self.begins - A_DAY
        email = f"{name.split(maxsplit=1)[0].lower()}@demo.example"
        person = register_person(
            clinic=self.clinic, name=name, email=email, born_on=self.story.born_on, by=self.therapist, now=at
        )
        invited = invite(
            clinic=self.clinic, email=email, name=name, into="patient", person=person, by=self.therapist, now=at
        )
        user = accept_invitation(token=invited.token, now=at)
        person.refresh_from_db()
        give_consent(person=person, about="treatment", by=user, now=at)
        if self.story.carer:
            self.is_helped(person, user, *self.story.carer, now=at)
        return person, user

    def is_helped(self, person: Person, user: User, name: str, relationship: str, *, now: dt.datetime) -> None:
        """By somebody with an account of their own, on the person's word."""
        helper = User.objects.create_user(f"{name.split(maxsplit=1)[0].lower()}@demo.example", name=name)
        give_consent(person=person, about="carer", by=user, now=now)
        add_carer(person=person, user=helper, relationship=relationship, by=user, now=now)

    # -- what is said

    def answers(self, *, at: dt.datetime) -> None:
        """Every question, as the case has it, with the age and pain of the story."""
        words = no_to(self.denied, on=at.date()) | story_words(self.story.case, on=at.date()) | self.own_words(at)
        open_questions = record_answers(person=self.person, words=words, by=self.user, now=at).triage.missing_safety
        if open_questions:
            self.denied += open_questions
            record_answers(person=self.person, words=no_to(open_questions, on=at.date()), by=self.user, now=at)

    def own_words(self, at: dt.datetime) -> dict[str, str]:
        back, leg = self.pain(at)
        age = (at.date() - self.story.born_on).days // 365
        return {"age": str(age), "back_pain_now": str(back), "leg_pain_now": str(leg)} | self.story.words

    def pain(self, at: dt.datetime) -> tuple[int, int]:
        """On the way from the first figure to the last, with a little wobble."""
        share = min(1.0, (at - self.begins) / max(self.story.weeks * A_WEEK, A_WEEK))
        return self._between(self.story.back, share), self._between(self.story.leg, share)

    def _between(self, ends: tuple[int, int], share: float) -> int:
        first, last = ends
        wobble = self.chance.choice((-1, 0, 0, 1)) if first or last else 0
        return max(0, min(10, round(first + (last - first) * share) + wobble))

    def answers_half(self) -> None:
        words = story_words(self.story.case, on=self.begins.date()) | self.own_words(self.begins)
        some = dict(list(words.items())[: len(words) // 3])
        record_answers(person=self.person, words=some | {"age": words["age"]}, by=self.user, now=self.begins)

    def is_referred(self) -> None:
        take_referral(
            person=self.person,
            party="Dr Lee, Hill Street Surgery",
            reason="Back pain with back bends. Please assess.",
            on=self.begins.date(),
            by=self.therapist,
            now=self.begins,
        )

    # -- what is done

    def is_treated(self) -> None:
        """Examined and planned, a review every second week, days between, and what happened last."""
        begins_care(self.person, self.user, self.story, now=self.begins)
        set_reminder(person=self.person, by=self.user, now=self.begins)
        for week in range(0, self.story.weeks + 1, REVIEW_WEEKS):
            at = self.begins + week * A_WEEK
            if week:
                self.answers(at=at)
            self.is_seen(week, at=at + dt.timedelta(minutes=30))
            if not week:
                thinks_again(self.person, self.user, self.story, now=at + A_DAY)
            if not (self.story.ends == "discharged" and week == self.story.weeks):
                self.lives(week, self.last_day())
        self.happens_last()

    def is_seen(self, week: int, *, at: dt.datetime) -> None:
        """A visit: examined, treated, planned, signed."""
        words = examination_words(self.story.case, on=at.date())
        record_answers(person=self.person, words=words, by=self.therapist, now=at)
        made = propose_plan(person=self.person, by=self.therapist, now=at)
        if isinstance(made, PlanVersion):
            sign_plan(version=made, by=self.therapist, now=at)
        is_last = week + REVIEW_WEEKS > self.story.weeks
        items = standing_of(self.person).items
        keep_visit(self.person, self.story, items, week=week, is_last=is_last, by=self.therapist, now=at)
        if is_last:
            tells_of_others(self.person, self.user, self.story, begins=self.begins, now=at + dt.timedelta(minutes=10))

    def last_day(self) -> dt.datetime:
        """Until when they log day by day; what comes after it is told on its own."""
        back = {"silent": 9 * A_DAY, "cleared": RED_AGO + A_DAY}.get(self.story.ends, A_DAY)
        return self.now - back

    def lives(self, week: int, last: dt.datetime) -> None:
        """The days until the next review, those that are logged; the safety questions again after a week."""
        start = self.begins + week * A_WEEK
        for day in range(1, REVIEW_WEEKS * 7):
            at = start + day * A_DAY + dt.timedelta(hours=8)
            if at > last:
                return
            if day % 7 == 0:
                self.answers(at=at)
            if self.chance.random() < self.story.days_a_week / 7:
                self.logs(at)

    def logs(self, at: dt.datetime) -> None:
        """A day, and what became of its exercises."""
        back, leg = self.pain(at)
        on, key = at.astimezone(self.person.tzinfo).date(), uuid.UUID(int=self.chance.getrandbits(128))
        sleep = self.chance.choice(("good", "good", "fair", "poor"))
        record_day(person=self.person, on=on, back_pain=back, leg_pain=leg, sleep=sleep, key=key, by=self.user, now=at)
        standing = standing_of(self.person)
        for item in standing.items:
            if standing.version and (item.anchors or any(slot.on == on for slot in item.slots)):
                self.does(standing.version, item.intervention, on, at)

    def does(self, version: PlanVersion, intervention: str, on: dt.date, at: dt.datetime) -> None:
        done = self.chance.random() < 0.8
        record_exercise(
            version=version,
            intervention=intervention,
            on=on,
            outcome="done" if done else "not_today",
            reason="" if done else self.chance.choice(("no_time", "tired", "pain")),
            pain_after=self.chance.choice((None, 1, 2, 3)) if done else None,
            key=uuid.UUID(int=self.chance.getrandbits(128)),
            by=self.user,
            now=at,
        )

    # -- what happened last

    def happens_last(self) -> None:
        match self.story.ends:
            case "red" | "cleared":
                self.says_something_red()
            case "too_much":
                self.says_too_much()
            case "message":
                text = "My daughter starts school next week. Can I do my exercises in the evening instead?"
                send_message(person=self.person, text=text, by=self.user, now=self.now - dt.timedelta(hours=3))
            case "discharged":
                self.is_discharged()
            case _:
                pass

    def is_discharged(self) -> None:
        """At the end of the last visit, after its note."""
        at = self.begins + self.story.weeks * A_WEEK + dt.timedelta(hours=1)
        for alert in Alert.objects.open().filter(person=self.person):
            acknowledge(alert=alert, by=self.therapist, now=at, done="Talked about at the last visit.")
        episode = Episode.objects.get(person=self.person, closed_at=None)
        close_episode(episode=episode, because="Goals reached", by=self.therapist, now=at)

    def says_something_red(self) -> None:
        at = self.now - (dt.timedelta(minutes=20) if self.story.ends == "red" else RED_AGO)
        record_day(
            person=self.person,
            on=at.astimezone(self.person.tzinfo).date(),
            back_pain=6,
            leg_pain=6,
            anything_new=True,
            words={"saddle_numbness": "new"},
            by=self.user,
            now=at,
        )
        if self.story.ends == "cleared":
            self.is_cleared(self.now - CLEARED_AGO)
            self.logs(self.now - CLEARED_AGO + A_DAY)
            self.logs(self.now - CLEARED_AGO + 2 * A_DAY)

    def is_cleared(self, at: dt.datetime) -> None:
        """Seen in hospital, nothing found, back to the plan."""
        alert = Alert.objects.open().get(person=self.person)
        acknowledge(alert=alert, by=self.therapist, now=at - dt.timedelta(hours=20), done="Called; went to hospital.")
        clear_flags(
            person=self.person,
            points_to="cauda_equina",
            outcome="excluded",
            examination="Hospital letter: MRI the same night, no compression of the cauda equina.",
            by=self.therapist,
            now=at,
        )

    def says_too_much(self) -> None:
        version = standing_of(self.person).version
        if version is None:
            return
        item = plan_of(version).proposal.items[0].intervention
        at = self.now - dt.timedelta(hours=5)
        on = at.astimezone(self.person.tzinfo).date()
        record_exercise(
            version=version, intervention=item, on=on, outcome="too_much", pain_after=7, by=self.user, now=at
        )
