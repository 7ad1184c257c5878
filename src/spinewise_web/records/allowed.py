"""What may be given at a visit, how much of it, and why not.

What was given already, here or elsewhere, is a fact: it is kept whatever this says, and somebody is alerted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
from django.utils.translation import gettext as _

from spinewise.knowledge.ladders import Level
from spinewise_web.records.core import knowledge
from spinewise_web.records.courses import course_problem
from spinewise_web.records.given import Given, beyond_limits, out_of_range, rests_on, unsaid
from spinewise_web.records.giving import Giving
from spinewise_web.records.models import Consent

About = Consent.About


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """What keeps a visit from being kept: which intervention, which field of it, what to do."""

    about: str
    field: str
    says: str


# -- why not


def why_not(name: str, giving: Giving) -> tuple[str, ...]:
    """What speaks against giving this to this person today; empty when nothing does, or a waiver answers for it."""
    if name in giving.known:
        return ()
    if giving.is_locked:
        return (_("Nothing is given while the plan is locked. What stands on the patient’s page comes first."),)
    return () if cares(name, giving) else _clashes(name, giving)


def cares(name: str, giving: Giving) -> tuple[str, ...]:
    """What asks for care with this, where a reason of whoever gives it answers for that; it is kept with the visit."""
    if name in giving.known or giving.is_locked:
        return ()
    one = giving.case.cleared[name]
    may = one.waiver is not None and one.waiver.lets(supervise=giving.supervises)
    return _clashes(name, giving) if one.level is Level.CAUTION and may else ()


def _clashes(name: str, giving: Giving) -> tuple[str, ...]:
    """The clashes in words. What a tier says about home reads wrong in the room, so it is told once and plainly."""
    waits = _("This waits until the safety questions are answered and an examination is kept.")
    found = [clash for clash in giving.clashes if clash.about == name]
    return tuple(dict.fromkeys(waits if clash.rule.startswith("tiers/") else clash.says for clash in found))


def consents_for(name: str) -> tuple[Consent.About, ...]:
    """What has to be agreed to before this is given."""
    one = knowledge().modalities.get(name)
    return (About.TREATMENT, *(About(about) for about in (one.consent_about if one else ())))


def unagreed(name: str, giving: Giving) -> tuple[Consent.About, ...]:
    """What the person has not agreed to, or no longer does."""
    said = giving.consents
    return tuple(about for about in consents_for(name) if about not in said or not said[about].given)


def most_minutes(name: str, giving: Giving) -> float | None:
    """The longest that this person may have it for."""
    one = giving.case.cleared.get(name)
    return one.dose.limit.minutes if one else None


# -- the whole


def problems_with(given: Sequence[Given], giving: Giving) -> list[Problem]:
    """Everything that keeps these from being kept as given."""
    return [
        Problem(about=one.intervention, field=field, says=says)
        for one in given
        for field, says in (*out_of_range(one), *(() if one.already else _not_allowed(one, giving)))
    ]


def _not_allowed(one: Given, giving: Giving) -> Iterator[tuple[str, str]]:
    yield from (("give", says) for says in against(one, giving))
    yield from unsaid(one)
    if cares(one.intervention, giving) and not one.because.strip():
        yield "because", _("Say why you give it all the same")
    for about in unagreed(one.intervention, giving):
        yield f"consent-{about.value}", _("Ask for their consent, and mark their yes")


def against(one: Given, giving: Giving) -> list[str]:
    """Why this is too much, or not for this person now. What was given already is told to somebody with these."""
    found = [*why_not(one.intervention, giving), course_problem(one.intervention, giving), *_beyond(one, giving)]
    return [says for says in found if says]


def _beyond(one: Given, giving: Giving) -> Iterator[str]:
    limit = giving.case.cleared[one.intervention].dose.limit
    source = {"source": rests_on(one.intervention)}
    if limit.minutes is not None and one.minutes > limit.minutes:
        yield _("At most %(most)s minutes. %(source)s") % (source | {"most": f"{limit.minutes:g}"})
    if limit.sets is not None and len(one.sets) > limit.sets:
        yield _("At most %(most)s sets. %(source)s") % (source | {"most": limit.sets})
    if limit.repetitions is not None and max(one.sets, default=0) > limit.repetitions:
        yield _("At most %(most)s times in a set. %(source)s") % (source | {"most": limit.repetitions})
    for each in beyond_limits(one):
        yield _("%(name)s: %(setting)s. %(source)s") % (source | {"name": each.name, "setting": each.setting})


def is_excluded(name: str, giving: Giving) -> bool:
    """Whether the core excludes this outright, or everything is locked."""
    return giving.is_locked or giving.case.cleared[name].level is Level.EXCLUDE
