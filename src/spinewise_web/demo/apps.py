"""The demonstration as a Django application: it has a command and no tables."""

from __future__ import annotations

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """A clinic with believable patients."""

    name = "spinewise_web.demo"
    label = "demo"
