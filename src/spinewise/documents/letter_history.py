"""The history as a physician reads it: how it began, what brings it on and what eases it, legs, nights, days, wishes.

What was not asked, or not known, is not said: a letter claims neither a yes nor a no that nobody gave.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from spinewise.documents.answered import answer_words
from spinewise.documents.letter_lines import Line
from spinewise.knowledge.models import KnowledgeBase
from spinewise.language import gettext as _
from spinewise.language import gettext_noop
from spinewise.rules.facts import Answer, Answers


class Asked(msgspec.Struct, frozen=True):
    """A question, and how its answer is said: a yes, a no, or, for what is chosen or typed, the words before it."""

    fact: str
    yes: str = ""
    no: str = ""
    before: str = "%(said)s"


def same(fact: str, words: str) -> Asked:
    """What is said in the same words whether it holds or not."""
    return Asked(fact, words, words)


TOPICS = {
    gettext_noop("Onset"): (
        Asked("onset"),
        Asked("minor_trauma", gettext_noop("after a minor fall, lift or jolt"), gettext_noop("no minor trauma")),
        Asked("first_episode", gettext_noop("first episode"), gettext_noop("not the first episode")),
        Asked("episodes_last_12_months", before=gettext_noop("recurrences in 12 months: %(said)s")),
    ),
    gettext_noop("Worse with"): (
        same("worse_walking_or_standing", gettext_noop("walking or standing")),
        same("worse_sitting_or_bending", gettext_noop("sitting or bending forward")),
        same("worse_bending_back", gettext_noop("bending back")),
        same("lying_or_straining_worse", gettext_noop("lying flat or straining")),
    ),
    gettext_noop("Eased by"): (
        same("better_with_movement", gettext_noop("movement")),
        same("better_with_rest", gettext_noop("rest")),
        same("better_sitting", gettext_noop("sitting")),
        same("better_bending_forward", gettext_noop("bending forward")),
    ),
    gettext_noop("Leg symptoms"): (
        Asked("leg_pain", before=gettext_noop("pain: %(said)s")),
        Asked("leg_pain_shooting", gettext_noop("sharp or shooting, in a band"), gettext_noop("not shooting")),
        Asked("leg_numbness", gettext_noop("numb or tingling"), gettext_noop("no numbness or tingling")),
        Asked("leg_weakness", before=gettext_noop("weakness: %(said)s")),
    ),
    gettext_noop("Rest and sleep"): (
        Asked(
            "rest_or_night_pain", gettext_noop("pain at rest or at night"), gettext_noop("no pain at rest or at night")
        ),
        Asked("sleeps_badly", gettext_noop("sleeps badly because of it"), gettext_noop("sleeps well")),
    ),
    gettext_noop("Everyday life"): (
        Asked("present_activity"),
        Asked("hard_tasks", before=gettext_noop("hard: %(said)s")),
    ),
    gettext_noop("Tried so far"): (
        Asked("already_does", before=gettext_noop("does already: %(said)s")),
        Asked("no_improvement_after_month", gettext_noop("no improvement after one month")),
        Asked("anti_inflammatory_helps", gettext_noop("an NSAID helps"), gettext_noop("an NSAID does not help")),
    ),
    gettext_noop("Wants to do again"): (Asked("goals_text"),),
}
YES_AND_NO = ("Worse with", "Eased by")  # what does is said first, then what does not


def history(answers: Answers, kb: KnowledgeBase) -> Iterator[Line]:
    """A line for each topic of which something was told."""
    for name, asked in TOPICS.items():
        said = [one for one in (_said(each, answers, kb) for each in asked) if one[0]]
        if said:
            yield Line(_(name), _apart(said) if name in YES_AND_NO else "; ".join(words for words, _holds in said))


def _said(asked: Asked, answers: Answers, kb: KnowledgeBase) -> tuple[str, bool]:
    """One answer in words, and whether it is a yes; nothing of what is open, or not known."""
    given = answers.by_fact.get(asked.fact)
    if given is None or asked.fact not in kb.facts or given.state is not None or given.value in ((), "", None):
        return "", False
    if isinstance(given.value, bool):
        words = asked.yes if given.value else asked.no
        return (_(words) if words else ""), given.value
    return _(asked.before, said=_chosen(given, kb)), True


def _chosen(given: Answer, kb: KnowledgeBase) -> str:
    """What was chosen or typed; exercises by their name among clinicians."""
    values = given.value if isinstance(given.value, tuple) else ()
    if values and all(value in kb.exercises for value in values):
        return ", ".join(kb.exercises[value].title.clinician for value in values)
    return answer_words(given, kb.facts[given.fact], voice="clinician")


def _apart(said: list[tuple[str, bool]]) -> str:
    """What does, and what does not."""
    does = ", ".join(words for words, holds in said if holds)
    does_not = ", ".join(words for words, holds in said if not holds)
    nots = [_("not: %(others)s", others=does_not)] if does_not else []
    return "; ".join([*([does] if does else []), *nots])
