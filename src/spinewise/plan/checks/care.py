"""Who may have a plan at all, and of which tier (clinical model, sections 2 and 4)."""

from __future__ import annotations

from collections.abc import Iterator

from spinewise.knowledge.ladders import Tier
from spinewise.language import gettext as _
from spinewise.plan.checks.case import Case, clash
from spinewise.plan.types import Clash
from spinewise.rules.known import Known, leaf_truth
from spinewise.rules.tree import Leaf, Test
from spinewise.rules.truth import NO, UNKNOWN, YES, Truth

WHOLE_PLAN = "plan"


def locked(case: Case) -> Iterator[Clash]:
    """An emergency, an urgent sign or an unanswered urgent question leaves room for nothing, whoever signs.

    Not even an empty plan is made: what such a person gets is the instruction.
    """
    if Tier.LOCKED not in (case.allowed, case.proposal.tier):
        return
    says = case.kb.tier(Tier.LOCKED).tell if case.allowed is not Tier.LOCKED else case.triage.tell
    for about in contents(case) or [WHOLE_PLAN]:
        yield clash(about, says.clinician, rule=lock_rule(case))


def contents(case: Case) -> list[str]:
    """All that a plan can hold. Lessons, visits and goals are content too."""
    plan = case.proposal
    items = [item.intervention for item in plan.items]
    return [*items, *plan.lessons, *(goal.wants for goal in plan.goals), *(["visits"] if plan.sessions else [])]


def lock_rule(case: Case) -> str:
    """The red flag that locks, or the first urgent question that is open."""
    if case.triage.flags and case.allowed is Tier.LOCKED:
        return case.triage.flags[0].rule
    return next(iter(case.triage.missing_urgent), f"tiers/{Tier.LOCKED.value}")


def tier_is_allowed(case: Case) -> Iterator[Clash]:
    """A plan is made at the tier that the answers and the examination allow, or at a lower one."""
    if not case.allowed.at_least(case.proposal.tier):
        most = case.kb.tier(case.allowed)
        yield clash(
            WHOLE_PLAN,
            _("The most that is allowed now is '%(title)s'. %(says)s", title=most.title, says=most.tell.clinician),
            rule="tier",
        )


def no_self_made_plan_for_a_child(case: Case) -> Iterator[Clash]:
    """Without an examination nobody under age gets exercises, nor does a person whose age is not known."""
    if case.proposal.tier is Tier.FULL or not case.proposal.items:
        return
    years = case.kb.programme.adult_from_years
    says = {
        NO: _("Under %(years)s no plan is self-made. A clinician who treats children decides.", years=years),
        UNKNOWN: _("The age is not known. Ask it first."),
    }
    truth = of_age(case, years)
    if truth is not YES:
        yield clash(WHOLE_PLAN, says[truth], rule="age")


def of_age(case: Case, years: int) -> Truth:
    """Whether the person is of age, as far as is known."""
    if "age" not in case.kb.facts:
        return UNKNOWN
    possible = Known(case.answers, case.kb.facts).possible("age")
    return leaf_truth(Leaf(fact="age", test=Test.AT_LEAST, values=(years,)), possible)
