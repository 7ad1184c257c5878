"""The note of a visit: signed once, and corrected with a reason; what was signed stays readable."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from spinewise_web.accounts.models import User
from spinewise_web.records.actions.base import action, clinician, hold, keep
from spinewise_web.records.models import VisitNote, VisitSession


class AlreadySigned(Exception):
    """Somebody signed or corrected this note meanwhile; `theirs` is what stands now."""

    def __init__(self, theirs: VisitNote | None) -> None:
        super().__init__(_("This note was signed meanwhile."))
        self.theirs = theirs


@action
def sign_note(
    *,
    visit: VisitSession,
    text: str,
    by: User,
    now: dt.datetime,
    origins: Sequence[Mapping[str, str]] = (),
    corrects: VisitNote | None = None,
    reason: str = "",
) -> VisitNote:
    """Sign the note of a visit. Once it is signed, only a correction with a reason supersedes it; both stay.

    Raises:
        NotAllowed: `by` is no clinician of this person.
        AlreadySigned: another note stands than the one that is corrected.
        ValidationError: there is no text, or no reason for a correction.
    """
    person = hold(visit.person)
    clinician(by, person)
    stands = VisitNote.objects.current().filter(visit=visit).select_related("made_by").first()
    if stands != corrects:
        raise AlreadySigned(stands)
    if not text.strip():
        raise ValidationError(_("Write the note before you sign it."))
    if corrects is not None and not reason.strip():
        raise ValidationError(_("Say why you correct what was signed."))
    row = VisitNote(
        person=person,
        visit=visit,
        text=text.strip(),
        origins=[dict(one) for one in origins],
        reason=reason.strip(),
        supersedes=corrects,
    )
    return keep(row, verb="note.sign" if corrects is None else "note.correct", by=by, now=now)
