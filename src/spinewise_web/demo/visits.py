"""The visits of the demonstration: what was given and how it was answered, the signed note, what else somebody has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from spinewise.plan.types import Item
from spinewise_web.accounts.models import User
from spinewise_web.demo.stories import Story
from spinewise_web.records.actions.consent import give_consent, withdraw_consent
from spinewise_web.records.actions.notes import sign_note
from spinewise_web.records.actions.treatments import add_other_treatment
from spinewise_web.records.actions.visits import record_visit
from spinewise_web.records.core import knowledge
from spinewise_web.records.models import Person, VisitSession

A_DAY = dt.timedelta(days=1)
GRADES = ("II", "III")
HANDS_UNTIL = 4  # weeks; from then on they go on alone
MOBILISED = {
    "intervention": "modalities/mobilisation",
    "minutes": 5,
    "where": "L4-L5, left",
    "during": "comfortable",
    "response": "better",
    "checked": True,
    "because": "Key muscles tested by hand today and strong. Low grades, stopped at the first resistance.",
}
WARMED = {"intervention": "modalities/heat", "minutes": 15, "where": "low back", "response": "better"}
LOOKS_AGAIN = "Carry on at home; we look again in two weeks."
GOES_ON = "Goals reached, discharged. Goes on alone, and comes back if it returns."
BY_HAND = ("Sam Okoro", "Aisha Khan", "Henry Adams")
WITH_WARMTH = ("Priya Nair", "Luca Romano")
SORE = {
    "what": "Sore in the thigh from the evening until the next noon.",
    "severity": "mild",
    "intervention": "modalities/heat",
    "action_taken": "Talked about it; shorter next time.",
}
BESIDE: dict[str, tuple[tuple[str, str, int, int | None, str], ...]] = {
    "Sam Okoro": (("medicine", "Ibuprofen, 400 mg", 2, 12, "Helped at first; stopped when the pain eased."),),
    "Tom Adeyemi": (("injection", "Injection at the nerve root", 9, None, "Leg pain easier after three days."),),
    "Ruth Feldman": (
        ("medicine", "Paracetamol, as needed", -30, None, "Takes it before longer walks."),
        ("acupuncture", "Needles at a clinic near home", -90, -60, "Six sessions; could not tell a difference."),
    ),
}


def begins_care(person: Person, user: User, story: Story, *, now: dt.datetime) -> None:
    """What is asked for before anybody lays hands on somebody, and what else they have."""
    give_consent(person=person, about="touch", by=user, now=now, words="Yes, and I say when it is too much.")
    if story.name == "Priya Nair":
        give_consent(person=person, about="thrust", by=user, now=now)


def thinks_again(person: Person, user: User, story: Story, *, now: dt.datetime) -> None:
    """Somebody takes back what they had agreed to."""
    if story.name == "Priya Nair":
        withdraw_consent(person=person, about="thrust", by=user, now=now, words="I would rather not, after all.")


def tells_of_others(person: Person, user: User, story: Story, *, begins: dt.datetime, now: dt.datetime) -> None:
    """Other treatments, as they are told of at the last visit."""
    for kind, name, since, until, effect in BESIDE.get(story.name, ()):
        add_other_treatment(
            person=person,
            kind=kind,
            name=name,
            since=(begins + since * A_DAY).date(),
            until=(begins + until * A_DAY).date() if until is not None else None,
            effect=effect,
            by=user,
            now=now,
        )


def keep_visit(
    person: Person, story: Story, items: Sequence[Item], *, week: int, is_last: bool, by: User, now: dt.datetime
) -> VisitSession:
    """A visit and its note. The note of the last one waits, unless somebody was discharged at it."""
    pain = _pain(story, week)
    visit = record_visit(
        person=person,
        on=now.date(),
        minutes=40,
        given=given_to(story, items, week=week),
        pain_before=pain,
        pain_after=max(0, pain - 1),
        response="Felt easier afterwards",
        note="Sits longer than last time." if week else "Wants to sit through a working day again.",
        next_steps=GOES_ON if story.ends == "discharged" and is_last else LOOKS_AGAIN,
        went_wrong=SORE if story.name == "Luca Romano" and is_last else None,
        by=by,
        now=now,
    )
    if not (is_last and story.leaves_a_note):
        sign_note(visit=visit, text=_note(story, visit), by=by, now=now + dt.timedelta(minutes=5))
    return visit


def given_to(story: Story, items: Sequence[Item], *, week: int) -> list[dict[str, Any]]:
    """Two exercises of the plan, taught first and checked later, and what is done with hands or warmth."""
    work = [item for item in items if item.intervention in knowledge().exercises][:2]
    given: list[dict[str, Any]] = [
        {
            "intervention": item.intervention,
            "minutes": 5,
            "how": "checked" if week else "taught",
            "sets": list(item.dose.sets),
            "response": "same",
        }
        for item in work
    ]
    settings = {"Technique": "rotation", "Grade": GRADES[week > 0], "Level": "L4-L5", "Side": "left"}
    by_hand = [MOBILISED | {"settings": settings}] if story.name in BY_HAND and week < HANDS_UNTIL else []
    return given + by_hand + ([WARMED] if story.name in WITH_WARMTH and not week else [])


def _pain(story: Story, week: int) -> int:
    first, last = story.back
    return round(first + (last - first) * week / max(story.weeks, 1))


def _note(story: Story, visit: VisitSession) -> str:
    titles = ", ".join(knowledge().interventions[one["intervention"]].title.clinician for one in visit.given)
    return (
        f"S: {visit.note}\n\n"
        f"O: Pain {visit.pain_before} before and {visit.pain_after} after the visit. Given: {titles}.\n\n"
        f"A: {story.about}\n\n"
        f"P: {visit.next}"
    )
