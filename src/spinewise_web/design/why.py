"""The links of a chain of reasons, and how sure the last of them is."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from django.utils.translation import gettext as _

from spinewise.rules.tree import Certainty, Claim


class Step(msgspec.Struct, frozen=True):
    """One link of a chain of reasons."""

    name: str
    says: str


def how_sure(claims: Iterable[Claim]) -> str:
    """How certain what a rule rests on is, in plain words; the weakest claim counts."""
    words = {
        Certainty.HIGH: _("High: more studies would hardly change it."),
        Certainty.MODERATE: _("Moderate: probably right; more studies may change it."),
        Certainty.LOW: _("Low: the best that is known, and it may well change."),
        Certainty.VERY_LOW: _("Very low: little is known."),
    }
    known = {claim.certainty for claim in claims}
    graded = [says for grade, says in words.items() if grade in known]
    waits = known - set(words)
    return " ".join([*graded[-1:], *([_("Part of it waits for a clinician to approve it.")] if waits else [])])
