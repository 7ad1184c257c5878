"""The design system as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """Templates and static files that every screen builds on."""

    name = "spinewise_web.design"
    label = "design"
