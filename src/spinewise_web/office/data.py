"""The clinic's data as a whole: taking it along, and backups on this server."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any, cast

import msgspec
from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spinewise_web.accounts.fresh import asked_again, came_back
from spinewise_web.design.answers import UNREADABLE
from spinewise_web.office.pages import Office, office_page
from spinewise_web.records.actions.keeping import back_up_all, export_clinic

MOST_LISTED = 30
WHY = gettext_lazy("A copy of everything holds the health data of everybody here.")


class Archive(msgspec.Struct, frozen=True, kw_only=True):
    """A backup that lies on this server."""

    name: str
    made_at: dt.datetime
    size_bytes: int


@office_page("GET", "HEAD", "POST")
def data(office: Office) -> HttpResponse:
    """Take everything along, or have a backup made."""
    does = {"export": _export, "back_up": _back_up}.get(office.request.POST.get("act", ""))
    if does is not None:
        return asked_again(office.request, why=str(WHY)) or does(office)
    if came_back(office.request):
        messages.success(office.request, _("Thank you. Now press the button once more."))
    status = UNREADABLE if office.request.method == "POST" else 200
    return office.page("data", {"at": "data", "archives": archives(), "folder": folder()}, status=status)


def folder() -> Path:
    """Where backups lie: in the data folder, beside the database."""
    path: Path = settings.ENVIRONMENT.data / "backups"
    return path


def archives() -> list[Archive]:
    """What lies there, the newest first."""
    found = sorted(folder().glob("spinewise-*.zip"), reverse=True)[:MOST_LISTED]
    return [
        Archive(name=one.name, made_at=dt.datetime.fromtimestamp(stat.st_mtime, dt.UTC), size_bytes=stat.st_size)
        for one in found
        for stat in (one.stat(),)
    ]


def _export(office: Office) -> HttpResponse:
    """One archive, written to a file without a name and sent from there."""
    out = tempfile.TemporaryFile()  # noqa: SIM115  # the answer closes it when it was sent
    export_clinic(clinic=office.clinic, out=out, by=office.user, now=office.now)
    out.seek(0)
    name = f"spinewise-clinic-{office.now.astimezone(office.clinic.tzinfo):%Y-%m-%d}.zip"
    sent: Any = FileResponse(out, as_attachment=True, filename=name, content_type="application/zip")
    return cast("HttpResponse", sent)  # it takes headers as any other answer does


def _back_up(office: Office) -> HttpResponse:
    try:
        manifest = back_up_all(clinic=office.clinic, folder=folder(), by=office.user, now=office.now)
    except OSError as problem:
        if isinstance(problem, FileExistsError) and folder().is_dir():
            return office.go("data", said=_("There is a backup of this second already."))
        messages.warning(office.request, _("The backup could not be written. Make room on the server and try again."))
        return office.go("data")
    rows = sum(table.rows for table in manifest.tables.values())
    return office.go("data", said=_("Backed up: %(rows)s rows.") % {"rows": rows})
