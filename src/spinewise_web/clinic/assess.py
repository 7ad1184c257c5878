"""The examination: typed fast, and beside it what each finding would change before anything is kept."""

from __future__ import annotations

import msgspec
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spinewise.assess.classify import to_confirm
from spinewise.assess.interview import clashes
from spinewise.assess.triage import triage
from spinewise.assess.types import Triage
from spinewise.errors import AnswersError
from spinewise.knowledge.ladders import Tier
from spinewise.plan.tier import tier_for
from spinewise.rules.facts import Answers
from spinewise_web.clinic.examination import Entered, entered_from, form_of, with_entered
from spinewise_web.clinic.pages import Desk, desk_page, level_of
from spinewise_web.clinic.patient import STATUSES, TIERS, category_words
from spinewise_web.clinic.story import Because, fact_names, flags_of
from spinewise_web.design.answers import UNREADABLE
from spinewise_web.records.actions.answers import record_answers
from spinewise_web.records.core import knowledge, plan_of, planned
from spinewise_web.records.standing import no_longer_allowed

EXAMINED = "examined"


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is decided: as it was, and as it would be."""

    name: str
    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        """Whether what was entered changes it."""
        return self.before != self.after


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """What the entered findings would change."""

    tested: str
    level: str
    lines: tuple[Line, ...]
    flags: tuple[Because, ...]
    held: tuple[str, ...]
    clashes: tuple[str, ...]
    not_done: str
    category: str
    missing: str


@desk_page("GET", "HEAD", "POST")
def assess(desk: Desk) -> HttpResponse:
    """The form; `preview` works out what would change, `save` keeps it."""
    post, kb = desk.request.POST, knowledge()
    entered = entered_from(post, desk.answers, kb, on=desk.today)
    if "save" in post and not entered.errors:
        return _kept(desk, entered)
    if desk.request.headers.get("HX-Request") == "true" and "save" not in post:
        return render(desk.request, "clinic/parts/changes.html", {"changes": changes_of(desk, entered), "anew": True})
    return _form(desk, entered, status=UNREADABLE if "save" in post else 200)


def _form(desk: Desk, entered: Entered, *, status: int = 200, says: str = "") -> HttpResponse:
    errors = [{"at": f"row-{name}", "says": error} for name, error in entered.errors.items()]
    if says:
        errors.append({"at": "examination", "says": says})
    context = {
        "at": "assess",
        "blocks": form_of(entered, desk.answers, knowledge()),
        "changes": changes_of(desk, entered),
        "errors": errors if status == UNREADABLE else [],
    }
    return desk.page("assess", context, status=status)


def _kept(desk: Desk, entered: Entered) -> HttpResponse:
    if not entered.words:
        return _form(desk, entered, status=UNREADABLE, says=_("Nothing is marked yet. Mark what you tested"))
    try:
        record_answers(person=desk.person, words=entered.words, by=desk.user, now=desk.now)
    except AnswersError as problem:
        return _form(desk, entered, status=UNREADABLE, says=str(problem.problems[0].what))
    said = ngettext("One finding is kept.", "%(count)s findings are kept.", len(entered.words))
    return desk.go("patient", said=said % {"count": len(entered.words)})


# -- what it would change


def changes_of(desk: Desk, entered: Entered) -> Changes:
    """Urgency, category and tier before and after, the signs that would stand, what the plan would lose."""
    kb = knowledge()
    answers = with_entered(desk.answers, entered, kb)
    found = triage(answers, kb) if entered.answers else desk.found
    tiers = tier_for(desk.found, desk.answers, kb), tier_for(found, answers, kb)
    count = len(entered.answers)
    tested = ngettext("One finding entered.", "%(count)s findings entered.", count) % {"count": count}
    return Changes(
        tested=tested if count else _("Nothing is entered yet."),
        level=level_of(found),
        lines=_lines(desk.found, found, tiers),
        flags=flags_of(found, answers, kb),
        held=_held(desk, answers, found, tiers[1]) if entered.answers else (),
        not_done=_not_done(answers, found) if entered.answers else "",
        category=category_words(found.category),
        missing=_missing(answers, found),
        clashes=tuple(one.instead for one in clashes(answers, kb)),
    )


def _lines(before: Triage, after: Triage, tiers: tuple[Tier, Tier]) -> tuple[Line, ...]:
    pairs = (
        (_("What follows"), _care(before), _care(after)),
        (_("Category"), _category(before), _category(after)),
        (_("Plan"), str(TIERS[tiers[0].value]), str(TIERS[tiers[1].value])),
    )
    return tuple(Line(name=name, before=one.rstrip("."), after=other.rstrip(".")) for name, one, other in pairs)


def _not_done(answers: Answers, found: Triage) -> str:
    """Findings alone are no examination, nor is the word alone that it is done: what is still wanted."""
    if answers.value(EXAMINED) is True:
        wanted = fact_names(to_confirm(found.findings, found.category, knowledge()), knowledge())
        return _("Not confirmed until it is known: %(names)s.") % {"names": "; ".join(wanted)} if wanted else ""
    return _("When you have finished, mark “%(name)s”: until then the plan stays as before an examination.") % {
        "name": knowledge().facts[EXAMINED].clinician
    }


def _missing(answers: Answers, found: Triage) -> str:
    """What is missing, in as few words as there are."""
    if count := len(found.missing_safety):
        return ngettext("%(count)s safety answer missing", "%(count)s safety answers missing", count) % {"count": count}
    if answers.value(EXAMINED) is not True:
        return _("not marked as examined")
    return _("not confirmed yet") if to_confirm(found.findings, found.category, knowledge()) else ""


def _care(found: Triage) -> str:
    return knowledge().care_text(found.care).tell.clinician


def _category(found: Triage) -> str:
    return f"{category_words(found.category)}, {STATUSES[found.status]}"


def _held(desk: Desk, answers: Answers, found: Triage, allowed: Tier) -> tuple[str, ...]:
    version = desk.newest
    if version is None:
        return ()
    names = set(planned(version))
    if allowed is not Tier.LOCKED:
        names = no_longer_allowed(plan_of(version), answers, found, allowed=allowed, person=desk.person)
    kb = knowledge()
    return tuple(sorted(kb.interventions[name].title.clinician for name in names - set(version.held)))
