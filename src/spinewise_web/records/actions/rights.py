"""A person's rights to their data: take it along, have it erased."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext as _

from spinewise.knowledge.ladders import Urgency
from spinewise_web.accounts.models import Invitation, Role, User
from spinewise_web.accounts.privacy import Privacy
from spinewise_web.audit.chain import Act, append
from spinewise_web.audit.models import Entry
from spinewise_web.records.actions.answers import open_episode
from spinewise_web.records.actions.base import NotAllowed, action, answering_as, hold, keep, note, one_of
from spinewise_web.records.models import Alert, Person, Record, Tombstone


def record_models() -> list[type[Record]]:
    """Every table that holds rows about people."""
    return [model for model in apps.get_app_config("records").get_models() if issubclass(model, Record)]


@action
def export_person(*, person: Person, by: User, now: dt.datetime) -> bytes:
    """Everything that is kept about somebody, as JSON: for them, or for the clinic they go to.

    Raises:
        NotAllowed: `by` is neither the person nor a clinician of theirs.
    """
    person = hold(person)
    answering_as(by, person)
    if person.user_id != by.pk and not person.clinic.memberships.filter(user=by, until=None).exists():
        raise NotAllowed(_("Only the person and their clinic can take the data along."))
    made = everything_about(person)
    note(person, verb="person.export", by=by, now=now, person=person)
    return json.dumps(made, cls=DjangoJSONEncoder, indent=2, ensure_ascii=False).encode()


def everything_about(person: Person) -> dict[str, Any]:
    """Every row that is kept about somebody, and what was done about them, without what is secret."""
    made: dict[str, Any] = {"spinewise": "export/1", "person": _fields(person), "records": {}}
    for model in record_models():
        rows = model._base_manager.filter(person=person).order_by("made_at", "pk")  # noqa: SLF001  # no scope: all of it
        made["records"][model.__name__] = [_fields(row) for row in rows]
    entries = Entry.objects.filter(person_id=person.pk).order_by("sequence")
    made["history"] = [{"at": one.at, "verb": one.verb, "about": one.about} for one in entries]
    return made


def _fields(row: Record | Person) -> dict[str, Any]:
    classes = row.privacy
    kept = [field for field in row._meta.concrete_fields if classes[field.name] is not Privacy.SECRET]  # noqa: SLF001
    return {field.name: getattr(row, field.attname) for field in kept}


@action
def ask_for_erasure(*, person: Person, by: User, now: dt.datetime) -> Alert:
    """Keep that somebody asks to be erased; the clinic answers, because it may have to keep some things by law.

    Raises:
        NotAllowed: `by` is not the person.
    """
    person = hold(person)
    if person.user_id != by.pk:
        raise NotAllowed(_("Only the person can ask for this."))
    episode = open_episode(person, by=by, now=now)
    asked = Alert.objects.open().filter(person=person, kind=Alert.Kind.ERASURE).first()
    why = _("Asks for their data to be erased. An administrator can do it.")
    alert = Alert(person=person, episode=episode, kind=Alert.Kind.ERASURE, urgency=Urgency.ROUTINE.value, why=why)
    return asked or keep(alert, verb="alert.raise", by=by, now=now)


@action
def erase_person(*, person: Person, by: User, now: dt.datetime) -> Tombstone:
    """Delete everything about somebody, for good. A tombstone says that they were here; the chain still holds.

    Their account goes too, unless they work somewhere or are known to another clinic.

    Raises:
        NotAllowed: `by` is no administrator of the clinic.
    """
    person = hold(person)
    one_of(by, person.clinic_id, [Role.ADMINISTRATOR])
    user, addresses = person.user, {person.email, person.user.email if person.user else ""} - {""}
    stone = Tombstone.objects.create(
        person_id=person.pk, clinic_id=person.clinic_id, erased_at=now, erased_by_id=by.pk, rows=count_rows(person)
    )
    said = Act(
        clinic_id=person.clinic_id,
        by_id=by.pk,
        verb="person.erase",
        about="person",
        about_id=person.pk,
        person_id=person.pk,
    )
    append(said, now=now)
    Invitation.objects.filter(person_id=person.pk).delete()
    person.delete()
    if user is not None and not known_elsewhere(user):
        forget_user(user)
        forget_attempts(addresses)
    return stone


def count_rows(person: Person) -> int:
    """How many rows there are about somebody."""
    return sum(model._base_manager.filter(person=person).count() for model in record_models())  # noqa: SLF001


def known_elsewhere(user: User) -> bool:
    """Whether an account still serves for something else."""
    return user.memberships.exists() or user.people.exists() or user.cares_for.exists()


def forget_user(user: User) -> None:
    """Delete an account; one that rows of other people name loses its name and address instead."""
    try:
        user.delete()
    except models.ProtectedError:
        user.name, user.email, user.is_active = "", f"{user.pk}@erased.invalid", False
        user.set_unusable_password()
        user.save()


def forget_attempts(addresses: set[str]) -> None:
    """Delete what was noted about failed sign-ins with these addresses."""
    for model in apps.get_app_config("axes").get_models():
        if any(field.name == "username" for field in model._meta.concrete_fields):  # noqa: SLF001
            model._base_manager.filter(username__in=addresses).delete()  # noqa: SLF001
