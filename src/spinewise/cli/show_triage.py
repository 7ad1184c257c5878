"""Triage as a page: what now, why, what to tell whoever receives you, and what is still missing."""

from __future__ import annotations

from collections.abc import Iterable

from spinewise.assess.crisis import care_words
from spinewise.assess.types import Flag, Triage
from spinewise.cli.ink import Page
from spinewise.knowledge.ladders import Care, Urgency
from spinewise.knowledge.models import KnowledgeBase
from spinewise.rules.evaluate import Reason
from spinewise.rules.truth import YES

INSTRUCTIONS = (Care.EMERGENCY_INSTRUCTION, Care.URGENT_INSTRUCTION)
MOST_SCREENS, MOST_WORDS = 8, 8
LADDER = ("monitor", "routine", "refer", "urgent", "emergency")


def show_triage(found: Triage, kb: KnowledgeBase, page: Page) -> None:
    """The whole triage."""
    show_answer(found, kb, page)
    show_flags("Why", found.flags, kb, page)
    show_handover(found, page)
    if found.care in INSTRUCTIONS:
        return
    show_starts(found, page)
    show_category(found, kb, page)
    show_flags("Kept in mind, asked again at every visit", found.monitored, kb, page)
    show_missing(found, kb, page)


def show_locked(found: Triage, kb: KnowledgeBase, page: Page) -> None:
    """Why there is no plan now, and what to do instead."""
    show_answer(found, kb, page)
    show_flags("Why there is no plan now", found.flags, kb, page)
    show_handover(found, page)
    if found.care not in INSTRUCTIONS:
        show_missing(found, kb, page)


def show_answer(found: Triage, kb: KnowledgeBase, page: Page) -> None:
    """Urgency on its ladder, the care, and one clear next step."""
    care = care_words(found.care, found.flags, kb)
    sure = " so far" if found.missing_safety and found.urgency is not Urgency.EMERGENCY else ""
    steps = LADDER.index(found.urgency.value) + 1 if found.urgency.value in LADDER else 0
    ladder = "■" * steps + "□" * (len(LADDER) - steps)
    page.lines.append(page.ink(f" {care.title} ", found.urgency.value))
    page.gap()
    page.pairs(
        [
            ("Urgency", f"{ladder} {found.urgency.value}{sure}"),
            ("Care", found.care.value.replace("_", " ")),
            ("Pain", pain_words(found)),
            ("Next step", care.next_step),
        ]
    )
    page.gap()
    for flag in found.flags:
        if flag.urgency is found.urgency:
            page.say(flag.tell.patient, indent=2, bullet="·")
    page.gap()
    page.say(care.tell.patient)


def pain_words(found: Triage) -> str:
    """Category, subgroups, how sure, and how long it has lasted."""
    category = found.category.value.replace("_", " ").replace("nonspecific", "non-specific")
    parts = [", ".join([category, *(name.replace("_", " ") for name in found.subgroups)])]
    parts.append(f"({found.status.value})")
    if found.acuity:
        parts.append(f"· {found.acuity}")
    return " ".join(parts)


def show_flags(title: str, flags: Iterable[Flag], kb: KnowledgeBase, page: Page) -> None:
    """Each flag with the lines that raised it and the sources behind them."""
    listed = list(flags)
    if not listed:
        return
    page.heading(title)
    for flag in listed:
        words = f"{flag.title} — {flag.urgency.value}"
        page.say(words + (f" ({flag.cleared})" if flag.cleared else ""), indent=2, colour=flag.urgency.value)
        show_reasons(flag.ruling.reasons, kb, page, indent=4)


def show_handover(found: Triage, page: Page) -> None:
    """What the clinician who receives this person should hear first."""
    if found.flags:
        page.heading("To tell the clinician who receives you")
        for flag in found.flags:
            page.say(flag.tell.clinician, indent=2, bullet="·")


def show_reasons(reasons: Iterable[Reason], kb: KnowledgeBase, page: Page, *, indent: int) -> None:
    """What each line asks, what was answered, and what it rests on."""
    for reason in reasons:
        page.say(f"{reason.says} — {answered(reason)}", indent=indent, bullet="·")
        page.say(f"{place_words(reason, kb)}{claim_words(reason)}", indent=indent + 2, colour="why")


def answered(reason: Reason) -> str:
    """The answer behind a line; for a fact that was worked out, the answers it came from."""
    if reason.worked_out_from:
        return f"{reason.answer}, from " + "; ".join(reason.worked_out_from)
    return f"answered: {reason.answer}"


def place_words(reason: Reason, kb: KnowledgeBase) -> str:
    """The file and line of a rule."""
    rules = {**kb.red_flags, **kb.categories, **kb.starts, **kb.precautions, **kb.presumptions}
    rule = rules.get(reason.rule)
    file = rule.file if rule is not None else reason.rule
    return f"{file}:{reason.line}"


def claim_words(reason: Reason) -> str:
    """The evidence rows behind a line with their certainty."""
    words = [f"{claim.evidence or 'no row'} ({claim.certainty.value.replace('_', ' ')})" for claim in reason.claims]
    return " · " + ", ".join(words) if words else ""


def show_starts(found: Triage, page: Page) -> None:
    """Why it is time for therapy, when it is."""
    holding = [ruling for ruling in found.starts if ruling.truth is YES]
    if not holding:
        return
    page.heading("Why therapy now")
    for ruling in holding:
        for reason in ruling.reasons:
            page.say(f"{reason.says} — {answered(reason)}", indent=2, bullet="·")


def show_category(found: Triage, kb: KnowledgeBase, page: Page) -> None:
    """What speaks for the category and what would settle it."""
    certain = [finding for finding in found.findings if finding.ruling.truth is YES]
    if certain:
        page.heading("What speaks for this kind of pain")
        for finding in certain:
            page.say(finding.tell.clinician, indent=2)
            show_reasons(finding.ruling.reasons, kb, page, indent=4)
    if found.labels:
        page.heading("Also worth knowing (decides nothing)")
        for label in found.labels:
            page.say(label.tell.clinician, indent=2)
            show_reasons(label.ruling.reasons, kb, page, indent=4)
    if found.deciders:
        page.heading("What would settle the category")
        page.say(some(fact_words(found.deciders, kb)), indent=2)


def show_missing(found: Triage, kb: KnowledgeBase, page: Page) -> None:
    """What is unanswered, by who can answer it: for the person as the screens they would see."""
    if found.missing_safety:
        screens = screens_for(found.missing_safety, kb)
        page.heading(f"Still to be asked: {len(found.missing_safety)} answers on {len(screens)} screens")
        for title, facts in screens[:MOST_SCREENS]:
            mark = "!" if set(facts) & set(found.missing_urgent) else "·"
            page.say(title, indent=2, bullet=mark)
            page.say(", ".join(facts), indent=4, colour="soft")
        if len(screens) > MOST_SCREENS:
            page.say(f"and {len(screens) - MOST_SCREENS} more; ! marks what could be urgent", indent=2)
    if found.to_examine:
        page.heading("Only a clinician can tell")
        page.say(some(fact_words(found.to_examine, kb)), indent=2)
    if found.expired:
        page.heading("Answered too long ago, to be asked again")
        page.say(", ".join(fact_words(found.expired, kb)), indent=2)


def screens_for(facts: Iterable[str], kb: KnowledgeBase) -> list[tuple[str, list[str]]]:
    """The questions that ask for these facts, in their order, with the facts each would answer."""
    wanted = set(facts)
    asking = [(one.title, [fact for fact in one.facts if fact in wanted]) for one in kb.questions.values()]
    return [(title, asked) for title, asked in asking if asked]


def some(words: list[str]) -> str:
    """The first few, and how many more there are."""
    shown = ", ".join(words[:MOST_WORDS])
    return shown + (f", and {len(words) - MOST_WORDS} more" if len(words) > MOST_WORDS else "")


def fact_words(facts: Iterable[str], kb: KnowledgeBase) -> list[str]:
    """Facts by the clinician's phrase."""
    phrases = (kb.facts[fact].clinician for fact in facts)
    return [phrase[:1].lower() + phrase[1:] for phrase in phrases]
