"""What every record has: whose it is, who made it and when, who may see it, and a digest of what it says."""

from __future__ import annotations

import hashlib
import json
import secrets
import uuid
from collections.abc import Mapping
from typing import Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from spinewise_web.accounts.models import CLINICIANS, Somebody, User, clinics_where
from spinewise_web.accounts.privacy import Privacy, classed
from spinewise_web.accounts.rows import Row

M = TypeVar("M", bound=models.Model)
OPEN = frozenset({Privacy.PLAIN, Privacy.SECRET})


class PersonRows(models.QuerySet[M]):
    """Rows that belong to one person each."""

    def visible_to(self, user: Somebody) -> Self:
        """Clinicians of the person's clinic, the person, and carers with consent where the kind of record allows it.

        The one rule of access: every page begins with it, and what it leaves out does not exist for that user.
        """
        if not user.is_authenticated:
            return self.none()
        return self.filter(self._theirs(user))

    def _theirs(self, user: User) -> Q:
        from spinewise_web.records.models.people import Carer

        kind: Any = self.model
        seen = Q(person__clinic__in=clinics_where(user, *CLINICIANS))
        if kind.seen_by_person:
            seen |= Q(person__user=user)
        if kind.seen_by_carers:
            seen |= Q(person__in=Carer.objects.current().filter(user=user).values("person"))
        return seen


def new_salt() -> str:
    """Makes the digest of a short text useless to whoever does not have the text."""
    return secrets.token_hex(16)


class Record(Row):
    """One row about one person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("records.Person", on_delete=models.CASCADE, related_name="%(class)ss")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    salt = models.CharField(max_length=32, default=new_salt, editable=False)

    seen_by_person: ClassVar[bool] = True
    seen_by_carers: ClassVar[bool] = False
    privacy: ClassVar[Mapping[str, Privacy]] = {}

    class Meta:
        abstract = True

    def seal(self) -> str:
        """The digest of everything personal in this row: what the audit chain keeps of it."""
        return sealed(self, salt=self.salt)


class Frequent(Record):
    """A record of which every day brings more. Its table keeps an index for what is asked of it, and none besides.

    One of its own begins with the person; who made a row is looked for only when an account is deleted.
    """

    person = models.ForeignKey("records.Person", on_delete=models.CASCADE, related_name="%(class)ss", db_index=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        abstract = True


def sealed(row: models.Model, *, salt: str) -> str:
    """The digest of the personal fields of a row, in one form on every database."""
    classes: Mapping[str, Privacy] = getattr(row, "privacy", {})
    said = {
        field.name: getattr(row, field.attname)
        for field in row._meta.concrete_fields  # noqa: SLF001  # Django's own public name
        if classes[field.name] not in OPEN
    }
    canonical = json.dumps(said, sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.sha256(f"{salt}{canonical}".encode()).hexdigest()


def record_fields(**names: str) -> dict[str, Privacy]:
    """The privacy classes of a record, with those of the fields that all records have."""
    return classed(**{**names, "plain": f"id made_at {names.get('plain', '')}", "secret": "salt"}) | classed(
        identity="person made_by"
    )
