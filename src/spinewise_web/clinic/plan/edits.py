"""What a clinician sent about a plan, as edits of the core; and what may be chosen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import msgspec
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spinewise.knowledge.models import Dose, KnowledgeBase
from spinewise.plan.types import Add, Clash, Edit, Item, Move, Proposal, Remove, SetDose, Swap
from spinewise.rules.evaluate import evaluate
from spinewise.rules.known import Known
from spinewise.rules.truth import UNKNOWN
from spinewise_web.clinic.story import fact_names
from spinewise_web.records.actions.plans import Wanted

MOST_SETS, MOST_NUMBER = 12, 999
LEAST_REASON = 10
REASON_LETTERS = 2000
DOSE_LABELS = {
    "sets": gettext_lazy("Repetitions of each set"),
    "hold_s": gettext_lazy("Hold, seconds"),
    "minutes": gettext_lazy("Minutes"),
    "days_a_week": gettext_lazy("Days a week"),
    "times_a_day": gettext_lazy("Times a day"),
}


class Unreadable(Exception):
    """A form that cannot be read; the words say what would be right, `at` where."""

    def __init__(self, says: str, *, at: str) -> None:
        super().__init__(says)
        self.says, self.at = says, at


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """Something to choose from the library."""

    id: str
    title: str


class DoseField(msgspec.Struct, frozen=True, kw_only=True):
    """One number of a dose that can be changed."""

    name: str
    label: str
    value: str


class Waivable(msgspec.Struct, frozen=True, kw_only=True):
    """A clash in words, and whether this clinician may set the precaution behind it aside.

    `here` is what it is about this person that brings it up: what they have, or what is not known of them yet.
    """

    title: str
    here: str
    about: str
    says: str
    rule: str
    may_waive: bool


# -- reading


def edits_from(post: QueryDict, proposal: Proposal, kb: KnowledgeBase) -> tuple[Edit, ...]:
    """The one change that a form asks for.

    Raises:
        Unreadable: what was chosen is not in the library, or a number cannot be read.
    """
    item = post.get("item", "")
    match post.get("act", ""):
        case "remove":
            return (Remove(item),)
        case "swap":
            return (Swap(item, _chosen(post, "into", kb)),)
        case "add":
            return (Add(_chosen(post, "add", kb)),)
        case "dose":
            return (SetDose(item, dose_from(post, _item(proposal, item))),)
        case "move":
            return (Move(item, _time(post.get("at", ""))),)
        case _:
            return ()


def _chosen(post: QueryDict, name: str, kb: KnowledgeBase) -> str:
    chosen = post.get(name, "")
    if chosen not in kb.interventions:
        raise Unreadable(_("Choose something from the library"), at=name)
    return chosen


def _item(proposal: Proposal, name: str) -> Item:
    found = next((one for one in proposal.items if one.intervention == name), None)
    if found is None:
        raise Unreadable(_("This item is not in the plan any more"), at="items")
    return found


def dose_from(post: QueryDict, item: Item) -> Dose:
    """The dose with the numbers that were typed; whether they are allowed is for the core to say.

    Raises:
        Unreadable: a number is missing, or out of what a dose can be.
    """
    dose = item.dose
    changed: dict[str, Any] = {}
    if dose.sets:
        changed["sets"] = _sets(post.get("sets", ""))
        changed["hold_s"] = _number(post.get("hold_s", "") or "0", at="hold_s")
    else:
        changed["minutes"] = _number(post.get("minutes", ""), at="minutes")
    changed["days_a_week"] = _number(post.get("days_a_week", ""), at="days_a_week")
    if not dose.every_hours:
        changed["times_a_day"] = _number(post.get("times_a_day", ""), at="times_a_day")
    try:
        return msgspec.structs.replace(dose, **changed)
    except ValueError as problem:
        raise Unreadable(str(problem).partition(" | ")[0].capitalize(), at=f"dose-{item.intervention}") from problem


def _sets(text: str) -> tuple[int, ...]:
    counts = [_number(one, at="sets") for one in text.replace(",", " ").split()]
    if not counts or len(counts) > MOST_SETS:
        raise Unreadable(_("Give the repetitions of each set, such as 10, 10"), at="sets")
    return tuple(counts)


def _number(text: str, *, at: str) -> int:
    typed = text.strip()
    if not (typed.isascii() and typed.isdigit()) or int(typed[:4]) > MOST_NUMBER or len(typed) > 4:
        raise Unreadable(_("Enter whole numbers"), at=at)
    return int(typed)


def _time(text: str) -> dt.time:
    try:
        return dt.time.fromisoformat(text.strip())
    except ValueError:
        raise Unreadable(_("Give a time of the day, such as 07:30"), at="at") from None


def waived_from(post: QueryDict) -> tuple[Wanted, ...]:
    """The precautions that are set aside, each with the one reason that was typed.

    Raises:
        Unreadable: there is no reason, or none that tells a reader anything.
    """
    rules = post.getlist("waive")
    reason = post.get("reason", "").strip()[:REASON_LETTERS]
    if rules and not reason:
        raise Unreadable(_("Say why you set this aside. It is printed on the plan"), at="reason")
    if rules and sum(map(str.isalpha, reason)) < LEAST_REASON:
        words = _("Say in some words why you set this aside, at least %(least)s letters. It is printed on the plan")
        raise Unreadable(words % {"least": LEAST_REASON}, at="reason")
    about = post.get("about", "")
    return tuple(Wanted(rule=rule, item=about, reason=reason) for rule in dict.fromkeys(rules))


def wanted_words(post: QueryDict, kb: KnowledgeBase) -> str:
    """The change that a form asked for, in words."""
    said = {name: _title(post.get(name, ""), kb) for name in ("item", "add", "into")}
    match post.get("act", ""):
        case "remove":
            return _("Take out %(item)s") % said
        case "swap":
            return _("Swap %(item)s for %(into)s") % said
        case "add":
            return _("Add %(add)s") % said
        case "move":
            return _("Move %(item)s to %(at)s") % (said | {"at": post.get("at", "")})
        case "dose":
            typed = [f"{label} {post[name]}" for name, label in DOSE_LABELS.items() if post.get(name)]
            return _("Set the dose of %(item)s: ") % said + ", ".join(typed)
        case _:
            return ""


def _title(name: str, kb: KnowledgeBase) -> str:
    return kb.interventions[name].title.clinician if name in kb.interventions else name


# -- choosing


def dose_fields(dose: Dose) -> tuple[DoseField, ...]:
    """The numbers of a dose, as its form shows them."""
    if dose.sets:
        values = {"sets": ", ".join(map(str, dose.sets)), "hold_s": f"{dose.hold_s:g}"}
    else:
        values = {"minutes": f"{dose.minutes:g}"}
    values["days_a_week"] = str(dose.days_a_week)
    if not dose.every_hours:
        values["times_a_day"] = str(dose.times_a_day)
    return tuple(DoseField(name=name, label=str(DOSE_LABELS[name]), value=value) for name, value in values.items())


def titles_of(names: Iterable[str], kb: KnowledgeBase) -> list[str]:
    """What clinicians call them; what is known no more keeps its name in the plans."""
    return [kb.interventions[name].title.clinician if name in kb.interventions else name for name in names]


def clashes_in_words(
    clashes: Iterable[Clash], known: Known, kb: KnowledgeBase, *, supervises: bool
) -> tuple[Waivable, ...]:
    """Why the core said no, and what of it this clinician may answer for."""
    return tuple(
        Waivable(
            title=kb.interventions[one.about].title.clinician if one.about in kb.interventions else "",
            here=_here(one.rule, known, kb),
            about=one.about,
            says=one.says,
            rule=one.rule,
            may_waive=_may_waive(one.rule, kb, supervises=supervises),
        )
        for one in clashes
    )


def _here(rule: str, known: Known, kb: KnowledgeBase) -> str:
    """What of this person brings a precaution up: what they have, or what is not known of them yet."""
    if rule not in kb.precautions:
        return ""
    ruling = evaluate(rule, kb.precautions[rule].when, known)
    if ruling.truth is not UNKNOWN:
        has = fact_names((reason.fact for reason in ruling.reasons if reason.truth is ruling.truth), kb)
        return _("Known of them: %(facts)s.") % {"facts": ", ".join(has)}
    return _("Not known yet: %(facts)s.") % {"facts": ", ".join(fact_names(ruling.missing, kb))}


def _may_waive(rule: str, kb: KnowledgeBase, *, supervises: bool) -> bool:
    precaution = kb.precautions.get(rule)
    return precaution is not None and precaution.waiver.lets(supervise=supervises)
