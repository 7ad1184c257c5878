"""The tables of the records, by what they are about."""

from __future__ import annotations

from spinewise_web.audit.triggers import Guard
from spinewise_web.records.models.base import PersonRows, Record
from spinewise_web.records.models.contact import AfterInstruction, Alert, Message, Reminder, ReminderSent
from spinewise_web.records.models.course import AnswerSheet, Decision, Episode, KnowledgeRelease, PlanVersion
from spinewise_web.records.models.days import AdverseEvent, DayLog, ExerciseLog, VisitNote, VisitSession
from spinewise_web.records.models.flares import FlareUp
from spinewise_web.records.models.own import NAME_LETTERS, WHY_LETTERS, OwnExercise, PlanTemplate
from spinewise_web.records.models.people import Carer, Consent, OtherTreatment, Person, Referral, Tombstone

__all__ = [
    "GUARDS",
    "NAME_LETTERS",
    "WHY_LETTERS",
    "AdverseEvent",
    "AfterInstruction",
    "Alert",
    "AnswerSheet",
    "Carer",
    "Consent",
    "DayLog",
    "Decision",
    "Episode",
    "ExerciseLog",
    "FlareUp",
    "KnowledgeRelease",
    "Message",
    "OtherTreatment",
    "OwnExercise",
    "Person",
    "PersonRows",
    "PlanTemplate",
    "PlanVersion",
    "Record",
    "Referral",
    "Reminder",
    "ReminderSent",
    "Tombstone",
    "VisitNote",
    "VisitSession",
]

APPEND_ONLY = (
    AnswerSheet,
    Decision,
    DayLog,
    ExerciseLog,
    Consent,
    AdverseEvent,
    VisitSession,
    VisitNote,
    AfterInstruction,
)
MESSAGES_SAY_WHAT_THEY_SAID = ("text", "from_clinic", "made_at", "made_by_id", "person_id")
OWN_EXERCISES_SAY_WHAT_THEY_SAID = ("clinic_id", "name", "words", "is_graded", "replaces_id", "made_at", "made_by_id")
TEMPLATES_SAY_WHAT_THEY_SAID = ("clinic_id", "name", "items", "made_at", "made_by_id")
FLARE_UPS_SAY_WHEN = ("began_on", "sheet_id", "plan_id", "episode_id", "made_at", "made_by_id", "person_id")
PLANS_SAY_WHAT_THEY_SAID = ("document", "sequence", "decision_id", "edits", "tier", "made_at", "person_id")


def _of(model: type[Record], *fixed: str) -> Guard:
    table = model._meta.db_table  # noqa: SLF001  # Django's own public name
    return Guard(table=table, fixed=fixed, unless_in=Tombstone._meta.db_table, by="person_id")  # noqa: SLF001


GUARDS = (
    *(_of(model) for model in APPEND_ONLY),
    _of(Message, *MESSAGES_SAY_WHAT_THEY_SAID),
    _of(FlareUp, *FLARE_UPS_SAY_WHEN),
    _of(PlanVersion, *PLANS_SAY_WHAT_THEY_SAID),
    Guard(table=OwnExercise._meta.db_table, fixed=OWN_EXERCISES_SAY_WHAT_THEY_SAID),  # noqa: SLF001
    Guard(table=PlanTemplate._meta.db_table, fixed=TEMPLATES_SAY_WHAT_THEY_SAID),  # noqa: SLF001
    Guard(table=Tombstone._meta.db_table),  # noqa: SLF001
    Guard(table=KnowledgeRelease._meta.db_table),  # noqa: SLF001
)
