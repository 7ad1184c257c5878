"""The audit chain as a Django application."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    """Entries that can only be added."""

    name = "spinewise_web.audit"
    label = "audit"

    def ready(self) -> None:
        post_migrate.connect(guard, sender=self)


def guard(using: str, **_: Any) -> None:
    """Put the triggers back: a migration on SQLite makes a table anew, without them."""
    from django.db import connections

    from spinewise_web.audit.models import ENTRIES_ARE_KEPT
    from spinewise_web.audit.triggers import install

    install(connections[using], [ENTRIES_ARE_KEPT])
