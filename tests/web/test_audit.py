"""What was done stays known: the chain holds, the database refuses changes, erasure leaves nothing but a stone."""

from contextlib import suppress

import msgspec
import pytest
from django.db import DatabaseError, connection, transaction

from spinewise_web.audit.chain import Act, append, faults, together
from spinewise_web.audit.models import ENTRIES_ARE_KEPT, Entry, Head
from spinewise_web.audit.triggers import lifted, missing
from spinewise_web.records.actions import answers as answering
from spinewise_web.records.actions.answers import record_answers
from spinewise_web.records.actions.base import NotAllowed
from spinewise_web.records.actions.contact import send_message
from spinewise_web.records.actions.rights import erase_person, export_person
from spinewise_web.records.models import (
    GUARDS,
    AnswerSheet,
    Decision,
    Message,
    Person,
    PlanVersion,
    Tombstone,
)
from spinewise_web.records.verify import audit_faults
from web.cast import NOW

pytestmark = pytest.mark.django_db


def test_every_chain_and_record_holds_after_a_busy_day(cast):
    cast.signed_plan()
    cast.answers(cast.other_patient, saddle_numbness="new")
    send_message(person=cast.patient, text="Hello", by=cast.patient_user, now=NOW)
    assert list(audit_faults()) == []
    assert Entry.objects.count() > 15


def test_each_clinic_has_its_own_chain(cast):
    sequences = Entry.objects.filter(clinic_id=cast.other_clinic.pk).values_list("sequence", flat=True)
    assert list(sequences) == list(range(1, len(sequences) + 1))


def test_an_entry_holds_no_word_that_anybody_said(cast):
    send_message(person=cast.patient, text="A secret of mine", by=cast.patient_user, now=NOW)
    entry = Entry.objects.latest("id")
    said = " ".join(str(getattr(entry, field.attname)) for field in Entry._meta.concrete_fields)
    assert "secret" not in said
    assert "Pat" not in said


def test_the_database_refuses_to_change_or_delete_an_entry(cast):
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        Entry.objects.update(verb="nothing.happened")
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        Entry.objects.all().delete()


@pytest.mark.parametrize(("model", "field", "value"), [(AnswerSheet, "changed", []), (Decision, "reasons", [])])
def test_the_database_refuses_to_change_or_delete_what_was_answered_and_decided(cast, model, field, value):
    cast.answers()
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        model.objects.update(**{field: value})
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        model.objects.all()._raw_delete("default")


def test_a_plan_may_be_signed_but_its_content_never_changes(cast):
    cast.signed_plan()
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        PlanVersion.objects.update(document={})


def test_a_message_may_be_read_but_not_rewritten(cast):
    send_message(person=cast.patient, text="Hello", by=cast.patient_user, now=NOW)
    Message.objects.update(read_at=NOW)
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        Message.objects.update(text="Goodbye")


def test_every_trigger_is_there():
    assert missing(connection, [ENTRIES_ARE_KEPT, *GUARDS]) == []


@pytest.mark.parametrize(
    "change", [{"verb": "x"}, {"by_id": None}, {"at": NOW.replace(year=2020)}, {"digest": "0" * 64}]
)
def test_an_entry_changed_behind_the_triggers_is_found(cast, change):
    cast.answers()
    entry = Entry.objects.filter(about="answersheet").get()
    with lifted(connection, [ENTRIES_ARE_KEPT]):
        Entry.objects.filter(pk=entry.pk).update(**change)
    assert entry.sequence in {fault.sequence for fault in faults(cast.clinic.pk)}


def test_an_entry_taken_out_is_found(cast):
    entry = Entry.objects.filter(clinic_id=cast.clinic.pk, sequence=3).get()
    with lifted(connection, [ENTRIES_ARE_KEPT]):
        Entry.objects.filter(pk=entry.pk).delete()
    assert [(fault.sequence, fault.says) for fault in faults(cast.clinic.pk)] == [(3, "entries 3 to 3 are missing")]


def test_a_chain_cut_short_is_found(cast):
    last = Entry.objects.filter(clinic_id=cast.clinic.pk).latest("sequence")
    with lifted(connection, [ENTRIES_ARE_KEPT]):
        Entry.objects.filter(pk=last.pk).delete()
    assert "the end of the chain" in next(faults(cast.clinic.pk)).says


def test_a_record_changed_behind_the_actions_is_found(cast):
    Person.objects.filter(pk=cast.patient.pk).update(name="Somebody else")
    found = [fault.says for fault in audit_faults()]
    assert any(f"person {cast.patient.pk} was changed" in says for says in found)


def test_a_record_lost_without_a_tombstone_is_found(cast):
    sheet = cast.answers().sheet
    with lifted(connection, GUARDS):
        Decision.objects.all()._raw_delete("default")
        AnswerSheet.objects.all()._raw_delete("default")
    assert any(f"answersheet {sheet.pk} is lost" in fault.says for fault in audit_faults())


@pytest.mark.parametrize("place", ["records.actions.base.append", "audit.chain.held_head"], ids=["entry", "end"])
def test_nothing_is_kept_when_the_chain_cannot_be_written(cast, monkeypatch, place):
    def refuse(*_, **__):
        raise OSError("no room")

    monkeypatch.setattr(f"spinewise_web.{place}", refuse)
    with pytest.raises(OSError, match="no room"):
        record_answers(person=cast.patient, words={"age": "34"}, by=cast.patient_user, now=NOW)
    assert not AnswerSheet.objects.exists()
    assert answering.latest_sheet(cast.patient) is None


def test_what_was_noted_in_a_part_that_failed_is_not_in_the_chain(cast):
    act = Act(clinic_id=cast.clinic.pk, by_id=None, verb="kept", about="x", about_id=cast.clinic.pk)
    before = Entry.objects.count()
    with together():
        append(act, now=NOW)
        with suppress(OSError), together():
            append(msgspec.structs.replace(act, verb="failed"), now=NOW)
            raise OSError
        append(act, now=NOW)
    assert [one.verb for one in Entry.objects.order_by("pk")[before:]] == ["kept", "kept"]
    assert list(audit_faults()) == []


def test_an_entry_outside_a_transaction_is_refused(cast, monkeypatch):
    act = Act(clinic_id=cast.clinic.pk, by_id=None, verb="x", about="x", about_id=cast.clinic.pk)
    monkeypatch.setattr(transaction.get_connection(), "in_atomic_block", False)
    with pytest.raises(transaction.TransactionManagementError):
        append(act, now=NOW)


def test_erasing_somebody_leaves_no_row_a_stone_and_a_chain_that_holds(cast):
    cast.signed_plan()
    cast.answers(saddle_numbness="new")
    erased = cast.patient.pk
    stone = erase_person(person=cast.patient, by=cast.administrator, now=NOW)
    assert stone.rows > 5
    assert not Person.objects.filter(pk=erased).exists()
    assert not AnswerSheet.objects.exists()
    assert not type(cast.patient_user).objects.filter(pk=cast.patient_user.pk).exists()
    assert list(audit_faults()) == []
    assert Tombstone.objects.get().person_id == erased


def test_only_an_administrator_erases(cast):
    for who in (cast.therapist, cast.patient_user, cast.elsewhere_administrator):
        with pytest.raises(NotAllowed):
            erase_person(person=cast.patient, by=who, now=NOW)


def test_an_export_holds_what_was_said_and_no_secret(cast):
    cast.answers()
    made = export_person(person=cast.patient, by=cast.patient_user, now=NOW).decode()
    assert '"AnswerSheet"' in made
    assert '"salt"' not in made
    assert Entry.objects.latest("id").verb == "person.export"


def test_a_carer_does_not_take_the_data_along(cast):
    carer = cast.with_carer()
    with pytest.raises(NotAllowed):
        export_person(person=cast.patient, by=carer, now=NOW)


def test_the_head_is_where_the_last_entry_is(cast):
    last = Entry.objects.filter(clinic_id=cast.clinic.pk).latest("sequence")
    head = Head.objects.get(pk=cast.clinic.pk)
    assert (head.sequence, head.hash) == (last.sequence, last.hash)
