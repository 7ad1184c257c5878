"""The tables of the records, by what they are about."""

from __future__ import annotations

from spinewise_web.audit.triggers import Guard
from spinewise_web.records.models.base import PersonRows, Record
from spinewise_web.records.models.contact import Alert, Message, Reminder, ReminderSent
from spinewise_web.records.models.course import AnswerSheet, Decision, Episode, KnowledgeRelease, PlanVersion
from spinewise_web.records.models.days import AdverseEvent, DayLog, ExerciseLog, VisitSession
from spinewise_web.records.models.people import Carer, Consent, OtherTreatment, Person, Referral, Tombstone

__all__ = [
    "GUARDS",
    "AdverseEvent",
    "Alert",
    "AnswerSheet",
    "Carer",
    "Consent",
    "DayLog",
    "Decision",
    "Episode",
    "ExerciseLog",
    "KnowledgeRelease",
    "Message",
    "OtherTreatment",
    "Person",
    "PersonRows",
    "PlanVersion",
    "Record",
    "Referral",
    "Reminder",
    "ReminderSent",
    "Tombstone",
    "VisitSession",
]

APPEND_ONLY = (AnswerSheet, Decision, DayLog, ExerciseLog, Consent, AdverseEvent, VisitSession)
MESSAGES_SAY_WHAT_THEY_SAID = ("text", "from_clinic", "made_at", "made_by_id", "person_id")
PLANS_SAY_WHAT_THEY_SAID = ("document", "sequence", "decision_id", "edits", "tier", "made_at", "person_id")


def _of(model: type[Record], *fixed: str) -> Guard:
    table = model._meta.db_table  # noqa: SLF001  # Django's own public name
    return Guard(table=table, fixed=fixed, unless_in=Tombstone._meta.db_table, by="person_id")  # noqa: SLF001


GUARDS = (
    *(_of(model) for model in APPEND_ONLY),
    _of(Message, *MESSAGES_SAY_WHAT_THEY_SAID),
    _of(PlanVersion, *PLANS_SAY_WHAT_THEY_SAID),
    Guard(table=Tombstone._meta.db_table),  # noqa: SLF001
    Guard(table=KnowledgeRelease._meta.db_table),  # noqa: SLF001
)
