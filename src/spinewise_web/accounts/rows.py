"""What every row of ours has in common, whatever it tells."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Self

from django.db import models
from django.db.models.base import ModelState


class Row(models.Model):
    """A row that is made from what the database gives without going through every field, as Django unpickles one.

    No signal is sent, and nothing may be done to a row in `__init__`.
    """

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **_: Any) -> Self:
        """The row with these values; a field that was not asked for is read when somebody looks at it."""
        one, state = cls.__new__(cls), ModelState()
        state.adding, state.db = False, db
        vars(one).update(zip(field_names, values, strict=True), _state=state)
        return one
