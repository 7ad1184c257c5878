"""An episode ends: with discharge, or because somebody no longer comes."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from spinewise.knowledge.ladders import Urgency
from spinewise_web.accounts.models import User
from spinewise_web.records.actions.base import NotAllowed, action, change, clinician, hold
from spinewise_web.records.actions.contact import send_message
from spinewise_web.records.actions.plans import end_plan
from spinewise_web.records.models import Episode, PlanVersion, Referral


@action
def close_episode(*, episode: Episode, because: str, by: User, now: dt.datetime, goes_on: str = "") -> Episode:
    """Discharge: the episode and its open plans end, everything stays readable. The next answer opens another one.

    `goes_on` is what the person keeps doing by themselves; they read it among their messages.

    Raises:
        NotAllowed: `by` is no clinician of this person, it ended already, a sign stands, or an alert still waits.
    """
    person = hold(episode.person)
    clinician(by, person)
    episode.refresh_from_db()
    waits = why_not_yet(episode)
    if waits:
        raise NotAllowed(waits)
    for version in PlanVersion.objects.filter(episode=episode).exclude(state=PlanVersion.State.ENDED):
        end_plan(version=version, by=by, now=now)
    if goes_on.strip():
        send_message(person=person, text=goes_on, by=by, now=now)
    episode.closed_at, episode.closed_because = now, because
    return change(episode, "closed_at", "closed_because", verb="episode.close", by=by, now=now)


def why_not_yet(episode: Episode) -> str:
    """What has to be done before somebody may be discharged; empty when nothing has."""
    urgency = Urgency(episode.urgency) if episode.urgency else Urgency.NONE
    if episode.closed_at is not None:
        return _("They are discharged already.")
    if episode.alerts.filter(acknowledged_at=None).exists():
        return _("An alert waits. Take it up first.")
    if urgency.at_least(Urgency.URGENT):
        return _("A sign stands that cannot wait. Look into it first, and keep what came out of it.")
    if urgency is Urgency.REFER and not _has_a_letter(episode):
        return _("A doctor should see them. Write the letter first, or keep that the sign was looked into.")
    return ""


def _has_a_letter(episode: Episode) -> bool:
    letters = Referral.objects.filter(person=episode.person_id, way=Referral.Way.OUT)
    return letters.filter(made_at__gte=episode.opened_at).exists()
