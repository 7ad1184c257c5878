"""The clinic's data as a whole: checked, taken along, backed up. Each of it leaves an entry."""

from __future__ import annotations

import datetime as dt
import json
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import msgspec
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from spinewise_web.accounts.models import Clinic, Membership, Role, User
from spinewise_web.accounts.privacy import Privacy
from spinewise_web.audit.chain import Fault, faults
from spinewise_web.audit.models import ENTRIES_ARE_KEPT, Entry, Head
from spinewise_web.audit.triggers import missing
from spinewise_web.records.actions.base import action, note_plain, one_of
from spinewise_web.records.actions.rights import everything_about
from spinewise_web.records.backup import Manifest, back_up
from spinewise_web.records.models import GUARDS, Person, Tombstone
from spinewise_web.records.verify import row_faults, sealed_models

AT_ONCE = 500
NOWHERE = uuid.UUID(int=0)


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """How far the chain was followed, and where it does not hold."""

    up_to: int
    faults: tuple[Fault, ...]


def verify_clinic(*, clinic: Clinic, by: User, now: dt.datetime) -> Checked:
    """Follow the clinic's chain to its end, and compare its records with what the chain keeps of them.

    Raises:
        NotAllowed: `by` is neither administrator nor supervisor of the clinic.
    """
    one_of(by, clinic.pk, [Role.ADMINISTRATOR, Role.SUPERVISOR])
    end = Head.objects.filter(pk=clinic.pk).first()
    found = tuple(clinic_faults(clinic))
    noted(clinic=clinic, verb="chain.verify", by=by, now=now)
    return Checked(up_to=end.sequence if end else 0, faults=found)


def clinic_faults(clinic: Clinic) -> Iterator[Fault]:
    """Everything of one clinic that is not as it was written."""
    for name in missing(connection, [ENTRIES_ARE_KEPT, *GUARDS]):
        yield Fault(NOWHERE, 0, f"the trigger {name} is missing")
    yield from faults(clinic.pk)
    gone = set(Tombstone.objects.filter(clinic_id=clinic.pk).values_list("person_id", flat=True))
    for model in sealed_models():
        yield from (one for one in row_faults(model, gone) if one.clinic_id in (clinic.pk, NOWHERE))


def export_clinic(*, clinic: Clinic, out: IO[bytes], by: User, now: dt.datetime) -> int:
    """Write everything that is kept of a clinic as JSON into one archive; says of how many people that is.

    One person is in memory at a time. Who took it along is kept before the first byte is written.

    Raises:
        NotAllowed: `by` is no administrator of the clinic.
    """
    one_of(by, clinic.pk, [Role.ADMINISTRATOR])
    noted(clinic=clinic, verb="clinic.export", by=by, now=now)
    people = 0
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("clinic.json", _text(_clinic(clinic)))
        for person in Person.objects.filter(clinic=clinic).order_by("pk").iterator(chunk_size=AT_ONCE):
            archive.writestr(f"people/{person.pk}.json", _text(everything_about(person)))
            people += 1
        with archive.open("history.jsonl", "w") as lines:
            for entry in Entry.objects.filter(clinic_id=clinic.pk).order_by("sequence").iterator(chunk_size=AT_ONCE):
                lines.write(_text(_entry(entry), indent=None) + b"\n")
    return people


def back_up_all(*, clinic: Clinic, folder: Path, by: User, now: dt.datetime) -> Manifest:
    """Write everything on this server into a new archive in its data folder, readable by its owner alone.

    Raises:
        NotAllowed: `by` is no administrator of the clinic.
        FileExistsError: one was made in the same second.
        OSError: it cannot be written.
    """
    one_of(by, clinic.pk, [Role.ADMINISTRATOR])
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / f"spinewise-{now.astimezone(dt.UTC):%Y-%m-%d-%H%M%S}.zip"
    manifest = back_up(file)
    noted(clinic=clinic, verb="clinic.back_up", by=by, now=now)
    return manifest


@action
def noted(*, clinic: Clinic, verb: str, by: User, now: dt.datetime) -> None:
    """Keep that something was done with the clinic's data as a whole."""
    note_plain(verb=verb, about="clinic", about_id=clinic.pk, clinic_id=clinic.pk, by=by, now=now)


def _clinic(clinic: Clinic) -> dict[str, Any]:
    rows = Membership.objects.filter(clinic=clinic).select_related("user").order_by("since", "pk")
    return {
        "spinewise": "clinic/1",
        "clinic": _plain(clinic),
        "staff": [_plain(row) | {"name": row.user.name, "email": row.user.email} for row in rows],
    }


def _plain(row: Clinic | Membership) -> dict[str, Any]:
    shown = [field for field in row._meta.concrete_fields if row.privacy[field.name] is not Privacy.SECRET]  # noqa: SLF001
    return {field.name: getattr(row, field.attname) for field in shown}


def _entry(entry: Entry) -> dict[str, Any]:
    return {field.name: getattr(entry, field.attname) for field in entry._meta.concrete_fields}  # noqa: SLF001


def _text(value: dict[str, Any], *, indent: int | None = 2) -> bytes:
    return json.dumps(value, cls=DjangoJSONEncoder, indent=indent, ensure_ascii=False).encode()
