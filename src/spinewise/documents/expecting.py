"""What a pregnancy changes in a plan, in the words of the rules that changed it."""

from __future__ import annotations

from spinewise.knowledge.demands import matches
from spinewise.knowledge.models import KnowledgeBase, Precaution
from spinewise.language import gettext as _
from spinewise.rules.facts import Answers
from spinewise.rules.known import Known, OneOf, truth_of
from spinewise.rules.tree import facts_of
from spinewise.rules.truth import YES

PREGNANCY, POSSIBLE = "pregnancy", "possible"


def pregnancy_words(answers: Answers, kb: KnowledgeBase) -> str:
    """That the plan takes a pregnancy into account, and what is different; nothing where there is none."""
    known = Known(answers, kb.facts)
    holding = [one for one in kb.precautions.values() if _is_about_it(one, kb) and truth_of(one.when, known) is YES]
    if not holding:
        return ""
    taken = (
        _("Your plan takes into account that you could be pregnant.")
        if known.possible(PREGNANCY) == OneOf(frozenset({POSSIBLE}))
        else _("Your plan takes your pregnancy into account.")
    )
    return " ".join([taken, *(one.tell.patient for one in holding)])


def _is_about_it(one: Precaution, kb: KnowledgeBase) -> bool:
    """Whether a precaution is for pregnancy alone, and for something that a person does."""
    if facts_of(one.when) != {PREGNANCY}:
        return False
    return any(matches(effect.to, done.demands) for effect in one.effects for done in kb.exercises.values())
