"""A waiver sets one precaution aside for one item: the right person, a real hold, not in advance."""

from __future__ import annotations

from collections.abc import Iterator

from spinewise.dates import plain_date
from spinewise.knowledge.ladders import WaiverBy
from spinewise.language import gettext as _
from spinewise.plan.checks.case import Case, clash, holding_rules
from spinewise.plan.clear import Hit
from spinewise.plan.types import Clash, Waiver

RANK = {"therapist": 1, "supervisor": 2}
NEEDED = {WaiverBy.THERAPIST: 1, WaiverBy.SUPERVISOR: 2}


def waives_what_holds(case: Case) -> Iterator[Clash]:
    """It names an item of this plan and a precaution that really holds it: no waivers kept in store."""
    for waiver in case.waivers:
        if _hit(case, waiver) is None:
            says = _("'%(rule)s' does not hold this item. Take the waiver out.", rule=waiver.rule)
            yield clash(waiver.item, says, rule="waiver_fits")


def may_be_waived(case: Case) -> Iterator[Clash]:
    """What nobody may set aside stays, and a supervisor's decision is a supervisor's."""
    for waiver in case.waivers:
        hit = _hit(case, waiver)
        if hit is None:
            continue
        if hit.precaution.waiver is WaiverBy.NEVER:
            yield clash(
                waiver.item, _("'%(rule)s' cannot be set aside by anybody.", rule=waiver.rule), rule="waiver_never"
            )
        elif RANK[waiver.role] < NEEDED[hit.precaution.waiver]:
            says = _("'%(rule)s' needs a supervisor, not a %(role)s.", rule=waiver.rule, role=waiver.role)
            yield clash(waiver.item, says, rule="waiver_role")


def signed_and_not_in_advance(case: Case) -> Iterator[Clash]:
    """A decision has been taken by somebody, for a reason, not later than today."""
    for waiver in case.waivers:
        if waiver.on > case.answers.today:
            says = _("The waiver is dated %(day)s, after today. Correct the day.", day=plain_date(waiver.on))
            yield clash(waiver.item, says, rule="waiver_date")
        if not waiver.by.strip() or not waiver.reason.strip():
            yield clash(waiver.item, _("The waiver does not say who and why. Fill in both."), rule="waiver_signed")


def _hit(case: Case, waiver: Waiver) -> Hit | None:
    return holding_rules(case, waiver.item).get(waiver.rule)
