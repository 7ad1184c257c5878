"""Passive treatments: a companion, with an end, where they can be given safely."""

from __future__ import annotations

from collections.abc import Iterator

from spinewise.language import gettext as _
from spinewise.plan.checks.case import Case, clash
from spinewise.plan.checks.clearance import UNEXAMINED, not_at_this_tier
from spinewise.plan.types import Clash


def passive_never_alone(case: Case) -> Iterator[Clash]:
    """Active care comes first: a passive treatment is at most a companion to something the person does."""
    if any(True for _one in case.exercise_items):
        return
    for item, one in case.modality_items:
        yield clash(
            item,
            _("%(treatment)s is the only thing in the plan. Add an exercise.", treatment=one.title.clinician),
            rule="active",
        )


def course_has_an_end(case: Case) -> Iterator[Clash]:
    """A passive treatment ends on a day that is known when it begins."""
    for item, one in case.modality_items:
        if item.until is None:
            yield clash(
                item, _("%(treatment)s has no last day. Set `until`.", treatment=one.title.clinician), rule="course"
            )
        elif not 0 <= (item.until - case.proposal.starts_on).days <= one.course_days:
            says = _(
                "%(treatment)s may go on for %(days)s days. Correct `until`.",
                treatment=one.title.clinician,
                days=one.course_days,
            )
            yield clash(item, says, rule="course")


def home_only_if_meant_for_it(case: Case) -> Iterator[Clash]:
    """Some treatments are given by a clinician's hands or machine only, so not to somebody nobody has seen."""
    for item, one in case.modality_items:
        if one.home:
            continue
        if case.tier in UNEXAMINED:
            yield not_at_this_tier(case, item, "not_at_home", _("It is given in a clinic only."))
        elif not item.in_clinic:
            yield clash(
                item,
                _("%(treatment)s is not for home use. Give it in the clinic.", treatment=one.title.clinician),
                rule="home",
            )


def consent_only_in_clinic(case: Case) -> Iterator[Clash]:
    """Consent is asked for and recorded face to face, so what needs it is given there."""
    for item, one in case.modality_items:
        if one.consent and not item.in_clinic:
            yield clash(
                item,
                _("%(treatment)s needs consent. Give it in the clinic.", treatment=one.title.clinician),
                rule="consent",
            )
