"""An episode ends: with discharge, or because somebody no longer comes."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from spinewise_web.accounts.models import User
from spinewise_web.records.actions.base import NotAllowed, action, change, clinician, hold
from spinewise_web.records.actions.plans import end_plan
from spinewise_web.records.models import Episode, PlanVersion


@action
def close_episode(*, episode: Episode, because: str, by: User, now: dt.datetime) -> Episode:
    """Discharge: the episode and its open plans end, everything stays readable. The next answer opens another one.

    Raises:
        NotAllowed: `by` is no clinician of this person, or an alert still waits.
    """
    clinician(by, hold(episode.person))
    if episode.alerts.filter(acknowledged_at=None).exists():
        raise NotAllowed(_("An alert waits. Take it up first."))
    for version in PlanVersion.objects.filter(episode=episode).exclude(state=PlanVersion.State.ENDED):
        end_plan(version=version, by=by, now=now)
    episode.closed_at, episode.closed_because = now, because
    return change(episode, "closed_at", "closed_because", verb="episode.close", by=by, now=now)
