"""The administrator's room, as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """Templates and static files of the office."""

    name = "spinewise_web.office"
    label = "office"
