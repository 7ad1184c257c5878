"""`spinewise may-i`: keep, change or leave out what somebody does on their own already, and why."""

from __future__ import annotations

import argparse

from spinewise.assess.triage import triage
from spinewise.cli.commands import NO, check_intervention, read_person, show_page
from spinewise.cli.ink import Page
from spinewise.cli.show_triage import show_locked, show_reasons
from spinewise.errors import InputError, Place, Problem, nearest
from spinewise.knowledge.ladders import Tier
from spinewise.knowledge.models import KnowledgeBase
from spinewise.plan.keep import Kept, already_done, may_keep
from spinewise.plan.tier import tier_for

COLOURS = {"keep": "routine", "change": "refer", "leave_out": "urgent"}
TITLES = {"keep": "Keep", "change": "Change", "leave_out": "Leave out"}


def may_i_command(arguments: argparse.Namespace) -> int:
    """Judge each exercise by the same clearance as a plan; behind an instruction nothing is judged at all."""
    kb, answers = read_person(arguments)
    asked = tuple(arguments.exercises) or already_done(answers, kb)
    check_exercises(asked, kb)
    found = triage(answers, kb)
    if tier_for(found, answers, kb) is Tier.LOCKED:
        show_page(lambda page: show_locked(found, kb, page))
        return NO
    kept = may_keep(asked, answers, found, kb)
    return show_page(lambda page: show_kept(kept, kb, page))


def check_exercises(names: tuple[str, ...], kb: KnowledgeBase) -> None:
    """Refuse an empty list, and names that are no exercise.

    Raises:
        InputError: with what to write instead.
    """
    if not names:
        what = "no exercise is named, and `already_does` was not answered"
        raise InputError([Problem(Place("may-i"), what, "Name exercises, such as lumbar/crunch")])
    for name in names:
        check_intervention(name, kb)
        if name not in kb.exercises:
            hint = nearest(name, kb.exercises) or "See `spinewise knowledge list`"
            raise InputError([Problem(Place("may-i"), f"'{name}' is a treatment, not an exercise", hint)])


def show_kept(kept: tuple[Kept, ...], kb: KnowledgeBase, page: Page) -> None:
    """One exercise after another: the answer, why, and what it rests on."""
    for one in kept:
        show_one(one, kb, page)


def show_one(one: Kept, kb: KnowledgeBase, page: Page) -> None:
    """The answer for one exercise."""
    page.gap()
    title = kb.exercises[one.intervention].title.clinician
    page.lines.append(page.ink(f" {TITLES[one.verdict]} ", COLOURS[one.verdict]) + f" {title}  {one.intervention}")
    page.say(one.says, indent=2)
    if one.why:
        page.say(one.why, indent=2, bullet="why", colour="why")
    for name in one.easier:
        page.say(f"Instead: {kb.exercises[name].title.clinician}  {name}", indent=2, bullet="·")
    show_reasons(tuple(dict.fromkeys(one.reasons)), kb, page, indent=4)
    page.say("Rests on: " + ", ".join(one.evidence), indent=2, colour="soft")
