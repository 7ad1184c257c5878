"""From answers to urgency, care and category, with every reason on the way.

Urgency is a lower bound: the strictest red flag that is certain. What is still unknown never lowers it
and never opens a plan; it is listed, by who can answer it.
"""

from __future__ import annotations

from collections.abc import Iterable

from spinewise.assess.classify import classify
from spinewise.assess.crisis import care_words
from spinewise.assess.types import Flag, Triage
from spinewise.dates import plain_date
from spinewise.knowledge.ladders import Care, Urgency, strictest
from spinewise.knowledge.models import KnowledgeBase, RedFlag
from spinewise.language import gettext as _
from spinewise.language import gettext_noop
from spinewise.rules.evaluate import Ruling, evaluate, evaluate_unless_no
from spinewise.rules.facts import Answers, Clearance, Fact, Kind, Role
from spinewise.rules.known import Known, truth_of
from spinewise.rules.render import settled_value
from spinewise.rules.residual import missing_facts
from spinewise.rules.truth import UNKNOWN, YES


def triage(answers: Answers, kb: KnowledgeBase) -> Triage:
    """How soon this person should be seen, what care follows, and which kind of pain it looks like."""
    known = Known(answers, kb.facts)
    ruled = [(flag, truth_of(flag.when, known)) for flag in kb.red_flags.values()]
    flags = [raised(flag, known, kb) for flag, truth in ruled if truth is YES]
    standing = sorted((flag for flag in flags if stands(flag)), key=lambda flag: -flag.urgency.rank)
    urgency = strictest((flag.urgency for flag in standing), Urgency.MONITOR if flags else Urgency.NONE)
    starts = tuple(
        ruling
        for rule in kb.starts.values()
        if (ruling := evaluate_unless_no(rule.id, rule.when, known, claims=rule.because))
    )
    open_rules = [(flag, missing_facts(flag.when, known)) for flag, truth in ruled if truth is UNKNOWN]
    missing = missing_from(open_rules, kb, least=Urgency.MONITOR)
    missing_urgent = missing_from(open_rules, kb, least=Urgency.URGENT)
    care = care_for(urgency, missing_urgent, safety_missing(open_rules, kb), starts)
    sorted_out = classify(known, standing, kb)
    return Triage(
        urgency=urgency,
        care=care,
        category=sorted_out.category,
        status=sorted_out.status,
        subgroups=sorted_out.subgroups,
        flags=tuple(standing),
        monitored=tuple(flag for flag in flags if not stands(flag)),
        findings=sorted_out.findings,
        starts=starts,
        missing_safety=missing,
        missing_urgent=missing_urgent,
        to_examine=to_examine(open_rules, flags, kb),
        deciders=sorted_out.deciders,
        expired=expired(answers, kb),
        acuity=settled_word(known, "acuity"),
        irritability=settled_word(known, "irritability"),
        tell=care_words(care, standing, kb).tell,
        labels=sorted_out.labels,
    )


def raised(flag: RedFlag, known: Known, kb: KnowledgeBase) -> Flag:
    """A red flag with its reasons, and who has already looked into it."""
    answers, ruling = known.answers, evaluate(flag.id, flag.when, known, claims=flag.because)
    clearance = next((one for one in answers.clearances if clears(one, flag, ruling, answers, kb)), None)
    words = _(CLEARED[clearance.outcome], name=clearance.by, day=plain_date(clearance.on)) if clearance else ""
    return Flag(
        rule=flag.id,
        title=flag.title,
        points_to=flag.points_to,
        urgency=flag.urgency,
        ruling=ruling,
        tell=flag.tell,
        cleared=words,
    )


def clears(clearance: Clearance, flag: RedFlag, ruling: Ruling, answers: Answers, kb: KnowledgeBase) -> bool:
    """Whether a clinician's clearance covers this flag: the same family, and no deciding answer is newer."""
    if clearance.points_to != flag.points_to or clearance.on > answers.today:
        return False
    given = [answers.by_fact[fact].on for fact in base_facts(ruling, answers, kb)]
    return bool(given) and max(given) <= clearance.on


def base_facts(ruling: Ruling, answers: Answers, kb: KnowledgeBase) -> list[str]:
    """The answered facts behind a ruling; a fact that is worked out counts through every answer it may rest on."""
    read = {reason.fact for reason in ruling.reasons}
    return [name for name in answers.by_fact if not read.isdisjoint(kb.resting_on([name]))]


def stands(flag: Flag) -> bool:
    """Whether a raised flag still decides anything."""
    return not flag.cleared and flag.urgency is not Urgency.MONITOR


CLEARED = {
    "excluded": gettext_noop("excluded by %(name)s, %(day)s"),
    "cleared_for_exercise": gettext_noop("cleared for exercise by %(name)s, %(day)s"),
}
OpenRules = list[tuple[RedFlag, tuple[str, ...]]]  # with the facts that each still waits for


def missing_from(open_rules: OpenRules, kb: KnowledgeBase, *, least: Urgency) -> tuple[str, ...]:
    """Facts the person can answer that could still raise a flag of at least this urgency."""
    wanted = (fact for flag, missing in open_rules if flag.urgency.at_least(least) for fact in missing)
    return tuple(dict.fromkeys(fact for fact in wanted if answered_by(kb.facts[fact], Role.PERSON)))


def safety_missing(open_rules: OpenRules, kb: KnowledgeBase) -> tuple[str, ...]:
    """Missing facts that could still send the person to somebody else; a weak flag alone could not."""
    return missing_from(open_rules, kb, least=Urgency.ROUTINE)


def to_examine(open_rules: OpenRules, flags: Iterable[Flag], kb: KnowledgeBase) -> tuple[str, ...]:
    """Facts that only a clinician or a device can answer and that could still raise a flag.

    An intimate examination is among them only where something already points to what it would show.
    """
    pointed_to = {flag.points_to for flag in flags}
    wanted = (
        fact
        for rule, missing in open_rules
        for fact in missing
        if kb.facts[fact].privacy != "sensitive" or rule.points_to in pointed_to
    )
    return tuple(dict.fromkeys(fact for fact in wanted if not answered_by(kb.facts[fact], Role.PERSON)))


def answered_by(fact: Fact, role: Role) -> bool:
    """Whether this role can answer."""
    return role in fact.asked_of


def care_for(
    urgency: Urgency, missing_urgent: tuple[str, ...], missing: tuple[str, ...], starts: Iterable[Ruling]
) -> Care:
    """What follows (clinical model, section 2), strictest first."""
    if urgency is Urgency.EMERGENCY:
        return Care.EMERGENCY_INSTRUCTION
    if urgency is Urgency.URGENT:
        return Care.URGENT_INSTRUCTION
    if missing_urgent:
        return Care.FINISH_QUESTIONS
    if urgency is Urgency.REFER:
        return Care.LETTER_AND_GENERAL_ACTIVITY
    if missing:
        return Care.FINISH_QUESTIONS
    if urgency is Urgency.ROUTINE:
        return Care.LETTER_AND_PLAN
    return Care.PHYSICAL_THERAPY if any(start.truth is YES for start in starts) else Care.SELF_CARE


def expired(answers: Answers, kb: KnowledgeBase) -> tuple[str, ...]:
    """Answered facts whose answer is older than it stays good, days of grace included."""
    today, grace = answers.today.toordinal(), kb.programme.grace_days
    ages = ((name, today - answer.on.toordinal()) for name, answer in answers.by_fact.items())
    return tuple(sorted(name for name, days in ages if _is_old(kb.facts[name], days, grace)))


def _is_old(fact: Fact, days: int, grace: int) -> bool:
    return fact.valid_days is not None and days > fact.valid_days + grace


def settled_word(known: Known, name: str) -> str:
    """The value of a choice when only one is left, else nothing."""
    fact = known.vocabulary.get(name)
    if fact is None or fact.kind is not Kind.CHOICE or not known.is_settled(name):
        return ""
    return str(settled_value(fact, known))
