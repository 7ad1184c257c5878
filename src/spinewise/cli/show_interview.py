"""The interview's pages: a question, why it is asked, and what the answers mean at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spinewise.assess.crisis import care_words
from spinewise.assess.interview import Done, Ending
from spinewise.assess.types import Triage
from spinewise.cli.ink import Page
from spinewise.cli.show_knowledge import every_rule
from spinewise.cli.show_triage import show_handover
from spinewise.knowledge.models import (
    CategoryRule,
    KnowledgeBase,
    Precaution,
    Presumption,
    Question,
    RedFlag,
    RuleFile,
    StartRule,
)
from spinewise.rules.facts import Answer, Fact, Kind, State, derived_from
from spinewise.rules.render import number_words
from spinewise.rules.tree import facts_of

KINDS: dict[type[RuleFile], str] = {
    RedFlag: "sign to look out for", CategoryRule: "kind of pain", StartRule: "reason for therapy",
    Precaution: "what your plan may hold", Presumption: "what may be assumed",
}  # fmt: skip
STATE_WORDS = {State.NOT_SURE: "not sure", State.CANNOT_KNOW: "cannot be known", State.DECLINED: "rather not say"}
MOST_RULES, MOST_ROWS = 6, 3
KEYS = "s not sure · d rather not say · b back · ? why we ask · q stop and save"


def show_head(question: Question, page: Page, *, done: int, left: int) -> None:
    """The screen's title and hint; on a terminal also how many screens are done and how many may come."""
    if left:
        page.lines.append(page.ink("■" * done + "□" * left, "soft"))
        page.gap()
    page.say(question.title, colour="strong")
    if question.hint:
        page.say(question.hint, colour="soft")
    page.gap()


def show_one(fact: Fact, page: Page, *, is_clinician: bool, now: Answer | None) -> None:
    """One fact with what can be answered."""
    page.say(wording(fact, is_clinician=is_clinician))
    if now is not None:
        page.say(f"You said: {given_words(now, fact)}. Press Enter to keep it.", indent=2, colour="soft")
    for number, words in enumerate(choices(fact, is_clinician=is_clinician), 1):
        page.say(words, indent=2, bullet=str(number))
    page.say(how(fact) + (" · c cannot be known" if is_clinician else ""), indent=2, colour="soft")


def show_list(facts: Iterable[Fact], page: Page, *, is_clinician: bool, ticked: tuple[str, ...] | None) -> None:
    """Several facts to tick, or none of them."""
    for number, fact in enumerate(facts, 1):
        mark = " (you ticked this)" if ticked and fact.id in ticked else ""
        page.say(wording(fact, is_clinician=is_clinician) + mark, indent=2, bullet=str(number))
    keep = "Enter keeps what you said · " if ticked is not None else ""
    page.say(f"{keep}numbers of those that are so, with a space between · n none of these", indent=2, colour="soft")
    page.say(KEYS.replace("s not sure", "s not sure: one by one"), indent=2, colour="soft")


def wording(fact: Fact, *, is_clinician: bool) -> str:
    """The question in the words of whoever answers it."""
    return fact.clinician if is_clinician else fact.person


def choices(fact: Fact, *, is_clinician: bool) -> tuple[str, ...]:
    """What the number keys stand for."""
    if fact.kind is Kind.YES_NO:
        return ("Yes", "No")
    return tuple((option.clinician if is_clinician else "") or option.person for option in fact.options)


def how(fact: Fact) -> str:
    """How to answer, and the keys."""
    match fact.kind:
        case Kind.YES_NO | Kind.CHOICE:
            return KEYS
        case Kind.SEVERAL:
            return f"numbers with a space between · n none of these · {KEYS}"
        case Kind.NUMBER:
            low, high = (number_words(end) for end in fact.span)
            return f"a number, {low} to {high} {fact.unit} · {KEYS}"
        case Kind.DATE:
            return f"a day such as 2026-11-22, or 3 weeks ago · {KEYS}"
        case _:
            return f"in your own words; Enter for nothing · {KEYS}"


def given_words(answer: Answer, fact: Fact) -> str:
    """An answer in words."""
    if answer.state is not None:
        return STATE_WORDS[answer.state]
    values = answer.value if isinstance(answer.value, tuple) else (answer.value,)
    return ", ".join(_value_words(value, fact) for value in values) or "none of these"


def _value_words(value: object, fact: Fact) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and (option := fact.option(value)):
        return option.person
    return str(value)


def show_why(fact: Fact, kb: KnowledgeBase, page: Page) -> None:
    """What the question is for: its help, the rules that read it, and the evidence behind it."""
    page.gap()
    page.say(f"Why we ask: {fact.clinician}", colour="why")
    if fact.help:
        page.say(fact.help, indent=2)
    rules = sorted(readers(fact, kb), key=lambda rule: -rule.urgency.rank if isinstance(rule, RedFlag) else 0)
    for rule in rules[:MOST_RULES]:
        page.say(f"{KINDS.get(type(rule), 'check')}: {rule.title}", indent=2, bullet="·")
    if len(rules) > MOST_RULES:
        page.say(f"and {len(rules) - MOST_RULES} more", indent=4, colour="soft")
    if fact.privacy == "wish":
        page.say("It makes the plan fit you. It does not change what is safe.", indent=2)
    for row in fact.evidence[:MOST_ROWS]:
        page.say(f"{kb.evidence[row].statement} ({row})", indent=2, colour="soft")
    page.gap()


def readers(fact: Fact, kb: KnowledgeBase) -> Iterator[RuleFile]:
    """Rules that read a fact, also through facts that are worked out from it."""
    names = {fact.id}
    while more := {one.id for one in kb.facts.values() if one.derive and derived_from(one.derive) & names} - names:
        names |= more
    return (rule for rule in every_rules(kb) if facts_of(rule.when) & names)


def every_rules(kb: KnowledgeBase) -> Iterator[RuleFile]:
    """Every rule, reasons to start therapy included."""
    yield from every_rule(kb)
    yield from kb.starts.values()


def show_end(done: Done, kb: KnowledgeBase, page: Page) -> None:
    """What the answers mean: one clear next step."""
    if done.because is Ending.UNDER_AGE:
        for flag in done.triage.flags:
            page.say(flag.tell.patient)
        return
    show_instruction(done.triage, kb, page)


def show_instruction(found: Triage, kb: KnowledgeBase, page: Page) -> None:
    """The care, why, the next step, and what to tell whoever receives this person."""
    care = care_words(found.care, found.flags, kb)
    page.lines.append(page.ink(f" {care.title} ", found.urgency.value))
    page.gap()
    for flag in found.flags:
        page.say(flag.tell.patient, bullet="·")
    page.gap()
    page.say(care.tell.patient)
    page.gap()
    page.say(f"Next step: {care.next_step}", colour="strong")
    show_handover(found, page)
