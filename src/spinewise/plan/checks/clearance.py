"""What each tier lets in, and what only a clinician's signed reason lets in."""

from __future__ import annotations

from collections.abc import Iterator

from spinewise.knowledge.demands import matches
from spinewise.knowledge.ladders import Level, Tier, WaiverBy
from spinewise.knowledge.models import Exercise
from spinewise.language import gettext as _
from spinewise.language import gettext_noop
from spinewise.plan.checks.case import Case, clash, holding_rules
from spinewise.plan.clear import Hit
from spinewise.plan.types import Clash, Item

UNEXAMINED = (Tier.GENERAL, Tier.LOW_LOAD)
WHO_MAY = {
    WaiverBy.NEVER: gettext_noop("Nobody may set this aside."),
    WaiverBy.THERAPIST: gettext_noop("A therapist may set this aside, with a reason."),
    WaiverBy.SUPERVISOR: gettext_noop("Only a supervisor may set this aside, with a reason."),
}


def only_general_items(case: Case) -> Iterator[Clash]:
    """Before the safety questions are done, or while a letter is on its way: general activity only."""
    if case.tier is not Tier.GENERAL:
        return
    for item, one in case.known_items:
        if not (isinstance(one, Exercise) and one.general):
            yield not_at_this_tier(case, item, "only_general", _("Only general activity is allowed at this tier."))


def only_low_load(case: Case) -> Iterator[Clash]:
    """Whatever the tier leaves out stays out, however harmless the person's answers look."""
    left_out = case.kb.tier(case.tier).leaves_out
    for item, one in case.known_items:
        if any(matches(pattern, one.demands) for pattern in left_out):
            yield not_at_this_tier(case, item, "leaves_out", _("It asks more than this tier allows."))


def nothing_untaught(case: Case) -> Iterator[Clash]:
    """What has to be shown by a therapist is not for somebody whom no therapist has seen."""
    if case.tier not in UNEXAMINED:
        return
    for item, one in case.exercise_items:
        if one.teach_first:
            yield not_at_this_tier(case, item, "teach_first", _("It has to be shown by a therapist first."))


def by_a_clinicians_hand(case: Case) -> Iterator[Clash]:
    """An exercise that is not offered by default needs a clinician, and there is none at the lower tiers."""
    if case.tier not in UNEXAMINED:
        return
    for item, one in case.exercise_items:
        if not one.by_default:
            yield clash(
                item, _("Only a clinician may choose it. %(says)s", says=one.say_plainly).rstrip(), rule="by_default"
            )


def cleared_or_waived(case: Case) -> Iterator[Clash]:
    """An item is cleared, or every precaution that holds it is set aside in writing, at the full tier only."""
    for item, _one in case.known_items:
        cleared = case.cleared[item.intervention]
        if cleared.level is Level.GO:
            continue
        holding = holding_rules(case, item.intervention)
        yield from (clash(item, note, rule=_tier_rule(case)) for note in cleared.notes)
        yield from (_held(item, hit) for hit in holding.values() if not _is_answered_for(case, item, hit))
        if not holding and not cleared.notes:
            yield clash(item, _("No dose is left that is both safe and worth doing."), rule="cleared")


def _is_answered_for(case: Case, item: Item, hit: Hit) -> bool:
    """Whether there is a waiver for it; whether that waiver is a good one is checked by itself."""
    named = {(waiver.rule, waiver.item) for waiver in case.waivers}
    return case.tier is Tier.FULL and (hit.precaution.id, item.intervention) in named


def _held(item: Item, hit: Hit) -> Clash:
    says = f"{hit.precaution.tell.clinician} {_(WHO_MAY[hit.precaution.waiver])}"
    return clash(item, says, rule=hit.precaution.id)


def not_at_this_tier(case: Case, item: Item, note: str, otherwise: str) -> Clash:
    """The tier's own note where it has one, so that one fault is told once."""
    return clash(item, case.kb.tier(case.tier).notes.get(note, otherwise), rule=_tier_rule(case))


def _tier_rule(case: Case) -> str:
    return f"tiers/{case.tier.value}"
