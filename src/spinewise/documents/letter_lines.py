"""What a letter says, line by line, worked out from what is known. Each function gives one part of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import msgspec

from spinewise.assess.crisis import care_words
from spinewise.assess.measures import findings_from, interpret_change
from spinewise.assess.types import CategoryFinding, Triage
from spinewise.dates import plain_date
from spinewise.documents.answered import answer_words
from spinewise.documents.words import dose_line, joined, role_words
from spinewise.knowledge.ladders import Category, Status
from spinewise.knowledge.models import KnowledgeBase, Measure
from spinewise.language import gettext as _
from spinewise.language import gettext_noop, ngettext
from spinewise.plan.types import Item, Plan, Waiver
from spinewise.rules.facts import Answers, Reading
from spinewise.rules.truth import YES

MOST_OPEN = 6
STORY = ("age", "sex", "pain_started", "course", "back_pain_now", "leg_pain_now")
ONCE = ("age", "sex", "pain_started")
CATEGORIES = {
    Category.NONSPECIFIC: gettext_noop("Non-specific back pain"),
    Category.RADICULOPATHY_OR_STENOSIS: gettext_noop("Radiculopathy or stenosis"),
    Category.NON_SPINAL: gettext_noop("Pain from outside the spine"),
    Category.OTHER_SPECIFIC: gettext_noop("Another specific disease of the spine"),
}
STATUSES = {
    Status.UNDETERMINED: gettext_noop("not decided yet"),
    Status.WORKING: gettext_noop("from the history"),
    Status.CONFIRMED: gettext_noop("confirmed by examination"),
}
OUTCOMES = {
    "better": gettext_noop("better, more than measurement error"),
    "worse": gettext_noop("worse, more than measurement error"),
    "different": gettext_noop("changed, more than measurement error"),
    "no_clear_change": gettext_noop("no clear change: it may be measurement error"),
    "error_unknown": gettext_noop("whether that is more than error is not known"),
}


class Line(msgspec.Struct, frozen=True):
    """One thing and what there is to say about it."""

    name: str
    says: str


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What a letter is made from besides the triage.

    `before` is what was known at the first visit; `held` are items of the plan that wait for a clinician;
    `treatments` what else the person is treated with.
    """

    answers: Answers
    plan: Plan | None = None
    before: Answers | None = None
    held: Collection[str] = ()
    treatments: tuple[str, ...] = ()


# -- why they came


def story(known: Known, kb: KnowledgeBase) -> Iterator[Line]:
    """What the person said about it, with what they said at first."""
    for fact in STORY:
        given = known.answers.by_fact.get(fact)
        if given is not None and fact in kb.facts:
            said = answer_words(given, kb.facts[fact], voice="clinician")
            yield Line(kb.facts[fact].clinician, said + _at_first(fact, known, kb))


def _at_first(fact: str, known: Known, kb: KnowledgeBase) -> str:
    """What was said before, where it was something else."""
    if fact in ONCE:
        return ""
    sheets = known.before.by_fact.values() if known.before else ()
    earlier = [one for one in (*known.answers.earlier, *sheets) if one.fact == fact]
    first = min(earlier, key=lambda one: one.on, default=None)
    if first is None or first.value == known.answers.by_fact[fact].value:
        return ""
    said = answer_words(first, kb.facts[fact], voice="clinician")
    return _(" (on %(day)s: %(answer)s)", day=plain_date(first.on), answer=said)


def told(lines: Iterable[str]) -> Iterator[Line]:
    """Where it hurts, other treatments and work: what stands beside the story."""
    for line in lines:
        name, _colon, says = line.partition(": ")
        yield Line(name, says) if says else Line(_("Also told"), line)


# -- what was found


def findings(found: Triage, kb: KnowledgeBase) -> Iterator[Line]:
    """How soon, which category, and what decided it."""
    yield Line(_("Urgency"), care_words(found.care, found.flags, kb).tell.clinician)
    status = _(STATUSES[found.status])
    named = found.category in CATEGORIES
    yield Line(_("Category"), f"{_(CATEGORIES[found.category])}, {status}" if named else status)
    yield from _decided_by(found, kb)
    watched = dict.fromkeys(flag.title + (f" ({flag.cleared})" if flag.cleared else "") for flag in found.monitored)
    if watched:
        yield Line(_("Kept in mind"), "; ".join(watched))


def _decided_by(found: Triage, kb: KnowledgeBase) -> Iterator[Line]:
    """What speaks for the category, by its title; labels beneath it decide nothing and are left out."""
    said: dict[str, dict[str, None]] = {}
    for one in found.findings:
        if one.ruling.truth is YES:
            answers = (f"{_named(why.fact, kb) or why.says}: {why.answer}" for why in one.ruling.reasons)
            said.setdefault(_rule_title(one, kb), {}).update(dict.fromkeys(answers))
    yield from (Line(title, "; ".join(answers) or _("holds")) for title, answers in said.items())


def _rule_title(one: CategoryFinding, kb: KnowledgeBase) -> str:
    return kb.categories[one.rule].title if one.rule in kb.categories else one.rule


def measured(known: Known, kb: KnowledgeBase) -> Iterator[Line]:
    """Every test of the body with what is usual, and what has changed since the first time."""
    first = {(one.measure, one.side): one for one in (known.before.readings if known.before else ())}
    now = {(one.measure, one.side): one for one in known.answers.readings}
    for finding in findings_from(known.answers, kb):
        key, measure = (finding.measure, finding.side), kb.measures[finding.measure]
        change = _change(first[key], now[key], measure) if key in first and key in now else ""
        name = measure.title.clinician + (f", {finding.side}" if finding.side else "")
        yield Line(name, finding.says.clinician + change)


def _change(before: Reading, after: Reading, measure: Measure) -> str:
    outcome = interpret_change(before, after=after, measure=measure).outcome
    return _(" At first %(value)s: %(outcome)s.", value=f"{before.value:g}", outcome=_(OUTCOMES[outcome]))


# -- what is done


def plan_lines(known: Known, kb: KnowledgeBase) -> Iterator[Line]:
    """Each item of the plan in one line; what is held is named apart."""
    if known.plan is None:
        yield Line(_("Plan"), _("None is in force yet."))
        return
    proposal = known.plan.proposal
    yield Line(_("Kind of plan"), kb.tier(proposal.tier).title)
    for item in proposal.items:
        if item.intervention not in known.held:
            yield Line(kb.interventions[item.intervention].title.clinician, _how_much(item))
    held = [_title_of(item, kb) for item in proposal.items if item.intervention in known.held]
    if held:
        yield Line(_("Held for now"), "; ".join(held))
    if proposal.goals:
        yield Line(_("Goals"), "; ".join(goal.wants for goal in proposal.goals))
    yield Line(_("Looked at again"), plain_date(proposal.review_on))


def locked_line() -> Line:
    """What is said in place of a plan while everything is locked."""
    says = _("Everything waits until this was looked into and a clinician has cleared it.")
    return Line(_("No exercise is given"), says)


def _title_of(item: Item, kb: KnowledgeBase) -> str:
    return kb.interventions[item.intervention].title.clinician


def _how_much(item: Item) -> str:
    parts = [dose_line(item.dose)]
    if item.in_clinic:
        parts.append(_("in the clinic"))
    if item.until:
        parts.append(_("until %(day)s", day=plain_date(item.until)))
    return ", ".join(parts)


def waived(waiver: Waiver, kb: KnowledgeBase) -> str:
    """A precaution that was set aside: for what, by whom, why."""
    rule = kb.precautions.get(waiver.rule)
    item = kb.interventions[waiver.item].title.clinician
    who = f"{waiver.by}, {role_words(waiver.role)}, {plain_date(waiver.on)}"
    return f"{item}: {rule.title if rule else waiver.rule}. {who}: {waiver.reason}"


# -- what is open


def still_open(found: Triage, kb: KnowledgeBase) -> Iterator[Line]:
    """What was not asked, not examined, or would decide."""
    for name, facts in (
        (_("Safety questions not answered"), found.missing_safety),
        (_("Would decide the category"), found.deciders),
        (_("Needs an examination or a test"), found.to_examine),
    ):
        words = list(dict.fromkeys(_named(fact, kb) for fact in facts if fact in kb.facts))
        if words:
            yield Line(name, _first_few(words))


def _first_few(words: list[str]) -> str:
    left = len(words) - MOST_OPEN
    if left <= 0:
        return joined(words)
    some = ", ".join(words[:MOST_OPEN])
    return ngettext("%(some)s and %(left)s more", "%(some)s and %(left)s more", left, some=some, left=left)


def _named(fact: str, kb: KnowledgeBase) -> str:
    return kb.facts[fact].clinician if fact in kb.facts else ""
