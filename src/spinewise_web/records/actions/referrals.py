"""Letters between doctors and the clinic: the one that came, its answer, and one that is sent."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from spinewise_web.accounts.models import User
from spinewise_web.records.actions.base import NotAllowed, action, change, clinician, hold, keep
from spinewise_web.records.core import today_of
from spinewise_web.records.models import Person, Referral


class AnsweredAlready(Exception):
    """Somebody answered this letter meanwhile; `theirs` is how it stands now."""

    def __init__(self, theirs: Referral) -> None:
        super().__init__(_("This letter was answered meanwhile."))
        self.theirs = theirs


@action
def take_referral(
    *,
    person: Person,
    party: str,
    reason: str,
    on: dt.date,
    by: User,
    now: dt.datetime,
    key: uuid.UUID | None = None,
) -> Referral:
    """Keep a letter that came with somebody. The same `key` twice is kept once.

    Raises:
        NotAllowed: `by` is no clinician of this person.
        ValidationError: something is missing or too long.
    """
    person = hold(person)
    clinician(by, person)
    row = Referral(person=person, way=Referral.Way.IN, party=party, reason=reason, on=on)
    return _known(person, key) or keep(_named(row, key), verb="referral.take", by=by, now=now)


@action
def answer_referral(*, referral: Referral, document: Mapping[str, Any], by: User, now: dt.datetime) -> Referral:
    """Keep the letter that answers one, as it was sent. It is answered once.

    Raises:
        NotAllowed: `by` is no clinician of this person, or it is a letter of the clinic itself.
        AnsweredAlready: somebody did.
    """
    clinician(by, hold(referral.person))
    current = Referral.objects.select_for_update().select_related("person").get(pk=referral.pk)
    if current.way != Referral.Way.IN:
        raise NotAllowed(_("Only a letter that came can be answered."))
    if current.answered_at is not None:
        raise AnsweredAlready(current)
    current.answered_at, current.document = now, dict(document)
    return change(current, "answered_at", "document", verb="referral.answer", by=by, now=now)


@action
def refer_out(
    *,
    person: Person,
    party: str,
    reason: str,
    document: Mapping[str, Any],
    by: User,
    now: dt.datetime,
    key: uuid.UUID | None = None,
) -> Referral:
    """Keep a letter to somebody else, as it was sent. The same `key` twice is kept once.

    Raises:
        NotAllowed: `by` is no clinician of this person.
        ValidationError: something is missing or too long.
    """
    person = hold(person)
    clinician(by, person)
    row = Referral(
        person=person,
        way=Referral.Way.OUT,
        party=party,
        reason=reason,
        on=today_of(person, now=now),
        answered_at=now,
        document=dict(document),
    )
    return _known(person, key) or keep(_named(row, key), verb="referral.send", by=by, now=now)


def _known(person: Person, key: uuid.UUID | None) -> Referral | None:
    """What a form that was sent twice has kept already."""
    return Referral.objects.filter(person=person, pk=key).first() if key else None


def _named(row: Referral, key: uuid.UUID | None) -> Referral:
    if key is not None:
        row.pk = key
    return row
