"""What the assessment says about a person."""

from __future__ import annotations

import msgspec

from spinewise.knowledge.ladders import Care, Category, Status, Urgency
from spinewise.knowledge.models import Told
from spinewise.rules.evaluate import Ruling


class Flag(msgspec.Struct, frozen=True, kw_only=True):
    """A red flag that is raised, with the lines that raised it.

    `cleared` says by whom and when, once a clinician has looked into what it points to.
    """

    rule: str
    title: str
    points_to: str
    urgency: Urgency
    ruling: Ruling
    tell: Told
    cleared: str = ""


class CategoryFinding(msgspec.Struct, frozen=True, kw_only=True):
    """Positive or still open evidence for a category or subgroup, with the findings that would decide."""

    rule: str
    category: Category
    subgroup: str
    ruling: Ruling
    deciders: tuple[str, ...]
    tell: Told


class Triage(msgspec.Struct, frozen=True, kw_only=True):
    """Urgency, care and category for one person, with reasons and what is still missing.

    `urgency` is a lower bound given what is known. `flags` are raised and stand; `monitored` are weak or cleared.
    `missing_safety` are unanswered safety facts the person can answer; `missing_urgent` those of them that
    could still raise the urgency to urgent or emergency; `to_examine` those only a clinician or a device can answer.
    `labels` hold beneath any category and decide nothing.
    """

    urgency: Urgency
    care: Care
    category: Category
    status: Status
    subgroups: tuple[str, ...]
    flags: tuple[Flag, ...]
    monitored: tuple[Flag, ...]
    findings: tuple[CategoryFinding, ...]
    starts: tuple[Ruling, ...]
    missing_safety: tuple[str, ...]
    missing_urgent: tuple[str, ...]
    to_examine: tuple[str, ...]
    deciders: tuple[str, ...]
    expired: tuple[str, ...]
    acuity: str
    irritability: str
    tell: Told
    labels: tuple[CategoryFinding, ...] = ()
