"""A backup is proven by restoring it and comparing."""

import stat
import zipfile

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from spinewise_web.audit.models import ENTRIES_ARE_KEPT, Entry
from spinewise_web.audit.triggers import lifted
from spinewise_web.records import backup
from spinewise_web.records.actions.contact import send_message
from spinewise_web.records.models import GUARDS, Person
from spinewise_web.records.replay import differences
from spinewise_web.records.verify import audit_faults
from web.cast import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(cast, tmp_path):
    cast.signed_plan()
    cast.with_carer()
    send_message(person=cast.patient, text="Zwölf Übungen ✓", by=cast.patient_user, now=NOW)
    file = tmp_path / "all.zip"
    backup.back_up(file)
    return file


def empty():
    from django.db import connection

    with lifted(connection, [ENTRIES_ARE_KEPT, *GUARDS]), connection.constraint_checks_disabled():
        for model in reversed(backup.kept_models()):
            model._base_manager.all()._raw_delete("default")


def test_a_restored_database_is_the_one_that_was_backed_up(archive):
    before = {backup.label_of(model): backup.dump(model) for model in backup.kept_models()}
    empty()
    assert not Person.objects.exists()
    backup.restore(archive)
    assert {backup.label_of(model): backup.dump(model) for model in backup.kept_models()} == before
    assert list(audit_faults()) == []
    assert list(differences()) == []


def test_after_a_restore_the_chain_goes_on(archive, cast):
    empty()
    backup.restore(archive)
    last = Entry.objects.filter(clinic_id=cast.clinic.pk).latest("sequence")
    person = Person.objects.get(name="Pat Ient")
    send_message(person=person, text="After", by=person.user, now=NOW)
    assert Entry.objects.filter(clinic_id=cast.clinic.pk).latest("sequence").sequence == last.sequence + 1
    assert list(audit_faults()) == []


def test_a_database_that_holds_rows_is_not_overwritten(archive):
    with pytest.raises(CommandError, match="holds rows already"):
        call_command("restore", archive)


def test_a_damaged_archive_is_refused_and_nothing_is_kept(archive, tmp_path):
    bad = tmp_path / "bad.zip"
    with zipfile.ZipFile(archive) as good, zipfile.ZipFile(bad, "w") as made:
        for name in good.namelist():
            text = good.read(name)
            made.writestr(name, text.replace(b"Pat Ient", b"Pit Ient") if name == "records.person.jsonl" else text)
    empty()
    with pytest.raises(backup.CannotRestore, match="changed after it was written"):
        backup.restore(bad)
    assert not Person.objects.exists()


def test_only_its_owner_reads_a_backup(archive):
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600


def test_a_file_that_is_there_is_not_written_over(archive):
    with pytest.raises(CommandError, match="there already"):
        call_command("backup", archive)


def test_something_else_is_no_backup(tmp_path):
    (tmp_path / "x.zip").write_bytes(b"hello")
    with pytest.raises(backup.CannotRestore, match="no backup of Spinewise"):
        backup.manifest_of(tmp_path / "x.zip")
