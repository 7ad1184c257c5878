"""The pain after an exercise, in the words of the traffic light."""

from __future__ import annotations

import uuid

import msgspec

from spinewise_web.records.core import knowledge, named
from spinewise_web.records.models import ExerciseLog

RED = "red"


class After(msgspec.Struct, frozen=True, kw_only=True):
    """What the pain after the exercise that was done last asks for."""

    log: ExerciseLog
    title: str
    light: str
    asks: str
    key: uuid.UUID


def light_of(log: ExerciseLog | None) -> str:
    """The colour that the pain after an exercise is in; none where it asks for nothing."""
    if log is None or log.pain_after is None:
        return ""
    begins = knowledge().safety.light_from
    return max((name for name in begins if begins[name] <= log.pain_after), key=begins.__getitem__, default="")


def after_of(log: ExerciseLog) -> After | None:
    """What to do about it, in the traffic light's own words. What was too much has been told already."""
    light, known = light_of(log), named(log.intervention)
    if not light or log.outcome != ExerciseLog.Outcome.DONE or known is None:
        return None
    asks = knowledge().safety.traffic_light[light]
    return After(log=log, title=known.title.patient, light=light, asks=asks, key=uuid.uuid4())
