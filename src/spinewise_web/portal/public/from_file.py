"""Going on from a file: the answers that somebody saved, read back into their own browser and kept nowhere else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import msgspec
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from spinewise.assess.answers_file import read_answers
from spinewise.errors import AnswersError, Place, Problem
from spinewise.knowledge.models import KnowledgeBase
from spinewise.rules.facts import Answer, Answers, Role
from spinewise_web.portal.public.sitting import MOST_EARLIER, ZONE, Sitting

MOST_BYTES = 64_000
SHOWN_PROBLEMS = 5


class Refused(Exception):
    """The file cannot be read here: where, what is wrong, what would be right."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("the file cannot be read")
        self.problems = problems


def sitting_from(file: UploadedFile[Any] | None, kb: KnowledgeBase, *, today: dt.date) -> Sitting:
    """The sitting that a saved file holds. What a clinician found is left out: here a person answers.

    Answers keep the day on which they were given, and those that contradict each other are asked about as usual.

    Raises:
        Refused: there is no file, it is too large, or it cannot be read.
    """
    if file is None:
        raise Refused([_problem(_("no file was chosen"), _("Choose the file that you saved"))])
    if (file.size or 0) > MOST_BYTES:
        kilobytes = {"most": MOST_BYTES // 1000}
        raise Refused([_problem(_("the file is too large"), _("An answers file is below %(most)s kB") % kilobytes)])
    try:
        answers = read_answers(file.read(), file=_("your file"), kb=kb, today=today, may_clash=True)
    except AnswersError as error:
        raise Refused(error.problems) from None
    given = own_answers(answers, kb)
    if not given.by_fact:
        raise Refused([_problem(_("there are no answers of yours in it"), _("Choose the file that you saved"))])
    return Sitting(answers=given, shown=screens_of(given, kb))


def own_answers(answers: Answers, kb: KnowledgeBase) -> Answers:
    """What the person answered of what is asked here; no findings, clearances or measurements."""

    asked = {
        fact for screen in kb.interview.public.values() for one in screen.questions for fact in kb.questions[one].facts
    }

    def is_own(one: Answer) -> bool:
        return one.fact in asked and one.by is Role.PERSON and Role.PERSON in kb.facts[one.fact].asked_of

    return Answers(
        today=answers.today,
        zone=ZONE,
        by_fact={name: msgspec.structs.replace(one, name="") for name, one in answers.by_fact.items() if is_own(one)},
        earlier=tuple(one for one in answers.earlier if is_own(one))[-MOST_EARLIER:],
    )


def screens_of(answers: Answers, kb: KnowledgeBase) -> tuple[str, ...]:
    """The screens on which something was answered, in their order, so that each can be gone back to."""
    return tuple(
        name
        for name, screen in kb.interview.public.items()
        if any(fact in answers.by_fact for one in screen.questions for fact in kb.questions[one].facts)
    )


def _problem(what: str, instead: str) -> Problem:
    return Problem(Place(""), what, instead)


def told(problems: Sequence[Problem]) -> list[dict[str, str]]:
    """The first problems as a page shows them: where, what, and what would be right."""
    return [
        {"where": str(one.place) if one.place.file else "", "what": one.what, "instead": one.instead}
        for one in problems[:SHOWN_PROBLEMS]
    ]
