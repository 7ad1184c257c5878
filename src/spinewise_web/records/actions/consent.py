"""Consent is given and taken back in words that stay; a carer acts only while it holds."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from spinewise.rules.facts import Role as Answering
from spinewise_web.accounts.models import User
from spinewise_web.records.actions.base import NotAllowed, action, answering_as, change, hold, keep
from spinewise_web.records.models import Carer, Consent, Person


@action
def give_consent(*, person: Person, about: str, by: User, now: dt.datetime, words: str = "") -> Consent:
    """Keep a yes. A clinician keeps what the person said to them; a carer agrees to nothing in their place.

    Raises:
        NotAllowed: `by` is neither the person nor a clinician of theirs.
    """
    return _said(person, about, given=True, by=by, now=now, words=words)


@action
def withdraw_consent(*, person: Person, about: str, by: User, now: dt.datetime, words: str = "") -> Consent:
    """Keep a no. Without consent to a carer, every carer stops seeing anything at once.

    Raises:
        NotAllowed: `by` is neither the person nor a clinician of theirs.
    """
    consent = _said(person, about, given=False, by=by, now=now, words=words)
    if about == Consent.About.CARER:
        for carer in Carer.objects.current().filter(person=person):
            carer.until = now
            change(carer, "until", verb="carer.end", by=by, now=now)
    return consent


@action
def add_carer(*, person: Person, user: User, relationship: str, by: User, now: dt.datetime) -> Carer:
    """Let somebody act for a person, on the latest consent to it.

    Raises:
        NotAllowed: the person has not agreed, or `by` is neither the person nor a clinician of theirs.
    """
    person = hold(person)
    _own_word(person, by)
    consent = latest_consent(person, Consent.About.CARER)
    if consent is None or not consent.given:
        raise NotAllowed(_("The person has not agreed to a carer."))
    row = Carer(person=person, user=user, relationship=relationship, consent=consent, since=now)
    return keep(row, verb="carer.add", by=by, now=now)


def latest_consent(person: Person, about: str) -> Consent | None:
    """The word that counts."""
    return Consent.objects.filter(person=person, about=about).order_by("-made_at", "-pk").first()


def _said(person: Person, about: str, *, given: bool, by: User, now: dt.datetime, words: str) -> Consent:
    person = hold(person)
    _own_word(person, by)
    row = Consent(person=person, about=about, given=given, words=words)
    return keep(row, verb="consent.give" if given else "consent.withdraw", by=by, now=now)


def _own_word(person: Person, by: User) -> None:
    if answering_as(by, person) is Answering.PERSON and person.user_id != by.pk:
        raise NotAllowed(_("Only the person can agree to this."))
