"""The independent checker: whoever proposes does not approve.

It believes nothing that a proposal says about the person. It works out triage and clearance from the
answers, holds the proposal against every promise in `plan.checks`, and either builds the plan as it
stands or refuses it with everything that is wrong. It mends nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from spinewise.knowledge.ladders import Level
from spinewise.knowledge.models import KnowledgeBase
from spinewise.plan.checks import care, clearance, dosing, ladders, modalities, names, review, rhythm, times, waivers
from spinewise.plan.checks.case import Case, case_of
from spinewise.plan.stamp import digest_of, stamp_for
from spinewise.plan.types import Busy, Clash, Cleared, LeftOut, Plan, Proposal, Refusal, Stamp, Waiver
from spinewise.plan.wording import listed, say
from spinewise.rules.facts import Answers, Fact
from spinewise.rules.truth import Truth

Check = Callable[[Case], Iterator[Clash]]

PROMISES: tuple[Check, ...] = (
    care.tier_is_allowed,
    care.no_self_made_plan_for_a_child,
    names.interventions_exist,
    names.lessons_exist,
    names.nothing_twice,
    ladders.one_rung_of_a_ladder,
    ladders.one_small_task_at_a_time,
    ladders.only_tasks_that_are_hard,
    clearance.only_general_items,
    clearance.only_low_load,
    clearance.nothing_untaught,
    clearance.by_a_clinicians_hand,
    clearance.cleared_or_waived,
    waivers.waives_what_holds,
    waivers.may_be_waived,
    waivers.signed_and_not_in_advance,
    modalities.passive_never_alone,
    modalities.course_has_an_end,
    ladders.course_has_its_sessions,
    modalities.home_only_if_meant_for_it,
    modalities.consent_only_in_clinic,
    dosing.numbers_are_numbers,
    dosing.same_kind_as_the_file,
    dosing.within_the_files_own_limit,
    dosing.within_what_is_cleared,
    dosing.enough_to_mean_something,
    dosing.days_of_rest_are_kept_in_the_dose,
    dosing.through_the_day_only_for_a_tested_preference,
    times.zone_exists,
    times.has_its_times,
    times.anchors_exist,
    times.inside_the_plan,
    times.not_after_its_last_day,
    times.slots_are_sound,
    times.wall_times_exist,
    times.no_time_twice,
    times.nothing_overlaps,
    times.nothing_while_busy,
    rhythm.bouts_a_day_are_kept,
    rhythm.hours_between_bouts_are_kept,
    rhythm.days_a_week_are_kept,
    rhythm.days_apart_are_kept,
    rhythm.exercises_a_day_are_few,
    rhythm.minutes_a_day_are_kept,
    review.review_is_set,
    review.through_the_day_is_looked_at_soon,
)
ID_DIGITS = 16


def accept(
    proposal: Proposal,
    answers: Answers,
    kb: KnowledgeBase,
    waivers: Iterable[Waiver] = (),
    *,
    busy: Iterable[Busy] = (),
) -> Plan | Refusal:
    """The plan exactly as proposed, or a refusal that names every clash at once.

    A busy time without a zone counts in the plan's own zone.
    """
    case = case_of(proposal, answers, kb, waivers=waivers, busy=busy)
    clashes = tuple(dict.fromkeys(clashes_in(case)))
    return Refusal(clashes=clashes) if clashes else plan_of(case)


def clashes_in(case: Case) -> list[Clash]:
    """Everything that is wrong. Behind a lock nothing else is said: it would read as a way through."""
    return list(care.locked(case)) or [clash for promise in PROMISES for clash in promise(case)]


class Content(msgspec.Struct, frozen=True):
    """What a plan's id is a name for."""

    proposal: Proposal
    waivers: tuple[Waiver, ...]
    stamp: Stamp


def plan_of(case: Case) -> Plan:
    """The plan with what stands behind it. Called only when nothing clashes."""
    stamp = stamp_for(case.answers, case.kb)
    return Plan(
        id=digest_of(Content(case.proposal, case.waivers, stamp))[:ID_DIGITS],
        proposal=case.proposal,
        triage=case.triage,
        left_out=left_out(case),
        waivers=case.waivers,
        stamp=stamp,
    )


def left_out(case: Case) -> tuple[LeftOut, ...]:
    """What is held back and not in the plan. What is cleared but was not chosen is no loss and is not listed."""
    planned = {item.intervention for item in case.proposal.items}
    return tuple(
        LeftOut(
            intervention=one.intervention,
            level=one.level,
            reasons=one.reasons,
            says=says_of(one, case),
            missing=one.missing,
            waiver=one.waiver,
        )
        for one in case.cleared.values()
        if one.level is not Level.GO and one.intervention not in planned
    )


def says_of(one: Cleared, case: Case) -> str:
    """Why it is left out, in the patient's words: the tier's note, what each certain precaution tells, and
    what is not known yet. A condition that is not known is never told as if it were there."""
    told = [case.kb.precautions[rule].tell.patient for rule in certain_rules(one) if rule in case.kb.precautions]
    unknown = sorted(fact_words(case.kb.facts[fact]) for fact in one.missing)
    waits = [say(case.kb, "left_out_unknown", facts=listed(unknown))] if unknown else []
    return " ".join(dict.fromkeys([*one.notes, *told, *waits]))


def certain_rules(one: Cleared) -> list[str]:
    """The rules that are certain, in order; the lines of one that is not known are all unknown."""
    truths: dict[str, set[Truth]] = {}
    for reason in one.reasons:
        truths.setdefault(reason.rule, set()).add(reason.truth)
    return [rule for rule, seen in truths.items() if seen != {Truth.UNKNOWN}]


def fact_words(fact: Fact) -> str:
    """A fact in the patient's words: a question stands as it is asked, the rest as a phrase."""
    if "?" in fact.person:
        return f"“{fact.person}”"
    return fact.person[:1].lower() + fact.person[1:]
