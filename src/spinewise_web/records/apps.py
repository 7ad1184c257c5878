"""The records as a Django application."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RecordsConfig(AppConfig):
    """Everything that is known about people."""

    name = "spinewise_web.records"
    label = "records"

    def ready(self) -> None:
        post_migrate.connect(guard, sender=self)


def guard(using: str, **_: Any) -> None:
    """Put the triggers back: a migration on SQLite makes a table anew, without them."""
    from django.db import connections

    from spinewise_web.audit.triggers import install
    from spinewise_web.records.models import GUARDS

    install(connections[using], GUARDS)
