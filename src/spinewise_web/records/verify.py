"""Whether the records are what was written: the chains hold, and each row still says what its last entry saw."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.apps import apps
from django.db import connection
from django.db.models import Max
from django.utils.translation import gettext as _

from spinewise_web.audit.chain import Fault, clinics_with_a_chain, faults
from spinewise_web.audit.models import ENTRIES_ARE_KEPT, Entry
from spinewise_web.audit.triggers import missing
from spinewise_web.records.models import GUARDS, Person, Record, Tombstone

AT_ONCE = 500


def audit_faults() -> Iterator[Fault]:
    """Everything that is not as it was written; nothing when all is well."""
    nowhere = uuid.UUID(int=0)
    for name in missing(connection, [ENTRIES_ARE_KEPT, *GUARDS]):
        yield Fault(nowhere, 0, _("the trigger %(name)s is missing") % {"name": name})
    for clinic_id in clinics_with_a_chain():
        yield from faults(clinic_id)
    gone = set(Tombstone.objects.values_list("person_id", flat=True))
    for model in sealed_models():
        yield from row_faults(model, gone)


def sealed_models() -> list[type[Record | Person]]:
    """Tables whose rows the chain keeps digests of."""
    return [one for one in apps.get_app_config("records").get_models() if issubclass(one, Record | Person)]


def row_faults(model: type[Record | Person], gone: set[uuid.UUID]) -> Iterator[Fault]:
    """Rows of one table that were changed, lost or slipped in beside the actions."""
    about = model.__name__.lower()
    last = Entry.objects.filter(about=about).exclude(digest="").values("about_id").annotate(last=Max("id"))
    entries = {entry.about_id: entry for entry in Entry.objects.filter(pk__in=last.values("last"))}
    seen = set()
    for row in model._base_manager.iterator(chunk_size=AT_ONCE):  # noqa: SLF001  # every row, whoever may see it
        seen.add(row.pk)
        entry = entries.get(row.pk)
        if entry is None:
            yield Fault(uuid.UUID(int=0), 0, _("%(about)s %(id)s has no entry") % {"about": about, "id": row.pk})
        elif entry.digest != row.seal():
            says = _("%(about)s %(id)s was changed after it was written") % {"about": about, "id": row.pk}
            yield Fault(entry.clinic_id, entry.sequence, says)
    for lost in entries.keys() - seen:
        entry = entries[lost]
        if entry.person_id not in gone:
            says = _("%(about)s %(id)s is lost") % {"about": about, "id": lost}
            yield Fault(entry.clinic_id, entry.sequence, says)
