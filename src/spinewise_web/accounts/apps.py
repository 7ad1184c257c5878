"""Accounts as a Django application."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """Clinics, users, memberships, invitations."""

    name = "spinewise_web.accounts"
    label = "accounts"

    def ready(self) -> None:
        post_migrate.connect(make_cache_table, sender=self)


def make_cache_table(using: str, **_: Any) -> None:
    """The table in which rates are counted; without it nobody could sign in."""
    from django.core.management import call_command

    call_command("createcachetable", database=using, verbosity=0)
