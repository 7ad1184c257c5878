"""Every decision can be made again from what was kept."""

import json

import pytest
from django.utils.translation import get_language, override

from marked import Marked
from spinewise.language import SOURCE, SPEECH
from spinewise.plan.types import Remove
from spinewise_web.audit.triggers import lifted
from spinewise_web.records.actions.plans import edit_plan, propose_plan
from spinewise_web.records.core import document_of, knowledge, knowledge_of, planned, value_of
from spinewise_web.records.models import GUARDS, AnswerSheet, Decision, KnowledgeRelease
from spinewise_web.records.replay import differences
from web import remembered
from web.cast import NOW

pytestmark = pytest.mark.django_db


def test_decisions_of_every_kind_come_out_as_they_were_made(cast):
    version = cast.signed_plan()
    edit_plan(version=version, edits=[Remove(planned(version)[0])], reason="No time", by=cast.therapist, now=NOW)
    cast.answers(saddle_numbness="new")
    propose_plan(person=cast.patient, by=cast.therapist, now=NOW)
    assert {decision.kind for decision in Decision.objects.all()} == {"triage", "plan"}
    assert list(differences()) == []


def test_a_decision_is_made_again_in_the_language_it_was_made_in(cast, monkeypatch):
    speaks = {"de": Marked()}
    monkeypatch.setattr(SPEECH, "asks", lambda: speaks.get(get_language(), SOURCE))
    monkeypatch.setattr(remembered, "KEPT", {})
    with override("de"):
        kept = cast.answers(saddle_numbness="new").decision
        refused = propose_plan(person=cast.patient, by=cast.therapist, now=NOW)
    assert "«" in json.dumps([kept.document, document_of(refused, stamp=_stamp(kept))], ensure_ascii=False)
    assert {one.inputs["language"] for one in Decision.objects.all()} == {"de"}
    assert list(differences()) == []


def test_a_decision_that_was_changed_is_found(cast):
    from django.db import connection

    decision = cast.answers().decision
    changed = json.loads(json.dumps(decision.document))
    changed["body"]["care"] = "physical_therapy"
    with lifted(connection, GUARDS):
        Decision.objects.filter(pk=decision.pk).update(document=changed)
    assert [one.decision_id for one in differences()] == [decision.pk]


def test_the_knowledge_is_kept_whole_and_once(cast):
    cast.answers()
    cast.answers()
    assert knowledge_of(KnowledgeRelease.objects.get()) == knowledge()


def test_a_document_comes_back_from_the_database_as_the_same_value(cast):
    cast.signed_plan()
    for row in [*AnswerSheet.objects.all(), *Decision.objects.all()]:
        value = value_of(row.document)
        assert document_of(value, stamp=_stamp(row)) == row.document


def _stamp(row):
    import msgspec

    from spinewise.plan.types import Stamp

    return msgspec.convert(row.document["stamp"], Stamp)
